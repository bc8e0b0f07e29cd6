"""Parsed passages to clauses: the pieces of a sentence that say one thing each.

In: a passage's parse and the tokens that are cues of speech. Out: clauses with their predicate and their token range.
A clause is a predicate with its own arguments; what hangs on it as a clause of its own is a clause beside it. The words
"the rebels seem to be stepping up their attacks after taking the airport" hold two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from fogline.claims.parse import lemma
from fogline.data.cues import cues as cue_table
from fogline.data.word_lists import word_lists

_LISTS = word_lists("happening_words", "clauses")
_ALWAYS = {"ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "csubjpass", "pcomp"}
_NOMINAL = {"acl", "relcl"}
_ADVERBIAL = _LISTS.words("adverbial")
_IN_TURN = _LISTS.words("in_turn")
_KEEPS_SUBJECT = _LISTS.words("keeps_subject")
CHARGES = _LISTS.words("charges")
_OPENING, _CLOSING = {'"', "``", "(", "["}, {'"', "''", ")", "]"}


@dataclass(frozen=True, slots=True)
class Clause:
    """One predicate with what belongs to it. `start` and `end` are token positions in the passage, half-open."""

    passage: int
    head: Token
    start: int
    end: int
    own: frozenset[int]  # positions of the tokens that belong to this clause and to none within it

    def tokens(self) -> Iterator[Token]:
        """The clause's own tokens, in order."""
        return (self.head.doc[i] for i in sorted(self.own))


def clauses(passage: int, doc: Doc, cues: frozenset[int]) -> list[Clause]:
    """All clauses of a passage in the order of their predicates. `cues` are the positions of cues of speech."""
    owner: dict[int, int] = {}
    heads = {token.i for token in doc if _is_head(token, cues)}
    for token in doc:
        above = token
        while above.i not in heads and above.head.i != above.i:
            above = above.head
        owner[token.i] = above.i
    own: dict[int, set[int]] = {}
    for position, head in owner.items():
        own.setdefault(head, set()).add(position)
    return [_clause(passage, doc, head, own[head]) for head in sorted(own)]


def _is_head(token: Token, cues: frozenset[int]) -> bool:
    if token.dep_ == "ROOT" or token.head.i == token.i:
        return True
    verbal = token.tag_[0] == "V" or (token.dep_ in ("ccomp", "advcl", "parataxis", "relcl") and _has_subject(token))
    if token.dep_ in _ALWAYS:
        if token.dep_ == "pcomp":
            # "after capturing the town" says a second thing; "progress toward encircling it" says one.
            charged = token.head.lower_ == "of" and lemma(token.head.head) in CHARGES
            return verbal and (token.head.lower_ in _ADVERBIAL or charged)
        return verbal
    if token.dep_ == "xcomp":
        return token.head.i in cues and not _is_as_reported(token)
    if token.dep_ == "conj":
        return verbal and not is_alternative(token) and (token.head.tag_[0] in "VM" or token.head.dep_ == "ROOT")
    # What the parser hangs on a cue of speech as an object can still be a whole clause ("denies targeting …").
    return verbal and token.head.i in cues and token.dep_ in ("dobj", "dep", "oprd")


def is_alternative(token: Token) -> bool:
    """Whether "or" gives a participle as the other half of one count: "killed or wounded in the first quarter"."""
    return (
        token.dep_ == "conj"
        and token.tag_ == token.head.tag_ == "VBN"
        and token.i - token.head.i == 2
        and token.nbor(-1).lower_ == "or"
        and not any(child.dep_ in ("nsubjpass", "auxpass", "dobj") for child in token.children)
    )


def _is_as_reported(token: Token) -> bool:
    """ "280 people were reported killed": a bare participle is what the subject is said to have undergone."""
    bare = token.tag_ == "VBN" and not any(child.dep_ in ("aux", "auxpass") for child in token.children)
    return bare and any(child.dep_ == "auxpass" for child in token.head.children)


def _has_subject(token: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for child in token.children)


def _clause(passage: int, doc: Doc, head: int, own: set[int]) -> Clause:
    positions = sorted(own)
    token = doc[head]
    first, last = 0, len(positions) - 1
    while first < last and _cut_at_start(doc[positions[first]], token):
        first += 1
    while last > first and _cut_at_end(doc, positions[first], positions[last]):
        last -= 1
    start, end = positions[first], positions[last] + 1
    if lemma(token) in CHARGES:  # "accused Russia of having mined the dam": all of it is the charge
        said = [one for child in token.children if child.dep_ == "prep" for one in child.children]
        end = max([end, *(one.right_edge.i + 1 for one in said if one.dep_ == "pcomp")])
    if token.dep_ == "xcomp":  # "ordered the entire city to be evacuated": of whom it is wanted
        of = (child.left_edge.i for child in token.head.children if child.dep_ == "dobj" and child.i < token.i)
        start = min([start, *(first for first in of if first > token.head.i)])
    alone = end - start == 1 and start == token.head.i + 1 and token.head.lower_ in _IN_TURN
    if token.dep_ == "pcomp" and (token.head.lower_ == "without" or alone):
        # "Without causing casualties": what was not so is all of it; "before withdrawing" is no lone word.
        start = min(start, token.head.i)
    if token.dep_ in _NOMINAL:
        # "a city liberated by Ukraine": the noun that is spoken of is part of what is said.
        start = min(start, _left_edge_without_clauses(token.head))
    return Clause(passage, token, start, end, frozenset(own))


def _left_edge_without_clauses(noun: Token) -> int:
    lefts = [child.left_edge.i for child in noun.lefts if child.dep_ not in ("cc", "punct", "appos")]
    return min([noun.i, *lefts])


