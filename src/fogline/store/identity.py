"""What makes two reports, or two readings, the same: the question behind "adding it twice changes nothing"."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from fogline.model.codec import canonical
from fogline.model.report import Report
from fogline.store.chain import digest
from fogline.store.contract import Entry


def same_report(report: Report) -> str:
    """A digest that two reports share when id, bytes, text and facts are the same, wherever the file lies.

    >>> there = Report(id="r1", text="Shelling cut power in Nikopol.", source="inbox/1.txt")
    >>> same_report(there) == same_report(dataclasses.replace(there, source="archive/1.txt"))
    True
    """
    return digest(canonical(dataclasses.replace(report, source=None)))


def reading_digest(entry: Entry, claims: Sequence[str]) -> str:
    """A digest of what one reader made of a report: the reader, the language, why unread, the claims' digests."""
    return digest(canonical([entry.method, entry.reading.lang, entry.reading.unread, list(claims)]))
