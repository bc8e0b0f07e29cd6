"""On which day a happening was, by the votes of the reports that tell of it.

Comes in: the claims that tell of it, claims of its reports that give a day, and when the reports were published.
Goes out: the day that is most likely, or None where no claim gives one.

Each report speaks for the days that its claims give; a day's marks (`data/votes.toml`) say how: told with the
happening, first in the text, with its victims, by "it happened on Friday", by claims on something else, as the begin
or the end of a night. A mark's share of the reports is weighed; the day with the highest sum holds. No report tells of
what came after it was published: later days are out where an earlier one is given.
"""

from __future__ import annotations

import collections
import functools
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from fogline.data.calendar import OPEN
from fogline.data.weights import weights
from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim
from fogline.picture.days import DAY, EVENING, minutes_of
from fogline.picture.tellings import GENERAL, kind_row
from fogline.picture.votes import heaviest

_LISTS = word_lists("times.en", "days")
LONGEST = 2  # days: an interval over more days names none of them
LEAD = 400  # characters: the headline and the first paragraphs
WEEK = 7
ONE_DAY, NIGHT = "one day", "night's begin"  # marks of days that are named
FAR = 30
_FURTHER = ((60, "touching"), (200, "near"), (600, "not far"))  # characters from the words that tell
MORNING = 6 * 60  # minutes of the day
_DATE = _LISTS.pattern("date", 0)
_DIGIT = re.compile(r"\d")  # what most sentences lack is looked for first
_WEEKDAY = _LISTS.pattern("weekday")
_VICTIMS = frozenset({"killed", "injured", "casualties"})


