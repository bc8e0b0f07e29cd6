"""Where an incident of one report was, by what the whole report says of its ground.

Comes in: a report, its places, and the claims of an incident. Goes out: the incident's place: of all places and
countries that the report names, the one that a small model finds likeliest (`[place]` in `data/incidents.toml`, made by
`training/incidents.py`). It looks at how near to the incident's words a place stands, after which preposition, how
often it is named, and whether it is where the report was filed; it knows no names. A name that leads to a town in a
country of which the report says nothing is read as an unknown place of the report's own country; a report that names no
scene has the country it is about, as far as it names one. What a report calls a neighbourhood, a village or a farm
can be the scene though no gazetteer has it: it lies in the town that is named nearest to it.
"""

from __future__ import annotations

import collections
import functools
import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.data.gazetteer import default_gazetteer
from fogline.data.party_tables import tables
from fogline.data.small_words import small_words
from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim, Place, PlaceRole
from fogline.model.report import Report
from fogline.model.spans import joined
from fogline.picture.choosing import Features, best
from fogline.picture.places import is_coarse, only_stranger

_LISTS = word_lists("place_words", "grounds")
_MOST, _FAR = 400, 5_000  # mentions from which on only those within so many characters are looked at
_LONGEST = 60  # characters of the name of a country or its people
_DATELINE = 60  # characters: datelines name their town within
_LARGE = frozenset({"city", "country", "region", "capital"})
_REGIONS = frozenset({"region", "district", "continent", "sea", "river"})
_PREPOSITION = _LISTS.pattern("preposition")
_AFTER = re.compile(r"^\W{0,3}(\w+)")
_DIVISION = _LISTS.words("division")
_SETTLEMENT = _LISTS.words("settlement")
_PARTS = _LISTS.expression("parts")
_PART = _LISTS.pattern("part")
_DESCRIBED = _LISTS.words("described")
_BODY = _LISTS.words("body")
_ROLES = (PlaceRole.SCENE, PlaceRole.TARGET, PlaceRole.REFERENCE, PlaceRole.CONTAINER)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    place: Place


@dataclass(frozen=True, slots=True)
class Ground:
    """What a report names that can be meant: places and countries, each with all its mentions."""

    text: str
    home: str | None  # the country that it names most
    filed: Place | None  # the town of its dateline
    options: Mapping[tuple[str, str], Sequence[_Mention]]  # by name and country
    countries: Mapping[str, Sequence[int]]  # where each country is named, by its name, people or towns
    mentions: int


def ground(report: Report, places: Sequence[Place]) -> Ground:
    """The places and countries of a report."""
    known = sorted((p for p in places if p.role is not PlaceRole.ACTOR), key=lambda p: (p.start, p.end))
    filed = next((p for p in known if p.start < _DATELINE and not is_coarse(p) and p.country), None)
    named = _countries(report.text)
    counts = collections.Counter({name: len(starts) for name, starts in named.items()})
    if filed is not None and filed.country_name:
        counts[filed.country_name] += 1
    home = max(counts, key=lambda name: (counts[name], name), default=None)
    codes = {p.country_name: p for p in known if p.country_name}
    options: dict[tuple[str, str], list[_Mention]] = collections.defaultdict(list)
    for place in known:
        if place.kind == "country":
            continue
        meant = _meant(place, home, named, filed, codes)
        options[meant.name, meant.country_name or ""].append(_Mention(place.start, meant))
    for name, starts in named.items():
        options[name, name].extend(_Mention(one, _country(name, report.text, one, codes.get(name))) for one in starts)
    if filed is not None and filed.country_name and filed.country_name not in named:
        name = filed.country_name
        there = replace(_country(name, report.text, filed.start, filed), end=filed.end, as_worded=filed.as_worded)
        options[name, name].append(_Mention(filed.start, there))
    for mention in _parts_of_towns(report.text, options, home):
        options[mention.place.name, mention.place.country_name or ""].append(mention)
    every = sum(len(some) for some in options.values())
    return Ground(text=report.text, home=home, filed=filed, options=options, countries=named, mentions=every)


