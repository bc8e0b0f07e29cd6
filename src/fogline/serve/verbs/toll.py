"""`fogline toll`: figures over time."""

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
    ValidAt,
    filters,
    source,
)


def toll(
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
    form: As = Format.TABLE,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    jobs: Jobs = None,
) -> None:
    """Show each toll as it grew.

    Every figure with its day, its speaker and its words, and whether it still stands.

    \b
    Example:
      fogline toll --place Zaporizhzhia --since 2023-03-02
    """
    from fogline.outputs.tables import toll_rows
    from fogline.serve.holdings import holdings
    from fogline.serve.show import show

    columns = ("place", "measure", "group", "published", "best", "low", "high", "scope", "state", "speaker",
               "as_worded", "claim")  # fmt: skip
    asked = source(
        paths, ledger, published=published, outlet=outlet, lang=lang, as_of=as_of, recorded_by=recorded_by, jobs=jobs
    )
    wanted = filters(place=place, since=since, until=until, speaker=speaker, party=party, kind=kind, valid_at=valid_at)
    with holdings(asked) as held:
        chosen, _ = held.selected(wanted)
        found = show(toll_rows(chosen.developments), list, form, columns=columns)
        leave(aside=len(held.aside), found=bool(found))
