"""Dates and clock times as printed in datelines, stamps and captions, to EDTF.

In: a short stretch of text. Out: the first date in it (the year as `XXXX` where it is not said) and the first clock
time. Refused: nothing; what does not exist on the calendar is no date.
"""

from __future__ import annotations

import datetime
import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A printed date or time with its place in the stretch: `date` in EDTF, `time` as `HH:MM:SS` with any offset."""

    start: int
    end: int
    date: str | None = None
    time: str | None = None
    weekday: int | None = None  # 0: Monday


@functools.cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files("fogline.data").joinpath("stamps.toml").read_text("utf-8"))


@functools.cache
def _month_numbers() -> dict[str, int]:
    return {name: int(number) for number, names in _table()["months"].items() for name in names}


@functools.cache
def date_pattern() -> re.Pattern[str]:
    """What a printed date looks like: "Feb. 5", "Saturday, 4 March 2023", "15 JAN 90", "2023-02-05"."""
    month = "(?:" + "|".join(sorted(map(re.escape, _month_numbers()), key=len, reverse=True)) + r")\b\.?"
    weekday = "(?:(?:" + "|".join(sorted(_table()["weekdays"]["names"], key=len, reverse=True)) + r")\b\.?,?\s+)?"
    year = r"(?:[12]\d{3}\b)"
    forms = (
        rf"(?P<m1>{month})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)(?:,?\s+(?P<y1>{year}))?",
        rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m2>{month})(?:,?\s+(?P<y2>{year}|'?\d{{2}}\b(?![:.]\d)))?",
        r"(?P<y3>[12]\d{3})-(?P<m3>\d{2})-(?P<d3>\d{2})\b",
        r"(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>[12]\d{3})\b",
        r"(?P<a5>\d{1,2})/(?P<b5>\d{1,2})/(?P<y5>[12]\d{3})\b",
    )
    return re.compile(rf"\b{weekday}(?:" + "|".join(forms) + ")", re.IGNORECASE)


@functools.cache
def time_pattern() -> re.Pattern[str]:
    """What a clock time looks like: "14:05", "11.32am GMT", "9 p.m."."""
    zones = "|".join(sorted(_table()["zones"], key=len, reverse=True))
    half = r"(?P<half>[ap]\.?m\.?(?!\w))"
    return re.compile(
        rf"(?<![\d.:])(?:(?P<hour>[01]?\d|2[0-4])[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?!\d|[.:]\d)"
        rf"(?:\s*{half})?|(?P<bare>1[0-2]|0?[1-9])\s*{half.replace('half', 'half2')})"
        rf"(?:\s*\(?(?P<zone>{zones})(?:\s+time)?\b\)?)?(?!\s*(?:%|percent|km|million|m\b))",
        re.IGNORECASE,
    )


def find_date(text: str) -> Stamp | None:
    """The first date printed in a short stretch of text.

    >>> find_date("Key developments on Feb. 5:").date
    'XXXX-02-05'
    >>> find_date("BOGOTA, 15 JAN 90 (EFE) -- Police found a car bomb").date
    '1990-01-15'
    """
    for found in date_pattern().finditer(text):
        part = {name: value for name, value in found.groupdict().items() if value}
        date = _edtf(part)
        if date:
            return Stamp(start=found.start(), end=found.end(), date=date)
    return None


def _edtf(part: dict[str, str]) -> str | None:
    if "a5" in part:
        # 3/4/2023 is April in London and March in Washington: only a number above twelve tells which.
        first, second = int(part["a5"]), int(part["b5"])
        if first <= 12 and second <= 12 and first != second:
            return None
        month, day = (first, second) if second > 12 or first == second else (second, first)
        return calendar_day(int(part["y5"]), month, day)
    for form in "1234":
        if f"d{form}" in part:
            name = part[f"m{form}"].lower().rstrip(".")
            month = int(name) if name.isdigit() else _month_numbers()[name]
            year = part.get(f"y{form}", "").lstrip("'")
            return calendar_day(_year(year), month, int(part[f"d{form}"]))
    return None


def _year(written: str) -> int | None:
    if not written:
        return None
    if len(written) == 2:  # wire copy of the last century wrote "90"; a year of this one is written in full
        return int(written) + (1900 if int(written) >= 50 else 2000)
    return int(written)


def calendar_day(year: int | None, month: int, day: int) -> str | None:
    """The EDTF form of a day that exists, its year `XXXX` where unknown; None where there is no such day."""
    try:
        datetime.date(year or 2024, month, day)
    except ValueError:
        return None
    return f"{year or 'XXXX':04}-{month:02}-{day:02}" if year else f"XXXX-{month:02}-{day:02}"


def find_time(text: str) -> Stamp | None:
    """The first clock time printed in a short stretch of text.

    >>> find_time("11.32am GMT").time
    '11:32:00Z'
    """
    for found in time_pattern().finditer(text):
        hour = int(found["hour"] or found["bare"])
        half = (found["half"] or found["half2"] or "").lower()[:1]
        if half:
            if not 1 <= hour <= 12:
                continue
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour == 24:
            continue
        zone = str(_table()["zones"].get((found["zone"] or "").lower(), "")) if found["zone"] else ""
        clock = f"{hour:02}:{found['minute'] or '00'}:{found['second'] or '00'}"
        return Stamp(start=found.start(), end=found.end(), time=clock + zone)
    return None


_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b", re.IGNORECASE)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def find_weekday(text: str) -> int | None:
    """The first weekday named in a short stretch of text, Monday as 0.

    >>> find_weekday("Update: Saturday, 9:15 a.m.")
    5
    """
    found = _WEEKDAY.search(text)
    return _WEEK.index(found[1].lower()) if found else None


def nearest_weekday(weekday: int, published: str) -> str:
    """The day of that name nearest to the published day.

    >>> nearest_weekday(5, "2023-03-03")
    '2023-03-04'
    """
    day = datetime.date.fromisoformat(published[:10])
    return (day + datetime.timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)).isoformat()


def nearest_year(date: str, published: str | None) -> str:
    """A day without a year, in the year that brings it nearest to the published day; as it was where that is unknown.

    >>> nearest_year("XXXX-12-30", "2023-01-02")
    '2022-12-30'
    """
    known = re.match(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?", published or "")
    if not date.startswith("XXXX-") or not known:
        return date
    if not known[2]:
        return calendar_day(int(known[1]), int(date[5:7]), int(date[8:10])) or date
    day = datetime.date(int(known[1]), int(known[2]), int(known[3] or 15))
    month, number = int(date[5:7]), int(date[8:10])
    years = [calendar_day(day.year + step, month, number) for step in (-1, 0, 1)]
    days = [datetime.date.fromisoformat(year) for year in years if year]
    return min(days, key=lambda other: abs(day - other)).isoformat() if days else date
