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
    "lead_cosine",
    "shared_figures",
    "least_lead_covered",
    "least_lead_names",
    "most_lead_names",
    "least_figures",
    "most_figures",
    "both_have_figures",
    "year_in_common",
    "lead_rival",
    "rival_name",
    "rival_names",
    "lengths_apart",
    "length",
    "alike_among_neighbours",
    "neighbours",
    "rivals_among_neighbours",
    "parting_names_shared",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWeights:
    """A weight for each of `MARKS`, what is added to all, and when groups are joined.

    `undated` are the weights where the day of one of the two reports is not known.
    """

    weights: tuple[float, ...]
    base: float
    undated: tuple[float, ...]
    undated_base: float
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
            undated=tuple(float(table["undated"][mark]) for mark in MARKS),
            undated_base=float(table["undated_base"]),
            enough=float(table["enough"]),
            missing=float(table["missing"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise TableError(f"stories.toml: {problem} is missing or no number") from problem
