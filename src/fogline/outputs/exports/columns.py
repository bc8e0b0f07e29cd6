"""Tables as columns that say what they hold and where it comes from; the CSV, its schema and the docs follow from them.

In: columns and the things that rows are made of. Out: `Written` text. Refused: nothing. What is not known is an empty
cell; a cell that a spreadsheet would run gets an apostrophe (`outputs.tables.safe`).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from fogline.outputs.tables import Cell, Row, safe

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Thing]):
    """One column. `type`: string, integer, number or boolean; `source`: where it comes from, or why it is empty."""

    name: str
    source: str
    cell: Callable[[Thing], Cell] | None = None  # None: always empty
    type: str = "string"
    tag: str = ""  # of HXL


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An export: text, or `body` where it is none.

    `left_out`: what is in no row, and `empty`: what a row had to leave empty; how many, by reason.
    """

    text: str
    rows: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    empty: Mapping[str, int] = field(default_factory=dict)
    body: bytes | None = None


def row_of(columns: Sequence[Column[Thing]], thing: Thing) -> Row:
    """One row, by names of columns."""
    return {column.name: column.cell(thing) if column.cell else None for column in columns}


def csv_text(columns: Sequence[Column[Thing]], things: Iterable[Thing], *, tagged: bool = False) -> str:
    """The table as CSV with a line of names, and where `tagged` a line of HXL tags under it.

    >>> csv_text([Column(name="n", source="the number", cell=lambda n: n, type="integer")], [3, None])
    'n\\n3\\n""\\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    if tagged:
        writer.writerow([column.tag for column in columns])
    for thing in things:
        writer.writerow([cell_text(cell) for cell in row_of(columns, thing).values()])
    return out.getvalue()


def counts(reasons: Iterable[str]) -> dict[str, int]:
    """How often each reason stands, the most frequent first."""
    return dict(sorted(Counter(reasons).items(), key=lambda one: (-one[1], one[0])))


def cell_text(cell: Cell) -> Cell:
    """A cell as CSV has it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return safe(cell)
