"""`fogline claims`: who says what."""

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


def claims(
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
    """List who says what, how sure, at which words.

    \b
    Example:
      fogline claims --place Bakhmut --party Russia
      fogline claims --speaker "Volodymyr Zelenskyy" --format json
    """
    from fogline.outputs.tables import claim_rows
    from fogline.serve.holdings import holdings, question
    from fogline.serve.show import show

    columns = ("id", "speakers", "stance", "certainty", "kind", "stage", "begin", "places", "figures", "quote",
               "report")  # fmt: skip
    asked = source(
        paths, ledger, published=published, outlet=outlet, lang=lang, as_of=as_of, recorded_by=recorded_by, jobs=jobs
    )
    wanted = filters(place=place, since=since, until=until, speaker=speaker, party=party, kind=kind)
    with holdings(asked) as held:
        found = show(held.view.claims(question(wanted)), claim_rows, form, columns=columns)
        leave(aside=len(held.aside), found=bool(found))
