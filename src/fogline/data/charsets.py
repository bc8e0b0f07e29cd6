"""Which character sets a server or a document may name.

In: a name as stated. Out: Python's name for it, or None: an unknown one, or a codec that is no character set of texts
(zip, idna, unicode_escape), which Python would decode with just as well, some of them in quadratic time. Refused:
nothing. The list is written for fogline, after the WHATWG Encoding Standard's.
"""

from __future__ import annotations

import codecs
import re

_TEXT = re.compile(
    r"utf-8|utf-16|utf-16-[bl]e|utf-32|ascii|iso8859-\d+|cp125\d|cp866|koi8-[ru]|mac-(?:roman|cyrillic)|gb2312|gbk|gb18030|"
    r"big5|big5hkscs|euc_(?:jp|kr|jis_2004)|shift_jis|iso2022_jp|johab|cp949|cp932|tis-620"
)
# Browsers read these names so; pages that state them seldom mean anything else.
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}


def charset(stated: str | None) -> str | None:
    """The codec to read a text with that states this character set.

    >>> charset("Windows-1251"), charset("latin1"), charset("zip"), charset("made-up")
    ('cp1251', 'cp1252', None, None)
    """
    try:
        name = codecs.lookup((stated or "").strip()).name
    except (LookupError, ValueError):
        return None
    return _READ_AS.get(name, name) if _TEXT.fullmatch(name) else None
