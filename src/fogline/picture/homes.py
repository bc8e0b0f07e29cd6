"""Where an outlet is at home: the division and the town of which its reports speak, by all of them.

Comes in: the faces of all reports, then what one report names and its title. Goes out: a `Home` an outlet, and the
places of a report as somebody at home there means them: "Meridian" to a paper of Mississippi is its own Meridian,
unless the report speaks of the other's division too; and the towns that a headline names.

An outlet of few reports has no home that could be known, and one that writes of the whole world has none.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.data.gazetteer import SETTLEMENTS, Entry, default_gazetteer
from fogline.model.claim import Claim, Place
from fogline.picture.places import km_between

Division = tuple[str, str]  # country and first-order division
Town = tuple[str, int | None]  # name and geonameid
Named = tuple[str, int | None, str, str]  # a place that a report names: the town, and its division
FEWEST = 3  # reports of an outlet from which on it can have a home
MOSTLY = 0.5  # share of its reports that its division has: a paper of a country's wars stays below
REACH_KM = 100.0  # so far an outlet writes across a border as of its own
FAMED = 200_000  # people of a city that is meant by its name wherever the paper is
FAR_ABOVE = 20  # times the people of the town of its name at home
OFTEN = 0.3  # share of its reports that name the town
_SITE = re.compile(r"\s[-–—|]\s|\s?\|\s?|\.com-")
_RUN = re.compile(r"[A-Z][\w.'’]*(?: [A-Z][\w.'’]*){0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """An outlet's home."""

    division: Division
    town: Town | None = None


def named_in(claims: Iterable[Claim]) -> tuple[Named, ...]:
    """The places with a division that a report's claims name, each once."""
    return tuple(
        sorted(
            {
                (place.name, place.geonameid, place.country, place.admin1)
                for claim in claims
                for place in claim.places
                if place.country and place.admin1
            },
            key=lambda one: (one[2], one[3], one[0], one[1] or 0),
        )
    )


def homes(reports: Iterable[tuple[str | None, Sequence[Named]]]) -> dict[str, Home]:
    """The homes of outlets, by what each of their reports names."""
    divisions: dict[str, collections.Counter[Division]] = collections.defaultdict(collections.Counter)
    towns: dict[str, collections.Counter[tuple[Division, Town]]] = collections.defaultdict(collections.Counter)
    counts: collections.Counter[str] = collections.Counter()
    for outlet, named in reports:
        own = {(country, division) for _, _, country, division in named}
        if not outlet or not own:
            continue
        counts[outlet] += 1
        for division in own:
            divisions[outlet][division] += 1
        for name, geonameid, country, admin1 in named:
            towns[outlet][(country, admin1), (name, geonameid)] += 1
    found: dict[str, Home] = {}
    for outlet, count in sorted(counts.items()):
        division = max(divisions[outlet], key=lambda one: (divisions[outlet][one], one))
        if count < FEWEST or divisions[outlet][division] < MOSTLY * count:
            continue
        own_towns = {town: n for (where, town), n in towns[outlet].items() if where == division and town[0] != where[1]}
        town = max(own_towns, key=lambda one: (own_towns[one], one[0], one[1] or 0), default=None)
        often = town is not None and own_towns[town] >= OFTEN * count
        found[outlet] = Home(division=division, town=town if often else None)
    return found


def at_home(claims: Sequence[Claim], home: Home | None) -> Sequence[Claim]:
    """Claims with the places that an outlet of that home means."""
    if home is None:
        return claims
    names: dict[Division, set[str]] = collections.defaultdict(set)
    for claim in claims:
        for place in claim.places:
            names[place.country or "", place.admin1 or ""].add(place.name)
    meant: dict[Place, Place] = {}
    town = town_of(home)
    for place in {place for claim in claims for place in claim.places}:
        far = place.admin1 is not None and (place.country, place.admin1) != home.division
        alone = names[place.country or "", place.admin1 or ""] == {place.name}
        if far and alone and not _is_near(place, town):  # "Newark" to a paper of New York is that across the river
            entry = _there(place.name, home.division, place.kind)
            if entry is not None and not _is_rather_the_city(place, entry):
                meant[place] = _meant(place, entry)
    if not meant:
        return claims
    return [
        replace(claim, places=tuple(meant.get(place, place) for place in claim.places))
        if any(place in meant for place in claim.places)
        else claim
        for claim in claims
    ]


def in_headline(
    title: str | None, home: Home | None, divisions: Mapping[tuple[str | None, str | None], int]
) -> list[Place]:
    """The towns that a headline names, in the outlet's division or the one of which its report speaks."""
    by_count = sorted(divisions.items(), key=lambda one: (-one[1], str(one[0])))
    own = [division for division, _ in by_count if all(division)]
    wheres = [*([home.division] if home else []), *((str(a), str(b)) for a, b in own[:1])]
    found: dict[str, Place] = {}
    for run in _RUN.finditer(_SITE.split(title or "")[0]):
        words = run[0].split()
        for size in range(len(words), 0, -1):
            for first in range(len(words) - size + 1):
                name = " ".join(words[first : first + size])
                entry = next((one for where in wheres if (one := _there(name, where, "town")) is not None), None)
                if entry is not None:
                    found.setdefault(name, _place(name, entry))
    return [found[name] for name in sorted(found)]


def town_of(home: Home | None) -> Place | None:
    """The town of a home."""
    if home is None or home.town is None:
        return None
    name, geonameid = home.town
    entries = default_gazetteer().lookup(name)
    entry = next((one for one in entries if geonameid is not None and one.geonameid == geonameid), None)
    return _place(name, entry) if entry is not None else None


def _is_rather_the_city(place: Place, entry: Entry) -> bool:
    """Whether a place is a city beside which the one at home is nothing: "Nashville" to a paper of Indiana."""
    people = max((one.population for one in default_gazetteer().lookup(place.name) if _is_of(one, place)), default=0)
    return people >= FAMED and people > FAR_ABOVE * entry.population


def _is_of(entry: Entry, place: Place) -> bool:
    return entry.geonameid is not None and entry.geonameid == place.geonameid


def _is_near(place: Place, town: Place | None) -> bool:
    distance = km_between(place, town) if town is not None else None
    return distance is not None and distance < REACH_KM


def _there(name: str, division: Division, kind: str | None) -> Entry | None:
    """The entry of a name in a division, of the kind that is meant: a settlement or a district."""
    if len(name) < 4:
        return None
    settled = kind in SETTLEMENTS
    fit = (
        one
        for one in default_gazetteer().lookup(name)
        if (one.country, one.admin1) == division
        and (one.kind in SETTLEMENTS if settled else one.kind == kind)
        and one.name.casefold() == name.casefold()
    )
    return next(fit, None)


def _place(name: str, entry: Entry) -> Place:
    return _meant(Place(start=0, end=0, name=name, as_worded=name), entry)


def _meant(place: Place, entry: Entry) -> Place:
    return replace(
        place,
        name=entry.name,
        lat=entry.lat,
        lon=entry.lon,
        geonameid=entry.geonameid,
        country=entry.country,
        country_name=entry.country_name,
        admin1=entry.admin1,
        kind=entry.kind,
        radius_km=entry.radius_km,
    )
