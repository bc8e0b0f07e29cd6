"""Kills `fogline add` and `fogline watch` at random moments: `python bench/kill.py [--kills N] [--write]`.

In: nothing but reports and outlets that it makes. Out: after each SIGKILL, whether all that was acknowledged is there,
nothing twice, and `fogline verify` passes; once a run comes to its end by itself, whether the ledger holds exactly what
an undisturbed run gives. Exit status 1 where anything does not hold.

Half of the kills come at a random moment of the run, half at a random change to the disk (where there is a C compiler),
before it or once half of it is written: moments within a commit are short, and would seldom be met by the clock alone.
Commands run in forks of a warmed process (see `trials`); --cold so many are started as a user starts them: `fogline
add` and `fogline watch` in turn with two reading processes, of which none may be left behind; what another process saw
in the ledger just before the kill has to be there.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import trials
from trials import ADD, COLD, KILL_BEFORE, KILL_WITHIN, LOADED, WATCH, Rows, Trial

_MOST = 40  # kills of one ledger; then it is let run to its end


def _cycle(
    folder: Path, port: int, words: Sequence[str], wanted: dict[str, Rows],
    usual: trials.Ended, chance: random.Random, kills: int, counts: Counter[str],
) -> list[str]:  # fmt: skip
    """One ledger: killed until a run comes to its end, or often enough; then what it holds."""
    trial = trials.prepare(folder, port)
    for _ in range(min(kills, _MOST)):
        by_clock = not os.environ.get(LOADED) or chance.random() < 0.5
        if by_clock:
            ended = trials.run(trial, words, kill_after=chance.random() * usual.seconds)
        else:
            how = chance.choice((KILL_BEFORE, KILL_WITHIN))
            ended = trials.run(trial, words, fault=how, at=chance.randint(1, max(1, usual.changes)))
        if not ended.killed:
            break
        counts["kills"] += 1
        counts["by the clock" if by_clock else "at a change to the disk"] += 1
        if found := trials.faults_of(trial):
            return found
    else:
        ended = trials.run(trial, words)
    return _ends(trial, words, ended, wanted, counts, again=chance.random() < 0.25)


def _ends(
    trial: Trial, words: Sequence[str], ended: trials.Ended, wanted: dict[str, Rows],
    counts: Counter[str], *, again: bool,
) -> list[str]:  # fmt: skip
    """What does not hold once the command has come to its end; `again`: a further run must change nothing."""
    if ended.status not in (0, 3):
        return [f"ends with {ended.status}: {ended.told.strip()[-300:]}"]
    if found := trials.faults_of(trial, wanted):
        return found
    counts["ledgers"] += 1
    counts["reports"] += sum(trial.seen.values())
    if again:
        return _ends(trial, words, trials.run(trial, words), wanted, Counter(), again=False)
    return []


def _cold(
    folder: Path, port: int, words: Sequence[str], wanted: dict[str, Rows], moment: float, counts: Counter[str]
) -> list[str]:
    """One that is started by hand and killed; its processes may not stay, and it must go on to the same ledger."""
    trial = trials.prepare(folder, port)
    started = trials.started(trial, words)
    with contextlib.suppress(subprocess.TimeoutExpired):
        started.wait(moment)
    trial.seen = trials.visible(trial.ledger)
    started.kill()
    started.wait()
    counts["kills"] += started.returncode == -signal.SIGKILL
    counts[COLD] += started.returncode == -signal.SIGKILL
    left = trials.left_behind(started.pid)
    found = [f"{left} processes are left behind"] if left else trials.faults_of(trial)
    found = found or _ends(trial, words, trials.run(trial, words), wanted, counts, again=False)
    counts["faults"] += len(found)
    return found


def killed(
    kills: int, cold: int, seed: int, folder: Path, port: int, counts: Counter[str], told: Callable[[], None]
) -> list[str]:
    """Kills until there are so many, counted by sort; all that did not hold. `told` is called after each ledger."""
    chance, faults = random.Random(seed + counts["kills"]), list[str]()  # noqa: S311 - no secret
    trials.warm()
    for words in (ADD, WATCH):  # the first run of each loads what it needs
        trials.reference(folder / f"first-{words[0]}", port, words)
    usual = {words: trials.reference(folder / words[0], port, words) for words in (ADD, WATCH)}
    number, lasts = 0, dict[Sequence[str], float]()
    while counts[COLD] < cold:
        words = (ADD, WATCH)[number % 2]
        if words not in lasts:
            lasts[words] = trials.run_cold(trials.prepare(folder / f"whole-{words[0]}", port), words).seconds
        place = folder / f"cold-{number}"
        found = _cold(place, port, words, usual[words][0], chance.random() * lasts[words], counts)
        faults += [f"cold {words[0]}, ledger {number}: {one}" for one in found]
        shutil.rmtree(place)
        number += 1
        print(f"\r{counts['kills']:,} kills, {counts[COLD]} cold", end="", file=sys.stderr, flush=True)
        told()
    while counts["kills"] < kills:
        number += 1
        words = (ADD, WATCH)[number % 2]
        wanted, ended = usual[words]
        place = folder / f"cycle-{number}"
        before = counts["kills"]
        found = _cycle(place, port, words, wanted, ended, chance, kills - before, counts)
        counts[f"of {words[0]}"] += counts["kills"] - before
        counts["faults"] += len(found)
        faults += [f"{words[0]}, ledger {number}: {one}" for one in found]
        if found:
            kept = Path(tempfile.mkdtemp(prefix="fogline-killed-"))
            shutil.copytree(place, kept / "trial")
            print(f"{words[0]}, ledger {number}: {'; '.join(found)}; kept in {kept}", flush=True)
        shutil.rmtree(place)
        print(f"\r{counts['kills']:,} kills", end="", file=sys.stderr, flush=True)
        told()
    return faults


def _write(counts: Counter[str]) -> None:
    from endurance import Cell, machine, record

    rows: list[list[Cell]] = [["what", "count"]]
    rows += [[what, count] for what, count in sorted(counts.items())]
    record("kills", {**counts, "machine": machine()}, rows)


def main() -> int:
    """Kills, and tells."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--kills", type=int, default=1_000)
    asked.add_argument("--cold", type=int, default=20, help="so many of them with processes that are started anew")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--write", action="store_true", help="write docs/endurance.json and its page, after each ledger")
    asked.add_argument("--go-on", action="store_true", help="count on from what stands there, with other chances")
    given = asked.parse_args()
    counts = Counter[str]({"faults": 0})
    if given.go_on:
        from endurance import kept

        counts.update({what: count for what, count in kept().get("kills", {}).items() if isinstance(count, int)})
    with trials.workplace() as folder, trials.outlets() as port:
        begin = time.monotonic()

        def told() -> None:
            if given.write:
                _write(counts)

        faults = killed(given.kills, given.cold, given.seed, folder, port, counts, told)
        took = time.monotonic() - begin
    print("\n" + ", ".join(f"{what}: {count:,}" for what, count in counts.items()) + f"; {took:,.0f} s")
    print("\n".join(faults) or "nothing acknowledged lost, nothing doubled, verify passed every time")
    return int(bool(faults))


if __name__ == "__main__":
    trials.with_faulty_disk(needed=False)
    sys.exit(main())
