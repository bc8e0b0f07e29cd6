"""Dates in plain English: EDTF days and intervals in, "on 2 March", "between 2 and 4 March 2023" out.

Refused: nothing; a date that cannot be read gives an empty phrase, never a guessed one.
"""

from __future__ import annotations

import calendar
import re
from typing import NamedTuple

from fogline.model.claim import When

_DAY = re.compile(r"^(\d{4}|XXXX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?")


class Day(NamedTuple):
    """A day, a month or a year; `None` is not known."""

    year: int | None
    month: int | None
    day: int | None


def read_day(edtf: str | None) -> Day | None:
    """The parts of a date.

    >>> read_day("XXXX-02-05")
    Day(year=None, month=2, day=5)
    """
    found = _DAY.match(edtf or "")
    if found is None:
        return None
    year, month, day = (int(part) if part and part.isdigit() else None for part in found.groups())
    return None if year is month is day is None or (month or 1) > 12 else Day(year, month, day)


def day_words(edtf: str | None, *, year: int | None = None) -> str:
    """A date in words; the year is left out where it is the brief's own.

    >>> day_words("2023-03-04"), day_words("2023-03-04T18:00", year=2023), day_words("XXXX-02-05")
    ('4 March 2023', '4 March', '5 February, year not given')
    """
    day = read_day(edtf)
    return "" if day is None else _words(day, year)


def _words(day: Day, year: int | None) -> str:
    parts = [str(day.day)] if day.day and day.month else []
    if day.month:
        parts.append(calendar.month_name[day.month])
    if day.year is None:
        return " ".join(parts) + ", year not given" if parts else ""
    if not parts or day.year != year:
        parts.append(str(day.year))
    return " ".join(parts)


def when_words(when: When, *, year: int | None = None) -> str:
    """A phrase that can follow a verb, with its preposition; empty where nothing is known.

    >>> when_words(When(begin="2023-03-02", finish="2023-03-04"), year=2023)
    'between 2 and 4 March'
    >>> when_words(When(edtf="2022-10", begin="2022-10-01", finish="2022-10-31"), year=2023)
    'in October 2022'
    >>> when_words(When())
    ''
    """
    if when.edtf and "/" not in when.edtf:
        return _at(read_day(when.edtf), year)
    begin, finish = read_day(when.begin), read_day(when.finish)
    if when.edtf and begin is None and finish is None:
        first, _, last = when.edtf.partition("/")
        begin, finish = read_day(first), read_day(last)
    if begin is None and finish is None:
        return ""
    if begin is None or finish is None:
        known = begin or finish
        words = _words(known, year) if known else ""
        return f"from {words} on" if begin else f"by {words}"
    return _between(begin, finish, year)


def _at(day: Day | None, year: int | None) -> str:
    if day is None:
        return ""
    return ("on " if day.day else "in ") + _words(day, year if day.month else None)


def _between(begin: Day, finish: Day, year: int | None) -> str:
    if begin == finish:
        return _at(begin, year)
    if begin[:2] == finish[:2] and begin.day and finish.day and begin.month:
        if begin.year and begin.day == 1 and finish.day == calendar.monthrange(begin.year, begin.month)[1]:
            return _at(Day(begin.year, begin.month, None), year)
        return f"between {begin.day} and {_words(finish, year)}"
    if begin.year and (begin.year, begin[1:], finish[1:]) == (finish.year, (1, 1), (12, 31)):
        return f"in {begin.year}"
    first = _words(begin, finish.year if begin.month else None)
    return f"between {first} and {_words(finish, year)}"


def span_words(since: str | None, until: str | None) -> str:
    """A span for a title.

    >>> span_words("2023-02-05", "2023-03-04"), span_words("2023-03-04", "2023-03-04"), span_words(None, None)
    ('5 February to 4 March 2023', '4 March 2023', '')
    """
    first, last = read_day(since), read_day(until)
    if first is None and last is None:
        return ""
    if first is None or last is None:
        return f"from {day_words(since)} on" if first else f"up to {day_words(until)}"
    if first == last:
        return _words(last, None)
    if first[:2] == last[:2] and first.day:
        return f"{first.day} to {_words(last, None)}"
    return f"{_words(first, last.year)} to {_words(last, None)}"
