"""Stretches of a passage within quotation marks.

In: the report's text and where a passage lies. Out: `Quoted` stretches in order, marks included, with the inner words
apart. Refused: apostrophes, inch marks after digits, and a lone closing mark. An opening mark that is never closed
runs to the passage's end, as newspapers print a quotation that goes on in the next paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"``|['‘’]{2}|[\"“”„«»]|(?<![\w’'])[‘'](?=\w)|(?<=[\w.,!?…])['’](?!\w)")
_OPENS = {"“", "„", "«", "``"}
_CLOSES = {"”", "»"}
_PAIR = {"‘": "’'", "'": "'’"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quotation: `start` and `end` include the marks. `open`: no closing mark before the passage ended."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    open: bool = False
    single: bool = False


def quotations(text: str, start: int, end: int) -> list[Quoted]:
    """All quotations of a passage, outermost only.

    >>> said = "The town is “nearly cut off,” the colonel said."
    >>> [said[q.inner_start:q.inner_end] for q in quotations(said, 0, len(said))]
    ['nearly cut off,']
    """
    found: list[Quoted] = []
    opened: tuple[int, int, str] | None = None
    for hit in _MARK.finditer(text, start, end):
        mark, at = _usual(hit.group()), hit.start()
        single = mark in ("'", "‘", "’")
        if opened is None:
            if mark in _CLOSES or mark == "’" or (mark in ('"', "''") and not _may_open(text, hit.end(), end)):
                continue
            if single and not _closes_later(text, hit.end(), end, mark):
                continue
            if mark == '"' and at > start and text[at - 1].isdigit() and not _may_open(text, hit.end(), end):
                continue
            opened = (at, hit.end(), mark)
        elif _closes(opened[2], mark):
            found.append(
                Quoted(start=opened[0], end=hit.end(), inner_start=opened[1], inner_end=at, single=opened[2] in _PAIR)
            )
            opened = None
    if opened and opened[2] not in _PAIR:
        stop = start + len(text[start:end].rstrip())
        if stop > opened[1]:
            found.append(Quoted(start=opened[0], end=stop, inner_start=opened[1], inner_end=stop, open=True))
    return found


def _usual(mark: str) -> str:
    """Two single marks for a double one, straight or curly: as '' or, where they can only open, as ``."""
    return mark if len(mark) == 1 or mark == "``" else "``" if mark == "‘‘" else "''"


def _closes(opening: str, mark: str) -> bool:
    if opening in _PAIR:
        return mark in ("'", "’")
    if opening in ("“", "„"):
        return mark in ("”", '"', "“") and not (opening == "“" and mark == "“")
    if opening == "«":
        return mark == "»"
    if opening in ("``", "''"):
        return mark in ("''", '"')
    return mark in ('"', "”", "''")


def _may_open(text: str, after: int, end: int) -> bool:
    return after < end and not text[after].isspace()


def _closes_later(text: str, after: int, end: int, mark: str) -> bool:
    """Single marks count only where a closing one stands after a word within a few words' reach."""
    return re.compile(r"[^\n]{2,200}?(?<=[\w.,!?…])[’'](?!\w)").match(text, after, end) is not None
