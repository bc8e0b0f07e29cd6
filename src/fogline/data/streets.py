"""Words by which street addresses are known: `streets.toml`, or the table that FOGLINE_STREETS names.

In: a TOML file. Out: `Streets`, lists of words. Refused with `TableError`: a file that cannot be read, a list that is
missing or of another shape, a name that is none of the lists'.
"""

from __future__ import annotations

import functools
import os
import tomllib
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path

from fogline.data.word_lists import WordLists
from fogline.model.errors import TableError

ENVIRONMENT = "FOGLINE_STREETS"  # the path of another table


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets:
    """The lists of the table, each by what it is for; the table says what that is, with examples."""

    after_name: tuple[str, ...]
    roads: tuple[str, ...]
    road_kinds: tuple[str, ...]
    doubtful: tuple[str, ...]
    before_name: tuple[str, ...]
    endings: tuple[str, ...]
    alone: tuple[str, ...]
    house: tuple[str, ...]
    flat: tuple[str, ...]
    joins: tuple[str, ...]
    ordinals: tuple[str, ...]
    joining: tuple[str, ...]
    directions: tuple[str, ...]
    at: tuple[str, ...]
    other_numbers: tuple[str, ...]
    before_years: tuple[str, ...]
    never_names: tuple[str, ...]
    months: tuple[str, ...]
    goes_on: tuple[str, ...]
    counting: tuple[str, ...]
    counted: tuple[str, ...]
    no_plural: tuple[str, ...]
    plurals: tuple[str, ...]
    saints: tuple[str, ...]
    nicknames: tuple[str, ...]
    institutions: tuple[str, ...]
    boxes: tuple[str, ...]


def streets() -> Streets:
    """The table in use: the file that FOGLINE_STREETS names, else the one that ships.

    >>> "avenue" in streets().after_name
    True
    """
    return read_streets(os.environ.get(ENVIRONMENT) or None)


@functools.cache
def read_streets(path: str | None = None) -> Streets:
    """A table of words for addresses; without a path the one that ships."""
    name = path or "streets.toml"
    try:
        rows = tomllib.loads(table_text(path))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise TableError(
            f"{name}: not a table of streets: {problem}. Write it as src/fogline/data/streets.toml is, or unset "
            f"{ENVIRONMENT}."
        ) from problem
    lists = {field.name for field in fields(Streets)}
    if strange := sorted(rows.keys() - lists):
        raise TableError(f"{name}: {strange[0]} is none of the lists {', '.join(sorted(lists))}")
    table = WordLists(place=name, rows=rows)
    return Streets(**{one: tuple(word.lower() for word in table.phrases(one)) for one in lists})


def table_text(path: str | None = None) -> str:
    """The table as it is written; without a path the one that ships. Errors: those of reading a file."""
    return (Path(path) if path else resources.files("fogline.data").joinpath("streets.toml")).read_text("utf-8")
