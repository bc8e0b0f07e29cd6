"""Signs of life, and the server that tells them: what counts as dead, who is answered."""

from __future__ import annotations

import asyncio
import random
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "sources"))
from loopback import Answer, site

from fogline.model.errors import QueryError
from fogline.run.watch import Clocks, Vitals, Watch
from fogline.serve.health import NO_BEAT, STUCK, Answers, HealthServer, LedgerProbe, cannot_write, listens_at, living
from fogline.sources.addresses import Access
from fogline.sources.fetch import Fetcher
from fogline.sources.polite import Polite
from fogline.sources.subscriptions import Subscription
from fogline.sources.watch_state import WatchState
from fogline.store.memory import MemoryStore

WELL = {"beat": 0.5, "looking": 3, "waiting": 1, "keeping": 4.0, "overdue": 0.0}


@pytest.mark.parametrize(
    ("sign", "value", "dead"),
    [("beat", NO_BEAT, "scheduler"), ("keeping", STUCK, "reader"), ("waiting", 8, None), ("overdue", 9_000.0, None)],
)
def test_what_counts_as_dead(sign: str, value: float, dead: str | None) -> None:
    signs = living(Vitals(**{**WELL, sign: value}))
    assert [one.name for one in signs if not one.good] == ([dead] if dead else [])


def test_a_loop_that_has_no_turn_shows_from_another_thread() -> None:
    feed = b"<rss><channel><item><guid>1</guid><title>Shells hit Nikopol</title><description>Two people were hurt, " \
        b"officials said.</description></item></channel></rss>"  # fmt: skip
    beats, keeping = [0.0], [0.0]
    with site() as web:
        web.answers["/rss"] = Answer(feed, headers={"Content-Type": "application/rss+xml"})

        async def hang() -> None:
            async with Fetcher(access=Access.of(["127.0.0.1"])) as fetcher:
                watch = Watch([Subscription(url=web.url("/rss"))], WatchState(None), Polite(fetcher, pause=0),
                              MemoryStore().writer(), clocks=Clocks(chance=random.Random(1)))  # fmt: skip
                over = threading.Event()

                def look() -> None:
                    while not over.wait(0.002):  # to read so little may take 10 ms
                        beats.append(watch.vitals().beat)
                        keeping.append(watch.vitals().keeping)

                looking = threading.Thread(target=look)
                looking.start()
                await watch.run(lambda _: time.sleep(3), once=True)  # what may never happen: the loop itself waits
                over.set()
                looking.join()
                assert watch.vitals().keeping == 0

        asyncio.run(hang())
    assert max(beats) > 2
    assert max(keeping) > 0


def signs_of(good: bool) -> Answers:
    return Answers(live=lambda: living(Vitals(**{**WELL, "beat": 0.0 if good else 99.0})), ready=list,
                   metrics=lambda: b"# none\n")  # fmt: skip


def status(address: str, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://{address}{path}", timeout=10) as got:
            return got.status
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_death_is_told_as_503(host: str) -> None:
    for good, expected in ((True, 200), (False, 503)):
        try:
            server = HealthServer((host, 0), signs_of(good))
        except QueryError:
            pytest.skip(f"this machine has no {host}")
        assert status(server.address, "/livez") == expected
        server.close()


def test_clients_that_say_nothing_are_hung_up_on_and_keep_nobody_for_long() -> None:
    server = HealthServer(("127.0.0.1", 0), signs_of(good=True))
    host, _, port = server.address.rpartition(":")
    silent = [socket.create_connection((host, int(port))) for _ in range(30)]
    begin = time.monotonic()
    while True:
        try:
            assert status(server.address, "/livez") == 200
            break
        except OSError:
            assert time.monotonic() - begin < 20
            time.sleep(0.2)
    for one in silent:
        one.close()
    server.close()


def test_where_it_may_listen() -> None:
    assert listens_at("localhost:0") == ("127.0.0.1", 0)
    for open_ in ("0.0.0.0:9464", "192.168.1.5:9464", "[::]:9464", "8.8.8.8:80"):
        with pytest.raises(QueryError, match="can be reached from other machines"):
            listens_at(open_)
    for no_place in ("", "port", "host.example:9464", "127.0.0.1", "9464x", "99999", "-1", "127.0.0.1:"):
        with pytest.raises(QueryError, match="no place to listen at"):
            listens_at(no_place)


def test_a_probe_leaves_nothing(tmp_path: Path) -> None:
    ledger = tmp_path / "war.ledger"
    ledger.write_bytes(b"x")
    assert cannot_write(ledger) is None
    assert [path.name for path in tmp_path.iterdir()] == ["war.ledger"]
    probe = LedgerProbe(ledger, 1)
    assert all(sign.good for sign in probe.look())
    assert "No such file" in (cannot_write(tmp_path / "gone" / "war.ledger") or "")
