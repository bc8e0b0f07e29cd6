"""Captures to entries: what was read in each, or why it was set aside.

In: captures, and what was set aside before. Out: an `Entry` or a `SetAside` each, in the order that they came in.
Refused: what cannot be read is set aside with its reason; a machine or a table that would fail every report is not the
report's fault, and ends the work (`FoglineError`).
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from pathlib import Path

from fogline.model.claim import Method
from fogline.model.errors import FoglineError, UnreadableReport
from fogline.model.report import Capture, Report, SetAside
from fogline.run.pool import ProcessEnded, Processes, in_order
from fogline.store.contract import Entry

FAULT = "made the reader fail; please report this"
# What a machine says that would meet every report, wherever in the reader it is met.
_MACHINE = {errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.ESTALE}


def read_all(captures: Iterable[Capture | SetAside], *, jobs: int | None = None) -> Iterator[Entry | SetAside]:
    """Reads every capture, in order; `jobs` processes at a time."""
    return in_order(read_one, captures, jobs=jobs)


def read_one(capture: Capture | SetAside) -> Entry | SetAside:
    """What is read in one capture, or why it cannot be read.

    >>> read_one(Capture(body=b"", source="empty.txt", media_type="text/plain")).reason
    "is empty. Give a file with a report's text."
    """
    if isinstance(capture, SetAside):
        return capture
    report = read_report(capture)
    if isinstance(report, SetAside):
        return report
    try:
        from fogline.claims.extract import extract

        return Entry(capture=capture, report=report, reading=extract(report), method=method())
    except Exception as fault:  # noqa: BLE001 - see there
        return fault_of_the_reader(capture.source, fault)


def read_in(processes: Processes, capture: Capture | SetAside) -> Entry | SetAside:
    """As `read_one`, in another process, which a report may end without harm to this one."""
    if isinstance(capture, SetAside):
        return capture
    try:
        return processes.take(read_one, capture)
    except ProcessEnded:
        return SetAside(source=capture.source, reason=FAULT, detail="the process that read it ended")


def read_report(capture: Capture) -> Report | SetAside:
    """The report that a capture holds, without what it says, or why it is none."""
    try:
        from fogline.reports.read import read

        return read(capture)
    except UnreadableReport as error:
        return SetAside(source=capture.source, reason=str(error).removeprefix(f"{capture.source}: "))
    except Exception as fault:  # noqa: BLE001 - see there
        return fault_of_the_reader(capture.source, fault)


def method() -> Method:
    """What reads: its name and version, as it stands in every claim."""
    from fogline.claims.claim_builder import method as reader

    return reader()


def fault_of_the_reader(source: str, fault: Exception) -> SetAside:
    """A fault of ours in one report of a million, which must not cost the others; it is told and counted.

    Raises FoglineError where it is none of ours but one of the machine or of a table: it would meet every report.
    """
    if isinstance(fault, FoglineError):
        raise fault
    if (error := _of_the_machine(fault)) is not None:
        raise FoglineError(
            f"{source}: the machine refuses while reading it ({error.strerror}). Make room, run it again."
        ) from fault
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    detail = f"{type(fault).__name__}: {str(fault)[:200]}{where}"
    return SetAside(source=source, reason=FAULT, detail=detail)


def _of_the_machine(fault: BaseException | None) -> OSError | None:
    """The machine's error behind a fault, also where what met it said something else: zipfile, that it is no zip."""
    if isinstance(fault, OSError):
        return fault
    while fault is not None:
        if isinstance(fault, OSError) and fault.errno in _MACHINE:
            return fault
        fault = fault.__cause__ or fault.__context__
    return None
