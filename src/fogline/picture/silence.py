"""Who fell silent: reports a day of each outlet, speaker and place, against their own past.

Comes in: on which days each was heard, and the day of asking. Goes out: those that were heard often enough to tell,
each with its usual rate, its last day and what is to be said of it. So a drop in happenings can be told from a drop in
reading: where outlets stop together, there is less to read, not less to tell. The rule:

* Of its past count the `PAST` days before the last one on which it was heard, from its first day on; fewer than
  `FEWEST` days on which it was heard tell nothing.
* It is silent where it was not heard for so many days that, had it gone on as on those days, each day by chance, this
  would come about less than once in a thousand times. An outlet that publishes daily is silent after three days, one
  that publishes weekly after seven weeks.
* It is quieter where, in the last `RECENT` days, it was heard at most half as often as before, and so few reports would
  come about less than once in a thousand times.
"""

from __future__ import annotations

import collections
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fogline.picture.days import day_text

PAST = 28
RECENT = 7
FEWEST = 5
CHANCE = 0.001
LEAST_GAP = 3  # days: a weekend is no silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """How one outlet, speaker or place is heard."""

    what: str  # outlet, speaker, place; "all" for all reports together
    name: str
    state: str  # heard, quieter, silent
    first: str
    last: str
    days_since: int
    usual: float  # reports a day, in the past that counts
    recent: float  # reports a day in the last seven days
    said: str


def silences(heard: Mapping[tuple[str, str], Mapping[int, int]], today: int) -> tuple[Silence, ...]:
    """How each is heard on a day (its number). `heard`: by what and name, reports on each day that has any.

    >>> from fogline.picture.days import day_number
    >>> days = {day_number("2023-02-01") + day: 2 for day in range(20)}
    >>> [one.said for one in silences({("outlet", "Steppe Wire"): days}, day_number("2023-02-25"))]
    ['no report from Steppe Wire since 2023-02-20: the outlet stopped, or is no longer read']
    """
    found = []
    for (what, name), days in heard.items():
        known = {day: number for day, number in days.items() if day <= today}
        if len(known) >= FEWEST:
            found.append(_silence(what, name, known, today))
    order = {"silent": 0, "quieter": 1, "heard": 2}
    return tuple(sorted(found, key=lambda one: (order[one.state], one.what, -one.usual, one.name)))


def counted(rows: Iterable[tuple[str, str, int, int]]) -> dict[tuple[str, str], dict[int, int]]:
    """Rows of what, name, day and number, as `silences` takes them."""
    heard: dict[tuple[str, str], dict[int, int]] = collections.defaultdict(dict)
    for what, name, day, number in rows:
        heard[what, name][day] = heard[what, name].get(day, 0) + number
    return heard


def _silence(what: str, name: str, days: Mapping[int, int], today: int) -> Silence:
    first, last = min(days), max(days)
    gap = today - last
    usual, share = _past(days, first, last)
    recent_from = today - RECENT + 1
    recent = sum(number for day, number in days.items() if day >= recent_from)
    state = "heard"
    if gap >= LEAST_GAP and (1 - share) ** gap < CHANCE:
        state = "silent"
    elif first <= recent_from - RECENT:
        before, _ = _past(
            {day: number for day, number in days.items() if day < recent_from} or days, first, recent_from - 1
        )
        if recent <= before * RECENT / 2 and _at_most(recent, before * RECENT) < CHANCE:
            state, usual = "quieter", before
    return Silence(
        what=what,
        name=name,
        state=state,
        first=day_text(first),
        last=day_text(last),
        days_since=gap,
        usual=round(usual, 2),
        recent=round(recent / RECENT, 2),
        said=_said(what, name, state, day_text(last), usual, recent / RECENT),
    )


def _past(days: Mapping[int, int], first: int, last: int) -> tuple[float, float]:
    """Reports a day, and the share of days with any, in the past that counts."""
    begin = max(first, last - PAST + 1)
    within = {day: number for day, number in days.items() if begin <= day <= last}
    length = last - begin + 1
    # One day more on which it was not heard: nobody is so regular that a missed day is impossible.
    return sum(within.values()) / length, len(within) / (length + 1)


def _at_most(number: int, mean: float) -> float:
    """How likely no more than so many come about where so many are usual (Poisson)."""
    term = total = math.exp(-mean)
    for count in range(1, number + 1):
        term *= mean / count
        total += term
    return total


def _said(what: str, name: str, state: str, last: str, usual: float, recent: float) -> str:
    if state == "silent":
        if what == "outlet":
            return f"no report from {name} since {last}: the outlet stopped, or is no longer read"
        told = {"speaker": f"nobody quotes {name}", "place": f"no report names {name}", "all": "no report at all"}
        return f"{told[what]} since {last}"
    whose = "all reports" if what == "all" else name
    if state == "quieter":
        return f"{whose}: {recent:.1f} reports a day in the last {RECENT} days, {usual:.1f} before"
    return f"{whose}: as usual"
