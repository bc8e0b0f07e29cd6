"""What the desk stands on: a ledger that may grow meanwhile, or reports that were read once from paths.

In: a `Source`. Out: a `Sight` for each request, as of now or as of a day; all that it shows is of one moment. Refused
with `LedgerError`: a ledger beside which nothing can be written. A ledger is opened for reading; what is new in it is
added up by a thread, and until that is done the pages tell what was known before.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from fogline.model.errors import FoglineError, LedgerError, QueryError
from fogline.model.picture import Judgement, Picture
from fogline.outputs.withheld import open_picture, reports_of
from fogline.picture.memo import version
from fogline.run.fusing import batch_of, kept_up
from fogline.run.indexing import indexed
from fogline.serve.decisions import check
from fogline.serve.desk.sight import Names, OpenView, Sight
from fogline.serve.holdings import Holdings, OfLedger, ledger_path, read_paths
from fogline.serve.lookup import Lookup, indexed_words, up_to_date
from fogline.serve.notices import tell
from fogline.serve.options import Source
from fogline.serve.selection import Material
from fogline.serve.withdrawn import NOTHING_TAKEN, TakenDown, taken_down
from fogline.store.backup import watch_beside
from fogline.store.contract import Store, published_day
from fogline.store.fused import Fused, beside
from fogline.store.search import Search
from fogline.store.sqlite import Ledger, open_ledger
from fogline.store.view import LedgerView
from fogline.store.words import Words, words_beside

LOOKS_EVERY = 1.0  # seconds between two looks at whether the ledger has grown
_LOOKS_FOR_OWN = 0.1  # seconds between two looks at whether a decision shows
WAITS_FOR = 5.0  # seconds that whoever decided waits at most for the picture to follow
_MAPS_KEPT = 6  # what maps and timelines are drawn of: some 20 MB of a hundred thousand developments
_DAYS_KEPT = 4  # pictures of other days that are held: each is as large as all that was known by then
Made = TypeVar("Made")


class Opened(Protocol):
    """What the desk stands on."""

    name: str  # what is shown of where it comes from
    keeps: bool  # whether whoever reads can keep searches; set by whoever opens a desk on it

    def sight(self, as_of: str | None) -> contextlib.AbstractContextManager[Sight]:
        """What is seen now, or was known by a day."""

    def record(self, judgement: Judgement) -> None:
        """Records a decision; returns when the picture is up to date, or after a few seconds."""

    def behind(self) -> int:
        """How many batches are recorded that no page shows yet."""

    def start(self) -> None:
        """Begins to keep up with what is added."""

    def close(self) -> None:
        """Stops keeping up and lets go of files."""


class Kept(Generic[Made]):
    """The last few things that were made, by key; what is asked for twice at once is made once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Made] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The thing of that key, made where it is not held; who asks for another one meanwhile need not wait."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            mine = self._making.setdefault(key, threading.Lock())
        with mine:
            with self._lock:
                if key in self._held:  # by whoever was before
                    return self._held[key]
            try:
                made = make()
            finally:
                with self._lock:
                    self._making.pop(key, None)
            with self._lock:
                self._held[key] = made
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
            return made


def opened(source: Source, *, apart: bool = False) -> Opened:
    """Opens what was asked for: the paths, where there are any, else the ledger.

    `apart`: what is new in it is added up by a process of its own, so that pages need not wait for that.
    """
    return OpenedPaths(source) if source.paths else OpenedLedger(ledger_path(source), apart=apart)


class OpenedPaths:
    """Reports that were read once, into memory."""

    keeps = False

    def __init__(self, source: Source) -> None:
        self._store: Store
        self._store, self.aside = read_paths(source)
        self._days = Kept[_Whole](_DAYS_KEPT)
        self._maps = Kept[object](_MAPS_KEPT)
        self._names: Names = {}
        self._stamp = _read(self._store)
        days = (published_day(report.published) for report in self._store.view().reports())
        self._newest = max((day for day in days if day), default=None)
        self.name = ", ".join(Path(path).name or path for path in source.paths)

    @contextlib.contextmanager
    def sight(self, as_of: str | None) -> Iterator[Sight]:
        """What is seen, or was known by a day."""
        view = self._store.view(published_by=as_of)
        shown = OpenView(view, self._names, NOTHING_TAKEN)

        def add_up() -> _Whole:
            raw = Material.of(view.claims(), view.reports())
            return _whole(shown, Holdings(view=shown, as_of=as_of).whole(raw))

        whole = self._days.get(as_of, add_up)
        yield replace(whole.sight(shown, as_of, self._stamp), kept=self._maps, newest=self._newest)

    def record(self, judgement: Judgement) -> None:
        """Refused: there is nothing in which a decision would stay."""
        raise QueryError("Decisions are kept in a ledger. Add the reports to one (fogline add PATH), and open that.")

    def behind(self) -> int:
        """Never."""
        return 0

    def start(self) -> None:
        """Nothing is added to paths that were read."""

    def close(self) -> None:
        """Nothing to let go of."""


