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
the memory that is no file's, in the second half of the time and after 3,000 reports: an hour, and for a thousand
reports; for each sort of process apart (`soak_memory`).

With --flood, one watch alone, more than it can take for all the minutes: as many reports as this machine reads in them.
With --unread too, these are in letters that nobody reads here, so that several times as many go through all else.
--write replaces the rows of those watches that were run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import apsw

from endurance import Cell, Figures, kept, machine, record
from soak_memory import ALL, ROLES, Look, growth, growth_of_reports, look
from speed import sentences, shuffled

Row = dict[str, Cell]
FEEDS = 60
MOST_SLOPE = 1.0  # MB an hour
MOST_SECONDS = 5.0
_MORE_THAN_ENOUGH = 60.0  # reports a second
_MOST_PIECES = 40  # of one answer; what is beyond comes with the next
_LOOK = 0.1  # seconds between two looks at the ledger
_MOST = "more than it can take"
_PART = 1 / 6  # of the minutes, for the watches beside the long one
# Reports until caches are full: SQLite's pages after some 1,400 of them, a reader's after some 1,500 that it has read.
_FULL = 3_000
_UNREAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхійклмнопярстувюзиж")
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
    looks: list[Look] = field(default_factory=list)  # at its memory
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

    def counted(self) -> list[Look]:
        """The looks after warm-up."""
        return [one for one in self.looks if one.at >= self.warm]

    def settled(self) -> list[Look]:
        """The looks in the second half of the time, as far as caches were full by then."""
        return [one for one in self.looks if one.at >= self.seconds / 2 and one.reports >= _FULL]

    def processors(self) -> float:
        """How many processors it had on average, after warm-up."""
        looks = self.counted()
        return (looks[-1].worked - looks[0].worked) / (looks[-1].at - looks[0].at) if len(looks) > 1 else 0.0


@dataclass(slots=True)
class Soaked:
    """The figures of each watch, and of each sort of its processes; whether all is as it must be."""

    rows: dict[str, Row] = field(default_factory=dict)
    processes: list[Row] = field(default_factory=list)
    well: bool = True


def named(chance: random.Random) -> str:
    """Six sentences with names that are new."""

    def name() -> str:
        letters = "".join(chance.choice("bdfghklmnprstvz") + chance.choice("aeiouy") for _ in range(3))
        return letters.capitalize() + chance.choice(("v", "n", "sk", "r", "l"))

    return " ".join(
        chance.choice(_FRESH).format(
            person=f"{name()} {name()}enko", town=f"{name()}ivka", place=f"{name()}e", unit=f"{name()} Battalion",
            paper=f"the {name()} Courier", number=chance.randint(2, 900), day=chance.randint(1, 30),
        )
        for _ in range(6)
    )  # fmt: skip


def fresh(texts: Sequence[str], chance: random.Random) -> str:
    """A report of about 400 words: six sentences with names that are new, and sentences of the examples."""
    return f"{named(chance)} {shuffled(texts, chance, words=300)}"


def _serve(told: Connection, rate: float, log: Path, unread: bool) -> None:
    texts, given, begin = sentences(), [0] * FEEDS, time.time()

    def answer(feed: int) -> bytes:
        due = int((time.time() - begin) * rate / FEEDS + feed / FEEDS)
        first, last = given[feed], min(due, given[feed] + _MOST_PIECES)
        items = []
        for number in range(max(0, first - 3), last):  # as a feed does, it shows some again
            name = f"soak-{feed}-{number}"
            text = fresh(texts, random.Random(number * FEEDS + feed))  # noqa: S311 - no secret
            text = text.translate(_UNREAD) if unread else text
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
def _outlets(rate: float, log: Path, unread: bool) -> Iterator[int]:
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there, rate, log, unread), daemon=True)
    server.start()
    there.close()
    try:
        yield here.recv()
    finally:
        server.terminate()
        server.join()


