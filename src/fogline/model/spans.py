"""Stretches of a text as pairs of offsets: start, and the end after the last character.

In: pairs. Out: pairs. Refused: nothing.
"""

from __future__ import annotations

from collections.abc import Iterable


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """What spans cover, in order; those that overlap or touch are one.

    >>> joined([(7, 9), (0, 3), (3, 5)])
    [(0, 5), (7, 9)]
    """
    made: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
