"""`fogline export`: everything, as files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave, tell


@asks()
def export(
    asked: Asked,
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="A folder that does not exist yet.", show_default=False)],
) -> None:
    """Write everything to a folder, for other programs.

    Reports, claims, developments, tolls, statuses, conflicts, judgements and a map.

    Each as CSV for spreadsheets and as JSON Lines in full, with export.json, which says what was asked, when, of which
    version, and the SHA-256 of each file. The folder appears when it is complete.

    \b
    Example:
      fogline export --to bakhmut-march --place Bakhmut --since 2023-03-01 --until 2023-03-31
    """
    from fogline.serve.files_out import write_export
    from fogline.serve.holdings import holdings

    with holdings(asked.source) as held:
        counts = write_export(held, asked.source, asked.filters, to)
        tell(f"fogline: {to}: " + ", ".join(f"{number:,} {name}" for name, number in counts.items()))
        leave(aside=len(held.aside), found=any(counts.values()))
