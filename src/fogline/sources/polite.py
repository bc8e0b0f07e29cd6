"""Fetching as a guest: one request a host at a time, with a pause between, and only where robots.txt lets one.

In: addresses. Out: what they hold. Refused with `SourceRefused`: what robots.txt forbids, also where another address
leads to it; for now, what lies on a host whose robots.txt cannot be had (RFC 9309, 2.3.1.4), and what a host has asked
to wait with for long.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from fogline.model.errors import SourceRefused
from fogline.sources.fetch import NEVER, Before, Fetched, Fetcher, followed
from fogline.sources.urls import Url

AGENT = "fogline"
PAUSE = 1.0  # seconds between two requests to one host, where its robots.txt does not ask for more
MOST_PAUSE = 60.0  # a longer Crawl-delay is not waited for with a connection open
_ROBOTS_AGE = 86_400.0  # RFC 9309: not kept for longer than a day
_ROBOTS_RETRY = 3_600.0
_MOST_HOSTS = 20_000


class Robots(Protocol):
    """What a robots.txt lets one do."""

    def can_fetch(self, url: str, user_agent: str) -> bool: ...
    def crawl_delay(self, user_agent: str) -> float | None: ...


def rules(body: bytes) -> Robots:
    """What a robots.txt says. RFC 9309, 2.5: 500 kibibytes are read, more need not be."""
    from protego import Protego

    said: Robots = Protego.parse(body[:512_000].decode("utf-8", "replace"))
    return said


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    robots: Robots | None = None
    robots_until: float = float("-inf")
    closed: str | None = None  # why nothing may be fetched for now


class Polite:
    """A guest on many hosts. Clock and sleep are arguments."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._fetcher, self._pause, self._clock, self._sleep = fetcher, pause, clock, sleep
        self._hosts: dict[str, _Host] = {}

    async def fetch(self, address: str, *, before: Before = NEVER) -> Fetched:
        """What an address holds, in its host's turn; where it leads to another, in that host's, if that one lets us."""
        return await followed(lambda url: self._hop(url, before), address, self._fetcher.redirects)

    async def _hop(self, url: Url, before: Before) -> Fetched:
        host = self._host(url.origin)
        async with host.lock:
            await self._learn(host, url)
            if host.closed:
                raise SourceRefused(str(url), "its robots.txt cannot be had", host.closed, for_now=True)
            if host.robots is not None and not host.robots.can_fetch(str(url), AGENT):
                raise SourceRefused(str(url), "robots.txt forbids it")
            try:
                return await self._in_turn(host, lambda: self._fetcher.hop(str(url), before=before))
            except SourceRefused as refused:
                if refused.retry_after:
                    host.free_at = max(host.free_at, self._clock() + min(refused.retry_after, MOST_PAUSE))
                raise

    async def _learn(self, host: _Host, url: Url) -> None:
        if self._clock() < host.robots_until:
            return
        host.closed, host.robots = None, None
        host.robots_until = self._clock() + _ROBOTS_AGE
        try:
            got = await self._in_turn(host, lambda: self._fetcher.fetch(f"{url.origin}/robots.txt"))
        except SourceRefused as refused:
            if refused.for_now:
                host.closed = refused.reason + (f": {refused.detail}" if refused.detail else "")
                host.robots_until = self._clock() + (refused.retry_after or min(_ROBOTS_RETRY, 300.0))
            return  # an answer of 400 to 499, or one that is no text, forbids nothing
        host.robots = rules(got.body)

    async def _in_turn(self, host: _Host, ask: Callable[[], Awaitable[Fetched]]) -> Fetched:
        wait = host.free_at - self._clock()
        if wait > 0:
            await self._sleep(wait)
        asked = (host.robots.crawl_delay(AGENT) if host.robots is not None else None) or 0.0
        try:
            return await ask()
        finally:
            host.free_at = self._clock() + max(self._pause, min(float(asked), MOST_PAUSE))

    def _host(self, origin: str) -> _Host:
        if len(self._hosts) >= _MOST_HOSTS:
            for name in [name for name, host in self._hosts.items() if not host.lock.locked()][: _MOST_HOSTS // 2]:
                del self._hosts[name]
        return self._hosts.setdefault(origin, _Host())
