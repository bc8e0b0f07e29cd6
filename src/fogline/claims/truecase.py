"""Upper-case wire copy to the case that the parser knows, letter for letter, so that offsets hold.

In: a stretch of text. Out: text of the same length. Text that is not in upper case comes out as it went in. A word that
the tables know is written as news usually writes it; one that no dictionary knows is taken for a name.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from importlib import resources

from fogline.data.remembered import MOST_REMEMBERED

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+[\"'“‘(\[]*|^\W+|\n\s*\n\W*)(\w)")
# A block of lines in capitals among others: at least six words, so that no headline's word or agency's name counts.
_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_BLOCK_WORDS = 6
UPPER_SHARE = 0.7  # of letters; mixed-case news has under 0.15, wire copy in capitals over 0.95


def is_upper_case(text: str) -> bool:
    """Whether a text is written in capitals.

    >>> is_upper_case("BOGOTA, 15 JAN 90 (EFE) -- [TEXT] TWO SOLDIERS WERE KILLED")
    True
    """
    letters = [letter for letter in text[:4000] if letter.isalpha()]
    return len(letters) > 20 and sum(letter.isupper() for letter in letters) > UPPER_SHARE * len(letters)


def truecase(text: str) -> str:
    """The text as news would print it, with the same length; of other text only the paragraphs in capitals change.

    >>> truecase("TWO SOLDIERS WERE KILLED NEAR NEW JERSEY ON MONDAY.")
    'Two soldiers were killed near New Jersey on Monday.'
    """
    if not is_upper_case(text):
        return _BLOCK.sub(_block, text)
    return _cased(text)


def _block(found: re.Match[str]) -> str:
    block = found[0]
    return _cased(block) if block.isupper() and len(block.split()) >= _BLOCK_WORDS else block


def _cased(text: str) -> str:
    cased = _WORD.sub(lambda found: usual_case(found[0]), text)
    cased = _SENTENCE_START.sub(lambda found: found[0][:-1] + _capital(found[1]), cased)
    cased = _with_names(cased)
    return cased if len(cased) == len(text) else text


def is_usually_capital(word: str) -> bool:
    """Whether news writes a lower-case word with a capital wherever it stands: "western", as in "Western officials"."""
    return _known().get(word, word)[:1].isupper()


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def usual_case(word: str) -> str:
    """One word as it usually stands inside a sentence.

    >>> usual_case("BRIDGE"), usual_case("MONDAY"), usual_case("AVDIIVKA'S")
    ('bridge', 'Monday', "Avdiivka's")
    """
    lower = word.lower()
    if len(lower) != len(word):
        return word
    usual = _known().get(lower) or _places().get(lower)
    if usual is not None:
        return usual
    stem, mark, rest = lower.partition("'") if "'" in lower else lower.partition("’")
    if rest == "s" and (stem in _known() or stem in _places()):
        return (_known().get(stem) or _places()[stem]) + mark + rest
    if _is_common(lower):
        return lower
    if "-" in word:
        return "-".join(usual_case(part) for part in word.split("-"))
    return word[0] + lower[1:]


def _with_names(text: str) -> str:
    """Names of several words that are common ones by themselves: "Foggy Bottom", "New Jersey", "the US"."""
    words = [(found.start(), found[0]) for found in _WORD.finditer(text)]
    letters = list(text)
    for n, (start, word) in enumerate(words):
        if word == "us" and _is_country(text, words, n):
            letters[start : start + 2] = "US"
            continue
        for size in (3, 2):
            run = words[n : n + size]
            if len(run) == size and _is_name(text, run):
                for at, part in run:
                    letters[at] = _capital(part[0])
                break
    return "".join(letters)


def _is_name(text: str, run: list[tuple[int, str]]) -> bool:
    """Whether words that follow one another are a place's name. One of them that is surely a name calls for a look."""
    small = sum(word[0].islower() for _, word in run)
    if not small or any(text[a + len(x) : b] not in (" ", "\n") for (a, x), (b, _) in itertools.pairwise(run)):
        return False
    name = " ".join(_capital(word[0]) + word[1:] for _, word in run)
    if small == len(run):
        return name.lower() in _places()
    if any(word[0].islower() and (len(word) < 3 or word in _function_words()) for _, word in run):
        return False
    from fogline.data.gazetteer import default_gazetteer

    return bool(default_gazetteer().lookup(name))


def _is_country(text: str, words: list[tuple[int, str]], n: int) -> bool:
    """Whether "us" is the United States: after "the", or before what a state has ("US troops")."""
    before, after = (words[n - 1][1] if n else ""), (words[n + 1][1] if n + 1 < len(words) else "")
    start = words[n][0]
    stop = words[n + 1][0] if n + 1 < len(words) else len(text)
    return before.lower() in {"the", "non"} or (text[start + 2 : stop].isspace() and after.lower() in _of_a_state())


def _capital(letter: str) -> str:
    # A few letters grow when capitalised ("ß"); those are left alone.
    return letter.upper() if len(letter.upper()) == 1 else letter


def _is_common(word: str) -> bool:
    from fogline.claims.parse import is_dictionary_word

    return len(word) == 1 or is_dictionary_word(word) or (word.endswith(("'s", "’s")) and is_dictionary_word(word[:-2]))


@functools.cache
def _known() -> dict[str, str]:
    demonyms = tomllib.loads(_table("demonyms.toml"))["demonyms"]
    known = {word.lower(): word for word in demonyms if " " not in word}
    return known | _listed("truecase.txt")


@functools.cache
def _places() -> dict[str, str]:
    return _listed("truecase_places.txt")


@functools.cache
def _of_a_state() -> frozenset[str]:
    return frozenset(str(word) for word in tomllib.loads(_table("truecase.toml"))["of_a_state"])


@functools.cache
def _function_words() -> frozenset[str]:
    from fogline.claims.parse import pipeline

    return frozenset(pipeline().Defaults.stop_words)


def _listed(name: str) -> dict[str, str]:
    return {line.lower(): line for line in _table(name).splitlines() if line and not line.startswith("#")}


def _table(name: str) -> str:
    return resources.files("fogline.data").joinpath(name).read_text("utf-8")
