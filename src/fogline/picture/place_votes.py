"""Where a happening was, by the votes of reports that tell of nothing else.

Comes in: its claims, and of each report that tells of it alone the claims with places and the headline. Goes out:
one place, or None where nobody names one.

Each report speaks for the places that its claims name; a place's marks (`data/votes.toml`) say how: as the scene of
what is told, as a mere mention, in the headline, in the opening, first of all, how often, and whether the other places
of the reports lie in its division (a namesake, where a speaker lives, does not). A mark's share of the reports is
weighed; the place with the highest sum holds.
"""

from __future__ import annotations

import collections
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.data.weights import weights
from fogline.model.claim import Claim, Place, PlaceRole
from fogline.picture.homes import REACH_KM, Home, town_of
from fogline.picture.places import is_coarse, km_between, place_key, scene
from fogline.picture.votes import heaviest

OPENING = 60  # characters: where a dateline stands
LEAD = 400  # characters: the headline and the first paragraphs
NEAR_KM = 30.0
_HERE = frozenset({PlaceRole.SCENE, PlaceRole.TARGET, PlaceRole.MENTION})
_KINDS = frozenset({"city", "town", "village", "section", "district", "region", "country"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one report says of places: its claims in order, its headline lower-cased, the towns that it names there."""

    claims: Sequence[Claim]
    headline: str
    above: Sequence[Place] = ()
    home: Home | None = None


def likeliest(told: Sequence[Claim], alone: Mapping[str, Spoken]) -> Place | None:
    """The place that the reports vote for. `alone`: the reports that speak for it."""
    found, marked = marks(told, alone)
    best = heaviest(marked, weights("votes", "places"))
    return None if best is None else found[best]


def marks(
    told: Sequence[Claim], alone: Mapping[str, Spoken]
) -> tuple[Mapping[str, Place], Mapping[str, Mapping[str, float]]]:
    """The places that are named, by key, and the marks of each."""
    own = {claim.id for claim in told}
    reports = sorted(alone)
    alone = _in_one_sense(alone)
    found: dict[str, Place] = {}
    named: set[str] = set()
    totals: dict[str, dict[str, float]] = collections.defaultdict(lambda: collections.defaultdict(float))
    divisions: collections.Counter[tuple[str | None, str | None]] = collections.Counter()
    for report in reports:
        spoken = alone[report]
        shown, counts = _of_report(spoken.claims, spoken.headline, own, found, divisions)
        _above(spoken, shown, found)
        named.update(shown)
        _at_home(spoken.home, shown, found)
        whole = sum(counts.values())
        for key, marked in shown.items():
            for mark in sorted(marked):
                totals[key][mark] += 1.0 / len(reports)
            totals[key]["share of mentions"] += counts[key] / max(1, whole) / len(reports)
    for key in totals.keys() - named:  # where an outlet is at home is no scene unless somebody says so
        del totals[key], found[key]
    everywhere = max(1, sum(divisions.values()))
    for key, weighed in totals.items():
        place = found[key]
        share = divisions[place.country, place.admin1] / everywhere
        weighed["share of the division"] = share
        weighed["lone division"] = float(share < 0.1)
        weighed[f"is a {place.kind}" if place.kind in _KINDS else "is of another kind"] = 1.0
        near = [other for other, at in found.items() if other != key and not is_coarse(at) and _near(at, place)]
        weighed["others near"] = math.log1p(len(near))
        weighed["no point"] = float(place.lat is None)
        base = place.name.casefold()
        weighed["of its district's name"] = float(
            any(at.kind == "district" and at.name.casefold().startswith(base + " ") for at in found.values())
        )
    return found, totals


def _in_one_sense(alone: Mapping[str, Spoken]) -> Mapping[str, Spoken]:
    """The reports with one place for each name: what one of them says of "Windsor", all that tell of it mean.

    The bearer holds that lies where the reports' other names lie, by how many of these; then the one that most name.
    """
    bearers: dict[str, dict[str, Place]] = collections.defaultdict(dict)
    divisions: dict[tuple[str | None, str | None], set[str]] = collections.defaultdict(set)
    often: collections.Counter[str] = collections.Counter()
    for report in sorted(alone):
        for place in {place for claim in alone[report].claims for place in claim.places}:
            if place.country is not None:
                bearers[place.name][place_key(place)] = place
                divisions[place.country, place.admin1].add(place.name)
                often[place_key(place)] += 1
    meant: dict[str, Place] = {}
    for name, by_key in bearers.items():
        if len(by_key) > 1:
            best = max(
                by_key,
                key=lambda key: (
                    len(divisions[by_key[key].country, by_key[key].admin1] - {name}),
                    often[key],
                    key,
                ),
            )
            meant |= {key: by_key[best] for key in by_key if key != best}
    if not meant:
        return alone
    return {
        report: replace(spoken, claims=[_meant(c, meant) for c in spoken.claims]) for report, spoken in alone.items()
    }


def _meant(claim: Claim, meant: Mapping[str, Place]) -> Claim:
    """A claim with the places that are meant by its names."""
    places = tuple(
        replace(meant[key], start=place.start, end=place.end, as_worded=place.as_worded, role=place.role)
        if (key := place_key(place)) in meant
        else place
        for place in claim.places
    )
    return replace(claim, places=places) if places != claim.places else claim


def _above(spoken: Spoken, shown: dict[str, set[str]], found: dict[str, Place]) -> None:
    """The marks that a headline gives to the towns that it names."""
    for place in spoken.above:
        key = place_key(place)
        found.setdefault(key, place)
        shown[key] |= {"town of the headline"} if key in shown else {"headline", "only in the headline"}


def _at_home(home: Home | None, shown: dict[str, set[str]], found: dict[str, Place]) -> None:
    """The marks that places have by where the outlet is at home."""
    if home is None:
        return
    town = town_of(home)
    if town is not None:
        key = place_key(town)
        found.setdefault(key, town)
        shown[key] |= {"outlet's town"} if key in shown else {"outlet's town, not named"}
    for key, names in shown.items():
        distance = km_between(found[key], town) if town is not None and not is_coarse(found[key]) else None
        if distance is not None and distance < REACH_KM:
            names.add("near the outlet's town")
        if (found[key].country, found[key].admin1) == home.division:
            names.add("outlet's division")


def _near(one: Place, other: Place) -> bool:
    distance = km_between(one, other)
    return distance is not None and distance < NEAR_KM


def _of_report(
    claims: Sequence[Claim],
    headline: str,
    own: set[str],
    found: dict[str, Place],
    divisions: collections.Counter[tuple[str | None, str | None]],
) -> tuple[dict[str, set[str]], collections.Counter[str]]:
    """The marks that one report gives to places, and how often it names each."""
    shown: dict[str, set[str]] = collections.defaultdict(set)
    counts: collections.Counter[str] = collections.Counter()
    counted: set[tuple[int, int]] = set()
    seen: set[tuple[int, int]] = set()
    first = True
    for claim in claims:
        here = scene(claim.places)
        for place in claim.places:
            at = place.start, place.end
            if place.country and at not in counted:
                divisions[place.country, place.admin1] += 1
            counted.add(at)
            if place.role not in _HERE:
                continue
            key = place_key(place)
            if key not in found or (found[key].part and not place.part):  # the town rather than a part of it
                found[key] = place
            if at not in seen:
                seen.add(at)
                counts[key] += 1
                shown[key] |= _where(place, headline)
                if first:
                    shown[key].add("first of the report")
                    first = False
            shown[key] |= _how(claim, place, place is here, own=claim.id in own)
    return shown, counts


def _where(place: Place, headline: str) -> set[str]:
    names = {f"{place.role.value}"}
    if place.start < OPENING:
        names.add("opening")
    if place.start < LEAD:
        names.add("lead")
    name = place.name.casefold()
    if name in headline and re.search(rf"\b{re.escape(name)}\b", headline):
        names.add("headline")
    return names


def _how(claim: Claim, place: Place, is_scene: bool, *, own: bool) -> set[str]:
    inside = claim.start <= place.start and place.end <= claim.end
    if claim.kind is None and claim.trigger is not None:
        return {"it happened"}
    if not own:
        return {"beside"} if claim.kind is None else {"of something else"}
    if not is_scene:
        return {"told, not the scene"}
    firm = place.role is not PlaceRole.MENTION
    return {("scene" if firm else "mention") + (" told" if inside else " told before")}
