"""Writes a gazetteer file: rows of places in, one small SQLite file with an index of names out.

The same writer serves the shipped gazetteer (`training/gazetteer.py`) and `fogline gazetteer import`, which reads
GeoNames' own dumps. Refused: a dump line with fewer than nineteen fields (ValueError with its number).
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import apsw

from fogline.data.gazetteer_names import name_key, sieve, slavic_key

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
SLAVIC = frozenset({"UA", "RU", "BY"})
_SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE region(id INTEGER PRIMARY KEY, country TEXT, admin1 TEXT, admin2 TEXT);
CREATE TABLE place(id INTEGER PRIMARY KEY, geonameid INTEGER, name TEXT, lat INTEGER, lon INTEGER, kind INTEGER,
  region INTEGER, population INTEGER, radius REAL, capital INTEGER);
CREATE TABLE name(key TEXT, place INTEGER, PRIMARY KEY(key, place)) WITHOUT ROWID;
"""
_DUMP_KINDS = {
    "CONT": "continent",
    "OCN": "sea",
    "SEA": "sea",
    "GULF": "sea",
    "BAY": "sea",
    "STRT": "strait",
    "STM": "river",
    "LK": "lake",
    "ISL": "island",
    "ISLS": "island",
    "MTS": "mountains",
    "MT": "mountains",
    "RGN": "area",
    "PRK": "park",
    "ADM1": "region",
    "ADM2": "district",
    "PPLX": "quarter",
}
_READ_CLASSES = {"A", "P", "H", "L", "T"}
_COUNTRY_CODES = {"PCLI", "PCL", "PCLD", "PCLS", "PCLF", "PCLIX", "TERR"}
_NAME_SCRIPT = re.compile(r"[A-Z\u00c0-\u024f\u1e00-\u1effʼʹ'’`А-ЯЁІЇЄҐЎЈЉЊЋЂЏ]")


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


def keys_of(row: GazetteerRow) -> set[str]:
    """All keys under which a place can be found."""
    keys = {name_key(name) for name in (row.name, *row.names)}
    if row.country in SLAVIC:
        keys |= {key for name in (row.name, *row.names) if (key := slavic_key(name))}
    return {key for key in keys if key}


def write_gazetteer(rows: Iterable[GazetteerRow], out: Path, *, source: str) -> int:
    """Writes the file and returns how many places it holds; the same rows in any order give the same file."""
    kept = sorted(rows, key=lambda row: (-row.population, row.geonameid or 0, row.name, row.lat, row.lon))
    out.unlink(missing_ok=True)
    connection = apsw.Connection(str(out))
    connection.execute("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
    connection.execute(_SCHEMA)
    areas = {area: number for number, area in enumerate(sorted({_area(row) for row in kept}))}
    numbered = list(enumerate(kept, 1))
    with connection:
        connection.execute("INSERT INTO meta VALUES ('source', ?)", (source,))
        connection.executemany(
            "INSERT INTO region VALUES (?, ?, ?, ?)", ((n, *(part or None for part in a)) for a, n in areas.items())
        )
        connection.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_place(n, row, areas[_area(row)]) for n, row in numbered),
        )
        names = sorted((key, n) for n, row in numbered for key in keys_of(row))
        connection.executemany("INSERT INTO name VALUES (?, ?)", names)
        connection.execute("INSERT INTO meta VALUES ('sieve', ?)", (sieve(key for key, _ in names),))
    connection.execute("VACUUM")
    connection.close()
    return len(kept)


def _area(row: GazetteerRow) -> tuple[str, str, str]:
    return (row.country or "", row.admin1 or "", row.admin2 or "")


def _place(number: int, row: GazetteerRow, region: int) -> tuple[int | str | float | None, ...]:
    by_rule = row.radius_km is None or row.radius_km == settlement_radius(row.population)
    return (
        number,
        row.geonameid,
        row.name,
        round(row.lat * 1e4),
        round(row.lon * 1e4),
        KINDS.index(row.kind),
        region,
        row.population,
        None if by_rule else row.radius_km,
        1 if row.capital else None,
    )


def import_dump(paths: Sequence[Path], out: Path) -> int:
    """Makes a gazetteer file of GeoNames' dumps: `allCountries.txt` or a country's, with `alternateNamesV2.txt` beside.

    A file whose name starts with `alternateNames` gives further names; every other file gives places.
    """
    others: dict[int, list[str]] = {}
    for path in paths:
        if path.name.startswith("alternateNames"):
            for geonameid, name in _alternates(path):
                others.setdefault(geonameid, []).append(name)
    places = [row for path in paths if not path.name.startswith("alternateNames") for row in _dump_rows(path)]
    full = (replace(row, names=(*row.names, *others.get(row.geonameid or 0, ()))) for row in places)
    return write_gazetteer(full, out, source="GeoNames dump, CC BY 4.0: " + ", ".join(path.name for path in paths))


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _alternates(path: Path) -> Iterator[tuple[int, str]]:
    for fields in _lines(path):
        if (
            len(fields) >= 4
            and fields[2] not in {"link", "post", "iata", "icao", "wkdt", "unlc"}
            and is_name(fields[3])
        ):
            yield int(fields[1]), fields[3]


def _dump_rows(path: Path) -> Iterator[GazetteerRow]:
    for number, fields in enumerate(_lines(path), 1):
        if len(fields) < 19:
            raise ValueError(f"{path.name}:{number}: {len(fields)} fields, a GeoNames dump has 19")
        kind = _dump_kind(fields[6], fields[7], int(fields[14] or 0))
        if kind is None:
            continue
        yield GazetteerRow(
            geonameid=int(fields[0]),
            name=fields[1],
            lat=float(fields[4]),
            lon=float(fields[5]),
            kind=kind,
            country=fields[8] or None,
            admin1=fields[10] or None,
            admin2=fields[11] or None,
            population=int(fields[14] or 0),
            capital=fields[7] == "PPLC",
            radius_km={"country": 300.0, "region": 80.0, "district": 20.0}.get(kind),
            names=tuple(name for name in (fields[2], *fields[3].split(",")) if name and is_name(name)),
        )


def _dump_kind(feature_class: str, code: str, population: int) -> str | None:
    if feature_class not in _READ_CLASSES:
        return None
    if code in _COUNTRY_CODES:
        return "country"
    if feature_class == "P" and code != "PPLX":
        return settlement_kind(population)
    return _DUMP_KINDS.get(code)
