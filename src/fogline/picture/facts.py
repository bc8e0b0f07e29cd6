"""One happening's tellings to a development: what most origins tell, then the most exact, then the earliest.

Comes in: a happening, the claims that belong to it, and what is known of all claims. Goes out: a `Development`.
"""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fogline.data.calendar import day_of
from fogline.model.claim import Actor, Claim, Place, Stage, Stance, When
from fogline.model.picture import Conflict, Development, Toll
from fogline.picture.bulletins import independent
from fogline.picture.credibility import credibility, surest
from fogline.picture.days import DAY, minutes_of
from fogline.picture.developments import Happening
from fogline.picture.judgements import development_id
from fogline.picture.origins import Origin
from fogline.picture.places import is_coarse, place_key, scene
from fogline.picture.tellings import GENERAL, Settled

_STAGES = (Stage.HAPPENED, Stage.REPELLED, Stage.ONGOING, Stage.ATTEMPTED, Stage.PLANNED, Stage.THREATENED)
_SHORT = 3 * DAY  # minutes: what is longer is a background, and dates nothing where something shorter does


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What is known of all claims."""

    claims: Mapping[str, Claim]
    published: Mapping[str, str | None]
    texts_from: Mapping[str, Origin]
    origin_of: Mapping[str, str]
    fighting: frozenset[str]


def development(
    one: Happening,
    also: Sequence[Claim],
    tolls: tuple[Toll, ...],
    against: Sequence[Conflict],
    basis: Basis,
    story: str,
) -> Development:
    """What happened, once. `also`: figures and denials that belong to it; `against`: its conflicts."""
    tellings = sorted(one.tellings, key=lambda telling: telling.order)
    told = [telling.claim for telling in tellings]
    claims = [
        *told,
        *sorted(also, key=lambda claim: (basis.published[claim.report] or "", claim.report, claim.start, claim.id)),
    ]
    asserting = [claim for claim in claims if claim.stance not in {Stance.DENIES, Stance.CANNOT_VERIFY, Stance.DOUBTS}]
    origins = independent(asserting or claims, basis.texts_from, basis.published)
    initiators, recipients = _actors(c.initiators for c in told), _actors(c.recipients for c in told)
    concerned = basis.fighting | {actor.party for actor in (*initiators, *recipients) if actor.party}
    number, why = credibility(claims, dict(basis.origin_of), origins, concerned, disputed=bool(against))
    return Development(
        id=development_id(told[0].id),
        kind=_kind(told),
        stage=_stage(told, one.settled),
        when=_when(told, basis, one.settled),
        place=_place(told),
        initiators=initiators,
        recipients=recipients,
        reports=tuple(sorted({claim.report for claim in claims}, key=lambda r: (basis.published[r] or "9999", r))),
        claims=tuple(dict.fromkeys(claim.id for claim in claims)),
        origins=len(origins),
        origin_ids=tuple(sorted(origins)),
        credibility=number,
        credibility_why=why,
        disputed=bool(against),
        certainty=surest(claims),
        tolls=tolls,
        story=story,
        why=tuple(sorted(one.why)),
    )


def _kind(told: Sequence[Claim]) -> str | None:
    """The kind that most reports tell, a particular one before a general one."""
    reports: dict[str, set[str]] = collections.defaultdict(set)
    for claim in told:
        if claim.kind:
            reports[claim.kind].add(claim.report)
    first = {claim.kind: place for place, claim in reversed(list(enumerate(told)))}
    return min(reports, key=lambda kind: (kind in GENERAL, -len(reports[kind]), first[kind]), default=None)


def _stage(told: Sequence[Claim], settled: Settled) -> Stage | None:
    if settled is Settled.DENIED:
        return Stage.DID_NOT_HAPPEN
    counts = collections.Counter(claim.stage for claim in told if claim.stage is not None)
    fit = [stage for stage in (*_STAGES, Stage.HYPOTHETICAL) if counts[stage]]
    return max(fit, key=lambda stage: (counts[stage], -fit.index(stage)), default=None)


def _when(told: Sequence[Claim], basis: Basis, settled: Settled) -> When:
    """The time that most origins give, the shortest among them; else an interval that ends when it was published."""
    voters: dict[tuple[int, int], set[str]] = collections.defaultdict(set)
    given: dict[tuple[int, int], When] = {}
    for claim in told:
        minutes = minutes_of(claim.when)
        if minutes is not None:
            voters[minutes].add(basis.texts_from[claim.report].report)
            held = given.get(minutes)
            if held is None or _exactness(claim.when) > _exactness(held):
                given[minutes] = claim.when
    if voters:
        short = [minutes for minutes in voters if minutes[1] - minutes[0] <= _SHORT] or list(voters)
        support = {
            minutes: len(set().union(*(voters[other] for other in voters if _lies_within(other, minutes))))
            for minutes in short
        }
        return given[min(short, key=lambda minutes: (-support[minutes], minutes[1] - minutes[0], minutes))]
    if settled is Settled.REAL:
        days = [day for claim in told if (day := day_of(basis.published[claim.report])) and not day.startswith("X")]
        if days:
            return When(edtf=f"../{min(days)}", finish=min(days), basis="published by")
    undated = [claim.when for claim in told if claim.when.edtf]
    return undated[0] if undated else When()


def _lies_within(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _exactness(when: When) -> int:
    return (
        ("none", "the section's dateline", "relative to the report", "explicit").index(when.basis)
        if when.basis in {"none", "the section's dateline", "relative to the report", "explicit"}
        else 0
    )


def _place(told: Sequence[Claim]) -> Place | None:
    """The scene that most reports name, a town before a region, the earliest mention standing for it."""
    reports: dict[str, set[str]] = collections.defaultdict(set)
    first: dict[str, tuple[int, Place]] = {}
    for order, claim in enumerate(told):
        place = scene(claim.places)
        if place is not None:
            key = place_key(place)
            reports[key].add(claim.report)
            first.setdefault(key, (order, place))
    if not reports:
        return None
    best = min(reports, key=lambda key: (is_coarse(first[key][1]), -len(reports[key]), first[key][0]))
    return first[best][1]


def _actors(groups: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Each party or name once, the most often told first; a name with a party stands for one without."""
    counts: collections.Counter[str] = collections.Counter()
    first: dict[str, Actor] = {}
    for actors in groups:
        for actor in actors:
            key = actor.party or actor.name.casefold()
            counts[key] += 1
            first.setdefault(key, actor)
    return tuple(first[key] for key in sorted(first, key=lambda key: (-counts[key], key)))
