"""Which reports tell of the same happenings: stories.

Comes in: the terms of all reports. Goes out: for each report the id of its story. Never compares all pairs: a report
meets those that share its rare terms, the nearest in time first. The same reports in any order give the same stories.
"""

from __future__ import annotations

import collections
import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fogline.picture.clusters import Clusters
from fogline.picture.terms import UNDATED, Terms, stable_id

WINDOW_DAYS = 21
RARE_TERMS = 40  # by which a report meets others
NEAREST = 24  # reports before it that hold the same rare term
MOST_COMPARED = 40
CLOSE = 0.147  # gva: best pair F1 of a single threshold on this closeness
USUAL_REPORTS = 500  # how many other reports a small set is thought to stand among: keeps weights of rare terms alike
NAME_WEIGHT = 1.5
RARITY = 1.5


@dataclass(slots=True)
class _Weighted:
    report: str
    published: str
    day: int | None
    weights: dict[str, float]
    rare: list[str]


def stories(reports: Iterable[Terms]) -> Mapping[str, str]:
    """For each report, the id of its story: the same id for reports on the same happenings."""
    texts = sorted(reports, key=lambda one: (one.published, one.report))
    weighted = _weigh(texts)
    pairs = sorted(_candidates(weighted), key=lambda pair: (-pair[0], pair[1], pair[2]))
    groups = _grouped(len(weighted), pairs)
    found: dict[str, str] = {}
    for members in groups:
        name = stable_id("s", weighted[min(members)].report)
        found.update((weighted[member].report, name) for member in members)
    return found


def day_number(published: str) -> int | None:
    """The day as a number, where year, month and day are known."""
    try:
        return datetime.date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return None


def _weigh(texts: Sequence[Terms]) -> list[_Weighted]:
    counts = [_counts(one) for one in texts]
    held_by: collections.Counter[str] = collections.Counter()
    for some in counts:
        held_by.update(some.keys())
    among = len(texts) + USUAL_REPORTS
    rarity = {term: math.log(among / held) for term, held in held_by.items()}
    found = []
    for one, some in zip(texts, counts, strict=True):
        raw = {
            term: (1 + math.log(count)) * rarity[term] ** RARITY * (NAME_WEIGHT if term in one.names else 1.0)
            for term, count in some.items()
        }
        length = math.sqrt(math.fsum(weight * weight for weight in raw.values())) or 1.0
        weights = {term: weight / length for term, weight in raw.items()}
        shared = (term for term in weights if held_by[term] > 1)
        rare = sorted(shared, key=lambda term: (-weights[term], term))[:RARE_TERMS]
        day = None if one.published == UNDATED else day_number(one.published)
        found.append(_Weighted(report=one.report, published=one.published, day=day, weights=weights, rare=rare))
    return found


def _counts(one: Terms) -> collections.Counter[str]:
    counts = collections.Counter(term for paragraph in one.paragraphs for term in paragraph)
    counts.update(one.title)
    return counts


def _candidates(weighted: Sequence[_Weighted]) -> Iterable[tuple[float, int, int]]:
    holders: dict[str, list[int]] = collections.defaultdict(list)
    for at, one in enumerate(weighted):
        shared: collections.Counter[int] = collections.Counter()
        for term in one.rare:
            held = holders[term]
            for other in held[-NEAREST:]:
                shared[other] += 1
            held.append(at)
        likely = sorted((-count, other) for other, count in shared.items() if count > 1)[:MOST_COMPARED]
        for _, other in likely:
            if _within(one.day, weighted[other].day):
                closeness = _closeness(one.weights, weighted[other].weights)
                if closeness >= CLOSE:
                    yield closeness, other, at


def _within(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= WINDOW_DAYS


def _closeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    return round(math.fsum(weight * many[term] for term, weight in few.items() if term in many), 9)


def _grouped(size: int, pairs: Sequence[tuple[float, int, int]]) -> list[list[int]]:
    clusters: Clusters[int] = Clusters(range(size))
    for _, one, other in pairs:
        clusters.join(one, other)
    return clusters.groups()
