"""The words of a story that tell one event: event coreference within and across reports.

Comes in: the event words of each report, and its story and origin. Goes out: `Development`s of kind "other", beside
those of the table of kinds: a trial or a takeover is something that happened, too. Each is told by two words at least,
or by one that stands in a claim of the table and tells something else.
Never compares all pairs: only words of one story whose lemmas are alike by form or by sense (`data/senses.npz`), and no
more than `MOST_WORDS` of one lemma. The same reports in any order give the same events.

How close two words are is a sum of marks (`event_likeness`), weighed by `data/events.toml`. Groups grow as stories do.
"""

from __future__ import annotations

import collections
import itertools
import math
from collections.abc import Container, Iterable, Mapping, Sequence

import numpy

from fogline.data.senses import alike, senses
from fogline.data.weights import in_order, number
from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim, EventWord, Span, When, claim_id
from fogline.model.picture import Development, ReportLine
from fogline.picture.event_likeness import MARKS, Counts, Seen, Setting, Word
from fogline.picture.growing import Pairs, grown
from fogline.picture.terms import stable_id

_LISTS = word_lists("happening_words", "endings")
_ENDINGS = _LISTS.phrases("of_events")

METHOD = "event words"
KIND = "other"
MOST_WORDS = 100  # of one lemma in one story that are compared
USUAL_REPORTS = 500
# From which two lemmas are compared at all: how much one sense, or one under another, is meant by both. Lower values
# found more pairs of one event (ecbplus, five folds) and lost as much to the wrong ones.
LEAST_SAME, LEAST_ABOVE = 0.12, 0.4
FAR = -5.0
_SHORTEST_STEM = 4
AT_ONCE = 1 << 16  # pairs that are compared in one step: some 50 MB


def word_id(report: str, word: EventWord) -> str:
    """The id of an event word among the claims."""
    return claim_id(report=report, start=word.start, end=word.end, speakers=(), kind=KIND, method=METHOD)


def events(
    words: Mapping[str, Sequence[EventWord]], lines: Iterable[ReportLine], beside: Container[str] = ()
) -> tuple[Development, ...]:
    """The events that two words or more tell, and those `beside` (ids) alone; a report without a line is left out."""
    rare = rarity(words.values())
    origin_of: dict[str, str] = {}
    by_story: dict[str, list[str]] = collections.defaultdict(list)
    for line in lines:
        if line.id in words:
            by_story[line.story].append(line.id)
            origin_of[line.id] = line.origin
    found: list[Development] = []
    for story, reports in sorted(by_story.items()):
        told, setting = setting_of({report: words[report] for report in reports}, rare)
        groups = grouped(told, setting)
        joined = {at for group in groups for at in group}
        groups += [[at] for at, one in enumerate(told) if at not in joined and word_id(one.report, one.word) in beside]
        found += [_development([told[at] for at in group], story, origin_of) for group in groups]
    return tuple(found)


def told_beside(
    words: Mapping[str, Sequence[EventWord]], claims: Iterable[Claim], developments: Iterable[Development]
) -> frozenset[str]:
    """Words in a claim of the table of kinds that do not tell what it tells: they are no part of its development."""
    held = {claim for one in developments for claim in one.claims}
    over: dict[str, list[Claim]] = collections.defaultdict(list)
    for claim in claims:
        if claim.id in held:
            over[claim.report].append(claim)
    return frozenset(
        word_id(report, word)
        for report, some in words.items()
        for word in some
        if any(claim.start < word.end and word.start < claim.end for claim in over[report])
        and not any(_told_by(word, claim.trigger) for claim in over[report])
    )


def _told_by(word: EventWord, trigger: Span | None) -> bool:
    return trigger is not None and trigger.start < word.end and word.start < trigger.end


def _development(told: Sequence[Word], story: str, origin_of: Mapping[str, str]) -> Development:
    ids = tuple(word_id(one.report, one.word) for one in told)
    reports = tuple(sorted({one.report for one in told}))
    origins = tuple(sorted({origin_of[report] for report in reports}))
    return Development(
        id=stable_id("d", KIND, *sorted(ids)),
        kind=KIND,
        stage=None,
        when=When(),
        place=None,
        reports=reports,
        claims=ids,
        origins=len(origins),
        origin_ids=origins,
        story=story,
        why=("words that tell one event: " + ", ".join(sorted({one.word.lemma for one in told})),),
    )


def rarity(words: Iterable[Sequence[EventWord]]) -> Mapping[str, float]:
    """How rare lemmas are among the reports at hand; a few reports are thought to stand among many."""
    held: collections.Counter[str] = collections.Counter()
    size = USUAL_REPORTS
    for some in words:
        size += 1
        held.update(
            {text for one in some for text in (one.lemma, *one.subjects, *one.objects, *one.others, *one.names)}
        )
    return {text: math.log(size / count) for text, count in held.items()}


