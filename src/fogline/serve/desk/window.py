"""What part of the world a map shows: its middle and how many kilometres it is across; nearer, farther, aside.

In: points, or a view as an address holds it (`48.59,38.00,200`). Out: a `Window` that turns degrees into units of the
drawing. Refused with `QueryError`: a view that is none. The projection is equirectangular, true to scale in the middle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from fogline.model.errors import QueryError

KM_A_DEGREE = 111.2
WIDE, HIGH = 960.0, 640.0
LADDER = (40, 60, 100, 150, 250, 400, 600, 1000, 1500, 2500, 4000, 6000, 10_000, 16_000, 25_000, 38_000)
_ROOM = 1.3  # times as wide as the points that are shown
_LEAST_FIT = 100  # km: nearer than that, nothing around would tell where it is
_POLE = 80.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window of the world."""

    lat: float
    lon: float
    km: int

    @property
    def unit(self) -> float:
        """Units of the drawing a degree of latitude."""
        return WIDE / (self.km / KM_A_DEGREE)

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is."""
        return math.cos(math.radians(self.lat))

    def x(self, lon: float) -> float:
        """Across the drawing."""
        return round(WIDE / 2 + (lon - self.lon) * self.squeeze * self.unit, 1)

    def y(self, lat: float) -> float:
        """Down the drawing."""
        return round(HIGH / 2 - (lat - self.lat) * self.unit, 1)

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point is shown."""
        return self.at(lat, lon) is not None

    def at(self, lat: float, lon: float) -> tuple[float, float] | None:
        """Where a point is in the drawing, across and down; None beyond its edges."""
        x, y = self.x(lon), self.y(lat)
        return (x, y) if 0 <= x <= WIDE and 0 <= y <= HIGH else None

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """West, south, east, north, a little more than what is shown."""
        across, up = 0.52 * WIDE / self.unit / self.squeeze, 0.52 * HIGH / self.unit
        return self.lon - across, self.lat - up, self.lon + across, self.lat + up

    @property
    def text(self) -> str:
        """As an address holds it."""
        return f"{self.lat:.2f},{self.lon:.2f},{self.km}"

    def nearer(self, steps: int = 1) -> Window | None:
        """The next step of the ladder; None at its end. Below nought: farther."""
        at = min(range(len(LADDER)), key=lambda one: abs(LADDER[one] - self.km)) - steps
        return Window(lat=self.lat, lon=self.lon, km=LADDER[at]) if 0 <= at < len(LADDER) else None

    def aside(self, right: int, up: int) -> Window:
        """A third of a window further."""
        lat = min(max(self.lat + up * HIGH / self.unit / 3, -_POLE), _POLE)
        lon = min(max(self.lon + right * WIDE / self.unit / self.squeeze / 3, -180.0), 180.0)
        return Window(lat=lat, lon=lon, km=self.km)


def read(text: str) -> Window:
    """A view as an address holds it.

    >>> read("48.59,38.00,250").text
    '48.59,38.00,250'
    >>> read("here")
    Traceback (most recent call last):
    fogline.model.errors.QueryError: view here: write latitude, longitude and kilometres across: 48.59,38.00,250.
    """
    parts = text.split(",")
    try:
        lat, lon, km = float(parts[0]), float(parts[1]), int(parts[2])
        good = len(parts) == 3 and abs(lat) <= _POLE and abs(lon) <= 180 and LADDER[0] <= km <= LADDER[-1]
    except (ValueError, IndexError):
        good = False
    if not good:
        raise QueryError(f"view {text}: write latitude, longitude and kilometres across: 48.59,38.00,250.")
    return Window(lat=lat, lon=lon, km=km)


def fitting(points: Iterable[tuple[float, float]], least: int = _LEAST_FIT) -> Window | None:
    """The window that shows all points (latitude, longitude), with some room; None where there are none."""
    known = list(points)
    if not known:
        return None
    lats, lons = [lat for lat, _ in known], [lon for _, lon in known]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    lat = min(max(lat, -_POLE), _POLE)
    across = (max(lons) - min(lons)) * math.cos(math.radians(lat)) * KM_A_DEGREE
    wide = max(across, (max(lats) - min(lats)) * KM_A_DEGREE * WIDE / HIGH) * _ROOM
    km = next((step for step in LADDER if step >= max(wide, least)), LADDER[-1])
    return Window(lat=round(lat, 2), lon=round(lon, 2), km=km)
