"""What is told beside the result, on standard error: what was set aside, the closing summary, progress.

In: what happened. Out: plain lines on standard error; a moving line only where a person is looking. Refused: nothing.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator

import typer

from fogline.model.report import SetAside
from fogline.outputs.visible import visible

INPUT_SET_ASIDE = 3
NOTHING_FOUND = 1
_LONG = 2.0  # seconds of work before progress shows: below it, a moving line is only a flicker


def tell(line: str) -> None:
    """One line on standard error, without control characters that a report's text might carry."""
    typer.echo(visible(line), err=True)


def tell_set_aside(aside: SetAside) -> None:
    """Why something was not used: file (and line), reason, detail."""
    detail = f" ({aside.detail})" if aside.detail else ""
    tell(f"fogline: {aside.source}: {aside.reason}{detail}")


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "report"), counted(2_000, "report")
    ('1 report', '2,000 reports')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def leave(*, aside: int = 0, found: bool = True, nothing: str = "nothing found") -> None:
    """Ends with the exit status that tells what happened: 3 where input was set aside, 1 where nothing was found.

    `nothing`: what is said then.
    """
    if aside:
        raise typer.Exit(INPUT_SET_ASIDE)
    if not found:
        tell(f"fogline: {nothing}")
        raise typer.Exit(NOTHING_FOUND)


class Progress:
    """A moving count on standard error."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._begin = self._last = time.monotonic()
        self._lines = 0

    def step(self, done: str) -> None:
        """Shows how much is done, at most five times a second, once the work is long."""
        now = time.monotonic()
        if self._shown and now - self._begin > _LONG and now - self._last > 0.2:
            sys.stderr.write(f"\r\x1b[K{done}")
            sys.stderr.flush()
            self._last = now
            self._lines += 1

    def clear(self) -> None:
        """Takes the moving line away."""
        if self._lines:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@contextlib.contextmanager
def progress() -> Iterator[Progress]:
    """Progress that is taken away at the end, whatever the end is."""
    moving = Progress()
    try:
        yield moving
    finally:
        moving.clear()
