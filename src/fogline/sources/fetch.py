"""One page or feed from the web, within bounds that no server can stretch.

In: an address, and what was had of it before; or what is to be sent to it. Out: `Fetched`: the bytes as they were sent,
unpacked. Refused with `SourceRefused`: what `urls`, `addresses` and `network` refuse, at every hop; more than five
redirects; what is too large or too slow; a bomb; pictures and films; an answer that is an error, with the time after
which to try again.

No cookies, no proxies, no credentials, nothing of the environment. The whole of a fetch has one time limit, whatever
its parts take, so that a server that sends a byte now and then (slow-loris) gains nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import re
import ssl
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpcore2

from fogline.model.errors import SourceRefused
from fogline.model.report import Exchange
from fogline.sources.addresses import Access
from fogline.sources.inflate import Inflater
from fogline.sources.network import CheckedNetwork, HeardStream, Resolver, SystemResolver
from fogline.sources.urls import Url, checked

_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_BESIDE = 65_536  # bytes that are read of what comes with a redirect
_LATER = {408, 425, 429, 500, 502, 503, 504}
_NO_TEXT = ("image/", "video/", "audio/", "font/", "model/")
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml, " \
    "application/feed+json, application/json, text/plain, application/pdf;q=0.8, */*;q=0.5"  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may take."""

    most_bytes: int = 10_000_000  # once unpacked; the largest page of the html corpus has 2.3 MB
    seconds: float = 30.0  # from the first hop to the last byte
    silent: float = 10.0  # seconds without a byte, or to connect
    redirects: int = 5
    connections: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What an address said of itself when it was last fetched: enough to ask whether it has changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address sent. `body` is empty where it has not changed."""

    url: str  # where it came from in the end
    body: bytes
    media_type: str  # in lower case, without parameters; "" where it is not said
    charset: str | None = None
    changed: bool = True
    before: Before = Before()
    moved: str | None = None  # where the address says to ask from now on
    onward: str | None = None  # where it leads instead, of one hop alone
    for_good: bool = False  # whether it leads there from now on
    exchanges: tuple[Exchange, ...] = ()


NEVER = Before()  # nothing was had of it before
_PUBLIC = Access()
_USUAL = Limits()


def _now() -> datetime:
    return datetime.now(UTC)


class Fetcher:
    """Fetches within one event loop. An async context manager: leaving it closes all connections."""

    def __init__(
        self,
        *,
        access: Access = _PUBLIC,
        limits: Limits = _USUAL,
        resolver: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
        agent: str = "fogline",
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._limits, self._agent, self._clock = limits, agent, clock
        self._system = SystemResolver() if resolver is None else None
        network = CheckedNetwork(access, resolver or self._system)  # type: ignore[arg-type]
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls or httpcore2.default_ssl_context(),
            max_connections=limits.connections,
            max_keepalive_connections=limits.connections // 4,
            keepalive_expiry=15.0,
            network_backend=network,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.aclose()
        if self._system:
            self._system.close()

    async def fetch(self, address: str, *, before: Before = NEVER) -> Fetched:
        """What the address holds now, or that it has not changed since."""
        async with self._bounded(address):
            return await followed(lambda url: self._hop(url, before), address, self._limits.redirects)

    async def hop(self, address: str, *, before: Before = NEVER) -> Fetched:
        """As `fetch`, but where the address leads on it is not followed: that is for whoever asks (`followed`)."""
        async with self._bounded(address):
            return await self._hop(checked(address), before)

    @property
    def redirects(self) -> int:
        """How many hops an address may lead on."""
        return self._limits.redirects

    async def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Sends a body to the address, which must take it (an answer of 200 to 299); it is not followed anywhere else.

        What the answer holds is not read.
        """
        async with self._bounded(address):
            url = checked(address)
            own = {"Host": url.authority, "User-Agent": self._agent, "Content-Length": str(len(body)), **headers}
            sent = [(name.encode(), value.encode("latin-1")) for name, value in own.items()]
            async with self._pool.stream(
                "POST", _core(url), headers=sent, content=body, extensions=self._times()
            ) as response:
                if not 200 <= response.status < 300:
                    said = {name.lower(): value for name, value in response.headers}
                    after = said.get(b"retry-after", b"").decode("latin-1") or None
                    raise SourceRefused(
                        str(url),
                        f"answers {response.status}",
                        for_now=response.status in _LATER,
                        retry_after=_seconds(after, self._clock()),
                    )

    @contextlib.asynccontextmanager
    async def _bounded(self, address: str) -> AsyncIterator[None]:
        """Whatever happens within ends in time, and what goes wrong is a `SourceRefused` of the address."""
        try:
            async with asyncio.timeout(self._limits.seconds):
                yield
        except TimeoutError:
            why = f"not done within {self._limits.seconds:g} s"
            raise SourceRefused(address, "is too slow", why, for_now=True) from None
        except httpcore2.TimeoutException:
            why = f"silent for {self._limits.silent:g} s"
            raise SourceRefused(address, "is too slow", why, for_now=True) from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, ssl.SSLError) as error:
            untrusted = _untrusted(error)
            if untrusted:
                raise SourceRefused(address, "has no certificate that can be trusted", untrusted) from None
            why = str(error)[:200] or type(error).__name__
            raise SourceRefused(address, "breaks off", why, for_now=True) from None
        except SourceRefused as error:
            raise _of(error, address) from None

    async def _hop(self, url: Url, before: Before) -> Fetched:
        asked_at = self._clock()
        async with self._pool.stream(
            "GET", _core(url), headers=self._headers(url, before), extensions=self._times()
        ) as response:
            said = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
            if response.status in _REDIRECTS:
                if not said.get("location"):
                    why = f"answers {response.status} without an address"
                    raise SourceRefused(str(url), "leads on to nowhere", why)
                onward = str(checked(said["location"], against=str(url)))
                whole = await _drained(response)
                got = Fetched(url=str(url), body=b"", media_type="", onward=onward,
                              for_good=response.status in (301, 308))  # fmt: skip
            else:
                got, whole = await self._answered(url, response, said), True
            return replace(got, exchanges=(_exchange(url, response, asked_at, whole=whole),))

    async def _answered(self, url: Url, response: httpcore2.Response, said: dict[str, str]) -> Fetched:
        kept = Before(etag=said.get("etag"), last_modified=said.get("last-modified"))
        media_type, charset = content_type(said.get("content-type", ""))
        if response.status == 304:
            return Fetched(url=str(url), body=b"", media_type=media_type, changed=False, before=kept)
        if response.status != 200:
            retry_after = _seconds(said.get("retry-after"), self._clock())
            later = response.status in _LATER
            raise SourceRefused(str(url), f"answers {response.status}", for_now=later, retry_after=retry_after)
        if media_type.startswith(_NO_TEXT):
            raise SourceRefused(str(url), "is no text", media_type)
        body = await self._body(url, response, said)
        return Fetched(url=str(url), body=body, media_type=media_type, charset=charset, before=kept)

    async def _body(self, url: Url, response: httpcore2.Response, said: dict[str, str]) -> bytes:
        most = self._limits.most_bytes
        stated = whole_number(said.get("content-length", ""))
        if stated is not None and stated > most:
            raise SourceRefused(str(url), "is too large", f"more than {most:,} bytes")
        packing = said.get("content-encoding", "identity").strip().lower() or "identity"
        if packing not in ("identity", "gzip", "x-gzip", "deflate"):
            raise SourceRefused(str(url), "is packed in a way that was not asked for", packing[:40])
        inflater = None if packing == "identity" else Inflater(str(url), most=most)
        body = bytearray()
        async for piece in _pieces(response):
            for plain in inflater.feed(piece) if inflater else (piece,):
                body += plain
            if len(body) > most:
                raise SourceRefused(str(url), "is too large", f"more than {most:,} bytes")
        if inflater:
            inflater.finish()
        return bytes(body)

    def _headers(self, url: Url, before: Before) -> list[tuple[bytes, bytes]]:
        headers = {
            "Host": url.authority,
            "User-Agent": self._agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "If-None-Match": before.etag,
            "If-Modified-Since": before.last_modified,
        }
        return [(name.encode(), value.encode("latin-1")) for name, value in headers.items() if value]

    def _times(self) -> dict[str, dict[str, float]]:
        silent = self._limits.silent
        return {"timeout": {"connect": silent, "read": silent, "write": silent, "pool": self._limits.seconds}}


