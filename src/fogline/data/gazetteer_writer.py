"""Writes a gazetteer file: rows of places in, one SQLite file with an index of names out.

In: `GazetteerRow`s in any order, one at a time. Out: the file, the same bytes for the same rows in any order. Memory is
bounded: rows wait in a file beside the new one, SQLite sorts them on disk, and the new file takes its name only when it
is whole. The same writer serves the shipped gazetteer (`training/gazetteer.py`) and `fogline gazetteer import`.
Refused: nothing of its own; a disk that is full raises apsw's error, and what was there before stays.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import apsw

from fogline.data.gazetteer_names import ARABIC, SLAVIC, arabic_key, name_key, sieve, slavic_key

KINDS = (
    "country",
    "region",
    "district",
    "city",
    "town",
    "village",
    "continent",
    "area",
    "sea",
    "river",
    "lake",
    "island",
    "mountains",
    "suburb",
    "park",
    "strait",
    "quarter",
)
FORMAT = 2  # of the file; 1 had neither sources nor origins
_SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE source(id INTEGER PRIMARY KEY, name TEXT, licence TEXT, attribution TEXT, places INTEGER);
CREATE TABLE region(id INTEGER PRIMARY KEY, country TEXT, admin1 TEXT, admin2 TEXT);
CREATE TABLE place(id INTEGER PRIMARY KEY, geonameid INTEGER, name TEXT, lat INTEGER, lon INTEGER, kind INTEGER,
  region INTEGER, population INTEGER, radius REAL, capital INTEGER);
CREATE TABLE origin(place INTEGER PRIMARY KEY, id TEXT);
CREATE TABLE name(key TEXT, place INTEGER, PRIMARY KEY(key, place)) WITHOUT ROWID;
"""
# Partial indices, so that opening a file of millions of places does not read them all for the countries and capitals.
_INDICES = """
CREATE INDEX country ON place(region) WHERE kind = 0;
CREATE INDEX capital ON place(id) WHERE capital = 1;
"""
_STAGE = """
CREATE TABLE stage.place(old INTEGER PRIMARY KEY, geonameid INTEGER, name TEXT, lat REAL, lon REAL, kind INTEGER,
  country TEXT, admin1 TEXT, admin2 TEXT, population INTEGER, radius REAL, capital INTEGER, origin TEXT);
CREATE TABLE stage.key(old INTEGER, key TEXT);
CREATE TABLE stage.late(geonameid INTEGER, key TEXT);
CREATE TABLE stage.moved(old INTEGER PRIMARY KEY, geonameid INTEGER, new INTEGER);
"""
_ORDERED = (
    "SELECT old, geonameid, name, lat, lon, kind, country, admin1, admin2, population, radius, capital, origin "
    "FROM stage.place ORDER BY population DESC, coalesce(geonameid, 0), name, lat, lon, kind, country, origin"
)
_NAMES = (
    "INSERT OR IGNORE INTO name SELECT key, new FROM ("
    "SELECT k.key, m.new FROM stage.key k CROSS JOIN stage.moved m ON m.old = k.old"
)
_LATE_NAMES = " UNION ALL SELECT n.key, m.new FROM stage.numbered n CROSS JOIN stage.moved m USING (geonameid)"
_IN_ORDER = ") WHERE key <> '' ORDER BY key, new"
_BATCH = 20_000  # rows that wait in memory
_CACHE_KB = 64_000  # of SQLite's page cache, each of two files
_NAME_SCRIPT = re.compile(r"[A-Z\u00c0-\u024f\u1e00-\u1effʼʹ'’`А-ЯЁІЇЄҐЎЈЉЊЋЂЏ]")

