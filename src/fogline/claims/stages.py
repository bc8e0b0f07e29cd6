"""How far a claim's happening got: by its verb, by the words above its noun, and by what it stands in.

In: the predicate, its clause and what the speaker does with it. Out: a stage; None where nothing happens.
"""

from __future__ import annotations

import functools

from spacy.tokens import Token

from fogline.claims.certainty import is_negated, is_what_to_do, polarity_of, stage_of
from fogline.claims.clauses import Clause, objects_of
from fogline.claims.happenings import Happening
from fogline.claims.nominal_stage import has_no, negated, nominal_stage
from fogline.claims.parse import Passage, lemma
from fogline.data.certainty import certainty
from fogline.data.word_lists import word_lists
from fogline.model.claim import Stage, Stance

_HARMS = word_lists("happening_words", "happenings").words("harms")
_LISTS = word_lists("certainty", "stories")
_PLOT = _LISTS.pattern("plot")
_ORDERS = word_lists("certainty", "told_to").words("orders")
_DEFUSES = _LISTS.words("defuses")
_REAL = (Stage.HAPPENED, Stage.ONGOING)


def stage(passage: Passage, clause: Clause, happening: Happening | None, stance: Stance) -> Stage | None:
    """The stage of a happening as its speaker tells it."""
    if happening is None:
        return None
    if stance is Stance.DENIES:
        return Stage.DID_NOT_HAPPEN
    if stance is Stance.INTENDS:
        # "Vowed not to withdraw", "promised to halt attacks": what is forsworn is not planned.
        forsworn = polarity_of(passage, happening.trigger) == "negative"
        return Stage.DID_NOT_HAPPEN if forsworn else Stage.PLANNED
    if stance is Stance.DEMANDS and is_what_to_do(happening.trigger) and happening.trigger.i == clause.head.i:
        told = stage_of(passage, happening.trigger)
        return Stage.PLANNED if told in _REAL else told  # "told residents to leave"
    if stance is Stance.CANNOT_VERIFY:
        # Who "could not verify the toll" says neither that people died nor that they did not: what is told elsewhere
        # stays as it is told.
        told = stage_of(passage, happening.trigger)
        return Stage.HAPPENED if told is Stage.DID_NOT_HAPPEN else told
    return _as_told(passage, clause, happening)


def _as_told(passage: Passage, clause: Clause, happening: Happening) -> Stage:
    predicate, head = happening.trigger, clause.head
    told = stage_of(passage, predicate)
    if harms_nobody(happening):
        return Stage.HAPPENED
    if told in _REAL and is_rehearsed(passage, predicate):
        return Stage.HYPOTHETICAL
    if told in _REAL and (_yes_or_no(head) or _is_of_any(predicate)):
        return Stage.HYPOTHETICAL
    if told in _REAL and _is_defused(predicate):
        return Stage.ATTEMPTED
    if predicate.tag_[0] == "N" and told in _REAL:
        if happening.kind.name == "evacuation" and lemma(predicate) in _ORDERS:
            return Stage.PLANNED  # "evacuation orders for five villages"
        return nominal_stage(predicate) or told
    if happening.kind.family == "control" and told is Stage.HAPPENED and _nearly(predicate):
        return Stage.ONGOING
    if asks(head) and told is Stage.DID_NOT_HAPPEN:
        # "It is not clear who blew it up": it was blown up.
        return Stage.HAPPENED
    if predicate.dep_ == "pcomp" and predicate.head.lower_ in ("toward", "towards", "on"):
        # "Progress toward encircling the city" has not encircled it.
        return Stage.ONGOING if told is Stage.HAPPENED else told
    # "Massing forces to break through": what is done for a purpose has not reached it.
    purpose = head.dep_ == "advcl" and any(child.tag_ == "TO" for child in head.children)
    return Stage.PLANNED if purpose and told in _REAL else told


def _is_defused(participle: Token) -> bool:
    """Whether what a bomb or a plot was meant to do came to nothing: "a bomb targeting a convoy was defused"."""
    thing = participle.head
    meant = participle.tag_ == "VBG" and participle.dep_ == "acl" and thing.dep_ == "nsubjpass"
    return meant and lemma(thing.head) in _DEFUSES


def harms_nobody(happening: Happening) -> bool:
    """Whether all that is denied of a blow is that it harmed anybody: "nobody was killed in the shelling".

    "No shelling killed anyone" denies the blow too.
    """
    trigger, blow = happening.trigger, happening.instrument
    if lemma(trigger) in _HARMS:
        real = blow is not None and blow.tag_[0] == "N" and not has_no(blow)
        return real and (_is_none(trigger) if trigger.tag_[0] == "N" else is_negated(trigger, certainty()))
    if happening.carrier is not None and any(lemma(one) in _HARMS for one in objects_of(happening.carrier)):
        # "The attack did not cause any casualties".
        return is_negated(happening.carrier, certainty()) and not has_no(trigger)
    harmed, above = False, trigger
    while above.dep_ == "pobj" and above.head.dep_ == "prep" and (harmed or not has_no(above)):
        above = above.head.head
        harmed = harmed or (lemma(above) in _HARMS and above.tag_[0] == "N")
    return harmed and _is_none(above)  # "no casualties in the shelling", "no reports of deaths from the strike"


def _is_none(noun: Token) -> bool:
    """Whether there is none of what a noun names: "no casualties", "were not any injuries"."""
    return has_no(noun) or (noun.dep_ in ("attr", "dobj", "nsubjpass") and negated(noun.head))


def _is_of_any(predicate: Token) -> bool:
    """ "Firing on a crowd may amount to a war crime": who fires, and when, is left open."""
    verb = predicate.head
    generic = predicate.dep_ == "csubj" and predicate.tag_ == "VBG"
    return generic and any(child.dep_ == "aux" and child.tag_ == "MD" for child in verb.children)


def is_rehearsed(passage: Passage, predicate: Token) -> bool:
    """Whether a sentence tells the plot of an exercise: "In the first scenario, missiles destroyed the port"."""
    return _tells_a_plot(passage.sentence(predicate))


@functools.lru_cache(maxsize=64)
def _tells_a_plot(sentence: str) -> bool:
    return _PLOT.search(sentence) is not None


def asks(verb: Token) -> bool:
    """Whether a clause is an indirect question: what it asks about is taken as given."""
    return verb.dep_ in ("ccomp", "csubj", "pcomp") and any(
        child.tag_ in ("WP", "WDT", "WRB") and child.lower_ != "that" for child in verb.children
    )


def _yes_or_no(verb: Token) -> bool:
    """Whether a main clause asks if something is so: "Has the army withdrawn?" has the auxiliary before the subject."""
    if verb.dep_ != "ROOT" or all(token.text != "?" for token in verb.sent[-3:]):
        return False
    subject = next((child.i for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), verb.i)
    first = next((child.i for child in verb.children if child.dep_ in ("aux", "auxpass")), verb.i)
    asked = any(child.tag_ in ("WP", "WDT", "WRB") for child in verb.subtree if child.i < first)
    return first < subject and not asked


def _nearly(verb: Token) -> bool:
    """ "Nearly encircled the city" is on its way there."""
    return any(child.dep_ == "advmod" and child.lower_ in certainty().nearly for child in verb.children)
