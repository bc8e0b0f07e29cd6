"""What the commands on faults and endurance have found, in one place: docs/endurance.json and docs/endurance.md.

In: a section's name and its figures (`record`). Out: the JSON with that section anew, and the page's table of it, which
stands between marks of its name. Refused: a page without those marks.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from score import between

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs/endurance.json"
PAGE = ROOT / "docs/endurance.md"
Cell = str | int | float | None
Figures = dict[str, "Cell | Figures"]


def machine() -> str:
    """This machine, as tables name it."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def kept() -> dict[str, Figures]:
    """All sections as they were recorded last."""
    return json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}


def record(section: str, figures: Figures, table: Sequence[Sequence[Cell]]) -> None:
    """Keeps a section's figures, and writes its table: the first row is its head."""
    sections = kept() | {section: figures}
    FIGURES.write_text(json.dumps(dict(sorted(sections.items())), indent=1) + "\n", "utf-8")
    head, *rows = ([_told(cell) for cell in row] for row in table)
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    between(PAGE, section, "\n".join(lines))


def _told(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, (int, float)) else cell
