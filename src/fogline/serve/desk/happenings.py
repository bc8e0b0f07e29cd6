"""What happened, as far as maps and timelines draw it: which, of what kind, on which day, where, and whose doing.

In: developments, or glimpses of them. Out: a `Happening` for each, with nothing finer than a settlement and no private
person's name. Refused: nothing. Those of a long war are all held at once, so they hold little and share their places.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import NamedTuple

from fogline.model.claim import Place
from fogline.outputs.withheld import NOBODY, coarse
from fogline.picture.days import day_number
from fogline.serve.glimpses import Glimpsed, Where


class Happening(NamedTuple):
    """One development."""

    id: str
    kind: str | None
    day: int | None  # the first that it can have been; where only the last is known, that
    place: Place | None
    parties: tuple[str, ...] = ()  # who did it: the party, or who has none; only where that was asked for
    also_at: tuple[Place, ...] = ()  # the others, where it was at several places at once

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it was."""
        return (self.place, *self.also_at) if self.place is not None else ()

    def within(self, first: int, days: int) -> bool:
        """Whether it stands within some days."""
        return self.day is not None and first <= self.day < first + days


PlaceKey = tuple[int | str, str | None]


def happenings(
    developments: Iterable[Glimpsed], private: Callable[[Iterable[str]], frozenset[str]] | None = None
) -> list[Happening]:
    """Those of developments, in their order. `private`: the names that are private in reports; None: no parties."""
    places: dict[PlaceKey, Place] = {}

    def at(place: Place | Where) -> Place:
        key = place_key(place)
        if key not in places:
            places[key] = coarse(place.place() if isinstance(place, Where) else place)
        return places[key]

    return [
        Happening(
            one.id,
            one.kind,
            _day(one.when.begin or one.when.finish),
            at(one.place) if one.place else None,
            () if private is None else _parties(one, private),
            tuple(map(at, one.also_at)),
        )
        for one in developments
    ]


def place_key(place: Place | Where) -> PlaceKey:
    """What makes a place the same as another: its number in the gazetteer, else its name within its division."""
    return (place.geonameid, None) if place.geonameid else (place.name, place.admin1)


_day = functools.lru_cache(maxsize=50_000)(day_number)  # of a hundred thousand, each day has many


def _parties(one: Glimpsed, private: Callable[[Iterable[str]], frozenset[str]]) -> tuple[str, ...]:
    if all(actor.party for actor in one.initiators):  # nobody need be looked for
        return tuple(dict.fromkeys(actor.party or "" for actor in one.initiators))
    names = private(one.reports)
    return tuple(
        dict.fromkeys(actor.party or (NOBODY if actor.name in names else actor.name) for actor in one.initiators)
    )
