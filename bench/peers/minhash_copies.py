"""datasketch's MinHash: reports whose word 5-grams have a Jaccard of one half or more are copies of the earliest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from datasketch import MinHash, MinHashLSH

from peers.origins import by_origin
from peers.records import Line, Report

_JACCARD, _WORDS, _HASHES = 0.5, 5, 128


def fuse(reports: Sequence[Report]) -> Iterator[Line]:
    """Report lines with their origin; the copies of one origin are a story."""
    return by_origin(reports, _copies(reports))


def _copies(reports: Sequence[Report]) -> Iterator[tuple[int, int]]:
    index = MinHashLSH(threshold=_JACCARD, num_perm=_HASHES)
    marks: list[MinHash] = []
    for number, report in enumerate(reports):
        words = re.findall(r"\w+", report["text"].lower())
        mark = MinHash(num_perm=_HASHES)
        mark.update_batch([" ".join(words[i : i + _WORDS]).encode() for i in range(max(1, len(words) - _WORDS + 1))])
        yield from ((int(other), number) for other in index.query(mark) if mark.jaccard(marks[int(other)]) >= _JACCARD)
        index.insert(str(number), mark)
        marks.append(mark)
