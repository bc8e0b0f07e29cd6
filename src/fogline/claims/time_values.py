"""What a time expression means on the calendar: TIMEX3 type and value, interval, and from what it was reckoned.

In: a `TimeMatch` and a `Now` (the day from which the text speaks, what was spoken of before, the tense). Out: a
`Sense`, or None where the words are no time after all. No word of any language stands here, and no clock is read.

An interval reckoned back from a day ("in the past 36 hours") ends with that day and begins so long before the day
begins: wherever in the day the text was written, what it speaks of lies within.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from fogline.claims.time_matches import TimeMatch
from fogline.data import calendar

_DAY = datetime.timedelta(days=1)
# Days. A date without a year that is told of as past is the last such day, unless the next one is as near as this: of
# what happened almost a year ago, news gives the year.
_NEAR = 30


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


def sense_of(match: TimeMatch, now: Now) -> Sense | None:
    """What a match means from where the text speaks."""
    try:
        return _FORMS[match.form](match, now)
    except (ValueError, OverflowError):
        return None  # off the calendar: "30 February", "40,000 years ago"


# Days and moments -----------------------------------------------------------------------------------------------------


def _moment(match: TimeMatch, now: Now) -> Sense | None:
    day, reckoned, alternatives = _day(match, now)
    if day is None:
        return None
    clock = _clock(match, now)
    part = match.value("part", "PART", "PARTS", "TONIGHT") or match.value("overnight", "OVERNIGHT")
    if clock:
        return Sense(type="TIME", value=f"{day}T{clock}", reckoned=reckoned, alternatives=alternatives)
    if part:
        return Sense(type="TIME", value=f"{day}T{part}", reckoned=reckoned, alternatives=alternatives)
    if until := match.number("until"):
        last = f"{day[:-2]}{int(until):02}"
        if calendar.is_real_date(last) and last > day:
            return Sense(type="DATE", value=day, begin=day, finish=last, reckoned=reckoned)
    if match.parts.keys() & {"clock", "hour", "noon"}:
        return None
    return Sense(type="DATE", value=day, reckoned=reckoned, alternatives=alternatives)


def _day(match: TimeMatch, now: Now) -> tuple[str | None, str, tuple[str, ...]]:
    """The day of a moment, from what it was reckoned, and other readings of it."""
    parts = match.parts
    if "iso" in parts:
        return _numeric(match.word("iso") or ""), "explicit", ()
    if "holiday" in parts:
        feast = str(match.value("holiday", "HOLIDAY"))
        return _month_day(match, now, int(feast[:2]), int(feast[3:]))
    if "newyear" in parts:
        return _month_day(match, now, *((12, 31) if "eve" in parts else (1, 1)))
    if "month" in parts:
        number = int(match.number("day") or match.value("dayword", "ORDINAL") or 0)
        return _month_day(match, now, int(match.value("month", "MONTH") or 0), number)
    if "weekday" in parts:
        return _weekday(match, now)
    if "deictic" in parts:
        return _iso(now.day + _DAY * int(match.value("deictic", "DEICTIC") or 0)), "now", ()
    if "overnight" in parts:
        return _iso(now.day - _DAY), "now", ()
    if "which" in parts:
        return _iso(now.day + _DAY * int(match.value("which", "WHICH") or 0)), "now", ()
    if "whichref" in parts:
        steps = int(match.value("whichref", "WHICHREF") or 0)
        if before := calendar.day_of((now.before or "")[:10]):
            return calendar.shift_days(before, steps), "before", ()
        return _iso(now.day + _DAY * steps), "now", ()
    if "part" in parts and match.value("part", "TONIGHT"):
        return _iso(now.day), "now", ()
    if here := calendar.day_of((now.here or "")[:10]):
        return here, "before", ()
    return _iso(now.day), "now", ()


def _iso(day: datetime.date) -> str:
    return day.isoformat()


def _numeric(written: str) -> str | None:
    """A day in numbers alone. 3/4/2023 is April in London and March in Washington: only a number above twelve tells."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", written):
        return written if calendar.is_real_date(written) else None
    if found := re.fullmatch(r"(\d+)\.(\d+)\.(\d{4})", written):
        first, second, year = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d+)/(\d+)/(\d{4})", written):
        first, second, year = (int(part) for part in found.groups())
        if second > 12:
            first, second = second, first
        elif first <= 12 and first != second:
            return None
    else:
        return None
    day = f"{year:04}-{second:02}-{first:02}"
    return day if calendar.is_real_date(day) else None


