"""Tokens of a happening to actors: names, parties, and how surely an initiator is named.

In: the tokens that do something or have it done to them, and who speaks. Out: `Actor`s. What names nobody (a pronoun
that leads nowhere, a number) is left out: unknown stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Token

from fogline.claims.blame import blamed_for
from fogline.claims.clauses import Clause, is_charge, joined, phrase, subject_of
from fogline.claims.happening_kinds import owned_as, prepositional
from fogline.claims.happenings import AGAINST, Happening
from fogline.claims.homeland import Homeland, sided
from fogline.claims.nominal_stage import has_no, negated
from fogline.claims.parse import lemma
from fogline.claims.status_words import WIDE, bears_arms, place_of
from fogline.data.parties import actor_of, canonical, country_in
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists
from fogline.model.claim import Actor, Certainty, Place, Speaker, Stage, Stance

_LISTS = word_lists("happening_words", "actors")
_NOBODY = frozenset({"PRP", "WDT", "WP", "EX", "DT", "CD", "IN"})  # tags of what names nobody
_ANNOUNCES = _LISTS.words("announces")
_CLAIMS = _LISTS.words("claims")
_NAMES_IT = frozenset({"compound", "nmod", "amod"})
_BEFORE_A_BLOW = frozenset({"compound", "poss", "nmod"})
_AIRCRAFT = re.compile(r"(?:F|A|B|C|Su|MiG|Mi|Ka|Tu|Il|An|AH|UH|CH|MQ|TB)-?\d{1,3}\w*s?")  # an F-16 is nobody
_BLOWS = _LISTS.words("blows")
_NO_DEEDS = _LISTS.words("no_deeds")
_NO_NAMES = _LISTS.words("no_names")
_LINKED = _LISTS.words("linked")
_OFFICIAL = _LISTS.words("official")
_POSSESSIVES = _LISTS.words("possessives")
_OF_A_SIDE = _LISTS.words("of_a_side")
_MEN = _LISTS.words("men")
_ONE_PERSON = _LISTS.words("one_person")


def actor(token: Token, speaker_party: str | None, own: str | None = None) -> tuple[str, str | None]:
    """The name and the party of whom a noun phrase means. `own`: the body that speaks, if it is of no known party."""
    start, end = phrase(token)
    if start > 2 and token.doc[start - 1].lower_ in ("to", "with") and token.doc[start - 2].lower_ in _LINKED:
        return token.doc[start - 3].text, None
    if end - start == 2 and token.doc[start].lower_ in ("a", "an") and country_in(token.text) is not None:
        return token.text, None  # "an Emirati" is not the Emirates
    name, party = actor_of(token.doc[start:end].text, speaker_party)
    if party is None and end - start > 1:
        party = actor_of(token.text, speaker_party)[1]
    if party is None and (owner := next((child for child in token.children if child.tag_ == "PRP$"), None)):
        if own and owner.lower_ in _OF_A_SIDE:
            return own, speaker_party  # "the Kachin Army said its fighters had captured the town"
        # "His forces" are those of the one party that the sentence named before.
        named = {found[1] for found in _named_before(owner, speaker_party)}
        theirs = bears_arms(token) or token.lower_ in _MEN | tables().bodies  # "his men", not "his son"
        if owner.lower_ in _POSSESSIVES and len(named) == 1 and theirs:
            party = named.pop()
            name = _forces_of(party, token) if party else token.text
        elif owner.lower_ in _OF_A_SIDE and speaker_party and not named and bears_arms(token):
            party = speaker_party  # "the ministry said that its forces had hit a train"
            name = _forces_of(party, token)
    if party is None and bears_arms(token):
        # "Fighters from the Karen National Liberation Army".
        senders = (token.doc[slice(*phrase(one))].text for one in prepositional(token, ("from",)))
        # "An armed group from Sudan" is not Sudan's.
        sent = (actor_of(sender, speaker_party)[1] for sender in senders if country_in(sender) is None)
        party = next(filter(None, sent), None)
    if party is not None and lemma(token) in _BLOWS:
        name = party  # "a Ukrainian drone attack set the depot ablaze"
    return name, party


def _forces_of(party: str, forces: Token) -> str:
    """How a side's forces are called: "Russian forces", "M23 fighters"."""
    land = country_in(party)
    return f"{land.adjective if land and land.name == party else party} {forces.lower_}"


