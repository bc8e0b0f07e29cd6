"""Events as humanitarian data have them: P-codes of divisions, and where asked a line of HXL tags under the names.

In: evidence. Out: CSV. Left out, and counted: what is no event.
"""

from __future__ import annotations

from collections.abc import Callable

from fogline.data.kinds import kinds
from fogline.data.schemes import pcode
from fogline.outputs.exports import events as seen
from fogline.outputs.exports.columns import Column, Written, counts, csv_text
from fogline.outputs.exports.events import Event
from fogline.outputs.exports.evidence import Evidence


def pcodes(evidence: Evidence) -> Written:
    """The events, with P-codes."""
    return _written(evidence, tagged=False)


def hxl(evidence: Evidence) -> Written:
    """The events, with P-codes and a line of HXL tags under the names of columns."""
    return _written(evidence, tagged=True)


def _written(evidence: Evidence, *, tagged: bool) -> Written:
    found, reasons = seen.events(evidence)
    empty = counts(
        name
        for event in found
        for name, value in (("adm1_pcode", _pcode(event)), ("date_start", event.development.when.begin))
        if value is None
    )
    text = csv_text(HXL, found, tagged=tagged)
    return Written(text=text, rows=len(found), left_out=counts(reasons), empty=empty)


def _pcode(event: Event) -> str | None:
    return pcode(event.place.country, event.place.admin1) if event.place else None


def _day(end: int) -> Callable[[Event], str | None]:
    def cell(event: Event) -> str | None:
        found = seen.days(event)[end]
        return found.isoformat() if found else None

    return cell


def _label(event: Event) -> str | None:
    kind = kinds().get(event.development.kind or "")
    return kind.label if kind else None


def _people(measure: str, tag: str) -> tuple[Column[Event], ...]:
    return (
        Column(
            name=measure,
            tag=f"#affected+{tag}",
            source=f"{measure}, by --policy; empty where only a range is known",
            type="integer",
            cell=lambda one: seen.figure(one, measure),
        ),
        Column(
            name=f"{measure}_min",
            tag=f"#affected+{tag}+min",
            source="least that stands",
            type="integer",
            cell=lambda one: seen.bounds(one, measure)[0],
        ),
        Column(
            name=f"{measure}_max",
            tag=f"#affected+{tag}+max",
            source="most that stands",
            type="integer",
            cell=lambda one: seen.bounds(one, measure)[1],
        ),
    )


HXL: tuple[Column[Event], ...] = (
    Column(name="event_id", tag="#event+id", source="the development's id", cell=seen.development_id),
    Column(name="event_type", tag="#event+type", source="the label of the kind", cell=_label),
    Column(name="stage", tag="#status", source="how far it got", cell=seen.stage),
    Column(name="date_start", tag="#date+start", source="first day it can have happened", cell=_day(0)),
    Column(name="date_end", tag="#date+end", source="last day it can have happened", cell=_day(1)),
    Column(name="country_iso3", tag="#country+code+v_iso3", source="the place's country", cell=seen.iso3),
    Column(name="adm1_name", tag="#adm1+name", source="the gazetteer", cell=seen.admin1),
    Column(
        name="adm1_pcode",
        tag="#adm1+code+v_pcode",
        source="pcodes.ukraine.toml, or the table that FOGLINE_PCODES names",
        cell=_pcode,
    ),
    Column(name="place", tag="#loc+name", source="the gazetteer's name, or as worded", cell=seen.place_name),
    Column(
        name="geonameid",
        tag="#loc+code+v_geonames",
        source="GeoNames' number",
        type="integer",
        cell=lambda one: one.place.geonameid if one.place else None,
    ),
    Column(
        name="latitude",
        tag="#geo+lat",
        source="two decimals; none for a country or a sea",
        type="number",
        cell=seen.latitude,
    ),
    Column(
        name="longitude",
        tag="#geo+lon",
        source="two decimals; none for a country or a sea",
        type="number",
        cell=seen.longitude,
    ),
    Column(
        name="radius_km",
        tag="#geo+radius+km",
        source="by how far the point can be off",
        type="number",
        cell=seen.radius_km,
    ),
    *_people("killed", "killed"),
    *_people("injured", "injured"),
    *_people("displaced", "displaced"),
    Column(name="actors", tag="#group+initiator", source="initiators who are people or sides", cell=seen.initiators),
    Column(
        name="credibility",
        tag="#indicator+credibility+num",
        source="Admiralty 1 to 6",
        type="integer",
        cell=lambda one: one.development.credibility,
    ),
    Column(
        name="disputed",
        tag="#indicator+disputed",
        source="whether somebody denies it or figures differ",
        type="boolean",
        cell=lambda one: one.development.disputed,
    ),
    Column(name="source", tag="#meta+source", source="outlets", cell=seen.outlets),
    Column(name="links", tag="#meta+url", source="addresses of the reports", cell=seen.links),
    Column(name="claims", tag="#meta+claims", source="ids of the claims", cell=seen.claim_ids),
    Column(name="notes", tag="#description", source="who says what; vague numbers; whether disputed", cell=seen.notes),
)
