"""`fogline claims`: who says what."""

from __future__ import annotations

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave
from fogline.serve.options import As, Format


@asks(without=("valid_at",))
def claims(asked: Asked, form: As = Format.TABLE) -> None:
    """List who says what, how sure, at which words.

    \b
    Example:
      fogline claims --place Bakhmut --party Russia
      fogline claims --speaker "Volodymyr Zelenskyy" --format json
    """
    from fogline.outputs.tables import claim_rows
    from fogline.serve.holdings import holdings, question
    from fogline.serve.show import show

    columns = ("id", "speakers", "stance", "certainty", "kind", "stage", "begin", "places", "figures", "quote",
               "report")  # fmt: skip
    with holdings(asked.source) as held:
        found = show(held.view.claims(question(asked.filters)), claim_rows, form, columns=columns)
        leave(aside=len(held.aside), found=bool(found))
