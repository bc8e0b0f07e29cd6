"""Figures of one claim that count one group: "five boys and four girls died" are nine children.

Comes in: a claim's figures. Goes out: the same, those of one group that stand in a list added up. Refused: totals,
bounds, and what has no group.
"""

from __future__ import annotations

import collections
import dataclasses
import itertools
from collections.abc import Sequence

from fogline.model.claim import Bound, Figure, Scope

_NEAR = 60  # characters from one member of a list to the next


def together(figures: Sequence[Figure]) -> list[Figure]:
    """The figures, with those of one measure and group in one list as one."""
    members: dict[tuple[str | None, str | None], list[Figure]] = collections.defaultdict(list)
    for one in figures:
        if one.group is not None and one.best and one.scope is Scope.TOTAL and one.bound is Bound.EXACTLY:
            members[one.measure, one.group].append(one)
    lists = {key: some for key, some in members.items() if len(some) > 1 and _is_a_list(some)}
    made: list[Figure] = []
    for one in figures:
        some = lists.get((one.measure, one.group), [])
        if one not in some:
            made.append(one)
        elif one is some[0]:
            total = sum(each.best or 0.0 for each in some)
            words = "; ".join(each.as_worded for each in some)
            made.append(dataclasses.replace(one, best=total, low=total, high=total, end=some[-1].end, as_worded=words))
    return made


def _is_a_list(figures: Sequence[Figure]) -> bool:
    """Whether members follow each other closely, each with words of its own."""
    ordered = sorted(figures, key=lambda one: one.start)
    apart = [later.start - before.end for before, later in itertools.pairwise(ordered)]
    return all(0 < gap < _NEAR for gap in apart)
