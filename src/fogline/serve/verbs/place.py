"""`fogline place`: how things stand at a place, and what happened there."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import Annotated

import typer

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave
from fogline.serve.options import As, Format


@asks(without=("place", "speaker", "party", "kind", "outlet", "lang"))
def place(
    asked: Asked,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The place.", show_default=False)],
    form: As = Format.TABLE,
) -> None:
    """Tell how things stand at a place.

    Control, encirclement, access, infrastructure: since when, last confirmed when, by whose word.

    What happened there: fogline timeline --place NAME.

    \b
    Example:
      fogline place Bakhmut
      fogline place Bakhmut --valid-at 2023-03-04 --format json
    """
    from fogline.outputs.tables import status_rows
    from fogline.serve.holdings import holdings
    from fogline.serve.show import show

    columns = ("subject", "aspect", "value", "trend", "by", "layer", "since", "last_confirmed", "stale", "origins",
               "credibility")  # fmt: skip
    wanted = replace(asked.filters, place=name)
    with holdings(asked.source) as held:
        chosen = held.chosen(wanted, "statuses")
        found = show(chosen.statuses, status_rows, form, columns=columns)
        happened = 0 if found else len(held.chosen(wanted, "developments").developments)
        ask = f"fogline timeline --place {shlex.quote(name)}"
        there = f"how things stand at {name} nobody says; see what happened there: {ask}"
        leave(aside=len(held.aside), found=bool(found), nothing=there if happened else "nothing found")
