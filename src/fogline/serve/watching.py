"""Watching from the command line: where its memory lies, how outlets are told, how a watch is run and stopped.

In: a ledger's path, subscriptions. Out: rows of health; a watch that ends on a signal. Refused: what the ledger, the
subscriptions and the memory refuse.
"""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fogline.outputs.tables import Row
from fogline.run.watch import LIMITS, Clocks, Told, Watch
from fogline.sources.fetch import Fetcher
from fogline.sources.polite import Polite
from fogline.sources.subscriptions import Subscription, Subscriptions
from fogline.sources.watch_state import WatchState
from fogline.sources.web import access
from fogline.store.contract import Writer

_FAILING = 3  # failures in a row: one or two are a bad night of a server


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletHealth:
    """How one outlet is, in the words of the table."""

    outlet: str
    url: str
    state: str  # paused, not asked yet, failing, trouble, well
    last_success: str | None
    today: int
    usual: float | None
    set_aside: int
    why: str | None
    last_error: str | None
    failures: int
    moved: str | None


def state_path(ledger: Path) -> Path:
    """Where watching remembers what it has seen for a ledger.

    >>> state_path(Path("war.ledger")).name
    'war.ledger-watch'
    """
    return ledger.with_name(ledger.name + "-watch")


def healths(watched: Iterable[Subscription], path: Path, now: datetime) -> list[OutletHealth]:
    """How each outlet is, in the order of the file."""
    state = WatchState(path if path.exists() else None)
    try:
        return [_health(one, state, now) for one in watched]
    finally:
        state.close()


def _health(outlet: Subscription, state: WatchState, now: datetime) -> OutletHealth:
    found = state.health(outlet.url, now.strftime("%Y-%m-%d"))
    known = found.known
    return OutletHealth(
        outlet=outlet.name or outlet.url,
        url=outlet.url,
        state=_state(outlet, known.failures, asked=known.due is not None),
        last_success=known.last_success,
        today=found.today,
        usual=found.usual,
        set_aside=sum(one.count for one in found.aside),
        why="; ".join(f"{one.reason} ({one.count:,})" for one in found.aside[:3]) or None,
        last_error=known.last_error if known.failures else None,
        failures=known.failures,
        moved=known.moved,
    )


def _state(outlet: Subscription, failures: int, *, asked: bool) -> str:
    if outlet.paused:
        return "paused"
    if not asked:
        return "not asked yet"
    return "failing" if failures >= _FAILING else "trouble" if failures else "well"


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


def watch_outlets(
    chosen: Subscriptions, state: WatchState, writer: Writer, told: Callable[[Told], None], *, once: bool
) -> None:
    """Watches until a signal to end, or until each outlet was asked once."""
    asyncio.run(_watched(chosen, state, writer, told, once=once))


async def _watched(
    chosen: Subscriptions, state: WatchState, writer: Writer, told: Callable[[Told], None], *, once: bool
) -> None:
    async with Fetcher(access=access(), limits=LIMITS) as fetcher:
        polite = Polite(fetcher, pause=chosen.pause)
        watch = Watch(chosen.outlets, state, polite, writer, clocks=Clocks(chance=random.Random()))  # noqa: S311
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, watch.stop)
        try:
            await watch.run(told, once=once)
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)
