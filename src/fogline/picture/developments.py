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
import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fogline.data.kinds import FROM_AFAR, INTERCEPTED, PRIVATION, kinds
from fogline.data.measures import measures
from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim, Place, PlaceRole, Stage
from fogline.model.picture import Judgement, Verb
from fogline.picture.agreement import (
    ONCE,
    can_be_one,
    kept_apart,
    keys_of,
    one_across,
    places_agree,
    published_before,
    times_agree,
    words_agree,
)
from fogline.picture.bulletins import resolved_speaker
from fogline.picture.days import DAY, Minutes, day_number, gap_days
from fogline.picture.judgements import Ruling
from fogline.picture.other_times import of_another_time
from fogline.picture.places import is_coarse, place_key, same_place, spot_key
from fogline.picture.tellings import Settled, Telling, points_back

LONG_DAYS = 4.0  # a longer interval is a background, not a time of one happening
MOST_SENTENCES = 8
# Share of what a report tells of one group, from which the report is one on a single happening. Reports of one story by
# development (gva, 2026-11): pair F1 0.86 with 0.4, 0.89 with 0.2.
RULES = 0.2
MOSTLY = 0.6  # the same share, from which a place that is merely mentioned with something else is no second scene
MOST_IN_REPORT = 60  # happenings of its report that a telling is compared with: the last ones before it
_OTHER_DAY = 0.5  # days between two times that one report gives, from which they are of two happenings
_FIRST = 2  # tellings of a report that can be its headline's
_STRUCTURES = word_lists("incident_words", "tellings").words("structures")
_OVER = word_lists("incident_words", "tellings").pattern("over")
_OTHER_DEATHS = frozenset({PRIVATION, "disaster"})  # groups of which no dead are those of a blow
_AND = 6  # characters between two verbs that "and" joins
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
    several: dict[str, Place] = field(default_factory=dict)  # those that are told of at once, in the order of the text
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
    structures: set[bool] = field(default_factory=set)  # whether it was done to a bridge or the like, by each telling
    past: set[str] = field(default_factory=set)  # claims of its reports that tell of another time, or other deaths
    unheaded: set[str] = field(default_factory=set)  # reports whose headline counts those of another happening
    at_large: bool = False  # it is only counted over a land, beside what was done in several of its towns
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

    @property
    def only_fights(self) -> bool:
        """Whether all that is told of it is fighting, of no more particular kind."""
        return all(told.claim.kind in ("attack", "armed_clash") for told in self.tellings)

    @property
    def only_downs(self) -> bool:
        """Whether all that is told of it is weapons that were shot down, which killed nobody."""
        return all(told.claim.kind == INTERCEPTED for told in self.tellings)

    @property
    def sentences(self) -> list[frozenset[str]]:
        """The words of its first tellings."""
        return [one.words for one in self.tellings[:MOST_SENTENCES]]

    @property
    def named(self) -> frozenset[str]:
        """The words that its places are named by."""
        return frozenset(part for place in self.places.values() for part in place.name.casefold().split())


