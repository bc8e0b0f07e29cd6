"""`fogline init`: an empty ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.serve.notices import tell


def init(
    ledger: Annotated[Path, typer.Argument(metavar="[FILE]", help="Where to make it.")] = Path("fogline.ledger"),
) -> None:
    """Make an empty ledger.

    It is one file that keeps captures, reports, claims and judgements, and is only ever added to.

    \b
    Example:
      fogline init war.ledger
    """
    from fogline.store.sqlite import open_ledger

    there = ledger.exists()
    with open_ledger(ledger):
        tell(f"fogline: {ledger}: {'is a ledger already' if there else 'made'}")
