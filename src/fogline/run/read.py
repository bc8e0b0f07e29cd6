"""Captures to entries: what was read in each, or why it was set aside.

In: captures, and what was set aside before. Out: an `Entry` or a `SetAside` each, in the order that they came in.
Refused: nothing; what cannot be read is set aside with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from fogline.model.claim import Method
from fogline.model.errors import FoglineError, UnreadableReport
from fogline.model.report import Capture, Report, SetAside
from fogline.run.pool import ProcessEnded, Processes, in_order
from fogline.store.contract import Entry

FAULT = "made the reader fail; please report this"


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
    from fogline.claims.extract import extract

    try:
        return Entry(capture=capture, report=report, reading=extract(report), method=method())
    except OSError as error:
        raise machine_refuses(capture.source, error) from error
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
    from fogline.reports.read import read

    try:
        return read(capture)
    except UnreadableReport as error:
        return SetAside(source=capture.source, reason=str(error).removeprefix(f"{capture.source}: "))
    except OSError as error:
        raise machine_refuses(capture.source, error) from error
    except Exception as fault:  # noqa: BLE001 - see there
        return fault_of_the_reader(capture.source, fault)


def method() -> Method:
    """What reads: its name and version, as it stands in every claim."""
    from fogline.claims.claim_builder import method as reader

    return reader()


def machine_refuses(source: str, error: OSError) -> FoglineError:
    """An error of the machine, not of one report: a full disk, no more open files. It would meet every report."""
    return FoglineError(f"{source}: the machine refuses while reading it ({error.strerror}). Make room, run it again.")


def fault_of_the_reader(source: str, fault: Exception) -> SetAside:
    """A fault of ours in one report of a million, which must not cost the others; it is told and counted."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    detail = f"{type(fault).__name__}: {str(fault)[:200]}{where}"
    return SetAside(source=source, reason=FAULT, detail=detail)
