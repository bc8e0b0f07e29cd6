"""Exchanges with servers as WARC records (ISO 28500, WARC/1.1), each packed by itself.

In: an exchange, or a capture that was not fetched. Out: the bytes of its records. Refused: nothing. Header lines that
hold credentials or follow a reader (`WITHHELD`) are left out before anything is hashed, and the record says which.

Digests are SHA-256 in base 32. The payload's covers the answer's body as it went over the wire, since that is what
`warcio check` and fastwarc verify; the chunks of a chunked transfer are part of it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from fogline.model.report import Capture, Exchange

WITHHELD = ("cookie", "set-cookie", "set-cookie2", "authorization", "proxy-authorization", "authentication-info",
            "proxy-authentication-info", "www-authenticate", "proxy-authenticate", "x-csrf-token")  # fmt: skip
_NAMES = "|".join(WITHHELD).encode()
_LINE = re.compile(rb"(?im)^(" + _NAMES + rb")[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*")
_END = re.compile(rb"\r?\n\r?\n")
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The record in which a payload was first kept."""

    id: str
    url: str
    at: str


def payload_digest(exchange: Exchange) -> str:
    """The digest of the body of an answer, as its record states it."""
    return _digest(_parts(exchange.response)[1])


def write_exchange(out: BinaryIO, exchange: Exchange, original: Original | None) -> None:
    """Writes the answer and the request; with an `original`, the answer without its body, as a revisit of that."""
    head, body = _parts(exchange.response)
    head, left_out = _without(head)
    headers = {"WARC-Record-ID": f"<{exchange.id}>", "WARC-Payload-Digest": _digest(body), **_common(exchange)}
    if not exchange.whole:
        headers["WARC-Truncated"] = "length"
    if left_out:
        headers["Fogline-Withheld"] = left_out
    if original is not None:
        headers |= {
            "WARC-Profile": _PROFILE,
            "WARC-Refers-To": f"<{original.id}>",
            "WARC-Refers-To-Target-URI": original.url,
            "WARC-Refers-To-Date": original.at,
        }
    _write(out, "revisit" if original else "response", headers, head if original else head + body,
           "application/http; msgtype=response")  # fmt: skip
    request, left_out = _without(exchange.request)
    headers = {"WARC-Record-ID": f"<{uuid.uuid4().urn}>", "WARC-Concurrent-To": f"<{exchange.id}>", **_common(exchange)}
    if left_out:
        headers["Fogline-Withheld"] = left_out
    _write(out, "request", headers, request, "application/http; msgtype=request")


def write_info(out: BinaryIO, fields: Mapping[str, str], *, name: str, at: str) -> None:
    """Writes the record that says what made a file, and how."""
    body = "".join(f"{field}: {value}\r\n" for field, value in fields.items()).encode()
    headers = {"WARC-Record-ID": f"<{uuid.uuid4().urn}>", "WARC-Date": at, "WARC-Filename": name}
    _write(out, "warcinfo", headers, body, "application/warc-fields")


def write_resource(out: BinaryIO, capture: Capture, *, id: str, at: str) -> None:
    """Writes a capture that came from a file: its bytes, under their own digest."""
    headers = {
        "WARC-Record-ID": f"<{id}>",
        "WARC-Date": at,
        "WARC-Target-URI": f"urn:sha256:{capture.digest}",
        "WARC-Payload-Digest": _digest(capture.body),
    }
    _write(out, "resource", headers, capture.body, capture.media_type)


def write_metadata(out: BinaryIO, body: bytes, *, of: str, url: str, at: str) -> None:
    """Writes what the ledger says of a record, as JSON."""
    headers = {
        "WARC-Record-ID": f"<{uuid.uuid4().urn}>",
        "WARC-Date": at,
        "WARC-Target-URI": url,
        "WARC-Refers-To": f"<{of}>",
    }
    _write(out, "metadata", headers, body, "application/json")


def _common(exchange: Exchange) -> dict[str, str]:
    address = {"WARC-IP-Address": exchange.address} if exchange.address else {}
    return {"WARC-Date": exchange.at, "WARC-Target-URI": exchange.url, **address}


def _write(out: BinaryIO, kind: str, headers: Mapping[str, str], block: bytes, media_type: str) -> None:
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    lines = [("WARC-Type", kind), *headers.items(), ("WARC-Block-Digest", _digest(block))]
    stated: Any = StatusAndHeaders("", lines, protocol="WARC/1.1")
    # Made directly, not by the builder, which would take an answer's headers apart and write them anew in its own way;
    # and named a warcinfo to the writer, which writes such as they are and adds no digest.
    record = ArcWarcRecord("warc", "warcinfo", stated, io.BytesIO(block), None, media_type, len(block))
    WARCWriter(out, gzip=True, warc_version="WARC/1.1").write_record(record)


def _digest(body: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode()


def _parts(message: bytes) -> tuple[bytes, bytes]:
    """Headers with the blank line that ends them, and the body."""
    found = _END.search(message)
    end = found.end() if found else len(message)
    return message[:end], message[end:]


def _without(head: bytes) -> tuple[bytes, str]:
    """Headers without the lines that are withheld, and the names of those."""
    names = dict.fromkeys(found[1].decode().lower() for found in _LINE.finditer(head))
    return (_LINE.sub(b"", head), ", ".join(names)) if names else (head, "")
