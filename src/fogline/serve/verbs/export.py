"""`fogline export`: everything as files for other programs, or one table in a scheme that others use."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fogline.model.errors import QueryError
from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave, tell
from fogline.serve.options import Figure, Given, QuoteLength


@asks()
def export(
    asked: Asked,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="NAME", help="One of the formats below.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the format to this file instead.", show_default=False)
    ] = None,
    policy: Figure = None,
    quote: QuoteLength = 200,
    to: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Everything, to a folder that does not exist yet.", show_default=False),
    ] = None,
) -> None:
    """Write what is known for other programs.

    With --format, one text: events in others' schemes (acled, ucdp, plover, hxl, pcodes-csv, stix), the map (geojson),
    or one of fogline's tables (reports-csv, claims-csv, developments-csv, tolls-csv, statuses-csv, conflicts-csv), each
    also as Parquet (claims-parquet, …), with points as GeoParquet. What is not known stays empty; what a scheme has no
    name for is left out, and counted on standard error. Private persons' names are withheld, quotations cut to --quote
    characters. Every column: docs/exports.md.

    With --to, a folder for your own use: reports, claims, developments, tolls, statuses, conflicts, judgements and a
    map, in full, as CSV and JSON Lines, with export.json: what was asked, of which version, the SHA-256 of each file.
    The folder appears when it is complete.

    \b
    Example:
      fogline export --format acled --ledger war.ledger --out events.csv
      fogline export reports/ --format geojson --as-of 2023-03-04 > map.geojson
      fogline export --to bakhmut-march --place Bakhmut --since 2023-03-01 --until 2023-03-31
    """
    if (form is None) == (to is None):
        raise QueryError("Say either --format NAME, for one text, or --to FOLDER, for everything.")
    from fogline.serve.holdings import holdings

    if form is None and to is not None:
        from fogline.serve.files_out import write_export

        with holdings(asked.source) as held:
            counts = write_export(held, asked.source, asked.filters, to)
            tell(f"fogline: {to}: " + ", ".join(f"{number:,} {name}" for name, number in counts.items()))
            leave(aside=len(held.aside), found=any(counts.values()))
        return
    from fogline.serve.exporting import figures, format_named, gathered, tell_written
    from fogline.serve.whole import write_whole

    chosen = format_named(form or "")
    with holdings(asked.source) as held:
        made = gathered(held, asked.filters, quote=quote)
        written = chosen.write(made.by(figures(policy or Given(chosen.policy), made.claims)))
        if out is None and written.body is not None:
            sys.stdout.buffer.write(written.body)
        elif out is None:
            sys.stdout.write(written.text)
        else:
            write_whole(out, written.text if written.body is None else written.body)
        tell_written(chosen.name, written)
        leave(aside=len(held.aside), found=bool(written.rows))
