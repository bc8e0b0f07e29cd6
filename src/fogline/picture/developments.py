"""Claims to developments: what happened, once.

Comes in: tellings, the story of each report, judgements. Goes out: groups of tellings (`Happening`s), each one
development.

First the tellings of one report are added up, in the order of its text: a telling joins the latest happening of the
report that it can be, so that headline, first paragraph and details are one. Then the happenings of several reports: in
one story, the main happening of each report (the one with most tellings) with the others' main ones, and the others
where they can be one; across stories, only where place, day and kind are known and equal and the words agree too,
because two attacks on one city on one day are two until something says that they are one.

Two happenings can never be one where: one is told as a fact and the other as a plan, a possibility or not so; their
kinds differ and both are particular; their places are known and apart; their times are known and apart; their
initiators are known and differ, unless two parties blame each other; a judgement keeps them apart.
"""

from __future__ import annotations

import collections
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fogline.model.claim import Place, PlaceRole
from fogline.model.picture import Judgement, Verb
from fogline.picture.bulletins import resolved_speaker
from fogline.picture.days import DAY, Minutes, day_number, gap_days
from fogline.picture.judgements import Ruling
from fogline.picture.places import is_coarse, place_key, same_place
from fogline.picture.tellings import Settled, Telling

SLACK_DAYS = 1.0  # two accounts of one night can give two days
LONG_DAYS = 4.0  # a longer interval is a background, not a time of one happening
WORDS_AGREE = 0.5  # share of the shorter sentence's words that stand in the other, for one happening in two stories
HANDS_DAYS = 10.0  # a place changes hands once in so many days: news of it comes late
ONCE = frozenset({"territory_captured", "territory_regained", "encirclement", "withdrawal", "surrender"})
FEWEST_WORDS = 4
MOST_SENTENCES = 8
# Share of what a report tells of one group, from which the report is one on a single happening. Reports of one story by
# development (gva, 2026-11): pair F1 0.86 with 0.4, 0.89 with 0.2.
RULES = 0.2
MOSTLY = 0.6  # the same share, from which a place that is merely mentioned with something else is no second scene
MOST_IN_REPORT = 200  # happenings of its report that a telling is compared with: the last ones before it
MOST_COMPARED = 30  # happenings before it in a block that a happening is compared with


@dataclass(slots=True)
class Happening:
    """Tellings of one happening, with what they agree on so far."""

    tellings: list[Telling]
    group: str
    settled: Settled
    kinds: set[str] = field(default_factory=set)
    places: dict[str, Place] = field(default_factory=dict)  # those that are no wide region
    wide: dict[str, Place] = field(default_factory=dict)
    beside: dict[str, Place] = field(default_factory=dict)  # not named in its own words, only spoken of last
    times: list[Minutes] = field(default_factory=list)  # short ones
    initiators: set[str] = field(default_factory=set)
    blamed_by: set[str] = field(default_factory=set)  # parties whose word names an initiator
    main: bool = False
    firm: set[str] = field(default_factory=set)  # places that are its scene or target, not only named
    towns: frozenset[str] = frozenset()  # all that its report names
    elsewhere: frozenset[str] = frozenset()  # scenes of the other happenings of its report
    told_by: int | None = None  # the first day on which it was published
    alone: set[str] = field(
        default_factory=set
    )  # reports that tell of nothing else of its group with a scene of its own
    mainly: set[str] = field(default_factory=set)  # reports that mainly tell of it, whatever else they tell
    rules: bool = False  # its report tells mostly of it, and of little else of its group
    why: set[str] = field(default_factory=set)

    @property
    def order(self) -> tuple[str, str, int, str]:
        """By the earliest telling."""
        return min(one.order for one in self.tellings)

    @property
    def claims(self) -> list[str]:
        """The ids of its claims."""
        return [one.claim.id for one in self.tellings]


def happening(tellings: Iterable[Telling]) -> Happening:
    """A happening of the tellings given; they are taken to be one."""
    some = sorted(tellings, key=lambda one: one.order)
    made = Happening(tellings=[], group=some[0].group, settled=some[0].settled)
    for one in some:
        _add(made, one)
    return made


