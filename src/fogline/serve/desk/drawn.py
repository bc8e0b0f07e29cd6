"""A map without a base: places with how they stand and what happened there, each circle as wide as it may be off.

In: developments and statuses. Out: `Drawn` circles in the units of one drawing, with a scale and a net of degrees.
Refused: what has no place, and what is only known to lie in a country or a region (it stands in the list, no point is
made up for it). The projection is equirectangular, true to scale in the middle of what is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fogline.model.claim import Place
from fogline.model.picture import Development, Status

KM_A_DEGREE = 111.2
WIDE, HIGHEST, EDGE = 800.0, 640.0, 24.0
WIDEST_KM = 60.0  # a place that may be off by more is an area, not a point
_AREAS = {"country", "region", "sea", "continent"}
_LEAST_SEEN = 3.0  # units of the drawing
_LEAST_KM = 40.0  # across: nearer, a drawing would show nothing but one circle


@dataclass(slots=True)
class AtPlace:
    """What is told of one place."""

    place: Place
    developments: list[Development]
    statuses: list[Status]

    @property
    def drawn(self) -> bool:
        """Whether it may stand on a map as a circle."""
        place = self.place
        near = (place.radius_km or 0) <= WIDEST_KM and place.kind not in _AREAS
        return place.lat is not None and place.lon is not None and near


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """One place on the drawing."""

    at: AtPlace
    x: float
    y: float
    radius: float  # in units of the drawing: the kilometres by which it may be off, or the least that can be seen
    layer: str  # claimed, assessed, both, none: whose word its control is
    name_at: float | None  # x of its name, where there is room for it
    anchor: str  # which end of the name stands there


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The drawing."""

    wide: float
    high: float
    circles: tuple[Circle, ...]
    meridians: tuple[tuple[float, str], ...]
    parallels: tuple[tuple[float, str], ...]
    scale: float  # how long `scale_km` is
    scale_km: int


def by_place(developments: Iterable[Development], statuses: Iterable[Status]) -> list[AtPlace]:
    """What is told, place by place, most of it first."""
    found: dict[tuple[object, ...], AtPlace] = {}

    def at(place: Place) -> AtPlace:
        key = (place.geonameid or place.name, place.admin1 if place.geonameid is None else None)
        return found.setdefault(key, AtPlace(place, [], []))

    for development in developments:
        if development.place is not None:
            at(development.place).developments.append(development)
    for status in statuses:
        if status.place is not None:
            at(status.place).statuses.append(status)
    return sorted(found.values(), key=lambda one: (-len(one.developments) - len(one.statuses), one.place.name))


def drawn(places: Iterable[AtPlace]) -> Drawn | None:
    """The places on one drawing, the widest circle below; None where there is nothing to draw."""
    points = [(one, one.place.lat, one.place.lon) for one in places if one.drawn]
    known = [(one, lat, lon) for one, lat, lon in points if lat is not None and lon is not None]
    if not known:
        return None
    lats, lons = [lat for _, lat, _ in known], [lon for *_, lon in known]
    middle, centre = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    squeeze = max(math.cos(math.radians(middle)), 0.05)
    across = max((max(lons) - min(lons)) * squeeze, (max(lats) - min(lats)) * WIDE / HIGHEST, _LEAST_KM / KM_A_DEGREE)
    unit = (WIDE - 4 * EDGE) / across  # units a degree of latitude
    high = min(HIGHEST, max((max(lats) - min(lats)) * unit + 4 * EDGE, WIDE / 3))

    def x(lon: float) -> float:
        return round(WIDE / 2 + (lon - centre) * squeeze * unit, 1)

    def y(lat: float) -> float:
        return round(high / 2 - (lat - middle) * unit, 1)

    circles = [
        Circle(at=one, x=x(lon), y=y(lat), layer=_layer(one.statuses), name_at=None, anchor="start",
               radius=max(round((one.place.radius_km or 1.0) / KM_A_DEGREE * unit, 2), _LEAST_SEEN))
        for one, lat, lon in known
    ]  # fmt: skip
    step = _step(WIDE / unit / squeeze), _step(high / unit)
    scale_km = _round_km(KM_A_DEGREE * across / 5)
    return Drawn(
        wide=WIDE,
        high=round(high, 1),
        circles=tuple(sorted(_labelled(circles), key=lambda one: (-one.radius, one.at.place.name))),
        meridians=tuple((x(lon), f"{lon:g}°") for lon in _ticks(centre, WIDE / unit / squeeze / 2, step[0])),
        parallels=tuple((y(lat), f"{lat:g}°") for lat in _ticks(middle, high / unit / 2, step[1])),
        scale=round(scale_km / KM_A_DEGREE * unit, 1),
        scale_km=scale_km,
    )


def _layer(statuses: Iterable[Status]) -> str:
    layers = {one.layer for one in statuses}
    return "both" if len(layers) > 1 else next(iter(layers), "none")


def _labelled(circles: list[Circle]) -> Iterator[Circle]:
    """Gives names to those with the most to tell, as long as no two names meet."""
    taken: list[tuple[float, float, float]] = []  # from, to, y
    for one in circles:  # in the order of `by_place`
        width, gap = 7.5 * len(one.at.place.name), one.radius + 4
        sides = ((one.x + gap, "start", one.x + gap), (one.x - gap, "end", one.x - gap - width))
        for at, anchor, begin in sides:
            inside = begin >= 0 and begin + width <= WIDE
            if inside and all(abs(one.y - y) > 14 or begin > last or begin + width < first for first, last, y in taken):
                taken.append((begin, begin + width, one.y))
                yield replace(one, name_at=round(at, 1), anchor=anchor)
                break
        else:
            yield one


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
