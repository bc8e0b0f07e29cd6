"""Clauses to happenings: what happens in them, by the table of kinds, and who does it to whom.

In: passages with their clauses. Out: a few `Happening`s a clause at most, each with its trigger, kind, and the tokens
of those who do it and those it is done to. How far it got and how sure that is, is read in `certainty`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from fogline.claims.blame import blamed_for
from fogline.claims.clauses import Clause, is_alternative, joined, objects_of, subject_of
from fogline.claims.happening_kinds import (
    BURNS,
    CROSSES,
    FLEES,
    LEAVING,
    TO_DEATH,
    UNDERGOING,
    KindIndex,
    done_by,
    is_crossing,
    kind_index,
    noun_kind,
    only_measures,
    phrase_kind,
    prepositional,
    verb_kind,
)
from fogline.claims.parse import is_dictionary_word, lemma
from fogline.claims.speech_nouns import COUNTS
from fogline.data.certainty import certainty
from fogline.data.kinds import FROM_AFAR, INTERCEPTED, PRIVATION, Kind, KindTable, kind_table
from fogline.data.parties import country_in
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists

_LISTS = word_lists("happening_words", "happenings")
_CARRIERS = _LISTS.words("carriers")
_DONE_TO = _LISTS.words("done_to")
_TRANSITIVE = _LISTS.words("transitive")
_HOLDS = _LISTS.words("holds")
LOSING = _LISTS.words("losing")
_STANDS = _LISTS.words("stands")
AGAINST = _LISTS.phrases("against")
_GENERAL = frozenset({"attack", "killing", "destruction", "armed_clash"})
_BY_WHAT = _GENERAL | {"shooting", "arson"}  # kinds that what it is done with makes more exact
_NOBODYS = frozenset({"accident", "natural_disaster"})
_OF_DOERS = frozenset({"withdrawal", "advance"})
_ARMED = _LISTS.words("armed_words")
_OUTCOME = _LISTS.words("outcome")
_EFFECTS = frozenset({"killing", "destruction", "displacement", "outage"})
_OF_VERBS = frozenset({"nsubj", "nsubjpass", "aux", "auxpass"})
_THING_PREPOSITIONS = _LISTS.phrases("thing_prepositions")
_BY_MEANS_OF = _LISTS.phrases("by_means_of")
_GUNMEN = _LISTS.words("gunmen")
_DOES_HARM = _LISTS.words("does_harm")
_SPANS = _LISTS.words("spans")
_VOLLEYS = _LISTS.words("volleys")


@dataclass(frozen=True, slots=True)
class Happening:
    """One happening that a clause tells. Tokens are of the passage's parse."""

    clause: Clause
    trigger: Token
    kind: Kind
    agents: tuple[Token, ...]
    patients: tuple[Token, ...]
    instrument: Token | None = None
    carrier: Token | None = None  # the verb that carries a noun of happening: "launched" an attack


def happenings(
    found: Sequence[Clause], place_tokens: frozenset[int], time_tokens: frozenset[int] = frozenset()
) -> list[Happening]:
    """All happenings of a passage's clauses, in the order of triggers.

    `place_tokens` and `time_tokens` are the positions that names of places and times cover: those tell no happening
    ("in March"), and times do nothing ("by noon").
    """
    table = kind_table()
    index = kind_index(id(table))
    told = [one for clause in found for one in _in_clause(clause, table, index, place_tokens, time_tokens)]
    downed = {thing.i for one in told if one.kind.name == INTERCEPTED for thing in one.patients}
    # "Intercepted a missile launched from Yemen" struck nothing.
    told = [
        one
        for one in told
        if not (one.kind.name in FROM_AFAR and one.trigger.dep_ == "acl" and one.trigger.head.i in downed)
    ]
    return [_with_doers_only(one, time_tokens) for one in _by_accident(told)]


def _by_accident(told: Sequence[Happening]) -> Iterator[Happening]:
    """Deaths that an accident brought are of its kind: "15 killed when boat capsizes"."""
    by_head = {one.clause.head.i: one for one in told if one.kind.name in _NOBODYS}
    for one in told:
        head = one.clause.head
        around = [head.head] if head.dep_ == "advcl" else []
        around += [child for child in head.children if child.dep_ == "advcl"]
        cause = next((by_head[verb.i] for verb in around if verb.i in by_head), None)
        killed = one.kind.name == "killing" and not one.agents
        yield replace(one, kind=cause.kind) if killed and cause is not None else one


