"""How alike two words that tell events are: the marks by which they may tell one event.

Comes in: the words of one story with what stands beside them, and how rare lemmas are. Goes out: for pairs of words a
row of numbers in the order of `MARKS`. What holds of two lemmas, two stems or two reports is worked out once for each
two that meet; what holds of two words, for many pairs at a time: a story of 200 near-alike reports has a million.
"""

from __future__ import annotations

import collections
import itertools
import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy
from numpy.typing import NDArray

from fogline.data.senses import Meant, alike
from fogline.data.word_lists import word_lists
from fogline.model.claim import EventWord
from fogline.picture.growing import Pairs

_LISTS = word_lists("happening_words", "reporting")
Counts = Mapping[str, float]
Numbers = NDArray[numpy.int64]
Marks = NDArray[numpy.float64]  # shape (pairs, number of marks)
Name = TypeVar("Name", bound=Hashable)
MARKS = (
    "same_lemma",
    "same_stem",
    "same_start",
    "same_part",
    "both_verbs",
    "both_nouns",
    "rarity",
    "rarity_of_stem",
    "same_sense",
    "sense_above",
    "sister_senses",
    "best_sense",
    "subject_in_common",
    "subjects_apart",
    "object_in_common",
    "objects_apart",
    "beside_in_common",
    "share_beside",
    "name_in_common",
    "names_apart",
    "context",
    "context_of_other_stem",
    "in_one_sentence_elsewhere",
    "names_of_reports",
    "names_of_reports_same_stem",
    "same_report_same_stem",
    "same_sentence",
    "same_sentence_other_stem",
    "both_reporting",
)

_REPORTING = _LISTS.words("verbs")


