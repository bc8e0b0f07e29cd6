"""Microsoft's recognizers-text-date-time, its resolutions written as TIMEX3.

Where it gives a past and a future reading, the past one is taken: news tells what was. Its TIMEX strings leave open
what the day of the report closes (`XXXX-WXX-6`), so values are made from the resolved dates.
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
_CLOSED = re.compile(r"\d{4}(-(\d\d(-\d\d)?|W\d\d|S[PU]|FA|WI))?\Z")


def reader() -> Callable[[Report], Record]:
    """Loads the English model."""
    model = DateTimeRecognizer(Culture.English).get_datetime_model()

    def read(report: Report) -> Record:
        day = datetime.fromisoformat(report["published"][:10]) if report.get("published") else None
        found = model.parse(report["text"], day) if day else model.parse(report["text"])
        return {"id": report["id"], "times": list(_times(found, day))}

    return read


def _times(found: Iterable[ModelResult], day: datetime | None) -> Iterator[Time]:
    for one in found:
        kind = one.type_name.rpartition(".")[2]
        readings = (one.resolution or {}).get("values") or [{}]
        if kind not in _TYPES:
            continue
        yield {"start": one.start, "end": one.end + 1, "type": _TYPES[kind], "value": _value(kind, readings, day)}


def _value(kind: str, readings: list[dict[str, str]], day: datetime | None) -> str | None:
    """A TIMEX3 value: the latest reading that is not after the day of the report, else the first."""
    said = [one.get("value") or one.get("start") or "" for one in readings]
    before = [one for one in readings if day and (one.get("value") or one.get("start") or "~") <= f"{day:%Y-%m-%d}~"]
    chosen = max(before, key=lambda one: one.get("value") or one.get("start") or "") if before else readings[0]
    timex, resolved = chosen.get("timex", ""), chosen.get("value") or chosen.get("start") or ""
    if kind in ("duration", "set") or _CLOSED.match(timex) or not any(said):
        return timex or None
    if kind == "date":
        return resolved[:10] or None
    if kind == "daterange":
        return timex.rstrip(")").rpartition(",")[2] if timex.startswith("(") else resolved[:10]
    clock = timex.partition("T")[2] if "T" in timex else ""
    stem = resolved[:10] if kind.startswith("datetime") else (f"{day:%Y-%m-%d}" if day else "XXXX-XX-XX")
    return f"{stem}T{clock}" if clock and not timex.startswith("(") else stem
