"""`fogline developments`: what happened, each thing once."""

from __future__ import annotations

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave
from fogline.serve.options import As, Format


@asks()
def developments(asked: Asked, form: As = Format.TABLE) -> None:
    """List what happened, each thing once.

    \b
    Example:
      fogline developments --kind shelling --since 2023-03-01
      fogline developments inbox/ --format json
    """
    from fogline.outputs.tables import development_rows
    from fogline.serve.holdings import holdings
    from fogline.serve.show import show

    columns = ("id", "begin", "finish", "kind", "stage", "place", "also_at", "initiators", "recipients", "killed",
               "injured", "origins", "credibility", "disputed")  # fmt: skip
    with holdings(asked.source) as held:
        chosen = held.chosen(asked.filters, "developments")
        found = show(chosen.developments, development_rows, form, columns=columns)
        leave(aside=len(held.aside), found=bool(found))
