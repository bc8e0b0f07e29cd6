"""Words that say little on their own, and numbers in words (`small_words.toml`).

Comes in: the table that ships. Goes out: a set of words and a mapping from number words to digits, all in lower case.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources


@functools.cache
def small_words() -> frozenset[str]:
    """Articles, pronouns, prepositions, auxiliaries and plain verbs of saying.

    >>> "the" in small_words(), "shelling" in small_words()
    (True, False)
    """
    return frozenset(str(_table()["small"]).split())


@functools.cache
def number_words() -> Mapping[str, str]:
    """Digits by number word.

    >>> number_words()["three"]
    '3'
    """
    numbers = _table()["numbers"]
    return {str(word): str(digits) for word, digits in numbers.items()} if isinstance(numbers, dict) else {}


@functools.cache
def _table() -> Mapping[str, object]:
    return tomllib.loads(resources.files(__package__).joinpath("small_words.toml").read_text("utf-8"))
