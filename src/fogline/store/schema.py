"""Opening a ledger file: the right SQLite, the right file, the right version; numbered migrations with checksums.

In: a path. Out: an apsw connection, set to lose nothing that it has acknowledged. Refused: a SQLite library with the
WAL-reset bug (`LedgerUnsafe`), a file that is no ledger (`LedgerError`), a ledger of a later fogline (`LedgerTooNew`),
one whose migrations are not the ones that this fogline knows (`LedgerDamaged`).
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import apsw

from fogline.model.errors import LedgerDamaged, LedgerError, LedgerTooNew, LedgerUnsafe
from fogline.store.chain import digest

APPLICATION = 0x666F676C  # "fogl", in the file's header
# SQLite before this loses commits or corrupts the file with two connections in WAL mode (sqlite.org/wal.html, "the
# WAL-reset bug"); 3.50.7 and 3.44.6 carry the fix too, but no wheel of apsw ships them.
SAFE_SQLITE = (3, 51, 3)
CACHE_KB = 64_000  # a batch of 500 reports writes some 40 MB of pages: with less, many are written twice
PATIENCE_MS = 20_000  # how long a writer waits for another; a batch of 100 reports takes well under a second
# Written to the file itself before the first migration, so that each migration can be recorded.
_LOG = """CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT"""


def check_library(version: str | None = None) -> None:
    """Refuses a SQLite library that may lose data.

    >>> check_library("3.40.1")
    Traceback (most recent call last):
    fogline.model.errors.LedgerUnsafe: SQLite 3.40.1 may lose commits in WAL mode. Install apsw 3.51.3 or later.
    """
    version = version or apsw.sqlite_lib_version()
    if tuple(int(part) for part in version.split(".")[:3]) < SAFE_SQLITE:
        needed = ".".join(map(str, SAFE_SQLITE))
        raise LedgerUnsafe(f"SQLite {version} may lose commits in WAL mode. Install apsw {needed} or later.")


@functools.cache
def migrations() -> tuple[tuple[int, str, str], ...]:
    """The numbered migrations that this fogline knows: (number, name, SQL)."""
    folder = resources.files("fogline.store") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return tuple((int(file.name[:4]), file.name[:-4], file.read_text("utf-8")) for file in files)


def connect(path: Path, *, create: bool) -> apsw.Connection:
    """An open ledger file, made or brought up to date where needed."""
    check_library()
    if not create and not path.exists():
        raise LedgerError(f"{path}: no such ledger. Make one with: fogline init {path}")
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    with told(path):
        connection = apsw.Connection(str(path), flags=flags)
        try:
            connection.set_busy_timeout(PATIENCE_MS)
            _check_file(connection, path, create=create)
            connection.pragma("journal_mode", "wal")
            connection.pragma("synchronous", "full")
            connection.pragma("cache_size", -CACHE_KB)
            connection.pragma("foreign_keys", True)
            connection.pragma("recursive_triggers", True)  # so that INSERT OR REPLACE meets the delete trigger too
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _check_file(connection: apsw.Connection, path: Path, *, create: bool) -> None:
    application = connection.pragma("application_id")
    version = connection.pragma("user_version")
    empty = not connection.execute("SELECT count(*) FROM sqlite_schema").get
    if application != APPLICATION and not (empty and application == 0 and create):
        raise LedgerError(f"{path}: not a ledger of fogline. Name another file with --ledger.")
    latest = migrations()[-1][0]
    if application == APPLICATION and version > latest:
        raise LedgerTooNew(
            f"{path}: written by a later fogline (layout {version}, this one knows {latest}). Upgrade fogline."
        )


def _migrate(connection: apsw.Connection, path: Path) -> None:
    if connection.pragma("user_version") < migrations()[-1][0]:
        with transaction(connection):
            if connection.pragma("application_id") != APPLICATION:
                connection.execute(_LOG)
                connection.pragma("application_id", APPLICATION)
            for number, name, sql in migrations():
                if number > connection.pragma("user_version"):
                    connection.execute(sql)
                    row = (number, name, digest(sql.encode()))
                    connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", row)
                    connection.pragma("user_version", number)
    known = [(number, name, digest(sql.encode())) for number, name, sql in migrations()]
    if list(connection.execute("SELECT number, name, sha256 FROM migrations ORDER BY number")) != known:
        raise LedgerDamaged(f"{path}: its layout was not made by this fogline's migrations. Restore it from a backup.")


@contextlib.contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """All of it or nothing; the write lock is taken at once, so that no other writer comes between."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """SQLite's errors as ours, with the way out."""
    try:
        yield
    except apsw.FullError:
        raise LedgerUnsafe(
            f"{path}: the disk is full; nothing of this batch was kept, all before it was. Make room and run it again."
        ) from None
    except apsw.IOError as error:
        raise LedgerUnsafe(
            f"{path}: the disk refuses ({error}); nothing of this batch was kept. Check the disk and run it again."
        ) from None
    except apsw.BusyError:
        raise LedgerError(f"{path}: another process has been writing for long. Run it again later.") from None
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise LedgerDamaged(f"{path}: no ledger, or damaged ({error}). Restore it from a backup.") from None
    except apsw.ReadOnlyError:
        raise LedgerError(f"{path}: cannot be written. Check the file's rights, and its folder's.") from None
    except apsw.CantOpenError:
        raise LedgerError(f"{path}: cannot be opened. Check that its folder exists and may be written to.") from None
