"""How many an incident of one report killed, injured or took: the likeliest of all counts that the report can mean.

Comes in: what the rules add up (`harm`), the claims of an incident, all figures of the report. Goes out: for each kind
of harm a count, or that it is not told. A small model for each kind (`[harm …]` in `data/incidents.toml`, made by
`training/incidents.py`) looks at where a figure stands, whether the rules give it, how many victims the clauses name
and by which words they are told; it knows no names.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim, Figure, Scope
from fogline.model.picture import Toll
from fogline.picture.choosing import Features, best
from fogline.picture.harm import MEASURES, TOLD, is_everyone, is_many

_LISTS = word_lists("figure_words", "casualties")
_ROWS = 2  # sentences around an incident whose figures can be its
_WORD = re.compile(r"[^\W\d_]{3,}")
_NOT = _LISTS.pattern("not")


@dataclass(frozen=True, slots=True)
class Count:
    """How many: at least and at most. None as the most: nobody says."""

    low: float
    high: float | None


Choice = tuple[Count | None, Features]
Key = tuple[int, int, str | None]


@dataclass(frozen=True, slots=True)
class Page:
    """What a report gives to count."""

    text: str
    ends: Sequence[int]  # of its sentences
    figures: Sequence[Figure]  # in the order of the text
    starts: Sequence[int]
    owned: frozenset[Key]  # figures that are of one incident or another


def page(text: str, ends: Sequence[int], figures: Sequence[Figure], incidents: Iterable[Sequence[Claim]]) -> Page:
    """What a report gives to count. `incidents`: the claims of each."""
    owned = frozenset(_key(figure) for claims in incidents for claim in claims for figure in claim.figures)
    figures = sorted(figures, key=lambda one: (one.start, one.end))
    return Page(text, ends, figures, [figure.start for figure in figures], owned)


def _key(figure: Figure) -> Key:
    return figure.start, figure.end, figure.measure


def counted(tolls: Sequence[Toll], kind: str, claims: Sequence[Claim], given: Page) -> tuple[Toll, ...]:
    """The tolls of an incident, as the rules have them, with the likeliest counts of all people."""
    return chosen(
        tolls, {name: best(some, f"harm {name}") for name, some in all_choices(tolls, kind, claims, given).items()}
    )


def all_choices(tolls: Sequence[Toll], kind: str, claims: Sequence[Claim], given: Page) -> dict[str, list[Choice]]:
    """For each kind of harm what can be meant."""
    return {measure: choices(measure, _of_all(tolls, measure), kind, claims, given) for measure in MEASURES}


def _of_all(tolls: Sequence[Toll], measure: str) -> Toll | None:
    return next((toll for toll in tolls if toll.group is None and toll.measure == measure), None)


def chosen(tolls: Sequence[Toll], counts: Mapping[str, Count | None]) -> tuple[Toll, ...]:
    """Tolls with other counts of all people."""
    made = [toll for toll in tolls if toll.group is not None or toll.measure not in MEASURES]
    for measure, count in counts.items():
        if count is None:
            continue
        exact = count.low if count.low == count.high else None
        base = _of_all(tolls, measure) or Toll(
            measure=measure, group=None, best=exact, low=count.low, high=count.high, as_of=None
        )
        made.append(replace(base, best=exact, low=count.low, high=count.high))
    return tuple(sorted(made, key=lambda toll: (toll.measure, toll.group or "")))


def choices(measure: str, rule: Toll | None, kind: str, claims: Sequence[Claim], page: Page) -> list[Choice]:
    """That it is not told, and all counts that can be meant, each with what speaks for it."""
    scene = _scene(measure, rule, kind, claims, page)
    near = list(_near(measure, claims, scene.rows, page))
    members = _members(scene.rule, near, page)
    near = [one for one in near if one[0] not in members]
    given: dict[Count, Features] = {}
    if scene.rule is not None:
        _mark(given, scene.rule, "by rule", *(("a list",) if members else ()))
    if not members:
        _offer(given, scene, near)
    nothing: Features = {"none": 1.0, **{f"none {name}": value for name, value in scene.common.items()}}
    if scene.rule is None:
        nothing["none by rule"] = 1.0
    nothing["none figures"] = float(bool(near))
    made: list[Choice] = [(None, nothing)]
    for count, found in given.items():
        size = _size(count)
        found[f"size {size}"] = 1.0
        found.update({f"{name} size {size}": value for name, value in scene.common.items() if name.startswith("kind ")})
        if scene.rule is not None and count != scene.rule:
            found["rule above" if scene.rule.low > count.low else "rule below"] = 1.0
        if near and "first figure" not in found and not any(name.startswith("figure") for name in found):
            found["while figures are given"] = 1.0
        if scene.named and scene.named != count.low:
            found["others named"] = 1.0
        found.update({f"size {size} {name}": 1.0 for name in scene.victims})
        made.append((count, found))
    return made


def _offer(given: dict[Count, Features], scene: _Scene, near: Sequence[tuple[Figure, str]]) -> None:
    """The counts of the figures, of the victims that the clauses name, and what a clause without a number can mean."""
    if scene.named:
        _mark(given, Count(float(scene.named), float(scene.named)), "as many as are named")
    if scene.told:
        _mark(given, Count(1.0, 1.0), "one at hand")
        _mark(given, Count(2.0, None), "some at hand")
    greatest = max((count.low for figure, _ in near if (count := _count(figure)) is not None), default=0.0)
    for figure, how in near:
        count = _count(figure)
        if count is None:
            continue
        _mark(given, count, f"figure {how}", f"scope {figure.scope}", "of all" if is_everyone(figure) else "of some")
        if figure is near[0][0]:
            _mark(given, count, "first figure")
        if figure.scope is Scope.TOTAL and count.low >= greatest:
            _mark(given, count, "greatest figure")


@dataclass(frozen=True, slots=True)
class _Scene:
    rows: Sequence[int]
    rule: Count | None
    named: int
    told: bool
    victims: Sequence[str]
    common: Features


def _scene(measure: str, rule: Toll | None, kind: str, claims: Sequence[Claim], page: Page) -> _Scene:
    text, ends = page.text, page.ends
    pattern = dict(TOLD)[measure]
    telling = [claim for claim in claims if claim.kind is not None] or list(claims)
    rows = sorted({_row(claim, ends) for claim in telling})
    words = " ".join(text[_start(row, ends) : _stop(row, ends, text)] for row in rows)
    after = " ".join(text[_start(row, ends) : _stop(row, ends, text)] for row in {row + 1 for row in rows} - set(rows))
    of_it = [
        claim for claim in telling if claim.trigger and pattern.search(text[claim.trigger.start : claim.trigger.end])
    ]
    named, victims = _victims(of_it)
    low = None if rule is None else rule.low if rule.low is not None else rule.best
    count = None if rule is None or low is None else Count(low, rule.high)
    common: Features = {f"kind {kind}": 1.0, "tellings": math.log(len(telling))}
    common["word told"] = float(bool(of_it))
    common["word there"] = float(pattern.search(words) is not None)
    common["word after"] = float(pattern.search(after) is not None)
    common["not there"] = float(_NOT.search(words) is not None)
    common[f"stage {telling[0].stage}"] = 1.0
    common = {name: value for name, value in common.items() if value}
    told = bool(of_it) or bool(common.get("word there"))
    return _Scene(rows, count, named, told, victims, common)


def _victims(told: Sequence[Claim]) -> tuple[int, Sequence[str]]:
    """How many single people the clauses of a harm are done to, and of what sort their words are."""
    singles: list[frozenset[str]] = []
    sorts: set[str] = set()
    for claim in told:
        if not claim.recipients:
            sorts.add("nobody told")
        for actor in claim.recipients:
            words = frozenset(word.casefold() for word in _WORD.findall(actor.as_worded or actor.name))
            many = is_many(actor)
            sorts.add("many" if many else "unclear" if many is None else "one")
            if many is False and not any(words & other for other in singles):
                singles.append(words)
    return len(singles), sorted(sorts)


def _near(measure: str, claims: Sequence[Claim], rows: Sequence[int], page: Page) -> Iterator[tuple[Figure, str]]:
    """The figures of a harm in the sentences of an incident and around them, but for those of other incidents."""
    own = {_key(figure) for claim in claims for figure in claim.figures}
    first = min(_start(rows[0] - _ROWS, page.ends), *(claim.start for claim in claims))
    last = max(_stop(min(rows[-1] + _ROWS, len(page.ends)), page.ends, page.text), *(claim.end for claim in claims))
    begin, finish = bisect_left(page.starts, first), bisect_right(page.starts, last)
    for figure in page.figures[begin:finish]:
        if figure.measure != measure or figure.scope is Scope.RATE:
            continue
        row = bisect_right(page.ends, figure.start)
        gap = min((row - one for one in rows), key=lambda far: (abs(far), far), default=99)
        if _key(figure) in own:
            yield figure, "inside"
        elif abs(gap) <= _ROWS and _key(figure) not in page.owned:
            yield figure, "sentence" if gap == 0 else "after" if gap > 0 else "before"


def _members(rule: Count | None, near: Sequence[tuple[Figure, str]], page: Page) -> list[Figure]:
    """The figures of one sentence of which the rules' count is the sum: "three nurses and two drivers" are five."""
    rows: dict[int, list[Figure]] = {}
    for figure, how in near:
        if how == "inside" and figure.scope is Scope.TOTAL and figure.best:
            rows.setdefault(bisect_right(page.ends, figure.start), []).append(figure)
    lists = (some for some in rows.values() if len(some) > 1)
    return next((some for some in lists if rule and sum(one.best or 0.0 for one in some) == rule.low), [])


def _mark(given: dict[Count, Features], count: Count, *names: str) -> None:
    found = given.setdefault(count, {})
    found.update(dict.fromkeys(names, 1.0))


def _count(figure: Figure) -> Count | None:
    if figure.best is not None:
        return Count(figure.best, figure.best)
    return None if figure.low is None else Count(figure.low, figure.high)


def _size(count: Count) -> str:
    if count.high is None:
        return "open"
    low = count.low
    return (
        "0"
        if low == 0
        else "1"
        if low == 1
        else "2"
        if low == 2
        else "few"
        if low < 10
        else "many"
        if low < 100
        else "large"
    )


def _row(claim: Claim, ends: Sequence[int]) -> int:
    return bisect_right(ends, claim.trigger.start if claim.trigger else claim.start)


def _start(row: int, ends: Sequence[int]) -> int:
    return ends[row - 1] if 0 < row <= len(ends) else 0


def _stop(row: int, ends: Sequence[int], text: str) -> int:
    return min(ends[row] if row < len(ends) else len(text), _start(row, ends) + 1_000)
