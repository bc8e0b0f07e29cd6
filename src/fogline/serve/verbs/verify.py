"""`fogline verify`: whether the ledger still holds what it was given."""

from __future__ import annotations

import typer

from fogline.serve.notices import NOTHING_FOUND, counted, tell
from fogline.serve.options import LedgerPath, source


def verify(ledger: LedgerPath = None) -> None:
    """Check that the ledger is whole.

    Every capture's hash, the WARC records of how it was fetched, the chain of batches, and every claim's words at their
    place in their report.

    \b
    Example:
      fogline verify --ledger war.ledger
    """
    from fogline.serve.holdings import ledger_path
    from fogline.store.sqlite import open_ledger

    file = ledger_path(source(None, ledger))
    with open_ledger(file, create=False) as opened:
        found = opened.verify()
    for problem in found.problems:
        tell(f"fogline: {file}: {problem}")
    counts = ", ".join(
        counted(number, noun)
        for number, noun in (
            (found.captures, "capture"), (found.reports, "report"), (found.claims, "claim"),
            (found.judgements, "judgement"),
        )
    )  # fmt: skip
    if found.fetched:
        counts += f"; {found.fetched:,} fetched, with their WARC records"
    batches = f"{found.batches:,} batch{'' if found.batches == 1 else 'es'}"
    if found.problems:
        tell(f"fogline: {file}: damaged. Restore it from a backup, then add what came after it again.")
        raise typer.Exit(NOTHING_FOUND)
    typer.echo(f"{file}: whole. {batches}, {counts}: hashes, chain and quotes hold.")
