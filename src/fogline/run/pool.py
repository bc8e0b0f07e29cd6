"""One step over many things, on one process or several: the same results in the same order.

In: a step (a function of a module, so that it can be sent to another process) and things, from any iterator. Out: the
step's results, in the order of the things, as soon as they are there. Refused: a process that cannot be started, or
that ends (`FoglineError`); an error of the step or of the iterator is raised when its turn comes. Memory is bounded: at
most two chunks a process are under way.

A thing is never held back to fill a chunk: with a slow source (a pipe that somebody writes to line by line) each result
comes out before the next thing comes in.
"""

from __future__ import annotations

import os
import queue
import re
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import active_children, forkserver, get_context, parent_process, resource_tracker
from typing import Generic, TypeVar

from fogline.model.errors import FoglineError

Thing = TypeVar("Thing")
Result = TypeVar("Result")

# Below this many things, starting processes costs more than they save: a process takes some 2 s to load the reader,
# which reads about 20 reports of 400 words in that time.
SMALL = 20
_NO_WORD = "ignore:resource_tracker:UserWarning"
# Whatever a reader may gather, it gathers for so many reports. Another process costs some 2 s, which a quarter of an
# hour of reading at full speed bears.
MOST_STEPS = 10_000
CHUNK = 4  # things sent to a process at once; sending costs well under 1 ms, reading a report about 40 ms


def in_order(step: Callable[[Thing], Result], things: Iterable[Thing], *, jobs: int | None = None) -> Iterator[Result]:
    """The step's result for each thing, in order; `jobs=None` takes one process for little and all CPUs for much.

    >>> list(in_order(str.upper, ["kherson", "orikhiv"]))
    ['KHERSON', 'ORIKHIV']
    """
    source = iter(things)
    if jobs is None:
        jobs = os.cpu_count() or 1
        for thing in islice(source, SMALL):
            yield step(thing)
    if jobs > 1:
        yield from _pooled(step, source, jobs)
    else:
        for thing in source:
            yield step(thing)


def _pooled(step: Callable[[Thing], Result], source: Iterator[Thing], jobs: int) -> Iterator[Result]:
    feed = _Feed(source, jobs * CHUNK)
    first = feed.take(wait=True)
    if not first:
        return
    executor = _executor(jobs)
    pending: deque[Future[list[Result]]] = deque()
    try:
        pending.append(_submitted(executor, _each, step, first))
        while pending:
            while len(pending) < 2 * jobs and (chunk := feed.take(wait=False)):
                pending.append(_submitted(executor, _each, step, chunk))
            yield from pending.popleft().result()
            if not pending and (chunk := feed.take(wait=True)):
                pending.append(_submitted(executor, _each, step, chunk))
    except BrokenProcessPool:
        why = _LAST_WORDS.why()
        ended = f"ended ({why})" if why else "was killed, perhaps for lack of memory"
        raise FoglineError(f"A reading process {ended}. Run it again with --jobs 1.") from None
    finally:
        feed.stop()
        executor.shutdown(wait=False, cancel_futures=True)


def _start_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    threading.Thread(target=_end_with_parent, daemon=True, name="fogline-parent").start()


