"""Alerts from the command line and beside a watch: one look at a ledger, then what is due is sent.

In: a ledger's path, the file of rules. Out: lines that tell what fired and what became of it. Refused: what the ledger,
the rules and the memory refuse; in a watch, told in a line instead, since the watch goes on.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from fogline.model.codec import decode, encode
from fogline.model.errors import FoglineError
from fogline.outputs.alert_feed import MOST, atom
from fogline.outputs.alerting import Alert
from fogline.outputs.tables import Row
from fogline.run.alert_sending import Tried, send_due
from fogline.run.alerting import Look, Looks, Receivers
from fogline.run.watch import stamp
from fogline.serve.notices import counted
from fogline.serve.watching import healths
from fogline.serve.withdrawn import NOTHING_TAKEN, TakenDown, taken_down
from fogline.sources.addresses import Access
from fogline.sources.alert_rules import Alerting, read_alerting
from fogline.sources.settings import replaced
from fogline.sources.subscriptions import DEFAULT as OUTLETS
from fogline.sources.subscriptions import read_subscriptions
from fogline.sources.web import ALLOW
from fogline.store.alert_memory import AlertMemory, Kept, alerts_beside, alone
from fogline.store.backup import watch_beside
from fogline.store.fused import Fused, beside
from fogline.store.sqlite import Ledger, open_ledger

Tell = Callable[[str], None]
TAKEN_DOWN = "This alert was taken down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where things lie, and to which addresses beside the public ones alerts may be sent."""

    ledger: Path
    rules: Path
    outlets: Path | None = None
    allow: tuple[str, ...] = ()

    @property
    def memory(self) -> Path:
        """The memory of alerts."""
        return alerts_beside(self.ledger)

    def access(self, alerting: Alerting) -> Access:
        """What alerts may be sent to; what may be fetched is another matter, and is not widened by it."""
        named = [one for one in os.environ.get(ALLOW, "").split(",") if one.strip()]
        return Access.of([*named, *alerting.allow, *self.allow])


class Alarm:
    """Looks at one ledger again and again. To be used from one thread at a time."""

    def __init__(self, where: Where, tell: Tell) -> None:
        self._where, self._tell = where, tell
        self._open = contextlib.ExitStack()
        self._parts: tuple[Ledger, AlertMemory, Looks] | None = None
        self._fed: list[tuple[str, str]] = []
        self.failed = 0

    def look(self) -> None:
        """Looks, then sends what is due. Does nothing where another process does it."""
        alerting = read_alerting(self._where.rules)
        with alone(self._where.memory) as mine:
            if not mine:
                self._tell("another fogline looks after the alerts of this ledger just now")
                return
            ledger, memory, looks = self._opened()
            receivers = Receivers(
                names=tuple(one.name for one in alerting.targets),
                people=frozenset(one.name for one in alerting.targets if one.apprise is not None),
            )
            now = datetime.now(UTC)
            memory.shown = functools.partial(shown, taken_down(ledger.view()))
            failing = failing_outlets(self._where, now)
            found = looks.look(ledger.view(), alerting.rules, memory, now, receivers, failing=failing)
            for line in told(found):
                self._tell(line)
            if alerting.feed is not None:
                self._feed(alerting.feed, memory, now, fired=bool(found.fired))
            send_due(memory, alerting, self._where.access(alerting), self._tried)

    def _feed(self, path: Path, memory: AlertMemory, now: datetime, *, fired: bool) -> None:
        """Writes the feed where it would tell something else than it does; also what was taken down since."""
        told = [(one.id, one.title) for one in memory.alerts(most=MOST)]
        if fired or told != self._fed or not path.exists():
            replaced(path, feed(memory, now), mode=0o644)
        self._fed = told

    def quietly(self) -> None:
        """As `look`; what goes wrong is told and keeps nothing else from going on."""
        try:
            self.look()
        except FoglineError as error:
            self._tell(f"no alerts for now: {error}")
        except Exception as fault:  # noqa: BLE001 - a fault of ours, which must not end the watch
            why = f"{type(fault).__name__}: {str(fault)[:200]}"
            self._tell(f"no alerts for now: a fault in fogline, please report it ({why})")

    def close(self) -> None:
        """Closes all files."""
        self._parts = None
        self._open.close()

    def _opened(self) -> tuple[Ledger, AlertMemory, Looks]:
        if self._parts is None:
            ledger = self._open.enter_context(open_ledger(self._where.ledger, create=False))
            fused = self._open.enter_context(Fused(beside(self._where.ledger)))
            memory = self._open.enter_context(AlertMemory(self._where.memory))
            self._parts = ledger, memory, Looks(fused)
        return self._parts

    def _tried(self, one: Tried) -> None:
        self.failed += one.error is not None
        self._tell(tried_words(one))


