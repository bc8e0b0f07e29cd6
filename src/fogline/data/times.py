"""The words and patterns of time expressions, one table a language. In: `times.<language>.toml`. Refused: a malformed table.

A text's words become one character each, by the classes that a word belongs to; a pattern over classes becomes a
regular expression over such characters. So a pattern costs the same in any language, and a new language is a new table.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fogline.model.errors import TableError

PLAIN = "."  # the character of a word that no pattern knows

# Classes of numbers and of what the tokeniser takes whole; see `number_classes`.
_NUMBER_KINDS: dict[str, tuple[str, ...]] = {
    "iso": ("ISO",),
    "dotted": ("DOTTED",),
    "slashed": ("SLASHED",),
    "clock": ("CLOCK",),
    "clockdot": ("CLOCKDOT", "DECIMAL"),
    "decimal": ("DECIMAL",),
    "fraction": ("FRACTION",),
    "ampm": ("AMPM",),
    "qnum": ("QNUM",),
    "hnum": ("HNUM",),
    "big": ("INT",),
    "zero": ("INT", "HOURNUM"),
    "hour": ("INT", "HOURNUM", "DAYNUM"),
    "day": ("INT", "DAYNUM", "YEARTWO"),
    "hour2": ("INT", "HOURNUM", "DAYNUM", "YEARTWO"),
    "two": ("INT", "YEARTWO"),
    "year": ("INT", "YEAR", "CLOCKFOUR"),
    "yearonly": ("INT", "YEAR"),
    "four": ("INT", "CLOCKFOUR"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRule:
    """What a stretch of words that looks so is: the form says how its parts are to be understood."""

    form: str
    pattern: re.Pattern[str]
    names: tuple[tuple[str, str], ...]  # group → part


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTable:
    """One language's words, as characters, with their values, and its rules."""

    language: str
    symbols: Mapping[str, str]  # word in lower case → character
    capitalised: Mapping[str, str]  # the same for words with a capital, where that makes a difference
    numbers: Mapping[str, str]  # kind of number → character
    values: Mapping[str, Mapping[str, str | int]]  # class → word → value
    members: Mapping[str, frozenset[str]]  # class → characters
    rules: tuple[TimeRule, ...]
    first: re.Pattern[str]  # where any rule matches
    tense: Mapping[str, frozenset[str]]  # future, perfect, present, plans → words


@functools.cache
def time_table(language: str = "en", path: Path | None = None) -> TimeTable:
    """The shipped table of a language, or a user's own.

    >>> time_table().values["MONTH"]["feb"]
    2
    """
    where = path or Path(__file__).with_name(f"times.{language}.toml")
    try:
        with where.open("rb") as file:
            return _table(tomllib.load(file))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, re.error) as problem:
        raise TableError(f"{where}: not a table of times: {problem}") from problem


def number_kind(written: str) -> str:
    """The kind of a whole number by how it is written: "30" may be a day, "1998" a year, "1,998" neither."""
    if "," in written or len(written) > 4:
        return "big"
    value, digits = int(written), len(written)
    if digits == 4:
        clock = value // 100 < 24 and value % 100 < 60
        return ("year" if clock else "yearonly") if 1500 <= value <= 2199 else "four" if clock else "big"
    if digits == 3:
        return "big"
    if value == 0:
        return "zero"
    if value <= 24:
        return "hour2" if digits == 2 else "hour"
    return "day" if value <= 31 else "two"


def _table(raw: dict[str, object]) -> TimeTable:
    words: Mapping[str, list[str]] = raw["words"]  # type: ignore[assignment]
    values: Mapping[str, Mapping[str, str | int]] = raw["values"]  # type: ignore[assignment]
    proper = frozenset(raw["capitalised"])  # type: ignore[call-overload]
    classes: dict[str, set[str]] = {}
    for name, members in (*words.items(), *values.items()):
        for word in members:
            classes.setdefault(word, set()).add(name)
    alphabet = _Alphabet()
    capital = {word: alphabet.character(names) for word, names in classes.items()}
    small = {word: alphabet.character(names - proper) for word, names in classes.items()}
    numbers = {kind: alphabet.character(names) for kind, names in _NUMBER_KINDS.items()}
    members = alphabet.members()
    phrases: Mapping[str, str] = raw["phrases"]  # type: ignore[assignment]
    rows: list[dict[str, str]] = raw["rules"]  # type: ignore[assignment]
    rules = tuple(_rule(row["form"], row["pattern"], phrases, members) for row in rows)
    return TimeTable(
        language=str(raw["language"]),
        symbols={word: character for word, character in small.items() if character != PLAIN},
        capitalised={word: character for word, character in capital.items() if character != small[word]},
        numbers=numbers,
        values=values,
        members={name: frozenset(characters) for name, characters in members.items()},
        rules=rules,
        tense={name: frozenset(row) for name, row in raw["tense"].items()},  # type: ignore[attr-defined]
        first=re.compile("|".join(re.sub(r"\?P<\w+>", "?:", rule.pattern.pattern) for rule in rules)),
    )


class _Alphabet:
    """One character a combination of classes, private-use so that none means anything to a regular expression."""

    def __init__(self) -> None:
        self._characters: dict[frozenset[str], str] = {}

    def character(self, names: Iterable[str]) -> str:
        key = frozenset(names)
        return self._characters.setdefault(key, chr(0xE000 + len(self._characters))) if key else PLAIN

    def members(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for names, character in self._characters.items():
            for name in names:
                found[name] = found.get(name, "") + character
        return found


def _rule(form: str, pattern: str, phrases: Mapping[str, str], members: Mapping[str, str]) -> TimeRule:
    for _ in phrases:  # phrases may stand in phrases, never in themselves
        pattern = re.sub(r"\b[A-Z]+\b", lambda found: phrases.get(found[0], found[0]), pattern)

    def characters(found: re.Match[str]) -> str:
        if found[0] not in members:
            raise ValueError(f"no class {found[0]} in {pattern!r}")
        return f"[{members[found[0]]}]"

    count = iter(range(1000))  # a name may stand in a pattern twice, a regular expression's group may not
    over_characters = re.sub(r"\b[A-Z]+\b", characters, pattern).replace(" ", "")
    compiled = re.compile(
        re.sub(r"\{([a-z]+)\d*:([^{}]+)\}", lambda found: f"(?P<{found[1]}_{next(count)}>{found[2]})", over_characters)
    )
    return TimeRule(
        form=form, pattern=compiled, names=tuple((group, group.rsplit("_", 1)[0]) for group in compiled.groupindex)
    )
