"""dateparser's search for dates in English text.

All it finds is a DATE; its value is as exact as dateparser's period says: a day, a week, a month, a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from dateparser.date import DateDataParser
from dateparser.search import search_dates

from peers.records import Record, Report, Time

_FORMS = {"year": "%Y", "month": "%Y-%m", "week": "%G-W%V"}


def reader() -> Callable[[Report], Record]:
    """Nothing to load; the past is preferred, as news tells what was."""

    def read(report: Report) -> Record:
        settings: dict[str, object] = {"PREFER_DATES_FROM": "past"}
        if report.get("published"):
            settings["RELATIVE_BASE"] = datetime.fromisoformat(report["published"][:10])
        return {"id": report["id"], "times": list(_times(report["text"], settings))}

    return read


def _times(text: str, settings: dict[str, object]) -> Iterator[Time]:
    """The search gives words without their place: each is looked for after the one before."""
    place, parser = 0, DateDataParser(languages=["en"], settings=settings)
    for words, when in search_dates(text, languages=["en"], settings=settings) or ():
        start = text.find(words, place)
        if start >= 0:
            place = start + len(words)
            period = parser.get_date_data(words).period
            yield {"start": start, "end": place, "type": "DATE", "value": when.strftime(_FORMS.get(period, "%Y-%m-%d"))}
