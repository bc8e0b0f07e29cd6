"""Outlets into a ledger, round the clock.

In: subscriptions, what is remembered of them, a ledger's writer. Out: a `Told` for each look at an outlet, and signs of
life while it runs. Refused: nothing of its own; where the ledger cannot write, its `LedgerError` ends the watch, and
all before it is kept; so does a `FoglineError` of what is remembered.

Many outlets are asked at a time. What they bring is read and kept by a thread, or by as many as there are processes
that read for them: each has one poll in hand, and they write in turn. A poll is remembered only after the ledger has
what it brought: whoever is killed in between asks again, and adding again changes nothing. So does whoever is stopped:
what is in hand is finished while there is time for it, and otherwise given back.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import heapq
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from fogline.model.errors import FoglineError, SourceRefused
from fogline.model.report import Capture, SetAside
from fogline.run.add import add
from fogline.run.pool import Processes, Stopped
from fogline.run.read import read_in, read_one
from fogline.sources.fetch import Limits
from fogline.sources.polite import Polite
from fogline.sources.polling import Poll, poll
from fogline.sources.schedule import after_failure, after_news, first_wait, second_wait, spread
from fogline.sources.subscriptions import Subscription
from fogline.sources.watch_state import Known, WatchState, failed
from fogline.store.contract import Added, Writer

AT_ONCE = 50  # outlets that are asked at a time
_WAITING = 8  # polls that wait to be read; from there on, outlets have to wait
# The largest page of the html corpus has 2.3 MB. With what a poll may bring, 50 at a time bound the memory.
LIMITS = Limits(most_bytes=5_000_000)
READER = "fogline-reader"  # the threads that read and keep
KEPT_WITHIN = 1.0  # seconds; what is read of a poll with many reports does not wait for the others
STOP_WITHIN = 30.0  # seconds; a batch of 100 reports takes about 10 to read on two cores (docs/speed.json)
_FINISHING = 2 / 3  # of that time for finishing; the rest for the report in hand, and for closing
_ENDING = 2.0  # seconds beyond it that processes have to end, once they are told to
_BEAT = 1.0  # seconds between two signs of life
# Reports after which it is looked for what refers only to itself: every minute at 8 a second. Python looks among all
# that lives once a quarter of it is new; in a watch, which begins with much, that takes hours and MBs.
_LOOK_THROUGH = 500  # reports
_OF_A_REPORT = 0.1  # what an answer leaves besides, next to a report


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How one look at an outlet went, once what it brought is kept."""

    outlet: Subscription
    reports: int = 0
    claims: int = 0
    aside: tuple[SetAside, ...] = ()
    error: str | None = None  # why the outlet could not be had
    refused: SourceRefused | None = None  # the same, in its parts
    failures: int = 0  # in a row, with this one
    looking: float = 0.0  # seconds that the look took
    keeping: float = 0.0  # seconds that reading and keeping took
    until_visible: float = 0.0  # seconds from the begin of the look until its reports were in the ledger
    given_back: bool = False  # stopped in the midst of it: not remembered, and asked for again


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """Signs of life of a watch; all in seconds but the counts."""

    beat: float  # since the scheduler last had its turn
    looking: int  # outlets that are being looked at, or wait to be read
    waiting: int  # looks that wait to be read
    keeping: float  # since the look that is longest in hand is being read and kept; 0 where none is
    overdue: float  # by which the outlet that has waited longest is late


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """What time it is, how time passes, and chance: arguments, so that a watch can be played again."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    passing: Callable[[], float] = time.monotonic
    chance: random.Random


@dataclass(frozen=True, slots=True, kw_only=True)
class _Brought:
    """What looking at one outlet brought, on its way to be kept."""

    outlet: Subscription
    found: Poll | None
    refused: SourceRefused | None
    kept: asyncio.Future[float] | None  # done once it is kept, with the seconds to wait from then on
    begun: float = 0.0  # when the look began, by the clock that passes
    ended: float = 0.0
    broken: FoglineError | None = None  # not the outlet's fault: what is remembered cannot be read, and watching ends


_END = _Brought(outlet=Subscription(url=""), found=None, refused=None, kept=None)


class Watch:
    """A watch on some outlets. `stop` ends it: what was brought is kept while there is time, the rest asked again.

    Without `processes` it reads in this one.
    """

    def __init__(
        self, outlets: Sequence[Subscription], state: WatchState, polite: Polite, writer: Writer, *, clocks: Clocks,
        stop_within: float = STOP_WITHIN, processes: Processes | None = None,
    ) -> None:  # fmt: skip
        self._outlets = {one.url: one for one in outlets if not one.paused}
        self._planned = set[str]()  # outlets that wait for their time, or are looked at
        self._state, self._polite, self._writer, self._clocks = state, polite, writer, clocks
        self._stopped = asyncio.Event()
        self._brought: asyncio.Queue[_Brought] = asyncio.Queue(_WAITING)
        self._processes, self._readers = processes, processes.jobs if processes else 1
        self._read = functools.partial(read_in, processes) if processes else read_one
        self._reader = ThreadPoolExecutor(self._readers, thread_name_prefix=READER)
        self._due: list[tuple[float, str]] = []
        self._running = 0
        self._stop_within = stop_within
        self._giving_back = threading.Event()
        self._beaten = clocks.passing()
        self._keeping_since = dict[str, float]()  # by outlet
        self._held = 0.0  # reports since that was done
        self._looked = set[str]()  # outlets that were looked at since the start
        self.left_behind = False  # whether it ended while one report was still being read, which took too long

    def stop(self) -> None:
        """Asks no outlet any more, and ends once what was brought is kept or given back, within the time for it."""
        self._stopped.set()

    def renew(self, outlets: Sequence[Subscription]) -> None:
        """Watches these outlets from now on; to be called where it runs. A look that is under way is finished."""
        self._outlets = {one.url: one for one in outlets if not one.paused}
        self._plan(once=False)

    def vitals(self) -> Vitals:
        """How it is doing; may be asked from any thread."""
        now, since, due = self._clocks.passing(), [*self._keeping_since.values()], self._due[:1]
        return Vitals(
            beat=now - self._beaten,
            looking=self._running,
            waiting=self._brought.qsize(),
            keeping=now - min(since) if since else 0.0,
            overdue=max(0.0, now - due[0][0]) if due else 0.0,
        )

    async def run(self, told: Callable[[Told], None], *, once: bool = False) -> None:
        """Watches until stopped; `once`: until each outlet was asked once."""
        self._plan(once=once)
        asking = asyncio.create_task(self._ask(once=once))
        keeping = asyncio.create_task(self._keep_all(told))
        beating = asyncio.create_task(self._beat())
        time_up = asyncio.create_task(self._time_up())
        try:
            await asyncio.wait({asking, keeping}, return_when=asyncio.FIRST_COMPLETED)
            if asking.done():
                asking.result()
                ending = asyncio.create_task(self._brought.put(_END))
                await asyncio.wait({ending, keeping, time_up}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({keeping, time_up}, return_when=asyncio.FIRST_COMPLETED)
            if not keeping.done() and self._processes is not None:
                self._processes.stop()  # the report in hand is given back, and nothing is left behind
                await asyncio.wait({keeping}, timeout=_ENDING)
            if keeping.done():
                keeping.result()  # it ends first only where the ledger refuses
            else:
                self.left_behind = True
        finally:
            for task in (asking, keeping, beating, time_up):
                task.cancel()
            await asyncio.gather(asking, keeping, beating, time_up, return_exceptions=True)
            self._reader.shutdown(wait=not self.left_behind, cancel_futures=True)

    async def _beat(self) -> None:
        """Shows that the loop has its turn."""
        while True:
            self._beaten = self._clocks.passing()
            await asyncio.sleep(_BEAT)

    async def _time_up(self) -> None:
        """Ends when the time to stop within is over; before that, has what is in hand given back."""
        await self._stopped.wait()
        await asyncio.sleep(self._stop_within * _FINISHING)
        self._giving_back.set()
        await asyncio.sleep(self._stop_within * (1 - _FINISHING))

    def _plan(self, *, once: bool) -> None:
        """When each outlet is asked that waits for no time yet."""
        moment, now = self._clocks.passing(), self._clocks.now().timestamp()
        for outlet in [one for one in self._outlets.values() if one.url not in self._planned]:
            known = self._state.known(outlet.url)
            wait = first_wait(known.due, now, known.interval or outlet.every, len(self._outlets), self._clocks.chance)
            self._planned.add(outlet.url)
            heapq.heappush(self._due, (moment if once else moment + wait, outlet.url))

    async def _ask(self, *, once: bool) -> None:
        """Asks each outlet when it is due."""
        asked: set[asyncio.Task[None]] = set()
        room = asyncio.Semaphore(AT_ONCE)
        try:
            while not self._stopped.is_set() and (self._due or self._running or not once):
                wait = self._due[0][0] - self._clocks.passing() if self._due else 1.0
                if wait > 0:
                    await self._wait(min(wait, 0.25))
                    continue
                await room.acquire()
                _, url = heapq.heappop(self._due)
                outlet = self._outlets.get(url)
                if outlet is None:  # it is watched no more
                    self._planned.discard(url)
                    room.release()
                    continue
                self._running += 1
                task = asyncio.create_task(self._one(outlet, room, once=once))
                asked.add(task)
                task.add_done_callback(asked.discard)
        finally:
            for task in asked:
                task.cancel()
            await asyncio.gather(*asked, return_exceptions=True)

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopped.wait(), seconds)
        except TimeoutError:
            return

    async def _one(self, outlet: Subscription, room: asyncio.Semaphore, *, once: bool) -> None:
        try:
            brought = await self._looked_at(outlet)
        finally:
            room.release()
        try:
            await self._brought.put(brought)
            wait = await brought.kept if brought.kept is not None else 0.0
        finally:
            self._running -= 1
        if not once:
            heapq.heappush(self._due, (self._clocks.passing() + wait, outlet.url))

    async def _looked_at(self, outlet: Subscription) -> _Brought:
        kept, begun = asyncio.get_running_loop().create_future(), self._clocks.passing()
        found, refused, broken = None, None, None
        try:
            found = await poll(outlet, self._state, self._polite, self._clocks.now())
        except SourceRefused as error:
            refused = error
        except FoglineError as error:
            broken = error
        except Exception as fault:  # noqa: BLE001 - a fault of ours at one outlet, which must not cost the others
            why = f"{type(fault).__name__}: {str(fault)[:200]}"
            refused = SourceRefused(outlet.url, "made the reader fail; please report this", why)
        return _Brought(
            outlet=outlet, found=found, refused=refused, kept=kept, begun=begun, ended=self._clocks.passing(),
            broken=broken,
        )  # fmt: skip

    def _next(self, outlet: Subscription, found: Poll | None, refused: SourceRefused | None) -> tuple[float, float]:
        """Seconds until the outlet is asked again, and its interval from now on."""
        known = self._state.known(outlet.url)
        interval = max(known.interval or outlet.every, outlet.every)
        if refused is not None:
            wait = after_failure(known.failures + 1, outlet.every, refused.retry_after, self._clocks.chance)
            return wait, interval
        news = found is not None and bool(found.captures or found.unsettled)
        interval = after_news(interval, outlet.every, news=news)
        if outlet.url not in self._looked:
            self._looked.add(outlet.url)
            return second_wait(interval, self._clocks.chance), interval
        return spread(interval, self._clocks.chance), interval

    async def _keep_all(self, told: Callable[[Told], None]) -> None:
        """Reads and keeps what is brought, as many polls at a time as there are readers."""
        keepers = [asyncio.create_task(self._keep(told)) for _ in range(self._readers)]
        try:
            await asyncio.gather(*keepers)
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)

    async def _keep(self, told: Callable[[Told], None]) -> None:
        """Reads and keeps what is brought, one poll after the other, in a thread for it."""
        loop = asyncio.get_running_loop()
        while (brought := await self._brought.get()) is not _END:
            if brought.broken is not None:
                raise brought.broken
            looking, wait = brought.ended - brought.begun, 0.0
            if brought.found is None:
                wait, failures = self._remember_failure(brought.outlet, brought.refused)
                told(Told(outlet=brought.outlet, error=str(brought.refused), refused=brought.refused,
                          failures=failures, looking=looking))  # fmt: skip
            else:
                self._keeping_since[brought.outlet.url] = since = self._clocks.passing()
                added, aside, whole = await loop.run_in_executor(self._reader, self._kept, brought.found)
                now = self._clocks.passing()
                del self._keeping_since[brought.outlet.url]
                if whole:
                    wait = self._remember(brought.found, added, aside)
                told(Told(outlet=brought.outlet, reports=added.reports, claims=added.claims, aside=tuple(aside),
                          looking=looking, keeping=now - since, until_visible=now - brought.begun,
                          given_back=not whole))  # fmt: skip
            if brought.kept is not None and not brought.kept.done():
                brought.kept.set_result(wait)
        self._brought.put_nowait(_END)  # for the reader beside this one

    def _kept(self, brought: Poll) -> tuple[Added, list[SetAside], bool]:
        """What was added and set aside, and whether that was all of it."""
        total, aside, whole = Added(), list[SetAside](), True

        def in_time() -> Iterator[Capture | SetAside]:
            nonlocal whole
            things: list[Capture | SetAside] = [*brought.captures, *brought.aside]
            for one in things:
                if self._giving_back.is_set():
                    whole = False
                    return
                yield one

        try:
            for added, left in add(in_time(), self._writer, jobs=1, read=self._read, within=KEPT_WITHIN):
                total += added
                aside += left
        except Stopped:
            whole = False
        self._held += total.reports + _OF_A_REPORT  # an answer without news leaves something too
        if self._held >= _LOOK_THROUGH:
            self._held = 0.0
            gc.collect()
        return total, aside, whole

    def _remember(self, brought: Poll, added: Added, aside: list[SetAside]) -> float:
        outlet, now = brought.outlet, self._clocks.now()
        wait, interval = self._next(outlet, brought, None)
        known = Known(
            before=brought.before, due=now.timestamp() + wait, interval=interval, last_success=stamp(now),
            moved=brought.moved,
        )  # fmt: skip
        self._state.record(
            outlet.url, known, now=stamp(now), seen=brought.seen, pages=brought.pages, reports=added.reports,
            aside=[(one.reason, one.detail) for one in aside],
        )  # fmt: skip
        return wait

    def _remember_failure(self, outlet: Subscription, refused: SourceRefused | None) -> tuple[float, int]:
        now, known = self._clocks.now(), self._state.known(outlet.url)
        wait, _ = self._next(outlet, None, refused)
        reason = refused.reason if refused else "failed"
        again = failed(known, f"{reason} ({refused.detail})" if refused and refused.detail else reason,
                       due=now.timestamp() + wait)  # fmt: skip
        detail = refused.detail if refused else None
        self._state.record(outlet.url, again, now=stamp(now), aside=[(reason, detail)])
        return wait, again.failures


def stamp(moment: datetime) -> str:
    """A moment as it is noted beside a ledger, to the second, UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