Area = tuple[str, str, str]  # country, first and second division, each "" where unknown
Staged = tuple[int | None, str, float, float, int, str, str, str, int, float | None, int | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerRow:
    """One place as it goes into the file. `radius_km` None: by the population."""

    geonameid: int | None
    name: str
    lat: float
    lon: float
    kind: str
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    population: int = 0
    radius_km: float | None = None
    names: tuple[str, ...] = ()  # other names
    capital: bool = False  # of a country
    origin: str | None = None  # where GeoNames has no number for it: "osm node 123"


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerSource:
    """Whose work a file holds, and what must be said of it."""

    name: str
    licence: str
    attribution: str = ""
    places: int = 0


_ROMANISED = frozenset({"city", "town", "village", "suburb", "quarter", "region", "district"})


def settlement_kind(population: int) -> str:
    """What news would call a settlement of that many people: city, town or village."""
    return "city" if population >= 30_000 else "town" if population >= 3_000 else "village"


def settlement_radius(population: int) -> float:
    """How far off a settlement's point can be, in km: built-up areas grow about with the root of the population."""
    return round(max(1.0, math.sqrt(max(population, 0)) / 100), 1)


def is_name(text: str) -> bool:
    """Whether an alternate name is one in Latin or Cyrillic letters, not a code, a link or a romanised sound."""
    return (
        bool(_NAME_SCRIPT.match(text))
        and not (text.isupper() and len(text) <= 4)
        and len(text) <= 60
        and "://" not in text
    )


def keys_of(name: str, names: Iterable[str], country: str | None, kind: str = "city") -> set[str]:
    """All keys under which a place of these names can be found."""
    every = (name, *names)
    keys = set(map(name_key, every))
    if country in SLAVIC:
        keys |= {key for one in every if (key := slavic_key(one))}
    elif country in ARABIC and kind in _ROMANISED and (key := arabic_key(name)):
        # The place's first name alone: its others are historical, or already spellings of it.
        keys |= {key, key.replace(" ", "")}  # "Abukamal"
    keys.discard("")
    return keys


def write_gazetteer(rows: Iterable[GazetteerRow], out: Path, *, sources: Sequence[GazetteerSource]) -> int:
    """Writes the file and returns how many places it holds; the same rows in any order give the same file."""
    with GazetteerWriter(out) as writer:
        for row in rows:
            writer.add(row)
        return writer.finish(sources)


class GazetteerWriter:
    """A gazetteer file in the making. Leaving it before `finish` leaves no file."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._part, self._stage = (out.with_name(f".{out.name}.{end}") for end in ("part", "stage"))
        self._remove()
        self._connection = apsw.Connection(str(self._part))
        run = self._connection.execute
        run("ATTACH ? AS stage", (str(self._stage),))
        for name in ("main", "stage"):
            run(f"PRAGMA {name}.journal_mode=OFF; PRAGMA {name}.synchronous=OFF; PRAGMA {name}.cache_size=-{_CACHE_KB}")
        # What SQLite sorts may be larger than a /tmp in memory, so it goes where the file itself has room.
        run("PRAGMA temp_store=FILE")
        run("PRAGMA temp_store_directory='" + str(out.resolve().parent).replace("'", "''") + "'")
        run(_STAGE)
        run("BEGIN")
        self._places: list[tuple[int, Staged]] = []
        self._keys: list[tuple[int, str]] = []
        self._late: list[tuple[int, str]] = []
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.execute("PRAGMA temp_store_directory=''")
        self._connection.close()
        self._remove()

    def add(self, row: GazetteerRow) -> None:
        """Takes one place in."""
        self.count += 1
        old = self.count
        by_rule = row.radius_km is None or row.radius_km == settlement_radius(row.population)
        self._places.append(
            (
                old,
                (
                    row.geonameid, row.name, row.lat, row.lon, KINDS.index(row.kind), row.country or "",
                    row.admin1 or "", row.admin2 or "", row.population, None if by_rule else row.radius_km,
                    1 if row.capital else None, row.origin,
                ),
            )
        )  # fmt: skip
        self._keys += [(old, key) for key in keys_of(row.name, row.names, row.country, row.kind)]
        if len(self._places) >= _BATCH:
            self._flush()

    def add_name(self, geonameid: int, name: str, *, slavic: bool) -> None:
        """Takes a further name for the place of that number, which may come before or after it."""
        self._late.append((geonameid, name_key(name)))
        if slavic and (key := slavic_key(name)):
            self._late.append((geonameid, key))
        if len(self._late) >= _BATCH:
            self._flush()

    def finish(
        self,
        sources: Sequence[GazetteerSource],
        *,
        area: Callable[[Area], Area] = lambda area: area,
        shown: Mapping[int, str] | None = None,
    ) -> int:
        """Writes the file, and returns how many places it holds.

        `area` turns codes of divisions into names; `shown` are names to print in place of the ones given, by number.
        """
        self._flush()
        run = self._connection.execute
        run("COMMIT")
        run(_SCHEMA)
        digest = hashlib.sha256()
        with self._connection:
            run("INSERT INTO meta VALUES ('format', ?)", (FORMAT,))
            for one in sources:
                row = (one.name, one.licence, one.attribution, one.places)
                run("INSERT INTO source(name, licence, attribution, places) VALUES (?, ?, ?, ?)", row)
            self._write_places(self._write_areas(area), shown or {}, digest.update)
            self._write_names(digest.update)
            run("INSERT INTO meta VALUES ('fingerprint', ?)", (digest.hexdigest()[:16],))
            run(_INDICES)
        run("DETACH stage")
        self._connection.close()
        self._part.replace(self._out)
        self._connection = apsw.Connection(":memory:")
        return self.count

    def _flush(self) -> None:
        fill = self._connection.executemany
        places = ((old, *place) for old, place in self._places)
        fill("INSERT INTO stage.place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
        fill("INSERT INTO stage.key VALUES (?, ?)", self._keys)
        fill("INSERT INTO stage.late VALUES (?, ?)", self._late)
        self._places, self._keys, self._late = [], [], []

    def _write_areas(self, area: Callable[[Area], Area]) -> dict[Area, int]:
        """Numbers the divisions by their names, and tells the number of each as it is staged."""
        staged = self._connection.execute("SELECT DISTINCT country, admin1, admin2 FROM stage.place").fetchall()
        named: dict[Area, Area] = {(str(c), str(a), str(b)): area((str(c), str(a), str(b))) for c, a, b in staged}
        numbers = {name: number for number, name in enumerate(sorted(set(named.values())))}
        self._connection.executemany(
            "INSERT INTO region VALUES (?, ?, ?, ?)",
            ((number, *(part or None for part in name)) for name, number in numbers.items()),
        )
        return {code: numbers[name] for code, name in named.items()}

    def _write_places(
        self, areas: Mapping[Area, int], shown: Mapping[int, str], update: Callable[[bytes], object]
    ) -> None:
        moved: list[tuple[int, int | None, int]] = []
        rows: list[tuple[object, ...]] = []
        origins: list[tuple[int, str]] = []

        def write() -> None:
            self._connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            self._connection.executemany("INSERT INTO origin VALUES (?, ?)", origins)
            self._connection.executemany("INSERT INTO stage.moved VALUES (?, ?, ?)", moved)
            for one in (rows, origins, moved):
                one.clear()

        for new, staged in enumerate(self._connection.execute(_ORDERED), 1):
            old, number, name, lat, lon, kind, country, admin1, admin2, population, radius, capital, origin = staged
            name = shown.get(number, name) if number else name
            row = (new, number, name, round(lat * 1e4), round(lon * 1e4), kind, areas[country, admin1, admin2],
                   population, radius, capital)  # fmt: skip
            rows.append(row)
            update(repr(row).encode())
            moved.append((old, number, new))
            if origin:
                origins.append((new, origin))
            if len(rows) >= _BATCH:
                write()
        write()

    def _write_names(self, update: Callable[[bytes], object]) -> None:
        run = self._connection.execute
        late = run("SELECT 1 FROM stage.late LIMIT 1").fetchone() is not None
        if late:
            # Both sides in the order of the number: the join then reads each from front to back.
            run("CREATE TABLE stage.numbered AS SELECT geonameid, key FROM stage.late ORDER BY geonameid")
            run("CREATE INDEX stage.moved_number ON moved(geonameid, new)")
        run(_NAMES + (_LATE_NAMES if late else "") + _IN_ORDER)
        count = int(run("SELECT count(DISTINCT key) FROM name").get or 0)
        run("INSERT INTO meta VALUES ('sieve', ?)", (sieve(self._every_key(update), count),))

    def _every_key(self, update: Callable[[bytes], object]) -> Iterator[str]:
        last = ""
        for key, place in self._connection.execute("SELECT key, place FROM name ORDER BY key, place"):
            update(f"{key}\0{place}\n".encode())
            if key != last:
                last = key
                yield key

    def _remove(self) -> None:
        for path in (self._part, self._stage):
            path.unlink(missing_ok=True)