def _add(to: Happening, one: Telling) -> None:
    to.tellings.append(one)
    if one.kind is not None and one.group == to.group:
        to.kinds.add(one.kind)
    if one.place is not None and not one.own_place:
        to.beside.setdefault(place_key(one.place), one.place)
    elif one.place is not None:
        (to.wide if is_coarse(one.place) else to.places).setdefault(place_key(one.place), one.place)
        if one.place.role is not PlaceRole.MENTION and not is_coarse(one.place):
            to.firm.add(place_key(one.place))
    if one.days is not None and one.days[1] - one.days[0] < LONG_DAYS * DAY and one.days not in to.times:
        to.times.append(one.days)
    published = day_number(one.order[0])
    if published is not None:
        to.told_by = published if to.told_by is None else min(to.told_by, published)
    if one.initiators:
        to.initiators.update(one.initiators)
        speaker = resolved_speaker(one.claim)
        to.blamed_by.add((speaker.party or speaker.name) if speaker else one.claim.report)


def _absorb(to: Happening, other: Happening, why: str) -> None:
    to.tellings.extend(other.tellings)
    to.kinds |= other.kinds
    to.places.update({key: place for key, place in other.places.items() if key not in to.places})
    to.wide.update({key: place for key, place in other.wide.items() if key not in to.wide})
    to.beside.update({key: place for key, place in other.beside.items() if key not in to.beside})
    to.times.extend(time for time in other.times if time not in to.times)
    to.initiators |= other.initiators
    to.blamed_by |= other.blamed_by
    to.firm |= other.firm
    to.alone |= other.alone
    to.mainly |= other.mainly
    to.towns |= other.towns
    to.elsewhere |= other.elsewhere
    to.told_by = min((day for day in (to.told_by, other.told_by) if day is not None), default=None)
    to.rules = (to.rules or not to.main) and (other.rules or not other.main)
    to.main = to.main or other.main
    to.why |= other.why | {why}


# ---- in one report -----------------------------------------------------------------------------------------------


def in_report(tellings: Iterable[Telling], rule: Ruling) -> list[Happening]:
    """The happenings that one report tells, the one with most tellings marked as its main one."""
    found: list[Happening] = []
    for one in sorted(tellings, key=lambda one: one.order):
        alone = happening([one])
        lately = range(max(0, len(found) - MOST_IN_REPORT), len(found))
        fit = [(_fit(found[n], alone), n) for n in lately if can_be_one(found[n], alone, rule)]
        if fit:
            _, place = max(fit)
            _add(found[place], one)
            found[place].why.add("one report tells of it more than once")
        else:
            found.append(alone)
    real = [one for one in found if one.settled is Settled.REAL]
    if real:
        main = max(real, key=_weight)
        main.main = True
        alike = sum(len(one.tellings) for one in real if one.group == main.group)
        main.towns = frozenset(
            place_key(place)
            for one in found
            for told in one.tellings
            for place in told.claim.places
            if not is_coarse(place)
        )
        main.elsewhere = frozenset(key for one in real if one is not main and len(one.tellings) > 1 for key in one.firm)
        main.rules = len(main.tellings) >= RULES * alike
        main.mainly = {main.tellings[0].claim.report} if main.rules else set()
        others = [one for one in real if one is not main and _harm(one.group) == _harm(main.group)]
        mostly = len(main.tellings) >= MOSTLY * alike
        apart = [
            one for one in others if _places_agree(main, one) is False and (one.firm or (one.places and not mostly))
        ]
        if main.rules and not apart:
            main.alone = {main.tellings[0].claim.report}
    return found


def _weight(one: Happening) -> tuple[int, int]:
    """What makes a happening the main one of its report: how much is told of it, harm twice, then how early."""
    told = len(one.tellings) + sum(bool(t.claim.figures) for t in one.tellings)
    return told * (2 if one.group in ("violence", "fighting") else 1), -min(t.claim.start for t in one.tellings)


def _fit(known: Happening, new: Happening) -> tuple[int, int, int]:
    """How well a telling fits a happening of its report: place and kind that agree, then nearness in the text."""
    agreed = int(_places_agree(known, new) is True) * 2 + int(bool(known.kinds & new.kinds))
    return agreed, int(known.main), known.tellings[-1].claim.start  # they come in the order of the text


# ---- what can be one ---------------------------------------------------------------------------------------------


def can_be_one(one: Happening, other: Happening, rule: Ruling) -> bool:
    """Whether nothing keeps two happenings apart."""
    return (
        one.group == other.group
        and one.settled is other.settled
        and _kinds_agree(one, other)
        and _places_agree(one, other) is not False
        and _times_agree(one, other) is not False
        and _initiators_agree(one, other)
        and not _kept_apart(one, other, rule)
    )


