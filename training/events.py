"""Trains the weights by which two words are taken to tell one event (`src/fogline/data/events.toml`), on ecbplus.

    python training/events.py ../shared/corpora src/fogline/data/events.toml

Pairs of gold mentions that the picture compares (`events.compared`), within gold stories, one instance or not, by a
regularised logistic regression. Prints the CoNLL F1 of gold mentions (mean of MUC, B3 and CEAF-e, as the corpus's
scorer counts) over five folds by topic, with gold stories and with fogline's own, which are then made by weights that
never saw the topic either; for these, gva is read too. Then trains on all. No seed: the loss is convex.
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
from types import ModuleType

import numpy
from numpy.typing import NDArray

from corpora import scorer
from fogline.claims.event_words import find_event_words
from fogline.claims.parse import parse
from fogline.model.claim import EventWord
from fogline.picture.event_likeness import MARKS, Seen, Setting, Word
from fogline.picture.events import FAR, compared, rarity, setting_of
from fogline.picture.growing import grown
from fogline.run.one import read
from stories import fold_of_topics, unseen_stories

Matrix = NDArray[numpy.float64]
ENOUGH, MISSING = 0.0, -3.0
PENALTY, STEPS = 1e-3, 40
_HEAD = """\
# How the marks of two words are weighed when they may tell one event (marks: `picture/events.py`).
# Source: made by training/events.py from the open part of ecbplus (CC BY 3.0): logistic regression over pairs of gold
# mentions. Over five folds by topic, gold stories given: CoNLL F1 {given:.3f}; stories and words both by weights that
# never saw the topic: {unseen:.3f}. Numbers only, no words of the corpus.
# Licence: Apache-2.0, as fogline.
#
# enough: average closeness from which two groups of words are one event. missing: what a pair counts that was not
# compared.

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The words of one story, the gold instance of each that is a mention, and its compared pairs with marks."""

    topic: str
    told: Sequence[Word]
    setting: Setting
    gold: Sequence[tuple[str, int | None]]  # instance of each mention, and the place of the word that stands for it
    pairs: NDArray[numpy.int64]
    marks: Matrix


def main(corpora: Path, out: Path) -> None:
    """Trains, prints what is reached on unseen topics, and writes the table."""
    with gzip.open(corpora / "ecbplus/open.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    words = {row["id"]: tuple(find_event_words(parse(read(text=row["text"], id=row["id"])))) for row in rows}
    given = {row["id"]: row["gold"]["story"] for row in rows}
    own = unseen_stories(corpora)
    counts = scorer(corpora, "score_fusion")
    out.write_text(fitted(stories_of(rows, words, given), stories_of(rows, words, own), counts), "utf-8")


def stories_of(
    rows: Sequence[Mapping[str, object]],
    words: Mapping[str, Sequence[EventWord]],
    story_of: Mapping[str, object],
) -> list[Story]:
    """The stories with their words compared."""
    rare = rarity(words.values())
    by_story: dict[str, list[Mapping[str, object]]] = collections.defaultdict(list)
    for row in rows:
        by_story[str(story_of[str(row["id"])])].append(row)
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
    pairs = numpy.unique(compared(told), axis=0)
    found = Seen(told, setting).marks(pairs)
    topics = collections.Counter(str(row["gold"]["topic"]) for row in rows)  # type: ignore[index]
    return Story(
        topic=min(topics, key=lambda topic: (-topics[topic], topic)),
        told=told,
        setting=setting,
        gold=gold,
        pairs=pairs,
        marks=found,
    )


def fitted(given: Sequence[Story], own: Sequence[Story], counts: ModuleType) -> str:
    """The table, trained on all gold stories; what is reached over five folds is printed and stands in its head."""
    fold = fold_of_topics(one.topic for one in given)
    fits = [_fit([one for one in given if fold[one.topic] != number]) for number in range(5)]
    reached: list[float] = []
    for name, stories in (("gold stories", given), ("own stories", own)):
        close = {
            at: one.marks @ fits[fold[one.topic]][:-1] + fits[fold[one.topic]][-1] for at, one in enumerate(stories)
        }
        unseen = _scored(stories, close, counts)
        print(f"five folds by topic, {name}:", *(f"{figure} {value:.4f}" for figure, value in unseen.items()))
        reached.append(unseen["conll"])
    weights = _fit(given)
    lines = [f"base = {weights[-1]:.3f}", f"enough = {ENOUGH}", f"missing = {MISSING}", "", "[weights]"]
    lines += [f"{mark} = {value:.3f}" for mark, value in zip(MARKS, weights[:-1], strict=True)]
    return _HEAD.format(given=reached[0], unseen=reached[1]) + "\n".join(lines) + "\n"


def _fit(stories: Sequence[Story]) -> Matrix:
    """Newton's method on the weighted logistic loss over pairs of gold mentions; a large story counts by its root."""
    x, y, weight = [], [], []
    for one in stories:
        instance = {place: name for name, place in one.gold if place is not None}
        rows = [at for at, (a, b) in enumerate(one.pairs.tolist()) if a in instance and b in instance]
        x.append(one.marks[rows])
        y += [instance[a] == instance[b] for a, b in one.pairs[rows].tolist()]
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


def _scored(stories: Sequence[Story], close: Mapping[int, Matrix], counts: ModuleType) -> dict[str, float]:
    gold: list[object] = []
    found: list[object] = []
    for number, one in enumerate(stories):
        near = numpy.round(close[number], 6)
        kept = near > FAR
        group: dict[int, int] = {}
        grown_to = grown(len(one.told), one.pairs[kept], near[kept], enough=ENOUGH, missing=MISSING)
        for at, members in enumerate(grown_to):
            group.update(dict.fromkeys(members, at))
        for mention, (instance, place) in enumerate(one.gold):
            gold.append(instance)
            found.append((number, group[place]) if place is not None else (number, "alone", mention))
    return _coreference(gold, found, counts)


def _coreference(gold: Sequence[object], found: Sequence[object], counts: ModuleType) -> dict[str, float]:
    """MUC, B3, CEAF-e and their mean, by the corpus's own scorer."""
    sides = [{str(place): name for place, name in enumerate(some)} for some in (gold, found)]
    each = {"muc": counts.muc(*sides), "b3": counts.b_cubed(*sides), "ceaf_e": counts.ceaf_e(*sides)}
    scores = {name: float(one["f1"]) for name, one in each.items()}
    return {**scores, "conll": sum(scores.values()) / len(scores)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
