"""What a report's opening tells, as a whole: the kind of its main happening, by a small model of words.

Comes in: a report and its claims. Goes out: the kinds of the table with how likely each is what the report is about.
One sentence names many happenings ("troops opened fire on the march, killing four, after the bombing of a church");
which of them is the news is told by the words around them more than by any one verb.

The model (`data/leads.npz`, made by `training/leads.py`) is a softmax over the words of the first 700 characters, names
left out so that no country's news counts, and over the kinds that the claims there have. Words are those of English
news of protest, crime, war, disaster and diplomacy.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from fogline.model.claim import Claim

OPENING = 700  # characters: two to four sentences; more adds background and lost 1 point
_TOKEN = re.compile(r"[A-Za-z][A-Za-z'-]*|\d[\d,.]*|[.!?]")


@dataclass(frozen=True, slots=True)
class LeadModel:
    """Weights of a softmax over kinds."""

    classes: tuple[str, ...]  # names of kinds; "" is none of the table
    index: Mapping[str, int]
    weights: Sequence[Sequence[float]]
    bias: Sequence[float]


@functools.cache
def _model() -> LeadModel:
    import numpy

    with resources.files("fogline.data").joinpath("leads.npz").open("rb") as file:
        table = numpy.load(file, allow_pickle=False)
        names = str(table["names"]).split("\n")
        weights = (table["weights"].astype("float32") * table["scale"]).tolist()
        classes = tuple(str(table["classes"]).split("\n"))
    return LeadModel(classes, {name: place for place, name in enumerate(names)}, weights[:-1], weights[-1])


def features(text: str, claims: Sequence[Claim]) -> dict[str, float]:
    """What the model looks at: words, how they begin, pairs of words, and the kinds that claims tell."""
    words: list[str] = []
    opens = True
    wire = text[:OPENING].isupper()  # capitals tell no names in wire copy
    for piece in _TOKEN.findall(text[:OPENING]):
        if piece in ".!?":
            opens = True
            continue
        if piece[0].isdigit():
            words.append("#")
        elif piece[0].isupper() and not opens and not wire:
            words.append("@")
        else:
            words.append(_singular(piece.lower()))
        opens = False
    found: dict[str, float] = {f"w {word}": 1.0 for word in words if len(word) > 2 or word in "#@"}
    found.update((f"p {word[:5]}", 0.6) for word in words if len(word) > 5)
    found.update((f"b {one} {other}", 0.7) for one, other in itertools.pairwise(words))
    told = [claim for claim in claims if claim.kind is not None and claim.start < OPENING]
    found.update((f"k {claim.kind}", 1.5) for claim in told)
    found.update((f"s {claim.kind} {claim.stage}", 0.5) for claim in told if claim.stage)
    found[f"first {told[0].kind}" if told else "none"] = 1.0
    return found


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 4 and not word.endswith("ss") else word


def kinds_told(text: str, claims: Sequence[Claim], model: LeadModel | None = None) -> dict[str, float]:
    """How likely each kind is what the opening of a report is about; "" is none of the table.

    `model` stands in for the shipped one.

    >>> told = kinds_told("Thousands marched through the capital on Sunday to demand new elections.", [])
    >>> max(told, key=lambda kind: told[kind])
    'peaceful_protest'
    """
    model = model or _model()
    scores = list(model.bias)
    for name, value in features(text, claims).items():
        row = model.index.get(name)
        if row is not None:
            for place, weight in enumerate(model.weights[row]):
                scores[place] += weight * value
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    whole = sum(shares)
    return {name: share / whole for name, share in zip(model.classes, shares, strict=True)}
