"""Lines out of a file of any size, plain, zipped or compressed, with what was set aside on the way.

In: a path (`.txt`, `.zip`, `.gz`, `.bz2`). Out: numbered lines of text, one in memory at a time; `Aside` for a line
that is no UTF-8 or too long. Refused: an archive that cannot be opened or holds no text (`InputError`).
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from fogline.model.errors import InputError

LONGEST = 1 << 20  # bytes of a line; GeoNames' longest has some 15,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What was not used: where it stands, and why."""

    source: str
    number: int  # of the line, or of the object
    reason: str


@contextlib.contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked where it is packed: of a zip, the member that bears its name, or the only text."""
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as stream:
                yield stream
        elif path.suffix == ".gz":
            with gzip.open(path) as stream:
                yield cast(IO[bytes], stream)
        elif path.suffix == ".bz2":
            with bz2.open(path) as stream:
                yield cast(IO[bytes], stream)
        else:
            with path.open("rb") as stream:
                yield stream
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{path}: cannot be unpacked ({error}). Download it again.") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}). Name another file.") from None


def _member(archive: zipfile.ZipFile, path: Path) -> str:
    texts = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
    named = [name for name in texts if Path(name).stem == path.stem]
    if not texts:
        raise InputError(f"{path}: holds no .txt. Name a file of GeoNames, such as UA.zip.")
    return (named or texts)[0]


def numbered_lines(path: Path) -> Iterator[tuple[int, str] | Aside]:
    """Every line without its end, with its number; empty ones are left out."""
    with opened(path) as stream:
        number = 0
        while line := stream.readline(LONGEST):
            number += 1
            if len(line) == LONGEST and not line.endswith(b"\n"):
                while (line := stream.readline(LONGEST)) and not line.endswith(b"\n"):
                    pass
                yield Aside(source=path.name, number=number, reason=f"longer than {LONGEST:,} bytes")
                continue
            try:
                text = line.decode("utf-8").rstrip("\r\n")
            except UnicodeDecodeError:
                yield Aside(source=path.name, number=number, reason="no UTF-8")
                continue
            if text:
                yield number, text
