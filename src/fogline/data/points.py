"""What a point of a list begins with: "•", "1.", and in posts a picture.

In: text. Out: patterns; `POINT` at the beginning of a paragraph, `POINTS` at that of any line. Refused: nothing.
"""

from __future__ import annotations

import re

_PICTURES = "[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u203c\u2049]"
_MARK = rf"(?:(?:[-*•–—▪●◦‣]|\d+[.)])[^\S\n]+|{_PICTURES}+[^\S\n]*)(?=\S)"
POINT = re.compile(rf"\s*{_MARK}")
POINTS = re.compile(rf"^[^\S\n]*{_MARK}", re.MULTILINE)
