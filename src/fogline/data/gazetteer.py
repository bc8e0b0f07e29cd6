"""Where named places lie: a name in, all places that bear it out, most populous first.

The shipped file is made by `training/gazetteer.py` out of GeoNames (CC BY 4.0) and the tables beside this module; it is
opened read-only and read by name, so that starting costs milliseconds and memory stays small. A user's own file (from
`fogline gazetteer import`, named in FOGLINE_GAZETTEER) has the same shape; what both hold is joined. Refused: a file
that is no gazetteer, or that the disk does not give (`TableError`); an unknown name gives an empty tuple.
"""

from __future__ import annotations

import functools
import math
import os
import tomllib
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import apsw

from fogline.data.gazetteer_display import printed_name, printed_names
from fogline.data.gazetteer_names import arabic_key, may_hold, name_key, slavic_key
from fogline.data.gazetteer_writer import KINDS, settlement_radius
from fogline.data.remembered import MOST_REMEMBERED
from fogline.model.errors import TableError

SHIPPED = Path(__file__).with_name("gazetteer.sqlite")
CHOICE = "FOGLINE_GAZETTEER"  # files of the user's own, parted by ":"; "only:" before them leaves the shipped one out
ONLY = "only:"
SAME_KM = 3.0  # two settlements of one name that are this near are one: sources put their points up to that far apart
SETTLEMENTS = frozenset({"city", "town", "village", "suburb", "quarter"})
_COLUMNS = (
    "SELECT p.id, p.geonameid, p.name, p.lat, p.lon, p.kind, p.population, p.radius, p.capital, "
    "r.country, r.admin1, r.admin2, {origin} FROM {first} LEFT JOIN region r ON r.id = p.region "
)
_ORIGIN = "(SELECT o.id FROM origin o WHERE o.place = p.id)"
_COUNTRIES = "SELECT r.country, p.name FROM place p JOIN region r ON r.id = p.region WHERE p.kind = 0"


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
    origin: str | None = None  # in OpenStreetMap: "osm node 123"


class Gazetteer:
    """Gazetteer files, opened for reading; the first one stands for what several of them hold."""

    def __init__(self, *paths: Path) -> None:
        self.paths = paths
        self._files = [_File(path) for path in paths]
        self._countries: dict[str, str] = {}
        for file in self._files:
            self._countries |= file.countries
        self._codes = {name: code for code, name in sorted(self._countries.items(), reverse=True)}
        own = [file.fingerprint for file, path in zip(self._files, paths, strict=True) if path != SHIPPED]
        # What tells a reading with these files from one with the shipped file alone.
        self.fingerprint = "+".join([*own, *([] if SHIPPED in paths else ["only"])]) or None
        self._joins = bool(own)
        self.lookup = functools.lru_cache(maxsize=MOST_REMEMBERED)(self._lookup)
        self.by_key = functools.lru_cache(maxsize=MOST_REMEMBERED)(self._by_key)

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
        more = [entry for entry in self.by_key(coarse) if entry not in found] if coarse else []
        if not found and not more:
            more = list(self.sounding_like(name))
        if not more:
            return found
        every = (*found, *more)
        return tuple(sorted(joined(every) if self._joins else every, key=lambda entry: -entry.population))

    def sounding_like(self, name: str) -> tuple[Entry, ...]:
        """The places that an Arabic name in a spelling of its own may mean: names are romanised in many ways.

        None where the name as it is written is a place's. What is found so is a guess, to be held against the words
        around it.
        """
        key, own, coarse = arabic_key(name), name_key(name), slavic_key(name)
        known = own in printed_names().spellings or self.by_key(own) or (coarse and self.by_key(coarse))
        return self.by_key(key) if key is not None and not known else ()

    def _by_key(self, key: str) -> tuple[Entry, ...]:
        """All places kept under exactly this key (see `gazetteer_names`)."""
        found: list[Entry] = []
        for file in self._files:
            if may_hold(file.sieve, key):
                found.extend(self._entry(row) for row in file.rows_of(key))
        return joined(tuple(found)) if self._joins else tuple(found)

    def country_name(self, code: str | None) -> str | None:
        """The English short name of a country code: "UA" is Ukraine."""
        return self._countries.get(code or "")

    def country_code(self, name: str) -> str | None:
        """The code of a country by its English short name: Ukraine's is "UA"."""
        return self._codes.get(name)

    def capital(self, code: str | None) -> Entry | None:
        """The capital of a country by its code, where the gazetteer knows it.

        >>> [default_gazetteer().capital(code).name for code in ("FR", "PL")]
        ['Paris', 'Warsaw']
        """
        return self._capitals.get(code or "")

    @functools.cached_property
    def _capitals(self) -> dict[str, Entry]:
        found = [self._entry(row) for file in self._files for row in file.capitals()]
        return {entry.country: entry for entry in found if entry.country}

    def _entry(self, row: tuple[object, ...]) -> Entry:
        _, geonameid, name, lat, lon, kind, population, radius, capital, country, admin1, admin2, origin = row
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
            origin=str(origin) if origin else None,
        )


