"""When a reader last looked, so that Today can tell what came since: kept without telling who reads what.

In: a request for Today. Out: the moment at which the reader's visit before this one ended, and how it is noted.
Refused: nothing; a cookie that is none of ours is none at all.

With accounts it is kept beside them, two moments for each. Without, the browser keeps both in a cookie that holds
nothing else, is sent for Today alone, and names nobody. A visit ends when Today was not looked at for an hour: within
it, loading the page again does not take away what the reader has not read yet.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from fogline.serve.desk.asked import Asked
from fogline.serve.desk.door import LOOPBACK, Caller, House, cookie_of, headers, host_name

PATH = "/today"
COOKIE = "fogline-seen"
ENDS_AFTER_S = 3600.0
_KEPT_S = 90 * 24 * 3600  # by a browser
_NOTED_EVERY_S = 60.0
_MOST = 10**11  # seconds: what is more is no moment of a visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit. `before`: when the one before it ended (seconds since 1970); `fresh`: this look has to be noted."""

    before: float | None
    seen: float
    fresh: bool
    owner: str | None  # of an account; None: the browser keeps it

    @property
    def since(self) -> str | None:
        """The end of the visit before, to the minute, as it stands in an address."""
        if self.before is None:
            return None
        return datetime.fromtimestamp(self.before, UTC).strftime("%Y-%m-%dT%H:%MZ")


def looking(asked: Asked, house: House, caller: Caller, scope: MutableMapping[str, Any]) -> tuple[Asked, Visit | None]:
    """What is asked for, with the end of the visit before where Today is asked for without a moment; and the visit."""
    if asked.path != PATH or asked.form != "html":
        return asked, None
    found = visit(house, caller, scope)
    if found is None or found.since is None or asked.text("since"):
        return asked, found
    return replace(asked, values={**asked.values, "since": found.since}), found


def visit(house: House, caller: Caller, scope: MutableMapping[str, Any]) -> Visit | None:
    """The visit that a request belongs to; None where nothing is kept: of paths, and for programs."""
    if not house.keeps or caller.key is not None:
        return None
    owner = caller.name if house.closed else None
    known = _of_cookie(scope) if owner is None else house.accounts.readers.visit(owner)
    now = house.clock()
    if known is None or known[1] > now:
        return Visit(before=None, seen=now, fresh=True, owner=owner)
    before, seen = known
    ended = now - seen > ENDS_AFTER_S
    return Visit(before=seen if ended else before, seen=now, fresh=now - seen > _NOTED_EVERY_S, owner=owner)


def noted(answer: Response, one: Visit | None, house: House, scope: MutableMapping[str, Any]) -> Response:
    """The answer, once the look is noted."""
    if one is None or not one.fresh:
        return answer
    if one.owner is not None:
        house.accounts.readers.looked(one.owner, one.before, one.seen)
        return answer
    here = host_name(headers(scope).get("host", "")) in LOOPBACK
    value = f"{int(one.before) if one.before is not None else ''}.{int(one.seen)}"
    answer.set_cookie(COOKIE, value, max_age=_KEPT_S, path=PATH, httponly=True, samesite="strict", secure=not here)
    return answer


def _of_cookie(scope: MutableMapping[str, Any]) -> tuple[float | None, float] | None:
    before, _, seen = (cookie_of(headers(scope).get("cookie", ""), COOKIE) or "").partition(".")
    if not all(part.isascii() and part.isdigit() and int(part[:12]) < _MOST for part in filter(None, (before, seen))):
        return None
    return (float(before) if before else None, float(seen)) if seen else None
