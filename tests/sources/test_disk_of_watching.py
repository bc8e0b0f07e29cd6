"""What watching remembers, on a disk that is full: told with the way out, and no outlet is blamed."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
from loopback import Answer, site

from fogline.model.errors import FoglineError
from fogline.run.watch import Clocks, Told, Watch
from fogline.sources.addresses import Access
from fogline.sources.fetch import Fetcher
from fogline.sources.polite import Polite
from fogline.sources.subscriptions import Subscription
from fogline.sources.watch_state import Known, WatchState
from fogline.store.memory import MemoryStore


def full(state: WatchState) -> None:
    """From here on the memory may not grow: SQLite's own way to meet a full disk."""
    state._connection.execute("PRAGMA max_page_count = 1")


def test_a_full_disk_is_told_with_the_way_out(tmp_path: Path) -> None:
    state = WatchState(tmp_path / "a.ledger-watch")
    full(state)
    with pytest.raises(FoglineError, match="Make room"):
        for number in range(2_000):
            state.record(f"https://outlet-{number}.example/{'a' * 200}", Known(), now="2023-03-04T10:00:00Z")
    known = state.known(f"https://outlet-0.example/{'a' * 200}")
    assert known == Known()
    state.close()


def outlives(path: Path, url: str, spoil) -> list[Told]:
    """What a watch tells whose memory is spoilt once it has begun."""
    told: list[Told] = []

    class Spoilt(WatchState):
        def known(self, outlet: str) -> Known:
            spoil(self)
            return super().known(outlet)

    async def watched() -> None:
        async with Fetcher(access=Access.of(["127.0.0.1"])) as fetcher:
            writer, clocks = MemoryStore().writer(), Clocks(chance=random.Random(1))
            watch = Watch([Subscription(url=url)], Spoilt(path), Polite(fetcher, pause=0), writer, clocks=clocks)
            await watch.run(told.append, once=True)

    with pytest.raises(FoglineError, match="what watching remembers"):
        asyncio.run(watched())
    return told


def damaged(state: WatchState) -> None:
    state._connection.execute("DROP TABLE IF EXISTS seen")


@pytest.mark.parametrize("spoil", [full, damaged])
def test_a_watch_ends_with_it_and_blames_no_outlet(tmp_path: Path, spoil) -> None:
    items = "".join(f"<item><title>{n}</title><description>Спокійна ніч {n}.</description></item>" for n in range(400))
    with site() as served:
        body = f"<rss><channel>{items}</channel></rss>".encode()
        served.answers["/rss"] = Answer(body, headers={"Content-Type": "text/xml"})
        assert outlives(tmp_path / "a.ledger-watch", served.url("/rss"), spoil) == []
