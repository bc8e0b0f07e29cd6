"""`fogline watch`: outlets into the ledger, round the clock."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.serve.notices import counted, tell, tell_set_aside
from fogline.serve.options import Allow, GazetteerFile, LedgerPath, OutletsFile, connect_to, source


def watch(
    ledger: LedgerPath = None,
    outlets: OutletsFile = None,
    once: Annotated[bool, typer.Option("--once", help="Ask every outlet once, then end.")] = False,
    allow: Allow = None,
    gazetteer: GazetteerFile = None,
) -> None:
    """Keep what outlets publish, until it is stopped.

    Each is asked at its interval, politely; new and corrected reports are read and kept. Ctrl-C or SIGTERM ends it once
    what was brought is kept. Run it again, and it goes on where it was.

    \b
    Example:
      fogline watch --ledger war.ledger
      fogline watch --once --outlets outlets.toml
    """
    from fogline.run.watch import Told
    from fogline.serve.holdings import DEFAULT as LEDGER
    from fogline.serve.watching import state_path, watch_outlets
    from fogline.sources.subscriptions import DEFAULT, read_subscriptions
    from fogline.sources.watch_state import WatchState
    from fogline.store.sqlite import open_ledger

    asked = source(None, ledger, gazetteer=gazetteer)
    chosen = read_subscriptions(outlets or DEFAULT)
    connect_to([*chosen.allow, *(allow or ())])
    file = asked.ledger or LEDGER
    active = [one for one in chosen.outlets if not one.paused]
    if not active:
        tell(f"fogline: {outlets or DEFAULT}: no outlet to watch. Add one: fogline outlet add URL")
        raise typer.Exit(1)
    tell(f"fogline: {file}: watching {counted(len(active), 'outlet')}. Ctrl-C ends it.")
    reports = failures = 0

    def told(one: Told) -> None:
        nonlocal reports, failures
        reports += one.reports
        failures += one.error is not None
        if one.error:
            tell(f"fogline: {one.outlet.name or one.outlet.url}: {one.error}")
        for aside in one.aside:
            tell_set_aside(aside)
        if one.reports:
            tell(f"fogline: {one.outlet.name or one.outlet.url}: {counted(one.reports, 'report')} added")

    with open_ledger(file) as kept:
        state = WatchState(state_path(file))
        try:
            watch_outlets(chosen, state, kept.writer(), told, once=once)
        finally:
            state.close()
            tell(f"fogline: {file}: {counted(reports, 'report')} added, {counted(failures, 'failed look')}")
