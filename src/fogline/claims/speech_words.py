"""A parsed passage as plain lists, which are many times faster to walk than spaCy's tokens.

In: a `Passage`. Out: `Words`, one a passage, with offsets of the report. Refused: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.attrs import DEP, HEAD, IDX, LENGTH, LOWER, SENT_START, TAG

from fogline.claims.parse import Passage, dictionary_form

Piece = tuple[int, int]  # tokens, half-open


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Tokens, tags and dependencies of one passage; every list has one entry a token."""

    passage: Passage
    plain: str  # the passage's text as it was parsed
    lower: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    kids: list[list[int]]  # in text order
    first: list[int]  # the first token of the token's subtree
    last: list[int]  # the last one
    begin: list[int]  # offsets into the report
    finish: list[int]
    sentence: list[int]  # number of the sentence that the token stands in
    sentences: list[Piece]

    def lemma(self, token: int) -> str:
        """The dictionary form of a token."""
        return dictionary_form(self.lower[token], self.tag[token])

    def kid(self, token: int, *deps: str) -> int | None:
        """The first child with one of these dependencies."""
        dep = self.dep
        for one in self.kids[token]:
            if dep[one] in deps:
                return one
        return None

    def all_kids(self, token: int, *deps: str) -> list[int]:
        """All children with one of these dependencies."""
        dep = self.dep
        return [one for one in self.kids[token] if dep[one] in deps]

    def below(self, token: int) -> Iterator[int]:
        """The token and everything that hangs on it, in no order."""
        stack = [token]
        while stack:
            one = stack.pop()
            yield one
            stack.extend(self.kids[one])

    def within(self, token: int, ancestor: int) -> bool:
        """Whether a token hangs, at any depth, on another one (or is it)."""
        head = self.head
        while token != ancestor:
            if head[token] == token:
                return False
            token = head[token]
        return True

    def text(self, start: int, end: int) -> str:
        """The words of tokens `start` to `end`."""
        offset = self.passage.start
        return self.plain[self.begin[start] - offset : self.finish[end - 1] - offset] if end > start else ""


def words(passage: Passage) -> Words:
    """The passage's lists, made in one walk over it."""
    doc = passage.doc
    size = len(doc)
    strings = doc.vocab.strings
    table = doc.to_array([TAG, DEP, HEAD, SENT_START, LOWER, IDX, LENGTH]).tolist()
    names: dict[int, str] = {}

    def name(code: int) -> str:
        if code not in names:
            names[code] = strings[code]
        return names[code]

    tags = [name(row[0]) for row in table]
    deps = [name(row[1]) for row in table]
    # HEAD is a signed distance in an unsigned column.
    heads = [i + (row[2] - (1 << 64) if row[2] >> 63 else row[2]) for i, row in enumerate(table)]
    sentences = _sentences([row[3] for row in table])
    number = [k for k, (a, b) in enumerate(sentences) for _ in range(b - a)]
    kids: list[list[int]] = [[] for _ in range(size)]
    for i, parent in enumerate(heads):
        if parent != i:
            kids[parent].append(i)
    first, last = _edges(heads, kids)
    begin = [passage.start + row[5] for row in table]
    finish = [passage.start + row[5] + row[6] for row in table]
    return Words(
        passage=passage,
        plain=passage.text,
        lower=[name(row[4]) for row in table],
        tag=tags,
        dep=deps,
        head=heads,
        kids=kids,
        first=first,
        last=last,
        begin=begin,
        finish=finish,
        sentence=number,
        sentences=sentences,
    )


def _sentences(starts: list[int]) -> list[Piece]:
    at = [i for i, mark in enumerate(starts) if mark == 1 or i == 0]
    return list(zip(at, [*at[1:], len(starts)], strict=True))


def _edges(heads: list[int], kids: list[list[int]]) -> tuple[list[int], list[int]]:
    """First and last token below each token; children before parents, without recursion."""
    first, last = list(range(len(heads))), list(range(len(heads)))
    order: list[int] = []
    stack = [i for i, parent in enumerate(heads) if parent == i]
    while stack:
        one = stack.pop()
        order.append(one)
        stack.extend(kids[one])
    for one in reversed(order):
        parent = heads[one]
        first[parent] = min(first[parent], first[one])
        last[parent] = max(last[parent], last[one])
    return first, last
