"""Makes a gazetteer file of GeoNames' dumps and extracts of OpenStreetMap, however large.

In: files as they were downloaded, and what of them is wanted. Out: the gazetteer file, and what became of every row:
kept, left out (by the user's choice, or since news does not name such things), set aside with its line and the reason.
A file is known by its name: `alternateNames…`, `admin1Codes…`, `admin2Codes…`, `countryInfo…`, an ending of OSM; any
other `.txt` or `.zip` is a dump. Refused: files that hold no place at all (`InputError`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import apsw

from fogline.data.gazetteer import SETTLEMENTS, SHIPPED
from fogline.data.gazetteer_divisions import Divisions
from fogline.data.gazetteer_geonames import ATTRIBUTION as OF_GEONAMES
from fogline.data.gazetteer_geonames import LICENCE as GEONAMES_LICENCE
from fogline.data.gazetteer_geonames import OtherName, alternate_names, countries, divisions, dump_rows
from fogline.data.gazetteer_lines import Aside
from fogline.data.gazetteer_names import SLAVIC, romanised
from fogline.data.gazetteer_osm import ATTRIBUTION as OF_OSM
from fogline.data.gazetteer_osm import ENDINGS, osm_rows
from fogline.data.gazetteer_osm import LICENCE as OSM_LICENCE
from fogline.data.gazetteer_writer import GazetteerRow, GazetteerSource, GazetteerWriter
from fogline.model.errors import FoglineError, InputError

STEP = 20_000  # rows between two words of progress
_DIVIDED = frozenset({"country", "region", "district"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the files goes into the gazetteer."""

    countries: frozenset[str] = frozenset()  # codes; none: all
    min_population: int = 0  # of settlements
    osm_country: str | None = None  # of an extract whose places do not say theirs


@dataclass(slots=True, kw_only=True)
class Imported:
    """What became of the rows."""

    places: int = 0
    names: int = 0  # of files of alternate names
    left_out: int = 0
    aside: int = 0


Told = Callable[[Aside | str], None]  # told of each row set aside, and of progress in words


def import_files(paths: Sequence[Path], out: Path, *, wanted: Wanted | None = None, told: Told) -> Imported:
    """Makes the file, and tells what became of the rows. What was there before stays until the new one is whole."""
    wanted = wanted or Wanted()
    kinds = {path: kind_of(path) for path in paths}
    if any(path.resolve() == out.resolve() for path in paths):
        raise InputError(f"{out}: is one of the files to read. Name another --out.")
    try:
        with GazetteerWriter(out) as writer:
            return _Importer(writer, wanted, told).run(kinds)
    except apsw.Error as error:
        raise FoglineError(f"{out}: cannot be written ({error}). Name another --out, or make room.") from None


def kind_of(path: Path) -> str:
    """What a file is by its name: dump, names, admin1, admin2, countries or osm."""
    name = path.name.lower()
    starts = {"alternatenames": "names", "admin1codes": "admin1", "admin2codes": "admin2", "countryinfo": "countries"}
    for start, kind in starts.items():
        if name.startswith(start):
            return kind
    bare = path.with_suffix("").name if path.suffix in {".gz", ".bz2"} else path.name
    if bare.endswith(ENDINGS):
        return "osm"
    if name.endswith((".txt", ".zip", ".txt.gz", ".txt.bz2", ".tsv")):
        return "dump"
    raise InputError(f"{path}: neither a dump of GeoNames (.txt, .zip) nor an extract of OSM ({' '.join(ENDINGS)}).")


