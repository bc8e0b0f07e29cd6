"""The input of the two machine contracts: JSON Lines, one capture a line.

In: an open binary file. Out: a `Capture` for each line that is not blank, its source "name:line". Refused: nothing; a
line longer than any report is set aside without being held in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from fogline.model.report import Capture, SetAside
from fogline.sources.opened import LARGEST

_PIECE = 1 << 20


def captures(opened: BinaryIO, name: str) -> Iterator[Capture | SetAside]:
    """One capture a line.

    >>> import io
    >>> [one.source for one in captures(io.BytesIO(b'{"id": "a", "text": "Calm in Nikopol."}'), "-")]
    ['-:1']
    """
    number = 0
    while line := opened.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST:
            yield SetAside(source=f"{name}:{number}", reason=f"is too long: more than {LARGEST:,} bytes for one report")
            while line and not line.endswith(b"\n"):
                line = opened.readline(_PIECE)
            continue
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            yield Capture(body=line.rstrip(b"\r\n"), source=f"{name}:{number}", media_type="application/json")
