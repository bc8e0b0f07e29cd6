"""Whether two answers make the same claim (corpus nanco), two sentences say the same (mrpc): a scorer for `score.py`.

    python bench/same_claim.py TASK GOLD [SAID]

In: the task (`nanco` or `mrpc`) and the corpus file; SAID is not looked at, since pairs are compared by
`picture.same_claim` itself. Out: one JSON object. `balanced`: balanced accuracy at the threshold that ships (chosen on
nanco); `unseen.balanced`: the mean over questions, each with the threshold that is best on the others.
"""

from __future__ import annotations

import collections
import itertools
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from fogline.picture.same_claim import SAME, same_claim, words
from scoring import gold_lines

_USUAL = 20  # answers among which a few are thought to stand
_STEPS = 200


class Pair(NamedTuple):
    """Two texts: what both answer, how much they say the same, and whether gold calls it the same."""

    id: str
    question: str
    score: float
    same: bool


def nanco(rows: Sequence[dict[str, str]]) -> list[Pair]:
    """All pairs of answers to one question; words are rare as they are among the passages of that question."""
    found: list[Pair] = []
    by_question: dict[str, list[dict[str, str]]] = collections.defaultdict(list)
    for row in rows:
        by_question[row["question"]].append(row)
    for question, some in by_question.items():
        held = collections.Counter(stem for row in some for stem, _ in words(row["text"]))
        rare = {stem: math.log((len(some) + _USUAL) / (count + 1)) for stem, count in held.items()}
        most = math.log(len(some) + _USUAL)
        for one, other in itertools.combinations(some, 2):
            score = same_claim(
                one["answer"],
                other["answer"],
                around=(one["text"], other["text"]),
                given=question,
                rare=lambda stem, rare=rare, most=most: rare.get(stem, most),  # type: ignore[misc]
            )
            same = one["gold"]["cluster"] == other["gold"]["cluster"]  # type: ignore[index]
            found.append(Pair(f"{one['id']} {other['id']}", question, score, same))
    return found


def mrpc(rows: Sequence[dict[str, str]]) -> list[Pair]:
    """The corpus's pairs of sentences; words are rare as they are among all."""
    held = collections.Counter(stem for row in rows for stem, _ in (*words(row["text"]), *words(row["other"])))
    size = 2 * len(rows)

    def rare(stem: str) -> float:
        return math.log(size / held[stem])

    found: list[Pair] = []
    for row in rows:
        same = bool(row["gold"]["same"])  # type: ignore[index]
        found.append(Pair(row["id"], "", same_claim(row["text"], row["other"], rare=rare), same))
    return found


def figures(pairs: Sequence[Pair], unseen: bool) -> dict[str, object]:
    """Balanced accuracy, accuracy and F1 at the threshold that ships, and on questions that chose no threshold."""
    found: dict[str, object] = {"pairs": len(pairs), "same": sum(pair.same for pair in pairs)}
    right = sum((pair.score >= SAME) is pair.same for pair in pairs)
    hits = sum(pair.score >= SAME and pair.same for pair in pairs)
    said = sum(pair.score >= SAME for pair in pairs)
    found |= {
        "balanced": round(balanced(pairs, SAME), 4),
        "accuracy": round(right / len(pairs), 4),
        "f1": round(2 * hits / max(1, said + sum(pair.same for pair in pairs)), 4),
    }
    if unseen:
        each = [
            balanced([p for p in pairs if p.question == question], _best([p for p in pairs if p.question != question]))
            for question in sorted({pair.question for pair in pairs})
        ]
        found["unseen"] = {
            "questions": len(each),
            "balanced": round(sum(each) / len(each), 4),
            "least": round(min(each), 4),
        }
    return found


def balanced(pairs: Sequence[Pair], threshold: float) -> float:
    """The mean of the shares of same and of other pairs that come out right."""
    shares = [
        sum((pair.score >= threshold) is wanted for pair in pairs if pair.same is wanted)
        / max(1, sum(pair.same is wanted for pair in pairs))
        for wanted in (True, False)
    ]
    return sum(shares) / 2


def _best(pairs: Sequence[Pair]) -> float:
    scores = sorted(pair.score for pair in pairs)
    return max(scores[:: max(1, len(scores) // _STEPS)], key=lambda threshold: balanced(pairs, threshold))


def main(task: str, gold: Path) -> None:
    """Prints the figures of a task."""
    print(json.dumps(figures(pairs_of(task, gold), unseen=task == "nanco")))


def pairs_of(task: str, gold: Path, limit: int = 0) -> list[Pair]:
    """The pairs of a task with their scores."""
    rows = [json.loads(line) for line in gold_lines(gold, limit)]
    return nanco(rows) if task == "nanco" else mrpc(rows)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