async def followed(ask: Callable[[Url], Awaitable[Fetched]], address: str, most: int) -> Fetched:
    """What an address holds, wherever it leads; `ask` is asked for each hop, and may refuse it."""
    url, lasting = checked(address), True
    moved: str | None = None
    exchanges: tuple[Exchange, ...] = ()
    for _ in range(most + 1):
        try:
            got = await ask(url)
        except SourceRefused as error:
            raise _of(error, address) from None
        exchanges += got.exchanges
        if got.onward is None:
            return replace(got, moved=moved, exchanges=exchanges)
        url = checked(got.onward)
        lasting = lasting and got.for_good
        moved = str(url) if lasting else moved
    raise SourceRefused(address, "leads on without end", _where(str(url), address, f"more than {most} redirects"))


async def _drained(response: httpcore2.Response) -> bool:
    """Reads what comes with a redirect, so that the connection can be used again; whether that was all of it."""
    size = 0
    async for piece in _pieces(response):
        size += len(piece)
        if size > _MOST_BESIDE:
            return False
    return True


def _exchange(url: Url, response: httpcore2.Response, at: datetime, *, whole: bool) -> Exchange:
    stream = response.extensions["network_stream"]
    heard = stream if isinstance(stream, HeardStream) else HeardStream(stream)
    peer = heard.get_extra_info("server_addr")
    return Exchange(
        id=uuid.uuid4().urn,
        url=str(url),
        at=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        request=bytes(heard.sent),
        response=bytes(heard.received),
        address=str(peer[0]) if isinstance(peer, tuple) else None,
        whole=whole,
    )