def _of_a_structure(one: Telling) -> bool | None:
    """Whether a telling is of what was done to a bridge or the like; None where it says neither what nor how."""
    claim = one.claim
    things = set(one.words) if claim.kind == "destruction" else set[str]()  # "a demolished railway bridge"
    for status in claim.statuses:
        things.update(status.subject.casefold().split() if status.aspect == "infrastructure" else ())
    if not _STRUCTURES.isdisjoint(things) or any("bridges" in (one.measure, one.group) for one in claim.figures):
        return True
    return False if claim.statuses or claim.figures or one.kind is not None else None


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
        to.beside.setdefault(spot_key(one.place), one.place)
    elif one.place is not None:
        for place in one.several or (one.place,):
            (to.wide if is_coarse(place) else to.places).setdefault(spot_key(place), place)
            if (place.role is not PlaceRole.MENTION or one.several) and not is_coarse(place):
                to.firm.add(spot_key(place))
        to.several.update({key: place for place in one.several if (key := spot_key(place)) not in to.several})
    if one.days is not None and one.days[1] - one.days[0] < LONG_DAYS * DAY and one.days not in to.times:
        to.times.append(one.days)
    if (built := _of_a_structure(one)) is not None:
        to.structures.add(built)
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
    to.several.update({key: place for key, place in other.several.items() if key not in to.several})
    to.times.extend(time for time in other.times if time not in to.times)
    to.initiators |= other.initiators
    to.blamed_by |= other.blamed_by
    to.firm |= other.firm
    to.alone |= other.alone
    to.mainly |= other.mainly
    to.unheaded |= other.unheaded
    to.past |= other.past
    to.structures |= other.structures
    to.at_large = to.at_large and other.at_large
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
    in_order = sorted(tellings, key=lambda one: one.order)
    headlines = {one.claim.id for one in in_order[:_FIRST] if _counts_at_large(one)}
    totals = _totals(in_order)
    # What counts at large comes last, once all else is told, and headlines after what the text counts.
    last = dict.fromkeys(headlines, 2) | dict.fromkeys(totals, 1)
    for one in sorted(in_order, key=lambda one: last.get(one.claim.id, 0)):
        alone = happening([one])
        lately = range(max(0, len(found) - MOST_IN_REPORT), len(found))
        whole = one.claim.id in totals
        fit = [
            (_fit(found[n], alone), n)
            for n in lately
            if not whole or totals.issuperset(found[n].claims)
            if places_agree(found[n], alone) is not False  # first, since it parts the most
            if _one_topic(found[n], alone) and not _apart_in_time(found[n], alone, found)
            if not _counted_elsewhere(found[n], alone) and not _is_over_a_country(found[n], alone)
            if found[n].only_downs is alone.only_downs
            if not _of_other_days(found[n], alone) and not _beside_another_town(found[n], alone)
            if (can_be_one(found[n], alone, rule) or _one_breath(found[n], alone, rule))
        ]
        if one.claim.id in headlines and (told := _with_its_number(found, alone)) is not None:
            fit = [(_fit(found[told], alone), told)]
        if fit:
            _, place = max(fit)
            _add(found[place], one)
            found[place].why.add("one report tells of it more than once")
        else:
            alone.at_large = whole
            found.append(alone)
    real = [one for one in found if one.settled is Settled.REAL]
    if real:
        main = max(real, key=_weight)
        main.main = True
        alike = sum(len(one.tellings) for one in real if one.group == main.group)
        main.towns = frozenset(
            spot_key(place)
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
            one for one in others if places_agree(main, one) is False and (one.firm or (one.places and not mostly))
        ]
        apart += [one for one in others if _topics(one).isdisjoint(_topics(main)) or _is_over_a_country(main, one)]
        # Who advanced or took a town elsewhere is told in the same report: its scenes are not all of the blow.
        apart += [one for one in real if _changes_hands(one) and one.firm and places_agree(main, one) is False]
        if not (main.places or main.wide or main.beside):
            apart += [one for one in others if one.places]  # what the report says of places, it says of those
        apart += [one for one in others if one.at_large or (not main.places and _tolls_elsewhere(one, main))]
        if main.rules and not apart:
            main.alone = {main.tellings[0].claim.report}
            main.past = {claim for one in others if _apart_in_time(main, one, found) for claim in one.claims}
            other = (one for one in real if not _OTHER_DEATHS.isdisjoint((one.group, main.group)))
            main.past |= {claim for one in other for claim in one.claims} - {*main.claims}
        if any(told.claim.id in headlines for one in found if one is not main for told in one.tellings):
            main.unheaded = {main.tellings[0].claim.report}
    return found


def _counts_at_large(one: Telling) -> bool:
    """Whether a telling counts people and names no town: "Six killed in fresh Manipur violence"."""
    return (one.place is None or is_coarse(one.place)) and bool(_people(one)) and one.settled is Settled.REAL


def _totals(tellings: Sequence[Telling]) -> frozenset[str]:
    """The claims that count over a land what was done in several of its towns: "strikes killed 41 across the strip".

    They count more than is told of any of these towns, and are the toll of none.
    """
    real = [one for one in tellings if one.settled is Settled.REAL and _harm(one.group) == "violence"]
    counts = [one for one in real if one.place is not None and one.own_place and is_coarse(one.place) and _people(one)]
    if not counts:
        return frozenset()
    towns: dict[str, tuple[Place, bool, float]] = {}  # with whether it is named with a count, and the largest count
    for one in real:
        if one.place is None or is_coarse(one.place):
            continue
        for each in one.several:  # "missiles hit Kyiv, Odesa and Rivne"
            key = place_key(each)
            towns[key] = each, True, towns[key][2] if key in towns else 0.0
        key, most = place_key(one.place), max((number for _, number in _people(one)), default=0.0)
        _, named, before = towns.get(key, (one.place, False, 0.0))
        towns[key] = one.place, named or (one.own_place and most > 0), max(before, most)
    some = list(towns.values())[:MOST_IN_REPORT]
    found: set[str] = set()
    for one in counts:
        inside = [town for town in some if same_place(town[0], one.place) is not False]
        most = max((before for _, _, before in inside), default=0.0)
        several = sum(named or _of_many(one.claim) for _, named, _ in inside) > 1
        several = several or (bool(inside) and _OVER.search(one.claim.quote) is not None)
        if several and max(number for _, number in _people(one)) > most:
            found.add(one.claim.id)
    return frozenset(found)


