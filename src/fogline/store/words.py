"""The words of a ledger's claims and reports, indexed in a file beside it, with all that claims are found by.

In: readings in the order in which they were recorded, as far as they may be shown. Out: where claims and reports are
that have certain words and marks, the latest first; names and how often they were heard. Refused: nothing. All of it
can be made again from the ledger: a file of another layout or of other rules, or one that is damaged, is begun anew,
and where none can be written it is held in memory.

The index is SQLite's FTS5 without contents: it knows words and where they stand, no text. A row's number is its day,
reading and place in the reading, so that the latest come first without sorting and days are a range of numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import apsw

from fogline.data.terms import TOKENIZER, Terms
from fogline.store.fused import opened_beside
from fogline.store.schema import PATIENCE_MS, told, transaction

LAYOUT = 1
_TOKENIZER = " ".join(TOKENIZER)
_TABLES = f"""
CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), rules TEXT NOT NULL, reading INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE claims USING fts5(words, marks, content='', columnsize=0, tokenize='{_TOKENIZER}');
CREATE VIRTUAL TABLE reports USING fts5(words, marks, content='', columnsize=0, tokenize='{_TOKENIZER}');
-- Names as they are written, and on which days how many claims have them.
CREATE TABLE names (seq INTEGER PRIMARY KEY, what TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (what, name)) STRICT;
CREATE TABLE heard (name INTEGER NOT NULL, day TEXT NOT NULL, claims INTEGER NOT NULL, about TEXT,
  PRIMARY KEY (name, day)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE named USING fts5(words, content='', columnsize=0, tokenize='{_TOKENIZER}');
"""
_AT_BITS, _READING_BITS = 14, 27  # up to 16,384 claims a reading and 134 million readings
MOST_AT = (1 << _AT_BITS) - 1
_MOST_NUMBER = (1 << 62) - 1
_AT_ONCE_BYTES = 32_000_000  # of an index held in memory before it is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a claim or a report is: its published day ("": not known), its reading, its place among the claims."""

    day: str
    reading: int
    at: int = 0

    @property
    def number(self) -> int:
        """The number under which it is indexed: of the latest day the highest; in a reading, the first claim's.

        >>> Spot(day="2023-03-04", reading=7, at=1).number < Spot(day="2023-03-04", reading=7).number
        True
        """
        year, month, day = map(int, self.day.split("-")) if self.day else (0, 1, 1)
        day = (year * 12 + month - 1) * 31 + day - 1  # every day that can be written, also the 30th of February
        return (day << _READING_BITS | self.reading) << _AT_BITS | (MOST_AT - self.at)

    @classmethod
    def of(cls, number: int) -> Spot:
        """The spot of a number.

        >>> Spot.of(Spot(day="2023-03-04", reading=7, at=1).number)
        Spot(day='2023-03-04', reading=7, at=1)
        """
        months, day = divmod(number >> (_AT_BITS + _READING_BITS), 31)
        written = f"{months // 12:04}-{months % 12 + 1:02}-{day + 1:02}"
        reading = number >> _AT_BITS & ((1 << _READING_BITS) - 1)
        return cls(day=written if months else "", reading=reading, at=MOST_AT - (number & MOST_AT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a claim or report is found by: its text, and marks (what and name)."""

    spot: Spot
    words: str
    marks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many more claims of a day have a name, and what it is about (a place's division, a speaker's role)."""

    what: str  # place, speaker, outlet
    name: str
    day: str
    claims: int
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for: words, marks of which one of each group is there, days that are published."""

    terms: Terms | None = None
    marks: tuple[tuple[tuple[str, str], ...], ...] = ()
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name, how many claims have it, and the last day of a report that has."""

    name: str
    claims: int
    last: str | None
    about: str | None


class Words:
    """The index. `path` None: in memory."""

    def __init__(self, path: Path | None) -> None:
        self._path = path or Path(":memory:")
        self._connection = opened_beside(path, _connected)
        self._execute = self._connection.execute

    @property
    def lasting(self) -> bool:
        """Whether it is in a file."""
        return bool(self._connection.filename)

    def until(self, rules: str) -> int:
        """The last reading that is indexed by these rules; 0: none is."""
        row = self._execute("SELECT rules, reading FROM state").fetchone()
        return int(row[1]) if row and row[0] == rules else 0

    def begin(self, rules: str) -> None:
        """Throws away what other rules indexed."""
        if self.until(rules):
            return
        with told(self._path), transaction(self._connection):
            _make(self._connection)
            self._execute("INSERT INTO state VALUES (1, ?, 0)", (rules,))

    def add(
        self, claims: Iterable[Entry], reports: Iterable[Entry], counts: Iterable[Count], *, after: int, reading: int
    ) -> bool:
        """Indexes some readings more, all or nothing: those after one, up to and with `reading`.

        False where another process indexed them meanwhile.
        """
        with told(self._path), transaction(self._connection):
            if self._execute("SELECT reading FROM state").get != after:
                return False
            for table, entries in (("claims", claims), ("reports", reports)):
                # In the order of their numbers: the index holds what comes in order in memory, and writes it once.
                rows = sorted((one.spot.number, one.words, _tokens(one.marks)) for one in entries)
                self._connection.executemany(f"INSERT INTO {table} (rowid, words, marks) VALUES (?, ?, ?)", rows)  # noqa: S608
            for one in counts:
                self._count(one)
            self._execute("UPDATE state SET reading = ?", (reading,))
        return True

    def claims(self, sought: Sought, before: Spot | None = None) -> Iterator[Spot]:
        """Where claims are that have all that is sought, the latest first; those of one reading in its order."""
        return self._found("claims", sought, before)

    def reports(self, sought: Sought, before: Spot | None = None) -> Iterator[Spot]:
        """Where reports are that have all that is sought, the latest first."""
        return self._found("reports", sought, before)

    def names(self, what: str, *, terms: Terms | None = None, until: str | None = None) -> list[Named]:
        """The names that were heard by a day, those with the most claims first; `terms`: those with these words."""
        days = "h.day > '' AND h.day <= :until" if until else "TRUE"  # what is of unknown day was not known by a day
        which = "AND n.seq IN (SELECT rowid FROM named WHERE named MATCH :terms)" if terms else ""
        sql = f"""SELECT n.name, sum(h.claims) AS many, max(h.day), h.about FROM names n JOIN heard h ON h.name = n.seq
            WHERE n.what = :what AND {days} {which} GROUP BY n.seq HAVING many > 0
            ORDER BY many DESC, n.name"""  # noqa: S608 - terms are ours, values are bound
        bound = {"what": what, "until": until, "terms": terms.expression() if terms else None}
        return [
            Named(name=name, claims=claims, last=last or None, about=about)
            for name, claims, last, about in self._execute(sql, bound)
        ]

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _found(self, table: str, sought: Sought, before: Spot | None) -> Iterator[Spot]:
        dated = "0001-01-01" if sought.until else ""  # what is of unknown day answers no span
        low = Spot(day=sought.since or dated, reading=0, at=MOST_AT).number
        high = Spot(day=sought.until, reading=(1 << _READING_BITS) - 1).number if sought.until else _MOST_NUMBER
        high = min(high, before.number - 1) if before else high
        asked = _expression(sought)
        where = f"{table} MATCH :asked AND" if asked else ""
        sql = f"SELECT rowid FROM {table} WHERE {where} rowid BETWEEN :low AND :high ORDER BY rowid DESC"  # noqa: S608
        for (number,) in self._execute(sql, {"asked": asked, "low": low, "high": high}):
            yield Spot.of(number)

    def _count(self, one: Count) -> None:
        names = "INSERT INTO names (what, name) VALUES (?, ?) ON CONFLICT DO NOTHING"
        self._execute(names, (one.what, one.name))
        if self._connection.changes():
            row = self._connection.last_insert_rowid()
            self._execute("INSERT INTO named (rowid, words) VALUES (?, ?)", (row, one.name))
        self._execute(
            """INSERT INTO heard SELECT seq, ?, ?, ? FROM names WHERE what = ? AND name = ?
            ON CONFLICT DO UPDATE SET claims = claims + excluded.claims, about = coalesce(excluded.about, about)""",
            (one.day, one.claims, one.about, one.what, one.name),
        )


def _expression(sought: Sought) -> str:
    """What is sought in the index's language; all that is in it are words within quotes."""
    groups = (" OR ".join(f'"{_token(*mark)}"' for mark in group) for group in sought.marks)
    parts = [f"marks : ({group})" for group in groups]
    if sought.terms:
        # A column filter holds for the whole of what is looked for, and for what is not wanted too.
        parts.insert(0, f"words : ({sought.terms.expression()})")
    return " AND ".join(parts)


def _tokens(marks: Iterable[tuple[str, str]]) -> str:
    return " ".join(sorted({_token(*mark) for mark in marks}))


def _token(what: str, name: str) -> str:
    """A mark as one word: 40 bits of a digest. Whoever asks looks at what is found again."""
    return "x" + hashlib.blake2b(f"{what}\0{name.casefold()}".encode(), digest_size=5).hexdigest()


def words_beside(ledger: Path) -> Path:
    """Where the words of a ledger are indexed.

    >>> words_beside(Path("war.ledger")).name
    'war.ledger-words'
    """
    return ledger.with_name(ledger.name + "-words")


def _make(connection: apsw.Connection) -> None:
    for table in ("state", "claims", "reports", "names", "heard", "named"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(_TABLES)
    for table in ("claims", "reports"):
        connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', {_AT_ONCE_BYTES})")  # noqa: S608


def _connected(path: str) -> apsw.Connection:
    connection = apsw.Connection(path)
    try:
        connection.set_busy_timeout(PATIENCE_MS)
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", "normal")  # the last moments may be lost with the power, and are made again
        connection.pragma("cache_size", -32_000)
        if connection.pragma("user_version") != LAYOUT:
            with transaction(connection):
                _make(connection)
                connection.pragma("user_version", LAYOUT)
    except BaseException:
        connection.close()
        raise
    return connection
