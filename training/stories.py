"""Trains the weights by which reports are taken for one story (`src/fogline/data/stories.toml`), on gva and ecbplus.

    python training/stories.py ../shared/corpora src/fogline/data/stories.toml

Pairs that the picture compares (`stories.compared`), one story or not, by a regularised logistic regression. Each mark
has a weight for all pairs and, held small, one more where a day is not known: all of gva have one, none of ecbplus.
Prints B3 and pair F1 on unseen texts (gva: two halves by incident; ecbplus: five folds by topic, so that the two halves
of a topic are never parted), then trains on all. No seed: the loss is convex, it starts at 0.
"""

from __future__ import annotations

import collections
import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from numpy.typing import NDArray

from corpora import entries, half_of, rows
from fogline.picture.days import days_told
from fogline.picture.growing import grown
from fogline.picture.likeness import MARKS
from fogline.picture.stories import FAR, compared
from fogline.picture.terms import Terms, terms

Matrix = NDArray[numpy.float64]
ENOUGH, MISSING = -0.6, -2.5
UNDATED_WEIGHT = 1.0  # of a pair of ecbplus, of which there are a fifth as many
PENALTY, UNDATED_PENALTY, STEPS = 1e-4, 3e-4, 40
_OF_DATES = ("days_between", "days_between_of_seven")  # say nothing where a day is not known
_HEAD = """\
# How the marks of two reports are weighed when stories are made (marks: `picture/likeness.py`).
# Source: made by training/stories.py from the open parts of gva (3,267 local news reports, 2014-2017) and ecbplus (575
# reports, two look-alike stories a topic): logistic regression over the compared pairs. On unseen texts:
# {unseen}.
# Numbers only, no words of the corpora. Licence: Apache-2.0, as fogline.
#
# enough: average closeness from which two groups of reports are one story.
# missing: what a pair counts that was not compared.
# undated: the weights where the day of one of the two reports is not known.

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The compared pairs of a corpus: places of the two reports, whether both have a day, marks, whether one story."""

    reports: Sequence[str]  # by their places
    story: Sequence[str]  # of each
    topic: Sequence[str]
    pairs: NDArray[numpy.int64]
    dated: NDArray[numpy.bool_]
    marks: Matrix
    same: NDArray[numpy.bool_]


def main(corpora: Path, out: Path) -> None:
    """Trains, prints what is reached on unseen texts, and writes the table."""
    shootings, topics = read_both(corpora)
    out.write_text(fitted(shootings, topics), "utf-8")


def unseen_stories(corpora: Path) -> dict[str, int]:
    """The story of each report of ecbplus, by weights that never saw its topic (`fold_of_topics`)."""
    shootings, topics = read_both(corpora)
    return dict(zip(topics.reports, _grown(topics, _close_unseen(shootings, topics)), strict=True))


def fold_of_topics(topics: Iterable[str]) -> dict[str, int]:
    """In which of the five folds each topic is."""
    return {topic: place % 5 for place, topic in enumerate(sorted(set(topics)))}


def read_both(corpora: Path) -> tuple[Corpus, Corpus]:
    """gva and ecbplus, read and compared."""
    shootings = corpus(corpora / "gva/open.jsonl.gz", lambda gold: (gold["incident"], gold["incident"]))
    return shootings, corpus(corpora / "ecbplus/open.jsonl.gz", lambda gold: (gold["story"], gold["topic"]))


def corpus(path: Path, named: Callable[[Mapping[str, str]], tuple[str, str]]) -> Corpus:
    """A corpus read and compared. `named` takes the story and the topic from a report's gold."""
    gold = rows(path)
    read = list(entries(gold))
    days = {entry.report.id: days_told(entry.reading.claims) for entry in read}
    return marked([terms(one.report) for one in read], days, {row["id"]: named(row["gold"]) for row in gold})


def marked(texts: Iterable[Terms], days: Mapping[str, Sequence[int]], gold: Mapping[str, tuple[str, str]]) -> Corpus:
    """The compared pairs of reports with their gold (story, topic)."""
    in_time = sorted(texts, key=lambda one: (one.published, one.report))
    rows = list(compared(in_time, days))
    story = [gold[one.report][0] for one in in_time]
    return Corpus(
        reports=[one.report for one in in_time],
        story=story,
        topic=[gold[one.report][1] for one in in_time],
        pairs=numpy.array([pair for pair, _, _ in rows]),
        dated=numpy.array([dated for _, dated, _ in rows]),
        marks=numpy.array([found for _, _, found in rows]),
        same=numpy.array([story[one] == story[other] for (one, other), _, _ in rows]),
    )


def fitted(shootings: Corpus, topics: Corpus) -> str:
    """The table, trained on both corpora; what is reached on unseen texts is printed and stands in its head."""
    halves = [[half_of(shootings.topic[place]) for place in pair] for pair in shootings.pairs]
    first, second = numpy.array(halves).T
    close = [numpy.zeros(len(shootings.same)), _close_unseen(shootings, topics)]
    for number in range(2):
        held = (first == number) | (second == number)
        found = _close(shootings, _fit(shootings, topics, ~held, numpy.ones(len(topics.same), bool)))
        close[0][held] += (found / numpy.where(first != second, 2, 1))[held]
    reached = [(name, *_scored(each, each_close)) for name, each, each_close in zip(
        ("gva", "ecbplus"), (shootings, topics), close, strict=True
    )]  # fmt: skip
    unseen = "; ".join(f"{name}: B3 F1 {b3:.3f}, pair F1 {pair:.3f}" for name, b3, pair in reached)
    print(unseen)
    every = [numpy.ones(len(each.same), bool) for each in (shootings, topics)]
    return _table(_fit(shootings, topics, *every), unseen)


