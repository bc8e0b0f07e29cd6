"""Claims and reports of a ledger found by the index of their words and marks, seen as of the moment of a view.

In: a view, the index beside its ledger. Out: claims and reports, the latest first. Refused: nothing. What the index
finds is looked at again in the view: what is not in it yet, or is no longer, is passed over.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta

from fogline.data.terms import Terms
from fogline.model.claim import Claim, Stance
from fogline.model.report import Report
from fogline.store.contract import Facets, Mark, answers, first_and_last_day, fits, parties, place_names
from fogline.store.view import LedgerView
from fogline.store.words import Named, Sought, Words

# A claim is marked with each day on which it may have been so, if they are few; else with one mark for very many.
_MOST_DAYS = 31
_MANY_DAYS = ("days", "many")


class Search:
    """What can be found in what a view shows."""

    def __init__(self, view: LedgerView, words: Words) -> None:
        self._view = view
        self._words = words

    def newest(self, facets: Facets, after: Mark | None = None) -> Iterator[tuple[Mark, Claim]]:
        """The newest claims, as the contract `View` says; of one day, the reports that were read last come first."""
        sought = self._sought(facets)
        if sought.terms is None and not sought.marks:  # each claim has one of these
            sought = dataclasses.replace(sought, marks=(tuple(("stance", one.value) for one in Stance),))
        before = self._view.spot(after.report, after.claim) if after else None
        if after is not None and before is None:
            return  # the report is not known any more: nothing comes after it
        for spot in self._words.claims(sought, before):
            found = self._view.spotted(spot)
            # Words were looked for in what may be shown; here they would be looked for in what was read.
            if found and answers(found[1], facets) and _said(found[1], found[2], facets):
                yield found[0], found[1]

    def reports(self, facets: Facets, after: str | None = None) -> Iterator[Report]:
        """The reports with these words whose claims have these marks, the latest first. `after`: a report's id."""
        before = self._view.spot(after) if after else None
        if after is not None and before is None:
            return
        for spot in self._words.reports(self._sought(facets), before):
            report = self._view.report_at(spot)
            if report is not None:
                yield report

    def names(self, what: str, terms: Terms | None = None) -> list[Named]:
        """The names of places, speakers or outlets, those with the most claims first."""
        return self._words.names(what, terms=terms, until=self._view.published_by)

    def _sought(self, facets: Facets) -> Sought:
        named = ("place", "speaker", "party", "kind", "outlet", "stance", "certainty", "report")
        marks = [((name, value),) for name in named if (value := getattr(facets, name))]
        groups: list[tuple[tuple[str, str], ...]] = list(marks)
        if facets.valid_at:
            groups.append((("day", facets.valid_at), _MANY_DAYS))
        until = min(filter(None, (facets.until, self._view.published_by)), default=None)
        return Sought(terms=facets.words, marks=tuple(groups), since=facets.since, until=until)


def marks_of(claim: Claim, outlet: str | None) -> set[tuple[str, str]]:
    """All that a claim is found by, apart from its words."""
    found = {("report", claim.report), ("stance", claim.stance.value), ("certainty", claim.certainty.value)}
    found |= {("place", name) for name in place_names(claim)}
    found |= {("speaker", one.name) for one in claim.speakers}
    found |= {("party", name) for name in parties(claim)}
    found |= {("kind", claim.kind)} if claim.kind else set()
    found |= {("outlet", outlet)} if outlet else set()
    return found | set(_days(claim))


def _days(claim: Claim) -> Iterator[tuple[str, str]]:
    """The days on which what is claimed may have been so."""
    span = first_and_last_day(claim.when)
    if span is None:
        return
    try:
        first, last = (date.fromisoformat(day) for day in span)
    except ValueError:  # an open end
        yield _MANY_DAYS
        return
    if last - first > timedelta(_MOST_DAYS):
        yield _MANY_DAYS
        return
    for number in range((last - first).days + 1):
        yield "day", (first + timedelta(number)).isoformat()


def _said(claim: Claim, outlet: str | None, facets: Facets) -> bool:
    wordless = Facets(
        outlet=facets.outlet, stance=facets.stance, certainty=facets.certainty, valid_at=facets.valid_at
    )  # without words
    return fits(claim, outlet, wordless)
