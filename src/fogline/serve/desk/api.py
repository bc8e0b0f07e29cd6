"""`/api/v1`: the picture and what it stands on, for programs.

In: questions in addresses. Out: JSON pages of nouns, as the glossary describes them, with the mark of the next page;
or the whole list as a stream (NDJSON, CSV, GeoJSON, Parquet), by an ending of the path or by Accept. Refused with
problem+json: what makes no sense (400, 422), what is not there (404), what was taken down (410).
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from fogline.model.claim import Claim
from fogline.model.errors import QueryError
from fogline.model.picture import Conflict, Development, Status
from fogline.model.report import Report
from fogline.serve.desk.asked import A_PAGE, Asked, NotThere
from fogline.serve.desk.flow import FORMS, Shape, flowing
from fogline.serve.desk.lists import (
    CLAIMS,
    CONFLICTS,
    DELETIONS,
    DEVELOPMENTS,
    OUTLETS,
    PLACES,
    REPORTS,
    SEARCH,
    SPEAKERS,
    STATUSES,
    TOLLS,
    Kind,
)
from fogline.serve.desk.opened import Opened
from fogline.serve.desk.page import Answer, Maker, Remembered, etag
from fogline.serve.desk.pages import claims, developments, reports
from fogline.serve.desk.shapes import (
    AsOf,
    ClaimRows,
    Day,
    DevelopmentTolls,
    Found,
    HeardName,
    HeardPlace,
    Listed,
    Problem,
    ReportHead,
    ReportRows,
    Rows,
    Searched,
    Withdrawn,
)
from fogline.serve.desk.sight import Sight
from fogline.store.contract import Facets, first_and_last_day

_JSON = "application/json"
_PROBLEM = {"application/problem+json": {"schema": Problem.model_json_schema()}}
_PROBLEMS: dict[int | str, dict[str, object]] = {
    status: {"description": said, "content": _PROBLEM}
    for status, said in ((400, "makes no sense"), (404, "not there"), (422, "not as described"), (503, "later"))
}
_GONE: dict[int | str, dict[str, object]] = {410: {"description": "taken down", "content": _PROBLEM}}
_ASK_AGAIN = "private, no-cache"
Asking = Day | AsOf | Searched


class Answers:
    """What is answered over what is opened, remembered as long as nothing changes."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._remembered = Remembered()

    def one(self, name: str, path: str, make: Maker, request: Request, question: Day) -> Response:
        """One noun of a page."""

        def tell(sight: Sight, asked: Asked) -> object:
            noun = make(sight, asked).told[name]
            if (day := asked.day("valid_at")) and not _valid(sight, noun, day):
                raise NotThere(f"{path}: nothing of it held or happened on {day}.")
            return noun

        return self._whole(request, _asked(path, question), tell)

    def listed(self, kind: Kind, request: Request, question: Asking, form: str | None = None) -> Response:
        """A page of a list, or all of it in the form that is asked for."""
        form = form or _accepted(request, kind.shape)
        if form != "json":
            return self._streamed(kind, request, _asked(f"/{kind.name}", question, form))

        def tell(sight: Sight, asked: Asked) -> object:
            told = kind.page(sight, asked).told
            return {"as_of": sight.day, "stamp": sight.stamp, "rows": told[kind.name], "next": told.get("after")}

        return self._whole(request, _asked(f"/{kind.name}", question), tell)

    def _whole(self, request: Request, asked: Asked, tell: Callable[[Sight, Asked], object]) -> Response:
        with self._opened.sight(asked.as_of) as sight:
            headers = _headers(etag(sight, asked))
            if _held(request, headers):
                return Response(status_code=304, headers=headers)
            made = self._remembered.get(headers["etag"])
            if made is None:
                made = Answer(body=msgspec.json.encode(tell(sight, asked)), media=_JSON)
                self._remembered.put(headers["etag"], made)
        return Response(made.body, media_type=made.media, headers=headers)

    def _streamed(self, kind: Kind, request: Request, asked: Asked) -> Response:
        if asked.text("after"):
            raise QueryError("after: a stream is the whole list. Leave it out, or ask for pages as JSON.")
        with contextlib.ExitStack() as opening:
            sight = opening.enter_context(self._opened.sight(asked.as_of))
            headers = _headers(etag(sight, asked))
            if _held(request, headers):
                return Response(status_code=304, headers=headers)
            if request.method == "HEAD":  # nothing is gone through for it
                return Response(media_type=FORMS[asked.form], headers=headers)
            most = asked.many() if asked.text("limit") else None
            pieces = flowing(kind.shape, sight, islice(kind.each(sight, asked), most), asked.form)
            first = next(pieces, b"")  # what makes no sense is said before anything is sent
            kept = opening.pop_all()

        def rest() -> Iterator[bytes]:
            with kept:
                yield first
                yield from pieces

        return StreamingResponse(rest(), media_type=FORMS[asked.form], headers=headers)


