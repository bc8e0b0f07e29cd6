"""UTF-8 that was once read as Windows-1252: "â€™" for ’, "Ã©" for é.

In: text. Out: the letters as they were meant, in place of the others; `mend` keeps how offsets of the shorter text and
of the printed one go together. Refused: nothing; what is no such sequence stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

# A lead character with its continuations.
_TAIL = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
MISREAD = re.compile(rf"(?:[ÂÃÐÑ]{_TAIL}|[âã]{_TAIL}{{2}}|ð{_TAIL}{{3}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A text with its letters as they were meant. Where each of them ends, in this text and in the printed one."""

    text: str
    meant: tuple[int, ...] = ()
    printed: tuple[int, ...] = ()

    def as_printed(self, offset: int) -> int:
        """The place in the printed text of a place in this one.

        >>> mend("LiÃ¨ge wasnâ€™t hit").as_printed(11)
        14
        """
        before = bisect_right(self.meant, offset)
        return offset + self.printed[before - 1] - self.meant[before - 1] if before else offset

    def as_meant(self, offset: int) -> int:
        """The place in this text of a place in the printed one; within a sequence, that of its letter."""
        before = bisect_right(self.printed, offset)
        place = offset - self.printed[before - 1] + self.meant[before - 1] if before else offset
        return min(place, self.meant[before] - 1) if before < len(self.meant) else place


def mend(text: str) -> Mended:
    """The text as it was meant.

    >>> mend("Ukraineâ€™s army didnâ€™t leave LiÃ¨ge").text
    'Ukraine’s army didn’t leave Liège'
    """
    pieces: list[str] = []
    meant: list[int] = []
    printed: list[int] = []
    last = saved = 0
    for found in MISREAD.finditer(text):
        letter = reread(found[0])
        if letter == found[0]:
            continue
        pieces += (text[last : found.start()], letter)
        last = found.end()
        saved += len(found[0]) - len(letter)
        printed.append(last)
        meant.append(last - saved)
    return Mended(text="".join((*pieces, text[last:])), meant=tuple(meant), printed=tuple(printed))


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


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")  # the five bytes that Windows-1252 leaves undefined
