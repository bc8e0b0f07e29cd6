"""`fogline silence`: which outlets, speakers and places are no longer heard."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave
from fogline.serve.options import As, Format


@asks(without=("since", "until", "party", "kind", "valid_at"))
def silence(
    asked: Asked,
    everyone: Annotated[bool, typer.Option("--all", help="Also those that are heard as usual.")] = False,
    form: As = Format.TABLE,
) -> None:
    """Tell who fell silent: outlets, speakers, places.

    Each is held against its own past. A drop in what happens is one thing, a drop in what is read another: look here
    before you say that it grew quiet.

    \b
    Example:
      fogline silence --ledger war.ledger
      fogline silence --place Bakhmut --all --as-of 2023-03-04
    """
    from fogline.run.hearing import hearing
    from fogline.serve.holdings import holdings
    from fogline.serve.show import show, silence_rows

    with holdings(asked.source) as held:
        told = hearing(held.view, asked.source.as_of, place=asked.filters.place, speaker=asked.filters.speaker)
        found = show([one for one in told if everyone or one.state != "heard"], silence_rows, form)
        leave(aside=len(held.aside), found=bool(found))