def bare_deed(clause: Clause, noun: Token) -> Happening | None:
    """The happening that a noun names by its own words alone; None where it names no harm."""
    kind = phrase_kind(noun, kind_index(id(kind_table())).nouns)
    return Happening(clause, noun, kind, (), ()) if kind is not None and kind.harm else None


def _with_doers_only(happening: Happening, times: frozenset[int]) -> Happening:
    """Times do nothing, and neither do attempts and plans: whose they are, does it ("Wagner's attempt to …")."""
    if not happening.agents and not happening.patients:
        return happening
    if happening.kind.name in _NOBODYS:
        happening = replace(happening, agents=())  # a boat that capsizes, drowning 15, did it to nobody
    agents = tuple(doer for token in happening.agents if token.i not in times for doer in _doers(_named_by(token)))
    patients = tuple(t for t in happening.patients if t.i not in times and lemma(t) not in certainty().nouns)
    return replace(happening, agents=agents, patients=patients)


def _named_by(token: Token) -> Token:
    """The name that a describing word belongs to, where the parse parts them: "the paramilitary [Rapid Forces] hit"."""
    end = token.i
    while end + 1 < len(token.doc) and token.doc[end + 1].tag_ in ("NNP", "NNPS"):
        end += 1
    return token.doc[end] if token.tag_ == "JJ" and token.dep_ == "pobj" else token


def _doers(token: Token) -> list[Token]:
    if lemma(token) not in certainty().nouns or token.tag_[0] != "N":
        return [token]
    return [one for child in token.children if child.dep_ == "poss" for one in joined(child)]


def _in_clause(
    clause: Clause, table: KindTable, index: KindIndex, places: frozenset[int], times: frozenset[int]
) -> Iterator[Happening]:
    triggers: list[Happening] = []
    for token in clause.tokens():
        if token.i in times:
            continue
        tag = token.tag_
        if tag[0] == "V":
            kind = verb_kind(token, table, index, places)
            if kind:
                triggers.append(_of_verb(clause, token, kind))
        elif tag in ("NN", "NNS", "NNP", "NNPS") and token.i not in places:
            kind = noun_kind(token, index)
            if kind and not only_measures(token) and not _is_background(token, kind):
                triggers.append(_of_noun(clause, token, kind, index))
            elif lemma(token) == "loss" and (lost := [one for one in prepositional(token, ("of",)) if one.i in places]):
                # "The loss of Izium": who took it, nobody says.
                triggers.append(Happening(clause, token, table.kinds["territory_captured"], (), tuple(lost)))
    if not triggers and (left := _left_by(clause, index)) is not None:
        triggers.append(left)
    yield from _without_doubles([_between_armed(_with_instrument(one, index), table) for one in triggers])


def _left_by(clause: Clause, index: KindIndex) -> Happening | None:
    """What a blow left where it is told of behind it: "a raid that left 21 people dead"."""
    verb, blow = clause.head, clause.head.head
    if verb.dep_ != "relcl" or blow.tag_[0] != "N" or lemma(verb) not in _DOES_HARM:
        return None
    kind, subject = noun_kind(blow, index), subject_of(verb)
    if kind is None or not kind.harm or subject is None or subject.i != blow.i:
        return None
    return Happening(clause, verb, kind, (), tuple(objects_of(verb)), blow)


def _is_background(noun: Token, kind: Kind) -> bool:
    """Whether what harms nobody only dates something else: "since the truce", "since a ceasefire took effect"."""
    verb = noun.head
    after = noun.dep_ == "pobj" and verb.lower_ == "since"
    clause = noun.dep_ == "nsubj" and any(one.dep_ == "mark" and one.lower_ == "since" for one in verb.lefts)
    return not kind.harm and not kind.territory and (after or clause)


