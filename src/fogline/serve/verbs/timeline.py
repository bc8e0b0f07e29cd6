"""`fogline timeline`: developments, day by day."""

from __future__ import annotations

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave
from fogline.serve.options import As, Format


@asks()
def timeline(asked: Asked, form: As = Format.TABLE) -> None:
    """Tell what happened, day by day.

    Names of private persons, numbers and addresses are blotted out.

    \b
    Example:
      fogline timeline --place Vuhledar --since 2023-02-01 --until 2023-02-28
    """
    import sys

    from fogline.outputs.timeline import timeline as days_of
    from fogline.outputs.timeline import timeline_text
    from fogline.outputs.visible import visible
    from fogline.outputs.withheld import opened
    from fogline.serve.holdings import holdings
    from fogline.serve.show import day_rows, show

    with holdings(asked.source) as held:
        shown, _ = opened(held.chosen(asked.filters), ({}, {}), held.private())
        days = days_of(shown)
        if form is Format.TABLE:
            sys.stdout.write(visible(timeline_text(days)))
        else:
            show(days, day_rows, form)
        leave(aside=len(held.aside), found=bool(days))
