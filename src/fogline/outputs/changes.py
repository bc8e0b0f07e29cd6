"""What was corrected in a report that came again: which words went, which came.

In: two revisions of one report, or their texts. Out: the words, in order, as kept, gone or come. Refused: nothing; of
texts that are very long, only the paragraphs that differ are compared word by word.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fogline.model.report import Report

_MOST_WORDS = 4_000  # of one stretch compared word by word: comparing takes up to the square of it
_MOST_LINES = 2_000
_AROUND = 4  # words shown before and after a change


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words that were kept, are gone or have come."""

    sort: str  # kept, gone, come
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A report that came again with other words."""

    report: Report  # as it is now
    before: Report
    recorded_at: str
    stretches: tuple[Stretch, ...]


def word_changes(before: str, after: str) -> tuple[Stretch, ...]:
    """The words of both texts, in order.

    >>> [(one.sort, " ".join(one.words)) for one in word_changes("Two people were hurt.", "Three people were hurt.")]
    [('gone', 'Two'), ('come', 'Three'), ('kept', 'people were hurt.')]
    """
    found: list[tuple[str, Sequence[str]]] = []
    for sort, ours, theirs in _paragraphs(before, after):
        first, second = (" ".join(lines).split() for lines in (ours, theirs))
        if sort == "equal":
            found.append(("kept", first))
        elif max(len(first), len(second)) > _MOST_WORDS:
            found += [("gone", first), ("come", second)]
        else:
            for kind, gone, come in _differing(first, second):
                found += [("kept", gone)] if kind == "equal" else [("gone", gone), ("come", come)]
    return tuple(_joined(found))


def _paragraphs(before: str, after: str) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    first, second = ([line for line in text.split("\n") if line.strip()] for text in (before, after))
    if max(len(first), len(second)) > _MOST_LINES:
        yield ("equal" if first == second else "replace"), first, second
    else:
        yield from _differing(first, second)


def _differing(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield kind, before[a:b], after[c:d]


def _joined(pieces: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Stretch]:
    held: tuple[str, tuple[str, ...]] | None = None
    for sort, words in pieces:
        if not words:
            continue
        if held and held[0] == sort:
            held = (sort, held[1] + tuple(words))
            continue
        if held:
            yield Stretch(sort=held[0], words=held[1])
        held = (sort, tuple(words))
    if held:
        yield Stretch(sort=held[0], words=held[1])


def shown(stretches: Sequence[Stretch]) -> str:
    """The changes in one line: what is gone in [-…-], what has come in {+…+}, a few words around.

    >>> shown(word_changes("The mayor said two people were hurt.", "The mayor said five people were hurt."))
    'The mayor said [-two-] {+five+} people were hurt.'
    """
    told = []
    for number, one in enumerate(stretches):
        words = list(one.words)
        if one.sort == "kept":
            first, last = number == 0, number == len(stretches) - 1
            if len(words) > _AROUND * (1 if first or last else 2):
                words = ([] if first else words[:_AROUND]) + ["…"] + ([] if last else words[-_AROUND:])
            told.append(" ".join(words))
        else:
            told.append(("[-{}-]" if one.sort == "gone" else "{{+{}+}}").format(" ".join(words)))
    return " ".join(told)
