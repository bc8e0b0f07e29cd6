"""Which developments, statuses and conflicts of a picture are asked for.

In: a picture, its claims and filters. Out: the picture with the rows that answer. Refused: nothing. Fusing comes before
selecting: a development is made of all its claims, and selected whole, so that no filter changes what it says.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fogline.model.claim import Claim, Place
from fogline.model.picture import Conflict, Development, Picture, Status
from fogline.model.report import Report
from fogline.serve.options import Filters
from fogline.store.contract import Question, answers, first_and_last_day, published_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The claims and reports that a picture stands on, by id."""

    claims: Mapping[str, Claim]
    reports: Mapping[str, Report]

    @classmethod
    def of(cls, claims: Iterable[Claim], reports: Iterable[Report]) -> Material:
        """Material out of claims and reports."""
        return cls(claims={claim.id: claim for claim in claims}, reports={report.id: report for report in reports})

    def held(self, claims: Sequence[str]) -> list[Claim]:
        """The claims by their ids."""
        return [self.claims[claim] for claim in claims if claim in self.claims]

    def days(self, claims: Sequence[str]) -> list[str]:
        """The days on which the claims were published."""
        reports = [self.reports[claim.report] for claim in self.held(claims) if claim.report in self.reports]
        return [day for report in reports if (day := published_day(report.published))]


def select(picture: Picture, material: Material, filters: Filters) -> Picture:
    """The picture's rows that answer the filters."""
    from fogline.picture.queries import statuses_at

    if filters == Filters():
        return picture
    standing = statuses_at(picture, filters.valid_at) if filters.valid_at else picture.statuses
    return dataclasses.replace(
        picture,
        developments=tuple(one for one in picture.developments if _development(one, material, filters)),
        statuses=tuple(one for one in standing if _status(one, material, filters)),
        conflicts=tuple(one for one in picture.conflicts if _conflict(one, material, filters)),
    )


def _development(development: Development, material: Material, filters: Filters) -> bool:
    if filters.kind and (development.kind or "").casefold() != filters.kind.casefold():
        return False
    if not _at(development.place, development.claims, material, filters.place):
        return False
    happened = first_and_last_day(development.when)
    if filters.valid_at and not (happened and happened[0] <= filters.valid_at <= happened[1]):
        return False
    return _within(happened, development.claims, material, filters) and _said(development.claims, material, filters)


def _status(status: Status, material: Material, filters: Filters) -> bool:
    if filters.kind and filters.kind.casefold() not in (status.aspect, status.value):
        return False
    if not _at(status.place, status.claims, material, filters.place):
        return False
    since = published_day(status.since)
    known = since or published_day(status.last_confirmed)
    held = (known, published_day(status.last_confirmed) or known) if known else None
    return _within(held, status.claims, material, filters) and _said(status.claims, material, filters)


def _conflict(conflict: Conflict, material: Material, filters: Filters) -> bool:
    if not _at(None, conflict.claims, material, filters.place):
        return False
    if filters.kind and filters.kind.casefold() not in {
        conflict.kind, *((claim.kind or "").casefold() for claim in material.held(conflict.claims)),
    }:  # fmt: skip
        return False
    if filters.valid_at:
        intervals = [first_and_last_day(claim.when) for claim in material.held(conflict.claims)]
        if not any(one and one[0] <= filters.valid_at <= one[1] for one in intervals):
            return False
    return _within(None, conflict.claims, material, filters) and _said(conflict.claims, material, filters)


def _at(place: Place | None, claims: Sequence[str], material: Material, wanted: str | None) -> bool:
    if wanted is None:
        return True
    places = [*([place] if place else []), *(one for claim in material.held(claims) for one in claim.places)]
    names = {name.casefold() for one in places for name in (one.name, one.as_worded, one.admin1) if name}
    return wanted.casefold() in names


def _said(claims: Sequence[str], material: Material, filters: Filters) -> bool:
    """Whether any of the claims is by the speaker or the party."""
    asked = Question(speaker=filters.speaker, party=filters.party)
    return not asked.asks_claims or any(answers(claim, asked) for claim in material.held(claims))


def _within(happened: tuple[str, str] | None, claims: Sequence[str], material: Material, filters: Filters) -> bool:
    """Whether it happened, or was published, within the span; what has no known day answers no span."""
    if not (filters.since or filters.until):
        return True
    first, last = filters.since or "", filters.until or "9999"
    if happened and happened[0] <= last and happened[1] >= first:
        return True
    return any(first <= day <= last for day in material.days(claims))
