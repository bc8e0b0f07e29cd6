"""A watch as a service: a real process, real signals, real requests, a disk that really refuses."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_line import fogline
from feeds_made import XML, Answer, feed
from prometheus_client.parser import text_string_to_metric_families

from fogline.sources.watch_state import Known, WatchState
from fogline.store.sqlite import open_ledger


def subscribe(*urls: str) -> None:
    rows = "".join(f"[[outlet]]\nurl = {json.dumps(url)}\n" for url in urls)
    Path("outlets.toml").write_text("[watch]\npause = 0\nevery = '30d'\n" + rows)


class Watching:
    """A watch in a process of its own, and what it tells as it tells it."""

    def __init__(self, *options: str, env: dict[str, str] | None = None) -> None:
        command = [sys.executable, "-m", "fogline.serve.cli", "watch", "--log-format", "json", *options]
        around = {**os.environ, "FOGLINE_ALLOW": "127.0.0.1", **(env or {})}
        self.process = subprocess.Popen(command, env=around, text=True, stderr=subprocess.PIPE)
        self.lines: list[str] = []
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        self.lines += []
        for line in iter(self.process.stderr.readline, ""):
            self.lines.append(line)

    def events(self, name: str) -> list[dict[str, object]]:
        return [said for said in map(json.loads, list(self.lines)) if said["event"] == name]

    def wait(self, name: str, seconds: float = 60.0) -> dict[str, object]:
        wait_for(lambda: self.events(name) or self.process.poll() is not None, seconds)
        assert self.events(name), self.lines
        return self.events(name)[0]

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        asked = urllib.request.Request(f"http://{self.wait('watch.started')['health']}{path}", headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=10) as got:
                return got.status, got.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def metrics(self) -> dict[tuple[str, str], float]:
        """Each sample by its name and the value of its label."""
        status, text = self.get("/metrics")
        assert status == 200
        return {
            (sample.name, " ".join(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def stop(self, number: int = signal.SIGTERM, seconds: float = 60.0) -> int:
        self.process.send_signal(number)
        return self.ended(seconds)

    def ended(self, seconds: float = 60.0) -> int:
        status = self.process.wait(seconds)
        self._reading.join(10)
        return status


@contextmanager
def watching(*options: str, env: dict[str, str] | None = None):
    running = Watching(*options, env=env)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
        running.process.wait()
        running._reading.join(10)
        running.process.stderr.close()


def wait_for(done, seconds: float = 180.0) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.05)


def kept() -> int:
    with open_ledger("fogline.ledger", create=False) as ledger:
        return sum(1 for _ in ledger.view().reports())


def test_outlets_that_are_added_paused_and_misspelt_while_it_watches(web) -> None:
    web.answers |= {"/good": feed("Courier", 2), "/new": feed("Steppe Wire", 3)}
    subscribe(web.url("/good"))
    with watching("--health-listen", "0", "--jobs", "1") as running:
        wait_for(lambda: running.metrics().get(("fogline_reports_total", "")) == 2)
        file = Path("outlets.toml")
        right = file.read_text()
        file.write_text(right.replace("[[outlet]]", "[[outlets]]"))
        wait_for(lambda: running.events("outlets.refused"))
        assert running.metrics()["fogline_outlets", "well"] == 1
        file.write_text(right)
        wait_for(lambda: running.events("outlets.changed"))
        assert fogline("outlet", "add", web.url("/new")).status == 0
        wait_for(lambda: running.metrics().get(("fogline_reports_total", "")) == 5)
        assert fogline("outlet", "pause", web.url("/good")).status == 0
        wait_for(lambda: running.metrics().get(("fogline_outlets", "paused")) == 1)
        assert running.metrics()["fogline_outlets", "well"] == 1
        assert running.stop() == 0
    (refused,) = running.events("outlets.refused")
    assert "outlets" in refused["reason"]
    assert [(one["added"], one["removed"]) for one in running.events("outlets.changed")] == [(0, 0), (1, 0), (0, 1)]
    assert web.paths().count("/good") == 1


def test_an_outlet_that_fell_silent_is_counted_as_that(web) -> None:
    web.answers["/good"] = feed("Courier", 1)
    subscribe(web.url("/good"))
    memory = WatchState(Path("fogline.ledger-watch"))
    for ago in range(30, 0, -1):
        day = (datetime.now(UTC) - timedelta(days=ago)).strftime("%Y-%m-%dT12:00:00Z")
        memory.record(web.url("/good"), Known(due=0.0), now=day, reports=4 if ago > 4 else 0)
    memory.close()
    web.answers["/good"] = feed("Courier", 0)
    with watching("--health-listen", "0") as running:
        wait_for(lambda: running.metrics().get(("fogline_looks_total", "unchanged")) == 1)
        assert running.metrics()["fogline_outlets", "silent"] == 1
        assert running.metrics()["fogline_outlets", "well"] == 0
        assert running.stop() == 0


def test_what_a_watch_counts_and_tells(web) -> None:
    web.answers |= {"/good": feed("Courier", 2), "/gone": Answer(status=410)}
    web.answers["/odd"] = Answer(b"<rss><channel><item><guid>1</guid></item></channel></rss>", headers=XML)
    subscribe(web.url("/good"), web.url("/gone"), web.url("/odd"), web.url("/robots.txt"))
    with watching("--health-listen", "0", "--log-level", "debug") as running:
        wait_for(lambda: running.metrics().get(("fogline_reports_total", "")) == 2)
        wait_for(lambda: running.metrics().get(("fogline_looks_total", "failed")) == 2)
        assert running.get("/livez")[0] == 200
        status, body = running.get("/readyz")
        assert (status, [sign["name"] for sign in json.loads(body)["signs"]]) == (
            200, ["scheduler", "reader", "ledger", "disk"])  # fmt: skip
        assert running.get("/")[0] == 404
        counted = running.metrics()
        assert running.stop() == 0
    assert counted["fogline_looks_total", "news"] == 1
    assert counted["fogline_set_aside_total", "answers 4xx"] == 2
    assert counted["fogline_fetches_total", "fetched"] == 2
    assert counted["fogline_claims_total", ""] > 0
    assert counted["fogline_report_to_visible_seconds_count", ""] == 2
    assert 0 < counted["fogline_report_to_visible_seconds_sum", ""] < 240
    assert counted["fogline_fetched_bytes_total", ""] >= len(feed("Courier", 2).body)
    assert (counted["fogline_outlets", "well"], counted["fogline_outlets", "trouble"]) == (2, 2)
    assert counted["fogline_ledger_bytes", ""] > 4096
    assert counted["fogline_disk_free_bytes", ""] > 0
    assert counted["fogline_queue_looks", ""] == 0
    assert any(name == "fogline_build_info" for name, _ in counted)
    (news,) = running.events("outlet.news")
    assert (news["outlet"], news["reports"], news["level"]) == (web.url("/good"), 2, "info")
    assert news["visible_s"] >= news["keeping_s"] > 0
    failed = {one["url"]: one for one in running.events("outlet.failed")}
    assert failed[web.url("/gone")]["reason"] == "answers 410"
    assert failed[web.url("/gone")]["duration_s"] > 0
    assert len(running.events("outlet.unchanged")) == 1
    (stopped,) = running.events("watch.stopped")
    assert (stopped["reports"], stopped["failures"]) == (2, 2)
    for line in running.lines:
        said = json.loads(line)
        assert list(said)[:3] == ["time", "level", "event"]
        assert datetime.fromisoformat(said["time"]).utcoffset() is not None


def test_nothing_that_a_source_sends_makes_a_line_of_its_own_or_shows_a_key(web) -> None:
    forged = '{"time":"2023-03-04T10:00:00Z","level":"info","event":"forged"}'
    odd = {"Content-Type": f"application/x\x85{forged}\x1b[31m; "}
    web.answers["/odd?api_key=hunter22secret"] = Answer(b"\x00\x01", headers=odd)
    web.answers["/piece"] = Answer(
        f"<rss><channel><title>A\n{forged}\u2028{forged}</title><item><guid>1</guid><title>x\n{forged}</title>"
        f"<link>http://127.0.0.1:1/\u2028{forged}?token=hunter22secret</link></item></channel></rss>".encode(),
        headers=XML,
    )
    subscribe(web.url("/odd?api_key=hunter22secret"), web.url("/piece"))
    for form in ("json", "text"):
        with watching("--once", "--log-format", form, "--log-level", "debug") as running:
            assert running.ended() == 0
        told = "".join(running.lines)
        assert "is neither feed nor page" in told
        assert "hunter22secret" not in told
        assert "\x1b" not in told
        assert "\x85" not in told
        assert "\u2028" not in told
        if form == "json":
            assert "forged" not in [json.loads(line)["event"] for line in told.splitlines()]
        else:
            assert not [line for line in told.splitlines() if not line.startswith("fogline: ")]


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux lets another process's limits be changed")
def test_it_is_not_ready_while_its_disk_refuses(web) -> None:
    web.answers["/good"] = feed("Courier", 1)
    subscribe(web.url("/good"))
    with watching("--health-listen", "0") as running:
        wait_for(lambda: running.events("outlet.news"))
        assert running.get("/readyz")[0] == 200
        soft, hard = resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (0, hard))
        wait_for(lambda: running.get("/readyz")[0] == 503, 20)
        signs = {sign["name"]: sign for sign in json.loads(running.get("/readyz")[1])["signs"]}
        assert "its disk refuses" in signs["ledger"]["found"]
        assert running.get("/livez")[0] == 200  # a new start would not help
        assert "its disk refuses" in running.wait("health.not_ready")["reason"]
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (soft, hard))
        wait_for(lambda: running.get("/readyz")[0] == 200, 20)
        running.wait("health.ready")
        Path("fogline.ledger").rename("elsewhere.ledger")
        wait_for(lambda: running.get("/readyz")[0] == 503, 20)
        assert "moved, replaced or gone" in running.get("/readyz")[1]
        assert running.stop() == 0


def test_it_is_not_ready_without_room(web) -> None:
    web.answers["/good"] = feed("Courier", 1)
    subscribe(web.url("/good"))
    with watching("--health-listen", "0", "--least-free-mb", "1000000000") as running:
        assert running.get("/readyz")[0] == 503
        assert running.get("/livez")[0] == 200
        assert running.stop(signal.SIGINT) == 0


def test_metrics_may_ask_for_a_token_and_other_names_are_refused(web, tmp_path: Path) -> None:
    web.answers["/good"] = feed("Courier", 1)
    subscribe(web.url("/good"))
    (tmp_path / "token").write_text("hunter22secret\n")
    env = {"FOGLINE_WATCH_HEALTH_TOKEN_FILE": str(tmp_path / "token"), "FOGLINE_WATCH_HEALTH_LISTEN": "0"}
    with watching(env=env) as running:
        assert running.get("/metrics")[0] == 401
        assert running.get("/metrics", Authorization="Bearer hunter22")[0] == 401
        assert running.get("/metrics", Authorization="Bearer hunter22secret")[0] == 200
        assert running.get("/readyz", Host="rebound.example")[0] == 403
        assert running.get("/readyz")[0] == 200
        assert running.stop() == 0
    assert "hunter22secret" not in "".join(running.lines)


def test_a_port_that_is_taken_or_open_to_others_is_refused(web) -> None:
    web.answers["/good"] = feed("Courier", 1)
    subscribe(web.url("/good"))
    with watching("--health-listen", str(web.port)) as running:
        assert running.ended() == 2
    assert "cannot be listened at" in running.wait("watch.failed")["reason"]
    assert "can be reached from other machines" in fogline("watch", "--health-listen", "0.0.0.0:9464").err


def test_the_service_manager_is_told(web, tmp_path: Path) -> None:
    web.answers["/good"] = feed("Courier", 1)
    subscribe(web.url("/good"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(60)
        env = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "1500000"}
        with watching(env=env) as running:
            told = manager.recv(4096).decode()
            assert "READY=1" in told.splitlines()
            assert "STATUS=watching 1 outlet" in told.splitlines()
            alive = 0
            while alive < 3:
                alive += manager.recv(4096) == b"WATCHDOG=1"
            running.process.send_signal(signal.SIGTERM)
            while "STOPPING=1" not in manager.recv(4096).decode().splitlines():
                pass
            assert running.ended() == 0


def test_what_is_in_hand_is_given_back_where_time_is_up_and_comes_again(web) -> None:
    many = 900  # more than two cores read in the time
    web.answers["/much"] = feed("Courier", many)
    subscribe(web.url("/much"))
    with watching("--stop-within", "20") as running:
        running.wait("watch.started")
        wait_for(lambda: kept() >= 100, 200)  # the first batch: it reads by now
        begin = time.monotonic()
        assert running.stop() == 0
        took = time.monotonic() - begin
    assert took < 30  # 20 s, and what a machine in use by others adds
    assert running.wait("watch.stopping")["within_s"] == 20
    assert running.wait("watch.stopped")["given_back"] == 1
    before = kept()
    assert before < many
    assert fogline("verify").status == 0
    web.answers["/much"] = feed("Courier", 40)  # the first of them again
    fogline("watch", "--once", "--allow", "127.0.0.1")
    assert kept() == max(before, 40)
    assert fogline("verify").status == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_report_that_takes_longer_than_there_is_does_not_keep_it(web, jobs: str) -> None:
    long = " ".join(
        f"Shells hit Nikopol on March {n % 28 + 1}, {n} people were hurt, officials said." for n in range(3000)
    )
    item = f"<item><guid>1</guid><title>Long</title><description>{long}</description></item>"
    web.answers["/long"] = Answer(f"<rss><channel><title>A</title>{item}</channel></rss>".encode(), headers=XML)
    subscribe(web.url("/long"))
    with watching("--stop-within", "2", "--jobs", jobs) as running:
        wait_for(lambda: "/long" in web.paths())
        time.sleep(3)
        begin = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - begin < 8
    stopped = running.wait("watch.stopped")
    assert (stopped["given_back"], "left_behind" in stopped) == ((0, True) if jobs == "1" else (1, False))
    assert kept() == 0
    assert fogline("verify").status == 0


def test_a_server_that_hangs_does_not_keep_it(web) -> None:
    hangs = threading.Event()
    web.answers["/slow"] = lambda _: (hangs.wait(40), Answer(b"late"))[1]
    subscribe(web.url("/slow"))
    with watching() as running:
        wait_for(lambda: "/slow" in web.paths())
        begin = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - begin < 10
    hangs.set()


def test_a_second_signal_ends_it_at_once_and_costs_nothing(web) -> None:
    web.answers["/much"] = feed("Courier", 900)
    subscribe(web.url("/much"))
    with watching("--stop-within", "300") as running:
        wait_for(lambda: "/much" in web.paths())
        time.sleep(2)
        running.process.send_signal(signal.SIGTERM)
        running.wait("watch.stopping")
        begin = time.monotonic()
        assert running.stop(signal.SIGTERM) == 128 + signal.SIGTERM
        assert time.monotonic() - begin < 5
    assert all(json.loads(line) for line in running.lines)
    assert fogline("verify").status == 0


def test_what_goes_wrong_is_a_line_too(web) -> None:
    subscribe(web.url("/good"))
    Path("fogline.ledger").write_text("no ledger at all" * 500)
    with watching() as running:
        assert running.ended() == 1
    assert re.search("no ledger|not a ledger", running.wait("watch.failed")["reason"])
    assert all(json.loads(line) for line in running.lines)
