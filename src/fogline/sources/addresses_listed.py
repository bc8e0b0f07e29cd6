"""A list of web addresses, one a line, to the captures of their pages.

In: a text of which every line is an address, blank, or a comment (`#`). Out: what each address holds. Refused, and set
aside: every address, where nothing may be fetched.
"""

from __future__ import annotations

from collections.abc import Iterator

from fogline.model.report import Capture, SetAside
from fogline.sources.opened import Opened
from fogline.sources.plain import HTML
from fogline.sources.urls import is_url
from fogline.sources.web import follow


def tells(opened: Opened) -> bool:
    """Whether all whole lines at the start are addresses."""
    head = opened.head
    if opened.media_type == HTML or not head.lstrip(b"\xef\xbb\xbf# \r\n\t"):
        return False
    lines = head.decode("utf-8", "replace").removeprefix("\ufeff").splitlines()
    lines = lines if len(head) < 4096 else lines[:-1]
    said = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return bool(said) and all(is_url(line) and len(line.split()) == 1 for line in said)


def read_list(opened: Opened) -> Iterator[Capture | SetAside]:
    """What each address of the list holds."""
    for number, line in enumerate(opened.whole().decode("utf-8", "replace").removeprefix("\ufeff").splitlines(), 1):
        address = line.strip()
        if not address or address.startswith("#"):
            continue
        if not is_url(address):
            yield SetAside(source=f"{opened.source}:{number}", reason="no web address", detail=address[:200])
        else:
            yield from follow(opened, address)
