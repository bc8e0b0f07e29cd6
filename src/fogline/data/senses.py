"""What words that tell events can mean (`senses.npz`, made from WordNet by training/senses.py).

Comes in: the table that ships. Goes out: `Senses`: for a word, its senses with how often each is meant, and how near
two words are. Refused: nothing; a word that the table lacks has no senses.
"""

from __future__ import annotations

import collections
import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import numpy

Meant = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Senses:
    """Senses by part of speech (v, n, a) and word; and for each sense, those above it."""

    words: Mapping[str, tuple[int, int]]  # "v shell" to where its senses stand
    senses: tuple[int, ...]
    meant: tuple[int, ...]
    above: Mapping[int, tuple[int, ...]]

    def has(self, part: str, word: str) -> bool:
        """Whether a word can tell an event."""
        return f"{part} {word}" in self.words

    def of(self, part: str, word: str) -> tuple[Meant, Meant]:
        """A word's senses and those above them, each with how often it is meant (0 to 1)."""
        first, end = self.words.get(f"{part} {word}", (0, 0))
        own = {self.senses[at]: self.meant[at] / 255 for at in range(first, end)}
        over: dict[int, float] = {}
        for sense, often in own.items():
            for high in self.above.get(sense, ()):
                over[high] = max(over.get(high, 0.0), often)
        return own, over


def alike(one: tuple[Meant, Meant], other: tuple[Meant, Meant]) -> tuple[float, float, float]:
    """How near two words are: one sense, a sense of one above one of the other, both under one sense (each 0 to 1)."""
    above = max(_shared(one[0], other[1]), _shared(one[1], other[0]))
    return _shared(one[0], other[0]), above, _shared(one[1], other[1])


def _shared(one: Meant, other: Meant) -> float:
    return max((math.sqrt(one[sense] * other[sense]) for sense in one.keys() & other.keys()), default=0.0)


@functools.cache
def senses() -> Senses:
    """The table that ships.

    >>> kill, murder = senses().of("v", "kill"), senses().of("n", "killing")
    >>> alike(kill, murder)[0] > 0.5
    True
    """
    with resources.files(__package__).joinpath("senses.npz").open("rb") as opened, numpy.load(opened) as table:
        words = bytes(table["words"]).decode().split("\n")
        ends = numpy.cumsum(table["sizes"], dtype=int).tolist()
        above: dict[int, list[int]] = collections.defaultdict(list)
        for low, high in table["above"].tolist():
            above[low].append(high)
        return Senses(
            words=dict(zip(words, zip([0, *ends[:-1]], ends, strict=True), strict=True)),
            senses=tuple(table["senses"].tolist()),
            meant=tuple(table["meant"].tolist()),
            above={low: tuple(high) for low, high in above.items()},
        )
