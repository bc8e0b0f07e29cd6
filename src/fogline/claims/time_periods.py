"""Months, seasons, years, quarters and other units: "in October", "the third quarter", "last week", "the next day".

In: a `TimeMatch` and a `Now`. Out: a `Sense`. Refused (None): "the last day of …" and other units that are no time.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

from fogline.claims.time_matches import TimeMatch
from fogline.claims.time_sense import ONE_DAY, Now, Sense, date_sense, iso, same_year
from fogline.data import calendar


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


def month_sense(match: TimeMatch, now: Now) -> Sense | None:
    """A month, with a year or without: "October", "July last year", "next March"."""
    month = int(match.value("month", "MONTH") or 0)
    year, reckoned = _year(match) or same_year(match, now), "explicit"
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


def season_sense(match: TimeMatch, now: Now) -> Sense | None:
    """A season: "the summer of 2022", "last winter"; a winter bears the year in which it begins."""
    season = str(match.value("season", "SEASON"))
    if year := _year(match):
        return Sense(type="DATE", value=f"{year:04}-{season}", reckoned="explicit")
    which = match.value("which", "WHICH")

    def begins(y: int) -> str:
        return (calendar.interval(f"{y:04}-{season}") or ("9999", ""))[0]

    def ends(y: int) -> str:
        return (calendar.interval(f"{y:04}-{season}") or ("", "9999"))[1]

    today, this = iso(now.day), now.day.year
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


def plain_year_sense(match: TimeMatch, now: Now) -> Sense | None:
    """A year: "1998", "nineteen ninety-eight", "the year two thousand"."""
    year = _year(match) or match.number("number")
    return Sense(type="DATE", value=f"{int(year):04}", reckoned="explicit") if year and year > 1000 else None


def decade_sense(match: TimeMatch, now: Now) -> Sense | None:
    """A decade: "the 1990s", "the '80s" (of the last century), "the nineties"."""
    if year := match.number("year"):
        return Sense(type="DATE", value=f"{int(year):04}"[:3], reckoned="explicit") if year % 10 == 0 else None
    two = match.word("two")
    if two and two[1] != "0":
        return None
    tens = two[0] if two else match.value("name", "DECADENAME")
    return Sense(type="DATE", value=f"19{tens}", reckoned="explicit")


def century_sense(match: TimeMatch, now: Now) -> Sense | None:
    """A century: "the 20th century"."""
    number = match.number("nth") or match.value("nth", "ORDINAL")
    return Sense(type="DATE", value=f"{int(number) - 1:02}", reckoned="explicit") if number else None


def quarter_sense(match: TimeMatch, now: Now) -> Sense | None:
    """A quarter or half of a year: "the third quarter of 2021", "Q3 2022", "first half of 2022"."""
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


def year_period_sense(match: TimeMatch, now: Now) -> Sense | None:
    """ "the 1988 quarter", "the same period last year": what the report is about, in another year."""
    if match.value("unit", "UNIT") not in {"Q", None}:
        return plain_year_sense(match, now) if match.value("unit", "UNIT") == "Y" else None
    year = _year(match) or now.day.year + int(match.value("whichyear", "WHICH") or 0)
    if now.period:
        return date_sense(f"{year:04}{now.period[4:]}", "before")
    return date_sense(f"{year:04}", "explicit" if "year" in match.parts else "now")


# Units: "last week", "the quarter", "the next day" --------------------------------------------------------------------


def unit_value(unit: str, day: datetime.date, steps: int) -> str | None:
    """The TIMEX3 value of the week, month, year … that a day lies in, so many of them on."""
    if unit == "D":
        return iso(day + ONE_DAY * steps)
    if unit in {"W", "WE"}:
        week = (day + ONE_DAY * 7 * steps).isocalendar()
        return f"{week.year:04}-W{week.week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "MO":
        return iso(calendar.shift_months(day, steps))[:7]
    if unit == "Q":
        moved = calendar.shift_months(day, 3 * steps)
        return f"{moved.year:04}-Q{(moved.month - 1) // 3 + 1}"
    if unit in {"Y", "DE", "CE"}:
        year = day.year + steps * {"Y": 1, "DE": 10, "CE": 100}[unit]
        return f"{year:04}"[: {"Y": 4, "DE": 3, "CE": 2}[unit]] if 0 < year < 10000 else None
    return None


def unit_sense(match: TimeMatch, now: Now) -> Sense | None:
    """A week, month, year … by where it lies: "last week", "the following month", "the end of the year"."""
    unit = str(match.value("unit", "UNIT"))
    if "period" in match.parts:
        unit = "Q"
    if "latest" in match.parts:
        if unit == "Q" and now.period and int(now.period[:4]) == now.day.year:
            return date_sense(now.period, "before")
        return date_sense(unit_value(unit, now.day, -1), "now")
    if "which" in match.parts:
        steps = int(match.value("which", "WHICH") or 0)
        return _edged(match, now, which_unit(unit, now, steps))
    if "whichref" in match.parts or "nextday" in match.parts:
        steps = int(match.value("whichref", "WHICHREF") or match.value("nextday", "NEXTWORD") or 0)
        if "nextday" in match.parts and unit != "D":
            return date_sense(unit_value(unit, now.day, 1), "now")
        return _from_before(unit, now, steps)
    return _bare_unit(match, now, unit)


def which_unit(unit: str, now: Now, steps: int) -> Sense | None:
    """The unit so many from that of the report; "the next day" is reckoned from what was spoken of before."""
    if unit == "D":
        return _from_before(unit, now, steps) if steps > 0 else None  # "the last day of …": of something else
    if unit == "WE" and steps == 0 and now.tense == "past" and now.day.isoweekday() < 6:
        steps = -1
    return date_sense(unit_value(unit, now.day, steps), "now")


def _bare_unit(match: TimeMatch, now: Now, unit: str) -> Sense | None:
    """A unit with no more than an article: "the quarter", "the end of the year"."""
    if "edge" in match.parts or "early" in match.parts:
        if unit == "D":
            return _from_before(unit, now, 0)
        return _edged(match, now, date_sense(unit_value(unit, now.day, 0), "now"))
    if unit == "Q":
        if now.period:
            return date_sense(now.period, "before")
        return date_sense(unit_value(unit, now.day, -1), "now")
    if unit == "WE":
        weekday = now.day.isoweekday()
        return date_sense(unit_value(unit, now.day, -1 if weekday < 6 and now.tense != "future" else 0), "now")
    if unit == "Y" and match.after and match.is_in(match.after[0], "ENDING"):
        return Sense(type="DURATION", value="P1Y")  # "the year ended March 31": no year of the calendar
    if unit in {"W", "MO", "Y"}:
        return date_sense(unit_value(unit, now.day, 0), "now")
    return None


def _from_before(unit: str, now: Now, steps: int) -> Sense | None:
    """So many units from the date spoken of before; from the report where there was none."""
    spoken = calendar.interval(now.before) if now.before else None
    if spoken is None:
        return date_sense(unit_value(unit, now.day, steps), "now")
    value = unit_value(unit, datetime.date.fromisoformat(spoken[0][:10]), steps)
    return date_sense(value, "before")


def _edged(match: TimeMatch, now: Now, sense: Sense | None) -> Sense | None:
    """Cuts "earlier this month" off at the day of the report, and lets "later this month" begin with it."""
    edge = match.value("edge", "EARLIERLATER")
    whole = calendar.interval(sense.value) if sense else None
    if sense is None or whole is None or edge not in {"EARLIER", "LATER"}:
        return sense
    today = iso(now.day)
    if not whole[0] <= today <= whole[1]:
        return sense
    begin, finish = (whole[0], today) if edge == "EARLIER" else (today, whole[1])
    return replace(sense, begin=begin, finish=finish)