def _cut_at_start(token: Token, head: Token) -> bool:
    if token.i == head.i:
        return False
    if token.dep_ in ("cc", "mark") and token.lower_ not in ("not", "no"):
        return True
    return token.is_punct and token.text not in _OPENING


def _cut_at_end(doc: Doc, start: int, last: int) -> bool:
    token = doc[last]
    if token.text in _CLOSING:
        # A closing mark stays with what it closes.
        opened = sum(doc[i].text in _OPENING for i in range(start, last))
        closed = sum(doc[i].text in _CLOSING for i in range(start, last))
        return opened % 2 == 0 if token.text == '"' else opened <= closed
    before = token.dep_ == "prep" and any(child.dep_ == "pcomp" and child.i > last for child in token.rights)
    dangling = before or token.dep_ == "cc" or token.lower_ == "without" or (token.dep_ == "mark" and last != start)
    return token.is_punct or token.is_space or dangling


def subject_of(verb: Token) -> Token | None:
    """Who does or undergoes the verb, also where it stands with a verb above ("vowed to hold", "after seizing")."""
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass", "csubj"):
                return _antecedent(child, verb)
        if verb.dep_ == "acl":
            return verb.head
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ == "xcomp":
            controlled = next((child for child in verb.head.children if child.dep_ in ("dobj", "iobj", "dative")), None)
            if controlled is not None and verb.head.lower_ not in _KEEPS_SUBJECT:
                return controlled if controlled.dep_ != "dative" else None
            verb = verb.head
        elif verb.dep_ == "pcomp" and verb.head.head.dep_ == "dobj" and lemma(verb.head.head.head) in CHARGES:
            return verb.head.head  # "accused Myanmar's army of torching homes", where the parse hangs "of" on the army
        elif verb.dep_ == "pcomp" and lemma(verb.head.head) in CHARGES:
            # "Burundi accused Rwanda of shelling its town": who is accused did it.
            charged = [child for child in verb.head.head.children if child.dep_ in ("dobj", "nsubjpass")]
            return charged[0] if charged else None
        elif verb.dep_ == "ccomp" and verb.head.dep_ == "relcl" and lemma(verb.head) in cue_table().verbs:
            return verb.head.head  # "clashes that a monitor said had killed 99": the clashes did
        elif verb.dep_ in ("conj", "advcl", "ccomp", "prep", "pcomp", "dep", "auxpass", "aux", "acomp"):
            verb = verb.head  # "acomp": "are unlikely to encircle the town"
        else:
            return None
    return None


def is_charge(clause: Clause) -> bool:
    """Whether a clause is what somebody is accused of: "accused Russia of having mined the dam"."""
    verb = clause.head
    perfect = any(child.dep_ == "aux" and child.lower_ == "having" for child in verb.children)
    if not (verb.tag_ == "VBG" or perfect) or verb.dep_ != "pcomp":
        return False
    above = verb.head.head
    return lemma(above) in CHARGES or (above.dep_ == "dobj" and lemma(above.head) in CHARGES)


def _antecedent(subject: Token, verb: Token) -> Token:
    """For "that" and "which", the noun that they stand for."""
    if subject.tag_ in ("WDT", "WP") and verb.dep_ == "relcl":
        return verb.head
    return subject


def future_of_the_past(verb: Token) -> bool:
    """Whether "would" is the "will" of somebody's words told later: "said it would host the talks", without an "if"."""
    above = verb.head
    if verb.dep_ != "ccomp" or above.tag_ not in ("VBD", "VBN") or lemma(above) not in cue_table().verbs:
        return False
    would = any(child.dep_ == "aux" and child.lower_ in ("would", "'d") for child in verb.children)
    perfect = any(child.dep_ == "aux" and child.lower_ == "have" for child in verb.children)
    return would and not perfect and not any(token.lower_ in ("if", "unless", "were") for token in verb.sent)


def objects_of(verb: Token) -> list[Token]:
    """Direct objects, and those that "and" joins to them."""
    direct = [_antecedent(child, verb) for child in verb.children if child.dep_ in ("dobj", "obj")]
    return [token for one in direct for token in (joined(one) if one.head.i == verb.i else [one])]


def joined(token: Token) -> list[Token]:
    """A noun and those that "and" or commas join to it."""
    found, queue = [], [token]
    while queue:
        one = queue.pop(0)
        found.append(one)
        queue += [child for child in one.children if child.dep_ == "conj" and child.tag_[0] in "NPC"]
    return found


def phrase(token: Token) -> tuple[int, int]:
    """Token range of a noun phrase without the clauses that hang on it: "a school with two floors"."""
    start = _left_edge_without_clauses(token)
    colons = [i for i in range(start, token.i) if token.doc[i].text == ":"]
    start = colons[-1] + 1 if colons else start  # "Mozambique: insurgents overrun Macomia"
    end = token.i + 1
    for child in token.rights:
        if (
            child.dep_ == "prep"
            and child.i == end
            and child.lower_ in ("of", "with", "from", "in")
            and child.right_edge.i - child.i <= 8
            and not any(one.dep_ == "pcomp" for one in child.children)  # "accused the army of torching homes"
        ):
            end = _end_without_clauses(child)
        elif child.dep_ in ("nummod", "quantmod") and child.i == end:
            end = child.i + 1
        else:
            break
    return start, end


def _end_without_clauses(token: Token) -> int:
    end = token.i + 1
    for child in token.rights:
        if child.dep_ in ("relcl", "acl", "appos", "cc", "conj", "punct"):
            break
        end = max(end, _end_without_clauses(child))
    return end
