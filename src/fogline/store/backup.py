"""A ledger copied whole while others write to it, and brought back, with all beside it that cannot be made anew.

In: the path of a ledger, and of a file that does not exist. Out: a copy of the ledger as of one moment, verified.
Refused: a file that exists (`QueryError`), what is no ledger, a copy that is not whole (`LedgerDamaged`). The copy is
made under another name and moved to its place once it is verified and on disk.

The order is what keeps it sound. First what watching remembers: all that it says was seen is in the ledger by then.
Then the ledger, then the WARC files as far as the copy names them: what it names was on disk before. What was alerted
comes last: what is known there and not yet in the copy is not told twice once it is there again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import apsw

from fogline.model.errors import LedgerDamaged, LedgerUnsafe, QueryError
from fogline.store.alert_memory import alerts_beside
from fogline.store.captures import captures_folder, copy_captures
from fogline.store.contract import Verification
from fogline.store.schema import PATIENCE_MS, connect, told
from fogline.store.verify import verify

_STEP = 1_000  # pages at a time (4 MB), so that writers get in between
_SQLITE = ("", "-wal", "-shm", "-journal")  # what SQLite may have beside a file


def watch_beside(ledger: Path) -> Path:
    """Where watching remembers what it has seen for a ledger.

    >>> watch_beside(Path("war.ledger")).name
    'war.ledger-watch'
    """
    return ledger.with_name(ledger.name + "-watch")


_MEMORIES = (watch_beside, alerts_beside)


def copy_ledger(ledger: Path, target: Path) -> Verification:
    """Copies a ledger, and tells what was verified of the copy."""
    for taken in (target, captures_folder(target), *(beside(target) for beside in _MEMORIES)):
        if taken.exists():
            raise QueryError(f"{taken}: exists already. Name a file that does not, so that nothing is overwritten.")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    source = connect(ledger, create=False)
    try:
        _memory(watch_beside, ledger, unfinished)
        with told(target):
            _copied(source, unfinished)
            _beside(captures_folder(ledger), unfinished)
        _memory(alerts_beside, ledger, unfinished)
        found = _verified(unfinished)
        if found.problems:
            raise LedgerDamaged(f"{ledger}: its copy is not whole ({found.problems[0]}). See: fogline verify")
        if captures_folder(unfinished).exists():
            captures_folder(unfinished).rename(captures_folder(target))
        for beside in _MEMORIES:
            if beside(unfinished).exists():
                _moved(beside(unfinished), beside(target))
        _moved(unfinished, target)
    finally:
        source.close()
        shutil.rmtree(captures_folder(unfinished), ignore_errors=True)
        for left in (unfinished, *(beside(unfinished) for beside in _MEMORIES)):
            for ending in _SQLITE:
                left.with_name(left.name + ending).unlink(missing_ok=True)
    return found


def _memory(beside: Callable[[Path], Path], ledger: Path, copy: Path) -> None:
    """Copies a file beside the ledger, where there is one."""
    if not beside(ledger).exists():
        return
    try:
        source = apsw.Connection(str(beside(ledger)), apsw.SQLITE_OPEN_READWRITE)
        try:
            source.set_busy_timeout(PATIENCE_MS)
            _copied(source, beside(copy))
        finally:
            source.close()
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise LedgerDamaged(f"{beside(ledger)}: cannot be copied ({error}). Move it away, and try again.") from None
    except apsw.Error as error:
        raise LedgerUnsafe(f"{beside(ledger)}: cannot be copied ({error}). Make room, or name another.") from None


def _moved(unfinished: Path, target: Path) -> None:
    with unfinished.open("rb") as opened:
        os.fsync(opened.fileno())
    try:
        os.link(unfinished, target)  # unlike a renaming, it refuses a file that somebody made meanwhile
    except FileExistsError:
        raise QueryError(f"{target}: exists already. Name a file that does not.") from None
    except OSError:  # a disk that has no links
        unfinished.replace(target)


def _copied(source: apsw.Connection, path: Path) -> None:
    copy = apsw.Connection(str(path))
    try:
        copy.set_busy_timeout(PATIENCE_MS)
        with copy.backup("main", source, "main") as backup:
            while not backup.done:
                backup.step(_STEP)
        copy.pragma("journal_mode", "delete")  # one file, with nothing beside it
    finally:
        copy.close()


def _beside(folder: Path, copy: Path) -> None:
    """Copies the WARC files that a copy names."""
    named = connect(copy, create=False)
    try:
        files = list(named.execute("SELECT file, max(start + size) FROM fetched GROUP BY file ORDER BY file"))
        named.pragma("journal_mode", "delete")
    finally:
        named.close()
    if not files:
        return
    try:
        copy_captures(folder, captures_folder(copy), files)
    except FileNotFoundError as error:
        raise LedgerDamaged(
            f"{error.filename}: is missing, so the copy would not be whole. See: fogline verify"
        ) from None
    except OSError as error:
        raise LedgerUnsafe(
            f"{captures_folder(copy)}: cannot be written ({error.strerror}). Make room, or name another."
        ) from None


def _verified(path: Path) -> Verification:
    copy = connect(path, create=False)
    try:
        found = verify(copy, captures_folder(path))
        copy.pragma("journal_mode", "delete")
        return found
    finally:
        copy.close()
