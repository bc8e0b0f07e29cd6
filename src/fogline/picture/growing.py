"""Groups grown from the closest pairs: average linkage over the pairs that were compared.

Comes in: how close the compared pairs are. Goes out: groups. What is far from all others stays alone. Groups that no
chain of close pairs leads to each other never join, so each such component is grown by itself: a few links by a heap,
many by rows of numbers (a story of 200 near-alike reports has half a million close pairs of words).
"""

from __future__ import annotations

import collections
import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

MOST_EXPECTED = 20  # pairs of one member that are counted on when two large groups are compared
# A component of so many members of whose pairs so large a share was compared is grown by rows: 70 MB for 2,048.
ROWS_FROM, ROWS_TO, ROWS_SHARE = 64, 2_048, 0.1
_ROUNDED = 1e-6  # so far from the best an average needs no rounding to be known as worse
Pairs = NDArray[numpy.int64]  # the earlier place first; shape (pairs, 2)
Close = NDArray[numpy.float64]  # of each pair


@dataclass(frozen=True, slots=True)
class Component:
    """Places that close pairs lead to each other, in order, and the pairs among them by their rank there."""

    members: list[int]
    pairs: Pairs
    close: Close

    def grown(self, *, enough: float, missing: float) -> list[list[int]]:
        """Its groups, by the ranks of their members."""
        size = len(self.members)
        if size == 1:
            return [[0]]
        by_rows = ROWS_FROM <= size <= ROWS_TO and len(self.pairs) >= ROWS_SHARE * size**2 / 2
        return (grown_by_rows if by_rows else grown_by_heap)(size, self.pairs, self.close, enough, missing)


def grown(size: int, pairs: Pairs, close: Close, *, enough: float, missing: float) -> list[list[int]]:
    """Groups of the places from 0 to `size`; a pair that was not compared, or is far, counts as `missing`.

    Of two large groups no member was compared with all of the other: only as many pairs are expected as can have been.

    >>> grown(3, numpy.array([[0, 1], [1, 2]]), numpy.array([2.0, 0.5]), enough=0.0, missing=-3.0)
    [[0, 1], [2]]
    """
    return sorted(
        [one.members[at] for at in group]
        for one in components(size, pairs, close, enough)
        for group in one.grown(enough=enough, missing=missing)
    )


def components(size: int, pairs: Pairs, close: Close, enough: float) -> list[Component]:
    """The places from 0 to `size` by what pairs closer than `enough` lead to."""
    leads = numpy.arange(size)
    one, other = pairs[close > enough].T
    while True:  # each takes the least lead of those beside it, then that one's own
        least = numpy.minimum(leads[one], leads[other])
        found = leads.copy()
        numpy.minimum.at(found, leads[one], least)
        numpy.minimum.at(found, leads[other], least)
        found = found[found]
        if (found == leads).all():
            break
        leads = found
    order = numpy.argsort(leads, kind="stable")
    heads, begins = numpy.unique(leads[order], return_index=True)
    rank = numpy.empty(size, dtype=numpy.int64)
    rank[order] = numpy.arange(size) - numpy.repeat(begins, numpy.diff([*begins, size]))
    within = numpy.flatnonzero(leads[pairs[:, 0]] == leads[pairs[:, 1]])
    within = within[numpy.argsort(leads[pairs[within, 0]], kind="stable")]
    cuts = numpy.searchsorted(leads[pairs[within, 0]], heads[1:])
    return [
        Component(members.tolist(), rank[pairs[some]], close[some])
        for members, some in zip(numpy.split(order, begins[1:]), numpy.split(within, cuts), strict=True)
    ]


