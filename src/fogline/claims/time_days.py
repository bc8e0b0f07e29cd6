"""Days and moments: "Feb. 4", "last Friday", "yesterday", "10:30 p.m. Sunday", "the night of March 2-3".

In: a `TimeMatch` of the form "moment" and a `Now`. Out: a `Sense`. Refused: what is no day of the calendar.
"""

from __future__ import annotations

import datetime
import re

from fogline.claims.time_matches import TimeMatch
from fogline.claims.time_sense import ONE_DAY, Now, Sense, iso, same_year
from fogline.data import calendar

# Days. A date without a year that is told of as past is the last such day, unless the next one is as near as this: of
# what happened almost a year ago, news gives the year.
_NEAR = 30
_WEEK, _MONTH = 7, 31
_NIGHT = "TNI"
_EVENING = "18:00"
_MIDNIGHT = "24:00"
_BARE = frozenset({"noon", "approx"})  # parts of a "midnight" that names no day
_MORNING = "06:00"  # an hour before it, told of a night, is one of the day on which the night ends


def moment_sense(match: TimeMatch, now: Now) -> Sense | None:
    """A day, a part of a day or a time of day."""
    day, reckoned, alternatives = _day(match, now)
    if day is None:
        return None
    clock = _clock(match, now)
    if clock and clock < _MORNING and _is_of_a_night(match, day, reckoned, now):
        day = calendar.shift_days(day, 1) or day
    if clock == _MIDNIGHT and reckoned == "now" and now.tense == "past" and match.parts.keys() <= _BARE:
        day = calendar.shift_days(day, -1) or day  # "around midnight": the one that has been
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
        return iso(now.day + ONE_DAY * int(match.value("deictic", "DEICTIC") or 0)), "now", ()
    if "overnight" in parts:
        return iso(now.day - ONE_DAY), "now", ()
    if "which" in parts:
        return iso(now.day + ONE_DAY * int(match.value("which", "WHICH") or 0)), "now", ()
    if "whichref" in parts:
        steps = int(match.value("whichref", "WHICHREF") or 0)
        if before := calendar.day_of((now.before or "")[:10]):
            return calendar.shift_days(before, steps), "before", ()
        return iso(now.day + ONE_DAY * steps), "now", ()
    if "part" in parts and match.value("part", "TONIGHT"):
        return iso(now.day), "now", ()
    if match.value("part", "PART") == _NIGHT[1:] and now.here is None and now.tense != "future":
        return iso(now.day - ONE_DAY), "now", ()  # "a late-night raid": the last night, not the one to come
    if here := calendar.day_of((now.here or "")[:10]):
        return here, "before", ()
    if now.sure and now.tense != "future" and (told := _told_of(now)):
        return told, "before", ()
    return iso(now.day), "now", ()


def _is_of_a_night(match: TimeMatch, day: str, reckoned: str, now: Now) -> bool:
    """Whether an hour is one of the night last spoken of: "on Friday night … about 2 a.m." is on Saturday.

    So is one after an hour of the evening: "the first shots fell at 11 p.m., the last at 1 a.m."
    """
    if reckoned != "before" or match.parts.keys() & {"part", "weekday", "weekday3", "month", "deictic", "iso"}:
        return False
    told = now.here or now.before or ""
    return told[:10] == day and (told[10:] == _NIGHT or (told[11:] >= _EVENING and told[11:12].isdigit()))


def _told_of(now: Now) -> str | None:
    """The day of the last month of which a text spoke: an hour in the next paragraph is one of that day."""
    before = calendar.day_of((now.before or "")[:10])
    if before is None or before[0] == "X":
        return None
    back = (now.day - datetime.date.fromisoformat(before)).days
    return before if 0 <= back <= (_MONTH if now.tense == "past" else _WEEK) else None


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
    year = int(match.number("year") or 0) or same_year(match, now) or 0
    weekday = match.value("weekday", "WEEKDAY")
    if year:
        day = datetime.date(year, month, number)
        return iso(day), "explicit", _other_day(day, weekday)
    # What has been so since 7 October has not been so since one that is to come.
    behind = now.tense == "past" and bool(match.before) and match.is_in(match.before[-1], "SINCE")
    day = _nearest(month, number, now, 0 if behind else _NEAR)
    return iso(day), "now", _other_day(day, weekday) if now.sure else ()


def _nearest(month: int, number: int, now: Now, near: int) -> datetime.date:
    """The day of a month and number that a text means: the last one, or the next where it speaks of what will be.

    `near`: within so many days the next one is meant, although it is told of as past.
    """
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
        return coming if until <= near else last
    if now.tense in {"future", "present"}:  # "the truce ends on March 18"
        return last if since <= _NEAR and until > 365 - _NEAR else coming
    return last if since <= until else coming


def _other_day(day: datetime.date, weekday: str | int | None) -> tuple[str, ...]:
    """Both readings where a weekday and a date contradict each other: the date, and that weekday nearest to it."""
    if not weekday or day.isoweekday() == weekday:
        return ()
    steps = (int(weekday) - day.isoweekday() + 3) % 7 - 3
    return iso(day), iso(day + ONE_DAY * steps)


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
        return iso(origin + ONE_DAY * steps), "before" if origin is not now.day else "now", ()
    if hence := match.value("hence", "HENCE"):
        steps = ahead + int(hence)
    elif which == -1:
        steps = -(back or 7)
    elif which == 1:
        steps = ahead or 7
    elif which == 0:
        steps = -back if now.tense == "past" else ahead
    else:
        steps = ahead if now.tense in {"future", "present"} else -back
    return iso(now.day + ONE_DAY * steps), "now", ()


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
