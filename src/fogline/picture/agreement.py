"""Whether two happenings can be one, and whether two of different stories are.

Comes in: happenings, or what is kept of them to be compared with later ones (`Side`). Goes out: yes or no; where a
happening is looked up. Refused: nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from fogline.model.claim import Place
from fogline.picture.days import DAY, Minutes, gap_days
from fogline.picture.judgements import Ruling
from fogline.picture.places import same_place
from fogline.picture.tellings import Settled

SLACK_DAYS = 1.0  # two accounts of one night can give two days
WORDS_AGREE = 0.5  # share of the shorter sentence's words that stand in the other, for one happening in two stories
HANDS_DAYS = 10.0  # a place changes hands once in so many days: news of it comes late
ONCE = frozenset({"territory_captured", "territory_regained", "encirclement", "withdrawal", "surrender"})
FEWEST_WORDS = 4
_IN_COMMON = 2  # of the places that two tell of at once, by which they are one
MOST_PLACES = 6  # of a happening that are compared


class Agreeing(Protocol):
    """What a happening has to show to be compared with another."""

    @property
    def group(self) -> str: ...
    @property
    def settled(self) -> Settled: ...
    @property
    def kinds(self) -> AbstractSet[str]: ...
    @property
    def places(self) -> Mapping[str, Place]: ...
    @property
    def wide(self) -> Mapping[str, Place]: ...
    @property
    def several(self) -> Mapping[str, Place]: ...
    @property
    def beside(self) -> Mapping[str, Place]: ...
    @property
    def times(self) -> Sequence[Minutes]: ...
    @property
    def initiators(self) -> AbstractSet[str]: ...
    @property
    def blamed_by(self) -> AbstractSet[str]: ...
    @property
    def told_by(self) -> int | None: ...
    @property
    def rules(self) -> bool: ...
    @property
    def only_fights(self) -> bool: ...
    @property
    def sentences(self) -> Sequence[AbstractSet[str]]: ...
    @property
    def named(self) -> AbstractSet[str]: ...
    @property
    def claims(self) -> Sequence[str]: ...  # asked for only where a judgement keeps claims apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What is kept of a happening, to be compared with those of other stories."""

    group: str
    settled: Settled
    kinds: frozenset[str]
    places: dict[str, Place]
    wide: dict[str, Place]
    several: dict[str, Place]
    beside: dict[str, Place]
    times: tuple[Minutes, ...]
    initiators: frozenset[str]
    blamed_by: frozenset[str]
    told_by: int | None
    rules: bool
    only_fights: bool
    told: tuple[str, ...]  # the words of its first sentences: as text they take a tenth of the room of sets
    names: str

    @property
    def sentences(self) -> list[frozenset[str]]:
        """The words of its first tellings."""
        return [frozenset(one.split()) for one in self.told]

    @property
    def named(self) -> frozenset[str]:
        """The words that its places are named by."""
        return frozenset(self.names.split())

    @property
    def claims(self) -> Sequence[str]:
        """None: where judgements keep claims apart, whole happenings are compared."""
        return ()


def side(one: Agreeing) -> Side:
    """What is kept of a happening."""
    return Side(
        group=one.group,
        settled=one.settled,
        kinds=frozenset(one.kinds),
        places=_few_of(one.places),
        wide=_few_of(one.wide),
        several=_few_of(one.several),
        beside=_few_of(one.beside),
        times=tuple(one.times),
        initiators=frozenset(one.initiators),
        blamed_by=frozenset(one.blamed_by),
        told_by=one.told_by,
        rules=one.rules,
        only_fights=one.only_fights,
        told=tuple(" ".join(sorted(words)) for words in one.sentences),
        names=" ".join(sorted(one.named)),
    )


def _few_of(places: Mapping[str, Place]) -> dict[str, Place]:
    return {key: places[key] for key in sorted(places)[:MOST_PLACES]}


def can_be_one(one: Agreeing, other: Agreeing, rule: Ruling) -> bool:
    """Whether nothing keeps two happenings apart."""
    return (
        one.group == other.group
        and one.settled is other.settled
        and _kinds_agree(one, other)
        and places_agree(one, other) is not False
        and times_agree(one, other) is not False
        and _initiators_agree(one, other)
        and not kept_apart(one, other, rule)
    )


def _kinds_agree(one: Agreeing, other: Agreeing) -> bool:
    if one.kinds and other.kinds:
        return bool(one.kinds & other.kinds)
    if "attack" in one.kinds | other.kinds:
        # An assault that was beaten back: what was destroyed or who was killed elsewhere is not it.
        return (other if one.kinds else one).only_fights
    return True


