"""Packed bytes unpacked a piece at a time, so that a bomb never lies in memory.

In: gzip or deflate, in pieces or as a file. Out: the plain bytes, in pieces of bounded size. Refused with
`SourceRefused`: what grows beyond the cap, or by a factor that only bombs reach; what is broken or cut off.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from fogline.model.errors import SourceRefused

PIECE = 1 << 16
# Pages of the html corpus (open) pack by a factor of 2.6 to 7.5, a JSON Lines file of one report repeated by 300;
# zlib's most is 1,032. The factor is looked at once so much has come out that it tells something.
MOST_RATIO = 500
_TELLING = 4 << 20


class Inflater:
    """Unpacks pieces of one stream: gzip (also of several members, as WARC files are), zlib or bare deflate."""

    def __init__(self, source: str, *, most: int | None = None, most_ratio: int = MOST_RATIO) -> None:
        self._source, self._most, self._most_ratio = source, most, most_ratio
        self._packed = self._plain = 0
        self._unpack: zlib._Decompress | None = None
        self._gzip = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """What comes out of a piece, at most `PIECE` bytes at a time."""
        self._packed += len(piece)
        while piece:
            if self._unpack is None:
                self._unpack = self._begun(piece)
            if self._unpack.eof:  # another gzip member, or padding that nobody needs
                if not (self._gzip and piece[:1] == b"\x1f"):
                    return
                self._unpack = zlib.decompressobj(31)
            try:
                plain = self._unpack.decompress(piece, PIECE)
            except zlib.error as error:
                raise SourceRefused(self._source, "is broken: it cannot be unpacked", str(error)) from None
            piece = self._unpack.unused_data if self._unpack.eof else self._unpack.unconsumed_tail
            self._count(len(plain))
            if plain:
                yield plain

    def finish(self) -> None:
        """Refuses what ends before its end."""
        if self._unpack is not None and not self._unpack.eof:
            raise SourceRefused(self._source, "is cut off", "its packed data end before their end", for_now=True)

    def _begun(self, piece: bytes) -> zlib._Decompress:
        self._gzip = piece[:1] == b"\x1f"
        zlib_header = len(piece) > 1 and piece[0] & 0x0F == 8 and (piece[0] << 8 | piece[1]) % 31 == 0
        return zlib.decompressobj(31 if self._gzip else 15 if zlib_header else -15)

    def _count(self, more: int) -> None:
        self._plain += more
        if self._most is not None and self._plain > self._most:
            raise SourceRefused(self._source, "is too large", f"more than {self._most:,} bytes once unpacked")
        if self._plain > _TELLING and self._plain > self._most_ratio * self._packed:
            raise SourceRefused(self._source, "is a bomb", f"unpacks to more than {self._most_ratio} times its size")


class _Unpacked(io.RawIOBase):
    """A packed file as a stream of plain bytes."""

    def __init__(self, raw: BinaryIO, source: str) -> None:
        self._raw, self._inflater = raw, Inflater(source)
        self._ready = b""
        self._pieces = self._read_on()

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        if not self._ready:
            self._ready = next(self._pieces, b"")
        count = min(len(into), len(self._ready))
        into[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _read_on(self) -> Iterator[bytes]:
        while piece := self._raw.read(PIECE):
            yield from self._inflater.feed(piece)
        self._inflater.finish()


def unpacked(raw: BinaryIO, source: str) -> io.BufferedReader:
    """A gzipped file as the bytes within.

    >>> import gzip
    >>> unpacked(io.BytesIO(gzip.compress(b"Calm in Nikopol.")), "calm.txt.gz").read()
    b'Calm in Nikopol.'
    """
    return io.BufferedReader(_Unpacked(raw, source), PIECE)
