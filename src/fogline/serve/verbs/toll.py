"""`fogline toll`: figures over time."""

from __future__ import annotations

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave
from fogline.serve.options import As, Format


@asks()
def toll(asked: Asked, form: As = Format.TABLE) -> None:
    """Show each toll as it grew.

    Every figure with its day, its speaker and its words, and whether it still stands.

    \b
    Example:
      fogline toll --place Zaporizhzhia --since 2023-03-02
    """
    from fogline.outputs.tables import toll_rows
    from fogline.serve.holdings import holdings
    from fogline.serve.show import show

    columns = ("place", "measure", "group", "published", "best", "low", "high", "scope", "state", "speaker",
               "as_worded", "claim")  # fmt: skip
    with holdings(asked.source) as held:
        chosen = held.chosen(asked.filters)
        found = show(toll_rows(chosen.developments), list, form, columns=columns)
        leave(aside=len(held.aside), found=bool(found))