def phase(folder: Path, rate: float, seconds: float, *, unread: bool = False) -> tuple[Phase, float]:
    """One watch at a rate for so long, and the moment at which it began."""
    folder.mkdir()
    log, ledger, made = folder / "sent", folder / "war.ledger", Phase(rate=rate, seconds=seconds)
    log.touch()
    fogline = [sys.executable, "-m", "fogline.serve.cli"]
    with _outlets(rate, log, unread) as port, (folder / "told").open("wb") as told:
        outlets = "".join(f'\n[[outlet]]\nurl = "http://127.0.0.1:{port}/feed/{n}"\n' for n in range(FEEDS))
        head = '[watch]\nallow = ["127.0.0.1"]\npause = 0\nevery = "30s"\n'
        (folder / "outlets.toml").write_text(head + outlets, "utf-8")
        subprocess.run([*fogline, "init", str(ledger)], check=True, capture_output=True)
        begin = time.time()
        watch = subprocess.Popen([*fogline, "watch", "--ledger", str(ledger)], cwd=folder, stderr=told, stdout=told)
        try:
            _look(made, ledger, watch, begin)
            if watch.poll() is not None:
                made.problems.append(f"ended by itself after {time.time() - begin:.0f} s")
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
            made.looks.append(look(watch.pid, now - begin, len(made.visible)))
        time.sleep(_LOOK)
    connection.close()


def _count(made: Phase, ledger: Path, begin: float) -> None:
    connection = apsw.Connection(str(ledger), apsw.SQLITE_OPEN_READONLY)
    names = [name for (name,) in connection.execute("SELECT json_extract(json, '$.title') FROM reports")]
    connection.close()
    made.doubled = len(names) - len(set(names))
    late = begin + made.seconds - max(60.0, 3 * (made.latencies(begin) or [0.0])[-1])
    made.missing = missing(made.sent, set(names), late)


def missing(sent: Mapping[str, float], held: set[str], late: float) -> int:
    """How many reports were answered and are not held, though they had to be.

    What is on its way at the end is asked for again: all that an outlet answered after the last that is held of it, but
    not what it answered before `late`.
    """
    last = Counter[str]()
    for name in held:
        outlet, _, number = name.rpartition("-")
        last[outlet] = max(last[outlet], int(number))

    def had_to_be(name: str, moment: float) -> bool:
        outlet, _, number = name.rpartition("-")
        return moment < late or int(number) < last[outlet]

    return sum(name not in held and had_to_be(name, moment) for name, moment in sent.items())


