"""schemathesis asks each endpoint of the API: no answer is other than described (more: `bench/schema.py`)."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("schemathesis")
BENCH = Path(__file__).parents[2] / "bench" / "schema.py"


def test_the_api_keeps_to_its_description(ledger):
    command = [sys.executable, str(BENCH), str(ledger), "--questions", "1", "--phases", "fuzzing"]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=900)
    assert ended.returncode == 0, ended.stdout[-4_000:] + ended.stderr[-2_000:]
