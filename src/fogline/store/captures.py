"""The WARC files beside a ledger: what captures were fetched with, kept before the ledger says that it is.

In: exchanges. Out: where their records lie. Refused: a disk that is full or fails (`LedgerUnsafe`); what was written
of the exchange is cut off again.

One process at a time appends to a file and holds its lock; another opens its own. A file that a killed process has left
is taken up again: the ledger names only what was on disk before it was named, so a last record that is torn belongs to
nothing, and is cut off. Records that are whole are never cut, whether or not the ledger names them.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import secrets
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from fogline.model.errors import LedgerUnsafe
from fogline.model.report import Exchange
from fogline.store.warc_records import WITHHELD, Original, payload_digest, write_exchange, write_info

ENDING = ".warc.gz"
LARGEST_FILE = 256_000_000  # bytes; then another is begun. One fetch (at most 20 MB and its redirects) may go over
_MOST_REMEMBERED = 512  # fetches: the reports of one come within moments; one that is forgotten is written again
_MOST_TRIED = 4  # of the files there are, the newest: whether one can be written on
_PIECE = 1 << 16


def captures_folder(ledger: Path) -> Path:
    """Where the WARC files of a ledger lie.

    >>> captures_folder(Path("war.ledger")).name
    'war.ledger-captures'
    """
    return ledger.with_name(ledger.name + "-captures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where the records of one fetch lie, as the ledger names them."""

    file: str
    start: int  # byte
    size: int  # bytes
    sha256: str  # of these bytes
    record: str  # id of the answer's record
    url: str
    at: str
    payload: str  # digest of the answer's body
    revisit: str | None = None  # id of the record that has the body, where this one only refers to it


