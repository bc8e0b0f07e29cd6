"""What was alerted, and what became of sending it, in a file beside the ledger.

In: alerts as they fire, marks of what each rule has told of, how each try to send went. Out: the same, by rule, by due
time, latest first. Refused with `InputError`: a file that is no such memory.

An alert and its deliveries are one transaction with full sync: from then on it is sent, once to each target, whatever
happens to the process. A delivery is noted as begun before it is sent and as sent after it; one that was begun and not
ended may have arrived, and is sent again under the same id (at least once). Only one process sends at a time.
"""

from __future__ import annotations

import contextlib
import fcntl
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import apsw

from fogline.model.errors import InputError
from fogline.store.schema import PATIENCE_MS, told, transaction

_LAYOUT = 1
WAITING, BEGUN, SENT, GIVEN_UP = "waiting", "begun", "sent", "given up"
_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE rules (name TEXT PRIMARY KEY, conditions TEXT NOT NULL, since TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- What a rule has told of, or was known before it: claims and reports, so that what is fused anew is known again.
CREATE TABLE marks (rule TEXT NOT NULL, mark TEXT NOT NULL, figure REAL,
  PRIMARY KEY (rule, mark)) STRICT, WITHOUT ROWID;
CREATE TABLE alerts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rule TEXT NOT NULL, fired_at TEXT NOT NULL,
  title TEXT NOT NULL, json TEXT NOT NULL) STRICT;
CREATE INDEX alerts_rule ON alerts(rule);
CREATE TABLE deliveries (alert TEXT NOT NULL, target TEXT NOT NULL, bundle TEXT, state TEXT NOT NULL,
  tries INTEGER NOT NULL, due REAL NOT NULL, at TEXT, error TEXT,
  PRIMARY KEY (alert, target)) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_due ON deliveries(state, due);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An alert as it is kept."""

    id: str
    rule: str
    fired_at: str
    title: str
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert on its way to one target."""

    alert: Kept
    target: str
    bundle: str | None  # what is sent in one message
    state: str  # waiting, begun, sent, given up
    tries: int
    due: float  # seconds since 1970
    at: str | None  # of the last change
    error: str | None


_DELIVERY = """SELECT a.id, a.rule, a.fired_at, a.title, a.json, d.target, d.bundle, d.state, d.tries, d.due, d.at,
    d.error FROM deliveries d JOIN alerts a ON a.id = d.alert"""


