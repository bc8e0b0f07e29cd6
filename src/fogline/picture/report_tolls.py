"""What one report's figures add up to for a single happening.

In: the figures of one report, in order of the text. Out: one `Figure`, or None. Refused: rates, and plurals that nobody
counted. A subset is never added; the members of a list are; a total wins over the increments inside it; the same person
told of twice ("a man", "the victim", "Adrian") is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from fogline.data.measures import measures
from fogline.data.word_lists import word_lists
from fogline.model.claim import Figure, Scope

_LISTS = word_lists("figure_words", "report_tolls")

# Code points from the first toll on: what comes later is background more often than news (gva: 200 to 5,000 tried).
_WINDOW = 600
# Between members of a list stand a comma, an "and", an age or a name, no more.
_LIST_GAP = 12  # (gva: 6 to 30 tried)
_NEARBY = 200  # code points within which "a third died" adds to the toll before it (gva: 100 to 600 tried)
_STATISTIC = _LISTS.pattern("statistic")
_FEMALE = _LISTS.pattern("female")
_MALE = _LISTS.pattern("male")
_YOUNG = _LISTS.pattern("young")
_GROWN = _LISTS.pattern("grown")
_KIN = _LISTS.pattern("kin")
_POINTS_BACK = _LISTS.pattern("points_back")
_OPENS = _LISTS.pattern("opens", 0)
_TOGETHER = _LISTS.pattern("together")
_ORDINALS = {word: number for number, word in enumerate(_LISTS.phrases("ordinals"), start=2)}
_NTH = _LISTS.pattern("nth", ordinals="|".join(_ORDINALS))
_MOST_NTH = 20  # "the 25th homicide of the year" counts a year
_SELF = _LISTS.pattern("self")
_ONESELF = _LISTS.pattern("oneself")
_PRONOUN = _LISTS.pattern("pronoun")
_COUNTED = _LISTS.pattern("counted", 0)


def incident_toll(
    figures: Sequence[Figure], measure: str, window: int = _WINDOW, anew: Set[int] = frozenset()
) -> Figure | None:
    """One report's toll of a single happening, as a figure at the words that carry it; None: nobody is counted.

    `window`: code points from the first figure on; what comes later is left out. `anew`: where figures stand that go on
    no list.

    >>> def killed(start: int, worded: str, best: float, scope: Scope = Scope.TOTAL) -> Figure:
    ...     return Figure(start=start, end=start + len(worded), measure="killed", group=None, best=best, low=best,
    ...                   high=best, scope=scope, as_worded=worded)
    >>> toll = incident_toll([killed(0, "two", 2.0), killed(90, "A third victim", 1.0, Scope.INCREMENT)], "killed")
    >>> toll.best
    3.0
    """
    own = [figure for figure in figures if figure.measure == measure and figure.scope is not Scope.RATE]
    if measure == "injured":
        return _injured(figures, window)
    return _sum_up(own, window, _hit(figures) if measure == "killed" else (), anew)


def adds_up(figures: Sequence[Figure], measure: str, count: float) -> bool:
    """Whether a count is but a part of what a report's figures add up to: "kills his 6 children", and himself."""
    own = [figure for figure in figures if figure.measure == measure and figure.scope is not Scope.RATE]
    members = _members(own, _WINDOW, _hit(figures))
    if len(members) < 2:
        return False
    amounts = list(map(_amount, members))
    before = sum(amounts[:-1])
    return sum(amounts) > count and (count in amounts or (is_oneself(members[-1]) and count == before))


