"""What the soak says: of the memory of real processes, by sort; slopes of what is known; which reports are missing."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "bench"))

from soak import missing
from soak_memory import ALL, HELPERS, READERS, WATCH, Look, growth, growth_of_reports, look, slope

STARTS_A_READER = """
import os
from fogline.run.pool import Processes

if __name__ == "__main__":
    processes, held = Processes(2), bytearray(os.urandom(30_000_000))
    processes.take(str, 1)
    print("ready", flush=True)
    input()
    processes.close()
"""


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory as Linux tells it")
def test_memory_is_told_of_each_sort_of_process(tmp_path: Path) -> None:
    script = tmp_path / "starts.py"
    script.write_text(STARTS_A_READER, "utf-8")
    with subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as watch:
        assert watch.stdin and watch.stdout
        assert watch.stdout.readline() == "ready\n"
        seen = look(watch.pid, 7.0, 3)
        watch.stdin.write("\n")
    assert (seen.at, seen.reports, seen.readers) == (7.0, 3, 1)
    assert seen.own[WATCH] > 30 > seen.own[READERS] > 1
    assert seen.own[HELPERS] > 1
    assert seen.own[ALL] == pytest.approx(seen.own[WATCH] + seen.own[READERS] + seen.own[HELPERS])
    assert seen.memory > seen.own[ALL]


def test_growth_is_by_the_hour_and_by_the_report() -> None:
    looks = [
        Look(at=60.0 * n, reports=240 * n, memory=0.0, own={ALL: 400.0 + n / 6}, worked=0.0, readers=2)
        for n in range(60)
    ]
    assert growth(looks, ALL)[0] == pytest.approx(10.0)  # MB an hour
    assert growth_of_reports(looks, ALL)[0] == pytest.approx(10.0 / 14.4)


def test_the_error_of_a_slope_covers_what_comes_and_goes() -> None:
    chance = random.Random(3)
    saw = [(float(n), (n % 50) + chance.random()) for n in range(300)]  # a parser that fills and is let go of
    grows, error = slope(saw)
    assert abs(grows) < 2 * error


def test_too_few_looks_have_no_slope() -> None:
    assert slope([(0.0, 1.0), (1.0, 2.0)]) == (0.0, 0.0)


def test_what_is_on_its_way_at_the_end_is_not_missing() -> None:
    sent = {"soak-1-0": 5.0, "soak-1-1": 6.0, "soak-1-2": 50.0, "soak-2-0": 51.0, "soak-2-1": 52.0, "soak-2-2": 53.0}
    assert missing(sent, {"soak-1-0", "soak-1-1", "soak-2-0"}, late=40.0) == 0
    assert missing(sent, {"soak-1-0", "soak-1-1", "soak-2-1"}, late=40.0) == 1  # one before another that is held
    assert missing(sent, {"soak-1-0", "soak-2-2", "soak-2-1", "soak-2-0"}, late=40.0) == 1  # one of long ago
