"""Deadly events in the columns of UCDP's georeferenced events (GED), and after them fogline's own.

In: evidence. Out: CSV. Left out, and counted: what is no event, and an event in which nobody is told to have died.
"""

from __future__ import annotations

from fogline.data.schemes import schemes
from fogline.outputs.exports import events as seen
from fogline.outputs.exports.columns import Column, Written, counts, csv_text
from fogline.outputs.exports.events import Event
from fogline.outputs.exports.evidence import Evidence
from fogline.outputs.exports.standing import standing_columns

_OWN = "empty: UCDP's own register"
_REGISTER = ("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name")


def ucdp(evidence: Evidence) -> Written:
    """The events with at least one dead."""
    found, reasons = seen.events(evidence)
    deadly = [event for event in found if _is_deadly(event)]
    reasons += ["nobody is told to have died"] * (len(found) - len(deadly))
    empty = counts(
        name
        for event in deadly
        for name, value in (
            ("type_of_violence: not mapped", _violence(event)),
            ("date_start", _first(event)),
            ("best, given as a range or in words", seen.figure(event, "killed")),
            ("side_a", seen.side(event.development.initiators)),
            ("side_b", seen.side(event.development.recipients)),
        )
        if value is None
    )
    return Written(text=csv_text(UCDP, deadly), rows=len(deadly), left_out=counts(reasons), empty=empty)


def _is_deadly(event: Event) -> bool:
    return max(_best(event) or 0, *(bound or 0 for bound in seen.bounds(event, "killed"))) >= 1


def _violence(event: Event) -> int | None:
    rows = schemes().ucdp.type
    kind = event.development.kind
    return next(
        (row.code for row in rows if (not row.kinds or kind in row.kinds) and seen.holds(row.only, event)), None
    )


def _first(event: Event) -> str | None:
    begin = seen.days(event)[0]
    return begin.isoformat() if begin else None


def _last(event: Event) -> str | None:
    finish = seen.days(event)[1]
    return finish.isoformat() if finish else None


def _year(event: Event) -> int | None:
    begin, finish = seen.days(event)
    return begin.year if begin and finish and begin.year == finish.year else None


def _best(event: Event) -> int | None:
    return seen.figure(event, "killed")


def _civilians(event: Event) -> int | None:
    """How many of the dead were civilians, where that is counted and is no more than all of them."""
    best = _best(event)
    found = [
        int(number)
        for toll in event.development.tolls
        if toll.measure == "killed" and toll.group == "civilians"
        for number in [event.evidence.figure(toll)]
        if number is not None and best is not None and number <= best
    ]
    return max(found, default=None)


def _unknown(event: Event) -> int | None:
    best = _best(event)
    return None if best is None else best - (_civilians(event) or 0)


def _clarity(event: Event) -> int | None:
    return 1 if seen.span_code(event, schemes().ucdp.time) == 1 else None


def _article(event: Event) -> str:
    said = [
        "; ".join(part for part in (report.outlet, report.published, report.title) if part)
        for claim in seen.claims_of(event)
        for report in [event.evidence.reports[claim.report]]
    ]
    return " | ".join(dict.fromkeys(one for one in said if one))


def _dates(event: Event) -> str:
    found = (event.evidence.reports[claim.report].published for claim in seen.claims_of(event))
    return "; ".join(dict.fromkeys(day for day in found if day))


def _headlines(event: Event) -> str:
    found = (event.evidence.reports[claim.report].title for claim in seen.claims_of(event))
    return "; ".join(dict.fromkeys(title for title in found if title))


def _where(event: Event) -> str | None:
    place = event.place
    parts = [place.name, place.admin1, place.country_name] if place else []
    near = "near " if seen.sort_of(event) == "near" else ""
    return near + ", ".join(dict.fromkeys(part for part in parts if part)) if place else None


def _wkt(event: Event) -> str | None:
    found = seen.point(event)
    return f"POINT ({found[1]} {found[0]})" if found else None


def _original(event: Event) -> str:
    found = (
        speaker.name for claim in seen.claims_of(event) for speaker in claim.speakers if speaker.name != "unresolved"
    )
    return "; ".join(dict.fromkeys(found))


