"""Names and words that the parser was never trained on, lent the shape of ones that it knows.

The English model learnt its grammar from American news: it takes "Bakhmut" for an adverb and "Vuhledar" for anything. A
place that the gazetteer knows is therefore parsed as a famous city would be, a word of war as a common one of its form
("retook" as "captured", see `data/stand_ins.toml`), and the parse is carried over to the words as they are printed.
Only the parser sees the stand-ins; every token, offset and lemma stays that of the report.
"""

from __future__ import annotations

import functools

import numpy
from spacy.attrs import DEP, HEAD, POS, TAG
from spacy.tokens import Doc

from fogline.data.gazetteer import SETTLEMENTS, default_gazetteer
from fogline.data.given_names import given_names
from fogline.data.remembered import MOST_REMEMBERED
from fogline.data.word_lists import word_lists

_ONE = "London"
_TWO = ("Los", "Angeles")
_WORDS = word_lists("stand_ins", "strange").pairs("words")
_CARRIED = [TAG, POS, DEP, HEAD]


def stand_in(doc: Doc, lent: list[str] | None = None) -> Doc | None:
    """The tokenised text with famous cities for strange places, token for token; None where nothing is strange.

    `lent`: the tokens with what is lent to them already (`headlines.spelt_out`).
    """
    printed = [token.text for token in doc]
    strange = lent is not None and lent != printed
    lent = lent or printed
    for i, word in enumerate(lent[:]):
        common = _WORDS.get(word.lower())
        if common is not None and not word.isupper():
            lent[i] = common.capitalize() if word[0].isupper() else common
            strange = True
            continue
        if not (word[:1].isupper() and len(word) > 3 and word.isalpha()):
            continue
        following = lent[i + 1] if i + 1 < len(lent) else ""
        if following[:1].isupper() and following.isalpha() and is_place(f"{word} {following}"):
            lent[i : i + 2] = _TWO
            strange = True
        elif is_place(word):
            lent[i] = _ONE
            strange = True
    if not strange:
        return None
    return Doc(doc.vocab, words=lent, spaces=[bool(token.whitespace_) for token in doc])


def carry_over(parsed: Doc, doc: Doc) -> Doc:
    """The parse of the stand-ins with the parser's vectors, on the words as printed."""
    doc.tensor = parsed.tensor
    return doc.from_array(_CARRIED, parsed.to_array(_CARRIED).astype(numpy.uint64))  # type: ignore[arg-type]


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def is_place(name: str) -> bool:
    """Whether a capitalised word is a place that the gazetteer knows, and no common word or given name."""
    from fogline.claims.parse import is_dictionary_word

    if is_dictionary_word(name.lower()) or name in given_names():
        return False
    return any(entry.kind in SETTLEMENTS or entry.kind == "region" for entry in default_gazetteer().lookup(name))
