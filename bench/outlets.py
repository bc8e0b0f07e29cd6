"""A field of outlets, most of which behave: `python bench/outlets.py [--good N] [--hostile N] [--write]`.

In: nothing but a web server of its own on this machine. Out: whether every good report arrived once and every hostile
outlet was refused for the right reason; seconds, processor seconds and memory of a first round, in which everything is
new and is read, and of further rounds, in which nothing has changed. Refused: nothing. Exit status 1 where a report is
missing or doubled, or a reason is another.

Every outlet has a host name of its own, as outlets have; the resolver, an argument of the fetcher, leads all of them to
this machine. All else is as `fogline watch` has it.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import gzip
import ipaddress
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from pathlib import Path

from endurance import Cell, Figures, machine, record
from fogline.claims.parse import give_back
from fogline.run.watch import LIMITS, Clocks, Told, Watch
from fogline.sources.addresses import Access, Address
from fogline.sources.fetch import Fetcher
from fogline.sources.polite import Polite
from fogline.sources.subscriptions import Subscription
from fogline.sources.watch_state import WatchState
from fogline.store.sqlite import open_ledger

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
_STORY = (
    "Russian forces shelled the market of Nikopol on Saturday, wounding {n} people, the regional administration said. "
    "Ukraine's General Staff said that attacks near Lyman had been repelled.\n"
)


def _plain(body: bytes, *headers: bytes, status: bytes = b"200 OK", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % size, b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _says(answer: bytes) -> Answer:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    return say


def _slowly(start: bytes) -> Answer:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        for _ in range(200):
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.5)

    return say


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss><channel>")
    for _ in range(4_000):
        writer.write(b"<item><title>more</title></item>" * 1_000)
        await writer.drain()


async def _silent(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


def _leads(to: bytes) -> Answer:
    return _says(_plain(b"", b"Location: " + to, status=b"302 Found"))


_XML = b"Content-Type: application/rss+xml"
_GZIP = b"Content-Encoding: gzip"
_ENTITIES = b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (one + 1, b"&%c;" % one * 10) for one in b"abcdefgh"
)
_BILLION = _ENTITIES + b"]><rss><channel><item><description>&i;</description></item><item/></channel></rss>"
_METADATA = "leads to a link-local address, where clouds keep their keys"
# Each kind of hostile outlet, what it answers, and the reason for which it has to be set aside.
HOSTILE: dict[str, tuple[Answer, str]] = {
    "metadata": (
        _leads(b"http://169.254.169.254/latest/"),
        "leads to a link-local address, where clouds keep their keys",
    ),
    "inner": (_leads(b"http://[::ffff:10.0.0.1]/"), "leads to a private network"),
    "octal": (_leads(b"http://0177.0.0.1/"), "a host in an unusual form"),
    "file": (_leads(b"file:///etc/passwd"), "not http or https"),
    "ring": (_leads(b"/rss"), "leads on without end"),
    "bomb": (_says(_plain(gzip.compress(bytes(9_000_000)), _XML, _GZIP)), "is a bomb"),
    "huge": (_endless, "is too large"),
    "slow-head": (_slowly(b"HTTP/1.1 200 OK\r\nX: "), "is too slow"),
    "slow-body": (_slowly(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"), "is too slow"),
    "silent": (_silent, "is too slow"),
    "picture": (_says(_plain(b"\x89PNG", b"Content-Type: image/png")), "is no text"),
    "broken-gzip": (_says(_plain(b"\x1f\x8b no gzip at all", _XML, _GZIP)), "is broken: it cannot be unpacked"),
    "brotli": (_says(_plain(b"abc", _XML, b"Content-Encoding: br")), "is packed in a way that was not asked for"),
    "ssh": (_says(b"SSH-2.0-OpenSSH_9.2\r\n"), "breaks off"),
    "cut": (_says(_plain(b"<rss>", _XML, length=500)), "breaks off"),
    "headers": (_says(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 300_000), "breaks off"),
    "gone": (_says(_plain(b"", status=b"410 Gone")), "answers 410"),
    "svg": (_says(_plain(b"<svg/>", b"Content-Type: image/svg+xml")), "is no text"),
    "no-feed": (_says(_plain(b'{"items": 3}', b"Content-Type: application/json")), "is JSON, but no feed"),
    "entities": (_says(_plain(_BILLION, _XML)), ""),  # read, and never expanded
    "forbids": (_says(_plain(b"<rss/>", _XML)), "robots.txt forbids it"),
    "robots-down": (_says(_plain(b"<rss/>", _XML)), "its robots.txt cannot be had"),
}
_ROBOTS = {"forbids": _plain(b"User-agent: *\nDisallow: /"), "robots-down": _plain(b"", status=b"503 Busy")}
_NO_ROBOTS = _plain(b"", status=b"404 Not Found")


def _good(name: str) -> bytes:
    number = int(name.partition("-")[2])
    story = "".join(_STORY.format(n=number + 2 + more) for more in range(5))
    title = f"<guid isPermaLink='false'>{name}</guid><title>Report of {name}</title>"
    item = f"<item>{title}<description>{story}</description></item>"
    return _plain(f"<rss><channel><title>{name}</title>{item}</channel></rss>".encode(), _XML, b'ETag: "1"')


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        asked = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = asked.split(" ")[1]
        host = (
            next(line for line in asked.split("\r\n") if line.lower().startswith("host:"))[5:].strip().partition(".")[0]
        )
        kind = host.rpartition("-")[0]
        if path == "/robots.txt":
            writer.write(_ROBOTS.get(kind, _NO_ROBOTS))
        elif kind in HOSTILE:
            await HOSTILE[kind][0](writer)
        elif "If-None-Match" in asked:
            writer.write(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")
        else:
            writer.write(_good(host))
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError, StopIteration):
        pass
    finally:
        writer.close()


def _serve(told: Connection) -> None:
    async def serve() -> None:
        server = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=1_024)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


async def _here(_: str) -> list[Address]:
    return [ipaddress.ip_address("127.0.0.1")]


async def _round(outlets: list[Subscription], state: WatchState, writer: object) -> tuple[float, float, list[Told]]:
    begin, processor, told = time.monotonic(), time.process_time(), list[Told]()
    async with Fetcher(access=Access.of(["127.0.0.1"]), limits=LIMITS, resolver=_here) as fetcher:
        clocks = Clocks(chance=random.Random(1))  # noqa: S311
        watch = Watch(outlets, state, Polite(fetcher), writer, clocks=clocks)  # type: ignore[arg-type]
        await watch.run(told.append, once=True)
    return time.monotonic() - begin, time.process_time() - processor, told


def _memory() -> float:
    """What is in use, in MB: threads' heaps keep what they no longer use, a little more or less in each round."""
    gc.collect()
    give_back()
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * resource.getpagesize() / 1e6


