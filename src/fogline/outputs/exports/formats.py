"""The table of formats that a picture is exported in: each with its columns and what writes it.

In: evidence. Out: text. Refused: nothing; what a format cannot say is left out or left empty, and counted.

A package of somebody else adds a format of its own by an entry point of the group `fogline.exports` that leads to an
`ExportFormat`; of two with one name the added one is taken.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any

from fogline.model.errors import InputError
from fogline.outputs.exports.acled import ACLED, acled
from fogline.outputs.exports.columns import Column, Written
from fogline.outputs.exports.evidence import Evidence
from fogline.outputs.exports.humanitarian import HXL, hxl, pcodes
from fogline.outputs.exports.parquet import MEDIA_TYPE
from fogline.outputs.exports.places import GEOJSON, places
from fogline.outputs.exports.plover import PLOVER, plover
from fogline.outputs.exports.rows import TABLES
from fogline.outputs.exports.stix import STIX, stix
from fogline.outputs.exports.ucdp import UCDP, ucdp

GROUP = "fogline.exports"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """One format. `policy`: by which figures are given unless another is asked for; `ending`: of a file's name."""

    name: str
    about: str
    media_type: str
    ending: str
    columns: tuple[Column[Any], ...]
    write: Callable[[Evidence], Written]
    policy: str = "informative"


FORMATS: tuple[ExportFormat, ...] = (
    ExportFormat(
        name="acled",
        about="events in ACLED's columns",
        media_type="text/csv",
        ending=".csv",
        columns=ACLED,
        write=acled,
        policy="conservative",
    ),
    ExportFormat(
        name="ucdp",
        about="deadly events in UCDP GED's columns",
        media_type="text/csv",
        ending=".csv",
        columns=UCDP,
        write=ucdp,
    ),
    ExportFormat(
        name="plover",
        about="events as PLOVER records, JSON Lines",
        media_type="application/x-ndjson",
        ending=".jsonl",
        columns=PLOVER,
        write=plover,
    ),
    ExportFormat(
        name="geojson",
        about="the map: points with their radius",
        media_type="application/geo+json",
        ending=".geojson",
        columns=GEOJSON,
        write=places,
    ),
    ExportFormat(
        name="pcodes-csv", about="events with P-codes", media_type="text/csv", ending=".csv", columns=HXL, write=pcodes
    ),
    ExportFormat(
        name="hxl",
        about="events with P-codes and a line of HXL tags",
        media_type="text/csv",
        ending=".csv",
        columns=HXL,
        write=hxl,
    ),
    ExportFormat(
        name="stix",
        about="incidents, places, sides and claims as a STIX 2.1 bundle",
        media_type="application/stix+json;version=2.1",
        ending=".json",
        columns=STIX,
        write=stix,
    ),
    *(
        ExportFormat(
            name=f"{table.name}-csv",
            about=table.about,
            media_type="text/csv",
            ending=".csv",
            columns=table.columns,
            write=table.written,
        )
        for table in TABLES
    ),
    *(
        ExportFormat(
            name=f"{table.name}-parquet",
            about=f"The same as {table.name}-csv, as {'GeoParquet' if table.placed else 'Parquet'}.",
            media_type=MEDIA_TYPE,
            ending=".parquet",
            columns=table.columns,
            write=table.packed,
        )
        for table in TABLES
    ),
)


@functools.cache
def formats() -> Mapping[str, ExportFormat]:
    """All formats by name, those of other packages last."""
    found = {one.name: one for one in FORMATS}
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        loaded = entry.load()
        if not isinstance(loaded, ExportFormat):
            raise InputError(f"{entry.name}: leads to no ExportFormat ({entry.value}). Correct or remove that package.")
        found[loaded.name] = loaded
    return found
