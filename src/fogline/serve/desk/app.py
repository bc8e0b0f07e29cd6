"""The desk as one app: pages by their addresses, the API beside them, one guard around both.

In: what the desk stands on (`Opened`), how it is kept (`House`). Out: an ASGI app, which only reads unless the house
says that somebody decides. Refused: see `guard` and `door`; an address that leads nowhere (404), a question that makes
no sense (400), each with what to do, as a page or as problem+json.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import AsyncIterator, Mapping
from importlib import metadata, resources

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp

from fogline.model.errors import FoglineError, LedgerError
from fogline.serve.desk import visits
from fogline.serve.desk.api import router
from fogline.serve.desk.asked import Asked, Gone, NotThere
from fogline.serve.desk.door import Caller, Door, House, open_house
from fogline.serve.desk.entering import NO_STORE, add_ways_in
from fogline.serve.desk.guard import Guard
from fogline.serve.desk.judging import add_judging
from fogline.serve.desk.keeping import add_keeping
from fogline.serve.desk.language import chosen, speaking
from fogline.serve.desk.opened import Opened
from fogline.serve.desk.page import MEDIA, Maker, answer
from fogline.serve.desk.pages import (
    claims,
    developments,
    mapped,
    others,
    outlets,
    places,
    reports,
    review,
    routes,
    search,
    speakers,
    timeline,
    today,
    tolls,
)
from fogline.serve.desk.refusing import refusal
from fogline.serve.desk.renewed import Renewed
from fogline.serve.desk.reviewing import reviewing
from fogline.serve.desk.sent import NotOurs

PAGES: Mapping[str, tuple[Maker, Maker | None]] = {  # a page, and the page of one thing under it
    "today": (today.page, None),
    "map": (mapped.page, None),
    "timeline": (timeline.page, None),
    "developments": (developments.listed, developments.one),
    "places": (places.listed, places.one),
    "routes": (routes.listed, routes.one),
    "claims": (claims.listed, claims.one),
    "search": (search.page, None),
    "reports": (reports.listed, reports.one),
    "speakers": (speakers.listed, speakers.one),
    "outlets": (outlets.listed, outlets.one),
    "conflicts": (others.conflicts, None),
    "tolls": (tolls.listed, tolls.one),
    "review": (review.queue, review.other),
    "method": (others.method, None),
    "deletions": (others.deletions, None),
}
ASSETS = {
    "asof.js": "text/javascript; charset=utf-8",
    "copy.js": "text/javascript; charset=utf-8",
    "desk.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "map.js": "text/javascript; charset=utf-8",
    "review.js": "text/javascript; charset=utf-8",
}
_ASK_AGAIN = "private, no-cache"  # a browser may keep it, and asks whether it still holds
METHODS = ["GET", "HEAD"]


def desk_app(opened: Opened, house: House | None = None, names: frozenset[str] = frozenset()) -> ASGIApp:
    """The app over what is opened; it keeps up while it runs. `names`: hosts that it answers to beside this machine."""
    kept = house or open_house()
    opened.keeps = kept.keeps

    pages = Renewed(opened)

    @contextlib.asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        opened.start()
        pages.start()
        try:
            yield
        finally:
            pages.close()
            opened.close()
            kept.close()

    app = FastAPI(
        title="fogline", version=metadata.version("fogline"), description=API_SAYS, lifespan=running,
        docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    app.include_router(router(opened))

    def asset(name: str, request: Request) -> Response:
        if name not in ASSETS:
            raise HTTPException(404)
        body = resources.files("fogline.serve.desk").joinpath("assets", name).read_bytes()
        mark = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers={"etag": mark})
        return Response(body, media_type=ASSETS[name], headers={"etag": mark, "cache-control": _ASK_AGAIN})

    def page(path: str, request: Request) -> Response:
        if path == "":
            return RedirectResponse("/today" + (f"?{request.url.query}" if request.url.query else ""), 307)
        asked, make = _asked(path, request)
        asked, looked = visits.looking(asked, kept, request.state.caller, request.scope)
        answered = functools.partial(visits.noted, one=looked, house=kept, scope=request.scope)
        tongue = _language(asked, request)
        caller: Caller = request.state.caller
        with speaking(tongue):
            if caller.token is not None:  # a person's page holds what is theirs: nobody keeps it
                with opened.sight(asked.as_of) as sight:
                    who = reviewing(sight, caller, opened.behind())
                    told = answer(make(sight, asked), sight, asked, opened.name, who)
                return answered(Response(told.body, media_type=told.media, headers=NO_STORE))
            mark, made = pages.page(asked, make, newest="no-cache" in request.headers.get("cache-control", ""))
        vary = "accept-language" if looked is None else "accept-language, cookie"
        headers = {"etag": mark, "cache-control": _ASK_AGAIN, "vary": vary, "content-language": tongue}
        if mark in request.headers.get("if-none-match", "").split(", "):
            return answered(Response(status_code=304, headers=headers))
        return answered(Response(made.body, media_type=made.media, headers=headers))

    app.add_api_route("/livez", lambda: Response("ok\n", media_type="text/plain"), include_in_schema=False)
    app.add_api_route("/assets/{name}", asset, methods=METHODS, include_in_schema=False)
    add_ways_in(app, kept)
    add_judging(app, opened, told=kept.closed or kept.reviewer is not None)
    add_keeping(app, opened, kept, _language)
    app.add_api_route("/{path:path}", page, methods=METHODS, include_in_schema=False)
    app.add_exception_handler(FoglineError, _told)
    app.add_exception_handler(HTTPException, _told)
    app.add_exception_handler(RequestValidationError, _told)
    return Guard(Door(app, kept, refusal), names, lambda: kept.writes, refusal)


API_SAYS = (
    "Read endpoints over a ledger of claims. Every list takes `as_of` (what was published by that day), `limit` and "
    "`after` (the mark of the page before, as given in `next`); errors are problem+json; answers have an ETag that "
    "changes when anything that is seen does. Private persons are withheld; coordinates are those of settlements."
)


def _asked(path: str, request: Request) -> tuple[Asked, Maker]:
    """The question and the page that answers it."""
    values = {name: value for name, value in request.query_params.items() if value}
    first, slash, rest = path.partition("/")
    last = rest if slash else first
    stem, dot, ending = last.rpartition(".")
    form = ending if dot and stem and ending in MEDIA and ending != "html" else "html"
    last = stem if form != "html" else last
    first = first if slash else last
    pages = PAGES.get(first)
    make = pages[1 if slash else 0] if pages is not None else None
    if make is None or (slash and not last):
        raise NotThere(f"/{path}: no such page.")
    caller: Caller = request.state.caller
    path = f"/{first}/{last}" if slash else f"/{first}"
    return Asked(path=path, form=form, values=values, by=caller.name if caller.token else None), make


def _language(asked: Asked, request: Request) -> str:
    """The language of an answer; twins for programs are in English, whoever asks."""
    if asked.form != "html":
        return "en"
    return chosen(asked.text("lang"), request.headers.get("accept-language", ""))


def _told(request: Request, error: Exception) -> Response:
    """What is wrong, where, and what to do: as a page to people, as problem+json to programs."""
    status = _status(error)
    return refusal(request.scope, status, _said(error, status), getattr(error, "headers", None))


def _said(error: Exception, status: int) -> str:
    if isinstance(error, RequestValidationError):
        return "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
    return str(error.detail) if isinstance(error, HTTPException) else str(error)


def _status(error: Exception) -> int:
    if isinstance(error, RequestValidationError):
        return 422
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, Gone):
        return 410
    if isinstance(error, NotThere):
        return 404
    if isinstance(error, NotOurs):
        return 403
    return 503 if isinstance(error, LedgerError) else 400
