"""The base of a map: land, coasts, borders, rivers, lakes and provinces in a window; whose word on borders holds.

In: `basemap.npz` (Natural Earth, by training/basemap.py) and a table of borders, the UN's by default. Out: a `Base` for
a window of longitudes and latitudes; of a wide one coarser lines. Refused with `TableError`: a table of borders that is
not one, names a country that is not there, or moves a point that lies in no country.
"""

from __future__ import annotations

import functools
import itertools
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fogline.model.errors import TableError

ENVIRONMENT = "FOGLINE_BORDERS"  # the path of another table
UNIT = 1e-3  # degrees of one step, as training/basemap.py writes
_EDGE = 179.999  # degrees from where on a point lies on the meridian at which maps are cut open
COARSE_FROM = 24.0  # degrees of longitude: wider windows are drawn with coarse lines
Points = NDArray[np.float64]  # rows of longitude, latitude
Window = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True, slots=True, kw_only=True)
class Borders:
    """A table of borders, as its file says it."""

    name: str
    moves: tuple[tuple[float, float, str], ...]
    contested: tuple[tuple[str, str, Window | None], ...]
    hidden: tuple[tuple[str, str], ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What lies in a window. Rings are closed and cut to the window; lines are whole wherever they touch it."""

    land: tuple[Points, ...]
    coasts: tuple[Points, ...]
    borders: tuple[Points, ...]
    contested: tuple[Points, ...]
    provinces: tuple[Points, ...]
    rivers: tuple[Points, ...]
    lakes: tuple[Points, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    points: Points
    ends: NDArray[np.int32]
    boxes: NDArray[np.float64]  # west, south, east, north of each line

    def line(self, number: int) -> Points:
        return self.points[self.ends[number - 1] if number else 0 : self.ends[number]]

    def within(self, window: Window) -> list[int]:
        return _meeting(self.boxes, window)


class Basemap:
    """The world with one table of borders over it."""

    def __init__(self, borders: Borders) -> None:
        with resources.files("fogline.data").joinpath("basemap.npz").open("rb") as shipped:
            self._held = dict(np.load(shipped))
        self._levels = {
            (name, level): _level(self._held[f"{name}_{level}"], self._held[f"{name}_{level}_ends"])
            for name in ("lines", "rivers", "lakes", "provinces")
            for level in ("fine", "coarse")
        }
        self._names = [str(one) for one in self._held["names"]]
        ends = self._held["ring_ends"]
        self._rings = [self._held["rings"][first:last] for first, last in zip([0, *ends[:-1]], ends, strict=True)]
        boxes = [self._levels["lines", "fine"].boxes[np.where(ring < 0, ~ring, ring)] for ring in self._rings]
        self._boxes = np.array([(*one[:, :2].min(0), *one[:, 2:].max(0)) for one in boxes])  # of each ring
        self._owners = [self._names[one] for one in self._held["owners"]]
        self.borders = borders
        for longitude, latitude, to in borders.moves:
            self._owners[self._polygon(longitude, latitude)] = self._known(to)
        for first, second in (*((one, other) for one, other, _ in borders.contested), *borders.hidden):
            self._known(first)
            self._known(second)

    def owner(self, longitude: float, latitude: float) -> str | None:
        """The country in which a point lies, as the table of borders has it; None at sea."""
        found = self._within(longitude, latitude)
        return None if found is None else self._owners[found]

    def base(self, window: Window) -> Base:
        """What lies in a window."""
        level = "coarse" if window[2] - window[0] > COARSE_FROM else "fine"
        lines = self._levels["lines", level]
        found: dict[str, list[Points]] = {"coast": [], "border": [], "contested": [], "inner": []}
        for number in lines.within(window):
            for sort, line in self._sorted(number, lines.line(number)):
                found[sort].append(line)
        drawn = {
            name: tuple(held.line(one) for one in held.within(window))
            for (name, of), held in self._levels.items()
            if of == level and name != "lines"
        }
        return Base(
            land=tuple(self._land(lines, window)),
            coasts=tuple(found["coast"]),
            borders=tuple(found["border"]),
            contested=(*found["contested"], *_touching(self.borders.lines, window)),
            provinces=(*drawn["provinces"], *found["inner"]),
            rivers=drawn["rivers"],
            lakes=drawn["lakes"],
        )

    def _sorted(self, number: int, line: Points) -> Iterator[tuple[str, Points]]:
        """A line, or its stretches, with what each is: coast, border, contested, inner."""
        first, second = (int(one) for one in self._held["sides"][number])
        if second < 0:
            yield "coast", line
            return
        owners = {self._owners[first], self._owners[second]}
        if len(owners) == 1:  # two polygons of one country: what Natural Earth drew as a border lies inside it
            if self._held["owners"][first] != self._held["owners"][second]:
                yield "inner", line
            return
        if any(owners == {*pair} for pair in self.borders.hidden):
            return
        open_at = np.zeros(len(line), bool)
        for one, other, box in self.borders.contested:
            if one in owners and (other == "*" or other in owners):
                open_at |= True if box is None else _inside(line, box)
        edges = np.flatnonzero(np.diff(open_at.astype(np.int8)))  # a stretch ends where the next one begins
        for begin, end in itertools.pairwise([0, *(int(one) + 1 for one in edges), len(line) - 1]):
            if end > begin:
                yield ("contested" if open_at[begin] else "border"), line[begin : end + 1]

    def _land(self, lines: _Level, window: Window) -> Iterator[Points]:
        """The land as rings: those that the window cuts are cut, and one that holds all of it is the window."""
        for number in _meeting(self._boxes, window):
            cut = _cut(self._ring(self._rings[number], lines), window)
            if len(cut) > 2:
                yield cut

    def _ring(self, ring: NDArray[Any], lines: _Level) -> Points:
        parts = [lines.line(int(one)) if one >= 0 else lines.line(~int(one))[::-1] for one in ring]
        return _on_one_side(np.concatenate(parts))

    def _within(self, longitude: float, latitude: float) -> int | None:
        """The polygon that a point lies in."""
        lines = self._levels["lines", "fine"]
        crossed: dict[int, int] = {}
        for number in _meeting(self._boxes, (longitude, latitude, longitude, latitude)):
            polygon, ring = int(self._held["ring_of"][number]), self._ring(self._rings[number], lines)
            crossed[polygon] = crossed.get(polygon, 0) + _crossings(ring, longitude, latitude)
        return next((polygon for polygon, times in crossed.items() if times % 2), None)

    def _polygon(self, longitude: float, latitude: float) -> int:
        found = self._within(longitude, latitude)
        if found is None:
            raise TableError(f"borders {self.borders.name}: [{longitude}, {latitude}] lies in no country.")
        return found

    def _known(self, name: str) -> str:
        if name not in self._names and name != "*":
            raise TableError(f"borders {self.borders.name}: no country is called {name!r} there. Names are Natural "
                             f"Earth's: {', '.join(sorted(self._names)[:6])} …")  # fmt: skip
        return name


@functools.lru_cache(maxsize=2)
def _basemap(path: str | None) -> Basemap:
    return Basemap(read_borders(path))


def basemap() -> Basemap:
    """The world with the table of borders that is set, the UN's by default."""
    return _basemap(os.environ.get(ENVIRONMENT))


def read_borders(path: str | None = None) -> Borders:
    """A table of borders out of its file; the one that ships where none is named."""
    try:
        text = Path(path).read_text("utf-8") if path else _shipped()
        table = tomllib.loads(text)
        return Borders(
            name=str(table["name"]),
            moves=tuple((float(one["at"][0]), float(one["at"][1]), str(one["to"])) for one in table.get("move", ())),
            contested=tuple((*_pair(one), _box(one)) for one in table.get("contested", ())),
            hidden=tuple(_pair(one) for one in table.get("hidden", ())),
            lines=tuple(tuple((float(x), float(y)) for x, y in one["points"]) for one in table.get("line", ())),
        )
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise TableError(
            f"{path or 'borders.toml'}: not a table of borders ({error}). Write it as "
            "src/fogline/data/borders.toml is: name, and rows of move, contested, hidden and line."
        ) from None


def _shipped() -> str:
    return resources.files("fogline.data").joinpath("borders.toml").read_text("utf-8")


def _pair(row: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    first, second = row["between"]
    return str(first), str(second)


def _box(row: Mapping[str, Iterable[float]]) -> Window | None:
    if "box" not in row:
        return None
    west, south, east, north = (float(one) for one in row["box"])
    return west, south, east, north


def _touching(lines: Iterable[Iterable[tuple[float, float]]], window: Window) -> Iterator[Points]:
    for one in lines:
        line = np.array(list(one))
        if _meeting(np.array([(*line.min(0), *line.max(0))]), window):
            yield line


def _meeting(boxes: NDArray[np.float64], window: Window) -> list[int]:
    """Which boxes have something in common with a window."""
    west, south, east, north = boxes.T
    found = (west <= window[2]) & (east >= window[0]) & (south <= window[3]) & (north >= window[1])
    return [int(one) for one in np.flatnonzero(found)]


def _inside(line: Points, box: Window) -> NDArray[np.bool_]:
    """Which points of a line lie in a box."""
    x, y = line.T
    found: NDArray[np.bool_] = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
    return found


def _level(steps: NDArray[np.int32], ends: NDArray[np.int32]) -> _Level:
    """Lines out of their steps, each of which begins at nought."""
    if not len(ends):
        return _Level(points=np.empty((0, 2)), ends=ends, boxes=np.empty((0, 4)))
    total = np.cumsum(steps, axis=0)
    starts = np.concatenate([[0], ends[:-1]])
    base = np.where(starts[:, None] > 0, total[starts - 1], 0)
    points = (total - np.repeat(base, np.diff(starts, append=ends[-1]), axis=0)) * UNIT
    low, high = (of.reduceat(points, starts, axis=0) for of in (np.minimum, np.maximum))
    for one in np.flatnonzero(high[:, 0] - low[:, 0] > 180):
        points[starts[one] : ends[one]] = _on_one_side(points[starts[one] : ends[one]])
    low, high = (of.reduceat(points, starts, axis=0) for of in (np.minimum, np.maximum))
    return _Level(points=points, ends=ends, boxes=np.concatenate([low, high], axis=1))


def _on_one_side(line: Points) -> Points:
    """A line with the points at 180 degrees on the side that it comes from: 180 east and 180 west are one meridian.

    >>> _on_one_side(np.array([[179.0, 65], [-180, 66], [-180, 67], [178, 68]]))[:, 0].tolist()
    [179.0, 180.0, 180.0, 178.0]
    """
    if len(line) < 2 or np.abs(np.diff(line[:, 0])).max() <= 180:
        return line
    edge = np.abs(line[:, 0]) >= _EDGE
    if edge.all():
        return np.column_stack([np.full(len(line), line[0, 0]), line[:, 1]])
    order = np.roll(np.arange(len(line)), -int(np.flatnonzero(~edge)[0]))  # from a point whose side is known
    made, side = line.copy(), 1.0
    for at in order:
        if edge[at]:
            made[at, 0] = side * abs(made[at, 0])
        else:
            side = 1.0 if made[at, 0] > 0 else -1.0
    return made


def _crossings(ring: Points, longitude: float, latitude: float) -> int:
    """How often a ray to the east crosses a ring."""
    here, there = ring, np.roll(ring, -1, axis=0)
    spans = (here[:, 1] > latitude) != (there[:, 1] > latitude)
    (x1, y1), (x2, y2) = here[spans].T, there[spans].T
    return int(np.count_nonzero(longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1))


def _cut(ring: Points, window: Window) -> Points:
    """A ring cut to a window (Sutherland and Hodgman), side by side.

    >>> _cut(np.array([[0.0, 0], [4, 0], [4, 4], [0, 4]]), (1, 1, 3, 9)).tolist()
    [[1.0, 1.0], [3.0, 1.0], [3.0, 4.0], [1.0, 4.0]]
    """
    for axis, limit, sign in ((0, window[0], 1), (0, window[2], -1), (1, window[1], 1), (1, window[3], -1)):
        if not len(ring):
            break
        before = np.roll(ring, 1, axis=0)
        now, then = (sign * (one[:, axis] - limit) >= 0 for one in (ring, before))
        crossing = now != then
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (limit - before[:, axis]) / (ring[:, axis] - before[:, axis])
            edge = before + share[:, None] * (ring - before)
        both = np.empty((2 * len(ring), 2))
        both[::2], both[1::2] = edge, ring
        keep = np.empty(2 * len(ring), bool)
        keep[::2], keep[1::2] = crossing, now
        ring = both[keep]
    return ring
