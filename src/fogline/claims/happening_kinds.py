"""Which kind of happening a word tells, by the table of kinds: "shelled", "took the town", "the bombardment".

In: a verb or noun of a parsed clause, the table's index, and where places are named. Out: a `Kind`, or None. Refused:
nothing; who does it to whom is read in `happenings`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from fogline.claims.certainty import COMMANDS, is_what_to_do
from fogline.claims.clauses import CHARGES, joined, objects_of, subject_of
from fogline.claims.nominal_stage import negated
from fogline.claims.parse import is_dictionary_word, lemma
from fogline.claims.remaining import stays_otherwise
from fogline.data.given_names import given_names
from fogline.data.kinds import INTERCEPTED, PRIVATION, Kind, KindTable, kind_table
from fogline.data.measures import measures
from fogline.data.parties import canonical
from fogline.data.word_lists import word_lists

_LISTS = word_lists("happening_words", "kinds")
UNDERGOING = _LISTS.words("undergoing")
_LASTING, BURNS = _LISTS.words("lasting"), _LISTS.words("burns")
LEAVING = _LISTS.words("leaving")
_LEFT, _BREAKS = _LISTS.words("left"), _LISTS.words("breaks")
_PUTS, _USE = _LISTS.words("puts"), _LISTS.words("use")
_IMPACT, _COMES_DOWN = _LISTS.words("impact"), _LISTS.words("comes_down")
_INCURSIONS, _DRIVEN, _CHARGE = (_LISTS.words(name) for name in ("incursions", "driven", "charge"))
_AS_A_NAME = frozenset({"amod", "dobj", "pobj", "nsubj", "nsubjpass", "nmod", "compound"})
REMAINING = "remaining_people"
_CALLED_SO = frozenset({"oprd", "ccomp", "xcomp", "attr"})
RING = "encirclement"
_TAKEN = word_lists("place_words", "references").words("taken")
_REGAINED = "territory_regained"
_BRINGS_DOWN = frozenset({("blow", "up"), ("bring", "down"), ("take", "down"), ("knock", "out")})
_FIGHTING = _LISTS.words("fighting")
_ARMED_ONLY = frozenset({"enter"})
_NO_PASSIVE = frozenset({"meet"})  # a claim that "was met with scepticism" met nobody
_PLACE_NAME = "#place"  # stands in the table for any name of a place
FLEES = _LISTS.words("flees")
_OWNED = _LISTS.words("owned")
_HOUSES = _LISTS.words("houses")
_TERMS = _LISTS.words("terms")
_ONWARD = _LISTS.phrases("onward")
_CARE = _LISTS.words("care")
NAMING = _LISTS.words("naming")
_ANSWERS = _LISTS.words("answers")
_MEASURES = _LISTS.words("measured")
_RUINS = _LISTS.words("ruins")
_CROSSINGS = _LISTS.words("crossings")
_SHELTERS = _LISTS.words("shelters")
_MENTIONS = _LISTS.words("mentions")
_SHOOTS_DOWN = frozenset(tuple(pair.split("+")) for pair in _LISTS.phrases("shoots_down"))
_CARRIES_OFF = frozenset(tuple(pair.split("+")) for pair in _LISTS.phrases("carries_off"))
_SEIZES, _SCORES, _ARRESTING = _LISTS.words("seizes"), _LISTS.words("scores"), _LISTS.words("arresting")
_KEEPS, _KEPT_AS = _LISTS.words("keeps"), _LISTS.words("kept_as")
_WHAT_WAS_SAID = word_lists("cues", "links").words("said_nouns")
_CLAIMS_THEM = word_lists("happening_words", "actors").words("claims")
CROSSES, _OTHERS = _LISTS.words("crosses"), _LISTS.words("others")
_BRINGS, _SAFE = _LISTS.words("brings"), _LISTS.words("safe")
_GIVES = _LISTS.words("gives")
_ALL = _LISTS.words("all_of_it")
_HOW_HARD = _LISTS.words("how_hard")
_MISFORTUNES = _LISTS.words("misfortunes")
_WARS = [name.split() for name in _LISTS.phrases("war_names")]
_DYING, _DEATHS, TO_DEATH = (_LISTS.words(name) for name in ("dying", "deaths", "to_death"))


@dataclass(slots=True)
class KindIndex:
    """The table of kinds by the words that tell them."""

    verbs: dict[str, list[Kind]] = field(default_factory=dict)
    with_object: dict[tuple[str, str], Kind] = field(default_factory=dict)
    with_particle: dict[tuple[str, str], list[Kind]] = field(default_factory=dict)
    nouns: dict[str, list[tuple[tuple[str, ...], Kind]]] = field(default_factory=dict)
    instruments: dict[str, list[tuple[tuple[str, ...], Kind]]] = field(default_factory=dict)


@functools.cache
def kind_index(_identity: int) -> KindIndex:
    """The index of the table in use; its identity is asked for so that another table gets another index."""
    index = KindIndex()
    for kind in kind_table().kinds.values():
        for verb in kind.verbs:
            main, _, wanted = verb.partition(">")
            word, _, particle = main.partition("+")
            if wanted:
                index.with_object.setdefault((word, wanted), kind)
            elif particle:
                index.with_particle.setdefault((word, particle), []).append(kind)
            else:
                index.verbs.setdefault(word, []).append(kind)
        for store, phrases in ((index.nouns, kind.nouns), (index.instruments, kind.instruments)):
            for noun in phrases:
                words = tuple(noun.replace("-", " - ").split())
                store.setdefault(words[-1], []).append((words, kind))
    for store in (index.nouns, index.instruments):
        for rows in store.values():
            rows.sort(key=lambda row: -len(row[0]))
    return index


def verb_kind(verb: Token, table: KindTable, index: KindIndex, places: frozenset[int]) -> Kind | None:
    """The kind that a verb tells with its particle, its object or alone; None where it tells none."""
    word = lemma(verb)
    if _is_defined(verb):
        return None  # "uses the term for militants killed, captured or surrendered"
    if verb.dep_ == "amod" and verb.i > 1 and verb.nbor(-1).text == "-" and verb.nbor(-2).lower_ in _HOW_HARD:
        return None  # "the hardest-hit municipality" says how it fared, not what happened
    if stays_otherwise(verb) or any(lemma(child) in _MISFORTUNES for child in verb.lefts if child.dep_ == "nsubj"):
        return None
    if word == "leave" and any(thing.i in places for thing in objects_of(verb)) and _of_forces(verb, table):
        return table.kinds["withdrawal"]  # "its troops had left the town"
    if word in _LASTING and ((verb.tag_ == "VBN" and verb.dep_ in _AS_A_NAME) or lemma(verb.head) in _SHELTERS):
        return None  # "a school sheltering displaced families": they fled, whenever it was
    if word in _FIGHTING and _fights_nobody(verb, table):
        return None
    if _of_ailments(verb, table):
        return table.kinds.get(PRIVATION)
    if word in _NO_PASSIVE and any(child.dep_ == "auxpass" for child in verb.children):
        return None
    if word in _LEFT and _lacks(verb, table):
        return table.kinds["outage"]
    if word in LEAVING and _are_sent_away(verb, table):
        return table.kinds["evacuation"]
    if (taken := _taken_away(verb, word)) is not None:
        return table.kinds.get(taken)
    reached = verb.tag_ == "VBN" and verb.dep_ in ("dobj", "pobj")
    if reached and any(child.dep_ == "det" for child in verb.lefts):
        return None  # "kept an ambulance from reaching the wounded" harmed nobody
    if word in CROSSES and _over_a_border(verb, table):
        return table.kinds["displacement"]
    if word in _BRINGS and _to_safety(verb, table):
        return table.kinds["evacuation"]
    if word in _PUTS and _out_of_use(verb):
        return table.kinds["destruction"]
    for child in verb.children:
        if child.dep_ in ("prt", "advmod", "prep", "acomp", "oprd") or child.tag_ in ("RP", "RB"):
            if (word, child.lower_) == ("cut", "off") and (cut := _cut_from(verb, table)) is not None:
                return table.kinds["outage"] if cut == "utilities" else None
            if (word, child.lower_) == ("close", "in") and child.dep_ == "prep" and _passive_subject(verb):
                continue  # "schools were closed in Srinagar"
            if (word, child.lower_) == ("cut", "off") and not _is_ringed(verb, table, places):
                continue  # "cut off a source of revenue"
            if (word, child.lower_) == ("pull", "out") and _out_of_ruins(verb):
                return None  # what happened is that which buried them
            if (word, child.lower_) == ("pull", "out") and _are_people(verb, table):
                return table.kinds["evacuation"]
            if (word, child.lower_) in _BRINGS_DOWN and is_crossing(verb):
                return table.kinds["destruction"]
            for kind in index.with_particle.get((word, child.lower_), ()):
                if _fits(verb, kind, table, places):
                    return kind
            if (word, child.lower_) in _SHOOTS_DOWN and _only_counted(verb):
                return table.kinds[INTERCEPTED]  # "adding that 33 were shot down"
    things = [*objects_of(verb), *_passive_subject(verb), *prepositional(verb, ("of", "into"))]
    if word in UNDERGOING and (subject := subject_of(verb)) is not None:
        things.append(subject)
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        things.append(verb.head)  # "a rocket probably launched by rebels"
    if word == "set" and any(lemma(one) == "fire" for one in prepositional(verb, ("on",))):
        return table.kinds["arson"]  # "was set on fire by a drone": by which weapon is for `happenings` to say
    for thing in things:
        if word == "leave" and _in_a_state(thing):
            continue
        exact = index.with_object.get((word, _PLACE_NAME if thing.i in places else lemma(thing)))
        if exact:
            return exact
    found = next((kind for kind in index.verbs.get(word, ()) if _fits(verb, kind, table, places)), None)
    if found is None and (_bursts_in(verb, word, table) or _is_car_bomb(verb, word)):
        return table.kinds["attack" if word in _INCURSIONS else "remote_explosive"]
    by = subject_of(verb) if found is None and word in _IMPACT else None
    if by is not None and lemma(by) in _COMES_DOWN and phrase_kind(by, index.instruments) is not None:
        return table.kinds["attack"]  # by which weapon is for `happenings` to say
    if found is not None and found.name == RING and any(lemma(thing) in _HOUSES for thing in things):
        return table.kinds["attack"]  # "besieged the police station"
    if found is not None and found.name == "destruction" and any(_is_no_thing(thing, table) for thing in things):
        return None  # "the truce collapsed"
    if found is not None and found.name == "destruction" and word == "destroy" and _are_aircraft(things, table):
        return table.kinds[INTERCEPTED]  # "170 drones were destroyed overnight"
    if found is not None and found.name == "destruction" and any(_is_troops(thing, table) for thing in things):
        return table.kinds["armed_clash"]  # "destroyed a Russian reconnaissance group"
    if found is not None and found.name == REMAINING and _of_forces(verb, table):
        return None  # troops that stay are not those who are left to live there
    if found is not None and found.name == "captives_released" and _from_care(verb):
        return None
    if found is not None and found.name == "peaceful_protest" and word == "march" and _of_forces(verb, table):
        return None  # "the fighters marched in"
    return None if found is not None and found.name == "withdrawal" and _from_dealings(verb, table) else found


def _over_a_border(verb: Token, table: KindTable) -> bool:
    """Whether people, and no troops, went over into another land: "30,000 people had crossed into Burundi"."""
    subject = subject_of(verb)
    people = table.classes["persons"] - table.classes["forces"] - table.classes["armed"]
    counted = subject is not None and any(child.tag_ == "CD" for child in subject.lefts)
    return counted and subject is not None and lemma(subject) in people and bool(prepositional(verb, ("into",)))


def _to_safety(verb: Token, table: KindTable) -> bool:
    """Whether people are brought to where they are safe: "villagers have been moved to safer places"."""
    people = [*objects_of(verb), *_passive_subject(verb)]
    if not any(_is_of(one, table.classes["persons"], "persons", frozenset()) for one in people):
        return False
    where = prepositional(verb, ("to", "into"))
    return any(one.lower_ in _SAFE or any(left.lower_ in _SAFE for left in one.lefts) for one in where)


def _taken_away(verb: Token, word: str) -> str | None:
    """The kind of a verb by which people are taken: "280 pupils were seized", "are holding 14 nurses captive"."""
    things = [*objects_of(verb), *_passive_subject(verb)]
    if not things or not _is_somebody(things[0]):
        return None
    people = [one for one in things if _is_somebody(one)]
    beside = [*verb.children, *(child for one in people for child in one.rights if child.dep_ in ("amod", "oprd"))]
    said = {child.lower_ for child in beside}
    off = any((word, one) in _CARRIES_OFF for one in said)
    if not (word in _SEIZES or off or (word in _KEEPS and not said.isdisjoint(_KEPT_AS))):
        return None
    doers = done_by(verb) or [one for one in (subject_of(verb),) if one is not None and one not in people]
    if any(lemma(one) in _ARRESTING for one in doers):
        return "arrest"
    armed = kind_table().classes["armed"]
    return "prisoners_taken" if all(lemma(one) in armed for one in people) else "abduction"


def _is_somebody(thing: Token) -> bool:
    """Whether people are named by a word for them, also as a share: "scores of women", "scores of others"."""
    if any(_is_somebody(one) or one.lower_ == "others" for one in prepositional(thing, ("of",)) if thing.tag_ == "NNS"):
        return lemma(thing) in kind_table().classes.get("shares", ()) or lemma(thing) in _SCORES
    classes, word = kind_table().classes, lemma(thing)
    if thing.tag_[:3] == "NNP" or thing.tag_[0] != "N" or word in classes["ground"]:
        return False
    return word in measures().people or word in classes["persons"]


def is_crossing(verb: Token) -> bool:
    """Whether a bridge or a dam is blown up, which is no bomb attack on anybody."""
    return any(lemma(thing) in _CROSSINGS for thing in (*objects_of(verb), *_passive_subject(verb)))


def _bursts_in(verb: Token, word: str, table: KindTable) -> bool:
    """Whether armed people come as no visitors do: "gunmen swept into the village"."""
    subject = subject_of(verb) if word in _INCURSIONS else None
    if subject is None or objects_of(verb) or not any(child.lower_ == "into" for child in verb.children):
        return False
    if measures().groups.get(lemma(subject)) in ("police", "officers"):
        return False
    return lemma(subject) in table.classes["armed"] or any(child.lower_ == "armed" for child in subject.children)


def _is_car_bomb(verb: Token, word: str) -> bool:
    """Whether what is driven somewhere is a bomb: "a lorry packed with explosives was driven into the gate"."""
    vehicles = [*_passive_subject(verb), *objects_of(verb)] if word in _DRIVEN else []
    return any(lemma(one) in _CHARGE for vehicle in vehicles for one in vehicle.subtree)


def _out_of_ruins(verb: Token) -> bool:
    """Whether people are pulled out of what they lie under: "eleven were pulled out alive", "out of the rubble"."""
    behind = [one for child in verb.children for one in child.subtree if one.i > verb.i]
    return any(one.lower_ == "alive" or lemma(one) in _RUINS for one in behind)


def _are_people(verb: Token, table: KindTable) -> bool:
    """Whether those who are pulled out are no troops; "its men" may be."""
    people = table.classes["persons"] - table.classes["forces"] - {"them", "man"}
    return any(lemma(thing) in people for thing in (*objects_of(verb), *_passive_subject(verb)))


def _from_care(verb: Token) -> bool:
    """Whether who is released was in nobody's hands but a doctor's: "treated and released"."""
    return lemma(verb.head) in _CARE or any(lemma(one) in _CARE for one in prepositional(verb, ("from",)))


def _are_aircraft(things: Sequence[Token], table: KindTable) -> bool:
    """Whether what is destroyed flies by itself, and is nobody's depot of it: "destroyed 170 drones"."""
    drones = frozenset(table.kinds["drone_strike"].instruments)
    return bool(things) and all(lemma(thing) in drones for thing in things)


