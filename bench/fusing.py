"""What fusing costs: `python bench/fusing.py [--claims N,N] [--day 5000] [--keep FOLDER]`.

In: made streams of claims (`streams`). Out, for each size: seconds and milliseconds a claim to fuse a ledger of so many
claims from nothing; seconds and memory to add one day's reports to it, read already, and bring its picture up to date;
and how long questions take then, the 95th of a hundred (briefs of much: of twenty): how a place stood over time, its
tolls, briefs of everything, of a day, of a week, of a place, of a day at a place. Written to docs/fusing.json and
the table of docs/running.md; sizes that were not measured this time are left as they stand there (`--claims ""`
writes the table alone).

Seconds are of the processor (`time.process_time`): what else the machine does has no say in them but by what it takes
from caches. Beside them stand those of the clock.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from fogline.outputs.brief import brief
from fogline.run.fusing import kept_up
from fogline.serve.cli import COLLECTED_AFTER
from fogline.serve.holdings import holdings
from fogline.serve.options import Filters, source
from fogline.store.contract import Entry, Question
from fogline.store.fused import Fused, beside
from fogline.store.sqlite import open_ledger
from score import between
from streams import CLAIMS_A_REPORT, FIRST_DAY, entries

ROOT = Path(__file__).resolve().parent.parent
TOLD, PAGE = ROOT / "docs/fusing.json", ROOT / "docs/running.md"
A_DAY = 500  # reports a day of the stream
BATCH = 500
ASKED = 100
FEW = 20  # briefs of much: they take longest, and differ least
Figures = dict[str, float | int]
Asking = TypeVar("Asking")


@contextmanager
def timed(to: Figures, name: str) -> Iterator[None]:
    """Notes seconds of the processor and of the clock."""
    clock, processor = time.monotonic(), time.process_time()
    yield
    to[name] = round(time.process_time() - processor, 2)
    to[f"{name}_by_the_clock"] = round(time.monotonic() - clock, 2)


def filled(path: Path, reports: int) -> int:
    """Adds reports of the stream to a ledger and tells how many claims they have."""
    claims = 0
    for begin in range(0, reports, 10_000):
        claims += added(path, entries(min(10_000, reports - begin), a_day=A_DAY, first=begin // A_DAY))
    return claims


def added(path: Path, made: Sequence[Entry]) -> int:
    """Adds entries to a ledger, a batch at a time, and tells how many claims they have."""
    with open_ledger(path) as ledger:
        writer = ledger.writer()
        for at in range(0, len(made), BATCH):
            writer.add(made[at : at + BATCH])
    return sum(len(one.reading.claims) for one in made)


def measured(path: Path, claims: int) -> Figures:
    """One size, from nothing, in this process."""
    reports = max(10, round(claims / CLAIMS_A_REPORT))
    found: Figures = {"reports": reports}
    with timed(found, "add_seconds"):
        found["claims"] = filled(path, reports)
    with timed(found, "fuse_seconds"):
        _kept_up(path)
    found["fuse_ms_a_claim"] = round(1000 * float(found["fuse_seconds"]) / found["claims"], 3)
    found["fuse_most_memory_mb"] = _memory()
    return found


def measured_day(path: Path, claims: int, reports: int) -> Figures:
    """A day's reports onto a ledger whose picture is up to date, in this process, as `fogline add` would have it."""
    found: Figures = {"day_reports": reports}
    # To make the stream is none of the work: a day's reports have been read before they are added.
    made = entries(reports, first=round(claims / CLAIMS_A_REPORT) // A_DAY + 1, days=1)
    with timed(found, "day_seconds"):
        with timed(found, "day_add_seconds"):
            found["day_claims"] = added(path, made)
        del made
        _kept_up(path)
    found["day_most_memory_mb"] = _memory()
    return found


def _kept_up(path: Path) -> None:
    with open_ledger(path) as ledger, Fused(beside(path)) as fused:
        kept_up(ledger.view(), fused)


def _memory() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))


