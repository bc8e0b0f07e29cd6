"""Calendar arithmetic over dates as printed: EDTF (levels 0 to 2, as far as news needs it), TIMEX3 values and RFC 3339.

In: strings such as `2023-02-05`, `XXXX-02-05`, `2023-W05`, `2023-Q1`, `199X`, `2023-03-02TNI`, `2023-03-02T12:00`,
`2023-01-29/2023-02-05`, `2022-02-24/..`. Out: strings and booleans. Refused: nothing; what is no date, or has a year
that nobody gave, has no interval (None). A zone is dropped: a day is the day as printed, not as Greenwich has it.

The standard library only, and never the machine's clock.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Sequence

OPEN = ".."  # EDTF's end that is not known or not reached

# Months of the seasons, by the northern, meteorological reckoning; a winter bears the year in which it begins.
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_EDTF_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_DIVISIONS = {  # EDTF level 2: first month, number of months
    **{21 + n: (month, 3) for n, month in enumerate(_SEASONS.values())},
    **{33 + n: (1 + 3 * n, 3) for n in range(4)},
    40: (1, 6),
    41: (7, 6),
}
# Hours of the parts of a day, in plain English use: wide, so that what the words may mean lies within.
DAY_PARTS = {
    "MO": (5, 12),
    "MI": (11, 14),
    "AF": (12, 18),
    "EV": (17, 24),
    "NI": (18, 30),  # to six o'clock of the next day
    "DT": (6, 18),
}

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d)(?::?(\d\d))?(?::?\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?\Z")
_PART = re.compile(r"(\d{4}-\d\d-\d\d)T([A-Z]{2})\Z")
_MONTH = re.compile(r"(\d{4})-(\d\d)(?:-XX)?\Z")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(?:-(WE|\d))?\Z")
_NAMED = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)\Z")
_YEAR = re.compile(r"(\d{4})(?:-XX){0,2}\Z")
_DECADE = re.compile(r"(\d{3})X?\Z")
_CENTURY = re.compile(r"(\d{2})(?:XX)?\Z")


@functools.lru_cache(maxsize=50_000)
def interval(value: str) -> tuple[str, str] | None:
    """The first and the last day (or minute) of a date; both count. None where there is none or the year is not known.

    >>> interval("2023-W05")
    ('2023-01-30', '2023-02-05')
    >>> interval("2023-03-02TNI")
    ('2023-03-02T18:00', '2023-03-03T06:00')
    >>> interval("XXXX-02-05") is None
    True
    """
    value = value.strip().rstrip("?~%")
    if "/" in value:
        return _of_two(value)
    if _DAY.match(value):
        return (value, value) if is_real_date(value) else None
    return _of_moment(value) or _of_week(value) or _of_months(value) or _of_years(value)


def _of_two(value: str) -> tuple[str, str] | None:
    first, _, last = value.partition("/")
    begin, finish = interval(first), interval(last)
    begins = begin[0] if begin else OPEN if first in ("", OPEN) else None
    ends = finish[1] if finish else OPEN if last in ("", OPEN) else None
    if begins is None or ends is None or begins == ends == OPEN:
        return None
    if OPEN not in (begins, ends) and _last(ends) < _first(begins):
        return None
    return begins, ends


def _of_moment(value: str) -> tuple[str, str] | None:
    if found := _MOMENT.match(value):
        day, hour, minute = found[1], int(found[2]), int(found[3] or 0)
        if not is_real_date(day) or hour > 24 or minute > 59:
            return None
        at = _clock(day, hour)[:-2] + f"{minute:02}"
        return at, at if found[3] else at[:-2] + "59"
    if (found := _PART.match(value)) and is_real_date(found[1]) and found[2] in DAY_PARTS:
        begins, ends = DAY_PARTS[found[2]]
        return _clock(found[1], begins), _clock(found[1], ends)
    return None


def _clock(day: str, hour: int) -> str:
    return str(shift_days(day, hour // 24)) + f"T{hour % 24:02}:00"


def _of_week(value: str) -> tuple[str, str] | None:
    found = _WEEK.match(value)
    if not found:
        return None
    first, last = {None: (1, 7), "WE": (6, 7)}.get(found[3]) or (int(found[3]), int(found[3]))
    try:
        begin = datetime.date.fromisocalendar(int(found[1]), int(found[2]), first)
        finish = datetime.date.fromisocalendar(int(found[1]), int(found[2]), last)
    except ValueError:
        return None
    return begin.isoformat(), finish.isoformat()


def _of_months(value: str) -> tuple[str, str] | None:
    if found := _NAMED.match(value):
        name = found[2]
        first = _SEASONS.get(name) or (int(name[1]) - 1) * (3 if name[0] == "Q" else 6) + 1
        return _months(int(found[1]), first, 6 if name[0] == "H" else 3)
    if found := _MONTH.match(value):
        number = int(found[2])
        first, count = _DIVISIONS.get(number, (number, 1))
        return _months(int(found[1]), first, count) if 1 <= first <= 12 else None
    return None


def _months(year: int, first: int, count: int) -> tuple[str, str] | None:
    last = first + count - 1
    ends, month = year + (last - 1) // 12, (last - 1) % 12 + 1
    if not 1 <= year <= ends <= 9999:
        return None
    return f"{year:04}-{first:02}-01", f"{ends:04}-{month:02}-{_month_length(ends, month):02}"


def _of_years(value: str) -> tuple[str, str] | None:
    for pattern, width in ((_YEAR, 1), (_DECADE, 10), (_CENTURY, 100)):
        if found := pattern.match(value):
            year = int(found[1]) * width
            return (f"{year:04}-01-01", f"{year + width - 1:04}-12-31") if year else None
    return None


def _month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def is_real_date(value: str) -> bool:
    """Whether the day stands on the calendar; its year may be unknown.

    >>> is_real_date("2023-02-29"), is_real_date("XXXX-02-29"), is_real_date("2023-02")
    (False, True, False)
    """
    found = _DAY.match(value.replace("XXXX-", "2024-", 1))
    if not found:
        return False
    year, month, day = (int(part) for part in found.groups())
    return year > 0 and 1 <= month <= 12 and 1 <= day <= _month_length(year, month)


def is_before(one: str, other: str) -> bool | None:
    """Whether the first date is over before the second begins; None where either is not known well enough.

    >>> is_before("2023-02", "2023-03-04"), is_before("2023-02", "2023-02-05"), is_before("XXXX-02", "2023-03-04")
    (True, False, None)
    """
    left, right = interval(one), interval(other)
    if left is None or right is None:
        return None
    if left[1] == OPEN or right[0] == OPEN:
        # An open end reaches anywhere: nothing is sure to come after it.
        return False
    return _last(left[1]) < _first(right[0])


def _first(edge: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(edge)


def _last(edge: str) -> datetime.datetime:
    """The last minute of a day, or the minute itself."""
    moment = datetime.datetime.fromisoformat(edge)
    return moment if "T" in edge else moment + datetime.timedelta(hours=23, minutes=59)


def day_of(value: str | None) -> str | None:
    """The day of an EDTF or RFC 3339 date, `XXXX` where its year is unknown; None where it is no single day.

    >>> day_of("2023-03-04T14:05:00+02:00"), day_of("XXXX-02-05"), day_of("2023-02")
    ('2023-03-04', 'XXXX-02-05', None)
    """
    if not value:
        return None
    day = value[:10]
    return day if is_real_date(day) and (len(value) == 10 or value[10] in "T ~?%") else None


def shift_days(day: str, days: int) -> str | None:
    """The day so many days on (or back, below zero); None off the calendar.

    >>> shift_days("2023-03-01", -1)
    '2023-02-28'
    """
    try:
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return None


def shift_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on, or the last of a month that is shorter; kept within years 1 to 9999.

    >>> shift_months(datetime.date(2023, 3, 31), -1)
    datetime.date(2023, 2, 28)
    """
    number = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = number // 12, number % 12 + 1
    return datetime.date(year, month, min(day.day, _month_length(year, month)))