def _is_troops(thing: Token, table: KindTable) -> bool:
    """Whether a thing is a body of soldiers: "a battalion", "a reconnaissance group"."""
    men = lemma(thing) in table.classes["forces"] and lemma(thing) in table.classes["armed"]
    return men or (lemma(thing) == "group" and any(one.lower_ in table.classes["of_troops"] for one in thing.lefts))


def _of_forces(verb: Token, table: KindTable) -> bool:
    subject = subject_of(verb)
    return subject is not None and lemma(subject) in table.classes["forces"] | table.classes["armed"]


def _is_ringed(verb: Token, table: KindTable, places: frozenset[int]) -> bool:
    """Whether what is cut off is ground, troops or people, or is not said."""
    things = [*objects_of(verb), *_passive_subject(verb)]
    wanted = ("ground", "armed", "forces", "persons", "routes")
    return not things or any(_is_of(thing, table.classes[name], name, places) for thing in things for name in wanted)


def _lacks(verb: Token, table: KindTable) -> bool:
    """Whether somebody or a town is without what a utility brings: "left 40,000 homes without power"."""
    lacking = (thing for one in (verb, *objects_of(verb)) for thing in prepositional(one, ("without",)))
    return any(lemma(thing) in table.classes.get("utilities", frozenset()) for thing in lacking)


