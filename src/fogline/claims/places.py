"""Places in a report: every mention of a place by name, resolved as far as the report allows.

In: parsed passages, the report and a gazetteer. Out: `Place`s in the order of the text, with offsets in the report, at
the gazetteer's point and radius or with null coordinates. Left out: names that are people's, firms' or papers', and
adjectives ("Russian"), which say who, not where. Refused: nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from spacy.tokens import Token

from fogline.claims.parse import Passage, lemma
from fogline.claims.place_clues import candidates
from fogline.claims.place_names import Candidate, place_words
from fogline.claims.place_resolution import resolve
from fogline.data.gazetteer import SETTLEMENTS, Entry, Gazetteer, default_gazetteer, table
from fogline.model.claim import Place, PlaceRole
from fogline.model.report import Report


def find_places(passages: Sequence[Passage], report: Report, gazetteer: Gazetteer | None = None) -> list[Place]:
    """Every mention of a place by name, in order.

    >>> from fogline.claims.parse import parse
    >>> report = Report(id="r", text="Shells fell on Chasiv Yar, west of Bakhmut, on Friday, Kyiv said.")
    >>> [(place.as_worded, place.country, place.role.value) for place in find_places(parse(report), report)]
    [('Chasiv Yar', 'UA', 'target'), ('Bakhmut', 'UA', 'reference'), ('Kyiv', 'UA', 'actor')]
    """
    gazetteer = gazetteer or default_gazetteer()
    every = candidates(passages, gazetteer)
    kept = _places_among(every)
    entries = resolve(kept, report, gazetteer)
    return [
        _place(candidate, entry, passages[candidate.passage], report)
        for candidate, entry in zip(kept, entries, strict=True)
    ]


def _places_among(every: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that are places, by the weights of their clues; surely a place once helps a name's others."""
    weights = _weights()
    scores = [
        -9.0
        if _hopeless(candidate)
        else sum(weights.get(clue, 0.0) for clue in candidate.clues) + weights.get("bias", 0.0)
        for candidate in every
    ]
    sure: dict[str, float] = {}
    for candidate, score in zip(every, scores, strict=True):
        sure[candidate.text] = max(sure.get(candidate.text, -9.0), score)
    lift = weights.get("sure elsewhere", 0.0)
    kept = [
        score + (lift if sure[candidate.text] > max(1.0, score) and "never" not in candidate.clues else 0.0) > 0
        for candidate, score in zip(every, scores, strict=True)
    ]
    for candidate, keep in zip(every, kept, strict=True):
        if keep and candidate.container is not None:
            kept[candidate.container] = True
    position = {n: at for at, n in enumerate(n for n, keep in enumerate(kept) if keep)}
    return [
        replace(candidate, container=None if candidate.container is None else position.get(candidate.container))
        for candidate, keep in zip(every, kept, strict=True)
        if keep
    ]


def _hopeless(candidate: Candidate) -> bool:
    """Whether a common word stands without anything that would make a place of it: "Reading" without "Pa."."""
    return "never" in candidate.clues and not {"container after", "kind before"} & set(candidate.clues)


@functools.cache
def _weights() -> dict[str, float]:
    return cast(dict[str, float], table("place_weights.toml")["weights"])


def _place(candidate: Candidate, entry: Entry | None, passage: Passage, report: Report) -> Place:
    as_worded = report.text[candidate.start : candidate.end]
    role = _role(candidate, passage, entry)
    if entry is None:
        return Place(start=candidate.start, end=candidate.end, name=as_worded, as_worded=as_worded, role=role)
    return Place(
        start=candidate.start,
        end=candidate.end,
        name=entry.name,
        as_worded=as_worded,
        role=role,
        lat=entry.lat,
        lon=entry.lon,
        geonameid=entry.geonameid,
        country=entry.country,
        country_name=entry.country_name,
        admin1=entry.admin1,
        kind=entry.kind,
        radius_km=entry.radius_km,
    )


_BEARINGS = frozenset(
    {
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "north-east",
        "north-west",
        "south-east",
        "south-west",
    }
)
_UNITS = frozenset(
    {"km", "kms", "kilometer", "kilometers", "kilometre", "kilometres", "mile", "miles", "meters", "metres", "yards"}
)
_LARGE = frozenset({"country", "region", "district", "area", "continent"})
_AIMED = frozenset({"on", "against", "into", "toward", "towards", "upon"})


def _role(candidate: Candidate, passage: Passage, entry: Entry | None) -> PlaceRole:
    """What syntax tells of the place's part in its sentence."""
    if "container of one before" in candidate.clues:
        return PlaceRole.CONTAINER
    words = place_words()
    head = _head(passage, candidate)
    above = head.head
    if head.dep_ in {"nsubj", "agent"} and lemma(above) in words.acting and (entry is None or _may_act(entry)):
        return PlaceRole.ACTOR
    if head.dep_ == "dobj" and lemma(above) in words.targeting:
        return PlaceRole.TARGET
    if head.dep_ == "nsubjpass" and lemma(above) in words.targeting:
        return PlaceRole.TARGET
    if head.dep_ == "pobj":
        return _role_of_object(above)
    return PlaceRole.MENTION


def _head(passage: Passage, candidate: Candidate) -> Token:
    """The token of the name that hangs on the rest of the sentence, through a chain of names joined to it."""
    token = passage.doc[candidate.last - 1]
    for piece in passage.doc[candidate.first : candidate.last]:
        if not candidate.first <= piece.head.i < candidate.last:
            token = piece
    steps = 0
    while token.dep_ in {"conj", "appos"} and token.head.tag_.startswith("NNP") and steps < 5:
        token, steps = token.head, steps + 1
    return token


def _role_of_object(preposition: Token) -> PlaceRole:
    word, governor = preposition.lower_, preposition.head
    if word in {"of", "from"} and (governor.lower_ in _BEARINGS or governor.lower_ in _UNITS):
        return PlaceRole.REFERENCE
    words = place_words()
    if governor.lower_ in words.target_nouns and word in _AIMED | {"of", "for"}:
        return PlaceRole.TARGET
    if word in _AIMED and (governor.tag_.startswith("V")):
        return PlaceRole.TARGET
    if word == "by":
        return PlaceRole.ACTOR
    if words.prepositions.get(word) == "in" or word in {"over", "along"}:
        return PlaceRole.SCENE
    return PlaceRole.MENTION


def _may_act(entry: Entry) -> bool:
    """Countries and large cities stand for governments; villages do not speak."""
    return (
        entry.kind == "country" or (entry.kind in SETTLEMENTS and entry.population > 100_000) or entry.kind == "region"
    )
