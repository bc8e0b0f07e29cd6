"""Fogline's own nouns as tables: reports, claims, developments, tolls, statuses, conflicts. They join by their ids.

In: evidence. Out: CSV. Left out: nothing. The rows are those of `outputs.tables`; here stands what each column means,
so that the schema of a release and the docs follow from one table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fogline.outputs.exports.columns import Column, Written, csv_text
from fogline.outputs.exports.evidence import Evidence
from fogline.outputs.tables import (
    Row,
    claim_rows,
    conflict_rows,
    development_rows,
    report_rows,
    status_rows,
    toll_rows,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table. `key`: its column that tells rows apart; `refers`: columns whose cell is an id of another table."""

    name: str
    about: str
    columns: tuple[Column[Row], ...]
    rows: Callable[[Evidence], list[Row]]
    key: str | None = None
    refers: tuple[tuple[str, str], ...] = ()

    def written(self, evidence: Evidence) -> Written:
        """The table as CSV."""
        rows = self.rows(evidence)
        return Written(text=csv_text(self.columns, rows), rows=len(rows))


def _column(name: str, source: str, type: str = "string") -> Column[Row]:
    return Column(name=name, source=source, type=type, cell=lambda row: row.get(name))


def _links(evidence: Evidence) -> dict[str, str]:
    """The address of each report that has one, by its id."""
    shown = (url for url in (report.url for report in evidence.reports.values()))
    return {one: url for one, url in zip(evidence.reports, shown, strict=True) if url and url.startswith("http")}


def _reports(evidence: Evidence) -> list[Row]:
    links = _links(evidence)
    return [{**row, "url": links.get(str(row["id"]))} for row in report_rows(evidence.listed_reports)]


def _claims(evidence: Evidence) -> list[Row]:
    links = _links(evidence)
    return [{**row, "url": links.get(str(row["report"]))} for row in claim_rows(evidence.listed_claims)]


_PLACE = (
    _column("place", "the gazetteer's name, or as worded"),
    _column("lat", "latitude, WGS 84, two decimals", "number"),
    _column("lon", "longitude, WGS 84, two decimals", "number"),
    _column("radius_km", "by how far the point can be off", "number"),
    _column("geonameid", "GeoNames' number", "integer"),
)

