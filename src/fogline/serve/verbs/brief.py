"""`fogline brief`: the picture in sentences, each with the claims it stands on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fogline.serve.notices import leave
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


class Written(StrEnum):
    """What a brief is written in."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def brief(
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
    form: Annotated[Written, typer.Option("--format", "-f", help="What to write.")] = Written.TERMINAL,
    limit: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="At most this many items.")] = 12,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to this file instead.", show_default=False)
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    jobs: Jobs = None,
) -> None:
    """Tell the key developments, most important first.

    Each sentence has the numbers of the claims that it stands on; the claims stand below.

    \b
    Example:
      fogline brief reports/
      fogline brief --place Bakhmut --since 2023-03-01 --until 2023-03-04
      fogline brief reports/ --format html --out brief.html
    """
    from fogline.outputs.brief import brief as briefed
    from fogline.serve.brief_out import write_brief
    from fogline.serve.holdings import holdings

    asked = source(
        paths, ledger, published=published, outlet=outlet, lang=lang, as_of=as_of, recorded_by=recorded_by, jobs=jobs
    )
    # Place and span are the brief's own question, which also decides what it says of itself.
    wanted = filters(since=since, until=until, speaker=speaker, party=party, kind=kind, valid_at=valid_at)
    with holdings(asked) as held:
        chosen, material = held.selected(wanted)
        reports, claims = list(material.reports.values()), list(material.claims.values())
        made = briefed(chosen, reports, claims, since=wanted.since, until=wanted.until, place=place, limit=limit)
        write_brief(made, form, out)
        leave(aside=len(held.aside), found=bool(made.items))