def recipients(
    happening: Happening | None, speaker_party: str | None, places: Mapping[int, Place], home: Homeland
) -> tuple[Actor, ...]:
    """To whom or to what it is done. `places`: by token position.

    A capital that is struck, taken or ringed is the town, and stands for its state elsewhere ("accused Moscow").
    """
    if happening is None:
        return ()
    found: list[Actor] = []
    for token in happening.patients:
        place = places.get(token.i)
        town = place is not None and place.kind not in WIDE and (happening.kind.harm or happening.kind.territory)
        named = _actors([token], speaker_party, places, home)
        found += [replace(one, name=one.as_worded) for one in named] if town else named
    return tuple(dict.fromkeys(found))


def initiators(
    happening: Happening | None,
    speakers: tuple[Speaker, ...],
    speaker_party: str | None,
    certainty: Certainty,
    stance: Stance,
    stage: Stage | None,
    home: Homeland,
    places: Mapping[int, Place],
    own: str | None = None,
    *,
    blamed: bool = False,
) -> tuple[Actor, ...]:
    """Who does it, each with how surely that is said (the degrees are those of MUC-4's perpetrator confidence).

    `places`: by token position. `own`: the body that speaks, where it is of no known party. `blamed`: whether the deed
    is only blamed on somebody.
    """
    if happening is None:
        return ()
    scenes = _scenes(happening, places)
    agents = [one for one in happening.agents if one.i not in scenes]
    found = _actors(agents, speaker_party, {}, home, own, scenes)
    if not found and (owned_up := _claimed_by(happening)):
        owners = _actors(owned_up, speaker_party, {}, home, own)
        return tuple(replace(one, confidence="claimed or admitted") for one in owners)
    if not found and happening.agents and happening.agents[0].tag_ == "PRP":
        found = _pronoun(happening.agents[0], speaker_party, own)
    if not found and stage is Stage.REPELLED and speaker_party:
        # Whoever says that attacks were repelled says that the other side attacked.
        name, party = actor_of("the enemy", speaker_party)
        found = (Actor(name=name, as_worded="", party=party),) if party else ()
    if speaker_party and lemma(happening.trigger) == "liberate" and all(one.party is None for one in found):
        found = tuple(replace(one, party=speaker_party) for one in found)  # nobody else's units free a place
    if not found and happening.kind.territory and _announced(happening):
        if speaker_party:
            found = (Actor(name=speaker_party, as_worded="", party=speaker_party),)
        elif (subject := subject_of(happening.trigger.head)) is not None and bears_arms(subject):
            found = _actors(joined(subject), speaker_party, {}, home, own)
    sure = _how_surely(speakers, certainty, stance)
    deeds = [one for one in (happening.trigger, happening.instrument) if one is not None]
    if sure == "reported as fact" and (blamed or any(blamed_for(deed) is not None for deed in deeds)):
        sure = "suspected or accused"  # "a massacre blamed on the rebels"
    return tuple(replace(one, confidence=_own(one, speaker_party, sure)) for one in found)


