"""Victims without a numeral: "a 22-year-old man was shot and killed" (1), "nobody was hurt" (0), "both died" (2).

In: a passage's words and its counted noun phrases. Out: `Figure`s of 0, 1 or 2. Refused: what did not happen (feared,
attempted, threatened), plurals without a number, and nouns that are no people where only people are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fogline.claims.certainty import stage_of
from fogline.claims.figure_roles import Role, Words
from fogline.claims.parse import Passage
from fogline.data.measures import MeasureTable
from fogline.model.claim import Figure, Scope, Stage
from fogline.model.report import Report

_NOBODY = {"nobody", "none", "noone"}
_PERSONS = {"he", "she", "him", "her"}
_VICTIM_MEASURES = {"killed", "injured", "casualties", "abducted", "arrested", "missing", "captured"}
_ONE = {"a", "an", "one"}
_ANOTHER = {"another", "third", "fourth"}


def singles(
    passage: Passage, report: Report, words: Words, table: MeasureTable, counted: Mapping[int, Role], used: set[int]
) -> Iterator[Figure]:
    """Figures of noun phrases that are counted without a numeral."""
    for head, role in counted.items():
        if head in used:
            continue
        value, scope = _how_many(words, table, head, role)
        if value is None:
            continue
        if value and not _real(passage, role):
            continue
        yield from _made(passage, report, words, table, head, role.measure, value, scope)
    for i, word in enumerate(words.lower):
        if word in ("no", "without", "any") and i not in used:
            yield from _none(passage, report, words, table, i)


def _how_many(words: Words, table: MeasureTable, head: int, role: Role) -> tuple[int | None, Scope]:
    word, tag = words.lower[head], words.tag[head]
    left = {words.lower[k] for k in words.children[head] if k < head}
    if word in _NOBODY or (word == "one" and "no" in left):
        return 0, Scope.TOTAL
    if "no" in left and tag[:1] == "N":
        return 0, Scope.TOTAL
    if word == "both" or ("both" in left and tag == "NNS"):
        return 2, Scope.TOTAL
    if role.measure in _VICTIM_MEASURES:
        if word in _PERSONS:
            return 1, Scope.TOTAL
        if word in _ANOTHER:
            return 1, Scope.INCREMENT
        if tag == "NNP" and word.isalpha() and len(word) > 1 and not passage_is_upper(words, head):
            return 1, Scope.TOTAL
    if tag != "NN":
        return None, Scope.TOTAL
    key = words.lemma(head)
    if key in table.people and key not in ("people", "police", "family", "couple", "household"):
        return 1, Scope.INCREMENT if left & _ANOTHER else Scope.TOTAL
    if role.measure not in table.people_only and key in table.groups and left & _ONE:
        return 1, Scope.TOTAL
    return None, Scope.TOTAL


def passage_is_upper(words: Words, head: int) -> bool:
    """Whether a word stands in capitals, as in wire copy, where capitals mark no name."""
    return words.doc[head].text.isupper()


def _real(passage: Passage, role: Role) -> bool:
    return stage_of(passage, passage.doc[role.trigger], role.measure) in (Stage.HAPPENED, Stage.ONGOING)


def _made(
    passage: Passage, report: Report, words: Words, table: MeasureTable, head: int, measure: str, value: int, scope: Scope
) -> Iterator[Figure]:
    first = min([k for k in words.children[head] if k < head and words.dep[k] in ("det", "poss", "amod", "compound", "nummod", "predet")] or [head])
    if words.dep[first] == "poss" or words.dep[first] == "amod":
        first = min([first, *(k for k in words.children[first] if k < first)])
    start = passage.start + passage.doc[first].idx
    end = passage.start + passage.doc[head].idx + len(passage.doc[head].text)
    group = table.groups.get(words.lemma(head)) if words.tag[head] in ("NN", "NNS") else None
    yield _figure(report, start, end, measure, None if group == "people" else group, value, scope)


def _figure(report: Report, start: int, end: int, measure: str, group: str | None, value: int, scope: Scope) -> Figure:
    number = float(value)
    return Figure(
        start=start, end=end, measure=measure, group=group, best=number, low=number, high=number, scope=scope,
        as_worded=report.text[start:end],
    )  # fmt: skip


def _none(passage: Passage, report: Report, words: Words, table: MeasureTable, i: int) -> Iterator[Figure]:
    """ "No casualties": nobody killed, nobody injured."""
    if words.lower[i] == "any" and not any(word in ("not", "n't", "without", "no") for word in words.lower[max(0, i - 6) : i]):
        return
    for j in range(i + 1, min(i + 5, len(words.lower))):
        measure = table.counts.get(words.lemma(j))
        if measure in ("killed", "injured", "casualties") and words.tag[j][:1] == "N":
            start = passage.start + passage.doc[i].idx
            end = passage.start + passage.doc[j].idx + len(passage.doc[j].text)
            for one in ("killed", "injured") if measure == "casualties" else (measure,):
                yield _figure(report, start, end, one, None, 0, Scope.TOTAL)
        if words.tag[j] not in ("JJ", "CC", "NNS", "NN", "RB"):
            return
