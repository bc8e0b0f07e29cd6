"""What of a picture fits a rule, and what does not count as new for want of a date.

In: a rule, rows of a picture, what stands around them, the day on which it is known. Out: `Found`s, and `Passed` for
what fits but has no day, or one that cannot be. Refused: nothing.

What is new is what became known: it may have happened long ago. But it must have a day, and reports that have one. An
undated report makes nothing new, and neither does a day that lies ahead of the one on which it is known.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from fogline.data.calendar import OPEN
from fogline.data.gazetteer import kilometres
from fogline.data.terms import Terms, looked_for
from fogline.model.alert import ANY, Rule
from fogline.model.claim import Actor, Claim, Place, PlaceRole, Scope, Stage, When
from fogline.model.picture import Conflict, Development, Status, Toll
from fogline.outputs.lines import tells_harm
from fogline.outputs.material import Material
from fogline.outputs.withheld import PrivateNames, open_claim

NO_DAY = "no day is known on which it happened"
NO_DATE = "none of its reports has a date"
AHEAD = "dated after the day on which it became known"
LONG_AGO = "told longer after it happened than the rule asks for"
_REAL = (Stage.HAPPENED, Stage.ONGOING, Stage.ATTEMPTED, Stage.REPELLED)
_SCENES = (PlaceRole.SCENE, PlaceRole.TARGET)
_LEAST_KM = 1.0
Subject = Development | Status | Conflict


class Around(Protocol):
    """What rows of a picture stand on and beside."""

    private: PrivateNames

    def material(self, claims: Iterable[str]) -> Material:
        """The claims with their reports."""

    def development_of(self, claim: str) -> Development | None:
        """The development that a claim belongs to."""

    def conflicts_of(self, claims: Sequence[str]) -> list[Conflict]:
        """The conflicts that any of the claims is part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that fits a rule."""

    subject: Subject
    development: Development | None  # that it is, or that a conflict is about
    claims: tuple[str, ...]  # for which it fits, all from dated reports
    marks: frozenset[str]  # by which it is known again
    when: When  # of what happened
    since: str | None = None  # of a status: the day of the change
    figure: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Something that fits, but does not count as new."""

    subject: Subject
    reason: str


def matches(rule: Rule, rows: Iterable[Subject], around: Around, known_on: str) -> Iterator[Found | Passed]:
    """What of the rows fits the rule, as known on a day (ISO)."""
    for row in rows:
        found: Found | Passed | None = None
        if rule.sort == "happening" and isinstance(row, Development):
            found = _happening(rule, row, around, known_on)
        elif rule.sort == "status" and isinstance(row, Status):
            found = _status(rule, row, around, known_on)
        elif rule.sort == "conflict" and isinstance(row, Conflict):
            found = _conflict(rule, row, around, known_on)
        if found is not None:
            yield found


# ---- sorts -------------------------------------------------------------------------------------------------------


def _happening(rule: Rule, one: Development, around: Around, known_on: str) -> Found | Passed | None:
    if one.certainty == "unknown" or not _fits(rule, one, around):
        return None
    material = around.material(one.claims)
    claims = _told(rule, material.at_hand(one.claims), material, around)
    if not claims:
        return None
    figure, counting = (None, None) if rule.toll_over is None else _count(rule, one.tolls, material, known_on)
    if rule.toll_over is not None and counting is None:
        _, uncounted = _count(rule, one.tolls, material, None)
        why = _dated(material.at_hand(uncounted), material, known_on) if uncounted else None
        return Passed(subject=one, reason=why) if isinstance(why, str) else None
    begin = first_day(one.when)
    if begin is None and not rule.undated:
        return Passed(subject=one, reason=NO_DAY)
    real = one.stage not in (Stage.PLANNED, Stage.THREATENED, Stage.HYPOTHETICAL)
    if real and begin is not None and begin > _day_after(known_on):
        return Passed(subject=one, reason=AHEAD)
    fresh = [claim for claim in claims if counting is None or claim.id in counting]
    dated = _dated(fresh, material, known_on)
    if isinstance(dated, str):
        return Passed(subject=one, reason=dated)
    if rule.told_within_days is not None and _told_after(one.when, claims, material) > rule.told_within_days:
        return Passed(subject=one, reason=LONG_AGO)
    marks = {f"claim {name}" for name in one.claims} | {
        f"{report} {one.kind} {_where(one.place)} {begin}" for report in one.reports
    }
    return Found(subject=one, development=one, claims=tuple(dated), marks=frozenset(marks), when=one.when,
                 figure=figure)  # fmt: skip