def _are_sent_away(verb: Token, table: KindTable) -> bool:
    """Whether people are told to leave: "residents were ordered to leave", "told everybody in Rafah to go"."""
    said = verb.head
    if not is_what_to_do(verb) or lemma(said) not in COMMANDS:
        return False
    own = subject_of(verb)
    whom = [*objects_of(said), *_passive_subject(said), *([own] if own is not None and own.i > said.i else [])]
    return any(_is_of(one, table.classes["persons"] - table.classes["forces"], "persons", frozenset()) for one in whom)


def _out_of_use(verb: Token) -> bool:
    """Whether something is put where it is of no use: "was put out of service by shelling"."""
    out = (child for child in verb.children if child.lower_ == "out")
    return any(lemma(thing) in _USE for child in out for thing in prepositional(child, ("of",)))


def _is_no_thing(thing: Token, table: KindTable) -> bool:
    """Whether what collapses is an accord or talks, and no house."""
    accords = {*table.kinds["ceasefire_agreement"].nouns, *table.classes.get("dealings", ())}
    return lemma(thing) in accords


def _is_broken(truce: Token) -> bool:
    """Whether a truce is spoken of as what no longer holds: "the truce collapsed", "broke the ceasefire"."""
    return truce.dep_ in ("nsubj", "nsubjpass", "dobj") and lemma(truce.head) in _BREAKS and not negated(truce.head)


