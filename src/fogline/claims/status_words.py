"""The words that tell how things stand, out of `statuses.toml`, ready to be looked up; and what place a phrase names.

In: the table; tokens and the places that tokens name. Out: `StatusWords`, places. Refused: nothing.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from spacy.tokens import Token

from fogline.claims.clauses import phrase
from fogline.claims.parse import lemma
from fogline.data.measures import measures
from fogline.data.word_lists import word_lists
from fogline.model.claim import Place

WIDE = frozenset({"country", "continent", "region"})
_NOUNS = word_lists("place_words", "references").pairs("nouns")
_TOWNS = frozenset(noun for noun, kind in _NOUNS.items() if kind in ("city", "town", "village", "settlement"))


@dataclass(frozen=True, slots=True)
class StatusWords:
    """The words of `statuses.toml`, ready to be looked up."""

    held_suffixes: frozenset[str]
    hold_verbs: frozenset[str]
    holders: frozenset[str]
    whole: frozenset[str]
    partly: frozenset[str]
    contested_nouns: frozenset[str]
    contested_words: frozenset[str]
    grey: frozenset[str]
    sectors: frozenset[str]
    under: re.Pattern[str]
    ours: re.Pattern[str]
    theirs: re.Pattern[str]
    partial: re.Pattern[str]
    closing: re.Pattern[str]
    broken: re.Pattern[str]
    routes: frozenset[str]
    general_routes: frozenset[str]
    route_marks: frozenset[str]
    named_ways: frozenset[str]
    isolated: frozenset[str]
    reaching: frozenset[str]
    tries: frozenset[str]
    values: tuple[tuple[str, re.Pattern[str]], ...]
    worsening: re.Pattern[str]
    improving: re.Pattern[str]
    no_trend: re.Pattern[str]
    things: frozenset[str]
    destroyed: frozenset[str]
    damaged: frozenset[str]


@functools.cache
def status_words() -> StatusWords:
    """The table that ships, read once."""
    table = tomllib.loads(resources.files("fogline.data").joinpath("statuses.toml").read_text("utf-8"))
    control, ring, access, trend, built = (
        table[name] for name in ("control", "encirclement", "access", "trend", "infrastructure")
    )
    return StatusWords(
        held_suffixes=frozenset(control["held_suffixes"]),
        hold_verbs=frozenset(control["hold_verbs"]),
        holders=frozenset(control["holders"]),
        whole=frozenset(control["whole"]),
        partly=frozenset(control["partly"]),
        contested_nouns=frozenset(control["contested_nouns"]),
        contested_words=frozenset(control["contested_words"]),
        grey=frozenset(control["grey"]),
        sectors=frozenset(control["sectors"]),
        under=_any(control["under_phrases"]),
        ours=re.compile(control["ours"]),
        theirs=re.compile(control["theirs"]),
        partial=_any(ring["partial_words"]),
        closing=_any(ring["worsening_words"]),
        broken=_any(ring["broken_words"]),
        routes=frozenset(access["routes"]),
        general_routes=frozenset(access["general_routes"]),
        route_marks=frozenset(access["route_marks"]),
        named_ways=frozenset(access["named_ways"]),
        isolated=frozenset(access["place_isolated"]),
        reaching=frozenset(access["reaching"]),
        tries=frozenset(access["tries"]),
        values=tuple((row["value"], _any(row["phrases"], row.get("patterns", []))) for row in access["value"]),
        worsening=_any(trend["worsening"]),
        improving=_any(trend["improving"]),
        no_trend=_any(trend["neither"]),
        things=frozenset(built["things"]),
        destroyed=frozenset(built["destroyed"]),
        damaged=frozenset(built["damaged"]),
    )


def _any(phrases: list[str], patterns: Sequence[str] = ()) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join([*patterns, *map(re.escape, longest_first)]) + r")(?![\w-])")


def place_of(token: Token, places: Mapping[int, Place]) -> Place | None:
    """The place that a noun phrase names: itself, what stands before it in a compound, or after "of" or "in"."""
    if token.i in places:
        return places[token.i]
    if token.dep_ == "appos" and token.head.i in places:
        return places[token.head.i]
    of = next((child for child in token.children if child.dep_ == "prep" and child.lower_ == "of"), None)
    named = [places[one.i] for one in of.children if one.i in places] if of is not None else []
    if named:
        return named[0]  # "the town of Al Nahud in West Kordofan"
    start, end = phrase(token)
    inside = [places[i] for i in range(start, end) if i in places]
    # In "Ukraine's routes into the city" the country only says whose they are.
    if token.lower_ in _TOWNS and inside and all(place.kind in WIDE for place in inside):
        return None  # "a key Congo town" has no name
    exact = [place for place in inside if place.kind not in WIDE] or inside
    return exact[-1] if exact else None


def trend(text: str, words: StatusWords) -> str | None:
    """Whether words tell that something gets worse or better; "until further notice" tells neither."""
    text = words.no_trend.sub(" ", text)
    if words.worsening.search(text):
        return "worsening"
    return "improving" if words.improving.search(text) else None


def bears_arms(subject: Token) -> bool:
    """ "Rebels control Bunia": whoever they are, they are such as can hold a town."""
    return (
        measures().groups.get(lemma(subject)) in ("soldiers", "militants") or subject.lower_ in status_words().holders
    )