class OpenedLedger:
    """A ledger, read by as many as ask at once while others write to it."""

    keeps = False

    def __init__(self, path: Path, *, apart: bool = False) -> None:
        self._path = path
        self._days = Kept[_Whole](_DAYS_KEPT)
        self._maps = Kept[object](_MAPS_KEPT)
        self._free: list[_Files] = []
        self._names: tuple[str, Names, TakenDown] = ("", {}, NOTHING_TAKEN)
        self._ends = threading.Event()
        self._upkeep: threading.Thread | SpawnProcess
        if apart:
            self._upkeep = get_context("spawn").Process(target=_kept_up_apart, args=(path, os.getpid()), daemon=True)
        else:
            self._upkeep = threading.Thread(target=_keep_up, args=(path, self._ends.wait), daemon=True)
        self.name = path.name
        with open_ledger(path, create=False) as ledger:
            view = ledger.view()
            with indexed_words(path, view) as words:
                lasting = words.lasting
            up_to_date(path, view).close()
        with contextlib.closing(Fused(beside(path))) as fused:
            if batch_of(fused.stamp()) is None or not lasting:
                raise LedgerError(
                    f"{beside(path)}: cannot be written; there the desk keeps what it adds up. Copy the ledger to a "
                    "folder that may be written to (fogline backup), and open it there."
                )

    @contextlib.contextmanager
    def sight(self, as_of: str | None) -> Iterator[Sight]:
        """What is seen now, or was known by a day."""
        try:
            files = self._free.pop()
        except IndexError:
            files = _Files.of(self._path)
        good = False
        try:
            with files.fused.still() as stamp:
                batch = batch_of(stamp)
                if stamp is None or batch is None:
                    raise LedgerError(f"{self._path.name}: is being added up anew. Ask again in a minute.")
                if as_of is None:
                    yield self._now(files, stamp, batch)
                else:
                    yield self._of_day(files, stamp, batch, as_of)
            good = True
        except FoglineError:
            good = True
            raise
        finally:
            if good and not self._ends.is_set():
                self._free.append(files)
            else:
                files.close()

    def record(self, judgement: Judgement) -> None:
        """Checks and records a decision as the command line does, and waits a while for the picture to follow."""
        with open_ledger(self._path, create=False) as ledger:
            check(judgement, ledger.view())
            ledger.writer().judge([judgement])
            batch = ledger.view().batch
        until = time.monotonic() + WAITS_FOR
        while (self._shown() or 0) < batch and time.monotonic() < until and not self._ends.wait(_LOOKS_FOR_OWN):
            pass

    def behind(self) -> int:
        """How many batches are recorded that no page shows yet."""
        with open_ledger(self._path, reading=True) as ledger:
            return max(0, ledger.view().batch - (self._shown() or 0))

    def _shown(self) -> int | None:
        with contextlib.closing(Fused(beside(self._path))) as fused:
            return batch_of(fused.stamp())

    def start(self) -> None:
        """Begins to look whether the ledger has grown."""
        self._upkeep.start()

    def close(self) -> None:
        """Stops looking, and closes what is open."""
        self._ends.set()
        if not isinstance(self._upkeep, threading.Thread) and self._upkeep.is_alive():
            self._upkeep.terminate()  # what it has not finished is added up anew
        if self._upkeep.is_alive():
            self._upkeep.join()
        while self._free:
            self._free.pop().close()

    def _now(self, files: _Files, stamp: str, batch: int) -> Sight:
        raw = files.ledger.view(batch=batch)
        view = self._open(raw, files, stamp)
        lookup = Lookup(self._path, view, lambda: files.fused)
        facts = lookup.facts()
        held = Holdings(view=view, as_of=None, ledger=OfLedger(lookup=lookup, view=raw, now=True, taken=view.taken))
        first, last = (str(facts[name]) if facts[name] else None for name in ("first", "last"))
        return Sight(
            held=held,
            view=view,
            stamp=stamp,
            first=first,
            last=last,
            newest=last,
            kept=self._maps,
            keeps=self.keeps,
            came=_came(files, raw),
            watched=watch_beside(self._path),
        )

    def _of_day(self, files: _Files, stamp: str, batch: int, day: str) -> Sight:
        raw = files.ledger.view(batch=batch, published_by=day)
        shown = self._open(raw, files, stamp)

        def add_up() -> _Whole:
            lookup = Lookup(self._path, raw, lambda: up_to_date(self._path, raw))
            return _whole(shown, lookup.whole(raw, day, shown.taken))

        whole = self._days.get((stamp, day), add_up)
        newest = files.fused.facts()["last"]
        return replace(
            whole.sight(shown, day, stamp), kept=self._maps, keeps=self.keeps, came=_came(files, raw),
            newest=str(newest) if newest else None,
        )  # fmt: skip

    def _open(self, view: LedgerView, files: _Files, stamp: str) -> OpenView:
        """What may be shown of a view: what is withheld is found out once for each state of the ledger."""
        held = self._names
        if held[0] != stamp:
            # Who is private in a report follows from its reading: of all that is known, what was read since is new.
            before = batch_of(held[0])
            grown = before is not None and before <= view.batch
            changed = view.read_since(before or 0) if grown else held[1].keys()
            kept = {report: names for report, names in held[1].items() if report not in changed}
            held = self._names = (stamp, kept, taken_down(files.ledger.view(batch=view.batch)))
        _, names, taken = held
        return OpenView(view, names, taken, search=Search(view, files.words), until=view.published_by)


