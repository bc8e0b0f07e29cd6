"""The small models that read an incident: weights of features, and the choice of the likeliest.

Comes in: what can be chosen, each with its features by name. Goes out: the likeliest. The weights stand in
`data/incidents.toml`, a table for each question, made by `training/incidents.py`.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import TypeVar

Features = dict[str, float]
T = TypeVar("T")


@functools.cache
def _tables() -> Mapping[str, Mapping[str, float]]:
    found = tomllib.loads(resources.files("fogline.data").joinpath("incidents.toml").read_text("utf-8"))
    return {name: {"": table} if isinstance(table, float) else table for name, table in found.items()}


def weights(question: str) -> Mapping[str, float]:
    """The weights of one question, by feature."""
    return _tables()[question]


def threshold() -> float:
    """How likely a development must be to be shown as an incident."""
    return _tables()["threshold"][""]


def score(features: Features, question: str) -> float:
    """What the features add up to."""
    table = weights(question)
    return math.fsum(table.get(name, 0.0) * value for name, value in features.items())


def best(choices: Sequence[tuple[T, Features]], question: str) -> T | None:
    """The likeliest of what can be chosen; of equals the first."""
    return max(choices, key=lambda one: score(one[1], question), default=(None, {}))[0]
