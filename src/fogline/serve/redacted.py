"""Text without what must not be shown: secrets that are set, and what in an address looks like one.

In: text. Out: the same with `…` in their stead. Refused: nothing. What only its owner knows to be a secret, such as a
path that nobody would guess, cannot be told from others; such an address is better given a name in `outlets.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

HIDDEN = "…"
# Names of query parameters and headers by which feeds and services pass keys.
_NAMES = (
    r"(?:access|api|auth|client|id|refresh|session|private|secret|feed|user)?[-_]?"
    r"(?:key|token|secret|password|passwd|pwd|signature|sig|credentials?|auth|code|jwt|sid)"
)
_QUERY = re.compile(rf"([?&;]{_NAMES}=)[^&\s#\"'<>]+", re.IGNORECASE)
_USERINFO = re.compile(r"([a-z][a-z0-9+.-]*://)[^/\s@\"'<>]+@", re.IGNORECASE)
_BEARER = re.compile(r"(\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}", re.IGNORECASE)
_SHORTEST = 4  # a secret of three characters would blot out words


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """The text as it may be shown.

    >>> redacted("https://ann:pw@courier.example/rss?page=2&api_key=5f2e")
    'https://…@courier.example/rss?page=2&api_key=…'
    >>> redacted("refused: hunter22", ["hunter22"])
    'refused: …'
    """
    for secret in sorted((one for one in secrets if len(one) >= _SHORTEST), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    text = _USERINFO.sub(rf"\1{HIDDEN}@", text)
    text = _QUERY.sub(rf"\1{HIDDEN}", text)
    return _BEARER.sub(rf"\1{HIDDEN}", text)
