"""Which reports copy or rewrite which: copies keep the names, figures and rare words of their origin, and their order.

Comes in: the terms of all reports. Goes out: for each report the earliest report that it goes back to (itself where it
copies none) and why. Never compares all pairs: only reports whose MinHash sketches share several positions, and of one
position no more than the earliest few and the nearest few in time.

How two texts are compared: each pair of meaning-bearing words at most three apart is a link. A word of the shorter
text is covered where one of its links stands in the longer text too. Swapped words break some links, never all, so
copies stay covered; another newsroom's text on the same happening shares names but few links. A report that only quotes
a paragraph is covered there alone, so the best covered paragraph must not be all that speaks for a copy.
"""

from __future__ import annotations

import array
import functools
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy
import numpy.typing
from rensa import RMinHash

from fogline.picture.clusters import Clusters
from fogline.picture.terms import Terms, term_hash

REACH = 3  # links reach over up to two words: one swapped word in a row breaks a third of the links around it
PERMUTATIONS = 64
SEED = 7
MIN_SHARED = 3  # positions of 64: rewritten copies share 7 or more in 99% of pairs (rewrites, 2026-11), strangers 0
EARLIEST = 6
NEAREST = 10
MOST_COMPARED = 16
COVERED = 0.72  # rewrites: independent reports reach 0.575 in 1%, heavily swapped copies 0.75 or more in 99% of pairs
COVERED_ELSEWHERE = 0.55  # outside the best covered paragraph
FEWEST_LINKS = 0.2  # of a sample of the shorter text's: a cheap test first (a copy by `COVERED` has 0.36 or more)
SAMPLED = 4
AT_ONCE = 4_000  # rows whose pairs are held at once
FEW_WORDS = 8  # shorter texts say too little to be told apart