def _of_many(claim: Claim) -> bool:
    """Whether a claim tells of more than one blow: "by strikes and gunfire"."""
    if claim.trigger is None:
        return False
    word = claim.quote[claim.trigger.start - claim.start : claim.trigger.end - claim.start].casefold()
    kind = kinds().get(claim.kind or "")
    return kind is not None and word.endswith("s") and word.removesuffix("s") in kind.nouns


def _with_its_number(found: Sequence[Happening], headline: Happening) -> int | None:
    """The one happening that counts as many people as a headline does, whatever it calls what befell them."""
    counted = _people(headline.tellings[0])
    fit = [
        n
        for n, one in enumerate(found)
        if one.settled is headline.settled and _harm(one.group) == _harm(headline.group)
        if places_agree(one, headline) is not False and any(not counted.isdisjoint(_people(t)) for t in one.tellings)
    ]
    return fit[0] if len(fit) == 1 else None


def _people(one: Telling) -> frozenset[tuple[str, float]]:
    """How many of several people a telling counts, by measure."""
    counted = ((figure.measure or "", figure.best or figure.low or 0.0) for figure in one.claim.figures)
    return frozenset(
        (measure, number) for measure, number in counted if measure in measures().people_only and number > 1
    )


def _apart_in_time(known: Happening, new: Happening, found: Sequence[Happening]) -> bool:
    """Whether a telling is of another time than a happening, by all that its report tells."""
    return of_another_time(known.tellings, new.tellings, (one.tellings for one in found if one.settled is Settled.REAL))


def _counted_elsewhere(known: Happening, new: Happening) -> bool:
    """Whether both count people, one in a town that it names, one where another town was last spoken of."""
    named, other = (known, new) if known.firm else (new, known)
    if not named.firm or other.places or other.wide or not other.beside:
        return False
    if not all(any(told.claim.figures for told in one.tellings) for one in (known, new)):
        return False
    return _set_apart(named, other)


def _beside_another_town(known: Happening, new: Happening) -> bool:
    """Whether a telling is set in a town of its own, and a happening that counts where another was last spoken of."""
    if known.places or known.wide or not known.beside or not new.firm:
        return False
    if not any(told.claim.figures for told in (*known.tellings, *new.tellings)):
        return False
    return _set_apart(new, known)


def _changes_hands(one: Happening) -> bool:
    """Whether a happening is of ground that changes hands or may."""
    table = kinds()
    return any(table[kind].territory for kind in one.kinds if kind in table)


def _tolls_elsewhere(one: Happening, main: Happening) -> bool:
    """Whether people are counted in a town that is named, and the main happening's was only spoken of last."""
    counts = any(_people(told) for told in one.tellings)
    return counts and bool(one.firm and main.beside) and _set_apart(one, main)


def _set_apart(named: Happening, other: Happening) -> bool:
    """Whether the towns that one happening names are none of those that were spoken of last before the other."""
    scenes = [named.places[key] for key in sorted(named.firm)]
    return all(same_place(a, b) is False for a in scenes for b in other.beside.values())


def _of_other_days(known: Happening, new: Happening) -> bool:
    """Whether one report gives both a time, half a day and more lies between, and not one town is named for both.

    Who was shot in a town on Sunday died there on Tuesday.
    """
    gaps = [gap_days(a, b) for a in known.times for b in new.times]
    apart = bool(gaps) and min(gaps) >= _OTHER_DAY and not (known.kinds | new.kinds) & ONCE
    return apart and places_agree(known, new) is not True


def _is_over_a_country(known: Happening, new: Happening) -> bool:
    """Whether missiles or drones were fired at a whole country, and a telling is of an assault on a town of it."""
    if known.places or not known.wide or not known.kinds & FROM_AFAR:
        return False
    ground = new.tellings[0].claim.kind == "attack"
    return ground and bool(new.places) and any(one.kind == "country" for one in known.wide.values())


def _one_topic(known: Happening, new: Happening) -> bool:
    """Whether a telling may be of a happening told under another heading: it names its place too, or points back.

    What stands above the first heading, and the title, is of all of them, as long as none of them has taken it up.
    """
    claim = new.tellings[0].claim
    if claim.topic == 0:
        return True  # as all of a report without headings
    under = _topics(known)
    if claim.topic in under or under == {0}:
        return True
    if points_back(claim) and not new.places:
        return True  # "the attack"; "the toll of the strike on Kryvyi Rih" says itself which
    return places_agree(known, new) is True


def _topics(one: Happening) -> set[int]:
    return {told.claim.topic for told in one.tellings}


