"""Names and words that the parser was never trained on, lent the shape of ones that it knows.

The English model learnt its grammar from American news: it takes "Bakhmut" for an adverb and "Vuhledar" for anything. A
place that the gazetteer knows is therefore parsed as a famous city would be, a word of war as a common one of its form
("retook" as "captured", see `data/stand_ins.toml`), and the parse is carried over to the words as they are printed.
Only the parser sees the stand-ins; every token, offset and lemma stays that of the report.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

import numpy
from spacy.attrs import DEP, HEAD, POS, TAG
from spacy.tokens import Doc

from fogline.data.gazetteer import SETTLEMENTS, default_gazetteer
from fogline.data.given_names import given_names
from fogline.data.remembered import MOST_REMEMBERED

_ONE = "London"
_TWO = ("Los", "Angeles")
_CARRIED = [TAG, POS, DEP, HEAD]


def stand_in(doc: Doc, *, title: bool = False) -> Doc | None:
    """The tokenised text with famous cities for strange places, token for token; None where nothing is strange.

    In a `title`, verbs of the present that could be nouns are such of the past.
    """
    lent = [token.text for token in doc]
    strange = title and _lend_verbs(lent)
    words = _words()
    for i, word in enumerate(lent[:]):
        common = words.get(word.lower())
        if common is not None and not word.isupper():
            lent[i] = common.capitalize() if word[0].isupper() else common
            strange = True
            continue
        if not (word[:1].isupper() and len(word) > 3 and word.isalpha()):
            continue
        following = lent[i + 1] if i + 1 < len(lent) else ""
        if following[:1].isupper() and following.isalpha() and _is_place(f"{word} {following}"):
            lent[i : i + 2] = _TWO
            strange = True
        elif _is_place(word):
            lent[i] = _ONE
            strange = True
    if not strange:
        return None
    return Doc(doc.vocab, words=lent, spaces=[bool(token.whitespace_) for token in doc])


def _lend_verbs(lent: list[str]) -> bool:
    """Puts verbs of the past for those behind a plural, in place; whether there were any."""
    verbs, plurals, links, nouns = _titles()
    found = False
    for i, word in enumerate(lent[1:], 1):
        if word not in verbs or (lent[i + 1].lower() if i + 1 < len(lent) else "") in nouns:
            continue
        if any(later[:-1] in verbs and later.endswith("s") for later in lent[i + 1 :]):
            continue  # "Damascus strike kills five": the verb comes yet
        subject = i - 1
        while subject and not found and (lent[subject][:1].isupper() or lent[subject] in nouns):
            subject -= 1  # "Strikes on Gaza City kill 40"
        joined = i > 2 and lent[i - 2].lower() == "and"  # "Armenia and Azerbaijan exchange prisoners"
        behind = any(_is_plural(lent[at]) or lent[at].lower() in plurals for at in (i - 1, subject))
        if joined or behind or (found and lent[i - 1].lower() in links):
            lent[i] = verbs[word]
            found = True
    return found


def _is_plural(word: str) -> bool:
    """Whether a word ends as plurals do, and is no town's name: "rebels", not "Damascus"."""
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "'s")) and not _is_place(word)


def carry_over(parsed: Doc, doc: Doc) -> Doc:
    """The parse of the stand-ins with the parser's vectors, on the words as printed."""
    doc.tensor = parsed.tensor
    return doc.from_array(_CARRIED, parsed.to_array(_CARRIED).astype(numpy.uint64))  # type: ignore[arg-type]


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def _is_place(name: str) -> bool:
    from fogline.claims.parse import is_dictionary_word

    if is_dictionary_word(name.lower()) or name in given_names():
        return False
    return any(entry.kind in SETTLEMENTS or entry.kind == "region" for entry in default_gazetteer().lookup(name))


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent.parent / "data" / "stand_ins.toml").read_text("utf-8"))


@functools.cache
def _words() -> dict[str, str]:
    return dict(_table()["words"])


@functools.cache
def _titles() -> tuple[dict[str, str], frozenset[str], frozenset[str], frozenset[str]]:
    """The verbs, the plurals without an s, what links two verbs, and what makes a noun of what stands before it."""
    behind = _table()["behind"]
    plurals, links, nouns = (frozenset(behind[name].split()) for name in ("plurals", "links", "nouns_before"))
    return dict(_table()["titles"]), plurals, links, nouns
