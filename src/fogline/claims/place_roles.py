"""What a place is to its sentence: scene, target, point of reference, container, or a name for a government.

In: a candidate, its passage and its gazetteer entry. Out: a `PlaceRole`; MENTION where syntax tells no more.
"""

from __future__ import annotations

from spacy.tokens import Token

from fogline.claims.parse import Passage, lemma
from fogline.claims.place_clues import HOLDS
from fogline.claims.place_names import Candidate, place_words
from fogline.data.gazetteer import SETTLEMENTS, Entry
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists
from fogline.model.claim import PlaceRole

_LISTS = word_lists("place_words", "roles")
_BEARINGS = _LISTS.words("bearings")
_UNITS = _LISTS.words("units")
_PARTS = _LISTS.words("parts")
_FORMATIONS = _LISTS.words("formations")
_ROADS, _ALONG = _LISTS.words("roads"), _LISTS.words("along")
_SECTORS = _LISTS.words("sectors")
_TO_BLAME = _LISTS.words("to_blame")
_AIMED = _LISTS.words("aimed")
_ACROSS = _LISTS.words("across")
_WHERE = _LISTS.words("where")
_STAMP = 2  # tokens before the place that a line is about: "UPD", "08:45"


def role_of(candidate: Candidate, passage: Passage, entry: Entry | None) -> PlaceRole:
    """What syntax tells of the place's part in its sentence."""
    if "container of one before" in candidate.clues or HOLDS in candidate.clues:
        return PlaceRole.CONTAINER
    words = place_words()
    if _is_behind_others(candidate, passage):
        return PlaceRole.ACTOR
    head = _head(passage, candidate)
    above = head.head
    if head.dep_ in {"nsubj", "agent"} and lemma(above) in words.acting and (entry is None or _may_act(entry)):
        return PlaceRole.ACTOR
    if entry is not None and entry.capital and _governs(head):
        return PlaceRole.ACTOR
    if entry is not None and entry.capital and head.dep_ in {"dobj", "nsubj"} and _is_told_to(head):
        return PlaceRole.ACTOR
    if _heads_a_line(passage, candidate):
        return PlaceRole.SCENE  # "08:45 Balakliia: 3 dead"
    if head.dep_ == "dobj" and lemma(above) in words.targeting:
        return PlaceRole.TARGET
    if head.dep_ == "nsubjpass" and lemma(above) in words.targeting:
        return PlaceRole.TARGET
    if head.dep_ in {"compound", "nmod"} and above.lower_ in _FORMATIONS:
        return PlaceRole.ACTOR  # "the command staff of the Siversk group" sits where nobody says
    if head.dep_ == "compound" and lemma(above) in _ROADS and above.dep_ == "pobj" and above.head.lower_ in _ALONG:
        return PlaceRole.REFERENCE  # "kidnapped on the Tripoli highway", which may be 100 km long
    if head.dep_ in {"compound", "nmod", "poss"} and above.lower_ in _SECTORS and above.dep_ == "pobj":
        return _role_of_object(above.head)  # "in the Pokrovsk sector", "in Kherson's Dniprovskyi district"
    if head.dep_ == "pobj":
        if entry is not None and entry.kind == "river" and above.lower_ in _ACROSS:
            return PlaceRole.REFERENCE  # "across the Dnipro"
        if entry is not None and entry.capital and above.lower_ == "in" and _is_office(above.head):
            return PlaceRole.ACTOR
        return _role_of_object(above)
    return PlaceRole.MENTION


def _is_behind_others(candidate: Candidate, passage: Passage) -> bool:
    """Whether a name tells whose people others are, and not where: "the Rwanda-backed alliance", "a US-led strike"."""
    after = passage.doc[candidate.last : candidate.last + 2]
    joined = len(after) == 2 and after[0].text == "-"
    return joined and after[1].lower_ in tables().backing | tables().installing


