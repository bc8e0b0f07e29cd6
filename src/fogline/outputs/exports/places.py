"""The map for other programs: developments and statuses as GeoJSON points, with their radius and what they stand on.

In: evidence. Out: a FeatureCollection (RFC 7946). Left out, and counted: what has no point.
"""

from __future__ import annotations

from fogline.model.codec import Json
from fogline.model.picture import Development, Status
from fogline.outputs.exports.columns import Column, Written, counts
from fogline.outputs.exports.evidence import Evidence
from fogline.outputs.geojson import geojson, has_point

GEOJSON: tuple[Column[Evidence], ...] = (
    Column(
        name="geometry",
        source="the place's point, WGS 84, longitude and latitude of two decimals; several for several places",
    ),
    Column(name="is", source="development or status"),
    Column(name="radius_km", source="by how far the point can be off, no less than 1"),
    Column(name="place, place_kind, geonameid", source="the gazetteer"),
    Column(name="kind, stage, certainty, begin, finish, origins, credibility, disputed", source="of a development"),
    Column(name="also_at", source="the names of its other places"),
    Column(name="subject, aspect, value, trend, by, layer, since, last_confirmed, stale", source="of a status"),
    Column(name="claims", source="ids of the claims"),
    Column(name="quotes", source="the words of each claim, cut to a set length"),
    Column(name="links", source="addresses of the reports"),
)


def places(evidence: Evidence) -> Written:
    """The picture's map."""

    def stands_on(claims: tuple[str, ...]) -> dict[str, Json]:
        standing = evidence.standing(claims)
        return {"quotes": [claim.quote for claim in standing], "links": list(evidence.links(standing))}

    told: tuple[Development | Status, ...] = (*evidence.picture.developments, *evidence.picture.statuses)
    placed = [one for one in told if has_point(one.place)]
    return Written(
        text=geojson(evidence.picture, also=stands_on),
        rows=len(placed),
        left_out=counts("no place with a point" for one in told if not has_point(one.place)),
    )
