"""What a watch counts, for Prometheus.

In: looks at outlets, fetches, signs of life. Out: the text that Prometheus reads. Refused: nothing. A label never holds
more than 100 values: what sources send cannot make more (the rest is counted as `other`).
"""

from __future__ import annotations

import contextlib
import platform
import re
import shutil
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

import apsw
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from fogline.model.errors import SourceRefused
from fogline.run.watch import Told, Vitals
from fogline.serve.watching import OUTLET_STATES
from fogline.sources.fetch import NEVER, Before, Fetched, Fetcher

_MOST_VALUES = 100
_LONGEST = 120  # characters of a label's value
_FETCHING = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # a fetch has 30 s
_VISIBLE = (0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900)  # the aim is 5 s; a new feed's 40 pages take a minute
NOT_READ = "other"


class Metrics:
    """The counts of one watch. May be asked from any thread."""

    def __init__(self, ledger: Path, vitals: Callable[[], Vitals]) -> None:
        self._ledger, self._vitals = ledger, vitals
        self._states: dict[str, str] = {}
        self._values: dict[str, set[str]] = {}
        self.registry = at = CollectorRegistry()
        self._fetches = Counter("fogline_fetches", "Requests to outlets, by how they ended.", ["result"], registry=at)
        self._fetching = Histogram("fogline_fetch_seconds", "How long requests took.", buckets=_FETCHING, registry=at)
        self._bytes = Counter("fogline_fetched_bytes", "Bytes of answers, once unpacked.", registry=at)
        self._looks = Counter("fogline_looks", "Looks at outlets: news, unchanged, failed, given back.", ["result"],
                              registry=at)  # fmt: skip
        self._reports = Counter("fogline_reports", "Reports kept, new or corrected.", registry=at)
        self._claims = Counter("fogline_claims", "Claims kept.", registry=at)
        self._aside = Counter("fogline_set_aside", "What was not used, by reason.", ["reason"], registry=at)
        self._visible = Histogram(
            "fogline_report_to_visible_seconds",
            "From the begin of the look that found a report until it is in the ledger.", buckets=_VISIBLE, registry=at,
        )  # fmt: skip
        self._keeping = Counter("fogline_keeping_seconds", "Time spent on reading and keeping reports.", registry=at)
        self._last = Gauge("fogline_last_look_timestamp_seconds", "When a look was last kept.", registry=at)
        Info("fogline_build", "What runs.", registry=at).info(
            {"version": version("fogline"), "python": platform.python_version(), "sqlite": apsw.sqlite_lib_version()}
        )
        ProcessCollector(registry=at)
        at.register(self)

    def outlet(self, url: str, state: str) -> None:
        """How an outlet is."""
        self._states[url] = state

    def outlets(self, states: Mapping[str, str]) -> None:
        """How each outlet is that there is; others are counted no more."""
        self._states = dict(states)

    def told(self, one: Told) -> None:
        """A look at an outlet, once what it brought is kept."""
        news = bool(one.reports or one.aside)
        result = "failed" if one.error else "given back" if one.given_back else "news" if news else "unchanged"
        self._looks.labels(result).inc()
        self._reports.inc(one.reports)
        self._claims.inc(one.claims)
        for aside in one.aside:
            self._aside.labels(self._bounded("reason", aside.reason)).inc()
        if one.refused is not None:
            self._aside.labels(self._bounded("reason", _classed(one.refused.reason))).inc()
        for _ in range(one.reports):
            self._visible.observe(one.until_visible)
        self._keeping.inc(one.keeping)
        self._last.set(time.time())

    def fetched(self, result: str, seconds: float, size: int) -> None:
        """A request to an outlet."""
        self._fetches.labels(self._bounded("result", result)).inc()
        self._fetching.observe(seconds)
        self._bytes.inc(size)

    def collect(self) -> Iterable[Metric]:
        """What is looked up when it is asked for."""
        signs = self._vitals()
        yield _gauge("fogline_scheduler_beat_age_seconds", "Since the scheduler last had its turn.", signs.beat)
        yield _gauge("fogline_outlets_in_hand", "Outlets that are looked at, or wait to be read.", signs.looking)
        yield _gauge("fogline_queue_looks", "Looks that wait to be read.", signs.waiting)
        yield _gauge("fogline_keeping_age_seconds", "Since the look in hand is being read.", signs.keeping)
        yield _gauge("fogline_overdue_seconds", "By which the outlet that waits longest is late.", signs.overdue)
        yield _gauge("fogline_ledger_bytes", "The ledger and its write-ahead log.", _size(self._ledger))
        with contextlib.suppress(OSError):  # a disk that is gone has no number; /readyz says so
            free = shutil.disk_usage(self._ledger.resolve().parent).free
            yield _gauge("fogline_disk_free_bytes", "Free on the ledger's disk.", free)
        outlets = GaugeMetricFamily("fogline_outlets", "Outlets, by how they are.", labels=["state"])
        states = list(self._states.values())
        for state in OUTLET_STATES:
            outlets.add_metric([state], states.count(state))
        yield outlets

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)

    def _bounded(self, label: str, value: str) -> str:
        value = value[:_LONGEST].encode("utf-8", "replace").decode()  # half of a surrogate pair is no text
        known = self._values.setdefault(label, set())
        if value in known or len(known) < _MOST_VALUES:
            known.add(value)
            return value
        return NOT_READ


class Measured(Fetcher):
    """A fetcher whose fetches are counted."""

    metrics: Metrics | None = None

    async def fetch(self, address: str, *, before: Before = NEVER) -> Fetched:
        """What the address holds now, or that it has not changed since."""
        return await self._counted(super().fetch(address, before=before))

    async def hop(self, address: str, *, before: Before = NEVER) -> Fetched:
        """As `fetch`, not followed to where the address leads."""
        return await self._counted(super().hop(address, before=before))

    async def _counted(self, fetching: Coroutine[None, None, Fetched]) -> Fetched:
        begin = time.perf_counter()
        try:
            got = await fetching
        except SourceRefused as refused:
            if self.metrics:
                self.metrics.fetched(_classed(refused.reason), time.perf_counter() - begin, 0)
            raise
        if self.metrics:
            result = "led on" if got.onward else "fetched" if got.changed else "not modified"
            self.metrics.fetched(result, time.perf_counter() - begin, len(got.body))
        return got


def _classed(reason: str) -> str:
    """The reason, with a server's answers by their hundreds: it may answer what it likes.

    >>> _classed("answers 404"), _classed("is too slow")
    ('answers 4xx', 'is too slow')
    """
    return re.sub(r"^answers (\d)\d\d$", r"answers \1xx", reason)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)


def _size(ledger: Path) -> int:
    beside = (ledger, ledger.with_name(ledger.name + "-wal"))
    return sum(path.stat().st_size for path in beside if path.exists())