def _untrusted(error: BaseException | None) -> str | None:
    """What is wrong with the server's certificate, if that is why a connection failed."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message
        error = error.__cause__ or error.__context__
    return None


def _core(url: Url) -> httpcore2.URL:
    return httpcore2.URL(
        scheme=url.scheme.encode(), host=url.host.encode(), port=url.port, target=url.target.encode("ascii")
    )


async def _pieces(response: httpcore2.Response) -> AsyncIterator[bytes]:
    async for piece in response.aiter_stream():
        yield piece


def whole_number(stated: str) -> int | None:
    """What a header says in digits; None for anything else. Of more digits than any size has, the first ones.

    >>> whole_number("512"), whole_number("5²"), whole_number("")
    (512, None, None)
    """
    return int(stated[:18]) if stated.isascii() and stated.isdigit() else None


def content_type(said: str) -> tuple[str, str | None]:
    """Media type and charset of a Content-Type header.

    >>> content_type('Text/HTML; Charset="windows-1251"')
    ('text/html', 'windows-1251')
    """
    media_type, _, rest = said.partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", rest, re.IGNORECASE)
    return media_type.strip().lower(), charset[1].lower() if charset else None


def _seconds(said: str | None, now: datetime) -> float | None:
    """What Retry-After says, in seconds from now; None where it says nothing that can be read."""
    if said is None:
        return None
    stated = whole_number(said.strip())
    if stated is not None:
        return float(min(stated, 999_999_999))
    try:
        moment = email.utils.parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _of(error: SourceRefused, address: str) -> SourceRefused:
    """The refusal as one of the address that was asked for."""
    detail = _where(error.source, address, error.detail)
    return SourceRefused(address, error.reason, detail, for_now=error.for_now, retry_after=error.retry_after)


def _where(at: str, address: str, detail: str | None) -> str | None:
    """The detail, with where it happened if that is another host than the one asked for."""
    host = at.partition("://")[2].partition("/")[0] or at
    if host in address:
        return detail
    return f"at {at[:200]}" + (f": {detail}" if detail else "")