def _in_one_breath(known: Happening, new: Happening) -> bool:
    """Whether "and" joins a telling to the one before it: "repelled the attack and destroyed a tank"."""
    last, one = known.tellings[-1].claim, new.tellings[0].claim
    if Stage.ONGOING in (last.stage, one.stage) and last.stage is not one.stage:
        return False  # "a mine kills four as shelling resumes"
    return 0 <= one.start - last.end <= _AND and last.speakers == one.speakers


def _one_breath(known: Happening, new: Happening, rule: Ruling) -> bool:
    """Whether one sentence tells both of one happening, though their kinds differ."""
    return (
        _in_one_breath(known, new)
        and known.group == new.group
        and known.settled is new.settled
        and places_agree(known, new) is not False
        and times_agree(known, new) is not False
        and not kept_apart(known, new, rule)
    )


def _weight(one: Happening) -> tuple[int, int]:
    """What makes a happening the main one of its report: how much is told of it, harm twice, then how early."""
    told = len(one.tellings) + sum(bool(t.claim.figures) for t in one.tellings)
    return told * (2 if one.group in ("violence", "fighting") else 1), -min(t.claim.start for t in one.tellings)


def _fit(known: Happening, new: Happening) -> tuple[int, int, int, int]:
    """How well a telling fits a happening of its report: place and kind that agree, words, then nearness."""
    agreed = int(places_agree(known, new) is True) * 2 + int(bool(known.kinds & new.kinds))
    agreed += 2 * _in_one_breath(known, new)
    words = new.tellings[0].words & _weapons()
    shared = max(len(words & told.words) for told in known.tellings) if words else 0
    return agreed, shared, int(known.main), known.tellings[-1].claim.start  # they come in the order of the text


@functools.cache
def _weapons() -> frozenset[str]:
    """The words for what does harm, by which one blow of a report is told from another: "landmine", "artillery"."""
    listed = (word for kind in kinds().values() if kind.harm for word in (*kind.nouns, *kind.instruments))
    return frozenset(word.casefold() for word in listed if " " not in word)


# ---- what can be one ---------------------------------------------------------------------------------------------


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


def _of_one_report(other: Happening, one: Happening) -> bool:
    """Whether one report alone tells both, and told them apart: that was decided when it was looked at by itself."""
    report = one.tellings[0].claim.report
    return all(told.claim.report == report for happening in (other, one) for told in happening.tellings)


def _one_in_story(other: Happening, one: Happening, rule: Ruling) -> bool:
    if _of_one_report(other, one) or (other.structures ^ one.structures) == {False, True}:
        return False  # two bridges that were blown up are not the shelling that killed a man
    if other.rules and one.rules and _one_thing(other, one, rule):
        return True
    if not can_be_one(other, one, rule):
        return False
    if other.main and one.main:
        return True
    # A happening told in passing needs more than the absence of a contradiction.
    return words_agree(other, one) or (places_agree(other, one) is True and times_agree(other, one) is True)


def _one_thing(other: Happening, one: Happening, rule: Ruling) -> bool:
    """Whether two reports of one story, each on a single thing, tell of one: a misread place or day parts them not.

    Neither report may be older than what the other tells, nor tell of the other's scene apart from its own. Where the
    scenes differ, one of them must be a mere mention, a town be named by both reports, or both have a day and no day
    speak against it; of towns in two countries none was misread as the other.
    """
    if _harm(other.group) != _harm(one.group) or kept_apart(other, one, rule):
        return False
    places, times = places_agree(other, one), times_agree(other, one)
    if other.group != one.group and not (places and times):
        return False
    if _told_of_another_day(one, other):
        return False
    if places is not False:
        return True
    if _abroad(other, one) or one.several or other.several:
        return False
    told_apart = not one.elsewhere.isdisjoint(other.firm) or not other.elsewhere.isdisjoint(one.firm)
    unsure = not one.firm or not other.firm or not other.towns.isdisjoint(one.towns)
    dated = one.told_by is not None and other.told_by is not None
    return (unsure or (dated and times is not False)) and not told_apart


def _told_of_another_day(one: Happening, other: Happening) -> bool:
    """Whether one was told before the other began: of unknown time, or a town is fired at day after day.

    Who was shot on Sunday may die on Tuesday, so that elsewhere a later day is no other happening.
    """
    again = bool((one.kinds | other.kinds) & FROM_AFAR)
    return any(published_before(a, b) and (again or not a.times) for a, b in ((one, other), (other, one)))


def _abroad(one: Happening, other: Happening) -> bool:
    """Whether two happenings are said to have been in towns of different countries."""
    a, b = ({place.country for place in one.places.values()} - {None} for one in (one, other))
    return bool(a and b) and a.isdisjoint(b)


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