def _of_verb(clause: Clause, verb: Token, kind: Kind) -> Happening:
    deps = {child.dep_ for child in verb.children}
    below = verb.tag_ in ("VBN", "VBD") and verb.dep_ == "acl" and deps.isdisjoint(("nsubj", "aux"))
    # "Israeli strikes killed 27 people, medics said": what has an object is done by what the parse hangs it on.
    does = below and "dobj" in deps and "agent" not in deps and verb.i == verb.head.i + 1
    passive = not deps.isdisjoint(("nsubjpass", "auxpass")) or (below and not does)
    # "14 people were killed and 38 others wounded": the auxiliary is left out.
    if verb.tag_ in ("VBD", "VBN") and not passive and not objects_of(verb):
        passive = lemma(verb) in _DONE_TO or _is_done_to(verb, subject_of(verb))
    agents: list[Token] = []
    # In "pay a visit" and "open fire" the object tells the happening with the verb; it is not what it is done to.
    told = {wanted.partition(">")[2] for wanted in kind.verbs if wanted.startswith(f"{lemma(verb)}>")}
    patients = [thing for thing in objects_of(verb) if lemma(thing) not in told]
    held = [thing for thing in objects_of(verb) if lemma(thing) in told & _HOLDS]
    patients += [one for thing in held for one in prepositional(thing, ("of", "over"))]  # "took control of the town"
    if lemma(verb) in LOSING and not passive:
        # Who loses a town does not take it, and nobody says who does.
        lost = [one for thing in objects_of(verb) for one in (prepositional(thing, ("of", "over")) or [thing])]
        return Happening(clause, verb, kind, (), tuple(lost))
    subject = subject_of(verb)
    by = verb.dep_ == "pcomp" and verb.head.lower_ == "by"
    if by and subject is not None and subject.dep_ == "nsubjpass":
        subject = None  # "displaced by fighting in the state": who was, did not fight
    if kind.territory and lemma(verb) == "fall" and subject is not None:
        takers = prepositional(verb, ("to",))  # "the town fell to government forces"
        return Happening(clause, verb, kind, tuple(takers), tuple(joined(subject)))
    if verb.dep_ == "ccomp" and verb.tag_ == "VBN" and not any(child.dep_ in _OF_VERBS for child in verb.children):
        subject = None  # "leaving the city besieged", which the parse hangs on whoever says so
    if passive:
        # "By Moscow's count, 40 drones were shot down" names nobody who did it.
        agents = [one for one in done_by(verb) if one.lower_ not in COUNTS]
        patients = [*([] if subject is None else joined(subject)), *patients]
    elif subject is not None and _came_of(verb, kind):
        agents = done_by(_first_of(verb).head)
    elif subject is not None:
        leaves = kind.name == "evacuation" and (not patients or lemma(verb) in LEAVING)
        crosses = kind.name == "displacement" and lemma(verb) in CROSSES
        burns = (lemma(verb) in BURNS and not patients) or leaves or crosses
        if burns or (lemma(verb) in UNDERGOING and not (lemma(verb) == "sink" and patients)):
            patients = [*(one for one in joined(subject) if burns or lemma(one) not in told), *patients]
        else:
            agents = joined(subject)
    if kind.name == "displacement" and not passive and lemma(verb) in FLEES:
        patients = [one for one in patients if one not in objects_of(verb)]  # "fled the fighting": from what
    if not patients and not passive:
        patients = prepositional(verb, _THING_PREPOSITIONS)
    if not patients and kind.name == "armed_clash":
        patients = prepositional(verb, ("with",))  # "clashed with ELN fighters"
    if kind.name == PRIVATION:
        # Nobody did it: who starved underwent it.
        agents, patients = [], [*(agents if lemma(verb) in TO_DEATH else ()), *patients]
    return Happening(clause, verb, kind, tuple(agents), tuple(patients))


def _came_of(verb: Token, kind: Kind) -> bool:
    """Whether a participle tells what came of what somebody underwent: "Lyman was shelled, killing two"."""
    first = _first_of(verb)
    if first.tag_ != "VBG" or first.dep_ != "advcl" or kind.name not in _EFFECTS or first.i < first.head.i:
        return False
    own, above = ({child.dep_ for child in one.children} for one in (verb, first.head))
    return "nsubj" not in own and not above.isdisjoint(("nsubjpass", "auxpass"))


