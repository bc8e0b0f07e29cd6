"""One process and several: the same results, in order, as soon as they are there."""

import errno
import importlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from fogline.model.errors import FoglineError
from fogline.model.report import Capture, SetAside
from fogline.run import pool, read
from fogline.run.pool import CHUNK, ProcessEnded, Processes, Stopped, in_order


def shout(text: str) -> str:
    return text.upper()


def slow_first(number: int) -> int:
    time.sleep(0.2 if number == 0 else 0)
    return number


def process_id(_: int) -> int:
    return os.getpid()


def fails_on_seven(number: int) -> int:
    if number == 7:
        raise ValueError("seven")
    return number


def dies(_: object) -> int:
    os._exit(1)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def slow_process_id(_: int) -> int:
    time.sleep(1.0)
    return os.getpid()


@pytest.mark.parametrize(
    ("jobs", "count"), [(1, 0), (1, 60), (2, 0), (2, 1), (2, 3 * CHUNK + 1), (None, 1), (None, 60)]
)
def test_every_result_in_order(jobs, count):
    names = [f"nikopol {number}" for number in range(count)]
    assert list(in_order(shout, names, jobs=jobs)) == [name.upper() for name in names]


def test_a_slow_thing_does_not_lose_its_place():
    assert list(in_order(slow_first, range(40), jobs=2)) == list(range(40))


