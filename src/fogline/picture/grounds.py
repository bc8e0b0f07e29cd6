"""Where an incident of one report was, by what the whole report says of its ground.

Comes in: a report, its places, and the claims of an incident. Goes out: the incident's place: one that its own words
name, else its sentence, else the text shortly before it, else the dateline. A name that leads to a town in a country of
which the report says nothing ("Liberation" in France, out of an army's name) is a misreading and is left out.
"""

from __future__ import annotations

import collections
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fogline.model.claim import Claim, Place, PlaceRole
from fogline.model.report import Report
from fogline.picture.places import is_coarse

_DATELINE = 60  # characters: datelines name their town within
_BEFORE = 700  # characters, about a paragraph: how far what was named before still is the place of what follows
_LARGE = frozenset({"city", "country", "region", "capital"})


@dataclass(frozen=True, slots=True)
class Ground:
    """The places of a report that can be meant, in the order of its text."""

    home: str | None
    sound: tuple[Place, ...]
    starts: tuple[int, ...]


def ground(report: Report, places: Sequence[Place]) -> Ground:
    """The places of a report that can be meant: in the country of its dateline, or in one that it names."""
    known = sorted((p for p in places if p.role is not PlaceRole.ACTOR), key=lambda p: (p.start, p.end))
    counts = collections.Counter(place.country for place in known if place.country)
    dateline = next((p for p in known if p.start < _DATELINE and not is_coarse(p) and p.country), None)
    home = dateline.country if dateline else next((country for country, _ in counts.most_common(1)), None)
    text = " ".join(report.text[:20_000].casefold().split())
    named: set[str | None] = {
        p.country for p in known if p.country and (p.kind == "country" or (p.country_name or "-").casefold() in text)
    }
    sound = tuple(p for p in known if _is_sound(p, home, named))
    return Ground(home=home, sound=sound, starts=tuple(p.start for p in sound))


def _is_sound(place: Place, home: str | None, named: set[str | None]) -> bool:
    if place.lat is None:
        return False
    return home is None or place.country in (None, home) or (place.country in named and place.kind in _LARGE)


def place_of(told: Sequence[Claim], ends: Sequence[int], where: Ground) -> Place | None:
    """The place of an incident, as the report has it. `ends`: where the report's sentences end."""
    inside = [p for claim in told for p in _between(where, claim.start, claim.end)]
    found = inside or [p for claim in told for p in _between(where, *_sentence(claim.start, ends))]
    found = [p for p in found if p.start >= _DATELINE]
    towns = [p for p in found if not is_coarse(p)]
    if towns:
        return _commonest(towns)
    first = min(claim.start for claim in told)
    before = [p for p in _between(where, max(_DATELINE, first - _BEFORE), first) if not is_coarse(p)]
    if found:
        region = _commonest([p for p in found if p.kind != "country"] or found)
        within = [p for p in before if region.admin1 and p.admin1 == region.admin1]
        return within[-1] if within and region.kind == "region" else region
    if before:
        return before[-1]
    dateline = next((p for p in where.sound if p.start < _DATELINE and not is_coarse(p)), None)
    return dateline or next((_country(p) for p in where.sound if p.country == where.home), None)


def _between(where: Ground, start: int, end: int) -> Sequence[Place]:
    return where.sound[bisect_left(where.starts, start) : bisect_left(where.starts, end)]


def _sentence(position: int, ends: Sequence[int]) -> tuple[int, int]:
    at = bisect_left(ends, position + 1)
    return (ends[at - 1] if at else 0), (ends[at] if at < len(ends) else position + 10_000)


def _commonest(places: Sequence[Place]) -> Place:
    counts = collections.Counter((p.name, p.country) for p in places)
    return max(places, key=lambda p: (counts[p.name, p.country], -p.start))


def _country(place: Place) -> Place:
    """The country of a place: its point stands for it, its radius says how loosely."""
    if place.country_name is None:
        return place
    return replace(place, name=place.country_name, kind="country", geonameid=None, admin1=None, radius_km=500.0)
