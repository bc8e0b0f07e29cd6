"""`fogline development`: one development by an id that it has or once had."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.serve.notices import leave, tell
from fogline.serve.options import As, AsOf, Format, LedgerPath, RecordedBy, source


def development(
    id: Annotated[str, typer.Argument(metavar="ID", help="An id that was ever shown.", show_default=False)],
    ledger: LedgerPath = None,
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    form: As = Format.TABLE,
) -> None:
    """Show one development, by any id it ever had.

    An id stays good: where its development was merged into another, or an earlier report was found, what it became is
    shown, and said.

    \b
    Example:
      fogline development d_1c5f0e0a2b44
      fogline development d_1c5f0e0a2b44 --as-of 2023-03-04 --format json
    """
    from fogline.outputs.tables import development_rows
    from fogline.serve.holdings import holdings
    from fogline.serve.show import show

    with holdings(source(None, ledger, as_of=as_of, recorded_by=recorded_by)) as held:
        found = held.development(id)
        if found is not None and found.id != id:
            tell(f"fogline: {id} became {found.id}")
        leave(found=bool(show([found] if found is not None else [], development_rows, form)))
