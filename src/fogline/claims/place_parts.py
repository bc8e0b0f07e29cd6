"""Parts of towns: "the Fernwood neighborhood" is a place of its town, since nothing is set finer than in a settlement.

In: parsed passages and the places found so far. Out: the places with each part of a town as a mention of the town: the
one that its sentence names, else the one of which the report speaks most. Where the town stands beside the part ("the
Saltivka neighbourhood of Kharkiv"), it alone is the place. A part of a town that the report does not name stays as it
was. Refused: nothing.
"""

from __future__ import annotations

import collections
from collections.abc import Sequence
from dataclasses import replace

from fogline.claims.parse import Passage
from fogline.data.gazetteer import SETTLEMENTS, kilometres
from fogline.data.word_lists import word_lists
from fogline.model.claim import Place, PlaceRole, Span

_LISTS = word_lists("place_words", "parts")
_CALLED = _LISTS.pattern("called", 0)
_BEHIND = _LISTS.pattern("town_behind", 0)
_OWNS = ("'s ", "’s ")
_WITHIN_KM = 40.0  # from a part of a town to its middle
_SECTION = "section"


def in_their_towns(passages: Sequence[Passage], places: Sequence[Place]) -> list[Place]:
    """The places, in order, with parts of towns as mentions of these.

    >>> from fogline.claims.parse import parse
    >>> from fogline.claims.places import find_places
    >>> from fogline.model.report import Report
    >>> report = Report(id="r", text="Shells fell on Kharkiv. Two died in the Kholodna Hora neighbourhood.")
    >>> [(place.as_worded, place.name) for place in find_places(parse(report), report)]
    [('Kharkiv', 'Kharkiv'), ('Kholodna Hora', 'Kharkiv')]
    """
    kept = list(places)
    for passage in passages:
        for match in _CALLED.finditer(passage.text):
            group = str(match.lastgroup)
            start, end = (passage.start + at for at in match.span(group))
            kept = _placed(kept, passage, Span(start=start, end=end), match.end(), unknown=group == "unknown")
    return sorted(kept, key=lambda place: place.start)


def _placed(places: list[Place], passage: Passage, part: Span, end: int, *, unknown: bool) -> list[Place]:
    """The places with one part of a town as what it is. `end`: of its noun, in the passage.

    `unknown`: its noun may be that of a part of a country, unless the town stands beside it and nobody has the name.
    """
    others = [one for one in places if one.end <= part.start or one.start >= part.end]
    inside = [one for one in places if one not in others]
    towns = [one for one in others if _is_a_town(one)]
    beside = _beside(towns, passage, part, end)
    town = beside or _spoken_of(towns, passage, part)
    if unknown and (beside is None or any(one.lat is not None for one in inside)):
        return places
    if beside is not None:
        return others
    if town is None or any(_is_in(one, town) and (one.start, one.end) == (part.start, part.end) for one in inside):
        return places
    words = passage.text[part.start - passage.start : part.end - passage.start]
    return [*others, replace(town, start=part.start, end=part.end, as_worded=words, role=PlaceRole.SCENE)]


def _is_a_town(place: Place) -> bool:
    return place.kind in SETTLEMENTS and place.kind != _SECTION and place.role is not PlaceRole.ACTOR


def _beside(towns: Sequence[Place], passage: Passage, part: Span, end: int) -> Place | None:
    """The town that stands beside a part: "Kherson's Dniprovskyi district", "the Saltivka area of Kharkiv"."""
    behind = _BEHIND.match(passage.text, end)
    for town in towns:
        if behind is not None and town.start == passage.start + behind.end():
            return town
        between = passage.text[town.end - passage.start : part.start - passage.start] if town.end <= part.start else ""
        if town.start >= passage.start and between in _OWNS:
            return town
    return None


def _spoken_of(towns: Sequence[Place], passage: Passage, part: Span) -> Place | None:
    """The town that is meant where none stands beside: the one before in the sentence, else the one most named."""
    first = passage.doc.char_span(part.start - passage.start, part.end - passage.start, alignment_mode="expand")
    sentence = passage.start + (first.sent.start_char if first is not None else 0)
    here = [one for one in towns if sentence <= one.start < part.start]
    if here:
        return here[-1]
    often = collections.Counter((one.name, one.lat) for one in towns)
    lately = sorted(towns, key=lambda one: one.start if one.start < part.start else -one.start)
    return max(lately, key=lambda one: (often[one.name, one.lat], lately.index(one)), default=None)


def _is_in(place: Place, town: Place) -> bool:
    """Whether a part that the gazetteer has lies in the town."""
    if place.lat is None or place.lon is None or town.lat is None or town.lon is None:
        return False
    return kilometres(place.lat, place.lon, town.lat, town.lon) < _WITHIN_KM
