"""Something opened for reading: a file, standard input, a member of an archive, what an address sent.

In: a stream with what is known of it. Out: an `Opened`, whose first bytes can be looked at without taking them away.
Refused: nothing here; `whole` refuses what is larger than any report.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from fogline.model.errors import SourceRefused
from fogline.model.report import Facts, SetAside

if TYPE_CHECKING:
    from fogline.sources.columns import Columns
    from fogline.sources.web import Web

# The largest single report in bytes. trafilatura refuses pages above the same size; the largest page of the html corpus
# has 2.3 MB, and a report of 20 MB would keep the parser busy for minutes.
LARGEST = 20_000_000
_NOTHING = Facts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A stream at its start, unpacked where it was gzipped."""

    stream: io.BufferedReader
    source: str  # as captures name it
    name: str = ""  # its file's name without .gz; "" where none says
    facts: Facts = _NOTHING
    media_type: str = ""  # as a server said
    charset: str | None = None
    path: Path | None = None  # where it lies, if that is a file of its own that is not packed
    columns: Columns | None = None
    web: Web | None = None  # what may fetch the pages that it names
    depth: int = 0  # how many addresses or archives it was reached through

    @property
    def head(self) -> bytes:
        """The first bytes, at most a few thousand; they stay in the stream."""
        return self.stream.peek(8192)[:8192]

    @property
    def ending(self) -> str:
        """The name's ending in lower case, with its dot."""
        return PurePosixPath(self.name.lower()).suffix

    def whole(self) -> bytes:
        """All of it, where that is no more than a report may have."""
        body = self.stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise SourceRefused(self.source, "too large", f"more than {LARGEST:,} bytes; split it")
        return body


def buffered(stream: BinaryIO | io.RawIOBase) -> io.BufferedReader:
    """The stream in a form whose start can be looked at."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[arg-type]


def too_large(source: str) -> SetAside:
    """What is told of a report that is larger than any."""
    return SetAside(source=source, reason="too large", detail=f"more than {LARGEST:,} bytes for one report; split it")
