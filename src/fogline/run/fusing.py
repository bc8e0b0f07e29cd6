"""The picture of a ledger, kept up: only what new claims and judgements reach is fused again.

In: a ledger's view and what was fused before (`store.fused`). Out: the whole picture, or its rows brought up to date so
that questions are answered by look-up. Refused: nothing of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fogline.model.claim import Claim
from fogline.model.codec import encode
from fogline.model.picture import Conflict, Development, Judgement, Picture, Status
from fogline.model.report import SetAside
from fogline.outputs.importance import Setting, explain_development, explain_status, total
from fogline.picture.days import day_text
from fogline.picture.fuse import assembled, plan_of, report_lines, set_aside_by, today_of
from fogline.picture.judgements import Ruling, development_id, ruling
from fogline.picture.memo import version
from fogline.picture.parts import Part
from fogline.picture.plan import Plan
from fogline.store.contract import first_and_last_day, published_day
from fogline.store.fused import Fused, Row, Span
from fogline.store.view import LedgerView


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much of a picture was made anew."""

    parts: int
    made: int
    gone: int


def picture_of(
    view: LedgerView, fused: Fused | None, *, as_of: str | None = None, later: Iterable[Judgement] = ()
) -> Picture:
    """The whole picture of what a view shows. `later`: judgements of after the view's moment that hold for it too."""
    rule = _rule(view, fused, later)
    plan, late = plan_of(view.shelf(), rule, as_of=as_of, memo=fused)
    return assembled(plan, (part for _, part in plan.parts()), as_of, [*late, *_set_aside(plan, rule)])


def kept_up(view: LedgerView, fused: Fused) -> Kept:
    """Brings the rows of the picture of all that a view shows up to date."""
    stamp = stamp_of(view)
    if fused.stamp() == stamp:
        return Kept(parts=len(fused.parts()), made=0, gone=0)
    plan, _ = plan_of(view.shelf(), _rule(view, fused), as_of=None, memo=fused)
    before = fused.parts()
    come = [key for key in plan.makers if key not in before]
    gone = before - plan.makers.keys()
    known = plan.known.published.values()
    today = today_of(plan, None)
    facts = {
        "today_on": day_text(today) if today is not None else None,
        "first": min((day for one in known if (day := published_day(one))), default=None),
        "last": max((day for one in known if (day := published_day(one))), default=None),
    }
    lines = [(line.id, line.origin, line.story, line.why) for line in report_lines(plan)]
    fused.replace(gone, ((key, _rows(plan, key, part)) for key, part in plan.parts(come)), stamp, facts, lines)
    fused.needed(plan.makers)
    fused.forget_untouched()
    return Kept(parts=len(plan.makers), made=len(come), gone=len(gone))


def stamp_of(view: LedgerView) -> str:
    """Of what a picture of all that a view shows is made: the last batch, and the rules' version."""
    return f"{view.batch} {version()}"


def batch_of(stamp: str | None) -> int | None:
    """The batch of a stamp that these rules made; None: there is none, or other rules made it.

    >>> batch_of(f"12 {version()}"), batch_of("12 of other rules"), batch_of(None)
    (12, None, None)
    """
    batch, _, rules = (stamp or "").partition(" ")
    return int(batch) if batch and rules == version() else None


def _rule(view: LedgerView, fused: Fused | None, later: Iterable[Judgement] = ()) -> Ruling:
    """The judgements in force; of all claims only those are looked at whose development is named."""
    judgements = [*view.judgements(), *later]
    return ruling(judgements, _led(view, judgements, fused))


def _led(view: LedgerView, judgements: Iterable[Judgement], fused: Fused | None) -> Iterator[str]:
    """The claims after which the named developments are called."""
    named = {subject for one in judgements for subject in one.subjects if subject.startswith("d_")}
    if fused is not None:
        shown = {one: claim for one in named if (claim := fused.first_claim(one)) is not None}
        yield from shown.values()
        named -= shown.keys()
    if named:
        yield from (claim for claim in view.claim_ids() if development_id(claim) in named)


