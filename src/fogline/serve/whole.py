"""Files and folders that appear whole or not at all.

In: a path, and what writes. Out: the file or folder at that path. Refused: what cannot be written (`InputError`); a
folder that exists (`QueryError`). It is written beside its place under another name, and moved there at the end.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from fogline.model.errors import InputError, QueryError


def write_whole(out: Path, text: str | bytes) -> None:
    """Writes a file: bytes, or text in UTF-8."""
    unfinished = _beside(out)
    try:
        unfinished.write_bytes(text.encode() if isinstance(text, str) else text)
        unfinished.replace(out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror}). Name another file, or make room.") from None
    finally:
        unfinished.unlink(missing_ok=True)


@contextlib.contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A new folder to write into, which takes its name when all is written."""
    if folder.exists():
        raise QueryError(f"{folder}: exists already. Name a folder that does not, so that nothing is overwritten.")
    unfinished = _beside(folder)
    try:
        unfinished.mkdir(parents=True)
        yield unfinished
        unfinished.rename(folder)
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be written ({error.strerror}). Name another folder, or make room."
        ) from None
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.unfinished")
