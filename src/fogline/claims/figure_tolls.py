"""What one report's figures add up to for a single happening.

In: the figures of one report. Out: one `Figure`, or None. Refused: nothing; a report that counts nobody gives None.
"""

from __future__ import annotations

from collections.abc import Sequence

from fogline.model.claim import Figure, Scope


def incident_toll(figures: Sequence[Figure], measure: str) -> Figure | None:
    """One report's toll of a single happening: totals win over increments, a subset is never added."""
    own = [figure for figure in figures if figure.measure == measure and figure.scope is not Scope.RATE]
    totals = [figure for figure in own if figure.scope is Scope.TOTAL]
    pool = totals or own
    if not pool:
        return None
    return max(pool, key=lambda figure: (figure.best if figure.best is not None else figure.low or 0, -figure.start))


def same_toll(figures: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Increments with the total that they are inside of: ("three more bodies", "toll … to 10")."""
    pairs = []
    for before, after in zip(figures, figures[1:], strict=False):
        if before.scope is Scope.INCREMENT and after.scope is Scope.TOTAL and before.measure == after.measure:
            pairs.append((before, after))
    return pairs
