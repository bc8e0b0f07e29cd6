"""Events as PLOVER records, JSON Lines.

In: evidence. Out: one object a line with PLOVER's fields, and `fogline`, what the record stands on. Left out, and
counted: what is no event, a kind without a PLOVER type, what lacks a day or a recipient where PLOVER requires one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from fogline.data.kinds import Kind, kinds
from fogline.data.parties import country_in
from fogline.data.schemes import iso3_of, people_of, schemes
from fogline.model.claim import Actor, Claim
from fogline.model.codec import Json
from fogline.outputs.exports import events as seen
from fogline.outputs.exports.columns import Column, Written, counts
from fogline.outputs.exports.events import Event
from fogline.outputs.exports.evidence import Evidence
from fogline.outputs.naming import head

_SECTORS = {"armed": "MIL", "civilians": "CVL"}
_SIZES = (("dead", "killed"), ("injured", "injured"), ("arrested", "arrested"))

PLOVER: tuple[Column[Event], ...] = (
    Column(name="id", source="the development's id"),
    Column(name="has_event", source="always true"),
    Column(name="date", source="first day of the span; without one, no record"),
    Column(name="enddate", source="last day, where it is another"),
    Column(
        name="actor",
        source="initiators who are people or sides: code (ISO 3166-1 of a side that is a state), sector (MIL, "
        "CVL, where the word tells), entity_text; an empty list where nobody is named",
    ),
    Column(name="recipient", source="recipients, likewise"),
    Column(name="event", source="kinds.toml"),
    Column(name="mode", source="kinds.toml"),
    Column(name="context", source="by family and flags of the kind: schemes.toml"),
    Column(name="quad_code", source="schemes.toml; SANCTION is material"),
    Column(name="event_loc", source="the gazetteer; resolution 4 settlement, 3 district, 2 region, 1 country"),
    Column(name="event_text", source="the label of the kind"),
    Column(name="size", source="dead, injured, arrested, by --policy; none where only words or a range are known"),
    Column(name="text", source="the earliest claim's words, cut to a set length"),
    Column(name="text_info", source="where they stand in the report"),
    Column(name="link", source="the report's address"),
    Column(name="cite_info", source="the report's title, outlet, language, day and address"),
    Column(name="coder", source="what read the claim"),
    Column(name="comment", source="who says what; vague numbers; whether disputed"),
    Column(name="fogline", source="claims, reports, credibility, certainty, radius, least and most dead"),
)


def plover(evidence: Evidence) -> Written:
    """The events that PLOVER has a type for."""
    found, reasons = seen.events(evidence)
    lines, empty = [], list[str]()
    for event in found:
        kind = kinds().get(event.development.kind or "")
        why = _missing(event, kind)
        if kind is None or why:
            reasons.append(why or "no kind")
            continue
        record = _record(event, kind)
        empty += [name for name in ("actor", "event_loc") if not record.get(name)]
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return Written(text="".join(lines), rows=len(lines), left_out=counts(reasons), empty=counts(empty))


def _missing(event: Event, kind: Kind | None) -> str | None:
    """Why there is no record."""
    if kind is None or not kind.plover_type:
        return f"not mapped to a type of PLOVER's: {event.development.kind or 'no kind'}"
    if seen.days(event)[0] is None:
        return "the first day is not known, and PLOVER requires it"
    if kind.plover_type in schemes().plover.recipient and not _actors(event.development.recipients):
        return f"no recipient is named, and PLOVER requires one of {kind.plover_type}"
    return None


def _record(event: Event, kind: Kind) -> dict[str, Json]:
    begin, finish = seen.days(event)
    claims = seen.claims_of(event)
    record: dict[str, Json] = {
        "id": event.development.id,
        "has_event": True,
        "date": begin.isoformat() if begin else None,
        "enddate": finish.isoformat() if finish and finish != begin else None,
        "actor": _actors(event.development.initiators),
        "recipient": _actors(event.development.recipients),
        "event": kind.plover_type,
        "mode": [kind.plover_mode] if kind.plover_mode else [],
        "context": _contexts(kind),
        "quad_code": schemes().plover.quad.get(kind.plover_type),
        "event_loc": _location(event, claims),
        "event_text": [kind.label],
        "size": {name: number for name, measure in _SIZES if (number := seen.figure(event, measure)) is not None},
        "comment": seen.notes(event),
        "fogline": {
            "claims": list(event.development.claims),
            "reports": list(event.development.reports),
            "credibility": event.development.credibility,
            "certainty": event.development.certainty,
            "disputed": event.development.disputed,
            "radius_km": seen.radius_km(event),
            "killed": list(seen.bounds(event, "killed")),
        },
        **(_text(event, claims[0]) if claims else {}),
    }
    kept = ("actor", "recipient", "mode")
    return {name: value for name, value in record.items() if name in kept or value not in (None, [], {}, "")}


def _actors(actors: tuple[Actor, ...]) -> list[Json]:
    found: list[Json] = []
    for actor in actors:
        if seen.people(actor) is None:
            continue
        country = country_in(actor.party) if actor.party else None
        one: dict[str, Json] = {
            "code": iso3_of(country.name) if country else None,
            "sector": _SECTORS.get(people_of(head(actor.name)) or ""),
            "entity_text": actor.as_worded or actor.name,
            "identifier_text": seen.names([actor]),
        }
        found.append({name: value for name, value in one.items() if value})
    return found


def _contexts(kind: Kind) -> list[Json]:
    table = schemes().plover.context
    found = [table[name] for name in (kind.family, "territory" if kind.territory else "") if name in table]
    return list(dict.fromkeys(found))


def _location(event: Event, claims: Sequence[Claim]) -> Json:
    place = event.place
    if place is None:
        return None
    at = seen.point(event)
    worded = (one.as_worded for claim in claims for one in claim.places if one.name == place.name)
    found: dict[str, Json] = {
        "extracted_place": next(worded, place.as_worded),
        "resolved_place": place.name,
        "geonameid": str(place.geonameid) if place.geonameid else None,
        "lat": at[0] if at else None,
        "lon": at[1] if at else None,
        "province": place.admin1,
        "country": place.country_name,
        "country_code": seen.iso3(event),
        "resolution": schemes().plover.place.get(seen.sort_of(event) or ""),
    }
    return {name: value for name, value in found.items() if value is not None}


def _text(event: Event, claim: Claim) -> dict[str, Json]:
    report = event.evidence.reports.get(claim.report)
    links = event.evidence.links([claim])
    cite: dict[str, Json] = {
        "citation": claim.id,
        "url": links[0] if links else None,
        "title": report.title if report else None,
        "language": report.lang if report else None,
        "publication": report.outlet if report else None,
        "codebook": "PLOVER",
    }
    return {
        "text": claim.quote,
        "text_info": {"start": claim.start, "end": claim.end},
        "link": links[0] if links else None,
        "cite_info": {name: value for name, value in cite.items() if value},
        "coder": f"fogline {claim.method.name} {claim.method.version}",
    }
