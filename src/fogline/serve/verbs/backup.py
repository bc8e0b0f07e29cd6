"""`fogline backup`, `fogline restore`: a ledger copied whole, and brought back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.serve.notices import counted, tell
from fogline.serve.options import LedgerPath, source


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.", show_default=False)],
    ledger: LedgerPath = None,
) -> None:
    """Copy the ledger whole, while others write to it.

    The copy is a ledger as of one moment. It is verified before it is there under its name; beside it lie what was
    fetched, what watching remembers and what was alerted.

    \b
    Example:
      fogline backup backups/2023-03-04.ledger --ledger war.ledger
    """
    from fogline.serve.holdings import ledger_path
    from fogline.store.backup import copy_ledger

    file = ledger_path(source(None, ledger))
    found = copy_ledger(file, target)
    tell(f"fogline: {target}: {counted(found.reports, 'report')}, {counted(found.claims, 'claim')}, verified")


def restore(
    copy: Annotated[Path, typer.Argument(metavar="FILE", help="What backup made.", show_default=False)],
    ledger: LedgerPath = None,
) -> None:
    """Bring a ledger back from a backup.

    The ledger must not exist: move a damaged one away first, with the files beside it. It is verified before it is
    there under its name.

    \b
    Example:
      fogline restore backups/2023-03-04.ledger --ledger war.ledger
    """
    from fogline.serve.holdings import DEFAULT
    from fogline.store.backup import copy_ledger

    target = ledger or DEFAULT
    found = copy_ledger(copy, target)
    tell(f"fogline: {target}: {counted(found.reports, 'report')}, {counted(found.claims, 'claim')}, verified")
