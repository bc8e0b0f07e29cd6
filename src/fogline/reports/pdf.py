"""A PDF to text, in a process of its own that has a time and a memory limit.

In: the bytes of a PDF. Out: its text, a blank line between paragraphs, with its own title where it states one.
Refused with `UnreadableReport`: one that is broken, locked, without text (pictures of pages), or that takes too long or
too much memory, as PDFs made to do so can in any reader. A machine that does not give what reading takes is no fault of
the PDF (`OSError`).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass

from fogline.model.errors import UnreadableReport

MOST_PAGES = 300
_SECONDS = 60
_MEMORY = 1 << 30  # address space of the process; reading a bulletin of 20 pages takes under 100 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a PDF says, and what it says of itself."""

    text: str
    title: str | None = None


def read_pdf(body: bytes, source: str) -> Document:
    """The text of a PDF."""
    command = [sys.executable, "-I", "-c", PROGRAM]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UnreadableReport(f"{source}: is a PDF that takes more than {_SECONDS} s. Save its text.") from None
    try:
        said = json.loads(done.stdout)
    except ValueError:
        raise UnreadableReport(f"{source}: is a PDF that cannot be read. Save its text, or print it anew.") from None
    if "machine" in said:
        raise OSError(said["machine"], os.strerror(said["machine"]))
    if "refused" in said:
        raise UnreadableReport(f"{source}: is a PDF that {said['refused']}. Save its text, or print it anew.")
    text = paragraphs(said["pages"])
    if not text.strip():
        raise UnreadableReport(f"{source}: is a PDF without text, of pictures of pages. Give the text (OCR).")
    return Document(text=text, title=said["title"])


def paragraphs(pages: list[str]) -> str:
    """Lines as they are printed, joined to paragraphs; words that were parted at a line's end are made whole.

    >>> paragraphs(["Shelling hit Niko-\\npol overnight,\\nofficials said.\\nTwo people were hurt."])
    'Shelling hit Nikopol overnight, officials said.\\n\\nTwo people were hurt.'
    """
    lines = [line.strip() for page in pages for line in page.split("\n")]
    longest = sorted(map(len, lines))[-max(1, len(lines) // 10)] if lines else 0
    told: list[str] = []
    open_ = False
    for line in lines:
        if not line:
            open_ = False
            continue
        if not open_ or not told:
            told.append(line)
        elif re.search(r"[^\W\d_]-$", told[-1]) and line[:1].islower():
            told[-1] = told[-1][:-1] + line
        else:
            told[-1] += " " + line
        # A line that ends a sentence well before the margin ends the paragraph.
        open_ = not (re.search(r"[.!?:…][\"'”»)]*$", line) and len(line) < 0.85 * longest)
    return "\n\n".join(told)


# It runs apart from fogline's own code: only pypdf, under limits that cannot be lifted again.
PROGRAM = f"""
import errno, io, json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY}, {_MEMORY}))
    resource.setrlimit(resource.RLIMIT_CPU, ({_SECONDS}, {_SECONDS}))
except (ImportError, OSError, ValueError):
    pass
import logging
logging.disable(logging.CRITICAL)
def main():
    import pypdf
    reader = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted and not reader.decrypt(""):
        return {{"refused": "is locked with a password"}}
    pages = [page.extract_text() or "" for _, page in zip(range({MOST_PAGES}), reader.pages)]
    told = reader.metadata
    return {{"pages": pages, "title": told.title if told else None}}
try:
    said = main()
except Exception as error:
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.EIO, errno.EMFILE, errno.ENFILE, errno.ESTALE):  # no lack of memory: the limit above is for it
        said = {{"machine": number}}
    else:
        said = {{"refused": "is broken (" + type(error).__name__ + ")"}}
sys.stdout.write(json.dumps(said))
"""
