"""`fogline claims`: who says what."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave
from fogline.serve.options import As, Format


@asks(without=("valid_at",))
def claims(
    asked: Asked,
    words: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Only quotes with all these words, the newest first.", show_default=False),
    ] = None,
    form: As = Format.TABLE,
) -> None:
    """List who says what, how sure, at which words.

    --words takes words in any order, "a phrase", the begin* of a word, and -not this one. Capitals and Latin accents do
    not matter. Names of private persons are not looked for.

    \b
    Example:
      fogline claims --place Bakhmut --party Russia
      fogline claims --words 'bridge* "blown up" -rail'
      fogline claims --speaker "Volodymyr Zelenskyy" --format json
    """
    from fogline.data.terms import looked_for
    from fogline.outputs.tables import claim_rows
    from fogline.serve.holdings import facets, holdings, question
    from fogline.serve.show import show

    columns = ("id", "speakers", "stance", "certainty", "kind", "stage", "begin", "places", "figures", "quote",
               "report")  # fmt: skip
    sought = looked_for(words)
    with holdings(asked.source) as held:
        some = held.newest(facets(asked.filters, sought)) if sought else held.view.claims(question(asked.filters))
        found = show(some, claim_rows, form, columns=columns)
        leave(aside=len(held.aside), found=bool(found))
