"""Bytes to text.

In: the bytes of a text file or a page. Out: text, its line ends as `\\n`. Refused: bytes that are no text (a picture, a
PDF, an archive), as `UnreadableReport`.
"""

from __future__ import annotations

import codecs
import re

from fogline.data.charsets import charset
from fogline.data.misread import MISREAD, reread
from fogline.model.errors import UnreadableReport

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_KINDS = (
    (b"%PDF", "a PDF", "extract its text first (pdftotext)"),
    (b"PK\x03\x04", "an archive or office file", "unpack it, or save it as text"),
    (b"\xd0\xcf\x11\xe0", "an office file", "save it as text"),
    (b"\x1f\x8b", "gzipped", "give its name the ending .gz"),
    (b"\x89PNG", "a picture", "give its text"),
    (b"\xff\xd8\xff", "a picture", "give its text"),
    (b"GIF8", "a picture", "give its text"),
    (b"SQLite format 3", "a database", "name it with --ledger if it is a fogline ledger"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(body: bytes, source: str) -> str:
    """The text that the bytes are, in whatever encoding they were written."""
    for start, what, way_out in _OTHER_KINDS:
        if body.startswith(start):
            raise UnreadableReport(f"{source}: is {what}, no text; {way_out}.")
    text = _decoded(body, source).replace("\r\n", "\n").replace("\r", "\n")
    if len(_CONTROLS.findall(text[:10_000])) > 0.02 * len(text[:10_000]):
        raise UnreadableReport(f"{source}: is binary, no text; give a text, HTML or JSON Lines file.")
    return unscramble(text)


def in_utf8(body: bytes, stated: str) -> bytes:
    """The bytes in UTF-8, where a server has stated another character set and they can be read in it; else as they are.

    >>> in_utf8("Обстріл".encode("cp1251"), "windows-1251").decode()
    'Обстріл'
    """
    codec = charset(stated)
    if codec is None or codec == "utf-8" or body.startswith(tuple(mark for mark, _ in _MARKS)):
        return body
    try:
        return body.decode(codec).encode()
    except UnicodeDecodeError:
        return body


def _decoded(body: bytes, source: str) -> str:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace").removeprefix("\ufeff")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut off within its last letter, or with a few broken bytes, is still UTF-8.
        repaired = body.decode("utf-8", errors="replace")
        if error.start > 200 and repaired.count("\ufffd") <= max(1, len(repaired) // 2_000):
            return repaired
    if b"\x00" in body[:4096] and body[:4096].count(0) < 0.2 * len(body[:4096]):
        raise UnreadableReport(f"{source}: is binary, no text; give a text, HTML or JSON Lines file.")
    # English news has at most one such byte in fifty (dashes, quotes, a name); languages of other code pages have more,
    # and so few bytes tell a guesser nothing.
    if sum(map((0x80).__le__, body[:20_000])) <= len(body[:20_000]) / 50:
        return body.decode("cp1252", errors="replace")
    from charset_normalizer import from_bytes

    # The cut keeps a large file from costing seconds; the rest of a text is in the encoding of its start.
    best = from_bytes(body[:200_000]).best()
    if best is None:
        raise UnreadableReport(f"{source}: is in no known encoding; save it as UTF-8.")
    return body.decode(best.encoding, errors="replace")


def unscramble(text: str) -> str:
    """Text in which UTF-8 that was once read as Windows-1252 is put right, and nothing else touched.

    >>> unscramble("Ukraineâ€™s army said the rÃ©gion was calm")
    'Ukraine’s army said the région was calm'
    """
    return MISREAD.sub(lambda found: reread(found[0]), text)
