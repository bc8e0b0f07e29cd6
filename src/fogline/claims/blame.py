"""Who is blamed for what: "blamed Russia for the strike", "attributed both attacks to the rebels", "put the blame on".

In: the verb of a clause. Out: a `Blame`, or None. Refused: verbs that name nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from fogline.claims.clauses import objects_of
from fogline.claims.happening_kinds import prepositional
from fogline.claims.parse import lemma
from fogline.data.word_lists import word_lists

_LISTS = word_lists("happening_words", "blame")
_BLAMES = _LISTS.words("blames")
_ATTRIBUTES = _LISTS.words("attributes")
_PUTS = _LISTS.words("puts")
_HOLDS = _LISTS.words("holds")
_GUILT = _LISTS.words("guilt")


@dataclass(frozen=True, slots=True)
class Blame:
    """Who is said to have done it, and the word for the deed where there is one."""

    doer: Token
    deed: Token | None

    @property
    def tokens(self) -> tuple[int, int]:
        """From the first word of the two to behind the last."""
        both = [one for one in (self.doer, self.deed) if one is not None]
        return min(one.left_edge.i for one in both), max(one.right_edge.i for one in both) + 1


def blame(verb: Token) -> Blame | None:
    """What a verb says of who did what.

    >>> from fogline.claims.parse import parse
    >>> from fogline.model.report import Report
    >>> [passage] = parse(Report(id="r", text="The governor blamed the attack on Russian forces."))
    >>> found = blame(passage.doc[2])
    >>> found.doer.text, found.deed.text
    ('forces', 'attack')
    """
    word, things = lemma(verb), objects_of(verb) or _passive(verb)
    if not things:
        return None
    thing = things[0]
    if word in _BLAMES:
        if (doer := _behind(verb, thing, "on")) is not None:
            return Blame(doer, thing)
        return Blame(thing, _behind(verb, thing, "for"))
    if word in _ATTRIBUTES and (doer := _behind(verb, thing, "to")) is not None:
        return Blame(doer, thing)
    if word in _PUTS and lemma(thing) in _GUILT and (doer := _behind(verb, thing, "on")) is not None:
        return Blame(doer, _behind(verb, thing, "for"))
    if word in _HOLDS and (guilty := _guilty(verb, thing)) is not None:
        return Blame(thing, next(iter(prepositional(guilty, ("for",))), None))
    return None


def blamed_for(deed: Token) -> Token | None:
    """Who a deed is blamed on where it is told: "a massacre blamed on rebels", "the raid was put down to the army"."""
    verbs = [one for one in deed.children if one.dep_ in ("acl", "relcl")]
    verbs += [deed.head] if deed.dep_ == "nsubjpass" else []
    found = (blame(verb) for verb in verbs if lemma(verb) in _BLAMES | _ATTRIBUTES and _passive(verb))
    return next((one.doer for one in found if one is not None and one.deed == deed), None)


def _passive(verb: Token) -> list[Token]:
    """What is blamed by nobody in particular: "the massacre was blamed on the rebels", "a raid blamed on rebels"."""
    if verb.tag_ != "VBN":
        return []
    if verb.dep_ in ("acl", "relcl"):
        return [verb.head]
    return [child for child in verb.children if child.dep_ == "nsubjpass"]


def _behind(verb: Token, thing: Token, word: str) -> Token | None:
    """What a preposition brings in: the parse hangs it on the verb or on its object."""
    return next(iter((*prepositional(verb, (word,)), *prepositional(thing, (word,)))), None)


def _guilty(verb: Token, thing: Token) -> Token | None:
    """The "responsible" of "held Israel responsible for it"."""
    around = (*verb.children, *thing.children)
    return next((one for one in around if one.lower_ in _GUILT and one.tag_ == "JJ"), None)
