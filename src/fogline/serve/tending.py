"""A watch as a service: told to whoever runs it, asked how it is, stopped by signals.

In: subscriptions, a ledger's path, a log, how it is to be run. Out: a watch that ends on a signal; events; answers at
the health port; words to the service manager. Refused: what the ledger, the memory and the health port refuse.

The first SIGTERM or SIGINT ends it: no outlet is asked any more, and what was brought is kept, or given back where
there is no time. The second ends it at once. Neither costs anything that was acknowledged.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from fogline.model.errors import FoglineError
from fogline.run.pool import Processes
from fogline.run.watch import LIMITS, STOP_WITHIN, Clocks, Told, Watch
from fogline.serve.health import LEAST_FREE_MB, Answers, HealthServer, LedgerProbe, Sign, living
from fogline.serve.logs import Level, Log
from fogline.serve.metrics import Measured, Metrics
from fogline.serve.notices import counted
from fogline.serve.service import Service
from fogline.serve.watching import how_it_is
from fogline.sources.polite import Polite
from fogline.sources.subscriptions import Followed, Subscription, Subscriptions
from fogline.sources.watch_state import WatchState
from fogline.sources.web import access
from fogline.store.backup import watch_beside
from fogline.store.contract import Writer
from fogline.store.sqlite import open_ledger

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
LOOK_EVERY = 30.0  # seconds between two looks for alerts; one without anything new takes milliseconds
_FOLLOWING = 2.0  # seconds between two looks whether the file of outlets was changed
_LOOKING = 60.0  # seconds between two looks at whether it is ready, where nobody asks


class Looking(Protocol):
    """What looks at the ledger beside a watch."""

    def quietly(self) -> None:
        """Looks; raises nothing."""

    def close(self) -> None:
        """Ends looking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tended:
    """How a watch is run."""

    once: bool = False
    jobs: int = 1  # processes that read; 1: this one
    stop_within: float = STOP_WITHIN  # seconds
    health: tuple[str, int] | None = None  # where to answer
    token: str | None = None  # what /metrics asks for
    least_free_mb: int = LEAST_FREE_MB
    alarm: Looking | None = None  # looks beside it, in a thread of its own


def tend(chosen: Subscriptions, followed: Followed, file: Path, log: Log, how: Tended) -> None:
    """Watches until a signal to end, or until each outlet was asked once. `followed`: whence `chosen` is."""
    signal.signal(signal.SIGTERM, _before_it_begins)
    gc.collect()
    gc.freeze()  # what is there now stays; that the watch looks through the rest now and then takes milliseconds
    with contextlib.ExitStack() as opened:
        ledger = opened.enter_context(open_ledger(file))
        state = opened.enter_context(contextlib.closing(WatchState(watch_beside(file))))
        processes = opened.enter_context(contextlib.closing(Processes(how.jobs))) if how.jobs > 1 else None
        asyncio.run(_Tending(chosen, followed, file, log, how, state).run(ledger.writer(), processes))


def _before_it_begins(*_: object) -> None:
    raise SystemExit(0)


