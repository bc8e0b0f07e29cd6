"""PDF bulletins to captures: the file as it is; `reports` finds its text.

In: a PDF. Out: one capture. Refused, and set aside: one that is larger than any report.
"""

from __future__ import annotations

from collections.abc import Iterator

from fogline.model.report import Capture, SetAside
from fogline.sources.opened import Opened
from fogline.sources.plain import as_capture


def read_pdf(opened: Opened) -> Iterator[Capture | SetAside]:
    """The PDF as one capture."""
    yield as_capture(opened, opened.whole(), "application/pdf")