def _parts_of_towns(
    text: str, options: Mapping[tuple[str, str], Sequence[_Mention]], home: str | None
) -> list[_Mention]:
    """Neighbourhoods, villages and farms that a report calls so and no gazetteer has, each in the town named nearest.

    They lie where that town does, as far as anybody knows.
    """
    towns = [one for some in options.values() for one in some if _level(one.place) == "town"]
    taken = {one.start for one in towns}
    made: list[_Mention] = []
    for found in _PART.finditer(text):
        start = found.start("before") if found["before"] else found.start("after")
        printed = (found["before"] or found["after"]).rstrip()
        words = " ".join(printed.split())
        in_capitals = text[max(0, start - 40) : start + 40].isupper()
        named = words.isupper() if in_capitals else all(word[0].isupper() for word in words.split() if len(word) > 3)
        if not named or start in taken or any(_is_common(word) for word in words.lower().split()):
            continue
        near = min(towns, key=lambda one: (abs(one.start - start) + (one.start > start), one.start), default=None)
        if near is not None and abs(near.start - start) > _FAR:
            near = None
        country = near.place.country_name if near else home
        within = (
            near.place if near else Place(start=start, end=start, name=words, as_worded=words, country_name=country)
        )
        made.append(
            _Mention(
                start,
                replace(
                    within,
                    start=start,
                    end=start + len(printed),
                    name=f"{words}, {near.place.name}" if near else words,
                    as_worded=printed,
                    kind="neighborhood",
                    geonameid=None,
                ),
            )
        )
    return made


def _is_common(word: str) -> bool:
    return word in small_words() or word in _DESCRIBED


def _meant(
    place: Place,
    home: str | None,
    named: Mapping[str, Sequence[int]],
    filed: Place | None,
    codes: Mapping[str, Place],
) -> Place:
    """A place, or what a misread name stands for: an unknown place of the country that the report is about."""
    own = {home, filed.country_name if filed else None}
    country = place.country_name
    if home is None or country in own or (country in named and place.kind in _LARGE):
        return place
    return replace(
        place,
        name=" ".join(place.as_worded.split()),
        lat=None,
        lon=None,
        geonameid=None,
        country=codes[home].country if home in codes else None,
        country_name=home,
        admin1=None,
        kind=None,
        radius_km=None,
    )


def _country(name: str, text: str, start: int, known: Place | None) -> Place:
    """A country as the place of an incident: its point stands for it, its radius says how loosely.

    It stands where the text names it or its people: "Salvadoran rebels".
    """
    named = _country_names()[0].match(text[start : start + _LONGEST].lower())
    end = min(len(text), start + (named.end() if named else len(name)))
    entry = next((one for one in default_gazetteer().lookup(name) if one.kind == "country"), None)
    if entry is None and known is not None:
        return replace(
            known,
            name=name,
            as_worded=text[start:end],
            start=start,
            end=end,
            kind="country",
            geonameid=None,
            admin1=None,
            radius_km=500.0,
        )
    return Place(
        start=start,
        end=end,
        name=name,
        as_worded=text[start:end],
        kind="country",
        country_name=name,
        country=entry.country if entry else None,
        lat=entry.lat if entry else None,
        lon=entry.lon if entry else None,
        geonameid=entry.geonameid if entry else None,
        radius_km=entry.radius_km if entry else None,
    )


def _countries(text: str) -> Mapping[str, Sequence[int]]:
    """Where a text names countries, by their name or their people's."""
    names, firsts = _country_names()
    lower = text.lower()
    found: dict[str, list[int]] = collections.defaultdict(list)
    for word in _TOKEN.finditer(text):
        if not word[0][0].isupper() or word[0].lower() not in firsts:
            continue
        at = names.match(lower, word.start())
        if at is not None:
            country = tables().countries.get(tuple(at[0].replace("’", "'").split()))
            if country is not None:
                found[country.name].append(word.start())
    return found


@functools.cache
def _country_names() -> tuple[re.Pattern[str], frozenset[str]]:
    """Names of countries and of their people, and the words by which these begin."""
    keys = [" ".join(words) for words in tables().countries if words[0] not in ("us", "kiev's")]
    longest = sorted(keys, key=len, reverse=True)
    pattern = re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?![\w])")
    return pattern, frozenset(_TOKEN.findall(one)[0] for one in keys if _TOKEN.findall(one))


def place_of(told: Sequence[Claim], ends: Sequence[int], where: Ground) -> Place | None:
    """The place of an incident, as the report has it. `ends`: where the report's sentences end."""
    strange = only_stranger(told)
    if strange is not None and not any(one.start == strange.start for some in where.options.values() for one in some):
        # Known as a place by the happening alone: it lies in the country that the report is about, as far as is known.
        home = next((one.place for one in where.options.get((where.home or "",) * 2, ())), None)
        return replace(strange, country_name=where.home, country=home.country if home else None)
    return best(choices(told, ends, where), "place")


