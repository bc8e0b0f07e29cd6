"""Around every answer of the desk: only reading, only by this machine's names, headers that shut scripts out.

In: a request. Out: the app's answer with security headers. Refused: anything but GET and HEAD (405); a Host that is not
this machine (421), so that no page elsewhere can reach the desk by a name that it makes point here.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
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


class Guard:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = {name.lower() for name, _ in message["headers"]}
                more = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in held]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        refused = _refused(scope)
        await (refused or self._app)(scope, receive, guarded)


def _refused(scope: MutableMapping[str, Any]) -> PlainTextResponse | None:
    if scope["method"] not in ("GET", "HEAD"):
        return PlainTextResponse("The desk is read only.\n", 405, {"allow": "GET, HEAD"})
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    if len(hosts) != 1 or _name(hosts[0]) not in LOOPBACK:
        return PlainTextResponse("This desk answers only on this machine: open it as 127.0.0.1 or localhost.\n", 421)
    return None


def _name(host: str) -> str:
    """A Host header without its port.

    >>> _name("127.0.0.1:8765"), _name("[::1]:8765"), _name("LOCALHOST")
    ('127.0.0.1', '[::1]', 'localhost')
    """
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() and name else host).lower()
