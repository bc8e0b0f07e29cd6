"""The lists of `/api/v1`: what a page of each is, and how each is told whole, one noun at a time.

In: what is seen and what was asked. Out: pages, nouns, rows. Refused: as the pages of the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fogline.model.claim import Claim
from fogline.model.errors import QueryError
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
from fogline.outputs.visible import web
from fogline.serve.desk.asked import Asked, claim_mark, mark_parts, mark_text
from fogline.serve.desk.flow import Shape, shape_of
from fogline.serve.desk.page import Maker, Page
from fogline.serve.desk.pages import claims, developments, others, places, reports, search, tolls
from fogline.serve.desk.pages.heard import heard
from fogline.serve.desk.sight import Sight


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


def _paged(name: str, found: list[Any], asked: Asked, key: Callable[[Any], tuple[str, str]]) -> Page:
    if after := asked.text("after"):
        found = [one for one in found if key(one) > tuple(mark_parts(after, 2))]
    many = asked.many()
    more = mark_text(*key(found[many - 1])) if len(found) > many else None
    return Page(title=name.capitalize(), template="", shown={}, told={name: found[:many], "after": more})


def _named(what: str, sight: Sight, asked: Asked) -> Page:
    """The names that claims have, by how many."""
    rows, many = heard(sight, asked, what), asked.many()
    if after := asked.text("after"):
        count, name = mark_parts(after, 2)
        rows = [one for one in rows if (-_claims(one), str(one["name"])) > (-_count(count), name)]
    more = mark_text(str(_claims(rows[many - 1])), str(rows[many - 1]["name"])) if len(rows) > many else None
    return Page(title=what.capitalize(), template="", shown={}, told={what: rows[:many], "after": more})


def _claims(row: Row) -> int:
    return int(row["claims"] or 0)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise QueryError("after: no mark of this list. Follow the link to the next page, or leave it out.")
    return int(text[:18])


def _names(about: str, name: str, what: str) -> Shape:
    return Shape(
        about=about,
        columns=(
            row_column("name", name),
            row_column("claims", "how many claims have it", "integer"),
            row_column("last", "the last day of a report that has"),
            row_column("about", what),
        ),
        rows=lambda _: lambda row: [row],
    )


def _heard_kind(what: str, about: str, name: str, said: str) -> Kind:
    return Kind(
        name=what, about=f"{about}, those with the most claims first.",
        page=lambda sight, asked: _named(what, sight, asked), each=lambda sight, asked: heard(sight, asked, what),
        shape=_names(f"{about}.", name, said),
    )  # fmt: skip


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
    name="tolls", about="Figures over time, under their developments.", page=tolls.listed,
    each=lambda sight, asked: _each(sight, asked, "tolls"),
    shape=shape_of("tolls", lambda _: lambda one: toll_rows([one]), _tolls_told),
)  # fmt: skip
PLACES = Kind(
    name="places", about="The places that claims name; all in one page.", page=places.listed,
    each=places.heard_places,
    shape=_names("The places that claims name.", "the gazetteer's name, or as worded",
                 "the division or country it lies in"),
)  # fmt: skip
SPEAKERS = _heard_kind("speakers", "Who is said to say something", "the speaker", "role and party")
OUTLETS = _heard_kind("outlets", "The outlets of reports", "the outlet", "nothing yet")
SEARCH = Kind(
    name="search", about="What has the words: places, speakers, reports, claims with their developments.",
    page=search.rows_page, each=lambda sight, asked: (row for _, row in search.found(sight, asked)),
    shape=Shape(
        about="What has the words that were asked for.",
        columns=(
            row_column("what", "place, speaker, report or claim"),
            row_column("id", "its id; of a place or speaker its name"),
            row_column("text", "the quotation, the title, what it is"),
            row_column("day", "when it was published, or last named"),
            row_column("development", "of a claim: what it is told with"),
        ),
        rows=lambda _: lambda row: [row],
    ),
)  # fmt: skip
DELETIONS = Kind(
    name="deletions", about="What is no longer shown: taken down, set aside, merged away.", page=others.deletions,
    each=lambda sight, _: sight.deletions(),
    shape=Shape(
        about="What is no longer shown: when it went, why, what stands for it.",
        columns=tuple(row_column(one.name, one.source) for one in WITHDRAWN),
        rows=lambda _: lambda one: [row_of(WITHDRAWN, one)],
    ),
)  # fmt: skip