def _month_day(match: TimeMatch, now: Now, month: int, number: int) -> tuple[str | None, str, tuple[str, ...]]:
    year = int(match.number("year") or 0)
    weekday = match.value("weekday", "WEEKDAY")
    if year:
        day = datetime.date(year, month, number)
        return _iso(day), "explicit", _other_day(day, weekday)
    day = _nearest(month, number, now)
    return _iso(day), "now", _other_day(day, weekday) if now.sure else ()


def _nearest(month: int, number: int, now: Now) -> datetime.date:
    """The day of a month and number that a text means: the last one, or the next where it speaks of what will be."""
    days = [
        datetime.date(year, month, number)
        for year in range(now.day.year - 4, now.day.year + 5)
        if calendar.is_real_date(f"{year:04}-{month:02}-{number:02}")
    ]
    if not days:
        raise ValueError("no such day")
    last = max(day for day in days if day <= now.day)
    coming = min(day for day in days if day >= now.day)
    since, until = (now.day - last).days, (coming - now.day).days
    if now.tense == "past":
        return coming if until <= _NEAR else last
    if now.tense == "future":
        return last if since <= _NEAR and until > 365 - _NEAR else coming
    return last if since <= until else coming


def _other_day(day: datetime.date, weekday: str | int | None) -> tuple[str, ...]:
    """Both readings where a weekday and a date contradict each other: the date, and that weekday nearest to it."""
    if not weekday or day.isoweekday() == weekday:
        return ()
    steps = (int(weekday) - day.isoweekday() + 3) % 7 - 3
    return _iso(day), _iso(day + _DAY * steps)


def _weekday(match: TimeMatch, now: Now) -> tuple[str | None, str, tuple[str, ...]]:
    wanted = int(match.value("weekday", "WEEKDAY") or 0)
    before = calendar.day_of((now.before or "")[:10])
    if not now.sure:
        return f"XXXX-WXX-{wanted}", "none", ()
    which, whichref = match.value("which", "WHICH"), match.value("whichref", "WHICHREF")
    origin = datetime.date.fromisoformat(before) if whichref and before and before[0] != "X" else now.day
    back = (origin.isoweekday() - wanted) % 7
    ahead = (wanted - origin.isoweekday()) % 7
    if whichref:
        steps = -(back or 7) if int(whichref) < 0 else (ahead or 7)
        return _iso(origin + _DAY * steps), "before" if origin is not now.day else "now", ()
    if which == -1:
        steps = -(back or 7)
    elif which == 1:
        steps = ahead or 7
    elif which == 0:
        steps = -back if now.tense == "past" else ahead
    else:
        steps = ahead if now.tense in {"future", "present"} else -back
    return _iso(now.day + _DAY * steps), "now", ()


