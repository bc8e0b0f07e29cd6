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
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpcore2

from fogline.model.errors import SourceRefused
from fogline.sources.addresses import Access
from fogline.sources.inflate import Inflater
from fogline.sources.network import CheckedNetwork, Resolver, SystemResolver
from fogline.sources.urls import Url, checked

_REDIRECTS = {301, 302, 303, 307, 308}
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
            found = await self._followed(address, before)
        return found  # noqa: RET504 - within, a type checker takes it that nothing may be returned

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
            raise SourceRefused(
                address, error.reason, _at(error, address), for_now=error.for_now, retry_after=error.retry_after
            ) from None

    async def _followed(self, address: str, before: Before) -> Fetched:
        url = checked(address)
        moved: str | None = None
        lasting = True
        for _ in range(self._limits.redirects + 1):
            async with self._pool.stream(
                "GET", _core(url), headers=self._headers(url, before), extensions=self._times()
            ) as response:
                said = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
                if response.status not in _REDIRECTS:
                    return await self._answered(url, response, said, moved)
            if not said.get("location"):
                raise SourceRefused(str(url), "leads on to nowhere", f"answers {response.status} without an address")
            url = checked(said["location"], against=str(url))
            lasting = lasting and response.status in (301, 308)
            moved = str(url) if lasting else moved
        raise SourceRefused(str(url), "leads on without end", f"more than {self._limits.redirects} redirects")

    async def _answered(
        self, url: Url, response: httpcore2.Response, said: dict[str, str], moved: str | None
    ) -> Fetched:
        kept = Before(etag=said.get("etag"), last_modified=said.get("last-modified"))
        media_type, charset = content_type(said.get("content-type", ""))
        if response.status == 304:
            return Fetched(url=str(url), body=b"", media_type=media_type, changed=False, before=kept, moved=moved)
        if response.status != 200:
            retry_after = _seconds(said.get("retry-after"), self._clock())
            later = response.status in _LATER
            raise SourceRefused(str(url), f"answers {response.status}", for_now=later, retry_after=retry_after)
        if media_type.startswith(_NO_TEXT):
            raise SourceRefused(str(url), "is no text", media_type)
        body = await self._body(url, response, said)
        return Fetched(
            url=str(url), body=body, media_type=media_type, charset=charset, before=kept, moved=moved
        )  # fmt: skip

    async def _body(self, url: Url, response: httpcore2.Response, said: dict[str, str]) -> bytes:
        most = self._limits.most_bytes
        stated = said.get("content-length", "")
        if stated.isdigit() and int(stated) > most:
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
    if said.strip().isdigit():
        return float(said.strip()[:9])
    try:
        moment = email.utils.parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _at(error: SourceRefused, address: str) -> str | None:
    """The detail, with where it happened if that is another address than the one asked for."""
    host = error.source.partition("://")[2].partition("/")[0] or error.source
    if host in address:
        return error.detail
    return f"at {error.source[:200]}" + (f": {error.detail}" if error.detail else "")
