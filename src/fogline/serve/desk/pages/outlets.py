"""Outlets: the list, and one of them: how it is heard, when it tells what others tell, what of it was contradicted.

No score is made of it: each number leads to what was counted.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from fogline.model.claim import Claim
from fogline.model.errors import FoglineError
from fogline.model.picture import Development, Picture, TollEntry, Verb
from fogline.model.report import Report
from fogline.outputs.tables import report_rows
from fogline.outputs.withheld import NOBODY
from fogline.picture.days import day_number
from fogline.picture.judgements import in_force
from fogline.picture.silence import Silence, silences
from fogline.serve.desk.asked import Asked, NotThere
from fogline.serve.desk.leads import counted, leads
from fogline.serve.desk.page import Page
from fogline.serve.desk.pages.heard import MOST_CLAIMS, heard, page
from fogline.serve.desk.said import all_said
from fogline.serve.desk.sight import Sight
from fogline.serve.watching import OutletHealth, health_of
from fogline.store.contract import Facets

_MOST_COMPARED = 100  # developments that are compared with other outlets, the latest
_MOST_LEADS, _MOST_CONFLICTS, _MOST_REPORTS = 12, 10, 50
_ASKED_FOR = 3  # reports by which the feed is looked for that brought them


def listed(sight: Sight, asked: Asked) -> Page:
    """The outlets that published what is known, or the newest claims that are asked for."""
    return page(heard(sight, asked, "outlets"), "outlets")


def one(sight: Sight, asked: Asked) -> Page:
    """One outlet, by the newest of its claims."""
    name = asked.path.partition("/outlets/")[2]
    claims = [claim for _, claim in islice(sight.view.newest(Facets(outlet=name)), MOST_CLAIMS)]
    if not claims:
        raise NotThere(f"{name}: no claim in a report of that outlet{' is known by that day' if sight.as_of else ''}.")
    names = list(dict.fromkeys(claim.report for claim in claims))
    reports = [report for one in names if (report := sight.view.report(one)) is not None]
    name = next((one.outlet for one in reports if one.outlet), name)  # as it is written
    lines = sight.lines(names)
    copied = [lines[one] for one in names if one in lines and lines[one].origin != one]
    first = {line.id: report for line in copied if (report := sight.view.report(line.origin)) is not None}
    carried = {one: [line for line in sight.copies(one) if line.id != one] for one in names if one in lines}
    part = sight.looked_at([claim.id for claim in claims])
    latest = sorted(part.developments, key=lambda one: (one.when.begin or one.when.finish or "", one.id), reverse=True)
    led = leads(name, latest[:_MOST_COMPARED], sight.view.published)
    told = {one.id: one for one in sight.some([one.development for one in led[:_MOST_LEADS]])}
    against = sight.shown(part.conflicts[:_MOST_CONFLICTS])
    material = sight.material(against)
    mended = _mended(sight, claims, reports, part)
    silence, health = _heard(name, reports, sight.day), _health(sight, names)
    return Page(
        title=name,
        template="outlet.html",
        shown={
            "name": name, "reports": reports[:_MOST_REPORTS], "number": len(reports), "claims": len(claims),
            "copied": copied, "first": first, "carried": {one: lines for one, lines in carried.items() if lines},
            "speakers": Counter(one.name for claim in claims for one in claim.speakers if one.name != NOBODY)
            .most_common(15),
            "own": sum(not claim.speakers for claim in claims), "most": MOST_CLAIMS,
            "leads": [(one, told[one.development]) for one in led if one.development in told],
            "lead": counted(led), "compared": len(led),
            "contradicted": _contradicted(claims, part), "mended": mended, "contradictions": len(part.conflicts),
            "conflicts": [(conflict, all_said(conflict.claims, material, lines)) for conflict in against],
            "silence": silence, "health": health,
        },
        told={
            "outlet": name, "reports": [report.id for report in reports], "claims": len(claims), "copied": copied,
            "heard": silence, "health": health, "leads": led, "lead": counted(led),
            "contradicted": _contradicted(claims, part), "mended": mended,
        },
        rows=report_rows(reports),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted:
    """How many claims of an outlet stand in a conflict of one sort."""

    sort: str
    own: int  # in its own voice
    carried: int  # of whomever it quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What of an outlet was put right, by whom."""

    figures: int  # that were given
    superseded: int  # of them, by later ones
    changed: int  # reports whose words changed after they were published
    corrected: int  # decisions of reviewers on how its claims were read
    set_aside: int


def _contradicted(claims: Iterable[Claim], part: Picture) -> list[Contradicted]:
    own = {claim.id: not claim.speakers for claim in claims}
    found: dict[str, set[str]] = {}
    for conflict in part.conflicts:
        found.setdefault(conflict.kind, set()).update(one for one in conflict.claims if one in own)
    return [
        Contradicted(sort=sort, own=sum(own[one] for one in ids), carried=sum(not own[one] for one in ids))
        for sort, ids in sorted(found.items())
    ]


def _mended(sight: Sight, claims: Iterable[Claim], reports: Iterable[Report], part: Picture) -> Mended:
    ids = {claim.id for claim in claims}
    figures = [one.state for one in _figures(part.developments, ids)]
    subjects = ids | {report.id for report in reports}
    verbs = Counter(one.verb for one in in_force(sight.view.judgements()) if subjects.intersection(one.subjects))
    return Mended(
        figures=len(figures), superseded=figures.count("superseded"),
        changed=sum(sight.view.versions(report.id) > 1 for report in reports),
        corrected=verbs[Verb.CORRECT], set_aside=verbs[Verb.SET_ASIDE],
    )  # fmt: skip


def _figures(developments: Iterable[Development], claims: set[str]) -> Iterator[TollEntry]:
    return (entry for one in developments for toll in one.tolls for entry in toll.series if entry.claim in claims)


def _heard(name: str, reports: Iterable[Report], today: str | None) -> Silence | None:
    """Against its own past, by the rule of `picture.silence`; None where it was heard too seldom to tell."""
    days = Counter(day for report in reports if (day := day_number(report.published)))
    found = silences({("outlet", name): days}, day_number(today) or 0) if days else ()
    return found[0] if found else None


def _health(sight: Sight, names: Sequence[str]) -> OutletHealth | None:
    """How the outlet's feed is, as watching remembers it now; of a past day nothing is told."""
    if sight.watched is None:
        return None
    with contextlib.suppress(FoglineError):  # a memory that cannot be read tells nothing; `fogline outlets` says why
        return health_of(names[:_ASKED_FOR], sight.watched, datetime.now(UTC))
    return None
