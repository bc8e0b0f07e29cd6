"""Clauses that say no more than when and where of what the text tells of: "it happened on Friday"; of going.

In: a clause. Out: its verb, or None where it is no such clause. Words: `[classes]` of `kinds.toml`. Refused: nothing.
"""

from __future__ import annotations

from spacy.tokens import Token

from fogline.claims.clauses import Clause, joined, subject_of
from fogline.claims.parse import lemma
from fogline.data.kinds import kind_table
from fogline.data.word_lists import word_lists

_LISTS = word_lists("happening_words", "pointing")
_TOWARDS = _LISTS.words("towards")
_ENDS = _LISTS.words("ends")
_PEOPLE = _LISTS.words("people")
_BLOWS = _LISTS.words("blows")
_LATER = _LISTS.words("later")


def goes_to(verb: Token, place: Token | None) -> bool:
    """Whether somebody only goes to a place: "only 10,000 have reached Tawila", not "he was driving in Tawila"."""
    if place is None or lemma(verb) not in kind_table().classes["goes"]:
        return False
    to = place.head
    return (place.dep_ == "dobj" and to.i == verb.i) or (place.dep_ == "pobj" and to.lower_ in _TOWARDS)


def leads_there(place: Token | None) -> bool:
    """Whether a place is only an end of a way: "the highway from Izium is under fire"."""
    if place is None or place.dep_ != "pobj" or place.head.lower_ not in _ENDS:
        return False
    return lemma(place.head.head) in kind_table().classes["routes"]


def points_back(noun: Token) -> bool:
    """Whether a noun of happening goes back to one told before: "the attack", not "the attack on the convoy"."""
    if noun.tag_ not in ("NN", "NNS") or noun.lower_ not in _BLOWS:
        return False
    beside = [child.dep_ for child in noun.children if child.dep_ not in ("punct", "prep")]
    of = [child for child in noun.children if child.dep_ == "prep" and child.i > noun.i]
    return beside == ["det"] and not of and any(child.lower_ in ("the", "this") for child in noun.children)


def comes_after(noun: Token) -> bool:
    """Whether something is told to be after a happening told of before: "the bridge was closed after the strike"."""
    return noun.dep_ == "pobj" and noun.head.lower_ in _LATER and points_back(noun)


def occurs(clause: Clause) -> Token | None:
    """The verb of a clause that gives no more than when and where of what the text tells of: "it happened on Friday".

    So do responders who are called or look into it, and people who are found: that is where and when it happened.
    """
    head, classes = clause.head, kind_table().classes
    if head.tag_ in ("VBG", "VBZ", "VBP") and lemma(head) in classes["looks_into"]:
        looking = subject_of(head)
        return head if looking is not None and {looking.lower_, lemma(looking)} & classes["responders"] else None
    if head.tag_ not in ("VBD", "VBN") or any(child.dep_ == "neg" for child in head.children):
        return None
    subject = subject_of(head)
    if subject is None:
        return head if _there_was(head) else None
    words = {subject.lower_, lemma(subject)}
    took_place = lemma(head) == "take" and any(child.lower_ == "place" for child in head.children)
    was_reported = lemma(head) == "report" and any(child.dep_ == "auxpass" for child in head.children)
    if (took_place or was_reported or lemma(head) in classes["occurs"]) and words & classes["occurred"]:
        return head
    if lemma(head) == "be" and subject.lower_ == "it" and _tells_when(head):
        return head
    if lemma(head) in classes["responds"] and words & classes["responders"]:
        return head
    if lemma(head) in classes["alerts"] and _is_to_responders(head):
        return head
    if lemma(head) == "come" and words & {"call", "report"} and any(child.lower_ == "in" for child in head.children):
        return head
    # "Five of them were found by officers about midnight", "he was taken to a hospital".
    return head if lemma(head) in classes["comes_upon"] and _is_done_to_people(head, subject) else None


def _is_done_to_people(verb: Token, subject: Token) -> bool:
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    people = kind_table().classes["persons"] | _PEOPLE
    counted = subject.tag_ == "CD" or subject.lower_ in people or lemma(subject) in people
    return passive and counted


def _is_to_responders(verb: Token) -> bool:
    """ "Neighbours called the police", "his siblings called 911"."""
    told = [word for child in verb.children if child.dep_ == "dobj" for word in joined(child)]
    return any({word.lower_, lemma(word)} & kind_table().classes["responders"] or word.text == "911" for word in told)


def _there_was(verb: Token) -> bool:
    """ "There were reports of gunfire": what is reported happened then."""
    there = lemma(verb) == "be" and any(child.dep_ == "expl" for child in verb.children)
    return there and any(child.dep_ == "attr" and lemma(child) in ("report", "call") for child in verb.children)


def _tells_when(verb: Token) -> bool:
    """ "It was about 3 a.m. when the callers heard shots"."""
    above = [verb, *(child for child in verb.children if child.dep_ == "attr")]
    later = (one for head in above for one in head.children if one.dep_ in ("advcl", "relcl", "ccomp"))
    return any(word.lower_ == "when" for clause in later for word in clause.lefts)
