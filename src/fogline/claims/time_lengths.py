"""Lengths of time, what lies such a length away, and what comes again: "two months", "three years ago", "every day".

In: a `TimeMatch` and a `Now`. Out: a `Sense`. Refused (None): "a second man", "three-quarters of", "soon after".

An interval reckoned back from a day ("in the past 36 hours") ends with that day and begins so long before the day
begins: wherever in the day the text was written, what it speaks of lies within.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from fogline.claims.time_matches import TimeMatch
from fogline.claims.time_periods import unit_value, which_unit
from fogline.claims.time_sense import ONE_DAY, Now, Sense, date_sense, iso
from fogline.data import calendar

_SMALL = {"S", "M", "H"}
_PARTS_OF = {"Y": ("MO", 12), "D": ("H", 24), "H": ("M", 60), "M": ("S", 60), "W": ("D", 7)}


def duration_value(count: float | None, unit: str) -> str:
    """An ISO 8601 duration as TIMEX3 writes it; a count of None is X.

    >>> duration_value(36, "H"), duration_value(2.5, "Y"), duration_value(None, "DE")
    ('PT36H', 'P2Y6M', 'PXY')
    """
    if found := re.fullmatch(r"(\d+)(\w+)", unit):  # a fortnight
        count, unit = count and count * int(found[1]), found[2]
    if unit in {"DE", "CE"}:
        count, unit = count and count * (10 if unit == "DE" else 100), "Y"
    if unit == "Q" and count:
        count, unit = count * 3, "MO"
    letter = "M" if unit == "MO" else unit
    head = "PT" if unit in _SMALL else "P"
    if count is None:
        return f"{head}X{letter}"
    whole, rest = int(count), count - int(count)
    if not rest:
        return f"{head}{whole}{letter}"
    if unit not in _PARTS_OF:
        return f"{head}{count:g}{letter}"
    smaller, size = _PARTS_OF[unit]
    if unit in {"D", "W"} or not whole:
        return duration_value(round(count * size), smaller)
    return f"{head}{whole}{letter}{round(rest * size)}{'M' if smaller == 'MO' else smaller}"


def _count(match: TimeMatch) -> float | None:
    if (number := match.number("n")) is not None:
        return number
    if "couple" in match.parts:
        return 2
    if "vague" in match.parts or "bare" in match.parts:
        return None
    half = match.parts.get("half")
    if half:
        return 1.5 if len(half) > 1 else 0.5
    return None if match.value("unit", "UNITS") is not None else 1


def _unit_of(match: TimeMatch) -> str:
    return str(match.value("unit", "UNIT", "UNITS") or match.value("bare", "UNITS"))


def duration_sense(match: TimeMatch, now: Now) -> Sense | None:
    """A length of time, or how often where it is a rate: "two months", "15 ships a year"."""
    unit, count = _unit_of(match), _count(match)
    plural = match.value("unit", "UNITS") is not None
    if unit == "S" and not (plural and "n" in match.parts):
        return None  # "a second man", "second quarter"
    if unit == "Q" and plural and (match.words[-2] == "-" or (match.after and match.is_in(match.after[0], "OF"))):
        return None  # "three-quarters of"
    value = duration_value(count, unit)
    if value == "P1D" and match.parts.get("n") and len(match.words) == 2 and now.tense == "future":
        return Sense(type="DATE", value="FUTURE_REF")
    if _is_rate(match):
        return Sense(type="SET", value=value)
    return Sense(type="DURATION", value=value)


def _is_rate(match: TimeMatch) -> bool:
    """Whether "a year" says how often: "15 ships a year", "twice a day"."""
    article = len(match.words) == 2 and match.is_in(match.words[0], "A")
    if not article or not match.before:
        return False
    last = match.before[-1]
    return match.is_in(last, "TIMES", "NUMBER") or last[0].isdigit() or any(w[0].isdigit() for w in match.before[-2:])


def span_sense(match: TimeMatch, now: Now) -> Sense | None:
    """A duration that ends or begins with the report: "the past 36 hours", "the next two weeks"."""
    unit, count = _unit_of(match), _count(match)
    direction = int(match.value("direction", "WHICH") or 0)
    counted = match.parts.keys() & {"n", "vague", "couple"}
    if not counted and (unit in {"D", "Q", "WE"} or direction == 0):
        return which_unit(unit, now, direction)
    value = duration_value(count, unit)
    if count is None or direction == 0:
        return Sense(type="DURATION", value=value)
    # From the day, even where the minute of publication is known: a bulletin is older than the report that carries it.
    edge, here = moved(replace(now, moment=None), unit, count * direction), iso(now.day)
    begin, finish = (edge, here) if direction < 0 else (here, edge)
    return Sense(type="DURATION", value=value, begin=begin, finish=finish, reckoned="now")


def moved(now: Now, unit: str, count: float) -> str:
    """The day (or minute, for hours and less) so many units from the day from which the text speaks."""
    start = now.moment or datetime.datetime.combine(now.day, datetime.time())
    if unit in _SMALL:
        seconds = count * {"S": 1, "M": 60, "H": 3600}[unit]
        if now.moment is None and count > 0:
            start += ONE_DAY
        return (start + datetime.timedelta(seconds=seconds)).isoformat(timespec="minutes")
    if found := re.fullmatch(r"(\d+)(\w+)", unit):
        return moved(now, found[2], count * int(found[1]))
    if unit in {"D", "W", "WE"}:
        return iso(now.day + datetime.timedelta(days=round(count * (1 if unit == "D" else 7))))
    months = {"MO": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit]
    return iso(calendar.shift_months(now.day, round(count * months)))


# Shifts: "two weeks ago", "a day earlier" -----------------------------------------------------------------------------


def shifted_sense(match: TimeMatch, now: Now) -> Sense | None:
    """What lies a length of time away: "two weeks ago", "a day earlier", "three months from now"."""
    unit, count = _unit_of(match), _count(match)
    ago, fromnow = "ago" in match.parts, "fromnow" in match.parts
    direction = -1 if ago else 1 if fromnow else int(match.value("shift", "SHIFT") or 0)
    if not ago and not fromnow and match.after and match.is_in(match.after[0], "THAN"):
        return Sense(type="DURATION", value=duration_value(count, unit))
    if count is None:
        if ago or fromnow:
            return Sense(type="DATE", value="PAST_REF" if ago else "FUTURE_REF")
        return Sense(type="DURATION", value=duration_value(None, unit))
    if unit == "Y" and now.period and count == 1 and direction < 0:
        # "earned less in the third quarter than a year earlier": the same quarter of the year before
        return date_sense(f"{now.day.year - 1:04}{now.period[4:]}", "before")
    if unit in _SMALL:
        if now.moment is None or not (ago or fromnow):
            return Sense(type="DURATION", value=duration_value(count, unit))
        return Sense(type="TIME", value=moved(now, unit, count * direction), reckoned="now")
    if not ago and not fromnow and now.before and (spoken := calendar.interval(now.before)):
        origin, reckoned = datetime.date.fromisoformat(spoken[0][:10]), "before"
    else:
        origin, reckoned = now.day, "now"
    return date_sense(_coarse(replace(now, day=origin, moment=None), unit, count * direction), reckoned)


def _coarse(now: Now, unit: str, count: float) -> str:
    """A date no finer than the unit it was counted in."""
    day = datetime.date.fromisoformat(moved(now, unit, count)[:10])
    fortnight = re.fullmatch(r"\d+(\w+)", unit)
    unit = fortnight[1] if fortnight else unit
    width = {"DE": "Y", "CE": "Y", "WE": "W"}.get(unit, unit)
    if count != int(count):
        width = {"Y": "MO", "W": "D", "MO": "D"}.get(width, width)
    return unit_value(width, day, 0) or iso(day)


def year_ago_sense(match: TimeMatch, now: Now) -> Sense | None:
    """ "the year-ago quarter", "the year-earlier period"."""
    if match.value("unit", "UNIT") != "Y":
        return None
    ordinal, what = match.value("ordinal", "ORDINAL"), match.value("what", "UNIT")
    if ordinal and what == "Q":
        return date_sense(f"{now.day.year - 1:04}-Q{ordinal}", "now")
    if now.period:
        return date_sense(f"{now.day.year - 1:04}{now.period[4:]}", "before")
    if what == "Q":
        return date_sense(unit_value("Q", now.day, -5), "now")
    return date_sense(unit_value("Y", now.day, -1), "now")


def day_shift_sense(match: TimeMatch, now: Now) -> Sense | None:
    """The day before yesterday and the day after tomorrow."""
    steps = int(match.value("deictic", "DEICTIC") or 0) + int(match.value("shift", "SHIFTWORD") or 0)
    return date_sense(unit_value("D", now.day, steps), "now")


# Sets and references --------------------------------------------------------------------------------------------------


def set_sense(match: TimeMatch, now: Now) -> Sense | None:
    """What comes again: "every day", "on Mondays", "each October"."""
    if often := match.value("often", "HOWEVER"):
        return Sense(type="SET", value=str(often))
    part = match.value("part", "PART", "PARTS")
    tail = f"T{part}" if part else ""
    if weekday := match.value("weekday", "WEEKDAY", "WEEKDAYS"):
        return Sense(type="SET", value=f"XXXX-WXX-{weekday}{tail}")
    if month := match.value("month", "MONTH"):
        return Sense(type="SET", value=f"XXXX-{int(month):02}")
    if part:
        return Sense(type="SET", value=f"XXXX-XX-XX{tail}")
    return Sense(type="SET", value=duration_value(_count(match), _unit_of(match)))


def these_sense(match: TimeMatch, now: Now) -> Sense | None:
    """ "these days" is now; "these three months" are some that were spoken of."""
    unit = _unit_of(match)
    return Sense(type="DATE", value="PRESENT_REF") if unit == "D" else None


def reference_sense(match: TimeMatch, now: Now) -> Sense | None:
    """The present, the past or the future: "now", "recently", "the foreseeable future"."""
    value = match.value("ref", "REFWORD", "REFNOUN", "RECENT")
    near = (*match.before[-1:], *match.after[:1])
    if value == "FUTURE_REF" and len(match.words) == 1 and any(match.is_in(word, "AFTERWORD") for word in near):
        return None  # "soon after", "as soon as"
    return Sense(type="DATE", value=str(value)) if value else None
