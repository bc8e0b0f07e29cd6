"""The hash chain: what makes a batch depend on every batch before it.

In: the hash of the batch before, and the digests of what the batch holds. Out: the batch's hash. A row that is changed,
left out, added or moved afterwards changes the hash, and with it every later one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from fogline.model.codec import canonical

START = "0" * 64  # what the first batch takes for the batch before it
# Tables, in the order of hashing. A later one is hashed where it has rows, so that batches of before keep their hashes.
_FIRST = ("captures", "reports", "readings", "claims", "set_aside", "judgements")
_LATER = ("fetched",)
CHAINED = (*_FIRST, *_LATER)


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def link(previous: str, seq: int, recorded_at: str, contents: Mapping[str, Sequence[str]]) -> str:
    """The hash of one batch.

    >>> link(START, 1, "2023-03-04T10:00:00.000000Z", {})[:8]
    '109852b7'
    """
    manifest = {
        "seq": seq,
        "recorded_at": recorded_at,
        **{table: list(contents.get(table, ())) for table in CHAINED if table in _FIRST or contents.get(table)},
    }
    return digest(previous.encode() + canonical(manifest))