def _kinds_agree(one: Happening, other: Happening) -> bool:
    if one.kinds and other.kinds:
        return bool(one.kinds & other.kinds)
    if "attack" in one.kinds | other.kinds:
        # An assault that was beaten back: what was destroyed or who was killed elsewhere is not it.
        unnamed = other if one.kinds else one
        return all(told.claim.kind in ("attack", "armed_clash") for told in unnamed.tellings)
    return True


def _places_agree(one: Happening, other: Happening) -> bool | None:
    """True where the scenes are one place; False where they are known and apart; None where not known."""
    if one.places and other.places:
        answers = [same_place(a, b) for a, b in itertools.product(_few(one.places), _few(other.places))]
        return True if True in answers else False if False in answers else None
    wide = [same_place(a, b) for a in _few(one.places or one.wide) for b in _few(other.places or other.wide)]
    if wide:
        return False if all(answer is False for answer in wide) else None
    near = (same_place(a, b) for a in _few(one.places or one.beside) for b in _few(other.places or other.beside))
    return True if any(answer is True for answer in near) else None


def _few(places: Mapping[str, Place]) -> list[Place]:
    return [places[key] for key in sorted(places)[:6]]


def _times_agree(one: Happening, other: Happening) -> bool | None:
    if not one.times or not other.times:
        return False if _told_before(one, other) or _told_before(other, one) else None
    slack = HANDS_DAYS if one.kinds & ONCE else SLACK_DAYS
    return any(gap_days(a, b) <= slack and not _hours_apart(a, b) for a in one.times for b in other.times)


def _told_before(one: Happening, other: Happening) -> bool:
    """Whether a happening of unknown time was published before the other one began."""
    if one.times or not other.times or one.told_by is None:
        return False
    return min(time[0] for time in other.times) // DAY > one.told_by + SLACK_DAYS


