"""Where the time of a report goes: `python bench/stages.py [--reports N] [--times N]`.

In: the reports of 400 words of `bench/speed.py`, read by one process once to warm it up and then again and again. Out:
microseconds a report for each stage, the best of all rounds, without the time of stages inside it, in
`docs/stages.json` and `docs/stages.md`. Refused: a stage whose function is no longer where the table says.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from fogline.model.report import Capture
from fogline.run import annotate
from scoring import ROOT
from speed import reports

TARGET, PAGE = ROOT / "docs/stages.json", ROOT / "docs/stages.md"
_REST = "what is left of `annotate`"
# Stage, and the functions that are it, by the module that calls them.
STAGES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("read: decode, facts, id", (("run.read", "read_report"),)),
    ("language", (("reports.read", "language"),)),
    ("sections and dateline", (("reports.read", "cut"), ("reports.read", "dated"), ("reports.read", "published"))),
    ("capitals", (("claims.parse", "truecase"),)),
    ("stand-ins for strange names", (("claims.parse", "stand_in"), ("claims.parse", "carry_over"))),
    ("tokens, tags, dependencies", (("claims.extract", "parse"),)),
    ("times", (("claims.extract", "find_times"),)),
    ("places: names and clues", (("claims.places", "candidates"),)),
    ("places: which names are places", (("claims.places", "places_among"),)),
    ("places: which place it is", (("claims.places", "resolve"),)),
    ("places: the rest", (("claims.extract", "find_places"),)),
    ("references and relations", (("claims.extract", "find_place_references"), ("claims.extract", "find_relations"))),
    ("figures", (("claims.extract", "find_figures"),)),
    ("speech: the trained tagger", (("claims.speech", "tag"),)),
    ("speech: rules and speakers", (("claims.extract", "find_speech"), ("claims.extract", "with_outlet"))),
    ("claims: clauses", (("claims.claim_builder", "clauses"), ("claims.claim_builder", "marks"))),
    ("claims: happenings", (("claims.claim_builder", "happenings"),)),
    ("claims: statuses", (("claims.claim_builder", "statuses"),)),
    (
        "claims: certainty, polarity, stage",
        (
            ("claims.claim_builder", "certainty_of"),
            ("claims.claim_builder", "polarity_of"),
            ("claims.claim_builder", "stage"),
        ),
    ),
    ("claims: the rest", (("claims.extract", "build_claims"),)),
    ("one report fused", (("picture.fuse", "fuse"),)),
    ("incidents", (("picture.incidents", "incidents"),)),
    ("to JSON", (("run.annotate", "encode"),)),
)


class Clock:
    """Time by stage; what a stage calls is the called stage's."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._open: list[list[float]] = []

    def timed(self, name: str, function: Callable[..., object]) -> Callable[..., object]:
        """The function, its time counted."""

        def run(*given: object, **named: object) -> object:
            self._open.append([0.0])
            start = time.process_time()
            try:
                return function(*given, **named)
            finally:
                whole = time.process_time() - start
                inside = self._open.pop()[0]
                self.spent[name] += whole - inside
                if self._open:
                    self._open[-1][0] += whole

        return run


def main() -> int:
    """Measures, prints and writes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--times", type=int, default=5, help="rounds; the best counts")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "reports.jsonl"
        reports(asked.reports, given)
        lines = given.read_bytes().splitlines()
    captures = [Capture(body=line, source=f"r:{n}", media_type="application/json") for n, line in enumerate(lines)]
    read: Callable[[Capture], object] = annotate.annotate_one
    for capture in captures[:10]:
        read(capture)
    clock = Clock()
    for name, functions in STAGES:
        for module, attribute in functions:
            place = importlib.import_module(f"fogline.{module}")
            setattr(place, attribute, clock.timed(name, getattr(place, attribute)))
    whole = clock.timed(_REST, read)
    rounds: list[dict[str, float]] = []
    for _ in range(asked.times):
        clock.spent.clear()
        for capture in captures:
            whole(capture)
        rounds.append(dict(clock.spent))
    best = min(rounds, key=lambda one: sum(one.values()))
    figures = {name: round(1e6 * best.get(name, 0.0) / len(captures)) for name, _ in (*STAGES, (_REST, ()))}
    _tell(figures, len(captures), asked.times)
    return 0


def _tell(figures: dict[str, int], number: int, rounds: int) -> None:
    total = sum(figures.values())
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [
        "# Where the time of a report goes",
        "<!-- Written by bench/stages.py. -->",
        "",
        f"`fogline annotate`, one process, {number} reports of 400 words, the best of {rounds} rounds, on {machine}.",
        "Time of the processor; each stage is without the stages inside it.",
        "",
        "| stage | µs a report | share |",
        "|---|---|---|",
        *(f"| {name} | {spent:,} | {100 * spent / total:.0f}% |" for name, spent in figures.items()),
        f"| **all** | **{total:,}** | |",
        "",
    ]
    print("\n".join(lines))
    TARGET.write_text(json.dumps({"machine": machine, "reports": number, **figures}, indent=1) + "\n", "utf-8")
    PAGE.write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
