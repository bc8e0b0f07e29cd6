"""The names of divisions: one name for "Donets'ka Oblast'", "Donetsk" and "UA.05", as the shipped gazetteer has it.

In: what a source says of a place's country and divisions (codes, names in any spelling, "Raion, Oblast, Country"), and
its point. Out: the country's code and the names of its divisions. What no source says is taken from the nearest
settlement of the shipped gazetteer, where one is near. Refused: nothing; what cannot be told stays empty.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from pathlib import Path

import apsw

from fogline.data.gazetteer_names import name_key, slavic_key
from fogline.data.gazetteer_writer import KINDS, Area

NEAR_KM = 25.0  # a settlement lies in the division of another that is this near, but for borders
_GENERIC = re.compile(
    r"\b(?:oblast|oblasti|raion|rayon|rajon|province|provincia|region|state|governorate|muhafazat|wilayat|wilaya|division|"
    r"departamento|departement|department|de|del|of|al|el|krai|kray|republic|city|misto|district|county|prefecture|"
    r"ska|autonomous|respublika|avtonomna)\b"
)
_LOCAL = re.compile(r"s?'?ka$|skaya$|ska$")  # "Donetska", "Donetskaya", "Donets'ka"


class Divisions:
    """The divisions of the shipped gazetteer, and those that a dump names by code."""

    def __init__(self, shipped: Path) -> None:
        self._shipped = shipped
        self._names: dict[tuple[str, str], str] = {}  # country and stem → the shipped name
        self._countries: dict[str, str] = {}  # key of a name → code
        self._codes: dict[str, str] = {}  # "UA.05", "UA.05.1234" → name
        with apsw.Connection(str(shipped), flags=apsw.SQLITE_OPEN_READONLY) as connection:
            for country, admin1 in connection.execute("SELECT DISTINCT country, admin1 FROM region ORDER BY 1, 2"):
                if country and admin1:
                    self._names.setdefault((str(country), stem(str(admin1))), str(admin1))
            keys = "SELECT n.key, r.country FROM name n JOIN place p ON p.id = n.place JOIN region r ON r.id = p.region"
            for key, country in connection.execute(keys + " WHERE p.kind = ?", (KINDS.index("country"),)):
                self._countries[str(key)] = str(country)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all countries."""
        return frozenset(self._countries.values())

    def learn(self, code: str, name: str) -> None:
        """Keeps the name of a division by its code; the first one stays."""
        self._codes.setdefault(code, name)

    def named(self, area: Area) -> Area:
        """Country and divisions by name, where the divisions were codes of GeoNames."""
        country, first, second = area
        outer, inner = self._codes.get(f"{country}.{first}"), self._codes.get(f"{country}.{first}.{second}")
        return country, self.shown(country, outer) if outer else "", inner or ""

    def shown(self, country: str, name: str) -> str:
        """A first division's name as the shipped gazetteer has it, else as it is.

        >>> from fogline.data.gazetteer import SHIPPED
        >>> Divisions(SHIPPED).shown("UA", "Donets'ka Oblast'")
        'Donetsk Oblast'
        """
        return self._names.get((country, stem(name)), name)

    def country_of(self, words: str) -> str | None:
        """The code of a country by any of its names."""
        return self._countries.get(name_key(words))

    def told(self, area: Area, lat: float, lon: float) -> Area:
        """Country and divisions of a place that says little of them: by its words, then by what lies near it."""
        country, words, second = area
        parts = [part.strip() for part in re.split("[,;]", words) if part.strip()]
        if not country:
            country = next((code for part in reversed(parts) if (code := self.country_of(part))), "")
        first = next((name for part in parts if (name := self._names.get((country, stem(part))))), "")
        if not first and len(parts) == 1 and self.country_of(parts[0]) is None:
            first = parts[0]
        if country and first:
            return country, first, second
        near = self._nearest(lat, lon, country)
        if near is None:
            return country, first, second
        return near[0], first or near[1], second or near[2]

    def _nearest(self, lat: float, lon: float, country: str) -> Area | None:
        best, closest = None, NEAR_KM
        wide = max(0.05, math.cos(math.radians(lat)))
        for north, east, area in self._around(lat, lon):
            far = 111.2 * math.hypot(north - lat, (east - lon) * wide)
            if far < closest and (not country or area[0] == country):
                best, closest = area, far
        return best

    def _around(self, lat: float, lon: float) -> Iterator[tuple[float, float, Area]]:
        for row in range(-1, 2):
            for column in range(-1, 2):
                yield from self._grid.get((math.floor(lat * 2) + row, math.floor(lon * 2) + column), ())

    @functools.cached_property
    def _grid(self) -> dict[tuple[int, int], list[tuple[float, float, Area]]]:
        grid: dict[tuple[int, int], list[tuple[float, float, Area]]] = {}
        areas: dict[Area, Area] = {}
        with apsw.Connection(str(self._shipped), flags=apsw.SQLITE_OPEN_READONLY) as connection:
            rows = connection.execute(
                "SELECT p.lat, p.lon, r.country, r.admin1, r.admin2 FROM place p JOIN region r ON r.id = p.region "
                "WHERE p.kind BETWEEN ? AND ?",
                (KINDS.index("city"), KINDS.index("village")),
            )
            for lat, lon, *parts in rows:
                area = (str(parts[0] or ""), str(parts[1] or ""), str(parts[2] or ""))
                north, east = float(lat) / 1e4, float(lon) / 1e4
                cell = (math.floor(north * 2), math.floor(east * 2))
                grid.setdefault(cell, []).append((north, east, areas.setdefault(area, area)))
        return grid


@functools.lru_cache(maxsize=10_000)
def stem(name: str) -> str:
    """What is left of a division's name without the words for its kind, the same in any romanisation.

    >>> stem("Donets'ka Oblast'") == stem("Donetsk Oblast") == stem("Донецька область")
    True
    """
    key = name_key(name).replace("oblast ", "oblast").strip()
    bare = " ".join(_LOCAL.sub("sk", word) for word in _GENERIC.sub(" ", key).split()) or key
    return slavic_key(bare) or bare
