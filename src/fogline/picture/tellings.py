"""What one claim tells of one happening, ready to be compared: kind, stage, scene, time, parties, words.

Comes in: claims. Goes out: `Telling`s, or the reason why a claim tells of no happening.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fogline.data.kinds import Kind, kinds
from fogline.data.measures import measures
from fogline.data.small_words import number_words, small_words
from fogline.data.word_lists import word_lists
from fogline.model.claim import Actor, Claim, Genre, Place, PlaceRole, Stage, Stance
from fogline.picture.days import Minutes, minutes_of
from fogline.picture.places import scene, scenes

_LISTS = word_lists("incident_words", "tellings")

# Kinds that say so little that any other of their group can be meant.
GENERAL = frozenset({"attack", "killing", "execution", "destruction", "accident", "remote_explosive"})
# By kind, else by family. Drug trade goes on for years: it is not the blow that is told beside it.
_GROUPS = {"armed_clash": "fighting", "organized_crime": "organized_crime"}
_GROUPS |= {"assault": "violence", "crime": "violence", "unrest": "unrest", "disaster": "disaster"}
_NO_HAPPENING = {
    Genre.OPINION: "opinion tells no happening of its own",
    Genre.ANNIVERSARY: "a look back tells no new happening",
    Genre.CAPTION: "a caption tells no happening of its own",
}
NO_HAPPENING = frozenset(_NO_HAPPENING.values())
_ANYBODY = word_lists("happening_words", "happenings").words("armed_words")
_KNOWN = _LISTS.pattern("known")
_ACCIDENT = "accident"
_WRECKS = _LISTS.words("wrecks")
_ATTACKERS = _LISTS.words("attackers")
_INITIALS = 3  # capitals of a name that stand for it
IN_ITS_SENTENCE = 120  # characters before a claim's words in which its sentence can name the place
_WORD = re.compile(r"[^\W\d_]{3,}|\d+(?:[.,]\d+)*")


class Settled(StrEnum):
    """Whether a happening is told as a fact, as a possibility or as not so. The three are never one development."""

    REAL = "real"
    POSSIBLE = "possible"
    DENIED = "denied"


_SETTLED = {
    Stage.HAPPENED: Settled.REAL,
    Stage.ONGOING: Settled.REAL,
    Stage.ATTEMPTED: Settled.REAL,
    Stage.REPELLED: Settled.REAL,
    Stage.PLANNED: Settled.POSSIBLE,
    Stage.THREATENED: Settled.POSSIBLE,
    Stage.HYPOTHETICAL: Settled.POSSIBLE,
    Stage.DID_NOT_HAPPEN: Settled.DENIED,
}
_NOT_A_FACT = frozenset({Stance.INTENDS, Stance.DEMANDS, Stance.WARNS, Stance.ASKS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one claim tells of one happening."""

    claim: Claim
    order: tuple[str, str, int, str]  # published, report, start, claim: the order in which all is done
    group: str  # kinds of one group can be one happening
    kind: str | None  # None where the kind is general
    settled: Settled
    days: Minutes | None
    place: Place | None
    own_place: bool  # its own words name the place; else it is the one last spoken of
    several: tuple[Place, ...]  # places that it is told of at once, the first of which is `place`
    initiators: frozenset[str]
    words: frozenset[str]


def telling(claim: Claim, published: str) -> Telling | str:
    """What a claim tells of a happening, or why it tells of none."""
    if claim.genre in _NO_HAPPENING:
        return _NO_HAPPENING[claim.genre]
    row = kind_row(claim.kind)
    if row is None:
        return "tells no happening"
    wreck = row.name == _ACCIDENT and _word(claim) in _WRECKS
    group = _GROUPS["disaster"] if wreck else group_of(row)
    return Telling(
        claim=claim,
        order=(published, claim.report, claim.start, claim.id),
        # "Seized four towns" is not the fall of the one that the report tells of.
        group=f"{row.name} of several" if row.territory and _several(claim) else group,
        # An assault that was repelled is a particular one: it is neither the shelling of the day nor a town's fall.
        kind=None if row.name in GENERAL and claim.stage is not Stage.REPELLED and not wreck else row.name,
        settled=settled(claim),
        days=minutes_of(claim.when),
        place=(here := next(iter(several := scenes(claim)), None) or scene(claim.places)),
        own_place=here is not None and _names(claim, here),
        several=several,
        initiators=frozenset() if strikes_back(claim) else parties(claim.initiators),
        words=words_of(claim.quote),
    )


