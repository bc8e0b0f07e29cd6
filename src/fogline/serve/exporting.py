"""What an export is asked of: holdings to evidence, and a format's text with what it left out.

In: holdings, filters, by which policy figures are given. Out: `Evidence`, text. Refused with `QueryError`: a format
that no table has.
"""

from __future__ import annotations

from collections.abc import Mapping

from fogline.model.claim import Claim
from fogline.model.errors import QueryError
from fogline.model.picture import Toll
from fogline.outputs.exports.acled import acled_figure
from fogline.outputs.exports.columns import Written
from fogline.outputs.exports.evidence import Evidence, Figures, evidence
from fogline.outputs.exports.formats import ExportFormat, formats
from fogline.picture.policies import Policy, given, is_official
from fogline.serve.holdings import Holdings, question
from fogline.serve.notices import counted, tell
from fogline.serve.options import Filters, Given
from fogline.serve.withdrawn import by_judgement


def format_named(name: str) -> ExportFormat:
    """The format of that name.

    >>> format_named("acled").ending
    '.csv'
    >>> format_named("xls")
    Traceback (most recent call last):
    fogline.model.errors.QueryError: --format xls: no such format. There are: acled, ucdp, plover, geojson, \
pcodes-csv, hxl, stix, reports-csv, claims-csv, developments-csv, tolls-csv, statuses-csv, conflicts-csv, \
reports-parquet, claims-parquet, developments-parquet, tolls-parquet, statuses-parquet, conflicts-parquet
    """
    found = formats().get(name)
    if found is None:
        raise QueryError(f"--format {name}: no such format. There are: {', '.join(formats())}")
    return found


def figures(policy: Given, claims: Mapping[str, Claim]) -> Figures:
    """How many, by a policy. A figure that its claim gives only as a range or in words is none."""
    if policy is Given.ACLED:
        return acled_figure
    chosen = Policy(policy.value)

    def figure(toll: Toll) -> float | None:
        said = {entry.claim for entry in toll.series}
        found = given(toll, chosen, {name for name in said if name in claims and is_official(claims[name])})
        by_range = found.entry is not None and found.entry.best is None
        return None if by_range else found.figure

    return figure


def gathered(
    held: Holdings, wanted: Filters, *, quote: int, figure: Figures | None = None, all_of: bool = False
) -> Evidence:
    """The evidence of what is asked for, without what reviewers set aside.

    `all_of`: the tables of claims and reports list all that the rows stand on, not only what the filters name.
    """
    picture, material = held.selected(wanted)
    aside = {one.id for one in by_judgement(held.view.judgements(), lambda _: False)}
    asked = [] if all_of else list(held.view.claims(question(wanted)))
    asked_reports = [] if all_of else list(held.view.reports(question(wanted)))
    claims = {one.id: one for one in (*material.claims.values(), *asked)}
    reports = {one.id: one for one in (*material.reports.values(), *asked_reports)}
    made = evidence(
        picture,
        (one for one in claims.values() if one.id not in aside and one.report not in aside),
        (one for one in reports.values() if one.id not in aside),
        listed_claims=None if all_of else [one.id for one in asked],
        listed_reports=None if all_of else [one.id for one in asked_reports],
        quote=quote,
    )
    return made.by(figures(Given.INFORMATIVE, material.claims))


def tell_written(name: str, written: Written) -> None:
    """What is in an export, what is not, and why: on standard error."""
    tell(f"fogline: {name}: {counted(written.rows, 'row')}")
    for word, reasons in (("left out", written.left_out), ("empty", written.empty)):
        if reasons:
            told = "; ".join(f"{number:,} {reason}" for reason, number in reasons.items())
            tell(f"fogline: {name}: {word}: {told}")
