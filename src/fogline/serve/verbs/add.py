"""`fogline add`: reports into the ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.serve.notices import counted, leave, progress, tell, tell_set_aside
from fogline.serve.options import (
    Allow,
    GazetteerFile,
    GivenPaths,
    Jobs,
    Lang,
    LedgerPath,
    Outlet,
    Published,
    connect_to,
    source,
)


def add(
    paths: GivenPaths,
    ledger: LedgerPath = None,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="MAP",
            show_default=False,
            help="For CSV, SQL dumps and SQLite: text=COLUMN,published=COLUMN,table=NAME.",
        ),
    ] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Fetch the pages that feeds, sitemaps and lists of addresses name.")
    ] = False,
    allow: Allow = None,
    jobs: Jobs = None,
    gazetteer: GazetteerFile = None,
) -> None:
    """Read reports and keep them in the ledger. Adding the same report twice changes nothing.

    PATHs are files, folders or web addresses: texts, pages, feeds, sitemaps, OPML, WARC and WACZ, Telegram exports,
    PDF, e-mail, JSON Lines, CSV, SQL dumps, SQLite. What is counted as added is safe on disk. A run that was stopped
    can simply be run again.

    \b
    Example:
      fogline add bulletins/ --ledger war.ledger --outlet "Dnipro Courier"
      fogline add https://courier.example/rss --fetch
      fogline add archive.sqlite --columns table=news,text=body,published=day
    """
    from fogline.run.add import add as added
    from fogline.run.add import unknown_only
    from fogline.serve.holdings import DEFAULT
    from fogline.sources.columns import Columns
    from fogline.sources.files import collect
    from fogline.sources.web import Web
    from fogline.store.contract import Added
    from fogline.store.sqlite import open_ledger

    asked = source(paths, ledger, published=published, outlet=outlet, lang=lang, jobs=jobs, gazetteer=gazetteer)
    connect_to(allow)
    named = Columns.of(columns)
    file = asked.ledger or DEFAULT
    total, aside = Added(), 0
    # Two connections: what is known already is looked up ahead, in the thread that reads the paths.
    with open_ledger(file) as kept, open_ledger(file) as looked_up, Web(follows=fetch) as web, progress() as moving:
        captures = unknown_only(collect(asked.paths, facts=asked.facts, columns=named, web=web), looked_up)
        try:
            for batch, set_aside in added(captures, kept.writer(), jobs=asked.jobs):
                total += batch
                aside += len(set_aside)
                moving.step(f"{counted(total.reports, 'report')} added")
                for one in set_aside:
                    tell_set_aside(one)
        finally:
            moving.clear()
            tell(
                f"fogline: {file}: {counted(total.reports, 'report')} added with {counted(total.claims, 'claim')}, "
                f"{total.already:,} known already, {aside:,} set aside"
            )
    leave(aside=aside, found=bool(total.reports or total.already))
