"""What a form of the desk sends: its fields, checked.

In: a request with a body of a form. Out: fields, each with its values. Refused: a body that is no form, a field that is
too long or has control characters (`QueryError`); a form that was not made for this session (`NotOurs`).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from fastapi import Request

from fogline.model.errors import QueryError
from fogline.serve.desk.door import Caller

LONGEST = 1_000  # characters of one value
_MOST_FIELDS = 200


class NotOurs(QueryError):
    """A form that was not made for this session."""


class Sent(dict[str, Sequence[str]]):
    """The fields of a form."""

    def one(self, name: str) -> str:
        """A field's only or last value; "" where it is missing."""
        return self[name][-1] if self.get(name) else ""

    def several(self, name: str) -> tuple[str, ...]:
        """All of a field's values that are not empty, each once."""
        return tuple(dict.fromkeys(value for value in self.get(name, ()) if value))


async def sent(request: Request, caller: Caller | None) -> Sent:
    """The fields of a request's form. `caller`: whose session it must be made for, if any."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise QueryError("This is no form of the desk. Send it from the page.")
    try:
        fields = parse_qs((await request.body()).decode("utf-8"), max_num_fields=_MOST_FIELDS)
    except (UnicodeDecodeError, ValueError):
        raise QueryError("This is no form of the desk. Send it from the page.") from None
    made = Sent(checked(fields))
    if caller is not None and not (caller.csrf and hmac.compare_digest(made.one("csrf"), caller.csrf)):
        raise NotOurs("This form is of an earlier session, or of another page. Load the page again, and decide there.")
    return made


def checked(fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The fields with blanks in a row made one.

    >>> checked({"why": ["a  strike,\\n told twice"]})
    {'why': ['a strike, told twice']}
    """
    made = {name: [" ".join(value.split()) for value in values] for name, values in fields.items()}
    for name, values in made.items():
        if any(len(value) > LONGEST or not value.isprintable() for value in values):
            raise QueryError(f"{name[:40]}: longer than {LONGEST:,} characters, or with some that cannot be printed.")
    return made
