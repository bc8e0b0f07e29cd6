"""Who and what claims name, with how often and when last: the lists of places, speakers and outlets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from fogline.model.claim import UNRESOLVED, Claim
from fogline.model.report import Report
from fogline.outputs.tables import Row
from fogline.outputs.withheld import NOBODY
from fogline.serve.desk.asked import Asked
from fogline.serve.desk.page import Page
from fogline.serve.desk.sight import Sight
from fogline.store.contract import Facets, published_day

MOST_CLAIMS = 2_000  # newest claims that are looked through, so that the list costs the same on a ledger of any size


@dataclass(slots=True)
class _Count:
    claims: int = 0
    last: str = ""
    about: str | None = None


def heard(sight: Sight, asked: Asked, what: str) -> list[Row]:
    """One row a name, those with the most claims first: of all that is known, or of the newest claims that answer."""
    if asked.facets() == Facets():
        return [_row(one.name, one.claims, one.last, one.about) for one in sight.view.named(what.removesuffix("s"))]
    counts: dict[str, _Count] = {}
    reports: dict[str, Report | None] = {}
    for _, claim in islice(sight.view.newest(asked.facets()), MOST_CLAIMS):
        if claim.report not in reports:
            reports[claim.report] = sight.view.report(claim.report)
        report = reports[claim.report]
        for name, about in _named(claim, report, what).items():
            count = counts.setdefault(name, _Count())
            count.claims += 1
            count.last = max(count.last, published_day(report.published if report else None) or "")
            count.about = count.about or about
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1].claims, pair[0]))
    return [_row(name, one.claims, one.last or None, one.about) for name, one in ordered]


def page(rows: list[Row], what: str) -> Page:
    """The page that lists them."""
    title = what.capitalize()
    shown = {"what": what, "rows": rows, "heading": title}
    return Page(title=title, template="heard.html", shown=shown, told={what: rows}, rows=rows)


def _row(name: str, claims: int, last: str | None, about: str | None) -> Row:
    return {"name": name, "claims": claims, "last": last, "about": about}


def _named(claim: Claim, report: Report | None, what: str) -> dict[str, str | None]:
    if what == "places":
        return {one.name: one.admin1 or one.country_name for one in claim.places}
    if what == "speakers":
        names = {one.name: ", ".join(filter(None, (one.role, one.party))) or None for one in claim.speakers}
        return {name: about for name, about in names.items() if name not in (UNRESOLVED, NOBODY)}
    return {report.outlet: None} if report is not None and report.outlet else {}
