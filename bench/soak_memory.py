"""The memory of a watch and of each sort of process beside it: what they hold now, and by how much it grows.

In: the number of a watch's process; looks at it, one after the other. Out: memory by role, and slopes over time and
over reports with their standard errors. Refused: nothing; a process that has ended counts for nothing.

Roles: the watch itself, which asks outlets and writes the ledger; the processes that read for it; the helper, out of
which Python starts those. Readers come and go, so they are taken together.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WATCH, READERS, HELPERS, ALL = "the watch itself", "reading processes", "helpers", "all"
ROLES = (WATCH, READERS, HELPERS, ALL)
_BLOCKS = 12  # of which a slope is made: looks that follow one another err alike, and would belie the error


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen of a watch at one moment."""

    at: float  # seconds after the start
    reports: int  # that were in the ledger
    memory: float  # MB, of all of them
    own: dict[str, float]  # role → MB that are no file's
    worked: float  # seconds of the processor
    readers: int  # processes that read


def look(watch: int, at: float, reports: int) -> Look:
    """The memory of a watch and of the processes that it started.

    What several share is shared out among them. A file's part (libraries) comes and goes with what else runs here.
    """
    own, memory, worked, readers = dict.fromkeys(ROLES, 0.0), 0.0, 0.0, 0
    for process, depth in _family(watch, 0):
        with contextlib.suppress(OSError, ValueError):  # it may end just now
            sizes = _held(process)
            told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            held = (sizes["Pss"] - sizes["Pss_File"]) * 1_024 / 1e6
            role = (WATCH, HELPERS, READERS)[min(depth, 2)]
            own[role] += held
            own[ALL] += held
            memory += sizes["Pss"] * 1_024 / 1e6
            worked += sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")  # with those that have ended
            readers += role == READERS
    return Look(at=at, reports=reports, memory=memory, own=own, worked=worked, readers=readers)


def own_of(process: int | str) -> float:
    """What of a process's memory is no file's, in MB."""
    return _held(process)["Pss_Anon"] * 1_024 / 1e6


def _held(process: int | str) -> dict[str, int]:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    return {name: int(size.split()[0]) for name, _, size in (line.partition(":") for line in lines)}


def _family(process: int, depth: int) -> Iterator[tuple[int, int]]:
    """A process and all that it started, with how many steps they are away from it."""
    yield process, depth
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _family(int(child), depth + 1)


def slope(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """How much the second grows with one of the first, and the standard error.

    The line goes through the means of blocks of points, since points beside each other are not independent.

    >>> grows, error = slope([(n, 5.0 + 2 * n) for n in range(48)])
    >>> round(grows, 6), round(error, 6)
    (2.0, 0.0)
    """
    blocks = min(_BLOCKS, len(points))
    if blocks < 3:
        return 0.0, 0.0
    bounds = [len(points) * n // blocks for n in range(blocks + 1)]
    means = [_mean(points[first:last]) for first, last in itertools.pairwise(bounds)]
    mean_x, mean_y = _mean(means)
    spread = sum((x - mean_x) ** 2 for x, _ in means)
    if not spread:
        return 0.0, 0.0
    grows = sum((x - mean_x) * (y - mean_y) for x, y in means) / spread
    rest = sum((y - mean_y - grows * (x - mean_x)) ** 2 for x, y in means)
    return grows, math.sqrt(rest / (blocks - 2) / spread)


def _mean(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def growth(looks: Sequence[Look], role: str) -> tuple[float, float]:
    """MB an hour of a role, and the standard error."""
    grows, error = slope([(one.at / 3_600, one.own[role]) for one in looks])
    return grows, error


def growth_of_reports(looks: Sequence[Look], role: str) -> tuple[float, float]:
    """MB of a role for a thousand reports more, and the standard error."""
    grows, error = slope([(one.reports / 1_000, one.own[role]) for one in looks])
    return grows, error
