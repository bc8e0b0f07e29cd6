"""What would have fired: rules tried on a ledger's past, day by day, without a word to anybody.

In: the past, rules, days. Out: for each day on which anything fired, its alerts; what was passed
over. Refused: nothing.

Each day is looked at as of its evening: reports published by then, however late the ledger had them. What was known on
the evening before the first day does not fire.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from fogline.model.alert import Rule
from fogline.model.picture import Picture
from fogline.outputs.alert_match import Subject
from fogline.outputs.alerting import Alert
from fogline.run.alerting import Moment, OfView, Receivers, decide, silent_outlets
from fogline.run.fusing import picture_of
from fogline.store.alert_memory import AlertMemory
from fogline.store.contract import View, published_day
from fogline.store.fused import Fused
from fogline.store.sqlite import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDay:
    """What would have fired on one day."""

    day: str
    alerts: tuple[Alert, ...] = ()
    passed: frozenset[tuple[str, str, str]] = frozenset()  # as in `Look`


class Past(Protocol):
    """What was known by earlier days."""

    def days(self, since: str | None, until: str | None) -> list[str]:
        """The days on which anything was published, in order; without bounds, all."""

    def known_by(self, day: str) -> contextlib.AbstractContextManager[tuple[View, Picture]]:
        """What was published by the evening of a day, and what it adds up to."""


class OfLedger:
    """The past of a ledger. It keeps the contract `Past`."""

    def __init__(self, ledger: Ledger, fused: Fused) -> None:
        self._ledger, self._fused = ledger, fused

    def days(self, since: str | None, until: str | None) -> list[str]:
        """The days on which anything was published, in order."""
        known = (published_day(report.published) for report in self._ledger.view().reports())
        return sorted({day for day in known if day and (since or "") <= day <= (until or "9999")})

    @contextlib.contextmanager
    def known_by(self, day: str) -> Iterator[tuple[View, Picture]]:
        """What was published by the evening of a day, and what it adds up to."""
        view = self._ledger.view(published_by=day)
        yield view, picture_of(view, self._fused, as_of=day)


def would_have_fired(
    past: Past,
    rules: Sequence[Rule],
    *,
    since: str | None = None,
    until: str | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> Iterator[PastDay]:
    """The days from `since` to `until` (ISO, both included; all days of the past) on which anything happened."""
    published = past.days(since, until)
    silence = any(rule.sort == "silence" for rule in rules)
    if not published and not (silence and since and until):
        return
    first, last = since or published[0], until or published[-1]
    days = list(_each(first, last)) if silence else published
    with AlertMemory(None) as memory:
        _before(past, rules, memory, first)
        for number, day in enumerate(days, 1):
            step(f"{day}, day {number:,} of {len(days):,}")
            found = _day(past, rules, memory, day)
            if found.alerts or found.passed:
                yield found


def _before(past: Past, rules: Sequence[Rule], memory: AlertMemory, first: str) -> None:
    """Has the memory know what was known before the first day; an empty past too, so that no rule is new on it."""
    day = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    _day(past, rules, memory, day)


def _day(past: Past, rules: Sequence[Rule], memory: AlertMemory, day: str) -> PastDay:
    moment = Moment(now=datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=UTC), day=day, live=False)
    with past.known_by(day) as (view, picture), memory.deciding():
        rows: list[Subject] = [*picture.developments, *picture.statuses, *picture.conflicts]
        silences = silent_outlets(view, rules, day, {})
        look = decide(rules, rows, silences, OfView(view, picture), memory, moment, Receivers())
    return PastDay(day=day, alerts=look.fired, passed=look.passed)


def _each(first: str, last: str) -> Iterator[str]:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)
