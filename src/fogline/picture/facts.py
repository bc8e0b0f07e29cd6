"""One happening's tellings to a development: what most origins tell, then the most exact, then the earliest.

Comes in: a happening, the claims that belong to it, and what is known of all claims. Goes out: a `Development`.
"""

from __future__ import annotations

import collections
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fogline.model.claim import Actor, Claim, Stage, Stance, When
from fogline.model.picture import Conflict, Development, Toll
from fogline.picture.bulletins import independent
from fogline.picture.credibility import credibility, surest
from fogline.picture.days import DAY, day_number, day_of, day_text, minutes_of, named_day_end
from fogline.picture.developments import Happening
from fogline.picture.judgements import development_id
from fogline.picture.origins import Origin
from fogline.picture.scenes import Named, voted
from fogline.picture.tellings import GENERAL, Settled

_STAGES = (Stage.HAPPENED, Stage.REPELLED, Stage.ONGOING, Stage.ATTEMPTED, Stage.PLANNED, Stage.THREATENED)
_BASES = {"explicit": 0, "the section's dateline": 1, "relative to the report": 2}
HOUR_WEIGHT = 0.4
WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What is known of all claims."""

    claims: Mapping[str, Claim]
    published: Mapping[str, str | None]
    texts_from: Mapping[str, Origin]
    origin_of: Mapping[str, str]
    names: Mapping[str, Named]  # by report
    days_beside: Mapping[str, Sequence[tuple[int, When]]]  # by report
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
    number, why = credibility(claims, basis.origin_of, origins, concerned, disputed=bool(against))
    return Development(
        id=development_id(told[0].id),
        kind=_kind(told),
        stage=_stage(told, one.settled),
        when=_when(told, basis, one),
        place=voted(claims, basis.names, main=one.main),
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


def _when(told: Sequence[Claim], basis: Basis, one: Happening) -> When:
    """The day that most reports give; else an interval that ends when it was published.

    A bare hour ("at 10:45 p.m.") is easily put on a wrong day and weighs less than a named day. Of two days that weigh
    the same the earlier holds: a day that is misread is nearly always the day of publication.
    """
    weights: dict[int, dict[str, float]] = collections.defaultdict(dict)  # day → origin → weight
    given: dict[int, list[When]] = collections.defaultdict(list)
    longer: list[tuple[int, int, When]] = []
    exact = False  # whether anybody names one day: an interval alone is kept as it is, never narrowed
    for claim in told:
        minutes = minutes_of(claim.when)
        if minutes is None:
            continue
        first, last = minutes[0] // DAY, named_day_end(minutes)
        longer.append((minutes[1] - minutes[0], minutes[0], claim.when))
        if last - first > 2:
            continue
        exact = exact or first == last
        origin = basis.texts_from[claim.report].report
        weight = (HOUR_WEIGHT if minutes[0] == minutes[1] else 1.0) / (last - first + 1)
        for day in range(first, last + 1):
            weights[day][origin] = max(weight, weights[day].get(origin, 0.0))
            given[day].append(claim.when)
    if exact:
        best = min(weights, key=lambda day: (-round(math.fsum(weights[day].values()), 6), day))
        return _on_day(best, given[best])
    if longer:
        return min(longer, key=lambda one: one[:2])[2]
    if one.settled is Settled.REAL:
        if one.main and (found := _told_beside({claim.report for claim in told}, basis)):
            return found
        days = [told_on for claim in told if (told_on := day_of(basis.published[claim.report])) and told_on[0] != "X"]
        if days:
            return When(edtf=f"../{min(days)}", finish=min(days), basis="published by")
    undated = [claim.when for claim in told if claim.when.edtf]
    return undated[0] if undated else When()


def _told_beside(reports: Iterable[str], basis: Basis) -> When | None:
    """The day of the last week that the reports first give in sentences that tell no happening of their own."""
    votes: collections.Counter[int] = collections.Counter()
    given: dict[int, list[When]] = collections.defaultdict(list)
    for report in sorted(reports):
        published = day_number(basis.published[report])
        for day, when in basis.days_beside.get(report, ()) if published is not None else ():
            if published is not None and 0 <= published - day <= WEEK:
                votes[day] += 1
                given[day].append(when)
                break
    best = min(votes, key=lambda day: (-votes[day], day), default=None)
    return None if best is None else _on_day(best, given[best])


def days_beside(claims: Iterable[Claim]) -> tuple[tuple[int, When], ...]:
    """The single days that a report's claims without a happening give, in the order of its text."""
    found: list[tuple[int, When]] = []
    for claim in sorted(claims, key=lambda claim: (claim.start, claim.id)):
        minutes = minutes_of(claim.when) if claim.kind is None else None
        if minutes is not None and minutes[0] != minutes[1] and minutes[0] // DAY == named_day_end(minutes):
            found.append((minutes[0] // DAY, claim.when))
    return tuple(found)


def _on_day(day: int, given: Sequence[When]) -> When:
    """The most exact time given for a day; a night is told by the day on which it begins."""
    text = day_text(day)
    within = [when for when in given if (when.begin or "").startswith(text) and (when.finish or "").startswith(text)]
    if within:
        return min(within, key=lambda when: (-len(when.begin or ""), _BASES.get(when.basis, 9), when.edtf or ""))
    basis = min((when.basis for when in given), key=lambda basis: _BASES.get(basis, 9))
    exact = min(given, key=lambda when: (_BASES.get(when.basis, 9), when.edtf or "", when.begin or ""))
    starts = (exact.begin or "").startswith(text)
    return When(edtf=exact.edtf if starts else text, begin=text, finish=text, basis=basis)


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
