"""How far a happening got that a noun tells: "fears of an attack" and "no sign of a withdrawal" are none.

In: the noun and its sentence. Out: the stage that the words above it give, or None where they leave it as it is. The
words are those of `data/nominal.toml`.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources

from spacy.tokens import Token

from fogline.claims.clauses import future_of_the_past
from fogline.claims.parse import lemma
from fogline.data.word_lists import word_lists
from fogline.model.claim import Stage

_LISTS = word_lists("nominal", "modals")
_FUTURE = _LISTS.words("future")
_UNSURE = _LISTS.words("unsure")
_CONDITIONS = _LISTS.words("conditions")
_ARGUMENT = _LISTS.words("argument")
_TURNS = _LISTS.words("turns")
_UNDECIDED = _LISTS.words("undecided")
_POINTING = _LISTS.words("pointing")
_HANGS_BY = _LISTS.words("hangs_by")


@dataclass(frozen=True, slots=True)
class _Words:
    above: dict[str, Stage]  # nouns and adjectives that the happening hangs on
    verbs: dict[str, Stage]
    signs: frozenset[str]
    goes_off: frozenset[str]
    occurs: frozenset[str]
    knowing: frozenset[str]
    telling: frozenset[str]
    done: frozenset[str]
    changes: frozenset[str]
    presupposes: frozenset[str]


@functools.cache
def _words() -> _Words:
    table = tomllib.loads(resources.files("fogline.data").joinpath("nominal.toml").read_text("utf-8"))
    stages = {
        "hypothetical": Stage.HYPOTHETICAL,
        "planned": Stage.PLANNED,
        "threatened": Stage.THREATENED,
        "attempted": Stage.ATTEMPTED,
        "did_not_happen": Stage.DID_NOT_HAPPEN,
    }
    above = {word: stages[name] for name in ("hypothetical", "planned", "attempted") for word in table[name]}
    verbs = {word: stages[name] for name, words in table["verbs"].items() for word in words}
    return _Words(
        above,
        verbs,
        frozenset(table["signs"]),
        frozenset(table["goes_off"]),
        frozenset(table["occurs"]),
        frozenset(table["knowing"]),
        frozenset(table["telling"]),
        frozenset(table["done"]),
        frozenset(table["changes"]),
        frozenset(table["presupposes"]),
    )


def nominal_stage(noun: Token) -> Stage | None:
    """The stage that the words above a noun of happening give it.

    >>> from fogline.claims.parse import parse
    >>> from fogline.model.report import Report
    >>> [passage] = parse(Report(id="r1", text="Officials saw no sign of a withdrawal."))
    >>> str(nominal_stage(passage.doc[6]))
    'did not happen'
    """
    if has_no(noun):
        return Stage.DID_NOT_HAPPEN
    if any(child.dep_ == "relcl" and (lemma(child) == "fail" or _is_dud(child)) for child in noun.children):
        return Stage.ATTEMPTED  # "a car bomb that failed to explode"
    words = _words()
    # What stands between may draw the parse away: "no sign so far of a withdrawal".
    for near in noun.doc[max(noun.sent.start, noun.i - 8) : noun.i]:
        if near.tag_[0] == "N" and lemma(near) in words.signs and has_no(near):
            return Stage.DID_NOT_HAPPEN
    token = noun
    while token.head.i != token.i:
        above = token.head
        word = lemma(above)
        if above.tag_[0] in "NJ":
            if word in words.signs and (has_no(above) or negated(above.head)):
                return Stage.DID_NOT_HAPPEN
            if word in words.above and _hangs_on(token):
                return words.above[word]
        elif above.tag_[0] in "VM":
            if word in words.telling and lemma(noun) in words.done:
                return None  # "announced the capture of the town"
            return _under_verb(token, above, words)
        token = above
    return None


def _under_verb(token: Token, verb: Token, words: _Words) -> Stage | None:
    word = lemma(verb)
    argument = token.dep_ in ("dobj", "nsubj", "nsubjpass", "attr", "oprd", "ccomp") or (
        token.dep_ == "prep" and (token.lower_ in _ARGUMENT or (token.lower_ == "into" and word in _TURNS))
    )
    if argument and token.dep_ != "nsubj" and word in words.verbs:
        return words.verbs[word]
    if argument and negated(verb) and token.dep_ != "nsubj" and not (token.dep_ == "prep" and word in words.knowing):
        # "The massacre was never investigated", "did not claim the attack": that there was one is taken as given.
        return None if word in words.presupposes and _is_known(token) else Stage.DID_NOT_HAPPEN
    if not argument:
        return None
    if token.dep_ == "nsubj" and word in words.occurs and any(child.dep_ == "neg" for child in verb.children):
        return Stage.DID_NOT_HAPPEN  # "the attack never took place"
    open_yet = lemma(token) in words.changes and any(
        child.dep_ == "aux" and child.lower_ in _UNSURE for child in verb.children
    )
    if _is_known(token) and word not in words.occurs and not open_yet:
        return None  # "the strike could complicate the talks": that there was a strike is taken as given
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in _FUTURE:
            return Stage.PLANNED
        if child.dep_ == "aux" and child.lower_ in _UNSURE:
            reached = token.dep_ != "nsubj" or word in words.occurs or open_yet
            return Stage.PLANNED if reached and future_of_the_past(verb) else Stage.HYPOTHETICAL
        if child.dep_ == "mark" and child.lower_ in _CONDITIONS:
            return Stage.HYPOTHETICAL
        if child.dep_ == "acomp" and child.lower_ in _UNDECIDED:
            return Stage.HYPOTHETICAL
    governor = verb.head
    if (
        verb.dep_ == "xcomp"
        and governor.i != verb.i
        and any(child.lower_ in ("likely", "unlikely") for child in (governor, *governor.children))
    ):
        return Stage.HYPOTHETICAL
    return None


def _is_known(noun: Token) -> bool:
    """Whether a noun points to what was told before: "the strike", "these attacks"."""
    return (
        noun.tag_[:1] == "N"
        and noun.dep_ in ("nsubj", "nsubjpass", "dobj")
        and any(child.dep_ == "det" and child.lower_ in _POINTING for child in noun.children)
    )


def _is_dud(verb: Token) -> bool:
    return lemma(verb) in _words().goes_off and negated(verb)


def _hangs_on(token: Token) -> bool:
    """Whether the happening is what the word above is about: "fear of", "vulnerable to", "attack plans"."""
    return token.dep_ == "compound" or (token.dep_ == "prep" and token.lower_ in _HANGS_BY)


def has_no(token: Token) -> bool:
    """Whether there is none of what a noun names: "no attack", "without a fight"."""
    return any(child.lower_ in ("no", "neither") for child in token.children) or (
        token.dep_ == "pobj" and token.head.lower_ == "without"
    )


def negated(verb: Token) -> bool:
    """Whether a verb's own words say that it is not done."""
    return any(child.dep_ == "neg" or child.lower_ in ("no", "never", "nothing") for child in verb.children)