def _came(files: _Files, view: LedgerView) -> Callable[[str], list[str]]:
    return lambda moment: view.came_since(files.ledger.view(recorded_by=moment).batch)


def _keep_up(path: Path, wait: Callable[[float], bool]) -> None:
    """Adds up what is new until `wait` says that it ends; what goes wrong is told once, and tried again."""
    told = ""
    while not wait(LOOKS_EVERY):
        try:
            with (
                open_ledger(path, reading=True) as ledger,
                contextlib.closing(Fused(beside(path))) as fused,
                Words(words_beside(path)) as words,
            ):
                while not wait(LOOKS_EVERY):
                    view = ledger.view()
                    indexed(view, words)  # first: the rows say what is seen, and their words must be known by then
                    kept_up(view, fused)
                    told = ""
        except FoglineError as error:
            if str(error) != told:
                told = str(error)
                tell(f"fogline: {told}")


def _kept_up_apart(path: Path, parent: int) -> None:
    """The same in a process of its own, as long as the desk lives."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the desk's, which ends this

    def wait(seconds: float) -> bool:
        time.sleep(seconds)
        return os.getppid() != parent

    _keep_up(path, wait)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Files:
    """The ledger and what lies beside it, open for one request at a time."""

    ledger: Ledger
    fused: Fused
    words: Words

    @classmethod
    def of(cls, path: Path) -> _Files:
        """Opens them for reading."""
        return cls(ledger=open_ledger(path, reading=True), fused=Fused(beside(path)), words=Words(words_beside(path)))

    def close(self) -> None:
        """Closes them."""
        self.ledger.close()
        self.fused.close()
        self.words.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """All that was known by a day, as it may be shown."""

    picture: Picture
    material: Material

    def sight(self, view: OpenView, as_of: str | None, stamp: str) -> Sight:
        """A sight of it."""
        days = [day for report in self.material.reports.values() if (day := published_day(report.published))]
        first, last = min(days, default=None), max(days, default=None)
        held = Holdings(view=view, as_of=as_of, at_hand=(self.picture, self.material))
        return Sight(held=held, view=view, stamp=stamp, first=first, last=last)


def _whole(shown: OpenView, picture: Picture) -> _Whole:
    material = Material.of(shown.claims(), shown.reports())
    private = shown.private.of(reports_of(picture, material.claims.get))
    return _Whole(picture=open_picture(picture, private), material=material)


def _read(store: Store) -> str:
    """A stamp of what was read: the same reports, read by the same rules."""
    whole = hashlib.blake2b(version().encode(), digest_size=16)
    for report in store.view().reports():
        whole.update(f"{report.id}\0{report.published}\0{report.text}".encode())
    return whole.hexdigest()
