"""`fogline watch` for long: `python bench/soak.py [--minutes N] [--rate R] [--write]`.

In: outlets that it makes, whose reports of 400 words are sentences of `examples/` anew, and sentences of people, towns,
units and numbers that no report had before. Out: the highest rate at which reports come through fetching, reading,
claims and ledger; whether memory stays flat at that rate for so many minutes; how long a report takes from the outlet's
answer until another process can see it in the ledger, at half that rate. Exit status 1 where a report is missing (but
in the first watch, at whose end many are on their way) or doubled, `fogline verify` fails, memory grows by more than
1 MB an hour and by more than the measurement can be off (two standard errors), or the 99th percentile is above 5 s.

Three watches, each a process of its own as a user starts it, with a ledger of its own: more reports than it can take (a
sixth of the minutes; the rate is what it does then), 95% of that rate for the minutes, half of it for a sixth of them.
With --rate, that rate takes the place of what the first would find. Intervals are 30 s, the shortest there is; how long
a report waits for its outlet to be asked is no part of the figure. The first third of each is warm-up, and not counted.
Memory is that of the watch and of the processes that read for it; what they share is counted once. Growth is that of
the memory that is no file's.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import math
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import apsw

from endurance import Cell, Figures, machine, record
from speed import sentences, shuffled

Row = dict[str, Cell]
FEEDS = 60
MOST_SLOPE = 1.0  # MB an hour
MOST_SECONDS = 5.0
_MORE_THAN_ENOUGH = 60.0  # reports a second
_MOST_PIECES = 40  # of one answer; what is beyond comes with the next
_LOOK = 0.1  # seconds between two looks at the ledger
_PART = 1 / 6  # of the minutes, for the watches beside the long one
_FRESH = (
    "{person}, the mayor of {town}, said on {day} March that {number} people were wounded when a shell hit {place}.",
    "The {number}th Brigade pushed soldiers of the {unit} out of {town}, spokesman {person} said.",
    "Near {town}, {number} houses and the school of {place} were damaged, according to {person}.",
    "{person} of the {unit} told {paper} that {town} had been without water since {day} March.",
)


@dataclass(slots=True)
class Phase:
    """What one watch did."""

    rate: float
    seconds: float
    visible: dict[str, float] = field(default_factory=dict)  # report → moment
    sent: dict[str, float] = field(default_factory=dict)
    most: float = 0.0  # MB of memory
    memory: list[tuple[float, float]] = field(default_factory=list)  # seconds, MB of its own
    worked: list[tuple[float, float]] = field(default_factory=list)  # seconds, seconds of the processor
    doubled: int = 0
    missing: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def warm(self) -> float:
        """From when on is counted, in seconds after the start."""
        return self.seconds / 3

    def throughput(self, begin: float) -> float:
        """Reports a second after warm-up."""
        counted = sum(begin + self.warm <= moment <= begin + self.seconds for moment in self.visible.values())
        return counted / (self.seconds - self.warm)

    def latencies(self, begin: float) -> list[float]:
        """Seconds from answer to visible, sorted, of what was sent after warm-up."""
        return sorted(self.visible[name] - sent for name, sent in self.sent.items()
                      if name in self.visible and sent >= begin + self.warm)  # fmt: skip

    def processors(self) -> float:
        """How many processors it had on average, after warm-up."""
        points = [one for one in self.worked if one[0] >= self.warm]
        return (points[-1][1] - points[0][1]) / (points[-1][0] - points[0][0]) if len(points) > 1 else 0.0

    def slope(self) -> tuple[float, float]:
        """MB an hour after warm-up, and its standard error."""
        points = [(at, size) for at, size in self.memory if at >= self.warm]
        if len(points) < 3:
            return 0.0, 0.0
        mean_x, mean_y = (sum(column) / len(points) for column in zip(*points, strict=True))
        spread = sum((x - mean_x) ** 2 for x, _ in points)
        slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
        rest = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in points)
        return 3_600 * slope, 3_600 * math.sqrt(rest / (len(points) - 2) / spread)


def fresh(texts: Sequence[str], chance: random.Random) -> str:
    """A report of about 400 words: six sentences with names that are new, and sentences of the examples."""

    def name() -> str:
        letters = "".join(chance.choice("bdfghklmnprstvz") + chance.choice("aeiouy") for _ in range(3))
        return letters.capitalize() + chance.choice(("v", "n", "sk", "r", "l"))

    lines = [
        chance.choice(_FRESH).format(
            person=f"{name()} {name()}enko", town=f"{name()}ivka", place=f"{name()}e", unit=f"{name()} Battalion",
            paper=f"the {name()} Courier", number=chance.randint(2, 900), day=chance.randint(1, 30),
        )
        for _ in range(6)
    ]  # fmt: skip
    lines.append(shuffled(texts, chance, words=300))
    return " ".join(lines)


def _serve(told: Connection, rate: float, log: Path) -> None:
    texts, given, begin = sentences(), [0] * FEEDS, time.time()

    def answer(feed: int) -> bytes:
        due = int((time.time() - begin) * rate / FEEDS + feed / FEEDS)
        first, last = given[feed], min(due, given[feed] + _MOST_PIECES)
        items = []
        for number in range(max(0, first - 3), last):  # as a feed does, it shows some again
            name = f"soak-{feed}-{number}"
            text = fresh(texts, random.Random(number * FEEDS + feed))  # noqa: S311 - no secret
            items.append(f"<item><guid isPermaLink='false'>{name}</guid><title>{name}</title>"
                         f"<description>{text}</description></item>")  # fmt: skip
        given[feed] = last
        moment = time.time()
        with log.open("a") as out:
            out.writelines(f"soak-{feed}-{number} {moment}\n" for number in range(first, last))
        return f"<rss><channel><title>Outlet {feed}</title>{''.join(items)}</channel></rss>".encode()

    async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            asked = re.match(rb"GET /feed/(\d+) ", await reader.readuntil(b"\r\n\r\n"))
            body = answer(int(asked[1])) if asked else b""
            head = (
                b"HTTP/1.1 %s\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            )
            writer.write(head % (b"200 OK" if asked else b"404 Not Found", len(body)) + body)
            await writer.drain()
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(serve_one, "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


@contextlib.contextmanager
def _outlets(rate: float, log: Path) -> Iterator[int]:
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there, rate, log), daemon=True)
    server.start()
    there.close()
    try:
        yield here.recv()
    finally:
        server.terminate()
        server.join()


def phase(folder: Path, rate: float, seconds: float) -> tuple[Phase, float]:
    """One watch at a rate for so long, and the moment at which it began."""
    folder.mkdir()
    log, ledger, made = folder / "sent", folder / "war.ledger", Phase(rate=rate, seconds=seconds)
    log.touch()
    fogline = [sys.executable, "-m", "fogline.serve.cli"]
    with _outlets(rate, log) as port, (folder / "told").open("wb") as told:
        outlets = "".join(f'\n[[outlet]]\nurl = "http://127.0.0.1:{port}/feed/{n}"\n' for n in range(FEEDS))
        head = '[watch]\nallow = ["127.0.0.1"]\npause = 0\nevery = "30s"\n'
        (folder / "outlets.toml").write_text(head + outlets, "utf-8")
        subprocess.run([*fogline, "init", str(ledger)], check=True, capture_output=True)
        begin = time.time()
        watch = subprocess.Popen([*fogline, "watch", "--ledger", str(ledger)], cwd=folder, stderr=told, stdout=told)
        try:
            _look(made, ledger, watch, begin)
        finally:
            watch.send_signal(signal.SIGTERM)
        try:
            status = watch.wait(120)
        except subprocess.TimeoutExpired:
            watch.kill()
            status = watch.wait()
            made.problems.append("does not end within 120 s of SIGTERM")
    if status:
        made.problems.append(f"ends with {status}: {(folder / 'told').read_text('utf-8', 'replace')[-300:]}")
    made.sent = {name: float(moment) for name, moment in (line.split() for line in log.read_text().splitlines())}
    _count(made, ledger, begin)
    verified = subprocess.run(
        [*fogline, "verify", "--ledger", str(ledger)], capture_output=True, text=True, check=False
    )
    if verified.returncode:
        made.problems.append(verified.stderr[-300:])
    return made, begin


def taken(process: int) -> tuple[float, float, float]:
    """The memory of a process and of those that it started, and what of it is no file's, in MB; their processor time.

    What several share is shared out among them. A file's part (libraries) comes and goes with what else runs here.
    """
    memory = own = worked = 0.0
    with contextlib.suppress(OSError):  # it may end just now
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
        sizes = {name: int(size.split()[0]) for name, _, size in (line.partition(":") for line in lines)}
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        memory, own = sizes["Pss"] * 1_024 / 1e6, (sizes["Pss"] - sizes["Pss_File"]) * 1_024 / 1e6
        worked = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                more = taken(int(child))
                memory, own, worked = memory + more[0], own + more[1], worked + more[2]
    return memory, own, worked


def _look(made: Phase, ledger: Path, watch: subprocess.Popen[bytes], begin: float) -> None:
    """Looks at the ledger as any other process may, and at the watch's memory, until the time is over."""
    connection = apsw.Connection(str(ledger), apsw.SQLITE_OPEN_READONLY)
    last, looked = 0, 0.0
    sql = "SELECT seq, json_extract(json, '$.title') FROM reports WHERE seq > ? ORDER BY seq"
    while (now := time.time()) < begin + made.seconds and watch.poll() is None:
        for seq, name in connection.execute(sql, (last,)).fetchall():
            last = int(seq)  # type: ignore[arg-type]
            made.visible.setdefault(str(name), now)
        if now >= looked + made.seconds / 300:
            looked = now
            memory, own, worked = taken(watch.pid)
            made.most = max(made.most, memory)
            made.memory.append((now - begin, own))
            made.worked.append((now - begin, worked))
        time.sleep(_LOOK)
    connection.close()


