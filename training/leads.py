"""Trains the model of what a report's opening is about (`src/fogline/data/leads.npz`), on CASE-2021's open part.

    python training/leads.py ../shared/corpora/case2021/open.jsonl.gz src/fogline/data/leads.npz

Prints the accuracy cross-validated over five folds of documents, then trains on all and writes the weights as int8.
Labels of the corpus are turned into kinds of our own table by `KIND_OF`. No seed: the loss is convex, it starts at 0.
"""

from __future__ import annotations

import collections
import gzip
import json
import sys
import zlib
from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

from fogline.claims.extract import extract
from fogline.picture.leads import features
from fogline.run.one import read

Matrix = NDArray[numpy.float64]
PENALTY, STEPS, RATE = 0.0005, 150, 0.05
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


def rows(path: str) -> list[tuple[str, dict[str, float], str]]:
    """Id, features and kind of every text."""
    made = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            report = read(text=row["text"], published=row["published"], lang=row["lang"], id=row["id"])
            made.append((row["id"], features(report.text, extract(report).claims), KIND_OF[row["gold"]["type"]]))
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


def trained(some: Sequence[tuple[str, dict[str, float], str]], classes: list[str]) -> tuple[dict[str, int], Matrix]:
    """The features that stand in two texts or more, and the weights."""
    counts = collections.Counter(name for _, found, _ in some for name in found)
    index = {name: place for place, name in enumerate(sorted(n for n, count in counts.items() if count >= 2))}
    wanted = numpy.zeros((len(some), len(classes)))
    wanted[range(len(some)), [classes.index(kind) for *_, kind in some]] = 1.0
    return index, fit(matrix([found for _, found, _ in some], index), wanted)


def main(source: str, target: str) -> None:
    """Cross-validates, trains, writes."""
    some = rows(source)
    classes = sorted(set(KIND_OF.values()))
    right = 0
    for fold in range(5):
        held = [row for row in some if zlib.crc32(row[0].encode()) % 5 == fold]
        index, weights = trained([row for row in some if zlib.crc32(row[0].encode()) % 5 != fold], classes)
        said = (matrix([found for _, found, _ in held], index) @ weights).argmax(1)
        right += sum(classes[place] == kind for place, (*_, kind) in zip(said, held, strict=True))
    print(f"accuracy, cross-validated over five folds of documents: {right / len(some):.3f} of {len(some)}")
    index, weights = trained(some, classes)
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
