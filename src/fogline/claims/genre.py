"""What sort of text a claim stands in: report, live update, analysis, opinion, anniversary or caption.

In: the report, the section and the claim's sentence. Out: one genre; a report where nothing says otherwise. Opinion and
anniversaries tell of what happened without being news of it: the picture makes no development of them alone.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from fogline.data.parties import canonical
from fogline.model.claim import Genre
from fogline.model.report import Report, SectionKind


@dataclass(frozen=True, slots=True)
class _Words:
    titles: tuple[tuple[re.Pattern[str], Genre], ...]
    paths: tuple[tuple[str, Genre], ...]
    roles: frozenset[str]
    anniversary: tuple[str, ...]


@functools.cache
def _words() -> _Words:
    table = tomllib.loads(resources.files("fogline.data").joinpath("genres.toml").read_text("utf-8"))
    kinds = ((Genre.OPINION, table["opinion"]), (Genre.ANALYSIS, table["analysis"]))
    titles = tuple(
        (re.compile(r"\W*(?:" + "|".join(map(re.escape, row["titles"])) + r")\s*(?:[:|–—-]|$)", re.IGNORECASE), genre)
        for genre, row in kinds
    )
    paths = tuple((path, genre) for genre, row in kinds for path in row["paths"])
    return _Words(titles, paths, frozenset(table["analysis"]["roles"]), tuple(table["anniversary"]["phrases"]))


def genre_of_report(report: Report) -> Genre:
    """The sort of text that a whole report is, by its title, its address and who publishes it.

    >>> str(genre_of_report(Report(id="r", text="", title="Opinion: Why the siege must end")))
    'opinion'
    """
    words = _words()
    for pattern, genre in words.titles:
        if report.title and pattern.match(report.title):
            return genre
    for path, genre in words.paths:
        if report.url and path in report.url.lower():
            return genre
    known = canonical(report.outlet) if report.outlet else None
    return Genre.ANALYSIS if known and known.role in words.roles else Genre.REPORT


def genre_of_claim(of_report: Genre, section: SectionKind, sentence: str) -> Genre:
    """The sort of text that one claim stands in."""
    if section is SectionKind.CAPTION:
        return Genre.CAPTION
    lowered = sentence.lower()
    if any(phrase in lowered for phrase in _words().anniversary):
        return Genre.ANNIVERSARY
    if of_report is Genre.REPORT and section is SectionKind.LIVE_UPDATE:
        return Genre.LIVE_UPDATE
    return of_report
