"""The words of a report that carry meaning, in order: what origins and stories compare.

Comes in: a report. Goes out: its `Terms`, by paragraph, lower-cased, without small words, numbers as digits; titles
count for stories, not for copies. Boilerplate and captions are left out.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from fogline.data.small_words import number_words, small_words
from fogline.model.report import Report, SectionKind

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,:]\d+)*")
_LINES = re.compile(r"\n+")
_NO_TEXT = frozenset({SectionKind.BOILERPLATE, SectionKind.CAPTION})
UNDATED = "9999"  # sorts after every day: a report of unknown date is never taken for the earliest


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A report's meaning-bearing words."""

    report: str
    published: str  # sorts; UNDATED where not known
    paragraphs: tuple[tuple[str, ...], ...]
    names: frozenset[str]  # terms that stand with a capital or are figures
    title: tuple[str, ...] = ()


def terms(report: Report) -> Terms:
    """A report's meaning-bearing words, by paragraph.

    >>> terms(Report(id="r1", text="Two shells hit the market in Kherson.")).paragraphs
    (('2', 'shells', 'hit', 'market', 'kherson'),)
    """
    names: set[str] = set()
    paragraphs = tuple(words for line in _LINES.split(body(report)) if (words := tuple(_terms(line, names))))
    title = tuple(_terms(report.title or "", set()))
    return Terms(
        report=report.id,
        published=report.published or UNDATED,
        paragraphs=paragraphs,
        names=frozenset(names),
        title=title,
    )


def body(report: Report) -> str:
    """The text that is the report's own: without boilerplate and captions."""
    if not report.sections:
        return report.text
    return "\n".join(report.text[s.start : s.end] for s in report.sections if s.kind not in _NO_TEXT)


@functools.lru_cache(maxsize=100_000)
def term_hash(words: str) -> int:
    """The same small number for the same words on every machine and in every run (unlike `hash`)."""
    return zlib.crc32(words.encode())


def _terms(line: str, names: set[str]) -> Iterable[str]:
    first = True
    for word in _WORD.findall(line):
        term, figure = _term(word)
        opens, first = first, False
        if term is None:
            continue
        if figure or (not opens and word[0].isupper()):
            names.add(term)
        yield term


@functools.lru_cache(maxsize=100_000)
def _term(word: str) -> tuple[str | None, bool]:
    """A word as it is compared, None where it carries no meaning, and whether it is a figure."""
    term = word.casefold()
    if term.endswith(("'s", "’s")):
        term = term[:-2]
    term = number_words().get(term, term)
    if term in small_words() or term == "1":  # "one" is as often an article as a figure
        return None, False
    return term, term[0].isdigit()


def stable_id(prefix: str, *parts: str) -> str:
    """An id that follows from its parts alone: the hash of a JSON array, never of joined strings.

    >>> stable_id("s", "report 1")
    's_c7afc7d56525'
    """
    array = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return f"{prefix}_{hashlib.sha256(array.encode()).hexdigest()[:12]}"