def _clock(match: TimeMatch, now: Now) -> str | None:
    """The time of day as `HH:MM`, with Z where the zone is Greenwich's."""
    if noon := match.value("noon", "NOON"):
        return str(noon)
    written = match.word("clock") or match.word("hour")
    if not written:
        return None
    if "hour" in match.parts:
        hour, minute = match.number("hour"), 0
    elif len(written) == 4 and written.isdigit():
        hour, minute = int(written[:2]), int(written[2:])
    else:
        first, second = re.split(r"[:.]", written)[:2]
        hour, minute = int(first), int(second)
    if hour is None or hour > 24:
        return None
    half = (match.word("half") or "")[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = "Z" if match.value("zone", "ZONE") == "Z" else ""
    return f"{int(hour):02}:{minute:02}{zone}"


# Months, seasons, years, quarters -------------------------------------------------------------------------------------


def _year(match: TimeMatch) -> int | None:
    if year := match.number("year"):
        return int(year)
    if hundreds := match.value("spoken", "SPOKENCENTURY"):
        tens = int(match.value("tens", "SPOKENTENS") or 0)
        return int(hundreds) * 100 + tens + int(match.value("ones", "SPOKENONES") or 0)
    return None


def _latest(now: Now, begun: Callable[[int], bool], over: Callable[[int], bool]) -> int:
    """The year of a month or season without one: the last that has begun, the next not over if it is to come."""
    year = now.day.year
    if now.tense == "future":
        return year if not over(year) else year + 1
    return year if begun(year) else year - 1


def _month(match: TimeMatch, now: Now) -> Sense | None:
    month = int(match.value("month", "MONTH") or 0)
    year, reckoned = _year(match), "explicit"
    which, whichyear = match.value("which", "WHICH"), match.value("whichyear", "WHICH")
    if year is None:
        reckoned = "now"
        if whichyear is not None:
            year = now.day.year + int(whichyear)
        elif which == -1:
            # In March, February of this year is "last month", not "last February".
            year = now.day.year - (month >= now.day.month - 1)
        elif which == 1:
            year = now.day.year + (month <= now.day.month)
        elif which == 0:
            year = now.day.year
        else:
            # Unless it is told of as past, the nearest; and of ten months ago one would say "last".
            ahead = (month - now.day.month) % 12
            near = now if ahead > (2 if now.tense == "past" else 5) else replace(now, tense="future")
            year = _latest(near, lambda y: month <= now.day.month, lambda y: month < now.day.month)
    return _edged(match, now, Sense(type="DATE", value=f"{year:04}-{month:02}", reckoned=reckoned))


def _season(match: TimeMatch, now: Now) -> Sense | None:
    season = str(match.value("season", "SEASON"))
    if year := _year(match):
        return Sense(type="DATE", value=f"{year:04}-{season}", reckoned="explicit")
    which = match.value("which", "WHICH")

    def begins(y: int) -> str:
        return (calendar.interval(f"{y:04}-{season}") or ("9999", ""))[0]

    def ends(y: int) -> str:
        return (calendar.interval(f"{y:04}-{season}") or ("", "9999"))[1]

    today, this = _iso(now.day), now.day.year
    if which == -1:
        year = this if ends(this) < today else this - 1
        year = year - 1 if ends(year) >= today else year
    elif which == 1:
        year = this if begins(this) > today else this + 1
    else:
        if season == "WI" and now.day.month <= 2:
            return Sense(type="DATE", value=f"{this - 1:04}-{season}", reckoned="now")
        tense = now if which is None else replace(now, tense="future" if begins(this) > today else now.tense)
        year = this if which == 0 else _latest(tense, lambda y: begins(y) <= today, lambda y: ends(y) < today)
    return Sense(type="DATE", value=f"{year:04}-{season}", reckoned="now")


def _plain_year(match: TimeMatch, now: Now) -> Sense | None:
    year = _year(match) or match.number("number")
    return Sense(type="DATE", value=f"{int(year):04}", reckoned="explicit") if year and year > 1000 else None


def _decade(match: TimeMatch, now: Now) -> Sense | None:
    if year := match.number("year"):
        return Sense(type="DATE", value=f"{int(year):04}"[:3], reckoned="explicit") if year % 10 == 0 else None
    two = match.word("two")
    if two and two[1] != "0":
        return None
    tens = two[0] if two else match.value("name", "DECADENAME")
    return Sense(type="DATE", value=f"19{tens}", reckoned="explicit")


def _century(match: TimeMatch, now: Now) -> Sense | None:
    number = match.number("nth") or match.value("nth", "ORDINAL")
    return Sense(type="DATE", value=f"{int(number) - 1:02}", reckoned="explicit") if number else None


def _quarter(match: TimeMatch, now: Now) -> Sense | None:
    if name := match.word("q"):
        letter, number = name[0].upper(), int(name[1])
    else:
        unit = match.value("unit", "UNIT")
        if "unit" in match.parts and unit not in {"Q", None}:
            return None
        letter, number = "H" if unit is None else "Q", int(match.value("ordinal", "ORDINAL") or 0)
    if not 1 <= number <= (4 if letter == "Q" else 2):
        return None
    if year := _year(match):
        return Sense(type="DATE", value=f"{year:04}-{letter}{number}", reckoned="explicit")
    if (which := match.value("whichyear", "WHICH")) is not None:
        return Sense(type="DATE", value=f"{now.day.year + int(which):04}-{letter}{number}", reckoned="now")
    current, count = (now.day.month - 1) // (3 if letter == "Q" else 6) + 1, 4 if letter == "Q" else 2
    year = now.day.year - (number > current)
    if now.tense == "future" and (number - current) % count < (current - number) % count:
        year += 1  # what is to come in the quarter that is nearer ahead than behind
    return Sense(type="DATE", value=f"{year:04}-{letter}{number}", reckoned="now")


def _year_period(match: TimeMatch, now: Now) -> Sense | None:
    """ "the 1988 quarter", "the same period last year": what the report is about, in another year."""
    if match.value("unit", "UNIT") not in {"Q", None}:
        return _plain_year(match, now) if match.value("unit", "UNIT") == "Y" else None
    year = _year(match) or now.day.year + int(match.value("whichyear", "WHICH") or 0)
    if now.period:
        return _sense(f"{year:04}{now.period[4:]}", "before")
    return _sense(f"{year:04}", "explicit" if "year" in match.parts else "now")


# Units: "last week", "the quarter", "the next day" --------------------------------------------------------------------


def unit_value(unit: str, day: datetime.date, steps: int) -> str | None:
    """The TIMEX3 value of the week, month, year … that a day lies in, so many of them on."""
    if unit == "D":
        return _iso(day + _DAY * steps)
    if unit in {"W", "WE"}:
        week = (day + _DAY * 7 * steps).isocalendar()
        return f"{week.year:04}-W{week.week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "MO":
        return _iso(calendar.shift_months(day, steps))[:7]
    if unit == "Q":
        moved = calendar.shift_months(day, 3 * steps)
        return f"{moved.year:04}-Q{(moved.month - 1) // 3 + 1}"
    if unit in {"Y", "DE", "CE"}:
        year = day.year + steps * {"Y": 1, "DE": 10, "CE": 100}[unit]
        return f"{year:04}"[: {"Y": 4, "DE": 3, "CE": 2}[unit]] if 0 < year < 10000 else None
    return None


def _unit(match: TimeMatch, now: Now) -> Sense | None:
    unit = str(match.value("unit", "UNIT"))
    if "period" in match.parts:
        unit = "Q"
    if "latest" in match.parts:
        if unit == "Q" and now.period and int(now.period[:4]) == now.day.year:
            return _sense(now.period, "before")
        return _sense(unit_value(unit, now.day, -1), "now")
    if "which" in match.parts:
        steps = int(match.value("which", "WHICH") or 0)
        return _edged(match, now, _which_unit(unit, now, steps))
    if "whichref" in match.parts or "nextday" in match.parts:
        steps = int(match.value("whichref", "WHICHREF") or match.value("nextday", "NEXTWORD") or 0)
        if "nextday" in match.parts and unit != "D":
            return _sense(unit_value(unit, now.day, 1), "now")
        return _from_before(unit, now, steps)
    return _bare_unit(match, now, unit)


def _which_unit(unit: str, now: Now, steps: int) -> Sense | None:
    """The unit so many from that of the report; "the next day" is reckoned from what was spoken of before."""
    if unit == "D":
        return _from_before(unit, now, steps) if steps > 0 else None  # "the last day of …": of something else
    if unit == "WE" and steps == 0 and now.tense == "past" and now.day.isoweekday() < 6:
        steps = -1
    return _sense(unit_value(unit, now.day, steps), "now")


def _bare_unit(match: TimeMatch, now: Now, unit: str) -> Sense | None:
    """A unit with no more than an article: "the quarter", "the end of the year"."""
    if "edge" in match.parts or "early" in match.parts:
        if unit == "D":
            return _from_before(unit, now, 0)
        return _edged(match, now, _sense(unit_value(unit, now.day, 0), "now"))
    if unit == "Q":
        if now.period:
            return _sense(now.period, "before")
        return _sense(unit_value(unit, now.day, -1), "now")
    if unit == "WE":
        weekday = now.day.isoweekday()
        return _sense(unit_value(unit, now.day, -1 if weekday < 6 and now.tense != "future" else 0), "now")
    if unit == "Y" and match.after and match.is_in(match.after[0], "ENDING"):
        return Sense(type="DURATION", value="P1Y")  # "the year ended March 31": no year of the calendar
    if unit in {"W", "MO", "Y"}:
        return _sense(unit_value(unit, now.day, 0), "now")
    return None


def _from_before(unit: str, now: Now, steps: int) -> Sense | None:
    """So many units from the date spoken of before; from the report where there was none."""
    spoken = calendar.interval(now.before) if now.before else None
    if spoken is None:
        return _sense(unit_value(unit, now.day, steps), "now")
    value = unit_value(unit, datetime.date.fromisoformat(spoken[0][:10]), steps)
    return _sense(value, "before")


def _sense(value: str | None, reckoned: str) -> Sense | None:
    return Sense(type="DATE", value=value, reckoned=reckoned) if value else None


def _edged(match: TimeMatch, now: Now, sense: Sense | None) -> Sense | None:
    """Cuts "earlier this month" off at the day of the report, and lets "later this month" begin with it."""
    edge = match.value("edge", "EARLIERLATER")
    whole = calendar.interval(sense.value) if sense else None
    if sense is None or whole is None or edge not in {"EARLIER", "LATER"}:
        return sense
    today = _iso(now.day)
    if not whole[0] <= today <= whole[1]:
        return sense
    begin, finish = (whole[0], today) if edge == "EARLIER" else (today, whole[1])
    return replace(sense, begin=begin, finish=finish)


# Durations ------------------------------------------------------------------------------------------------------------

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


def _duration(match: TimeMatch, now: Now) -> Sense | None:
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


def _span(match: TimeMatch, now: Now) -> Sense | None:
    """A duration that ends or begins with the report: "the past 36 hours", "the next two weeks"."""
    unit, count = _unit_of(match), _count(match)
    direction = int(match.value("direction", "WHICH") or 0)
    counted = match.parts.keys() & {"n", "vague", "couple"}
    if not counted and (unit in {"D", "Q", "WE"} or direction == 0):
        return _which_unit(unit, now, direction)
    value = duration_value(count, unit)
    if count is None or direction == 0:
        return Sense(type="DURATION", value=value)
    # From the day, even where the minute of publication is known: a bulletin is older than the report that carries it.
    edge, here = moved(replace(now, moment=None), unit, count * direction), _iso(now.day)
    begin, finish = (edge, here) if direction < 0 else (here, edge)
    return Sense(type="DURATION", value=value, begin=begin, finish=finish, reckoned="now")


def moved(now: Now, unit: str, count: float) -> str:
    """The day (or minute, for hours and less) so many units from the day from which the text speaks."""
    start = now.moment or datetime.datetime.combine(now.day, datetime.time())
    if unit in _SMALL:
        seconds = count * {"S": 1, "M": 60, "H": 3600}[unit]
        if now.moment is None and count > 0:
            start += _DAY
        return (start + datetime.timedelta(seconds=seconds)).isoformat(timespec="minutes")
    if found := re.fullmatch(r"(\d+)(\w+)", unit):
        return moved(now, found[2], count * int(found[1]))
    if unit in {"D", "W", "WE"}:
        return _iso(now.day + datetime.timedelta(days=round(count * (1 if unit == "D" else 7))))
    months = {"MO": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit]
    return _iso(calendar.shift_months(now.day, round(count * months)))


# Shifts: "two weeks ago", "a day earlier" -----------------------------------------------------------------------------


def _shifted(match: TimeMatch, now: Now) -> Sense | None:
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
        return _sense(f"{now.day.year - 1:04}{now.period[4:]}", "before")
    if unit in _SMALL:
        if now.moment is None or not (ago or fromnow):
            return Sense(type="DURATION", value=duration_value(count, unit))
        return Sense(type="TIME", value=moved(now, unit, count * direction), reckoned="now")
    if not ago and not fromnow and now.before and (spoken := calendar.interval(now.before)):
        origin, reckoned = datetime.date.fromisoformat(spoken[0][:10]), "before"
    else:
        origin, reckoned = now.day, "now"
    return _sense(_coarse(replace(now, day=origin, moment=None), unit, count * direction), reckoned)


def _coarse(now: Now, unit: str, count: float) -> str:
    """A date no finer than the unit it was counted in."""
    day = datetime.date.fromisoformat(moved(now, unit, count)[:10])
    fortnight = re.fullmatch(r"\d+(\w+)", unit)
    unit = fortnight[1] if fortnight else unit
    width = {"DE": "Y", "CE": "Y", "WE": "W"}.get(unit, unit)
    if count != int(count):
        width = {"Y": "MO", "W": "D", "MO": "D"}.get(width, width)
    return unit_value(width, day, 0) or _iso(day)


def _year_ago(match: TimeMatch, now: Now) -> Sense | None:
    """ "the year-ago quarter", "the year-earlier period"."""
    if match.value("unit", "UNIT") != "Y":
        return None
    ordinal, what = match.value("ordinal", "ORDINAL"), match.value("what", "UNIT")
    if ordinal and what == "Q":
        return _sense(f"{now.day.year - 1:04}-Q{ordinal}", "now")
    if now.period:
        return _sense(f"{now.day.year - 1:04}{now.period[4:]}", "before")
    if what == "Q":
        return _sense(unit_value("Q", now.day, -5), "now")
    return _sense(unit_value("Y", now.day, -1), "now")


def _day_shift(match: TimeMatch, now: Now) -> Sense | None:
    steps = int(match.value("deictic", "DEICTIC") or 0) + int(match.value("shift", "SHIFTWORD") or 0)
    return _sense(unit_value("D", now.day, steps), "now")


# Sets and references --------------------------------------------------------------------------------------------------


def _set(match: TimeMatch, now: Now) -> Sense | None:
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


def _these(match: TimeMatch, now: Now) -> Sense | None:
    """ "these days" is now; "these three months" are some that were spoken of."""
    unit = _unit_of(match)
    return Sense(type="DATE", value="PRESENT_REF") if unit == "D" else None


def _reference(match: TimeMatch, now: Now) -> Sense | None:
    value = match.value("ref", "REFWORD", "REFNOUN", "RECENT")
    near = (*match.before[-1:], *match.after[:1])
    if value == "FUTURE_REF" and len(match.words) == 1 and any(match.is_in(word, "AFTERWORD") for word in near):
        return None  # "soon after", "as soon as"
    return Sense(type="DATE", value=str(value)) if value else None


_FORMS: dict[str, Callable[[TimeMatch, Now], Sense | None]] = {
    "moment": _moment,
    "month": _month,
    "season": _season,
    "year": _plain_year,
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "yearperiod": _year_period,
    "unit": _unit,
    "duration": _duration,
    "span": _span,
    "shifted": _shifted,
    "yearago": _year_ago,
    "dayshift": _day_shift,
    "set": _set,
    "these": _these,
    "reference": _reference,
}
