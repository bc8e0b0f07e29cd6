"""Numbers and what they count: "at least 21 people, three of them children, were killed".

In: a report and its parsed passages. Out: `Figure`s at report offsets, in order of the text, each with its measure,
group, bound and scope. Refused: dates, clock times, ordinals, road and house numbers; numbers that count nothing.

`best` is None where only a range or a one-sided bound is known ("dozens", "up to 10", "more than 100"); "at least 21"
keeps 21, for so many were counted.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from fogline.claims.figure_binding import Bond, bind
from fogline.claims.figure_numbers import Number, find_numbers
from fogline.claims.figure_roles import Words, roles
from fogline.claims.figure_singles import singles
from fogline.claims.figure_tolls import incident_toll, same_toll
from fogline.claims.parse import Passage
from fogline.data.measures import MeasureTable, measures
from fogline.model.claim import Bound, Figure, Scope
from fogline.model.report import Report

__all__ = ["find_figures", "incident_toll", "same_toll"]


def find_figures(passages: Sequence[Passage], report: Report, table: MeasureTable | None = None) -> list[Figure]:
    """All numbers of a report that count something, with what they count.

    >>> from fogline.claims.parse import parse
    >>> report = Report(id="r1", text="The governor said that at least 21 people, three of them children, were killed.")
    >>> [(f.as_worded, f.measure, f.group, f.best, str(f.scope)) for f in find_figures(parse(report), report)]
    [('at least 21 people', 'killed', None, 21.0, 'total'), ('three of them children', 'killed', 'children', 3.0, 'subset')]
    """
    table = table or measures()
    figures: list[Figure] = []
    for passage in passages:
        figures += _of_passage(passage, report, table, figures[-1:])
    return figures


def _of_passage(passage: Passage, report: Report, table: MeasureTable, before: list[Figure]) -> list[Figure]:
    words = Words.of(passage.doc)
    counted = roles(words, table)
    starts = [token.idx for token in passage.doc]
    drafts: list[tuple[int, int, Figure]] = []
    used: set[int] = set()
    known = list(before)
    for number in find_numbers(passage.doc.text):
        first = max(0, bisect.bisect_right(starts, number.core) - 1)
        last = max(first, bisect.bisect_left(starts, number.end) - 1)
        figure = _figure(passage, report, table, words, number, first, last, bind, counted, known, used)
        if figure:
            drafts.append((figure.start, figure.end, figure))
            known.append(figure)
    for figure in singles(passage, report, words, table, counted, used):
        if not any(start < figure.end and figure.start < end for start, end, _ in drafts):
            drafts.append((figure.start, figure.end, figure))
    return [figure for *_, figure in sorted(drafts, key=lambda draft: draft[:2])]


def _figure(  # noqa: PLR0917
    passage: Passage,
    report: Report,
    table: MeasureTable,
    words: Words,
    number: Number,
    first: int,
    last: int,
    binder: object,
    counted: dict,
    known: list[Figure],
    used: set[int],
) -> Figure | None:
    offset = passage.start
    if number.kind != "plain":
        return _made(report, offset + number.start, offset + number.end, number, number.kind, None, Scope.TOTAL)
    bond = bind(words, table, counted, number, first, last)
    if bond is None:
        return None
    used.update(range(first, last + 1))
    if bond.noun is not None:
        used.add(bond.noun)
    measure, of = bond.measure, None
    group, end = bond.group, bond.end
    if bond.scope is Scope.SUBSET:
        whole = next((f for f in reversed(known) if f.measure in table.people_only and f.scope is not Scope.SUBSET), None)
        if whole is not None and (measure is None or measure == whole.measure or number.best is None):
            measure, of = whole.measure, whole.best if whole.best is not None else whole.low
        elif whole is not None:
            of = whole.best if whole.best is not None else whole.low
        if measure is None:
            return None
        group, end = _subset_group(words, table, last, group, end)
    stop = offset + passage.doc[end].idx + len(passage.doc[end].text)
    figure = _made(report, offset + number.start, max(stop, offset + number.end), number, measure, group, bond.scope, of, bond.factor)
    return figure


def _subset_group(words: Words, table: MeasureTable, last: int, group: str | None, end: int) -> tuple[str | None, int]:
    """ "Three of them children": the group stands after "of them"."""
    low = words.lower
    if low[last + 1 : last + 2] == ["of"] and low[last + 2 : last + 3] in (["them"], ["whom"], ["these"], ["those"]):
        for j in range(last + 3, min(last + 7, len(low))):
            key = words.lemma(j)
            if key in table.groups:
                return (None if table.groups[key] == "people" else table.groups[key]), j
            if words.tag[j][:1] not in "JDRNV" or low[j] in (",", "."):
                break
        return group, last + 2
    return group, end


def _made(
    report: Report,
    start: int,
    end: int,
    number: Number,
    measure: str | None,
    group: str | None,
    scope: Scope,
    of: float | None = None,
    factor: float = 1.0,
) -> Figure:
    def scaled(value: float | None) -> float | None:
        return None if value is None else round(value * factor, 6)

    worded = report.text[start:end]
    return Figure(
        start=start, end=end, measure=measure, group=group, best=scaled(number.best), low=scaled(number.low),
        high=scaled(number.high), bound=number.bound, scope=scope, of=of, as_worded=worded,
        when="pre-war" if measure == "population" and _before_war(report.text[max(0, start - 40) : start]) else None,
    )  # fmt: skip


def _before_war(text: str) -> bool:
    low = text.lower()
    return "pre-war" in low or "prewar" in low or "before the war" in low or "pre-invasion" in low
