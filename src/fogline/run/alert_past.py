"""What would have fired: rules tried on a ledger's past, day by day, without a word to anybody.

In: a ledger, what was fused of it, rules, days. Out: for each day on which anything fired, its alerts; what was passed
over. Refused: nothing.

Each day is looked at as of its evening: reports published by then, however late the ledger had them. What was known on
the evening before the first day does not fire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from fogline.model.alert import Rule
from fogline.outputs.alert_match import Subject
from fogline.outputs.alerting import Alert
from fogline.run.alerting import Moment, OfView, Receivers, decide, silent_outlets
from fogline.run.fusing import picture_of
from fogline.store.alert_memory import AlertMemory
from fogline.store.contract import published_day
from fogline.store.fused import Fused
from fogline.store.sqlite import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDay:
    """What would have fired on one day."""

    day: str
    alerts: tuple[Alert, ...] = ()
    passed: frozenset[tuple[str, str, str]] = frozenset()  # as in `Look`


def would_have_fired(
    ledger: Ledger,
    fused: Fused,
    rules: Sequence[Rule],
    *,
    since: str | None = None,
    until: str | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> Iterator[PastDay]:
    """The days from `since` to `until` (ISO, both included; all days of the ledger) on which anything happened."""
    known = (published_day(report.published) for report in ledger.view().reports())
    published = sorted({day for day in known if day is not None})
    if not published:
        return
    first, last = since or published[0], until or published[-1]
    silence = any(rule.sort == "silence" for rule in rules)
    days = [day for day in (_each(first, last) if silence else published) if first <= day <= last]
    with AlertMemory(None) as memory:
        _before(ledger, fused, rules, memory, first)
        for number, day in enumerate(days, 1):
            step(f"{day}, day {number:,} of {len(days):,}")
            found = _day(ledger, fused, rules, memory, day)
            if found.alerts or found.passed:
                yield found


def _before(ledger: Ledger, fused: Fused, rules: Sequence[Rule], memory: AlertMemory, first: str) -> None:
    """Has the memory know what was known before the first day; an empty past too, so that no rule is new on it."""
    day = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    _day(ledger, fused, rules, memory, day)


def _day(ledger: Ledger, fused: Fused, rules: Sequence[Rule], memory: AlertMemory, day: str) -> PastDay:
    view = ledger.view(published_by=day)
    picture = picture_of(view, fused, as_of=day)
    rows: list[Subject] = [*picture.developments, *picture.statuses, *picture.conflicts]
    moment = Moment(now=datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=UTC), day=day, live=False)
    with memory.deciding():
        silences = silent_outlets(view, rules, day, {})
        look = decide(rules, rows, silences, OfView(view, picture), memory, moment, Receivers())
    return PastDay(day=day, alerts=look.fired, passed=look.passed)


def _each(first: str, last: str) -> Iterator[str]:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)
