"""The weights by which two reports are taken for one story (`stories.toml`).

Comes in: the table that ships. Goes out: `StoryWeights`, the weights in the order of the marks. Refused: a table that
lacks one.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources

from fogline.model.errors import TableError

MARKS = (
    "cosine",
    "root_of_cosine",
    "shared_links",
    "rarest_link",
    "shared_names",
    "days_between",
    "days_between_of_seven",
    "day_in_common",
    "days_apart",
    "first_day_in_common",
    "least_leading_names",
    "most_leading_names",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWeights:
    """A weight for each of `MARKS`, what is added to all, and when groups are joined."""

    weights: tuple[float, ...]
    base: float
    enough: float  # average closeness from which two groups are one story
    missing: float  # what a pair counts that was not compared


@functools.cache
def story_weights() -> StoryWeights:
    """The weights that ship.

    >>> len(story_weights().weights) == len(MARKS)
    True
    """
    table = tomllib.loads(resources.files(__package__).joinpath("stories.toml").read_text("utf-8"))
    try:
        return StoryWeights(
            weights=tuple(float(table["weights"][mark]) for mark in MARKS),
            base=float(table["base"]),
            enough=float(table["enough"]),
            missing=float(table["missing"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise TableError(f"stories.toml: {problem} is missing or no number") from problem
