"""The words and patterns of time expressions. In: `times.<language>.toml`, one a language. Refused: a malformed one.

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

# Classes of numbers, and of what is taken whole, by how they are written. The first that fits counts.
_WRITTEN: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\d{4}-\d\d-\d\d", ("ISO",)),
    (r"\d{1,2}\.\d{1,2}\.\d{4}", ("DOTTED",)),
    (r"\d{1,2}/\d{1,2}/\d{4}", ("SLASHED",)),
    (r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?", ("CLOCK",)),
    (r"\d/\d|[½¼¾]", ("FRACTION",)),
    (r"(?:[01]?\d|2[0-4])\.[0-5]\d", ("CLOCKDOT", "DECIMAL")),
    (r"\d+\.\d+", ("DECIMAL",)),
    (r"(?:1[5-9]|20|21)[0-5]\d", ("INT", "YEAR", "CLOCKFOUR")),
    (r"(?:1[5-9]|20|21)\d\d", ("INT", "YEAR")),
    (r"(?:[01]\d|2[0-3])[0-5]\d", ("INT", "CLOCKFOUR")),
    (r"00?", ("INT", "HOURNUM")),
    (r"0?[1-9]", ("INT", "HOURNUM", "DAYNUM")),
    (r"1\d|2[0-4]", ("INT", "HOURNUM", "DAYNUM", "YEARTWO")),
    (r"2[5-9]|3[01]", ("INT", "DAYNUM", "YEARTWO")),
    (r"\d\d", ("INT", "YEARTWO")),
    (r"\d[\d,]*", ("INT",)),
    (r"[ap]\.\s?m\.?", ("AMPM",)),
    (r"q[1-4]", ("QNUM",)),
    (r"h[12]", ("HNUM",)),
)


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
    symbols: Mapping[str, str]  # word, as it may be written → character
    numbers: tuple[tuple[re.Pattern[str], str], ...]  # how a number is written → character
    values: Mapping[str, Mapping[str, str | int]]  # class → word → value
    members: Mapping[str, frozenset[str]]  # class → characters
    rules: Mapping[str, tuple[TimeRule, ...]]  # character → the rules that may begin with it
    run: re.Pattern[str]  # words that patterns know, at least one of which a time cannot be without
    tense: Mapping[str, frozenset[str]]  # due, future, perfect, plans, pluperfect, present → words


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


def is_read(language: str) -> bool:
    """Whether there is a table for a language (ISO 639-1).

    >>> is_read("en"), is_read("ka")
    (True, False)
    """
    return language.isalpha() and Path(__file__).with_name(f"times.{language}.toml").exists()


def _table(raw: dict[str, object]) -> TimeTable:
    words: Mapping[str, list[str]] = raw["words"]  # type: ignore[assignment]
    values: Mapping[str, Mapping[str, str | int]] = raw["values"]  # type: ignore[assignment]
    proper = frozenset(raw["capitalised"])  # type: ignore[call-overload]
    classes: dict[str, set[str]] = {}
    for name, members in (*words.items(), *values.items()):
        for word in members:
            classes.setdefault(word, set()).add(name)
    alphabet = _Alphabet()
    symbols: dict[str, str] = {}
    for word, names in classes.items():
        for form in {word, word.capitalize(), word.upper()}:
            symbols[form] = alphabet.character(names if form[0].isupper() or word.isupper() else names - proper)
    numbers = tuple((re.compile(written, re.IGNORECASE), alphabet.character(names)) for written, names in _WRITTEN)
    members = alphabet.members()
    phrases: Mapping[str, str] = raw["phrases"]  # type: ignore[assignment]
    rows: list[dict[str, str]] = raw["rules"]  # type: ignore[assignment]
    rules = [_rule(row["form"], row["pattern"], phrases, members) for row in rows]
    first = [first_characters(rule.pattern.pattern) for rule in rules]
    core = "".join(members[name] for name in raw["core"])  # type: ignore[attr-defined]
    return TimeTable(
        language=str(raw["language"]),
        symbols={word: character for word, character in symbols.items() if character != PLAIN},
        numbers=numbers,
        values=values,
        members={name: frozenset(characters) for name, characters in members.items()},
        rules={
            character: tuple(rule for rule, begins in zip(rules, first, strict=True) if character in begins)
            for character in {character for characters in members.values() for character in characters}
        },
        run=re.compile(f"[^{PLAIN}{core}]*[{core}][^{PLAIN}]*"),
        tense={name: frozenset(row) for name, row in raw["tense"].items()},  # type: ignore[attr-defined]
    )


def first_characters(pattern: str) -> frozenset[str]:
    """The characters with which a match of a pattern of sets, groups, `|`, `?` and `*` may begin.

    >>> sorted(first_characters("(?P<n>[ab])?([c]|[de][f])"))
    ['a', 'b', 'c', 'd', 'e']
    """
    pattern = re.sub(r"\(\?<=[^)]*\)", "", pattern)  # what stands before is no beginning
    pieces = re.findall(r"\[[^\]]+\]|\((?:\?P<\w+>)?|[|)?*+]", pattern)
    return frozenset(_first_of_choice(pieces, 0)[0])


def _first_of_choice(pieces: list[str], place: int) -> tuple[set[str], bool, int]:
    """The first characters of alternatives, whether they may be empty, and where they end."""
    found: set[str] = set()
    empty = False
    while True:
        branch, branch_empty, place = _first_of_branch(pieces, place)
        found |= branch
        empty |= branch_empty
        if place >= len(pieces) or pieces[place] != "|":
            return found, empty, place
        place += 1


def _first_of_branch(pieces: list[str], place: int) -> tuple[set[str], bool, int]:
    found: set[str] = set()
    empty = True
    while place < len(pieces) and pieces[place] not in {"|", ")"}:
        if pieces[place][0] == "(":
            here, here_empty, place = _first_of_choice(pieces, place + 1)
        else:
            here, here_empty = set(pieces[place][1:-1]), False
        place += 1
        if place < len(pieces) and pieces[place] in {"?", "*", "+"}:
            here_empty |= pieces[place] != "+"
            place += 1
        if empty:
            found |= here
        empty &= here_empty
    return found, empty, place


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
