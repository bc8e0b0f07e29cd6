"""What is asked of the desk in an address: its parameters, checked; links that keep the day; places in a list.

In: a query string, nouns. Out: checked values, addresses, opaque marks. Refused with `QueryError`: a day that does not
exist, a value that is too long or has control characters, a mark that the desk did not give.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from fogline.data.terms import Terms, looked_for
from fogline.model.errors import QueryError
from fogline.serve.options import Filters, checked_day, filters
from fogline.store.contract import Facets, Mark

LONGEST = 200  # characters of one value
LONGEST_MARK = 2_000
A_PAGE = 50  # rows of a page; a list in JSON or CSV may ask for more
MOST = 1_000


class NotThere(QueryError):
    """There is no such page, or nothing of that name or id."""


class Gone(NotThere):
    """It was there, and was taken down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: the path under its first name, what it asks for, and in which form."""

    path: str  # "/developments/d_1f2e", without the form's ending
    form: str = "html"
    values: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None  # who asks, where a person has come in; no part of the address

    @property
    def as_of(self) -> str | None:
        """The day that the whole desk is turned back to."""
        return self.day("as_of") if "as_of" in self.values else None  # each link of a page asks

    def text(self, name: str) -> str | None:
        """A value, or None where it is empty."""
        value = " ".join(self.values.get(name, "").split())
        if len(value) > (LONGEST_MARK if name == "after" else LONGEST) or not value.isprintable():
            raise QueryError(f"{name}: too long, or with characters that cannot be printed. Ask for fewer words.")
        return value or None

    def day(self, name: str) -> str | None:
        """A day of the calendar, or None."""
        return checked_day(self.text(name), name)

    def filters(self) -> Filters:
        """The rows that are asked for."""
        names = ("place", "since", "until", "speaker", "party", "kind", "valid_at")
        return filters(**{name: self.text(name) for name in names})

    def facets(self) -> Facets:
        """The claims that are asked for."""
        wanted = self.filters()
        names = ("outlet", "stance", "certainty", "valid_at")
        return Facets(
            place=wanted.place, speaker=wanted.speaker, party=wanted.party, kind=wanted.kind,
            since=wanted.since, until=wanted.until, words=self.words(),
            **{name: self.text(name) for name in names},
        )  # fmt: skip

    def words(self) -> Terms | None:
        """The words that are looked for."""
        return looked_for(self.text("q"))

    def many(self) -> int:
        """How many rows at most."""
        asked = self.text("limit") or str(A_PAGE if self.form == "html" else MOST)
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= MOST):
            raise QueryError(f"limit {asked}: ask for 1 to {MOST:,} rows.")
        return int(asked)

    def link(self, *parts: str, **values: str | int | None) -> str:
        """The address of another page as of the same day."""
        asked = {"as_of": self.as_of, "lang": self.text("lang"), **values}
        return _address("/" + "/".join(quote(part, safe="") for part in parts), asked)

    def again(self, form: str = "html", **values: str | None) -> str:
        """The address of this very question, in another form or with other values."""
        ending = "" if form == "html" else f".{form}"
        return _address(quote(self.path) + ending, {**dict(sorted(self.values.items())), **values})


def _address(path: str, values: Mapping[str, str | int | None]) -> str:
    given = {name: value for name, value in values.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def mark_text(*parts: str) -> str:
    """A place in a list, as a mark that says nothing to whoever sees it.

    >>> mark_parts(mark_text("2023-03-04", "r1", "c_1"), 3)
    ['2023-03-04', 'r1', 'c_1']
    """
    return base64.urlsafe_b64encode(json.dumps(parts, ensure_ascii=False).encode()).decode().rstrip("=")


def mark_parts(text: str, length: int) -> list[str]:
    """The parts of a mark.

    >>> mark_parts("x", 2)
    Traceback (most recent call last):
    fogline.model.errors.QueryError: after: no mark of this list. Follow the link to the next page, or leave it out.
    """
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        parts = None
    if not isinstance(parts, list) or len(parts) != length or not all(isinstance(one, str) for one in parts):
        raise QueryError("after: no mark of this list. Follow the link to the next page, or leave it out.")
    return [str(one) for one in parts]


def claim_mark(text: str | None) -> Mark | None:
    """The claim after which a list goes on."""
    if text is None:
        return None
    day, report, claim = mark_parts(text, 3)
    return Mark(day=day, report=report, claim=claim)
