"""Where time expressions stand in a text, and of which parts they consist; what they mean is for `time_values`.

In: text, as the report has it. Out: `TimeMatch`es, in order, never overlapping. Refused: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fogline.data.times import PLAIN, TimeRule, TimeTable

_WORDS = re.compile(
    r"[ap]\.\s?m\b\.?"
    r"|[qh][1-4]\b"
    r"|o['’]clock\b"
    r"|[^\W\d_]+"
    r"|\d{4}-\d\d-\d\d(?![\d-])"
    r"|\d{1,2}([./])\d{1,2}\1\d{4}(?!\d)"
    r"|\d{1,2}:\d\d(?::\d\d)?(?![\d:])"
    r"|\d/\d(?![\d/])"
    r"|\d+\.\d+(?![\d.]*\d)"
    r"|\d+(?:,\d{3})*(?!\d)"
    r"|\d+"
    r"|[^\w\s]|[½¼¾]",
    re.IGNORECASE,
)
_MONEY = frozenset("$£€¥₴₽#№")
_FRACTIONS = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "½": 0.5, "¼": 0.25, "¾": 0.75, "1/3": 1 / 3, "2/3": 2 / 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMatch:
    """A stretch that looks like a time expression: its form and its parts by name."""

    form: str
    start: int
    second: int  # where its second word begins
    end: int
    words: tuple[str, ...]
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

    def without_article(self) -> int:
        """Where the match begins if an article before its number belongs to what follows: "the eight-year war"."""
        if self.form not in {"duration", "quarter", "yearago"} or not self.is_in(self.words[0], "THE", "A"):
            return self.start
        second = self.words[1] if len(self.words) > 2 else ""
        small = self.table.values["NUMBER"].get(second, 100)
        counted = second[:1].isdigit() or int(small) < 100 or self.form != "duration"
        return self.second if counted else self.start

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
    spans, symbols = _words(text, table)
    for run in table.run.finditer(symbols):
        place, last = run.span()
        while place < last:
            best, end = None, place
            for rule in table.rules[symbols[place]]:
                here = rule.pattern.match(symbols, place, last)
                if here and here.end() > end:
                    best, end = (rule, here), here.end()
            if best is None:
                place += 1
                continue
            yield _match(text, spans, *best, table)
            place = end


def _match(text: str, spans: list[tuple[int, int]], rule: TimeRule, here: re.Match[str], table: TimeTable) -> TimeMatch:
    def words(first: int, last: int) -> tuple[str, ...]:
        return tuple(text[start:end].lower() for start, end in spans[max(first, 0) : last])

    first, last = here.span()
    parts = {name: words(*here.span(group)) for group, name in rule.names if here.start(group) < here.end(group)}
    return TimeMatch(
        form=rule.form,
        start=spans[first][0],
        second=spans[min(first + 1, last - 1)][0],
        end=spans[last - 1][1],
        words=words(first, last),
        parts=parts,
        before=words(first - 3, first),
        after=words(last, last + 3),
        table=table,
    )


def _words(text: str, table: TimeTable) -> tuple[list[tuple[int, int]], str]:
    """Where the words of a text stand, and for each the character of its classes."""
    spans: list[tuple[int, int]] = []
    symbols: list[str] = []
    known = table.symbols
    for found in _WORDS.finditer(text):
        written = found[0]
        symbol = known.get(written, PLAIN)
        if symbol == PLAIN and not written.isalpha():
            symbol = _number(written, found.start(), text, table)
        symbols.append(symbol)
        spans.append(found.span())
    return spans, "".join(symbols)


def _number(written: str, start: int, text: str, table: TimeTable) -> str:
    """The character of a number or of what is taken whole; a sum and the number of a type ("MH17") are none."""
    if start and (text[start - 1] in _MONEY or text[start - 1].isalpha()):
        return PLAIN
    for pattern, symbol in table.numbers:
        if pattern.fullmatch(written):
            return symbol
    return PLAIN
