"""UTF-8 that was once read as Windows-1252: "â€™" for ’, "Ã©" for é.

In: text. Out: the letters as they were meant, either put in place of the others (shorter) or, where offsets must hold,
at the same length. Refused: nothing; what is no such sequence stays as it is.
"""

from __future__ import annotations

import re
import unicodedata

# A lead character with its continuations.
_TAIL = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
MISREAD = re.compile(rf"(?:[ÂÃÐÑ]{_TAIL}|[âã]{_TAIL}{{2}}|ð{_TAIL}{{3}})")
_PIECE = re.compile(rf"(?P<short>n(?P<mark>â{_TAIL}{{2}})t\b)|{MISREAD.pattern}")  # "didn't" is parted before the n
_FILLED = {
    "’": "  '", "‘": "  '", "“": '  "', "”": '"  ', "–": "–  ", "—": "—  ", "…": "...", "\u00a0": "  ",
}  # fmt: skip


def reread(scrambled: str) -> str:
    """One sequence as the letter that it was meant to be; itself where it is none.

    >>> reread("Ã©"), reread("â€™")
    ('é', '’')
    """
    try:
        meant = b"".join(_byte(letter) for letter in scrambled).decode("utf-8")
    except UnicodeDecodeError:
        return scrambled
    return meant if len(meant) == 1 and not (0x80 <= ord(meant) < 0xA0) else scrambled


def same_length(text: str) -> str:
    """The text with such letters as they were meant, filled up so that every offset holds.

    >>> same_length("Ukraineâ€™s army didnâ€™t leave LiÃ¨ge")
    "Ukraine  's army did  n't leave Lie\u0300ge"
    """
    return _PIECE.sub(_fill, text) if MISREAD.search(text) else text


def _fill(found: re.Match[str]) -> str:
    if found["short"]:
        return "  n't" if reread(found["mark"]) == "’" else found[0]
    scrambled = found[0]
    meant = reread(scrambled)
    filled = _FILLED.get(meant) or unicodedata.normalize("NFD", meant).rjust(len(scrambled))
    return filled if len(filled) == len(scrambled) else scrambled


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")  # the five bytes that Windows-1252 leaves undefined