def places_agree(one: Agreeing, other: Agreeing) -> bool | None:
    """True where the scenes are one place; False where they are known and apart; None where not known.

    What is told of several places at once, and counted over all of them, is another happening than that of one of them.
    """
    if one.several or other.several:
        return _of_the_same(one, other)
    if one.places and other.places:
        answers = [same_place(a, b) for a, b in itertools.product(_few(one.places), _few(other.places))]
        return True if True in answers else False if False in answers else None
    wide = [same_place(a, b) for a in _few(one.places or one.wide) for b in _few(other.places or other.wide)]
    if wide:
        return False if all(answer is False for answer in wide) else None
    near = (same_place(a, b) for a in _few(one.places or one.beside) for b in _few(other.places or other.beside))
    return True if any(answer is True for answer in near) else None


def _of_the_same(one: Agreeing, other: Agreeing) -> bool | None:
    """Whether two happenings, at least one of which is told of several places at once, are told of the same."""
    if not one.several or not other.several:
        alone = one if other.several else other
        if alone.places or alone.wide:
            return False
        among = (other if other.several else one).several
        near = {same_place(a, b) for a in _few(alone.beside) for b in _few(among)}
        return True if True in near else None
    fewest = min(len(one.several), len(other.several))
    shared = sum(any(same_place(a, b) is True for b in _few(other.several)) for a in _few(one.several))
    return shared >= min(fewest, _IN_COMMON)


def _few(places: Mapping[str, Place]) -> list[Place]:
    if len(places) <= MOST_PLACES:
        return list(places.values())
    return [places[key] for key in sorted(places)[:MOST_PLACES]]


def times_agree(one: Agreeing, other: Agreeing) -> bool | None:
    """True where the times can be one; False where they are known and apart; None where one is not known."""
    if not one.times or not other.times:
        return False if told_before(one, other) or told_before(other, one) else None
    slack = HANDS_DAYS if one.kinds & ONCE else SLACK_DAYS
    return any(gap_days(a, b) <= slack and not _hours_apart(a, b) for a in one.times for b in other.times)


def told_before(one: Agreeing, other: Agreeing) -> bool:
    """Whether a happening of unknown time was published before the other one began."""
    return not one.times and published_before(one, other)


def published_before(one: Agreeing, other: Agreeing) -> bool:
    """Whether a happening was told, whatever its time, before all that is said of the other one's time."""
    if not other.times or one.told_by is None:
        return False
    return min(time[0] for time in other.times) // DAY > one.told_by + SLACK_DAYS


def _hours_apart(one: Minutes, other: Minutes) -> bool:
    """Whether both give an hour of the day and the hours differ: two strikes on one day."""
    exact = all(time[1] - time[0] < DAY // 2 for time in (one, other))
    return exact and gap_days(one, other) * 24 > 3.0


def _initiators_agree(one: Agreeing, other: Agreeing) -> bool:
    if not one.initiators or not other.initiators or one.initiators & other.initiators:
        return True
    # Two parties that blame each other speak of one happening; one voice that names two doers speaks of two.
    return not one.blamed_by & other.blamed_by and places_agree(one, other) is True


def kept_apart(one: Agreeing, other: Agreeing, rule: Ruling) -> bool:
    """Whether a judgement keeps two happenings apart."""
    if not rule.apart:
        return False
    others = set(other.claims)
    return any(rule.apart.get(claim, frozenset()) & others for claim in one.claims)


# ---- among reports -----------------------------------------------------------------------------------------------


def keys_of(one: Agreeing) -> list[tuple[object, ...]]:
    """Where a happening is looked up: its place with each of its days, or with its kind where it happens once."""
    places = sorted(one.places or one.beside)[:3]
    once = [(one.settled, kind, place) for kind in sorted(one.kinds & ONCE) for place in places]
    days = sorted({day for time in one.times for day in range(time[0] // DAY - 1, time[1] // DAY + 2)})[:12]
    return [*once, *((one.settled, one.group, place, day) for place in places for day in days)]


def one_across(other: Agreeing, one: Agreeing, rule: Ruling) -> bool:
    """Whether two happenings of two stories are one."""
    if places_agree(other, one) is not True or not can_be_one(other, one, rule):
        return False
    if one.kinds & other.kinds & ONCE:
        return True
    if one.rules and other.rules:
        return False  # what whole reports tell of was compared when the stories were made
    return times_agree(other, one) is True and words_agree(other, one)


def glance(one: Agreeing) -> tuple[bool, frozenset[str]]:
    """What tells at a glance, with `can_cross`, that two happenings of two stories are not one."""
    return one.rules, frozenset(one.kinds & ONCE)


def can_cross(one: tuple[bool, frozenset[str]], other: tuple[bool, frozenset[str]]) -> bool:
    """Whether `one_across` need be asked: not for what whole reports tell of, unless it happens once at a place."""
    return not (one[0] and other[0]) or not one[1].isdisjoint(other[1])


def words_agree(one: Agreeing, other: Agreeing) -> bool:
    """Whether two sentences, one of each, share most of their words, the names of the places left out."""
    named = one.named | other.named
    return any(
        len(few) >= FEWEST_WORDS and len(few & many) >= WORDS_AGREE * len(few)
        for a, b in itertools.product(one.sentences, other.sentences)
        for few, many in [sorted((a - named, b - named), key=len)]
    )
