"""A toll as a stepped line: what was given for the whole on which day, with its range; parts and increments apart.

In: tolls. Out: `Chart`s in the units of their own drawing, with every figure's words and the link to its claim.
Refused: a toll without a dated figure (it stands in the table below, not in the drawing).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fogline.model.claim import Scope
from fogline.model.picture import Toll, TollEntry
from fogline.picture.days import day_number, day_text
from fogline.serve.desk.asked import Asked
from fogline.serve.desk.language import say
from fogline.serve.desk.words import day as day_said
from fogline.serve.desk.words import number

WIDE, HIGH = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 12, 34
_TICKS = 4
_PEOPLE = ("killed", "injured", "missing", "captured", "evacuated", "displaced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One figure of the drawing."""

    x: float
    y: float
    low: float  # y of the lower and of the upper end of its range
    high: float
    state: str
    said: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One toll."""

    toll: Toll
    name: str
    said: str  # all of it in words, for whoever does not see the drawing
    dots: tuple[Dot, ...] = ()
    path: str = ""
    band: str = ""
    across: tuple[tuple[float, str], ...] = ()  # x and day
    up: tuple[tuple[float, str], ...] = ()  # y and figure
    wide: int = WIDE
    high: int = HIGH
    left: int = LEFT
    right: int = WIDE - RIGHT
    top: int = TOP
    bottom: int = HIGH - BOTTOM


def charts(tolls: Iterable[Toll], asked: Asked) -> list[Chart]:
    """The tolls as drawings, those of whole counts first."""
    return [_chart(toll, asked) for toll in sorted(tolls, key=_place)]


def _place(toll: Toll) -> tuple[int, str, bool, str]:
    """People first, each measure's whole before its parts."""
    people = _PEOPLE.index(toll.measure) if toll.measure in _PEOPLE else len(_PEOPLE)
    return people, toll.measure, bool(toll.group), toll.group or ""


def _chart(toll: Toll, asked: Asked) -> Chart:
    name = say(toll.measure) + (f", {say(toll.group)}" if toll.group and toll.group != toll.measure else "")
    dated = [(day, one) for one in toll.series if (day := day_number(one.published)) and _middle(one) is not None]
    dated.sort(key=lambda pair: (pair[0], pair[1].published or "", pair[1].claim))
    said = f"{name}: " + "; ".join(
        f"{day_said(one.published)}, {one.as_worded or number(one.best)}" for _, one in dated
    )
    if len({day for day, _ in dated}) < 2:  # one day is no line: the table tells it
        return Chart(toll=toll, name=name, said=said)
    first, last = dated[0][0], dated[-1][0]  # two different days
    whole_counts = _a_day(dated)
    if len(whole_counts) < 2:
        return Chart(toll=toll, name=name, said=said)
    highest = max(max(value for value in (one.best, one.low, one.high) if value is not None) for _, one in dated)
    step = _round_step(highest / _TICKS)
    most = step * math.ceil(max(highest, 1) / step)

    def x(day: int) -> float:
        share = (day - first) / (last - first)
        return round(LEFT + share * (WIDE - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(HIGH - BOTTOM - value / most * (HIGH - BOTTOM - TOP), 1)

    dots = tuple(_dot(one, x(day), y, asked) for day, one in dated)
    whole = [(x(day), one) for day, one in whole_counts]
    return Chart(
        toll=toll,
        name=name,
        said=said,
        dots=dots,
        path=_steps([(at, y(_middle(one) or 0)) for at, one in whole]),
        band=_band([(at, y(_low(one)), y(_high(one))) for at, one in whole]),
        across=tuple((x(day), day_said(day_text(day))) for day in _between(first, last)),
        up=tuple((y(step * tick), number(step * tick)) for tick in range(round(most / step) + 1)),
    )


def _round_step(least: float) -> int:
    """The next whole number of 1, 2, 5, 10, 20 … : nobody counts two fifths of a person.

    >>> _round_step(3.25), _round_step(0.25), _round_step(5900)
    (5, 1, 10000)
    """
    ten: int = 10 ** max(math.floor(math.log10(max(least, 1))), 0)
    return next(step for step in (ten, 2 * ten, 5 * ten, 10 * ten) if step >= least)


def _dot(one: TollEntry, x: float, y: Callable[[float], float], asked: Asked) -> Dot:
    who = one.speaker or say("the outlet")
    counts = f"{say(one.scope.value)}, {say(one.state)}"
    said = f"{day_said(one.published)}: “{one.as_worded or number(one.best)}”, {who} ({counts})"
    return Dot(
        x=x, y=y(_middle(one) or 0), low=y(_low(one)), high=y(_high(one)), state=one.state, said=said,
        link=asked.link("claims", one.claim),
    )  # fmt: skip


def _a_day(dated: Iterable[tuple[int, TollEntry]]) -> list[tuple[int, TollEntry]]:
    """One whole count a day: the highest that stands, else the highest; a report may tell earlier counts again."""
    days: dict[int, TollEntry] = {}
    for day, one in dated:
        if one.scope is Scope.TOTAL and one.state in ("stands", "superseded"):
            days[day] = max(days.get(day, one), one, key=lambda other: (other.state == "stands", _middle(other) or 0))
    return sorted(days.items())


def _middle(one: TollEntry) -> float | None:
    return next((value for value in (one.best, one.low, one.high) if value is not None), None)


def _low(one: TollEntry) -> float:
    return next((value for value in (one.low, one.best, one.high) if value is not None), 0.0)


def _high(one: TollEntry) -> float:
    return next((value for value in (one.high, one.best, one.low) if value is not None), 0.0)


def _steps(points: list[tuple[float, float]]) -> str:
    """A line that stays where it was until the next figure.

    >>> _steps([(0, 9), (5, 4)])
    'M0 9H5V4'
    """
    if not points:
        return ""
    return f"M{points[0][0]:g} {points[0][1]:g}" + "".join(f"H{x:g}V{y:g}" for x, y in points[1:])


def _band(points: list[tuple[float, float, float]]) -> str:
    """The ranges as one area under the line, where any is wider than a point."""
    if len(points) < 2 or all(low == high for _, low, high in points):
        return ""
    upper = _steps([(x, high) for x, _, high in points])
    back = "".join(
        f"V{low:g}H{before:g}" for (_, low, _), (before, *_) in zip(points[:0:-1], points[-2::-1], strict=True)
    )
    return f"{upper}{back}V{points[0][1]:g}Z"


def _between(first: int, last: int) -> list[int]:
    """Up to five days, evenly spread."""
    steps = min(4, last - first)
    return sorted({first + round((last - first) * step / steps) for step in range(steps + 1)})
