"""`fogline export`: everything, as files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.serve.notices import leave, tell
from fogline.serve.options import (
    AsOf,
    Jobs,
    Kind,
    Lang,
    LedgerPath,
    Outlet,
    Party,
    Paths,
    Place,
    Published,
    RecordedBy,
    Since,
    Speaker,
    Until,
    ValidAt,
    filters,
    source,
)


def export(
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="A folder that does not exist yet.", show_default=False)],
    paths: Paths = None,
    ledger: LedgerPath = None,
    place: Place = None,
    since: Since = None,
    until: Until = None,
    speaker: Speaker = None,
    party: Party = None,
    kind: Kind = None,
    as_of: AsOf = None,
    valid_at: ValidAt = None,
    recorded_by: RecordedBy = None,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    jobs: Jobs = None,
) -> None:
    """Write everything to a folder, for other programs.

    Reports, claims, developments, tolls, statuses, conflicts, judgements and a map.

    Each as CSV for spreadsheets and as JSON Lines in full, with export.json, which says what was asked, when, of which
    version, and the SHA-256 of each file. The folder appears when it is complete.

    \b
    Example:
      fogline export --to bakhmut-march --place Bakhmut --since 2023-03-01 --until 2023-03-31
    """
    from fogline.serve.files_out import write_export
    from fogline.serve.holdings import holdings

    asked = source(
        paths, ledger, published=published, outlet=outlet, lang=lang, as_of=as_of, recorded_by=recorded_by, jobs=jobs
    )
    wanted = filters(place=place, since=since, until=until, speaker=speaker, party=party, kind=kind, valid_at=valid_at)
    with holdings(asked) as held:
        counts = write_export(held, asked, wanted, to)
        tell(f"fogline: {to}: " + ", ".join(f"{number:,} {name}" for name, number in counts.items()))
        leave(aside=len(held.aside), found=any(counts.values()))
