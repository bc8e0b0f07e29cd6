"""`fogline place`: how things stand at a place, and what happened there."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.serve.notices import leave
from fogline.serve.options import (
    As,
    AsOf,
    Format,
    Jobs,
    LedgerPath,
    Paths,
    Published,
    RecordedBy,
    Since,
    Until,
    ValidAt,
    filters,
    source,
)


def place(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The place.", show_default=False)],
    paths: Paths = None,
    ledger: LedgerPath = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    valid_at: ValidAt = None,
    recorded_by: RecordedBy = None,
    form: As = Format.TABLE,
    published: Published = None,
    jobs: Jobs = None,
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
    asked = source(paths, ledger, published=published, as_of=as_of, recorded_by=recorded_by, jobs=jobs)
    wanted = filters(place=name, since=since, until=until, valid_at=valid_at)
    with holdings(asked) as held:
        chosen, _ = held.selected(wanted)
        found = show(chosen.statuses, status_rows, form, columns=columns)
        leave(aside=len(held.aside), found=bool(found))
