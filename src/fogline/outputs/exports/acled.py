"""Events in ACLED's columns, and after them fogline's own: what each row stands on.

In: evidence. Out: CSV. Left out, and counted: what is no event, and a kind that the tables do not map to ACLED's types.
"""

from __future__ import annotations

from fogline.data.kinds import kinds
from fogline.data.schemes import country_codes, schemes
from fogline.model.claim import Actor
from fogline.model.picture import Toll
from fogline.outputs.exports import events as seen
from fogline.outputs.exports.columns import Column, Written, counts, csv_text
from fogline.outputs.exports.events import Event
from fogline.outputs.exports.evidence import Evidence
from fogline.outputs.exports.standing import standing_columns

_NOT_ACLED = "empty: a code of ACLED's own"


def acled(evidence: Evidence) -> Written:
    """The events that have a type of ACLED's."""
    found, reasons = seen.events(evidence)
    mapped = [event for event in found if acled_type(event) is not None]
    reasons += [_unmapped(event) for event in found if acled_type(event) is None]
    empty = counts(
        name
        for event in mapped
        for name, value in (
            ("event_date", _date(event)),
            ("latitude", seen.point(event)),
            ("actor1", seen.names(event.development.initiators)),
            ("fatalities, given in words only", None if _vague(event) else ""),
        )
        if value is None
    )
    return Written(text=csv_text(ACLED, mapped), rows=len(mapped), left_out=counts(reasons), empty=empty)


def acled_type(event: Event) -> tuple[str, str] | None:
    """Event and sub-event type, by the table of schemes and the table of kinds; None: not mapped."""
    kind = kinds().get(event.development.kind or "")
    if kind is None:
        return None
    rows = [row for row in schemes().acled.kind if row.kind == kind.name]
    if not rows:
        return (kind.acled_event, kind.acled_sub_event) if kind.acled_event else None
    row = next((one for one in rows if seen.holds(one.only, event)), None)
    if row is None:
        return None
    return (row.event or kind.acled_event, row.sub_event or kind.acled_sub_event)


def acled_figure(toll: Toll) -> float | None:
    """ACLED's way with numbers: the lowest that stands; of "tens", "dozens" and "hundreds" 10, 12 and 100."""
    standing = [entry for entry in toll.series if entry.state in ("stands", "rival")]
    vague = schemes().acled.vague
    found = [entry.best for entry in standing if entry.best is not None]
    found += [
        float(number)
        for entry in standing
        for word, number in vague.items()
        if entry.best is None and word in entry.as_worded.lower().split()
    ]
    return min(found, default=None)


def _unmapped(event: Event) -> str:
    kind = event.development.kind
    rows = [row.only for row in schemes().acled.kind if row.kind == kind]
    why = f" without {' or '.join(rows)}" if rows and rows != ["never"] else ""
    return f"not mapped to a type of ACLED's: {kind or 'no kind'}{why}"


def _date(event: Event) -> str | None:
    begin = seen.days(event)[0]
    return begin.isoformat() if begin and seen.span_code(event, schemes().acled.time) else None


def _type(event: Event) -> tuple[str, str]:
    return acled_type(event) or ("", "")


def _disorder(event: Event) -> str | None:
    kind, sub = _type(event)
    return schemes().acled.disorder_of_sub_event.get(sub) or schemes().acled.disorder.get(kind)


def _inter(actors: tuple[Actor, ...], event: Event) -> int | None:
    codes = schemes().acled.inter
    party, home = seen.side(actors), event.place.country_name if event.place else None
    who = {seen.people(actor) for actor in actors} - {None}
    if who == {"civilians"}:
        return codes["civilians"]
    if _type(event)[0] == "Protests" and actors is event.development.initiators and not party:
        return codes["protesters"] if who else None
    if party is None or home is None or not seen.is_state(party) or not who <= {"armed", "side"}:
        return None
    return codes["own_state"] if party == home else codes["other_state"]


