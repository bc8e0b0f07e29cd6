"""Clauses that say no more than when and where of what the text tells of: "it happened on Friday".

In: a clause. Out: its verb, or None where it is no such clause. Words: `[classes]` of `kinds.toml`. Refused: nothing.
"""

from __future__ import annotations

from spacy.tokens import Token

from fogline.claims.clauses import Clause, subject_of
from fogline.claims.parse import lemma
from fogline.data.kinds import kind_table


def occurs(clause: Clause) -> Token | None:
    """The verb of a clause that gives no more than when and where of what the text tells of: "it happened on Friday".

    So do responders who are called: they come where and when it happened.
    """
    head, classes = clause.head, kind_table().classes
    if head.tag_ not in ("VBD", "VBN") or any(child.dep_ == "neg" for child in head.children):
        return None
    subject = subject_of(head)
    if subject is None:
        return None
    words = {subject.lower_, lemma(subject)}
    took_place = lemma(head) == "take" and any(child.lower_ == "place" for child in head.children)
    was_reported = lemma(head) == "report" and any(child.dep_ == "auxpass" for child in head.children)
    if (took_place or was_reported or lemma(head) in classes["occurs"]) and words & classes["occurred"]:
        return head
    if lemma(head) == "be" and subject.lower_ == "it" and _tells_when(head):
        return head
    return head if lemma(head) in classes["responds"] and words & classes["responders"] else None


def _tells_when(verb: Token) -> bool:
    """ "It was about 3 a.m. when the callers heard shots"."""
    later = (child for child in verb.children if child.dep_ in ("advcl", "relcl", "ccomp") and child.i > verb.i)
    return any(word.lower_ == "when" for clause in later for word in clause.lefts)
