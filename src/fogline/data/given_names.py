"""Given names of people: `first_names.txt`, by which people are told from places, and private persons withheld.

In: the table beside this module. Out: the names as they are written, capital first. Refused: nothing.
"""

from __future__ import annotations

import functools
from importlib import resources

TABLE = "first_names.txt"


@functools.cache
def given_names() -> frozenset[str]:
    """All names of the table, read once.

    >>> "Olena" in given_names(), "Kharkiv" in given_names()
    (True, False)
    """
    lines = resources.files("fogline.data").joinpath(TABLE).read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
