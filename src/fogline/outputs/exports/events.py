"""What data sets of events ask of a development: whether it is one, its days, place, sides, dead, and its words.

In: a development and its evidence. Out: plain values; None is "not known". Refused: nothing. No value is finer than
what the claims say: a span stays a span, a place has the code of its sort, a vague number has no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fogline.data.parties import country_in
from fogline.data.schemes import SpanRow, country_codes, is_thing, people_of, place_sort, schemes
from fogline.model.claim import Actor, Claim, Place, Stance
from fogline.model.picture import Development, Toll
from fogline.outputs.exports.evidence import Evidence, speakers
from fogline.outputs.naming import head
from fogline.outputs.tolls import dead, main_toll

_POINTS = ("settlement", "district", "region", "area")  # a country's middle is nowhere
_MOST_SAID = 6  # claims told in notes: the others' ids stand beside
_NOBODY = {"nobody", "no one", "none"}
_DENYING = (Stance.DENIES, Stance.DOUBTS, Stance.CANNOT_VERIFY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A development with the evidence it stands on."""

    development: Development
    evidence: Evidence

    @property
    def place(self) -> Place | None:
        """Where it happened."""
        return self.development.place


def events(evidence: Evidence) -> tuple[list[Event], list[str]]:
    """The developments that are events, in the picture's order; and for each other one the reason why it is none."""
    found, reasons = [], []
    for development in evidence.picture.developments:
        stage = development.stage.value if development.stage else None
        if stage in schemes().stages.events:
            found.append(Event(development=development, evidence=evidence))
        else:
            reasons.append(f"no event: {stage}" if stage else "no event: whether it happened is not said")
    return found, reasons


def day(moment: str | None) -> date | None:
    """The day of a moment; None where it is open, or its day, month or year is not known.

    >>> day("2023-03-02T12:00"), day("2023-03"), day("..")
    (datetime.date(2023, 3, 2), None, None)
    """
    try:
        return date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None


def days(event: Event) -> tuple[date | None, date | None]:
    """The first and the last day on which it can have happened."""
    return day(event.development.when.begin), day(event.development.when.finish)


def span_code(event: Event, rows: Sequence[SpanRow]) -> int | None:
    """The code of how well the day is known; None where an end of the span is not known, or it is too long."""
    begin, finish = days(event)
    if begin is None or finish is None or finish < begin:
        return None
    long = (finish - begin).days + 1
    return next((row.code for row in rows if long <= row.days), None)


def sort_of(event: Event) -> str | None:
    """What sort of place it is: near (a settlement that it was only beside), settlement, district, region, …

    What is told of several places at once is known no better than to a district: its point is one of them.
    """
    sort = place_sort(event.place.kind) if event.place else None
    if sort == "settlement" and event.development.also_at:
        return "district"
    return "near" if sort == "settlement" and event.evidence.near(event.development) else sort


def point(event: Event) -> tuple[float, float] | None:
    """Latitude and longitude, as `outputs.withheld` rounds them; none for a country, a sea or a continent."""
    return point_of(event.place)


def point_of(place: Place | None) -> tuple[float, float] | None:
    """The same of any place."""
    if place is None or place.lat is None or place.lon is None or place_sort(place.kind) not in _POINTS:
        return None
    return place.lat, place.lon


def radius_km(event: Event) -> float | None:
    """By how far the point can be off."""
    return event.place.radius_km if event.place is not None and point(event) is not None else None


def side(actors: Sequence[Actor]) -> str | None:
    """The one side that actors belong to; None where it is not said, or they are of several."""
    parties = {actor.party for actor in actors if actor.party}
    return parties.pop() if len(parties) == 1 else None


def is_state(party: str | None) -> bool:
    """Whether a side is a state."""
    country = country_in(party) if party else None
    return country is not None and country.name == party


def people(actor: Actor) -> str | None:
    """Who an actor is: civilians, armed, people; side: a body or thing of a side; None: no people, or nobody."""
    if actor.name.strip().casefold() in _NOBODY:
        return None
    return people_of(head(actor.name)) or ("side" if actor.party else None)


def names(actors: Sequence[Actor]) -> str | None:
    """Those of the actors who are people or sides, by name; of a side's weapons and things, the side.

    >>> names([Actor(name="Russian S-300 missile", as_worded="", party="Russia"), Actor(name="bridge", as_worded="")])
    'Russia'
    """
    found = (
        actor.party if actor.party and is_thing(head(actor.name)) else actor.name for actor in actors if people(actor)
    )
    return "; ".join(dict.fromkeys(found)) or None