def asked(path: Path, reports: int) -> Figures:
    """How long questions take, on a ledger whose picture is up to date: towns as they are told of, days by chance."""
    chance = random.Random(3)  # noqa: S311 - no secret
    with open_ledger(path) as ledger:
        ids = chance.choices([*ledger.view().shelf().keys()], k=ASKED)
        towns = [
            next((p.name for c in ledger.view().claims(Question(report=one)) for p in c.places), "nowhere")
            for one in ids
        ]
    days = [(FIRST_DAY + timedelta(chance.randrange(max(1, reports // A_DAY)))).isoformat() for _ in range(ASKED)]
    weeks = [(date.fromisoformat(day) + timedelta(6)).isoformat() for day in days]
    found: Figures = {}
    with holdings(source(None, path)) as held:
        held.chosen(Filters(place="nowhere"))  # opens the files

        def told(since: str | None, until: str | None, town: str | None) -> None:
            chosen, material, beyond = held.leading(Filters(since=since, until=until), place=town)
            reports, claims = [*material.reports.values()], [*material.claims.values()]
            brief(chosen, reports, claims, since=since, until=until, place=town, beyond=beyond)

        found |= _p95("place_history", lambda town: held.chosen(Filters(place=town), "statuses"), towns)
        found |= _p95("toll", lambda town: held.chosen(Filters(place=town), "tolls"), towns)
        found |= _p95("brief_of_everything", lambda _: told(None, None, None), days[:FEW])
        found |= _p95("brief_of_a_day", lambda day: told(day, day, None), days[:FEW])
        both = list(zip(days, weeks, strict=True))
        found |= _p95("brief_of_a_week", lambda week: told(*week, None), both[:FEW])
        found |= _p95("brief_of_a_place", lambda town: told(None, None, town), towns)
        day_there = list(zip(days, towns, strict=True))
        found |= _p95("brief_of_a_day_at_a_place", lambda one: told(one[0], one[0], one[1]), day_there)
    return found


def _p95(name: str, ask: Callable[[Asking], object], some: Iterable[Asking]) -> Figures:
    took = []
    for one in some:
        before = time.process_time()
        ask(one)
        took.append(1000 * (time.process_time() - before))
    return {f"{name}_p95_ms": round(sorted(took)[math.ceil(0.95 * len(took)) - 1], 1)}


def main() -> int:
    """Measures each size in a process of its own and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--claims", default="1000,10000", help="sizes, parted by commas (100000,1000000 take long)")
    parser.add_argument("--day", type=int, default=5_000, help="reports of the day that is added; 0 adds none")
    parser.add_argument("--keep", type=Path, help="folder in which the ledgers stay")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--day-of", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--ask", type=Path, metavar="LEDGER", help="only ask a ledger that was kept, and print")
    given = parser.parse_args()
    gc.set_threshold(*COLLECTED_AFTER)  # as the command line does
    if given.one:
        print(json.dumps(measured(given.one, int(given.claims))))
        return 0
    if given.day_of:
        print(json.dumps(measured_day(given.day_of, int(given.claims), given.day)))
        return 0
    if given.ask:
        print(json.dumps(asked(given.ask, round(int(given.claims) / CLAIMS_A_REPORT))))
        return 0
    figures = json.loads(TOLD.read_text("utf-8")) if TOLD.exists() else {}
    figures["machine"] = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    with tempfile.TemporaryDirectory() as scratch:
        for size in filter(None, given.claims.split(",")):
            path = (given.keep or Path(scratch)) / f"{size}.ledger"
            # Who adds a day, or asks, has not just fused a war: each is a process of its own, with its own memory.
            steps = [["--one", str(path)]]
            steps += [["--day", str(given.day), "--day-of", str(path)]] if given.day else []
            found: Figures = {}
            for step in (*steps, ["--ask", str(path)]):
                command = [sys.executable, __file__, "--claims", size, *step]
                found |= json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
            figures[f"claims_{size}"] = found
            print(size, figures[f"claims_{size}"], flush=True)
            TOLD.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    between(PAGE, "fusing", table({name: one for name, one in figures.items() if name.startswith("claims_")}))
    return 0


def table(figures: dict[str, Figures]) -> str:
    """The figures as they stand in the docs, the smallest ledger first."""
    lines = [
        "| claims | fused from nothing, ms a claim | a day of 5,000 reports more | … at most | toll, place history p95 "
        "| any brief p95 |",
        "|---|---|---|---|---|---|",
    ]
    for one in sorted(figures.values(), key=lambda one: one["claims"]):
        briefs = max(value for name, value in one.items() if name.startswith("brief_"))
        looked_up = max(one["toll_p95_ms"], one["place_history_p95_ms"])
        lines.append(
            f"| {one['claims']:,} | {one['fuse_ms_a_claim']:.2f} | {one['day_seconds']:.0f} s "
            f"| {one['day_most_memory_mb']:,} MB | {looked_up:.0f} ms | {briefs:.0f} ms |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
