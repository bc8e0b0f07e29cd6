"""Which place a name means: all names of a report weighed together.

In: candidates with all entries of their names, the report's outlet and address. Out: the chosen entry for each
candidate, `None` where the name has none. Evidence: people, kind of place, the container that the text names, countries
and regions that the report names, other places near by, the outlet's home. One name has one sense in a report unless
the text says otherwise. Nothing depends on the order of a set or a dict.
"""

from __future__ import annotations

import collections
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fogline.claims.place_distances import Stated, borne_out, stated_distances
from fogline.claims.place_home import Home, home_of
from fogline.claims.place_names import PART, Candidate, contains
from fogline.data.gazetteer import SETTLEMENTS, Entry, Gazetteer, kilometres
from fogline.data.gazetteer_names import coarse_key, name_key
from fogline.data.word_lists import word_lists
from fogline.model.report import Report

# What each piece of evidence is worth, beside the logarithm of the population. Set by hand, then moved
# one by one on every other document of lgl and geovirus; the rest of them came out within two points of those.
CONTAINED = 8.0  # "Paris, Texas"
SAID_KIND = 3.0  # "the city of", "Oblast"
OTHER_KIND = 3.0  # a kind that the text does not say
COUNTRY_NAMED = 1.2  # its country is named elsewhere in the report
REGION_NAMED = 2.2  # its first-order division is
SAME_COUNTRY = 1.6  # shared with the report's other places, times their share
SAME_REGION = 1.6
NEAR = 2.0  # times the share of the others' nearness
NEAR_KM = 150.0  # nearness falls by e at this distance
CLOSE = 1.4  # the same, at a distance that only neighbours have
CLOSE_KM = 40.0
HOME = 3.3  # the outlet's own country
HOME_DIVISION = 2.2  # its own first-order division
OTHER_NAME = 2.0  # the name is not the entry's first
NAMESAKE = 2.0  # against it, where a town about as large bears that name as its first
TOWNS_OWN = 2.5  # against a country where its men, its police or its mayor follow: for those it has an adjective
LIST_KIND = 1.2  # the names beside it in a list are of its kind
COUNTRY_STANDING = 8.5
STATE_STANDING = 8.0  # divisions that news names like countries: states, provinces
AREA_STANDING = 5.5
REGION_BELOW = 0.5  # other divisions, below a city of as many people
CITY_OF_REGION = 2.0  # the same where a city in it bears the name
STATE_OF_CITY = (
    3.0  # a state below a city of millions that bears its name, where no other place of the country is named
)
DISTRICT = 1.0
DISTRICT_PEOPLE = 0.5  # times the logarithm of its people
CAPITAL = 1.5
METROPOLIS = 1.0  # more than five million people
MILLIONS = 5_000_000  # people of a city that its state's name is rather taken for
FAMOUS = 1_000_000  # people of a city that is known by its other names everywhere
TOWN_KM = 40.0  # from a part of a town to its middle
MOST_COMPANY = 60  # names that are weighed against; the rest of a very long report would cost time and say no more
AREA_KM = 150.0  # radius of an area that still says where its towns are
QUARTERED = 200_000  # people of a city whose quarters go by their names alone
QUARTER_LIKE = 150_000  # people of a far town above which its name is rather its own
FAR_KM = 100.0
ROUNDS = 2  # of weighing against what the others were taken for

_LISTS = word_lists("place_words", "powers")
_POWERS = _LISTS.words("initials")
_POWERFUL = frozenset(_LISTS.phrases("codes"))
_WHERE = _LISTS.pattern("there")
_BEFORE = 20  # characters
_IN = re.compile(r"\s+in\s+(?:the\s+)?")
_FEDERAL = frozenset({"US", "CA", "AU"})
_LARGEST = frozenset({"country", "region", "continent"})


