"""Trains the weights by which two words are taken to tell one event (`src/fogline/data/events.toml`), on ecbplus.

    python training/events.py ../shared/corpora src/fogline/data/events.toml

Pairs of gold mentions that the picture compares (`events.compared`), within gold stories, one instance or not, by a
regularised logistic regression. Prints the CoNLL F1 of gold mentions (mean of MUC, B3 and CEAF-e, as the corpus's
scorer counts) over five folds by topic, gold stories given, then trains on all. No seed: the loss is convex.
"""

from __future__ import annotations

import collections
import gzip
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from numpy.typing import NDArray

from fogline.claims.event_words import find_event_words
from fogline.claims.parse import parse
from fogline.model.claim import EventWord
from fogline.picture.events import FAR, MARKS, Setting, Word, compared, marks, rarity, setting_of
from fogline.picture.stories import grown
from fogline.run.one import read

Matrix = NDArray[numpy.float64]
ENOUGH, MISSING = 0.0, -3.0
PENALTY, STEPS = 1e-3, 40
_HEAD = """\
# How the marks of two words are weighed when they may tell one event (marks: `picture/events.py`).
# Source: made by training/events.py from the open part of ecbplus (CC BY 3.0): logistic regression over pairs of gold
# mentions. Over five folds by topic, gold stories given: CoNLL F1 {unseen:.3f}. Numbers only, no words of the corpus.
# Licence: Apache-2.0, as fogline.
#
# enough: average closeness from which two groups of words are one event. missing: what a pair counts that was not
# compared.

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The words of one gold story, the gold instance of each that is a mention, and its compared pairs with marks."""

    topic: str
    told: Sequence[Word]
    setting: Setting
    gold: Sequence[tuple[str, int | None]]  # instance of each mention, and the place of the word that stands for it
    pairs: Sequence[tuple[int, int]]
    marks: Matrix


