"""How outlets are, from what watching remembers of them, and where that lies.

In: a ledger's path, subscriptions. Out: rows of health. Refused: what the memory refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fogline.outputs.tables import Row
from fogline.picture.silence import silences
from fogline.sources.subscriptions import Subscription
from fogline.sources.watch_state import Health, WatchState

OUTLET_STATES = ("well", "silent", "quieter", "trouble", "failing", "not asked yet", "paused")
_FAILING = 3  # failures in a row: one or two are a bad night of a server


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletHealth:
    """How one outlet is, in the words of the table."""

    outlet: str
    url: str
    state: str  # one of OUTLET_STATES
    last_success: str | None
    today: int
    usual: float | None
    set_aside: int
    why: str | None
    last_error: str | None
    failures: int
    moved: str | None


def healths(watched: Iterable[Subscription], path: Path, now: datetime) -> list[OutletHealth]:
    """How each outlet is, in the order of the file."""
    state = WatchState(path if path.exists() else None)
    try:
        return [_health(one, state, now) for one in watched]
    finally:
        state.close()


def health_of(reports: Iterable[str], path: Path, now: datetime) -> OutletHealth | None:
    """How the outlet is that brought one of these reports; None where watching remembers none of them."""
    if not path.exists():
        return None
    state = WatchState(path)
    try:
        urls = (state.of_report(one) for one in reports)
        url = next((one for one in urls if one is not None), None)
        return None if url is None else _health(Subscription(url=url), state, now)
    finally:
        state.close()


def _health(outlet: Subscription, state: WatchState, now: datetime) -> OutletHealth:
    found = state.health(outlet.url, now.strftime("%Y-%m-%d"))
    known = found.known
    return OutletHealth(
        outlet=outlet.name or outlet.url,
        url=outlet.url,
        state=_state(outlet, found),
        last_success=known.last_success,
        today=found.today,
        usual=found.usual,
        set_aside=sum(one.count for one in found.aside),
        why="; ".join(f"{one.reason} ({one.count:,})" for one in found.aside[:3]) or None,
        last_error=known.last_error if known.failures else None,
        failures=known.failures,
        moved=known.moved,
    )


def how_it_is(outlet: Subscription, state: WatchState, now: datetime) -> str:
    """One of OUTLET_STATES; silent or quieter where it is well but for that."""
    return _state(outlet, state.health(outlet.url, now.strftime("%Y-%m-%d")))


def _state(outlet: Subscription, found: Health) -> str:
    now = state_of(outlet, found.known.failures, asked=found.known.due is not None)
    return against_its_past(found.days) if now == "well" else now


def state_of(outlet: Subscription, failures: int, *, asked: bool) -> str:
    """How an outlet is, by how often in a row it failed.

    >>> state_of(Subscription(url="https://courier.example/rss"), 2, asked=True)
    'trouble'
    """
    if outlet.paused:
        return "paused"
    if not asked:
        return "not asked yet"
    return "failing" if failures >= _FAILING else "trouble" if failures else "well"


def against_its_past(days: Sequence[tuple[str, int]]) -> str:
    """Whether an outlet has fallen silent, or quieter, by the rule of `picture.silence`.

    Only the days on which it was watched count, one after the other: where nobody looked, nobody was silent.

    >>> days = [(f"2023-02-{day:02}", 4 if day < 21 else 0) for day in range(1, 24)]
    >>> against_its_past(days), against_its_past(days[:20])
    ('silent', 'well')
    """
    heard = {number: reports for number, (_, reports) in enumerate(days, start=1) if reports}
    found = silences({("outlet", ""): heard}, len(days))
    return "well" if not found or found[0].state == "heard" else found[0].state


def health_rows(healths: Iterable[OutletHealth]) -> list[Row]:
    """One row an outlet."""
    return [
        {
            "outlet": one.outlet, "url": one.url, "state": one.state, "last_success": one.last_success,
            "today": one.today, "usual": one.usual, "set_aside": one.set_aside, "why": one.why,
            "last_error": one.last_error, "failures": one.failures, "moved": one.moved,
        }
        for one in healths
    ]  # fmt: skip
