"""TF-IDF again, for copies: reports whose cosine is 0.6 or more go back to the earliest of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peers.origins import by_origin
from peers.records import Line, Report
from peers.tfidf_stories import alike

_COSINE = 0.6  # of .5 to .9 the best on the constructed copies on which the peer is scored


def fuse(reports: Sequence[Report]) -> Iterator[Line]:
    """Report lines with their origin."""
    return by_origin(reports, ((a, b) for a, b, _ in alike([report["text"] for report in reports], _COSINE)))