def failing_outlets(where: Where, now: datetime) -> dict[str, str]:
    """The watched outlets whose last looks failed, with why."""
    path = where.outlets or OUTLETS
    if not path.exists() or not watch_beside(where.ledger).exists():
        return {}
    told = healths(read_subscriptions(path).outlets, watch_beside(where.ledger), now)
    return {one.outlet: one.last_error for one in told if one.last_error}


def told(look: Look) -> Iterator[str]:
    """What one look found, a line each."""
    if look.begun:
        yield f"{', '.join(look.begun)}: from now on; what fits and is known already is not told"
    for one in look.fired:
        yield f"alert: {one.title} (rule {one.rule}, {one.id})"
    yield from passed_lines(look.passed)


def passed_lines(passed: frozenset[tuple[str, str, str]]) -> Iterator[str]:
    """What fits and was passed over, by rule and reason."""
    for rule, reason in sorted({(rule, reason) for rule, reason, _ in passed}):
        number = sum((rule, reason) == (one, why) for one, why, _ in passed)
        yield f"{rule}: {counted(number, 'thing')} that would fit passed over: {reason}"


def tried_words(one: Tried) -> str:
    """How a try to send went, in one line."""
    what = f"{one.target}: “{one.title}”"
    if one.error is None:
        return f"{what} sent"
    after = "given up; to try again: fogline alert retry" if one.given_up else "tried again later"
    return f"{what} not sent: {one.error}; {after}"


def feed(memory: AlertMemory, now: datetime) -> str:
    """The latest alerts as an Atom feed."""
    alerts = [(one.fired_at, alert_of(one)) for one in memory.alerts(most=MOST)]
    return atom(memory.feed_id, alerts, updated=stamp(now))


def alert_of(kept: Kept) -> Alert:
    """The alert as it is kept."""
    return decode(Alert, json.loads(kept.json))


def shown(taken: TakenDown, kept: Kept) -> Kept:
    """An alert as it may be told: where it stands on a report that was taken down, that is all it says."""
    if not taken.reports:
        return kept
    alert = alert_of(kept)
    whys = dict.fromkeys(why for note in alert.claims if (why := taken.why(note.report)))
    if not whys:
        return kept
    left = replace(
        alert, title=TAKEN_DOWN, sentences=tuple(f"{why}." for why in whys), line="", place=None, kind=None,
        figure=None, measure=None, claims=(), fresh=(),
    )  # fmt: skip
    return replace(kept, title=left.title, json=json.dumps(encode(left), ensure_ascii=False))


@contextlib.contextmanager
def remembered(where: Where) -> Iterator[AlertMemory]:
    """The memory of alerts, to be read; without one, an empty one. What was taken down since is not told."""
    taken = NOTHING_TAKEN
    if where.ledger.exists():
        with open_ledger(where.ledger, reading=True) as ledger:
            taken = taken_down(ledger.view())
    path = where.memory if where.memory.exists() else None
    with AlertMemory(path, functools.partial(shown, taken)) as memory:
        yield memory


def past_rows(days: list[tuple[str, Alert]]) -> list[Row]:
    """One row an alert that would have fired, with its day."""
    return [
        {
            "day": day, "rule": one.rule, "title": one.title, "timing": one.timing, "line": one.line,
            "claims": len(one.claims), "id": one.id,
        }
        for day, one in days
    ]  # fmt: skip


def rule_rows(alerting: Alerting, memory: AlertMemory | None) -> list[Row]:
    """One row a rule: what it asks, to whom it goes, how often it fired, what could not be sent."""
    rows: list[Row] = []
    for rule in alerting.rules:
        number, last, failed = memory.counts(rule.name) if memory else (0, None, 0)
        to = ", ".join(rule.send or [one.name for one in alerting.targets]) or "nobody"
        rows.append({"rule": rule.name, "tells": rule.said, "to": to, "alerts": number, "last": last,
                     "not_sent": failed or None})  # fmt: skip
    return rows


def log_rows(alerts: list[Kept], memory: AlertMemory) -> list[Row]:
    """One row an alert with what became of each delivery."""
    rows: list[Row] = []
    for one in alerts:
        states = []
        for way in memory.deliveries(one.id):
            why = f": {way.error}" if way.error and way.state != "sent" else ""
            states.append(f"{way.target} {way.state}" + (f" after {_tries(way.tries)}" if why else "") + why)
        rows.append({"fired_at": one.fired_at, "rule": one.rule, "title": one.title, "sent": "; ".join(states) or None,
                     "id": one.id})  # fmt: skip
    return rows


def _tries(number: int) -> str:
    return "1 try" if number == 1 else f"{number:,} tries"
