"""Groups of linked reports, each with one origin: its earliest report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from peers.records import Line, Report


def linked(number: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """The first member of each one's group, where all that is linked is one group."""
    first = list(range(number))

    def root(one: int) -> int:
        while first[one] != one:
            first[one] = first[first[one]]
            one = first[one]
        return one

    for a, b in links:
        low, high = sorted((root(a), root(b)))
        first[high] = low
    return [root(one) for one in range(number)]


def by_origin(reports: Sequence[Report], links: Iterable[tuple[int, int]]) -> Iterator[Line]:
    """Report lines with their origin; what goes back to one origin is a story."""
    groups: dict[int, list[Report]] = defaultdict(list)
    for report, first in zip(reports, linked(len(reports), links), strict=True):
        groups[first].append(report)
    for group in groups.values():
        origin = min(group, key=lambda report: (report.get("published", "~"), report["id"]))["id"]
        for report in group:
            yield {"is": "report", "id": report["id"], "origin": origin, "story": origin}
