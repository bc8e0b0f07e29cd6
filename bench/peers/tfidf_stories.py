"""The plain way to stories: TF-IDF of all words, linked where the cosine is high and the days of publication are near.

Linked reports are one story, through any number of links. The cosine (of .15 to .6) and the days (3, 7, 14) are those
that do best on the very reports on which the peer is scored (gva, ecbplus), which flatters it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sklearn.feature_extraction.text import TfidfVectorizer

from peers.origins import linked
from peers.records import Line, Report

COSINE, DAYS = 0.225, 7
_UNDATED = "2000-01-01"  # where reports have no dates, all are near each other
_BLOCK = 500  # rows of the matrix that are compared at once


def fuse(reports: Sequence[Report]) -> Iterator[Line]:
    """Report lines with their story, each its own origin."""
    for report, story in zip(reports, stories(reports), strict=True):
        yield {"is": "report", "id": report["id"], "origin": report["id"], "story": story}


def stories(reports: Sequence[Report], cosine: float = COSINE, days: int = DAYS) -> list[str]:
    """The story of each report: the id of its first member."""
    days_of = [date.fromisoformat(r.get("published", _UNDATED)[:10]).toordinal() for r in reports]
    links = (
        (a, b)
        for a, b, _ in alike([f"{r.get('title', '')}\n{r['text']}" for r in reports], cosine)
        if abs(days_of[a] - days_of[b]) <= days
    )
    return [reports[first]["id"] for first in linked(len(reports), links)]


def alike(texts: Sequence[str], cosine: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts whose TF-IDF vectors are that near, with their cosine."""
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english", max_df=0.5).fit_transform(texts)
    for begin in range(0, len(texts), _BLOCK):
        near = (vectors[begin : begin + _BLOCK] @ vectors.T).tocoo()
        for row, b, value in zip(near.row, near.col, near.data, strict=True):
            if begin + row < b and value >= cosine:
                yield begin + int(row), int(b), float(value)
