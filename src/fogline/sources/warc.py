"""WARC files to captures: the pages that a crawl kept, one record in memory at a time.

In: a WARC stream. Out: one capture a page (a response or resource record of HTML, text or PDF that a server gave with
200), with its address. Refused, and set aside: a record that is too large, broken or packed so that it is a bomb.
Records of other kinds (requests, pictures, metadata) are passed over.

The format (ISO 28500) is read here: fastwarc 2.0 panics, with an exception that is none of Python's usual ones, on
records that other readers take.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from fogline.data.charsets import charset
from fogline.model.errors import SourceRefused
from fogline.model.report import Capture, Facts, SetAside
from fogline.sources.feed import page_id
from fogline.sources.fetch import content_type, whole_number
from fogline.sources.inflate import Inflater
from fogline.sources.opened import LARGEST, Opened, too_large
from fogline.sources.sidecar import over

_PAGES = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain",
          "application/pdf": "application/pdf"}  # fmt: skip
_MOST_HEADERS = 65_536  # bytes of one block of headers
_PIECE = 1 << 18
Headers = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    headers: Headers
    body: bytes | None  # None: of a kind that is not wanted, or too large


def read_warc(opened: Opened) -> Iterator[Capture | SetAside]:
    """The pages of a WARC file."""
    number = 0
    for record in _records(opened.stream, opened.source):
        number += 1
        if record.headers.get("warc-type") in ("response", "resource"):
            found = _page(record, opened)
            if found is not None:
                yield found
    if not number:
        yield SetAside(source=opened.source, reason="a WARC file without records")


def _records(stream: BinaryIO, source: str) -> Iterator[_Record]:
    number = 0
    while line := _first_line(stream):
        number += 1
        if not line.startswith(b"WARC/"):
            raise SourceRefused(source, "is broken", f"record {number} does not begin as one")
        headers = _headers(stream, source)
        stated = headers.get("content-length", "")
        size = whole_number(stated)
        if size is None or len(stated) > 15:
            raise SourceRefused(source, "is broken", f"record {number} does not say how long it is")
        wanted = size <= LARGEST + _MOST_HEADERS and headers.get("warc-type") in ("response", "resource")
        body = stream.read(size) if wanted else None
        if (len(body) if body is not None else _passed(stream, size)) < size:
            raise SourceRefused(source, "is cut off", f"in record {number}")
        yield _Record(headers=headers, body=body)


def _first_line(stream: BinaryIO) -> bytes:
    """The next line that is not blank; none at the end."""
    while (line := stream.readline(_MOST_HEADERS)) and not line.strip():
        continue
    return line


def _passed(stream: BinaryIO, size: int) -> int:
    """How much of what is passed over is there."""
    left = size
    while left and (piece := stream.read(min(left, _PIECE))):
        left -= len(piece)
    return size - left


def _headers(stream: BinaryIO, source: str) -> Headers:
    headers, size, name = Headers(), 0, ""
    while (line := stream.readline(_MOST_HEADERS)).strip():
        size += len(line)
        if size > _MOST_HEADERS:
            raise SourceRefused(source, "is broken", "its headers have no end")
        name = _header(line, headers, name)
    return headers


def _header(line: bytes, headers: Headers, before: str) -> str:
    """Takes a line of headers in; one that begins with a blank goes on with the one before."""
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    if text[:1] in (" ", "\t") and before:
        headers[before] += " " + text.strip()
        return before
    name, _, value = text.partition(":")
    headers[name.strip().lower()] = value.strip()
    return name.strip().lower()


def _page(record: _Record, opened: Opened) -> Capture | SetAside | None:
    url = record.headers.get("warc-target-uri", "").strip("<>")
    if not url.startswith(("http://", "https://")):
        return None
    if record.body is None:
        return too_large(url)
    status, served, body = 200, record.headers, record.body
    if record.headers.get("content-type", "").lower().replace(" ", "").startswith("application/http"):
        status, served, body = _http(record.body)
    media_type, named = content_type(served.get("content-type", ""))
    kind = _PAGES.get(media_type)
    if status != 200 or kind is None or not body.strip():
        return None
    try:
        body = _plain(body, served, url)
    except SourceRefused as refused:
        return SetAside(source=url, reason=refused.reason, detail=refused.detail)
    codec = charset(named)
    facts = over(opened.facts, Facts(id=page_id(url), url=url))
    stated_so = f"{kind}; charset={codec}" if codec and kind.startswith("text/") else kind
    return Capture(body=body, source=url, media_type=stated_so, facts=facts)


def _http(message: bytes) -> tuple[int, Headers, bytes]:
    """Status, headers and body of an HTTP answer as it was kept."""
    head = message[: 2 * _MOST_HEADERS].partition(b"\r\n\r\n")[0]
    if len(head) >= min(len(message), 2 * _MOST_HEADERS):
        return 0, {}, b""
    first, *lines = head.split(b"\r\n")
    headers, name = Headers(), ""
    for line in lines:
        name = _header(line, headers, name)
    status = first.split(b" ")[1].decode("latin-1") if first.count(b" ") else ""
    return whole_number(status) or 0, headers, message[len(head) + 4 :]


def _plain(body: bytes, served: Headers, url: str) -> bytes:
    """The page, unchunked and unpacked where the record holds it as it went over the wire."""
    if "chunked" in served.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    packing = served.get("content-encoding", "").strip().lower()
    if (packing in ("gzip", "x-gzip") and body[:2] == b"\x1f\x8b") or packing == "deflate":
        inflater = Inflater(url, most=LARGEST)
        return b"".join(inflater.feed(body))
    return body


def _unchunked(body: bytes) -> bytes:
    """The body of a chunked transfer; as it is, where a crawler has kept the header but joined the chunks."""
    joined, at = bytearray(), 0
    while True:
        end = body.find(b"\r\n", at, at + 40)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return body if at == 0 else bytes(joined)
        if length <= 0:
            return bytes(joined)
        joined += body[end + 2 : end + 2 + length]
        at = end + 2 + length + 2
