"""Searches that a reader keeps, and the alert rules that are made of them: pages and forms.

In: a request from whoever reads. Out: a page that nobody else is shown, or the search kept, removed, made a rule; then
its page. Refused: a desk without a ledger (404); a form that was not made for this session (403); a program's key
(403), for a key is nobody who reads; what `pages.searches` and the file of rules refuse.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from fogline.model.errors import FoglineError, QueryError
from fogline.serve.desk.asked import Asked, NotThere
from fogline.serve.desk.door import Caller, House
from fogline.serve.desk.entering import NO_STORE
from fogline.serve.desk.language import speaking
from fogline.serve.desk.opened import Opened
from fogline.serve.desk.page import Page, answer
from fogline.serve.desk.pages import searches
from fogline.serve.desk.pages.claims import FACETS
from fogline.serve.desk.reviewing import reviewing
from fogline.serve.desk.sent import Sent, sent
from fogline.sources.alert_rules import add_rule, remove
from fogline.store.readers import SavedSearch


def add_keeping(app: FastAPI, opened: Opened, house: House, language: Callable[[Asked, Request], str]) -> None:
    """Adds the routes. `language`: of an answer to a question."""
    keeping = _Keeping(opened, house, language)
    for path in ("/searches", "/searches.json", "/searches.csv"):
        app.add_api_route(path, keeping.every, methods=["GET", "HEAD"], include_in_schema=False)
    sends = {"save": keeping.save, "remove": keeping.remove, "alert": keeping.alert, "silence": keeping.silence}
    for path, answers in sends.items():
        app.add_api_route(f"/searches/{path}", answers, methods=["POST"], include_in_schema=False)
    app.add_api_route("/searches/{name:path}", keeping.one, methods=["GET", "HEAD"], include_in_schema=False)


class _Keeping:
    def __init__(self, opened: Opened, house: House, language: Callable[[Asked, Request], str]) -> None:
        self._opened = opened
        self._house = house
        self._language = language
        self._readers = house.accounts.readers

    # ---- pages

    def every(self, request: Request) -> Response:
        """A reader's searches, and a form for one that would be saved."""
        mine = self._readers.searches(self._owner(request))
        form = request.url.path.removeprefix("/searches").lstrip(".") or "html"

        def make(asked: Asked, caller: Caller) -> Page:
            return searches.listed(mine, searches.facets_of(asked), caller.csrf, asked)

        return self._shown(request, "/searches", form, make)

    def one(self, name: str, request: Request) -> Response:
        """A search, the alert that can be made of it, and what that would have told of."""
        search = self._search(self._owner(request), name)

        def make(asked: Asked, caller: Caller) -> Page:
            alerts = searches.alerts_of(self._house.alerts, allowed=self._house.alerting(caller))
            rule, tried, wrong = None, None, ""
            try:
                rule = searches.meant(search, asked)
                tried = searches.tried(rule, self._opened, asked) if asked.text("try") else None
            except FoglineError as error:
                wrong = str(error)
            return searches.one(search, alerts, tried, rule, wrong, caller.csrf, asked)

        return self._shown(request, f"/searches/{name}", "html", make)

    def _shown(self, request: Request, path: str, form: str, make: Callable[[Asked, Caller], Page]) -> Response:
        values = {name: value for name, value in request.query_params.items() if value}
        caller: Caller = request.state.caller
        asked = Asked(path=path, form=form, values=values, by=caller.name if caller.token else None)
        with speaking(self._language(asked, request)):
            made = make(asked, caller)  # which may look at many days: no file is held meanwhile
            with self._opened.sight(None) as sight:
                who = reviewing(sight, caller, self._opened.behind()) if caller.token else None
                told = answer(made, sight, asked, self._opened.name, who)
        return Response(told.body, media_type=told.media, headers=NO_STORE)

    # ---- forms

    async def save(self, request: Request) -> Response:
        """Keeps a search under a name."""
        whose, fields = self._owner(request), await sent(request, request.state.caller)
        name = searches.checked_name(fields.one("name"))
        asked = searches.facets_of(Asked(path="/claims", values={one: fields.one(one) for one in FACETS}))
        if not asked:
            raise QueryError("This search asks for nothing in particular. Choose something of the claims first.")
        made_at = datetime.fromtimestamp(self._house.clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        await run_in_threadpool(self._readers.save, whose, SavedSearch(name=name, asked=asked, made_at=made_at))
        return _to("searches", name, lang=fields.one("lang"))

    async def remove(self, request: Request) -> Response:
        """Forgets a search. The alert rule that was made of it stays."""
        whose, fields = self._owner(request), await sent(request, request.state.caller)
        await run_in_threadpool(self._readers.remove, whose, fields.one("name"))
        return _to("searches", lang=fields.one("lang"))

    async def alert(self, request: Request) -> Response:
        """Makes an alert rule of a search."""
        whose, file, fields = await self._for_rules(request)
        search = self._search(whose, fields.one("name"))
        beyond = {name: fields.one(name) for name in searches.BEYOND}
        await run_in_threadpool(add_rule, file, searches.rule_row(search.name, search.asked, beyond))
        self._readers.ruled(whose, search.name, search.name)
        return _to("searches", search.name, lang=fields.one("lang"))

    async def silence(self, request: Request) -> Response:
        """Takes the alert rule of a search away."""
        whose, file, fields = await self._for_rules(request)
        search = self._search(whose, fields.one("name"))
        if search.rule is not None and search.rule in searches.alerts_of(file, allowed=True).rules:
            await run_in_threadpool(remove, file, search.rule)
        self._readers.ruled(whose, search.name, None)
        return _to("searches", search.name, lang=fields.one("lang"))

    async def _for_rules(self, request: Request) -> tuple[str, Path, Sent]:
        if self._house.alerts is None or not self._house.alerting(request.state.caller):
            raise HTTPException(403, "Only who may decide may have others told.")
        return self._owner(request), self._house.alerts, await sent(request, request.state.caller)

    def _owner(self, request: Request) -> str:
        """Whose searches they are: the account's; at a desk without accounts everybody's."""
        caller: Caller = request.state.caller
        if not self._house.keeps:
            raise NotThere("Searches are kept beside a ledger. Add the reports to one: fogline add PATH")
        if caller.key is not None:
            raise HTTPException(403, "Searches are kept by people. Log in to see yours.")
        return (caller.name or "") if self._house.closed else ""

    def _search(self, whose: str, name: str) -> SavedSearch:
        found = self._readers.search(whose, name)
        if found is None:
            raise NotThere(f"{name}: no search of that name is kept.")
        return found


def _to(*parts: str, lang: str) -> Response:
    values = {"lang": lang} if lang else {}
    return RedirectResponse(Asked(path="/searches").link(*parts, **values), 303, headers=NO_STORE)
