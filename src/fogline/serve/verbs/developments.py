"""`fogline developments`: what happened, each thing once."""

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


def developments(
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
    """List what happened, each thing once.

    \b
    Example:
      fogline developments --kind shelling --since 2023-03-01
      fogline developments inbox/ --format json
    """
    from fogline.outputs.tables import development_rows
    from fogline.serve.holdings import holdings
    from fogline.serve.show import show

    columns = ("id", "begin", "finish", "kind", "stage", "place", "initiators", "recipients", "killed", "injured",
               "origins", "credibility", "disputed")  # fmt: skip
    asked = source(
        paths, ledger, published=published, outlet=outlet, lang=lang, as_of=as_of, recorded_by=recorded_by, jobs=jobs
    )
    wanted = filters(place=place, since=since, until=until, speaker=speaker, party=party, kind=kind, valid_at=valid_at)
    with holdings(asked) as held:
        chosen, _ = held.selected(wanted)
        found = show(chosen.developments, development_rows, form, columns=columns)
        leave(aside=len(held.aside), found=bool(found))
