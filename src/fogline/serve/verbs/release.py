"""`fogline release`: a versioned release of data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave, tell
from fogline.serve.options import QuoteLength


@asks()
def release(
    asked: Asked,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="A folder that does not exist yet.", show_default=False)],
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="What the data are called.")
    ] = "News reports on an armed conflict, read into claims",
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who releases them, to be cited.", show_default=False)
    ] = None,
    licence: Annotated[
        str | None, typer.Option(metavar="SPDX", help="Their licence, such as CC-BY-4.0.", show_default=False)
    ] = None,
    data_version: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="Default: the newest report's day and a hash.", show_default=False),
    ] = None,
    earlier: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="The last release: what went since is listed.", show_default=False),
    ] = None,
    made_on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day of release. Default: today (UTC).", show_default=False),
    ] = None,
    quote: QuoteLength = 200,
) -> None:
    """Release the data as others can use and cite them.

    A folder of tables, events in others' schemes, and a map: a Frictionless Data Package. datapackage.json has the type
    and meaning of every column and the hash of every file; codebook.md, deletions.csv, CITATION.cff, SHA256SUMS stand
    beside it. Private persons' names are withheld, quotations cut to --quote characters; reports' texts are not part
    of it. The same ledger and options give the same bytes.

    \b
    Example:
      fogline release --out release-2023-03 --as-of 2023-03-31 --by "River Archive"
      fogline release --out release-2023-04 --earlier release-2023-03 --licence CC-BY-4.0
    """
    from datetime import UTC, datetime
    from importlib.metadata import version

    from fogline.outputs.exports.release import Release
    from fogline.serve.exporting import gathered
    from fogline.serve.holdings import holdings
    from fogline.serve.options import checked_day
    from fogline.serve.releasing import write_release

    about = Release(
        made_on=checked_day(made_on, "--made-on") or datetime.now(UTC).date().isoformat(),
        made_by=f"fogline {version('fogline')}",
        title=title,
        version=data_version,
        by=by,
        licence=licence,
        as_of=asked.source.as_of,
    )
    with holdings(asked.source) as held:
        evidence = gathered(held, asked.filters, quote=quote, all_of=True)
        counts = write_release(held, evidence, about, out, earlier)
        tell(f"fogline: {out}: " + ", ".join(f"{number:,} {name}" for name, number in counts.items()))
        leave(aside=len(held.aside), found=bool(evidence.listed_claims))
