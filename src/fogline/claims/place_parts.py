"""Parts of towns: "the Karari neighbourhood" is a place of its town, since nothing is set finer than in a settlement.

In: parsed passages and the places found so far. Out: the places with each part of a town as a mention of the town: the
one that its sentence names, else the one of which the report speaks most. Where the town stands beside the part ("the
Saltivka neighbourhood of Kharkiv"), it alone is the place. A part of a town that the report does not name stays as it
was. Refused: nothing.
"""

from __future__ import annotations

import bisect
import collections
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.claims.parse import Passage
from fogline.data.gazetteer import SETTLEMENTS, kilometres
from fogline.data.word_lists import word_lists
from fogline.model.claim import PART_OF_TOWN, Place, PlaceRole

_LISTS = word_lists("place_words", "parts")
_CALLED = _LISTS.pattern("called", 0)
_BEHIND = _LISTS.pattern("town_behind", 0)
_OWNS = ("'s ", "’s ")
_WITHIN_KM = 40.0  # from a part of a town to its middle


def in_their_towns(passages: Sequence[Passage], places: Sequence[Place]) -> list[Place]:
    """The places, in order, with parts of towns as mentions of these.

    >>> from fogline.claims.parse import parse
    >>> from fogline.claims.places import find_places
    >>> from fogline.model.report import Report
    >>> report = Report(id="r", text="Shells fell on Kharkiv. Two died in the Kholodna Hora neighbourhood.")
    >>> [(place.as_worded, place.name) for place in find_places(parse(report), report)]
    [('Kharkiv', 'Kharkiv'), ('Kholodna Hora', 'Kharkiv')]
    """
    ordered = sorted(places, key=lambda place: place.start)
    parts = [list(_parts(passage)) for passage in passages]
    if not any(parts):
        return ordered
    sure = [part for some in parts for part in some if part.surely]
    towns = _towns(ordered, {part.name for part in sure}, sure)
    kept, meant, done = list[Place](), dict[str, Place](), 0
    for passage, some in zip(passages, parts, strict=True):
        if not some:
            continue
        first = bisect.bisect_left(ordered, passage.start, key=lambda place: place.start)
        last = bisect.bisect_left(ordered, passage.start + len(passage.text), key=lambda place: place.start)
        here = ordered[first:last]
        for part in some:
            here = _placed(here, part, towns, meant)
        kept += [*ordered[done:first], *here]
        done = last
    kept += ordered[done:]
    return sorted((_as_part(place, meant) for place in kept), key=lambda place: place.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Towns:
    """The towns of a report in order, and those that it names most often."""

    every: Sequence[Place]
    chief: Sequence[Place]

    def within(self, start: int, end: int) -> Sequence[Place]:
        """The towns named in a stretch of the report."""
        first = bisect.bisect_left(self.every, start, key=lambda place: place.start)
        last = bisect.bisect_left(self.every, end, key=lambda place: place.start)
        return self.every[first:last]

    def spoken_of(self, at: int) -> Place | None:
        """The town most named: of several the last before a place in the report, else the first behind."""
        before = bisect.bisect_left(self.chief, at, key=lambda place: place.start)
        return self.chief[max(0, before - 1)] if self.chief else None


def _towns(ordered: Sequence[Place], names: set[str], parts: Sequence[_Part]) -> _Towns:
    """The towns among places; `names` and `parts`: of parts of towns, which are none themselves."""
    spans = sorted((part.start, part.end) for part in parts)
    every = []
    for place in ordered:
        settled = place.kind in SETTLEMENTS and place.kind != PART_OF_TOWN and place.role is not PlaceRole.ACTOR
        if settled and place.as_worded not in names:
            before = bisect.bisect_right(spans, (place.start, sys.maxsize)) - 1
            if before < 0 or place.start >= spans[before][1]:
                every.append(place)
    often = collections.Counter((one.name, one.lat) for one in every)
    most = max(often.values(), default=0)
    return _Towns(every=every, chief=[one for one in every if often[one.name, one.lat] == most])


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


def _placed(places: list[Place], part: _Part, towns: _Towns, meant: dict[str, Place]) -> list[Place]:
    """A passage's places with one part of a town as a mention of the town, which is noted in `meant` for its name."""
    inside = [one for one in places if part.start < one.end and one.start < part.end]
    others = [one for one in places if one not in inside]
    beside = _beside(towns, part)
    if not part.surely:
        unknown = beside is not None and all(one.lat is None for one in inside)
        return others if unknown else places
    if beside is not None:
        return others
    begin, end = _sentence(part)
    if part.side and any(one.kind in SETTLEMENTS and begin <= one.start < end for one in others):
        return others
    # The one before in the sentence, else the one of which the report speaks most.
    named = towns.within(begin, part.start)
    town = named[-1] if named else towns.spoken_of(part.start)
    own = next((one for one in inside if (one.start, one.end) == (part.start, part.end)), None)
    if town is None or (own is not None and _is_in(own, town)):
        return places if town is not None or own is not None else others
    meant[part.name] = town
    here = replace(town, start=part.start, end=part.end, as_worded=part.name, role=PlaceRole.SCENE, kind=PART_OF_TOWN)
    return [*others, here]


def _as_part(place: Place, meant: Mapping[str, Place]) -> Place:
    """A place whose name is elsewhere that of a part of a town: "Beaumont" where Denver's neighborhood was named."""
    town = meant.get(place.as_worded)
    if town is None or place.role is PlaceRole.ACTOR:
        return place
    return replace(
        town, start=place.start, end=place.end, as_worded=place.as_worded, role=place.role, kind=PART_OF_TOWN
    )


def _beside(towns: _Towns, part: _Part) -> Place | None:
    """The town that stands beside a part: "Kherson's Dniprovskyi district", "the Saltivka area of Kharkiv"."""
    text, offset = part.passage.text, part.passage.start
    behind = _BEHIND.match(text, part.noun_end - offset)
    for town in towns.within(offset, offset + len(text)):
        if behind is not None and town.start == offset + behind.end():
            return town
        if town.end <= part.start and text[town.end - offset : part.start - offset] in _OWNS:
            return town
    return None


def _sentence(part: _Part) -> tuple[int, int]:
    """Where the sentence of a part of a town lies in the report."""
    offset = part.passage.start
    here = part.passage.doc.char_span(part.start - offset, part.end - offset, alignment_mode="expand")
    if here is None:
        return part.start, part.end
    return offset + here.sent.start_char, offset + here.sent.end_char


def _is_in(place: Place, town: Place) -> bool:
    """Whether a part that the gazetteer has lies in the town."""
    if place.lat is None or place.lon is None or town.lat is None or town.lon is None:
        return False
    return kilometres(place.lat, place.lon, town.lat, town.lon) < _WITHIN_KM
