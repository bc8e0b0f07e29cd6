"""What `fogline doctor` finds: a thing, how it is, and what to do about it.

In: what is to be used. Out: findings. Refused: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fogline.serve.configured import Configured
from fogline.serve.health import LEAST_FREE_MB


class State(StrEnum):
    """How a thing is."""

    GOOD = "good"
    WARNING = "warning"  # it works, but not for long or not all of it
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at, and what to do about it."""

    check: str
    state: State
    found: str
    to_do: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What a watch would use."""

    ledger: Path
    outlets: Path
    configured: Configured
    strange: dict[str, str | None]  # names of the environment that mean nothing
    gazetteer: str | None = None
    least_free_mb: int = LEAST_FREE_MB


def good(check: str, found: str) -> Finding:
    """All is well with it."""
    return Finding(check=check, state=State.GOOD, found=found)


def bad(check: str, found: str, to_do: str) -> Finding:
    """It is to be put right."""
    return Finding(check=check, state=State.BAD, found=found, to_do=to_do)


def warning(check: str, found: str, to_do: str) -> Finding:
    """It works, but not for long, or not all of it."""
    return Finding(check=check, state=State.WARNING, found=found, to_do=to_do)