class _Tending:
    def __init__(
        self, chosen: Subscriptions, followed: Followed, file: Path, log: Log, how: Tended, state: WatchState
    ) -> None:
        self._chosen, self._followed = chosen, followed
        self._file, self._log, self._how, self._state = file, log, how, state
        self._service = Service()
        self._probe = LedgerProbe(file, how.least_free_mb)
        self._begun = time.monotonic()
        self._signals = self._reports = self._failures = self._given_back = 0
        self._ready, self._judging = True, threading.Lock()
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="fogline-alerts")

    async def run(self, writer: Writer, processes: Processes | None) -> None:
        async with Measured(access=access(), limits=LIMITS) as fetcher:
            polite = Polite(fetcher, pause=self._chosen.pause)
            clocks = Clocks(chance=random.Random())  # noqa: S311 - spreads waits, hides nothing
            self._watch = watch = Watch(
                self._chosen.outlets, self._state, polite, writer, clocks=clocks, stop_within=self._how.stop_within,
                processes=processes,
            )  # fmt: skip
            self._metrics = fetcher.metrics = Metrics(self._file, watch.vitals)
            self._count_outlets()
            with self._answering() as address, self._hearing_signals():
                self._started(address)
                minding = [
                    asyncio.create_task(one) for one in (self._mind(), self._keep_the_dog_quiet(), self._follow())
                ]
                looking = asyncio.create_task(self._look())
                try:
                    await watch.run(self._told, once=self._how.once)
                finally:
                    for task in (*minding, looking):
                        task.cancel()
                    await asyncio.gather(*minding, looking, return_exceptions=True)
                    left_behind = not await self._looked() or watch.left_behind
                    self._ended()
            if left_behind or (processes is not None and processes.stopped):
                # What waits for processes that were ended may find its pipes closed, and Python would say so among the
                # lines of the log; a thread that still reads a report or sends an alert, Python would wait for. Nothing
                # of a report in hand was acknowledged; the alert is sent again, with the id that it had.
                _flush()
                os._exit(0)

    def _started(self, address: str | None) -> None:
        words = f"{self._file}: watching {counted(self._active, 'outlet')}. Ctrl-C ends it."
        if address:
            words += f" How it is: http://{address}/readyz"
        self._log.say(Level.INFO, "watch.started", words, ledger=self._file, outlets=self._active, health=address)
        self._service.tell(READY=1, STATUS=f"watching {counted(self._active, 'outlet')}")

    def _ended(self) -> None:
        self._log.say(
            Level.INFO, "watch.stopped",
            f"{self._file}: {counted(self._reports, 'report')} added, {counted(self._failures, 'failed look')}"
            + (f", {counted(self._given_back, 'look')} given back" if self._given_back else ""),
            reports=self._reports, failures=self._failures, given_back=self._given_back,
            left_behind=self._watch.left_behind or None, duration_s=time.monotonic() - self._begun,
        )  # fmt: skip

    @contextlib.contextmanager
    def _answering(self) -> Iterator[str | None]:
        """The health port, while the watch runs."""
        if self._how.health is None:
            yield None
            return
        answers = Answers(
            live=lambda: living(self._watch.vitals()),
            ready=self._readiness,
            metrics=self._metrics.text,
            token=self._how.token,
        )
        server = HealthServer(self._how.health, answers)
        try:
            yield server.address
        finally:
            server.close()

    @contextlib.contextmanager
    def _hearing_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._signalled, number)
        try:
            yield
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)

    def _signalled(self, number: signal.Signals) -> None:
        self._signals += 1
        if self._signals > 1:
            self._log.say(Level.WARNING, "watch.broken_off", "stopped at once", signal=number.name)
            _flush()
            os._exit(128 + number)
        within = self._how.stop_within
        self._log.say(
            Level.INFO, "watch.stopping", f"stopping within {within:g} s; once more, and at once",
            signal=number.name, within_s=within,
        )  # fmt: skip
        self._service.tell(STOPPING=1, STATUS="stopping")
        self._watch.stop()

    def _told(self, one: Told) -> None:
        """One look, to the log and the counts."""
        self._metrics.told(one)
        if not one.given_back and one.outlet.url in self._urls:
            self._metrics.outlet(one.outlet.url, self._state_of(one.outlet))
        self._reports += one.reports
        self._failures += one.error is not None
        self._given_back += one.given_back
        name = one.outlet.name or one.outlet.url
        about: dict[str, object] = {"outlet": name, "url": one.outlet.url, "duration_s": one.looking}
        if one.refused is not None:
            self._log.say(
                Level.WARNING, "outlet.failed", f"{name}: {one.error}", **about, reason=one.refused.reason,
                detail=one.refused.detail, failures=one.failures, retry_after_s=one.refused.retry_after,
            )  # fmt: skip
            return
        for aside in one.aside:
            detail = f" ({aside.detail})" if aside.detail else ""
            self._log.say(
                Level.WARNING, "report.set_aside", f"{aside.source}: {aside.reason}{detail}", outlet=name,
                url=one.outlet.url, source=aside.source, reason=aside.reason, detail=aside.detail,
            )  # fmt: skip
        if one.reports:
            self._log.say(
                Level.INFO, "outlet.news", f"{name}: {counted(one.reports, 'report')} added", **about,
                reports=one.reports, claims=one.claims, keeping_s=one.keeping, visible_s=one.until_visible,
            )  # fmt: skip
        elif not one.given_back:
            self._log.say(Level.DEBUG, "outlet.unchanged", f"{name}: nothing new", **about)
        if one.given_back:
            self._log.say(Level.INFO, "outlet.given_back", f"{name}: given back, and asked for again", **about)

    @property
    def _active(self) -> int:
        return sum(not one.paused for one in self._chosen.outlets)

    def _state_of(self, outlet: Subscription) -> str:
        return how_it_is(outlet, self._state, datetime.now(UTC))

    def _count_outlets(self) -> None:
        self._urls = {one.url for one in self._chosen.outlets}
        self._metrics.outlets({one.url: self._state_of(one) for one in self._chosen.outlets})

    async def _follow(self) -> None:
        """Watches what the file of outlets says once it was changed; where that is wrong, what it said before."""
        while not self._how.once:
            await asyncio.sleep(_FOLLOWING)
            if not self._followed.changed():
                continue
            path = self._followed.path
            try:
                now = self._followed.read()
            except (FoglineError, OSError) as error:
                words = f"{path} was changed and cannot be used, so that what it said before holds: {error}"
                self._log.say(Level.WARNING, "outlets.refused", words, file=path, reason=str(error))
                continue
            before, self._chosen = self._chosen, now
            self._watch.renew(now.outlets)
            self._count_outlets()
            asked = [{one.url for one in some.outlets if not one.paused} for some in (before, now)]
            words = f"{path} was changed: watching {counted(self._active, 'outlet')}"
            if (now.allow, now.pause) != (before.allow, before.pause):
                words += "; allow and pause hold from the next start on"
            self._log.say(
                Level.INFO, "outlets.changed", words, file=path, outlets=self._active,
                added=len(asked[1] - asked[0]), removed=len(asked[0] - asked[1]),
            )  # fmt: skip

    def _readiness(self) -> list[Sign]:
        """Whether it is ready, from any thread; tells when it stops being so, and when it is again."""
        signs = [*living(self._watch.vitals()), *self._probe.look()]
        bad = "; ".join(f"{one.name} {one.found}" for one in signs if not one.good)
        with self._judging:
            was, self._ready = self._ready, not bad
        if bad and was:
            self._log.say(Level.ERROR, "health.not_ready", f"{self._file}: not ready: {bad}", reason=bad)
        elif not bad and not was:
            self._log.say(Level.INFO, "health.ready", f"{self._file}: ready again")
        if bad or not was:
            self._service.tell(STATUS=f"not ready: {bad}" if bad else "ready again")
        return signs

    async def _mind(self) -> None:
        """Looks whether it is ready, also where nobody asks."""
        while True:
            await asyncio.to_thread(self._readiness)
            if self._ready:
                outlets, reports = counted(self._active, "outlet"), counted(self._reports, "report")
                self._service.tell(STATUS=f"watching {outlets}, {reports} added")
            await asyncio.sleep(_LOOKING)

    async def _look(self) -> None:
        """Looks for alerts again and again; one look ends before the next begins."""
        while self._how.alarm is not None:
            await asyncio.get_running_loop().run_in_executor(self._looker, self._how.alarm.quietly)
            await asyncio.sleep(LOOK_EVERY)

    async def _looked(self) -> bool:
        """Whether looking came to its end: after a look that has begun, and one more at all that `once` brought."""
        if self._how.alarm is None:
            return True
        ends = [self._how.alarm.quietly] if self._how.once else []
        for end in (*ends, self._how.alarm.close):
            done = asyncio.get_running_loop().run_in_executor(self._looker, end)
            if not (await asyncio.wait([done], timeout=None if self._how.once else self._how.stop_within / 3))[0]:
                return False
        return True

    async def _keep_the_dog_quiet(self) -> None:
        """Tells the service manager that it lives, as long as it does; where it does not, it is started anew."""
        if self._service.watchdog is None:
            return
        while True:
            if all(one.good for one in living(self._watch.vitals())):
                self._service.tell(WATCHDOG=1)
            await asyncio.sleep(self._service.watchdog / 3)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
