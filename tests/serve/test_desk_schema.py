"""schemathesis asks each endpoint of the API: no answer is other than described (more: `bench/schema.py`)."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("schemathesis")
BENCH = Path(__file__).parents[2] / "bench" / "schema.py"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(["--questions", "1", "--phases", "fuzzing"], id="each endpoint once"),
        # What no description has: other methods, repeated and misspelt parameters, headers of the wrong sort.
        pytest.param(["--phases", "coverage", "--only", "/(deletions|claims/{id})$"], id="two endpoints at length"),
    ],
)
def test_the_api_keeps_to_its_description(ledger, more):
    command = [sys.executable, str(BENCH), str(ledger), *more]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=900)
    assert ended.returncode == 0, ended.stdout[-4_000:] + ended.stderr[-2_000:]
