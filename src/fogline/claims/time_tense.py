"""Whether what a date goes with has happened or is to come, by the verb that governs it.

In: a token of a parsed passage. Out: "past", "present", "future" or None where no verb governs it. Refused: nothing.
"""

from __future__ import annotations

import functools

from spacy.tokens import Token

from fogline.claims.parse import lemma
from fogline.data.kinds import kind_table
from fogline.data.times import TimeTable
from fogline.data.word_lists import word_lists

_LISTS = word_lists("times.en", "tellings")
_BEFOREHAND = _LISTS.words("beforehand")
_NOW = frozenset(["VBZ", "VBP"])
SAYS = _LISTS.words("says")
_NOT_YET = _LISTS.words("not_yet")
_RANKED = _LISTS.words("ranked")
_VERBS = frozenset(["VBD", "VBN", "VBZ", "VBP", "VB", "VBG", "MD"])


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above a token in the parse, or the token itself."""
    for _ in range(12):
        if token.tag_ in _VERBS:
            return token
        if token.head is token or token.head == token:
            return None
        token = token.head
    return None


def tense_of(token: Token, table: TimeTable) -> str | None:
    """The tense of what a token goes with; "due", "payable" and their like make it future without a verb."""
    above = token
    for _ in range(3):
        above = above.head
        if above.lower_ in table.tense["due"]:
            return "past" if _was_then(above, table) else "future"
        if above.tag_ in _VERBS:
            break
    if _of_harm(token):
        return "past"
    verb = governing_verb(token)
    if verb is not None and verb.tag_ in _NOW and lemma(verb) in SAYS:
        # "Police say that on Friday guards fired": what is said has been, unless its own verb is to come.
        told = next((child for child in verb.rights if child.dep_ == "ccomp" and child.tag_ in _VERBS), None)
        return _tense(told, table, 0) if told is not None else None
    tense = _tense(verb, table, 0) if verb is not None else None
    # The present speaks of what is to come only with a day of its own: "meets Friday", not "follows Friday's raid".
    return None if tense == "present" and not _own(token, verb) else tense


def _of_harm(token: Token) -> bool:
    """Whether a time says which harm is meant: "are sought for Friday's attack" speaks of one that has been.

    One that is planned or feared is none yet.
    """
    noun = token
    for _ in range(5):
        # "A shooting involving a boy Friday": the participle is the noun's own.
        if noun.head == noun or (noun.tag_ in _VERBS and noun.dep_ != "acl"):
            return False
        noun = noun.head
        if noun.tag_[:2] == "NN" and lemma(noun) in _harms():
            words = {child.lower_ for child in noun.children}
            return not words & _NOT_YET
    return False


@functools.cache
def _harms() -> frozenset[str]:
    """Nouns of violence that is over when it is spoken of, in one word."""
    kinds = kind_table().kinds.values()
    return frozenset(
        noun for kind in kinds if kind.harm and kind.family == "assault" for noun in kind.nouns if noun.isalpha()
    )


def _own(token: Token, verb: Token | None) -> bool:
    """Whether a time hangs on the verb itself, not on one of the nouns that the verb has."""
    for _ in range(4):
        if token == verb:
            return True
        if token.dep_ not in {
            "prep",
            "pobj",
            "npadvmod",
            "advmod",
            "pcomp",
            "nmod",
            "compound",
            "tmod",
            "dobj",
            "attr",
        }:
            return False
        if token.head.tag_[:1] == "N":
            return False
        token = token.head
    return False


def _tense(verb: Token, table: TimeTable, depth: int) -> str | None:
    words = table.tense
    helpers = [child.lower_ for child in verb.lefts if child.dep_ in {"aux", "auxpass"}]
    if verb.tag_ == "MD" or any(word in words["future"] for word in helpers):
        # "could have been killed" is past
        return "past" if any(word in words["perfect"] for word in helpers) else "future"
    if any(child.tag_ == "TO" and child.dep_ == "aux" for child in verb.lefts):
        return _infinitive(verb, table, depth)
    if verb.tag_ == "VBD" or any(word in words["perfect"] for word in helpers):
        return "past"
    present = any(word in words["present"] for word in helpers)
    if verb.tag_ == "VBN":
        return "future" if present and lemma(verb) in words["plans"] else "past"
    if verb.tag_ == "VBG":
        if verb.dep_ == "pcomp" and verb.head.lower_ in _BEFOREHAND:
            return "past"
        return "present" if present else "past" if helpers else _above(verb, table, depth)
    if verb.tag_ == "VB":
        return "past" if "did" in helpers else _above(verb, table, depth) if not helpers else "present"
    return "present"


def _infinitive(verb: Token, table: TimeTable, depth: int) -> str | None:
    """ "expected to meet", "is to meet" are to come; "managed to meet" is as its verb is."""
    head = verb.head
    if head == verb or depth > 4:
        return "future"
    if head.lower_ in _RANKED:
        return _above(head, table, depth)  # "were the first to come on Friday"
    if _was_then(head, table):
        return "past"
    if head.tag_[:1] == "N" and any(child.lower_ in _RANKED for child in head.lefts):
        return "future" if _above(head, table, depth) == "future" else "past"  # "the only child to be hurt Friday"
    if lemma(head) in table.tense["plans"] or head.tag_[:1] in "NJ":
        return "future"
    if head.tag_ in _VERBS:
        return _tense(head, table, depth + 1)
    return "future"


def _was_then(plan: Token, table: TimeTable) -> bool:
    """Whether a plan was one of the past: "had been due to expire Friday"."""
    return any(child.lower_ in table.tense["pluperfect"] for word in (plan, plan.head) for child in word.lefts)


def _above(verb: Token, table: TimeTable, depth: int) -> str | None:
    if verb.head == verb or depth > 4:
        return None
    above = governing_verb(verb.head)
    return _tense(above, table, depth + 1) if above is not None else None
