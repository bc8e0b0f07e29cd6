"""A release of data: the tables, events and map of one picture, with what a stranger needs to use, check and cite them.

In: evidence, what is said of the release, what was withdrawn. Out: the files by path, as text. Refused: nothing. The
same input gives the same bytes; clock and version are arguments.

    datapackage.json   Frictionless Data Package: every file with its hash, every column with its type and meaning
    data/…             the tables, the events in others' schemes, the map
    codebook.md        every column and where it comes from; how kinds are mapped; what was left out, and how often
    deletions.csv      what earlier releases held and this one does not, when it went, why, and what stands for it
    CITATION.cff       how to cite it
    SHA256SUMS         of every other file, for `sha256sum -c`
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import yaml

from fogline.data.kinds import kinds
from fogline.data.schemes import schemes
from fogline.model.codec import Json
from fogline.outputs.exports.columns import Column, Written, csv_text
from fogline.outputs.exports.evidence import Evidence, Figures
from fogline.outputs.exports.formats import ExportFormat, formats
from fogline.outputs.exports.rows import TABLES, Table
from fogline.outputs.tables import Row

EVENTS = ("acled", "ucdp", "pcodes-csv", "plover", "geojson", "stix", "hxl")
_HXL = "hxl"  # its second line holds tags: no table to those who read columns by type


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What is said of a release. `version`: without one, the day of the newest report and a hash of the data."""

    made_on: str
    made_by: str  # program and version
    title: str = "News reports on an armed conflict, read into claims"
    version: str | None = None
    by: str | None = None  # who releases it
    licence: str | None = None  # of the data, as SPDX names it
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What is no longer there. `what`: report, claim or development; `instead`: the id of what stands for it now."""

    id: str
    what: str
    on: str | None
    why: str
    instead: str | None = None


DELETIONS: tuple[Column[Deletion], ...] = (
    Column(name="id", source="what was withdrawn", cell=lambda one: one.id),
    Column(name="what", source="report, claim or development", cell=lambda one: one.what),
    Column(
        name="on", source="when it was withdrawn; empty: before this release, not known when", cell=lambda one: one.on
    ),
    Column(name="why", source="why", cell=lambda one: one.why),
    Column(name="instead", source="the id of what stands for it now", cell=lambda one: one.instead),
)


def release(
    evidence: Evidence, about: Release, deletions: Sequence[Deletion], figures: Callable[[str], Figures]
) -> dict[str, str]:
    """The files of a release by path. `figures`: how many, by the name of a policy."""
    written = {name: _written(formats()[name], evidence, figures) for name in EVENTS}
    tables = {table: table.written(evidence) for table in TABLES}
    files = {f"data/{table.name}.csv": made.text for table, made in tables.items()}
    files |= {_path(formats()[name]): made.text for name, made in written.items()}
    ordered = sorted(set(deletions), key=lambda one: (one.what, one.id))
    files["deletions.csv"] = csv_text(DELETIONS, ordered)
    version = about.version or _version(evidence, files)
    files["codebook.md"] = _codebook(about, version, written)
    package = _package(about, version, files)
    files["datapackage.json"] = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    files["CITATION.cff"] = _citation(about, version)
    files["SHA256SUMS"] = "".join(f"{_hash(text)}  {path}\n" for path, text in sorted(files.items()))
    return files


def _written(form: ExportFormat, evidence: Evidence, figures: Callable[[str], Figures]) -> Written:
    return form.write(evidence.by(figures(form.policy)))


def _path(form: ExportFormat) -> str:
    return f"data/events-{form.name.removesuffix('-csv')}{form.ending}"


def _version(evidence: Evidence, files: Mapping[str, str]) -> str:
    """The day of the newest report and the start of a hash of all data, as in 2023.3.5+1f0c5b7e."""
    days = sorted(report.published[:10] for report in evidence.listed_reports if report.published)
    digest = hashlib.sha256("".join(f"{path}\n{text}" for path, text in sorted(files.items())).encode()).hexdigest()[:8]
    parts = [part.lstrip("0") or "0" for part in days[-1].split("-")] if days else ["0"]
    return f"{'.'.join((*parts, '0', '0')[:3])}+{digest}"


def _package(about: Release, version: str, files: Mapping[str, str]) -> Json:
    resources: list[Json] = [_resource(f"data/{table.name}.csv", files, table.columns, table) for table in TABLES]
    for name in EVENTS:
        form = formats()[name]
        columns = form.columns if form.ending == ".csv" and name != _HXL else ()
        resources.append(_resource(_path(form), files, columns, None, form))
    resources.append(_resource("deletions.csv", files, DELETIONS, None))
    made: dict[str, Json] = {
        "profile": "data-package",
        "name": "fogline-release",
        "title": about.title,
        "version": version,
        "created": f"{about.made_on}T00:00:00Z",
        "description": "Who says what happened, where, when, how sure, at which words. A claim is no fact. "
        + (f"As of {about.as_of}. " if about.as_of else "")
        + f"Made with {about.made_by}. Columns: codebook.md.",
        "keywords": ["armed conflict", "news", "claims"],
        "resources": resources,
    }
    if about.by:
        made["contributors"] = [{"title": about.by, "role": "publisher"}]
    if about.licence:
        made["licenses"] = [{"name": about.licence}]
    return made


def _resource(
    path: str,
    files: Mapping[str, str],
    columns: Sequence[Column[Row]] | Sequence[Column[Deletion]],
    table: Table | None,
    form: ExportFormat | None = None,
) -> Json:
    made: dict[str, Json] = {
        "name": path.rpartition("/")[2].rpartition(".")[0],
        "path": path,
        "description": form.about
        if form
        else table.about
        if table
        else "what earlier releases held and this one does not",
        "mediatype": form.media_type if form else "text/csv",
        "encoding": "utf-8",
        "bytes": len(files[path].encode()),
        "hash": f"sha256:{_hash(files[path])}",
    }
    if not columns:  # the scheme's name as its format: else it would be taken for a table of JSON
        return {**made, **({"format": form.name} if form else {})}
    fields: list[Json] = [{"name": one.name, "type": one.type, "description": one.source} for one in columns]
    schema: dict[str, Json] = {"fields": fields, "missingValues": [""]}
    if table and table.key:
        schema["primaryKey"] = [table.key]
    if table and table.refers:
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": other, "fields": ["id"]}} for name, other in table.refers
        ]
    return {**made, "profile": "tabular-data-resource", "format": "csv", "schema": schema}


def _citation(about: Release, version: str) -> str:
    """CFF 1.2.0. Where nobody is named, an alias says so: the format wants an author."""
    said: dict[str, Json] = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them, and the reports that they quote.",
        "type": "dataset",
        "title": about.title,
        "authors": [{"name": about.by}] if about.by else [{"alias": "not stated"}],
        "version": version,
        "date-released": about.made_on,
        "abstract": f"Made with {about.made_by}." + (f" As of {about.as_of}." if about.as_of else ""),
    }
    if about.licence:
        said["license"] = about.licence
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=120)


def _codebook(about: Release, version: str, written: Mapping[str, Written]) -> str:
    parts = [
        f"# Codebook of {about.title}, {version}\n",
        f"Made with {about.made_by} on {about.made_on}."
        + (f" What was known on {about.as_of}; nothing later is in it." if about.as_of else ""),
        "\nAn empty cell: not known. A cell that a spreadsheet would run as a formula begins with an apostrophe. "
        "Private persons' names, numbers and addresses are blotted out (█), quotations cut to a set length. "
        "Coordinates have two decimals and a radius.\n",
    ]
    for table in TABLES:
        parts += [f"## data/{table.name}.csv\n", f"{table.about}\n", columns_table(table.columns), ""]
    for name, made in written.items():
        form = formats()[name]
        parts += [
            f"## {_path(form)}\n",
            f"{form.about[:1].upper()}{form.about[1:]}.\n",
            columns_table(form.columns),
            "",
        ]
        told = [f"- left out, {reason}: {number}" for reason, number in made.left_out.items()]
        told += [f"- empty, {reason}: {number}" for reason, number in made.empty.items()]
        parts += [f"{made.rows} rows.\n", *told, ""]
    parts += ["## deletions.csv\n", columns_table(DELETIONS), "", "## Kinds\n", kinds_table(), ""]
    return "\n".join(parts)


def columns_table(columns: Sequence[Column[Row]] | Sequence[Column[Deletion]]) -> str:
    """A Markdown table of columns."""
    tagged = any(one.tag for one in columns)
    head = ["column", *(["HXL"] if tagged else []), "type", "where it comes from"]
    rows = [
        [f"`{one.name}`", *([f"`{one.tag}`"] if tagged else []), one.type, one.source.replace("|", "\\|")]
        for one in columns
    ]
    return _markdown(head, rows)


def kinds_table() -> str:
    """How each kind is mapped: a Markdown table of `kinds.toml` and `schemes.toml`."""
    return _markdown(
        ["kind", "ACLED", "PLOVER"],
        [
            [
                f"`{kind.name}`",
                _acled(kind.name),
                "/".join(filter(None, (kind.plover_type, kind.plover_mode))) or "not mapped",
            ]
            for kind in kinds().values()
        ],
    )


def _acled(name: str) -> str:
    kind = kinds()[name]
    own = " / ".join(filter(None, (kind.acled_event, kind.acled_sub_event)))
    rows = [row for row in schemes().acled.kind if row.kind == name]
    if not rows:
        return own or "not mapped"
    told = [
        f"{' / '.join((row.event, row.sub_event)) if row.event else own}, where: {row.only}"
        for row in rows
        if row.only != "never"
    ]
    return "; ".join([*told, "else not mapped"]) if told else "not mapped: too wide"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
