"""Tagged things out of OSM XML, Overpass JSON and GeoJSON, one in memory at a time.

In: a path. Out: a `Feature` for each thing with a `place` tag; an `Aside` for what is broken.
Refused: a document that is neither (`InputError`); XML with a document type, which no extract has and which could blow
up entities.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from fogline.data.gazetteer_lines import Aside, opened
from fogline.model.errors import InputError

_CHUNK = 1 << 18
_LONGEST = 1 << 26  # characters of one object: a country's border has some ten million
_LIST = re.compile(r'"(?:elements|features)"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,\x1e]*")
Point = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A tagged thing: `ident` such as "node 123"; a point where it has one."""

    number: int  # its line, or its place among the objects of the file
    ident: str
    tags: Mapping[str, str]
    point: Point | None


def xml_features(path: Path) -> Iterator[Feature | Aside]:
    """Nodes and, where the extract gives their centre or bounds, ways and relations."""
    found: list[Feature] = []
    parser = expat.ParserCreate()
    open_: dict[str, object] = {}

    def start(name: str, told: dict[str, str]) -> None:
        if name in {"node", "way", "relation"}:
            open_.update(ident=f"{name} {told.get('id', '?')}", point=_point(told), number=parser.CurrentLineNumber)
            tags.clear()
        elif name == "tag" and "k" in told:
            tags[told["k"]] = told.get("v", "")
        elif name == "center":
            open_["point"] = _point(told)
        elif name == "bounds" and open_.get("ident") and open_.get("point") is None:
            open_["point"] = _middle(told)

    def end(name: str) -> None:
        if name in {"node", "way", "relation"}:
            if "place" in tags:
                point = open_.get("point")
                number = open_["number"]
                found.append(
                    Feature(
                        number=number if isinstance(number, int) else 0,
                        ident=str(open_["ident"]),
                        tags=dict(tags),
                        point=(point[0], point[1]) if isinstance(point, tuple) else None,
                    )
                )
            open_.clear()

    def refuse(*_: object) -> None:
        raise InputError(f"{path}: has a document type, which no extract of OpenStreetMap has. It is not read.")

    tags: dict[str, str] = {}
    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, refuse
    with opened(path) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                yield from found
                found.clear()
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            yield from found
            yield Aside(source=path.name, number=error.lineno, reason=f"broken XML from here on ({error})")
            return
    yield from found


def _point(told: dict[str, str]) -> Point | None:
    return _checked(told.get("lat"), told.get("lon"))


def _middle(told: dict[str, str]) -> Point | None:
    low, high = _checked(told.get("minlat"), told.get("minlon")), _checked(told.get("maxlat"), told.get("maxlon"))
    return ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2) if low and high else None


def json_features(path: Path) -> Iterator[Feature | Aside]:
    """The elements of an Overpass answer, or the features of a GeoJSON collection or of lines of features."""
    with opened(path) as stream:
        for number, one in enumerate(_objects(stream, path), 1):
            if isinstance(one, str):
                yield Aside(source=path.name, number=number, reason=one)
            elif isinstance(one, dict):
                ident, tags, point = _geojson(one) if "properties" in one and "tags" not in one else _element(one)
                if "place" in tags:
                    yield Feature(number=number, ident=ident, tags=tags, point=point)


def _objects(stream: IO[bytes], path: Path) -> Iterator[object]:
    """The objects of the list, or of the lines, one by one; the reason as a string where the rest cannot be read."""
    decoder, decode = json.JSONDecoder(), codecs.getincrementaldecoder("utf-8")("replace").decode
    buffer, at, listed = "", 0, False
    while True:
        chunk = stream.read(_CHUNK)
        buffer, at = buffer[at:] + decode(chunk, final=not chunk), 0
        if not listed:
            begin = _LIST.search(buffer)
            listed = begin is not None or re.match(r'[\s\x1e]*\{\s*"type"\s*:\s*"Feature"\s*,', buffer) is not None
            at = begin.end() if begin else 0
            if not listed and chunk and len(buffer) < _LONGEST:
                continue
            if not listed:
                raise InputError(f"{path}: neither Overpass JSON nor GeoJSON: no list of elements or features in it.")
        while True:
            between = _BETWEEN.match(buffer, at)
            at = between.end() if between else at
            if at >= len(buffer):
                break
            if buffer[at] == "]":
                return
            try:
                one, at = decoder.raw_decode(buffer, at)
            except (json.JSONDecodeError, RecursionError):
                if chunk and len(buffer) - at < _LONGEST:
                    break  # it goes on in the next chunk
                yield "broken JSON from here on"
                return
            yield one
        if not chunk:
            return


def _element(one: dict[str, object]) -> tuple[str, dict[str, str], Point | None]:
    center, bounds = one.get("center"), one.get("bounds")
    point = _checked(one.get("lat"), one.get("lon"))
    if point is None and isinstance(center, dict):
        point = _checked(center.get("lat"), center.get("lon"))
    if point is None and isinstance(bounds, dict):
        point = _middle({str(key): str(value) for key, value in bounds.items()})
    return f"{one.get('type', 'element')} {one.get('id', '?')}", _tags(one.get("tags")), point


def _geojson(one: dict[str, object]) -> tuple[str, dict[str, str], Point | None]:
    geometry, said = one.get("geometry"), _tags(one.get("properties"))
    if isinstance(inner := (one.get("properties") or {}), dict) and isinstance(inner.get("tags"), dict):
        said |= _tags(inner["tags"])
    ident = str(one.get("id") or said.get("@id") or said.get("osm_id") or said.get("id") or "?").replace("/", " ")
    points = list(_positions(geometry.get("coordinates"))) if isinstance(geometry, dict) else []
    if not points:
        return ident, said, None
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return ident, said, _checked((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)


def _positions(coordinates: object) -> Iterator[Point]:
    if isinstance(coordinates, list):
        if len(coordinates) >= 2 and all(isinstance(one, (int, float)) for one in coordinates[:2]):
            yield float(coordinates[0]), float(coordinates[1])
        else:
            for inner in coordinates:
                yield from _positions(inner)


def _tags(said: object) -> dict[str, str]:
    return {str(key): str(value) for key, value in said.items() if value is not None} if isinstance(said, dict) else {}


def _checked(lat: object, lon: object) -> Point | None:
    try:
        north, east = float(str(lat)), float(str(lon))
    except ValueError:
        return None
    return (north, east) if -90 <= north <= 90 and -180 <= east <= 180 else None
