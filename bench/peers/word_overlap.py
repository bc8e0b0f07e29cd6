"""How much two texts share: Jaccard of their words, as a score for each pair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from peers.records import Line


def compare(pairs: Sequence[dict[str, str]]) -> Iterator[Line]:
    """Lines {"id", "score"} for lines {"id", "a", "b"}."""
    for pair in pairs:
        a, b = (frozenset(re.findall(r"\w+", pair[side].lower())) for side in ("a", "b"))
        yield {"id": pair["id"], "score": len(a & b) / max(1, len(a | b))}