def _word(claim: Claim) -> str:
    """The word that tells what a claim tells."""
    found = claim.trigger
    return claim.quote[found.start - claim.start : found.end - claim.start].casefold() if found is not None else ""


def strikes_back(claim: Claim) -> bool:
    """Whether a claim tells what was done to the attackers: "security forces killed all five attackers"."""
    return any(not _ATTACKERS.isdisjoint(actor.name.casefold().split()) for actor in claim.recipients)


def _several(claim: Claim) -> bool:
    counted = (one.best or one.low or 0 for one in claim.figures if one.measure == "settlements")
    return any(count > 1 for count in counted)


def _names(claim: Claim, place: Place) -> bool:
    """Whether the sentence of a claim says itself where it was, not the text before it.

    "The shooting" points back to what was told: a place that is only mentioned beside it is not where it was.
    """
    named = claim.start - IN_ITS_SENTENCE <= place.start  # a place that stands behind a claim stands in its sentence
    return named and (place.role is not PlaceRole.MENTION or not points_back(claim))


def points_back(claim: Claim) -> bool:
    """Whether a claim speaks of a happening as of one that is known: "the attack", "their deaths"."""
    if claim.trigger is None:
        return False
    return _KNOWN.search(claim.quote[: max(0, claim.trigger.start - claim.start)]) is not None


def settled(claim: Claim) -> Settled:
    """How the claim settles its happening. A denial by stance is one of what is denied, not of its opposite."""
    if claim.stage is Stage.DID_NOT_HAPPEN or claim.stance is Stance.DENIES:
        return Settled.DENIED
    if claim.stage is None:
        possible = claim.stance in _NOT_A_FACT or claim.certainty.value == "possible"
        return Settled.POSSIBLE if possible else Settled.REAL
    if _SETTLED[claim.stage] is Settled.REAL and claim.polarity == "negative":
        return Settled.DENIED
    return _SETTLED[claim.stage]


def parties(actors: tuple[Actor, ...]) -> frozenset[str]:
    """The parties of actors, or their names where they have none.

    What has no name, a gunman or a motorised paraglider, is called so by one and otherwise by another.
    """
    return frozenset(actor.party or _short(actor.name) for actor in actors if actor.party or _is_named(actor.name))


def _is_named(name: str) -> bool:
    if name.lower() in _ANYBODY:
        return False  # "Rebel shelling": a capital by its place in the sentence
    last = name.rpartition(" ")[2]
    return not last.islower() and measures().noun_forms.get(last.lower(), "") not in measures().people


def _short(name: str) -> str:
    """A name as it is called in short: "Rapid Support Forces" is "rsf" too."""
    initials = "".join(filter(str.isupper, name))
    return initials.casefold() if len(initials) >= _INITIALS and " " in name else name.casefold()


def kind_row(name: str | None) -> Kind | None:
    """The kind's row in the table; a kind that the table lacks is read as a group of its own."""
    if name is None:
        return None
    return _table().get(name) or Kind(name=name, label=name.replace("_", " "), family=name)


def group_of(kind: Kind) -> str:
    """The kinds that may be one happening: all violence, all unrest, all disasters; else the kind alone.

    Fighting that goes on at a place is a group of its own: a strike on the town is not the battle for it. What harm is
    called depends on who tells it: a gun that went off is a shooting to one and an accident to another.
    """
    if kind.name in GENERAL:
        return "violence"
    return _GROUPS.get(kind.name) or _GROUPS.get(kind.family, kind.name)


def words_of(text: str) -> frozenset[str]:
    """The words of a sentence that carry meaning, lower-cased, numbers as digits."""
    small, numbers = small_words(), number_words()
    found = (numbers.get(word, word) for word in _WORD.findall(text.casefold()))
    return frozenset(word for word in found if word not in small)


@functools.cache
def _table() -> Mapping[str, Kind]:
    return kinds()