def router(opened: Opened) -> APIRouter:
    """The endpoints over what is opened."""
    api = APIRouter(prefix="/api/v1", responses=_PROBLEMS)
    answers = Answers(opened)
    _endpoint(api, answers, REPORTS, ReportHead, ReportRows)
    _endpoint(api, answers, CLAIMS, Claim, ClaimRows)
    _endpoint(api, answers, DEVELOPMENTS, Development, Rows)
    _endpoint(api, answers, STATUSES, Status, Rows)
    _endpoint(api, answers, CONFLICTS, Conflict, Rows)
    _endpoint(api, answers, TOLLS, DevelopmentTolls, Rows)
    _endpoint(api, answers, PLACES, HeardPlace, ClaimRows)
    _endpoint(api, answers, SPEAKERS, HeardName, ClaimRows)
    _endpoint(api, answers, OUTLETS, HeardName, ClaimRows)
    _endpoint(api, answers, SEARCH, Found, Searched)
    _endpoint(api, answers, DELETIONS, Withdrawn, AsOf)

    @_head(api, "/claims/{id}")
    @api.get("/claims/{id}", response_model=Claim, responses=_GONE)
    def get_claim(id: str, request: Request, question: Annotated[Day, Query()]) -> Response:
        """One claim."""
        return answers.one("claim", f"/claims/{id}", claims.one, request, question)

    @_head(api, "/developments/{id}")
    @api.get("/developments/{id}", response_model=Development)
    def get_development(id: str, request: Request, question: Annotated[Day, Query()]) -> Response:
        """One development, by any id that it ever had."""
        return answers.one("development", f"/developments/{id}", developments.one, request, question)

    @_head(api, "/reports/{id:path}")
    @api.get("/reports/{id:path}", response_model=Report, responses=_GONE)
    def get_report(id: str, request: Request, question: Annotated[Day, Query()]) -> Response:
        """One report with its text; offsets are code points into it."""
        return answers.one("report", f"/reports/{id}", reports.one, request, question)

    return api


def _head(api: APIRouter, path: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Answers HEAD as GET, without a body; it is no operation of its own in the description."""
    return api.api_route(path, methods=["HEAD"], include_in_schema=False)


def _endpoint(api: APIRouter, answers: Answers, kind: Kind, noun: type, question: type[Asking]) -> None:
    """A list as JSON pages at its name, and as a stream of each form at its name with an ending."""
    streams: dict[str, object] = {FORMS[form]: {} for form in kind.shape.forms}
    for form in (None, *kind.shape.forms):
        answer = functools.partial(_answer, answers, kind, form)
        # FastAPI reads what is asked with off the signature.
        asked = inspect.Parameter("question", inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[question, Query()])
        sent = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
        setattr(answer, "__signature__", inspect.Signature([sent, asked]))  # noqa: B010
        _head(api, f"/{kind.name}" if form is None else f"/{kind.name}.{form}")(answer)
        if form is None:
            api.add_api_route(
                f"/{kind.name}", answer, methods=["GET"], response_model=Listed[noun],  # type: ignore[valid-type]
                name=f"list_{kind.name}", summary=kind.about, description=kind.about,
                responses={200: {"content": streams}},
            )  # fmt: skip
        else:
            api.add_api_route(
                f"/{kind.name}.{form}", answer, methods=["GET"], response_class=StreamingResponse,
                name=f"stream_{kind.name}_{form}", description=kind.about,
                summary=f"{kind.about} The whole list, as {form}.",
                responses={200: {"content": {FORMS[form]: {}}, "description": "The whole list"}},
            )  # fmt: skip


def _answer(answers: Answers, kind: Kind, form: str | None, *, request: Request, question: Asking) -> Response:
    return answers.listed(kind, request, question, form)


def _headers(mark: str) -> dict[str, str]:
    return {"etag": mark, "cache-control": _ASK_AGAIN, "vary": "Accept"}


def _held(request: Request, headers: dict[str, str]) -> bool:
    return headers["etag"] in request.headers.get("if-none-match", "").split(", ")


def _accepted(request: Request, shape: Shape) -> str:
    """The form that a client likes best, by its Accept header; JSON where it says nothing that is known."""
    forms = {FORMS[form]: form for form in shape.forms} | {_JSON: "json", "*/*": "json", "application/*": "json"}
    best, weight = "json", 0.0
    for part in request.headers.get("accept", "").split(","):
        media, *parameters = (one.strip().lower() for one in part.split(";"))
        said = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        with contextlib.suppress(ValueError):
            if media in forms and float(said) > weight:
                best, weight = forms[media], float(said)
    return best


def _asked(path: str, question: Asking, form: str = "json") -> Asked:
    values = {name: str(value) for name, value in question.model_dump(exclude_none=True).items()}
    if form == "json" and hasattr(question, "limit"):
        values.setdefault("limit", str(A_PAGE))
    return Asked(path=path, form=form, values=values)


def _valid(sight: Sight, noun: object, day: str) -> bool:
    """Whether a claim or development, or a claim of a report, held or happened on a day."""
    if isinstance(noun, Report):
        return next(sight.view.newest(Facets(report=noun.id, valid_at=day)), None) is not None
    days = first_and_last_day(noun.when) if isinstance(noun, (Claim, Development)) else None
    return days is not None and days[0] <= day <= days[1]