def _first_of(verb: Token) -> Token:
    """The first of participles that "and" joins: "killing two and wounding nine"."""
    while verb.dep_ == "conj" and verb.tag_ == verb.head.tag_ == "VBG":
        verb = verb.head
    return verb


def _is_done_to(verb: Token, subject: Token | None) -> bool:
    """Whether a headline leaves out the auxiliary: "Hospital in Sudanese city shelled", not "the army shelled"."""
    if lemma(verb) not in _TRANSITIVE or subject is None or any(child.dep_ == "aux" for child in verb.children):
        return False
    classes, word = kind_table().classes, lemma(subject)
    return any(word in classes[name] for name in ("persons", "things", "ground", "routes")) and not any(
        word in classes[name] for name in ("armed", "forces", "weapon")
    )


def _of_noun(clause: Clause, noun: Token, kind: Kind, index: KindIndex) -> Happening:
    agents: list[Token] = []
    patients: list[Token] = []
    for child in noun.children:
        if child.dep_ in ("poss", "compound", "amod", "nmod") and child.tag_[0] in "NJ" and child.text[:1].isupper():
            # "Artillery fire", "Heavy clashes": a capital by its place in the sentence.
            plain = child.tag_ in ("NN", "NNS") or (child.tag_[0] == "J" and country_in(child.text) is None)
            by_place = child.is_sent_start and plain and is_dictionary_word(child.lower_) and not child.text.isupper()
            if not by_place or lemma(child) in _ARMED:
                agents += joined(child)
        elif (leader := led_by(child)) is not None:
            agents.append(leader)
        elif child.dep_ in ("compound", "nmod"):  # "rebel shelling", "a coalition air strike"
            agents += [one for one in (*child.lefts, child) if one.tag_[0] == "N" and lemma(one) in _ARMED]
        elif child.dep_ in ("prep", "agent"):
            things = [one for pobj in child.children if pobj.dep_ == "pobj" for one in joined(pobj)]
            if child.lower_ == "by":
                agents += things
            elif child.lower_ == "of" and kind.name in _OF_DOERS:
                agents += things  # "the withdrawal of Turkish troops"
            elif child.lower_ == "of" or child.lower_ in AGAINST:
                # "The toll of the strike": what killed, and nobody that was killed.
                patients += [one for one in things if noun_kind(one, index) is None and lemma(one) not in _SPANS]
    if kind.name == "armed_clash":
        at = (noun, noun.head) if noun.dep_ == "nsubj" else (noun,)
        agents += [side for one in at for thing in prepositional(one, ("between",)) for side in _sides(thing)]
    if not agents and kind.harm and (doer := blamed_for(noun)) is not None:
        agents = joined(doer)
    as_what, verb = _carried_as(noun)
    carrier: Token | None = None
    held = under_it(noun)
    if held is not None and not patients:
        patients = joined(held)
    if as_what in ("dobj", "nsubjpass") and verb.tag_[0] == "V":
        carrier = verb
        if lemma(verb) in _CARRIERS and not agents:
            if as_what == "dobj":
                subject = subject_of(verb)
                agents = joined(subject) if subject is not None else []
            else:
                agents = [
                    pobj
                    for child in verb.children
                    if child.dep_ == "agent"
                    for pobj in child.children
                    if pobj.dep_ == "pobj"
                ]
        if not patients:
            patients = prepositional(verb, AGAINST)
    elif as_what == "nsubj" and verb.tag_[0] == "V":
        carrier = verb
        if not patients and lemma(verb) in _DOES_HARM:
            patients = objects_of(verb)
    return Happening(clause, noun, kind, tuple(agents), tuple(patients), None, carrier)


def _carried_as(noun: Token) -> tuple[str, Token]:
    """How a noun hangs on its verb, also by what it is one of: "launched one of its largest attacks on Odesa"."""
    some = noun.head.head
    one = noun.dep_ == "pobj" and noun.head.lower_ == "of" and (some.lower_ == "one" or lemma(some) in _VOLLEYS)
    return (some.dep_, some.head) if one else (noun.dep_, noun.head)


