"""Developments and statuses as GeoJSON points.

In: a picture. Out: a FeatureCollection (RFC 7946). Refused: what has no place.

A point is a settlement or larger, with the radius by which it can be off; nothing finer is put on a map. Fogline is for
records, not for aiming: coordinates are cut to two decimals (about a kilometre).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from fogline.model.claim import Place
from fogline.model.codec import Json
from fogline.model.picture import Development, Picture, Status

DECIMALS = 2  # about 1.1 km: settlements can be told apart, buildings cannot
LEAST_RADIUS_KM = 1.0  # no point claims to be better than its rounding


def geojson(picture: Picture, also: Callable[[tuple[str, ...]], Mapping[str, Json]] | None = None) -> str:
    """The picture's developments and statuses as one GeoJSON text, in the picture's order.

    `also`: more properties, out of the ids of a row's claims.
    """
    told: list[Development | Status] = [*picture.developments, *picture.statuses]
    features: list[Json] = [feature(one, also(one.claims) if also else None) for one in told if has_point(one.place)]
    collection: Json = {"type": "FeatureCollection", "as_of": picture.as_of, "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def has_point(place: Place | None) -> bool:
    """Whether a place can be put on a map."""
    return place is not None and place.lat is not None and place.lon is not None


def feature(one: Development | Status, also: Mapping[str, Json] | None = None) -> Json:
    """One row as a GeoJSON feature; None where it has no point."""
    row = _development(one) if isinstance(one, Development) else _status(one)
    more = [place for place in one.also_at if has_point(place)] if isinstance(one, Development) else []
    return _feature(one.place, {**row, **(also or {})}, more)


def _feature(place: Place | None, properties: dict[str, Json], more: Sequence[Place] = ()) -> Json:
    if place is None or place.lat is None or place.lon is None:
        return None
    radius = max(place.radius_km or LEAST_RADIUS_KM, LEAST_RADIUS_KM)
    about: dict[str, Json] = {
        "place": place.name,
        "place_kind": place.kind,
        "radius_km": radius,
        "geonameid": place.geonameid,
    }
    at: list[Json] = [[round(one.lon or 0.0, DECIMALS), round(one.lat or 0.0, DECIMALS)] for one in (place, *more)]
    points: Json = {"type": "MultiPoint", "coordinates": at} if more else {"type": "Point", "coordinates": at[0]}
    return {"type": "Feature", "geometry": points, "properties": {**properties, **about}}


def _development(one: Development) -> dict[str, Json]:
    return {
        "is": "development",
        "id": one.id,
        "kind": one.kind,
        "stage": one.stage.value if one.stage else None,
        "certainty": one.certainty,
        "begin": one.when.begin,
        "finish": one.when.finish,
        "origins": one.origins,
        "credibility": one.credibility,
        "disputed": one.disputed,
        "also_at": [place.name for place in one.also_at],
        "claims": list(one.claims),
    }


def _status(one: Status) -> dict[str, Json]:
    return {
        "is": "status",
        "id": one.id,
        "subject": one.subject,
        "aspect": one.aspect,
        "value": one.value,
        "trend": one.trend,
        "by": one.by,
        "layer": one.layer,
        "since": one.since,
        "last_confirmed": one.last_confirmed,
        "stale": one.stale,
        "claims": list(one.claims),
    }