def dated(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims that give a day or a night, in the order of the text."""
    return tuple(claim for claim in sorted(claims, key=lambda one: (one.start, one.id)) if days_of(claim))


def days_of(claim: Claim) -> tuple[int, ...]:
    """The day that a claim gives, or both days of a night or a weekend; none where it gives no day.

    "Since 1 January" gives none: what goes on has a begin, but did not happen on it. "After 6 p.m." gives its day, and
    "just before midnight" the day that ends.
    """
    minutes = minutes_of(claim.when)
    by_the_clock = "T" in (claim.when.begin or claim.when.finish or "")
    if minutes is None or ((claim.when.edtf or "").endswith(f"/{OPEN}") and not by_the_clock):
        return ()
    before_midnight = claim.when.begin is None and by_the_clock and minutes[1] % DAY == 0
    if before_midnight:
        return (minutes[1] // DAY - 1,)
    first, last = minutes[0] // DAY, (minutes[1] - 1) // DAY if minutes[1] > minutes[0] else minutes[1] // DAY
    return tuple(range(first, last + 1)) if last - first < LONGEST else ()


def likeliest(marked: Mapping[int, Mapping[str, float]]) -> int | None:
    """The day whose marks weigh most."""
    return heaviest(marked, weights("votes", "dates"))


def marks(
    told: Sequence[Claim],
    around: Mapping[str, Sequence[Claim]],
    published: Mapping[str, int],
    text_of: Mapping[str, str],
    beside: Collection[str] = (),
) -> Mapping[int, Mapping[str, float]]:
    """The marks of each day that is given. `around`: claims with a day of each report; `text_of`: a report's origin.

    `published`: the day of each report's publication, where it is known. `beside`: claims that may be on other things.
    """
    own = {claim.id for claim in told}
    reports = sorted({claim.report for claim in told})
    texts = {text_of[report] for report in reports}
    shown: dict[tuple[str, int], set[str]] = collections.defaultdict(set)
    found: dict[int, dict[str, float]] = collections.defaultdict(lambda: collections.defaultdict(float))
    spans: dict[str, list[tuple[int, int]]] = collections.defaultdict(list)
    for claim in told:
        spans[claim.report].append((claim.start, claim.end))
    for report in reports:
        first_told = first = True
        often: collections.Counter[int] = collections.Counter()
        for claim in around.get(report, ()):
            days = days_of(claim)
            names = _kinds_of(claim, claim.id in own)
            if claim.id not in own:
                names.add(_how_far(claim, spans[report]))
            if first:
                names.add("first day of the report")
                first = False
            if claim.id in own and first_told:
                names.add("first day told")
                first_told = False
            if claim.id in beside:
                names = {f"apart: {name}" for name in names} | {"apart"}
            else:
                names |= _words_of(claim, claim.id in own)
            for place, day in enumerate(days):
                often[day] += 1
                shown[text_of[report], day] |= names | {_edge(claim, place, len(days))}
                shown[text_of[report], day] |= _by_publication(claim, day, published.get(report))
        whole = sum(often.values())
        for day, count in sorted(often.items()):
            found[day]["share of the days"] += count / whole / len(texts)
            found[day]["often"] += math.log(count) / len(texts)
    for (_, day), names in sorted(shown.items()):
        for name in sorted(names):
            found[day][name] += 1.0 / len(texts)
    known = [published[report] for report in reports if report in published]
    last = min(known, default=None)
    if last is not None and any(day <= last for day in found):
        found = {day: own_marks for day, own_marks in found.items() if day <= last}
    for day, own_marks in found.items():
        own_marks["earliest"] = float(day == min(found))
        if last is not None:
            own_marks["age"] = math.log1p(max(0, last - day))
            own_marks["on publication"] = float(day == last)
            own_marks["day before publication"] = float(day == last - 1)
            own_marks["within a week"] = float(last - day <= WEEK)
            own_marks["long ago"] = float(last - day > FAR)
    return found


def _how_far(claim: Claim, told: Sequence[tuple[int, int]]) -> str:
    """How far from the words that tell of a happening a day stands that other words give."""
    gap = min((max(0, start - claim.end, claim.start - end) for start, end in told), default=_FURTHER[-1][0])
    return next((name for most, name in _FURTHER if gap <= most), "far off")


def _by_publication(claim: Claim, day: int, published: int | None) -> set[str]:
    """How a day lies to the publication of the report that gives it."""
    if published is None:
        return set()
    if day < published - 1:
        return {"in the report's last week"} if day > published - WEEK else set()
    if day == published - 1:
        return {"day before its report"}
    minutes = minutes_of(claim.when)
    hour = minutes is not None and minutes[0] == minutes[1]
    return {"day of its report", "hour of its report's day"} if hour else {"day of its report"}


def _words_of(claim: Claim, own: bool) -> set[str]:
    """Whether a claim's own words give its day by a date or a weekday, or it has it from elsewhere."""
    how = _words_in(claim.quote)
    return {f"by {how}", f"by {how}, told"} if own else {f"by {how}"}


@functools.lru_cache(maxsize=100_000)  # a report's sentences are looked at for each happening that it tells of
def _words_in(quote: str) -> str:
    if _DIGIT.search(quote) and _DATE.search(quote):
        return "a date"
    return "a weekday" if "day" in quote.casefold() and _WEEKDAY.search(quote) else "neither"


def _edge(claim: Claim, place: int, size: int) -> str:
    minutes = minutes_of(claim.when)
    if size == 1 or minutes is None:
        return ONE_DAY
    night = minutes[1] - minutes[0] < DAY
    return (NIGHT if night else "first of two") if place == 0 else "night's end" if night else "second of two"


def _kinds_of(claim: Claim, own: bool) -> set[str]:
    names: set[str] = set()
    hurt = any(figure.measure in _VICTIMS for figure in claim.figures)
    if own:
        names.add("told")
        if hurt:
            names.add("told with victims")
        names.add("told in general" if claim.kind in GENERAL or claim.kind is None else "told in particular")
    elif claim.kind is None and claim.trigger is not None:
        names.add("it happened")
    elif claim.kind is None:
        names.add("beside, with victims" if hurt else "beside")
    else:
        names.add("of something else")
        row = kind_row(claim.kind)
        names.add(f"of something else: {row.family}" if row is not None else "of something else")
    if claim.start < LEAD:
        names.add("lead, told" if own else "lead")
    minutes = minutes_of(claim.when)
    if minutes is not None and minutes[0] == minutes[1]:
        names.add("an hour, told" if own else "an hour")
        if minutes[0] % DAY < MORNING:
            names.add("an hour of the small ones")
        elif minutes[0] % DAY >= EVENING:
            names.add("an hour of the evening")
    if claim.when.basis == "explicit":
        names.add("explicit")
    if claim.when.basis == "relative to the sentence before":
        names.add("by the sentence before")
    if minutes is not None and minutes[0] % DAY < EVENING and minutes[1] - minutes[0] == DAY - 1:
        names.add("whole day")
    return names
