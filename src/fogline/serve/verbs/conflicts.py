"""`fogline conflicts`: claims that cannot both hold."""

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


def conflicts(
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
    """List the claims that cannot both hold, and why.

    \b
    Example:
      fogline conflicts --place Bakhmut
      fogline conflicts inbox/ --kind denial
    """
    from fogline.outputs.tables import conflict_rows
    from fogline.serve.holdings import holdings
    from fogline.serve.show import show

    columns = ("kind", "why", "quote", "other_quote", "claim", "other_claim")
    asked = source(
        paths, ledger, published=published, outlet=outlet, lang=lang, as_of=as_of, recorded_by=recorded_by, jobs=jobs
    )
    wanted = filters(place=place, since=since, until=until, speaker=speaker, party=party, kind=kind, valid_at=valid_at)
    with holdings(asked) as held:
        chosen, material = held.selected(wanted)
        found = show(
            chosen.conflicts, lambda conflicts: conflict_rows(conflicts, material.claims), form, columns=columns
        )
        leave(aside=len(held.aside), found=bool(found))