def resolve(found: Sequence[Candidate], report: Report, gazetteer: Gazetteer) -> list[Entry | None]:
    """The entry that each candidate most likely means, in their order."""
    home = home_of(report, gazetteer)
    senses = _senses(found)
    chosen: list[Entry | None] = [None] * len(found)
    named = _named_areas(found, report.text)
    stated = stated_distances(found, report.text)
    holding = {one.container for one in found}
    base = {
        sense: _scores_alone([found[n] for n in members], found, named, home, holds=any(n in holding for n in members))
        for sense, members in senses.items()
    }
    for sense, members in senses.items():
        _choose(chosen, members, base[sense])
    for _ in range(ROUNDS):
        company = _company(senses, chosen, named)
        beside = {sense: _kinds_beside(members, found, chosen) for sense, members in senses.items()}
        for sense, members in senses.items():
            around = [(entry, weight) for key, entry, weight in company if key != sense[0]]
            scored = [
                (
                    score
                    + _in_company(entry, around)
                    + LIST_KIND * beside[sense].get(_broad(entry), 0.0)
                    + _at_distance(entry, members, stated, chosen),
                    entry,
                )
                for score, entry in base[sense]
            ]
            _choose(chosen, members, scored)
    quarters = _quarters(found, chosen, named)
    towns = {entry for entry in chosen if entry is not None and entry.kind in SETTLEMENTS}
    lone = {
        part
        for part in {chosen[n] for n, one in enumerate(found) if one.hint == PART}
        if not _has_its_town(part, towns)
    }
    for n, one in enumerate(found):
        homeless = n in quarters or (one.hint == PART and chosen[n] in lone)
        homeless = homeless or _is_elsewhere(n, found, chosen, report.text)
        homeless = homeless or (n > 0 and _is_of_another_town(n, found, chosen, report.text))
        if homeless or _is_far_fetched(one, chosen[n], chosen, named, home):
            chosen[n] = None
    return chosen


def _is_of_another_town(n: int, found: Sequence[Candidate], chosen: Sequence[Entry | None], text: str) -> bool:
    """Whether a name is that of a part of a town that is named, far from it: "Kherson's Dniprovskyi district"."""
    town, part = chosen[n - 1], chosen[n]
    if town is None or part is None or town.kind not in SETTLEMENTS or part.kind in _LARGEST:
        return False
    if text[found[n - 1].end : found[n].start] not in ("'s ", "’s ") or found[n].hint not in (PART, "district"):
        return False
    return kilometres(town.lat, town.lon, part.lat, part.lon) > TOWN_KM


def _is_elsewhere(n: int, found: Sequence[Candidate], chosen: Sequence[Entry | None], text: str) -> bool:
    """Whether a small town lies in another country than what the text says it is in: "Baga in Borno State"."""
    entry, around = chosen[n], chosen[n + 1] if n + 1 < len(chosen) else None
    if entry is None or around is None or entry.kind not in SETTLEMENTS or around.kind not in ("region", "country"):
        return False
    named = around.kind == "country" or found[n + 1].hint is not None  # "State"; else it may be misread itself
    said = named and _IN.fullmatch(text, found[n].end, found[n + 1].start) is not None
    return said and entry.country != around.country and entry.population < QUARTER_LIKE


def _is_far_fetched(
    one: Candidate, entry: Entry | None, chosen: Sequence[Entry | None], named: Named, home: Home
) -> bool:
    """Whether a name is only another name of a town in a country of which the report says nothing, while it speaks of
    others: "Boni" in news of Mali is not Bonn."""
    if entry is None or entry.kind not in SETTLEMENTS or one.container is not None or entry.capital:
        return False
    larger = one.hint in ("district", "region")  # "the Gurbuz district" of Afghanistan is no town of Turkey
    larger = larger or "capital before" in one.clues  # "Boucan Carré" is not Carrè in Italy
    if entry.population > FAMOUS or (_own_name(entry, one.text) and not larger) or not named.countries:
        return False
    if entry.country is None or entry.country in named.countries or entry.country == home.country:
        return False
    return all(other is None or other == entry or other.country != entry.country for other in chosen)


