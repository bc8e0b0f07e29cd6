"""Which candidates are places: the clues beside each weighed, then weighed again with what is sure elsewhere.

In: candidates with their clues. Out: those that are places, in order. First every candidate is judged by its own clues;
then names that are surely places vouch for others: the same name elsewhere, names in one list with them, hamlets near
them or in their countries. The weights are fitted by `training/place_weights.py`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from fogline.claims.parse import is_dictionary_word
from fogline.claims.place_clues import GROUP, HOLDS, PERSON, RIVER, STREET
from fogline.claims.place_names import Candidate, place_words
from fogline.claims.place_resolution import resolve
from fogline.data.gazetteer import SETTLEMENTS, Entry, Gazetteer, kilometres, table
from fogline.model.report import Report

SURE, UNSURE = 1.0, -1.5  # log odds of the first weighing
SAYS_PLACE = frozenset({"after in", "kind before", "kind after", "container after", "target of a verb"})
_LONG_WORD = 30  # characters
NEAR_KM = 60.0
MOST_WITNESSES = 25  # sure places that are asked; more say nothing new and cost time


def places_among(every: Sequence[Candidate], report: Report, gazetteer: Gazetteer) -> list[Candidate]:
    """The candidates that are places; links to containers and lists are kept among them."""
    first, second = weights("first"), weights("weights")
    alone = [weigh(candidate.clues, first) for candidate in every]
    parts = _parts_of_names(every, report.text) | _names_of_groups(every) | _guesses(every, gazetteer)
    kept: list[bool] = []
    for candidate, clues in zip(every, second_clues(every, alone, report, gazetteer), strict=True):
        likely = bool({RIVER, STREET} & set(candidate.clues)) or weigh((*candidate.clues, *clues), second) > 0
        kept.append(likely and not _hopeless(candidate) and candidate.text not in parts)
    for candidate, keep in zip(every, list(kept), strict=True):
        if keep and candidate.container is not None:
            kept[candidate.container] = True
    position = {n: at for at, n in enumerate(n for n, keep in enumerate(kept) if keep)}
    return [
        replace(
            candidate,
            container=None if candidate.container is None else position.get(candidate.container),
            sibling=candidate.sibling and n > 0 and kept[n - 1],
        )
        for n, (candidate, keep) in enumerate(zip(every, kept, strict=True))
        if keep
    ]


def weigh(clues: Sequence[str], table_: dict[str, float]) -> float:
    """The log odds that clues add up to."""
    return table_.get("bias", 0.0) + sum(table_.get(clue, 0.0) for clue in clues)


@functools.cache
def weights(name: str) -> dict[str, float]:
    """A table of weights: `first` for a candidate alone, `weights` for it among the others."""
    return cast(dict[str, float], table("place_weights.toml").get(name, {}))


def _parts_of_names(every: Sequence[Candidate], text: str) -> frozenset[str]:
    """Names that the report only has behind one and the same other name: "Kuang" in "the Han Kuang exercise"."""
    before: dict[str, list[str]] = {}
    for one in every:
        words = text[max(0, one.start - _LONG_WORD) : one.start].split(" ")
        word = words[-2] if len(words) > 1 and not words[-1] else ""
        before.setdefault(one.text, []).append(word if _may_begin_a_name(word) else "")
    return frozenset(name for name, words in before.items() if len(words) > 1 and all(words) and len(set(words)) == 1)


def _names_of_groups(every: Sequence[Candidate]) -> frozenset[str]:
    """Names that only people bear in the report: "Fano" where it has "Fano fighters" and nothing "in Fano"."""
    bearers = {one.text for one in every if GROUP in one.clues}
    return frozenset(bearers - {one.text for one in every if SAYS_PLACE & set(one.clues)})


def _guesses(every: Sequence[Candidate], gazetteer: Gazetteer) -> frozenset[str]:
    """Names that only sound like a place's, and that nothing in the report says is one: "Huseyin" is no Al Husayn."""
    told = {one.text for one in every if SAYS_PLACE & set(one.clues)}
    return frozenset(text for text in {one.text for one in every} - told if gazetteer.sounding_like(text))


