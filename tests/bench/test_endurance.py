"""The short forms of bench/kill.py and bench/disk.py: real kills, real forks, a disk that really fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
sys.path.append(str(BENCH))

from disk import READERS_FILES, cold_kinds, unclear  # noqa: E402
from trials import Ended, said_added  # noqa: E402

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks of a warmed process")
compiler = pytest.mark.skipif(shutil.which("cc") is None, reason="the failing disk is made by a C compiler")


def command(name: str, *options: str) -> str:
    done = subprocess.run([sys.executable, BENCH / name, *options], capture_output=True, text=True, timeout=900,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-1_000:]
    return done.stdout


@linux
def test_kills_lose_and_double_nothing() -> None:
    assert "nothing acknowledged lost" in command("kill.py", "--kills", "12", "--cold", "1")


@linux
@compiler
def test_disks_that_fail_are_told_and_then_all_goes_on() -> None:
    assert "clear errors, nothing acknowledged lost, all went on" in command("disk.py", "--errors", "19", "--cold", "1")


def ended(status: int | None, told: str) -> Ended:
    return Ended(killed=False, status=status, told=told, seconds=1.0, changes=0)


def test_what_a_command_says_it_has_added_is_taken_for_acknowledged() -> None:
    said = "fogline: feed: 16 reports added\nfogline: war.ledger: 1,016 reports added, 0 failed looks\n"
    assert said_added(ended(0, said)) == 1_016
    assert said_added(ended(1, "fogline: war.ledger: the disk is full")) == 0


def test_each_verb_meets_each_kind_of_error_with_reading_processes() -> None:
    assert len(cold_kinds()) % 2 == 1  # add and watch come in turn
    assert {one.files for one in cold_kinds()} == {"", *READERS_FILES}
    assert all(path.exists() for paths in READERS_FILES.values() for path in paths)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (1, "Traceback (most recent call last):\napsw.FullError"),
        (1, "fogline: something happened"),
        (None, "fogline: the disk is full"),
        (70, ""),
    ],
)
def test_an_error_that_is_not_told_well_is_seen(status: int | None, told: str) -> None:
    assert unclear(ended(status, told))
    assert not unclear(ended(1, "fogline: a.ledger: the disk is full; nothing of this batch was kept."))


LOSSES = """
import os, sys
from pathlib import Path
from fogline.model.report import Capture
from fogline.run.add import add
from fogline.store.sqlite import open_ledger
from trials import Trial, faults_of, rows

folder = Path(sys.argv[1])
ledger, notes = folder / "war.ledger", folder / "acknowledged"
with open_ledger(ledger) as opened:
    calm = [Capture(body=f"Calm, {n}.".encode(), source=f"{n}.txt", media_type="text/plain") for n in (1, 2)]
    list(add(calm, opened.writer(), jobs=1))
trial = Trial(folder=folder, notes=notes)
held = rows(ledger)
assert faults_of(trial, held) == []
lacking = held | {"captures": held["captures"] - held["captures"]}
assert "not what an undisturbed run gives" in faults_of(trial, lacking)[0]
notes.write_text('[["r-1", "0000"]]\\n')
assert faults_of(trial) == ["1 acknowledged reports are lost"]
os.truncate(ledger, 8_192)
assert "verify ends with 1" in faults_of(trial)[0]
"""


@linux
def test_a_loss_is_seen(tmp_path: Path) -> None:
    """In a process of its own: a test runner has threads, beside which it is not safe to fork."""
    path = os.pathsep.join(filter(None, [str(BENCH), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-c", LOSSES, tmp_path],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
