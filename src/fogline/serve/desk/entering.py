"""Ways in and out: the link that `fogline serve --review` prints, the log-in of an account, the log-out.

In: a link's token; a name and a password. Out: a session's cookie, always a new one, and the page that was asked for.
Refused: a token or a password that is not right (403), told the same way for names that exist and names that do not;
more tries than a person needs (429).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from fogline.serve.desk.asked import Asked
from fogline.serve.desk.door import Caller, House, cookie_name, cookie_of, set_cookie, within
from fogline.serve.desk.language import LANGUAGES, chosen, speaking
from fogline.serve.desk.limits import Limit
from fogline.serve.desk.page import MEDIA, environment
from fogline.serve.desk.passwords import matches
from fogline.serve.desk.sent import sent

_SPAN_S = 15 * 60.0
NO_STORE = {"cache-control": "no-store"}


@dataclass(slots=True, kw_only=True)
class _Tries:
    """Log-ins that failed lately: by where they come from, and by name, whoever tries."""

    of_address: Limit = field(default_factory=lambda: Limit(most=10, within_s=_SPAN_S))
    of_name: Limit = field(default_factory=lambda: Limit(most=20, within_s=_SPAN_S))


def add_ways_in(app: FastAPI, house: House) -> None:
    """Adds the routes; each is there only while the desk is kept that way (404)."""
    tries = _Tries()

    def enter(token: str, request: Request) -> Response:
        reviewer = house.decides
        if reviewer is None or not hmac.compare_digest(token.encode(), house.enters.encode()):
            raise HTTPException(404)
        return _let_in(request, house, house.passing.begin(reviewer, house.clock()), "/review")

    def login_page(request: Request) -> Response:
        if not house.closed:
            raise HTTPException(404)
        return _form(request, request.query_params.get("next"), "")

    async def login(request: Request) -> Response:
        if not house.closed:
            raise HTTPException(404)
        fields = await sent(request, None)
        name, further = fields.one("name"), fields.one("next")
        address = request.client.host if request.client else ""
        now = house.clock()
        wait = max(tries.of_address.wait(address, now), tries.of_name.wait(name, now))
        if wait:
            return _form(request, further, "Too many tries. Wait a quarter of an hour.", 429, wait)
        account = house.accounts.account(name)
        right = await run_in_threadpool(matches, account, fields.one("password"), house.accounts)
        if account is None or not right:
            tries.of_address.take(address, now)
            tries.of_name.take(name, now)
            return _form(request, further, "No account has this name and this password.", 403)
        tries.of_name.forget(name)
        return _let_in(request, house, house.accounts.begin(account.name, house.clock()), within(further))

    async def logout(request: Request) -> Response:
        caller: Caller = request.state.caller
        await sent(request, caller)
        house.end(caller.token or "")
        return set_cookie(RedirectResponse("/login" if house.closed else "/today", 303), request.scope, None)

    for path, answer, method in (
        ("/enter/{token}", enter, "GET"), ("/login", login_page, "GET"), ("/login", login, "POST"),
        ("/logout", logout, "POST"),
    ):  # fmt: skip
        app.add_api_route(path, answer, methods=[method], include_in_schema=False)


def _let_in(request: Request, house: House, token: str, further: str) -> Response:
    """A new session. One that the browser brought along ends: nobody goes on under a token that another chose."""
    before = cookie_of(request.headers.get("cookie", ""), cookie_name(request.scope))
    if before:
        house.end(before)
    return set_cookie(RedirectResponse(further, 303, headers=NO_STORE), request.scope, token)


def _form(request: Request, further: str | None, said: str, status: int = 200, wait: int = 0) -> Response:
    """The page to log in on, in the language of the page that was asked for, else as the browser asks."""
    lang = request.query_params.get("lang") or parse_qs(urlsplit(further or "").query).get("lang", [""])[-1]
    tongue = chosen(lang if lang in LANGUAGES else None, request.headers.get("accept-language", ""))
    shown = {"asked": Asked(path="/login"), "further": within(further), "said": said}
    more = {"retry-after": str(wait)} if wait else {}
    with speaking(tongue):
        body = environment().get_template("login.html").render(shown)
    return Response(body, status, media_type=MEDIA["html"], headers=NO_STORE | more)
