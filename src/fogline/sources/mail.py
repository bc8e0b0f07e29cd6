"""E-mail files to captures: one a message, its bytes as they are; `reports` finds its text.

In: one message (.eml), or a mailbox of many (mbox). Out: a capture a message. Refused, and set aside: a message larger
than any report, which is passed over in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fogline.model.report import Capture, SetAside
from fogline.sources.opened import LARGEST, Opened, too_large

MAIL = "message/rfc822"
_BOX = re.compile(rb"From \S+ .*\d{2}:\d{2}")
_LINE = 1 << 16


def tells(opened: Opened) -> bool:
    """Whether it is named or sent as mail, or begins as a mailbox does."""
    return opened.ending in (".eml", ".mbox") or opened.media_type == MAIL or bool(_BOX.match(opened.head))


def read_mail(opened: Opened) -> Iterator[Capture | SetAside]:
    """The messages of a mailbox, or the one message."""
    if not opened.head.startswith(b"From "):
        yield Capture(body=opened.whole(), source=opened.source, media_type=MAIL, facts=opened.facts)
        return
    number, message, size, blank = 0, list[bytes](), 0, True
    while line := opened.stream.readline(_LINE):
        if blank and line.startswith(b"From "):
            if number:
                yield _message(message, size, opened, number)
            number, message, size = number + 1, [], 0
        else:
            size += len(line)
            if size <= LARGEST:
                message.append(line[1:] if re.match(rb">+From ", line) else line)
        blank = line in (b"\n", b"\r\n")
    yield _message(message, size, opened, number)


def _message(lines: list[bytes], size: int, opened: Opened, number: int) -> Capture | SetAside:
    source = f"{opened.source}:{number}"
    if size > LARGEST:
        return too_large(source)
    return Capture(body=b"".join(lines), source=source, media_type=MAIL, facts=opened.facts)
