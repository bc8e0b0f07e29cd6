"""The lists of `/api/v1`: what a page of each is, and how each is told whole, one noun at a time.

In: what is seen and what was asked. Out: pages, nouns, rows. Refused: as the pages of the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fogline.model.claim import Claim
from fogline.model.picture import Conflict, Development, Status
from fogline.model.report import Report
from fogline.outputs.exports.columns import row_of
from fogline.outputs.exports.evidence import QUOTE, cut
from fogline.outputs.exports.release import DELETIONS as WITHDRAWN
from fogline.outputs.exports.rows import row_column
from fogline.outputs.tables import (
    Row,
    claim_rows,
    conflict_rows,
    development_rows,
    report_rows,
    status_rows,
    toll_rows,
)
from fogline.serve.desk.asked import Asked, claim_mark, mark_parts, mark_text
from fogline.serve.desk.flow import Shape, shape_of
from fogline.serve.desk.page import Maker, Page
from fogline.serve.desk.pages import claims, developments, others, places, reports
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.words import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One list: its name, what a page of it is, and how it flows whole."""

    name: str
    about: str
    page: Maker
    shape: Shape
    each: Callable[[Sight, Asked], Iterable[Any]]


def _report_rows(_: Sight) -> Callable[[Report], list[Row]]:
    return lambda one: [{**row, "url": web(one.url) or None} for row in report_rows([one])]


def _claim_rows(sight: Sight) -> Callable[[Claim], list[Row]]:
    last: tuple[str, str | None] = ("", None)  # claims come report by report

    def rows(claim: Claim) -> list[Row]:
        nonlocal last
        if last[0] != claim.report:
            report = sight.view.report(claim.report)
            last = claim.report, (web(report.url) or None) if report else None
        return [{**row, "quote": cut(claim.quote, QUOTE), "url": last[1]} for row in claim_rows([claim])]

    return rows


def _conflict_rows(sight: Sight) -> Callable[[Conflict], list[Row]]:
    def rows(conflict: Conflict) -> list[Row]:
        told = conflict_rows([conflict], sight.of_claims(conflict.claims).claims)
        words = ("quote", "other_quote")
        return [{**row, **{name: cut(str(row[name] or ""), QUOTE) or None for name in words}} for row in told]

    return rows


def _statuses(sight: Sight, asked: Asked) -> Page:
    """The statuses that are asked for, by their subject."""
    found = sorted(sight.rows(asked.filters(), "statuses").statuses, key=lambda one: (one.subject, one.id))
    return _paged("statuses", found, asked, lambda one: (one.subject, one.id))


def _deletions(sight: Sight, asked: Asked) -> Page:
    """What is no longer shown."""
    return _paged("deletions", sight.deletions(), asked, lambda one: (one.what, one.id))


def _paged(name: str, found: list[Any], asked: Asked, key: Callable[[Any], tuple[str, str]]) -> Page:
    if after := asked.text("after"):
        found = [one for one in found if key(one) > tuple(mark_parts(after, 2))]
    many = asked.many()
    more = mark_text(*key(found[many - 1])) if len(found) > many else None
    return Page(title=name.capitalize(), template="", shown={}, told={name: found[:many], "after": more})


def _each(sight: Sight, asked: Asked, what: str) -> Iterator[Development | Status | Conflict]:
    return sight.each(asked.filters(), what)  # type: ignore[arg-type]


def _tolls_told(one: Development) -> object:
    return {"development": one.id, "tolls": list(one.tolls)}


REPORTS = Kind(
    name="reports", about="Reports, the latest first.", page=reports.listed, each=reports.latest,
    shape=shape_of("reports", _report_rows, reports.without_text),
)  # fmt: skip
CLAIMS = Kind(
    name="claims", about="Claims, those of the latest reports first.", page=claims.listed,
    each=lambda sight, asked: (one for _, one in sight.view.newest(asked.facets(), claim_mark(None))),
    shape=shape_of("claims", _claim_rows),
)  # fmt: skip
DEVELOPMENTS = Kind(
    name="developments", about="Developments, the latest first.", page=developments.listed,
    each=lambda sight, asked: _each(sight, asked, "developments"),
    shape=shape_of("developments", lambda _: lambda one: development_rows([one])),
)  # fmt: skip
STATUSES = Kind(
    name="statuses", about="How things stand, by place.", page=_statuses,
    each=lambda sight, asked: _each(sight, asked, "statuses"),
    shape=shape_of("statuses", lambda _: lambda one: status_rows([one])),
)  # fmt: skip
CONFLICTS = Kind(
    name="conflicts", about="Pairs of claims that cannot both hold.", page=others.conflicts,
    each=lambda sight, asked: _each(sight, asked, "conflicts"), shape=shape_of("conflicts", _conflict_rows),
)  # fmt: skip
TOLLS = Kind(
    name="tolls", about="Figures over time, under their developments.", page=others.tolls,
    each=lambda sight, asked: _each(sight, asked, "tolls"),
    shape=shape_of("tolls", lambda _: lambda one: toll_rows([one]), _tolls_told),
)  # fmt: skip
PLACES = Kind(
    name="places", about="The places that claims name; all in one page.", page=places.listed,
    each=places.heard_places,
    shape=Shape(
        about="The places that claims name.",
        columns=(
            row_column("name", "the gazetteer's name, or as worded"),
            row_column("claims", "how many claims name it", "integer"),
            row_column("last", "the last day of a report that does"),
            row_column("about", "the division or country it lies in"),
        ),
        rows=lambda _: lambda row: [row],
    ),
)  # fmt: skip
DELETIONS = Kind(
    name="deletions", about="What is no longer shown: taken down, set aside, merged away.", page=_deletions,
    each=lambda sight, _: sight.deletions(),
    shape=Shape(
        about="What is no longer shown: when it went, why, what stands for it.",
        columns=tuple(row_column(one.name, one.source) for one in WITHDRAWN),
        rows=lambda _: lambda one: [row_of(WITHDRAWN, one)],
    ),
)  # fmt: skip
