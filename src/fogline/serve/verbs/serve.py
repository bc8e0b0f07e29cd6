"""`fogline serve`: the desk, pages in the browser of this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.model.errors import QueryError, extra
from fogline.serve.notices import tell
from fogline.serve.options import AlertsFile, GazetteerFile, Jobs, Lang, LedgerPath, Outlet, Paths, Published, source

NEEDS = "The desk needs packages of its own. Install them,"


def serve(
    paths: Paths = None,
    ledger: LedgerPath = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen. Others than this machine need accounts.")
    ] = ("127.0.0.1"),
    name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST", help="A host name under which others reach it. May be repeated.", show_default=False
        ),
    ] = None,
    review: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Open it for decisions, taken as NAME, on this machine.", show_default=False),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 takes a free one.")] = 8765,
    alerts: AlertsFile = None,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    jobs: Jobs = None,
    gazetteer: GazetteerFile = None,
) -> None:
    """Open the desk: read and check the picture in the browser.

    Pages with the brief of a day, developments, places, claims, reports, speakers, outlets, conflicts and a map, each
    with its own address and as .json and .csv; and an API under /api/v1. On a ledger, what is added meanwhile shows by
    itself. Ctrl-C ends it.

    Searches can be kept under a name, and made alert rules (--alerts). Else it only reads, unless --review says who
    decides: then it prints a link, and whoever opens that link can accept,
    correct, merge, split, set aside and undo, as with fogline judge. Once accounts or keys are added (fogline desk),
    nobody reads without one, and --host may be an address that others reach: docs/desk.md.

    \b
    Example:
      fogline serve --ledger war.ledger
      fogline serve --ledger war.ledger --review Olena
      fogline serve reports/ --port 8000
    """
    asked = source(paths, ledger, published=published, outlet=outlet, lang=lang, jobs=jobs, gazetteer=gazetteer)
    if asked.paths and ledger is not None:
        raise QueryError("Both PATHs and --ledger. Leave one out, or add the PATHs first: fogline add PATH")
    try:
        from fogline.serve.desk.housekeeping import check_host, kept_house
        from fogline.serve.desk.serving import serve_until_stopped
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("argon2", "fastapi", "starlette", "uvicorn", "pydantic"):
            raise
        raise QueryError(f"{NEEDS} {extra('desk')}") from None
    house = kept_house(asked, review, alerts)
    names = check_host(host, name or [], closed=house.closed)
    serve_until_stopped(asked, house, host, port, names, tell)
