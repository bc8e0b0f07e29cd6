"""Trains the model of which developments are incidents of their own (`src/fogline/data/incidents.toml`), on MUC-4.

    python training/incidents.py ../shared/corpora src/fogline/data/incidents.toml

A development of a text is right where the corpus's scorer pairs it with one of the gold templates. Fighting is left out
of training: MUC-4 does not count it, and that is a rule of MUC-4's, not of news; it is judged by what other violence
taught. Prints the scorer's figure at each threshold, cross-validated over five folds of documents, then trains on all.
"""

from __future__ import annotations

import collections
import importlib.util
import json
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy
from numpy.typing import NDArray

from fogline.claims.extract import extract
from fogline.model.codec import Json, encode
from fogline.picture.fuse import fuse
from fogline.picture.incidents import features, judged, plainly, setting
from fogline.picture.mentions import by_claims, joined
from fogline.run.one import read

Matrix = NDArray[numpy.float64]
PENALTY, RAREST = 6.0, 10
THRESHOLDS = [round(0.28 + 0.04 * step, 2) for step in range(7)]


def scorer(corpora: Path) -> ModuleType:
    """The corpora's own scorer."""
    spec = importlib.util.spec_from_file_location("score_reading", corpora / "score_reading.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def paired(score: ModuleType, gold: Sequence[object], found: Sequence[dict[str, Json]]) -> set[int]:
    """The developments that the scorer pairs with a template."""
    wanted = [score.from_template(key) for key in gold]
    turned = [(place, score.from_development(one, {})) for place, one in enumerate(found)]
    had = [(place, incident) for place, incident in turned if incident]
    gains = []
    for template in wanted:
        cells = [
            {slot: score.slot_credit(slot, template[slot], said[slot])[0] for slot in score.SLOTS} for _, said in had
        ]
        fit = [c["type"] > 0 and sum(c[slot] for slot in score.EVIDENCE) >= 1 for c in cells]
        gains.append([sum(cell.values()) if ok else 0.0 for cell, ok in zip(cells, fit, strict=True)])
    return {had[column][0] for _, column in score.assign(gains)}


def fit(inputs: Matrix, right: Matrix) -> Matrix:
    """Logistic weights, by Newton's method."""
    weights = numpy.zeros(inputs.shape[1])
    penalty = numpy.full(inputs.shape[1], PENALTY)
    penalty[0] = 0.01
    for _ in range(25):
        shares = 1 / (1 + numpy.exp(-inputs @ weights))
        slope = inputs.T @ (shares - right) + penalty * weights
        curve = (inputs * (shares * (1 - shares))[:, None]).T @ inputs + numpy.diag(penalty)
        weights -= numpy.linalg.solve(curve, slope)
    return weights


def main(corpora: str, target: str) -> None:
    """Reads, cross-validates, trains, writes."""
    score = scorer(Path(corpora))
    rows = score.rows(Path(corpora) / "muc4" / "open.jsonl.gz")
    shown: list[list[dict[str, Json]]] = []
    found: list[tuple[int, int, dict[str, float], bool]] = []  # text, development, features, right
    for number, row in enumerate(rows):
        report = read(text=row["text"], published=row["published"], lang=row["lang"], id=row["id"])
        reading = extract(report)
        told = joined(
            by_claims(fuse([report], reading.claims).developments, {c.id: c for c in reading.claims}), report.text
        )
        where = setting(report, reading.claims, [one.one for one in told])
        made = [encode(one) for one in plainly(report, reading.places, told)]
        shown.append(made)  # type: ignore[arg-type]
        right = paired(score, row["gold"]["templates"], made)  # type: ignore[arg-type]
        for place, one in enumerate(told):
            if judged(one.one):
                found.append((number, place, features(one.one, one.claims, where), place in right))
    counts = collections.Counter(name for *_, has, _ in found for name in has)
    fixed = ("bias", "kind=fighting")
    names = ["bias", *sorted(n for n, count in counts.items() if count >= RAREST and n not in fixed)]
    inputs = numpy.array([[has.get(name, 0.0) for name in names] for *_, has, _ in found])
    wanted = numpy.array([float(right) for *_, right in found])
    other = numpy.array(["kind=fighting" not in has for *_, has, _ in found])
    fold = numpy.array([zlib.crc32(rows[number]["id"].encode()) % 5 for number, *_ in found])
    sure = numpy.zeros(len(found))
    for held in range(5):
        used = other & (fold != held)
        sure[fold == held] = 1 / (1 + numpy.exp(-inputs[fold == held] @ fit(inputs[used], wanted[used])))
    best = (0.0, 0.0)
    for threshold in THRESHOLDS:
        kept = {(number, place) for (number, place, *_), share in zip(found, sure, strict=True) if share >= threshold}
        said = [
            {"id": row["id"], "developments": [one for place, one in enumerate(made) if (number, place) in kept]}
            for number, (row, made) in enumerate(zip(rows, shown, strict=True))
        ]
        figures = score.score("muc4", rows, said)
        print(threshold, json.dumps({key: figures[key]["f"] for key in ("all_templates", "text_filter", *score.SLOTS)}))
        best = max(best, (figures["all_templates"]["f"], threshold))
    weights = fit(inputs[other], wanted[other])
    with Path(target).open("w", encoding="utf-8") as file:
        file.write("# Which developments of a report are incidents of its own: a weight for each feature of\n")
        file.write("# `picture/incidents.py`. Made by training/incidents.py from MUC-4's open part (1,000 texts);\n")
        file.write(f"# all templates F, cross-validated over five folds of documents: {best[0]:.3f}. Apache-2.0.\n")
        file.write(f"threshold = {best[1]:.2f}\n\n[weights]\n")
        file.writelines(f'"{name}" = {weight:.3f}\n' for name, weight in zip(names, weights, strict=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
