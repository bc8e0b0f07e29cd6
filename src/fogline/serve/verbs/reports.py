"""`fogline reports`: which reports there are."""

from __future__ import annotations

from fogline.serve.notices import leave
from fogline.serve.options import (
    As,
    AsOf,
    Format,
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
    filters,
    source,
)


def reports(
    paths: Paths = None,
    ledger: LedgerPath = None,
    place: Place = None,
    since: Since = None,
    until: Until = None,
    speaker: Speaker = None,
    party: Party = None,
    kind: Kind = None,
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    form: As = Format.TABLE,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    jobs: Jobs = None,
) -> None:
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
    asked = source(
        paths, ledger, published=published, outlet=outlet, lang=lang, as_of=as_of, recorded_by=recorded_by, jobs=jobs
    )
    wanted = filters(place=place, since=since, until=until, speaker=speaker, party=party, kind=kind)
    with holdings(asked) as held:
        found = show(held.view.reports(question(wanted)), report_rows, form, columns=columns)
        leave(aside=len(held.aside), found=bool(found))
