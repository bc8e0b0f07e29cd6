"""The table of measures and groups: what a number counts, by which words.

In: `measures.toml`, and `person_nouns.txt` for nouns of people that it does not group. Out: a `MeasureTable`.
Refused: a malformed table.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

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
    takes: Mapping[str, tuple[tuple[str, str], ...]]  # verb → (its object, which is counted, measure): "claim 21 lives"
    harms: frozenset[str]  # measures of harm to people or things, which have a toll; others are sizes of things
    people_only: frozenset[str]  # measures that only people can be counted by
    units: Mapping[str, tuple[str, float]]  # unit noun → measure, what one is in the measure's own unit
    groups: Mapping[str, str]  # head noun → group
    general: frozenset[str]  # head nouns whose group stands in a word beside them: "personnel", "member"
    beside: Mapping[str, str]  # word beside such a noun → group
    people: frozenset[str]  # head nouns for people
    not_counted: frozenset[str]
    rates: tuple[str, ...]
    vague: Mapping[str, tuple[float | None, float, float | None]]  # "dozens" → best, low, high
    verb_forms: Mapping[str, str]  # "shot" → "shoot", for the verbs of this table
    deeds: Mapping[str, str]  # names of a deed that count who suffered it ("double homicide") → measure, or "harm"
    fold: Mapping[str, int]  # "double" → 2
    noun_forms: Mapping[str, str]  # "policemen" → "policeman", for the nouns of this table


def _conjugated(verb: str) -> list[str]:
    """The regular forms of a verb, with a doubled consonant or not: both are harmless."""
    stem = verb[:-1] if verb.endswith("e") else verb
    third = verb + "es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else verb + "s"
    forms = [verb, third, stem + "ed", stem + "ing", stem + stem[-1] + "ed", stem + stem[-1] + "ing"]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        forms += [verb[:-1] + "ies", verb[:-1] + "ied"]
    if verb.endswith("ee"):
        forms += [verb + "ing"]
    if verb.endswith("ie"):
        forms += [verb[:-2] + "ying"]
    return forms


def _plurals(noun: str) -> list[str]:
    if noun.endswith("man"):
        return [noun, noun[:-2] + "en"]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return [noun, noun[:-1] + "ies"]
    if noun.endswith(("s", "sh", "ch", "x", "z")):
        return [noun, noun + "es"]
    return [noun, noun + "s"]


def _turned(forms: Mapping[str, list[str]]) -> dict[str, str]:
    return {form: word for word, many in forms.items() for form in many}


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


def _table(raw: dict[str, object]) -> MeasureTable:
    rows = cast("dict[str, dict[str, list[str]]]", raw["measures"])
    units = cast("dict[str, dict[str, float]]", raw["units"])
    lists = {
        name: cast("dict[str, list[str]]", raw[name])
        for name in ("groups", "things", "not_counted", "forms", "rates", "body", "deeds", "beside")
    }
    irregular = cast("dict[str, dict[str, list[str]]]", raw["irregular"])

    def inverted(field: str) -> dict[str, str]:
        return {word: measure for measure, row in rows.items() for word in row.get(field, [])}

    def paired(field: str) -> dict[str, tuple[tuple[str, str], ...]]:
        pairs: dict[str, list[tuple[str, str]]] = {}
        for measure, row in rows.items():
            for verb, word in cast("list[tuple[str, str]]", row.get(field, [])):
                pairs.setdefault(verb, []).append((word, measure))
            harmed = row.get("harmed_in", []) if field == "phrases" else []
            for verb in harmed:
                pairs.setdefault(verb, []).extend((part, measure) for part in lists["body"]["parts"])
        return {verb: tuple(found) for verb, found in pairs.items()}

    phrases, takes = paired("phrases"), paired("takes")
    people, things = (
        {noun.lower(): group for group, nouns in reversed(lists[name].items()) for noun in nouns}
        for name in ("groups", "things")
    )
    listed = Path(__file__).with_name("person_nouns.txt").read_text("utf-8").splitlines()
    known = {*things, *people, *lists["not_counted"]["nouns"], *inverted("counts"), *inverted("happens")}
    people |= {noun: "people" for noun in listed if not noun.startswith("#") and noun not in known}
    groups = {**things, **people}
    verbs = {verb for row in rows.values() for field in ("done_to", "does") for verb in row.get(field, [])}
    verbs |= {*phrases, *takes, *lists["forms"]["verbs"]}
    nouns = {noun for row in rows.values() for field in ("counts", "happens") for noun in row.get(field, [])}
    nouns |= {*groups, *lists["not_counted"]["nouns"], *lists["forms"]["nouns"]}
    nouns |= {unit for sizes in units.values() for unit in sizes}
    nouns |= {word for pairs in (*phrases.values(), *takes.values()) for word, _ in pairs}
    vague = cast("dict[str, dict[str, float]]", raw["vague"])
    return MeasureTable(
        vague={word: (row.get("best"), row["low"], row.get("high")) for word, row in vague.items()},
        verb_forms={
            **{form: verb for verb in sorted(verbs) for form in _conjugated(verb)},
            **_turned(irregular["verbs"]),
        },
        noun_forms={**{form: noun for noun in sorted(nouns) for form in _plurals(noun)}, **_turned(irregular["nouns"])},
        done_to=inverted("done_to"),
        does=inverted("does"),
        counts=inverted("counts"),
        happens=inverted("happens"),
        states=inverted("states"),
        tolls=inverted("tolls"),
        phrases=phrases,
        takes=takes,
        harms=frozenset(measure for measure, row in rows.items() if row.get("toll")),
        people_only=frozenset(measure for measure, row in rows.items() if row.get("people")),
        units={unit: (measure, float(size)) for measure, sizes in units.items() for unit, size in sizes.items()},
        groups=groups,
        people=frozenset(people),
        general=frozenset(lists["beside"]["nouns"]),
        beside={word: group for group, some in lists["beside"].items() if group != "nouns" for word in some},
        not_counted=frozenset(lists["not_counted"]["nouns"]),
        rates=tuple(lists["rates"]["after"]),
        deeds={word: measure for measure, words in lists["deeds"].items() for word in words},
        fold=cast("dict[str, int]", raw["fold"]),
    )
