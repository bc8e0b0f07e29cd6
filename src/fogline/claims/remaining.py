"""Whether those who remain do so at a place: "5,000 remain in the town", not "12,000 remain without power".

In: the verb. Out: whether a state is meant. Refused: nothing.
"""

from __future__ import annotations

from spacy.tokens import Token

from fogline.data.measures import measures
from fogline.data.word_lists import word_lists

_LISTS = word_lists("figure_words", "remaining")
_STAYS = _LISTS.words("stays")
_WITHOUT = _LISTS.words("without")
_INSIDE = _LISTS.words("inside")
_CONDITIONS = _LISTS.words("conditions")


def stays_otherwise(verb: Token) -> bool:
    """Whether who remains or stays does so in some state; False for any other verb.

    >>> from fogline.claims.parse import parse
    >>> from fogline.model.report import Report
    >>> [passage] = parse(Report(id="r1", text="Some 12,000 people remain without electricity."))
    >>> stays_otherwise(passage.doc[3])
    True
    """
    if verb.lower_ not in _STAYS:
        return False
    for child in verb.children:
        if child.lower_ in _INSIDE:
            return True  # "residents were told to stay indoors"
        if child.dep_ in ("acomp", "attr", "oprd") and child.lower_ not in measures().states:
            return True
        if child.dep_ == "prep" and (child.lower_ in _WITHOUT or in_a_condition(child)):
            return True
    return False


def in_a_condition(preposition: Token) -> bool:
    """Whether a preposition leads to a condition that somebody is in, no place: "in hospital", "in custody"."""
    return any(one.dep_ == "pobj" and one.lower_ in _CONDITIONS for one in preposition.children)
