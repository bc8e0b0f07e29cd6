"""Nouns as flat rows. In: nouns. Out: dict rows, cells that are safe in a spreadsheet. Refused: nothing.

A cell that a spreadsheet would run as a formula gets an apostrophe before it: news text is other people's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fogline.model.claim import Actor, Claim, Place, Speaker
from fogline.model.picture import Conflict, Development, Status
from fogline.model.report import Report

Cell = str | int | float | bool | None
Row = dict[str, Cell]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_rows(reports: Iterable[Report]) -> list[Row]:
    """One row a report."""
    return [
        {
            "id": report.id,
            "published": report.published,
            "published_basis": report.published_basis,
            "outlet": report.outlet,
            "title": report.title,
            "lang": report.lang,
            "characters": len(report.text),
            "url": report.url,
            "source": report.source,
        }
        for report in reports
    ]


def claim_rows(claims: Iterable[Claim]) -> list[Row]:
    """One row a claim, its speakers, parties and places joined with "; "."""
    return [
        {
            "id": claim.id,
            "report": claim.report,
            "start": claim.start,
            "end": claim.end,
            "speakers": _names(claim.speakers),
            "via": _join(one.via for one in claim.speakers),
            "said_on": claim.said_on,
            "stance": claim.stance.value,
            "certainty": claim.certainty.value,
            "kind": claim.kind,
            "stage": claim.stage.value if claim.stage else None,
            "initiators": _names(claim.initiators),
            "recipients": _names(claim.recipients),
            "places": _names(claim.places),
            "begin": claim.when.begin,
            "finish": claim.when.finish,
            "figures": _join(figure.as_worded for figure in claim.figures),
            "confidence": claim.confidence,
            "quote": claim.quote,
        }
        for claim in claims
    ]


def development_rows(developments: Iterable[Development]) -> list[Row]:
    """One row a development, with the best count of dead and injured."""
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "stage": one.stage.value if one.stage else None,
            "certainty": one.certainty,
            "begin": one.when.begin,
            "finish": one.when.finish,
            "edtf": one.when.edtf,
            **_at(one.place),
            "also_at": _join(place.name for place in one.also_at),
            "initiators": _names(one.initiators),
            "recipients": _names(one.recipients),
            "killed": _best(one, "killed"),
            "injured": _best(one, "injured"),
            "origins": one.origins,
            "credibility": one.credibility,
            "disputed": one.disputed,
            "reports": _join(one.reports),
            "claims": _join(one.claims),
        }
        for one in developments
    ]


def toll_rows(developments: Iterable[Development]) -> list[Row]:
    """One row a figure of a toll, under its development."""
    return [
        {
            "development": one.id,
            "place": _join(place.name for place in one.places) or None,
            "measure": toll.measure,
            "group": toll.group,
            "published": entry.published,
            "best": entry.best,
            "low": entry.low,
            "high": entry.high,
            "scope": entry.scope.value,
            "state": entry.state,
            "speaker": entry.speaker,
            "as_worded": entry.as_worded,
            "claim": entry.claim,
            "report": entry.report,
        }
        for one in developments
        for toll in one.tolls
        for entry in toll.series
    ]


def status_rows(statuses: Iterable[Status]) -> list[Row]:
    """One row a status."""
    return [
        {
            "id": one.id,
            "subject": one.subject,
            "aspect": one.aspect,
            "value": one.value,
            "trend": one.trend,
            "by": one.by,
            "layer": one.layer,
            "since": one.since,
            "last_confirmed": one.last_confirmed,
            "stale": one.stale,
            **_at(one.place),
            "origins": one.origins,
            "credibility": one.credibility,
            "claims": _join(one.claims),
        }
        for one in statuses
    ]


def conflict_rows(conflicts: Iterable[Conflict], claims: Mapping[str, Claim] | None = None) -> list[Row]:
    """One row a conflict, with both quotes where the claims are at hand."""
    known = claims or {}

    def words(claim: str) -> str | None:
        return known[claim].quote if claim in known else None

    return [
        {
            "id": one.id,
            "kind": one.kind,
            "why": one.why,
            "claim": one.claims[0],
            "quote": words(one.claims[0]),
            "other_claim": one.claims[1],
            "other_quote": words(one.claims[1]),
        }
        for one in conflicts
    ]


def safe(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs.

    >>> safe("@SUM(A1)"), safe(-5), safe("a - b")
    ("'@SUM(A1)", -5, 'a - b')
    """
    # A spreadsheet may cut leading blanks of any sort, and take each line of a cell for one of its own.
    if isinstance(cell, str) and any(line.lstrip().startswith(_FORMULA) for line in (cell, *cell.splitlines())):
        return f"'{cell}"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("\t", "\r", "\n")) else cell


def _names(each: Iterable[Speaker | Actor | Place]) -> str:
    return _join(one.name for one in each)


def _join(each: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(one for one in each if one))


def _at(place: Place | None) -> Row:
    if place is None:
        return {"place": None, "lat": None, "lon": None, "radius_km": None, "geonameid": None}
    return {
        "place": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
        "geonameid": place.geonameid,
    }


def _best(development: Development, measure: str) -> float | None:
    found = [toll.best for toll in development.tolls if toll.measure == measure and toll.best is not None]
    return max(found, default=None)
