"""What `peers.judges` makes of fogline's lines, as a scorer for `score.py`: for corpora that brought none.

    python bench/judged.py JUDGE GOLD SAID…

In: a judge's name, gold as `peers.shapes` makes it, one line each, and what the commands wrote. Out: one JSON object.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from peers.judges import JUDGES


def main(judge: str, gold: str, *said: str) -> None:
    """Prints the judge's figures."""
    truth, lines = (
        [json.loads(line) for path in some for line in Path(path).read_text("utf-8").split("\n") if line]
        for some in ((gold,), said)
    )
    print(json.dumps(JUDGES[judge](truth, lines, "")))


if __name__ == "__main__":
    main(*sys.argv[1:])