def _may_begin_a_name(word: str) -> bool:
    known = place_words()
    if word in known.titles or word in known.directions or word in known.feature_heads:
        return False
    named = word in known.given or not is_dictionary_word(word.lower())
    return word[:1].isupper() and word.isalpha() and not word.isupper() and named


def _hopeless(candidate: Candidate) -> bool:
    """Whether a person is meant, or a common word stands alone: "Reading" without "Pa."."""
    if PERSON in candidate.clues:
        return True
    return "never" in candidate.clues and not {"container after", HOLDS, "kind before"} & set(candidate.clues)


def second_clues(
    every: Sequence[Candidate], alone: Sequence[float], report: Report, gazetteer: Gazetteer
) -> list[tuple[str, ...]]:
    """For each candidate, what the report's other candidates say for and against it."""
    sure = [n for n, score in enumerate(alone) if score > SURE and not _hopeless(every[n])]
    best: dict[str, list[tuple[float, int]]] = {}
    for score, n in sorted(zip(alone, range(len(every)), strict=True)):
        best.setdefault(every[n].text, []).append((score, n))
    firm = {n: at for at, n in enumerate(sure)}
    among = [
        replace(one, container=firm.get(-1 if one.container is None else one.container), sibling=beside)
        for one, beside in ((every[n], every[n].sibling and n - 1 in firm) for n in sure)
    ]
    witnesses = _witnesses(among, resolve(among, report, gazetteer))
    countries = {entry.country for _, entry in witnesses if entry.kind == "country" and entry.country}
    seen: dict[str, tuple[str, ...]] = {}
    found: list[tuple[str, ...]] = []
    for n, candidate in enumerate(every):
        clues: list[str] = []
        others = best[candidate.text]
        if len(others) > 1:
            highest = others[-1] if others[-1][1] != n else others[-2]
            lowest = others[0] if others[0][1] != n else others[1]
            surely = (
                "sure elsewhere" if highest[0] > SURE else "unsure elsewhere" if lowest[0] < UNSURE else "elsewhere"
            )
            clues.append(surely)
        beside = [alone[n - 1]] if candidate.sibling and n else []
        if n + 1 < len(every) and every[n + 1].sibling:
            beside.append(alone[n + 1])
        if beside:
            clues.append("sure beside" if max(beside) > SURE else "unsure beside" if min(beside) < UNSURE else "beside")
        if candidate.text not in seen:
            seen[candidate.text] = _vouched(candidate, witnesses, countries)
        found.append((*clues, *seen[candidate.text]))
    return found


def _witnesses(among: Sequence[Candidate], entries: Sequence[Entry | None]) -> list[tuple[str, Entry]]:
    named: dict[tuple[str, str, float], Entry] = {}
    for candidate, entry in zip(among, entries, strict=True):
        if entry is not None:
            named.setdefault((candidate.text, entry.name, entry.lat), entry)
    return [(text, entry) for (text, _, _), entry in named.items()][:MOST_WITNESSES]


def _vouched(candidate: Candidate, witnesses: Sequence[tuple[str, Entry]], countries: set[str]) -> tuple[str, ...]:
    """Whether a bearer of the name lies near a sure place, or in a country that the report surely names."""
    bearers = next((clue for clue in candidate.clues if clue.startswith("bearers")), "bearers many")
    clues: list[str] = []
    for entry in candidate.entries:
        if entry.kind not in SETTLEMENTS:
            continue
        if any(
            text != candidate.text
            and other.kind in SETTLEMENTS
            and abs(other.lat - entry.lat) < 1.0
            and kilometres(entry.lat, entry.lon, other.lat, other.lon) < NEAR_KM
            for text, other in witnesses
        ):
            clues.append("near sure, " + bearers)
            break
    if any(entry.kind in SETTLEMENTS and entry.country in countries for entry in candidate.entries):
        clues.append("country named, " + bearers)
    return tuple(clues)
