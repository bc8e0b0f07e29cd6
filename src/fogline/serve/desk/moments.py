"""The time brush of the map: how much happened in each stretch of days, and frames that play one after another.

In: places with their developments. Out: `Moments`: bars for the strip below the map, and for each the circles that are
seen while it plays. Refused: developments without a day (they are not in time, only in the list). Playing needs no
script: it is SVG's own animation, begun by a click.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fogline.picture.days import day_number, day_text
from fogline.serve.desk.drawn import AtPlace
from fogline.serve.desk.lanes import days_a_bar
from fogline.serve.desk.window import WIDE, Window

HIGH = 64.0
_GROUND = 46.0
_MOST_BARS = 80
_MOST_CIRCLES = 2_500  # of all frames: what a browser still takes in at once
SECONDS = 0.8  # a frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A stretch of days."""

    first: str
    last: str
    number: int  # developments
    x: float
    y: float
    wide: float
    high: float
    values: str  # of its visibility while it plays, and at which shares of the whole
    times: str
    circles: tuple[tuple[float, float, float], ...]  # x, y, radius


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """All of them."""

    moments: tuple[Moment, ...]
    days: int  # of one
    seconds: float  # that playing takes
    played: bool  # whether there are frames
    ground: float = _GROUND
    high: float = HIGH


def moments(places: Iterable[AtPlace], window: Window | None, since: str, until: str) -> Moments | None:
    """The strip from one day to another, and its frames within a window."""
    first, last = day_number(since), day_number(until)
    if first is None or last is None or last < first:
        return None
    days = days_a_bar(first, last, _MOST_BARS)
    bars = (last - first) // days + 1
    counts, circles = [0] * bars, [dict[str, tuple[float, float, float]]() for _ in range(bars)]
    seen = 0  # circles of all frames
    for at in places:
        dated: list[int] = []
        for one in at.developments:
            if one.day and first <= one.day <= last:
                dated.append((one.day - first) // days)
                counts[dated[-1]] += at.counts(one)
        if seen <= _MOST_CIRCLES and (circle := _circle(at, window)):
            for bar in dated:
                seen += at.place.name not in circles[bar]
                circles[bar][at.place.name] = circle
    most, unit = max(counts), WIDE / bars
    if not most:
        return None
    played = seen <= _MOST_CIRCLES and bars > 1
    return Moments(
        moments=tuple(
            Moment(
                first=day_text(first + bar * days), last=day_text(min(first + bar * days + days - 1, last)),
                number=number, x=round(bar * unit, 1), wide=round(max(unit - min(1.0, unit / 4), 1), 1),
                high=(high := round((_GROUND - 4) * number / most, 1)), y=round(_GROUND - high, 1),
                values="visible;hidden" if bar == 0 else "hidden;visible;hidden",
                times=f"0;{1 / bars:.4f}" if bar == 0 else f"0;{bar / bars:.4f};{(bar + 1) / bars:.4f}",
                circles=tuple(circles[bar].values()) if played else (),
            )
            for bar, number in enumerate(counts)
        ),
        days=days,
        seconds=round(bars * SECONDS, 1),
        played=played,
    )  # fmt: skip


def _circle(at: AtPlace, window: Window | None) -> tuple[float, float, float] | None:
    """Where a place stands in a window and how wide, where it is in it."""
    lat, lon = at.place.lat, at.place.lon
    if window is None or lat is None or lon is None or not at.drawn:
        return None
    found = window.at(lat, lon)
    return None if found is None else (*found, at.radius(window))
