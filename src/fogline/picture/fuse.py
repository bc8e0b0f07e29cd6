"""All reports, claims and judgements to a picture: the same inputs in any order give the same bytes.

Comes in: reports, claims, judgements, and the day as of which the picture is asked for. Goes out: a `Picture`. Every
claim is used (in a development, a status or a conflict) or stands under `set_aside` with the reason. With `as_of`, only
reports published by that day count; a report of unknown date counts only without it.

The picture is put together from parts that have nothing to do with each other (`plan`); with a memo, a part whose
inputs were seen before is not made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from fogline.model.claim import Claim
from fogline.model.codec import canonical
from fogline.model.errors import QueryError
from fogline.model.picture import Judgement, Picture, ReportLine, Verb
from fogline.model.report import Report, SetAside
from fogline.picture.days import day_number
from fogline.picture.desk import Desk
from fogline.picture.faces import Face
from fogline.picture.judgements import Ruling, ruling
from fogline.picture.memo import Memo
from fogline.picture.parts import Part
from fogline.picture.plan import Plan, faces_of, planned, report_keys
from fogline.picture.shelf import Shelf, Table
from fogline.picture.statuses import aged, in_order
from fogline.picture.terms import UNDATED


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
    known = _unlike(claims)
    kept = _unlike(reports)
    rule = ruling(judgements, known)
    aside = [set_aside_by(name, rule.set_aside[name]) for name in (*kept, *known) if name in rule.set_aside]
    plan, late = plan_of(Table(kept, known), rule, as_of=as_of)
    aside += late
    aside += [
        SetAside(source=name, reason="its report is not used", detail=claim.report)
        for name, claim in known.items()
        if claim.report not in plan.known.published and name not in rule.set_aside
    ]
    return assembled(plan, (part for _, part in plan.parts()), as_of, aside)


def plan_of(shelf: Shelf, rule: Ruling, *, as_of: str | None, memo: Memo | None = None) -> tuple[Plan, list[SetAside]]:
    """The plan of a picture as of a day, and the reports that do not count by then."""
    desk = Desk(shelf, rule)
    keys = report_keys(desk)
    aside: list[SetAside] = []
    used = _used(faces_of(desk, keys, memo), as_of, aside)
    return planned(desk, used, keys, memo), aside


def assembled(plan: Plan, parts: Iterable[Part], as_of: str | None, aside: Iterable[SetAside]) -> Picture:
    """The picture out of its parts. `aside`: what does not count at all."""
    all_parts = list(parts)
    today = today_of(plan, as_of)
    standing = [aged(one, today) for part in all_parts for one in part.statuses]
    contradicted = {one.id: one for part in all_parts for one in part.conflicts}
    used = {claim for one in standing for claim in one.claims}
    used |= {claim for one in contradicted.values() for claim in one.claims}
    loose = [pair for part in all_parts for pair in part.loose if pair[0] not in used]
    left = [*aside, *(SetAside(source=claim, reason=why) for claim, why in loose)]
    told = [one for part in all_parts for one in part.developments]
    return Picture(
        as_of=as_of,
        reports=report_lines(plan),
        developments=tuple(sorted(told, key=lambda one: (one.when.begin or one.when.finish or UNDATED, one.id))),
        statuses=tuple(sorted(standing, key=in_order)),
        conflicts=tuple(sorted(contradicted.values(), key=lambda one: (one.kind, one.id))),
        set_aside=tuple(sorted(left, key=lambda one: (one.source, one.reason))),
    )


def today_of(plan: Plan, as_of: str | None) -> int | None:
    """The day on which the picture stands: the one asked for, else the last on which anything was published."""
    days = (day_number(one) for one in plan.known.published.values())
    return day_number(as_of) or max((day for day in days if day), default=None)


def report_lines(plan: Plan) -> tuple[ReportLine, ...]:
    """Where each report belongs, in time."""
    known = plan.known
    lines = [
        ReportLine(id=name, origin=origin.report, story=known.story_of[name], why=origin.why)
        for name, origin in known.texts_from.items()
    ]
    return tuple(sorted(lines, key=lambda line: (known.published[line.id] or UNDATED, line.id)))


R = TypeVar("R", Report, Claim)


def _unlike(some: Iterable[R]) -> dict[str, R]:
    """By id; where two differ under one id, the one whose bytes sort first, whatever came in first."""
    found: dict[str, R] = {}
    for one in some:
        held = found.get(one.id)
        if held is None or (held != one and canonical(one) < canonical(held)):
            found[one.id] = one
    return dict(sorted(found.items()))


def _used(found: Mapping[str, Face], as_of: str | None, aside: list[SetAside]) -> dict[str, Face]:
    """The reports that count by the day asked for, and under `aside` why the others do not."""
    last = day_number(as_of)
    if as_of is not None and last is None:
        raise QueryError(f"as of {as_of!r}: no day that exists; write it as 2023-03-04")
    used: dict[str, Face] = {}
    for name, one in found.items():
        day = day_number(one.published)
        if last is not None and day is None:
            aside.append(SetAside(source=name, reason="not known to be published by the day asked for", detail=as_of))
        elif last is not None and day is not None and day > last:
            aside.append(SetAside(source=name, reason="published after the day asked for", detail=one.published))
        else:
            used[name] = one
    return used


def set_aside_by(name: str, judgement: Judgement) -> SetAside:
    """A claim or a report that somebody decided not to use."""
    done = "taken down" if judgement.verb is Verb.TAKE_DOWN else "set aside"
    reason = f"{done} by {judgement.by}" + (f": {judgement.why}" if judgement.why else "")
    return SetAside(source=name, reason=reason)
