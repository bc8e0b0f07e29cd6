"""Whole lists, row by row as they are found: NDJSON, CSV, GeoJSON, Parquet. However long one is, little of it is held.

In: nouns one at a time. Out: pieces of the answer in order. Refused with `NotThere`: a form that a list has not.
The columns of CSV and Parquet are those of exports (`outputs.exports.rows`), so a stream and a release look alike.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from fogline.model.picture import Development, Status
from fogline.outputs.exports.columns import Column, cell_text, row_of
from fogline.outputs.exports.parquet import MEDIA_TYPE, parquet
from fogline.outputs.exports.rows import TABLES
from fogline.outputs.geojson import feature
from fogline.outputs.tables import Row
from fogline.serve.desk.asked import NotThere
from fogline.serve.desk.sight import Sight

FORMS: Mapping[str, str] = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "parquet": MEDIA_TYPE,
}
PIECE = 64_000  # bytes that are gathered before they are sent


def _itself(noun: object) -> object:
    return noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the nouns of a list are told: as JSON, as rows of a table; `placed`: also as points."""

    about: str
    columns: Sequence[Column[Any]]
    rows: Callable[[Sight], Callable[[Any], Iterable[Row]]]
    told: Callable[[Any], object] = _itself
    placed: bool = False

    @property
    def forms(self) -> list[str]:
        """The forms that there are."""
        return [form for form in FORMS if form != "geojson" or self.placed]


def shape_of(
    name: str, rows: Callable[[Sight], Callable[[Any], Iterable[Row]]], told: Callable[[Any], object] = _itself
) -> Shape:
    """The shape of one of the tables of exports."""
    table = next(one for one in TABLES if one.name == name)
    placed = name in ("developments", "statuses")
    return Shape(about=table.about, columns=table.columns, rows=rows, told=told, placed=placed)


def flowing(shape: Shape, sight: Sight, nouns: Iterable[Any], form: str) -> Iterator[bytes]:
    """The pieces of an answer."""
    if form not in shape.forms:
        raise NotThere(f".{form}: this list has no such form. There is: {', '.join(shape.forms)}.")
    if form == "ndjson":
        return _gathered(msgspec.json.encode(shape.told(noun)) + b"\n" for noun in nouns)
    if form == "geojson":
        return _gathered(_geojson(nouns))
    rows_of = shape.rows(sight)
    rows = (row for noun in nouns for row in rows_of(noun))
    return parquet(shape.columns, rows, about=shape.about) if form == "parquet" else _gathered(_csv(shape, rows))


def _csv(shape: Shape, rows: Iterable[Row]) -> Iterator[bytes]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([one.name for one in shape.columns])
    for row in rows:
        writer.writerow([cell_text(cell) for cell in row_of(shape.columns, row).values()])
        yield out.getvalue().encode("utf-8", "replace")
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode()


def _geojson(nouns: Iterable[Development | Status]) -> Iterator[bytes]:
    yield b'{"type":"FeatureCollection","features":['
    comma = ""
    for noun in nouns:
        if (told := feature(noun)) is not None:
            yield f"{comma}{json.dumps(told, ensure_ascii=False)}".encode()
            comma = ",\n"
    yield b"]}\n"


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of some size."""
    held, size = list[bytes](), 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
