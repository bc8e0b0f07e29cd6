"""What is compared: the rows of `contests.toml`, each a discipline on a corpus with its peers, judge and figures."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """One table of the page. `figures`: paths into the judge's figures with the words shown for them."""

    name: str
    discipline: str
    corpus: str
    verb: str  # what fogline is asked: annotate, picture, both, or same_claim
    judge: str
    figures: tuple[tuple[str, str], ...]
    peers: tuple[str, ...] = ()
    scorer: str = ""
    shape: str = "reports"
    folds: str = ""
    in_sample: bool = False  # fogline's weights or tables were fitted on it, and there are no folds
    note: str = ""
    why: str = ""


def _contests() -> tuple[Contest, ...]:
    rows = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["contest"]
    return tuple(
        Contest(
            **{**row, "peers": tuple(row["peers"]), "figures": tuple((path, label) for path, label in row["figures"])}
        )
        for row in rows
    )


CONTESTS = _contests()