def grown_by_heap(size: int, pairs: Pairs, close: Close, enough: float, missing: float) -> list[list[int]]:
    """Grows one component, the next pair by a heap: best where few pairs were compared.

    Each group offers the closest of its pairs. A pair changes only when one of its two groups grows, and that one
    offers anew: so the best pair of all is always on offer.
    """
    members: dict[int, list[int]] = {at: [at] for at in range(size)}
    links: dict[int, dict[int, tuple[float, int]]] = collections.defaultdict(dict)  # sum and number of known pairs
    for (one, other), near in zip(pairs.tolist(), close.tolist(), strict=True):
        links[one][other] = links[other][one] = (near, 1)
    # How far, the pair, who offers it, which of its offers.
    heap = [(-near, *pair, by, 0) for near, pair, by in _closest(pairs, close, enough)]
    heapq.heapify(heap)
    offers, sizes = [0] * size, [1] * size

    def average(one: int, other: int) -> float:
        total, known = links[one][other]
        few, many = min(sizes[one], sizes[other]), max(sizes[one], sizes[other])
        expected = max(known, few * min(many, MOST_EXPECTED))
        return round((total + (expected - known) * missing) / expected, 6)

    def offer(one: int) -> None:
        offers[one] += 1
        own, best = sizes[one], (-enough, -1, -1)
        least = enough - _ROUNDED
        for other, (total, known) in links[one].items():
            few, many = (own, sizes[other]) if own < sizes[other] else (sizes[other], own)
            expected = few * (many if many < MOST_EXPECTED else MOST_EXPECTED)
            expected = known if known > expected else expected
            now = (total + (expected - known) * missing) / expected
            if now > least:
                best = min(best, (-round(now, 6), min(one, other), max(one, other)))
                least = -best[0] - _ROUNDED
        if best[1] >= 0:
            heapq.heappush(heap, (*best, one, offers[one]))

    while heap:
        away, one, other, by, nth = heapq.heappop(heap)
        if by not in members or offers[by] != nth:
            continue
        if one not in members or other not in members or average(one, other) != -away:
            offer(by)
            continue
        members[one] += members.pop(other)
        sizes[one] += sizes[other]
        own = links[one]
        for near, (total, known) in links.pop(other).items():
            theirs = links[near]
            del theirs[other]
            if near == one:
                continue
            if near in own:
                held, number = own[near]
                own[near] = theirs[one] = (held + total, number + known)
            else:
                own[near] = theirs[one] = (total, known)
        offer(one)
    return [sorted(some) for some in sorted(members.values(), key=min)]


def _closest(pairs: Pairs, close: Close, enough: float) -> Iterator[tuple[float, tuple[int, int], int]]:
    """The closest pair of each place that has one closer than `enough`; of like ones that of the first places."""
    near = numpy.flatnonzero(close > enough)
    ends = pairs[near].ravel()
    pair = numpy.repeat(near, 2)
    rank = numpy.empty(len(pairs), dtype=numpy.int64)
    rank[numpy.lexsort((pairs[:, 1], pairs[:, 0], -close))] = numpy.arange(len(pairs))
    order = numpy.lexsort((rank[pair], ends))
    at, first = numpy.unique(ends[order], return_index=True)
    best = pair[order][first]
    for by, how, (one, other) in zip(at.tolist(), close[best].tolist(), pairs[best].tolist(), strict=True):
        yield how, (one, other), by


def grown_by_rows(size: int, pairs: Pairs, close: Close, enough: float, missing: float) -> list[list[int]]:
    """Grows one component as `grown_by_heap` does, all pairs in a square, the best of each row at hand."""
    total = numpy.zeros((size, size))
    known = numpy.zeros((size, size), dtype=numpy.int64)
    for first, second in (pairs.T, pairs.T[::-1]):
        total[first, second] = close
        known[first, second] = 1
    average = numpy.where(known > 0, total, -numpy.inf)
    best, best_average = average.argmax(axis=1), average.max(axis=1)
    sizes = numpy.ones(size, dtype=numpy.int64)
    members = {at: [at] for at in range(size)}
    while True:
        one = int(best_average.argmax())
        if not best_average[one] > enough:
            return [sorted(some) for some in sorted(members.values(), key=min)]
        other = int(best[one])
        members[one] += members.pop(other)
        sizes[one] += sizes[other]
        for square in (total, known):
            square[one] += square[other]
            square[:, one] = square[one]
            square[other] = square[:, other] = 0
            square[one, one] = 0
        small, large = numpy.minimum(sizes, sizes[one]), numpy.maximum(sizes, sizes[one])
        expected = numpy.maximum(numpy.maximum(known[one], 1), numpy.minimum(small * large, small * MOST_EXPECTED))
        now = numpy.round((total[one] + (expected - known[one]) * missing) / expected, 6)
        average[one] = average[:, one] = numpy.where(known[one] > 0, now, -numpy.inf)
        average[other] = average[:, other] = -numpy.inf
        stale = (best == one) | (best == other)
        stale[[one, other]] = True
        better = ~stale & ((average[one] > best_average) | ((average[one] == best_average) & (best > one)))
        best[better], best_average[better] = one, average[one][better]
        rows = numpy.flatnonzero(stale)
        best[rows], best_average[rows] = average[rows].argmax(axis=1), average[rows].max(axis=1)
