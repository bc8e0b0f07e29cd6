"""Alerts on their way, with a clock that the test turns; the server is real."""

from __future__ import annotations

import json
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "sources"))
from loopback import Answer, site

from fogline.model.alert import Rule
from fogline.model.claim import When
from fogline.model.codec import encode
from fogline.model.errors import InputError
from fogline.model.report import Capture, Report
from fogline.outputs.alerting import Alert, Known
from fogline.run.alert_sending import MOST_TRIES, Tried, send_due
from fogline.run.alerting import silent_outlets
from fogline.run.read import read_one
from fogline.sources.addresses import Access
from fogline.sources.alert_rules import Alerting, Target
from fogline.store.alert_memory import AlertMemory, Kept
from fogline.store.contract import Entry
from fogline.store.memory import MemoryStore

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
LOCAL = Access.of(["127.0.0.1"])
KEY = "a key of more than sixteen letters"


def kept(name: str) -> Kept:
    alert = Alert(
        id=name, rule="dead", conditions="killed over 2", sort="happening", title="Kherson: three reported dead",
        sentences=("Three people were killed.",), happened=When(begin="2026-03-01"),
        known=Known(first_printed="2026-03-01", last_printed="2026-03-01", recorded_at=None, on="2026-03-01"),
        timing="", line="",
    )  # fmt: skip
    return Kept(
        id=name, rule="dead", fired_at="2026-03-01T00:00:00Z", title=alert.title, json=json.dumps(encode(alert))
    )


@pytest.fixture
def memory(tmp_path):
    with AlertMemory(tmp_path / "war.ledger-alerts") as opened:
        yield opened


class Desk:
    """Sends at a time of its own."""

    def __init__(self, memory: AlertMemory, address: str) -> None:
        self.now, self.memory, self.told = BEGIN, memory, list[Tried]()
        self.alerting = Alerting(targets=(Target(name="desk", webhook=address, key=KEY),))

    def send(self) -> None:
        send_due(self.memory, self.alerting, LOCAL, self.told.append, now=lambda: self.now, chance=random.Random(1))


def test_what_fails_is_tried_again_after_twice_as_long_and_given_up_after_days(memory) -> None:
    with site() as web:
        web.answers["/hook"] = Answer(status=500)
        desk = Desk(memory, web.url("/hook"))
        with memory.deciding():
            assert memory.fire(kept("a_1"), [("desk", None)], BEGIN.timestamp())
            assert not memory.fire(kept("a_1"), [("desk", None)], BEGIN.timestamp())
        waits = []
        for number in range(1, MOST_TRIES + 1):
            desk.send()
            (way,) = memory.deliveries("a_1")
            assert (way.tries, len(web.asked)) == (number, number)
            waits.append(way.due - desk.now.timestamp())
            if number < MOST_TRIES:
                desk.now = datetime.fromtimestamp(way.due - 1, UTC)
                desk.send()  # not its turn yet
                assert len(web.asked) == number
                desk.now += timedelta(seconds=2)
        assert 15 <= waits[0] <= 30
        assert all(30 * 2**n * 0.5 <= wait <= 30 * 2**n for n, wait in enumerate(waits[:10]))
        assert max(waits) <= 86_400
        assert way.state == "given up"
        assert desk.told[-1].given_up
        desk.now += timedelta(days=30)
        desk.send()
        assert len(web.asked) == MOST_TRIES
        assert memory.again("a_1") == 1
        web.answers["/hook"] = Answer(status=200)
        desk.send()
        assert memory.deliveries("a_1")[0].state == "sent"
        assert memory.again(None) == 0


def test_a_target_that_fails_is_left_alone_and_keeps_no_other_waiting(memory) -> None:
    with site() as web:
        web.answers |= {"/hook": Answer(status=503), "/well": Answer(status=200)}
        desk = Desk(memory, web.url("/hook"))
        well = Target(name="well", webhook=web.url("/well"), key=KEY)
        desk.alerting = Alerting(targets=(*desk.alerting.targets, well))
        with memory.deciding():
            for name in ("a_1", "a_2", "a_3"):
                memory.fire(kept(name), [("desk", None), ("well", None)], BEGIN.timestamp())
        desk.send()
        assert web.paths().count("/hook") == 1
        assert web.paths().count("/well") == 3


def test_a_clock_that_was_set_back_delays_nothing_for_long(memory) -> None:
    with site() as web:
        web.answers["/hook"] = Answer(status=200)
        desk = Desk(memory, web.url("/hook"))
        with memory.deciding():
            memory.fire(kept("a_1"), [("desk", None)], (BEGIN + timedelta(days=900)).timestamp())
        desk.send()
        assert len(web.asked) == 1


def test_a_target_that_is_gone_is_told(memory) -> None:
    desk = Desk(memory, "https://a.example/")
    with memory.deciding():
        memory.fire(kept("a_1"), [("gone", None)], BEGIN.timestamp())
    desk.send()
    assert [(one.error, one.given_up) for one in desk.told] == [("is no target any more", True)]


def test_what_is_decided_is_kept_whole_or_not_at_all(memory) -> None:
    with pytest.raises(ValueError, match="killed"), memory.deciding():
        memory.begin("dead", "{}", "now")
        memory.mark("dead", {"claim a"}, 3)
        memory.fire(kept("a_1"), [("desk", None)], 0)
        raise ValueError("killed")
    assert memory.conditions("dead") is None
    assert memory.marked("dead", {"claim a"}) == (False, None)
    assert list(memory.alerts()) == []
    with memory.deciding():
        memory.mark("dead", {"claim a", "claim b"}, 3)
        memory.mark("dead", {"claim b"}, 5)
        memory.mark("dead", {"claim b"}, 4)
    assert memory.marked("dead", {"claim a", "claim b"}) == (True, 5)
    assert memory.marked("other", {"claim a"}) == (False, None)


def test_a_file_that_is_no_memory_is_refused(tmp_path) -> None:
    (tmp_path / "x").write_bytes(b"not a database, and longer than a header" * 30)
    with pytest.raises(InputError, match="Move it away"):
        AlertMemory(tmp_path / "x")


def test_a_silence_says_whether_the_outlet_could_be_had() -> None:
    store = MemoryStore()
    for day in range(1, 20):
        line = {"text": f"Shells hit Nikopol again, {day + 1} people were hurt.", "outlet": "Wire",
                "published": f"2023-01-{day:02}"}  # fmt: skip
        capture = Capture(body=json.dumps(line).encode(), source=f"r{day}", media_type="application/json")
        entry = read_one(capture)
        assert isinstance(entry, Entry)
        assert isinstance(entry.report, Report)
        store.writer().add([entry])
    rules = [Rule(name="silent", silence="any")]
    (one,) = silent_outlets(store.view(), rules, "2023-01-25", {"Wire": "answers 503"})
    assert one.said.endswith("; the last looks at it failed: answers 503")
    assert silent_outlets(store.view(), rules, "2023-01-20", {}) == []
    assert silent_outlets(store.view(), [Rule(name="a", place="Kherson")], "2023-01-25", {}) == []
