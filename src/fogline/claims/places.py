"""Places in a report: every mention of a place by name, resolved as far as the report allows.

In: parsed passages, the report and a gazetteer. Out: `Place`s in the order of the text, with offsets in the report, at
the gazetteer's point and radius or with null coordinates. Left out: names that are people's, firms' or papers', and
adjectives ("Russian"), which say who, not where. Refused: nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from fogline.claims.parse import Passage
from fogline.claims.place_choice import places_among
from fogline.claims.place_clues import STREET, candidates
from fogline.claims.place_houses import called_after
from fogline.claims.place_names import Candidate
from fogline.claims.place_parts import in_their_towns
from fogline.claims.place_resolution import resolve
from fogline.claims.place_roles import role_of
from fogline.claims.place_unknown import find_unknown_places
from fogline.data.gazetteer import Entry, Gazetteer, default_gazetteer
from fogline.model.claim import Place
from fogline.model.report import Report


def find_places(passages: Sequence[Passage], report: Report, gazetteer: Gazetteer | None = None) -> list[Place]:
    """Every mention of a place by name, in order.

    >>> from fogline.claims.parse import parse
    >>> report = Report(id="r", text="Shells fell on Chasiv Yar, west of Bakhmut, on Friday, Kyiv said.")
    >>> [(place.as_worded, place.country, place.role.value) for place in find_places(parse(report), report)]
    [('Chasiv Yar', 'UA', 'target'), ('Bakhmut', 'UA', 'reference'), ('Kyiv', 'UA', 'actor')]
    """
    gazetteer = gazetteer or default_gazetteer()
    every = candidates(passages, gazetteer)
    kept = places_among(every, report, gazetteer)
    entries = resolve(kept, report, gazetteer)
    houses = called_after(kept, entries, report.text)
    known = [
        _place(candidate, entry, passages[candidate.passage], report)
        for n, (candidate, entry) in enumerate(zip(kept, entries, strict=True))
        if n not in houses
    ]
    unknown = find_unknown_places(passages, report.text, known)
    # What begins like a place that is known may go on as one that is not: "the hamlet of Novi Luzhky".
    known = [place for place in known if not any(one.start <= place.start < one.end for one in unknown)]
    return in_their_towns(passages, [*known, *unknown])


def _place(candidate: Candidate, entry: Entry | None, passage: Passage, report: Report) -> Place:
    as_worded = report.text[candidate.start : candidate.end]
    role = role_of(candidate, passage, entry)
    if entry is None:
        kind = STREET if STREET in candidate.clues else None
        start, end = candidate.start, candidate.end
        return Place(start=start, end=end, name=as_worded, as_worded=as_worded, role=role, kind=kind)
    return Place(
        start=candidate.start,
        end=candidate.end,
        name=entry.name,
        as_worded=as_worded,
        role=role,
        lat=entry.lat,
        lon=entry.lon,
        geonameid=entry.geonameid,
        country=entry.country,
        country_name=entry.country_name,
        admin1=entry.admin1,
        kind=entry.kind,
        radius_km=entry.radius_km,
    )
