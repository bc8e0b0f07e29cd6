"""Where a happening was, by the votes of the reports that tell of it.

Comes in: its claims, and what its reports name (`Named`). Goes out: one place, or None where nobody names one.

Each report has one vote, shared by the scenes that its tellings name; a scene counts twice a mere mention. A town in
the headline has further votes where its tellings name it too, or where the report tells mainly of this happening and
does not say where. A place in a division that the reports hardly name otherwise (a namesake, where a speaker lives)
counts less. A town goes before a region. Reports that tell of nothing else vote by more than that (`place_votes`).
"""

from __future__ import annotations

import collections
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from fogline.data.kinds import FROM_AFAR, RUNNING_TOLL
from fogline.model.claim import Claim, Place, PlaceRole, Scope
from fogline.picture.homes import Home, at_home, in_headline
from fogline.picture.joining import HARM
from fogline.picture.place_votes import Spoken, likeliest
from fogline.picture.places import FIRM, is_coarse, only_scene, only_stranger, place_key, same_place, scene

MENTIONED = 0.5  # of a scene's vote
HEADLINE = 2.0  # votes of a headline: right city 0.67 without it, 0.74 with it (12% of gva, 2026-11)
MOST_SCENES = 4  # towns that are one list of targets: "air strikes on Bohoiavlenka and Vodiane"
ELSEWHERE = 0.05  # what a place counts in a division that is not named again
_HERE = frozenset({PlaceRole.SCENE, PlaceRole.TARGET, PlaceRole.MENTION})
_Division = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Named:
    """What one report names: towns in its headline, how often each country and division, all claims with places."""

    claims: Sequence[Claim]
    title: str
    headline: Mapping[str, Place]
    divisions: Mapping[_Division, int]
    home: Home | None = None
    above: Sequence[Place] = ()  # towns that its headline names


def named(claims: Iterable[Claim], title: str | None, home: Home | None = None) -> Named:
    """What a report names by its claims and its headline."""
    divisions: collections.Counter[_Division] = collections.Counter()
    towns: dict[str, Place] = {}
    placed = sorted((claim for claim in claims if claim.places), key=lambda claim: (claim.start, claim.id))
    placed = list(at_home(placed, home))
    for claim in placed:
        for place in claim.places:
            if place.country:
                divisions[place.country, place.admin1] += 1
            if title and place.role in _HERE and not is_coarse(place):
                towns.setdefault(place_key(place), place)
    words = (title or "").casefold()
    headline = {key: place for key, place in towns.items() if _stands_in(place.name.casefold(), words)}
    return Named(placed, words, headline, divisions, home, in_headline(title, home, divisions))


def _finer(found: Place, told: Sequence[Claim]) -> Place:
    """The one town that tellings name within a country or region: "in northern Burkina Faso", "the town of Djibo"."""
    if not is_coarse(found):
        return found
    named = [place for claim in told for place in claim.places if place.role in _HERE]
    towns = {place_key(place): place for place in named if not is_coarse(place)}
    one = next(iter(towns.values())) if len(towns) == 1 else None
    return one if one is not None and same_place(one, found) is not False else found


def _counted_at_large(told: Sequence[Claim]) -> Place | None:
    """The region for which a report counts, where of its towns it only says how many of those were there.

    "Two died in Donetsk Oblast. One of the dead was in Bakhmut": nobody says that two died in Bakhmut.
    """
    region: Place | None = None
    part = False
    for claim in told:
        place = scene(claim.places)
        counts = [one.scope for one in claim.figures if one.measure in HARM]
        if place is None or not counts:
            continue
        whole = any(scope is not Scope.SUBSET for scope in counts)
        if whole and not is_coarse(place):
            return None
        if whole and place.kind in ("region", "district"):
            region = region or place
        part = part or not whole
    return region if part else None


def _spoken(one: Named, own: Collection[str] | None) -> Spoken:
    """What a report says of places; with `own`, by these of its claims and those that say where it happened."""
    claims = [c for c in one.claims if own is None or c.id in own or (c.kind is None and c.trigger is not None)]
    return Spoken(claims, one.title, one.above, one.home)


def _stands_in(name: str, words: str) -> bool:
    return name in words and re.search(rf"\b{re.escape(name)}\b", words) is not None


def voted(
    told: Sequence[Claim],
    names: Mapping[str, Named],
    *,
    main: bool,
    alone: Collection[str] = (),
    mainly: Collection[str] = (),
) -> Place | None:
    """The place that the reports vote for.

    `main`: it is what its reports mainly tell of, so that a headline that names a town may name its town. `alone`:
    reports that tell of nothing else: what they say of places at all, they say of it, and they speak for the others.
    `mainly`: those that tell of other things too; of what they say only what they say of it counts.
    """
    # Of what a report tells in passing it names the town there. Of its main thing it names where people lived, fled and
    # lie, too (right city of gva: 0.83, and 0.79 where what all scenes agree on is taken), but for what is fired at a
    # town from afar.
    if (region := _counted_at_large(told)) is not None:
        return region
    agreed = only_stranger(told)
    if all(claim.kind == RUNNING_TOLL for claim in told):
        return next((place for claim in told if (place := scene(claim.places)) is not None), None)
    if agreed is None and not (alone or mainly or main):
        agreed = only_scene(told, FIRM, MOST_SCENES)
    if agreed is None and any(claim.kind in FROM_AFAR for claim in told):
        agreed = only_scene(told, {PlaceRole.TARGET}) or only_scene(told, FIRM)
    if agreed is not None:
        return agreed
    if alone or mainly:
        telling = {claim.id for claim in told}
        speaking = {
            report: _spoken(names[report], None if report in alone else telling) for report in {*alone, *mainly}
        }
        found = likeliest(told, dict(sorted(speaking.items())))
        if found is not None:
            return _finer(found, told)
    first: dict[str, tuple[int, Place]] = {}
    shares: dict[str, dict[str, float]] = {claim.report: {} for claim in told}
    placed: set[str] = set()  # reports that say where it was, not only name a town
    for order, claim in enumerate(told):
        place = scene(claim.places)
        if place is not None:
            key, own = place_key(place), shares[claim.report]
            own[key] = own.get(key, 0.0) + (MENTIONED if place.role is PlaceRole.MENTION else 1.0)
            first.setdefault(key, (order, place))
            if place.role is not PlaceRole.MENTION and not is_coarse(place):
                placed.add(claim.report)
    for report, own in shares.items():
        # Several tellings that name one town and no other say where it was as well as a preposition does.
        if len(own) == 1 and math.fsum(own.values()) > MENTIONED and not is_coarse(first[next(iter(own))][1]):
            placed.add(report)
    votes: dict[str, float] = collections.defaultdict(float)
    divisions: collections.Counter[_Division] = collections.Counter()
    for report in sorted(shares):
        divisions.update(names[report].divisions)
        own = shares[report]
        whole = math.fsum(own.values())
        for key, share in own.items():
            votes[key] += share / whole
        for key, place in names[report].headline.items():
            if key not in own and (not main or report in placed):
                continue
            first.setdefault(key, (len(told) + place.start, place))
            votes[key] += HEADLINE
    everywhere = max(1, sum(divisions.values()))

    def score(key: str) -> tuple[bool, float, int, str]:
        order, place = first[key]
        at_home = ELSEWHERE + divisions[place.country, place.admin1] / everywhere
        return is_coarse(place), -round(votes[key] * at_home, 6), order, key

    return first[min(votes, key=score)][1] if votes else None
