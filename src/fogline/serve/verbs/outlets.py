"""`fogline outlets`: how the outlets are."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.serve.notices import leave
from fogline.serve.options import As, Format, LedgerPath, OutletsFile, source


def outlets(
    ledger: LedgerPath = None,
    outlets: OutletsFile = None,
    opml: Annotated[bool, typer.Option("--opml", help="Print them as an OPML list for other feed readers.")] = False,
    form: As = Format.TABLE,
) -> None:
    """Show how the outlets are: last success, news, errors.

    Reports today beside those of its usual day, what was set aside and why, and where it says it has moved.

    \b
    Example:
      fogline outlets --ledger war.ledger
      fogline outlets --opml > feeds.opml
    """
    from datetime import UTC, datetime

    from fogline.serve.holdings import DEFAULT as LEDGER
    from fogline.serve.show import show
    from fogline.serve.watching import health_rows, healths
    from fogline.sources.subscriptions import DEFAULT, read_subscriptions
    from fogline.sources.subscriptions import opml as as_opml
    from fogline.store.backup import watch_beside

    watched = read_subscriptions(outlets or DEFAULT).outlets
    if opml:
        typer.echo(as_opml(watched), nl=False)
        return
    path = watch_beside(source(None, ledger).ledger or LEDGER)
    now = datetime.now(UTC)
    columns = ("outlet", "state", "last_success", "today", "usual", "set_aside", "why", "last_error", "moved")
    leave(found=bool(show(healths(watched, path, now), health_rows, form, columns=columns)))