def main(corpora: Path, out: Path) -> None:
    """Trains, prints what is reached on unseen topics, and writes the table."""
    with gzip.open(corpora / "ecbplus/open.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    words = {row["id"]: tuple(find_event_words(parse(read(text=row["text"], id=row["id"])))) for row in rows}
    out.write_text(fitted(stories_of(rows, words)), "utf-8")


def stories_of(rows: Sequence[Mapping[str, object]], words: Mapping[str, Sequence[EventWord]]) -> list[Story]:
    """The gold stories with their words compared."""
    rare = rarity(words.values())
    by_story: dict[str, list[Mapping[str, object]]] = collections.defaultdict(list)
    for row in rows:
        by_story[row["gold"]["story"]].append(row)  # type: ignore[index]
    return [_story(some, words, rare) for _, some in sorted(by_story.items())]


def _story(
    rows: Sequence[Mapping[str, object]], words: Mapping[str, Sequence[EventWord]], rare: Mapping[str, float]
) -> Story:
    told, setting = setting_of({str(row["id"]): words[str(row["id"])] for row in rows}, rare)
    of_report: dict[str, list[int]] = collections.defaultdict(list)
    for place, one in enumerate(told):
        of_report[one.report].append(place)
    gold: list[tuple[str, int | None]] = []
    for row in rows:
        for mention in row["gold"]["mentions"]:  # type: ignore[index]
            if "ACTION" in mention["kind"] and mention["checked"]:
                over = [
                    (
                        min(mention["end"], told[at].word.end) - max(mention["start"], told[at].word.start),
                        told[at].word.start - told[at].word.end,
                        at,
                    )
                    for at in of_report[str(row["id"])]
                ]
                best = max(over, default=(0, 0, 0))
                gold.append((mention["instance"], best[2] if best[0] > 0 else None))
    pairs = sorted(set(compared(told)))
    found = numpy.array([marks(told[one], told[other], setting) for one, other in pairs])
    return Story(topic=rows[0]["gold"]["topic"], told=told, setting=setting, gold=gold, pairs=pairs, marks=found)  # type: ignore[index]


def fitted(stories: Sequence[Story]) -> str:
    """The table, trained on all; what is reached over five folds is printed and stands in its head."""
    fold = {topic: place % 5 for place, topic in enumerate(sorted({one.topic for one in stories}, key=int))}
    found: dict[int, Matrix] = {}
    for number in range(5):
        weights = _fit([one for one in stories if fold[one.topic] != number])
        found.update(
            (at, one.marks @ weights[:-1] + weights[-1]) for at, one in enumerate(stories) if fold[one.topic] == number
        )
    unseen = _scored(stories, found)
    print("five folds by topic, gold stories:", *(f"{name} {value:.4f}" for name, value in unseen.items()))
    weights = _fit(stories)
    lines = [f"base = {weights[-1]:.3f}", f"enough = {ENOUGH}", f"missing = {MISSING}", "", "[weights]"]
    lines += [f"{mark} = {value:.3f}" for mark, value in zip(MARKS, weights[:-1], strict=True)]
    return _HEAD.format(unseen=unseen["conll"]) + "\n".join(lines) + "\n"


def _fit(stories: Sequence[Story]) -> Matrix:
    """Newton's method on the weighted logistic loss over pairs of gold mentions; a large story counts by its root."""
    x, y, weight = [], [], []
    for one in stories:
        instance = {place: name for name, place in one.gold if place is not None}
        rows = [at for at, (a, b) in enumerate(one.pairs) if a in instance and b in instance]
        x.append(one.marks[rows])
        y += [instance[one.pairs[at][0]] == instance[one.pairs[at][1]] for at in rows]
        weight += [1 / math.sqrt(len(rows))] * len(rows)
    marked, same, counts = numpy.vstack(x), numpy.array(y, float), numpy.array(weight)
    counts /= counts.mean()
    middle, spread = marked.mean(0), marked.std(0) + 1e-9
    columns = numpy.hstack([(marked - middle) / spread, numpy.ones((len(marked), 1))])
    held = numpy.full(columns.shape[1], PENALTY * counts.sum())
    held[-1] = 0
    found = numpy.zeros(columns.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + numpy.exp(-(columns @ found)))
        slope = columns.T @ (counts * (likely - same)) + held * found
        curve = (columns * (counts * likely * (1 - likely))[:, None]).T @ columns + numpy.diag(held)
        step = numpy.linalg.solve(curve, slope)
        found -= step
        if float(abs(step).max()) < 1e-8:
            break
    weights: Matrix = found[:-1] / spread
    return numpy.append(weights, found[-1] - (weights * middle).sum())


def _scored(stories: Sequence[Story], close: Mapping[int, Matrix]) -> dict[str, float]:
    gold: list[object] = []
    found: list[object] = []
    for number, one in enumerate(stories):
        pairs = {
            pair: round(float(value), 6) for pair, value in zip(one.pairs, close[number], strict=True) if value > FAR
        }
        group: dict[int, int] = {}
        for at, members in enumerate(grown(len(one.told), pairs, enough=ENOUGH, missing=MISSING)):
            group.update(dict.fromkeys(members, at))
        for mention, (instance, place) in enumerate(one.gold):
            gold.append(instance)
            found.append((number, group[place]) if place is not None else (number, "alone", mention))
    return coreference(gold, found)


def coreference(gold: Sequence[object], found: Sequence[object]) -> dict[str, float]:
    """MUC, B3 and the mean of both; CEAF-e needs a matching and is left to the corpus's own scorer.

    >>> coreference([1, 1, 2], [7, 7, 8])["conll"]
    1.0
    """
    both, a, b = (
        collections.Counter(zip(gold, found, strict=True)),
        collections.Counter(gold),
        collections.Counter(found),
    )
    size = len(gold)

    def links(sizes: collections.Counter[object], side: int) -> float:
        parts = collections.Counter(pair[side] for pair in both)
        total = sum(n - 1 for n in sizes.values())
        return sum(n - parts[key] for key, n in sizes.items()) / total if total else 1.0

    def f1(p: float, r: float) -> float:
        return 2 * p * r / (p + r) if p + r else 0.0

    muc = f1(links(b, 1), links(a, 0))
    b3 = f1(
        sum(c * c / b[key] for (_, key), c in both.items()) / size,
        sum(c * c / a[key] for (key, _), c in both.items()) / size,
    )
    return {"muc": muc, "b3": b3, "conll": (muc + b3) / 2}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
