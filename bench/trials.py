"""Commands that are killed or meet a failing disk, and what must hold afterwards: shared by kill.py and disk.py.

In: a folder for each trial. Out: how a command ended, what it had acknowledged, what the ledger holds. Refused: a
system without `fork` and a C compiler for the failing disk.

The process is warmed once (the reader loaded) and forked for each command. What runs in the fork is the command itself,
from its arguments to its exit status, with real files, real SQLite and a real web server on this machine. Some commands
are cold: started as a user starts them, with two reading processes (`started`, `run_cold`).

Acknowledged is what `LedgerWriter.add` has returned for: from there on the command counts it as kept. The fork notes
the reports down at that moment, in a file outside the folder whose disk fails. Of a cold command it is what it says it
has added.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

HERE = Path(__file__).resolve().parent
LEDGER = "war.ledger"
LOADED = "FOGLINE_FAULTY_DISK"
# As in faulty_disk.c.
KILL_BEFORE, KILL_WITHIN, FULL, FULL_ONCE, DEAD, IO_ONCE, SYNC, SHORT, SHORT_FULL, READ, READ_ON = range(1, 12)
COLD = "cold, two reading processes"
_HANGS = 120.0  # seconds; a cold command takes some 10 of them where the machine has other work
_ENDING = 20.0  # seconds that the processes of a command have to end after it
Rows = Counter[tuple[str, ...]]  # what a table holds, by its digests
_TABLES = {"captures": "digest", "reports": "id, digest", "readings": "digest", "claims": "digest",
           "set_aside": "digest"}  # fmt: skip
_CALM = "Спокійна ніч у місті, повідомила обласна адміністрація у суботу вранці, без обстрілів. Номер {n}. " * 2
_HIT = "Shelling hit Nikopol overnight, and {n} people were wounded, the regional administration said."
_FEEDS, _PIECES, _PAGES = 4, 16, 4


def with_faulty_disk(*, needed: bool = True) -> None:
    """Starts this very command again with the failing disk between it and the C library; returns in the second run.

    Where there is no C compiler, it returns at once, or refuses where the disk is `needed`.
    """
    if os.environ.get(LOADED):  # it is in this process now; what this one starts is to do without
        shutil.rmtree(Path(os.environ.pop("LD_PRELOAD")).parent)
        return
    compiler = shutil.which("cc") if sys.platform.startswith("linux") else None
    if compiler is None:
        if needed:
            raise SystemExit("The failing disk needs Linux and a C compiler (cc).")
        return
    library = faulty_disk(Path(tempfile.mkdtemp(prefix="fogline-disk-")), compiler)
    os.environ |= {"LD_PRELOAD": str(library), LOADED: "1"}
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - this command again


def faulty_disk(folder: Path, compiler: str = "cc") -> Path:
    """The failing disk as a library, made in a folder."""
    library = folder / "faulty_disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, HERE / "faulty_disk.c", "-ldl"], check=True)
    return library


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A disk that fails a cold command, or those that read for it: how, at which call, and which paths lie on it."""

    library: Path
    how: int
    at: int
    readers: bool = False
    paths: tuple[Path, ...] = ()  # without any: the command's own folder

    def environment(self, trial: Trial, counted: Path) -> dict[str, str]:
        """What a command is to be started with; `counted` is made anew."""
        counted.write_bytes(bytes(8))
        paths = (f"{path}/" if path.is_dir() else str(path) for path in self.paths or (trial.folder,))
        return {
            "LD_PRELOAD": str(self.library),
            "FAULTY_DISK_PATHS": ":".join(paths),
            "FAULTY_DISK_HOW": str(self.how),
            "FAULTY_DISK_AT": str(self.at),
            "FAULTY_DISK_READERS": str(int(self.readers)),
            "FAULTY_DISK_COUNT": str(counted),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended."""

    killed: bool
    status: int | None  # None where it was killed
    told: str
    seconds: float
    changes: int  # to the disk, where those were counted (reads or syncs, where those fail)
    left_behind: int = 0  # processes that it started and that did not end with it


@dataclass(slots=True)
class Trial:
    """A folder with a ledger of its own, and what was acknowledged or seen in it."""

    folder: Path
    notes: Path
    seen: Rows = field(default_factory=Counter)

    @property
    def ledger(self) -> Path:
        return self.folder / LEDGER

    def acknowledged(self) -> set[tuple[str, ...]]:
        """Reports (id, digest of the text's row) that a command was told are kept."""
        if not self.notes.exists():
            return set()
        return {(one[0], one[1]) for line in self.notes.read_text().splitlines() for one in json.loads(line)}


def prepare(folder: Path, port: int) -> Trial:
    """A folder with reports to add and outlets to watch."""
    inside = folder / "field"
    (inside / "in").mkdir(parents=True)
    rows = [{"id": f"r{n}", "text": _HIT.format(n=n + 2) if n % 40 == 0 else _CALM.format(n=n)} for n in range(106)]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (inside / "in/a.jsonl").write_text("\n".join([*lines, "{broken", ""]), "utf-8")
    for n in range(6):
        (inside / f"in/b{n}.txt").write_text(_CALM.format(n=1_000 + n), "utf-8")
    outlets = "".join(f'\n[[outlet]]\nurl = "http://127.0.0.1:{port}/feed/{n}"\n' for n in range(_FEEDS))
    (inside / "outlets.toml").write_text(f'[watch]\nallow = ["127.0.0.1"]\npause = 0\n{outlets}', "utf-8")
    return Trial(folder=inside, notes=folder / "acknowledged")


ADD = ("add", "in", "--ledger", LEDGER, "--jobs", "1", "--published", "2023-03-04")
WATCH = ("watch", "--once", "--ledger", LEDGER)
VERIFY = ("verify", "--ledger", LEDGER)


def warm(loaded: Iterable[str] = ()) -> None:
    """Loads the reader, and these modules, so that a fork begins at once."""
    from fogline.model.report import Capture
    from fogline.run.read import read_one

    for text in (_HIT, _CALM):
        read_one(Capture(body=text.format(n=7).encode(), source="a.txt", media_type="text/plain"))
    for name in loaded:
        with contextlib.suppress(ImportError):
            import_module(name)
    gc.collect()
    gc.freeze()  # what is there now is not copied by a fork's collector


def run(trial: Trial, words: Sequence[str], *, kill_after: float | None = None, fault: int = 0, at: int = 0) -> Ended:
    """A command in a fork; killed after so many seconds, or with a disk that fails at the so-manyth call."""
    begin = time.monotonic()
    told, counted = trial.notes.with_name("told"), trial.notes.with_name("counted")
    child = os.fork()
    if child == 0:
        _child(trial, words, told, counted, fault, at)
    if kill_after is not None:
        left = begin + kill_after - time.monotonic()
        while left > 0 and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            time.sleep(min(left, 0.005))
            left = begin + kill_after - time.monotonic()
        os.kill(child, signal.SIGKILL)
    _, state = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(state) and os.WTERMSIG(state) == signal.SIGKILL
    changes = int(counted.read_text() or 0) if counted.exists() else 0
    return Ended(
        killed=killed,
        status=None if os.WIFSIGNALED(state) else os.WEXITSTATUS(state),
        told=told.read_text("utf-8", "replace") if told.exists() else "",
        seconds=time.monotonic() - begin,
        changes=changes,
    )


def started(trial: Trial, words: Sequence[str], disk: Disk | None = None) -> subprocess.Popen[bytes]:
    """A command as it is started by hand, with two reading processes, in a session of its own.

    What it says goes into `told` beside the trial's notes. Its temporary files lie in the trial's folder, so that a
    disk that fails there fails them too.
    """
    temporary = trial.folder / "tmp"
    temporary.mkdir(exist_ok=True)
    environment = os.environ | {"TMPDIR": str(temporary)}
    if disk is not None:
        environment |= disk.environment(trial, trial.notes.with_name("counted"))
    command = [sys.executable, "-m", "fogline.serve.cli", *words, "--jobs", "2"]
    with trial.notes.with_name("told").open("wb") as told:
        return subprocess.Popen(
            command, cwd=trial.folder, env=environment, stdin=subprocess.DEVNULL, stdout=told, stderr=told,
            start_new_session=True,
        )  # fmt: skip


def run_cold(trial: Trial, words: Sequence[str], disk: Disk | None = None) -> Ended:
    """A command as it is started by hand, until it ends; where it hangs, it is killed and has no status."""
    begin = time.monotonic()
    command = started(trial, words, disk)
    with contextlib.suppress(subprocess.TimeoutExpired):
        command.wait(_HANGS)
    seconds = time.monotonic() - begin
    status = command.poll()
    if status is None:
        command.kill()
        command.wait()
    counted = trial.notes.with_name("counted")
    return Ended(
        killed=False,
        status=status,
        told=trial.notes.with_name("told").read_text("utf-8", "replace"),
        seconds=seconds,
        changes=int.from_bytes(counted.read_bytes(), sys.byteorder) if disk is not None else 0,
        left_behind=left_behind(command.pid),
    )


def left_behind(session: int) -> int:
    """How many processes of a session that was ended have not ended soon after; they are killed."""
    until = time.monotonic() + _ENDING
    while (left := _of_session(session)) and time.monotonic() < until:
        time.sleep(0.1)
    for one in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    return len(left)


def _of_session(session: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(entry.parent.name))
    return found


def said_added(ended: Ended) -> int:
    """How many reports a cold command says at its end that it has added."""
    said = re.findall(rf"{re.escape(LEDGER)}: ([\d,]+) reports? added", ended.told)
    return int(said[-1].replace(",", "")) if said else 0


def _child(trial: Trial, words: Sequence[str], told: Path, counted: Path, fault: int, at: int) -> None:
    status = 70
    try:
        from fogline.serve import cli

        os.chdir(trial.folder)
        out = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(out, 1)
        os.dup2(out, 2)
        noted = os.open(trial.notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        _note_acknowledged(noted)
        sys.argv = ["fogline", *words]
        library = ctypes.CDLL(None) if os.environ.get(LOADED) else None
        if library is not None and fault:
            library.faulty_disk_arm(str(trial.folder).encode(), fault, ctypes.c_long(at))
        try:
            cli.main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if library is not None:
            library.faulty_disk_count.restype = ctypes.c_long
            counted.write_text(str(library.faulty_disk_count()))
        counted.with_name("loaded").write_text(json.dumps(sorted(sys.modules)))
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _note_acknowledged(noted: int) -> None:
    """From here on, what the writer returns for is noted down, in one write each."""
    from fogline.model.codec import canonical
    from fogline.store.chain import digest
    from fogline.store.contract import Added, Entry
    from fogline.store.sqlite import LedgerWriter

    add = LedgerWriter.add

    def noting(self: LedgerWriter, entries: Sequence[Entry], set_aside: Sequence[object] = ()) -> Added:
        added = add(self, entries, set_aside)  # type: ignore[arg-type]
        kept = [[one.report.id, digest(canonical(one.report))] for one in entries]
        os.write(noted, json.dumps(kept).encode() + b"\n")
        return added

    LedgerWriter.add = noting  # type: ignore[method-assign]


def visible(ledger: Path) -> Rows:
    """The reports that another process sees in a ledger at this moment; none where there is no ledger yet."""
    import apsw

    with contextlib.suppress(apsw.Error):
        connection = apsw.Connection(str(ledger), apsw.SQLITE_OPEN_READONLY)
        try:
            return Counter(tuple(row) for row in connection.execute(f"SELECT {_TABLES['reports']} FROM reports"))  # noqa: S608
        finally:
            connection.close()
    return Counter()


def rows(ledger: Path) -> dict[str, Rows]:
    """What a ledger holds, by table, without the order and the moment in which it came."""
    import apsw

    connection = apsw.Connection(str(ledger))
    try:
        return {
            table: Counter(tuple(row) for row in connection.execute(f"SELECT {columns} FROM {table}"))  # noqa: S608
            for table, columns in _TABLES.items()
        }
    finally:
        connection.close()


def faults_of(trial: Trial, wanted: dict[str, Rows] | None = None, *, more_aside: bool = False) -> list[str]:
    """What does not hold of a ledger after a command has ended, however it did; `wanted`: all that it must hold."""
    found: list[str] = []
    if not trial.ledger.exists():
        return ["acknowledged, but there is no ledger"] if trial.acknowledged() else []
    checked = run(trial, VERIFY)
    if checked.status != 0:
        if not trial.acknowledged() and "not a ledger" in checked.told:
            return []
        found.append(f"verify ends with {checked.status}: {checked.told.strip()[-300:]}")
        return found
    held = rows(trial.ledger)
    lost = trial.acknowledged() - set(held["reports"])
    if lost:
        found.append(f"{len(lost)} acknowledged reports are lost")
    if any(held["reports"][one] < count for one, count in trial.seen.items()):
        found.append("a report that was seen before is lost")
    for table in ("captures", "reports", "set_aside"):
        doubled = sum(count > 1 for count in held[table].values())
        found += [f"{table}: {doubled} are doubled"] if doubled else []
    trial.seen = held["reports"]
    if wanted is not None and more_aside and held["set_aside"].keys() >= wanted["set_aside"].keys():
        wanted = {**wanted, "set_aside": held["set_aside"]}
    if wanted is not None and held != wanted:
        differ = [f"{table} {sum(held[table].values())} for {sum(wanted[table].values())}"
                  for table in held if held[table] != wanted[table]]  # fmt: skip
        found.append("not what an undisturbed run gives: " + ", ".join(differ))
    return found


def reference(folder: Path, port: int, words: Sequence[str]) -> tuple[dict[str, Rows], Ended]:
    """What an undisturbed run gives, and how it went; its changes to the disk are counted."""
    trial = prepare(folder, port)
    ended = run(trial, words, fault=FULL if os.environ.get(LOADED) else 0, at=1 << 40)
    if ended.status not in (0, 3):
        raise SystemExit(f"An undisturbed run ends with {ended.status}: {ended.told[-400:]}")
    loaded = json.loads(trial.notes.with_name("loaded").read_text())
    warm(
        name for name in loaded if name.startswith(("fogline.", "httpcore2", "anyio", "protego", "lxml", "trafilatura"))
    )
    return rows(trial.ledger), ended


# --- the outlets ---
def _feed(number: int, port: int) -> bytes:
    items = []
    for n in range(_PIECES):
        text = _HIT.format(n=100 * number + n + 2) if n % 20 == 0 else _CALM.format(n=100 * number + n)
        known_by = f"<guid isPermaLink='false'>f{number}-{n}</guid><title>Report {number}-{n}</title>"
        dated = "<pubDate>Sat, 04 Mar 2023 10:00:00 GMT</pubDate>"
        items.append(f"<item>{known_by}{dated}<description>{text * 4}</description></item>")
    if number == 0:
        items = [f"<item><link>http://127.0.0.1:{port}/page/{n}</link><title>Page {n}</title></item>"
                 for n in range(_PAGES)]  # fmt: skip
    return f"<rss><channel><title>Outlet {number}</title>{''.join(items)}</channel></rss>".encode()


def _page(number: int) -> bytes:
    paragraphs = "".join(f"<p>{_CALM.format(n=5_000 + 10 * number + n)}</p>" for n in range(3))
    return (
        f"<html><head><title>Page {number}</title></head><body><article>{paragraphs}</article></body></html>".encode()
    )


def _serve(told: Connection) -> None:
    port = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            asked = re.match(rb"GET /(feed|page)/(\d+) ", await reader.readuntil(b"\r\n\r\n"))
            body, kind = b"", b"text/plain"
            if asked:
                feed = asked[1] == b"feed"
                body = _feed(int(asked[2]), port) if feed else _page(int(asked[2]))
                kind = b"application/rss+xml" if feed else b"text/html"
            head = b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            writer.write(head % (b"200 OK" if asked else b"404 Not Found", kind, len(body)) + body)
            await writer.drain()
        writer.close()

    async def serve() -> None:
        nonlocal port
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        told.send(port)
        await server.serve_forever()

    asyncio.run(serve())


@contextlib.contextmanager
def outlets() -> Iterator[int]:
    """A web server on this machine, in a process of its own, with feeds and pages; gives its port."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    server.start()
    there.close()  # so that a server which could not start is told by an end
    try:
        yield here.recv()
    finally:
        server.terminate()
        server.join()


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="fogline-trials-") as folder:
        yield Path(folder).resolve()