_Hashes: TypeAlias = numpy.typing.NDArray[numpy.uint64]
_Flags: TypeAlias = numpy.typing.NDArray[numpy.bool_]
_Digests: TypeAlias = numpy.typing.NDArray[numpy.uint32]  # a row a report, in time
_Places: TypeAlias = numpy.typing.NDArray[numpy.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The report that a report goes back to, and why it is taken for a copy (None: it copies none)."""

    report: str
    why: str | None = None


@dataclass(slots=True)
class Sketch:
    """A report's words as they are compared, and 64 numbers by which the reports to compare it with are found."""

    report: str
    published: str
    size: int
    sizes: list[int]  # by paragraph
    words: bytes  # hashes of the words, four bytes each: links are made of them when they are needed
    digest: list[int]


def origins(reports: Iterable[Terms]) -> Mapping[str, Origin]:
    """For each report, the earliest report that it copies or rewrites.

    >>> from fogline.model.report import Report
    >>> from fogline.picture.terms import terms
    >>> text = "Shells hit the market of Kherson at noon on Saturday, killing three traders, the governor wrote."
    >>> told = text.replace("hit", "struck").replace("killing", "leaving dead")
    >>> found = origins([terms(Report(id="a", published="2023-01-15", text=told)),
    ...                  terms(Report(id="b", published="2023-01-14", text=text))])
    >>> found["a"].report
    'b'
    """
    sketches = {one.report: sketch(one) for one in reports}
    order = sorted(sketches, key=lambda name: (sketches[name].published, name))
    digests = numpy.array([sketches[name].digest for name in order], numpy.uint32).reshape(len(order), PERMUTATIONS)
    return traced(order, candidates(digests), lambda later, earlier: copied(sketches[later], sketches[earlier]))


def traced(
    order: Sequence[str], pairs: Iterable[tuple[int, int]], compare: Callable[[str, str], float | None]
) -> dict[str, Origin]:
    """The origin of each report. `order`: reports in time; `pairs`: places in it of a later and an earlier one.

    `compare` tells how much of the shorter text the longer one covers, where one is a copy; it is asked only where the
    answer can change anything: a further copy of the same origin adds nothing.
    """
    clusters: Clusters[int] = Clusters(range(len(order)))
    why: dict[int, tuple[float, int]] = {}
    for later, earlier in pairs:
        if clusters.head(later) == clusters.head(earlier):
            continue
        covered = compare(order[later], order[earlier])
        if covered is None:
            continue
        clusters.join(later, earlier)
        best = why.get(later)
        if best is None or covered > best[0]:
            why[later] = (covered, earlier)
    found: dict[str, Origin] = {}
    for members in clusters.groups():
        first = min(members)
        for member in members:
            reason = None if member == first else _reason(why, member, order)
            found[order[member]] = Origin(report=order[first], why=reason)
    return found


def copied(one: Sketch, other: Sketch) -> float | None:
    """How much of the shorter text the longer one covers, where that makes it a copy; else None."""
    short, long = (one, other) if (one.size, one.report) <= (other.size, other.report) else (other, one)
    if short.size < FEW_WORDS:
        return 1.0 if short.words == long.words else None
    links, among = _links(short.words), _links(long.words)
    sample = links.unlike[::SAMPLED]
    if numpy.count_nonzero(_stand_in(sample, among.unlike)) < FEWEST_LINKS * len(sample):
        return None
    covered = _covered_by_paragraph(short, _stand_in(links.by_place, among.unlike))
    share = sum(covered) / short.size
    if share < COVERED:
        return None
    if len(covered) > 1:
        best = max(range(len(covered)), key=lambda p: (covered[p], -p))
        elsewhere = (sum(covered) - covered[best]) / max(1, short.size - short.sizes[best])
        if elsewhere < COVERED_ELSEWHERE:
            return None
    return share


def _covered_by_paragraph(short: Sketch, common: _Flags) -> list[int]:
    """How many words of each paragraph a common link joins. `common`: for each link by its place, whether it is one."""
    got = numpy.zeros(short.size, numpy.bool_)
    start = 0
    for reach in range(1, REACH + 1):
        held = common[start : start + short.size - reach]
        got[: short.size - reach] |= held
        got[reach:] |= held
        start += short.size - reach
    whole = numpy.concatenate(([0], numpy.cumsum(got)))
    ends = numpy.cumsum(short.sizes)
    return [after - before for before, after in itertools.pairwise([0, *whole[ends].tolist()])]


def _stand_in(some: _Hashes, unlike: _Hashes) -> _Flags:
    """Which of some hashes stand among sorted ones."""
    at = numpy.searchsorted(unlike, some)
    at[at == len(unlike)] = 0
    stands: _Flags = unlike[at] == some
    return stands


@dataclass(frozen=True, slots=True)
class _Links:
    by_place: _Hashes  # those that reach one word, then two, then three
    unlike: _Hashes  # each once, in order


@functools.lru_cache(maxsize=2_000)  # about 12 kB each: texts that are compared lie near each other in time
def _links(words: bytes) -> _Links:
    """The links of a text: a hash for each pair of words at most `REACH` apart."""
    hashes = numpy.frombuffer(words, numpy.uint32).astype(numpy.uint64)
    parts = [hashes[:-reach] * numpy.uint64(31) + hashes[reach:] for reach in range(1, REACH + 1)]
    by_place = numpy.concatenate(parts)
    return _Links(by_place, numpy.unique(by_place))


def sketch(one: Terms) -> Sketch:
    """A report as it is compared: its words as numbers, and a MinHash of its links."""
    words = array.array("I", [term_hash(word) for paragraph in one.paragraphs for word in paragraph]).tobytes()
    links = _links(words).unlike.tolist()
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update([*map(str, links)] or [" ".join(w for p in one.paragraphs for w in p)])
    return Sketch(
        report=one.report,
        published=one.published,
        size=len(words) // 4,
        sizes=[len(words) for words in one.paragraphs],
        words=words,
        digest=list(minhash.digest()),
    )


def candidates(digests: _Digests) -> list[tuple[int, int]]:
    """Pairs (later, earlier) of rows whose numbers agree in enough positions, row by row, the most alike first.

    Of one position only the earliest few and the nearest few of the rows before are looked at.
    """
    found: list[tuple[int, int]] = []
    groups = [_before(digests[:, position]) for position in range(digests.shape[1])] if len(digests) else []
    for first in range(0, len(digests), AT_ONCE):
        parts = [numpy.empty(0, numpy.int64)]
        for later, earlier in groups:
            low, high = numpy.searchsorted(later, (first, first + AT_ONCE))
            parts.append(later[low:high] * len(digests) + earlier[low:high])
        pairs, counts = numpy.unique(numpy.concatenate(parts), return_counts=True)
        pairs, counts = pairs[counts >= MIN_SHARED], counts[counts >= MIN_SHARED]
        later, earlier = pairs // len(digests), pairs % len(digests)
        order = numpy.lexsort((earlier, -counts, later))
        later, earlier = later[order], earlier[order]
        nth = numpy.arange(len(later)) - numpy.searchsorted(later, later)
        likely = nth < MOST_COMPARED
        found += zip(later[likely].tolist(), earlier[likely].tolist(), strict=True)
    return found


def _before(column: numpy.typing.NDArray[numpy.uint32]) -> tuple[_Places, _Places]:
    """For one position: each row with the earliest and the nearest rows before it that hold its number, by row."""
    rows = numpy.argsort(column, kind="stable")
    held = column[rows]
    starts = numpy.concatenate(([0], numpy.flatnonzero(held[1:] != held[:-1]) + 1))
    start = numpy.repeat(starts, numpy.diff(numpy.concatenate((starts, [len(rows)]))))
    rank = numpy.arange(len(rows)) - start
    later, earlier = [], []
    for nth in range(EARLIEST):
        at = numpy.flatnonzero(rank > nth)
        later.append(rows[at])
        earlier.append(rows[start[at] + nth])
    for back in range(1, NEAREST + 1):
        at = numpy.flatnonzero(rank - back >= EARLIEST)
        later.append(rows[at])
        earlier.append(rows[at - back])
    all_later, all_earlier = numpy.concatenate(later), numpy.concatenate(earlier)
    order = numpy.argsort(all_later, kind="stable")
    return all_later[order], all_earlier[order]


def _reason(why: Mapping[int, tuple[float, int]], member: int, order: Sequence[str]) -> str:
    found = why.get(member)
    if found is None:
        return "a later report of the same text goes back further"
    return f"{found[0]:.0%} of the shorter text's words stand in the same order in report {order[found[1]]}"
