"""A picture as a STIX 2.1 bundle: incidents, where they are, the sides, and a note a claim.

In: evidence. Out: a bundle's JSON, with no property that STIX 2.1 does not define. Left out, and counted: what is no
event, and what no report with a known day tells (STIX wants to know when an object was made). Ids follow from fogline's
ids, so that the same development has the same id in every bundle; times are the days of publication, at midnight UTC.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence

from fogline.data.calendar import interval
from fogline.data.kinds import kinds
from fogline.data.schemes import schemes
from fogline.model.claim import Claim, Place
from fogline.model.codec import Json
from fogline.outputs.exports import events as seen
from fogline.outputs.exports.columns import Column, Written, counts
from fogline.outputs.exports.events import Event
from fogline.outputs.exports.evidence import Evidence, speakers

_SPACE = uuid.UUID("7c0c4d1e-4b0e-5c39-9d55-5d1f3a2f0b6e")  # a name space of fogline's own
_SPEC = "2.1"
_MAKER_SINCE = "2022-02-24T00:00:00.000Z"  # the maker is not of any day; STIX wants one
_METRES = 1000

STIX: tuple[Column[Event], ...] = (
    Column(
        name="incident",
        source="a development: name, what is told, confidence by Admiralty's number (schemes.toml), "
        "its claims as external references",
    ),
    Column(
        name="location",
        source="its place: name, country, region, point of two decimals, precision in metres from the radius",
    ),
    Column(name="identity", source="a side that does it or suffers it, and fogline as the maker"),
    Column(
        name="relationship", source="incident related-to location; identity related-to incident, with its part in it"
    ),
    Column(name="note", source="a claim: its words cut to a set length, who says it, the report's address"),
    Column(name="created, modified", source="days of the first and the last report, midnight UTC"),
)


def stix(evidence: Evidence) -> Written:
    """The events as one bundle."""
    found, reasons = seen.events(evidence)
    maker = _identity("fogline", "system", (_MAKER_SINCE, _MAKER_SINCE), maker=None)
    objects: dict[str, dict[str, Json]] = {str(maker["id"]): maker}
    rows = 0
    for event in found:
        span = _span(event)
        if span is None:
            reasons.append("no report of it has a known day")
            continue
        rows += 1
        for made in _objects(event, span, str(maker["id"])):
            _add(objects, made)
    ordered = [objects[one] for one in sorted(objects)]
    digest = uuid.uuid5(_SPACE, json.dumps(ordered, sort_keys=True))
    bundle = {"type": "bundle", "id": f"bundle--{digest}", "objects": ordered}
    return Written(text=json.dumps(bundle, ensure_ascii=False, indent=1) + "\n", rows=rows, left_out=counts(reasons))


def _add(objects: dict[str, dict[str, Json]], made: dict[str, Json]) -> None:
    """Adds an object; one that is there already keeps the earliest and the latest of its days."""
    old = objects.get(str(made["id"]))
    if old is not None:
        made["created"] = min(str(old["created"]), str(made["created"]))
        made["modified"] = max(str(old["modified"]), str(made["modified"]))
    objects[str(made["id"])] = made


def _objects(event: Event, span: tuple[str, str], maker: str) -> list[dict[str, Json]]:
    incident = _incident(event, span, maker)
    target = str(incident["id"])
    made = [incident]
    for place in event.development.places:
        if (location := _location(event, place, span, maker)) is not None:
            made += [location, _relationship(target, str(location["id"]), "where it happened", span, maker)]
    sides = {
        "does it": {actor.party for actor in event.development.initiators if actor.party},
        "it is done to them": {actor.party for actor in event.development.recipients if actor.party},
    }
    for part, parties in sides.items():
        for party in sorted(parties):
            identity = _identity(party, "organization", span, maker)
            made += [identity, _relationship(str(identity["id"]), target, f"is said to be a side: {part}", span, maker)]
    return made + [note for claim in seen.claims_of(event) if (note := _note(event, claim, target, maker)) is not None]


def _incident(event: Event, span: tuple[str, str], maker: str) -> dict[str, Json]:
    development = event.development
    kind = kinds().get(development.kind or "")
    label = kind.label if kind else "happening"
    labels = (development.kind, seen.stage(event), "disputed" if development.disputed else None)
    confidence = schemes().stix.confidence.get(str(development.credibility))
    made: dict[str, Json] = {
        **_head("incident", development.id, span, maker),
        "name": ", ".join([label, *(place.name for place in development.places)]),
        "description": seen.notes(event),
        "labels": [one for one in labels if one],
        "external_references": [{"source_name": "fogline development", "external_id": development.id}],
    }
    return made if confidence is None else {**made, "confidence": confidence}


def _location(event: Event, place: Place, span: tuple[str, str], maker: str) -> dict[str, Json] | None:
    """The place; None where nothing but a name is known, which is no location to STIX."""
    at = seen.point_of(place)
    made: dict[str, Json] = {"name": place.name}
    if place.country:
        made["country"] = place.country
    if place.admin1:
        made["administrative_area"] = place.admin1
    if at is not None:
        made |= {"latitude": at[0], "longitude": at[1]}
        made |= {"precision": place.radius_km * _METRES} if place.radius_km else {}
    elif not place.country:
        return None
    key = f"{place.geonameid or place.name}"
    return {**_head("location", key, span, maker), **made}


def _note(event: Event, claim: Claim, incident: str, maker: str) -> dict[str, Json] | None:
    report = event.evidence.reports.get(claim.report)
    moment = _midnight(report.published if report else None)
    if moment is None or not claim.quote:
        return None
    reference: dict[str, Json] = {
        "source_name": (report.outlet if report else None) or "an unnamed outlet",
        "external_id": claim.id,
    }
    links = event.evidence.links([claim])
    if links:
        reference["url"] = links[0]
    authors: Sequence[str] = speakers(claim)
    made: dict[str, Json] = {
        **_head("note", claim.id, (moment, moment), maker),
        "abstract": f"{claim.stance.value}, {claim.certainty.value}",
        "content": claim.quote,
        "object_refs": [incident],
        "external_references": [reference],
    }
    return {**made, "authors": list(authors)} if authors else made


def _identity(name: str, sort: str, span: tuple[str, str], maker: str | None) -> dict[str, Json]:
    return {**_head("identity", f"{sort} {name}", span, maker), "name": name, "identity_class": sort}


def _relationship(source: str, target: str, words: str, span: tuple[str, str], maker: str) -> dict[str, Json]:
    return {
        **_head("relationship", f"{source} {target} {words}", span, maker),
        "relationship_type": "related-to",
        "description": words,
        "source_ref": source,
        "target_ref": target,
    }


def _head(sort: str, key: str, span: tuple[str, str], maker: str | None) -> dict[str, Json]:
    made: dict[str, Json] = {
        "type": sort,
        "spec_version": _SPEC,
        "id": f"{sort}--{uuid.uuid5(_SPACE, json.dumps([sort, key]))}",
        "created": span[0],
        "modified": span[1],
    }
    return made if maker is None else {**made, "created_by_ref": maker}


def _span(event: Event) -> tuple[str, str] | None:
    found = [_midnight(event.evidence.reports[claim.report].published) for claim in seen.claims_of(event)]
    known = sorted(one for one in found if one is not None)
    return (known[0], known[-1]) if known else None


def _midnight(published: str | None) -> str | None:
    """The day of a publication as STIX writes moments; the first day of a month or a year that is all that is known."""
    found = interval(published) if published else None
    return f"{found[0][:10]}T00:00:00.000Z" if found and seen.day(found[0]) else None
