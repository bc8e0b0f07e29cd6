"""Weights of marks that were fitted to corpora: `events.toml`, `stories.toml`, `votes.toml`.

Comes in: the tables that ship, each with parts (a weight a mark) and numbers beside them. Goes out: the weights of a
part, by mark or in the order of the marks, and the numbers. Refused: a part, mark or number that is missing or is none.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources

from fogline.model.errors import TableError


@functools.cache
def weights(table: str, part: str = "weights") -> Mapping[str, float]:
    """The weight of each mark in a part of a table.

    >>> weights("votes", "dates")["told in particular"] > weights("votes", "dates")["of something else"]
    True
    """
    found = _read(table).get(part)
    if not isinstance(found, dict):
        raise TableError(f"{table}.toml: {part} is missing")
    return {str(mark): _number(table, mark, weight) for mark, weight in found.items()}


def in_order(table: str, marks: tuple[str, ...], part: str = "weights") -> tuple[float, ...]:
    """The weights of these marks, in their order."""
    known = weights(table, part)
    return tuple(_number(table, mark, known.get(mark)) for mark in marks)


@functools.cache
def number(table: str, name: str) -> float:
    """A number that stands beside the weights.

    >>> number("stories", "missing") < number("stories", "enough")
    True
    """
    return _number(table, name, _read(table).get(name))


def _number(table: str, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TableError(f"{table}.toml: {name} is missing or no number")
    return float(value)


@functools.cache
def _read(table: str) -> Mapping[str, object]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{table}.toml").read_text("utf-8"))
