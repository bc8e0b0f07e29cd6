"""Where named places lie: a name in, all places that bear it out, most populous first.

The shipped file is made by `training/gazetteer.py` out of GeoNames (CC BY 4.0) and the tables beside this module; it is
opened read-only and read by name, so that starting costs milliseconds and memory stays small. A user's own file (from
`fogline gazetteer import`) has the same shape and is asked after the shipped one. Refused: nothing; an unknown name
gives an empty tuple.
"""

from __future__ import annotations

import functools
import math
import tomllib
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import apsw

from fogline.data.gazetteer_display import printed_name, printed_names
from fogline.data.gazetteer_names import may_hold, name_key, slavic_key
from fogline.data.gazetteer_writer import KINDS, settlement_radius

SETTLEMENTS = frozenset({"city", "town", "village", "suburb", "quarter"})
_COLUMNS = (
    "SELECT p.id, p.geonameid, p.name, p.lat, p.lon, p.kind, p.population, p.radius, p.capital, "
    "r.country, r.admin1, r.admin2 "
    "FROM name n JOIN place p ON p.id = n.place LEFT JOIN region r ON r.id = p.region "
)
_CAPITALS = (
    _COLUMNS.replace("FROM name n JOIN place p ON p.id = n.place", "FROM place p")
    + "WHERE p.capital = 1 ORDER BY p.id DESC"
)
_BY_KEY = _COLUMNS + "WHERE n.key = ? ORDER BY p.id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place of the gazetteer. `radius_km`: how far from the point it may reach."""

    name: str
    lat: float
    lon: float
    kind: str
    geonameid: int | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    country_name: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    population: int = 0
    radius_km: float = 1.0
    capital: bool = False  # of its country


class Gazetteer:
    """A gazetteer file, opened for reading."""

    def __init__(self, *paths: Path) -> None:
        # `immutable` spares locks, so that a file on a read-only disk or shared by many processes does.
        self._connections = [
            apsw.Connection(
                f"{path.resolve().as_uri()}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
            )
            for path in paths
        ]
        self._sieves = [_sieve(connection) for connection in self._connections]
        self._capitals: dict[str, Entry] | None = None
        self._countries: dict[str, str] = {}
        for connection in self._connections:
            rows = connection.execute(
                "SELECT r.country, p.name FROM place p JOIN region r ON r.id = p.region WHERE p.kind = 0"
            )
            self._countries |= {code: name for code, name in rows if code}
        self.lookup = functools.lru_cache(maxsize=100_000)(self._lookup)
        self.by_key = functools.lru_cache(maxsize=100_000)(self._by_key)

    def _lookup(self, name: str) -> tuple[Entry, ...]:
        """All places that bear the name, in any spelling, most populous first.

        >>> [(entry.name, entry.country) for entry in default_gazetteer().lookup("Artemivsk")][:1]
        [('Bakhmut', 'UA')]
        """
        key = name_key(name)
        found = self.by_key(key)
        if (behind := printed_names().spellings.get(key)) is not None:
            country, own = behind
            shown = printed_name(country, own)
            meant = [entry for entry in self.by_key(name_key(own)) if (entry.country, entry.name) == (country, shown)]
            found = tuple(sorted({*found, *meant}, key=lambda entry: (-entry.population, entry.geonameid or 0)))
        coarse = slavic_key(name)
        if not coarse:
            return found
        more = [entry for entry in self.by_key(coarse) if entry not in found]
        if not more:
            return found
        return tuple(sorted((*found, *more), key=lambda entry: -entry.population))

    def _by_key(self, key: str) -> tuple[Entry, ...]:
        """All places kept under exactly this key (see `gazetteer_names`)."""
        found: list[Entry] = []
        for connection, bits in zip(self._connections, self._sieves, strict=True):
            if may_hold(bits, key):
                found.extend(self._entry(row) for row in connection.execute(_BY_KEY, (key,)))
        return tuple(found)

    def country_name(self, code: str | None) -> str | None:
        """The English short name of a country code: "UA" is Ukraine."""
        return self._countries.get(code or "")

    def capital(self, code: str | None) -> Entry | None:
        """The capital of a country by its code, where the gazetteer knows it.

        >>> [default_gazetteer().capital(code).name for code in ("FR", "PL")]
        ['Paris', 'Warsaw']
        """
        if self._capitals is None:
            found = [self._entry(row) for connection in self._connections for row in connection.execute(_CAPITALS)]
            self._capitals = {entry.country: entry for entry in found if entry.country}
        return self._capitals.get(code or "")

    def _entry(self, row: tuple[object, ...]) -> Entry:
        _, geonameid, name, lat, lon, kind, population, radius, capital, country, admin1, admin2 = row
        people = population if isinstance(population, int) else 0
        return Entry(
            geonameid=geonameid if isinstance(geonameid, int) else None,
            name=printed_name(str(country) if country else None, str(name)),
            lat=_degrees(lat),
            lon=_degrees(lon),
            kind=KINDS[kind if isinstance(kind, int) else 0],
            country=str(country) if country else None,
            country_name=self._countries.get(str(country)) if country else None,
            admin1=str(admin1) if admin1 else None,
            admin2=str(admin2) if admin2 else None,
            population=people,
            capital=bool(capital),
            radius_km=float(radius) if isinstance(radius, (int, float)) else settlement_radius(people),
        )


def _sieve(connection: apsw.Connection) -> bytes:
    for (bits,) in connection.execute("SELECT value FROM meta WHERE key = 'sieve'"):
        return bytes(bits)
    return b"\xff"  # a file without a filter may hold anything


def _degrees(stored: object) -> float:
    return round(stored / 1e4, 4) if isinstance(stored, (int, float)) else 0.0


@functools.cache
def default_gazetteer() -> Gazetteer:
    """The shipped gazetteer, opened once a process."""
    # A wheel is unpacked when it is installed; `as_file` covers a zipped package by copying the file out.
    with as_file(files("fogline.data").joinpath("gazetteer.sqlite")) as path:
        return Gazetteer(path)


def kilometres(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> float:
    """The great-circle distance between two points.

    >>> round(kilometres(48.5942, 37.9989, 48.6921, 38.0710))
    12
    """
    p, q = math.radians(a_lat), math.radians(b_lat)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b_lon - a_lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


_POINTS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def bearing_degrees(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> float:
    """The direction from a to b, in degrees clockwise from north."""
    p, q, turn = math.radians(a_lat), math.radians(b_lat), math.radians(b_lon - a_lon)
    y = math.sin(turn) * math.cos(q)
    x = math.cos(p) * math.sin(q) - math.sin(p) * math.cos(q) * math.cos(turn)
    return math.degrees(math.atan2(y, x)) % 360


def compass(degrees: float) -> str:
    """The nearest of the eight points of the compass.

    >>> compass(30), compass(350)
    ('north-east', 'north')
    """
    return _POINTS[round(degrees / 45) % 8]


@functools.cache
def table(name: str) -> dict[str, object]:
    """A TOML table of this folder, read once."""
    return tomllib.loads(files("fogline.data").joinpath(name).read_text(encoding="utf-8"))
