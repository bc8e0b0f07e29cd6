"""The table of certainty, stance and stage words. In: `certainty.toml`. Refused: a malformed table."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from fogline.model.errors import TableError

Raw = dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A word or phrase that says how sure a speaker is; `probability` is in per cent, where the yardstick has it."""

    words: tuple[str, ...]
    value: str
    probability: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertaintyTable:
    """All words of certainty, stance and stage, in dictionary form where they are verbs or nouns."""

    signals: Mapping[str, tuple[Signal, ...]]  # by first word, longest first
    negations: frozenset[str]
    denying: Mapping[str, str]  # verb → its particle, or "" where it has none
    unable: frozenset[str]
    reports: frozenset[str]  # nouns that stand between a denial and what is denied: "denied reports that …"
    possible: frozenset[str]
    future: frozenset[str]
    conditional: frozenset[str]
    conditions: frozenset[str]
    control: Mapping[str, str]  # verb → stage, "ongoing" or "prevented"
    repelled: Mapping[str, frozenset[str]]  # verb → particles that make it ("beat" → "back"); empty: alone
    stopped: frozenset[str]  # verbs that beat back what `thrusts` name
    thrusts: frozenset[str]
    nouns: Mapping[str, str]
    brink: Mapping[str, str]  # words before "to" or "of" that leave the happening undone: "close to", "the verge of"
    before: Mapping[str, str]  # adjectives with an infinitive: "about to"
    nearly: frozenset[str]
    light: frozenset[str]  # verbs that only say that the happening takes place
    adjectives: Mapping[str, str]
    stances: Mapping[str, str]
    verification: frozenset[str]
    assessing: tuple[str, ...]


@functools.cache
def certainty(path: Path | None = None) -> CertaintyTable:
    """The shipped table, or a user's own.

    >>> certainty().signals["highly"][0].probability
    (10, 20)
    """
    where = path or Path(__file__).with_name("certainty.toml")
    try:
        with where.open("rb") as file:
            return _table(tomllib.load(file))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as problem:
        raise TableError(f"{where}: not a table of certainty words: {problem}") from problem


def _table(raw: dict[str, object]) -> CertaintyTable:
    signals: dict[str, list[Signal]] = {}
    for row in cast("list[dict[str, list[str]]]", raw["signals"]):
        percent = cast("list[int] | None", row.get("probability"))
        for phrase in row["words"]:
            words = tuple(phrase.split())
            signal = Signal(
                words=words, value=str(row["value"]), probability=(percent[0], percent[1]) if percent else None
            )
            signals.setdefault(words[0], []).append(signal)
    sets = cast("Raw", raw)
    repelled: dict[str, set[str]] = {}
    for phrase in sets["control"]["repelled"]:
        verb, _, particle = phrase.partition(" ")
        repelled.setdefault(verb, set()).update([particle] if particle else [])
    return CertaintyTable(
        signals={first: tuple(sorted(rows, key=lambda one: -len(one.words))) for first, rows in signals.items()},
        negations=frozenset(sets["negations"]["words"]),
        denying={verb: particle for verb, _, particle in (one.partition(" ") for one in sets["negations"]["denying"])},
        unable=frozenset(sets["negations"]["unable"]),
        reports=frozenset(sets["negations"]["reports"]),
        possible=frozenset(sets["modals"]["possible"]),
        future=frozenset(sets["modals"]["future"]),
        conditional=frozenset(sets["modals"]["conditional"]),
        conditions=frozenset(sets["modals"]["conditions"]),
        control={verb: stage for stage, verbs in sets["control"].items() if stage != "repelled" for verb in verbs},
        repelled={verb: frozenset(particles) for verb, particles in repelled.items()},
        stopped=frozenset(sets["stopped"]["verbs"]),
        thrusts=frozenset(sets["stopped"]["nouns"]),
        nouns={noun: stage for stage, nouns in sets["nouns"].items() for noun in nouns},
        brink={word: stage for stage in ("ongoing", "hypothetical") for word in sets["brink"][stage]},
        before={word: stage for stage, words in sets["before"].items() for word in words},
        nearly=frozenset(sets["brink"]["nearly"]),
        light=frozenset(sets["light"]["verbs"]),
        adjectives={word: stage for stage, words in sets["adjectives"].items() for word in words},
        stances={verb: stance for stance, verbs in reversed(sets["stances"].items()) for verb in verbs},
        verification=frozenset(sets["verification"]["verbs"]),
        assessing=tuple(sets["verification"]["assessing_sources"]),
    )
