"""What a vote ends in: of days or places with marks, the one whose marks weigh most.

Comes in: the marks of each, and a weight a mark (`data/votes.toml`). Goes out: one of them; None where there is none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeVar

Choice = TypeVar("Choice", int, float, str)


def heaviest(marked: Mapping[Choice, Mapping[str, float]], weights: Mapping[str, float]) -> Choice | None:
    """The one whose marks weigh most; of equals the first: a misread day is nearly always that of publication.

    >>> heaviest({3: {"told": 0.5}, 2: {"told": 0.5}, 1: {}}, {"told": 1.0})
    2
    """

    def weight(one: Choice) -> float:
        return round(math.fsum(weights.get(mark, 0.0) * value for mark, value in marked[one].items()), 6)

    return min(marked, key=lambda one: (-weight(one), one), default=None)
