"""Text that others wrote, without what could do more than be read. In: text. Out: text. Refused: nothing."""

from __future__ import annotations

from urllib.parse import urlsplit


def web(url: str | None) -> str:
    """An address that may be linked, else nothing: no script, no file.

    >>> web("https://courier.example/1"), web("javascript:alert(1)"), web("https://"), web("http://a.example/\\x00")
    ('https://courier.example/1', '', '', '')
    """
    address = (url or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc and address.isprintable() else ""


def visible(text: str) -> str:
    """The text without characters that could move a terminal's cursor, change its colours or turn its direction.

    >>> visible("Shelling\\x1b[31m in Nikopol")
    'Shelling[31m in Nikopol'
    """
    return "".join(char for char in text if char in "\n\t" or (char.isprintable() or char == "\u00a0"))
