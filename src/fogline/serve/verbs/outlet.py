"""`fogline outlet`: which outlets are watched."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.serve.notices import counted, tell
from fogline.serve.options import OutletsFile

app = typer.Typer(
    name="outlet",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Choose which outlets are watched.

They stand in one file, outlets.toml, which can be written by hand too: see docs/sources.md.

\b
Example:
  fogline outlet add https://courier.example/rss --name "Dnipro Courier"
  fogline outlet pause "Dnipro Courier"
  fogline watch --ledger war.ledger
""",
)

Which = Annotated[str, typer.Argument(metavar="URL", help="The outlet's address, or its name.", show_default=False)]


@app.command()
def add(
    address: Annotated[
        str, typer.Argument(metavar="URL", help="A feed, a page, a news sitemap; or an OPML file.", show_default=False)
    ],
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What it is called.", show_default=False)] = None,
    every: Annotated[
        str | None, typer.Option(metavar="INTERVAL", help="How often it is asked at most: 5m, 2h.", show_default=False)
    ] = None,
    outlets: OutletsFile = None,
) -> None:
    """Watch an outlet, or all of an OPML list.

    \b
    Example:
      fogline outlet add https://courier.example/rss --name "Dnipro Courier" --every 10m
      fogline outlet add feeds.opml
    """
    from fogline.model.errors import SourceRefused
    from fogline.sources.feed_xml import read_opml
    from fogline.sources.subscriptions import DEFAULT, add_outlet
    from fogline.sources.urls import is_url

    file = outlets or DEFAULT
    if is_url(address):
        new = add_outlet(file, address, name=name, every=every)
        tell(f"fogline: {file}: {address} " + ("is watched from now on" if new else "is watched already"))
        return
    path = Path(address)
    if not path.is_file():
        raise typer.BadParameter(f"{address} is neither a web address nor an OPML file", param_hint="URL")
    added = known = 0
    for one in read_opml(path.read_bytes(), address):
        try:
            if add_outlet(file, one.url, name=one.title, every=every):
                added += 1
            else:
                known += 1
        except SourceRefused as refused:
            tell(f"fogline: {refused}")
    tell(f"fogline: {file}: {counted(added, 'outlet')} added, {known:,} watched already")


@app.command()
def remove(which: Which, outlets: OutletsFile = None) -> None:
    """Watch an outlet no more. Its reports stay in the ledger."""
    from fogline.sources.subscriptions import DEFAULT, remove_outlet

    remove_outlet(outlets or DEFAULT, which)
    tell(f"fogline: {outlets or DEFAULT}: {which} is not watched any more")


@app.command()
def pause(which: Which, outlets: OutletsFile = None) -> None:
    """Do not ask an outlet until it is resumed."""
    from fogline.sources.subscriptions import DEFAULT, pause_outlet

    pause_outlet(outlets or DEFAULT, which, paused=True)
    tell(f"fogline: {outlets or DEFAULT}: {which} is paused. To go on: fogline outlet resume {which}")


@app.command()
def resume(which: Which, outlets: OutletsFile = None) -> None:
    """Ask a paused outlet again."""
    from fogline.sources.subscriptions import DEFAULT, pause_outlet

    pause_outlet(outlets or DEFAULT, which, paused=False)
    tell(f"fogline: {outlets or DEFAULT}: {which} is watched again")