def _hours_apart(one: Minutes, other: Minutes) -> bool:
    """Whether both give an hour of the day and the hours differ: two strikes on one day."""
    exact = all(time[1] - time[0] < DAY // 2 for time in (one, other))
    return exact and gap_days(one, other) * 24 > 3.0


def _initiators_agree(one: Happening, other: Happening) -> bool:
    if not one.initiators or not other.initiators or one.initiators & other.initiators:
        return True
    # Two parties that blame each other speak of one happening; one voice that names two doers speaks of two.
    return not one.blamed_by & other.blamed_by and _places_agree(one, other) is True


def _kept_apart(one: Happening, other: Happening, rule: Ruling) -> bool:
    if not rule.apart:
        return False
    others = set(other.claims)
    return any(rule.apart.get(claim, frozenset()) & others for claim in one.claims)


# ---- among reports -----------------------------------------------------------------------------------------------


def in_story(found: list[Happening], rule: Ruling) -> list[Happening]:
    """One pass over the main happenings, then one over the others; each joins the first that it can be."""
    kept: list[Happening] = []
    blocks: dict[tuple[str, Settled], list[Happening]] = collections.defaultdict(list)
    for one in sorted(found, key=lambda one: (not one.main, one.order)):
        block = blocks[_harm(one.group), one.settled]
        likely = block[:MOST_COMPARED] + block[MOST_COMPARED:][-MOST_COMPARED:]
        joined = next((other for other in likely if _one_in_story(other, one, rule)), None)
        if joined is not None:
            _absorb(joined, one, "reports of one story tell of it")
        else:
            kept.append(one)
            block.append(one)
    return kept


def _harm(group: str) -> str:
    """Fighting and other violence are one where whole reports tell of it: a battle to one is a shooting to another."""
    return "violence" if group == "fighting" else group


def _one_in_story(other: Happening, one: Happening, rule: Ruling) -> bool:
    if other.rules and one.rules and _one_thing(other, one, rule):
        return True
    if not can_be_one(other, one, rule):
        return False
    if other.main and one.main:
        return True
    # A happening told in passing needs more than the absence of a contradiction.
    return _words_agree(other, one) or (_places_agree(other, one) is True and _times_agree(other, one) is True)


def _one_thing(other: Happening, one: Happening, rule: Ruling) -> bool:
    """Whether two reports of one story, each on a single thing, tell of one: a misread place or day parts them not.

    Neither report may be older than what the other tells, nor tell of the other's scene apart from its own. Where the
    scenes differ, one of them must be a mere mention, a town be named by both reports, or no day speak against it.
    """
    if _harm(other.group) != _harm(one.group) or _kept_apart(other, one, rule):
        return False
    places, times = _places_agree(other, one), _times_agree(other, one)
    if other.group != one.group and not (places and times):
        return False
    if _told_before(one, other) or _told_before(other, one):
        return False
    if places is not False:
        return True
    told_apart = not one.elsewhere.isdisjoint(other.firm) or not other.elsewhere.isdisjoint(one.firm)
    unsure = not one.firm or not other.firm or not other.towns.isdisjoint(one.towns)
    return (unsure or times is not False) and not told_apart


def across_stories(found: list[Happening], rule: Ruling) -> list[Happening]:
    """Happenings of several stories, in their order: each joins one before it where place, time and words agree."""
    kept: list[Happening] = []
    blocks: dict[tuple[object, ...], list[Happening]] = collections.defaultdict(list)
    for one in found:
        keys = keys_of(one)
        likely: dict[int, Happening] = {}
        for key in keys:
            likely.update((id(other), other) for other in blocks[key][-MOST_COMPARED:])
        joined = next((other for other in likely.values() if one_across(other, one, rule)), None)
        if joined is None:
            kept.append(one)
            joined = one
        else:
            _absorb(joined, one, "place, time and kind agree across stories")
        for key in keys:
            if joined not in blocks[key][-MOST_COMPARED:]:
                blocks[key].append(joined)
    return kept


def keys_of(one: Happening) -> list[tuple[object, ...]]:
    """Where a happening is looked up: its place with each of its days, or with its kind where it happens once."""
    places = sorted(one.places or one.beside)[:3]
    once = [(one.settled, kind, place) for kind in sorted(one.kinds & ONCE) for place in places]
    days = sorted({day for time in one.times for day in range(time[0] // DAY - 1, time[1] // DAY + 2)})[:12]
    return [*once, *((one.settled, one.group, place, day) for place in places for day in days)]


def one_across(other: Happening, one: Happening, rule: Ruling) -> bool:
    """Whether two happenings of two stories are one."""
    if _places_agree(other, one) is not True or not can_be_one(other, one, rule):
        return False
    if one.kinds & other.kinds & ONCE:
        return True
    if one.rules and other.rules:
        return False  # what whole reports tell of was compared when the stories were made
    return _times_agree(other, one) is True and _words_agree(other, one)


def glance(one: Happening) -> tuple[bool, frozenset[str]]:
    """What tells at a glance, with `can_cross`, that two happenings of two stories are not one."""
    return one.rules, frozenset(one.kinds & ONCE)


def can_cross(one: tuple[bool, frozenset[str]], other: tuple[bool, frozenset[str]]) -> bool:
    """Whether `one_across` need be asked: not for what whole reports tell of, unless it happens once at a place."""
    return not (one[0] and other[0]) or not one[1].isdisjoint(other[1])


def _words_agree(one: Happening, other: Happening) -> bool:
    """Whether two sentences, one of each, share most of their words, the names of the places left out."""
    named = {part for h in (one, other) for place in h.places.values() for part in place.name.casefold().split()}
    return any(
        len(few) >= FEWEST_WORDS and len(few & many) >= WORDS_AGREE * len(few)
        for a, b in itertools.product(one.tellings[:MOST_SENTENCES], other.tellings[:MOST_SENTENCES])
        for few, many in [sorted((a.words - named, b.words - named), key=len)]
    )


# ---- judgements --------------------------------------------------------------------------------------------------


def judged(found: list[Happening], rule: Ruling) -> list[Happening]:
    """The happenings after merges and splits by judgement, in the order of the judgements."""
    for claims, judgement in rule.moves:
        found = _split(found, claims, judgement) if judgement.verb is Verb.SPLIT else _merged(found, claims, judgement)
    return found


def _merged(found: list[Happening], claims: Sequence[str], judgement: Judgement) -> list[Happening]:
    meant = [one for one in found if not set(claims).isdisjoint(one.claims)]
    if len(meant) < 2:
        return found
    into, *others = meant
    for other in others:
        _absorb(into, other, f"merged by {judgement.by}")
    return [one for one in found if all(one is not other for other in others)]


def _split(found: list[Happening], claims: Sequence[str], judgement: Judgement) -> list[Happening]:
    leaving = set(claims)
    moved = [one for some in found for one in some.tellings if one.claim.id in leaving]
    if not moved:
        return found
    rest = [
        one if leaving.isdisjoint(one.claims) else _without(one, leaving)
        for one in found
        if not leaving.issuperset(one.claims)
    ]
    apart = happening(moved)
    apart.why.add(f"split off by {judgement.by}")
    return [*rest, apart]


def _without(one: Happening, leaving: set[str]) -> Happening:
    left = happening(telling for telling in one.tellings if telling.claim.id not in leaving)
    left.why |= one.why
    left.main = one.main
    return left
