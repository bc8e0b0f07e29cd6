"""Plain text, HTML pages and JSON Lines to captures: what a stream is read as that no other format knows.

In: an `Opened`. Out: one capture for a text or a page, one a line for JSON Lines (its source "path:line"). Refused, and
set aside: a report that is too large; a line that is no JSON object with a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from fogline.model.report import Capture, Facts, SetAside
from fogline.sources import opened as bounds
from fogline.sources.feed import page_id
from fogline.sources.opened import Opened, too_large
from fogline.sources.sidecar import over
from fogline.sources.urls import is_url

_CHUNK = 1 << 20
TEXT, HTML, JSON = "text/plain", "text/html", "application/json"
ENDINGS = {
    ".txt": TEXT, ".text": TEXT, ".md": TEXT, ".html": HTML, ".htm": HTML, ".xhtml": HTML,
    ".jsonl": JSON, ".ndjson": JSON, ".json": JSON,
}  # fmt: skip
_SENT = {"text/html": HTML, "application/xhtml+xml": HTML, "text/plain": TEXT}
_MARKUP = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_JSON_START = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\{\s*(?:"|\}|$)')


def read_plain(opened: Opened) -> Iterator[Capture | SetAside]:
    """The captures of a text, a page or JSON Lines; which of them, is told from its start where nothing says it."""
    source, facts, stream = opened.source, opened.facts, opened.stream
    kind = _SENT.get(opened.media_type) or ENDINGS.get(opened.ending)
    head = _first_line(stream)
    if (kind == JSON and not _whole(opened.name, head)) or (kind is None and _JSON_START.match(head)):
        yield from _lines(stream, head, source, facts)
        return
    rest = stream.read(bounds.LARGEST + 1 - len(head)) if len(head) <= bounds.LARGEST else b""
    body = head + rest
    if len(body) > bounds.LARGEST:
        yield too_large(source)
    elif kind == JSON:
        yield from _one_object(body, source, facts)
    else:
        page = kind == HTML or _MARKUP.match(body[:4096])
        yield as_capture(opened, body, HTML if page else TEXT)


def as_capture(opened: Opened, body: bytes, media_type: str) -> Capture:
    """One body as a capture; what came from the web keeps its address, its character set, and an id by its address."""
    facts = opened.facts
    if is_url(opened.source):
        facts = over(facts, Facts(id=page_id(opened.source), url=opened.source))
    if opened.charset and media_type in (TEXT, HTML):
        media_type = f"{media_type}; charset={opened.charset}"
    return Capture(body=body, source=opened.source, media_type=media_type, facts=facts)


def _first_line(opened: BinaryIO) -> bytes:
    """The lines up to the first that is not blank, at most a little more than the largest report."""
    head = opened.readline(bounds.LARGEST + 1)
    while head and not head.strip() and len(head) <= bounds.LARGEST:
        more = opened.readline(bounds.LARGEST + 1 - len(head))
        if not more:
            break
        head += more
    return head


def _whole(name: str, head: bytes) -> bool:
    """Whether a .json file is one object over many lines, or a list, and not JSON Lines."""
    start = head.removeprefix(b"\xef\xbb\xbf").strip()
    return name.lower().endswith(".json") and (start[:1] == b"[" or start == b"{")


def _one_object(body: bytes, source: str, facts: Facts) -> Iterator[Capture | SetAside]:
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[":
        yield SetAside(source=source, reason="a JSON list", detail="write one object a line: jq -c '.[]'")
        return
    yield _object(body, source, facts)


def _lines(opened: BinaryIO, head: bytes, source: str, facts: Facts) -> Iterator[Capture | SetAside]:
    """One capture a line. A line that is too long is passed over in pieces, so that it never lies in memory whole."""
    number = max(1, head.rstrip(b"\r\n").count(b"\n") + 1)
    line = head[head.rstrip().rfind(b"\n") + 1 :].removeprefix(b"\xef\xbb\xbf") if head.strip() else b""
    while line:
        if len(line) > bounds.LARGEST:
            yield too_large(f"{source}:{number}")
            while line and not line.endswith(b"\n"):
                line = opened.readline(_CHUNK)
        elif line.strip():
            yield _object(line.rstrip(b"\r\n"), f"{source}:{number}", facts)
        line = opened.readline(bounds.LARGEST + 1)
        number += 1


def _object(line: bytes, source: str, facts: Facts) -> Capture | SetAside:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return SetAside(source=source, reason="no JSON", detail=str(error)[:200])
    if not isinstance(value, dict):
        return SetAside(source=source, reason="no JSON object", detail=type(value).__name__)
    if not isinstance(value.get("text"), str) or not value["text"].strip():
        return SetAside(source=source, reason="no text", detail="each line needs a `text` that is not blank")
    return Capture(body=line, source=source, media_type=JSON, facts=facts)
