"""`fogline serve`: the desk, pages in the browser of this machine."""

from __future__ import annotations

import ipaddress
from typing import Annotated

import typer

from fogline.model.errors import QueryError, extra
from fogline.serve.notices import tell
from fogline.serve.options import GazetteerFile, Jobs, Lang, LedgerPath, Outlet, Paths, Published, source

NEEDS = "The desk needs packages of its own. Install them,"


def serve(
    paths: Paths = None,
    ledger: LedgerPath = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; an address of this machine only.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 takes a free one.")] = 8765,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    jobs: Jobs = None,
    gazetteer: GazetteerFile = None,
) -> None:
    """Open the desk: read and check the picture in the browser.

    Pages with the brief of a day, developments, places, claims, reports, speakers, outlets, conflicts and a map, each
    with its own address and as .json and .csv; and an API under /api/v1. It only reads. On a ledger, what is added
    meanwhile shows by itself. Ctrl-C ends it.

    \b
    Example:
      fogline serve --ledger war.ledger
      fogline serve reports/ --port 8000
    """
    check_host(host)
    asked = source(paths, ledger, published=published, outlet=outlet, lang=lang, jobs=jobs, gazetteer=gazetteer)
    if asked.paths and ledger is not None:
        raise QueryError("Both PATHs and --ledger. Leave one out, or add the PATHs first: fogline add PATH")
    try:
        from fogline.serve.desk.serving import serve_until_stopped
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("fastapi", "starlette", "uvicorn", "pydantic"):
            raise
        raise QueryError(f"{NEEDS} {extra('desk')}") from None
    serve_until_stopped(asked, host, port, tell)


def check_host(host: str) -> None:
    """Refuses an address that others could reach.

    >>> check_host("127.0.0.1"), check_host("::1"), check_host("localhost")
    (None, None, None)
    >>> check_host("0.0.0.0")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fogline.model.errors.QueryError: --host 0.0.0.0: not this machine alone. ...
    """
    try:
        alone = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        alone = False
    if not alone:
        raise QueryError(
            f"--host {host}: not this machine alone. The desk has no keys or accounts yet, so it opens only on "
            "127.0.0.1, ::1 or localhost. To read it from elsewhere, tunnel: ssh -L 8765:127.0.0.1:8765 HOST"
        )
