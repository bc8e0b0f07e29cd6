"""Which reports tell of the same happenings: stories.

Comes in: the terms of all reports, and the days that each one speaks of. Goes out: for each report the id of its story.
Never compares all pairs: a report meets those that share its weightiest terms, the nearest in time first, and no more
than `MOST_COMPARED` of them. The same reports in any order give the same stories.

How close two reports are is a sum of the marks of `likeness`, weighed by `data/stories.toml` (above 0: rather one
story); where the day of one is not known, its words must tell, and are weighed by themselves. Stories grow by joining
the two closest groups first, as long as the pairs between them are close on average.
"""

from __future__ import annotations

import collections
import itertools
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeAlias

import numpy
from numpy.typing import NDArray

from fogline.data.weights import in_order, number
from fogline.picture.days import day_number
from fogline.picture.growing import components
from fogline.picture.likeness import (
    LEAST_CLOSE,
    MARKS,
    Rarity,
    Weighed,
    beside,
    have_name_in_common,
    lead_of,
    marks,
    neighbours,
    whole,
)
from fogline.picture.memo import Memo, key, remembered
from fogline.picture.terms import Terms, stable_id

HEAVY_TERMS = 40  # by which a report meets others
NEAREST = 24  # reports before it that hold the same term
MOST_COMPARED = 16
LEADING_NAMES = 12
USUAL_REPORTS = 500  # among how many other reports a small set is thought to stand: keeps rarity alike in small sets
NAME_WEIGHT = 1.5
RARITY = 1.5
FAR = -6.0  # pairs less close than this are not kept

_Links: TypeAlias = NDArray[numpy.int64]
_NONE = numpy.empty(0, numpy.int64)


def stories(reports: Iterable[Terms], days: Mapping[str, Sequence[int]] | None = None) -> Mapping[str, str]:
    """For each report, the id of its story: the same id for reports on the same happenings."""
    texts = sorted(reports, key=lambda one: (one.published, one.report))
    found: dict[str, str] = {}
    for members in together(len(texts), closeness(texts, days or {})):
        name = stable_id("s", texts[min(members)].report)
        found.update((texts[member].report, name) for member in members)
    return found


def closeness(
    texts: Sequence[Terms], days: Mapping[str, Sequence[int]], *, first: int = 0
) -> dict[tuple[int, int], float]:
    """How close pairs (earlier, later) of reports in time are; only those whose later one is not before `first`."""
    known = {
        True: (in_order("stories", MARKS), number("stories", "base")),
        False: (in_order("stories", MARKS, "undated"), number("stories", "undated_base")),
    }
    pairs: dict[tuple[int, int], float] = {}
    for pair, dated, found in compared(texts, days, first=first):
        weights, base = known[dated]
        close = base + math.fsum(weight * mark for weight, mark in zip(weights, found, strict=True))
        if close > FAR:
            pairs[pair] = round(close, 6)
    return pairs


def compared(
    texts: Sequence[Terms], days: Mapping[str, Sequence[int]], *, first: int = 0
) -> Iterator[tuple[tuple[int, int], bool, tuple[float, ...]]]:
    """The pairs that are compared, whether both have a day, and their marks."""
    weighed, rarity = weigh(texts, days)
    alike = {pair: close for pair, close in cosines(weighed) if close >= LEAST_CLOSE}
    nearest = neighbours(alike)
    for (one, other), close in alike.items():
        if other >= first and have_name_in_common(weighed[one], weighed[other]):
            about = beside(one, other, nearest)
            dated = weighed[one].day is not None and weighed[other].day is not None
            yield (one, other), dated, marks(weighed[one], weighed[other], close, rarity, about)


