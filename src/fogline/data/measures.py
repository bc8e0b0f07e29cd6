"""The table of measures and groups: what a number counts, by which words. In: `measures.toml`. Refused: a malformed table."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fogline.model.errors import TableError


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTable:
    """Words to measures and groups; every key is a dictionary form in lower case."""

    done_to: Mapping[str, str]
    does: Mapping[str, str]
    counts: Mapping[str, str]
    happens: Mapping[str, str]
    states: Mapping[str, str]
    tolls: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[str, str], ...]]  # verb → (word that makes it, measure)
    people_only: frozenset[str]  # measures that only people can be counted by
    units: Mapping[str, tuple[str, float]]  # unit noun → measure, what one is in the measure's own unit
    groups: Mapping[str, str]  # head noun → group
    people: frozenset[str]  # head nouns for people
    not_counted: frozenset[str]
    rates: tuple[str, ...]


_THINGS = frozenset(
    ["tanks", "vehicles", "artillery", "aircraft", "drones", "missiles", "shells", "ships", "bridges", "houses"]
    + ["buildings", "settlements", "routes"]
)


@functools.cache
def measures(path: Path | None = None) -> MeasureTable:
    """The shipped table, or a user's own.

    >>> measures().counts["fatality"]
    'killed'
    """
    where = path or Path(__file__).with_name("measures.toml")
    try:
        with where.open("rb") as file:
            raw = tomllib.load(file)
        return _table(raw)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as problem:
        raise TableError(f"{where}: not a table of measures: {problem}") from problem


def _table(raw: dict[str, dict[str, dict[str, list[str]]]]) -> MeasureTable:
    rows = raw["measures"]

    def inverted(field: str) -> dict[str, str]:
        return {word: measure for measure, row in rows.items() for word in row.get(field, [])}

    phrases: dict[str, list[tuple[str, str]]] = {}
    for measure, row in rows.items():
        for verb, word in row.get("phrases", []):
            phrases.setdefault(verb, []).append((word, measure))
    groups = {
        str(noun).lower(): group
        for group, nouns in reversed(raw["groups"].items())
        for noun in nouns
    }
    return MeasureTable(
        done_to=inverted("done_to"),
        does=inverted("does"),
        counts=inverted("counts"),
        happens=inverted("happens"),
        states=inverted("states"),
        tolls=inverted("tolls"),
        phrases={verb: tuple(pairs) for verb, pairs in phrases.items()},
        people_only=frozenset(measure for measure, row in rows.items() if row.get("people")),
        units={
            unit: (measure, float(size))  # type: ignore[arg-type]
            for measure, sizes in raw["units"].items()
            for unit, size in sizes.items()
        },
        groups=groups,
        people=frozenset(noun for noun, group in groups.items() if group not in _THINGS),
        not_counted=frozenset(str(noun) for noun in raw["not_counted"]["nouns"]),
        rates=tuple(str(rate) for rate in raw["rates"]["after"]),
    )
