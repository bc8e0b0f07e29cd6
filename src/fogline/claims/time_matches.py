"""Where time expressions stand in a text, and of which parts they consist; what they mean is for `time_values`.

In: text (of a passage: straight quotes, no line ends). Out: `TimeMatch`es, in order, never overlapping. Refused: nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fogline.data.times import PLAIN, TimeTable, number_kind

_WORDS = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\d(?![\d-]))"
    r"|(?P<dotted>\d{1,2}\.\d{1,2}\.\d{4}(?!\d))"
    r"|(?P<slashed>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d))"
    r"|(?P<clock>(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:]))"
    r"|(?P<fraction>\d/\d(?!\d)|[½¼¾])"
    r"|(?P<clockdot>(?:[01]?\d|2[0-4])\.[0-5]\d(?![\d.]*\d))"
    r"|(?P<decimal>\d+\.\d+(?![\d.]*\d))"
    r"|(?P<int>\d+(?:,\d{3})*(?!\d))"
    r"|(?P<ampm>[ap]\.\s?m\b\.?|[ap]m\b)"
    r"|(?P<qnum>q[1-4]\b)|(?P<hnum>h[12]\b)"
    r"|(?P<word>o'clock\b|[^\W\d_]+)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)
_MONEY = frozenset("$£€¥₴₽#№")
_FRACTIONS = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "½": 0.5, "¼": 0.25, "¾": 0.75, "1/3": 1 / 3, "2/3": 2 / 3}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or mark of a text, in lower case."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMatch:
    """A stretch that looks like a time expression: its form and its parts by name."""

    form: str
    start: int
    end: int
    words: tuple[Word, ...]
    parts: dict[str, tuple[str, ...]]
    before: tuple[str, ...]  # up to three words before it
    after: tuple[str, ...]  # up to three words after it
    table: TimeTable

    def word(self, part: str) -> str | None:
        """The words of a part, as one."""
        words = self.parts.get(part)
        return " ".join(words) if words else None

    def value(self, part: str, *classes: str) -> str | int | None:
        """What the part's first word means, by the table."""
        words = self.parts.get(part)
        if not words:
            return None
        for name in classes:
            if (value := self.table.values[name].get(words[0])) is not None:
                return value
        return None

    def number(self, part: str) -> float | None:
        """The number that a part writes, in digits or words."""
        words = self.parts.get(part)
        return number_of(words, self.table) if words else None

    def is_in(self, word: str, *classes: str) -> bool:
        """Whether a word is of one of the classes."""
        character = self.table.symbols.get(word, PLAIN)
        return any(character in self.table.members[name] for name in classes)


def number_of(words: tuple[str, ...], table: TimeTable) -> float | None:
    """A number in digits or words: "36", "two and a half", "twenty-four", "a hundred"."""
    numbers = table.values["NUMBER"]
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if word in _FRACTIONS:
            current, seen = current + _FRACTIONS[word], True
        elif word[0].isdigit():
            current, seen = current + float(word.replace(",", "")), True
        elif word in numbers:
            size = float(numbers[word])
            if size >= 1000:
                total, current = total + (current or 1) * size, 0.0
            elif size == 100 or (size == 12 and word != "twelve" and current):
                current = (current or 1) * size
            else:
                current += size
            seen = True
        elif table.symbols.get(word, PLAIN) in table.members["HALFWORD"]:
            current, seen = current + 0.5, True
    return total + current if seen else None


def find_matches(text: str, table: TimeTable) -> Iterator[TimeMatch]:
    """All stretches that look like time expressions, the longest at each place."""
    words, symbols = _words(text, table)
    place = 0
    while found := table.first.search(symbols, place):
        place = found.start()
        best, end = None, place
        for rule in table.rules:
            here = rule.pattern.match(symbols, place)
            if here and here.end() > end:
                best, end = (rule, here), here.end()
        if best is None:
            place += 1
            continue
        rule, here = best
        parts: dict[str, tuple[str, ...]] = {}
        for group, name in rule.names:
            first, last = here.span(group)
            if first >= 0 and last > first:
                parts[name] = tuple(word.text for word in words[first:last])
        yield TimeMatch(
            form=rule.form,
            start=words[place].start,
            end=words[end - 1].end,
            words=tuple(words[place:end]),
            parts=parts,
            before=tuple(word.text for word in words[max(0, place - 3) : place]),
            after=tuple(word.text for word in words[end : end + 3]),
            table=table,
        )
        place = end


def _words(text: str, table: TimeTable) -> tuple[list[Word], str]:
    """The words of a text, and for each the character of its classes."""
    words: list[Word] = []
    symbols: list[str] = []
    small, capital, numbers = table.symbols, table.capitalised, table.numbers
    for found in _WORDS.finditer(text):
        written, kind = found[0], found.lastgroup or "mark"
        start = found.start()
        lower = written.lower()
        if kind == "word":
            symbol = small.get(lower, PLAIN)
            if lower in capital and written[0].isupper():
                symbol = capital[lower]
        elif kind == "mark":
            symbol = small.get(lower, PLAIN)
        elif start and (text[start - 1] in _MONEY or text[start - 1].isalpha()):
            symbol = PLAIN  # a sum, or the number of a type: "MH17"
        else:
            symbol = numbers.get(_kind_of_int(written) if kind == "int" else kind, PLAIN)
        words.append(Word(lower, start, found.end()))
        symbols.append(symbol)
    return words, "".join(symbols)


@functools.lru_cache(maxsize=4096)
def _kind_of_int(written: str) -> str:
    return number_kind(written)
