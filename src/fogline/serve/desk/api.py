"""`/api/v1`: the picture and what it stands on, for programs.

In: questions in addresses. Out: JSON pages of nouns, as the glossary describes them, with the mark of the next page.
Refused with problem+json: what makes no sense (400, 422), what is not there (404).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Generic, TypeVar

import msgspec
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from fogline.model.claim import Claim
from fogline.model.picture import Conflict, Development, Status, Toll
from fogline.model.report import Report
from fogline.serve.desk.asked import A_PAGE, MOST, Asked, mark_parts, mark_text
from fogline.serve.desk.opened import Opened
from fogline.serve.desk.page import Answer, Maker, Page, Remembered, etag
from fogline.serve.desk.pages import claims, developments, others, places, reports
from fogline.serve.desk.sight import Sight

Noun = TypeVar("Noun")
_DAY = r"^\d{4}-\d{2}-\d{2}$"


class Listed(BaseModel, Generic[Noun]):
    """One page of a list."""

    as_of: str | None  # the day as of which it is told
    stamp: str  # of the state that was seen
    rows: list[Noun]
    next: str | None  # the mark to ask the next page with, as `after`


class Problem(BaseModel):
    """What is wrong, and what to do (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class ReportHead(BaseModel):
    """A report without its text."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    lang: str | None


class HeardPlace(BaseModel):
    """A place that the newest claims name."""

    name: str
    claims: int
    last: str | None  # the last day on which it was named
    about: str | None  # the division or country it lies in


class DevelopmentTolls(BaseModel):
    """The tolls of one development."""

    development: str
    tolls: list[Toll]


class Day(BaseModel):
    """As of which day."""

    model_config = ConfigDict(extra="forbid")
    as_of: str | None = Field(None, pattern=_DAY, description="Only what was published by this day.")


class Rows(Day):
    """Which rows, and how many."""

    place: str | None = Field(None, max_length=200, description="Only what is at this place.")
    since: str | None = Field(None, pattern=_DAY, description="Happened or published on this day or later.")
    until: str | None = Field(None, pattern=_DAY, description="Happened or published on this day or earlier.")
    speaker: str | None = Field(None, max_length=200, description="Only what this speaker says.")
    party: str | None = Field(None, max_length=200, description="Only what speakers of this party say.")
    kind: str | None = Field(None, max_length=200, description="Only this kind of happening.")
    valid_at: str | None = Field(None, pattern=_DAY, description="Only what held or happened on this day.")
    limit: int = Field(A_PAGE, ge=1, le=MOST, description="At most so many rows.")
    after: str | None = Field(None, max_length=2000, description="The `next` of the page before.")


_WORDS = 'Words that must all stand there; "a phrase", the begin* of a word, -not this.'


class ReportRows(Rows):
    """Which reports."""

    outlet: str | None = Field(None, max_length=200, description="Only what this outlet published.")
    q: str | None = Field(None, max_length=200, description=_WORDS)


class ClaimRows(Rows):
    """Which claims."""

    outlet: str | None = Field(None, max_length=200, description="Only what this outlet published.")
    stance: str | None = Field(None, max_length=200, description="asserts, denies, doubts …")
    certainty: str | None = Field(None, max_length=200, description="certain, probable, possible, unknown.")
    q: str | None = Field(None, max_length=200, description=_WORDS)


_PROBLEMS: dict[int | str, dict[str, object]] = {
    status: {"model": Problem, "description": said, "content": {"application/problem+json": {}}}
    for status, said in ((400, "makes no sense"), (404, "not there"), (422, "not as described"), (503, "later"))
}


def router(opened: Opened) -> APIRouter:
    """The endpoints over what is opened."""
    api = APIRouter(prefix="/api/v1", responses=_PROBLEMS)
    remembered = Remembered()

    def answered(request: Request, asked: Asked, tell: Callable[[Sight, Asked], object]) -> Response:
        with opened.sight(asked.as_of) as sight:
            mark = etag(sight, asked)
            headers = {"etag": mark, "cache-control": "private, no-cache"}
            if mark in request.headers.get("if-none-match", "").split(", "):
                return Response(status_code=304, headers=headers)
            made = remembered.get(mark)
            if made is None:
                made = Answer(body=msgspec.json.encode(tell(sight, asked)), media="application/json")
                remembered.put(mark, made)
        return Response(made.body, media_type=made.media, headers=headers)

    def rows(name: str, make: Maker, request: Request, question: Day, key: str = "after") -> Response:
        def tell(sight: Sight, asked: Asked) -> object:
            told = make(sight, asked).told
            return {"as_of": sight.day, "stamp": sight.stamp, "rows": told[name], "next": told.get(key)}

        return answered(request, _asked(f"/{name}", question), tell)

    def one(name: str, path: str, make: Maker, request: Request, question: Day) -> Response:
        return answered(request, _asked(path, question), lambda sight, asked: make(sight, asked).told[name])

    @api.get("/reports", response_model=Listed[ReportHead])
    def list_reports(request: Request, question: Annotated[ReportRows, Query()]) -> Response:
        """Reports, the latest first."""
        return rows("reports", reports.listed, request, question)

    @api.get("/reports/{id:path}", response_model=Report)
    def get_report(id: str, request: Request, question: Annotated[Day, Query()]) -> Response:
        """One report with its text; offsets are code points into it."""
        return one("report", f"/reports/{id}", reports.one, request, question)

    @api.get("/claims", response_model=Listed[Claim])
    def list_claims(request: Request, question: Annotated[ClaimRows, Query()]) -> Response:
        """Claims, those of the latest reports first."""
        return rows("claims", claims.listed, request, question)

    @api.get("/claims/{id}", response_model=Claim)
    def get_claim(id: str, request: Request, question: Annotated[Day, Query()]) -> Response:
        """One claim."""
        return one("claim", f"/claims/{id}", claims.one, request, question)

    @api.get("/developments", response_model=Listed[Development])
    def list_developments(request: Request, question: Annotated[Rows, Query()]) -> Response:
        """Developments, the latest first."""
        return rows("developments", developments.listed, request, question)

    @api.get("/developments/{id}", response_model=Development)
    def get_development(id: str, request: Request, question: Annotated[Day, Query()]) -> Response:
        """One development, by any id that it ever had."""
        return one("development", f"/developments/{id}", developments.one, request, question)

    @api.get("/statuses", response_model=Listed[Status])
    def list_statuses(request: Request, question: Annotated[Rows, Query()]) -> Response:
        """How things stand, by place."""
        return rows("statuses", _statuses, request, question)

    @api.get("/conflicts", response_model=Listed[Conflict])
    def list_conflicts(request: Request, question: Annotated[Rows, Query()]) -> Response:
        """Pairs of claims that cannot both hold."""
        return rows("conflicts", others.conflicts, request, question)

    @api.get("/tolls", response_model=Listed[DevelopmentTolls])
    def list_tolls(request: Request, question: Annotated[Rows, Query()]) -> Response:
        """Figures over time, under their developments."""
        return rows("tolls", others.tolls, request, question)

    @api.get("/places", response_model=Listed[HeardPlace])
    def list_places(request: Request, question: Annotated[ClaimRows, Query()]) -> Response:
        """The places that the newest claims name; all in one page."""
        return rows("places", places.listed, request, question)

    return api


def _asked(path: str, question: Day) -> Asked:
    values = {name: str(value) for name, value in question.model_dump(exclude_none=True).items()}
    return Asked(path=path, form="json", values=values)


def _statuses(sight: Sight, asked: Asked) -> Page:
    """The statuses that are asked for, by their subject."""
    found = sorted(sight.rows(asked.filters(), "statuses").statuses, key=lambda one: (one.subject, one.id))
    if after := asked.text("after"):
        found = [one for one in found if (one.subject, one.id) > tuple(mark_parts(after, 2))]
    many = asked.many()
    more = mark_text(found[many - 1].subject, found[many - 1].id) if len(found) > many else None
    return Page(title="Statuses", template="", shown={}, told={"statuses": found[:many], "after": more})
