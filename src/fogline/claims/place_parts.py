"""Parts of towns: "the Fernwood neighborhood" is a place of its town, since nothing is set finer than in a settlement.

In: parsed passages and the places found so far. Out: the places with each part of a town as a mention of the town: the
one that its sentence names, else the one of which the report speaks most. Where the town stands beside the part ("the
Saltivka neighbourhood of Kharkiv"), it alone is the place. A part of a town that the report does not name stays as it
was. Refused: nothing.
"""

from __future__ import annotations

import collections
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.claims.parse import Passage
from fogline.data.gazetteer import SETTLEMENTS, kilometres
from fogline.data.word_lists import word_lists
from fogline.model.claim import Place, PlaceRole

_LISTS = word_lists("place_words", "parts")
_CALLED = _LISTS.pattern("called", 0)
_BEHIND = _LISTS.pattern("town_behind", 0)
_OWNS = ("'s ", "’s ")
_WITHIN_KM = 40.0  # from a part of a town to its middle
_QUARTER = "quarter"  # what kind of place a part of a town is; its name and its point are the town's


def in_their_towns(passages: Sequence[Passage], places: Sequence[Place]) -> list[Place]:
    """The places, in order, with parts of towns as mentions of these.

    >>> from fogline.claims.parse import parse
    >>> from fogline.claims.places import find_places
    >>> from fogline.model.report import Report
    >>> report = Report(id="r", text="Shells fell on Kharkiv. Two died in the Kholodna Hora neighbourhood.")
    >>> [(place.as_worded, place.name) for place in find_places(parse(report), report)]
    [('Kharkiv', 'Kharkiv'), ('Kholodna Hora', 'Kharkiv')]
    """
    parts = [part for passage in passages for part in _parts(passage)]
    names = {part.name for part in parts if part.surely}
    spans = [(part.start, part.end) for part in parts if part.surely]
    towns = [
        place
        for place in places
        if place.kind in SETTLEMENTS and place.kind != _QUARTER and place.role is not PlaceRole.ACTOR
        if place.as_worded not in names and not any(start <= place.start < end for start, end in spans)
    ]
    kept, meant = list(places), dict[str, Place]()
    for part in parts:
        kept = _placed(kept, part, towns, meant)
    return sorted((_as_part(place, meant) for place in kept), key=lambda place: place.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A part of a town: its name, where that lies in the report, and where its noun ends."""

    passage: Passage
    name: str
    start: int
    end: int
    noun_end: int
    surely: bool  # else the noun may be that of a part of a country: "the Beryslav district"
    side: bool  # "the West Side", which says little where the sentence says more


def _parts(passage: Passage) -> Iterator[_Part]:
    for match in _CALLED.finditer(passage.text):
        group = str(match.lastgroup)
        start, end = match.span(group)
        yield _Part(
            passage=passage,
            name=match[group],
            start=passage.start + start,
            end=passage.start + end,
            noun_end=passage.start + match.end(),
            surely=group != "unknown",
            side=group == "side",
        )


def _placed(places: list[Place], part: _Part, towns: Sequence[Place], meant: dict[str, Place]) -> list[Place]:
    """The places with one part of a town as a mention of the town, which is noted in `meant` for the part's name."""
    inside = [one for one in places if part.start < one.end and one.start < part.end]
    others = [one for one in places if one not in inside]
    beside = _beside(towns, part)
    if not part.surely:
        unknown = beside is not None and all(one.lat is None for one in inside)
        return others if unknown else places
    if beside is not None:
        return others
    if part.side and any(one.kind in SETTLEMENTS for one in _in_sentence(others, part)):
        return others
    town = _spoken_of(towns, part)
    own = next((one for one in inside if (one.start, one.end) == (part.start, part.end)), None)
    if town is None or (own is not None and _is_in(own, town)):
        return places if town is not None or own is not None else others
    meant[part.name] = town
    here = replace(town, start=part.start, end=part.end, as_worded=part.name, role=PlaceRole.SCENE, kind=_QUARTER)
    return [*others, here]


def _as_part(place: Place, meant: Mapping[str, Place]) -> Place:
    """A place whose name is elsewhere that of a part of a town: "Austin" where Chicago's neighborhood was named."""
    town = meant.get(place.as_worded)
    if town is None or place.role is PlaceRole.ACTOR:
        return place
    return replace(town, start=place.start, end=place.end, as_worded=place.as_worded, role=place.role, kind=_QUARTER)


def _beside(towns: Sequence[Place], part: _Part) -> Place | None:
    """The town that stands beside a part: "Kherson's Dniprovskyi district", "the Saltivka area of Kharkiv"."""
    passage = part.passage
    behind = _BEHIND.match(passage.text, part.noun_end - passage.start)
    for town in towns:
        if behind is not None and town.start == passage.start + behind.end():
            return town
        before = passage.start <= town.start and town.end <= part.start
        if before and passage.text[town.end - passage.start : part.start - passage.start] in _OWNS:
            return town
    return None


def _spoken_of(towns: Sequence[Place], part: _Part) -> Place | None:
    """The town that is meant where none stands beside: the one before in the sentence, else the one most named."""
    here = [one for one in _in_sentence(towns, part) if one.start < part.start]
    if here:
        return here[-1]
    often = collections.Counter((one.name, one.lat) for one in towns)
    # Of those as often named, the last one before; else the first behind.
    lately = sorted(towns, key=lambda one: one.start if one.start < part.start else -one.start)
    return max(reversed(lately), key=lambda one: often[one.name, one.lat], default=None)


def _in_sentence(places: Sequence[Place], part: _Part) -> list[Place]:
    """The places that the sentence of a part of a town names."""
    passage = part.passage
    here = passage.doc.char_span(part.start - passage.start, part.end - passage.start, alignment_mode="expand")
    if here is None:
        return []
    first, last = (passage.start + at for at in (here.sent.start_char, here.sent.end_char))
    return [one for one in places if first <= one.start < last]


def _is_in(place: Place, town: Place) -> bool:
    """Whether a part that the gazetteer has lies in the town."""
    if place.lat is None or place.lon is None or town.lat is None or town.lon is None:
        return False
    return kilometres(place.lat, place.lon, town.lat, town.lon) < _WITHIN_KM
