"""Writes docs/brief.svg, the picture of a brief that the README shows: the first items of the examples' brief."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from fogline.model.claim import Claim
from fogline.model.report import Report, SetAside
from fogline.outputs.brief import brief
from fogline.outputs.terminal import print_brief
from fogline.picture.fuse import fuse
from fogline.run.read import read_all
from fogline.sources.files import collect

ROOT = Path(__file__).resolve().parent.parent
_ITEMS, _NOTES = 4, 5  # as many as a reader takes in at a glance


def main() -> int:
    """Reads the examples and draws the top of their brief."""
    entries = [one for one in read_all(collect([str(ROOT / "examples")])) if not isinstance(one, SetAside)]
    reports: list[Report] = [entry.report for entry in entries]
    claims: list[Claim] = [claim for entry in entries for claim in entry.reading.claims]
    made = brief(fuse(reports, claims), reports, claims, since="2023-02-01", until="2023-03-05")
    top = replace(made, items=made.items[:_ITEMS], notes=made.notes[:_NOTES])
    console = Console(record=True, width=92, file=Path("/dev/null").open("w", encoding="utf-8"))  # noqa: SIM115
    print_brief(top, console)
    svg = console.export_svg(title="fogline brief examples --since 2023-02-01 (its first items)")
    svg = re.sub(r"@font-face \{.*?\}\n", "", svg, flags=re.DOTALL)  # no fonts from elsewhere
    svg = svg.replace("Fira Code", "Menlo, Consolas, DejaVu Sans Mono")
    (ROOT / "docs/brief.svg").write_text(svg, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