def holds(condition: str, event: Event) -> bool:
    """Whether a condition of the table of schemes holds."""
    one, other = side(event.development.initiators), side(event.development.recipients)
    both = one is not None and other is not None and one != other
    home = event.place.country_name if event.place else None
    civilians = any(people(actor) == "civilians" for actor in event.development.recipients) or any(
        toll.measure in ("killed", "injured") and toll.group == "civilians" for toll in event.development.tolls
    )
    return {
        "own side": one is not None and one == home,
        "other side": one is not None and home is not None and one != home,
        "both sides": both,
        "both sides, one a state": both and (is_state(one) or is_state(other)),
        "both sides, no state": both and not is_state(one) and not is_state(other),
        "civilians": civilians,
        "never": False,
    }[condition]


def toll_of(event: Event, measure: str) -> Toll | None:
    """The toll that tells most of a measure: the total before a group's; None where the words tell of no harm."""
    if measure == "killed" and dead(event.development, event.evidence.material) is None:
        return None
    return main_toll(event.development.tolls, measure)


def figure(event: Event, measure: str) -> int | None:
    """How many, by the policy that was chosen; None where only a range or a vague word is known."""
    toll = toll_of(event, measure)
    found = event.evidence.figure(toll) if toll else None
    return None if found is None else int(found)


def bounds(event: Event, measure: str) -> tuple[int | None, int | None]:
    """The least and the most of what stands."""
    toll = toll_of(event, measure)
    low, high = (toll.low, toll.high) if toll else (None, None)
    return (None if low is None else int(low), None if high is None else int(high))


def iso3(event: Event) -> str | None:
    """The country's three letters."""
    codes = country_codes(event.place.country) if event.place else None
    return codes[0] if codes else None


def notes(event: Event) -> str:
    """Who says what, in their words; then what is vague, disputed, or not known to the day."""
    development, evidence = event.development, event.evidence
    said = []
    for claim in claims_of(event):
        who = ", ".join(speakers(claim)) or evidence.material.outlet(claim)
        verb = f" ({claim.stance.value})" if claim.stance in _DENYING else ""
        if claim.quote:
            said.append(f"{who}{verb}: “{claim.quote}” [{claim.id}]")
    beyond = len(said) - _MOST_SAID
    said = said[:_MOST_SAID] + ([f"and {beyond} more, see the claims"] if beyond > 0 else [])
    tolls = [
        f"{toll.measure}{f' {toll.group}' if toll.group else ''}: “{worded}”"
        for toll in development.tolls
        for worded in [", ".join(dict.fromkeys(one.as_worded for one in toll.series if one.as_worded))]
        if toll.best is None and worded
    ]
    more = [f"only in words: {'; '.join(tolls)}"] if tolls else []
    if development.also_at:
        more.insert(
            0, f"told, and counted, of several places at once: {'; '.join(one.name for one in development.places)}"
        )
    more += ["disputed"] if development.disputed else []
    more += [f"certainty: {development.certainty}"] if development.certainty != "certain" else []
    if development.when.begin != development.when.finish or not development.when.begin:
        more += [f"when: {development.when.begin or 'not known'} to {development.when.finish or 'not known'}"]
    return " | ".join([*said, *more])


def claims_of(event: Event) -> Sequence[Claim]:
    """The claims that an event stands on, the earliest report's first."""
    return event.evidence.standing(event.development.claims)


def outlets(event: Event) -> str:
    """Who published it, parted by "; "."""
    return "; ".join(event.evidence.outlets(claims_of(event)))


def links(event: Event) -> str:
    """The addresses of its reports, parted by blanks."""
    return " ".join(event.evidence.links(claims_of(event)))


def development_id(event: Event) -> str:
    """The id of the development."""
    return event.development.id


def claim_ids(event: Event) -> str:
    """The ids of its claims, parted by "; "."""
    return "; ".join(event.development.claims)


def report_ids(event: Event) -> str:
    """The ids of its reports, parted by "; "."""
    return "; ".join(event.development.reports)


def stage(event: Event) -> str | None:
    """How far it got."""
    return event.development.stage.value if event.development.stage else None


def initiators(event: Event) -> str | None:
    """Who does it."""
    return names(event.development.initiators)


def recipients(event: Event) -> str | None:
    """To whom it is done."""
    return names(event.development.recipients)


def place_name(event: Event) -> str | None:
    """The place's name."""
    return event.place.name if event.place else None


def admin1(event: Event) -> str | None:
    """The first-order division."""
    return event.place.admin1 if event.place else None


def country(event: Event) -> str | None:
    """The country's English name."""
    return event.place.country_name if event.place else None


def latitude(event: Event) -> float | None:
    """Degrees north, two decimals."""
    return at[0] if (at := point(event)) else None


def longitude(event: Event) -> float | None:
    """Degrees east, two decimals."""
    return at[1] if (at := point(event)) else None


def killed(event: Event) -> int | None:
    """The dead, by the policy that was chosen."""
    return figure(event, "killed")


def least_killed(event: Event) -> int | None:
    """The least dead that stands."""
    return bounds(event, "killed")[0]


def most_killed(event: Event) -> int | None:
    """The most dead that stands."""
    return bounds(event, "killed")[1]
