"""The input file of the machine contracts: a path, or standard input."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from fogline.model.errors import InputError
from fogline.model.report import Capture, SetAside
from fogline.run.lines import captures


@contextlib.contextmanager
def lines_in(file: str) -> Iterator[Iterator[Capture | SetAside]]:
    """The captures of a file of JSON Lines, or of standard input where the file is `-`.

    Refused with `InputError`: a path that is no file that can be read.
    """
    if file == "-":
        yield captures(sys.stdin.buffer, "-")
        return
    with contextlib.ExitStack() as open_files:
        try:
            opened = open_files.enter_context(Path(file).open("rb"))
        except OSError as error:
            told = f"{file}: {error.strerror}. Name a file of JSON Lines, or - for standard input."
            raise InputError(told) from None
        yield captures(opened, file)