def test_little_work_stays_in_this_process_and_much_does_not():
    assert set(in_order(process_id, range(20))) == {os.getpid()}
    if (os.cpu_count() or 1) > 1:
        assert set(in_order(process_id, range(60))) != {os.getpid()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_comes_when_its_turn_comes(jobs):
    results = in_order(fails_on_seven, range(20), jobs=jobs)
    with pytest.raises(ValueError, match="seven"):
        list(results)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_source_comes_after_what_was_before_it(jobs):
    def things() -> Iterator[int]:
        yield from range(10)
        raise FoglineError("the folder is gone")

    got = []
    with pytest.raises(FoglineError, match="gone"):
        for number in in_order(slow_first, things(), jobs=jobs):
            got.append(number)  # noqa: PERF402 - what came before the error is the point
    assert got == list(range(10))


def test_a_killed_process_is_told_with_the_way_out():
    with pytest.raises(FoglineError, match="--jobs 1"):
        list(in_order(dies, range(10), jobs=2))


def test_results_come_before_the_next_thing_does():
    """A pipe that somebody writes to line by line must be answered line by line."""
    asked, answered = threading.Semaphore(0), []

    def things() -> Iterator[int]:
        for number in range(3):
            yield number
            assert asked.acquire(timeout=20)

    for number in in_order(slow_first, things(), jobs=2):
        answered.append(number)
        asked.release()
    assert answered == [0, 1, 2]


def test_memory_is_bounded_the_source_is_not_read_far_ahead():
    read = []

    def things() -> Iterator[int]:
        for number in range(10_000):
            read.append(number)
            yield number

    results = in_order(slow_first, things(), jobs=2)
    for _ in range(4):
        next(results)
    time.sleep(0.3)
    assert len(read) < 100
    results.close()


@pytest.fixture
def processes() -> Iterator[Processes]:
    with closing(Processes(2)) as made:
        yield made


def test_processes_stay_and_work_beside_each_other(processes: Processes):
    with ThreadPoolExecutor(2) as threads:
        took = list(threads.map(lambda number: processes.take(slow_process_id, number), range(6)))
    assert len(set(took)) == 2
    assert os.getpid() not in took


def test_an_error_in_a_process_is_the_askers(processes: Processes):
    with pytest.raises(ValueError, match="seven"):
        processes.take(fails_on_seven, 7)
    assert processes.take(fails_on_seven, 8) == 8


def test_what_ends_its_process_costs_nobody_else_a_result(processes: Processes):
    with ThreadPoolExecutor(2) as threads:
        other = threads.submit(processes.take, slow_process_id, 1)
        time.sleep(0.3)
        with pytest.raises(ProcessEnded):
            processes.take(dies, 1)
        assert other.result() != os.getpid()
    assert processes.take(shout, "calm") == "CALM"


def test_a_process_ends_after_so_many_steps_and_another_takes_its_place():
    with closing(Processes(1, most_steps=3)) as processes:
        took = [processes.take(process_id, number) for number in range(7)]
        assert [len(set(took[:3])), len(set(took[3:6])), len(set(took))] == [1, 1, 3]
        assert not any(Path(f"/proc/{one}").exists() for one in took[:6])
        with pytest.raises(ValueError, match="seven"):
            processes.take(fails_on_seven, 7)
        assert processes.take(shout, "calm") == "CALM"


def test_a_process_that_was_ended_from_outside_costs_no_step(processes: Processes):
    os.kill(processes.take(process_id, 1), signal.SIGKILL)
    assert processes.take(shout, "calm") == "CALM"


NO_HELPER = """
import sys
from multiprocessing import util
from concurrent.futures import ThreadPoolExecutor
from fogline.model.errors import FoglineError
from fogline.run.pool import Processes

def broken(exe, args, fds, start=util.spawnv_passfds):
    tracker = "resource_tracker import" in str(args)
    ends = "import time; time.sleep(0.5); raise SyntaxError('no code')"  # once it was asked to start another
    return start(exe, args if tracker else [exe, "-c", ends], fds)

util.spawnv_passfds = broken
processes = Processes(2)
def take(number):
    try:
        processes.take(abs, number)
    except FoglineError as error:
        return str(error)
with ThreadPoolExecutor(2) as threads:
    print(*threads.map(take, range(2)), sep="\\n")
"""


@pytest.fixture
def unloadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[object], int]:
    """A step whose code this process has, and whose file the disk does not give any more."""
    code = tmp_path / "unloadable.py"
    code.write_text("def step(_): return 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    step = importlib.import_module("unloadable").step
    code.write_text("raise OSError(5, 'Input/output error')\n")
    yield step
    del sys.modules["unloadable"]


def test_a_process_that_cannot_load_its_code_is_not_the_things_fault(
    unloadable: Callable[[object], int], processes: Processes, capfd: pytest.CaptureFixture[str]
):
    with pytest.raises(FoglineError, match=r"cannot be started \(OSError: .*Input/output error\)"):
        processes.take(unloadable, 1)
    assert processes.take(shout, "calm") == "CALM"
    assert capfd.readouterr().err == ""


def test_a_pool_that_cannot_load_its_code_says_why_without_a_traceback(
    unloadable: Callable[[object], int], capfd: pytest.CaptureFixture[str]
):
    with pytest.raises(FoglineError, match=r"ended \(OSError: .*Input/output error\)"):
        list(in_order(unloadable, range(10), jobs=2))
    assert capfd.readouterr().err == ""


def test_what_python_starts_them_out_of_is_heard_again_once_it_has_ended():
    """In a process of its own, whose standard error must stay empty though what Python starts there fails."""
    done = subprocess.run([sys.executable, "-c", NO_HELPER], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    assert ["cannot be started (SyntaxError: no code)" in line for line in said] == [True, True], said


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), EOFError("unexpected EOF")])
def test_a_process_that_cannot_be_started_is_told_with_the_way_out(error: Exception, monkeypatch: pytest.MonkeyPatch):
    def refused(*_: object) -> None:
        raise error

    monkeypatch.setattr(pool.ProcessPoolExecutor, "submit", refused)
    with pytest.raises(FoglineError, match=r"cannot be started.*--jobs 1"):
        list(in_order(shout, ["nikopol"], jobs=2))
    with closing(Processes(1)) as made, pytest.raises(FoglineError, match=r"cannot be started.*--jobs 1"):
        made.take(shout, "nikopol")


def test_what_one_process_can_do_starts_no_other(processes: Processes):
    assert len({processes.take(process_id, number) for number in range(5)}) == 1


def test_a_report_that_ends_the_reading_process_is_set_aside(processes: Processes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(read, "read_one", dies)
    aside = read.read_in(processes, Capture(body=b"Calm in Lyman.", source="a.txt", media_type="text/plain"))
    assert isinstance(aside, SetAside)
    assert (aside.source, aside.reason) == ("a.txt", "made the reader fail; please report this")


def test_processes_that_are_stopped_end_at_once(processes: Processes):
    with ThreadPoolExecutor(1) as threads:
        taken = threads.submit(processes.take, sleep, 60.0)
        time.sleep(1.0)
        begin = time.monotonic()
        processes.stop()
        with pytest.raises(Stopped):
            taken.result()
    assert time.monotonic() - begin < 20
    with pytest.raises(Stopped):
        processes.take(shout, "calm")
