"""How alike two reports are: the marks by which they may be one story.

Comes in: reports with their terms weighed, and how rare terms are among all. Goes out: for a pair, `marks` in the order
of `MARKS`, or None where the two have nothing in common. What sets look-alikes apart is what a report opens
with (whose names and figures the other lacks), and what its neighbours share: two names of which each report of a
neighbourhood holds one or the other stand for two happenings, however much else is told in the same words.
"""

from __future__ import annotations

import collections
import math
from collections.abc import Mapping, Set
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from fogline.picture.terms import Terms

LEAST_CLOSE = 0.04  # cosine below which nothing else is looked at: 1 in 20 pairs of one story (gva) lies below
UNKNOWN_GAP = 3  # days that are taken to lie between reports where one has no date
LEAD_TERMS = 45  # about the title and the first two sentences
NEIGHBOURS = 20  # of each report of a pair, the most alike
NEAR = 0.3  # share of the best cosine of the pair from which a report is a neighbour
RIVAL = 0.25  # share of the neighbours that hold a name for it to be no chance
_SOME, _MOST = 0.2, 0.7  # share of the neighbours that hold a name which tells one part of them from the others
_NO_FIGURES = 0.3  # share of figures in common that is assumed where a report has none: the mean of all pairs (gva)
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


@dataclass(slots=True)
class Weighed:
    """A report's terms by weight, with what else is compared."""

    report: str
    published: str
    day: int | None
    days: tuple[int, ...]  # that it speaks of, in the order of its text
    near_days: frozenset[int]  # those, and the ones before and after
    terms: frozenset[str]
    numbers: NDArray[numpy.int64]  # of the terms, in the order of the text
    weights: NDArray[numpy.float64]  # of each
    heavy: list[str]  # the weightiest terms
    heavy_weights: NDArray[numpy.float64]
    names: dict[str, float]  # the leading ones
    names_weight: float
    all_names: frozenset[str]  # that another report has too, figures left out
    links: frozenset[int]  # pairs of neighbouring terms with a name among them, that another report has too
    lead: frozenset[str]  # what it opens with
    lead_names: frozenset[str]
    figures: frozenset[str]
    years: frozenset[str]
    told: dict[str, float]  # names and figures that another report has too, with how often they stand in it
    whole: Whole


@dataclass(frozen=True, slots=True)
class Whole:
    """How much a report's own sets of terms weigh by rarity: the same in each of its pairs."""

    lead_squares: float
    lead: float
    lead_names: float
    figures: float


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare terms and links are among the reports at hand."""

    terms: Mapping[str, float]
    links: Mapping[int, float]
    raised: Mapping[str, float]  # terms to the power of `RARITY`
    holders: Mapping[str, Set[int]]  # the reports, by their places, that hold a term; of those in `Weighed.told`


def lead_of(one: Terms) -> frozenset[str]:
    """The terms that a report opens with, its title first."""
    lead = [*one.title]
    for paragraph in one.paragraphs:
        lead += paragraph
        if len(lead) >= LEAD_TERMS:
            break
    return frozenset(lead[:LEAD_TERMS])


def whole(lead: frozenset[str], lead_names: frozenset[str], figures: frozenset[str], rarity: Rarity) -> Whole:
    """The weights of a report's sets of terms."""
    rare, raised = rarity.terms, rarity.raised
    return Whole(
        lead_squares=math.fsum([rare[term] ** 2 for term in lead]),
        lead=math.fsum([raised[term] for term in lead]),
        lead_names=math.fsum([raised[term] for term in lead_names]),
        figures=math.fsum([raised[term] for term in figures]),
    )


def have_name_in_common(one: Weighed, other: Weighed) -> bool:
    """Whether two reports share a name or a figure: of 5,413 pairs of one story (gva, ecbplus) 10 do not."""
    return not one.all_names.isdisjoint(other.all_names) or not one.told.keys().isdisjoint(other.told)


def marks(one: Weighed, other: Weighed, alike: float, rarity: Rarity, about: Set[int]) -> tuple[float, ...]:
    """The marks by which two reports may be one story. `alike` is their cosine, `about` where they and their
    neighbours are."""
    return (*_in_all(one, other, alike, rarity), *_in_leads(one, other, rarity), *_among(one, other, rarity, about))


def _in_all(one: Weighed, other: Weighed, alike: float, rarity: Rarity) -> tuple[float, ...]:
    links = [rarity.links[link] for link in one.links & other.links]
    names = math.fsum([rarity.terms[name] for name in one.all_names & other.all_names])
    gap = abs(one.day - other.day) if one.day is not None and other.day is not None else UNKNOWN_GAP
    held = (_share(one, other.terms), _share(other, one.terms))
    told = bool(one.days and other.days)
    return (
        alike,
        math.sqrt(alike),
        math.log1p(math.fsum(links)),
        max(links, default=0.0),
        math.log1p(names),
        math.log1p(gap),
        min(gap, 7) / 7,
        float(told and not set(one.days).isdisjoint(other.days)),
        float(told and one.near_days.isdisjoint(other.days)),
        float(told and one.days[0] == other.days[0]),
        min(held),
        max(held),
    )


