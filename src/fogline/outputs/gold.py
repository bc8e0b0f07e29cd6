"""Judged claims as gold, in the format of the public corpora, so that the reader can be scored and trained on them.

In: reports, their claims, the judgements. Out: rows by the corpus whose format they have. Refused: nothing; what nobody
looked at is left out.

`case2021`: a row a claim that was accepted or corrected, with the type of its kind. `polnear`, `lgl`: a row a report of
which every claim was judged, with attributions and places as its claims have them. Nobody was asked what the reader
missed, so that recall on these rows is that of what it found; and claims are clauses, so that an attribution's content
is in pieces, one a claim.
"""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping, Sequence

from fogline.data.kinds import kinds
from fogline.model.claim import Claim, Speaker
from fogline.model.codec import Json
from fogline.model.report import Report

Rows = dict[str, list[dict[str, Json]]]
CUE_WITHIN = 300  # characters on either side of the speaker in which the cue is looked for


def gold(reports: Iterable[Report], claims: Iterable[Claim], right: Mapping[str, Claim], judged: set[str]) -> Rows:
    """The rows of each corpus. `right`: claims that are right, as corrected; `judged`: all that were looked at."""
    of: dict[str, list[Claim]] = collections.defaultdict(list)
    for claim in claims:
        of[claim.report].append(claim)
    made: Rows = {"case2021": [], "polnear": [], "lgl": []}
    for report in reports:
        good = [right[one.id] for one in of[report.id] if one.id in right]
        made["case2021"] += [row for claim in good if (row := _kind(claim, report))]
        if good and all(one.id in judged for one in of[report.id]):
            made["polnear"].append(_row(report, "polnear", {"attributions": attributions(good, report.text)}))
            made["lgl"].append(_row(report, "lgl", {"places": _places(good)}))
    return made


def _row(report: Report, like: str, told: dict[str, Json]) -> dict[str, Json]:
    return {
        "corpus": "judged", "like": like, "id": report.id, "part": "open", "text": report.text, "title": report.title,
        "published": report.published, "outlet": report.outlet, "lang": report.lang, "gold": told,
    }  # fmt: skip


def _kind(claim: Claim, report: Report) -> dict[str, Json] | None:
    row = kinds().get(claim.kind or "")
    if row is None or not row.case2021:
        return None
    told: dict[str, Json] = {"type": row.case2021, "kind": row.name}
    return {**_row(report, "case2021", told), "id": claim.id, "text": claim.quote, "title": None}


def attributions(claims: Sequence[Claim], text: str) -> list[Json]:
    """Who is said to say what: the claims of one mention of a speaker are the pieces of one content."""
    groups: dict[tuple[tuple[int, int], str], list[Claim]] = collections.defaultdict(list)
    for claim in claims:
        source = _mention(claim.speakers)
        if source is not None:
            groups[source, claim.cue or ""].append(claim)
    return [
        {
            "cue": _cue(cue, source, text),
            "source": [list(source)],
            "content": [list(span) for span in sorted({(one.start, one.end) for one in said})],
        }
        for (source, cue), said in sorted(groups.items())
    ]


def _mention(speakers: Sequence[Speaker]) -> tuple[int, int] | None:
    spans = [(one.start, one.end) for one in speakers if one.start is not None and one.end is not None]
    return min(spans, default=None)


def _cue(cue: str, source: tuple[int, int], text: str) -> list[Json]:
    """Where the cue stands, the occurrence that is nearest to the speaker; nowhere, where it is not found."""
    if not cue:
        return []
    begin, end = max(0, source[0] - CUE_WITHIN), source[1] + CUE_WITHIN
    found, at = [], text.find(cue, begin, end)
    while at >= 0:
        found.append((min(abs(at - source[1]), abs(source[0] - at - len(cue))), at))
        at = text.find(cue, at + 1, end)
    return [[min(found)[1], min(found)[1] + len(cue)]] if found else []


def _places(claims: Sequence[Claim]) -> list[Json]:
    named = {(one.start, one.end): one for claim in claims for one in claim.places}
    return [
        {"start": start, "end": end, "text": one.as_worded, "lat": one.lat, "lon": one.lon, "geonameid": one.geonameid}
        for (start, end), one in sorted(named.items())
    ]
