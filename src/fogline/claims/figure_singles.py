"""Victims without a numeral: "a 22-year-old man was shot and killed" (1), "nobody was hurt" (0), "both died" (2).

In: a passage's words and its counted noun phrases. Out: `Figure`s of 0, 1 or 2. Refused: what did not happen (feared,
attempted, threatened), plurals without a number, and nouns that are no people where only people are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from fogline.claims.certainty import stage_of
from fogline.claims.figure_roles import Page, Role
from fogline.data.word_lists import word_lists
from fogline.model.claim import Bound, Figure, Scope, Stage

_LISTS = word_lists("figure_words", "singles")
_NOT = _LISTS.words("negations")
_NOBODY = _LISTS.words("nobody")
_PERSONS = _LISTS.words("persons")
_VICTIM_MEASURES = {"killed", "injured", "casualties", "abducted", "arrested", "missing", "captured"}
_OF_MANY = frozenset({"population"})
# A place can be captured and go missing from a map; of a name alone these measures tell that it is a person.
_NAMED_MEASURES = {"killed", "injured", "casualties", "abducted", "arrested"}
_FATAL = _LISTS.words("fatal")
_ONE = _LISTS.words("one")
_ATTACKERS = _LISTS.words("attackers")
_ORDINALS = _LISTS.words("ordinals")
_ANOTHER = {"another", *_ORDINALS}
_PERSON_ENDINGS = _LISTS.phrases("person_endings")


_CALENDAR = _LISTS.words("calendar")
_NUMBER = re.compile(r"\d{1,2}")
_AGES_BEFORE = _LISTS.pattern("ages_before", 0)
_AGES_AFTER = _LISTS.pattern("ages_after", 0)
_GATHERED = _LISTS.words("gathered")
_LEFT_OF_NOUN = {"det", "poss", "amod", "compound", "nummod", "predet"}


def singles(page: Page, used: set[int], known: list[Figure]) -> Iterator[Figure]:
    """Figures of noun phrases that are counted without a numeral."""
    for head, role in page.counted.items():
        if head in used or head in page.among:
            continue
        value, scope = (1, Scope.INCREMENT) if role.adds else _how_many(page, head, role.measure)
        if value is None or (value and not _real(page, role)):
            continue
        yield _made(page, head, role.measure, value, scope)
    for head, whole in page.among.items():
        if head not in used:
            yield from _part(page, head, whole, known)
    for i, word in enumerate(page.words.lower):
        if word in ("no", "without", "any") and i not in used:
            yield from _none(page, i)


def in_a_word(page: Page) -> Iterator[Figure]:
    """How many the name of a deed counts: "a double homicide" (2), "a fatal crash" (1 or more), "a murder-suicide"."""
    words = page.words
    for i, tag in enumerate(words.tag):
        if tag != "NN" or words.lower[i] not in page.table.deeds or not _is_told(page, i):
            continue
        before = [k for k in words.kids(i, "amod", "compound", "nummod") if k < i]
        measure = page.table.deeds[words.lower[i]]
        times = next((page.table.fold[words.lower[k]] for k in before if words.lower[k] in page.table.fold), None)
        fatal = any(words.lower[k] in _FATAL for k in before)
        start = page.passage.start + words.doc[min([i, *before])].idx
        end = page.passage.start + words.doc[i].idx + len(words.lower[i])
        if times is not None and measure != "harm":
            yield _figure(page, start, end, measure, None, times, Scope.TOTAL)
        least = 2 if words.lower[i] == "suicide" and _is_with_murder(page, i) else 1 if fatal else None
        if least is not None:
            sure = _figure(page, start, end, "killed", None, least, Scope.TOTAL)
            yield replace(sure, best=None, high=None, bound=Bound.AT_LEAST)


def _is_with_murder(page: Page, i: int) -> bool:
    words = page.words.lower
    return i > 1 and words[i - 1] in ("-", "/", "–") and words[i - 2] in ("murder", "homicide")


def _is_told(page: Page, i: int) -> bool:
    """Whether a deed is told as one that was: not "no double homicide", not "a double-murder trial"."""
    words = page.words
    beside = [*words.children[i], *(words.children[words.head[i]] if words.dep[i] == "attr" else ())]
    if words.dep[i] in ("compound", "amod", "nmod") or any(words.lower[k] in _NOT for k in beside):
        return False
    return stage_of(page.passage, page.passage.doc[i]) in (Stage.HAPPENED, Stage.ONGOING)


def _how_many(page: Page, head: int, measure: str) -> tuple[int | None, Scope]:
    words, table = page.words, page.table
    if measure in _OF_MANY:
        return None, Scope.TOTAL  # "the boy lived there" counts nobody
    word, tag = words.lower[head], words.tag[head]
    left = {words.lower[k] for k in words.children[head] if k < head}
    if word in _NOBODY or ("no" in left and (tag[:1] == "N" or word == "one")):
        return 0, Scope.TOTAL
    if word == "both" or ("both" in left and tag == "NNS"):
        return 2, Scope.TOTAL
    victim = measure in _VICTIM_MEASURES
    if victim and word in _ANOTHER:
        return 1, Scope.INCREMENT
    # In capitals throughout, as in old wire copy, a capital marks no name.
    named = (
        tag == "NNP"
        and word.isalpha()
        and word not in _CALENDAR
        and len(word) > 1
        and not words.doc[head].text.isupper()
    )
    capital = words.doc[head].text[:1].isupper()  # "an officer's helmet" is nobody
    named = named or (tag == "NN" and capital and any(words.tag[k] == "NNP" for k in words.kids(head, "compound")))
    if (victim and word in _PERSONS) or (measure in _NAMED_MEASURES and named):
        return 1, Scope.TOTAL
    if word == "old" and left and any(words.lower[k] == "year" for k in range(max(0, head - 3), head)):
        return 1, Scope.TOTAL
    if tag == "NNS" and victim and words.lemma(head) in table.people and (ages := _ages(page, head)):
        return ages, Scope.TOTAL
    if tag != "NN" or ("the" in left and left & _ORDINALS):
        return None, Scope.TOTAL
    key = words.lemma(head)
    person = key in table.people or (victim and key not in table.groups and key.endswith(_PERSON_ENDINGS))
    if person and key not in _GATHERED:
        return 1, Scope.INCREMENT if left & _ANOTHER else Scope.TOTAL
    if key in ("body", "life") and measure == "killed" and (key == "body" or left & (_ONE | _ANOTHER)):
        return 1, Scope.TOTAL
    if measure not in table.people_only and key in table.groups and left & _ONE and not left & _ATTACKERS:
        return 1, Scope.TOTAL
    return None, Scope.TOTAL


def _ages(page: Page, head: int) -> int:
    """How many ages stand with a plural, one for each: "his 12- and 10-year-old sons", "her sons, ages 3 and 4"."""
    text, token = page.passage.text, page.passage.doc[head]
    before = _AGES_BEFORE.search(text[max(0, token.idx - 60) : token.idx])
    after = _AGES_AFTER.match(text[token.idx + len(token.text) :][:60])
    found = before or after
    return len(_NUMBER.findall(found[1])) if found else 0


def _real(page: Page, role: Role) -> bool:
    passage = page.passage
    return stage_of(passage, passage.doc[role.trigger]) in (Stage.HAPPENED, Stage.ONGOING)


def _part(page: Page, head: int, whole: str | None, known: list[Figure]) -> Iterator[Figure]:
    """ "A child was among them": one of those that were counted before."""
    start = page.passage.start + page.words.doc[head].idx
    people = page.table.people_only  # "eleven were rescued, a child among them"
    before = [f for f in known if f.measure in people and f.scope is not Scope.SUBSET and f.start < start]
    measure = page.table.states.get(whole or "") or (before[-1].measure if before else None)
    value, _ = _how_many(page, head, measure or "")
    if measure is None or not value:
        return
    of = next((f.best if f.best is not None else f.low for f in reversed(before) if f.measure == measure), None)
    yield replace(_made(page, head, measure, value, Scope.SUBSET), of=of)


def _made(page: Page, head: int, measure: str, value: int, scope: Scope) -> Figure:
    words, doc = page.words, page.passage.doc
    left = [k for k in words.children[head] if k < head and words.dep[k] in _LEFT_OF_NOUN]
    first = min([head, *left])
    while inner := [k for k in words.children[first] if k < first]:
        first = min(inner)
    start = page.passage.start + doc[first].idx
    end = page.passage.start + doc[head].idx + len(doc[head].text)
    group = page.table.groups.get(words.lemma(head)) if words.tag[head] in ("NN", "NNS") else None
    return _figure(page, start, end, measure, None if group == "people" else group, value, scope)


def _figure(page: Page, start: int, end: int, measure: str, group: str | None, value: int, scope: Scope) -> Figure:
    number = float(value)
    return Figure(
        start=start, end=end, measure=measure, group=group, best=number, low=number, high=number, scope=scope,
        as_worded=page.report.text[start:end],
    )  # fmt: skip


def _none(page: Page, i: int) -> Iterator[Figure]:
    """ "No casualties": nobody killed, nobody injured."""
    words, doc = page.words, page.passage.doc
    before = set(words.lower[max(0, i - 6) : i])
    if words.lower[i] == "any" and (not _NOT & before or {"if", "whether"} & before):
        return
    for j in range(i + 1, min(i + 5, len(words.lower))):
        measure = page.table.counts.get(words.lemma(j))
        if measure in ("killed", "injured", "casualties") and words.tag[j][:1] == "N":
            start = page.passage.start + doc[i].idx
            end = page.passage.start + doc[j].idx + len(doc[j].text)
            for one in ("killed", "injured") if measure == "casualties" else (measure,):
                yield _figure(page, start, end, one, None, 0, Scope.TOTAL)
        causing = words.lower[i] == "without" and words.tag[j] == "VBG" and j == i + 1
        if words.tag[j] not in ("JJ", "CC", "NNS", "NN", "RB") and not causing:
            return
