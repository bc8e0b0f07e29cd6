"""`fogline conflicts`: claims that cannot both hold."""

from __future__ import annotations

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave
from fogline.serve.options import As, Format


@asks()
def conflicts(asked: Asked, form: As = Format.TABLE) -> None:
    """List the claims that cannot both hold, and why.

    \b
    Example:
      fogline conflicts --place Bakhmut
      fogline conflicts inbox/ --kind denial
    """
    from fogline.outputs.tables import conflict_rows
    from fogline.serve.holdings import holdings
    from fogline.serve.show import show

    columns = ("kind", "why", "quote", "other_quote", "claim", "other_claim")
    with holdings(asked.source) as held:
        chosen, material = held.selected(asked.filters)
        found = show(
            chosen.conflicts, lambda conflicts: conflict_rows(conflicts, material.claims), form, columns=columns
        )
        leave(aside=len(held.aside), found=bool(found))