class _File:
    """One gazetteer file."""

    def __init__(self, path: Path) -> None:
        # `immutable` spares locks, so that a file on a read-only disk or shared by many processes does.
        address = f"{path.resolve().as_uri()}?immutable=1"
        self._path = path
        try:
            self._run = apsw.Connection(address, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI).execute
            meta = dict(self._run("SELECT key, value FROM meta"))
            self.countries = {str(code): str(name) for code, name in self._run(_COUNTRIES) if code}
        except apsw.IOError as error:
            raise _unreadable(path, error) from None
        except apsw.Error as error:
            raise TableError(f"{path}: no gazetteer ({error}). Make one: fogline gazetteer import") from None
        kept = meta.get("sieve")
        self.sieve = kept if isinstance(kept, bytes) else b"\xff"  # a file without a filter may hold anything
        self.fingerprint = str(meta.get("fingerprint", path.name))
        origin = _ORIGIN if "format" in meta else "NULL"
        self._by_key = _COLUMNS.format(origin=origin, first="name n JOIN place p ON p.id = n.place")
        self._capital = _COLUMNS.format(origin=origin, first="place p")

    def rows_of(self, key: str) -> list[tuple[object, ...]]:
        """All places kept under a key, most populous first."""
        return self._rows(self._by_key + "WHERE n.key = ? ORDER BY p.id", (key,))

    def capitals(self) -> list[tuple[object, ...]]:
        """All capitals, a country's most populous last."""
        return self._rows(self._capital + "WHERE p.capital = 1 ORDER BY p.id DESC", ())

    def _rows(self, query: str, given: tuple[str, ...]) -> list[tuple[object, ...]]:
        try:
            return list(self._run(query, given))
        except (apsw.IOError, apsw.CorruptError) as error:
            raise _unreadable(self._path, error) from None


def _unreadable(path: Path, error: apsw.Error) -> TableError:
    return TableError(f"{path}: cannot be read ({error}). Check the disk and run it again.")


def _degrees(stored: object) -> float:
    return round(stored / 1e4, 4) if isinstance(stored, (int, float)) else 0.0


def default_gazetteer() -> Gazetteer:
    """The gazetteer that reports are read with: the user's files that FOGLINE_GAZETTEER names, and the shipped one."""
    return _opened(os.environ.get(CHOICE, ""))


@functools.lru_cache(maxsize=4)
def _opened(choice: str) -> Gazetteer:
    return Gazetteer(*chosen_files(choice))


def chosen_files(choice: str) -> tuple[Path, ...]:
    """The files that a choice names, the user's own first.

    >>> [path.name for path in chosen_files("sudan.gazetteer")]
    ['sudan.gazetteer', 'gazetteer.sqlite']
    >>> [path.name for path in chosen_files("only:my.gazetteer")]
    ['my.gazetteer']
    """
    own = tuple(Path(name) for name in choice.removeprefix(ONLY).split(os.pathsep) if name)
    return own if own and choice.startswith(ONLY) else (*own, SHIPPED)


def joined(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Entries of several files with each place once: the first one's settlement, the last one's country or region.

    A settlement is the same by its number in GeoNames, or by its country and nearness where one has no number. It keeps
    the first file's name and point, and takes from the others what that file does not know. For what is larger the
    last file stands, the shipped one: its points and radii were measured.
    """
    kept: list[Entry] = []
    near: dict[_Cell, list[int]] = {}  # so that of the thousand places of one name only neighbours are compared
    for entry in entries:
        at = next((n for cell in _cells(entry, 1) for n in near.get(cell, ()) if _is_same(kept[n], entry)), None)
        if at is None:
            for cell in _cells(entry, 0):
                near.setdefault(cell, []).append(len(kept))
            kept.append(entry)
        elif entry.kind in SETTLEMENTS:
            kept[at] = _completed(kept[at], entry)
        else:
            kept[at] = replace(entry, geonameid=entry.geonameid or kept[at].geonameid)
    return tuple(sorted(kept, key=lambda entry: -entry.population))


_Cell = tuple[str | int | None, ...]


def _cells(entry: Entry, around: int) -> list[_Cell]:
    """The keys under which an entry that may be the same is found."""
    cells: list[_Cell] = [] if entry.geonameid is None else [(entry.geonameid,)]
    if entry.kind not in SETTLEMENTS:
        return [*cells, (entry.kind, entry.country)]
    row, column, steps = math.floor(entry.lat * 10), math.floor(entry.lon * 10), range(-around, around + 1)
    return [*cells, *((row + up, column + along) for up in steps for along in steps)]


def _is_same(one: Entry, other: Entry) -> bool:
    if one.geonameid is not None and other.geonameid is not None:
        return one.geonameid == other.geonameid
    if one.kind in SETTLEMENTS:
        near = abs(one.lat - other.lat) < 0.2 and kilometres(one.lat, one.lon, other.lat, other.lon) < SAME_KM
        return (
            other.kind in SETTLEMENTS
            and near
            and (one.country == other.country or None in (one.country, other.country))
        )
    if one.kind != other.kind or one.country != other.country:
        return False
    if one.kind in {"region", "district"}:
        return (one.admin1, one.admin2) == (other.admin1, other.admin2) or one.name == other.name
    return kilometres(one.lat, one.lon, other.lat, other.lon) < max(one.radius_km, other.radius_km)


def _completed(first: Entry, more: Entry) -> Entry:
    larger = first if first.population >= more.population else more
    return replace(
        first,
        geonameid=first.geonameid or more.geonameid,
        country=first.country or more.country,
        country_name=first.country_name or more.country_name,
        admin1=first.admin1 or more.admin1,
        admin2=first.admin2 or more.admin2,
        kind=first.kind if first.population else larger.kind,
        population=larger.population,
        radius_km=larger.radius_km,
        capital=first.capital or more.capital,
        origin=first.origin or more.origin,
    )


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
