"""What was fused before, in a file beside the ledger: parts by their keys, the last picture's rows by name and day.

In: bytes by key; rows of a picture. Out: the same, by key, by id, by name, by day. Refused: nothing. All of it can be
made again from the ledger: a file of another layout, or one that is damaged, is thrown away and begun anew, and where
none can be written it is held in memory.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import apsw

from fogline.store.schema import PATIENCE_MS, told, transaction

LAYOUT = 1
MOST_UNTOUCHED = (
    3  # times as many things as the last picture needs: pictures of other days are worth keeping for a while
)
_TABLES = """
CREATE TABLE memo (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT;
-- The last picture. `stamp` says of what: the ledger's batch, the rules' version.
CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), stamp TEXT NOT NULL, facts TEXT NOT NULL) STRICT;
CREATE TABLE parts (seq INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE rows (
  seq INTEGER PRIMARY KEY,
  part INTEGER NOT NULL,
  what TEXT NOT NULL,               -- development, status, conflict
  id TEXT NOT NULL,
  tolled INTEGER NOT NULL,          -- whether it has tolls
  low TEXT, high TEXT,              -- first and last day on which it happened or was published; null: none is known
  spans TEXT NOT NULL,              -- all of them: [[first, last]...]
  json TEXT NOT NULL
) STRICT;
CREATE INDEX rows_part ON rows(part);
CREATE INDEX rows_id ON rows(id);
CREATE INDEX rows_days ON rows(what, low, high);
-- What a row is found by, in lower case: place, speaker, party, kind; and its claims.
CREATE TABLE names (what TEXT NOT NULL, name TEXT NOT NULL, row INTEGER NOT NULL, part INTEGER NOT NULL,
  PRIMARY KEY (what, name, row)) STRICT, WITHOUT ROWID;
CREATE INDEX names_part ON names(part);
-- Ids of developments that were ever in a picture, each with its first claim. Never taken away.
CREATE TABLE published (id TEXT PRIMARY KEY, claim TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
Span = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One development, status or conflict with all that it is found by."""

    what: str
    id: str
    spans: tuple[Span, ...]  # days on which it happened or was published
    names: tuple[tuple[str, str], ...]  # what and name, in lower case: place, speaker, party, kind, claim
    tolled: bool
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows are asked for."""

    what: str
    names: tuple[tuple[str, str], ...] = ()  # all of them
    since: str | None = None
    until: str | None = None
    tolled: bool = False


class Fused:
    """What was fused before. It keeps the contract `Memo` of the picture."""

    def __init__(self, path: Path | None) -> None:
        self._path = path or Path(":memory:")
        self._connection = _opened(path)
        self._execute = self._connection.execute
        self._touched: set[bytes] = set()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values of those keys that are held."""
        found = {}
        self._touched.update(keys)
        for key in keys:
            row = self._execute("SELECT value FROM memo WHERE key = ?", (key,)).fetchone()
            if row is not None:
                found[key] = row[0]
        return found

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Holds the values, where it can: what is not held is made again."""
        cannot = (apsw.FullError, apsw.BusyError, apsw.ReadOnlyError, apsw.IOError)
        with contextlib.suppress(*cannot), self._connection:  # within a transaction too
            self._connection.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?)", values.items())

    def forget_untouched(self) -> None:
        """Throws away what was not asked for since this was opened, where that is most of what is held."""
        if self._execute("SELECT count(*) FROM memo").get > MOST_UNTOUCHED * len(self._touched):
            with told(self._path), transaction(self._connection):
                self._execute("CREATE TEMP TABLE IF NOT EXISTS touched (key BLOB PRIMARY KEY) WITHOUT ROWID")
                self._connection.executemany(
                    "INSERT OR IGNORE INTO touched VALUES (?)", ((key,) for key in self._touched)
                )
                self._execute("DELETE FROM memo WHERE key NOT IN (SELECT key FROM touched)")
                self._execute("DROP TABLE touched")

    def stamp(self) -> str | None:
        """Of what the rows are, or None."""
        row = self._execute("SELECT stamp FROM state").fetchone()
        return row[0] if row else None

    def facts(self) -> dict[str, str | int | None]:
        """What was noted beside the rows."""
        row = self._execute("SELECT facts FROM state").fetchone()
        found: dict[str, str | int | None] = json.loads(row[0]) if row else {}
        return found

    def parts(self) -> set[bytes]:
        """The keys of the parts whose rows are held."""
        return {key for (key,) in self._execute("SELECT key FROM parts")}

    def replace(
        self,
        gone: Iterable[bytes],
        come: Iterable[tuple[bytes, Sequence[Row]]],
        stamp: str,
        facts: Mapping[str, str | int | None],
    ) -> None:
        """Takes the rows of parts away and puts others in their stead, all or nothing."""
        with told(self._path), transaction(self._connection):
            for key in gone:
                self._forget(key)
            last = self._execute("SELECT coalesce(max(seq), 0) FROM rows").get
            for key, rows in come:
                self._execute("INSERT INTO parts (key) VALUES (?)", (key,))
                part = self._connection.last_insert_rowid()
                for row in rows:
                    self._insert(part, row)
            # Ids of developments stay known with their first claims, whatever becomes of them.
            self._execute(
                """INSERT OR IGNORE INTO published SELECT id, json_extract(json, '$.claims[0]') FROM rows
                WHERE what = 'development' AND seq > ?""",
                (last,),
            )
            self._execute("INSERT OR REPLACE INTO state VALUES (1, ?, ?)", (stamp, json.dumps(dict(facts))))

    def with_claim(self, what: str, claim: str) -> str | None:
        """A row that a claim belongs to, as JSON."""
        sql = """SELECT r.json FROM names n JOIN rows r ON r.seq = n.row
            WHERE n.what = 'claim' AND n.name = ? AND r.what = ?"""
        found = self._execute(sql, (claim, what)).fetchone()
        return found[0] if found else None

    def first_claim(self, development: str) -> str | None:
        """The first claim of a development of that id, where one was ever in a picture."""
        row = self._execute("SELECT claim FROM published WHERE id = ?", (development,)).fetchone()
        return row[0] if row else None

    def row(self, what: str, id: str) -> str | None:
        """One row by its id, as JSON."""
        found = self._execute("SELECT json FROM rows WHERE what = ? AND id = ?", (what, id)).fetchone()
        return found[0] if found else None

    def find(self, wanted: Wanted) -> Iterator[str]:
        """The rows that are asked for, as JSON, in no order."""
        terms, bound = ["r.what = ?"], [wanted.what]
        for what, name in wanted.names:
            terms.append("r.seq IN (SELECT row FROM names WHERE what = ? AND name = ?)")
            bound += [what, name]
        first, last = wanted.since or "", wanted.until or "9999"
        spanned = bool(wanted.since or wanted.until)
        if spanned:
            terms.append("r.low <= ? AND r.high >= ?")
            bound += [last, first]
        if wanted.tolled:
            terms.append("r.tolled")
        sql = f"SELECT r.spans, r.json FROM rows r WHERE {' AND '.join(terms)}"  # noqa: S608 - terms are ours
        for spans, text in self._execute(sql, bound):
            if not spanned or any(low <= last and high >= first for low, high in json.loads(spans)):
                yield text

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _forget(self, key: bytes) -> None:
        part = self._execute("SELECT seq FROM parts WHERE key = ?", (key,)).get
        for table, column in (("names", "part"), ("rows", "part"), ("parts", "seq")):
            self._execute(f"DELETE FROM {table} WHERE {column} = ?", (part,))  # noqa: S608 - tables are ours

    def _insert(self, part: int, row: Row) -> None:
        low = min((first for first, _ in row.spans), default=None)
        high = max((last for _, last in row.spans), default=None)
        sql = "INSERT INTO rows (part, what, id, tolled, low, high, spans, json) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        self._execute(sql, (part, row.what, row.id, int(row.tolled), low, high, json.dumps(row.spans), row.json))
        seq = self._connection.last_insert_rowid()
        named = ((what, name, seq, part) for what, name in sorted(set(row.names)))
        self._connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", named)


def beside(ledger: Path) -> Path:
    """Where what was fused of a ledger is kept.

    >>> beside(Path("war.ledger")).name
    'war.ledger-fused'
    """
    return ledger.with_name(ledger.name + "-fused")


def _opened(path: Path | None) -> apsw.Connection:
    if path is None:
        return _connected(":memory:")
    try:
        return _connected(str(path))
    except (apsw.NotADBError, apsw.CorruptError):
        for name in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            name.unlink(missing_ok=True)
        return _connected(str(path))
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.IOError, apsw.FullError):
        return _connected(":memory:")


def _connected(path: str) -> apsw.Connection:
    connection = apsw.Connection(path)
    try:
        connection.set_busy_timeout(PATIENCE_MS)
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", "normal")  # the last moments may be lost with the power, and are made again
        connection.pragma("cache_size", -64_000)
        if connection.pragma("user_version") != LAYOUT:
            with transaction(connection):
                old = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                for (table,) in list(connection.execute(old)):
                    connection.execute(f'DROP TABLE "{table}"')
                connection.execute(_TABLES)
                connection.pragma("user_version", LAYOUT)
    except BaseException:
        connection.close()
        raise
    return connection