def _interaction(event: Event) -> int | None:
    both = [_inter(event.development.initiators, event), _inter(event.development.recipients, event)]
    known = sorted(one for one in both if one is not None)
    return known[0] * 10 + known[1] if len(known) == 2 else None


def _vague(event: Event) -> bool:
    toll = seen.toll_of(event, "killed")
    return toll is not None and seen.figure(event, "killed") is None


def _iso(event: Event) -> int | None:
    codes = country_codes(event.place.country) if event.place else None
    return codes[1] if codes else None


ACLED: tuple[Column[Event], ...] = (
    Column(name="event_id_cnty", source="the development's id in fogline, not ACLED's", cell=seen.development_id),
    Column(
        name="event_date",
        source="first day of the span; empty where an end of it is not known or it is over a month",
        cell=_date,
    ),
    Column(name="year", source="of event_date", type="integer", cell=lambda one: int((_date(one) or "0")[:4]) or None),
    Column(
        name="time_precision",
        source="1 a day, 2 up to a week, 3 up to a month: schemes.toml",
        type="integer",
        cell=lambda one: seen.span_code(one, schemes().acled.time),
    ),
    Column(name="disorder_type", source="of the type: schemes.toml", cell=_disorder),
    Column(name="event_type", source="kinds.toml, where schemes.toml lets it hold", cell=lambda one: _type(one)[0]),
    Column(name="sub_event_type", source="kinds.toml, where schemes.toml lets it hold", cell=lambda one: _type(one)[1]),
    Column(name="actor1", source="initiators who are people or sides", cell=seen.initiators),
    Column(name="assoc_actor_1", source="empty: not known"),
    Column(
        name="inter1",
        source="schemes.toml: 1 the state's own, 8 another state's, 7 civilians, 6 protesters; else empty",
        type="integer",
        cell=lambda one: _inter(one.development.initiators, one),
    ),
    Column(name="actor2", source="recipients who are people or sides", cell=seen.recipients),
    Column(name="assoc_actor_2", source="empty: not known"),
    Column(name="inter2", source="as inter1", type="integer", cell=lambda one: _inter(one.development.recipients, one)),
    Column(name="interaction", source="of inter1 and inter2 where both are known", type="integer", cell=_interaction),
    Column(
        name="civilian_targeting",
        source="where the type is violence against civilians",
        cell=lambda one: "Civilian targeting" if _type(one)[0] == "Violence against civilians" else None,
    ),
    Column(name="iso", source="the country's number: country_codes.toml", type="integer", cell=_iso),
    Column(name="region", source=_NOT_ACLED),
    Column(name="country", source="the gazetteer", cell=seen.country),
    Column(name="admin1", source="the gazetteer", cell=seen.admin1),
    Column(name="admin2", source="empty: not kept with a place"),
    Column(name="admin3", source="empty: not kept with a place"),
    Column(name="location", source="the gazetteer's name, or as worded", cell=seen.place_name),
    Column(name="latitude", source="two decimals; none for a country or a sea", type="number", cell=seen.latitude),
    Column(name="longitude", source="two decimals; none for a country or a sea", type="number", cell=seen.longitude),
    Column(
        name="geo_precision",
        source="1 settlement, 2 beside one or a district, 3 region: schemes.toml",
        type="integer",
        cell=lambda one: schemes().acled.place.get(seen.sort_of(one) or "") if seen.point(one) else None,
    ),
    Column(name="source", source="outlets of the claims", cell=seen.outlets),
    Column(name="source_scale", source="empty: not known"),
    Column(name="notes", source="who says what, in their words; vague numbers; whether disputed", cell=seen.notes),
    Column(
        name="fatalities",
        source="the dead by --policy (conservative unless told); empty where only words are known",
        type="integer",
        cell=seen.killed,
    ),
    Column(name="tags", source="empty: ACLED's own"),
    Column(name="timestamp", source="empty: ACLED's own"),
    *standing_columns(),
)