def _end_with_parent() -> None:
    """Ends this process once the one that started it is gone: killed, that could not tell it to, and it would stay."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _each(step: Callable[[Thing], Result], things: list[Thing]) -> list[Result]:
    return [step(thing) for thing in things]


def _ready(_step: Callable[[Thing], Result]) -> None:
    """Nothing; but whoever takes it has loaded the code of the step."""


class ProcessEnded(Exception):
    """A step ended the process that took it."""


class Stopped(Exception):
    """There was no time for a step."""


@dataclass(slots=True)
class _Process:
    """A process that takes steps, one at a time."""

    executor: ProcessPoolExecutor
    taken: int = 0  # steps


class Processes:
    """Processes that stay, and take steps for threads of this one. A process starts when it is first needed.

    Each thread that asks keeps one process busy, so have as many threads as `jobs`. After `most_steps` a process ends,
    and another one takes its place. Where none can be started, a `FoglineError` says why.
    """

    def __init__(self, jobs: int, *, most_steps: int = MOST_STEPS) -> None:
        _LAST_WORDS.heard()  # here, while nobody else writes to standard error
        self.jobs, self._most_steps = jobs, most_steps
        # The one that was used last is used next: where one can do the work, the others need not be started.
        self._places: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        for _ in range(jobs):
            self._places.put(None)
        self._started = set[ProcessPoolExecutor]()
        self._starting = threading.Lock()
        self._stopped = False

    def take(self, step: Callable[[Thing], Result], thing: Thing) -> Result:
        """The step's result for a thing. Raises what the step raises; `ProcessEnded` where it ended the process;
        `Stopped` where `stop` did; `FoglineError` where no process can be started, which is not the thing's fault.

        A process may have been ended from outside, so that a step which it took is taken once more, in another one.
        """
        try:
            return self._take(step, thing)
        except BrokenProcessPool:
            pass
        try:
            return self._take(step, thing)
        except BrokenProcessPool:
            raise ProcessEnded from None

    def _take(self, step: Callable[[Thing], Result], thing: Thing) -> Result:
        process = self._places.get()
        try:
            if self._stopped:
                raise Stopped
            if process is None:
                process = self._begun(step)
            process.taken += 1
            return process.executor.submit(step, thing).result()
        except BrokenProcessPool:
            if process is not None:
                self._started.discard(process.executor)
                process = None
            if self._stopped:
                raise Stopped from None
            raise
        finally:
            if process is not None and process.taken >= self._most_steps and not self._stopped:
                self._started.discard(process.executor)
                process.executor.shutdown()  # waits for it, some milliseconds
                process = None
            self._places.put(process)

    def _begun(self, step: Callable[[Thing], Result]) -> _Process:
        """A process that can take such steps; one that was ended from outside meanwhile is begun once more."""
        for _ in range(2):
            with self._starting:  # one after the other, so that all are heard: see `_LastWords`
                executor = _executor(1)
                begun = _submitted(executor, _ready, step)
            self._started.add(executor)
            try:
                begun.result()
            except BrokenProcessPool:
                self._started.discard(executor)
                if self._stopped:
                    raise Stopped from None
                continue
            return _Process(executor)
        raise _no_start(_LAST_WORDS.why())

    @property
    def stopped(self) -> bool:
        """Whether the processes were ended with steps in hand."""
        return self._stopped

    def stop(self) -> None:
        """Ends all processes at once, whatever they have in hand; nothing is taken any more."""
        self._stopped = True
        for process in active_children():  # there are no others than those that take steps
            process.kill()

    def close(self) -> None:
        """Lets the processes end, each after the step in hand, and waits for it.

        Python's own end writes to a pipe that is closed meanwhile where nobody waits (CPython 3.11), and says so among
        the lines of a log.
        """
        for executor in [*self._started]:
            executor.shutdown(wait=not self._stopped, cancel_futures=True)
        self._started.clear()


def _executor(jobs: int) -> ProcessPoolExecutor:
    try:
        _LAST_WORDS.heard()
        return ProcessPoolExecutor(jobs, get_context("forkserver"), _start_worker)
    except OSError as error:
        raise _no_start(error.strerror) from error


def _hush() -> None:
    """Has the process of Python's own that takes away what others leave behind say nothing of it; before it starts.

    Whoever is killed leaves semaphores, and it would say so among the lines of a log that programs read.
    """
    said = os.environ.get("PYTHONWARNINGS", "")
    if _NO_WORD not in said:
        os.environ["PYTHONWARNINGS"] = f"{said},{_NO_WORD}".strip(",")


def _submitted(executor: ProcessPoolExecutor, work: Callable[..., Result], *given: object) -> Future[Result]:
    """Work on its way to a process, which is started where there is none; that takes files, memory and code."""
    try:
        return executor.submit(work, *given)
    except (OSError, EOFError) as error:
        raise _no_start(_LAST_WORDS.why() or (error.strerror if isinstance(error, OSError) else None)) from error


def _no_start(why: str | None) -> FoglineError:
    because = f" ({why})" if why else ""
    return FoglineError(f"A reading process cannot be started{because}. Run it again; --jobs 1 does without.")


def _has_ended() -> bool:
    """Whether the process out of which others are started has ended, though what it said may not all be heard yet."""
    pid = getattr(getattr(forkserver, "_forkserver", None), "_forkserver_pid", None)  # Python has no public word for it
    if pid is None or not hasattr(os, "waitid"):  # macOS has it from Python 3.13 on
        return False
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


class _LastWords:
    """What reading processes say on standard error.

    One that cannot load its code, because the disk does not give it, ends with a traceback from within Python, among
    the lines of a log that programs read. It is heard here instead, and its last line told as the reason.
    """

    def __init__(self) -> None:
        self._said = ""
        self._starting = threading.Lock()
        self._hearing: threading.Thread | None = None

    def heard(self) -> None:
        """From here on: starts the process of Python's own out of which all others are started, unless it runs.

        Raises OSError where it cannot. Python starts another one by itself, unheard, where that one has ended; so this
        is to be asked before each process is started.
        """
        with self._starting:
            if self._hearing is not None and self._hearing.is_alive() and not _has_ended():
                return
            _hush()
            resource_tracker.ensure_running()  # it lives on beside the others, and the pipe's end must be theirs
            ear, mouth = os.pipe()
            try:
                self._start_with(mouth)
            except BaseException:
                os.close(ear)
                raise
            finally:
                os.close(mouth)
            self._hearing = threading.Thread(target=self._hear, args=(ear,), daemon=True, name="fogline-last-words")
            self._hearing.start()

    @staticmethod
    def _start_with(mouth: int) -> None:
        """What Python starts there has this process's standard error, so that is another one for the moment."""
        try:
            own = os.dup(2)
        except OSError:  # this process has none
            forkserver.ensure_running()
            return
        os.dup2(mouth, 2)
        try:
            forkserver.ensure_running()
        finally:
            os.dup2(own, 2)
            os.close(own)

    def _hear(self, ear: int) -> None:
        """Until all have ended that could say something."""
        while piece := os.read(ear, 4096):
            self._said = (self._said + piece.decode("utf-8", "replace"))[-4096:]
        os.close(ear)

    def why(self) -> str | None:
        """The error that a process ended with last, if it said one."""
        time.sleep(0.1)  # it is in the pipe when the process has ended, and heard a moment later
        said, self._said = self._said, ""
        errors = re.findall(r"^[\w.]*(?:Error|Exception)\b.*", said, re.MULTILINE)
        return errors[-1].strip() if errors else None


