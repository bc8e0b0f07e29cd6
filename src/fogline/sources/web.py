"""The web as `fogline add` uses it: one address after the other, each as something opened.

In: addresses that were typed, or that a feed, a sitemap or a list names. Out: what they hold, as captures. Refused, and
set aside: what `fetch` and `polite` refuse; addresses that a source names, unless they may be followed.
"""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from fogline.model.errors import SourceRefused
from fogline.model.report import Capture, Facts, SetAside
from fogline.sources.addresses import Access
from fogline.sources.fetch import Fetched, Fetcher, Limits
from fogline.sources.opened import LARGEST, Opened, buffered
from fogline.sources.polite import PAUSE, Polite
from fogline.sources.sidecar import over

if TYPE_CHECKING:
    from fogline.sources.columns import Columns

ALLOW = "FOGLINE_ALLOW"  # networks and ports beyond public addresses at 80 and 443, separated by commas
MOST_DEPTH = 2  # steps from what was named: a list of feeds, a feed, its pages
_NOTHING = Facts()


def access() -> Access:
    """What may be connected to, by the environment."""
    return Access.of(one for one in os.environ.get(ALLOW, "").split(",") if one.strip())


class Web:
    """Fetches for code that waits. Made at once, connected when first used; `follows`: pages that sources name too."""

    def __init__(self, *, follows: bool = False, pause: float = PAUSE) -> None:
        self.follows = follows
        self._pause = pause
        self._runner: asyncio.Runner | None = None
        self._polite: Polite | None = None
        self._fetcher: Fetcher | None = None

    def get(self, address: str) -> Fetched:
        """What the address holds."""
        if self._runner is None or self._polite is None:
            self._runner = asyncio.Runner()
            self._polite = self._runner.run(self._made())
        return self._runner.run(self._polite.fetch(address))

    async def _made(self) -> Polite:
        self._fetcher = Fetcher(access=access(), limits=Limits(most_bytes=LARGEST, seconds=60.0))
        return Polite(self._fetcher, pause=self._pause)

    def close(self) -> None:
        """Closes all connections."""
        if self._runner is not None and self._runner.get_loop().is_running():
            return  # in the thread that reads ahead; the process is about to end
        if self._runner is not None and self._fetcher is not None:
            self._runner.run(self._fetcher.__aexit__(None, None, None))
            self._runner.close()
        self._runner = self._polite = self._fetcher = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_fetched(got: Fetched, *, facts: Facts, columns: Columns | None = None, web: Web | None = None) -> Opened:
    """What was fetched, as something opened."""
    return Opened(
        stream=buffered(io.BytesIO(got.body)),
        source=got.url,
        name=got.url.partition("?")[0].rpartition("/")[2],
        facts=facts,
        media_type=got.media_type,
        charset=got.charset,
        columns=columns,
        web=web,
    )


def read_address(
    address: str, web: Web, *, facts: Facts = _NOTHING, columns: Columns | None = None
) -> Iterator[Capture | SetAside]:
    """What one address holds that was typed."""
    yield from _read(address, web, facts, columns, depth=0)


def follow(opened: Opened, address: str, facts: Facts = _NOTHING, *, steps: int = 2) -> Iterator[Capture | SetAside]:
    """What an address holds that a source names, if such may be fetched.

    A page takes two steps, a feed that a list names one, and its pages the second: there it ends.
    """
    if opened.web is None or not opened.web.follows or opened.depth + steps > MOST_DEPTH:
        detail = "to fetch the pages that it names: --fetch"
        yield SetAside(source=address, reason="only an address, in " + opened.source, detail=detail)
        return
    known = over(facts, opened.facts)
    yield from _read(address, opened.web, known, opened.columns, depth=opened.depth + steps)


def _read(address: str, web: Web, facts: Facts, columns: Columns | None, *, depth: int) -> Iterator[Capture | SetAside]:
    from fogline.sources.formats import read_opened

    try:
        got = web.get(address)
    except SourceRefused as refused:
        yield SetAside(source=address, reason=refused.reason, detail=refused.detail)
        return
    for found in read_opened(replace(open_fetched(got, facts=facts, columns=columns, web=web), depth=depth)):
        if isinstance(found, Capture) and not found.exchanges:  # else it is of a page that this one names
            yield replace(found, exchanges=got.exchanges)
        else:
            yield found
