"""How many an incident of one report killed, injured or took, all groups together.

Comes in: the claims of one incident. Goes out: for each kind of harm, one figure of all people. A report that says "the
mayor and two bodyguards were killed" gives three, although it prints no three; "nine people and two guards" are eleven;
"nine people, two of them guards" are nine. A person who is named again, or spoken of as "the minister", counts once.
Those whom a clause has killed, injured or taken without a number count too: a named one as one, "the priests" as two or
more.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from fogline.data.kinds import kind_table
from fogline.data.word_lists import word_lists
from fogline.model.claim import Actor, Claim, Figure, Scope, Stage
from fogline.model.picture import Toll
from fogline.picture.one_report import EVERYONE

_LISTS = word_lists("figure_words", "harm")
MEASURES = ("killed", "injured", "abducted")
_NEAR = 160  # characters: figures of one sentence that are counted together stand closer
_AGAIN = _LISTS.pattern("again")
_WORD = re.compile(r"[^\W\d_]{3,}")
_DONE = frozenset({Stage.HAPPENED, Stage.ONGOING, None})
TOLD = tuple((measure, _LISTS.pattern(f"tells_{measure}")) for measure in ("injured", "abducted", "killed"))
_MANY = _LISTS.pairs("many")
_PHRASE_END = _LISTS.pattern("phrase_end", 0)


def tolls(one: Sequence[Toll], claims: Iterable[Claim]) -> tuple[Toll, ...]:
    """The tolls of an incident, those of all people made whole."""
    told = list(claims)
    figures = {(f.start, f.end, f.measure): f for claim in told for f in claim.figures if f.measure in MEASURES}
    by_measure: dict[str, list[Figure]] = collections.defaultdict(list)
    for _, figure in sorted(figures.items(), key=lambda row: row[0][:2]):
        if figure.scope is Scope.TOTAL and figure.measure is not None:
            by_measure[figure.measure].append(figure)
    for claim in told:
        for figure in _uncounted(claim):
            if figure.measure is not None:
                by_measure[figure.measure].append(figure)
    known = {toll.measure: toll for toll in one if toll.group is None}
    made = [toll for toll in one if not (toll.group is None and toll.measure in by_measure)]
    for measure, some in by_measure.items():
        low, high = _whole(some)
        old = known.get(measure)
        best = low if low is not None and low == high else None
        if low is None and old is not None:
            made.append(old)
        elif old is not None:
            made.append(replace(old, best=best, low=low, high=high))
        else:
            made.append(Toll(measure=measure, group=None, best=best, low=low, high=high, as_of=None))
    return tuple(sorted(made, key=lambda toll: (toll.measure, toll.group or "")))


def _uncounted(claim: Claim) -> Iterator[Figure]:
    """Those to whom a clause has it done without a number, as figures: one, or two and more."""
    if claim.trigger is None or claim.stage not in _DONE or claim.polarity == "negative":
        return
    word = claim.quote[claim.trigger.start - claim.start : claim.trigger.end - claim.start]
    measure = next((name for name, pattern in TOLD if pattern.search(word)), None)
    counted = {word.casefold() for f in claim.figures for word in _WORD.findall(f.as_worded)}
    if measure is None or any(f.measure == measure and f.high == 0 for f in claim.figures):
        return
    for actor in claim.recipients:
        words = {word.casefold() for word in _WORD.findall(actor.as_worded or actor.name)}
        many = is_many(actor)
        if many is None or not words or words & counted:
            continue
        yield Figure(
            start=claim.start,
            end=claim.end,
            measure=measure,
            group=None,
            best=None if many else 1.0,
            low=2.0 if many else 1.0,
            high=None if many else 1.0,
            as_worded=actor.as_worded or actor.name,
        )


def is_many(actor: Actor) -> bool | None:
    """Whether words speak of several people, of one, or (None) of no people or nobody in particular."""
    classes = kind_table().classes
    people = classes["persons"] | classes["armed"]
    head = _PHRASE_END.split(actor.name, maxsplit=1)[0].split()
    if not head:
        return None
    last = head[-1].casefold()
    single = _MANY.get(last) or (last[:-1] if last.endswith("s") and not last.endswith("ss") else "")
    if single in people or last in ("people", "police"):
        return True
    if last in people:
        return False
    named = len(head) >= 2 and all(word[:1].isupper() for word in head[-2:]) and last not in classes["things"]
    return False if named and actor.party is None else None


@dataclass(frozen=True, slots=True)
class _Part:
    low: float
    high: float | None
    figure: Figure


def _whole(figures: Sequence[Figure]) -> tuple[float | None, float | None]:
    """The least and the most people that figures of one harm count together."""
    parts = [_Part(*edges, figure) for figure in figures if (edges := _edges(figure)) is not None]
    counts = [part for part in parts if is_everyone(part.figure) and (part.low > 1 or part.high is None)]
    alone = [part for part in parts if part.low == 1 and part.high == 1]
    singles = _people(alone, min((part.figure.start for part in parts), default=0))
    groups: dict[str, _Part] = {}
    for part in parts:
        group = part.figure.group
        several = group is not None and not is_everyone(part.figure) and part.low > 1
        if several and group is not None and (group not in groups or groups[group].low < part.low):
            groups[group] = part
    if counts:
        top = max(counts, key=lambda part: part.low)
        beside = [part for part in groups.values() if _is_beside(part.figure, top.figure)]
        beside += [part for part in singles if _is_beside(part.figure, top.figure)]
        return _sum([top, *beside]) if max((g.low for g in groups.values()), default=0) <= top.low else _sum([top])
    if singles or groups:
        return _sum([*singles, *groups.values()])
    zero = [part for part in parts if part.high == 0]
    return (0.0, 0.0) if zero else (None, None)


def _edges(figure: Figure) -> tuple[float, float | None] | None:
    if figure.best is not None:
        return figure.best, figure.best
    return None if figure.low is None else (figure.low, figure.high)


def is_everyone(figure: Figure) -> bool:
    return figure.group is None or figure.group in EVERYONE


def _is_beside(one: Figure, other: Figure) -> bool:
    """Whether two figures stand in one row, "nine people and two guards"."""
    return abs(one.start - other.start) < _NEAR and not _AGAIN.match(one.as_worded)


def _people(singles: Sequence[_Part], first: int) -> list[_Part]:
    """Single people, each once: not those spoken of again. `first`: where the first of all figures stands."""
    found: list[tuple[set[str], _Part]] = []
    again: list[_Part] = []
    for part in singles:
        words = {word.casefold() for word in _WORD.findall(part.figure.as_worded)}
        if _AGAIN.match(part.figure.as_worded) and part.figure.start > first:
            again.append(part)
        elif not any(words & known for known, _ in found):
            found.append((words, part))
    return [part for _, part in found] or again[:1]


def _sum(parts: Sequence[_Part]) -> tuple[float | None, float | None]:
    low = sum(part.low for part in parts)
    high = None if any(part.high is None for part in parts) else sum(part.high or 0.0 for part in parts)
    return low, high
