"""A brief to standard output or to a file, in the form that was asked for.

In: a `Brief`. Out: text, or a PDF. Refused with `InputError`: a file that cannot be written. A file is written beside
its place and moved there whole.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

from fogline.model.codec import encode
from fogline.model.errors import InputError
from fogline.outputs.brief import Brief
from fogline.outputs.visible import visible
from fogline.serve.whole import write_whole


def write_brief(made: Brief, form: str, out: Path | None, *, explain: bool = False) -> None:
    """Writes the brief to the file, or to standard output where there is none."""
    if form == "terminal" and out is None:
        _print(made, explain=explain)
        return
    if form == "pdf":
        _write_pdf(made, out)
        return
    text = _text(made, form, explain=explain)
    if out is None:
        sys.stdout.write(text)
        return
    write_whole(out, text)


def _write_pdf(made: Brief, out: Path | None) -> None:
    from fogline.outputs.paper import Paper, pdf

    if out is None and sys.stdout.isatty():
        raise InputError("a PDF is not for a terminal. Name a file: --out brief.pdf")
    body = pdf(Paper(brief=made))
    if out is None:
        sys.stdout.buffer.write(body)
    else:
        write_whole(out, body)


def _print(made: Brief, *, explain: bool) -> None:
    from rich.console import Console

    from fogline.outputs.terminal import print_brief

    print_brief(made, Console(width=None if sys.stdout.isatty() else 96), explain=explain)


def _text(made: Brief, form: str, *, explain: bool) -> str:
    if form == "html":
        from fogline.outputs.html import html

        return html(made)
    if form == "markdown":
        from fogline.outputs.markdown import markdown

        return markdown(made, explain=explain)
    if form == "json":
        return json.dumps(encode(made), ensure_ascii=False, indent=1) + "\n"
    from rich.console import Console

    from fogline.outputs.terminal import print_brief

    written = io.StringIO()
    print_brief(made, Console(file=written, width=96, no_color=True), explain=explain)
    return visible(written.getvalue())