def _quarters(found: Sequence[Candidate], chosen: Sequence[Entry | None], named: Named) -> set[int]:
    """Far towns of which the report says nothing else, which are rather quarters of the city that it is about.

    "Chicago police … in Germantown" is no shooting in Tennessee. What such a name is, nobody knows: it has no point.
    """
    known = {
        name_key(one.text): entry
        for one, entry in zip(found, chosen, strict=True)
        if entry is not None and entry.kind not in ("country", "continent")
    }
    # A capital may speak for its country: "Beijing brokered a truce" is not set in Beijing.
    cities = {
        key: entry
        for key, entry in known.items()
        if entry.kind in SETTLEMENTS and entry.population >= QUARTERED and not entry.capital
    }
    if not cities:
        return set()
    city_key, city = max(cities.items(), key=lambda item: (item[1].population, item[0]))
    often = collections.Counter((entry.country, entry.admin1) for entry in known.values())
    if 2 * often[city.country, city.admin1] <= len(known) - 1:  # the one that is asked about does not count
        return set()
    quarters: set[int] = set()
    for n, (one, entry) in enumerate(zip(found, chosen, strict=True)):
        if entry is None or entry.kind not in SETTLEMENTS or one.container is not None or one.hint == "settlement":
            continue
        key, named_by = name_key(one.text), named.regions.get((entry.country or "", entry.admin1 or ""))
        if entry.capital or entry.population > QUARTER_LIKE or named_by:
            continue
        if key == city_key or often[entry.country, entry.admin1] > 1:
            continue
        bearers = sum(other.kind in SETTLEMENTS and name_key(other.name) == key for other in one.entries)
        far = kilometres(entry.lat, entry.lon, city.lat, city.lon) >= FAR_KM
        if far and (bearers > 1 or entry.country != city.country):
            quarters.add(n)
    return quarters


def _has_its_town(part: Entry | None, towns: Collection[Entry]) -> bool:
    """Whether a place near enough to be the town of a part of a town is named: else "Bordeaux" is not in France."""
    return part is not None and any(
        other != part and kilometres(part.lat, part.lon, other.lat, other.lon) < TOWN_KM for other in towns
    )


def _at_distance(
    entry: Entry, members: Sequence[int], stated: Sequence[Stated], chosen: Sequence[Entry | None]
) -> float:
    """What the distances that the text states of a name say for an entry."""
    return sum(
        borne_out(entry, other, one.said)
        for one in stated
        if one.of in members and (other := chosen[one.to]) is not None and other != entry
    )


def _scores_alone(
    bearers: Sequence[Candidate], found: Sequence[Candidate], named: Named, home: Home, *, holds: bool
) -> list[tuple[float, Entry]]:
    containers = [found[one.container] for one in bearers if one.container is not None]
    towns_own = any("town's own after" in one.clues for one in bearers)
    holds = holds or any("region's own after" in one.clues for one in bearers)
    return [
        (
            _alone(bearers[0], entry, containers, named, home)
            - (TOWNS_OWN if towns_own and entry.kind == "country" else 0.0)
            - (STATE_OF_CITY if not holds and _is_rather_its_city(bearers[0], entry, found, home.country) else 0.0),
            entry,
        )
        for entry in bearers[0].entries
    ]


def _is_rather_its_city(candidate: Candidate, entry: Entry, found: Sequence[Candidate], home: str | None) -> bool:
    """Whether a state's name is rather that of a city: far from home, "New York" is the one of millions.

    "Washington" is the capital, also where the country is named.
    """
    if entry.kind != "region" or entry.country not in _FEDERAL or entry.country == home:
        return False
    cities = [other for other in candidate.entries if other.kind in SETTLEMENTS and other.country == entry.country]
    capital = any(other.capital for other in cities)
    if not capital and not any(other.population > MILLIONS and contains(entry, other) for other in cities):
        return False
    key = name_key(candidate.text)
    others = (one.entries[0] for one in found if one.entries and name_key(one.text) != key)
    return not any(other.country == entry.country and not (capital and other.kind == "country") for other in others)


def _kinds_beside(
    members: Sequence[int], found: Sequence[Candidate], chosen: Sequence[Entry | None]
) -> dict[str, float]:
    """The kinds that the other names of a list were taken for, as shares: states stand beside states."""
    kinds: list[str] = []
    for n in members:
        if found[n].sibling and (entry := chosen[n - 1] if n else None) is not None:
            kinds.append(_broad(entry))
        if n + 1 < len(found) and found[n + 1].sibling and (entry := chosen[n + 1]) is not None:
            kinds.append(_broad(entry))
    return {kind: kinds.count(kind) / len(kinds) for kind in kinds}