def setting_of(words: Mapping[str, Sequence[EventWord]], rare: Mapping[str, float]) -> tuple[list[Word], Setting]:
    """The words of one story in the order of reports and text, and what they say of lemmas."""
    table = senses()
    told: list[Word] = []
    context: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    sentences: dict[str, set[tuple[str, int]]] = collections.defaultdict(set)
    names: dict[str, Counts] = {}
    for report, some in sorted(words.items()):
        counted: collections.Counter[str] = collections.Counter()
        for one in some:
            stem = stem_of(one.lemma)
            beside = (*one.subjects, *one.objects, *one.others)
            context[stem].update(beside)
            sentences[stem].add((report, one.sentence))
            counted.update(one.names)
            told.append(
                Word(
                    report=report,
                    word=one,
                    stem=stem,
                    meant=table.of(one.part, one.lemma),
                )
            )
        names[report] = _weighed(counted, rare)
    return told, Setting(
        rare=rare,
        context={stem: _weighed(counts, rare) for stem, counts in context.items()},
        sentences={stem: frozenset(some) for stem, some in sentences.items()},
        names=names,
    )


def _weighed(counts: Mapping[str, int], rare: Mapping[str, float]) -> Counts:
    found = {text: (1 + math.log(count)) * rare[text] for text, count in counts.items()}
    length = math.sqrt(math.fsum([weight * weight for weight in found.values()])) or 1.0
    return {text: weight / length for text, weight in found.items()}


def grouped(told: Sequence[Word], setting: Setting) -> list[list[int]]:
    """Groups of two places or more in `told` that tell one event each."""
    weights, base = numpy.array(in_order("events", MARKS)), number("events", "base")
    pairs, seen = compared(told), Seen(told, setting)
    steps = [pairs[begin : begin + AT_ONCE] for begin in range(0, len(pairs), AT_ONCE)]
    close = numpy.concatenate([numpy.zeros(0), *(numpy.round(base + seen.marks(some) @ weights, 6) for some in steps)])
    kept = close > FAR
    linked, at = numpy.unique(pairs[kept], return_inverse=True)
    enough, missing = number("events", "enough"), number("events", "missing")
    groups = grown(len(linked), at.reshape(-1, 2), close[kept], enough=enough, missing=missing)
    return [[int(linked[number]) for number in group] for group in groups if len(group) > 1]


def compared(told: Sequence[Word]) -> Pairs:
    """Pairs of places (earlier, later) whose lemmas are alike, each once: shape (pairs, 2)."""
    of_lemma: dict[tuple[str, str], list[int]] = collections.defaultdict(list)
    for at, one in enumerate(told):
        some = of_lemma[one.word.part, one.word.lemma]
        if len(some) < MOST_WORDS:
            some.append(at)
    lemmas = sorted(of_lemma)
    places = {name: numpy.array(held, dtype=numpy.int64) for name, held in of_lemma.items()}
    found = [numpy.stack([some[side] for side in numpy.triu_indices(len(some), 1)], axis=1) for some in places.values()]
    for first, second in sorted(_alike(lemmas, {name: told[some[0]] for name, some in of_lemma.items()})):
        a, b = places[first], places[second]
        both = numpy.stack([numpy.repeat(a, len(b)), numpy.tile(b, len(a))], axis=1)
        found.append(numpy.sort(both, axis=1))
    return numpy.concatenate([numpy.empty((0, 2), dtype=numpy.int64), *found])


def _alike(
    lemmas: Sequence[tuple[str, str]], first: Mapping[tuple[str, str], Word]
) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of lemmas that share a stem, a sense or one above."""
    holders: dict[object, list[tuple[str, str]]] = collections.defaultdict(list)
    for name in lemmas:
        word = first[name]
        keys: set[object] = {word.stem, name[1]}
        keys.update(sense for meant in word.meant for sense in meant)
        for key in keys:
            holders[key].append(name)
    met = {pair for some in holders.values() for pair in itertools.combinations(some, 2)}
    return {(one, other) for one, other in met if _likely(first[one], first[other])}


def _likely(one: Word, other: Word) -> bool:
    if one.stem == other.stem or one.word.lemma == other.word.lemma:
        return True
    same, above, _ = alike(one.meant, other.meant)
    return same >= LEAST_SAME or above >= LEAST_ABOVE


def stem_of(lemma: str) -> str:
    """A lemma without the ending by which verbs become nouns: enough to see that two are kin.

    >>> stem_of("shooting"), stem_of("shoot")
    ('shoot', 'shoot')
    """
    ending = next((e for e in _ENDINGS if lemma.endswith(e) and len(lemma) - len(e) >= _SHORTEST_STEM), "")
    return lemma[: len(lemma) - len(ending)]
