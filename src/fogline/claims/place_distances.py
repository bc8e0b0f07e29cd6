"""Stated distances as evidence for which of several namesakes is meant: "Ivanivske, 6 km west of Bakhmut".

In: candidates of a report and its text. Out: for a candidate, how far and in which direction the text puts it from
another; and what that says for an entry. Refused: nothing; a distance from what is no candidate is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fogline.claims.place_names import Candidate
from fogline.claims.relations import LONGEST_LINK, Said, said_distances
from fogline.data.gazetteer import Entry, bearing_degrees, kilometres
from fogline.data.word_lists import word_lists

_LISTS = word_lists("place_words", "distances")
FITS, MISSES = 3.0, -3.0  # beside the weights of place_resolution: as much as a kind that the text says
_MAY_HOLD = _LISTS.pattern("may_hold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The text puts candidate `of` so far from candidate `to`."""

    of: int
    to: int
    said: Said


def stated_distances(found: Sequence[Candidate], text: str) -> list[Stated]:
    """Every distance that the text states between two candidates, the nearer one first."""
    if len(found) < 2 or not _MAY_HOLD.search(text):
        return []
    made = []
    for said in said_distances(text):
        after = [n for n, one in enumerate(found) if said.end <= one.start <= said.reach + 1]
        before = [n for n, one in enumerate(found) if one.end <= said.start and said.start - one.end <= LONGEST_LINK]
        if after and before and said.joins(text[found[before[-1]].end : said.start]):
            made.append(Stated(of=before[-1], to=after[0], said=said))
    return made


def borne_out(entry: Entry, other: Entry, said: Said) -> float:
    """What a stated distance to another place says for an entry."""
    far = kilometres(other.lat, other.lon, entry.lat, entry.lon)
    way = bearing_degrees(other.lat, other.lon, entry.lat, entry.lon)
    return FITS if said.fits(far, way, entry.radius_km + other.radius_km) else MISSES
