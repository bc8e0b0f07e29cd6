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
from fogline.claims.place_choice import second_clues, weigh
from fogline.claims.place_clues import candidates
from fogline.claims.place_names import Candidate
from fogline.data.gazetteer import default_gazetteer
from fogline.model.report import Report

CORPORA = ("lgl", "geovirus")
OUT = Path(__file__).parent.parent / "src" / "fogline" / "data" / "place_weights.toml"
RIDGE = 2.0
LEAST_SEEN = 8  # a clue seen less often gets no weight
LEAN = 0.35  # a place missed is worse than a name too many: the line is drawn at this probability
FOLDS = 5
BY_HAND = {"target of a verb": 1.2}  # the corpora tell of no war: what is captured or shelled is mostly a place
Floats = NDArray[numpy.float64]
Reading = tuple[str, Report, list[Candidate], list[tuple[int, int]]]
Example = tuple[int, str, tuple[str, ...], bool]  # document, corpus, clues, whether gold has a place there


def main(corpora: Path, out: Path = OUT) -> None:
    read = [reading for corpus in CORPORA for reading in readings(corpora, corpus)]
    write(read, out)


def readings(corpora: Path, corpus: str) -> Iterator[Reading]:
    gazetteer = default_gazetteer()
    with gzip.open(corpora / corpus / "open.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            report = Report(id=row["id"], text=row["text"], outlet=row.get("outlet"), url=row.get("url"))
            found = candidates(parse(report), gazetteer)
            yield corpus, report, found, [(gold["start"], gold["end"]) for gold in row["gold"]["places"]]


def write(read: Sequence[Reading], out: Path) -> None:
    """Fits both weighings, the second on what the first, fitted on the other documents, makes of them."""
    own = [example for n, reading in enumerate(read) for example in examples(n, reading, None)]
    first = table_of(own)
    held = [table_of([one for one in own if one[0] % FOLDS != fold]) for fold in range(FOLDS)]
    full = [example for n, reading in enumerate(read) for example in examples(n, reading, held[n % FOLDS])]
    cross_validate(full)
    head = (
        "# How much each clue speaks for (or against) a capitalised name being a place, as log odds: alone\n"
        "# (first), and with what the report's other names say (weights). Made by training/place_weights.py from\n"
        "# the gold places of lgl and geovirus; holds no words of the texts. Licence: Apache-2.0.\n"
    )
    out.write_text(head + section("first", first) + "\n" + section("weights", table_of(full)), encoding="utf-8")


def section(title: str, weights: dict[str, float]) -> str:
    lines = [f'"{name}" = {weight:.2f}' for name, weight in weights.items() if abs(weight) >= 0.05]
    return f"[{title}]\n" + "\n".join(lines) + "\n"


def examples(number: int, reading: Reading, first: dict[str, float] | None) -> Iterator[Example]:
    """A document's candidates with their clues, the second weighing's among them where the first is given."""
    corpus, report, found, gold = reading
    further: list[tuple[str, ...]] = [()] * len(found)
    if first is not None:
        alone = [weigh(candidate.clues, first) for candidate in found]
        further = second_clues(found, alone, report, default_gazetteer())
    for candidate, clues in zip(found, further, strict=True):
        hit = any(start < candidate.end and candidate.start < end for start, end in gold)
        yield number, corpus, (*candidate.clues, *clues), hit


def table_of(every: Sequence[Example]) -> dict[str, float]:
    names = clue_names(every)
    fitted = fit(matrix(every, names), labels(every), shares_of(every))
    fitted[0] -= numpy.log(LEAN / (1 - LEAN))
    return dict(zip(names, (float(weight) for weight in fitted), strict=True)) | BY_HAND


def clue_names(every: Sequence[Example]) -> list[str]:
    seen = Counter(clue for _, _, clues, _ in every for clue in set(clues))
    return ["bias", *sorted(clue for clue, count in seen.items() if count >= LEAST_SEEN)]


def labels(every: Sequence[Example]) -> Floats:
    return numpy.array([label for *_, label in every], dtype=float)


def shares_of(every: Sequence[Example]) -> Floats:
    """Both corpora weigh alike, however many candidates they have."""
    sizes = Counter(corpus for _, corpus, _, _ in every)
    return numpy.array([len(every) / len(sizes) / sizes[corpus] for _, corpus, _, _ in every])


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


def cross_validate(every: Sequence[Example]) -> None:
    fold = numpy.array([number % FOLDS for number, *_ in every])
    names = clue_names(every)
    rows, gold, shares = matrix(every, names), labels(every), shares_of(every)
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
