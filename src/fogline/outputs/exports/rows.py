"""Fogline's own nouns as tables: reports, claims, developments, tolls, statuses, conflicts. They join by their ids.

In: evidence. Out: CSV. Left out: nothing. The rows are those of `outputs.tables`; here stands what each column means,
so that the schema of a release and the docs follow from one table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fogline.outputs.exports.columns import Column, Written, csv_text
from fogline.outputs.exports.evidence import Evidence
from fogline.outputs.exports.parquet import parquet
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

    @property
    def placed(self) -> bool:
        """Whether its rows have points."""
        return any(one.name == "lat" for one in self.columns)

    def written(self, evidence: Evidence) -> Written:
        """The table as CSV."""
        rows = self.rows(evidence)
        return Written(text=csv_text(self.columns, rows), rows=len(rows))

    def packed(self, evidence: Evidence) -> Written:
        """The table as Parquet, with its points as GeoParquet."""
        rows = self.rows(evidence)
        return Written(text="", rows=len(rows), body=b"".join(parquet(self.columns, rows, about=self.about)))


def row_column(name: str, source: str, type: str = "string") -> Column[Row]:
    """A column of rows that have its name."""
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
    row_column("place", "the gazetteer's name, or as worded"),
    row_column("lat", "latitude, WGS 84, two decimals", "number"),
    row_column("lon", "longitude, WGS 84, two decimals", "number"),
    row_column("radius_km", "by how far the point can be off", "number"),
    row_column("geonameid", "GeoNames' number", "integer"),
)

TABLES: tuple[Table, ...] = (
    Table(
        name="reports",
        about="Each report once; its text is not part of it.",
        key="id",
        rows=_reports,
        columns=(
            row_column("id", "hash of the report, or the id it came with"),
            row_column("published", "EDTF or RFC 3339; empty: not known"),
            row_column("published_basis", "what tells the day: metadata, url, text, none"),
            row_column("outlet", "who published it"),
            row_column("title", "its title"),
            row_column("lang", "ISO 639-1"),
            row_column("characters", "length of the text in Unicode code points", "integer"),
            row_column("url", "its address on the web; empty: none is known"),
        ),
    ),
    Table(
        name="claims",
        about="One thing that one speaker says, at one span of one report.",
        key="id",
        refers=(("report", "reports"),),
        rows=_claims,
        columns=(
            row_column("id", "hash of what makes the claim itself"),
            row_column("report", "id of its report"),
            row_column("start", "first code point of the quotation in the report's text", "integer"),
            row_column("end", "code point after the last", "integer"),
            row_column("speakers", "who is said to say it; empty: the outlet's own voice"),
            row_column("via", "by which means: bulletin, evening address, …"),
            row_column("said_on", "EDTF: when it was said"),
            row_column("stance", "asserts, denies, doubts, cannot verify, assesses, intends, demands, warns, asks"),
            row_column("certainty", "how sure the speaker is: certain, probable, possible, unknown"),
            row_column("kind", "kind of happening, of the codebook"),
            row_column("stage", "how far it got"),
            row_column("initiators", "who does it"),
            row_column("recipients", "to whom or what it is done"),
            row_column("places", "places of the claim"),
            row_column("begin", "first day of the happening"),
            row_column("finish", "last day of the happening"),
            row_column("figures", "numbers, as worded"),
            row_column(
                "confidence", "how sure fogline is of its reading, 0 to 1; not how sure the speaker is", "number"
            ),
            row_column(
                "quote",
                "the words, cut to a set length; names of private persons, numbers and addresses are blotted out",
            ),
            row_column("url", "address of the report; empty: none is known"),
        ),
    ),
    Table(
        name="developments",
        about="What happened, each thing once: the claims of all speakers on one happening.",
        key="id",
        rows=lambda evidence: development_rows(evidence.picture.developments),
        columns=(
            row_column("id", "of the development; keeps through later merges (see deletions)"),
            row_column("kind", "kind of happening, of the codebook"),
            row_column("stage", "how far it got: happened, ongoing, attempted, repelled, planned, …"),
            row_column("certainty", "the surest that a speaker is"),
            row_column("begin", "first day"),
            row_column("finish", "last day"),
            row_column("edtf", "the span as EDTF"),
            *_PLACE,
            row_column("also_at", "the others, where it is told, and counted, of several places at once"),
            row_column("initiators", "who does it"),
            row_column("recipients", "to whom or what it is done"),
            row_column("killed", "best figure; empty: only a range, a vague word or nothing is known", "integer"),
            row_column("injured", "best figure, likewise", "integer"),
            row_column("origins", "independent origins, not articles", "integer"),
            row_column("credibility", "Admiralty 1 to 6, by the rule of the codebook", "integer"),
            row_column("disputed", "whether somebody denies it or figures differ", "boolean"),
            row_column("reports", "ids of its reports, parted by '; '"),
            row_column("claims", "ids of its claims, parted by '; '"),
        ),
    ),
    Table(
        name="tolls",
        about="Every figure of every toll, as one claim gave it.",
        refers=(("development", "developments"),),
        rows=lambda evidence: toll_rows(evidence.picture.developments),
        columns=(
            row_column("development", "id of the development"),
            row_column("place", "where"),
            row_column("measure", "killed, injured, missing, …"),
            row_column("group", "civilians, children, …; empty: people at large"),
            row_column("published", "day of the report"),
            row_column("best", "the figure; empty: only a range is known", "number"),
            row_column("low", "least", "number"),
            row_column("high", "most; empty: no bound is known", "number"),
            row_column("scope", "total, increment, subset, rate"),
            row_column("state", "stands, superseded, rival, inside"),
            row_column("speaker", "whose figure it is"),
            row_column("as_worded", "the words"),
            row_column("claim", "id of the claim"),
            row_column("report", "id of the report"),
        ),
    ),
    Table(
        name="statuses",
        about="How things stand at a place or on a route; what a party claims of itself apart from what others assess.",
        key="id",
        rows=lambda evidence: status_rows(evidence.picture.statuses),
        columns=(
            row_column("id", "of the status"),
            row_column("subject", "what it is about"),
            row_column("aspect", "control, encirclement, access, infrastructure"),
            row_column("value", "how it stands"),
            row_column("trend", "worsening, improving, steady"),
            row_column("by", "party that holds it"),
            row_column("layer", "claimed or assessed"),
            row_column("since", "day since when"),
            row_column("last_confirmed", "day of the last report that says so"),
            row_column("stale", "whether nothing was heard of it for long", "boolean"),
            *_PLACE,
            row_column("origins", "independent origins", "integer"),
            row_column("credibility", "Admiralty 1 to 6", "integer"),
            row_column("claims", "ids of its claims, parted by '; '"),
        ),
    ),
    Table(
        name="conflicts",
        about="Two claims that cannot both hold, and why.",
        key="id",
        rows=lambda evidence: conflict_rows(evidence.picture.conflicts, evidence.claims),
        columns=(
            row_column("id", "of the conflict"),
            row_column("kind", "denial, figure, control, attribution, quotation"),
            row_column("why", "why they cannot both hold"),
            row_column("claim", "id of the one claim"),
            row_column("quote", "its words, cut to a set length"),
            row_column("other_claim", "id of the other"),
            row_column("other_quote", "its words, cut to a set length"),
        ),
    ),
)
