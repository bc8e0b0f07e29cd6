"""A ledger copied whole while others write to it, and brought back.

In: the path of a ledger, and of a file that does not exist. Out: a copy of the ledger as of one moment, verified.
Refused: a file that exists (`QueryError`), what is no ledger, a copy that is not whole (`LedgerDamaged`). The copy is
made under another name and moved to its place once it is verified and on disk.
"""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from fogline.model.errors import LedgerDamaged, QueryError
from fogline.store.contract import Verification
from fogline.store.schema import PATIENCE_MS, connect, told
from fogline.store.verify import verify

_STEP = 1_000  # pages at a time (4 MB), so that writers get in between


def copy_ledger(ledger: Path, target: Path) -> Verification:
    """Copies a ledger, and tells what was verified of the copy."""
    if target.exists():
        raise QueryError(f"{target}: exists already. Name a file that does not, so that nothing is overwritten.")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    source = connect(ledger, create=False)
    try:
        with told(target):
            _copied(source, unfinished)
        found = _verified(unfinished)
        if found.problems:
            raise LedgerDamaged(f"{ledger}: its copy is not whole ({found.problems[0]}). See: fogline verify")
        with unfinished.open("rb") as opened:
            os.fsync(opened.fileno())
        _moved(unfinished, target)
    finally:
        source.close()
        for ending in ("", "-wal", "-shm", "-journal"):
            unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
    return found


def _moved(unfinished: Path, target: Path) -> None:
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


def _verified(path: Path) -> Verification:
    copy = connect(path, create=False)
    try:
        found = verify(copy)
        copy.pragma("journal_mode", "delete")
        return found
    finally:
        copy.close()
