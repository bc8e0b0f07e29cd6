"""When things were: intervals as minutes on one axis, so that they can be compared.

Comes in: `When`s and published dates. Goes out: (first minute, last minute), or None where the year is not known.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable

from fogline.data import calendar
from fogline.data.calendar import OPEN, interval
from fogline.model.claim import Claim, When

Minutes = tuple[int, int]
DAY = 24 * 60
EVENING = 17 * 60


def minutes_of(when: When) -> Minutes | None:
    """The first and the last minute of an interval; an open end reaches as far as its begin.

    >>> one = minutes_of(When(begin="2023-03-02", finish="2023-03-03"))
    >>> one[1] - one[0] == 2 * DAY - 1
    True
    """
    begin, finish = when.begin, when.finish
    if begin is None and finish is None:
        found = interval(when.edtf) if when.edtf else None
        if found is None:
            return None
        begin, finish = found
    return _between(begin or finish, finish or begin)


@functools.lru_cache(maxsize=50_000)
def _between(begin: str | None, finish: str | None) -> Minutes | None:
    begin, finish = (None if one == OPEN else one for one in (begin, finish))
    first, last = _minute(begin or finish, last=False), _minute(finish or begin, last=True)
    return None if first is None or last is None or last < first else (first, last)


def _minute(moment: str | None, *, last: bool) -> int | None:
    if moment is None:
        return None
    try:
        read = datetime.datetime.fromisoformat(moment)
    except ValueError:
        return None
    minute = read.toordinal() * DAY + read.hour * 60 + read.minute
    return minute + DAY - 1 if last and "T" not in moment else minute


day_of = functools.lru_cache(maxsize=50_000)(calendar.day_of)  # the same few days are asked for again and again


@functools.lru_cache(maxsize=50_000)
def day_number(date: str | None) -> int | None:
    """The day as a number; None where year, month or day is not known.

    >>> day_number("2023-03-02T12:00:00Z") == day_number("2023-03-02"), day_number("XXXX-03-02")
    (True, None)
    """
    day = day_of(date)
    if day is None:
        return None
    try:
        return datetime.date.fromisoformat(day).toordinal()
    except ValueError:
        return None


def day_text(number: int) -> str:
    """The day of a number, as ISO date."""
    return datetime.date.fromordinal(number).isoformat()


def named_day_end(minutes: Minutes) -> int:
    """The last day of an interval as people name it: Saturday night ends on Sunday and is Saturday's all the same."""
    first, last = minutes[0] // DAY, minutes[1] // DAY
    night = minutes[0] % DAY >= EVENING and minutes[1] - minutes[0] < DAY
    midnight = minutes[1] % DAY == 0 and last > first
    return first if night else last - midnight


def gap_days(one: Minutes, other: Minutes) -> float:
    """Days that lie between two intervals; 0 where they touch or overlap."""
    return max(0, one[0] - other[1], other[0] - one[1]) / DAY


def days_told(claims: Iterable[Claim]) -> tuple[int, ...]:
    """The single days that a report's claims speak of, as numbers, in the order of the text.

    A clause in the report's own voice that gives a day and tells nothing known ("he flew home on Friday") says little
    of what the report is about.
    """
    days: dict[int, None] = {}
    for claim in sorted(claims, key=lambda claim: (claim.start, claim.id)):
        if not (claim.kind or claim.trigger or claim.speakers or claim.figures or claim.statuses):
            continue
        minutes = minutes_of(claim.when)
        if minutes is not None and minutes[1] - minutes[0] < DAY:
            days.setdefault(minutes[0] // DAY)
    return tuple(days)
