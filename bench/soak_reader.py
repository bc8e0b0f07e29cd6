"""One reader by itself, whatever it has read: `python bench/soak_reader.py [--reports N] [--write]`.

In: nothing but reports that it makes, of six sentences with some thirty names that no report had before: what makes a
reader grow, without the text beside it that only takes time. Out: the memory of this process that is no file's, as it
is right after a parser was let go of (`claims.parse.forget_words`) and the next one loaded, so that like is compared
with like; and by how much that grew for a thousand reports, in the second half. Exit status 1 where that is more than
1 MB, and more than the measurement can be off.
Refused: a system without /proc.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import weakref
from collections.abc import Iterator

from endurance import Cell, Figures, machine, record
from fogline.claims.parse import pipeline
from fogline.model.report import Capture
from fogline.run.read import read_one
from soak import named
from soak_memory import own_of, slope

_MOST = 1.0  # MB for a thousand reports


def parsers(reports: int) -> Iterator[tuple[int, float]]:
    """After which report another parser was loaded, and the memory then, in MB."""
    last = weakref.ref(pipeline())
    for number in range(reports):
        text = named(random.Random(number))  # noqa: S311 - no secret
        read_one(Capture(body=text.encode(), source=f"{number}.txt", media_type="text/plain"))
        if last() is not pipeline():
            last = weakref.ref(pipeline())
            yield number + 1, own_of("self")


def main() -> int:
    """Reads, and tells."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--reports", type=int, default=8_000)
    asked.add_argument("--write", action="store_true", help="write docs/endurance.json and its page")
    given = asked.parse_args()
    begin, seen = time.monotonic(), list[tuple[int, float]]()
    for number, memory in parsers(given.reports):
        seen.append((number, memory))
        print(f"{number:,} reports, {memory:.1f} MB, {time.monotonic() - begin:.0f} s", flush=True)
    late = [(number / 1_000, memory) for number, memory in seen if number >= given.reports / 2]
    grows, error = slope(late)
    print(f"{grows:.2f} MB (± {error:.2f}) for a thousand reports more, in the second half")
    if given.write:
        rows: list[list[Cell]] = [["reports", "memory, MB"]]
        rows += [[number, round(memory, 1)] for number, memory in seen]
        figures: Figures = {"machine": machine(), "MB for 1,000 reports": round(grows, 2), "±": round(error, 2)}
        record("reader", figures | {f"{number} reports": round(memory, 1) for number, memory in seen}, rows)
    return int(grows > _MOST and grows > 2 * error)


if __name__ == "__main__":
    sys.exit(main())