def _status(rule: Rule, one: Status, around: Around, known_on: str) -> Found | Passed | None:
    """A change is the last step of how things stand by one side's word or by others', the first one too.

    An older step that becomes known later changes nothing of how things stand.
    """
    if rule.status not in (ANY, one.aspect) or not one.history or not _at(rule, one.place, one.subject):
        return None
    step = one.history[-1]
    holders = {name.casefold() for before in one.history[-2:] if (name := before.by)}
    if rule.parties and not holders & {name.casefold() for name in rule.parties}:
        return None
    if one.origins < rule.origins:
        return None
    material = around.material(one.claims)
    claims = _told(rule, material.at_hand(step.claims), material, around)
    if not claims:
        return None
    dated = _dated(claims, material, known_on)
    if isinstance(dated, str):
        return Passed(subject=one, reason=dated)
    if step.since is None:
        return Passed(subject=one, reason=NO_DAY)
    if step.since > _day_after(known_on):
        return Passed(subject=one, reason=AHEAD)
    marks = {f"{one.aspect} {one.layer} claim {name}" for name in step.claims}
    marks |= {f"{claim.report} {one.id} {step.value} {step.by}" for claim in material.at_hand(step.claims)}
    return Found(subject=one, development=None, claims=tuple(dated), marks=frozenset(marks), when=When(),
                 since=step.since)  # fmt: skip


def _conflict(rule: Rule, one: Conflict, around: Around, known_on: str) -> Found | Passed | None:
    if rule.conflict not in (ANY, one.kind):
        return None
    material = around.material(one.claims)
    claims = material.at_hand(one.claims)
    if len(claims) < 2 or not _told(rule, claims, material, around):
        return None
    about = next((found for name in one.claims if (found := around.development_of(name)) is not None), None)
    if not (_fits(rule, about, around) if about is not None else _claims_fit(rule, claims, around)):
        return None
    figure = None
    if rule.toll_over is not None:
        figure, counting = _count(rule, about.tolls if about else (), around.material(about.claims if about else ()),
                                  known_on)  # fmt: skip
        if counting is None:
            return None
    dated = _dated(claims, material, known_on)
    if isinstance(dated, str) or len(dated) < 2:  # whoever is undated may have been there before
        return Passed(subject=one, reason=dated if isinstance(dated, str) else NO_DATE)
    pair = " ".join(sorted(claim.report for claim in claims))
    marks = {f"{one.kind} claim {name}" for name in one.claims} | {f"{one.kind} {pair}"}
    return Found(subject=one, development=about, claims=tuple(dated), marks=frozenset(marks),
                 when=about.when if about is not None else When(), figure=figure)  # fmt: skip


# ---- conditions --------------------------------------------------------------------------------------------------


def _fits(rule: Rule, one: Development, around: Around) -> bool:
    """Whether what is known of a development without its claims fits."""
    stages = rule.stages or tuple(stage.value for stage in _REAL)
    if one.stage is not None and one.stage.value not in stages and rule.stages != (ANY,):
        return False
    if rule.kinds and one.kind not in rule.kinds:
        return False
    if one.origins < rule.origins or not _takes_part(rule, (*one.initiators, *one.recipients), one.reports, around):
        return False
    return any(_at(rule, place) for place in one.places or (None,))


def _claims_fit(rule: Rule, claims: Sequence[Claim], around: Around) -> bool:
    """The same of claims that belong to no development."""
    if rule.kinds and not any(claim.kind in rule.kinds for claim in claims):
        return False
    actors = [actor for claim in claims for actor in (*claim.initiators, *claim.recipients)]
    if rule.origins > 1 or not _takes_part(rule, actors, {claim.report for claim in claims}, around):
        return False
    places = [place for claim in claims for place in claim.places if place.role in _SCENES]
    return rule.place is None or any(_at(rule, place) for place in places)


def _takes_part(rule: Rule, actors: Iterable[Actor], reports: Iterable[str], around: Around) -> bool:
    """Whether one of the rule's sides does or suffers it; a private person is no side that can be asked for."""
    named = _folded(rule.parties) & _folded(name for actor in actors for name in (actor.party, actor.name))
    return not rule.parties or bool(named and named - _folded(around.private.of(reports)))


def _told(rule: Rule, claims: Sequence[Claim], material: Material, around: Around) -> list[Claim]:
    """The claims that are told as the rule asks: by whom, in which outlet, how, with which words.

    As they are shown: no rule finds what is withheld.
    """
    voices, speakers, outlets = (_folded(some) for some in (rule.said_by, rule.speakers, rule.outlets))
    words = _looked_for(rule.words)
    named = bool(voices or speakers or words)
    return [
        whole
        for whole in claims
        for claim in (open_claim(whole, around.private(whole.report)) if named else whole,)
        if (not voices or voices & _folded(name for one in claim.speakers for name in (one.name, one.party)))
        and (not speakers or speakers & _folded(one.name for one in claim.speakers))
        and (not outlets or outlets & _folded([material.reports[claim.report].outlet]))
        and (not rule.stances or claim.stance in rule.stances)
        and (not rule.certainties or claim.certainty.value in rule.certainties)
        and (words is None or words.stand_in(claim.quote))
    ]


