"""What watching remembers of each outlet, in a file beside the ledger.

In: how each poll went, once what it brought is safe in the ledger. Out: what to ask for next, what was seen, and the
outlet's health. Refused with `InputError`: a file that is no such memory; with `FoglineError`: a disk that is full
or refuses. Should it be lost, no report is: what was seen is read again, and adding it again changes nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import apsw

from fogline.model.errors import FoglineError, InputError
from fogline.sources.fetch import NEVER, Before

_CACHE_KB = 500  # it fills within an hour, and looking up a row is rare beside asking an outlet
_LAYOUT = 1
_OF_THE_DISK = (apsw.FullError, apsw.IOError, apsw.CantOpenError, apsw.ReadOnlyError)
_KEPT_DAYS = 60
# Pieces leave a feed within weeks. One that is forgotten while it still stands there is read again, to no effect.
_SEEN_DAYS = 400
_TABLES = """
CREATE TABLE outlets (url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, due REAL, interval REAL,
  failures INTEGER NOT NULL, last_success TEXT, last_error TEXT, moved TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE seen (outlet TEXT NOT NULL, key TEXT NOT NULL, print TEXT NOT NULL, report TEXT, tries INTEGER NOT NULL,
  day TEXT NOT NULL,
  PRIMARY KEY (outlet, key)) STRICT, WITHOUT ROWID;
CREATE TABLE pages (url TEXT PRIMARY KEY, outlet TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE days (outlet TEXT NOT NULL, day TEXT NOT NULL, reports INTEGER NOT NULL,
  PRIMARY KEY (outlet, day)) STRICT, WITHOUT ROWID;
CREATE TABLE aside (outlet TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL, detail TEXT, last TEXT NOT NULL,
  PRIMARY KEY (outlet, reason)) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is remembered of an outlet between two polls."""

    before: Before = NEVER
    due: float | None = None  # seconds since 1970
    interval: float | None = None
    failures: int = 0
    last_success: str | None = None
    last_error: str | None = None
    moved: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is remembered of one piece of an outlet: its print changes with its text."""

    key: str
    print: str
    report: str | None = None  # None: not taken yet
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """How often something of an outlet was set aside for one reason."""

    reason: str
    count: int
    detail: str | None
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How an outlet is."""

    known: Known
    today: int  # reports that it brought today
    usual: float | None  # reports a day, over the days before on which it was watched
    days: tuple[tuple[str, int], ...]  # the days on which it was watched, and what each brought
    aside: tuple[Aside, ...]


class WatchState:
    """The memory of watching. What is recorded in one call is kept whole or not at all."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        try:
            self._connection = apsw.Connection(str(path) if path else ":memory:")
            self._connection.set_busy_timeout(20_000)
            self._connection.pragma("journal_mode", "wal")
            self._connection.pragma("cache_size", -_CACHE_KB)
            self._connection.pragma("synchronous", "normal")  # what is lost with the power is only asked for again
            if not self._connection.execute("SELECT count(*) FROM sqlite_schema").get:
                with self._connection:
                    self._connection.execute(_TABLES)
                    self._connection.pragma("user_version", _LAYOUT)
            if self._connection.pragma("user_version") != _LAYOUT:
                raise InputError(f"{path}: is no memory of watching, or of another fogline. Move it away.")
        except apsw.Error as error:
            if isinstance(error, _OF_THE_DISK):
                raise _refused(path, error) from None
            raise InputError(f"{path}: cannot be used ({error}). Move it away; watching begins anew.") from None

    def _execute(self, sql: str, values: tuple[object, ...] = ()) -> apsw.Cursor:
        with _told(self._path):
            return self._connection.execute(sql, values)

    def known(self, outlet: str) -> Known:
        """What is remembered of an outlet; nothing of a new one."""
        row = self._execute(
            "SELECT etag, last_modified, due, interval, failures, last_success, last_error, moved FROM outlets "
            "WHERE url = ?", (outlet,),
        ).fetchone()  # fmt: skip
        if row is None:
            return Known()
        before = Before(etag=row[0], last_modified=row[1])
        return Known(before=before, due=row[2], interval=row[3], failures=row[4], last_success=row[5],
                     last_error=row[6], moved=row[7])  # fmt: skip

    def seen(self, outlet: str, key: str) -> Seen | None:
        """What is remembered of a piece."""
        row = self._execute(
            "SELECT key, print, report, tries FROM seen WHERE outlet = ? AND key = ?", (outlet, key)
        ).fetchone()
        return Seen(key=row[0], print=row[1], report=row[2], tries=row[3]) if row else None

    def of_report(self, report: str) -> str | None:
        """The outlet that brought a report, as long as that is remembered."""
        row = self._execute("SELECT outlet FROM seen WHERE report = ? LIMIT 1", (report,)).fetchone()
        return row[0] if row else None

    def page_of(self, url: str) -> str | None:
        """The outlet through which a page was had first."""
        row = self._execute("SELECT outlet FROM pages WHERE url = ?", (url,)).fetchone()
        return row[0] if row else None

    def record(
        self,
        outlet: str,
        known: Known,
        *,
        now: str,
        seen: Iterable[Seen] = (),
        pages: Iterable[str] = (),
        reports: int = 0,
        aside: Iterable[tuple[str, str | None]] = (),
    ) -> None:
        """Remembers how a poll went."""
        with _told(self._path), _whole(self._connection):
            self._execute(
                "INSERT OR REPLACE INTO outlets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (outlet, known.before.etag, known.before.last_modified, known.due, known.interval, known.failures,
                 known.last_success, known.last_error, known.moved),
            )  # fmt: skip
            for one in seen:
                row = (outlet, one.key, one.print, one.report, one.tries, now[:10])
                self._execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?)", row)
            for url in pages:
                self._execute("INSERT OR IGNORE INTO pages VALUES (?, ?)", (url, outlet))
            self._execute(
                "INSERT INTO days VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET reports = reports + excluded.reports",
                (outlet, now[:10], reports),
            )
            self._execute(
                "DELETE FROM days WHERE outlet = ? AND day < date(?, ?)", (outlet, now[:10], f"-{_KEPT_DAYS} days")
            )
            if reports:
                old = (outlet, now[:10], f"-{_SEEN_DAYS} days")
                self._execute("DELETE FROM seen WHERE outlet = ? AND day < date(?, ?)", old)
            for reason, detail in aside:
                self._execute(
                    "INSERT INTO aside VALUES (?, ?, 1, ?, ?) ON CONFLICT DO UPDATE SET "
                    "count = count + 1, detail = excluded.detail, last = excluded.last",
                    (outlet, reason, detail, now),
                )

    def health(self, outlet: str, today: str) -> Health:
        """How an outlet is, as of a day."""
        counts = dict(self._execute("SELECT day, reports FROM days WHERE outlet = ?", (outlet,)))
        before = [reports for day, reports in counts.items() if day < today]
        rows = self._execute(
            "SELECT reason, count, detail, last FROM aside WHERE outlet = ? ORDER BY count DESC, reason", (outlet,)
        )
        return Health(
            known=self.known(outlet),
            today=counts.get(today, 0),
            usual=round(sum(before) / len(before), 1) if before else None,
            days=tuple(sorted(counts.items())),
            aside=tuple(Aside(reason=row[0], count=row[1], detail=row[2], last=row[3]) for row in rows),
        )

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()


@contextlib.contextmanager
def _whole(connection: apsw.Connection) -> Iterator[None]:
    """All of it or nothing. On a full disk SQLite itself has taken back all of it before it tells."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def _told(path: Path | None) -> Iterator[None]:
    """SQLite's errors as ours, with the way out."""
    try:
        yield
    except apsw.Error as error:
        raise _refused(path, error) from None


def _refused(path: Path | None, error: apsw.Error) -> FoglineError:
    """The disk is full or refuses; or, where it is no such error, something has become of the file."""
    way_out = "Make room, or check the disk" if isinstance(error, _OF_THE_DISK) else "Move it away"
    return FoglineError(
        f"{path}: what watching remembers cannot be read or written ({error}). {way_out}, and run it again: what was "
        "kept is safe in the ledger, and what was not is asked for again."
    )


def failed(known: Known, error: str, *, due: float) -> Known:
    """What is remembered after a poll that failed."""
    return replace(known, failures=known.failures + 1, last_error=error, due=due)