def _count(made: Phase, ledger: Path, begin: float) -> None:
    connection = apsw.Connection(str(ledger), apsw.SQLITE_OPEN_READONLY)
    names = [name for (name,) in connection.execute("SELECT json_extract(json, '$.title') FROM reports")]
    connection.close()
    made.doubled = len(names) - len(set(names))
    held, end = set(names), begin + made.seconds
    # What was answered shortly before the end may still have been on its way, and is asked for again.
    made.missing = sum(name not in held for name, sent in made.sent.items() if sent < end - 60)


def _told(name: str, made: Phase, begin: float) -> Row:
    took = made.latencies(begin)
    slope, error = made.slope()
    row: Row = {
        "minutes": round(made.seconds / 60, 1), "reports": len(made.visible), "offered a second": round(made.rate, 1),
        "reached a second": round(made.throughput(begin), 2),
        "median, s": round(took[len(took) // 2], 2) if took else None,
        "99th percentile, s": round(took[int(0.99 * (len(took) - 1))], 2) if took else None,
        "processors": round(made.processors(), 2),
        "memory, MB": round(made.most),
        "growth, MB/h": round(slope, 1), "± (standard error)": round(error, 1),
        "missing": None if made.rate == _MORE_THAN_ENOUGH else made.missing, "doubled": made.doubled,
    }  # fmt: skip
    print(f"{name}: " + ", ".join(f"{what} {value}" for what, value in row.items()), flush=True)
    for problem in made.problems:
        print(f"{name}: {problem}", flush=True)
    return row


def soaked(minutes: float, rate: float | None, folder: Path) -> tuple[dict[str, Row], bool]:
    """The figures of each watch, and whether all is as it must be."""
    figures, well = {}, True
    if rate is None:
        made, begin = phase(folder / "more", _MORE_THAN_ENOUGH, 60 * minutes * _PART)
        figures["more than it can take"] = _told("more than it can take", made, begin)
        rate = made.throughput(begin)
        well = not (made.doubled or made.problems)
    for name, share, seconds in (("sustained", 0.95, 60 * minutes), ("at half the rate", 0.5, 60 * minutes * _PART)):
        made, begin = phase(folder / name.partition(" ")[0], share * rate, seconds)
        figures[name] = row = _told(name, made, begin)
        slope, error = made.slope()
        grows = name == "sustained" and slope > MOST_SLOPE and slope > 2 * error
        late = name != "sustained" and float(row["99th percentile, s"] or 0) > MOST_SECONDS
        well = well and not (made.doubled or made.missing or made.problems or grows or late)
    return figures, well


def _table(figures: dict[str, Row]) -> Sequence[Sequence[Cell]]:
    heads = ["watch", *next(iter(figures.values()))]
    return [heads, *([name, *row.values()] for name, row in figures.items())]


def main() -> int:
    """Watches, and tells."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--minutes", type=float, default=60.0, help="of the sustained rate; the others take a sixth")
    asked.add_argument("--rate", type=float, help="reports a second, where it is not to be found out")
    asked.add_argument("--write", action="store_true", help="write docs/endurance.json and its page")
    given = asked.parse_args()
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="fogline-soak-") as folder:
        figures, well = soaked(given.minutes, given.rate, Path(folder))
    if given.write:
        kept: Figures = {
            "machine": machine(),
            "load before": round(busy, 1),
            "load after": round(os.getloadavg()[0], 1),
        }
        for name, row in figures.items():
            kept[name] = dict(row)
        record("soak", kept, _table(figures))
    print("flat, in time, nothing missing" if well else "NOT as it must be")
    return int(not well)


if __name__ == "__main__":
    sys.exit(main())