def _broad(entry: Entry) -> str:
    return "settlement" if entry.kind in SETTLEMENTS else entry.kind


Sense = tuple[str, str | None, str | None]


def _senses(found: Sequence[Candidate]) -> dict[Sense, list[int]]:
    """Candidates by name; one that the text qualifies otherwise than another of its name is a sense of its own."""
    containers: dict[str, set[str]] = {}
    hints: dict[str, str | None] = {}
    for candidate in found:
        if candidate.container is not None:
            containers.setdefault(name_key(candidate.text), set()).add(name_key(found[candidate.container].text))
            hints.setdefault(name_key(candidate.text), candidate.hint)
    senses: dict[Sense, list[int]] = {}
    for n, candidate in enumerate(found):
        key = name_key(candidate.text)
        where: str | None = None
        if len(containers.get(key, ())) > 1 and candidate.container is not None:
            where = name_key(found[candidate.container].text)
        # Once "the Gaza city of Rafah", then "the Rafah crossing": the one that was told is meant.
        hint = candidate.hint or (hints.get(key) if len(containers.get(key, ())) == 1 else None)
        senses.setdefault((key, hint, where), []).append(n)
    return senses


def _choose(chosen: list[Entry | None], members: Sequence[int], scored: list[tuple[float, Entry]]) -> None:
    best = (
        max(scored, key=lambda item: (item[0], item[1].population, -(item[1].geonameid or 0), item[1].lat))[1]
        if scored
        else None
    )
    for n in members:
        chosen[n] = best


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The countries and first-order divisions that the report names, each with the names used, and smaller areas."""

    countries: dict[str, set[str]]
    regions: dict[tuple[str, str], set[str]]
    areas: list[Entry]


def _named_areas(found: Sequence[Candidate], text: str) -> Named:
    named = Named(countries={}, regions={}, areas=[])
    for candidate in found:
        key = name_key(candidate.text)
        # "A US proposal", "the UK said": powers have a word in every war, and the report is not of their towns for it.
        acts = key in _POWERS and _WHERE.search(text, max(0, candidate.start - _BEFORE), candidate.start) is None
        capital = next((one for one in candidate.entries if one.capital and one.country in _POWERFUL), None)
        for entry in candidate.entries:
            if entry.kind == "country" and entry.country and not acts:
                named.countries.setdefault(entry.country, set()).add(key)
            elif entry.kind == "region" and capital is not None and capital.country == entry.country:
                continue  # "Washington"
            elif entry.kind == "region" and entry.country and entry.admin1 and not _is_oblast(entry, candidate):
                named.regions.setdefault((entry.country, entry.admin1), set()).add(key)
            elif entry.kind == "area" and entry.radius_km <= AREA_KM and entry not in named.areas:
                named.areas.append(entry)
    return named


def _is_oblast(entry: Entry, candidate: Candidate) -> bool:
    """Whether a region goes by a city's name, so that it is meant only where the text says so."""
    return name_key(entry.name) != name_key(candidate.text) and entry.name.endswith(" Oblast")


def _alone(candidate: Candidate, entry: Entry, containers: Sequence[Candidate], named: Named, home: Home) -> float:
    """What speaks for an entry before the other places are known."""
    score = _standing(candidate, entry) + _kind_score(candidate, entry)
    if any(contains(larger, entry) for container in containers for larger in container.entries):
        score += CONTAINED
    key = name_key(candidate.text)
    if entry.kind != "country" and entry.country and named.countries.get(entry.country, set()) - {key}:
        score += COUNTRY_NAMED
    division = (entry.country or "", entry.admin1 or "")
    if entry.kind not in _LARGEST and (named.regions.get(division, set()) - {key} or _lies_in_one(entry, named)):
        score += REGION_NAMED
    if home.country and entry.country == home.country and entry.kind != "country":
        score += HOME
    if division == home.division and entry.kind not in _LARGEST:
        score += HOME_DIVISION
    return score


def _lies_in_one(entry: Entry, named: Named) -> bool:
    """Whether a settlement lies in an area that the report names: "the Donetsk People's Republic"."""
    return entry.kind in SETTLEMENTS and any(
        kilometres(entry.lat, entry.lon, area.lat, area.lon) <= area.radius_km for area in named.areas
    )


