"""A line that is only a date or a time, with nothing beside it but "Posted", "Updated" and the like.

In: a line of text. Out: its stamp, or None. Refused: nothing.
"""

from __future__ import annotations

import re

from fogline.data.stamps import Stamp, date_pattern, find_date, find_time, find_weekday, time_pattern

_STAMP_WORDS = re.compile(
    r"\b(?:posted|published|compiled|updated|last updated|first published|update|on|at|by|the|time|local|of|issued|"
    r"edited|date|dated|as|created|modified|hrs|hours|o'clock|kyiv|moscow|london|gmt|utc|eet|cet|msk|"
    r"am|pm|a\.m\.|p\.m\.|a|p|m|et|est)\b",
    re.IGNORECASE,
)
# "Yerevan, 14 September 2022, 11:00", "GOMA, Democratic Republic of Congo, Jan 27, 2025"
_FROM_WHERE = re.compile(r"^(?:[^\W\d_a-z](?:[^\W\d]|[.'’/ -]){2,34},\s+){1,2}(?=[\w. ]{0,12}\d)")
_AGENCY = re.compile(r"(?<![.:])\s+\([A-Z][^():\d]{1,28}\)\s*[-–—]?$")  # "TAIPEI, July 9 2025 (Northline)"
_WEEKDAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|tue|wed|thu|fri|sat|sun)\b", re.IGNORECASE
)
_AGO = re.compile(
    r"\W*(?:updated|posted|published)?\W*(?:\d{1,3}\s?(?:h|hr|hrs|m|min|mins|d|hours?|minutes?|days?)|"
    r"an? (?:hour|minute|day))\s+ago\W*",
    re.IGNORECASE,
)
ISSUED = re.compile(r"\b(?:posted|published|compiled|updated|issued)\b", re.IGNORECASE)


_SHORTEST = 3  # characters: "9am"


def stamp_alone(text: str) -> Stamp | None:
    """The date and time that a line consists of, with nothing beside them but "Posted", "Updated" and the like."""
    if not _SHORTEST <= len(text) <= 80 or not (any(map(str.isdigit, text)) or "ago" in text):
        return None
    if _AGO.fullmatch(text):
        return Stamp(start=0, end=len(text))
    size, text = len(text), _FROM_WHERE.sub("", _AGENCY.sub("", text))
    rest, dates = date_pattern().subn(" ", text)
    if dates > 1 and not ISSUED.search(text):
        return None  # from a day to another: the span of something, not a stamp
    rest = time_pattern().sub(" ", rest)
    rest = _STAMP_WORDS.sub(" ", _WEEKDAY.sub(" ", rest))
    if re.search(r"\w", rest):
        return None
    date = find_date(text)
    others = text[: date.start] + " " * (date.end - date.start) + text[date.end :] if date else text
    time = find_time(others)
    if not date and not time:
        return None
    return Stamp(
        start=0,
        end=size,
        date=date.date if date else None,
        time=time.time if time else None,
        weekday=find_weekday(text),
    )
