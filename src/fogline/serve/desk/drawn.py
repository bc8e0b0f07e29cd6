"""A map over its base: places with how they stand and what happened there, each circle as wide as it may be off.

In: developments and statuses, a window. Out: `Drawn` circles in the units of one drawing, near ones as one cluster, a
scale and a net of degrees. Refused: what has no place, and what is only known to lie in a country or a region (it
stands in the list, no point is made up for it).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fogline.model.claim import Place
from fogline.model.picture import Status
from fogline.serve.desk.happenings import Happening, place_key
from fogline.serve.desk.window import HIGH, KM_A_DEGREE, LADDER, WIDE, Window, fitting

WIDEST_KM = 60.0  # a place that may be off by more is an area, not a point
_AREAS = {"country", "region", "sea", "continent"}
_LEAST_SEEN = 3.0  # units of the drawing
_NEAR = 22.0  # units: places that are nearer are one cluster, unless the window is as near as it goes


@dataclass(slots=True)
class AtPlace:
    """What is told of one place."""

    place: Place
    developments: list[Happening]
    statuses: list[Status]

    def counts(self, one: Happening) -> bool:
        """Whether one of its developments is counted here: at the first of several places that it was at."""
        return not one.also_at or place_key(one.places[0]) == place_key(self.place)

    def latest(self, number: int) -> list[Happening]:
        """The latest of its developments; those of no known day last."""
        return heapq.nsmallest(number, self.developments, key=lambda one: (-(one.day or 0), one.id))

    @property
    def drawn(self) -> bool:
        """Whether it may stand on a map as a circle."""
        place = self.place
        near = (place.radius_km or 0) <= WIDEST_KM and place.kind not in _AREAS
        return place.lat is not None and place.lon is not None and near

    def radius(self, window: Window) -> float:
        """How wide it is drawn: the kilometres by which it may be off, or the least that can be seen."""
        return max(round((self.place.radius_km or 1.0) / KM_A_DEGREE * window.unit, 1), _LEAST_SEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """One place on the drawing."""

    at: AtPlace
    x: float
    y: float
    radius: float  # in units of the drawing
    layer: str  # claimed, assessed, both, none: whose word its statuses are
    name_at: float | None = None  # x of its name, where there is room for it
    anchor: str = "start"  # which end of the name stands there

    @property
    def name(self) -> str:
        """The place's."""
        return self.at.place.name

    @property
    def number(self) -> int:
        """How many developments."""
        return len(self.at.developments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Places that are too near to each other to be told apart in this window."""

    places: tuple[AtPlace, ...]
    x: float
    y: float
    radius: float
    layer: str
    number: int  # of developments
    nearer: str  # the view in which they come apart
    name_at: float | None = None
    anchor: str = "start"

    @property
    def name(self) -> str:
        """That of the place with the most to tell, and how many others there are."""
        return f"{self.places[0].place.name} +{len(self.places) - 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The drawing."""

    window: Window
    circles: tuple[Circle, ...]
    clusters: tuple[Cluster, ...]
    outside: int  # places that lie beyond the window
    meridians: tuple[tuple[float, str], ...]
    parallels: tuple[tuple[float, str], ...]
    scale: float  # how long `scale_km` is
    scale_km: int
    wide: float = WIDE
    high: float = HIGH


def by_place(happened: Iterable[Happening], statuses: Iterable[Status]) -> list[AtPlace]:
    """What happened where, and how it stands there, place by place, most of it first."""
    found: dict[tuple[object, ...], AtPlace] = {}

    def at(place: Place) -> AtPlace:
        key = place_key(place)
        if key not in found:
            found[key] = AtPlace(place, [], [])
        return found[key]

    heard: dict[int, list[Happening]] = {}  # by the place itself: of very many happenings most share theirs
    for one in happened:
        for place in one.places:
            there = heard.get(id(place))
            if there is None:
                there = heard[id(place)] = at(place).developments
            there.append(one)
    for status in statuses:
        if status.place is not None:
            at(status.place).statuses.append(status)
    return in_order(found.values())


def in_order(places: Iterable[AtPlace]) -> list[AtPlace]:
    """The places with the most to tell first."""
    return sorted(places, key=lambda one: (-len(one.developments) - len(one.statuses), one.place.name))


def points(places: Iterable[AtPlace]) -> list[tuple[float, float]]:
    """Latitude and longitude of what may be drawn."""
    found = ((one.place.lat, one.place.lon) for one in places if one.drawn)
    return [(lat, lon) for lat, lon in found if lat is not None and lon is not None]


def drawn(places: Iterable[AtPlace], window: Window) -> Drawn:
    """The places within a window, the widest circle below; near ones as one cluster."""
    inside: list[Circle] = []
    outside = 0
    for one in places:
        lat, lon = one.place.lat, one.place.lon
        if not one.drawn or lat is None or lon is None:
            continue
        if found := window.at(lat, lon):
            x, y = found
            inside.append(Circle(at=one, x=x, y=y, layer=_layer(one.statuses), radius=one.radius(window)))
        else:
            outside += 1
    groups = _near(inside) if window.km > LADDER[0] else [[one] for one in inside]
    marks: list[Circle | Cluster] = [group[0] if len(group) == 1 else _cluster(group, window) for group in groups]
    named = list(_labelled(sorted(marks, key=lambda one: (-one.number, one.name))))
    across, up = WIDE / window.unit / window.squeeze, HIGH / window.unit
    steps = _step(across), _step(up)
    scale_km = _round_km(window.km / 5)
    return Drawn(
        window=window,
        circles=tuple(
            sorted((one for one in named if isinstance(one, Circle)), key=lambda one: (-one.radius, one.name))
        ),
        clusters=tuple(one for one in named if isinstance(one, Cluster)),
        outside=outside,
        meridians=tuple((window.x(lon), f"{lon:g}°") for lon in _ticks(window.lon, across / 2, steps[0])),
        parallels=tuple((window.y(lat), f"{lat:g}°") for lat in _ticks(window.lat, up / 2, steps[1])),
        scale=round(scale_km / KM_A_DEGREE * window.unit, 1),
        scale_km=scale_km,
    )


def _near(circles: list[Circle]) -> list[list[Circle]]:
    """The circles by the one with the most to tell that they are near to, by a grid: no circle looks at all others."""
    groups: list[list[Circle]] = []
    cells: dict[tuple[int, int], list[int]] = {}
    for one in circles:  # in the order of `by_place`
        across, down = int(one.x // _NEAR), int(one.y // _NEAR)
        beside = [at for a in (-1, 0, 1) for b in (-1, 0, 1) for at in cells.get((across + a, down + b), ())]
        close = [(math.hypot(groups[at][0].x - one.x, groups[at][0].y - one.y), at) for at in beside]
        nearest = min(close, default=(_NEAR, -1))
        if nearest[0] < _NEAR:
            groups[nearest[1]].append(one)
        else:
            cells.setdefault((across, down), []).append(len(groups))
            groups.append([one])
    return groups


def _cluster(group: list[Circle], window: Window) -> Cluster:
    places = tuple(one.at for one in group)
    number = len({each.id for one in places for each in one.developments})
    spread = max(math.hypot(one.x - group[0].x, one.y - group[0].y) + one.radius for one in group)
    fit = fitting(points(places), least=LADDER[0]) or window
    closer = window.nearer()
    near = fit if closer is None or fit.km < window.km else Window(lat=fit.lat, lon=fit.lon, km=closer.km)
    return Cluster(
        places=places, x=group[0].x, y=group[0].y, radius=round(max(spread, 11.0), 1), number=number,
        layer=_layer(status for one in places for status in one.statuses), nearer=near.text,
    )  # fmt: skip


def _layer(statuses: Iterable[Status]) -> str:
    layers = {one.layer for one in statuses}
    return "both" if len(layers) > 1 else next(iter(layers), "none")


def _labelled(marks: list[Circle | Cluster]) -> Iterator[Circle | Cluster]:
    """Gives names to those with the most to tell, as long as no name meets another or a circle."""
    grid = _Taken()
    for one in marks:
        grid.take((one.x - one.radius, one.x + one.radius, one.y - one.radius, one.y + one.radius))
    for one in marks:
        width, gap = 8.0 * len(one.name), one.radius + 4
        for at, anchor, begin in ((one.x + gap, "start", one.x + gap), (one.x - gap, "end", one.x - gap - width)):
            box = (begin, begin + width, one.y - 8, one.y + 8)
            if begin >= 0 and box[1] <= WIDE and grid.free(box):
                grid.take(box)
                yield replace(one, name_at=round(at, 1), anchor=anchor)
                break
        else:
            yield one


class _Taken:
    """Boxes of a drawing that are taken, by cells, so that no box is compared with all others."""

    _CELL = 64

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, ...]]] = {}

    def take(self, box: tuple[float, ...]) -> None:
        for cell in self._of(box):
            self._cells.setdefault(cell, []).append(box)

    def free(self, box: tuple[float, ...]) -> bool:
        return not any(_meet(box, other) for cell in self._of(box) for other in self._cells.get(cell, ()))

    def _of(self, box: tuple[float, ...]) -> Iterator[tuple[int, int]]:
        first, last, top, bottom = (int(edge // self._CELL) for edge in box)
        for across in range(first, last + 1):
            for down in range(top, bottom + 1):
                yield across, down


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _step(degrees: float) -> float:
    return next((step for step in (0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30) if degrees / step <= 7), 45)


def _ticks(middle: float, half: float, step: float) -> list[float]:
    first, last = math.ceil((middle - half) / step), math.floor((middle + half) / step)
    return [round(number * step, 4) for number in range(first, last + 1)]


def _round_km(km: float) -> int:
    """The next lower of 1, 2, 5, 10, 20, 50 …

    >>> _round_km(37), _round_km(260)
    (20, 200)
    """
    ten = 10 ** math.floor(math.log10(max(km, 1)))
    return int(next(one for one in (5 * ten, 2 * ten, ten) if one <= max(km, 1)))
