"""Trains the model of what a report's opening is about (`src/fogline/data/leads.npz`), on CASE-2021's open part.

    python training/leads.py ../shared/corpora/case2021/open.jsonl.gz src/fogline/data/leads.npz

Prints what `annotate` reaches over five folds of documents, weighted F1 as the corpus's scorer has it: the model and
the cut (`picture/incidents.py`) of each fold saw the other four only. Then trains on all, writes the weights as int8.
Labels of the corpus are turned into kinds of our own table by `KIND_OF`. No seed: the loss is convex, it starts at 0.
"""

from __future__ import annotations

import collections
import gzip
import json
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from fogline.claims.extract import extract
from fogline.data.kinds import kinds
from fogline.model.claim import Reading
from fogline.model.picture import Development
from fogline.model.report import Report
from fogline.picture.fuse import fuse
from fogline.picture.incidents import incidents
from fogline.picture.leads import LeadModel, features
from fogline.run.one import read

Matrix = NDArray[numpy.float64]
PENALTY, STEPS, RATE = 0.0005, 150, 0.05
FOLDS = 5
KIND_OF = {
    "ABDUCT_DISSAP": "abduction",
    "AGREEMENT": "agreement",
    "AIR_STRIKE": "air_strike",
    "ARMED_CLASH": "armed_clash",
    "ARREST": "arrest",
    "ART_MISS_ATTACK": "shelling",
    "ATTACK": "attack",
    "ATTRIB": "accusation",
    "CHANGE_TO_GROUP_ACT": "mobilization",
    "CHEM_WEAP": "chemical_weapon",
    "DIPLO": "diplomacy",
    "DISR_WEAP": "weapons_intercepted",
    "FORCE_AGAINST_PROTEST": "force_against_protesters",
    "GOV_REGAINS_TERIT": "territory_regained",
    "GRENADE": "grenade_attack",
    "HQ_ESTABLISHED": "headquarters_established",
    "MAN_MADE_DISASTER": "accident",
    "MOB_VIOL": "mob_violence",
    "NATURAL_DISASTER": "natural_disaster",
    "NON_STATE_ACTOR_OVERTAKES_TER": "territory_captured",
    "NON_VIOL_TERRIT_TRANSFER": "withdrawal",
    "ORG_CRIME": "organized_crime",
    "OTHER": "",
    "PEACE_PROTEST": "peaceful_protest",
    "PROPERTY_DISTRUCT": "looting",
    "PROTEST_WITH_INTER": "protest_with_intervention",
    "REM_EXPLOS": "remote_explosive",
    "SEX_VIOL": "sexual_violence",
    "SUIC_BOMB": "suicide_bombing",
    "VIOL_DEMONSTR": "violent_demonstration",
}


CUTS = (0.0, 0.15, 0.25, 0.4)
Row = tuple[str, dict[str, float], str]  # id, features and kind of a text


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the corpus, read."""

    gold: str  # the corpus's label
    report: Report
    reading: Reading
    found: Sequence[Development]

    @property
    def row(self) -> Row:
        """What the model is trained on."""
        return self.report.id, features(self.report.text, self.reading.claims), KIND_OF[self.gold]

    @property
    def fold(self) -> int:
        """One of five."""
        return zlib.crc32(self.report.id.encode()) % FOLDS


def texts(path: str) -> list[Text]:
    """Every text of the corpus."""
    made = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            report = read(text=row["text"], published=row["published"], lang=row["lang"], id=row["id"])
            reading = extract(report)
            made.append(Text(row["gold"]["type"], report, reading, fuse([report], reading.claims).developments))
    return made


def matrix(some: Sequence[dict[str, float]], index: dict[str, int]) -> Matrix:
    """One row a text, one column a feature, the last one for the bias."""
    made = numpy.zeros((len(some), len(index) + 1))
    made[:, -1] = 1.0
    for place, found in enumerate(some):
        for name, value in found.items():
            if name in index:
                made[place, index[name]] = value
    return made


def fit(inputs: Matrix, wanted: Matrix) -> Matrix:
    """Softmax weights, by Adam on the whole set."""
    weights = numpy.zeros((inputs.shape[1], wanted.shape[1]))
    mean, square = numpy.zeros_like(weights), numpy.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = inputs @ weights
        shares = numpy.exp(scores - scores.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        slope = inputs.T @ (shares - wanted) / len(inputs) + PENALTY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        weights -= RATE * (mean / (1 - 0.9**step)) / (numpy.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def trained(some: Sequence[Row], classes: list[str]) -> tuple[dict[str, int], Matrix]:
    """The features that stand in two texts or more, and the weights."""
    counts = collections.Counter(name for _, found, _ in some for name in found)
    index = {name: place for place, name in enumerate(sorted(n for n, count in counts.items() if count >= 2))}
    wanted = numpy.zeros((len(some), len(classes)))
    wanted[range(len(some)), [classes.index(kind) for *_, kind in some]] = 1.0
    return index, fit(matrix([found for _, found, _ in some], index), wanted)


def model_of(index: dict[str, int], weights: Matrix, classes: list[str]) -> LeadModel:
    """The weights as the reader takes them."""
    return LeadModel(tuple(classes), index, weights[:-1].tolist(), weights[-1].tolist())


def said(text: Text, model: LeadModel, cut: float) -> str:
    """The label of the first development that `annotate` shows."""
    shown = incidents(text.report, text.reading, text.found, leads=model, cut=cut)
    labels = [row.case2021 for one in shown if (row := kinds().get(one.kind or "")) is not None]
    return next((label for label in labels if label), "OTHER")


def weighted_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """F1 weighted by how often a label is right. `pairs`: gold and said."""
    total = 0.0
    for label, there in collections.Counter(gold for gold, _ in pairs).items():
        right = sum(gold == say == label for gold, say in pairs)
        told = sum(say == label for _, say in pairs)
        total += there * 2 * right / (there + told)
    return total / len(pairs)


def main(source: str, target: str) -> None:
    """Cross-validates, trains, writes."""
    some = texts(source)
    rows = [(text.fold, text.row) for text in some]
    classes = sorted(set(KIND_OF.values()))
    pairs: dict[float, list[tuple[int, str, str]]] = {cut: [] for cut in CUTS}
    for fold in range(FOLDS):
        model = model_of(*trained([row for number, row in rows if number != fold], classes), classes)
        for cut, made in pairs.items():
            made += [(fold, text.gold, said(text, model, cut)) for text in some if text.fold == fold]
    nested: list[tuple[str, str]] = []
    for fold in range(FOLDS):
        cut = max(CUTS, key=lambda cut: weighted_f1([(gold, say) for f, gold, say in pairs[cut] if f != fold]))
        nested += [(gold, say) for f, gold, say in pairs[cut] if f == fold]
        print(f"fold {fold}: cut {cut}")
    print(f"weighted F1, five folds of documents, the cut chosen inside each: {weighted_f1(nested):.3f} of {len(some)}")
    index, weights = trained([row for _, row in rows], classes)
    scale = float(abs(weights).max() / 127)
    names = sorted(index, key=lambda name: index[name])
    numpy.savez_compressed(
        target,
        names=numpy.array("\n".join(names)),
        classes=numpy.array("\n".join(classes)),
        weights=(weights / scale).round().astype("int8"),
        scale=numpy.array(scale),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