def together(size: int, pairs: Mapping[tuple[int, int], float], memo: Memo | None = None) -> list[list[int]]:
    """The places, from 0 to `size`, by story: what no close pair links never meets, and is grown apart."""
    enough, missing = number("stories", "enough"), number("stories", "missing")
    some = numpy.array([*pairs], dtype=numpy.int64).reshape(-1, 2)
    close = numpy.array([*pairs.values()], dtype=float)
    apart = components(size, some, close, enough)
    to_grow = {one.members[0]: one for one in apart if len(one.members) > 1}
    found = [one.members for one in apart if len(one.members) == 1]

    def keys(first: int) -> bytes:
        one = to_grow[first]
        near = sorted(zip(*one.pairs.T.tolist(), one.close.tolist(), strict=True))
        return key("grown", len(one.members), near)

    def make(some: Sequence[int]) -> Iterator[tuple[int, list[list[int]]]]:
        for first in some:
            yield first, to_grow[first].grown(enough=enough, missing=missing)

    form = (lambda some: json.dumps(some).encode(), lambda kept: [[int(at) for at in one] for one in json.loads(kept)])
    for first, groups in remembered(memo, keys, to_grow, make, form):
        found += [[to_grow[first].members[at] for at in group] for group in groups]
    return sorted(found, key=min)


def weigh(texts: Sequence[Terms], days: Mapping[str, Sequence[int]]) -> tuple[list[Weighed], Rarity]:
    """Reports with their terms weighed by how rare they are among all."""
    counts = [_counts(one) for one in texts]
    held: collections.Counter[str] = collections.Counter()
    for some in counts:
        held.update(some.keys())
    among = len(texts) + USUAL_REPORTS
    number = {term: at for at, term in enumerate(sorted(held))}
    terms = {term: math.log(among / held[term]) for term in number}
    # A link is two numbers in one: of most links there is one holder, and they need not be kept.
    links_of = [_links(text, number) for text in texts]
    every, holders = numpy.unique(numpy.concatenate([_NONE, *links_of]), return_counts=True)
    shared_links = every[holders > 1]
    counted = zip(shared_links.tolist(), holders[holders > 1].tolist(), strict=True)
    links = {link: math.log(among / count) for link, count in counted}
    shared = {term for term, count in held.items() if count > 1}
    figures = {term for term in held if term[0].isdigit()}
    told = (shared & figures).union(*(shared & text.names for text in texts))
    telling: dict[str, set[int]] = {term: set() for term in told}
    for at, count in enumerate(counts):
        for term in told & count.keys():
            telling[term].add(at)
    rarity = Rarity(terms, links, {term: value**RARITY for term, value in terms.items()}, telling)
    scale = _Scale(number, numpy.array([*rarity.raised.values()]), _often(counts))
    shared_names = shared - figures
    weighed: list[Weighed] = []
    for text, count, own_links in zip(texts, counts, links_of, strict=True):
        one = _weighed(text, count, rarity, scale, figures & count.keys(), days.get(text.report, ()))
        one.all_names = text.names & shared_names
        one.links = frozenset(links.keys() & own_links.tolist())
        leading = shared & ((text.names & one.terms) | one.figures | one.years)
        one.told = {term: 1 + math.log(count[term]) for term in leading}
        weighed.append(one)
    return weighed, rarity


@dataclass(frozen=True, slots=True)
class _Scale:
    """By which terms are weighed, in arrays."""

    number: Mapping[str, int]  # of each term, in the order of the alphabet
    raised: NDArray[numpy.float64]  # how rare each is
    often: NDArray[numpy.float64]  # how much more a term says that stands in a text so often


def _often(counts: Sequence[Mapping[str, int]]) -> NDArray[numpy.float64]:
    most = max((max(some.values(), default=0) for some in counts), default=0)
    return numpy.array([0.0, *(1 + math.log(count) for count in range(1, most + 1))])


