"""A text's paragraphs, and the lines of its lists: what sections are made of.

In: text. Out: `Unit`s, in order, that together hold every character that is not blank. Refused: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fogline.data.stamp_lines import stamp_alone
from fogline.model.report import SectionKind
from fogline.reports import boilerplate

_BLOCK = re.compile(r"\S[^\n]*(?:\n(?![^\S\n]*(?:\n|$))[^\n]*)*")
_LINE = re.compile(r"[^\n]+")
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
LONG = 25  # words: a paragraph this long that ends like a sentence closes a list of headlines


@dataclass(slots=True, kw_only=True)
class Unit:
    """A paragraph, or one line of a list."""

    start: int
    end: int
    text: str
    lowered: str
    words: int
    stamp: int = 0  # where the text goes on after a clock time that it begins with, where a live page has such
    kind: SectionKind = SectionKind.BODY
    date: str | None = None
    why: str | None = None


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs; a block of lines is one paragraph where a narrow page wrapped it, else each line is one."""
    for block in _BLOCK.finditer(text):
        lines = [found for found in _LINE.finditer(text, block.start(), block.end()) if found[0].strip()]
        if len(lines) > 1 and not _wrapped([found[0] for found in lines]):
            for found in lines:
                yield _trim(text, found.start(), found.end())
        else:
            yield _trim(text, block.start(), block.end())


def _wrapped(lines: list[str]) -> bool:
    """Whether lines are one wrapped paragraph: all but the last about as wide, and breaking within sentences."""
    if any(stamp_alone(line.strip()) for line in lines):
        return False
    widths = [len(line.rstrip()) for line in lines[:-1]]
    if not (
        40 <= max(widths) <= 100 and min(widths) >= 0.6 * max(widths) and len(lines[-1].rstrip()) <= max(widths) + 10
    ):
        return False
    return sum(bool(SENTENCE_END.search(line.rstrip())) for line in lines[:-1]) <= max(1, len(lines) // 3)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def unit_of(text: str, start: int, end: int) -> Unit:
    """A stretch of the text as a unit."""
    piece = text[start:end]
    words = piece.count(" ") + piece.count("\n") + 1
    lowered = boilerplate.plain(piece) if words <= 80 else ""
    return Unit(start=start, end=end, text=piece, lowered=lowered, words=words)
