"""The base of the map as paths of one drawing: land, lakes, rivers, provinces, coasts, borders.

In: a window. Out: `Ground`, each layer as the `d` of one SVG path. Refused: nothing. Points nearer than a unit and a
half to the one before are left out, since nobody could see them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from fogline.data.basemap import Points, basemap
from fogline.serve.desk.window import HIGH, WIDE, Window

_APART = 1.5  # units of the drawing
_PROVINCES_TO = 2_500  # km across: in wider windows provinces would be a thicket


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The layers."""

    land: str
    lakes: str
    rivers: str
    provinces: str
    coasts: str
    borders: str
    contested: str
    word: str  # whose word on borders it is


@functools.lru_cache(maxsize=64)
def ground(window: Window) -> Ground:
    """The base of a window. What was drawn is kept: the same windows are asked for day by day."""
    world = basemap()
    base = world.base(window.edges)
    return Ground(
        land=_path(base.land, window, closed=True),
        lakes=_path(base.lakes, window, closed=True),
        rivers=_path(base.rivers, window),
        provinces=_path(base.provinces, window) if window.km <= _PROVINCES_TO else "",
        coasts=_path(base.coasts, window),
        borders=_path(base.borders, window),
        contested=_path(base.contested, window),
        word=world.borders.name,
    )


def _path(lines: Iterable[Points], window: Window, *, closed: bool = False) -> str:
    parts = []
    for line in lines:
        x = WIDE / 2 + (line[:, 0] - window.lon) * window.squeeze * window.unit
        y = HIGH / 2 - (line[:, 1] - window.lat) * window.unit
        for across, down in [(x, y)] if closed else _seen(x, y):
            kept = _apart(across, down)
            if len(kept) > 1 + closed:
                parts.append("M" + "L".join(f"{a:.0f} {b:.0f}" for a, b in kept) + ("Z" if closed else ""))
    return "".join(parts)


def _seen(x: Points, y: Points) -> list[tuple[Points, Points]]:
    """The stretches of a line that are in the drawing, each with the point before and after."""
    inside = (x > -20) & (x < WIDE + 20) & (y > -20) & (y < HIGH + 20)
    near = inside.copy()
    near[1:] |= inside[:-1]
    near[:-1] |= inside[1:]
    edges = np.flatnonzero(np.diff(near.astype(np.int8), prepend=0, append=0))
    return [(x[first:last], y[first:last]) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _apart(x: Points, y: Points) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    last = len(x) - 1
    for number, point in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        if not kept or number == last or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= _APART:
            kept.append(point)
    return kept