def _share(one: Weighed, among: Set[str]) -> float:
    if not one.names_weight:
        return 0.0
    return math.fsum([weight for name, weight in one.names.items() if name in among]) / one.names_weight


def _in_leads(one: Weighed, other: Weighed, rarity: Rarity) -> tuple[float, ...]:
    rare = rarity.terms
    figures = math.fsum([rare[term] for term in (one.figures | one.years) & (other.figures | other.years)])
    squares = math.fsum([rare[term] ** 2 for term in one.lead & other.lead])
    own, others, raised = one.whole, other.whole, rarity.raised
    both_squares = own.lead_squares * others.lead_squares
    covered = sorted((_covered(one.lead, own.lead, other, raised), _covered(other.lead, others.lead, one, raised)))
    named = sorted(
        (
            _covered(one.lead_names, own.lead_names, other, raised),
            _covered(other.lead_names, others.lead_names, one, raised),
        )
    )
    counted = [_NO_FIGURES, _NO_FIGURES]
    both_count = bool(one.figures and other.figures)
    if both_count:
        counted = sorted(
            (_covered(one.figures, own.figures, other, raised), _covered(other.figures, others.figures, one, raised))
        )
    lacking = [
        max([rare[name] for name in a.lead_names - b.terms], default=0.0) for a, b in ((one, other), (other, one))
    ]
    leading = [
        sorted([w for name, w in a.names.items() if name not in b.terms and not name[0].isdigit()], reverse=True)
        for a, b in ((one, other), (other, one))
    ]
    lengths = sorted((len(one.terms), len(other.terms)))
    return (
        squares / math.sqrt(both_squares) if both_squares else 0.0,
        math.log1p(figures),
        covered[0],
        named[0],
        named[1],
        counted[0],
        counted[1],
        float(both_count),
        float(not one.years.isdisjoint(other.years)),
        min(lacking),
        min(math.fsum(some[:1]) for some in leading),
        min(math.fsum(some[:3]) for some in leading),
        math.log(max(lengths[1], 10) / max(lengths[0], 10)),
        math.log1p(lengths[0]),
    )


def _covered(terms: frozenset[str], whole: float, other: Weighed, raised: Mapping[str, float]) -> float:
    """How much of the terms, by rarity, stands anywhere in the other report."""
    held = math.fsum([raised[term] for term in terms & other.terms])
    return held / whole if whole else 0.5


def _among(one: Weighed, other: Weighed, rarity: Rarity, about: Set[int]) -> tuple[float, ...]:
    """What the neighbours say: the names that part them, and how alike the two are by such names alone."""
    size = len(about)
    held = {name: len(rarity.holders[name] & about) for name in one.told.keys() | other.told.keys()}
    weighed = [
        {name: much * math.log((size + 1) / held[name]) for name, much in each.told.items() if held[name] > 1}
        for each in (one, other)
    ]
    lengths = [math.sqrt(math.fsum([w * w for w in some.values()])) for some in weighed]
    shared = math.fsum([weighed[0][name] * weighed[1][name] for name in weighed[0].keys() & weighed[1].keys()])
    enough = max(2.0, RIVAL * size)
    rivals = [
        sum([held[name] >= enough for name in a.told if name not in b.terms]) for a, b in ((one, other), (other, one))
    ]
    parting = sum(
        _SOME * size <= count <= _MOST * size
        for name, count in held.items()
        if name in one.terms and name in other.terms
    )
    return (
        shared / (lengths[0] * lengths[1]) if lengths[0] and lengths[1] else 0.0,
        math.log(size),
        float(min(rivals)),
        math.log1p(parting),
    )


def neighbours(alike: Mapping[tuple[int, int], float]) -> Mapping[int, Mapping[int, float]]:
    """For each report its most alike others, with their cosines, the most alike first."""
    met: dict[int, dict[int, float]] = collections.defaultdict(dict)
    for (one, other), close in alike.items():
        met[one][other] = met[other][one] = close
    return {
        one: dict(sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))[:NEIGHBOURS])
        for one, others in met.items()
    }


def beside(one: int, other: int, nearest: Mapping[int, Mapping[int, float]]) -> set[int]:
    """The two reports of a pair and those that stand about it: alike to one of the two, nearly as its best."""
    found = {one, other}
    enough = NEAR * max(next(iter(nearest[each].values())) for each in found)  # the most alike comes first
    for each in (one, other):
        found.update([near for near, close in nearest[each].items() if close >= enough])
    return found