@dataclass(frozen=True, slots=True)
class Word:
    """An event word with what is compared of it."""

    report: str
    word: EventWord
    stem: str
    meant: tuple[Meant, Meant]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the words of one story, and the reports at hand, say of lemmas."""

    rare: Mapping[str, float]
    context: Mapping[str, Counts]  # by stem, what hangs on its words
    sentences: Mapping[str, frozenset[tuple[str, int]]]  # by stem, where it stands
    names: Mapping[str, Counts]  # by report


class Seen:
    """The words of one story, ready to be compared."""

    def __init__(self, told: Sequence[Word], setting: Setting) -> None:
        words = [one.word for one in told]
        report_of, reports = _numbered([one.report for one in told])
        stem_of, stems = _numbered([one.stem for one in told])
        lemma_of, _ = _numbered([(one.word.part, one.word.lemma) for one in told])
        first_of = dict(zip(reversed(lemma_of.tolist()), reversed(told), strict=True))
        names = [setting.names[report] for report in reports]
        self.report, self.stem = report_of, stem_of
        self.sentence = numpy.array([one.sentence for one in words], dtype=numpy.int64)
        self.of_lemmas = _Met(lemma_of, lambda one, other: _of_lemmas(first_of[one], first_of[other], setting), 10)
        self.of_stems = _Met(stem_of, lambda one, other: _of_stems(stems[one], stems[other], setting), 2)
        self.of_reports = _Met(report_of, lambda one, other: (_dot(names[one], names[other]),), 1)
        self.subjects = _Sets([one.subjects for one in words])
        self.objects = _Sets([one.objects for one in words])
        self.names = _Sets([one.names for one in words])
        self.beside = _Sets([(*one.subjects, *one.objects, *one.others) for one in words])

    def marks(self, pairs: Pairs) -> Marks:
        """The marks of each pair: columns in the order of `MARKS`."""
        a, b = pairs.T
        same_lemma, start, same_part, verbs, nouns, rare, reporting, same, above, sisters = self.of_lemmas.of(pairs)
        context, together = self.of_stems.of(pairs)
        same_stem, same_report = _one(self.stem[a] == self.stem[b]), _one(self.report[a] == self.report[b])
        in_names = numpy.where(same_report, 1.0, self.of_reports.of(pairs)[0])
        same_sentence = same_report * (self.sentence[a] == self.sentence[b])
        shared = self.beside.shared(pairs)
        columns = (
            same_lemma,
            same_stem,
            start,
            same_part,
            verbs,
            nouns,
            rare,
            rare * same_stem,
            same,
            above,
            sisters,
            numpy.maximum(same, 0.7 * above),
            *self.subjects.agreed(pairs),
            *self.objects.agreed(pairs),
            _one(shared > 0),
            shared / (1 + self.beside.sizes[pairs].min(axis=1, initial=1 << 30)),
            *self.names.agreed(pairs),
            context,
            context * (1 - same_stem),
            together,
            in_names,
            in_names * same_stem,
            same_report * same_stem,
            same_sentence,
            same_sentence * (1 - same_stem),
            reporting,
        )
        return numpy.stack(columns, axis=1)


def _one(held: NDArray[numpy.bool_]) -> NDArray[numpy.float64]:
    return held.astype(numpy.float64)


def _numbered(names: Sequence[Name]) -> tuple[Numbers, list[Name]]:
    """A number for each name, and the names by their numbers."""
    numbers: dict[Name, int] = {}
    found = numpy.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=numpy.int64)
    return found, list(numbers)


class _Met:
    """What holds of two words by what each is numbered as: worked out once for each two numbers that meet."""

    def __init__(self, number_of: Numbers, mark: Callable[[int, int], tuple[float, ...]], width: int) -> None:
        self.number_of, self.mark, self.width = number_of, mark, width
        self.size = int(number_of.max(initial=0)) + 1
        self.known: dict[int, tuple[float, ...]] = {}

    def of(self, pairs: Pairs) -> NDArray[numpy.float64]:
        """For each pair its marks: shape (marks, pairs)."""
        one, other = self.number_of[pairs].T
        keys, at = numpy.unique(one * self.size + other, return_inverse=True)
        for pair in keys.tolist():
            if pair not in self.known:
                self.known[pair] = self.mark(*divmod(pair, self.size))
        table = numpy.array([self.known[pair] for pair in keys.tolist()], dtype=float).reshape(-1, self.width)
        return table[at.reshape(-1)].T


class _Sets:
    """Sets of texts, one for each word, as rows of bits; only texts that stand in two sets can be shared."""

    def __init__(self, sets: Sequence[Iterable[str]]) -> None:
        held = [frozenset(some) for some in sets]
        often = collections.Counter(itertools.chain.from_iterable(held))
        bit_of = {text: at for at, text in enumerate(text for text, count in often.items() if count > 1)}
        bits = numpy.zeros((len(held), -(-max(1, len(bit_of)) // 64) * 64), dtype=numpy.uint8)
        for row, some in enumerate(held):
            bits[row, [bit_of[text] for text in some if text in bit_of]] = 1
        self.rows = numpy.packbits(bits, axis=1).view(numpy.uint64)
        self.sizes = numpy.array([len(some) for some in held], dtype=numpy.int64)

    def shared(self, pairs: Pairs) -> Numbers:
        """How many texts the two of each pair share."""
        both = self.rows[pairs[:, 0]] & self.rows[pairs[:, 1]]
        found: Numbers = numpy.bitwise_count(both).sum(axis=1, dtype=numpy.int64)
        return found

    def agreed(self, pairs: Pairs) -> tuple[NDArray[numpy.float64], NDArray[numpy.float64]]:
        """Whether both are known and share something, and whether both are known and share nothing."""
        known = (self.sizes[pairs] > 0).all(axis=1)
        apart = self.shared(pairs) == 0
        return _one(known & ~apart), _one(known & apart)


def _of_lemmas(one: Word, other: Word, setting: Setting) -> tuple[float, ...]:
    a, b = one.word, other.word
    same = a.lemma == b.lemma and a.part == b.part
    return (
        float(a.lemma == b.lemma),
        _start(a.lemma, b.lemma),
        float(a.part == b.part),
        float(a.part == b.part == "v"),
        float(a.part == b.part == "n"),
        min(setting.rare[a.lemma], setting.rare[b.lemma]),
        float(a.lemma in _REPORTING and b.lemma in _REPORTING),
        *((1.0, 0.0, 0.0) if same else alike(one.meant, other.meant)),
    )


def _of_stems(one: str, other: str, setting: Setting) -> tuple[float, float]:
    """How alike what hangs on two stems is in the story; how often they stand in one sentence, and so are two."""
    stands, others = setting.sentences[one], setting.sentences[other]
    together = len(stands & others) / (1 + min(len(stands), len(others))) if one != other else 0.0
    return _dot(setting.context[one], setting.context[other]), together


def _dot(one: Counts, other: Counts) -> float:
    return math.fsum([weight * other[text] for text, weight in one.items() if text in other])


def _start(one: str, other: str) -> float:
    alike_to = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return alike_to / max(len(one), len(other), 1)
