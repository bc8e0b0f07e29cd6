"""Places of OpenStreetMap to rows.

In: an extract of tagged places: `.osm.pbf` (needs the extra `osm`), OSM XML (`.osm`), what Overpass
answers (`.json`), GeoJSON (`.geojson`, one object or a line each), each also `.gz` or `.bz2`. Out: a `GazetteerRow` for
everything that is tagged `place=` with a kind that news names; an `Aside` for one without a name in Latin or Cyrillic
letters or without a point. Refused: a file that is none of these (`InputError`).
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from fogline.data.gazetteer_lines import Aside
from fogline.data.gazetteer_names import is_cyrillic
from fogline.data.gazetteer_osm_files import Feature, json_features, xml_features
from fogline.data.gazetteer_writer import GazetteerRow, is_name
from fogline.model.errors import InputError, extra

LICENCE = "ODbL 1.0"
ATTRIBUTION = "Contains data of OpenStreetMap contributors (https://www.openstreetmap.org/copyright), ODbL 1.0"
ENDINGS = (".pbf", ".osm", ".xml", ".json", ".geojson", ".geojsonl", ".geojsonseq")
_KINDS = {
    "city": "city", "town": "town", "village": "village", "hamlet": "village", "isolated_dwelling": "village",
    "suburb": "suburb", "borough": "suburb", "quarter": "quarter", "neighbourhood": "quarter", "island": "island",
    "state": "region", "province": "region", "region": "area", "county": "district", "district": "district",
    "municipality": "district",
}  # fmt: skip
_RADII = {"region": 80.0, "area": 50.0, "district": 20.0, "island": 10.0}
_NAME_TAG = re.compile(
    r"(?:name|int_name|old_name|alt_name|official_name|loc_name|short_name|nat_name|reg_name)"
    r"(?::[a-z]{2,3}(?:[-_][A-Za-z]{2,8})?)?(?::\d{4}.*)?\Z"
)
_FIRST_DIVISION = ("is_in:state", "is_in:region", "is_in:province", "addr:region", "addr:state", "addr:province")
_SECOND_DIVISION = ("is_in:district", "is_in:county", "addr:district", "addr:county")


def osm_rows(path: Path, *, country: str | None = None) -> Iterator[GazetteerRow | Aside | None]:
    """The places of an extract; None where a thing is no place that news names. `country` is for those without one."""
    for feature in _reader(path)(path):
        if isinstance(feature, Aside):
            yield feature
            continue
        kind = _KINDS.get(feature.tags.get("place", ""))
        if kind is None:
            yield None
            continue
        names = list(dict.fromkeys(_names(feature.tags)))
        if not names or feature.point is None:
            reason = "has no point" if names else "has no name in Latin or Cyrillic letters"
            yield Aside(source=path.name, number=feature.number, reason=f"{feature.ident} {reason}")
            continue
        yield _row(feature, feature.point, kind, names, country)


def _row(
    feature: Feature, point: tuple[float, float], kind: str, names: list[str], country: str | None
) -> GazetteerRow:
    tags = feature.tags
    own = tags.get("is_in:country_code") or tags.get("addr:country") or country or ""
    code = own.upper() if len(own) == 2 and own.isalpha() else None
    population = re.sub(r"[\s.,']", "", tags.get("population", "").split(";")[0])
    return GazetteerRow(
        geonameid=None,
        name=_printed(tags, names),
        lat=point[0],
        lon=point[1],
        kind=kind,
        country=code,
        admin1=next((tags[tag] for tag in _FIRST_DIVISION if tags.get(tag)), tags.get("is_in")),
        admin2=next((tags[tag] for tag in _SECOND_DIVISION if tags.get(tag)), None),
        population=int(population) if population.isascii() and population.isdecimal() and len(population) < 10 else 0,
        radius_km=_RADII.get(kind),
        names=tuple(names),
        capital=tags.get("capital") in {"yes", "2"},
        origin=f"osm {feature.ident}",
    )


def _names(tags: Mapping[str, str]) -> Iterator[str]:
    for tag, value in sorted(tags.items()):
        if _NAME_TAG.match(tag):
            for one in value.split(";"):
                if is_name(one.strip()):
                    yield one.strip()


def _printed(tags: Mapping[str, str], names: list[str]) -> str:
    """The name to print: English, international, the local one in Latin letters, else the local one as it is."""
    every = [tags.get(tag, "").split(";")[0].strip() for tag in ("name:en", "int_name", "name")]
    fit = [name for name in every if is_name(name)] or names
    return next((name for name in fit if not is_cyrillic(name)), fit[0])


def _reader(path: Path) -> Callable[[Path], Iterator[Feature | Aside]]:
    ending = (path.with_suffix("") if path.suffix in {".gz", ".bz2"} else path).suffix
    if ending == ".pbf":
        return _pbf
    if ending in {".osm", ".xml"}:
        return xml_features
    if ending in ENDINGS:
        return json_features
    raise InputError(f"{path}: no extract of OpenStreetMap. Its name must end in one of {' '.join(ENDINGS)}.")


def _pbf(path: Path) -> Iterator[Feature | Aside]:
    """The places among the nodes of a file in OpenStreetMap's own form; areas are mostly there as nodes too."""
    if importlib.util.find_spec("osmium") is None:
        raise InputError(f"{path}: .pbf needs a library. Install it, {extra('osm')}")
    import osmium

    try:
        nodes = osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(osmium.filter.KeyFilter("place"))
        for number, node in enumerate(nodes, 1):
            if not isinstance(node, osmium.osm.Node):
                continue
            point = (node.location.lat, node.location.lon) if node.location.valid() else None
            tags = {tag.k: tag.v for tag in node.tags}
            yield Feature(number=number, ident=f"node {node.id}", tags=tags, point=point)
    except RuntimeError as error:
        raise InputError(f"{path}: cannot be read ({error}). Download it again.") from None
