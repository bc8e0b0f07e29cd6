"""Where things were: which of a claim's places is the scene, and whether two places can be one.

Comes in: places as the reports name them. Goes out: the scene of a claim, a key for look-ups, and yes, no or maybe.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher

from fogline.data.gazetteer_names import name_key, slavic_key
from fogline.data.remembered import MOST_REMEMBERED
from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim, Place, PlaceRole

_LISTS = word_lists("place_words", "scenes")
_BETWEEN = _LISTS.pattern("between")
_JOINS = _LISTS.pattern("joins")
_PAIR = 2  # "in Vodiane, Zelene": a comma alone can part a village from what it lies in
_PARTS_OF_COUNTRIES = frozenset({"region", "district"})
_COARSE = frozenset({"continent", "country", "region", "district", "sea", "river"})
_SCENES = {PlaceRole.SCENE: 0, PlaceRole.TARGET: 0, PlaceRole.MENTION: 1}
FIRM = frozenset({PlaceRole.SCENE, PlaceRole.TARGET})  # parts that are more than being named
WIDE_KM = 60.0  # no place of such a radius is one scene
AREA_KM = 15.0  # nor an area without a kind of its own: the Gaza Strip, a desert, a peninsula
SAME_KM = 5.0  # two points of one town lie closer
SPELT = 0.6  # of the letters in common: "Artemivsk" and "Artemovsk" 0.9, "Namtok" and "Kalonge" 0.3
SAME_DEGREES = 0.05  # of latitude: more is further apart than that


def scene(places: Iterable[Place]) -> Place | None:
    """The place where a claim's happening is: its scene or target before a mere mention, a town before a region.

    >>> both = [Place(start=30, end=38, name="Zaporizhzhia Oblast", as_worded="region", kind="region"),
    ...         Place(start=3, end=11, name="Vilniansk", as_worded="Vilniansk", kind="town")]
    >>> scene(both).name
    'Vilniansk'
    """
    fit = [place for place in places if place.role in _SCENES]
    return min(fit, key=lambda place: (_SCENES[place.role], is_coarse(place), place.start, place.name), default=None)


def scenes(claim: Claim) -> tuple[Place, ...]:
    """The places of a claim that tells of several at once: "shelled Kherson, Nikopol and Beryslav". Else nothing.

    They stand in the claim's words in one list, of which one place at least is its scene or target; all are towns, or
    all are regions.
    """
    if len(claim.places) < _PAIR:
        return ()
    inside = [p for p in claim.places if p.role in _SCENES and claim.start <= p.start and p.end <= claim.end]
    for some in ([p for p in inside if not is_coarse(p)], [p for p in inside if p.kind in _PARTS_OF_COUNTRIES]):
        listed = _listed(sorted(some, key=lambda place: place.start), claim)
        if any(place.role in FIRM for place in listed):
            return listed
    return ()


def _listed(some: Sequence[Place], claim: Claim) -> tuple[Place, ...]:
    """Those of some places, in the order of the text, that the words of a claim put in one list, the first such."""
    found: dict[str, Place] = {}
    joined, last = False, 0
    for place in some:
        words = _between(last, place.start, claim) if found else ""
        if found and _BETWEEN.fullmatch(words) is None:
            if len(found) > 1:
                break
            found, joined = {}, False
        found.setdefault(place_key(place), place)
        joined, last = joined or _JOINS.search(words) is not None, place.end
    return tuple(found.values()) if len(found) > 1 and (joined or len(found) > _PAIR) else ()


def _between(start: int, end: int, claim: Claim) -> str:
    """The words between two places; what they lie in is left out: "Bucha, Kyiv Oblast, and Irpin"."""
    words = claim.quote[start - claim.start : end - claim.start]
    for place in sorted(claim.places, key=lambda one: one.start, reverse=True):
        if start <= place.start and place.end <= end:
            words = words[: place.start - start] + words[place.end - start :]
    words = " ".join(words.split()).replace(" ,", ",")
    words = words.lower() if claim.quote.isupper() else words  # in capitals every word could begin a name
    return words if words.startswith(",") else f" {words}"


def is_coarse(place: Place) -> bool:
    """Whether a place is too wide to be the scene of one happening: a region, a strip of land with towns in it."""
    reach = place.radius_km or 0.0
    return place.kind in _COARSE or reach > WIDE_KM or (place.kind == "area" and reach > AREA_KM)


def only_stranger(told: Iterable[Claim]) -> Place | None:
    """The one scene that all claims name, where no gazetteer has it: nothing else in the reports can speak for it."""
    found = {place_key(place): place for claim in told if (place := scene(claim.places)) and not is_coarse(place)}
    only = next(iter(found.values())) if len(found) == 1 else None
    return only if only is not None and only.lat is None else None


def only_scene(told: Iterable[Claim], roles: Collection[PlaceRole], most: int = 1) -> Place | None:
    """The town to which the claims first give one of these parts in their own words, where they give it to few.

    `most`: to how many.
    """
    firm = {
        place_key(place): place
        for claim in told
        for place in claim.places
        if place.role in roles and not is_coarse(place)
        if claim.start <= place.start and place.end <= claim.end
    }
    return next(iter(firm.values())) if 1 <= len(firm) <= most else None


def place_key(place: Place) -> str:
    """The same key for the same entry of the gazetteer, or for the same name where it is not in there."""
    return f"g{place.geonameid}" if place.geonameid is not None else f"n{place.name.casefold()}"


def spot_key(place: Place) -> str:
    """A key by which a part of a town is another spot than its other parts: a blow in one is none in another."""
    return place_key(place) + (f" {place.part.casefold()}" if place.part else "")


def same_place(one: Place | None, other: Place | None) -> bool | None:
    """Whether two places can be one: True, False, or None where that is not known (one is missing, or only wider)."""
    if one is None or other is None:
        return None
    if place_key(one) == place_key(other):
        if spot_key(one) == spot_key(other):
            return True
        # What is told of a town may have been in any part of it.
        a, b = one.part, other.part
        return False if a and b and not _may_be_spelt(min(a, b), max(a, b)) else None
    if is_coarse(one) or is_coarse(other):
        return None if _may_contain(one, other) else False
    if one.lat is not None and other.lat is not None and abs(one.lat - other.lat) > SAME_DEGREES:
        return False
    distance = km_between(one, other)
    if distance is not None:
        # Goma and Gisenyi are two towns, with a border between them.
        return distance <= SAME_KM and (one.country or other.country) == (other.country or one.country)
    a, b = one.name.split(",")[0], other.name.split(",")[0]
    if a[:1].islower() or b[:1].islower():
        return None  # "the capital", of which nobody could tell which it is
    return a.casefold() == b.casefold() or (None if _may_be_spelt(min(a, b), max(a, b)) else False)


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def _may_be_spelt(one: str, other: str) -> bool:
    """Whether two names can be one in two spellings: a gazetteer has none of a place that it knows by another name."""
    a, b = (slavic_key(name) or name_key(name) for name in (one, other))
    if a in b or b in a:
        return True
    # No matcher finds more than the letters that both have: a report of a thousand hamlets compares all of them.
    shared = sum(min(a.count(letter), b.count(letter)) for letter in set(a))
    if 2.0 * shared < SPELT * (len(a) + len(b)):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= SPELT


def km_between(one: Place, other: Place) -> float | None:
    """Kilometres between two places, along a great circle; None where a point is missing."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    a, b, c, d = (math.radians(x) for x in (one.lat, one.lon, other.lat, other.lon))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12_742.0 * math.asin(min(1.0, math.sqrt(half)))


def _may_contain(one: Place, other: Place) -> bool:
    """Whether one of the two, wider one may hold the other: nothing that is known speaks against it."""
    if one.country and other.country and one.country != other.country:
        return False
    wide, narrow = (one, other) if is_coarse(one) else (other, one)
    if wide.kind == "region" and wide.admin1 and narrow.admin1:
        return wide.admin1 == narrow.admin1
    distance = km_between(wide, narrow)
    reach = max(wide.radius_km or 0.0, 50.0) * 1.5
    return distance is None or wide.kind in {"country", "continent"} or distance <= reach
