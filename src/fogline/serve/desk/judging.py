"""Decisions taken at the desk: the same judgements as `fogline judge` records, by a form or by the API.

In: a form or a JSON object from a caller who may judge. Out: a recorded judgement, and the page it was decided on.
Refused with `QueryError`: what `serve.decisions` refuses; a decision that does not say on what.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from fogline.model.codec import encode
from fogline.model.errors import QueryError
from fogline.model.picture import Judgement, Verb
from fogline.serve.decisions import decided
from fogline.serve.desk.door import Caller, within
from fogline.serve.desk.opened import Opened
from fogline.serve.desk.sent import LONGEST, Sent, sent

_CHOSEN = (Verb.ACCEPT, Verb.SET_ASIDE, Verb.SPLIT)  # of several things, only those that were chosen
_Text = Annotated[str, Field(max_length=LONGEST)]


class Decision(BaseModel):
    """A decision that a program sends."""

    model_config = ConfigDict(extra="forbid")
    verb: Verb
    subjects: Annotated[list[_Text], Field(min_length=1, max_length=200)]
    why: _Text = ""
    field: _Text | None = None
    value: _Text | None = None


_REFUSED: dict[int | str, dict[str, object]] = {
    status: {"description": said}
    for status, said in ((401, "no key"), (403, "may not decide"), (411, "of no told length"), (413, "too long"))
}


def add_judging(app: FastAPI, opened: Opened, *, told: bool) -> None:
    """Adds the routes by which decisions are recorded. `told`: in the API's description too."""

    async def decide(request: Request) -> Response:
        caller = _who(request)
        fields = await sent(request, caller)
        await run_in_threadpool(opened.record, meant(fields, caller.name or ""))
        back = within(fields.one("back"), "/review")
        return RedirectResponse(back, 303, headers={"cache-control": "no-store"})

    def judgements(request: Request, decision: Annotated[Decision, Body()]) -> Response:
        """Record a decision. It needs a key with the scope `judge`; the name of the key is who decides."""
        caller = _who(request)
        if caller.key is None:
            raise HTTPException(403, "This takes a key: Authorization: Bearer KEY.")
        change = None if decision.field is None else (decision.field, decision.value)
        _complete(decision.verb, tuple(decision.subjects), change)
        made = decided(decision.verb, decision.subjects, why=decision.why, by=caller.name, change=change)
        opened.record(made)
        return JSONResponse(encode(made), 201)

    app.add_api_route("/review/decide", decide, methods=["POST"], include_in_schema=False)
    app.add_api_route(
        "/api/v1/judgements", judgements, methods=["POST"], status_code=201, tags=["judgements"],
        include_in_schema=told, responses=_REFUSED,
    )  # fmt: skip


def _who(request: Request) -> Caller:
    caller: Caller = request.state.caller
    if not caller.judges:
        raise HTTPException(403)
    return caller


def meant(fields: Sent, by: str) -> Judgement:
    """The judgement that a form means.

    `subject`: what the page is about; `chosen`: claims that are ticked; `claims`: those that would be split off if none
    is; `with`: other developments.
    """
    try:
        verb = Verb(fields.one("verb"))
    except ValueError:
        raise QueryError(
            "Choose what to decide: accept, correct, merge, split, never merge, set aside or undo."
        ) from None
    about, chosen = fields.several("subject"), fields.several("chosen")
    if verb in _CHOSEN:
        offered = fields.several("claims") if verb is Verb.SPLIT else ()
        if not (chosen or offered) and len(about) != 1 and verb is not Verb.ACCEPT:
            raise QueryError(f"{verb.value}: tick the claims that are meant.")
        subjects = chosen or offered or about
    elif verb in (Verb.MERGE, Verb.NEVER_MERGE):
        subjects = tuple(dict.fromkeys((*about, *fields.several("with"))))
    else:
        subjects = about
    change = (fields.one("field"), fields.one("value") or None) if verb is Verb.CORRECT else None
    _complete(verb, subjects, change)
    return decided(verb, subjects, why=fields.one("why"), by=by, change=change)


def _complete(verb: Verb, subjects: tuple[str, ...], change: tuple[str, str | None] | None) -> None:
    if verb in (Verb.MERGE, Verb.NEVER_MERGE) and len(set(subjects)) < 2:
        raise QueryError(f"{verb.value}: tick the other one that is meant, or give its id.")
    if not subjects:
        raise QueryError(f"{verb.value}: nothing is said to be meant.")
    if verb is Verb.SPLIT and not all(one.startswith("c_") for one in subjects):
        raise QueryError("split: tick the claims that leave.")
    if verb is Verb.SET_ASIDE and any(one.startswith("d_") for one in subjects):
        raise QueryError("set aside: tick the claims that are not to be used; a development is made of its claims.")
    if (verb is Verb.CORRECT) != (change is not None and bool(change[0])):
        raise QueryError("correct: say which field, and what it is to be read as.")