def _told(name: str, made: Phase, begin: float) -> Row:
    took = made.latencies(begin)
    slope, error = growth(made.settled(), ALL)
    row: Row = {
        "minutes": round(made.seconds / 60, 1), "reports": len(made.visible), "offered a second": round(made.rate, 1),
        "reached a second": round(made.throughput(begin), 2),
        "median, s": round(took[len(took) // 2], 2) if took else None,
        "99th percentile, s": round(took[int(0.99 * (len(took) - 1))], 2) if took else None,
        "processors": round(made.processors(), 2),
        "memory, MB": round(max((one.memory for one in made.looks), default=0.0)),
        "growth, MB/h": round(slope, 1) if made.settled() else None,
        "± (standard error)": round(error, 1) if made.settled() else None,
        "missing": None if made.rate == _MORE_THAN_ENOUGH else made.missing, "doubled": made.doubled,
    }  # fmt: skip
    print(f"{name}: " + ", ".join(f"{what} {value}" for what, value in row.items()), flush=True)
    for problem in made.problems:
        print(f"{name}: {problem}", flush=True)
    return row


def _by_process(name: str, made: Phase) -> list[Row]:
    """What each sort of process holds of memory that is no file's, and how that grew; nothing of few reports."""
    looks, rows = made.settled(), list[Row]()
    for role in ROLES if looks else ():
        (hourly, error), (thousand, beside) = growth(looks, role), growth_of_reports(looks, role)
        rows.append({
            "watch": name, "process": role,
            "at half time, MB": round(looks[0].own[role], 1),
            "at most, MB": round(max(one.own[role] for one in looks), 1),
            "growth, MB/h": round(hourly, 1), "±": round(error, 1),
            "MB for 1,000 reports": round(thousand, 2), "± (standard error)": round(beside, 2),
        })  # fmt: skip
        print("  " + ", ".join(f"{what} {value}" for what, value in rows[-1].items()), flush=True)
    return rows


def soaked(minutes: float, rate: float | None, folder: Path, *, flood: bool, unread: bool, seen: Path | None) -> Soaked:
    """Watches, one after the other."""
    done = Soaked()

    def watched(name: str, rate: float, minutes: float) -> tuple[Phase, float]:
        made, begin = phase(folder / name.partition(" ")[0], rate, 60 * minutes, unread=unread)
        done.rows[name] = _told(name, made, begin)
        done.processes += _by_process(name, made)
        if seen is not None:
            _keep_looks(seen, name, made.looks)
        done.well = done.well and not (made.doubled or made.problems)
        return made, begin

    if rate is None or flood:
        made, begin = watched(
            f"{_MOST}, unread" if unread else _MOST, _MORE_THAN_ENOUGH, minutes * (1 if flood else _PART)
        )
        rate = made.throughput(begin)
    for name, share, part in () if flood else (("sustained", 0.95, 1.0), ("at half the rate", 0.5, _PART)):
        made, begin = watched(name, share * rate, minutes * part)
        slope, error = growth(made.settled(), ALL)
        grows = name == "sustained" and slope > MOST_SLOPE and slope > 2 * error
        late = name != "sustained" and float(done.rows[name]["99th percentile, s"] or 0) > MOST_SECONDS
        done.well = done.well and not (made.missing or grows or late)
    return done


def _keep_looks(seen: Path, name: str, looks: Sequence[Look]) -> None:
    with seen.open("a", encoding="utf-8") as out:
        for one in looks:
            out.write(json.dumps({"watch": name, **asdict(one)}) + "\n")


def _write(done: Soaked, loads: tuple[float, float]) -> None:
    """Puts the watches that were run in the place of what stood there of them."""
    rows = _kept_rows("soak") | done.rows
    figures: Figures = {"machine": machine(), "load before": round(loads[0], 1), "load after": round(loads[1], 1)}
    heads = ["watch", *next(iter(done.rows.values()))]
    record("soak", figures | {name: dict(row) for name, row in rows.items()},
           [heads, *([name, *row.values()] for name, row in rows.items())])  # fmt: skip
    grown = _kept_rows("processes") | {f"{row['watch']}: {row['process']}": row for row in done.processes}
    if done.processes:
        record("processes", {name: dict(row) for name, row in grown.items()},
               [[*done.processes[0]], *([*row.values()] for row in grown.values())])  # fmt: skip


def _kept_rows(section: str) -> dict[str, Row]:
    """The rows of a table as they were recorded last."""
    return {
        name: {what: cell for what, cell in row.items() if not isinstance(cell, dict)}
        for name, row in kept().get(section, {}).items()
        if isinstance(row, dict)
    }


def main() -> int:
    """Watches, and tells."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--minutes", type=float, default=60.0, help="of the sustained rate; the others take a sixth")
    asked.add_argument("--rate", type=float, help="reports a second, where it is not to be found out")
    asked.add_argument("--write", action="store_true", help="write docs/endurance.json and its page")
    asked.add_argument("--flood", action="store_true", help="only the first watch, for all the minutes")
    asked.add_argument("--unread", action="store_true", help="with --flood: reports in letters that nobody reads here")
    asked.add_argument("--looks", type=Path, metavar="FILE", help="add what was seen of the memory, a line a look")
    given = asked.parse_args()
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="fogline-soak-") as folder:
        done = soaked(given.minutes, given.rate, Path(folder), flood=given.flood, unread=given.unread, seen=given.looks)
    if given.write:
        _write(done, (busy, os.getloadavg()[0]))
    print("flat, in time, nothing missing" if done.well else "NOT as it must be")
    return int(not done.well)


if __name__ == "__main__":
    sys.exit(main())
