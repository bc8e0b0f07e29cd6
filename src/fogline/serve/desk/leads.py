"""Who told of a happening first: an outlet beside the others that tell of the same developments.

In: an outlet, developments, when and by whom each report was published. Out: a `Lead` for each development that others
tell of too, and what they come to. Refused: nothing; a development of which either side's moment is not known is passed
over. It compares moments of publication, not merit: who copies is later, and so is who waits until something is sure.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fogline.model.picture import Development
from fogline.picture.days import day_number

_HOUR = 1 / 24
Published = Callable[[str], tuple[str | None, str | None]]  # when a report was published, and by which outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """How an outlet stands to the others on one development."""

    development: str
    own: str  # when it told of it first
    other: str  # when the first other outlet did
    outlet: str  # which one
    days: float  # by which it was later; below zero: earlier. Whole days, unless both hours are known


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """All of them, counted."""

    first: int
    together: int  # on one day where no hour is known, else within the hour
    later: int
    middle: float | None  # days: as many are above it as below


def leads(outlet: str, developments: Iterable[Development], published: Published) -> list[Lead]:
    """One row for each development of which others tell too, the latest first.

    An outlet that told on the third what another told on the first is two days later:

    >>> from fogline.model.claim import When
    >>> one = Development(id="d", kind="shelling", stage=None, when=When(), place=None, reports=("r1", "r2"))
    >>> of = {"r1": ("2023-03-01", "Wire"), "r2": ("2023-03-03T08:00:00Z", "Courier")}
    >>> [(lead.outlet, lead.days) for lead in leads("Courier", [one], of.__getitem__)]
    [('Wire', 2.0)]
    """
    found = []
    for one in developments:
        told = [(when, name) for when, name in map(published, one.reports) if name and day_number(when)]
        own = min((str(when) for when, name in told if name == outlet), key=_moment, default=None)
        others = [(str(when), name) for when, name in told if name != outlet]
        if own is not None and others:
            other, name = min(others, key=lambda pair: (_moment(pair[0]), pair[1]))
            days = _apart(own, other)
            found.append(Lead(development=one.id, own=own, other=other, outlet=str(name), days=days))
    return sorted(found, key=lambda lead: (_moment(lead.own), lead.development), reverse=True)


def counted(found: Sequence[Lead]) -> Leads:
    """How often first, together and later, and the lag in the middle."""
    together = sum(abs(one.days) < _HOUR for one in found)
    first = sum(one.days <= -_HOUR for one in found)
    middle = statistics.median(one.days for one in found) if found else None
    return Leads(first=first, together=together, later=len(found) - first - together, middle=middle)


def _moment(when: str) -> tuple[int, str]:
    return day_number(when) or 0, when


def _apart(own: str, other: str) -> float:
    """Days between two moments: to the hour where both say it."""
    if "T" in own and "T" in other:
        try:
            return (_instant(own) - _instant(other)).total_seconds() / 86_400
        except ValueError:  # a day that is known, at an hour that there is not
            pass
    return float((day_number(own) or 0) - (day_number(other) or 0))


def _instant(when: str) -> datetime:
    found = datetime.fromisoformat(when)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
