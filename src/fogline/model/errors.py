"""The error tree: everything fogline raises on purpose, and nothing else.

FoglineError                 something a user can act on; the message names what, where and the way out
├── InputError               what was handed in cannot be read
│   ├── UnreadableReport     one file or line is no report (empty, binary, no text, a date that does not exist)
│   ├── NoReports            a path holds no report at all
│   └── SourceRefused        an address, or what it sent, is not taken
├── TableError               a table (kinds, parties, gazetteer) is malformed
├── LedgerError              the ledger cannot be used
│   ├── LedgerTooNew         written by a later fogline
│   ├── LedgerDamaged        a hash, the chain or a span does not hold
│   └── LedgerUnsafe         the SQLite library has a known bug, or the disk refuses to write
└── QueryError               a question makes no sense (no such claim, a date that does not exist)
"""

from __future__ import annotations


def extra(name: str) -> str:
    """How the packages of an extra come beside fogline, in a clone: the locked ones, by their hashes.

    >>> extra("osm")
    'in the clone: .venv/bin/uv sync --frozen --inexact --no-dev --extra osm'
    """
    return f"in the clone: .venv/bin/uv sync --frozen --inexact --no-dev --extra {name}"


class FoglineError(Exception):
    """Something a user can act on: the message says what is wrong, where, and what to do."""


class InputError(FoglineError):
    """What was handed in cannot be read."""


class UnreadableReport(InputError):
    """One file or line is no report."""


class NoReports(InputError):
    """A path holds no report at all."""


class SourceRefused(InputError):
    """An address, or what it sent, is not taken: where and why; whether, and after how many seconds, to try again."""

    def __init__(
        self,
        source: str,
        reason: str,
        detail: str | None = None,
        *,
        for_now: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{source}: {reason}" + (f" ({detail})" if detail else ""))
        self.source = source
        self.reason = reason
        self.detail = detail
        self.for_now = for_now
        self.retry_after = retry_after


class TableError(FoglineError):
    """A table (kinds, parties, gazetteer) is malformed."""


class LedgerError(FoglineError):
    """The ledger cannot be used."""


class LedgerTooNew(LedgerError):
    """The ledger was written by a later fogline."""


class LedgerDamaged(LedgerError):
    """A hash, the chain or a span does not hold."""


class LedgerUnsafe(LedgerError):
    """The SQLite library has a known bug, or the disk refuses to write."""


class QueryError(FoglineError):
    """A question makes no sense: no such claim, a date that does not exist."""
