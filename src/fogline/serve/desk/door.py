"""Who asks the desk: nobody in particular, the reviewer at this machine, an account that logged in, a program's key.

In: a request's cookie or key. Out: a `Caller`, put beside the request, or an answer that says how to get in. Refused:
a desk with accounts to whoever has not logged in (401); what a caller may not do (403); a form that was not made for
this session (403); too many tries (429).

A desk is *open* (anybody who reaches it reads), *under review* (as open, and whoever has the link that `fogline serve`
printed decides), or *closed* (everything needs an account or a key). Only this machine reaches the first two. Accounts
and keys are looked up with each request: the first one closes a desk that runs, and nothing opens it again.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from fogline.serve.desk.limits import Limit
from fogline.store.accounts import Accounts

READ, JUDGE, EXPORT = "read", "judge", "export"
SCOPES = (READ, JUDGE, EXPORT)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
WHOLE_FORMS = ("csv", "geojson", "jsonl", "ndjson", "parquet")  # what takes a table along: the scope "export"
Refuse = Callable[..., Response]  # of a scope, a status, what is said, and headers: `refusing.refusal`
_FREE = ("/livez", "/login", "/enter/", "/assets/")  # what whoever is not in yet may ask
_OWN = "/searches/"  # what a reader sends there is their own
_A_MINUTE = 600  # requests of one program


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, and what they may."""

    name: str | None = None  # None: nobody in particular
    scopes: frozenset[str] = frozenset({READ, EXPORT})
    token: str | None = None  # of the session
    secret: str | None = None  # of the desk, for whoever needs no session
    key: str | None = None  # the id of a program's key

    @property
    def judges(self) -> bool:
        """Whether decisions of theirs are taken."""
        return JUDGE in self.scopes and self.name is not None

    @property
    def csrf(self) -> str:
        """What a form of this session, or of an open desk, holds: no other page can know it."""
        known = self.token or self.secret
        return "" if known is None else hmac.digest(known.encode(), b"form", "sha256").hex()


NOBODY = Caller()


@dataclass(slots=True, kw_only=True)
class House:
    """How a desk is kept. `reviewer`: who decides while it is open; the link's token is made anew at each start."""

    accounts: Accounts
    keeps: bool = False  # searches of whoever reads, also while it is open: there is a ledger to keep them beside
    alerts: Path | None = None  # the file of alert rules
    reviewer: str | None = None
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    enters: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    passing: Accounts = field(default_factory=lambda: Accounts(None))  # the reviewer's sessions: they end with the desk
    shut: bool = False  # there was an account or a key: without one nobody gets in any more
    clock: Callable[[], float] = time.time
    asked: Limit = field(default_factory=lambda: Limit(most=_A_MINUTE, within_s=60.0))

    @property
    def closed(self) -> bool:
        """Whether everything needs an account or a key."""
        self.shut = self.shut or self.accounts.any()
        return self.shut

    @property
    def decides(self) -> str | None:
        """Who decides by the link, as long as the desk is open."""
        return None if self.closed else self.reviewer

    @property
    def writes(self) -> bool:
        """Whether anybody can send something."""
        return self.keeps or self.closed or self.reviewer is not None

    def alerting(self, caller: Caller) -> bool:
        """Whether a caller may have others told: who decides; where nobody in particular does, who is here."""
        if self.alerts is None or caller.key is not None:
            return False
        return caller.judges or not (self.closed or self.reviewer)

    def end(self, token: str) -> None:
        """Ends a session, whosever it is."""
        self.accounts.end(token)
        self.passing.end(token)

    def close(self) -> None:
        """Closes the files."""
        self.accounts.close()
        self.passing.close()


def open_house() -> House:
    """A desk that anybody who reaches it reads, and nobody changes."""
    return House(accounts=Accounts(None))


