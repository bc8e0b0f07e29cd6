"""One peer's answers, in the peers' own environment: `python -m peers.answer MODULE GIVEN OUT`.

In: reports (or pairs of texts), one a line. Out: the peer's lines, and on standard output how long it took to load and
to read. Loading is told apart from reading, so that a slow start is not held against a peer's reports a second.
"""

from __future__ import annotations

import functools
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

_CALLED = 4


def main(arguments: list[str]) -> int:
    """Runs the peer over the reports."""
    if len(arguments) != _CALLED:
        print((__doc__ or "").partition("\n")[0], file=sys.stderr)
        return 2
    _, name, given, out = arguments
    start = time.monotonic()
    peer = importlib.import_module(f"peers.{name}")
    with Path(given).open(encoding="utf-8") as lines:
        reports = [json.loads(line) for line in lines]
    answers = _way(peer)
    loaded = time.monotonic()
    with Path(out).open("w", encoding="utf-8") as told:
        for line in answers(reports):
            told.write(json.dumps(line, ensure_ascii=False) + "\n")
    done = time.monotonic()
    print(json.dumps({"reports": len(reports), "start_seconds": loaded - start, "seconds": done - loaded}))
    return 0


def _way(peer: ModuleType) -> Callable[[list[object]], Iterable[object]]:
    """How the peer answers: report by report once it is loaded, or all at once."""
    for name in ("fuse", "compare"):
        if hasattr(peer, name):
            answers: Callable[[list[object]], Iterable[object]] = getattr(peer, name)
            return answers
    return functools.partial(map, peer.reader())


if __name__ == "__main__":
    sys.exit(main(sys.argv))
