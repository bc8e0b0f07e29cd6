"""What the words of a report and of its sentences say for and against an incident, by small models.

Comes in: text. Goes out: one number for a report (does it tell of incidents at all, or of talks, trials and politics?),
the words of the sentences in which an incident is told, as features, and of what sort of violence it is by them. The
models (`data/incidents.npz`, made by `training/incidents.py`) know only words that news writes in lower case: no names
of people, places or groups.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources

from fogline.data.kinds import kinds
from fogline.model.claim import Claim
from fogline.picture.choosing import Features

_TOKEN = re.compile(r"[a-z][a-z'-]+|\d[\d,.]*")
LONGEST = 20_000  # characters of a report that are looked at
NEAR = 60  # characters on both sides of the word that tells
WEIGHT = 0.3  # of a word beside the features that are made by hand
SORTS = ("attack", "remote_explosive", "abduction", "arson", "looting")  # a kind for each sort of violence
LENGTH = 10.0  # of the vector of a report's words
ABOUT = 3.0  # of what its opening is about beside them


@functools.cache
def _models() -> Mapping[str, Mapping[str, float]]:
    import numpy

    with resources.files("fogline.data").joinpath("incidents.npz").open("rb") as file:
        table = numpy.load(file, allow_pickle=False)
        return {
            part: dict(
                zip(
                    str(table[f"{part} names"]).split("\n"),
                    (table[f"{part} weights"].astype("float32") * table[f"{part} scale"]).tolist(),
                    strict=True,
                )
            )
            for part in str(table["parts"]).split("\n")
        }


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, numbers as one word."""
    return ["#" if word[0].isdigit() else word for word in _TOKEN.findall(text[:LONGEST].lower())]


def report_words(text: str) -> Features:
    """The words and pairs of words of a report, weighed, as a vector of one length."""
    words = tokens(text)
    counts = Counter(words)
    counts.update(f"{one} {other}" for one, other in itertools.pairwise(words))
    found = {word: 1 + math.log(count) for word, count in counts.items()}
    length = math.sqrt(math.fsum(value * value for value in found.values())) or 1.0
    return {word: LENGTH * value / length for word, value in found.items()}


def report_features(text: str, told: Mapping[str, float]) -> Features:
    """The words of a report, and what its opening is about. `told`: how likely each kind is, as `leads` has it."""
    return {**report_words(text), **{f"@{kind}": ABOUT * share for kind, share in told.items()}, "bias": 1.0}


def report_score(text: str, told: Mapping[str, float]) -> float:
    """How much a report speaks for its telling of incidents."""
    return _score(report_features(text, told), "report")


def sentence_words(told: Sequence[Claim], text: str, pieces: Sequence[tuple[int, int]]) -> Features:
    """The words of the sentences that tell an incident, and those around the words that tell it."""
    found: Features = {}
    for start, end in pieces:
        words = tokens(text[start:end])
        found.update((f"w {word}", WEIGHT) for word in words)
        found.update((f"w {one} {other}", WEIGHT) for one, other in itertools.pairwise(words))
    for claim in told:
        if claim.trigger is not None:
            found[f"t {text[claim.trigger.start : claim.trigger.end].lower()}"] = WEIGHT
            near = text[max(0, claim.trigger.start - NEAR) : claim.trigger.end + NEAR]
            found.update((f"n {word}", WEIGHT) for word in tokens(near))
    return found


def sentence_score(words: Features) -> float:
    """How much they speak for an incident of its own."""
    return _score(words, "sentence")


def kind_told(kind: str, words: Features) -> str:
    """The kind of an incident by its words: its own, where no other sort of violence is likelier.

    The sorts are those of `SORTS`; kinds of one type in MUC-4's scheme are of one sort.
    """
    row = kinds().get(kind)
    if row is None or not row.muc4:
        return kind
    found = kind_features(kind, words)
    best = max(SORTS, key=lambda sort: _score(found, sort))
    return kind if kinds()[best].muc4 == row.muc4 else best


def kind_features(kind: str, words: Features) -> Features:
    """What tells the sort of an incident: its words and the kind that its claims have."""
    row = kinds().get(kind)
    return {**words, "bias": 1.0, f"kind {kind}": 1.0, f"type {row.muc4 if row else ''}": 1.0}


def _score(found: Features, part: str) -> float:
    weights = _models()[part]
    return math.fsum(weights[name] * value for name, value in found.items() if name in weights)
