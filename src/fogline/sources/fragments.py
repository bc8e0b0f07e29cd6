"""Pieces of HTML, as feeds and messengers carry them, to plain text.

In: a piece of HTML. Out: its text, a blank line between paragraphs. Refused: nothing; scripts, styles and what else is
no text are left out, and so nothing of a piece can ever be run.
"""

from __future__ import annotations

import re

_BLOCKS = frozenset(
    """
    address article aside blockquote br center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
    h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead title tr ul
    """.split()  # noqa: SIM905
)
_SILENT = frozenset("""script style noscript template iframe object embed svg math head form button select""".split())  # noqa: SIM905
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")


def text_of(fragment: str) -> str:
    """The text of a piece of HTML, or of a plain text that stands where HTML may.

    >>> text_of("<p>Shelling hit <b>Nikopol</b>.</p><script>alert(1)</script><p>Two people were hurt.</p>")
    'Shelling hit Nikopol.\\n\\nTwo people were hurt.'
    """
    if not _MARKUP.search(fragment):
        return _paragraphs(fragment.split("\n\n"))
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(b"<div>" + fragment.encode("utf-8", "replace") + b"</div>", parser)
    except etree.ParserError:
        return ""
    if root is None:
        return ""
    pieces: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if element.tag in _BLOCKS:
                pieces.append("\0")
            silent += element.tag in _SILENT
            if element.text and not silent:
                pieces.append(element.text)
        else:
            silent -= element.tag in _SILENT
            if element.tag in _BLOCKS:
                pieces.append("\0")
            if element.tail and not silent:
                pieces.append(element.tail)
    return _paragraphs("".join(pieces).split("\0"))


def _paragraphs(pieces: list[str]) -> str:
    lines = (" ".join(piece.split()) for piece in pieces)
    return "\n\n".join(line for line in lines if line)
