"""Every parser against what once broke it, and the short form of bench/fuzz.py."""

from __future__ import annotations

import mmap
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "bench"))

from fuzz import FINDINGS, Mutation, Watched, file_name, inputs  # noqa: E402
from fuzz_targets import TARGETS, Target  # noqa: E402


def watched(name: str, folder: Path) -> Watched:
    return Watched(name, mmap.mmap(-1, 8 + 400_000), folder)


@pytest.mark.parametrize("name", TARGETS)
def test_no_parser_breaks(name: str, tmp_path: Path) -> None:
    run = watched(name, tmp_path)
    for body in inputs(name, 150, 2):
        run(body)
    assert run.ran.executions == 152
    assert not run.ran.findings


@pytest.mark.parametrize("finding", sorted(FINDINGS.iterdir()), ids=lambda one: one.name)
def test_what_broke_one_once_breaks_none_now(finding: Path, tmp_path: Path) -> None:
    (name,) = [one for one in TARGETS if file_name(one) == finding.name.rpartition(".")[0]]
    run = watched(name, tmp_path)
    run(finding.read_bytes())
    assert not run.ran.findings


def test_a_parser_that_breaks_is_found_and_its_input_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def breaks(body: bytes) -> None:
        if body.startswith(b"x"):
            raise KeyError("x")
        if body.startswith(b"m"):
            bytearray(600_000_000).count(1)

    monkeypatch.setitem(TARGETS, "made", Target(feed=breaks, seeds=(b"a",)))
    run = watched("made", tmp_path)
    for body in (b"calm", b"xyz", b"xyz", b"many"):
        run(body)
    assert sorted(run.ran.findings) == ["KeyError at test_fuzz.py:breaks", "more than 512 MB"]
    assert sorted(one.read_bytes() for one in tmp_path.iterdir()) == [b"many", b"xyz"]


def test_chance_makes_the_same_inputs_each_time() -> None:
    one, other = Mutation((b"Calm in Lyman.",), (), 3), Mutation((b"Calm in Lyman.",), (), 3)
    assert [one.usual() for _ in range(50)] == [other.usual() for _ in range(50)]
    assert one.swollen() == other.swollen()
