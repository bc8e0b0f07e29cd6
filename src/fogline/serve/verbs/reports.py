"""`fogline reports`: which reports there are."""

from __future__ import annotations

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave
from fogline.serve.options import As, Format


@asks(without=("valid_at",))
def reports(asked: Asked, form: As = Format.TABLE) -> None:
    """List the reports: from when, by whom.

    `published basis` says how the date is known: metadata, url, text, or none.

    \b
    Example:
      fogline reports --since 2023-03-01 --place Vuhledar
      fogline reports inbox/ --format csv > reports.csv
    """
    from fogline.outputs.tables import report_rows
    from fogline.serve.holdings import holdings, question
    from fogline.serve.show import show

    columns = ("id", "published", "published_basis", "outlet", "lang", "title", "source")
    with holdings(asked.source) as held:
        found = show(held.view.reports(question(asked.filters)), report_rows, form, columns=columns)
        leave(aside=len(held.aside), found=bool(found))
