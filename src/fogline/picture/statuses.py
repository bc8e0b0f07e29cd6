"""How things stand: control, encirclement, access and infrastructure, over time.

Comes in: claims with statuses, each with its day, origin and layer. Goes out: one `Status` for each place or route,
aspect and layer; of the claimed layer one for each side, so that two sides that contradict each other are never
averaged.

A status has the value of its latest claims; `since` is the first day of its last unbroken run of that value,
`last_confirmed` the last day on which anybody said so. Without news a status goes stale after the days below; it is not
said to end.
"""

from __future__ import annotations

import collections
import dataclasses
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fogline.model.claim import Claim, Place, Stage, Stance, StatusSaid
from fogline.model.picture import Status, StatusStep
from fogline.picture.bulletins import resolved_speaker
from fogline.picture.days import day_number, day_text
from fogline.picture.places import is_coarse, place_key, scene
from fogline.picture.sides import ASSESSED, CLAIMED, layer
from fogline.picture.terms import stable_id

# Days without confirmation after which a status is stale: what moves faster goes stale sooner.
STALE_DAYS = {"control": 14, "encirclement": 7, "access": 7, "infrastructure": 60}
USUAL_STALE_DAYS = 14
PREMISE_DAYS = 30  # how long a destroyed bridge speaks against a route
# From best to worst, for a trend that follows from two values. An attempt says how it is tried, not how far it got:
# after a partial encirclement it is no improvement, and has no grade.
_GRADES = {
    "access": {"open": 0, "limited": 1, "under fire": 2, "cut": 3},
    "encirclement": {
        "broken": 0,
        "none": 0,
        "threatened": 1,
        "partial": 2,
        "complete": 3,
        "encircled": 3,
    },
    "infrastructure": {"intact": 0, "working": 0, "damaged": 1, "destroyed": 2},
}
_NO_STATE = frozenset({Stance.INTENDS, Stance.DEMANDS, Stance.WARNS, Stance.ASKS, Stance.CANNOT_VERIFY})
_NOT_YET = frozenset({Stage.PLANNED, Stage.THREATENED, Stage.HYPOTHETICAL})
_UNDER_PRESSURE = frozenset({"under fire", "cut", "limited"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    claim: Claim
    said: StatusSaid
    place: Place | None
    day: int | None  # of which it tells
    told: int | None  # on which it was said
    origin: str
    order: tuple[int, str, int, str]


Key = tuple[str, str, str, str]


def statuses(
    claims: Iterable[Claim],
    published: Mapping[str, str | None],
    origin_of: Mapping[str, str],
    fighting: frozenset[str],
    among: frozenset[str] | None = None,
) -> tuple[Status, ...]:
    """The statuses that the claims tell, none of them stale yet. `among`: only those of these places (`standings`)."""
    lines: dict[Key, list[_Said]] = collections.defaultdict(list)
    for claim in claims:
        if not _tells_a_state(claim):
            continue
        for said in claim.statuses:
            place = _place_of(said, claim)
            where = _where(said, place)
            if among is not None and where not in among:
                continue
            which = layer(claim, fighting)
            speaker = resolved_speaker(claim)
            side = (speaker.party or speaker.name) if which == CLAIMED and speaker else ""
            lines[said.aspect, where, which, side].append(_said(claim, said, place, published, origin_of))
    found = [_status(key, lines[key]) for key in sorted(lines)]
    return tuple(sorted((*found, *_inferred(found)), key=in_order))


def in_order(status: Status) -> tuple[str, str, str]:
    """The order of statuses in a picture."""
    return status.aspect, status.since or "", status.id


def aged(status: Status, today: int | None) -> Status:
    """The status as it stands on a day (its number): stale where nobody confirmed it for long."""
    confirmed = day_number(status.last_confirmed)
    if today is None or confirmed is None:
        return status
    return dataclasses.replace(status, stale=today - confirmed > STALE_DAYS.get(status.aspect, USUAL_STALE_DAYS))


def standings(claim: Claim) -> set[tuple[str, str, str]]:
    """Of what a claim says how it stands: the key by which its statuses are kept, the name of the place, the claim."""
    found = set()
    for said in claim.statuses if _tells_a_state(claim) else ():
        place = _place_of(said, claim)
        found.add((_where(said, place), (place.name if place is not None else said.subject).casefold(), claim.id))
    return found


def _where(said: StatusSaid, place: Place | None) -> str:
    return place_key(place) if place is not None else f"s{said.subject.casefold()}"


def _tells_a_state(claim: Claim) -> bool:
    """Whether a claim says how things stand, and not only how they might come to stand."""
    return claim.stance not in _NO_STATE and claim.stage not in _NOT_YET


def status_day(claim: Claim, published: str | None) -> int | None:
    """The day of which a claim tells: the time that it gives, else when it was said, else when it was published."""
    return day_number(claim.when.begin) or day_number(claim.said_on) or day_number(published)


def _said(
    claim: Claim,
    said: StatusSaid,
    place: Place | None,
    published: Mapping[str, str | None],
    origin_of: Mapping[str, str],
) -> _Said:
    day = status_day(claim, published.get(claim.report))
    told = day_number(claim.said_on) or day_number(published.get(claim.report)) or day
    order = (day or 0, published.get(claim.report) or "", claim.start, claim.id)
    return _Said(claim=claim, said=said, place=place, day=day, told=told, origin=origin_of[claim.id], order=order)


def _place_of(said: StatusSaid, claim: Claim) -> Place | None:
    """The place that the subject names, else the claim's scene."""
    subject = said.subject.casefold()
    named = [
        place for place in claim.places if place.name.casefold() in subject or place.as_worded.casefold() in subject
    ]
    fine = [place for place in named if not is_coarse(place)]
    return min(fine or named, key=lambda place: (place.start, place.name), default=None) or scene(claim.places)


def _status(key: Key, said: list[_Said]) -> Status:
    aspect, where, which, side = key
    in_time = sorted(said, key=lambda one: one.order)
    history = _history(aspect, in_time)
    last, latest = history[-1], in_time[-1]
    run = frozenset(last.claims)
    # Confirmed is when somebody last said so, not the time of which he spoke.
    days = [one.told for one in in_time if one.told is not None and one.claim.id in run]
    confirmed = max(days, default=None)
    origins = {one.origin for one in in_time if one.claim.id in run}
    return Status(
        id=stable_id("t", aspect, where, which, side),
        place=next((one.place for one in in_time if one.place is not None), None),
        subject=latest.said.subject,
        aspect=aspect,
        value=last.value,
        layer=which,
        trend=last.trend,
        by=last.by,
        since=last.since,
        last_confirmed=day_text(confirmed) if confirmed is not None else None,
        claims=tuple(sorted({one.claim.id for one in in_time})),
        origins=len(origins),
        credibility=_credibility(which, len(origins)),
        history=tuple(history),
    )


def _credibility(which: str, origins: int) -> int:
    """The rule of `credibility`, for a state: a side's word is doubtful, one other origin possible, two probable."""
    if which != ASSESSED:
        return 4
    return 3 if origins == 1 else 2 if origins == 2 else 1


def _history(aspect: str, in_time: Sequence[_Said]) -> list[StatusStep]:
    steps: list[StatusStep] = []
    for (value, by), some in itertools.groupby(in_time, key=lambda one: (one.said.value, one.said.by)):
        run = list(some)
        trends = [one.said.trend for one in run if one.said.trend]
        # One claim that says two things, that a bridge is cut and the ways are limited, tells of no change.
        changed = bool(steps) and not {one.claim.id for one in run} <= set(steps[-1].claims)
        follows = _trend(aspect, steps[-1].value, value) if changed else None
        first = run[0].day
        steps.append(
            StatusStep(
                value=value,
                trend=trends[-1] if trends else follows,
                since=day_text(first) if first is not None else None,
                claims=tuple(dict.fromkeys(one.claim.id for one in run)),
                by=by,
            )
        )
    return steps


def _trend(aspect: str, before: str, after: str) -> str | None:
    grades = _GRADES.get(aspect, {})
    if before not in grades or after not in grades or grades[before] == grades[after]:
        return None
    return "worsening" if grades[after] > grades[before] else "improving"


INFERENCE = "Routes under fire and bridges gone: access is limited. The premises are named; nothing else is inferred."


def _inferred(found: Sequence[Status]) -> list[Status]:
    """The one thing that is inferred, as `INFERENCE` says."""
    made: list[Status] = []
    gone = [
        one
        for one in found
        if one.aspect == "infrastructure" and one.value == "destroyed" and "bridge" in one.subject.casefold()
    ]
    by_place: dict[str, list[Status]] = collections.defaultdict(list)
    for one in gone:
        if one.place is not None:
            by_place[place_key(one.place)].append(one)
    for route in found:
        if route.aspect != "access" or route.value not in _UNDER_PRESSURE or route.place is None:
            continue
        premises = [one for one in by_place.get(place_key(route.place), ()) if _near_in_time(one, route)]
        if not premises:
            continue
        reasons = tuple(sorted({claim for one in (route, *premises) for claim in one.claims}))
        confirmed = max((one.last_confirmed for one in (route, *premises) if one.last_confirmed), default=None)
        made.append(
            Status(
                id=stable_id("t", "inferred", route.id),
                place=route.place,
                subject=f"routes of {route.place.name}",
                aspect="access",
                value="limited",
                layer="inferred",
                since=max((one.since for one in (route, *premises) if one.since), default=None),
                last_confirmed=confirmed,
                claims=(),
                origins=max(one.origins for one in (route, *premises)),
                credibility=max(one.credibility for one in (route, *premises)),
                inferred_from=reasons,
            )
        )
    return made


def _near_in_time(one: Status, other: Status) -> bool:
    first, second = day_number(one.last_confirmed), day_number(other.last_confirmed)
    return first is None or second is None or abs(first - second) <= PREMISE_DAYS