UCDP: tuple[Column[Event], ...] = (
    Column(name="id", source="the development's id in fogline, not UCDP's", cell=seen.development_id),
    Column(name="relid", source=_OWN),
    Column(name="year", source="of the span, where it lies in one year", type="integer", cell=_year),
    Column(name="active_year", source=_OWN),
    Column(name="code_status", source=_OWN),
    Column(
        name="type_of_violence",
        source="by the sides that are named and the kind: schemes.toml; else empty",
        type="integer",
        cell=_violence,
    ),
    *(Column(name=name, source=_OWN) for name in _REGISTER),
    Column(name="side_a_dset_id", source=_OWN),
    Column(name="side_a_new_id", source=_OWN),
    Column(name="side_a", source="the side of the initiators", cell=lambda one: seen.side(one.development.initiators)),
    Column(name="side_b_dset_id", source=_OWN),
    Column(name="side_b_new_id", source=_OWN),
    Column(name="side_b", source="the side of the recipients", cell=lambda one: seen.side(one.development.recipients)),
    Column(
        name="number_of_sources",
        source="independent origins, not articles",
        type="integer",
        cell=lambda one: one.development.origins,
    ),
    Column(name="source_article", source="outlet, day and title of each report", cell=_article),
    Column(name="source_office", source="outlets", cell=seen.outlets),
    Column(name="source_date", source="days of publication", cell=_dates),
    Column(name="source_headline", source="titles", cell=_headlines),
    Column(name="source_original", source="speakers of the claims", cell=_original),
    Column(
        name="where_prec",
        source="1 settlement, 2 beside one, 3 district, 4 region, 5 wider area, 6 country, 7 sea: schemes.toml",
        type="integer",
        cell=lambda one: schemes().ucdp.place.get(seen.sort_of(one) or ""),
    ),
    Column(name="where_coordinates", source="the gazetteer's name, or as worded", cell=seen.place_name),
    Column(name="where_description", source="the place with what holds it", cell=_where),
    Column(name="adm_1", source="the gazetteer", cell=seen.admin1),
    Column(name="adm_2", source="empty: not kept with a place"),
    Column(name="latitude", source="two decimals; none for a country or a sea", type="number", cell=seen.latitude),
    Column(name="longitude", source="two decimals; none for a country or a sea", type="number", cell=seen.longitude),
    Column(name="geom_wkt", source="of longitude and latitude", cell=_wkt),
    Column(name="priogrid_gid", source="empty: no table of the grid ships"),
    Column(name="country", source="the gazetteer", cell=seen.country),
    Column(name="country_id", source="empty: no table of Gleditsch and Ward's numbers ships", type="integer"),
    Column(name="region", source="empty: UCDP's own"),
    Column(name="event_clarity", source="1 where one day is known; else empty", type="integer", cell=_clarity),
    Column(
        name="date_prec",
        source="1 a day, 2 up to 6 days, 3 a week, 4 a month, 5 a year: schemes.toml",
        type="integer",
        cell=lambda one: seen.span_code(one, schemes().ucdp.time),
    ),
    Column(name="date_start", source="first day it can have happened", cell=_first),
    Column(name="date_end", source="last day it can have happened", cell=_last),
    Column(name="deaths_a", source="empty: whose dead are counted is not kept", type="integer"),
    Column(name="deaths_b", source="empty: whose dead are counted is not kept", type="integer"),
    Column(name="deaths_civilians", source="the dead who are counted as civilians", type="integer", cell=_civilians),
    Column(name="deaths_unknown", source="best, less deaths_civilians", type="integer", cell=_unknown),
    Column(
        name="best",
        source="the dead by --policy (informative unless told); empty where only a range is known",
        type="integer",
        cell=_best,
    ),
    Column(name="high", source="most that stands", type="integer", cell=seen.most_killed),
    Column(name="low", source="least that stands", type="integer", cell=seen.least_killed),
    Column(name="gwnoa", source="empty: no table of Gleditsch and Ward's numbers ships"),
    Column(name="gwnob", source="empty: no table of Gleditsch and Ward's numbers ships"),
    *standing_columns(),
)
