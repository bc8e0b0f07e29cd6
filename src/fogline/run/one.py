"""One report out of a file or a text, for people who write Python.

In: a path, or the text itself. Out: a `Report`. Refused: a path that does not exist (`InputError`), what is no report
(`UnreadableReport`), a path that holds several (`InputError`).
"""

from __future__ import annotations

import os
from pathlib import Path

from fogline.model.errors import InputError, UnreadableReport
from fogline.model.report import Capture, Facts, Report, SetAside


def read(
    path: str | os.PathLike[str] | None = None,
    *,
    text: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    lang: str | None = None,
    id: str | None = None,
) -> Report:
    """One report: a file's (text, HTML, a line of JSON), or a text's.

    >>> report = read(text="KYIV, March 4 - Shelling hit Vuhledar overnight, officials said.", published="2023-03-04")
    >>> report.published, report.lang
    ('2023-03-04', 'en')
    """
    from fogline.reports.read import read as read_capture

    if (path is None) == (text is None):
        raise InputError("read: give either a path or a text, read('bulletin.txt') or read(text='…').")
    facts = Facts(id=id, title=title, outlet=outlet, lang=lang, published=published)
    if text is not None:
        return read_capture(Capture(body=text.encode(), source="-", media_type="text/plain", facts=facts))
    return read_capture(_only(Path(path or ""), facts))


def _only(path: Path, facts: Facts) -> Capture:
    from fogline.sources.files import collect

    found = list(collect([str(path)], facts=facts))
    for one in found:
        if isinstance(one, SetAside):
            detail = f" ({one.detail})" if one.detail else ""
            raise UnreadableReport(f"{one.source}: {one.reason}{detail}")
    captures = [one for one in found if isinstance(one, Capture)]
    if len(captures) != 1:
        raise InputError(f"{path}: holds {len(captures)} reports. To read several: fogline add, or one path each.")
    return captures[0]
