"""Numbers and what they count: "at least 21 people, three of them children, were killed".

In: a report and its parsed passages. Out: `Figure`s at report offsets, in order of the text, each with its measure,
group, bound and scope. Refused: dates, clock times, ordinals, road and house numbers; numbers that count nothing.

`best` is None where only a range or a one-sided bound is known ("dozens", "up to 10", "more than 100"); "at least 21"
keeps 21, for so many were counted.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import replace

from fogline.claims.figure_binding import HARMS, Bond, bind, is_of_others, stated_whole, subset_group
from fogline.claims.figure_numbers import Number, find_numbers
from fogline.claims.figure_roles import HARMED, Page
from fogline.claims.figure_singles import in_a_word, singles
from fogline.claims.parse import Passage
from fogline.data.measures import MeasureTable, measures
from fogline.data.word_lists import word_lists
from fogline.model.claim import EARLIER, Figure, Scope
from fogline.model.report import Report

_LISTS = word_lists("figure_words", "earlier")
_EARLIER = _LISTS.pattern("count")
_HAD_COUNTED = _LISTS.pattern("had_counted")
_BEFORE_NOW = _LISTS.pattern("before_now")
_THE_FIGURE = _LISTS.pattern("the_figure")
_BEFORE_WAR = _LISTS.pattern("before_war")
_TROOPS = "troops"
_OF_THEM = (["of", "them"], ["of", "which"], ["of", "these"], ["of", "those"])
_OF_THE = (["of", "the"], ["of", "those"])
_NOT_YET_DEAD = frozenset({"injured", "missing"})
_COUNTED = frozenset({"attacks", "fired", "shot_down", "settlements", "bridges", "routes", "damaged", "destroyed"})
_KIN = frozenset({"men", "women", "children"})  # brothers, sisters, sons: of any age
_OF_AGE = 18  # years
_AGES_BEHIND = word_lists("figure_words", "numbers").pattern("ages_behind")
_REACH = 90  # characters before a number that say what it counts


def find_figures(passages: Sequence[Passage], report: Report, table: MeasureTable | None = None) -> list[Figure]:
    """All numbers of a report that count something, with what they count.

    >>> from fogline.claims.parse import parse
    >>> report = Report(id="r1", text="The governor said that at least 21 people, three of them children, were killed.")
    >>> [(f.as_worded, f.measure, f.best, str(f.scope)) for f in find_figures(parse(report), report)]
    [('at least 21 people', 'killed', 21.0, 'total'), ('three of them children', 'killed', 3.0, 'subset')]
    """
    table = table or measures()
    figures: list[Figure] = []
    for passage in passages:
        figures += _of_passage(Page.of(passage, report, table), figures)
    return figures


def _of_passage(page: Page, before: list[Figure]) -> list[Figure]:
    starts = page.words.starts
    known = before[-3:]
    numbered: list[Figure] = []
    used: set[int] = set()
    for number in find_numbers(page.passage.text):
        first = max(0, bisect.bisect_right(starts, number.core) - 1)
        last = max(first, bisect.bisect_left(starts, number.end) - 1)
        figure = _numbered(page, number, first, last, [*known, *numbered], used)
        if figure:
            numbered.append(figure)
    spoken = [figure for figure in numbered if figure.measure != "age"]
    alone = [
        figure
        for figure in (*singles(page, used, [*known, *numbered]), *in_a_word(page))
        if not any(other.start < figure.end and figure.start < other.end for other in spoken)
    ]
    found = sorted([*numbered, *alone], key=lambda figure: (figure.start, figure.end, figure.measure or ""))
    return [_of_age(page, one, found[at + 1 :]) for at, one in enumerate(found)]


def _of_age(page: Page, one: Figure, behind: list[Figure]) -> Figure:
    """ "Two brothers, aged six and nine" are children; "her sons, aged 30 and 34" are none."""
    if one.group not in _KIN or not behind or behind[0].measure != "age":
        return one
    told = page.passage.text[one.end - page.passage.start : behind[0].start - page.passage.start]
    ages = [age.best for age in itertools.takewhile(lambda figure: figure.measure == "age", behind)]
    if not _AGES_BEHIND.fullmatch(told) or None in ages:
        return one
    young = [age < _OF_AGE for age in ages if age is not None]
    if all(young):
        return replace(one, group="children")
    return replace(one, group=None) if one.group == "children" and not any(young) else one


def _numbered(page: Page, number: Number, first: int, last: int, known: list[Figure], used: set[int]) -> Figure | None:
    """The figure of one number phrase."""
    start, end = page.passage.start + number.start, page.passage.start + number.end
    if number.kind != "plain":
        return _made(page, start, end, number, Bond(measure=number.kind, scope=Scope.TOTAL, end=last))
    bond = bind(page, number, first, last)
    if (bond is None or bond.measure is None) and (again := _of_the_same(page, number, known)) is not None:
        bond = Bond(measure=again, scope=Scope.TOTAL, end=last)
    if bond is None:
        return None
    used.update(range(first, last + 1))
    if bond.noun is not None:
        used.add(bond.noun)
    of: float | None = None
    if bond.scope is Scope.SUBSET and is_of_others(page, bond, last):
        bond = replace(bond, scope=Scope.TOTAL)  # "troops had killed three of them"
    if bond.scope is Scope.SUBSET and bond.measure == "killed" and _of_the_hurt(page, last):
        bond = replace(bond, scope=Scope.INCREMENT)  # they come to the dead who were told of before
    if bond.scope is Scope.SUBSET:
        bond = subset_group(page, bond, last)
        of = stated_whole(page, last)
        if of is not None and (same := _of_so_many(page.table, known, bond, of)) is not None:
            bond = bond.part_of(same)
    if bond.scope is Scope.SUBSET and of is None:
        if bond.measure is None and _counts_others(page, known):
            return None
        whole = _of_them(page, known, bond, last) or _whole(page.table, known, bond)
        if whole is not None:
            # "Killed 60 people, including five soldiers": a word for troops counts the killed here.
            own = bond.measure if bond.measure != _TROOPS or whole.start < page.passage.start else None
            if own == "casualties" and {one.measure for one in known if one.measure in HARMS} == {"killed"}:
                own = None  # "killed 17. Eleven of the victims were civilians"
            bond = bond if own else bond.part_of(whole.measure)
            of = whole.best if whole.best is not None else whole.low
        if bond.measure is None:
            return None
    if bond.scope is Scope.INCREMENT and number.more and _beside_others(page.table, known, bond):
        bond = replace(bond, scope=Scope.TOTAL)
    if bond.scope is Scope.TOTAL and bond.noun is None and _adds(page, known, first, start, bond):
        bond = replace(bond, scope=Scope.INCREMENT)
    stop = page.passage.doc[bond.end]
    return _made(page, start, max(end, page.passage.start + stop.idx + len(stop.text)), number, bond, of)


def _of_the_hurt(page: Page, last: int) -> bool:
    """Whether a number is of those who were hurt or sought: "two of the injured died"."""
    low = page.words.lower
    state = low[last + 3] if low[last + 1 : last + 3] in _OF_THE and last + 3 < len(low) else ""
    return page.table.states.get(state) in _NOT_YET_DEAD


def _of_the_same(page: Page, number: Number, known: list[Figure]) -> str | None:
    """By what a bare "figure" counts: "nine were killed, said the mayor, who had put the figure at five"."""
    if not _THE_FIGURE.search(page.passage.text, max(0, number.core - _REACH), number.core):
        return None
    return next(
        (one.measure for one in reversed(known) if one.measure in page.table.people_only and one.scope is Scope.TOTAL),
        None,
    )


def _of_so_many(table: MeasureTable, known: list[Figure], bond: Bond, of: float) -> str | None:
    """ "Three of the nine", "three of the nine victims": by what the nine were counted before."""
    if bond.measure not in (None, "casualties"):
        return None
    return next((one.measure for one in reversed(known) if one.measure in table.people_only and one.best == of), None)


def _counts_others(page: Page, known: list[Figure]) -> bool:
    """ "Spoke with 19 people, among them four witnesses": the whole was counted by nothing, and so is its part."""
    return bool(known) and known[-1].start >= page.passage.start and known[-1].measure is None


def _beside_others(table: MeasureTable, known: list[Figure], bond: Bond) -> bool:
    """ "71 were killed. Another 173 were wounded": others than the killed, and all of the wounded."""
    told = [figure.measure for figure in known if figure.measure in table.people_only]
    return bool(told) and bond.measure in table.people_only and bond.measure not in told


def _adds(page: Page, known: list[Figure], first: int, start: int, bond: Bond) -> bool:
    """ "Two died at the scene and two on the way": a bare number after "and" counts others than the one before it."""
    if not known or first == 0 or page.words.lower[first - 1] != "and":
        return False
    before = known[-1]
    return before.measure == bond.measure and before.scope is Scope.TOTAL and start - before.end < 80


def _whole(table: MeasureTable, known: list[Figure], bond: Bond) -> Figure | None:
    """The figure before, of which this one is a part."""
    wholes = [figure for figure in known if figure.measure in table.people_only and figure.scope is not Scope.SUBSET]
    same = [figure for figure in wholes if figure.measure == bond.measure]
    return (same or wholes)[-1] if wholes else None


def _of_them(page: Page, known: list[Figure], bond: Bond, last: int) -> Figure | None:
    """ "124 clashes, 52 of them in that sector": what was counted last in the sentence, which need not be people."""
    begin = page.passage.start + page.words.doc[last].sent.start_char
    if page.words.lower[last + 1 : last + 3] not in _OF_THEM:
        return None
    if known and known[-1].scope is Scope.SUBSET and known[-1].start >= begin and known[-1].measure in HARMED:
        return known[-1]  # "eleven of them were civilians, three of them children"
    if not known or known[-1].start < begin:
        return None
    if bond.measure is not None:
        # "Received 600 arrivals; 40 of them are wounded": a part of what was counted last, by whatever it was.
        return known[-1] if known[-1].measure is None else None
    return known[-1] if known[-1].measure in _COUNTED else None


def _made(page: Page, start: int, end: int, number: Number, bond: Bond, of: float | None = None) -> Figure:
    def scaled(value: float | None) -> float | None:
        return None if value is None else round(value * bond.factor, 6)

    text = page.report.text
    before_war = bond.measure == "population" and _BEFORE_WAR.search(text[max(0, start - 40) : end + 30])
    reach = max(0, start - _REACH)
    had = _HAD_COUNTED.search(text, reach, start) is not None and _BEFORE_NOW.match(text, end, end + _REACH) is not None
    earlier = EARLIER if had or _EARLIER.search(text, reach, start) else None
    return Figure(
        start=start, end=end, measure=bond.measure, group=bond.group, best=scaled(number.best), low=scaled(number.low),
        high=scaled(number.high), bound=number.bound, scope=bond.scope, of=of, as_worded=text[start:end],
        when="pre-war" if before_war else earlier,
    )  # fmt: skip