def choices(told: Sequence[Claim], ends: Sequence[int], where: Ground) -> list[tuple[Place, Features]]:
    """All places that a report names, each with what speaks for and against it as the scene of an incident."""
    spans = [(claim.start, claim.end) for claim in told]
    covered = joined(spans)
    rows = sorted({bisect_right(ends, claim.trigger.start if claim.trigger else claim.start) for claim in told})
    roles = {(place.start, place.role) for claim in told for place in claim.places}
    made = []
    for (name, country), every in where.options.items():
        mentions = _nearby(every, spans, where.mentions)
        level = _level(mentions[0].place)
        near = [_relation(one.start, covered, rows, ends) for one in mentions]
        closest = min(range(len(near)), key=lambda i: (_ORDER[near[i]], mentions[i].start))
        found: Features = {f"{level}": 1.0, f"{level} {near[closest]}": 1.0}
        found.update(_words(mentions[closest], where.text, level))
        found.update((f"role {role}", 1.0) for role in _ROLES if any((one.start, role) in roles for one in mentions))
        share = sum(one in ("inside", "sentence") for one in near) / len(spans)
        found[f"{level} share near"] = min(1.0, share)
        found[f"{level} often"] = math.log(len(mentions))
        found[f"{level} share"] = len(mentions) / max(1, where.mentions)
        found["first row"] = float(bool(rows) and any(_row(one.start, ends) == rows[0] for one in mentions))
        if where.filed is not None:
            filed = all(one.start < _DATELINE for one in mentions)
            found[f"{level} only filed"] = float(filed)
            found[f"{level} filed"] = float(name == where.filed.name)
            found[f"{level} of the country filed from"] = float(country == where.filed.country_name)
        found[f"{level} at home"] = float(country == where.home)
        found[f"{level} unknown"] = float(mentions[0].place.lat is None)
        country_rows = {_row(start, ends) for start in where.countries.get(country, ())}
        found[f"{level} country near"] = float(not country_rows.isdisjoint(rows))
        found[f"{level} country often"] = len(where.countries.get(country, ())) / max(
            1, sum(map(len, where.countries.values()))
        )
        made.append((mentions[closest].place, {key: value for key, value in found.items() if value}))
    return made


def _nearby(some: Sequence[_Mention], spans: Sequence[tuple[int, int]], every: int) -> Sequence[_Mention]:
    """The mentions of a place that can matter: in a long report, those around the incident."""
    if every <= _MOST or not spans:
        return some
    first, last = spans[0][0] - _FAR, spans[-1][1] + _FAR
    return [one for one in some if first <= one.start <= last] or some[:1]


_ORDER = {
    name: place
    for place, name in enumerate(
        (
            "inside",
            "sentence",
            "before 1",
            "after 1",
            "before 2",
            "after 2",
            "before 4",
            "after 4",
            "before",
            "after",
            "filed",
        )
    )
}


def _row(position: int, ends: Sequence[int]) -> int:
    return bisect_right(ends, position)


def _relation(start: int, spans: Sequence[tuple[int, int]], rows: Sequence[int], ends: Sequence[int]) -> str:
    """How a mention stands to the incident's words: inside, in their sentence, so many sentences before or after.

    `spans` are in order and apart from each other, `rows` in order.
    """
    at = bisect_right(spans, (start, math.inf)) - 1
    if at >= 0 and start < spans[at][1]:
        return "inside"
    if start < _DATELINE:
        return "filed"
    row = _row(start, ends)
    at = bisect_right(rows, row)
    gap = min((row - one for one in rows[max(0, at - 1) : at + 1]), key=lambda d: (abs(d), d), default=9)
    if gap == 0:
        return "sentence"
    far = abs(gap)
    side = "before" if gap < 0 else "after"
    return f"{side} 1" if far == 1 else f"{side} 2" if far == 2 else f"{side} 4" if far <= 4 else side


def _level(place: Place) -> str:
    if place.kind == "country":
        return "country"
    if place.kind == "neighborhood":
        return "part"
    if place.kind in _REGIONS or is_coarse(place):
        return "region"
    return "town" if place.lat is not None else "name"


def _words(mention: _Mention, text: str, level: str) -> Iterator[tuple[str, float]]:
    """The words around a mention: the preposition before it, what it is called after it."""
    before = _PREPOSITION.search(text[max(0, mention.start - 30) : mention.start].replace("\n", " "))
    yield f"{level} after {before[1].lower() if before else 'no preposition'}", 1.0
    end = mention.place.end if mention.place.end > mention.start else mention.start + len(mention.place.name)
    after = _AFTER.match(text[end : end + 30])
    word = after[1].lower() if after else ""
    for name, words in (("division", _DIVISION), ("settlement", _SETTLEMENT), ("body", _BODY)):
        if word in words:
            yield f"{level} called {name}", 1.0
    if text[end : end + 1] == ",":
        yield f"{level} comma", 1.0
