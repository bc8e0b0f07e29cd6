"""What a cue is, and the words that belong to it in the parse: whose it is, and how far a phrase goes.

In: `Words`. Out: the parts of a `Cue` as tokens. Refused: nothing. The cues themselves are found in `speech_finding`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fogline.claims.speech_words import Words
from fogline.data.cues import CueTable, CueWord
from fogline.data.party_tables import tables

_SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl")
BEFORE_VERB = {"aux", "auxpass", "neg"}


@dataclass(slots=True, kw_only=True)
class Cue:
    """One cue as found in the parse; content tokens may still be empty where a quotation stands beside it."""

    at: int
    word: CueWord
    frame: str
    marked: set[int]  # tokens of the cue
    source: set[int]
    source_head: int | None
    content: set[int]
    empty_source: bool = False  # nobody is named on purpose: passive without agent, adverbs


def label(table: CueTable, at: int, source: Iterable[int], head: int, content: Iterable[int]) -> Cue:
    """A speaker who stands as a label, parted from what is said by the mark `at`: "Zelensky: …", "… - governor"."""
    return Cue(
        at=at,
        word=table.according,
        frame="colon",
        marked={at},
        source=set(source),
        source_head=head,
        content=set(content),
    )


def subject(words: Words, verb: int) -> int | None:
    """Whose verb it is: its own subject, or the one that it inherits.

    "Zelensky stressed … but vowed": the first verb's. "…, adding that": the clause's. "wants to say": who wants.
    """
    for _ in range(6):
        own = words.all_kids(verb, *_SUBJECT)
        if own:
            # "Eight of them fighters, hospital sources said": the parse gives the verb a second subject.
            before = [one for one in own if own[0] < one < verb]
            behind_a_comma = before and words.lower[words.first[before[-1]] - 1] == ","
            return before[-1] if behind_a_comma else own[0]
        if (named := named_before(words, verb)) is not None:
            return named
        dep, head = words.dep[verb], words.head[verb]
        if head == verb:
            return None
        if dep in ("acl", "relcl") and words.tag[head][0] in "NP":
            return head
        if dep in ("conj", "advcl", "xcomp", "dep", "ccomp", "pcomp", "parataxis", "acomp", "attr"):
            if words.tag[head][0] == "I":  # "by saying": the clause that the preposition hangs on
                head = words.head[head]
            if dep == "conj" and _is_said(words, head):
                head = words.head[head]
            controlled = words.kid(head, "dobj") if dep == "xcomp" and words.tag[verb] == "VB" else None
            if controlled is not None:
                return controlled
            verb = head
            continue
        return None
    return None


LONGEST_TITLE = 15  # tokens


def named_before(words: Words, verb: int) -> int | None:
    """Who stands between commas before a verb that the parse gives no subject: "…, its director, Amina Ali, said"."""
    name = verb - 2
    if name < 1 or words.lower[verb - 1] != "," or words.tag[verb] not in ("VBD", "VBZ") or words.tag[name] != "NNP":
        return None
    first = name
    while first and words.tag[first - 1] == "NNP":
        first -= 1
    # By place, not by the parse, which hangs such a name on any noun before it.
    start = first - 1
    phrase = start
    while phrase > 1 and words.lower[phrase - 1] != "," and start - phrase < LONGEST_TITLE:
        phrase -= 1
    titled = next((at for at in range(phrase, start) if words.tag[at] == "NN"), None)
    if words.dep[name] != "appos" or words.lower[first - 1] != "," or titled is None or phrase < 2:
        return None
    return titled if words.lemma(titled) in tables().roles and words.lower[phrase - 1] == "," else None


def _is_said(words: Words, verb: int) -> bool:
    """Whether a verb is what another says, of a thing: "confirmed that the bridge was hit but denied that …".

    The parse hangs the second verb of saying on what is said.
    """
    above = words.head[verb]
    if words.dep[verb] != "ccomp" or words.tag[above][0] != "V":
        return False
    own = words.all_kids(verb, *_SUBJECT)
    return bool(own) and words.tag[own[0]][0] == "N" and not can_speak(words, own[0])


def can_speak(words: Words, token: int) -> bool:
    """Whether a noun is a name, a body or a role, which can say something."""
    return (
        words.tag[token] in ("NNP", "NNPS", "PRP")
        or words.lemma(token) in tables().roles
        or words.lower[token] in tables().bodies
    )


def noun_phrase(words: Words, head: int) -> set[int]:
    """A source's words: the noun with all that describes it, without a following clause that is itself long."""
    tokens = set(words.below(head))
    for kid in words.kids[head]:
        apart = words.dep[kid] in ("advmod", "cc", "mark", "intj") and kid < head and words.lower[kid + 1] == ","
        if apart or (words.dep[kid] == "prep" and words.lower[kid] == "according") or words.lower[kid] == "even":
            tokens -= set(words.below(kid))
    # "Ivan Koval, the mayor," closes with its comma where a description stands between commas.
    last = max(tokens, default=head)
    closes = last + 1 < len(words.lower) and words.lower[last + 1] == "," and words.kid(head, "appos") is not None
    if closes and "," in words.lower[head:last]:
        tokens.add(last + 1)
    return tokens


def verb_group(words: Words, table: CueTable, at: int) -> set[int]:
    """The verb with its auxiliaries, negation, particle, adverbs before it, and a light verb above it."""
    marked = {at}
    for kid in words.kids[at]:
        if (
            words.dep[kid] in BEFORE_VERB
            or (words.dep[kid] == "prt" and kid == at + 1)
            or (words.dep[kid] == "advmod" and kid < at and words.first[kid] == words.last[kid] and at - kid <= 3)
        ):
            marked.add(kid)
    # Adverbs only where they stand within the group: "also said", not "On Monday he also, …".
    low = at
    while low - 1 in marked:
        low -= 1
    marked = {token for token in marked if token >= low}
    head = words.head[at]
    light = words.dep[at] == "xcomp" and head < at and at - head <= 4
    if light and words.tag[head][0] == "V" and words.lemma(head) in table.before_cue:
        return verb_group(words, table, head) | set(range(head + 1, at)) | marked
    return marked


def all_below(words: Words, heads: list[int]) -> set[int]:
    return {token for head in heads for token in words.below(head)}


def below_without(words: Words, head: int, part: int) -> set[int]:
    return set(words.below(head)) - set(words.below(part))
