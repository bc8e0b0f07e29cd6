"""What was fused before, in a file beside the ledger: parts by their keys, the last picture's rows by name and day.

In: bytes by key; rows of a picture. Out: the same, by key, by id, by name, by day. Refused: nothing. All of it can be
made again from the ledger: a file of another layout, or one that is damaged, is thrown away and begun anew, and where
none can be written it is held in memory.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import apsw

from fogline.store.schema import PATIENCE_MS, told, transaction

LAYOUT = 3
MOST_UNTOUCHED = (
    3  # times as many things as the last picture needs: pictures of other days are worth keeping for a while
)
_ASKED_AT_ONCE = 500
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
-- What leads: narrow, so that all of them are looked through in no time.
CREATE TABLE ranks (
  row INTEGER PRIMARY KEY,
  part INTEGER NOT NULL,
  low TEXT, high TEXT,
  begin TEXT, finish TEXT,          -- days on which it happened or held, where any is known
  points REAL NOT NULL,             -- its importance, its age left out
  claims INTEGER NOT NULL           -- how many it stands on
) STRICT;
CREATE INDEX ranks_part ON ranks(part);
CREATE INDEX rows_part ON rows(part);
CREATE INDEX rows_id ON rows(id);
CREATE INDEX rows_days ON rows(what, low, high);
-- What a row is found by, in lower case: place, speaker, party, kind; and its claims.
CREATE TABLE names (what TEXT NOT NULL, name TEXT NOT NULL, row INTEGER NOT NULL, part INTEGER NOT NULL,
  PRIMARY KEY (what, name, row)) STRICT, WITHOUT ROWID;
CREATE INDEX names_part ON names(part);
-- Where each report belongs: the earliest report that it copies or rewrites, and its story.
CREATE TABLE lines (id TEXT PRIMARY KEY, origin TEXT NOT NULL, story TEXT NOT NULL, why TEXT) STRICT, WITHOUT ROWID;
CREATE INDEX lines_origin ON lines(origin);
-- Ids of developments that were ever in a picture, each with its first claim. Never taken away.
CREATE TABLE published (id TEXT PRIMARY KEY, claim TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
Span = tuple[str, str]
Line = tuple[str, str, str, str | None]  # a report, its origin, its story, why it is taken for a copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One development, status or conflict with all that it is found by."""

    what: str
    id: str
    spans: tuple[Span, ...]  # days on which it happened or was published
    names: tuple[tuple[str, str], ...]  # what and name, in lower case: place, speaker, party, kind, claim
    tolled: bool
    happened: Span | None
    points: float
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows are asked for."""

    what: str
    names: tuple[tuple[str, str], ...] = ()  # all of them
    since: str | None = None
    until: str | None = None
    tolled: bool = False

    @property
    def spanned(self) -> bool:
        """Whether days are asked for."""
        return bool(self.since or self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """What age adds to importance: within the days from `first` to `last`, or before the day `old`."""

    first: str
    last: str
    old: str
    new: float
    background: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """The developments and statuses that lead, as (what, JSON), and how many there are and claims they stand on."""

    rows: tuple[tuple[str, str], ...]
    known: int
    claims: int


class Fused:
    """What was fused before. It keeps the contract `Memo` of the picture."""

    def __init__(self, path: Path | None) -> None:
        self._path = path or Path(":memory:")
        self._connection = opened_beside(path, _connected)
        self._execute = self._connection.execute
        self._touched: set[bytes] = set()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values of those keys that are held."""
        self._touched.update(keys)
        found: dict[bytes, bytes] = {}
        in_order = sorted(set(keys))  # as they lie in the index
        for first in range(0, len(in_order), _ASKED_AT_ONCE):
            some = in_order[first : first + _ASKED_AT_ONCE]
            sql = f"SELECT key, value FROM memo WHERE key IN ({', '.join('?' * len(some))})"  # noqa: S608 - marks only
            found.update(self._execute(sql, some))
        return found

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Holds the values, where it can: what is not held is made again."""
        cannot = (apsw.FullError, apsw.BusyError, apsw.ReadOnlyError, apsw.IOError)
        with contextlib.suppress(*cannot), self._connection:  # within a transaction too
            self._connection.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?)", values.items())

    def needed(self, keys: Iterable[bytes]) -> None:
        """Takes note that these are needed still, as if they had been asked for."""
        self._touched.update(keys)

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
        lines: Iterable[Line] = (),
    ) -> None:
        """Takes the rows of parts away, puts others in their stead and the lines of all reports, all or nothing."""
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
            self._place(lines)
            self._execute("INSERT OR REPLACE INTO state VALUES (1, ?, ?)", (stamp, json.dumps(dict(facts))))

    def rows_of(self, parts: Iterable[bytes]) -> Iterator[tuple[str, str]]:
        """The rows of these parts, as (what, JSON)."""
        sql = "SELECT r.what, r.json FROM parts p JOIN rows r ON r.part = p.seq WHERE p.key = ?"
        for key in parts:
            yield from self._execute(sql, (key,))

    @contextlib.contextmanager
    def still(self) -> Iterator[str | None]:
        """Of what the rows are, or None; whatever is read within is of this one moment, whoever writes meanwhile."""
        self._execute("BEGIN")
        try:
            yield self.stamp()
        finally:
            self._execute("ROLLBACK")

    def lines(self, reports: Iterable[str]) -> list[Line]:
        """Where these reports belong."""
        sql = "SELECT id, origin, story, why FROM lines WHERE id = ?"
        return [line for report in reports for line in self._execute(sql, (report,))]

    def lines_from(self, origin: str) -> list[Line]:
        """The reports that go back to one: itself, its copies and rewrites."""
        return list(self._execute("SELECT id, origin, story, why FROM lines WHERE origin = ? ORDER BY id", (origin,)))

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

    def moved(self) -> Iterator[tuple[str, str | None]]:
        """The ids of developments that are told no more, each with the id of what its first claim belongs to now."""
        yield from self._execute(
            """SELECT p.id, (SELECT r.id FROM names n JOIN rows r ON r.seq = n.row
            WHERE n.what = 'claim' AND n.name = p.claim AND r.what = 'development') FROM published p
            WHERE NOT EXISTS (SELECT 1 FROM rows r WHERE r.id = p.id AND r.what = 'development') ORDER BY p.id"""
        )

    def row(self, what: str, id: str) -> str | None:
        """One row by its id, as JSON."""
        found = self._execute("SELECT json FROM rows WHERE what = ? AND id = ?", (what, id)).fetchone()
        return found[0] if found else None

    def find(self, wanted: Wanted) -> Iterator[str]:
        """The rows that are asked for, as JSON, in no order."""
        terms, bound = _terms(wanted)
        # Of all developments, which are most of the rows, the table is read as it lies: by the index, which has them by
        # their days, each would be looked for in another part of the file (100,000: 0.34 s of processor, so 0.06 s).
        what = "+r.what = :what" if wanted.what == "development" and not terms else "r.what = :what"
        if wanted.tolled:
            terms.append("r.tolled")
        sql = f"SELECT r.json FROM rows r WHERE {' AND '.join([what, *terms])}"  # noqa: S608 - terms are ours
        for (text,) in self._execute(sql, {**bound, "what": wanted.what}):
            yield text

    def leading(self, wanted: Wanted, *, most: int, of_one: int, ages: Ages) -> Leading:
        """The most important developments and statuses that are asked for, as many as stand on `most` claims.

        `of_one`: how many of one row are counted at most. None of them, where all together stand on no more.
        """
        terms, bound = _terms(wanted)
        where = " AND ".join(terms) if terms else "TRUE"
        near = "ranks k JOIN rows r ON r.seq = k.row" if terms else "ranks k"
        held = f"SELECT count(*), coalesce(sum(k.claims), 0) FROM {near} WHERE {where}"  # noqa: S608 - as above
        known, claims = next(iter(self._execute(held, bound)))
        if claims <= most:
            return Leading(rows=(), known=known, claims=claims)
        sql = f"""SELECT k.row, k.claims, k.points + {_AGE} AS weight FROM {near} WHERE {where}
            ORDER BY weight DESC, k.row LIMIT {most}"""  # noqa: S608 - as above
        chosen, left = [], most
        for row, size, _ in self._execute(sql, {**bound, **dataclasses.asdict(ages)}):
            chosen.append(row)
            left -= min(size, of_one)
            if left <= 0:
                break
        sql = "SELECT what, json FROM rows WHERE seq = ?"
        rows = [(what, text) for row in chosen for what, text in self._execute(sql, (row,))]
        return Leading(rows=tuple(rows), known=known, claims=claims)

    def of_claims(self, what: str, claims: Iterable[str]) -> list[str]:
        """The rows that any of some claims belongs to, as JSON, each once."""
        sql = """SELECT r.seq, r.json FROM names n JOIN rows r ON r.seq = n.row
            WHERE n.what = 'claim' AND n.name = ? AND r.what = ?"""
        return list({seq: text for claim in claims for seq, text in self._execute(sql, (claim, what))}.values())

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _place(self, lines: Iterable[Line]) -> None:
        """Writes only what is new or has changed: of a large ledger, a batch moves little."""
        held: dict[str, Line] = {line[0]: line for line in self._execute("SELECT id, origin, story, why FROM lines")}
        come = [line for line in lines if held.pop(line[0], None) != line]
        self._connection.executemany("DELETE FROM lines WHERE id = ?", ((report,) for report in held))
        self._connection.executemany("INSERT OR REPLACE INTO lines VALUES (?, ?, ?, ?)", come)

    def _forget(self, key: bytes) -> None:
        part = self._execute("SELECT seq FROM parts WHERE key = ?", (key,)).get
        for table, column in (("names", "part"), ("ranks", "part"), ("rows", "part"), ("parts", "seq")):
            self._execute(f"DELETE FROM {table} WHERE {column} = ?", (part,))  # noqa: S608 - tables are ours

    def _insert(self, part: int, row: Row) -> None:
        low = min((first for first, _ in row.spans), default=None)
        high = max((last for _, last in row.spans), default=None)
        sql = "INSERT INTO rows (part, what, id, tolled, low, high, spans, json) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        self._execute(sql, (part, row.what, row.id, int(row.tolled), low, high, json.dumps(row.spans), row.json))
        seq = self._connection.last_insert_rowid()
        if row.what != "conflict":
            begin, finish = row.happened or (None, None)
            claims = sum(what == "claim" for what, _ in row.names)
            rank = (seq, part, low, high, begin, finish, row.points, claims)
            self._execute("INSERT INTO ranks VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rank)
        named = ((what, name, seq, part) for what, name in sorted(set(row.names)))
        self._connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", named)


# The window's own are new; what happened long before it is background.
_AGE = """CASE WHEN k.begin IS NULL AND k.finish IS NULL THEN :new
    WHEN k.begin BETWEEN :first AND :last OR k.finish BETWEEN :first AND :last THEN :new
    WHEN coalesce(k.finish, k.begin) < :old THEN :background ELSE 0 END"""


def _terms(wanted: Wanted) -> tuple[list[str], dict[str, str]]:
    """Names and days that are asked for, as SQL on `rows r`, and its values."""
    terms: list[str] = []
    bound: dict[str, str] = {}
    for at, (what, name) in enumerate(wanted.names):
        terms.append(f"r.seq IN (SELECT row FROM names WHERE what = :what{at} AND name = :name{at})")  # noqa: S608
        bound |= {f"what{at}": what, f"name{at}": name}
    if wanted.spanned:
        bound |= {"since": wanted.since or "", "until": wanted.until or "9999"}
        # Most lie within the days asked for; of those that only may, each span is looked at.
        terms.append("""r.low <= :until AND r.high >= :since AND (r.low >= :since AND r.high <= :until OR EXISTS
            (SELECT 1 FROM json_each(r.spans) s WHERE s.value ->> 0 <= :until AND s.value ->> 1 >= :since))""")
    return terms, bound


def beside(ledger: Path) -> Path:
    """Where what was fused of a ledger is kept.

    >>> beside(Path("war.ledger")).name
    'war.ledger-fused'
    """
    return ledger.with_name(ledger.name + "-fused")


def opened_beside(path: Path | None, connect: Callable[[str], apsw.Connection]) -> apsw.Connection:
    """A file of what can be made again, begun anew where it is damaged, in memory where it cannot be written."""
    if path is None:
        return connect(":memory:")
    try:
        return connect(str(path))
    except (apsw.NotADBError, apsw.CorruptError):
        for name in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            name.unlink(missing_ok=True)
        return connect(str(path))
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.IOError, apsw.FullError):
        return connect(":memory:")


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
