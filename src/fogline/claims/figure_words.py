"""A passage's tokens as plain lists, read out of the parse once.

In: a parsed passage and the table of measures. Out: `Words`. Refused: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.attrs import DEP, HEAD, IDX, LOWER, TAG
from spacy.tokens import Doc

from fogline.data.measures import MeasureTable
from fogline.data.word_lists import word_lists

_LISTS = word_lists("figure_words", "pronouns")
WHO = _LISTS.words("who")
SELF = _LISTS.words("self")


@dataclass(slots=True)
class Words:
    """A passage's tokens as plain lists, read out of the parse once."""

    doc: Doc
    lower: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    children: list[list[int]] = field(default_factory=list)
    starts: list[int] = field(kw_only=True)
    table: MeasureTable = field(kw_only=True)

    @classmethod
    def of(cls, doc: Doc, table: MeasureTable) -> Words:
        """Reads a parsed passage."""
        strings = doc.vocab.strings
        columns = doc.to_array([LOWER, TAG, DEP, HEAD, IDX])
        lower, tag, dep = ([strings[code] for code in columns[:, k].tolist()] for k in range(3))
        offsets = columns[:, 3].astype("int64").tolist()
        words = cls(
            doc,
            lower,
            tag,
            dep,
            [i + offset for i, offset in enumerate(offsets)],
            starts=columns[:, 4].tolist(),
            table=table,
        )
        words.children = [[] for _ in words.head]
        for i, head in enumerate(words.head):
            if head != i:
                words.children[head].append(i)
        return words

    def lemma(self, i: int) -> str:
        """The dictionary form of a token, for the words of the table; other words as they are."""
        forms = self.table.verb_forms if self.tag[i][:1] == "V" else self.table.noun_forms
        return forms.get(self.lower[i], self.lower[i])

    def kids(self, i: int, *deps: str) -> list[int]:
        """Children by the kind of dependency."""
        return [k for k in self.children[i] if self.dep[k] in deps]
