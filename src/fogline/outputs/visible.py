"""Text that others wrote, without what could do more than be read. In: text. Out: text. Refused: nothing."""

from __future__ import annotations


def visible(text: str) -> str:
    """The text without characters that could move a terminal's cursor, change its colours or turn its direction.

    >>> visible("Shelling\\x1b[31m in Nikopol")
    'Shelling[31m in Nikopol'
    """
    return "".join(char for char in text if char in "\n\t" or (char.isprintable() or char == "\u00a0"))
