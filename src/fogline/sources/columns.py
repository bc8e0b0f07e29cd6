"""Tables to captures: which column is the text, which the date; and CSV files as the plainest table.

In: rows with named columns, and a map from what a report has to the columns that hold it. Out: one capture a row, a
JSON object. Refused with `QueryError`: a map that makes no sense. Set aside: a row without text; a table in which no
column can be the text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fogline.data.charsets import charset
from fogline.model.errors import QueryError, SourceRefused
from fogline.model.report import Capture, Facts, SetAside
from fogline.sources.opened import LARGEST, Opened

# Names that columns commonly have, the likeliest first; compared in lower case.
USUAL: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "fulltext", "full_text", "message", "maintext"),
    "title": ("title", "headline", "subject"),
    "published": ("published", "published_at", "date", "pubdate", "pub_date", "publish_date", "datetime", "created_at"),
    "url": ("url", "link", "permalink"),
    "outlet": ("outlet", "publisher", "source", "site", "channel", "newspaper"),
    "lang": ("lang", "language"),
    "id": ("id", "guid", "uuid", "article_id"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What was said of a table: the column of each thing, and the table's name where a file holds several."""

    named: Mapping[str, str] = field(default_factory=dict)
    table: str | None = None

    @classmethod
    def of(cls, written: str | None) -> Columns:
        """The map as typed.

        >>> Columns.of("text=body,published=day,table=news").table
        'news'
        >>> Columns.of("body")
        Traceback (most recent call last):
        fogline.model.errors.QueryError: --columns body: no map. Write it as text=COLUMN,published=COLUMN,table=NAME.
        """
        said: dict[str, str] = {}
        for part in (written or "").split(",") if written else ():
            name, equals, column = (piece.strip() for piece in part.partition("="))
            if not equals or not column or name not in (*USUAL, "table"):
                way_out = "Write it as text=COLUMN,published=COLUMN,table=NAME."
                raise QueryError(f"--columns {part.strip()}: no map. {way_out} Known: {', '.join(USUAL)}."
                                 if equals else f"--columns {part.strip()}: no map. {way_out}")  # fmt: skip
            said[name] = column
        return cls(table=said.pop("table", None), named=said)

    def among(self, columns: Sequence[str], source: str) -> dict[str, str]:
        """The column of each thing in one table."""
        there = {column.strip().lower(): column for column in reversed(columns)}
        found = {}
        for name, usual in USUAL.items():
            wanted = (self.named[name],) if name in self.named else usual
            column = next((there[one.lower()] for one in wanted if one.lower() in there), None)
            if column is None and name in self.named:
                raise SourceRefused(source, f"has no column {self.named[name]}", "has: " + ", ".join(columns)[:300])
            if column is not None:
                found[name] = column
        if "text" not in found:
            way_out = "name it: --columns text=COLUMN; has: " + ", ".join(columns)[:300]
            raise SourceRefused(source, "no column that is the text", way_out)
        return found


_USUAL = Columns()


def row_capture(row: Mapping[str, object], chosen: Mapping[str, str], source: str, facts: Facts) -> Capture | SetAside:
    """One row as a capture."""
    said = {name: str(value) for name, column in chosen.items() if (value := row.get(column)) not in (None, "")}
    if not said.get("text", "").strip():
        return SetAside(source=source, reason="no text", detail=f"column {chosen['text']} is empty")
    if len(said["text"]) > LARGEST:
        return SetAside(source=source, reason="too large", detail=f"more than {LARGEST:,} characters")
    body = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    return Capture(body=body, source=source, media_type="application/json", facts=facts)


def tells(opened: Opened) -> bool:
    """Whether it is named or sent as a table."""
    return opened.ending in (".csv", ".tsv") or opened.media_type in ("text/csv", "text/tab-separated-values")


def read_table(opened: Opened) -> Iterator[Capture | SetAside]:
    """The rows of a CSV file, whose first line names the columns; commas, semicolons, tabs or bars between them."""
    csv.field_size_limit(LARGEST)
    head = opened.head
    rows = csv.reader(_lines(opened, head), delimiter=_delimiter(head))
    columns = next(rows, None)
    if not columns:
        yield SetAside(source=opened.source, reason="an empty table")
        return
    chosen = (opened.columns or _USUAL).among(columns, opened.source)
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                row = dict(zip(columns, cells, strict=False))
                yield row_capture(row, chosen, f"{opened.source}:{rows.line_num}", opened.facts)
    except csv.Error as error:
        yield SetAside(source=f"{opened.source}:{rows.line_num}", reason="is broken from here on", detail=str(error))


def _delimiter(head: bytes) -> str:
    first = head.split(b"\n", 1)[0].decode("latin-1")
    return max(",;\t|", key=first.count)


def _lines(opened: Opened, head: bytes) -> Iterator[str]:
    """The lines as text; one that is longer than any report ends the table."""
    codec = charset(opened.charset)
    if codec is None:
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            codec = "utf-16"
        else:
            try:
                head[: head.rfind(b"\n") + 1].decode("utf-8")
                codec = "utf-8-sig"
            except UnicodeDecodeError:
                from charset_normalizer import from_bytes

                best = from_bytes(head).best()
                codec = best.encoding if best else "cp1252"
    text = io.TextIOWrapper(opened.stream, codec, "replace", newline="")
    try:
        while line := text.readline(LARGEST + 1):
            if len(line) > LARGEST:
                raise csv.Error(f"a line of more than {LARGEST:,} characters")
            yield line.replace("\0", "")
    finally:
        text.detach()  # the stream is closed by whoever opened it
