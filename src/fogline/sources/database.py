"""SQLite files of others to captures: one a row of one table.

In: a SQLite file, and a map of its columns. Out: a capture a row, in the table's order. Refused, and set aside: a
ledger of fogline; a file that is damaged; one in which no table, or more than one, can be meant.

The file is opened for reading alone, as it lies, with SQLite's guards against hostile files on; views, virtual tables
and triggers, which could run something, are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import apsw

from fogline.model.errors import SourceRefused
from fogline.model.report import Capture, SetAside
from fogline.sources.columns import Columns, row_capture
from fogline.sources.opened import LARGEST, Opened

_LEDGER = 0x666F676C  # as `store.schema` writes it into the header of a ledger
_USUAL = Columns()


def read_database(opened: Opened) -> Iterator[Capture | SetAside]:
    """The rows of the table that holds the reports."""
    if opened.path is None:
        yield SetAside(source=opened.source, reason="a database that is no file", detail="unpack it, and name the file")
        return
    try:
        connection = _connected(opened.path)
        try:
            if connection.pragma("application_id") == _LEDGER:
                raise SourceRefused(opened.source, "a ledger of fogline", "name it with --ledger")
            yield from _rows(connection, opened)
        finally:
            connection.close()
    except (apsw.Error, UnicodeDecodeError) as error:  # the latter: names of tables that are no UTF-8
        yield SetAside(source=opened.source, reason="a database that cannot be read", detail=str(error)[:200])


def _connected(path: Path) -> apsw.Connection:
    address = f"file:{quote(str(path.resolve()))}?immutable=1"
    connection = apsw.Connection(address, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_VIEW, 0)
    connection.limit(apsw.SQLITE_LIMIT_LENGTH, 4 * LARGEST)
    connection.pragma("cell_size_check", True)
    return connection


def _rows(connection: apsw.Connection, opened: Opened) -> Iterator[Capture | SetAside]:
    table, columns = _table(connection, opened)
    chosen = (opened.columns or _USUAL).among(columns, f"{opened.source}#{table}")
    wanted = list(dict.fromkeys(chosen.values()))
    # Texts come as the bytes that they are: SQLite lets a text be in any character set, and many a file has them so.
    names = ", ".join(f"CASE WHEN typeof({one}) = 'text' THEN CAST({one} AS BLOB) ELSE {one} END"
                      for one in map(_quoted, wanted))  # fmt: skip
    codec = str(connection.pragma("encoding"))
    for number, cells in enumerate(connection.execute(f"SELECT {names} FROM {_quoted(table)}"), start=1):  # noqa: S608
        row = {
            column: cell.decode(codec, "replace") if isinstance(cell, bytes) else cell
            for column, cell in zip(wanted, cells, strict=True)
        }
        yield row_capture(row, chosen, f"{opened.source}#{table}:{number}", opened.facts)


def _table(connection: apsw.Connection, opened: Opened) -> tuple[str, list[str]]:
    """The table that is named, or the only one that has a column which can be the text."""
    columns = opened.columns or _USUAL
    tables = {}
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name"):
        if not isinstance(sql, str) or not isinstance(name, str):
            continue  # a damaged file may have bytes where its tables are described
        if not sql.lstrip().upper().startswith("CREATE VIRTUAL") and not name.startswith("sqlite_"):
            tables[name] = [row[1] for row in connection.execute(f"PRAGMA table_info({_quoted(name)})")]
    if columns.table is not None:
        named = next((name for name in tables if name.lower() == columns.table.lower()), None)
        if named is None:
            raise SourceRefused(opened.source, f"has no table {columns.table}", "has: " + ", ".join(tables)[:300])
        return named, tables[named]
    fit = [name for name, said in tables.items() if _fits(columns, said, opened.source)]
    if len(fit) != 1:
        reason = "more than one table with a text" if fit else "no table with a column that is the text"
        way_out = "name them: --columns table=NAME,text=COLUMN; has: " + ", ".join(fit or tables)[:300]
        raise SourceRefused(opened.source, reason, way_out)
    return fit[0], tables[fit[0]]


def _fits(columns: Columns, there: list[str], source: str) -> bool:
    try:
        return bool(columns.among(there, source))
    except SourceRefused:
        return False


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
