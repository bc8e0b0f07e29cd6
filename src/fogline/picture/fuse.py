"""All reports, claims and judgements to a picture: the same inputs in any order give the same bytes.

Comes in: reports, claims, judgements, and the day as of which the picture is asked for. Goes out: a `Picture`. Every
claim is used (in a development, a status or a conflict) or stands under `set_aside` with the reason. With `as_of`, only
reports published by that day count; a report of unknown date counts only without it.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from fogline.model.claim import Claim
from fogline.model.codec import canonical
from fogline.model.errors import QueryError
from fogline.model.picture import Conflict, Development, Judgement, Picture, ReportLine
from fogline.model.report import Report, SetAside
from fogline.picture import conflicts, developments
from fogline.picture.bulletins import claim_origin
from fogline.picture.days import day_number, days_told
from fogline.picture.developments import Happening
from fogline.picture.facts import Basis, days_beside, development
from fogline.picture.joining import anchored, counted, denied_by, has_figures
from fogline.picture.judgements import Ruling, corrected, ruling
from fogline.picture.origins import Origin, origins
from fogline.picture.scenes import named
from fogline.picture.sides import sides
from fogline.picture.statuses import statuses
from fogline.picture.stories import stories
from fogline.picture.tellings import NO_HAPPENING, Telling, telling
from fogline.picture.terms import UNDATED, Terms, stable_id, terms
from fogline.picture.tolls import tolls


def fuse(
    reports: Iterable[Report],
    claims: Iterable[Claim],
    judgements: Iterable[Judgement] = (),
    *,
    as_of: str | None = None,
) -> Picture:
    """What all reports add up to, as of a day (ISO), or as of all that came in.

    >>> from fogline.model.claim import Method, Stage
    >>> text = "Shells hit the market of Kherson on Saturday."
    >>> said = Claim(id="c1", report="r1", start=0, end=45, quote=text, kind="shelling", stage=Stage.HAPPENED,
    ...              method=Method(name="by hand", version="1"))
    >>> picture = fuse([Report(id="r1", text=text, published="2023-01-15")], [said])
    >>> [(one.kind, one.claims, one.origins) for one in picture.developments]
    [('shelling', ('c1',), 1)]
    """
    aside: list[SetAside] = []
    known = _unlike(claims)
    rule = ruling(judgements, known)
    used = _reports_used(_unlike(reports), rule, as_of, aside)
    kept = _claims_used(known, used, rule, aside)
    texts_from, story_of = _compared(used.values(), kept.values())
    published = {report.id: report.published for report in used.values()}
    origin_of = {claim.id: claim_origin(claim, texts_from, published) for claim in kept.values()}
    found, left = _happenings(kept, published, story_of, rule)
    fighting = sides(kept.values())
    of_report: dict[str, list[Claim]] = collections.defaultdict(list)
    for claim in kept.values():
        of_report[claim.report].append(claim)
    basis = Basis(
        claims=kept,
        published=published,
        texts_from=texts_from,
        origin_of=origin_of,
        days_beside={name: days_beside(some) for name, some in of_report.items()},
        names={name: named(of_report[name], report.title) for name, report in used.items()},
        fighting=fighting,
    )
    today = day_number(as_of) or max((day for one in published.values() if (day := day_number(one))), default=None)
    standing = statuses([kept[name] for name in sorted(kept)], published, origin_of, fighting, today)
    told, contradicted = _told(found, basis, story_of, rule)
    contradicted += conflicts.controls(standing)
    contradicted += conflicts.quotations([kept[name] for name in sorted(kept)], published)
    happened = {claim for one in told for claim in one.claims}
    stood = {claim for one in standing for claim in one.claims}
    opposed = {claim for one in contradicted for claim in one.claims}
    aside.extend(
        SetAside(source=name, reason=left.get(name, "tells no happening, figure or status"))
        for name in kept.keys() - happened - stood - opposed
    )
    lines = [
        ReportLine(id=name, origin=texts_from[name].report, story=story_of[name], why=texts_from[name].why)
        for name in used
    ]
    return Picture(
        as_of=as_of,
        reports=tuple(sorted(lines, key=lambda line: (published[line.id] or UNDATED, line.id))),
        developments=tuple(sorted(told, key=lambda one: (one.when.begin or one.when.finish or UNDATED, one.id))),
        statuses=standing,
        conflicts=tuple(sorted({one.id: one for one in contradicted}.values(), key=lambda one: (one.kind, one.id))),
        set_aside=tuple(sorted(aside, key=lambda one: (one.source, one.reason))),
    )


def _compared(used: Collection[Report], claims: Iterable[Claim]) -> tuple[Mapping[str, Origin], Mapping[str, str]]:
    """The origin and the story of each report. One report alone is its own, and is not looked at."""
    if len(used) == 1:
        return {one.id: Origin(report=one.id) for one in used}, {one.id: stable_id("s", one.id) for one in used}
    texts = [terms(report) for report in used]
    texts_from = origins(texts)
    return texts_from, _stories(texts, texts_from, claims)


def _stories(texts: Sequence[Terms], texts_from: Mapping[str, Origin], claims: Iterable[Claim]) -> dict[str, str]:
    """The story of each report; a copy is of the story of its origin, and is not compared again."""
    told: dict[str, list[Claim]] = collections.defaultdict(list)
    for claim in claims:
        told[claim.report].append(claim)
    first = [one for one in texts if texts_from[one.report].report == one.report]
    found = stories(first, {one.report: days_told(told[one.report]) for one in first})
    return {one.report: found[texts_from[one.report].report] for one in texts}


R = TypeVar("R", Report, Claim)


def _unlike(some: Iterable[R]) -> dict[str, R]:
    """By id; where two differ under one id, the one whose bytes sort first, whatever came in first."""
    found: dict[str, R] = {}
    for one in some:
        held = found.get(one.id)
        if held is None or (held != one and canonical(one) < canonical(held)):
            found[one.id] = one
    return dict(sorted(found.items()))


def _reports_used(
    reports: Mapping[str, Report], rule: Ruling, as_of: str | None, aside: list[SetAside]
) -> dict[str, Report]:
    """The reports that count, and under `aside` why the others do not."""
    last = day_number(as_of)
    if as_of is not None and last is None:
        raise QueryError(f"as of {as_of!r}: no day that exists; write it as 2023-03-04")
    used: dict[str, Report] = {}
    for name, report in reports.items():
        day = day_number(report.published)
        if name in rule.set_aside:
            aside.append(SetAside(source=name, reason=_by(rule.set_aside[name])))
        elif last is not None and day is None:
            aside.append(SetAside(source=name, reason="not known to be published by the day asked for", detail=as_of))
        elif last is not None and day is not None and day > last:
            aside.append(SetAside(source=name, reason="published after the day asked for", detail=report.published))
        else:
            used[name] = report
    return used


def _claims_used(
    claims: Mapping[str, Claim], used: Mapping[str, Report], rule: Ruling, aside: list[SetAside]
) -> dict[str, Claim]:
    """The claims that count, corrected, and under `aside` why the others do not."""
    kept: dict[str, Claim] = {}
    for name, claim in claims.items():
        if name in rule.set_aside:
            aside.append(SetAside(source=name, reason=_by(rule.set_aside[name])))
        elif claim.report not in used:
            aside.append(SetAside(source=name, reason="its report is not used", detail=claim.report))
        else:
            kept[name] = corrected(claim, rule.corrections.get(name, ()))
    return kept


def _by(judgement: Judgement) -> str:
    return f"set aside by {judgement.by}" + (f": {judgement.why}" if judgement.why else "")


@dataclass(frozen=True, slots=True)
class _Told:
    """A happening with the claims that belong to it without telling it."""

    happening: Happening
    also: list[Claim]


def _happenings(
    claims: Mapping[str, Claim], published: Mapping[str, str | None], story_of: Mapping[str, str], rule: Ruling
) -> tuple[list[_Told], dict[str, str]]:
    """All happenings once, and for claims that tell none, why."""
    of_report: dict[str, list[Claim]] = collections.defaultdict(list)
    for claim in claims.values():
        of_report[claim.report].append(claim)
    single: list[Happening] = []
    anchors: dict[str, str] = {}
    left: dict[str, str] = {}
    for report in sorted(of_report):
        tellings = _tellings(of_report[report], published[report] or UNDATED, anchors, left)
        single += developments.in_report(tellings, rule)
    found = developments.judged(developments.among_reports(single, story_of, rule), rule)
    denied = denied_by(found, rule, story_of)
    for place, target in denied.items():
        anchors.update(dict.fromkeys(found[place].claims, target.claims[0]))
    kept = [one for place, one in enumerate(found) if place not in denied]
    home = {claim: one for one in kept for claim in one.claims}
    also: dict[int, list[Claim]] = collections.defaultdict(list)
    for name, anchor in anchored(anchors, rule, home).items():
        target_of = home.get(_led(anchor, anchors, home))
        if target_of is not None and name not in home:
            also[id(target_of)].append(claims[name])
    return [_Told(one, also[id(one)]) for one in kept], left


def _led(anchor: str, anchors: Mapping[str, str], home: Mapping[str, Happening]) -> str:
    """From anchor to anchor to a claim that tells a happening; in a circle, nowhere."""
    seen: set[str] = set()
    while anchor not in home and anchor in anchors and anchor not in seen:
        seen.add(anchor)
        anchor = anchors[anchor]
    return anchor


def _tellings(claims: Sequence[Claim], published: str, anchors: dict[str, str], left: dict[str, str]) -> list[Telling]:
    """The tellings of one report; what tells none is anchored to one, or its reason noted."""
    found: list[Telling] = []
    others: list[Claim] = []
    for claim in claims:
        told = telling(claim, published) if claim.about is None else "denies what cannot be found"
        if isinstance(told, Telling):
            found.append(told)
        else:
            left[claim.id] = told
            others.append(claim)
    for claim in others:
        if claim.about is not None:
            anchors[claim.id] = claim.about
        elif has_figures(claim) and left[claim.id] not in NO_HAPPENING:
            anchor = counted(claim, found)
            if anchor is not None:
                anchors[claim.id] = anchor
            else:
                left[claim.id] = "counts what no claim of its report tells of"
    return found


def _told(
    found: Sequence[_Told], basis: Basis, story_of: Mapping[str, str], rule: Ruling
) -> tuple[list[Development], list[Conflict]]:
    """Developments and their conflicts."""
    groups = [[*(telling.claim for telling in one.happening.tellings), *one.also] for one in found]
    for group in groups:
        group.sort(key=lambda claim: (basis.published[claim.report] or UNDATED, claim.report, claim.start, claim.id))
    by_claim: dict[str, list[Conflict]] = collections.defaultdict(list)
    everywhere = conflicts.denials(basis.claims, groups)
    for one in everywhere:
        for claim in one.claims:
            by_claim[claim].append(one)
    made: list[Development] = []
    for each, group in zip(found, groups, strict=True):
        counts = tolls(group, basis.published, basis.origin_of)
        own = [conflict for toll in counts for conflict in conflicts.figures(toll, basis.claims)]
        own += conflicts.attributions(group)
        everywhere += own
        against = {one.id: one for one in own}
        against.update((one.id, one) for claim in group for one in by_claim.get(claim.id, ()))
        story = story_of[each.happening.tellings[0].claim.report]
        one_made = development(each.happening, each.also, counts, list(against.values()), basis, story)
        accepted = next((rule.accepted[claim] for claim in one_made.claims if claim in rule.accepted), None)
        if accepted is not None:
            one_made = dataclasses.replace(one_made, why=(*one_made.why, f"accepted by {accepted.by}"))
        made.append(one_made)
    return made, everywhere