class AlertMemory:
    """The memory of alerts. `path` None: for a trial, in memory.

    `shown`: an alert as it may be told, sent and listed now; of what fired something may have been taken down since.
    """

    def __init__(self, path: Path | None, shown: Callable[[Kept], Kept] = lambda kept: kept) -> None:
        self._path = path or Path(":memory:")
        self.shown = shown
        try:
            self._connection = apsw.Connection(str(self._path))
            self._connection.set_busy_timeout(PATIENCE_MS)
            self._connection.pragma("journal_mode", "wal")
            self._connection.pragma("synchronous", "full")  # what is kept as sent must not be sent again
            with transaction(self._connection):
                if not self._connection.execute("SELECT count(*) FROM sqlite_schema").get:
                    self._connection.execute(_TABLES)
                    self._connection.execute("INSERT INTO facts VALUES ('feed', ?)", (f"urn:uuid:{uuid.uuid4()}",))
                    self._connection.pragma("user_version", _LAYOUT)
            if self._connection.pragma("user_version") != _LAYOUT:
                raise InputError(f"{path}: is no memory of alerts, or of another fogline. Move it away.")
        except apsw.Error as error:
            raise InputError(f"{path}: cannot be used ({error}). Move it away; alerts begin anew.") from None
        self._execute = self._connection.execute

    @contextlib.contextmanager
    def deciding(self) -> Iterator[None]:
        """What is noted within is kept whole or not at all."""
        with told(self._path), transaction(self._connection):
            yield

    @property
    def feed_id(self) -> str:
        """What the feed of these alerts is called, for good."""
        return str(self._execute("SELECT value FROM facts WHERE name = 'feed'").get)

    def conditions(self, rule: str) -> str | None:
        """The conditions under which a rule was last looked at."""
        row = self._execute("SELECT conditions FROM rules WHERE name = ?", (rule,)).fetchone()
        return row[0] if row else None

    def begin(self, rule: str, conditions: str, now: str) -> None:
        """A rule is looked at with these conditions from now on."""
        self._execute("INSERT OR REPLACE INTO rules VALUES (?, ?, ?)", (rule, conditions, now))

    def marked(self, rule: str, marks: Collection[str]) -> tuple[bool, float | None]:
        """Whether the rule has told of any of it, and the highest figure with which it did."""
        sql = "SELECT figure FROM marks WHERE rule = ? AND mark = ?"
        rows = [row for mark in marks for row in self._execute(sql, (rule, mark))]
        return bool(rows), max((row[0] for row in rows if row[0] is not None), default=None)

    def mark(self, rule: str, marks: Collection[str], figure: float | None) -> None:
        """The rule has told of this; a figure only rises."""
        self._connection.executemany(
            "INSERT INTO marks VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
            "figure = max(coalesce(figure, excluded.figure), coalesce(excluded.figure, figure))",
            ((rule, mark, figure) for mark in sorted(marks)),
        )

    def fire(self, alert: Kept, targets: Sequence[tuple[str, str | None]], due: float) -> bool:
        """Keeps an alert, to be sent to targets (name, bundle); False where it was kept before."""
        if self._execute("SELECT 1 FROM alerts WHERE id = ?", (alert.id,)).fetchone() is not None:
            return False
        self._execute(
            "INSERT INTO alerts (id, rule, fired_at, title, json) VALUES (?, ?, ?, ?, ?)",
            (alert.id, alert.rule, alert.fired_at, alert.title, alert.json),
        )
        for target, bundle in targets:
            row = (alert.id, target, bundle, WAITING, 0, due, None, None)
            self._execute("INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return True

    def due(self, now: float, *, longest: float) -> list[Delivery]:
        """What is to be sent now, in order. A due time further ahead than the longest wait is a clock set back."""
        where = "d.state IN ('waiting', 'begun') AND (d.due <= ? OR d.due > ?) ORDER BY a.seq, d.target"
        return [self._delivery(row) for row in self._execute(f"{_DELIVERY} WHERE {where}", (now, now + longest))]

    def note(
        self, sent: Sequence[Delivery], state: str, now: str, *, due: float = 0.0, error: str | None = None
    ) -> None:
        """How a try went, of all that was in one message; `begun` counts it."""
        with told(self._path), transaction(self._connection):
            for one in sent:
                self._execute(
                    "UPDATE deliveries SET state = ?, tries = tries + ?, due = ?, at = ?, error = ? "
                    "WHERE alert = ? AND target = ?",
                    (state, int(state == BEGUN), due, now, error, one.alert.id, one.target),
                )

    def again(self, alert: str | None) -> int:
        """Has what was given up, or waits, tried again at once; of one alert, or of all. How many."""
        with told(self._path), transaction(self._connection):
            sql = "UPDATE deliveries SET state = 'waiting', tries = 0, due = 0 WHERE state != 'sent'"
            self._execute(sql + (" AND alert = ?" if alert else ""), (alert,) if alert else ())
            return int(self._connection.changes())

    def deliveries(self, alert: str) -> list[Delivery]:
        """All deliveries of an alert."""
        rows = self._execute(f"{_DELIVERY} WHERE a.id = ? ORDER BY d.target", (alert,))
        return [self._delivery(row) for row in rows]

    def alerts(self, *, most: int | None = None, rule: str | None = None) -> Iterator[Kept]:
        """The alerts, latest first."""
        where = "WHERE rule = :rule" if rule else ""
        sql = f"SELECT id, rule, fired_at, title, json FROM alerts {where} ORDER BY seq DESC LIMIT :most"  # noqa: S608
        for row in self._execute(sql, {"rule": rule, "most": -1 if most is None else most}):
            yield self.shown(Kept(id=row[0], rule=row[1], fired_at=row[2], title=row[3], json=row[4]))

    def counts(self, rule: str) -> tuple[int, str | None, int]:
        """Of a rule: how many alerts, when the last one, how many deliveries that failed and are not sent."""
        number, last = next(iter(self._execute("SELECT count(*), max(fired_at) FROM alerts WHERE rule = ?", (rule,))))
        failed = """SELECT count(*) FROM deliveries d JOIN alerts a ON a.id = d.alert
            WHERE a.rule = ? AND d.state != 'sent' AND d.error IS NOT NULL"""
        return number, last, int(self._execute(failed, (rule,)).get)

    def _delivery(self, row: tuple[object, ...]) -> Delivery:
        id, rule, fired_at, title, text, target, bundle, state, tries, due, at, error = row
        alert = Kept(id=str(id), rule=str(rule), fired_at=str(fired_at), title=str(title), json=str(text))
        return Delivery(
            alert=self.shown(alert),
            target=str(target),
            bundle=str(bundle) if bundle else None,
            state=str(state),
            tries=int(tries) if isinstance(tries, int) else 0,
            due=float(due) if isinstance(due, (int, float)) else 0.0,
            at=str(at) if at else None,
            error=str(error) if error else None,
        )

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def alerts_beside(ledger: Path) -> Path:
    """Where the alerts of a ledger are kept.

    >>> alerts_beside(Path("war.ledger")).name
    'war.ledger-alerts'
    """
    return ledger.with_name(ledger.name + "-alerts")


@contextlib.contextmanager
def alone(memory: Path) -> Iterator[bool]:
    """Whether nobody else looks and sends from this memory now; the lock ends with the process, however it ends."""
    with memory.with_name(memory.name + "-lock").open("wb") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
