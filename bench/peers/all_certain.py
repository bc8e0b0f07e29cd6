"""The baseline for certainty: all that a report says is certain and did happen."""

from __future__ import annotations

from collections.abc import Callable

from peers.records import Record, Report


def reader() -> Callable[[Report], Record]:
    """Nothing to load."""
    return lambda report: {"id": report["id"]}