def _scenes(happening: Happening, places: Mapping[int, Place]) -> frozenset[int]:
    """The places with which a happening's name begins: "the Bangui massacre", "five died in the Darfur market bombing".

    A capital is its state before a blow on somewhere else ("the Moscow attack on Odesa"), and where nobody is harmed.
    """
    found = set()
    for noun in (happening.trigger, *happening.agents, *(one.head for one in happening.agents)):
        aimed = not happening.kind.harm or any(child.lower_ in AGAINST for child in noun.children)
        named = (one for child in noun.lefts if child.dep_ in _NAMES_IT for one in (*child.lefts, child))
        for one in named:
            place = places.get(one.i)
            if place is None or place.kind == "country":
                continue
            if not aimed or (known := canonical(place.as_worded)) is None or known.party is None:
                found.add(one.i)
    return frozenset(found)


def _claimed_by(happening: Happening) -> list[Token]:
    """Who is said to claim a deed: "a car bomb claimed by Islamic State", "claimed responsibility for the bombing"."""
    told = [one for one in (happening.trigger, happening.instrument, *happening.agents) if one is not None]
    claimed = (child for one in told for child in one.children if child.tag_ == "VBN" and lemma(child) in _CLAIMS)
    found = [pobj for verb in claimed for agent in verb.children if agent.dep_ == "agent" for pobj in agent.children]
    owned = owned_as(happening.trigger) or (happening.trigger if happening.kind.harm else None)
    if found or owned is None or owned.dep_ != "dobj" or lemma(owned.head) not in _CLAIMS or negated(owned.head):
        return found
    subject = subject_of(owned.head)
    nobody = subject is None or subject.tag_[:1] != "N" or has_no(subject)  # "no group has claimed it"
    return [] if subject is None or nobody else joined(subject)


def charged(clause: Clause, speaker_party: str | None, home: Homeland) -> tuple[Actor, ...]:
    """Who is accused of what no table has a kind for: "accused Russia of having mined the dam"."""
    doer = subject_of(clause.head) if is_charge(clause) else None
    return accused(doer, speaker_party, home) if doer is not None else ()


def who_acts(clause: Clause, speaker_party: str | None, home: Homeland) -> tuple[Actor, ...]:
    """Which armed people or side does what no table has a kind for: "Rwandan soldiers had crossed the border"."""
    verb = clause.head
    own = {child.dep_ for child in verb.children}
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") or (verb.tag_ == "VBN" and "aux" in own)
    if not finite or lemma(verb) in _NO_DEEDS or "nsubjpass" in own or "nsubj" not in own:
        return ()
    subject = subject_of(verb)
    if subject is None or subject.tag_[:1] != "N" or subject.sent.start != verb.sent.start:
        return ()
    moved = any(child.dep_ in ("dobj", "prep", "prt") for child in verb.children)
    named = subject.tag_[:3] == "NNP" and moved
    found = _actors([subject], speaker_party, {}, home)
    return tuple(one for one in found if bears_arms(subject) or (named and one.party))


def accused(doer: Token, speaker_party: str | None, home: Homeland) -> tuple[Actor, ...]:
    """Whom somebody takes to have done it: "blamed a stray Ukrainian missile" names whose it is."""
    return _actors([doer], speaker_party, {}, home)


def _announced(happening: Happening) -> bool:
    """Whether whoever speaks tells a deed of his own: "announced the capture of the town"."""
    noun = happening.trigger
    return noun.tag_[0] == "N" and noun.dep_ == "dobj" and lemma(noun.head) in _ANNOUNCES


def _own(one: Actor, speaker_party: str | None, sure: str) -> str:
    """A side that says that its own side did it claims or admits it."""
    return "claimed or admitted" if sure != "possible" and one.party and one.party == speaker_party else sure


def _how_surely(speakers: tuple[Speaker, ...], certainty: Certainty, stance: Stance) -> str:
    if certainty.value == "possible":
        return "possible"
    if not speakers:
        return "reported as fact" if certainty.value == "certain" else "suspected or accused"
    if stance is not Stance.DENIES and any(speaker.role in _OFFICIAL for speaker in speakers):
        return "suspected or accused by authorities"
    return "suspected or accused"