def _close_unseen(shootings: Corpus, topics: Corpus) -> Matrix:
    """How close the pairs of ecbplus are by weights of the other folds' topics."""
    fold = fold_of_topics(topics.topic)
    of_topic = numpy.array([fold[topics.topic[one]] for one, _ in topics.pairs])
    close: Matrix = numpy.zeros(len(topics.same))
    for number in range(5):
        held = of_topic == number
        close[held] = _close(topics, _fit(shootings, topics, numpy.ones(len(shootings.same), bool), ~held))[held]
    return close


def _columns(one: Corpus) -> Matrix:
    """The marks, the same again where a day is not known, a column for not known, and a constant."""
    lacking = (~one.dated)[:, None].astype(float)
    of_words = one.marks.copy()
    of_words[:, [MARKS.index(mark) for mark in _OF_DATES]] = 0
    return numpy.hstack([one.marks, of_words * lacking, lacking, numpy.ones_like(lacking)])


def _fit(shootings: Corpus, topics: Corpus, *used: NDArray[numpy.bool_]) -> Matrix:
    kept = [(_columns(one)[rows], one.same[rows]) for one, rows in zip((shootings, topics), used, strict=True)]
    sizes = collections.Counter(topics.topic[one] for one, _ in topics.pairs)
    per_topic = numpy.array([1 / math.sqrt(sizes[topics.topic[one]]) for one, _ in topics.pairs])
    weight = [numpy.ones(int(used[0].sum())), (per_topic / per_topic.mean() * UNDATED_WEIGHT)[used[1]]]
    x, y = numpy.vstack([kept[0][0], kept[1][0]]), numpy.concatenate([kept[0][1], kept[1][1]])
    return _regression(x, y, numpy.concatenate(weight))


def _regression(x: Matrix, y: NDArray[numpy.bool_], weight: Matrix) -> Matrix:
    """Newton's method on the weighted logistic loss; weights of marks are held small in units of their spread."""
    size = len(MARKS)
    spread, middle = numpy.ones(x.shape[1]), numpy.zeros(x.shape[1])
    spread[:size] = x[:, :size].std(0) + 1e-9
    spread[size : 2 * size] = spread[:size]
    middle[:size] = x[:, :size].mean(0)
    x = (x - middle) / spread
    held = numpy.full(x.shape[1], PENALTY * weight.sum())
    held[size : 2 * size] = UNDATED_PENALTY * weight.sum()
    held[-2:] = 0
    found = numpy.zeros(x.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + numpy.exp(-(x @ found)))
        slope = x.T @ (weight * (likely - y)) + held * found
        curve = (x * (weight * likely * (1 - likely))[:, None]).T @ x + numpy.diag(held)
        step = numpy.linalg.solve(curve, slope)
        found -= step
        if float(abs(step).max()) < 1e-8:
            break
    found /= spread
    found[-1] -= float((found * middle).sum())
    return found


def _close(one: Corpus, weights: Matrix) -> Matrix:
    found: Matrix = _columns(one) @ weights
    return found


def _scored(one: Corpus, close: Matrix) -> tuple[float, float]:
    """B3 F1 and pair F1 of the stories that grow from how close the pairs are."""
    group = _grown(one, close)
    both = collections.Counter(zip(one.story, group, strict=True))
    gold, found = collections.Counter(one.story), collections.Counter(group)
    size = len(one.story)
    b3 = _f1(
        sum(c * c / found[b] for (_, b), c in both.items()), sum(c * c / gold[a] for (a, _), c in both.items()), size
    )
    right, said, there = (sum(math.comb(c, 2) for c in some.values()) for some in (both, found, gold))
    return b3, 2 * right / (said + there)


def _grown(one: Corpus, close: Matrix) -> list[int]:
    """The number of each report's story."""
    near = numpy.round(close, 6)
    kept = near > FAR
    group: dict[int, int] = {}
    pairs = numpy.asarray(one.pairs, dtype=numpy.int64).reshape(-1, 2)[kept]
    for number, members in enumerate(grown(len(one.story), pairs, near[kept], enough=ENOUGH, missing=MISSING)):
        group.update(dict.fromkeys(members, number))
    return [group[place] for place in range(len(one.story))]


def _f1(precise: float, complete: float, size: int) -> float:
    p, r = precise / size, complete / size
    return 2 * p * r / (p + r)


def _table(weights: Matrix, unseen: str) -> str:
    size = len(MARKS)
    base, more = weights[-1], weights[2 * size]
    lines = [f"base = {base:.3f}", f"undated_base = {base + more:.3f}", f"enough = {ENOUGH}", f"missing = {MISSING}"]
    for name, some in (("weights", weights[:size]), ("undated", weights[:size] + weights[size : 2 * size])):
        lines += ["", f"[{name}]", *(f"{mark} = {value:.3f}" for mark, value in zip(MARKS, some, strict=True))]
    return _HEAD.format(unseen=unseen) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