class CaptureFiles:
    """What appends to the WARC files of one ledger. Nothing is made or locked before something is to be kept."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], *, largest: int = LARGEST_FILE) -> None:
        self._folder, self._clock, self._largest = folder, clock, largest
        self._file: BinaryIO | None = None
        self._name = ""
        self._dirty = False
        self._avoided: set[str] = set()
        self._placed: dict[str, Placed] = {}

    def place(
        self,
        exchanges: Sequence[Exchange],
        *,
        original: Callable[[str], Original | None],
        acknowledged: Callable[[str], int],
    ) -> Placed:
        """Appends the records of one fetch; durable only after `sync`. The same fetch is written once.

        `original`: the record that has a payload already; `acknowledged`: up to where the ledger names a file's bytes.
        """
        last = exchanges[-1]
        known = self._placed.get(last.id)
        if known is not None:
            return known
        with self._told():
            file = self._writable(acknowledged)
            start = file.seek(0, os.SEEK_END)
            first = original(payload_digest(last))
            try:
                for exchange in exchanges[:-1]:
                    write_exchange(file, exchange, None)
                write_exchange(file, last, first)
                file.flush()
                self._dirty = True
                file.seek(start)
                written = file.read()
            except BaseException:
                self._cut(start)
                raise
        placed = Placed(
            file=self._name, start=start, size=len(written), sha256=hashlib.sha256(written).hexdigest(),
            record=last.id, url=last.url, at=last.at, payload=payload_digest(last),
            revisit=first.id if first else None,
        )  # fmt: skip
        if len(self._placed) >= _MOST_REMEMBERED:
            del self._placed[next(iter(self._placed))]
        self._placed[last.id] = placed
        return placed

    def sync(self) -> None:
        """Returns once everything that was placed is on disk."""
        if self._file is not None and self._dirty:
            try:
                with self._told():
                    os.fsync(self._file.fileno())
            except LedgerUnsafe:
                # What a failed sync has dropped a later one does not tell: nothing more is written behind it.
                self._avoided.add(self._name)
                self._placed.clear()
                self.close()
                raise
            self._dirty = False

    def close(self) -> None:
        """Lets go of the file."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
        self._file, self._dirty = None, False

    def _writable(self, acknowledged: Callable[[str], int]) -> BinaryIO:
        if self._file is not None and self._file.seek(0, os.SEEK_END) >= self._largest:
            self.sync()
            self.close()
        if self._file is None:
            self._folder.mkdir(exist_ok=True)
            self._file = self._taken_up(acknowledged) or self._begun()
        return self._file

    def _taken_up(self, acknowledged: Callable[[str], int]) -> BinaryIO | None:
        """A file that nobody writes on and that has room, without a torn end; None where there is none."""
        for path in sorted(self._folder.glob(f"*{ENDING}"), reverse=True)[:_MOST_TRIED]:
            if path.name in self._avoided:
                continue
            try:
                file = path.open("r+b")
            except OSError:
                continue
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                size, named = file.seek(0, os.SEEK_END), acknowledged(path.name)
                if named <= size < self._largest:
                    whole = whole_until(file, named)
                    if whole < size:
                        file.truncate(whole)
                    self._name = path.name
                    return file
            except OSError:
                pass
            file.close()
        return None

    def _begun(self) -> BinaryIO:
        now = self._clock().astimezone(UTC)
        name = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}{ENDING}"
        file = (self._folder / name).open("x+b")
        fcntl.flock(file, fcntl.LOCK_EX)
        fields = {
            "software": f"fogline/{version('fogline')}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "obey",
            "description": "Requests and answers as they went over the wire, but for header lines that are withheld: "
            + ", ".join(WITHHELD),
        }
        write_info(file, fields, name=name, at=f"{now:%Y-%m-%dT%H:%M:%SZ}")
        file.flush()
        _sync_folder(self._folder)
        _sync_folder(self._folder.parent)
        self._name = name
        return file

    def _cut(self, start: int) -> None:
        """Takes back what was begun to be written; where even that fails, the file is written on no more."""
        try:
            if self._file is not None:
                os.ftruncate(self._file.fileno(), start)
                self._file.seek(start)
        except OSError:
            self.close()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = "the disk is full" if error.errno == errno.ENOSPC else f"the disk refuses ({error.strerror})"
            raise LedgerUnsafe(
                f"{self._folder}: {why}; nothing of this batch was kept, all before it was. Make room and run it again."
            ) from None


def whole_until(file: BinaryIO, start: int) -> int:
    """Where the last record ends that is whole, of those from a byte on at which one begins."""
    file.seek(start)
    whole = at = start
    unpack = zlib.decompressobj(31)
    while piece := file.read(_PIECE):
        while piece:
            try:
                plain = unpack.decompress(piece, _PIECE)
            except zlib.error:
                return whole
            del plain
            rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
            at += len(piece) - len(rest)
            piece = rest
            if unpack.eof:
                whole, unpack = at, zlib.decompressobj(31)
    return whole


def damage(folder: Path, file: str, start: int, size: int, sha256: str) -> str | None:
    """What is wrong with a stretch of a WARC file that a ledger names; None where nothing is."""
    try:
        with (folder / file).open("rb") as opened:
            opened.seek(start)
            found = hashlib.sha256()
            left = size
            while left and (piece := opened.read(min(left, 1 << 20))):
                found.update(piece)
                left -= len(piece)
    except FileNotFoundError:
        return "are missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if left:
        return "are cut off"
    return None if found.hexdigest() == sha256 else "are not the ones that were kept"


def copy_captures(folder: Path, target: Path, named: Sequence[tuple[str, int]]) -> None:
    """Copies WARC files into a folder that is made for them, each as far as a ledger names it."""
    target.mkdir()
    for name, size in named:
        with (folder / name).open("rb") as source, (target / name).open("xb") as copy:
            left = size
            while left and (piece := source.read(min(left, 1 << 20))):
                copy.write(piece)
                left -= len(piece)
            copy.flush()
            os.fsync(copy.fileno())
    _sync_folder(target)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
