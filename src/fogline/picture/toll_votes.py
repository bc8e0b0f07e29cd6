"""How many were hurt, by the votes of the reports that tell of nothing else.

Comes in: of each such report the count that its headline gives, what its figures add up to, and its claims; and the
count that the rules of `tolls` hold. Goes out: one count.

What can be meant: each of these counts, those that its figures give one by one, and what they add up to over its whole
length. A count's marks (`data/votes.toml`) say who gives it and how; the one that weighs most holds.
"""

from __future__ import annotations

import collections
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fogline.data.weights import weights
from fogline.model.claim import Claim, Figure
from fogline.picture.report_tolls import by_deed, incident_toll, is_single
from fogline.picture.votes import heaviest

_FAR = 1_000_000  # code points: a whole report
MOST = 1_000.0
FEWEST = 2  # reports that vote: of one, the rules do as well (gva: right 0.72 by both)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one report counts: by its headline, by its figures added up, and the figures themselves."""

    headline: float | None
    added: Figure | None
    claims: Sequence[Claim]


def voted(measure: str, rule: float | None, reports: Sequence[Counted]) -> float | None:
    """The count that the reports vote for. `reports`: in order of publication; `rule`: what holds without a vote."""
    if len(reports) < FEWEST:
        return rule
    return heaviest(marks(measure, rule, reports), weights("votes", measure))


def marks(measure: str, rule: float | None, reports: Sequence[Counted]) -> Mapping[float, Mapping[str, float]]:
    """The marks of each count that can be meant."""
    found: dict[float, dict[str, float]] = collections.defaultdict(dict)

    def mark(count: float, name: str, by: float = 1.0) -> None:
        if 0 < count <= MOST:
            found[count][name] = found[count].get(name, 0.0) + by

    one = 1.0 / max(1, len(reports))
    for at, report in enumerate(reports):
        for count, names in _of_report(measure, report).items():
            for name in sorted(names):
                mark(count, name, one)
                if at == len(reports) - 1 and len(reports) > 1 and name in ("added", "headline"):
                    mark(count, f"last {name}")
    if rule:
        mark(rule, "rule")
        for count in found:
            if count != rule:
                mark(count, "above the rule" if count > rule else "below the rule")
                mark(count, "far from the rule", abs(math.log(count / rule)))
                if count == rule + 1:
                    mark(count, "one above the rule")
    for count in found:
        mark(count, "one" if count == 1 else "two" if count == 2 else "more")
    return found


def _of_report(measure: str, report: Counted) -> dict[float, set[str]]:
    """The counts that one report gives, each with how it gives it."""
    given: dict[float, set[str]] = collections.defaultdict(set)
    figures = _figures(report.claims)
    if report.headline is not None:
        given[report.headline].add("headline")
    added, far = _value(report.added), _value(incident_toll(figures, measure, _FAR))
    if added is not None:
        given[added].add("added")
    if far is not None:
        given[far].add("added over all")
    for figure in figures:
        count = _value(figure)
        if figure.measure == measure and count is not None and not is_single(figure):
            given[count].add("a deed" if by_deed(figure) else f"said as {figure.scope.value}")
            if figure.group is not None:
                given[count].add("of a group")
        elif figure.measure == "casualties" and count is not None and not is_single(figure):
            given[count].add("casualties")
    return given


def _figures(claims: Sequence[Claim]) -> list[Figure]:
    """The figures of a report, each once, in the order of the text."""
    at = {(one.start, one.end, one.measure or ""): one for claim in claims for one in claim.figures}
    return [at[key] for key in sorted(at)]


def _value(figure: Figure | None) -> float | None:
    if figure is None:
        return None
    return next((one for one in (figure.best, figure.low, figure.high) if one is not None), None)
