"""Claims to what they are about: a denial, a doubt, a "cannot verify" or "claimed responsibility" to what it answers.

So is what somebody says was not ("no civilian was killed") to whoever told that it was. In: the claims of one report
in the order of the text. Out: the same claims, such as answer with `about` where the report has what they answer. Where
it has not, `about` stays None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from fogline.claims.figure_binding import HARMS
from fogline.claims.unverified import says_untrue
from fogline.data.certainty import certainty
from fogline.data.kinds import ACCUSATION, kinds
from fogline.data.small_words import small_words
from fogline.data.word_lists import word_lists
from fogline.model.claim import Actor, Claim, PlaceRole, Scope, Stage, Stance, claim_id

_LISTS = word_lists("cues", "links")
_REACH = 100  # claims: an answer is to what was said shortly before; looking at all makes time grow by squares
_CHARGE = _LISTS.pattern("charge")
_SAID = _LISTS.pattern("said")
_FIGURE = _LISTS.pattern("figure")
_OWNED_UP = (word_lists("incident_words", "perpetrators").pattern("claimed"), _LISTS.pattern("did_it"))
_ANSWERABLE = _LISTS.pattern("answerable")
_DEEDS = frozenset({"assault", "unrest", "infrastructure"})  # families of kinds that somebody does
_DONE_OR_NOT = (Stage.HAPPENED, Stage.DID_NOT_HAPPEN)  # "has not claimed the strikes"
_BARE = _LISTS.pattern("bare")
_SOLDIERS = _LISTS.words("soldiers")
_CLAIMED = _LISTS.words("claimed")
_WHICH = _LISTS.pattern("which")
_DENIED_IT = _LISTS.pattern("denied_it")
_NOT_ONE = _LISTS.pattern("not_one")
_NOT_THERE = _LISTS.pattern("not_there")
_WAS_NOT = _LISTS.pattern("was_not")
_FAR = 250  # the same, for an answer that says no more than that it is one
_A_CLAUSE = 4  # words: fewer are a bare noun
_NEAR = 100  # characters from what is said to the sentence that answers it
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 4  # letters that "broke" and "broken" have in common
_ANSWERS = frozenset({Stance.DENIES, Stance.DOUBTS, Stance.CANNOT_VERIFY})


def linked(claims: Sequence[Claim]) -> list[Claim]:
    """All claims, with `about` set on those that answer another."""
    done: list[Claim] = []
    for claim in claims:
        about = None
        if claim.stance in _ANSWERS:
            about = _what_about(claim, done[-_REACH:])
        elif claim.kind in (None, ACCUSATION) and any(one.search(claim.quote) for one in _OWNED_UP):
            about = _deed_before(claim, reversed(done[-_REACH:]))
        elif claim.stance is Stance.ASSERTS and _is_of_none(claim):
            about = _what_was_not(claim, done[-_REACH:]) or _what_its_side_did(claim, done[-_REACH:])
        elif claim.stance is Stance.ASSERTS and claim.polarity == "negative" and claim.speakers:
            about = _what_its_side_did(claim, done[-_REACH:])
        elif _claims_a_deed(claim) and (about := _deed_before(claim, reversed(done[-_REACH:]))) is not None:
            claim = _owned_up(claim)  # noqa: PLW2901
        done.append(replace(claim, about=about) if about else claim)
    return done


def _what_about(claim: Claim, before: Sequence[Claim]) -> str | None:
    others = [
        one
        for one in reversed(before)
        if (one.speakers != claim.speakers or one.stance is not claim.stance) and one.topic in (0, claim.topic)
    ]
    if claim.stance is Stance.CANNOT_VERIFY or (claim.stance is Stance.DOUBTS and not claim.speakers):
        counted = _toll_before(others) if _FIGURE.search(claim.quote) else None
        return _figure_before(claim, others) or counted or _happening_before(claim, others)
    own = _with_initials(name for speaker in claim.speakers for name in (speaker.party, speaker.name) if name)
    if claim.kind is not None:
        alike = (one for one in others if one.kind == claim.kind or (_harms(one) and _harms(claim)))
        doing = (one.id for one in alike if own & _named(one.initiators) and _may_be_there(one, claim))
        if told := _same_before(claim, others) or next(doing, None):
            return told
    if claim.stance is Stance.DENIES and (told := _same_words_before(claim, others)):
        return told
    if claim.kind is None and _WHICH.match(claim.quote):  # "…, which the mayor disputed"
        # The clause before may reach over "something": "troops fired first, something the mayor denied".
        beside = (one for one in reversed(before) if one.start < claim.start)
        return next((one.id for one in beside if abs(claim.start - one.end) <= _NEAR), None)
    if claim.stance is Stance.DENIES and _DENIED_IT.search(claim.quote):
        return _said_just_before(claim, others)
    if claim.kind is not None:
        return None
    if claim.stance is Stance.DENIES and _FIGURE.search(claim.quote):
        return next((one.id for one in others if one.figures), None)
    if not _answers_a_charge(claim) and not _SAID.search(claim.quote):
        return None  # "denied that it had left the talks" denies no attack
    if (_SAID.search(claim.quote) or says_untrue(claim.quote)) and (told := _said_right_before(claim, others)):
        return told
    # "The army denied responsibility": for the last thing that it was said to have done or was accused of.
    named = [one for one in others if one.kind and own & _named((*one.initiators, *one.recipients))]
    charges = (one.id for one in named if one.kind == ACCUSATION and one.start <= named[0].start < one.end)
    done = next(charges, None) or next((one.id for one in named), None)
    # "The ministry called the reports baseless": what somebody else was said to say.
    if done is None and _ANSWERABLE.search(claim.quote):
        done = _deed_before(claim, others)
    return done or (_happening_before(claim, others) if _SAID.search(claim.quote) else None)


def _said_just_before(claim: Claim, others: Iterable[Claim]) -> str | None:
    """What somebody else said last, whatever it was: "Families were stopped, an activist said. He denied this"."""
    near = [one for one in others if one.speakers and one.speakers != claim.speakers and one.topic in (0, claim.topic)]
    near = [one for one in near if claim.start - one.end <= _FAR and one.stance not in _ANSWERS]
    if not near:
        return None
    told = next((one for one in near if one.kind or one.statuses or one.figures), None)
    return _all_of(told if told is not None and told.end >= near[0].end - _NEAR else near[0], near)


def _is_of_none(claim: Claim) -> bool:
    """Whether somebody says that something was not: "No civilian was killed", "not one lorry had made it"."""
    return bool(claim.speakers) and _WAS_NOT.match(claim.quote) is not None


def _what_was_not(claim: Claim, before: Sequence[Claim]) -> str | None:
    """What somebody else has told that a claim says was not: the same there, else what was said right before."""
    others = [
        one
        for one in reversed(before)
        if one.speakers and one.speakers != claim.speakers and one.topic in (0, claim.topic)
        if one.stance not in _ANSWERS and one.polarity == "positive" and one.stage is not Stage.DID_NOT_HAPPEN
        if not _WAS_NOT.match(one.quote)
    ]
    if claim.kind is not None:
        # "Nobody was hurt" is of some blow; "no civilian was killed in Bure" is of what was told of Bure.
        towns = {place.name for place in claim.places if claim.start <= place.start and place.end <= claim.end}
        alike = (one for one in others if one.kind and (one.kind == claim.kind or (_harms(one) and _harms(claim))))
        return next((one.id for one in alike if one.stage is Stage.HAPPENED and towns & _scenes(one)), None)
    if _NOT_ONE.match(claim.quote) is None:
        return None  # "no Americans had been in danger" answers nothing
    return next((one.id for one in others[:1] if claim.start - one.end <= _FAR), None)


def _what_its_side_did(claim: Claim, before: Sequence[Claim]) -> str | None:
    """What somebody else has told of the speaker's side, where that side says it was not so.

    "No aircraft of ours flew over Bure that day", "our units did not fire at Lachin", "not one of our men died".
    """
    own = _with_initials(name for speaker in claim.speakers for name in (speaker.party, speaker.name) if name)
    named = {place.name for place in claim.places if claim.start <= place.start and place.end <= claim.end}
    words = _stems(claim.quote)
    for one in reversed(before):
        theirs = one.speakers and one.speakers != claim.speakers and own.isdisjoint(_named(tuple(_as_actors(one))))
        real = one.polarity == "positive" and one.stage is Stage.HAPPENED and one.stance not in _ANSWERS
        if not theirs or not real or one.topic not in (0, claim.topic) or not _harms(one):
            continue
        alike = _harms(claim) and _may_be_there(one, claim)
        if own & _named((*one.initiators, *one.recipients)) and (named & _scenes(one) or alike):
            return one.id
        if _NOT_THERE.match(claim.quote) and claim.start - one.end <= _FAR and words & _stems(one.quote):
            return one.id  # "there was no train"
    return None


def _said_right_before(claim: Claim, others: Iterable[Claim]) -> str | None:
    """What somebody else said in the sentence before: "claimed that Pavlivka fell. A brigade denied the report"."""
    every = list(others)
    told = next((one for one in every if one.kind or one.statuses or one.figures), None)
    if told is None or not told.speakers or told.speakers == claim.speakers or claim.start - told.end > _NEAR:
        last = next((one for one in every if one.speakers and one.stance not in _ANSWERS), None)
        beside = last is not None and last.speakers != claim.speakers and 0 <= claim.start - last.end <= _NEAR
        return last.id if last is not None and beside else None
    if len(told.quote.split()) < _A_CLAUSE:  # "called it a breach of [the ceasefire]": what was told stands before
        said = (one for one in every if one.speakers == told.speakers and len(one.quote.split()) >= _A_CLAUSE)
        told = next((one for one in said if told.start - one.end <= _FAR), told)
    return _all_of(told, every)


def _all_of(part: Claim, others: Iterable[Claim]) -> str:
    """All that its speaker says there: "lost 11 in the fighting, it said. Ankara denied this" is of both."""
    around = (one for one in others if one.start <= part.start and part.end <= one.end)
    return min(
        (one for one in around if one.speakers == part.speakers), key=lambda one: (one.start, -one.end, one.id)
    ).id


def _deed_before(claim: Claim, others: Iterable[Claim]) -> str | None:
    """The last harm done that a report told of before: what somebody claims, or denies, to be responsible for."""
    own = _named((*claim.initiators, *_as_actors(claim)))
    harms = (
        one
        for one in others
        if one.topic in (0, claim.topic) and _is_harm(one) and one.about is None and not _of_the_state(one, own)
    )
    return next((one.id for one in harms if one.places or one.figures), None)


def _of_the_state(deed: Claim, own: set[str]) -> bool:
    """Whether soldiers or police did what somebody else is spoken of for: "troops have killed three attackers"."""
    doers = {one.name.lower().split()[-1] for one in deed.initiators if one.name}
    return bool(doers) and doers <= _SOLDIERS and own.isdisjoint(_named(deed.initiators))


def _as_actors(claim: Claim) -> Iterator[Actor]:
    return (Actor(name=one.name, as_worded=one.as_worded, party=one.party) for one in claim.speakers)


def _claims_a_deed(claim: Claim) -> bool:
    """Whether somebody claims a deed, not that it happened: "Jamaat-ul-Ahrar claimed the attack"."""
    claimed = not _CLAIMED.isdisjoint((claim.cue or "").lower().split()) and bool(claim.speakers)
    return (
        claimed and _harms(claim) and claim.stage in _DONE_OR_NOT and _BARE.fullmatch(claim.quote.strip()) is not None
    )


def _owned_up(claim: Claim) -> Claim:
    """The deed that a speaker claims as his word that he did it."""
    names = tuple(speaker.name for speaker in claim.speakers)
    doers = tuple(replace(one, confidence="claimed or admitted") for one in _as_actors(claim))
    name = claim_id(
        report=claim.report, start=claim.start, end=claim.end, speakers=names, kind=ACCUSATION,
        method=claim.method.name,
    )  # fmt: skip
    told = set((claim.cue or "").lower().replace("n't", " n't").split())
    unclaimed = claim.stage is Stage.DID_NOT_HAPPEN or not certainty().negations.isdisjoint(told)
    own = "negative" if unclaimed else claim.polarity  # "has not claimed the strikes"
    return replace(claim, id=name, kind=ACCUSATION, initiators=doers, recipients=(), places=(), polarity=own)


def _is_harm(claim: Claim) -> bool:
    kind = kinds().get(claim.kind or "")
    # Nobody takes the blame for a battle, for those who fled or for an accident.
    done = kind is not None and kind.harm and kind.family in _DEEDS and kind.name != "armed_clash"
    return done and claim.stage is Stage.HAPPENED


def _harms(claim: Claim) -> bool:
    kind = kinds().get(claim.kind or "")
    return kind is not None and kind.harm


def _same_before(claim: Claim, others: Sequence[Claim]) -> str | None:
    """The same told before of the same town: "it had captured Lashio", "denied that the town had fallen"."""
    towns = _scenes(claim)
    return next((one.id for one in others if one.kind == claim.kind and towns & _scenes(one)), None)


def _may_be_there(one: Claim, other: Claim) -> bool:
    """Whether nothing says that what two claims tell was in two places."""
    here, there = _scenes(one), _scenes(other)
    return not here or not there or not here.isdisjoint(there)


def _scenes(claim: Claim) -> set[str]:
    return {place.name for place in claim.places if place.role is not PlaceRole.ACTOR}


def _same_words_before(claim: Claim, others: Sequence[Claim]) -> str | None:
    """What was said before in the words that are denied: "M23 broke the truce", "denied that it had broken it"."""
    denied = _stems(claim.quote) - _stems(claim.cue or "") - _stems(" ".join(one.as_worded for one in claim.speakers))
    if not denied:
        return None
    fits = [(len(denied & _stems(one.quote)), one.id) for one in others if one.stance not in _ANSWERS]
    shared, name = max(fits, key=lambda fit: fit[0], default=(0, ""))
    return name if shared >= len(denied) / 2 else None


def _stems(text: str) -> set[str]:
    words = (word.casefold() for word in _WORD.findall(text))
    return {word[:_STEM] for word in words if word not in small_words()}


def _answers_a_charge(claim: Claim) -> bool:
    """Whether a denial without a happening of its own is of what was said before: bare, or by a word that points."""
    bare = any(one.start is not None and claim.start <= one.start < claim.end for one in claim.speakers)
    return bare or _CHARGE.search(claim.quote) is not None


def _named(actors: Sequence[Actor]) -> set[str]:
    return _with_initials(name for actor in actors for name in (actor.party, actor.name) if name)


def _with_initials(names: Iterable[str]) -> set[str]:
    """Names with what they are called in short: "Rapid Support Forces" is "RSF" as well."""
    said = set(names)
    return said | {short for name in said if len(short := "".join(filter(str.isupper, name))) > 1 and " " in name}


def _figure_before(claim: Claim, others: Sequence[Claim]) -> str | None:
    """The last total of what the claim counts: "could not verify the death toll"."""
    counted = {figure.measure for figure in claim.figures} | ({"killed"} if claim.kind == "killing" else set())
    for one in others:
        totals = {figure.measure for figure in one.figures if figure.scope is Scope.TOTAL}
        if counted & totals:
            return one.id
    return None


def _toll_before(others: Sequence[Claim]) -> str | None:
    """The last count of people who were harmed: "the figures could not be confirmed"."""

    def counts(one: Claim) -> bool:
        return any(
            figure.measure in HARMS and figure.scope is Scope.TOTAL and figure.high != 0 for figure in one.figures
        )

    return next((one.id for one in others if counts(one)), None)


def _happening_before(claim: Claim, others: Sequence[Claim]) -> str | None:
    if claim.kind is not None:
        return None
    said = (one for one in others if one.kind or one.statuses)
    return next((one.id for one in said if one.speakers != claim.speakers), None)
