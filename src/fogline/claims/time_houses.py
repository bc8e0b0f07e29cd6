"""Numbers of houses, which look like years: "1611 E. Lake Street".

In: a text and where a number in it ends. Out: whether a street follows, by the words for streets in `place_words.toml`.
"""

from __future__ import annotations

import functools
import re

from fogline.claims.place_names import place_words


def is_house_number(text: str, end: int) -> bool:
    """Whether what follows a number makes it that of a house.

    >>> is_house_number("at 1611 E. Lake St.", 7), is_house_number("in 1944 East Prussia fell", 7)
    (True, False)
    """
    return _street().match(text, end) is not None


@functools.cache
def _street() -> re.Pattern[str]:
    """ "E. Lake", "North Mill Road", "Main Street"."""
    street = "|".join(sorted(map(re.escape, place_words().streets), key=len, reverse=True))
    name = r"(?:[A-Z0-9][\w.'’]* ){1,3}"
    return re.compile(rf" (?:[NSEW]\.? [A-Z0-9]|{name}(?:{street})(?![\w]))")
