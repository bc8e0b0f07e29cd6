"""The weights by which two words are taken to tell one event (`events.toml`).

Comes in: the table that ships. Goes out: `EventWeights`, in the order of the marks. Refused: a table that lacks one.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources

from fogline.model.errors import TableError

MARKS = (
    "same_lemma",
    "same_stem",
    "same_start",
    "same_part",
    "both_verbs",
    "both_nouns",
    "rarity",
    "rarity_of_stem",
    "same_sense",
    "sense_above",
    "sister_senses",
    "best_sense",
    "subject_in_common",
    "subjects_apart",
    "object_in_common",
    "objects_apart",
    "beside_in_common",
    "share_beside",
    "name_in_common",
    "names_apart",
    "context",
    "context_of_other_stem",
    "in_one_sentence_elsewhere",
    "names_of_reports",
    "names_of_reports_same_stem",
    "same_report_same_stem",
    "same_sentence",
    "same_sentence_other_stem",
    "both_reporting",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWeights:
    """A weight for each of `MARKS`, what is added to all, and when groups are joined."""

    weights: tuple[float, ...]
    base: float
    enough: float  # average closeness from which two groups are one event
    missing: float  # what a pair counts that was not compared


@functools.cache
def event_weights() -> EventWeights:
    """The weights that ship.

    >>> len(event_weights().weights) == len(MARKS)
    True
    """
    table = tomllib.loads(resources.files(__package__).joinpath("events.toml").read_text("utf-8"))
    try:
        return EventWeights(
            weights=tuple(float(table["weights"][mark]) for mark in MARKS),
            base=float(table["base"]),
            enough=float(table["enough"]),
            missing=float(table["missing"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise TableError(f"events.toml: {problem} is missing or no number") from problem
