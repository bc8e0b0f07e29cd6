"""What is read of a development where very many are looked at and few are shown: a map, a timeline, a list's order.

In: the JSON of a development as it is kept. Out: a `Glimpse` or a `Tolled`, whose fields have the names and meanings of
those of `Development`, so that whoever looks need not know which of them it is. Refused: what `parsed` refuses. Reading
a development whole takes several times as long, for parts that nobody looks at, and Python's collector counts them all.
"""

from __future__ import annotations

import msgspec

from fogline.model.claim import Place
from fogline.model.picture import Development


class Days(msgspec.Struct, frozen=True, gc=False):
    """First and last day, as `When` has them."""

    begin: str | None
    finish: str | None


class Who(msgspec.Struct, frozen=True, gc=False):
    """An actor: what `Actor` has of whose side it is."""

    name: str
    party: str | None = None


class Where(msgspec.Struct, frozen=True, gc=False):
    """A place: what `Place` has of where it is, without the words of one report."""

    name: str
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    country: str | None = None
    country_name: str | None = None
    admin1: str | None = None
    kind: str | None = None
    radius_km: float | None = None

    def place(self) -> Place:
        """The place itself; it was worded in no report."""
        return Place(
            start=0, end=0, name=self.name, as_worded=self.name, lat=self.lat, lon=self.lon, geonameid=self.geonameid,
            country=self.country, country_name=self.country_name, admin1=self.admin1, kind=self.kind,
            radius_km=self.radius_km,
        )  # fmt: skip


class Glimpse(msgspec.Struct, frozen=True, gc=False):
    """What happened, where, when, by whom, in which story; the reports tell who is private in it."""

    id: str
    kind: str | None
    when: Days
    place: Where | None
    initiators: tuple[Who, ...]
    reports: tuple[str, ...]
    also_at: tuple[Where, ...] = ()
    story: str | None = None


class Figured(msgspec.Struct, frozen=True, gc=False):
    """An entry of a toll: when it was published."""

    published: str | None


class Series(msgspec.Struct, frozen=True, gc=False):
    """A toll: its entries."""

    series: tuple[Figured, ...]


class Tolled(msgspec.Struct, frozen=True, gc=False):
    """A development by the days on which its figures were published."""

    id: str
    tolls: tuple[Series, ...]


Glimpsed = Development | Glimpse
Figures = Development | Tolled