def _weighed(
    one: Terms, counts: Mapping[str, int], rarity: Rarity, scale: _Scale, figures: Set[str], days: Sequence[int]
) -> Weighed:
    terms = [*counts]
    numbers = numpy.fromiter(map(scale.number.__getitem__, terms), numpy.int64, len(terms))
    raw = scale.raised[numbers] * scale.often[numpy.fromiter(counts.values(), numpy.int64, len(terms))]
    raw[numpy.fromiter(map(one.names.__contains__, terms), numpy.bool_, len(terms))] *= NAME_WEIGHT
    weights = raw / (math.sqrt(math.fsum((raw * raw).tolist())) or 1.0)
    in_weight = numpy.lexsort((numbers, -weights))  # of like weight, the first by letters
    some, by = [terms[at] for at in in_weight.tolist()], weights[in_weight]
    leading = [at for at, term in enumerate(some) if term in one.names][:LEADING_NAMES]
    names = {some[at]: float(by[at]) for at in leading}
    lead = lead_of(one)
    lead_names = (lead & one.names) - figures
    years = frozenset(filter(_is_year, figures))
    others = frozenset(figures - years)
    return Weighed(
        report=one.report,
        published=one.published,
        day=day_number(one.published),
        days=tuple(days),
        near_days=frozenset(near for day in days for near in (day - 1, day, day + 1)),
        terms=frozenset(terms),
        numbers=numbers,
        weights=weights,
        heavy=some[:HEAVY_TERMS],
        heavy_weights=by[:HEAVY_TERMS],
        names=names,
        names_weight=math.fsum(names.values()),
        all_names=one.names,
        links=frozenset(),
        lead=lead,
        lead_names=lead_names,
        figures=others,
        years=years,
        told={},
        whole=whole(lead, lead_names, others, rarity),
    )


def _is_year(term: str) -> bool:
    return len(term) == 4 and term[:2] in ("19", "20")


def _counts(one: Terms) -> collections.Counter[str]:
    counts = collections.Counter(itertools.chain.from_iterable(one.paragraphs))
    counts.update(one.title)
    return counts


def _links(one: Terms, number: Mapping[str, int]) -> _Links:
    """Pairs of neighbouring terms of a paragraph with a name among them, each once, in order."""
    terms = list(itertools.chain.from_iterable(one.paragraphs))
    numbers = numpy.fromiter(map(number.__getitem__, terms), numpy.int64, len(terms))
    named = numpy.fromiter(map(one.names.__contains__, terms), numpy.bool_, len(terms))
    linked = named[:-1] | named[1:]
    ends = list(itertools.accumulate(len(words) for words in one.paragraphs))[:-1]
    linked[[end - 1 for end in ends if 0 < end < len(terms)]] = False
    found: _Links = numpy.unique((numbers[:-1] * len(number) + numbers[1:])[linked])
    return found


def cosines(weighed: Sequence[Weighed]) -> Iterator[tuple[tuple[int, int], float]]:
    """How much of their weightiest terms the pairs (earlier, later) share of which that is likely."""
    terms, weights = [one.numbers for one in weighed], [one.weights for one in weighed]
    own = numpy.zeros(max((int(some.max()) + 1 for some in terms if len(some)), default=0))  # of the later one's terms
    for at, others in candidates(weighed):
        own[terms[at]] = weights[at]
        shared = own[numpy.concatenate([terms[other] for other in others])]
        shared *= numpy.concatenate([weights[other] for other in others])
        begins = [0, *itertools.accumulate(len(terms[other]) for other in others[:-1])]
        close = numpy.add.reduceat(shared, begins).round(9)
        own[terms[at]] = 0.0
        yield from (((other, at), found) for other, found in zip(others, close.tolist(), strict=True))


def candidates(weighed: Sequence[Weighed]) -> Iterator[tuple[int, list[int]]]:
    """For each report those before it that share weighty terms, the most likely ones."""
    holders: dict[str, list[int]] = collections.defaultdict(list)
    for at, one in enumerate(weighed):
        met: list[int] = []
        sizes: list[int] = []
        for term in one.heavy:
            held = holders[term]
            near = held[-NEAREST:]
            met += near
            sizes.append(len(near))
            held.append(at)
        if not met:
            continue
        weights = numpy.repeat(one.heavy_weights, sizes)
        others, of = numpy.unique(numpy.array(met), return_inverse=True)
        shared = numpy.bincount(of, weights).round(9)
        likely = numpy.bincount(of) > 1
        others, shared = others[likely], shared[likely]
        best = numpy.lexsort((-others, -shared))[:MOST_COMPARED]
        if len(best):
            yield at, others[best].tolist()