def _folded(names: Iterable[str | None]) -> set[str]:
    return {name.casefold() for name in names if name}


@functools.lru_cache(maxsize=64)
def _looked_for(typed: str | None) -> Terms | None:
    return looked_for(typed)


def _at(rule: Rule, place: Place | None, subject: str = "") -> bool:
    """Whether something is at the rule's place, or within its radius.

    A place that may lie farther off its point than the radius (a province, a country) is within it only by its name:
    its middle says nothing of where in it something happened.
    """
    if rule.place is None:
        return True
    wanted = rule.place.casefold()
    if place is None:
        return rule.radius_km is None and bool(subject) and wanted in subject.casefold()
    if place.geonameid is not None and place.geonameid in rule.geonameids:
        return True
    if rule.radius_km is None:
        return wanted in {name.casefold() for name in (place.name, place.as_worded, place.admin1) if name}
    if place.lat is None or place.lon is None or rule.lat is None or rule.lon is None:
        return False
    sharp = (place.radius_km or _LEAST_KM) <= max(rule.radius_km, _LEAST_KM)
    return sharp and kilometres(rule.lat, rule.lon, place.lat, place.lon) <= rule.radius_km


def _count(
    rule: Rule, tolls: Sequence[Toll], material: Material, known_on: str | None
) -> tuple[float | None, frozenset[str] | None]:
    """The highest standing figure over the rule's bound, and the claims that give it; `known_on` None: dated or not."""
    best, claims = rule.toll_over or 0.0, set[str]()
    for toll in tolls:
        if toll.measure != rule.measure or not tells_harm(toll, material):
            continue
        for entry in toll.series:
            value = entry.best if entry.best is not None else entry.low
            countable = entry.state == "stands" and entry.scope is not Scope.RATE and value is not None
            if not countable or (known_on is not None and not _is_dated(entry.published, known_on)):
                continue
            if value is not None and value > best:
                best, claims = value, {entry.claim}
            elif value == best and claims:
                claims.add(entry.claim)
    return (best, frozenset(claims)) if claims else (None, None)


# ---- days --------------------------------------------------------------------------------------------------------


def first_day(when: When) -> str | None:
    """The day on which it began (ISO). That it was over when it was printed is no day.

    >>> first_day(When(begin="2023-03-02T12:00", finish="2023-03-04")), first_day(When(finish="2023-03-04"))
    ('2023-03-02', None)
    """
    found = _iso(when.begin) if when.begin != OPEN else None
    return found.isoformat() if found else None


def last_day(when: When) -> str | None:
    """The day on which it ended, or else began."""
    known = when.finish if when.finish and when.finish != OPEN and when.begin else None
    return known or first_day(when)


def _dated(claims: Sequence[Claim], material: Material, known_on: str) -> list[str] | str:
    """The claims whose reports have a date that can be, or why there are none."""
    dates = {claim.id: material.reports[claim.report].published for claim in claims}
    good = [name for name, published in dates.items() if _is_dated(published, known_on)]
    return good or (AHEAD if any(_iso(published) for published in dates.values()) else NO_DATE)


def _told_after(when: When, claims: Sequence[Claim], material: Material) -> int:
    """Days from the happening to the first report of it."""
    waits = (days_between(last_day(when), material.reports[claim.report].published) for claim in claims)
    return min((days for days in waits if days is not None), default=0)


def _is_dated(published: str | None, known_on: str) -> bool:
    day = _iso(published)
    return day is not None and day.isoformat() <= _day_after(known_on)  # the day has begun elsewhere


def _iso(edtf: str | None) -> date | None:
    """A day, or the first of a month, whose year is known.

    >>> _iso("2023-03"), _iso("XXXX-03-05"), _iso("2023-03-05T10:00Z")
    (datetime.date(2023, 3, 1), None, datetime.date(2023, 3, 5))
    """
    written = (edtf or "")[:10]
    try:
        return date.fromisoformat(f"{written}-01" if len(written) == 7 else written)
    except ValueError:
        return None


def days_between(earlier: str | None, later: str | None) -> int | None:
    """Days from one date to another, where both are known.

    >>> days_between("2023-03-02", "2023-03-05T18:10:00Z"), days_between("XXXX-03-02", "2023-03-05")
    (3, None)
    """
    first, second = _iso(earlier), _iso(later)
    return (second - first).days if first and second else None


def _day_after(day: str) -> str:
    return (date.fromisoformat(day[:10]) + timedelta(days=1)).isoformat()


def _where(place: Place | None) -> str:
    return "" if place is None else str(place.geonameid or place.name.casefold())