def _set_aside(plan: Plan, rule: Ruling) -> list[SetAside]:
    """What judgements leave out, and what falls with it."""
    shelf = plan.desk.shelf
    found: list[SetAside] = []
    unused = [name for name in plan.keys if name not in plan.known.published]
    for name in unused:
        if name in rule.set_aside:
            found.append(set_aside_by(name, rule.set_aside[name]))
        found += [
            SetAside(source=claim.id, reason="its report is not used", detail=name)
            for claim in shelf.claims([name])[name]
            if claim.id not in rule.set_aside
        ]
    homes = shelf.homes(rule.set_aside)
    return found + [set_aside_by(claim, rule.set_aside[claim]) for claim in homes]


# ---- rows --------------------------------------------------------------------------------------------------------


def _rows(plan: Plan, key: bytes, part: Part) -> list[Row]:
    """What is shown of a part, with what it is found by."""
    told: list[Development | Status | Conflict] = [*part.developments, *part.statuses, *part.conflicts]
    reports = {report for one in part.developments for report in one.reports}
    claims = {claim.id: claim for some in plan.desk.claims(sorted(reports)).values() for claim in some}
    # Of a place's statuses not all that their reports tell: in a long war that is all that was ever told.
    others = {claim for one in told for claim in one.claims} - claims.keys()
    pairs = [pair for pair in plan.pairs.get(key, ()) if pair[1] in others]
    homes = plan.desk.shelf.homes(others - {claim for _, claim in pairs})
    claims |= {one.id: one for one in plan.desk.some([*pairs, *((report, claim) for claim, report in homes.items())])}
    return [row_of(one, [claims[claim] for claim in one.claims], plan.known.published) for one in told]


def row_of(one: Development | Status | Conflict, claims: Sequence[Claim], published: Mapping[str, str | None]) -> Row:
    """What is kept of a development, a status or a conflict. `claims`: those it stands on; `published`: by report."""
    days = {day for claim in claims if (day := published_day(published[claim.report]))}
    spans = {(day, day) for day in days}
    places = [place for claim in claims for place in claim.places]
    kinds: set[str] = set()
    if isinstance(one, Development):
        what, happened = "development", first_and_last_day(one.when)
        kinds = {one.kind or ""}
        places += one.places
    elif isinstance(one, Status):
        what, happened = "status", _held(one)
        kinds = {one.aspect, one.value}
        places += [one.place] if one.place else []
    else:
        what, happened = "conflict", None
        kinds = {one.kind, *(claim.kind or "" for claim in claims)}
    spans |= {happened} if happened else set()
    names = {("place", name) for place in places for name in (place.name, place.as_worded, place.admin1) if name}
    names |= {("speaker", speaker.name) for claim in claims for speaker in claim.speakers}
    names |= {("party", speaker.party) for claim in claims for speaker in claim.speakers if speaker.party}
    names |= {("kind", kind) for kind in kinds}
    cased = {(what_name, name.casefold()) for what_name, name in names}
    cased |= {("claim", claim.id) for claim in claims}
    return Row(
        what=what,
        id=one.id,
        spans=tuple(sorted(spans)),
        names=tuple(sorted(cased)),
        tolled=isinstance(one, Development) and bool(one.tolls),
        happened=happened,
        points=_points(one, Setting(outlets=len({claim.report for claim in claims}))),
        json=json.dumps(encode(one), ensure_ascii=False, separators=(",", ":")),
    )


def _points(one: Development | Status | Conflict, setting: Setting) -> float:
    """How important it is by the rule of briefs, apart from its age; each report is taken for an outlet of its own."""
    if isinstance(one, Conflict):
        return 0.0
    why = explain_development(one, setting) if isinstance(one, Development) else explain_status(one, setting)
    return total(why)


def _held(status: Status) -> Span | None:
    known = published_day(status.since) or published_day(status.last_confirmed)
    return (known, published_day(status.last_confirmed) or known) if known else None
