"""Microsoft's recognizers-text-date-time, its resolutions written as TIMEX3.

Its TIMEX strings leave open what the day of the report closes (`XXXX-WXX-6`), so values are made from the resolved
dates; of a past and a future reading the one is taken that fits news best. An error inside it silences it for the whole
text, so it is given a sentence at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from recognizers_date_time import DateTimeRecognizer
from recognizers_text import Culture, ModelResult

from peers.records import Record, Report, Time

_TYPES = {
    "date": "DATE",
    "daterange": "DATE",
    "duration": "DURATION",
    "set": "SET",
    "time": "TIME",
    "timerange": "TIME",
    "datetime": "TIME",
    "datetimerange": "TIME",
}
_SENTENCE = re.compile(r"\S.*?(?:[.!?][\"”']*(?=\s+[A-Z\"“])|(?=\n)|\Z)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOSED = re.compile(r"\d{4}(-(\d\d(-\d\d)?|W\d\d|S[PU]|FA|WI))?\Z")


def reader() -> Callable[[Report], Record]:
    """Loads the English model."""
    model = DateTimeRecognizer(Culture.English).get_datetime_model()

    def read(report: Report) -> Record:
        day = datetime.fromisoformat(report["published"][:10]) if report.get("published") else None
        return {
            "id": report["id"],
            "times": [time for part in _SENTENCE.finditer(report["text"]) for time in said(part, day)],
        }

    def said(part: re.Match[str], day: datetime | None) -> Iterator[Time]:
        found = model.parse(part.group(), day) if day else model.parse(part.group())
        return _times(found, day, part.start())

    return read


def _times(found: Iterable[ModelResult], day: datetime | None, shift: int) -> Iterator[Time]:
    for one in found:
        kind = one.type_name.rpartition(".")[2]
        readings = (one.resolution or {}).get("values") or [{}]
        if kind not in _TYPES:
            continue
        value = _value(kind, readings, day)
        timex_type = "DATE" if (value or "").endswith("_REF") else _TYPES[kind]
        yield {"start": one.start + shift, "end": one.end + 1 + shift, "type": timex_type, "value": value}


def _value(kind: str, readings: list[dict[str, str]], day: datetime | None) -> str | None:
    """A TIMEX3 value made from the reading that fits news best."""
    chosen = _reading(readings, day)
    timex, resolved = chosen.get("timex", ""), _resolved(chosen)
    if kind in ("duration", "set") or timex.endswith("_REF") or _CLOSED.match(timex) or not resolved:
        return timex or None
    if kind == "date":
        return resolved[:10]
    if kind == "daterange":
        return _range(timex, resolved)
    clock = timex.partition("T")[2] if "T" in timex else ""
    stem = resolved[:10] if kind.startswith("datetime") else (f"{day:%Y-%m-%d}" if day else "XXXX-XX-XX")
    return f"{stem}T{clock}" if clock and not timex.startswith("(") else stem


def _reading(readings: list[dict[str, str]], day: datetime | None) -> dict[str, str]:
    """Of a past and a future reading: the past one of a day of the week, else the nearer one."""
    known = [one for one in readings if _DAY.match(_resolved(one))]
    if not day or not known:
        return readings[0]
    if "WXX" in readings[0].get("timex", ""):
        known = [one for one in known if _resolved(one)[:10] <= f"{day:%Y-%m-%d}"] or known
    return min(known, key=lambda one: abs(datetime.fromisoformat(_resolved(one)[:10]) - day))


def _resolved(reading: dict[str, str]) -> str:
    return reading.get("value") or reading.get("start") or ""


def _range(timex: str, start: str) -> str:
    """A quarter, a month, or the length of the range where it is neither."""
    length = timex.rstrip(")").rpartition(",")[2] if timex.startswith("(") else ""
    if length == "P3M" and start[5:10] in ("01-01", "04-01", "07-01", "10-01"):
        return f"{start[:4]}-Q{(int(start[5:7]) + 2) // 3}"
    if re.match(r"XXXX-\d\d\Z", timex):
        return start[:7]
    return length or start[:10]
