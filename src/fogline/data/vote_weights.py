"""The weights by which reports vote on the day and the place of a happening (`votes.toml`).

Comes in: the table that ships. Goes out: a weight a mark. Refused: a table without the vote, a weight that is none.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources

from fogline.model.errors import TableError


@functools.cache
def vote_weights(vote: str) -> Mapping[str, float]:
    """The weight of each mark of a vote.

    >>> vote_weights("dates")["told in particular"] > vote_weights("dates")["of something else"]
    True
    """
    table = tomllib.loads(resources.files(__package__).joinpath("votes.toml").read_text("utf-8"))
    try:
        return {str(mark): float(weight) for mark, weight in table[vote].items()}
    except (KeyError, TypeError, ValueError) as problem:
        raise TableError(f"votes.toml: {problem} is missing or no number") from problem