def _actors(
    tokens: Sequence[Token],
    speaker_party: str | None,
    places: Mapping[int, Place],
    home: Homeland,
    own: str | None = None,
    scenes: frozenset[int] = frozenset(),
) -> tuple[Actor, ...]:
    made = []
    for token in tokens:
        if token.tag_ in _NOBODY or token.lower_ in _NO_NAMES or _AIRCRAFT.fullmatch(token.text):
            continue
        if has_no(token):
            continue  # "no one was hurt", "no soldiers were killed"
        if token.i in places and place_of(token, places) is None:
            continue
        start, end = phrase(token)
        if token.doc[start].tag_ == "WDT":
            continue  # "which Ukraine neither confirmed nor denied, set tanks ablaze": the parse is not to be trusted
        name, party = actor(token, speaker_party, own)
        if party is None and lemma(token) in _BLOWS:
            # A blow is nobody; whose it is may stand before it: "a government air strike".
            owners = [one for one in token.children if one.dep_ in _BEFORE_A_BLOW and one.tag_[:1] == "N"]
            owners = [one for one in owners if one.i not in scenes]
            made += [one for one in _actors(owners, speaker_party, places, home, own) if one.party]
            continue
        if token.tag_ == "PRP$":
            if token.lower_ in _OF_A_SIDE and (speaker_party or own):
                made.append(Actor(name=speaker_party or own or "", as_worded=token.text, party=speaker_party))
            continue  # "its drones": of whom nobody says here
        peoples = _peoples(token)
        if len(peoples) > 1:  # "Indian and Pakistani soldiers"
            nouns = token.doc[token.i : end].text
            both = (actor_of(f"{word.text} {nouns}", speaker_party) for word in peoples)
            made += [Actor(name=name, as_worded=token.doc[start:end].text, party=party) for name, party in both]
            continue
        made.append(sided(Actor(name=name, as_worded=token.doc[start:end].text, party=party), home))
    return tuple(dict.fromkeys(made))


def _peoples(noun: Token) -> list[Token]:
    """The adjectives of several countries before one noun, in order."""
    before = [one for child in noun.lefts if child.dep_ in ("amod", "nmod") for one in (child, *child.conjuncts)]
    known = {one.i: country for one in before if one.i < noun.i and (country := country_in(one.text)) is not None}
    several = len({one.name for one in known.values()}) > 1
    return [noun.doc[i] for i in sorted(known)] if several else []


def _pronoun(pronoun: Token, speaker_party: str | None, own: str | None) -> tuple[Actor, ...]:
    """ "We" is the speaker's side; "it" and "they" are the one party that the sentence named before, or nobody."""
    if pronoun.lower_ == "we":
        name = speaker_party or own
        return (Actor(name=name, as_worded=pronoun.text, party=speaker_party),) if name else ()
    before = _named_before(pronoun, speaker_party) if pronoun.lower_ in ("it", "they") else []
    if not before and own and pronoun.lower_ == "it":  # of a person "it" is something else
        return (Actor(name=speaker_party or own, as_worded=pronoun.text, party=speaker_party),)
    if len({party for _, party in before}) != 1:
        return ()
    name, party = before[-1]
    return (Actor(name=name, as_worded=pronoun.text, party=party),)


def _named_before(token: Token, speaker_party: str | None) -> list[tuple[str, str | None]]:
    """The names with a party that the sentence has before a pronoun; for "his", those that are subjects."""
    person = token.lower_ in _ONE_PERSON
    return [
        found
        for one in token.doc[token.sent.start : token.i]
        if one.tag_ in ("NNP", "NNPS", "NNS", "NN") and one.dep_ not in ("compound", "poss")
        if one.dep_ in ("nsubj", "nsubjpass") or not person
        if one.nbor().text != "-"  # "a Saudi-backed alliance said it"
        # Whose "its guards" are would be asked of all before them.
        if all(child.tag_ != "PRP$" for child in one.children)
        if (found := actor(one, speaker_party))[1]
    ]