def _sides(of: Token) -> list[Token]:
    """Who fights whom: "between the army and M23 rebels", of which the parse makes one sort of rebels."""
    listed = [one for one in of.lefts if one.dep_ in ("nmod", "compound") and any(c.dep_ == "cc" for c in one.children)]
    return joined(listed[0]) if listed else joined(of)


def under_it(noun: Token) -> Token | None:
    """What is under a happening: the town that "has been under siege since May"; None where nothing is said to be."""
    verb = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ != "under":
        return None
    if verb.tag_ in ("NNP", "NNPS"):
        return verb  # "Hama, under siege for a month, …", "Hama still under siege"
    return subject_of(verb) if lemma(verb) in _STANDS else None


def _with_instrument(happening: Happening, index: KindIndex) -> Happening:
    """A general attack that is done with a missile is a missile strike; what jets bomb, they bomb from the air."""
    if _is_sunk(happening):
        happening = replace(happening, kind=kind_table().kinds["attack"])
    if happening.kind.name == "destruction" and is_crossing(happening.trigger):
        # That the bridge is gone says more than by what; a weapon is nobody.
        arms = [one for one in happening.agents if phrase_kind(one, index.instruments) is not None]
        owners = [owner for one in arms for owner in _owners(one, happening.kind)]
        doers = [one for one in happening.agents if one not in arms] or owners
        return replace(happening, agents=tuple(doers))
    if happening.kind.name == "remote_explosive":
        means = (phrase_kind(one, index.instruments) for one in happening.agents)
        if any(kind is not None and kind.name == "suicide_bombing" for kind in means):
            return replace(happening, kind=kind_table().kinds["suicide_bombing"])  # "a suicide bomber blew himself up"
    general = happening.kind.name in _BY_WHAT or lemma(happening.trigger) == "bomb"
    if not general:
        return happening
    near = [*happening.agents]
    if lemma(happening.trigger) == "fire":  # "two missiles fired by the Houthis"
        near += [*happening.patients, *([happening.trigger.head] if happening.trigger.dep_ == "acl" else [])]
    for anchor in (happening.trigger, happening.carrier):
        if anchor is None:
            continue
        near += [child for child in anchor.children if child.dep_ in ("compound", "amod")]
        near += prepositional(anchor, _BY_MEANS_OF)
        near += [one for child in anchor.children if child.dep_ == "agent" for one in child.children]
    near += [one for token in near if lemma(token) in _VOLLEYS for one in prepositional(token, ("of",))]
    for token in near:
        kind = phrase_kind(token, index.instruments)
        if kind and happening.kind.name != "armed_clash":
            # "Indian missiles hit the base": whose they are, does it.
            acts = any(agent.i == token.i for agent in happening.agents)
            within = not happening.agents and token.dep_ == "pobj" and token.head.lower_ == "in"
            owners = _owners(token, kind) if acts or within else []  # "killed in Russian drone and missile strikes"
            # Gunmen are no tool: what they are called says how it was done, and they did it.
            doers = [one for one in happening.agents if one.i != token.i or lemma(one) in _GUNMEN]
            agents = tuple(doers or owners)
            return Happening(
                happening.clause, happening.trigger, kind, agents, happening.patients, token, happening.carrier
            )
    return happening


def _is_sunk(happening: Happening) -> bool:
    """Whether a ship does not sink but is sunk, by weapons or armed people: "drones sank the landing ship"."""
    passive = any(child.dep_ == "agent" for child in happening.trigger.children)  # "sunk by a missile"
    if lemma(happening.trigger) != "sink" or not happening.agents or not (passive or objects_of(happening.trigger)):
        return False
    armed = kind_table().classes.get("armed", frozenset()) | kind_table().classes.get("weapon", frozenset())
    return any(lemma(agent) in armed or agent.tag_ in ("NNP", "NNPS", "PRP") for agent in happening.agents)


def _is_named_by(noun: Happening, verb: Happening) -> bool:
    """Whether an apposition only names what a verb before it tells."""
    return verb.trigger.tag_[0] == "V" and verb.kind.family == noun.kind.family and verb.trigger.i < noun.trigger.i


