"""Lists of words and patterns by what they are for: the parts of `figure_words.toml`, `cues.toml` and their like.

In: a table that ships and a part of it. Out: `WordLists`: its sets of words, phrases in order, pairs, numbers and
regular expressions. Refused with `TableError`: a table that is no TOML, a part or a list that is missing or of another
shape, a pattern that is no regular expression.

Words stand in a row, parted by blanks, or one by one in a list where they hold blanks or marks. A long pattern stands
in pieces that are put together. A name in capitals within a pattern stands for the pattern of that name in its part.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import cast

from fogline.model.errors import TableError

_NAMED = re.compile(r"[A-Z][A-Z_]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLists:
    """The lists of one part of a table; `place` says which."""

    place: str
    rows: Mapping[str, object]

    def words(self, name: str) -> frozenset[str]:
        """A set of words.

        >>> "wound" in word_lists("figure_words", "roles").words("wounds")
        True
        """
        return frozenset(self.phrases(name))

    def phrases(self, name: str) -> tuple[str, ...]:
        """Words or phrases in the order of the table."""
        found = self._row(name)
        listed = found.split() if isinstance(found, str) else found
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise TableError(f"{self.place}: {name} is no list of words")
        return tuple(listed)

    def pairs(self, name: str) -> dict[str, str]:
        """What each word stands for; a long one is put together from its pieces."""
        return {str(word): _joined(meant) for word, meant in self._mapping(name).items()}

    def numbers(self, name: str) -> dict[str, int]:
        """A number for each word."""
        found = self._mapping(name)
        if not all(isinstance(number, int) for number in found.values()):
            raise TableError(f"{self.place}: {name} has what is no number")
        return {str(word): cast("int", number) for word, number in found.items()}

    def amounts(self, name: str) -> dict[str, float]:
        """A number for each word, whole or not."""
        found = self._mapping(name)
        if not all(isinstance(number, (int, float)) for number in found.values()):
            raise TableError(f"{self.place}: {name} has what is no number")
        return {str(word): cast("float", number) for word, number in found.items()}

    def expression(self, name: str, **given: str) -> str:
        """A regular expression, with the others that it names put in: those of its part, and those given here."""

        def named(found: re.Match[str]) -> str:
            key = found[0].lower()
            return given[key] if key in given else self.expression(key, **given) if key in self.rows else found[0]

        return _NAMED.sub(named, _joined(self._row(name)))

    def pattern(self, name: str, flags: int = re.IGNORECASE, **given: str) -> re.Pattern[str]:
        """A regular expression, ready for use; `given` as in `expression`.

        >>> bool(word_lists("cues", "own_voice").pattern("itself").match("This story was updated"))
        True
        """
        try:
            return re.compile(self.expression(name, **given), flags)
        except re.error as problem:
            raise TableError(f"{self.place}: {name} is no regular expression: {problem}") from problem

    def _row(self, name: str) -> object:
        if name not in self.rows:
            raise TableError(f"{self.place}: {name} is missing")
        return self.rows[name]

    def _mapping(self, name: str) -> Mapping[str, object]:
        found = self._row(name)
        if not isinstance(found, dict):
            raise TableError(f"{self.place}: {name} is no table of pairs")
        return found


@functools.cache
def word_lists(table: str, part: str) -> WordLists:
    """The part of a table that ships.

    >>> word_lists("figure_words", "weather")
    Traceback (most recent call last):
    fogline.model.errors.TableError: figure_words.toml: weather is missing
    """
    found = _read(table).get(part)
    if not isinstance(found, dict):
        raise TableError(f"{table}.toml: {part} is missing")
    return WordLists(place=f"{table}.toml, {part}", rows=found)


def _joined(pieces: object) -> str:
    return "".join(map(str, pieces)) if isinstance(pieces, list) else str(pieces)


@functools.cache
def _read(table: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(resources.files(__package__).joinpath(f"{table}.toml").read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise TableError(f"{table}.toml: not a table of words: {problem}") from problem