def edtf(value: str) -> str | None:
    """The EDTF form of a TIMEX3 date, an interval where EDTF has no form of its own; None where it says no date.

    >>> edtf("2023-W05"), edtf("2023-SP"), edtf("199"), edtf("XXXX-02-04"), edtf("PAST_REF")
    ('2023-01-30/2023-02-05', '2023-21', '199X', 'XXXX-02-04', None)
    """
    if found := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI|Q[1-4]|H[12])", value):
        name = found[2]
        number = _EDTF_SEASONS.get(name) or (32 if name[0] == "Q" else 39) + int(name[1])
        return f"{found[1]}-{number}"
    if re.fullmatch(r"\d{3}|\d{2}", value):
        return value + "X" * (4 - len(value))
    if re.fullmatch(r"\d{4}-W.*|\d{4}-\d\d-\d\dT.*", value):
        edges = interval(value)
        return None if edges is None else edges[0] if edges[0] == edges[1] else "/".join(edges)
    if re.fullmatch(r"[\dX]{4}(-(\d\d|XX)){0,2}", value) and re.search(r"\d", value):
        return value
    return None


def agreed(values: Sequence[str]) -> str:
    """What several readings of one date have in common, part by part, X where they differ.

    >>> agreed(["2022-12-31", "2024-12-31"]), agreed(["2023-02-28", "2023-02-01"])
    ('XXXX-12-31', '2023-02-XX')
    """
    first = values[0]
    if all(value == first for value in values):
        return first
    if any(len(value) != len(first) for value in values):
        return "XXXX" if re.match(r"[\dX]{2,4}", first) else first
    pieces = [re.split(r"([-T])", value) for value in values]
    if any(len(piece) != len(pieces[0]) for piece in pieces):
        return "XXXX"
    return "".join(column[0] if len(set(column)) == 1 else _crossed(column[0]) for column in zip(*pieces, strict=True))


def _crossed(part: str) -> str:
    """A part of a date with its digits unknown: "05" → "XX", "W05" → "WXX", "Q3" → "QX"."""
    return re.sub(r"\d", "X", part)