class _Importer:
    """One import under way."""

    def __init__(self, writer: GazetteerWriter, wanted: Wanted, told: Told) -> None:
        self._writer, self._wanted, self._told = writer, wanted, told
        self._divisions = Divisions(SHIPPED)
        self._done = Imported()
        self._read = 0
        self._kept = _Numbers()
        self._slavic = _Numbers()
        self._larger = _Numbers()  # divisions, whose English names are printed
        self._shown: dict[int, str] = {}
        self._radii: dict[str, float] = {}
        self._sources: list[GazetteerSource] = []

    def run(self, kinds: dict[Path, str]) -> Imported:
        """Reads tables first, then places, then their further names."""
        for path in _of(kinds, "countries"):
            self._countries(path)
        for path in (*_of(kinds, "admin1"), *_of(kinds, "admin2")):
            for one in divisions(path):
                if isinstance(one, Aside):
                    self._aside(one)
                else:
                    self._divisions.learn(one.code, one.name)
        for path in _of(kinds, "dump"):
            self._places(path, dump_rows(path), GEONAMES_LICENCE, OF_GEONAMES)
        for path in _of(kinds, "osm"):
            rows = osm_rows(path, country=self._wanted.osm_country)
            self._places(path, rows, OSM_LICENCE, OF_OSM)
        if not self._done.places:
            raise InputError(
                f"{', '.join(map(str, kinds))}: no place that is wanted. Name other files, or ask for more."
            )
        for path in _of(kinds, "names"):
            self._names(path)
        self._told("sorting and writing")
        self._writer.finish(self._sources, area=self._area, shown=self._shown)
        return self._done

    def _countries(self, path: Path) -> None:
        for one in countries(path):
            if isinstance(one, Aside):
                self._aside(one)
                continue
            if one.geonameid is not None:
                self._shown[one.geonameid] = one.name
            if one.radius_km is not None:
                self._radii[one.code] = one.radius_km

    def _places(self, path: Path, rows: Iterator[GazetteerRow | Aside | None], licence: str, attribution: str) -> None:
        before = self._done.places
        for row in rows:
            self._moves(path)
            if isinstance(row, Aside):
                self._aside(row)
                continue
            placed = self._placed(row) if row is not None else None
            if placed is None or not self._is_wanted(placed):
                self._done.left_out += 1
                continue
            self._writer.add(placed)
            self._done.places += 1
            self._mark(placed)
        source = GazetteerSource(
            name=path.name, licence=licence, attribution=attribution, places=self._done.places - before
        )
        self._sources.append(source)

    def _placed(self, row: GazetteerRow) -> GazetteerRow:
        """The row with its country's radius, or with the divisions that an extract of OSM does not tell."""
        if row.origin is not None:
            told = self._divisions.told((row.country or "", row.admin1 or "", row.admin2 or ""), row.lat, row.lon)
            country, admin1, admin2 = told
            if row.kind == "region":
                admin1 = self._divisions.shown(country, row.name)
            name = romanised(row.name, country)
            return replace(row, name=name, country=country or None, admin1=admin1 or None, admin2=admin2 or None)
        if row.kind == "country" and row.country in self._radii:
            return replace(row, radius_km=self._radii[row.country])
        return row

    def _is_wanted(self, row: GazetteerRow) -> bool:
        if self._wanted.countries and row.country not in self._wanted.countries:
            return False
        return row.kind not in SETTLEMENTS or row.population >= self._wanted.min_population

    def _mark(self, row: GazetteerRow) -> None:
        if row.geonameid is None:
            return
        self._kept.add(row.geonameid)
        if row.country in SLAVIC:
            self._slavic.add(row.geonameid)
        if row.kind in _DIVIDED:
            self._larger.add(row.geonameid)
            if row.kind == "region":
                self._divisions.learn(f"{row.country}.{row.admin1}", row.name)
                name = self._divisions.shown(row.country or "", row.name)
                if name != row.name:
                    self._shown[row.geonameid] = name
            elif row.kind == "district":
                self._divisions.learn(f"{row.country}.{row.admin1}.{row.admin2}", row.name)

    def _names(self, path: Path) -> None:
        for one in alternate_names(path):
            self._moves(path)
            if isinstance(one, Aside):
                self._aside(one)
            elif isinstance(one, OtherName) and one.geonameid in self._kept:
                self._writer.add_name(one.geonameid, one.name, slavic=one.geonameid in self._slavic)
                self._done.names += 1
                if one.printed and one.geonameid in self._larger:
                    self._shown.setdefault(one.geonameid, one.name)

    def _area(self, area: tuple[str, str, str]) -> tuple[str, str, str]:
        """Codes of GeoNames by their names; what is a name already stays."""
        named = self._divisions.named(area)
        coded = len(area[1]) <= 3 or any(sign.isdigit() for sign in area[1])
        return named if named[1] or named[2] or coded else area

    def _moves(self, path: Path) -> None:
        self._read += 1
        if self._read % STEP == 0:
            self._told(f"{self._read:,} rows read, {self._done.places:,} places ({path.name})")

    def _aside(self, one: Aside) -> None:
        self._done.aside += 1
        self._told(one)


class _Numbers:
    """A set of numbers of GeoNames as bits: two megabytes for all of them."""

    def __init__(self) -> None:
        self._bits = bytearray()
        self._far: set[int] = set()  # numbers that GeoNames does not have yet

    def add(self, number: int) -> None:
        at = number >> 3
        if at >= 1 << 24:
            self._far.add(number)
            return
        if at >= len(self._bits):
            self._bits.extend(bytes(at + 1 - len(self._bits)))
        self._bits[at] |= 1 << (number & 7)

    def __contains__(self, number: int) -> bool:
        at = number >> 3
        return number in self._far if at >= len(self._bits) else bool(self._bits[at] & (1 << (number & 7)))


def _of(kinds: dict[Path, str], kind: str) -> list[Path]:
    return [path for path, its in kinds.items() if its == kind]
