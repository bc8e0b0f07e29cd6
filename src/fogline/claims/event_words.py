"""Parsed passages to the words that tell events, of any sort.

In: passages. Out: `EventWord`s in the order of the text: verbs (no helpers), nouns and predicates that can tell an
event by the table of senses. They are a wider net than the happenings of the table of kinds: elections, trials and
takeovers are in it too. What an event is done by and to is kept as lemmas, so that words of several reports can be
compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from fogline.claims.parse import Passage, lemma
from fogline.data.senses import Senses, senses
from fogline.data.word_lists import word_lists
from fogline.model.claim import EventWord

_LISTS = word_lists("happening_words", "helpers")
_HELPERS = _LISTS.words("verbs")
_PARTS = {"V": "v", "N": "n", "J": "a"}
_BEFORE_NOUN = frozenset({"amod", "nmod", "compound", "advmod"})
_DOERS = frozenset({"nsubj"})
_DONE_TO = frozenset({"dobj", "nsubjpass", "dative", "attr", "oprd"})
_WITH = frozenset({"poss", "compound", "amod", "nmod"})
_SHARED_SUBJECT = frozenset({"xcomp", "conj", "advcl"})


def find_event_words(passages: Sequence[Passage]) -> Iterator[EventWord]:
    """The words that tell events, in the order of the text."""
    table, sentence = senses(), 0
    for passage in passages:
        for sent in passage.doc.sents:
            sentence += 1
            names = tuple(
                sorted({lemma(token) for token in sent if token.tag_.startswith("NNP") or token.tag_ == "CD"})
            )
            for token in sent:
                if _tells(token, table):
                    span = passage.span(_phrase(token))
                    subjects, objects, others = _beside(token)
                    yield EventWord(
                        start=span.start,
                        end=span.end,
                        lemma=lemma(token),
                        part=_PARTS[token.tag_[0]],
                        sentence=sentence,
                        subjects=tuple(sorted(subjects)),
                        objects=tuple(sorted(objects)),
                        others=tuple(sorted(others)),
                        names=names,
                    )


def _tells(token: Token, table: Senses) -> bool:
    tag = token.tag_
    if tag[0] == "V":
        return token.dep_ not in ("aux", "auxpass") and lemma(token) not in _HELPERS and token.is_alpha
    if tag[0] == "N":
        return table.has("n", lemma(token)) or (tag.startswith("NNP") and table.has("n", token.lower_))
    return tag[0] == "J" and token.dep_ not in _BEFORE_NOUN and table.has("a", token.lower_)


def _phrase(token: Token) -> Span:
    """A verb with the particle or preposition after it ("checked herself into"); any other word alone."""
    doc, last = token.doc, token.i
    if token.tag_[0] == "V":
        with_pronoun = token.i + 1 < len(doc) and doc[token.i + 1].tag_ == "PRP"
        after = token.i + (2 if with_pronoun else 1)
        if after < len(doc) and doc[after].head.i == token.i and doc[after].dep_ in ("prt", "prep"):
            last = after
    return doc[token.i : last + 1]


def _beside(token: Token) -> tuple[set[str], set[str], set[str]]:
    """Lemmas of who does it, of what it is done to, and of what else hangs on it."""
    subjects: set[str] = set()
    objects: set[str] = set()
    others: set[str] = set()
    for child in token.children:
        if child.dep_ in _DOERS:
            subjects.add(lemma(child))
        elif child.dep_ in _DONE_TO:
            objects.add(lemma(child))
        elif child.dep_ in _WITH or child.dep_ == "prt":
            others.add(lemma(child))
        elif child.dep_ in ("prep", "agent"):
            for thing in child.children:
                if thing.dep_ == "pobj":
                    by = child.dep_ == "agent" or child.lower_ == "by"
                    (subjects if by else objects if child.lower_ == "of" else others).add(lemma(thing))
                    others.update(lemma(one) for one in thing.children if one.dep_ in _WITH)
        if child.dep_ in ("nsubj", "dobj", "nsubjpass"):
            others.update(lemma(one) for one in child.children if one.dep_ in ("compound", "poss", "amod", "conj"))
    if token.dep_ in ("acl", "relcl"):
        (objects if token.tag_ == "VBN" else subjects).add(lemma(token.head))
    if token.dep_ in _SHARED_SUBJECT:
        subjects.update(lemma(child) for child in token.head.children if child.dep_ == "nsubj")
    return subjects, objects, others
