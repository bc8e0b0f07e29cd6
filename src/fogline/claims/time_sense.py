"""What a time expression is reckoned from and what comes of it: the nouns of `time_values` and its siblings."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from fogline.claims.time_matches import TimeMatch

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """From where a text speaks. `day` is a stand-in, and `sure` False, where day or year are not known."""

    day: datetime.date
    sure: bool = True
    moment: datetime.datetime | None = None
    before: str | None = None  # the TIMEX3 value of the last date spoken of
    here: str | None = None  # the same, if it was in the same paragraph
    period: str | None = None  # of the last quarter or half-year spoken of: what a report of earnings compares
    tense: str | None = None  # past, present, future


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What an expression means, and from what it was reckoned: itself, the report, what was spoken of before."""

    type: str
    value: str
    begin: str | None = None
    finish: str | None = None
    reckoned: str = "none"  # explicit, now, before, none
    alternatives: tuple[str, ...] = ()


def same_year(match: TimeMatch, now: Now) -> int | None:
    """The year of "8 April of that year": that of the last date spoken of, or so many after it."""
    steps, before = match.value("sameyear", "WHICHREF"), (now.before or "")[:4]
    return int(before) + int(steps) if steps is not None and len(before) == 4 and before.isdigit() else None


def iso(day: datetime.date) -> str:
    """The day as it is printed.

    >>> iso(datetime.date(2023, 3, 4))
    '2023-03-04'
    """
    return day.isoformat()


def date_sense(value: str | None, reckoned: str) -> Sense | None:
    """A date with a value; None where there is none."""
    return Sense(type="DATE", value=value, reckoned=reckoned) if value else None
