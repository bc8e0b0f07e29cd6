"""When an incident of one report was, by all the days that the report gives.

Comes in: a report, its times, and the claims of an incident. Goes out: the interval that a small model finds likeliest
(`[day]` in `data/incidents.toml`, made by `training/incidents.py`): one that a claim or a sentence near it gives, the
day of publication, or no more than that it was published by then. A report without a date gives only what its words do.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fogline.data.calendar import day_of
from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim, Stage, Time, When
from fogline.model.report import Report
from fogline.picture.choosing import Features, best
from fogline.picture.days import DAY, day_number, day_text, minutes_of, named_day_end

_LISTS = word_lists("times.en", "dating")
_SET = frozenset({"SET", "DURATION"})
_BEFORE = _LISTS.pattern("before")
_SAID = _LISTS.pattern("said")
_LONG_AGO = _LISTS.pattern("long_ago")
_ROWS = 4  # sentences around an incident whose days can be its


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that a report gives."""

    text: str
    published: str | None
    times: Sequence[Time]  # with an interval, in the order of the text
    starts: Sequence[int]


def calendar(report: Report, times: Sequence[Time]) -> Calendar:
    """The days that a report gives."""
    known = [time for time in times if (time.begin or time.finish) and time.type not in _SET]
    known.sort(key=lambda time: (time.start, time.end))
    day = day_of(report.published)
    return Calendar(report.text, day if day and day[0] != "X" else None, known, [time.start for time in known])


def when_of(read: When, stage: Stage | None, told: Sequence[Claim], ends: Sequence[int], given: Calendar) -> When:
    """When an incident was. `read`: what its claims alone say; `ends`: where the report's sentences end."""
    return best(choices(read, stage, told, ends, given), "day") or read


@dataclass(frozen=True, slots=True)
class _Given:
    when: When
    start: int
    how: str


def choices(
    read: When, stage: Stage | None, told: Sequence[Claim], ends: Sequence[int], given: Calendar
) -> list[tuple[When, Features]]:
    """All days that an incident can have been on, each with what speaks for it."""
    found: dict[tuple[str | None, str | None], list[_Given]] = {}
    for one in _all(told, ends, given):
        found.setdefault((one.when.begin, one.when.finish), []).append(one)
    first = min((claim.start for claim in told), default=0)
    old = any(_LONG_AGO.search(claim.quote) for claim in told)
    common: Features = {
        "past words": float(old),
        "opening": float(first < 500),
        "tellings": math.log(max(1, len(told))),
    }
    common[f"stage {stage}"] = 1.0
    made: list[tuple[When, Features]] = []
    read_key = (_day(read.begin), _day(read.finish))
    exact = any(_is_day(*key) for key in found)
    if given.published is not None:
        day = given.published
        by = When(edtf=f"../{day}", finish=day, basis="published by")
        for name, when in (("by", by), ("that day", When(edtf=day, begin=day, finish=day, basis="published by"))):
            if name == "that day" and (day, day) in found:
                continue
            features: Features = {name: 1.0, f"{name} while days are given": float(exact)}
            features[f"{name} as read"] = float(read_key == (when.begin, when.finish))
            features.update((f"{name} {key}", value) for key, value in common.items() if value)
            made.append((when, {key: value for key, value in features.items() if value}))
    for (begin, finish), some in found.items():
        features = {"given": 1.0, f"given {_length(begin, finish)}": 1.0}
        order = min(some, key=lambda one: _ORDER[one.how])
        features[f"given {order.how}"] = 1.0
        features["as read"] = float(read_key == (begin, finish))
        features["share"] = min(1.0, sum(one.how in ("told", "inside", "sentence") for one in some) / max(1, len(told)))
        features["often"] = math.log(len(some))
        features[f"basis {order.when.basis}"] = 1.0
        features.update(_gap(begin, finish, given.published))
        features.update(_around(order, given.text))
        if len(found) == 1:
            features["the only one"] = 1.0
        made.append((order.when, {key: value for key, value in features.items() if value}))
    return made


_ORDER = {
    name: i
    for i, name in enumerate(("told", "inside", "sentence", "after 1", "before 1", "after", "before", "opening"))
}


def _all(told: Sequence[Claim], ends: Sequence[int], given: Calendar) -> Iterator[_Given]:
    """The days of the claims themselves and of the sentences around them."""
    spans = [(claim.start, claim.end) for claim in told]
    rows = sorted({bisect_right(ends, claim.trigger.start if claim.trigger else claim.start) for claim in told})
    for claim in told:
        if (when := _whole_days(claim.when)) is not None:
            yield _Given(when, claim.start, "told")
    for time in given.times:
        when = _whole_days(When(edtf=time.edtf, begin=time.begin, finish=time.finish, basis=time.basis))
        if when is None or time.start < 40:
            continue
        row = bisect_right(ends, time.start)
        at = bisect_right(rows, row)
        gap = min((row - one for one in rows[max(0, at - 1) : at + 1]), key=lambda d: (abs(d), d), default=99)
        if any(first <= time.start < last for first, last in spans):
            yield _Given(when, time.start, "inside")
        elif gap == 0:
            yield _Given(when, time.start, "sentence")
        elif abs(gap) <= _ROWS:
            side = "after" if gap > 0 else "before"
            yield _Given(when, time.start, f"{side} 1" if abs(gap) == 1 else side)
        elif row <= 2:
            yield _Given(when, time.start, "opening")


def _whole_days(when: When) -> When | None:
    """An interval as the days on which it lies; None where the year is not known."""
    minutes = minutes_of(when)
    if minutes is None:
        return None
    begin, finish = _day(when.begin), _day(when.finish)
    if begin and finish and minutes[1] - minutes[0] < DAY:
        day = day_text(named_day_end(minutes))
        begin = finish = day
    return When(edtf=when.edtf, begin=begin, finish=finish or begin, basis=when.basis)


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment and len(moment) >= 10 else None


def _is_day(begin: str | None, finish: str | None) -> bool:
    return begin is not None and begin == finish


def _length(begin: str | None, finish: str | None) -> str:
    first, last = day_number(begin), day_number(finish)
    if first is None or last is None:
        return "open"
    days = last - first
    return "a day" if days == 0 else "days" if days <= 3 else "weeks" if days <= 31 else "long"


def _gap(begin: str | None, finish: str | None, published: str | None) -> Iterator[tuple[str, float]]:
    last, day = day_number(finish or begin), day_number(published)
    if last is None or day is None:
        return
    gap = day - last
    name = (
        "ahead"
        if gap < 0
        else "that day"
        if gap == 0
        else "the day before"
        if gap == 1
        else "days"
        if gap <= 4
        else "weeks"
        if gap <= 31
        else "months"
        if gap <= 365
        else "years"
    )
    yield f"gap {name}", 1.0


def _around(one: _Given, text: str) -> Mapping[str, float]:
    found = {}
    if one.how not in ("told",):
        before = _BEFORE.search(text[max(0, one.start - 20) : one.start].replace("\n", " "))
        found[f"after {before[1].lower() if before else 'no preposition'}"] = 1.0
        if _SAID.search(text[max(0, one.start - 40) : one.start + 40]):
            found["beside saying"] = 1.0
    return found
