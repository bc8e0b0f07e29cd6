"""Tables as Apache Parquet, written as they come; with points, as GeoParquet 1.1.

In: columns, rows one at a time. Out: the file's bytes in order, some thousand rows at a time, so that no table is held
whole. Refused with `QueryError`: where the library that writes Parquet is not installed (the extra `parquet`).

What the columns of a table are follows from `columns.Column`, as for CSV. A cell is a value here, never run by a
spreadsheet, so none gets an apostrophe. A row's point is its longitude and latitude; a row without has no geometry.
"""

from __future__ import annotations

import io
import itertools
import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fogline.model.codec import Json
from fogline.model.errors import QueryError
from fogline.outputs.exports.columns import Column, row_of
from fogline.outputs.tables import Row

MEDIA_TYPE = "application/vnd.apache.parquet"
ROWS_AT_ONCE = 5_000
_LON, _LAT = "lon", "lat"
_WKB_POINT = struct.Struct("<BIdd")  # byte order, what it is (1: a point), x, y


def parquet(columns: Sequence[Column[Row]], rows: Iterable[Row], *, about: str) -> Iterator[bytes]:
    """The bytes of a Parquet file. `about`: what the table is, kept in the file. With points where it has them."""
    try:
        import pyarrow
        from pyarrow import parquet as written
    except ImportError:
        raise QueryError(
            "Parquet needs a library that is not installed. In the clone: uv sync --frozen --inexact --extra parquet"
        ) from None
    placed = {_LON, _LAT} <= {one.name for one in columns}
    types = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.bool_()}
    fields = [pyarrow.field(one.name, types.get(one.type, pyarrow.string()), metadata=_said(one)) for one in columns]
    fields += [pyarrow.field("geometry", pyarrow.binary())] if placed else []
    said = {"description": about, **({"geo": json.dumps(_GEO)} if placed else {})}
    schema = pyarrow.schema(fields, metadata=said)
    out = _Parts()
    rest = iter(rows)
    with written.ParquetWriter(out, schema, compression="zstd") as writer:
        while some := list(itertools.islice(rest, ROWS_AT_ONCE)):
            cells = [row_of(columns, row) for row in some]
            made = {one.name: [_cell(row[one.name], one.type) for row in cells] for one in columns}
            if placed:
                made["geometry"] = [_point(row[_LON], row[_LAT]) for row in cells]
            writer.write_table(pyarrow.table(made, schema=schema))
            yield out.taken()
    yield out.taken()


_GEO: Json = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},  # no crs: longitude, latitude on WGS 84
}


class _Parts(io.RawIOBase):
    """What is written, to be taken piece by piece."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._taken = 0

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, some: Any) -> int:  # noqa: ANN401 - any buffer
        """Takes bytes."""
        self._held += some
        return len(some)

    def tell(self) -> int:
        """How many bytes were written in all."""
        return self._taken + len(self._held)

    def taken(self) -> bytes:
        """What was written since."""
        some = bytes(self._held)
        self._held.clear()
        self._taken += len(some)
        return some


def _said(column: Column[Row]) -> dict[str, str]:
    return {"description": column.source}


def _cell(cell: object, type: str) -> object:
    if cell is None or type not in ("integer", "number"):
        return cell if cell is None or type == "boolean" else str(cell)
    return int(cell) if type == "integer" and isinstance(cell, (int, float)) else cell


def _point(lon: object, lat: object) -> bytes | None:
    if not isinstance(lon, (int, float)) or not isinstance(lat, (int, float)):
        return None
    return _WKB_POINT.pack(1, 1, lon, lat)
