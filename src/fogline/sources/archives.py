"""WACZ and zip archives to captures, a member at a time, never written to disk.

In: a zip file. Out: what its members hold; of a WACZ, what its WARC files hold. Refused, and set aside: members with a
path that leads out (`..`, absolute, a drive), links, what needs a password, archives within archives, bombs.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO

from fogline.model.errors import SourceRefused
from fogline.model.report import Capture, SetAside
from fogline.sources import formats
from fogline.sources.inflate import MOST_RATIO, unpacked
from fogline.sources.opened import Opened, buffered
from fogline.sources.web import MOST_DEPTH

MOST_MEMBERS = 100_000
# What the standard library raises on archives that are broken, or made to break it.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, ValueError, OSError, OverflowError, EOFError,
           RuntimeError, NotImplementedError)  # fmt: skip
_TELLING = 4 << 20


def read_zip(opened: Opened) -> Iterator[Capture | SetAside]:
    """What the members of a zip archive hold, in the order of their names."""
    if opened.depth >= MOST_DEPTH:
        yield SetAside(source=opened.source, reason="an archive within an archive", detail="unpack the outer one")
        return
    with _seekable(opened) as file:
        try:
            archive = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise SourceRefused(opened.source, "is a broken archive", str(error)) from None
        with archive:
            members = sorted(archive.infolist(), key=lambda one: one.filename)
            if len(members) > MOST_MEMBERS:
                raise SourceRefused(opened.source, "has too many members", f"more than {MOST_MEMBERS:,}")
            crawl = any(one.filename.startswith("archive/") and ".warc" in one.filename for one in members)
            for member in members:
                if not member.filename.endswith("/") and (not crawl or member.filename.startswith("archive/")):
                    for found in _member(archive, member, opened):
                        yield found
                        if isinstance(found, SetAside) and found.reason == "is a bomb":
                            return  # its other members share what it is made of


def _seekable(opened: Opened) -> IO[bytes]:
    """The archive as a file whose end can be read first; one that comes in a stream is held in memory up to a size."""
    return opened.path.open("rb") if opened.path is not None else io.BytesIO(opened.whole())


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, opened: Opened) -> Iterator[Capture | SetAside]:
    name = member.filename
    source = f"{opened.source}!{name}"
    why = _unfit(member)
    if why:
        yield SetAside(source=source, reason=why)
        return
    path = PurePosixPath(name)
    if any(part.startswith(".") or part == "__MACOSX" for part in path.parts):
        return
    plain = name.lower().removesuffix(".gz")
    ending = PurePosixPath(plain).suffix
    if ending and ending not in formats.endings():
        yield SetAside(source=source, reason="not a kind of file that is read", detail=ending)
        return
    try:
        with archive.open(member) as packed:
            stream = buffered(_Capped(packed, member, source))
            stream = unpacked(stream, source) if name.lower().endswith(".gz") else stream
            inside = Opened(
                stream=stream, source=source, name=PurePosixPath(plain).name, facts=opened.facts,
                columns=opened.columns, depth=MOST_DEPTH,
            )  # fmt: skip
            yield from formats.read_opened(replace(inside, web=opened.web))
    except _BROKEN as error:
        yield SetAside(source=source, reason="is a broken member", detail=str(error)[:200])


def _unfit(member: zipfile.ZipInfo) -> str | None:
    parts = PurePosixPath(member.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in (parts.parts or ("",))[0]:
        return "a path that leads out of its archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link within an archive"
    if member.flag_bits & 0x1:
        return "needs a password"
    return None


class _Capped(io.RawIOBase):
    """A member as it is unpacked, given up once it grows as only bombs do."""

    def __init__(self, inside: IO[bytes], member: zipfile.ZipInfo, source: str) -> None:
        self._inside, self._source = inside, source
        self._packed, self._plain = max(1, member.compress_size), 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        piece = self._inside.read(len(into))
        self._plain += len(piece)
        if self._plain > _TELLING and self._plain > MOST_RATIO * self._packed:
            raise SourceRefused(self._source, "is a bomb", f"unpacks to more than {MOST_RATIO} times its size")
        into[: len(piece)] = piece
        return len(piece)
