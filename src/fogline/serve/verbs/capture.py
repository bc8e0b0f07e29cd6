"""`fogline capture`: what a report stands on, to hand on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.serve.notices import counted, tell
from fogline.serve.options import LedgerPath, source


def capture(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The report's id.", show_default=False)],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where it goes: evidence.warc.gz.", show_default=False)
    ],
    ledger: LedgerPath = None,
) -> None:
    """Write what a report stands on as a WARC file, to hand on.

    It holds the requests and the servers' answers as they went over the wire, redirects too, with their digests, and
    what the ledger says of each: when it was recorded, in which batch, under which hash. What was added from a file is
    in it as that file's bytes. Any tool that reads WARC can read it.

    \b
    Example:
      fogline reports --ledger war.ledger
      fogline capture p_1f0c6e6f4d3b2a19 --out evidence.warc.gz --ledger war.ledger
    """
    from datetime import UTC, datetime

    from fogline.serve.holdings import ledger_path
    from fogline.store.evidence import write_evidence

    file = ledger_path(source(None, ledger))
    found = write_evidence(file, report, out, at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    from_files = found.captures - found.fetched
    tell(
        f"fogline: {out}: {counted(found.captures, 'capture')}, {found.fetched:,} with request and answer"
        + (f", {from_files:,} that came from a file" if from_files else "")
    )