def _cut_from(verb: Token, table: KindTable) -> str | None:
    """What a town is cut off from, where that is no ring of troops: "cut off from communications"."""
    from_what = {lemma(thing) for child in (verb, *verb.children) for thing in prepositional(child, ("from",))}
    return next((name for name in ("utilities", "supplies") if from_what & table.classes.get(name, frozenset())), None)


def done_by(verb: Token) -> list[Token]:
    """Who does what a passive tells, by "by"."""
    by = (child for child in verb.children if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"))
    return [one for child in by for pobj in child.children if pobj.dep_ == "pobj" for one in joined(pobj)]


def _of_ailments(word: Token, table: KindTable) -> bool:
    """Whether people died of what nobody did: "died of hunger", "cholera has killed 40", "starved to death"."""
    name = lemma(word)
    if name in TO_DEATH:
        return any(lemma(thing) == "death" for thing in prepositional(word, ("to",)))
    if name in _DYING or (name in _DEATHS and word.tag_[:1] == "N"):
        before = [child for child in word.children if child.dep_ in ("compound", "amod")]  # "cholera deaths"
        causes = [*before, *prepositional(word, ("of", "from"))]
    elif name == "kill":
        subject = None if _passive_subject(word) else subject_of(word)
        causes = [*done_by(word), *([] if subject is None else [subject])]
    else:
        return False
    return any(lemma(thing) in table.classes.get("ailments", ()) for thing in causes)


def _fights_nobody(verb: Token, table: KindTable) -> bool:
    """Whether what is fought is no foe: "firefighters fought a blaze", "battling corruption"."""
    foes = [*objects_of(verb), *_passive_subject(verb), *prepositional(verb, ("against", "with"))]
    return any(lemma(foe) in table.classes.get("no_foe", frozenset()) for foe in foes)


def _from_dealings(word: Token, table: KindTable) -> bool:
    """Whether who withdraws leaves no ground: "withdrew from the talks", "its withdrawal from the treaty"."""
    dealings = table.classes.get("dealings", frozenset())
    return any(lemma(thing) in dealings for thing in [*prepositional(word, ("from", "of")), *objects_of(word)])


def _in_a_state(thing: Token) -> bool:
    """Whether what is left is left so: "leaving the city almost fully besieged", "left the town without water"."""
    doc, at = thing.doc, thing.i + 1
    while at < len(doc) and doc[at].tag_ == "RB" and doc[at].sent == thing.sent:
        at += 1
    return at < len(doc) and (doc[at].tag_ in ("VBN", "VBG", "JJ") or doc[at].lower_ == "without")


def _fits(verb: Token, kind: Kind, table: KindTable, places: frozenset[int]) -> bool:
    if kind.object:
        things = [*objects_of(verb), *_passive_subject(verb)]
        if verb.dep_ == "acl" and verb.tag_ == "VBN":
            things.append(verb.head)
        wanted = table.classes.get(kind.object, frozenset())
        # "Took it back", "overran it".
        ground = kind.name == _REGAINED or (kind.territory and lemma(verb) in _TAKEN)
        again = ground and any(thing.lower_ == "it" for thing in things)
        parts = (one for thing in things if lemma(thing) in _ALL for one in prepositional(thing, ("of",)))
        again = again or (kind.territory and any(one.lower_ == "it" for one in parts))  # "have seized all of it"
        if not again and not any(_is_of(thing, wanted, kind.object, places) for thing in things):
            return False
    if lemma(verb) in _ARMED_ONLY and kind.territory:
        # Aid workers enter cities too: only armed people take them by it.
        subject = subject_of(verb)
        if subject is None or not _is_of(subject, table.classes.get("forces", frozenset()), "forces", places):
            return False
    if kind.subject:
        subject = subject_of(verb)
        wanted = table.classes.get(kind.subject, frozenset())
        if subject is None or not _is_of(subject, wanted, kind.subject, places):
            return False
    return True


def _is_of(token: Token, wanted: frozenset[str], name: str, places: frozenset[int]) -> bool:
    if lemma(token) in wanted or token.lower_ in wanted:
        return True
    if lemma(token) in kind_table().classes.get("shares", ()) or token.tag_ == "CD":
        # "Ten percent of residents remain" is said of residents, "33 of 39 drones" of drones.
        whole = prepositional(token, ("of",))
        if whole:
            return any(_is_of(thing, wanted, name, places) for thing in whole)
    if token.i in places:
        return name in {"ground", "forces"}
    if token.tag_ in ("NNP", "NNPS"):
        # A proper name that is no place is a person or a body: it can act and be acted upon, but it is no ground.
        return name in ("persons", "forces", "official") or (name == "ground" and _may_be_a_village(token))
    return token.tag_ == "CD" and name == "persons"


def _may_be_a_village(name: Token) -> bool:
    """Whether a name that no gazetteer has is rather a village's: "captured Nyabiondo", not "captured Ivan Koval"."""
    alone = name.tag_ == "NNP" and not any(child.tag_ in ("NNP", "NNPS") for child in name.lefts)
    plain = name.is_alpha and not name.text.isupper() and name.text not in given_names()
    return alone and plain and not is_dictionary_word(name.lower_) and canonical(name.text) is None


def _only_counted(verb: Token) -> bool:
    """Whether all that a verb is done to is a number or a pronoun: "of these, 33 were shot down"."""
    things = [*objects_of(verb), *_passive_subject(verb)]
    return bool(things) and all(thing.tag_ in ("CD", "PRP", "DT") for thing in things)


def _passive_subject(verb: Token) -> list[Token]:
    return [one for child in verb.children if child.dep_ == "nsubjpass" for one in joined(child)]


def prepositional(verb: Token, words: tuple[str, ...]) -> list[Token]:
    """What hangs on a word by one of some prepositions."""
    return [
        thing
        for child in verb.children
        if child.dep_ == "prep" and child.lower_ in words
        for one in child.children
        if one.dep_ == "pobj"
        for thing in joined(one)
    ]


def _is_defined(verb: Token) -> bool:
    """Whether a verb only says what a term is for: "the term “neutralise” for militants killed or captured"."""
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    of = verb.head if verb.dep_ == "acl" else None
    return of is not None and of.dep_ == "pobj" and of.head.lower_ == "for" and lemma(of.head.head) in (*_TERMS, "use")


def owned_as(deed: Token) -> Token | None:
    """The "responsibility" of "claimed responsibility for the attack"."""
    of = deed.head.head if deed.dep_ == "pobj" and deed.head.lower_ == "for" else None
    return of if of is not None and lemma(of) in _OWNED else None


def _says_which(noun: Token) -> bool:
    """Whether a noun tells which happening: "the Kabul mosque attack", "a blast in Quetta", not "the attack"."""
    return any(
        child.dep_ in ("compound", "nmod") or (child.dep_ == "prep" and child.i > noun.i) for child in noun.children
    )


def noun_kind(noun: Token, index: KindIndex) -> Kind | None:
    """The kind that a noun tells, by the longest phrase of the table that ends with it."""
    kind = phrase_kind(noun, index.nouns)
    if kind is None:
        return None
    if any(noun.doc[max(0, noun.i - len(name) + 1) : noun.i + 1].text.lower().split() == name for name in _WARS):
        return None  # the whole war by its side's name for it
    if kind.name == "killing" and _of_ailments(noun, kind_table()):
        return kind_table().kinds.get(PRIVATION)
    if noun.dep_ == "compound" and lemma(noun.head) in kind_table().classes["only_warns"]:
        return None  # "air raid alarms", "the air raid shelter"
    owned = owned_as(noun)
    if owned is not None and not _says_which(noun):
        return None  # "claimed responsibility for the attack" tells of no further attack
    if noun.dep_ in _CALLED_SO and lemma(noun.head) in NAMING:
        return None  # "called the attack 'a massacre of children'" tells of no massacre beside the attack
    if noun.dep_ == "dobj" and lemma(noun.head) in _MENTIONS and negated(noun.head):
        return None  # "it did not mention civilian casualties": there may have been some
    if noun.dep_ == "dobj" and lemma(noun.head) in FLEES and kind.name == "armed_clash":
        return None  # "families who had fled the fighting": nobody says where it was
    if kind.name == "peaceful_protest" and prepositional(noun, _ONWARD):
        return kind_table().kinds["advance"]  # "the march on El Obeid"
    if noun.dep_ == "pobj" and noun.head.lower_ == "for" and lemma(noun.head.head) in _TERMS:
        return None  # "the term for militants who surrendered" tells of nobody's surrender
    if noun.tag_ == "NNS" and noun.dep_ == "dobj" and lemma(noun.head) in _CLAIMS_THEM and _are_others(noun):
        return None
    if lemma(noun) == "crime" and is_charged_with(noun):
        return None  # "accused the group of war crimes" tells of no one attack
    if noun.dep_ == "appos" and noun.lower_ in _WHAT_WAS_SAID and any(one.dep_ == "relcl" for one in noun.rights):
        return None  # "…, an accusation that Kigali rejects" accuses nobody beside what was said
    if lemma(noun) == "talk" and noun.tag_ == "NN":
        return None  # "talk of the town's fall" is no talks
    if kind.name == RING and _of_a_house(noun):
        return kind_table().kinds["attack"]
    if kind.name == "ceasefire_agreement" and _is_broken(noun):
        return None
    if kind.name == "captives_released" and not _frees(noun, kind_table()):
        return None  # "no radiation release", "the release of the report"
    if lemma(noun) == "toll" and any(left.lower_ == "no" for left in noun.lefts):
        return None  # "gave no toll" tells of nobody unhurt
    if lemma(noun) == "toll" and noun.dep_ == "dobj" and lemma(noun.head) in _GIVES and negated(noun.head):
        return None  # "has not given a toll"
    if lemma(noun) == "fire" and kind.harm and noun.dep_ == "pobj" and noun.head.lower_ == "under":
        # "Under constant drone fire" burns nothing down.
        weapon = next((one for one in noun.lefts if phrase_kind(one, index.instruments) is not None), None)
        if weapon is not None:
            return phrase_kind(weapon, index.instruments)
        verb = noun.head.head
        subject = subject_of(verb) if lemma(verb) == "come" else None
        routes = kind_table().classes["routes"]
        # "Its positions came under fire"; a road that does is no longer safe, and nobody need have been there.
        return kind_table().kinds["attack"] if subject is not None and lemma(subject) not in routes else None
    if noun.dep_ == "dobj" and (lemma(noun.head), lemma(noun)) in index.with_object:
        return None  # in "cease fire" both words together tell it
    return None if kind.name == "withdrawal" and _from_dealings(noun, kind_table()) else kind


def _are_others(deeds: Token) -> bool:
    """Whether deeds are only likened to the one that is told of: "similar attacks"."""
    return any(child.dep_ == "amod" and child.lower_ in _OTHERS for child in deeds.lefts)


def is_charged_with(noun: Token) -> bool:
    """Whether a noun is what somebody is accused of: "accused the group of war crimes"."""
    above = noun.head.head  # the parse hangs "of" on the verb or on whom it accuses
    charged = lemma(above if above.tag_[0] == "V" else above.head) in CHARGES
    return charged and noun.dep_ == "pobj" and noun.head.lower_ == "of"


def answered(noun: Token) -> bool:
    """Whether a noun of happening is what another one answers: "in retaliation for the air strikes"."""
    return noun.dep_ == "pobj" and noun.head.lower_ in ("for", "to") and lemma(noun.head.head) in _ANSWERS


def _of_a_house(siege: Token) -> bool:
    """Whether a siege is of one building: "the siege of the hotel", "a hotel siege"."""
    above = [siege.head] if siege.head.tag_[0] == "V" else []  # "ended a siege at a hotel"
    where = [thing for one in (siege, *above) for thing in prepositional(one, ("of", "at", "in"))]
    besieged = [*where, *(one for one in siege.lefts if one.dep_ == "compound")]
    return any(lemma(one) in _HOUSES for one in besieged)


def _frees(release: Token, table: KindTable) -> bool:
    """Whether a release is of people: "their release", "the release of 12 captives"."""
    let_go = [*prepositional(release, ("of",)), *(one for one in release.lefts if one.dep_ in ("poss", "compound"))]
    counted = any(child.tag_ == "CD" for one in let_go for child in one.lefts)
    named = counted or any(one.tag_ in ("NNP", "NNPS", "PRP$", "CD") for one in let_go)
    return named or any(_is_of(one, table.classes["persons"], "persons", frozenset()) for one in let_go)


def only_measures(noun: Token) -> bool:
    """Whether a noun of happening only measures: "within range of artillery fire" is no fire."""
    return noun.dep_ == "pobj" and noun.head.lower_ in ("of", "for") and lemma(noun.head.head) in _MEASURES


def phrase_kind(noun: Token, store: Mapping[str, list[tuple[tuple[str, ...], Kind]]]) -> Kind | None:
    """The kind of the longest phrase in a store that ends with a noun."""
    rows = store.get(lemma(noun)) or store.get(noun.lower_)
    if not rows:
        return None
    for words, kind in rows:
        first = noun.i - len(words) + 1
        if first >= 0 and all(noun.doc[first + i].lower_ == word for i, word in enumerate(words[:-1])):
            return kind
    return None
