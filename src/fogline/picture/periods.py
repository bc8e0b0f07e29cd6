"""Stories over any span of time: reports are compared a period at a time, so that a new one reaches only its own.

Comes in: reports in order of time, each with a key, and where to take their terms from. Goes out: the story of each.

A period is a span of the calendar with no more than `MOST` reports, or one day. Periods are halves of halves of one
fixed span: which reports lie in one depends on the reports alone, never on the order in which they came. How rare a
term is, and so how much it says, is counted within a period and the days before it (`BEFORE`); a report is compared
with those before it in its period and with the last ones of the days before. With up to `MOST` reports all is one
period. Groups are then grown over the pairs of all periods together, so that no story ends at the edge of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy

from fogline.picture.days import day_number
from fogline.picture.memo import Memo, key, remembered
from fogline.picture.stories import closeness, together
from fogline.picture.terms import UNDATED, Terms, stable_id

MOST = 4_000  # reports; a period this full costs about 10 s of one core to compare anew
BEFORE = 1_000  # reports of the days before a period that its own are compared with too
BEFORE_DAYS = 7  # and how far they may lie back: of pairs of one story (gva) 98% lie no further apart
_SPAN = 1 << 20  # days from the first of the calendar that are halved: nothing is dated later

Pairs = Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A report in the order of time, with what changes when it does."""

    published: str  # UNDATED where not known
    report: str
    key: str
    days: tuple[int, ...]  # that its claims speak of


@dataclass(frozen=True, slots=True)
class _Period:
    """Places in the order of reports: the days before, then the period's own reports."""

    before: int
    first: int
    end: int


def stories_of(
    reports: Sequence[Dated], texts: Callable[[Sequence[str]], Sequence[Terms]], memo: Memo | None
) -> dict[str, str]:
    """The story of each report. `reports` in order of time."""

    def keys(one: _Period) -> bytes:
        return key("period", one.first - one.before, [each.key for each in reports[one.before : one.end]])

    def make(some: Sequence[_Period]) -> Iterator[tuple[_Period, Pairs]]:
        for one in some:
            within = reports[one.before : one.end]
            days = {each.report: each.days for each in within}
            yield one, closeness(texts([each.report for each in within]), days, first=one.first - one.before)

    pairs: dict[tuple[int, int], float] = {}
    compared = remembered(memo, keys, periods(reports), make, (_to_bytes, _from_bytes), at_once=1)
    for one, found in sorted(compared, key=lambda row: row[0].first):
        pairs.update(((a + one.before, b + one.before), close) for (a, b), close in found.items())
    stories: dict[str, str] = {}
    for members in together(len(reports), pairs, memo):
        name = stable_id("s", reports[members[0]].report)
        stories.update((reports[member].report, name) for member in members)
    return stories


def periods(reports: Sequence[Dated]) -> list[_Period]:
    """The periods of reports that stand in order of time; those without a day are one of their own, the last."""
    if len(reports) <= MOST:
        return [_Period(0, 0, len(reports))] if reports else []
    days = [day_number(one.published) if one.published < UNDATED else None for one in reports]
    known: list[int] = []  # never falling, so that a date without a day ("2023-03") goes with the one before it
    for day in days:
        known.append(max(day or 0, known[-1] if known else 0))
    dated = next((at for at, one in enumerate(reports) if not one.published < UNDATED), len(reports))
    found = [*_halved(known, 0, dated, 0, _SPAN)]
    if dated < len(reports):
        found.append((dated, len(reports)))
    return [_Period(_back(known, first, dated), first, end) for first, end in found]


def _halved(days: Sequence[int], first: int, end: int, begin: int, span: int) -> Iterator[tuple[int, int]]:
    if first == end:
        return
    if end - first <= MOST or span == 1:
        yield first, end
        return
    half = span // 2
    middle = int(numpy.searchsorted(days[first:end], begin + half)) + first
    yield from _halved(days, first, middle, begin, half)
    yield from _halved(days, middle, end, begin + half, half)


def _back(days: Sequence[int], first: int, dated: int) -> int:
    """The first of the reports before a period that its own are compared with."""
    at = max(0, first - BEFORE)
    while first < dated and at < first and days[first] - days[at] > BEFORE_DAYS:
        at += 1
    return at


def _to_bytes(pairs: Pairs) -> bytes:
    places = numpy.array(list(pairs), numpy.uint32).reshape(len(pairs), 2)
    return places.tobytes() + numpy.array(list(pairs.values()), numpy.float64).tobytes()


def _from_bytes(kept: bytes) -> Pairs:
    number = len(kept) // 16
    places = numpy.frombuffer(kept, numpy.uint32, 2 * number).reshape(number, 2).tolist()
    close = numpy.frombuffer(kept, numpy.float64, number, 8 * number).tolist()
    return {(one, other): how for (one, other), how in zip(places, close, strict=True)}
