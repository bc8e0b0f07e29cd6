"""Rows to standard output: a table for people, JSON and CSV for programs.

In: nouns, and how to make rows of them (`outputs.tables`). Out: text on standard output, and how many nouns there were.
Refused: nothing. JSON holds the whole nouns; a table holds the columns that a person needs, without control characters;
a CSV cell that a spreadsheet would run as a formula gets an apostrophe.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import TextIO, TypeVar

from fogline.model.codec import encode
from fogline.model.picture import Judgement
from fogline.outputs.tables import Cell, Row, safe
from fogline.outputs.timeline import TimelineDay
from fogline.outputs.visible import visible
from fogline.picture.reviewers import Agreement
from fogline.picture.silence import Silence
from fogline.serve.options import Format

Noun = TypeVar("Noun")
Rows = Callable[[Iterable[Noun]], list[Row]]

_WIDE = 180  # columns of a table where no terminal says how wide it is


def show(
    nouns: Iterable[Noun],
    rows: Rows[Noun],
    form: Format,
    *,
    columns: Sequence[str] | None = None,
    out: TextIO | None = None,
) -> int:
    """Prints the nouns, as they come, and tells how many there were."""
    out = out or sys.stdout
    if form is Format.JSON:
        return _json(nouns, out)
    if form is Format.CSV:
        return write_csv(nouns, rows, out)
    return _table([row for noun in nouns for row in rows([noun])], columns, out)


def judgement_rows(judgements: Iterable[Judgement]) -> list[Row]:
    """One row a judgement."""
    return [
        {
            "id": judgement.id,
            "verb": judgement.verb.value,
            "subjects": " ".join(judgement.subjects),
            "change": f"{judgement.field} = {judgement.value}" if judgement.field else None,
            "by": judgement.by,
            "made_at": judgement.made_at,
            "why": judgement.why or None,
        }
        for judgement in judgements
    ]


def agreement_rows(found: Iterable[Agreement]) -> list[Row]:
    """One row a pair of reviewers and sort of decision; of a sort that nobody shares, one row."""
    return [
        {
            "sort": one.sort,
            "decided": one.decided,
            "by_two": one.shared,
            "alpha": one.alpha,
            "unknown_because": one.why or None,
            "one": two.one if two else None,
            "other": two.other if two else None,
            "both": two.both if two else None,
            "same": two.same if two else None,
            "kappa": two.kappa if two else None,
        }
        for one in found
        for two in one.pairs or (None,)
    ]


def silence_rows(silences: Iterable[Silence]) -> list[Row]:
    """One row an outlet, speaker or place."""
    return [dict(asdict(one)) for one in silences]


def day_rows(days: Iterable[TimelineDay]) -> list[Row]:
    """One row a moment of a day."""
    return [
        {
            "day": day.day,
            "until": moment.until,
            "place": moment.place,
            "text": moment.text,
            "happened": moment.happened,
            "about": moment.about,
            "claims": "; ".join(moment.claims),
        }
        for day in days
        for moment in day.moments
    ]


def write_csv(nouns: Iterable[Noun], rows: Rows[Noun], out: TextIO) -> int:
    """Writes the rows under a line of column names, and tells how many nouns there were."""
    count, headed, writer = 0, False, csv.writer(out, lineterminator="\n")
    for noun in nouns:
        for row in rows([noun]):
            if not headed:
                writer.writerow(row)
                headed = True
            writer.writerow([safe(cell) for cell in row.values()])
        count += 1
    return count


def _json(nouns: Iterable[object], out: TextIO) -> int:
    count = 0
    out.write("[")
    for noun in nouns:
        out.write((",\n " if count else "\n ") + json.dumps(encode(noun), ensure_ascii=False))
        count += 1
    out.write("\n]\n" if count else "]\n")
    return count


def _table(rows: list[Row], columns: Sequence[str] | None, out: TextIO) -> int:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return 0
    if len(rows) == 1 and columns is None:
        return _card(rows[0], out)
    names = [name for name in (columns or rows[0]) if any(row.get(name) not in (None, "") for row in rows)]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in names:
        numbers = all(isinstance(row.get(name), (int, float, type(None))) for row in rows)
        table.add_column(name.replace("_", " "), overflow="fold", justify="right" if numbers else "left")
    for row in rows:
        table.add_row(*(Text(_cell(row.get(name))) for name in names))
    terminal = out.isatty()
    console = Console(file=out, width=None if terminal else _WIDE, highlight=False, no_color=not terminal)
    console.print(table)
    return len(rows)


def _card(row: Row, out: TextIO) -> int:
    """One row with all its columns, a line each: what is too wide for a table."""
    width = max(map(len, row))
    for name, cell in row.items():
        if cell not in (None, ""):
            out.write(f"{name.replace('_', ' '):<{width}}  {_cell(cell)}\n")
    return 1


def _cell(cell: Cell) -> str:
    if cell is None or isinstance(cell, bool):
        return {None: "", True: "yes", False: "no"}[cell]
    return f"{cell:,g}" if isinstance(cell, float) else visible(" ".join(str(cell).split()))