def _is_told_to(head: Token) -> bool:
    """Whether somebody is to do something: "may force Moscow to pause", "urged Kyiv to pull out"."""
    verb = head.head
    if head.dep_ == "nsubj":
        return verb.tag_ == "VB" and verb.dep_ in {"ccomp", "xcomp"} and any(c.tag_ == "TO" for c in verb.children)
    return any(child.dep_ == "xcomp" and any(c.tag_ == "TO" for c in child.children) for child in verb.children)


def _heads_a_line(passage: Passage, candidate: Candidate) -> bool:
    """Whether a place is what a line is about: it stands before a colon, with at most a stamp before it."""
    after = candidate.last
    return candidate.first <= _STAMP and after < len(passage.doc) - 1 and passage.doc[after].text == ":"


def _governs(head: Token) -> bool:
    """Whether a capital's name stands for its government: "Kyiv struck", "Moscow's forces", not "Kyiv woke to"."""
    words = place_words()
    if head.dep_ == "nsubj":
        verb = head.head
        if verb.tag_[:1] == "V" and any(child.lower_ in _TO_BLAME for child in verb.children):
            return True
        return verb.tag_[:1] == "V" and lemma(verb) not in words.befalls
    return head.dep_ == "poss" and head.head.lower_ in words.governments_own


def _is_office(noun: Token) -> bool:
    """ "Officials in Kyiv", "the General Staff in Kyiv": the capital tells whose they are, not where it happens."""
    if noun.dep_ == "pobj" and noun.head.lower_ in _WHERE:
        return False  # "outside a court in Islamabad"
    return noun.tag_[:1] == "N" and (noun.lower_ in tables().bodies or lemma(noun) in tables().roles)


def _head(passage: Passage, candidate: Candidate) -> Token:
    """The token of the name that hangs on the rest of the sentence, through a chain of names joined to it."""
    token = passage.doc[candidate.last - 1]
    for piece in passage.doc[candidate.first : candidate.last]:
        if not candidate.first <= piece.head.i < candidate.last:
            token = piece
    steps = 0
    while token.dep_ in {"conj", "appos"} and token.head.tag_.startswith("NNP") and steps < 5:
        token, steps = token.head, steps + 1
    return token


def _role_of_object(preposition: Token) -> PlaceRole:
    word, governor = preposition.lower_, preposition.head
    if word in {"of", "from"} and preposition.i and preposition.nbor(-1).lower_ in _UNITS:
        return PlaceRole.REFERENCE
    over = governor.head if governor.dep_ == "pobj" else governor
    if word == "from" and over.lower_ in _ACROSS:
        return PlaceRole.REFERENCE  # "across the Dnipro from Enerhodar"
    if word == "to" and governor.lower_ == "according":
        return PlaceRole.ACTOR
    if word == "of" and governor.lower_ in _PARTS and governor.dep_ == "pobj":
        return PlaceRole.SCENE
    if word in {"of", "from"} and (governor.lower_ in _BEARINGS or governor.lower_ in _UNITS):
        return PlaceRole.REFERENCE
    words = place_words()
    if word == "of" and governor.lower_ in words.kind_words:
        return _role_of_the_kind(governor)  # "in the northern town of Djibo"
    if governor.lower_ in words.target_nouns and word in _AIMED | {"of", "for"}:
        return PlaceRole.TARGET
    if word in _AIMED and (governor.tag_.startswith("V")):
        return PlaceRole.TARGET
    if word == "by":
        return PlaceRole.ACTOR
    if words.prepositions.get(word) == "in" or word in {"over", "along"}:
        return PlaceRole.SCENE
    return PlaceRole.MENTION


def _role_of_the_kind(noun: Token) -> PlaceRole:
    """The role of a "town" whose name is said after "of"."""
    verb = noun.head
    if noun.dep_ == "pobj":
        return _role_of_object(verb)
    if noun.dep_ in ("dobj", "nsubjpass") and lemma(verb) in place_words().targeting:
        return PlaceRole.TARGET
    return PlaceRole.MENTION


def _may_act(entry: Entry) -> bool:
    """Countries and large cities stand for governments; villages do not speak."""
    return (
        entry.kind == "country" or (entry.kind in SETTLEMENTS and entry.population > 100_000) or entry.kind == "region"
    )
