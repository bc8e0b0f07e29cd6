"""Watching from the command line, against a real server, with real signals."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from command_line import fogline
from feeds_made import XML, Answer, feed

from fogline.store.sqlite import open_ledger


def titles(path: Path) -> list[tuple[str | None, str | None]]:
    with open_ledger(path, create=False) as ledger:
        return sorted((one.outlet, one.title) for one in ledger.view().reports())


def test_a_day_with_outlets(web, tmp_path: Path) -> None:
    web.answers |= {"/good": feed("Courier", 2), "/bad": Answer(b"\x89PNG", headers={"Content-Type": "image/png"})}
    web.answers |= {"/empty": Answer(b"{}", headers={"Content-Type": "application/json"})}
    for path in ("/good", "/bad", "/empty"):
        assert fogline("outlet", "add", web.url(path)).status == 0
    (tmp_path / "more.opml").write_text(
        f'<opml><body><outline text="Paused" xmlUrl="{web.url("/paused")}"/>'
        f'<outline text="Again" xmlUrl="{web.url("/good")}"/></body></opml>'
    )
    assert "1 outlet added, 1 watched already" in fogline("outlet", "add", tmp_path / "more.opml").err
    assert fogline("outlet", "pause", "Paused").status == 0
    Path("outlets.toml").write_text("[watch]\nallow = ['127.0.0.1']\npause = 0\n\n" + Path("outlets.toml").read_text())
    ended = fogline("watch", "--once")
    assert ended.status == 0
    assert "2 reports added, 2 failed looks" in ended.err
    assert titles(Path("fogline.ledger")) == [("Courier", "Report 0"), ("Courier", "Report 1")]
    rows = {row["outlet"]: row for row in json.loads(fogline("outlets", "--format", "json").out)}
    assert (rows[web.url("/good")]["state"], rows[web.url("/good")]["today"]) == ("well", 2)
    assert (rows[web.url("/bad")]["state"], rows[web.url("/bad")]["why"]) == ("trouble", "is no text (1)")
    assert rows["Paused"]["state"] == "paused"
    assert "/paused" not in web.paths()
    assert "0 reports added" in fogline("watch", "--once").err
    assert fogline("outlets", "--opml").out.count("<outline") == 4
    assert "; 2 fetched, with their WARC records" in fogline("verify").out
    with open_ledger(Path("fogline.ledger")) as ledger:
        report = next(iter(ledger.view().reports())).id
    assert "1 capture, 1 with request and answer" in fogline("capture", report, "--out", "evidence.warc.gz").err
    assert fogline("capture", report, "--out", "evidence.warc.gz").status == 2
    assert web.url("/good").encode() in gzip.decompress(Path("evidence.warc.gz").read_bytes())
    assert fogline("backup", "copy.ledger").status == 0
    assert fogline("restore", "copy.ledger", "--ledger", "back.ledger").status == 0
    assert "; 2 fetched" in fogline("verify", "--ledger", "back.ledger").out


def test_this_machine_is_watched_only_where_it_is_let(web) -> None:
    web.answers["/good"] = feed("Courier", 1)
    fogline("outlet", "add", web.url("/good"))
    assert "leads to this machine" in fogline("watch", "--once").err
    assert "1 report added" in fogline("watch", "--once", "--allow", "127.0.0.1").err


def test_nothing_to_watch_says_what_to_do() -> None:
    assert "fogline outlet add URL" in fogline("watch").err
    Path("outlets.toml").write_text("")
    assert "fogline outlet add URL" in fogline("watch").err
    assert fogline("outlet", "add", "nowhere.opml").status == 2
    assert "name or password" in fogline("outlet", "add", "http://a:b@courier.example/").err


def started(tmp_path: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "fogline.serve.cli", "watch", *options]
    return subprocess.Popen(command, cwd=tmp_path, env={**os.environ, "FOGLINE_ALLOW": "127.0.0.1"}, text=True,
                            stderr=subprocess.PIPE)  # fmt: skip


def wait_for(done, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_signal_ends_it_with_all_that_was_brought(web, tmp_path: Path) -> None:
    web.answers["/good"] = feed("Courier", 3)
    fogline("outlet", "add", web.url("/good"))
    running = started(tmp_path)
    wait_for(lambda: "/good" in web.paths())
    running.send_signal(signal.SIGTERM)
    told = running.communicate(timeout=60)[1]
    assert running.returncode == 0
    assert "watching 1 outlet" in told
    assert len(titles(tmp_path / "fogline.ledger")) in (0, 3)


def test_being_killed_loses_and_doubles_nothing(web, tmp_path: Path) -> None:
    """The short form of the test with a thousand kills."""
    chance = random.Random(5)
    web.answers |= {f"/{name}": feed(name, 8) for name in ("a", "b", "c")}
    for name in ("a", "b", "c"):
        fogline("outlet", "add", web.url(f"/{name}"))
    Path("outlets.toml").write_text("[watch]\npause = 0\n" + Path("outlets.toml").read_text())
    acknowledged: set[tuple[str | None, str | None]] = set()
    for _ in range(4):
        asked = len(web.asked)
        running = started(tmp_path, "--once")
        wait_for(lambda asked=asked: len(web.asked) > asked)
        time.sleep(3 * chance.random())
        running.kill()
        running.communicate()
        if (tmp_path / "fogline.ledger").exists():
            now = titles(tmp_path / "fogline.ledger")
            assert acknowledged <= set(now)
            assert len(now) == len(set(now))
            acknowledged = set(now)
            assert fogline("verify").status == 0
    fogline("watch", "--once", "--allow", "127.0.0.1")
    assert titles(tmp_path / "fogline.ledger") == [(name, f"Report {n}") for name in "abc" for n in range(8)]
    assert fogline("verify").status == 0


def test_a_correction_is_a_later_revision_of_the_same_report(web, tmp_path: Path) -> None:
    web.answers["/good"] = feed("Courier", 1)
    fogline("outlet", "add", web.url("/good"))
    fogline("watch", "--once", "--allow", "127.0.0.1")
    web.answers["/good"] = Answer(feed("Courier", 1).body.replace(b"2 people", b"5 people"), headers=XML)
    assert "1 report added" in fogline("watch", "--once", "--allow", "127.0.0.1").err
    with open_ledger(tmp_path / "fogline.ledger") as ledger:
        (report,) = ledger.view().reports()
    assert "5 people" in report.text
    told = fogline("changes")
    assert "[-2-] {+5+} people" in told.out
    assert report.id in told.out
    assert fogline("changes", "p_0").status == 1


def test_a_backup_is_brought_back(ledger, tmp_path: Path) -> None:
    assert "2 reports" in fogline("backup", "copy.ledger", "--ledger", ledger).err
    kept = titles(ledger)
    assert fogline("restore", "copy.ledger", "--ledger", ledger).status == 2  # it is there still
    ledger.unlink()
    assert fogline("restore", "copy.ledger", "--ledger", ledger).status == 0
    assert titles(ledger) == kept
