"""`fogline doctor`: whether this machine is fit to watch."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from fogline.serve.notices import NOTHING_FOUND, counted, tell
from fogline.serve.options import As, Format, GazetteerFile, LedgerPath, OutletsFile


def doctor(
    ctx: typer.Context,
    ledger: LedgerPath = None,
    outlets: OutletsFile = None,
    gazetteer: GazetteerFile = None,
    least_free_mb: Annotated[
        int, typer.Option(min=1, metavar="MB", help="How much room the ledger's disk must have.")
    ] = 500,
    form: As = Format.TABLE,
) -> None:
    """Look whether all is well, and say what to do if not.

    Python, packages, SQLite, settings, the ledger (a few seconds' look: fogline verify looks at all of it), rights,
    room, clock, place names, models byte for byte, outlets and their names, and the way pages are fetched. Nothing is
    changed, and nothing is asked of an outlet. Ends with 1 where something is bad; a warning does not.

    \b
    Example:
      fogline doctor
      fogline doctor --ledger war.ledger --format json
    """
    from fogline.serve.checkups import examine
    from fogline.serve.configured import configured
    from fogline.serve.findings import State, Used
    from fogline.serve.holdings import DEFAULT as LEDGER
    from fogline.serve.redacted import redacted
    from fogline.serve.settings import unknown_names
    from fogline.serve.show import show
    from fogline.sources.subscriptions import DEFAULT as OUTLETS

    settings = configured(ctx)
    used = Used(
        ledger=ledger or LEDGER, outlets=outlets or OUTLETS, configured=settings, gazetteer=gazetteer,
        strange=unknown_names(ctx.find_root().command), least_free_mb=least_free_mb,
    )  # fmt: skip
    found = list(examine(used))
    show(found, lambda some: [{**asdict(one), "found": redacted(one.found, settings.secrets)} for one in some], form)
    bad = sum(one.state is State.BAD for one in found)
    warnings = sum(one.state is State.WARNING for one in found)
    if bad:
        tell(f"fogline: {counted(bad, 'thing')} to put right, {counted(warnings, 'warning')}")
        raise typer.Exit(NOTHING_FOUND)
    tell(f"fogline: all is well, {counted(warnings, 'warning')}")
