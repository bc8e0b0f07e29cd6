"""Developments on lanes through time: a lane a place, a party or a kind, a bar a day, a week or a month; bursts.

In: developments, a span of days. Out: `Lanes` in the units of one drawing, each bar with what it stands for. Refused:
what has no day (`undated`), and what lies outside the span (`before`, `later`): counted, not drawn.

A development whose day is known only within bounds stands on the first day it can be, or where only the last is known,
on that. A burst is a bar of at least three that is further above its lane's mean than three times the root of it: what
chance alone would bring (Poisson) about once in a thousand bars.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fogline.picture.days import day_number, day_text
from fogline.serve.desk.happenings import Happening
from fogline.serve.desk.words import label

WIDE, LEFT, RIGHT, TOP, LANE, BOTTOM = 960, 190, 12, 10, 40, 30
MOST_LANES = 14
_MOST_BARS = 62
_WIDTHS = (1, 7, 28, 91, 364)  # days of a bar
_LEAST_BURST = 3
_TICKS = 6
NOBODY, NOWHERE = "nobody named", "place not said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Some days of a lane."""

    x: float
    y: float
    wide: float
    high: float
    first: str  # day
    last: str
    held: tuple[Happening, ...]
    burst: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One lane."""

    name: str
    y: float  # of its ground
    bars: tuple[Bar, ...]
    number: int

    @property
    def bursts(self) -> tuple[Bar, ...]:
        """The bars that stand out."""
        return tuple(bar for bar in self.bars if bar.burst)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """The drawing."""

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]  # x and day
    high: float
    days: int  # of a bar
    number: int  # of developments drawn
    undated: int
    before: int
    later: int
    others: int  # developments on lanes beyond those that are drawn
    wide: int = WIDE
    left: int = LEFT
    right: int = WIDE - RIGHT


def days_a_bar(first: int, last: int, most: int) -> int:
    """How many days a bar takes where so many bars at most go from one day to another.

    >>> days_a_bar(1, 30, 62), days_a_bar(1, 365, 62)
    (1, 7)
    """
    return next((width for width in _WIDTHS if (last - first) // width < most), _WIDTHS[-1])


def place_of(one: Happening) -> tuple[str, ...]:
    """The lane of a place."""
    return tuple(place.name for place in one.places) or (NOWHERE,)


def kind_of(one: Happening) -> tuple[str, ...]:
    """The lane of a kind."""
    return (label(one.kind),)


def party_of(one: Happening) -> tuple[str, ...]:
    """The lanes of those who are said to do it."""
    return one.parties or (NOBODY,)


BY: dict[str, Callable[[Happening], tuple[str, ...]]] = {"place": place_of, "party": party_of, "kind": kind_of}


def lanes(happened: Iterable[Happening], by: str, since: str, until: str, only: str | None = None) -> Lanes:
    """The lanes with the most to show between two days. `only`: one lane alone."""
    first, last = day_number(since) or 1, day_number(until) or 1
    undated = before = later = drawn = 0
    found: dict[str, list[tuple[int, Happening]]] = {}
    words: dict[str | None, tuple[str, ...]] = {}  # of kinds: of a hundred thousand happenings there are few
    for one in happened:
        day = one.day
        lane = words.get(one.kind) or words.setdefault(one.kind, kind_of(one)) if by == "kind" else BY[by](one)
        names = [name for name in lane if only in (None, name)]
        if not names:
            continue
        undated += day is None
        if day is None:
            continue
        before, later = before + (day < first), later + (day > last)
        if first <= day <= last:
            drawn += 1
            for name in names:
                found.setdefault(name, []).append((day, one))
    days = days_a_bar(first, last, _MOST_BARS)
    ordered = sorted(found.items(), key=lambda pair: (pair[0] in (NOBODY, NOWHERE), -len(pair[1]), pair[0]))
    shown = ordered[:MOST_LANES]
    bars = (last - first) // days + 1
    unit = (WIDE - LEFT - RIGHT) / bars
    most = max((_most(held, first, days) for _, held in shown), default=1)
    step = -(-bars // _TICKS)
    return Lanes(
        lanes=tuple(
            _lane(name, held, number, first=first, days=days, bars=bars, unit=unit, most=most)
            for number, (name, held) in enumerate(shown)
        ),
        ticks=tuple((round(LEFT + unit * bar, 1), day_text(first + bar * days)) for bar in range(0, bars, step)),
        high=TOP + LANE * len(shown) + BOTTOM,
        days=days,
        number=drawn,
        undated=undated,
        before=before,
        later=later,
        others=sum(len(held) for _, held in ordered[MOST_LANES:]),
    )


def _most(held: list[tuple[int, Happening]], first: int, days: int) -> int:
    counts: dict[int, int] = {}
    for day, _ in held:
        counts[(day - first) // days] = counts.get((day - first) // days, 0) + 1
    return max(counts.values())


def _lane(
    name: str, held: list[tuple[int, Happening]], number: int, *, first: int, days: int, bars: int, unit: float,
    most: int,
) -> Lane:  # fmt: skip
    ground = TOP + LANE * (number + 1)
    by_bar: dict[int, list[Happening]] = {}
    for day, one in sorted(held, key=lambda pair: (pair[0], pair[1].id)):
        by_bar.setdefault((day - first) // days, []).append(one)
    mean = len(held) / bars
    return Lane(
        name=name,
        y=ground,
        number=len(held),
        bars=tuple(
            Bar(
                x=round(LEFT + unit * bar + min(1.0, unit / 8), 1),
                wide=round(max(unit - min(2.0, unit / 4), 1.5), 1),
                high=(high := round(max((LANE - 12) * len(ones) / most, 4.0), 1)),
                y=round(ground - high, 1),
                first=day_text(first + bar * days),
                last=day_text(first + bar * days + days - 1),
                held=tuple(ones),
                burst=is_burst(len(ones), mean),
            )
            for bar, ones in sorted(by_bar.items())
        ),
    )


def is_burst(number: int, mean: float) -> bool:
    """Whether a bar stands out of its lane.

    >>> is_burst(3, 0.2), is_burst(3, 1.5), is_burst(2, 0.01)
    (True, False, False)
    """
    return number >= _LEAST_BURST and number > mean + 3 * math.sqrt(mean)
