"""Whether `/api/v1` keeps to its own description, asked by schemathesis: `python bench/schema.py LEDGER`.

In: a ledger; how many questions at random of each endpoint, beside those of its coverage phase. Out: what schemathesis
tells; its exit status, 1 where anything failed. Refused: nothing. The desk is served and asked over HTTP.

    python bench/schema.py war.ledger
    python bench/schema.py war.ledger --phases coverage --only '/(deletions|claims)$'
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from pathlib import Path

# Left out: that whatever fits the description is accepted. No schema can say which marks of a next page were given,
# that a span must not end before it begins, or that some word must be looked for; these are refused with 400.
NOT_CHECKED = "positive_data_acceptance"
PATIENCE = 60  # seconds for one answer, on a machine that does other things too


def main() -> int:
    """Serves, and has it asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--questions", type=int, default=50, help="at random, of each endpoint")
    parser.add_argument("--phases", default="examples,coverage,fuzzing,stateful", help="of schemathesis")
    parser.add_argument("--only", metavar="PATTERN", help="only endpoints whose path has this pattern")
    given = parser.parse_args()
    desk = subprocess.Popen(
        [sys.executable, "-m", "fogline.serve.cli", "serve", "--ledger", str(given.ledger), "--port", "0"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        base = (desk.stderr.readline() if desk.stderr else "").strip().rpartition(" ")[2].rstrip("/")
        command = [sys.executable, "-m", "schemathesis.cli", "run", f"{base}/api/v1/openapi.json", "--checks", "all"]
        command += ["--exclude-checks", NOT_CHECKED, "--request-timeout", str(PATIENCE)]
        command += ["--max-response-time", str(PATIENCE)]
        command += ["--phases", given.phases, "--max-examples", str(given.questions), "--seed", "1", "--no-color"]
        command += ["--include-path-regex", given.only] if given.only else []
        return subprocess.run(command, check=False).returncode
    finally:
        desk.send_signal(signal.SIGINT)
        desk.wait()


if __name__ == "__main__":
    sys.exit(main())
