"""Replaced stretches of a text, and where every offset of its gold lies afterwards.

In: a corpus row (`text`, `gold`) and edits. Out: the row with new text and gold. Refused: edits that overlap.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

Row: TypeAlias = dict[str, object]
Perturb: TypeAlias = Callable[[Row], Row]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`text[start:end]` becomes `words`."""

    start: int
    end: int
    words: str


def edited(row: Row, edits: Iterable[Edit]) -> Row:
    """The row with the edits made in its text, and its gold's offsets moved along.

    >>> row = {"text": "Two died in Kherson.", "gold": {"places": [{"start": 12, "end": 19, "text": "Kherson"}]}}
    >>> edited(row, [Edit(0, 3, "Eleven")])
    {'text': 'Eleven died in Kherson.', 'gold': {'places': [{'start': 15, 'end': 22, 'text': 'Kherson'}]}}
    """
    text, gold = str(row["text"]), row.get("gold")
    made = sorted(set(edits))
    if any(first.end > second.start for first, second in pairwise(made)):
        raise ValueError(f"edits overlap in {row.get('id')}")
    pieces, at, shifts = [], 0, [(0, 0)]
    for edit in made:
        pieces += [text[at : edit.start], edit.words]
        at = edit.end
        shifts.append((edit.end, shifts[-1][1] + len(edit.words) - (edit.end - edit.start)))
    changed = "".join((*pieces, text[at:]))
    ends = [end for end, _ in shifts]
    inside = {edit.start: edit for edit in made}

    def moved(offset: int) -> int:
        place = bisect.bisect_right(ends, offset) - 1
        begun = made[place] if place < len(made) else None
        if begun is not None and begun.start < offset < begun.end and inside:  # within a replaced stretch: to its end
            return begun.start + shifts[place][1] + len(begun.words)
        return offset + shifts[place][1]

    return {**row, "text": changed, "gold": _moved(gold, moved)}


def _moved(value: object, moved: Callable[[int], int]) -> object:
    """A gold object with its `start`/`end` and its `[start, end]` pairs moved."""
    if isinstance(value, dict):
        return {
            name: moved(one) if name in ("start", "end") and isinstance(one, int) else _moved(one, moved)
            for name, one in value.items()
        }
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(one, int) for one in value):
            return [moved(one) for one in value]
        return [_moved(one, moved) for one in value]
    return value


def gold_spans(row: Row, *layers: str) -> list[tuple[int, int]]:
    """The spans of some layers of the gold, which an edit must leave as they are."""
    gold = row.get("gold")
    found = []
    for layer in layers:
        items = gold.get(layer) if isinstance(gold, dict) else None
        found += [
            (int(one["start"]), int(one["end"]))
            for one in (items if isinstance(items, list) else ())
            if isinstance(one, dict) and isinstance(one.get("start"), int)
        ]
    return found


def touches(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a stretch shares a character with one of the spans."""
    return any(start < b and a < end for a, b in spans)