_LAST_WORDS = _LastWords()


class _Feed(Generic[Thing]):
    """Reads the source ahead in a thread of its own, so that waiting for input never keeps results back."""

    def __init__(self, source: Iterator[Thing], ahead: int) -> None:
        self._source = source
        self._ready: queue.Queue[Thing | _End] = queue.Queue(ahead)
        self._stopped = threading.Event()
        self._end: _End | None = None
        threading.Thread(target=self._read, daemon=True, name="fogline-feed").start()

    def take(self, *, wait: bool) -> list[Thing]:
        """The next things, at most a chunk; none at the end, or where nothing is ready and `wait` is False."""
        taken: list[Thing] = []
        while len(taken) < CHUNK and self._end is None:
            try:
                thing = self._ready.get(block=wait and not taken)
            except queue.Empty:
                break
            if isinstance(thing, _End):
                self._end = thing
            else:
                taken.append(thing)
        if wait and not taken and self._end is not None and self._end.error is not None:
            raise self._end.error
        return taken

    def stop(self) -> None:
        """Lets the thread end, whatever it waits for but the source itself."""
        self._stopped.set()

    def _read(self) -> None:
        error: BaseException | None = None
        try:
            for thing in self._source:
                self._put(thing)
                if self._stopped.is_set():
                    return
        except BaseException as raised:  # noqa: BLE001 - handed to the other thread, which raises it
            error = raised
        self._put(_End(error))

    def _put(self, thing: Thing | _End) -> None:
        while not self._stopped.is_set():
            try:
                self._ready.put(thing, timeout=0.2)
            except queue.Full:
                continue
            return


class _End:
    """The end of the source, and the error that it ended with."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error
