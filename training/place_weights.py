"""Fits the weights of the clues that tell places from other names: `python training/place_weights.py CORPORA [OUT]`.

In: the folder of public corpora with gold places (lgl, geovirus). Out: `place_weights.toml`, a logistic regression over
the clues of every candidate, and on standard output its cross-validated precision and recall by document (five folds).
Both corpora count alike. No word or name is a feature, so that nothing of the texts is in the table.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy
from numpy.typing import NDArray

from fogline.claims.parse import parse
from fogline.claims.place_clues import candidates
from fogline.claims.place_names import Candidate
from fogline.data.gazetteer import default_gazetteer
from fogline.model.report import Report

CORPORA = ("lgl", "geovirus")
OUT = Path(__file__).parent.parent / "src" / "fogline" / "data" / "place_weights.toml"
RIDGE = 2.0
LEAST_SEEN = 8  # a clue seen less often gets no weight
LEAN = 0.4  # a place missed is worse than a name too many: the line is drawn at this probability
FOLDS = 5
Floats = NDArray[numpy.float64]
Example = tuple[int, str, tuple[str, ...], bool]  # document, corpus, clues, whether gold has a place there


def main(corpora: Path, out: Path = OUT) -> None:
    every = [example for corpus in CORPORA for example in examples(corpora, corpus)]
    write(every, out)


def write(every: Sequence[Example], out: Path) -> None:
    seen = Counter(clue for _, _, clues, _ in every for clue in set(clues))
    names = ["bias", *sorted(clue for clue, count in seen.items() if count >= LEAST_SEEN)]
    rows = matrix(every, names)
    gold = numpy.array([label for *_, label in every], dtype=float)
    sizes = Counter(corpus for _, corpus, _, _ in every)
    shares = numpy.array([len(every) / len(sizes) / sizes[corpus] for _, corpus, _, _ in every])
    report(every, rows, gold, shares)
    fitted = fit(rows, gold, shares)
    fitted[0] -= numpy.log(LEAN / (1 - LEAN))
    lines = [f'"{name}" = {weight:.2f}' for name, weight in zip(names, fitted, strict=True) if abs(weight) >= 0.05]
    head = (
        "# How much each clue speaks for (or against) a capitalised name being a place. Made by training/place_weights.py\n"
        "# from the gold places of lgl and geovirus; holds no words of the texts. Licence: Apache-2.0.\n[weights]\n"
    )
    out.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def examples(corpora: Path, corpus: str) -> Iterator[Example]:
    gazetteer = default_gazetteer()
    with gzip.open(corpora / corpus / "open.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            found = candidates(parse(Report(id=row["id"], text=row["text"], title=row.get("title"))), gazetteer)
            yield from labelled(number, corpus, found, [(gold["start"], gold["end"]) for gold in row["gold"]["places"]])


def labelled(
    number: int, corpus: str, found: Sequence[Candidate], gold: Sequence[tuple[int, int]]
) -> Iterator[Example]:
    for candidate in found:
        hit = any(start < candidate.end and candidate.start < end for start, end in gold)
        yield number, corpus, candidate.clues, hit


def matrix(every: Sequence[Example], names: Sequence[str]) -> Floats:
    column = {name: n for n, name in enumerate(names)}
    rows = numpy.zeros((len(every), len(names)))
    rows[:, 0] = 1.0
    for n, (_, _, clues, _) in enumerate(every):
        for clue in clues:
            if clue in column:
                rows[n, column[clue]] = 1.0
    return rows


def fit(rows: Floats, gold: Floats, shares: Floats) -> Floats:
    """Ridge logistic regression by Newton's method."""
    weights = numpy.zeros(rows.shape[1])
    ridge = RIDGE * numpy.eye(rows.shape[1])
    ridge[0, 0] = 0.0
    for _ in range(25):
        said = 1 / (1 + numpy.exp(-rows @ weights))
        slope = rows.T @ (shares * (gold - said)) - ridge @ weights
        bend = (rows * (shares * said * (1 - said))[:, None]).T @ rows + ridge
        step = numpy.linalg.solve(bend, slope)
        weights += step
        if numpy.abs(step).max() < 1e-6:
            break
    return weights


def report(every: Sequence[Example], rows: Floats, gold: Floats, shares: Floats) -> None:
    fold = numpy.array([number % FOLDS for number, *_ in every])
    odds = numpy.zeros(len(every))
    for held in range(FOLDS):
        train = fold != held
        odds[~train] = rows[~train] @ fit(rows[train], gold[train], shares[train])
    yes = odds > numpy.log(LEAN / (1 - LEAN))
    for corpus in CORPORA:
        of = numpy.array([name == corpus for _, name, *_ in every])
        right = float((yes & (gold > 0) & of).sum())
        precision, recall = right / max((yes & of).sum(), 1), right / max(gold[of].sum(), 1)
        print(f"{corpus}: precision {precision:.3f}, recall among candidates {recall:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(Path(argument) for argument in sys.argv[2:3]))
