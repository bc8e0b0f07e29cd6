"""`fogline brief`: the picture in sentences, each with the claims it stands on."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave


class Written(StrEnum):
    """What a brief is written in."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    PDF = "pdf"


@asks()
def brief(
    asked: Asked,
    form: Annotated[Written, typer.Option("--format", "-f", help="What to write.")] = Written.TERMINAL,
    limit: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="At most this many items.")] = 12,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of each line why it stands where it does: points and reasons.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to this file instead.", show_default=False)
    ] = None,
) -> None:
    """Tell the key developments, most important first.

    Each sentence has the numbers of the claims that it stands on; the claims stand below. It may be handed on: names of
    private persons, numbers and addresses are blotted out.

    \b
    Example:
      fogline brief reports/
      fogline brief --place Bakhmut --since 2023-03-01 --until 2023-03-04
      fogline brief reports/ --format html --out brief.html
      fogline brief --format pdf --out brief.pdf
    """
    from fogline.outputs.brief import brief as briefed
    from fogline.outputs.withheld import opened
    from fogline.serve.brief_out import write_brief
    from fogline.serve.holdings import holdings

    # Place and span are the brief's own question, which also decides what it says of itself.
    wanted, place = replace(asked.filters, place=None), asked.filters.place
    with holdings(asked.source) as held:
        chosen, material, beyond = held.leading(wanted, place=place)
        shown, (claims, reports) = opened(chosen, (material.claims, material.reports), held.private())
        made = briefed(
            shown,
            [*reports.values()],
            [*claims.values()],
            since=wanted.since,
            until=wanted.until,
            place=place,
            limit=limit,
            beyond=beyond,
        )
        write_brief(made, form, out, explain=explain)
        leave(aside=len(held.aside), found=bool(made.items))