TABLES: tuple[Table, ...] = (
    Table(
        name="reports",
        about="Each report once; its text is not part of it.",
        key="id",
        rows=_reports,
        columns=(
            _column("id", "hash of the report, or the id it came with"),
            _column("published", "EDTF or RFC 3339; empty: not known"),
            _column("published_basis", "what tells the day: metadata, url, text, none"),
            _column("outlet", "who published it"),
            _column("title", "its title"),
            _column("lang", "ISO 639-1"),
            _column("characters", "length of the text in Unicode code points", "integer"),
            _column("url", "its address on the web; empty: none is known"),
        ),
    ),
    Table(
        name="claims",
        about="One thing that one speaker says, at one span of one report.",
        key="id",
        refers=(("report", "reports"),),
        rows=_claims,
        columns=(
            _column("id", "hash of what makes the claim itself"),
            _column("report", "id of its report"),
            _column("start", "first code point of the quotation in the report's text", "integer"),
            _column("end", "code point after the last", "integer"),
            _column("speakers", "who is said to say it; empty: the outlet's own voice"),
            _column("via", "by which means: bulletin, evening address, …"),
            _column("said_on", "EDTF: when it was said"),
            _column("stance", "asserts, denies, doubts, cannot verify, assesses, intends, demands, warns, asks"),
            _column("certainty", "how sure the speaker is: certain, probable, possible, unknown"),
            _column("kind", "kind of happening, of the codebook"),
            _column("stage", "how far it got"),
            _column("initiators", "who does it"),
            _column("recipients", "to whom or what it is done"),
            _column("places", "places of the claim"),
            _column("begin", "first day of the happening"),
            _column("finish", "last day of the happening"),
            _column("figures", "numbers, as worded"),
            _column("confidence", "how sure fogline is of its reading, 0 to 1; not how sure the speaker is", "number"),
            _column("quote", "the words, cut to a set length; names of private persons are blotted out"),
            _column("url", "address of the report; empty: none is known"),
        ),
    ),
    Table(
        name="developments",
        about="What happened, each thing once: the claims of all speakers on one happening.",
        key="id",
        rows=lambda evidence: development_rows(evidence.picture.developments),
        columns=(
            _column("id", "of the development; keeps through later merges (see deletions)"),
            _column("kind", "kind of happening, of the codebook"),
            _column("stage", "how far it got: happened, ongoing, attempted, repelled, planned, …"),
            _column("certainty", "the surest that a speaker is"),
            _column("begin", "first day"),
            _column("finish", "last day"),
            _column("edtf", "the span as EDTF"),
            *_PLACE,
            _column("initiators", "who does it"),
            _column("recipients", "to whom or what it is done"),
            _column("killed", "best figure; empty: only a range, a vague word or nothing is known", "integer"),
            _column("injured", "best figure, likewise", "integer"),
            _column("origins", "independent origins, not articles", "integer"),
            _column("credibility", "Admiralty 1 to 6, by the rule of the codebook", "integer"),
            _column("disputed", "whether somebody denies it or figures differ", "boolean"),
            _column("reports", "ids of its reports, parted by '; '"),
            _column("claims", "ids of its claims, parted by '; '"),
        ),
    ),
    Table(
        name="tolls",
        about="Every figure of every toll, as one claim gave it.",
        refers=(("development", "developments"),),
        rows=lambda evidence: toll_rows(evidence.picture.developments),
        columns=(
            _column("development", "id of the development"),
            _column("place", "where"),
            _column("measure", "killed, injured, missing, …"),
            _column("group", "civilians, children, …; empty: people at large"),
            _column("published", "day of the report"),
            _column("best", "the figure; empty: only a range is known", "number"),
            _column("low", "least", "number"),
            _column("high", "most; empty: no bound is known", "number"),
            _column("scope", "total, increment, subset, rate"),
            _column("state", "stands, superseded, rival, inside"),
            _column("speaker", "whose figure it is"),
            _column("as_worded", "the words"),
            _column("claim", "id of the claim"),
            _column("report", "id of the report"),
        ),
    ),
    Table(
        name="statuses",
        about="How things stand at a place or on a route; what a party claims of itself apart from what others assess.",
        key="id",
        rows=lambda evidence: status_rows(evidence.picture.statuses),
        columns=(
            _column("id", "of the status"),
            _column("subject", "what it is about"),
            _column("aspect", "control, encirclement, access, infrastructure"),
            _column("value", "how it stands"),
            _column("trend", "worsening, improving, steady"),
            _column("by", "party that holds it"),
            _column("layer", "claimed or assessed"),
            _column("since", "day since when"),
            _column("last_confirmed", "day of the last report that says so"),
            _column("stale", "whether nothing was heard of it for long", "boolean"),
            *_PLACE,
            _column("origins", "independent origins", "integer"),
            _column("credibility", "Admiralty 1 to 6", "integer"),
            _column("claims", "ids of its claims, parted by '; '"),
        ),
    ),
    Table(
        name="conflicts",
        about="Two claims that cannot both hold, and why.",
        key="id",
        rows=lambda evidence: conflict_rows(evidence.picture.conflicts, evidence.claims),
        columns=(
            _column("id", "of the conflict"),
            _column("kind", "denial, figure, control, attribution, quotation"),
            _column("why", "why they cannot both hold"),
            _column("claim", "id of the one claim"),
            _column("quote", "its words, cut to a set length"),
            _column("other_claim", "id of the other"),
            _column("other_quote", "its words, cut to a set length"),
        ),
    ),
)