def _hit(figures: Sequence[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.measure in ("injured", "casualties")]


def _amount(figure: Figure) -> float:
    return figure.best if figure.best is not None else figure.low or figure.high or 0.0


def by_deed(figure: Figure) -> bool:
    """Whether a figure is how many a deed counts, "a double homicide": those who suffered it are told of beside it."""
    return re.split(r"[\s/–-]", figure.as_worded)[-1].lower() in measures().deeds


def is_oneself(figure: Figure) -> bool:
    """Whether a figure is the doer by his own hand: "himself", "her own life"."""
    return bool(_ONESELF.match(figure.as_worded))


def is_single(figure: Figure) -> bool:
    """Whether a figure is one person without a numeral: "a man", "Petro"."""
    return figure.best == 1 and not by_deed(figure) and not _COUNTED.match(figure.as_worded.lower())


def _sum_up(
    own: Sequence[Figure], window: int, beside: Sequence[Figure] = (), anew: Set[int] = frozenset()
) -> Figure | None:
    """`beside`: the figures of other measures, by which a third who died may be the third of those who were hit."""
    members = _members(own, window, beside, anew)
    return _joined(members) if members else None


def _members(
    own: Sequence[Figure], window: int, beside: Sequence[Figure] = (), anew: Set[int] = frozenset()
) -> list[Figure]:
    """The figures that add up to the toll; none: nobody is counted."""
    totals = [figure for figure in own if figure.scope is Scope.TOTAL]
    extra = [figure for figure in own if figure.scope is Scope.INCREMENT]
    counted = [figure for figure in totals if not _STATISTIC.search(figure.as_worded)] or totals
    first = min((figure.start for figure in counted), default=0)
    counted = [figure for figure in counted if figure.start - first < window]
    runs = _lists(counted, anew)
    candidates = [[*run, *_added_to(run, runs, extra)] for run in runs]
    persons = _persons([figure for figure in counted if is_single(figure)])
    if persons:
        candidates.append(persons)
    nth = [_up_to(figure) for figure in own if figure.start - first < window and not _of_others(figure, beside)]
    candidates += [[figure] for figure in nth if figure is not None]

    def weight(run: Sequence[Figure]) -> tuple[float, bool, int]:
        whole = _joined(run)
        return _amount(whole), whole.best is not None, -whole.start

    if not candidates:
        parts = extra or [figure for figure in own if figure.scope is Scope.SUBSET]
        return [max(parts, key=_amount)] if parts else []
    return max(candidates, key=weight)


def _added_to(run: Sequence[Figure], runs: Sequence[Sequence[Figure]], extra: Sequence[Figure]) -> list[Figure]:
    """What adds to a count: told soon after it, with no other count between ("… his wife, then killed three more")."""
    end = max(figure.end for figure in run)
    if not _amount(_joined(run)):
        return []
    others = [other[0].start for other in runs if other is not run]
    return [
        figure
        for figure in extra
        if 0 <= figure.start - end < _NEARBY and not any(end <= start < figure.start for start in others)
    ]


def _up_to(figure: Figure) -> Figure | None:
    """ "A third victim died": three are dead by then."""
    found = _NTH.match(figure.as_worded)
    if found is None or figure.best != 1 or figure.scope not in (Scope.INCREMENT, Scope.TOTAL):
        return None
    count = ordinal(found[1])
    return replace(figure, best=count, low=count, high=None) if count is not None else None


def ordinal(word: str) -> float | None:
    """The number of "third" or "3rd", from the second on; None where it numbers more than one deed's victims."""
    found = _NTH.fullmatch(word)
    if found is None:
        return None
    count = _ORDINALS.get(word.lower()) or int(word[:-2])
    return float(count) if 1 < count <= _MOST_NTH else None


def _of_others(figure: Figure, beside: Sequence[Figure]) -> bool:
    """ "Two were wounded and a third died": the third of those who were hit."""
    nth = _up_to(figure)
    return nth is not None and any(
        0 <= figure.start - one.end < _NEARBY and _amount(one) == _amount(nth) - 1 for one in beside
    )


def _lists(totals: Sequence[Figure], anew: Set[int]) -> list[list[Figure]]:
    """Runs of figures that stand in one list: "a policeman, two civilians and three soldiers"."""
    runs: list[list[Figure]] = [[figure] for figure in totals if by_deed(figure)]
    for figure in totals:
        if by_deed(figure):
            continue
        gap = figure.start - runs[-1][-1].end if runs and not by_deed(runs[-1][-1]) else -1
        pronoun = _PRONOUN.match(figure.as_worded) and not _SELF.match(figure.as_worded)
        if 0 <= gap <= _LIST_GAP and not pronoun and figure.start not in anew and not _begins_anew(runs[-1], figure):
            runs[-1].append(figure)
        else:
            runs.append([figure])
    return runs


def _begins_anew(run: Sequence[Figure], figure: Figure) -> bool:
    """Whether a figure is no further member of a list: it begins a sentence, or names somebody of the list again."""
    if _OPENS.match(figure.as_worded) or _TOGETHER.match(figure.as_worded):
        return True
    names = _names(figure.as_worded)
    if names and _named(figure.as_worded) and _amount(run[-1]) > 1:
        return True  # "her two children, Ivan and Olha": who they are
    return bool(names) and any(names <= _names(one.as_worded) for one in run if _named(one.as_worded))


def _persons(singles: Sequence[Figure]) -> list[Figure]:
    """One figure for each different person told of."""
    persons: list[list[Figure]] = []
    for figure in singles:
        known = next((person for person in persons if all(_may_be_same(figure, other) for other in person)), None)
        if known is not None:
            known.append(figure)
        elif not _POINTS_BACK.match(figure.as_worded) or all(_apart(figure, other[0]) for other in persons):
            persons.append([figure])
    return [person[0] for person in persons]


def _apart(one: Figure, other: Figure) -> bool:
    """Whether two words for a person can never mean one: a man and a woman, a child and a grown-up."""
    a, b = one.as_worded, other.as_worded
    if (_FEMALE.search(a) and _MALE.search(b)) or (_MALE.search(a) and _FEMALE.search(b)):
        return True
    return bool((_YOUNG.search(a) and _GROWN.search(b)) or (_YOUNG.search(b) and _GROWN.search(a)))


def _may_be_same(one: Figure, other: Figure) -> bool:
    if _apart(one, other):
        return False
    a, b = one.as_worded, other.as_worded
    if _named(a) and _named(b):
        first, second = _names(a), _names(b)
        return first <= second or second <= first
    if _KIN.search(a) and _KIN.search(b):
        return a.split()[-1].lower() == b.split()[-1].lower()
    return True


def _names(worded: str) -> frozenset[str]:
    """The names in it, without ages, titles and initials: "19-year-old Anna B. Petrenko" → {Anna, Petrenko}."""
    return frozenset(word for word in re.findall(r"[^\W\d_][\w'’-]+", worded) if word[0].isupper())


def _named(worded: str) -> bool:
    return worded.rsplit(maxsplit=1)[-1][:1].isupper() and not worded.isupper() and not _PRONOUN.match(worded)


def _joined(run: Sequence[Figure]) -> Figure:
    """The sum of figures that count different people, at the words of the first."""
    if len(run) == 1:
        return run[0]
    known = all(figure.best is not None for figure in run)
    ceiling = all(figure.high is not None for figure in run)
    return replace(
        run[0],
        group=None,
        best=sum(figure.best or 0 for figure in run) if known else None,
        low=sum(figure.low or 0 for figure in run),
        high=sum(figure.high or 0 for figure in run) if ceiling else None,
    )


def _injured(figures: Sequence[Figure], window: int) -> Figure | None:
    """Those said to be injured, or those who were hit ("five were shot") less those who died of it."""
    dead = [figure for figure in figures if figure.measure == "killed" and figure.scope is not Scope.RATE]
    toll = _sum_up(dead, window)
    killed = _amount(toll) if toll else 0.0
    singles = [figure for figure in dead if is_single(figure) and killed]
    hit = [
        figure for figure in figures if figure.measure in ("injured", "casualties") and figure.scope is not Scope.RATE
    ]
    alive = [figure for figure in hit if not any(_later_dead(figure, other) for other in singles)]
    direct = _sum_up([figure for figure in alive if figure.measure == "injured"], window)
    struck = [figure for figure in alive if figure.measure == "casualties"]
    whole = _sum_up(struck, window)
    if whole is None:
        return direct
    persons = _sum_up([figure for figure in (*alive, *dead) if is_single(figure)], window)
    counted = any(not is_single(figure) for figure in struck)
    rest = max(_amount(whole) - (killed if counted else 0.0), (_amount(persons) if persons else 0.0) - killed)
    if rest <= (_amount(direct) if direct else 0.0):
        return direct
    return replace(whole, measure="injured", best=rest, low=rest, high=rest)


def _later_dead(hit: Figure, dead: Figure) -> bool:
    """Whether somebody who was hit is told of again as dead: "a man was shot … he died at the hospital".

    Who is said outright to be injured stays so unless the name is the same or the words point back: with it, 76% of the
    reports where nobody was injured come out right, without it 61% (gva, 800 reports; where anybody was, 1 point less).
    """
    if not is_single(hit) or hit.scope is not Scope.TOTAL or not _may_be_same(hit, dead):
        return False
    if hit.measure == "casualties" or _POINTS_BACK.match(hit.as_worded):
        return True
    return _named(hit.as_worded) and _named(dead.as_worded)
