"""Captures into a store, a batch at a time.

In: captures and a store's writer. Out: after each batch that is safely kept, what it changed. Refused: nothing of its
own; where the store cannot write, its `LedgerError` ends the work, and all batches before are kept.
"""

from __future__ import annotations

import functools
import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from fogline.model.report import Capture, Exchange, Report, SetAside
from fogline.run.pool import in_order
from fogline.run.read import method, read_one, read_report
from fogline.store.contract import Added, Entry, Store, Writer

# A batch is one commit with a full sync. 100 reports a commit reach 7 times the rate of one a commit (ecosystem.md,
# store findings); more gains little, and costs more to do again when the process is killed.
BATCH = 100
BATCH_BYTES = 16_000_000  # so that a batch of huge reports stays small in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A report that the store has already, read by the same reader."""

    source: str


Read = Callable[[Capture | SetAside], Entry | SetAside]


def add(
    captures: Iterable[Capture | SetAside | Known],
    writer: Writer,
    *,
    jobs: int | None = None,
    read: Read = read_one,
    within: float = math.inf,
) -> Iterator[tuple[Added, list[SetAside]]]:
    """Reads and keeps everything; yields, after each commit, what it changed and what was set aside.

    `within`: seconds after which what was read is kept, though the batch is not full.
    """
    entries: list[Entry] = []
    aside: list[SetAside] = []
    known = size = 0
    left: deque[tuple[Exchange, ...]] = deque()
    since = time.monotonic()
    for result in in_order(functools.partial(_step, read), _without_exchanges(captures, left), jobs=jobs):
        exchanges = left.popleft()
        if isinstance(result, Entry):
            if exchanges:
                result = replace(result, capture=replace(result.capture, exchanges=exchanges))  # noqa: PLW2901
            entries.append(result)
            size += len(result.capture.body)
        elif isinstance(result, SetAside):
            aside.append(result)
        else:
            known += 1
        if len(entries) >= BATCH or size >= BATCH_BYTES or len(aside) >= BATCH or time.monotonic() - since >= within:
            yield writer.add(entries, aside) + Added(already=known), aside
            entries, aside, known, size = [], [], 0, 0
            since = time.monotonic()
    yield writer.add(entries, aside) + Added(already=known), aside


def _without_exchanges(
    captures: Iterable[Capture | SetAside | Known], left: deque[tuple[Exchange, ...]]
) -> Iterator[Capture | SetAside | Known]:
    """The captures as they are read; how they were fetched is left here, and travels to no other process."""
    for one in captures:
        if isinstance(one, Capture) and one.exchanges:
            left.append(one.exchanges)
            yield replace(one, exchanges=())
        else:
            left.append(())
            yield one


def _step(read: Read, thing: Capture | SetAside | Known) -> Entry | SetAside | Known:
    return thing if isinstance(thing, Known) else read(thing)


def unknown_only(captures: Iterable[Capture | SetAside], store: Store) -> Iterator[Capture | SetAside | Known]:
    """The captures, with those whose report is kept already marked as known, so that they are not read again."""
    writer = store.writer()
    for capture in captures:
        if isinstance(capture, Capture) and store.view().capture(capture.digest) is not None:
            report = read_report(capture)
            if isinstance(report, Report) and writer.knows(report, method()):
                yield Known(source=capture.source)
                continue
        yield capture