def _standing(candidate: Candidate, entry: Entry) -> float:
    """How well known the place is: about the logarithm of its people, with larger things set beside cities."""
    if entry.kind in {"country", "continent"}:
        return COUNTRY_STANDING
    if entry.kind not in SETTLEMENTS and entry.kind not in {"region", "district"}:
        return AREA_STANDING
    score = math.log10(max(entry.population, 300))
    if entry.kind == "region":
        if entry.country in _FEDERAL or entry.population == 0:
            return STATE_STANDING
        same = any(other.kind in SETTLEMENTS and contains(entry, other) for other in candidate.entries)
        score = min(score, 7.0) - (CITY_OF_REGION if same else REGION_BELOW)
    elif entry.kind == "district":
        score = DISTRICT_PEOPLE * score + DISTRICT  # of those that share a name, people tell less than what is near
    if entry.capital:
        score += CAPITAL
    if score > 6.7 and entry.kind in SETTLEMENTS:
        score += METROPOLIS
    if entry.kind in SETTLEMENTS and not _own_name(entry, candidate.text):
        score -= OTHER_NAME + (NAMESAKE if _has_namesake(candidate, entry) else 0.0)
    return score


def _has_namesake(candidate: Candidate, entry: Entry) -> bool:
    """Whether a town about as large bears as its first name what is this one's other: "Philadelphia" is not Amman."""
    return any(
        other.kind in SETTLEMENTS and 3 * other.population > entry.population and _own_name(other, candidate.text)
        for other in candidate.entries
    )


def _own_name(entry: Entry, text: str) -> bool:
    """Whether the words are the entry's first name, for Slavic and Arabic places in any romanisation."""
    if name_key(entry.name) == name_key(text):
        return True
    key = coarse_key(text, entry.country)
    return key is not None and coarse_key(entry.name, entry.country) == key


def _kind_score(candidate: Candidate, entry: Entry) -> float:
    kind = _broad(entry)
    if candidate.hint in {None, PART}:
        return -OTHER_KIND if _is_oblast(entry, candidate) else 0.0
    return SAID_KIND if kind == candidate.hint else -OTHER_KIND


def _company(
    senses: dict[Sense, list[int]], chosen: Sequence[Entry | None], named: Named
) -> list[tuple[str, Entry, float]]:
    """What the report's names were taken for, each with its weight; names said often count a little more."""
    often = sorted(senses.items(), key=lambda item: (-len(item[1]), item[1][0]))[:MOST_COMPANY]
    return [
        (sense[0], entry, math.sqrt(len(members)))
        for sense, members in often
        if (entry := chosen[members[0]]) is not None
        if not _only_acts(entry, named)  # "Washington said" draws no Geneva to America
    ]


def _only_acts(entry: Entry, named: Named) -> bool:
    """Whether a power or its capital has only a word in what the report tells, and the report is not set there."""
    seat = entry.capital or entry.kind == "country"
    return seat and entry.country in _POWERFUL and entry.country not in named.countries


def _in_company(entry: Entry, company: Sequence[tuple[Entry, float]]) -> float:
    """What the other places say for an entry: shared country and division, and nearness."""
    if not company or entry.kind == "continent":
        return 0.0
    whole = sum(weight for _, weight in company)
    country = sum(weight for other, weight in company if other.country == entry.country and other.country)
    region = sum(
        weight
        for other, weight in company
        if other.admin1 == entry.admin1 and other.country == entry.country and other.admin1
    )
    score = SAME_COUNTRY * country / whole + SAME_REGION * region / whole
    if entry.kind in SETTLEMENTS or entry.kind == "district":
        near = close = 0.0
        for other, weight in company:
            if other.kind in SETTLEMENTS or other.kind == "district":
                far = kilometres(entry.lat, entry.lon, other.lat, other.lon)
                near += weight * math.exp(-far / NEAR_KM)
                close += weight * math.exp(-far / CLOSE_KM)
        score += NEAR * min(1.0, near / math.sqrt(whole)) + CLOSE * min(1.0, close / math.sqrt(whole))
    return score
