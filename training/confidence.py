"""Measures how sure a claim's reading is (`src/fogline/data/confidence.toml`), on PolNeAR's open part.

    python training/confidence.py ../shared/corpora src/fogline/data/confidence.toml [--texts 200]

A claim is right where its middle stands in what somebody is marked to say and its speaker is (part of) who is marked
as the source, or where it is the outlet's own and stands in nothing that is marked. Counted by whose words a claim is
and by what it tells; a group's share is drawn towards that of its row as if it had `DRAWN` claims more. The table's
head has the counts, and the Brier score beside that of one share for all, over five folds of texts.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corpora import FOLDS, Row, entries, fold_of, rows
from fogline.claims.confidence import group_of
from fogline.model.claim import Claim

DRAWN = 20
WHOSE, WHAT = ("named", "unresolved", "outlet"), ("happening", "status", "nothing")
Checked = tuple[str, tuple[str, str], bool]  # the text, the claim's group, whether it is right


def is_right(claim: Claim, row: Row) -> bool:
    """Whether a claim has the speaker that the corpus marks."""
    middle = (claim.start + claim.end) // 2
    around = [one for one in row["gold"]["attributions"] if any(start <= middle < end for start, end in one["content"])]
    if not claim.speakers or not around:
        return not claim.speakers and not around
    sources = [(start, end) for one in around for start, end in one["source"]]
    return any(
        who.start is not None and who.end is not None and start < who.end and who.start < end
        for who in claim.speakers
        for start, end in sources
    )


def shares(checked: Iterable[Checked]) -> dict[str, dict[str, float]]:
    """The share that is right, by group."""
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for _, group, good in checked:
        right[group].append(good)
    found: dict[str, dict[str, float]] = {}
    for whose in WHOSE:
        row = [good for what in WHAT for good in right[whose, what]]
        whole = sum(row) / max(1, len(row))
        found[whose] = {
            what: round((sum(right[whose, what]) + DRAWN * whole) / (len(right[whose, what]) + DRAWN), 2)
            for what in WHAT
        }
    return found


def brier(table: Mapping[str, Mapping[str, float]], checked: Sequence[Checked]) -> float:
    """The mean square of how far a share is from what came out."""
    return sum((table[whose][what] - good) ** 2 for _, (whose, what), good in checked) / max(1, len(checked))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=int, default=200, help="how many texts, evenly spread")
    asked = parser.parse_args()
    every = rows(asked.corpora / "polnear" / "open.jsonl.gz")
    some = [every[int(place * len(every) / asked.texts)] for place in range(min(asked.texts, len(every)))]
    gold = {row["id"]: row for row in some}
    checked: list[Checked] = [
        (
            entry.report.id,
            group_of(claim.speakers, claim.kind, claim.statuses),
            is_right(claim, gold[entry.report.id]),
        )
        for entry in entries(some)
        for claim in entry.reading.claims
    ]
    apart = [
        (shares(one for one in checked if fold_of(one[0]) != fold), [one for one in checked if fold_of(one[0]) == fold])
        for fold in range(FOLDS)
    ]
    ours = sum(brier(table, left) * len(left) for table, left in apart) / len(checked)
    whole = sum(good for *_, good in checked) / len(checked)
    asked.out.write_text(written(shares(checked), checked, ours, whole * (1 - whole)), "utf-8")
    print(asked.out.read_text("utf-8"))


def written(table: Mapping[str, Mapping[str, float]], checked: Sequence[Checked], ours: float, one_share: float) -> str:
    """The table with its head."""
    counts = [
        f"# {whose}: " + ", ".join(f"{what} {sum(group == (whose, what) for _, group, _ in checked)}" for what in WHAT)
        for whose in WHOSE
    ]
    lines = [
        "# How often claims have the right speaker, by whose words they are and what they tell (claims/confidence.py).",
        f"# Source: made by training/confidence.py from {len({text for text, *_ in checked})} texts of polnear's open",
        "# part, which the tagger of attributions was trained on. Claims counted:",
        *counts,
        f"# Brier score over five folds of texts: {ours:.3f}; with one share for all: {one_share:.3f}.",
        "# Numbers only, no words of the corpus. Licence: Apache-2.0, as fogline.",
    ]
    for whose in WHOSE:
        lines += ["", f"[shares.{whose}]", *(f"{what} = {table[whose][what]}" for what in WHAT)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