def main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--good", type=int, default=1_000)
    asked.add_argument("--hostile", type=int, default=220)
    asked.add_argument("--rounds", type=int, default=2, help="further rounds, in which nothing has changed")
    asked.add_argument("--write", action="store_true", help="write docs/endurance.json and its page")
    given = asked.parse_args()
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    server.start()
    port = here.recv()
    kinds = list(HOSTILE)
    names = [f"good-{n}" for n in range(given.good)]
    names += [f"{kinds[n % len(kinds)]}-{n}" for n in range(given.hostile)]
    outlets = [Subscription(url=f"http://{name}.example:{port}/rss") for name in names]
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _field(outlets, Path(folder), given.good, given.rounds, write=given.write)
    finally:
        server.terminate()


def _field(outlets: list[Subscription], folder: Path, good: int, rounds: int, *, write: bool) -> int:
    state = WatchState(folder / "field.watch")
    faults = Counter[str]()
    figures: Figures = {"machine": machine(), "good": good, "hostile": len(outlets) - good}
    rows: list[list[Cell]] = [["round", "seconds", "of the processor", "reports", "memory, MB"]]
    with open_ledger(folder / "field.ledger") as ledger:
        for number in range(1 + rounds):
            wall, processor, told = asyncio.run(_round(outlets, state, ledger.writer()))
            reports, memory = sum(one.reports for one in told), _memory()
            row: list[Cell] = [round(wall), round(processor, 1), reports, round(memory)]
            rows.append([number + 1, *row])
            figures[f"round {number + 1}"] = dict(zip(map(str, rows[0][1:]), row, strict=True))
            print(
                f"round {number + 1}: {len(outlets):,} outlets in {wall:.0f} s, {processor:.1f} s of the processor "
                f"({1_000 * processor / len(outlets):.1f} ms an outlet), {reports:,} reports, "
                f"{memory:,.0f} MB", flush=True,
            )  # fmt: skip
        arrived = Counter(
            one.outlet for one in ledger.view().reports() if one.outlet and one.outlet.startswith("good-")
        )
        faults["good reports missing"] = good - len(arrived)
        faults["good reports doubled"] = sum(count - 1 for count in arrived.values())
    for outlet in outlets[good:]:
        kind = outlet.url.removeprefix("http://").partition(".")[0].rpartition("-")[0]
        reasons = [one.reason for one in state.health(outlet.url, "").aside]
        if HOSTILE[kind][1] and reasons != [HOSTILE[kind][1]]:
            faults[f"{kind}: {'; '.join(reasons) or 'not set aside'}"] += 1
    state.close()
    for fault, count in faults.items():
        if count:
            print(f"{fault}: {count:,}")
    if write:
        figures["faults"] = sum(faults.values())
        record("outlets", figures, rows)
    print("every good report once, every hostile outlet for its reason" if not any(faults.values()) else "FAULTS")
    return int(any(faults.values()))


if __name__ == "__main__":
    sys.exit(main())
