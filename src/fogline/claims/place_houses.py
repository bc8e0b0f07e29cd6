"""Houses that are called after a place far away, or after anything else: "was taken to Mount Carmel Hospital".

In: the names that are taken for places, and the entries that they were taken for. Out: which of them are no places of
the report. A hospital's or a school's name tells where it is only where the place that bears it is one of those that
the report speaks of, or lies in their division. Refused: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fogline.claims.place_choice import SAYS_PLACE
from fogline.claims.place_clues import HOUSE
from fogline.claims.place_names import Candidate, place_words
from fogline.data.gazetteer import SETTLEMENTS, Entry, kilometres
from fogline.data.gazetteer_names import name_key

NEAR_KM = 80.0  # from the scene to the hospital of the next large town
LARGE = 500_000  # people of a city whose hospitals have patients from the whole country
_WORD = re.compile(r" ([A-Z]\w*)")
_DASH = re.compile(r"\s*[-–—]\s")


def called_after(found: Sequence[Candidate], entries: Sequence[Entry | None], text: str) -> frozenset[int]:
    """Which candidates only name a house."""
    keys = [name_key(one.text) for one in found]
    housed = [_is_of_a_house(one, text) for one in found]
    alone = {
        key
        for key, one, house in zip(keys, found, housed, strict=True)
        if not house and (SAYS_PLACE & set(one.clues) or _begins_a_story(one, text))
    }
    others: dict[tuple[str, float, float], Entry] = {}
    for key, entry, house in zip(keys, entries, housed, strict=True):
        if entry is not None and not house and entry.kind not in ("country", "continent"):
            others.setdefault((key, entry.lat, entry.lon), entry)
    of_houses = {key for key, house in zip(keys, housed, strict=True) if house} - alone
    asked: dict[tuple[str, Entry | None], bool] = {}
    dropped = set()
    for n, (key, entry) in enumerate(zip(keys, entries, strict=True)):
        if key in of_houses and (entry is None or entry.kind in SETTLEMENTS):
            if (key, entry) not in asked:
                asked[key, entry] = _is_spoken_of(entry, [other for (name, *_), other in others.items() if name != key])
            if not asked[key, entry]:
                dropped.add(n)
    return frozenset(dropped)


def _begins_a_story(one: Candidate, text: str) -> bool:
    """Whether a name stands where datelines do, perhaps behind a headline that is glued to it."""
    return one.first == 0 or (one.text.isupper() and _DASH.match(text, one.end) is not None)


def _is_of_a_house(one: Candidate, text: str) -> bool:
    """Whether the name goes on to that of a house or a park: "Clifton High School", "Fairmount Park"."""
    park = _WORD.match(text, one.end)
    return HOUSE in one.clues or (park is not None and park[1] in place_words().parks)


def _is_spoken_of(entry: Entry | None, others: Sequence[Entry]) -> bool:
    """Whether a place lies where the report's other places do; where it has none, nothing speaks against it."""
    if entry is None or not others:
        return entry is not None
    return any(
        (entry.country, entry.admin1) == (other.country, other.admin1)
        or (entry.country == other.country and entry.population >= LARGE)
        or kilometres(entry.lat, entry.lon, other.lat, other.lon) < NEAR_KM
        for other in others
    )
