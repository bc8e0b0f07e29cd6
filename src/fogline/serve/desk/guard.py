"""Around every answer of the desk: only by its own names, only sent from its own pages, headers that shut scripts out.

In: a request. Out: the app's answer with security headers. Refused: anything but GET and HEAD where nothing is taken
(405); a Host that is not the desk's (421), so that no page elsewhere can reach it by a name that it makes point here;
a form that was sent from another site's page (403), that is too long or of no told length (413, 411).
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fogline.serve.desk.door import LOOPBACK, Refuse, headers, host_name

MOST_SENT = 65_536  # bytes of a form
TAKES = ("/login", "/logout", "/review/decide", "/searches/", "/api/v1/judgements")  # all else is only read
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
}
# A form of ours must be known as ours: under "no-referrer" a browser sends it with the origin "null".
WRITING = HEADERS | {"referrer-policy": "same-origin"}


class Guard:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp, names: frozenset[str], writes: Callable[[], bool], refuse: Refuse) -> None:
        """`names`: hosts beside this machine's; `writes`: whether forms are taken; `refuse`: tells what is wrong."""
        self._app = app
        self._names = LOOPBACK | names
        self._writes = writes
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        writes = self._writes()

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = {name.lower() for name, _ in message["headers"]}
                said = (WRITING if writes else HEADERS).items()
                more = [(name.encode(), value.encode()) for name, value in said if name.encode() not in held]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        sends = writes and scope["path"].startswith(TAKES)
        refused = self._refused(scope, ("GET", "HEAD", "POST") if sends else ("GET", "HEAD"))
        await (refused or self._app)(scope, receive, guarded)

    def _refused(self, scope: MutableMapping[str, Any], methods: tuple[str, ...]) -> Response | None:
        if scope["method"] not in methods:
            return self._refuse(scope, 405, "This is only read: ask with GET.", {"allow": ", ".join(methods)})
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or host_name(hosts[0]) not in self._names:
            return self._refuse(
                scope,
                421,
                "This desk answers under its own names only: open it as 127.0.0.1 or localhost, or name this host with "
                "fogline serve --name.",
            )
        return self._unsent(scope, hosts[0]) if scope["method"] == "POST" else None

    def _unsent(self, scope: MutableMapping[str, Any], host: str) -> Response | None:
        """Why what was sent is not taken: no page but ours may send, unless a program does so with a key."""
        held = headers(scope)
        with_key = held.get("authorization", "").lower().startswith("bearer ")
        origin, site = held.get("origin"), held.get("sec-fetch-site")
        ours = origin is not None and origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())
        if not (ours or (with_key and origin is None)) or site not in (None, "same-origin"):
            return self._refuse(scope, 403, "This was not sent from a page of this desk.")
        length = held.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            return self._refuse(scope, 411, "Say how long it is (Content-Length).")
        return self._refuse(scope, 413, "That is too long.") if int(length) > MOST_SENT else None
