"""`fogline timeline`: developments, day by day."""

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


def timeline(
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
    """Tell what happened, day by day.

    \b
    Example:
      fogline timeline --place Vuhledar --since 2023-02-01 --until 2023-02-28
    """
    import sys

    from fogline.outputs.timeline import timeline as days_of
    from fogline.outputs.timeline import timeline_text
    from fogline.serve.holdings import holdings
    from fogline.serve.notices import visible
    from fogline.serve.show import day_rows, show

    asked = source(
        paths, ledger, published=published, outlet=outlet, lang=lang, as_of=as_of, recorded_by=recorded_by, jobs=jobs
    )
    wanted = filters(place=place, since=since, until=until, speaker=speaker, party=party, kind=kind, valid_at=valid_at)
    with holdings(asked) as held:
        chosen, _ = held.selected(wanted)
        days = days_of(chosen)
        if form is Format.TABLE:
            sys.stdout.write(visible(timeline_text(days)))
        else:
            show(days, day_rows, form)
        leave(aside=len(held.aside), found=bool(days))