def _owners(weapon: Token, kind: Kind) -> list[Token]:
    """Whose a weapon is, by the words before it: "Russian missiles", not "glide bombs"."""
    # "A Russian S-300 missile": what the weapon is called owns nothing, what stands before that may.
    called = [child for child in weapon.children if child.lower_ in kind.instruments]
    found = [
        one
        for child in (*(one for name in called for one in name.lefts), *weapon.children)
        if child.dep_ in ("amod", "compound", "poss", "nmod") and child not in called
        if (leader := led_by(child)) is not None or _may_own(child)
        if f"{child.lower_} {lemma(weapon)}" not in kind.instruments  # "glide bombs"
        for one in ((leader,) if leader else (child, *(other for other in child.conjuncts if other.i < weapon.i)))
    ]
    # "Drones launched by Ukraine": who sent them.
    sent = [
        agent for child in weapon.children if child.dep_ == "acl" for agent in child.children if agent.dep_ == "agent"
    ]
    return found or [one for agent in sent for pobj in agent.children if pobj.dep_ == "pobj" for one in joined(pobj)]


def _may_own(word: Token) -> bool:
    """Whether a word before a weapon may tell whose it is: "Russian", "the junta's", "army"; not "glide" bombs."""
    named = word.text[:1].isupper() and word.tag_ != "NN"
    return named or (word.tag_[:1] == "N" and (word.dep_ == "poss" or lemma(word) in _ARMED))


def led_by(word: Token) -> Token | None:
    """Whose something is that they lead: the "US" of "a US-led strike"."""
    at = word.i
    joined_on = at > 1 and word.doc[at - 1].text == "-" and word.lower_ in tables().installing
    return word.doc[at - 2] if joined_on else None


def _between_armed(happening: Happening, table: KindTable) -> Happening:
    """An attack of armed people on armed people is fighting, as event data count it."""
    if happening.kind.name not in ("attack", "killing", "shooting"):
        return happening
    armed = table.classes.get("armed", frozenset())
    sides = (happening.agents, happening.patients)
    if all(any(lemma(token) in armed for token in side) for side in sides):
        return replace(happening, kind=table.kinds["armed_clash"])
    return happening


def _without_doubles(triggers: list[Happening]) -> Iterator[Happening]:
    """One happening for a verb and the noun that it carries; the more exact kind of the two is kept.

    "The shelling killed two", "repelled attacks" and "carried out a strike" tell one happening each.
    """
    by_token = {one.trigger.i: one for one in triggers}
    # In "death toll" both words tell; the second is what the phrase is about.
    dropped = {one.trigger.i for one in triggers if one.trigger.dep_ == "compound" and one.trigger.head.i in by_token}
    changed: dict[int, Happening] = {}
    dropped |= {
        one.trigger.i
        for one in triggers
        if is_alternative(one.trigger) and (first := by_token.get(one.trigger.head.i)) and first.kind is one.kind
    }
    for noun in triggers:
        if noun.trigger.dep_ == "appos" and any(_is_named_by(noun, one) for one in triggers):
            dropped.add(noun.trigger.i)  # "took control of the town, its biggest gain this year"
            continue
        verb = by_token.get(noun.carrier.i) if noun.carrier is not None else None
        if verb is None and noun.trigger.dep_ == "pobj" and noun.trigger.head.dep_ in ("agent", "prep"):
            above = noun.trigger.head.head
            verb = by_token.get(above.i) if noun.trigger.head.lower_ in ("in", "by", "during", "with") else None
        if verb is None or verb.trigger.i == noun.trigger.i:
            continue
        verb = changed.get(verb.trigger.i, verb)
        if lemma(verb.trigger) in _OUTCOME:
            changed[noun.trigger.i] = noun
            dropped.add(verb.trigger.i)
        elif verb.kind.name in _GENERAL:
            exact = noun.kind if noun.kind.name not in ("killing", "destruction") else verb.kind
            agents = tuple(agent for agent in verb.agents if agent.i != noun.trigger.i) or noun.agents
            patients = verb.patients or noun.patients
            changed[verb.trigger.i] = Happening(verb.clause, verb.trigger, exact, agents, patients, noun.trigger, None)
            dropped.add(noun.trigger.i)
        elif noun.kind.family == verb.kind.family:
            dropped.add(noun.trigger.i)
    for one in triggers:
        if one.trigger.i not in dropped:
            yield changed.get(one.trigger.i, one)
