"""GeoNames' own dumps to rows: places, names of divisions, alternate names.

In: the files of download.geonames.org/export/dump, as they are (`allCountries.zip`, `UA.txt`, `alternateNamesV2.zip`,
`admin1CodesASCII.txt`, `admin2Codes.txt`, `countryInfo.txt`). Out: `GazetteerRow`s with the codes of divisions,
alternate names by number, names by code. A line that is no such row comes out as an `Aside` with its number and the
reason; a feature that news does not name (a school, a nameless stream) is left out without a word. Refused: nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fogline.data.gazetteer_lines import Aside, numbered_lines
from fogline.data.gazetteer_writer import GazetteerRow, is_name, settlement_kind

LICENCE = "CC BY 4.0"
ATTRIBUTION = "Contains data of GeoNames (https://www.geonames.org), CC BY 4.0"
_FIELDS = 19
_COUNTRY_CODES = {"PCLI", "PCL", "PCLD", "PCLS", "PCLF", "PCLIX", "TERR"}
_SETTLED = {"CMPRF": "village"}  # refugee camps, which GeoNames has among the buildings
_DIVISIONS = {"ADM1": "region", "ADM2": "district", "PPLX": "quarter", "CONT": "continent"}
_NATURE = {
    "OCN": "sea", "SEA": "sea", "GULF": "sea", "BAY": "sea", "STRT": "strait", "STM": "river", "LK": "lake",
    "RSV": "lake", "ISL": "island", "ISLS": "island", "PEN": "area", "MTS": "mountains", "MT": "mountains",
    "RGN": "area", "DSRT": "area", "PRK": "park",
}  # fmt: skip
_KNOWN_ABROAD = 5  # other names: a hill or stream with fewer is known where it lies, and only lends its name to people
_RADII = {"country": 300.0, "region": 80.0, "district": 20.0, "continent": 2000.0, "sea": 200.0, "river": 100.0,
          "area": 50.0, "mountains": 20.0, "lake": 10.0, "island": 10.0, "park": 10.0, "strait": 20.0}  # fmt: skip
_NO_NAMES = frozenset({"link", "post", "iata", "icao", "faac", "tcid", "unlc", "wkdt", "phon", "piny"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherName:
    """A row of alternateNames: a further name of the place with that number."""

    geonameid: int
    name: str
    printed: bool  # English, preferred and still in use: the name to print


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A row of countryInfo."""

    code: str
    name: str
    geonameid: int | None
    radius_km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A row of admin1CodesASCII or admin2Codes: "UA.05" is Donetsk."""

    code: str
    name: str
    geonameid: int | None


class BadRow(ValueError):
    """Why a line is no row."""


def dump_rows(path: Path) -> Iterator[GazetteerRow | Aside | None]:
    """The places of a dump, line by line; None where a line tells of nothing that news names."""
    for line in numbered_lines(path):
        if isinstance(line, Aside):
            yield line
            continue
        try:
            yield _place(line[1].split("\t"))
        except BadRow as bad:
            yield Aside(source=path.name, number=line[0], reason=str(bad))


def _place(fields: list[str]) -> GazetteerRow | None:
    if len(fields) != _FIELDS:
        raise BadRow(f"{len(fields)} fields, a GeoNames dump has {_FIELDS}")
    population = _number(fields[14] or "0", "population")
    kind = _kind(fields[6], fields[7], population, fields[3])
    if kind is None:
        return None
    if not fields[1].strip():
        raise BadRow("no name")
    lat, lon = _degrees(fields[4], 90.0, "latitude"), _degrees(fields[5], 180.0, "longitude")
    return GazetteerRow(
        geonameid=_number(fields[0], "geonameid"),
        name=fields[1],
        lat=lat,
        lon=lon,
        kind=kind,
        country=fields[8] or None,
        admin1=fields[10] or None,
        admin2=fields[11] or None,
        population=population,
        capital=fields[7] == "PPLC",
        radius_km=_RADII.get(kind),
        names=tuple(name for name in (fields[2], *fields[3].split(",")) if name and is_name(name)),
    )


def _kind(feature_class: str, code: str, population: int, others: str) -> str | None:
    if code in _COUNTRY_CODES:
        return "country"
    if code in _SETTLED:
        return _SETTLED[code]
    if feature_class == "P" and code != "PPLX":
        return settlement_kind(population)
    if code in _NATURE:
        return _NATURE[code] if others.count(",") + 1 >= _KNOWN_ABROAD else None
    return _DIVISIONS.get(code)


def alternate_names(path: Path) -> Iterator[OtherName | Aside | None]:
    """Further names, line by line; None where a line holds a link, a code or another script."""
    for line in numbered_lines(path):
        if isinstance(line, Aside):
            yield line
            continue
        fields = line[1].split("\t")
        try:
            if len(fields) < 4:
                raise BadRow(f"{len(fields)} fields, alternateNames has 8 or 10")
            number = _number(fields[1], "geonameid")
        except BadRow as bad:
            yield Aside(source=path.name, number=line[0], reason=str(bad))
            continue
        if fields[2] in _NO_NAMES or not is_name(fields[3]):
            yield None
            continue
        preferred, _, colloquial, historic = (*fields[4:8], "", "", "", "")[:4]
        printed = fields[2] == "en" and preferred == "1" and colloquial != "1" and historic != "1"
        yield OtherName(geonameid=number, name=fields[3], printed=printed)


def divisions(path: Path) -> Iterator[Division | Aside]:
    """The names of divisions by their codes."""
    for line in numbered_lines(path):
        if isinstance(line, Aside):
            yield line
            continue
        code, *more = line[1].split("\t")
        if len(more) < 2 or "." not in code:
            yield Aside(source=path.name, number=line[0], reason='no code such as "UA.05" with a name')
            continue
        number = more[2] if len(more) > 2 else ""
        yield Division(code=code, name=more[0], geonameid=int(number) if number.isdecimal() else None)


def countries(path: Path) -> Iterator[Country | Aside]:
    """The countries of countryInfo."""
    for line in numbered_lines(path):
        if isinstance(line, Aside):
            yield line
        elif not line[1].startswith("#"):
            fields = line[1].split("\t")
            if len(fields) < 17 or len(fields[0]) != 2:
                yield Aside(source=path.name, number=line[0], reason=f"{len(fields)} fields, countryInfo has 19")
                continue
            area = float(fields[6]) if fields[6].replace(".", "", 1).isdecimal() else 0.0
            yield Country(
                code=fields[0],
                name=fields[4],
                geonameid=int(fields[16]) if fields[16].isdecimal() else None,
                radius_km=round(max(1.0, math.sqrt(area / math.pi)), 1) if area else None,
            )


def _number(text: str, what: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise BadRow(f"{what} {text[:20]!r} is no number")
    return int(text)


def _degrees(text: str, most: float, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise BadRow(f"{what} {text[:20]!r} is no number") from None
    if not -most <= value <= most:
        raise BadRow(f"{what} {text[:20]} is off the globe")
    return value
