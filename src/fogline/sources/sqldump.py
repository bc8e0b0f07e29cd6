"""SQL dumps (of MySQL, MariaDB, PostgreSQL, SQLite) to captures: one a row, a statement in memory at a time.

In: the text of a dump, and a map of its columns. Out: a capture a row of the table that is named, or of every table
that has a column which can be the text. Nothing is ever executed. Refused, and set aside: a statement larger than any
server takes; a dump in which no table can be meant.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from fogline.model.errors import SourceRefused
from fogline.model.report import Capture, SetAside
from fogline.sources.columns import Columns, row_capture
from fogline.sources.opened import LARGEST, Opened

_MOST_STATEMENT = 64_000_000  # MySQL's own default for the largest statement it takes (max_allowed_packet)
_USUAL = Columns()
_NAME = r"(?:[\w$]+|`[^`]+`|\"[^\"]+\"|\[[^\]]+\])"
_TABLE = rf"(?:{_NAME}\s*\.\s*)?({_NAME})"
_CREATE = re.compile(rf"\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_TABLE}\s*\((.*)\)", re.I | re.S)
_INSERT = re.compile(rf"\s*(?:INSERT|REPLACE)\s+(?:\w+\s+)?INTO\s+{_TABLE}\s*(?:\(([^()]*)\))?\s*VALUES\s*", re.I)
_COPY = re.compile(rf"\s*COPY\s+{_TABLE}\s*\(([^()]*)\)\s+FROM\s+stdin", re.I)
_VALUE = re.compile(r"\s*(?:(?:[EN]|_\w+\s+)?'((?:[^'\\]|\\.|'')*)'|(NULL)\b|([^\s,()']+))\s*([,)])", re.I | re.S)
_STANDARD = re.compile(r"\s*(?:N?'((?:[^']|'')*)'|(NULL)\b|([^\s,()']+))\s*([,)])", re.I | re.S)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "", "b": "", "Z": "", "N": ""}
_NOT_COLUMNS = frozenset(
    ("primary", "key", "unique", "constraint", "check", "foreign", "index", "fulltext", "exclude", "spatial", "period")
)


def tells(opened: Opened) -> bool:
    """Whether it is named as a dump."""
    return opened.ending == ".sql"


def read_dump(opened: Opened) -> Iterator[Capture | SetAside]:
    """The rows of a dump that are reports."""
    head = opened.head.lower()
    backslashes = b"mysql dump" in head or b"mariadb dump" in head or b"`" in head
    tables: dict[str, list[str]] = {}
    refused: dict[str, SourceRefused] = {}
    known: dict[tuple[str, tuple[str, ...]], dict[str, str] | None] = {}
    number = 0
    text = io.TextIOWrapper(opened.stream, "utf-8-sig", "replace", newline="\n")
    try:
        for statement in _statements(text, opened.source, backslashes=backslashes):
            created = _CREATE.match(statement)
            if created:
                tables[_bare(created[1])] = _columns(created[2])
                continue
            for table, columns, row in _rows(statement, text, tables, backslashes=backslashes):
                asked = (table, tuple(columns))
                if asked not in known:  # a dump has millions of rows, and few tables
                    known[asked] = _chosen(opened, table, columns, refused)
                chosen = known[asked]
                if chosen:
                    number += 1
                    source = f"{opened.source}#{table}:{number}"
                    yield row_capture(dict(zip(columns, row, strict=False)), chosen, source, opened.facts)
    finally:
        text.detach()  # the stream is closed by whoever opened it
    if not number:
        why = next(iter(refused.values()), None)
        detail = why.detail if why else "has: " + (", ".join(tables)[:300] or "no tables")
        yield SetAside(source=opened.source, reason=why.reason if why else "no table with reports", detail=detail)


def _chosen(opened: Opened, table: str, columns: list[str], refused: dict[str, SourceRefused]) -> dict[str, str] | None:
    wanted = opened.columns or _USUAL
    if table in refused or (wanted.table is not None and wanted.table.lower() != table.lower()):
        return None
    try:
        return wanted.among(columns, f"{opened.source}#{table}")
    except SourceRefused as why:
        refused[table] = why
        return None


def _statements(text: io.TextIOWrapper, source: str, *, backslashes: bool) -> Iterator[str]:
    """One statement after the other: it ends with a line that ends in a semicolon outside quotes."""
    held, size, quotes = list[str](), 0, 0
    while line := text.readline(LARGEST):
        if not held and (not line.strip() or line.lstrip().startswith(("--", "/*!", "SET ", "#"))):
            continue
        held.append(line)
        size += len(line)
        if size > _MOST_STATEMENT:
            raise SourceRefused(source, "a statement that is too large", f"more than {_MOST_STATEMENT:,} characters")
        quotes += (re.sub(r"\\.", "", line, flags=re.S) if backslashes else line).count("'")
        if quotes % 2 == 0 and line.rstrip().endswith(";"):
            yield "".join(held)
            held, size, quotes = [], 0, 0
    if held:
        yield "".join(held)


def _rows(
    statement: str, text: io.TextIOWrapper, tables: dict[str, list[str]], *, backslashes: bool
) -> Iterator[tuple[str, list[str], list[str | None]]]:
    copied = _COPY.match(statement)
    if copied:
        columns = _list(copied[2])
        while (line := text.readline(LARGEST)) and line.rstrip("\r\n") != "\\.":
            cells = line.rstrip("\r\n").split("\t")
            if cells == [""] and len(columns) > 1:
                continue  # a blank line is no row of several columns
            yield _bare(copied[1]), columns, [None if cell == "\\N" else _plain(cell) for cell in cells]
        return
    inserted = _INSERT.match(statement)
    if inserted:
        table = _bare(inserted[1])
        columns = _list(inserted[2]) if inserted[2] else tables.get(table, [])
        for row in _tuples(statement, inserted.end(), backslashes=backslashes):
            yield table, columns, row


def _tuples(statement: str, at: int, *, backslashes: bool) -> Iterator[list[str | None]]:
    """The rows of VALUES (...), (...); what is no plain value ends the statement."""
    pattern = _VALUE if backslashes else _STANDARD
    while (at := _after(statement, at)) < len(statement) and statement[at] == "(":
        at += 1
        row: list[str | None] = []
        while found := pattern.match(statement, at):
            quoted, null, bare, end = found.groups()
            if quoted is not None:
                row.append((_plain(quoted) if backslashes else quoted).replace("''", "'"))
            else:
                row.append(None if null else bare)
            at = found.end()
            if end == ")":
                break
        else:
            return
        yield row


def _after(statement: str, at: int) -> int:
    while at < len(statement) and statement[at] in " ,\r\n\t":
        at += 1
    return at


def _plain(escaped: str) -> str:
    return (
        re.sub(r"\\(.)", lambda one: _ESCAPES.get(one[1], one[1]), escaped, flags=re.S) if "\\" in escaped else escaped
    )


def _columns(inside: str) -> list[str]:
    """The columns that CREATE TABLE names, a line or a comma each."""
    flat = re.sub(r"\([^()]*\)", "", re.sub(r"'(?:[^']|'')*'|--[^\n]*", "", inside))
    names = (re.match(rf"\s*({_NAME})", part) for part in flat.split(","))
    return [_bare(name[1]) for name in names if name and name[1].lower() not in _NOT_COLUMNS]


def _list(names: str) -> list[str]:
    return [_bare(name) for name in names.split(",")]


def _bare(name: str) -> str:
    return name.strip().strip('`"[]')