class Door:
    """The layer that knows who asks. It stands within the guard, before the app."""

    def __init__(self, app: ASGIApp, house: House, refuse: Refuse) -> None:
        """`refuse`: tells people and programs what is wrong."""
        self._app = app
        self._house = house
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        answer: ASGIApp = self._app
        if scope["type"] == "http":
            caller = self._caller(scope)
            scope.setdefault("state", {})["caller"] = caller or NOBODY
            answer = self._refused(scope, caller) or self._app
        await answer(scope, receive, send)

    def _caller(self, scope: MutableMapping[str, Any]) -> Caller | None:
        """Who asks; None: somebody who would have to log in, or whose key is not known."""
        house, held = self._house, headers(scope)
        kind, _, token = held.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            day = datetime.fromtimestamp(house.clock(), UTC).date().isoformat()
            key = house.accounts.key(token.strip(), day)
            return None if key is None else Caller(name=key.name, scopes=frozenset(key.scopes), key=key.id)
        held_token = cookie_of(held.get("cookie", ""), cookie_name(scope))
        reviewer = house.decides
        if held_token and reviewer is not None and house.passing.session(held_token, house.clock()) == reviewer:
            return Caller(name=reviewer, scopes=frozenset(SCOPES), token=held_token)
        name = house.accounts.session(held_token, house.clock()) if held_token else None
        account = house.accounts.account(name) if name is not None else None
        if account is not None:
            return Caller(name=account.name, scopes=frozenset(account.scopes), token=held_token)
        return None if house.closed else replace(NOBODY, secret=house.secret if house.keeps else None)

    def _refused(self, scope: MutableMapping[str, Any], caller: Caller | None) -> Response | None:
        path = scope["path"]
        if path.startswith(_FREE):
            return None
        if caller is None:
            if is_program(scope):
                said = "Log in, or send a key: Authorization: Bearer KEY (made with: fogline desk key add NAME)."
                return problem(401, said, {"www-authenticate": "Bearer"})
            asked = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            return RedirectResponse("/login?next=" + quote(asked, safe="/"), 303)
        if self._house.closed and is_program(scope):
            wait = self._house.asked.take(caller.key or caller.name or "", self._house.clock())
            if wait:
                return problem(429, f"Too many requests. Ask again in {wait} s.", {"retry-after": str(wait)})
        sends = READ if path.startswith(_OWN) else JUDGE
        needed = sends if scope["method"] == "POST" else EXPORT if _takes_whole(scope) else READ
        if needed not in caller.scopes and path != "/logout":
            return self._refuse(scope, 403, f"This account or key may not do that: it lacks the scope {needed!r}.")
        return None


def headers(scope: MutableMapping[str, Any]) -> dict[str, str]:
    """The headers by their names in lower case; of one that comes twice, the first."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return found


def host_name(host: str) -> str:
    """A Host header without its port.

    >>> host_name("127.0.0.1:8765"), host_name("[::1]:8765"), host_name("LOCALHOST")
    ('127.0.0.1', '[::1]', 'localhost')
    """
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() and name else host).lower()


def cookie_name(scope: MutableMapping[str, Any]) -> str:
    """The session's cookie: beyond this machine one that browsers send over TLS alone, and to this host alone."""
    return "fogline" if host_name(headers(scope).get("host", "")) in LOOPBACK else "__Host-fogline"


def set_cookie(answer: Response, scope: MutableMapping[str, Any], token: str | None) -> Response:
    """The answer, with the session's cookie; without a token, with the cookie taken away."""
    name = cookie_name(scope)
    answer.set_cookie(
        name, token or "", max_age=None if token else 0, path="/", httponly=True, samesite="strict",
        secure=name != "fogline",
    )  # fmt: skip
    return answer


def cookie_of(header: str, name: str) -> str | None:
    """A cookie's value, or None."""
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return None
    return found.value if found is not None and found.value else None


def within(address: str | None, otherwise: str = "/today") -> str:
    """An address of this desk that may be gone to, else another one: nothing leads elsewhere.

    >>> within("/claims?place=Lyman"), within("//evil.example/"), within("/\\\\evil.example"), within("https:evil")
    ('/claims?place=Lyman', '/today', '/today', '/today')
    """
    text = address or ""
    good = text.startswith("/") and not text.startswith(("//", "/\\")) and len(text) <= 2_000
    return text if good and text.isascii() and text.isprintable() else otherwise


def problem(status: int, said: str, more: dict[str, str] | None = None) -> Response:
    """What is wrong, as problem+json."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": said}
    return JSONResponse(told, status, headers=more, media_type="application/problem+json")


def is_program(scope: MutableMapping[str, Any]) -> bool:
    """Whether a program asks: the API, a twin, or with a key."""
    path, last = scope["path"], scope["path"].rpartition("/")[2]
    return (
        path.startswith("/api/") or "authorization" in headers(scope) or _form(last) in (*WHOLE_FORMS, "json", "atom")
    )


def _takes_whole(scope: MutableMapping[str, Any]) -> bool:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("format", [""])[-1]
    return _form(scope["path"]) in WHOLE_FORMS or asked in WHOLE_FORMS


def _form(path: str) -> str:
    stem, dot, ending = path.rpartition(".")
    return ending if dot and stem else ""
