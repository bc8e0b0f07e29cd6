"""Upper-case wire copy to the case that the parser knows, letter for letter, so that offsets hold.

In: a stretch of text. Out: text of the same length. Text that is not in upper case comes out as it went in. A word that
the tables know is written as news usually writes it; one that no dictionary knows is taken for a name.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+[\"'“‘(\[]*|^\W+|\n\s*\n\W*)(\w)")
UPPER_SHARE = 0.7  # of letters; mixed-case news has under 0.15, wire copy in capitals over 0.95


def is_upper_case(text: str) -> bool:
    """Whether a text is written in capitals.

    >>> is_upper_case("BOGOTA, 15 JAN 90 (EFE) -- [TEXT] TWO SOLDIERS WERE KILLED")
    True
    """
    letters = [letter for letter in text[:4000] if letter.isalpha()]
    return len(letters) > 20 and sum(letter.isupper() for letter in letters) > UPPER_SHARE * len(letters)


def truecase(text: str) -> str:
    """The text as news would print it, with the same length.

    >>> truecase("TWO SOLDIERS WERE KILLED NEAR SAN SALVADOR ON MONDAY.")
    'Two soldiers were killed near San Salvador on Monday.'
    """
    if not is_upper_case(text):
        return text
    cased = _WORD.sub(lambda found: _usual(found[0]), text)
    cased = _SENTENCE_START.sub(lambda found: found[0][:-1] + _capital(found[1]), cased)
    return cased if len(cased) == len(text) else text


def is_usually_capital(word: str) -> bool:
    """Whether news writes a lower-case word with a capital wherever it stands: "western", as in "Western officials"."""
    return _known().get(word, word)[:1].isupper()


def _capital(letter: str) -> str:
    # A few letters grow when capitalised ("ß"); those are left alone.
    return letter.upper() if len(letter.upper()) == 1 else letter


@functools.lru_cache(maxsize=100_000)
def _usual(word: str) -> str:
    lower = word.lower()
    if len(lower) != len(word):
        return word
    usual = _known().get(lower)
    if usual is not None:
        return usual
    if _is_common(lower):
        return lower
    if "-" in word:
        return "-".join(_usual(part) for part in word.split("-"))
    return word[0] + lower[1:]


def _is_common(word: str) -> bool:
    from fogline.claims.parse import is_dictionary_word

    return len(word) == 1 or is_dictionary_word(word) or (word.endswith(("'s", "’s")) and is_dictionary_word(word[:-2]))


@functools.cache
def _known() -> dict[str, str]:
    tables = resources.files("fogline.data")
    lines = tables.joinpath("truecase.txt").read_text("utf-8").splitlines()
    demonyms = tomllib.loads(tables.joinpath("demonyms.toml").read_text("utf-8"))["demonyms"]
    known = {word.lower(): word for word in demonyms if " " not in word}
    return known | {line.lower(): line for line in lines if line and not line.startswith("#")}
