"""An e-mail to text.

In: a message's bytes. Out: its plain text, or its HTML's main text, with subject, sender and date. Refused with
`UnreadableReport`: a message without text. What is attached is not read.
"""

from __future__ import annotations

import email
import email.errors
import email.header
import email.utils
from dataclasses import dataclass
from email.message import Message

from fogline.data.charsets import charset
from fogline.model.errors import UnreadableReport
from fogline.reports.decode import decode

_MOST_PARTS = 200
_LONGEST_HEADER = 4000  # characters; what the standard library does with one grows with the square of its length


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a message says, who sent it, and when."""

    text: str
    subject: str | None = None
    sender: str | None = None
    sent: str | None = None  # RFC 3339


def read_mail(body: bytes, source: str) -> Letter:
    """The text of a message."""
    try:
        message = email.message_from_bytes(body)
        parts = [part for part, _ in zip(message.walk(), range(_MOST_PARTS), strict=False) if _is_text(part)]
        text = _of_parts(parts, source)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        # the standard library's parser raises these on messages that are made to break it
        raise UnreadableReport(f"{source}: is an e-mail that cannot be read ({error}). Save its text.") from None
    if not text.strip():
        raise UnreadableReport(f"{source}: is an e-mail without text. Save what is attached, and give that.")
    return Letter(text=text, subject=_header(message, "Subject"), sender=_sender(message), sent=_sent(message))


def _is_text(part: Message) -> bool:
    attached = (part.get_content_disposition() or "") == "attachment"
    return part.get_content_maintype() == "text" and not attached


def _of_parts(parts: list[Message], source: str) -> str:
    for wanted in ("plain", "html"):
        for part in parts:
            if part.get_content_subtype() != wanted:
                continue
            text = _text(part, source, page=wanted == "html")
            if text.strip():
                return text
    return ""


def _text(part: Message, source: str, *, page: bool) -> str:
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    codec = charset(part.get_content_charset())
    if codec:
        body = body.decode(codec, "replace").encode()
    if not body.strip():
        return ""
    if page:
        from fogline.reports.page import read_page

        return read_page(body, source).text
    return decode(body, source)


def _sender(message: Message) -> str | None:
    stated = _header(message, "From")
    try:
        name, address = email.utils.parseaddr(stated or "")
    except RecursionError:  # groups within groups within groups
        return stated
    return name or address or None


def _header(message: Message, name: str) -> str | None:
    said = str(message.get(name) or "")[:_LONGEST_HEADER]
    if not said:
        return None
    try:
        coded = email.header.decode_header(said)
    except email.errors.HeaderParseError:  # broken within: as it stands
        coded = [(said, None)]
    pieces = []
    for piece, stated in coded:
        if isinstance(piece, str):
            pieces.append(piece)
        else:
            pieces.append(piece.decode(charset(stated) or "utf-8", "replace"))
    return " ".join("".join(pieces).split()) or None


def _sent(message: Message) -> str | None:
    try:
        return email.utils.parsedate_to_datetime(str(message.get("Date"))[:_LONGEST_HEADER]).isoformat()
    except (ValueError, TypeError, OverflowError):
        return None
