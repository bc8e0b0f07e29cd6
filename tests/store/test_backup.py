"""A ledger copied while somebody writes to it."""

import threading

import pytest
from kept_entries import entry

from fogline.model.errors import LedgerDamaged, LedgerError, QueryError
from fogline.sources.watch_state import Known, WatchState
from fogline.store import open_ledger
from fogline.store.alert_memory import AlertMemory, Kept, alerts_beside
from fogline.store.backup import copy_ledger, watch_beside


def ids(path):
    with open_ledger(path, create=False) as opened:
        assert not opened.verify().problems
        return [report.id for report in opened.view().reports()]


def test_a_copy_is_one_whole_ledger_file(tmp_path):
    with open_ledger(tmp_path / "war.ledger") as opened:
        opened.writer().add([entry(), entry(id="r2")])
        found = copy_ledger(tmp_path / "war.ledger", tmp_path / "copy.ledger")  # while it is open
    assert (found.reports, found.problems) == (2, ())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["copy.ledger", "war.ledger"]
    assert ids(tmp_path / "copy.ledger") == ["r1", "r2"]
    copy_ledger(tmp_path / "copy.ledger", tmp_path / "again.ledger")
    assert ids(tmp_path / "again.ledger") == ["r1", "r2"]


def test_a_copy_made_while_writing_holds_every_batch_up_to_a_moment(tmp_path):
    path, stop, written = tmp_path / "war.ledger", threading.Event(), []

    def write():
        with open_ledger(path) as opened:
            for number in range(10_000):
                if stop.is_set():
                    return
                opened.writer().add([entry(id=f"r{number:05}")])
                written.append(f"r{number:05}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 20:
            stop.wait(0.01)
        before = len(written)
        copy_ledger(path, tmp_path / "copy.ledger")
    finally:
        stop.set()
        writer.join()
    copied = ids(tmp_path / "copy.ledger")
    assert copied == written[: len(copied)]
    assert len(copied) >= before


def test_nothing_is_overwritten_and_damage_is_not_copied(tmp_path):
    with open_ledger(tmp_path / "war.ledger") as opened:
        opened.writer().add([entry()])
    (tmp_path / "there").write_text("mine")
    with pytest.raises(QueryError, match="exists already"):
        copy_ledger(tmp_path / "war.ledger", tmp_path / "there")
    with pytest.raises(LedgerError, match="no such ledger"):
        copy_ledger(tmp_path / "none.ledger", tmp_path / "copy")
    with pytest.raises(LedgerError):
        copy_ledger(tmp_path / "war.ledger", tmp_path / "no folder" / "copy")
    body = (tmp_path / "war.ledger").read_bytes()
    (tmp_path / "war.ledger").write_bytes(body.replace(b"shelling had cut", b"shelling had not"))
    with pytest.raises(LedgerDamaged, match="not whole"):
        copy_ledger(tmp_path / "war.ledger", tmp_path / "copy")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["there", "war.ledger"]


def test_what_was_seen_and_alerted_goes_with_it_and_comes_back(tmp_path):
    path = tmp_path / "war.ledger"
    with open_ledger(path) as opened:
        opened.writer().add([entry()])
    watched, alerts = WatchState(watch_beside(path)), AlertMemory(alerts_beside(path))
    watched.record("https://courier.example/rss", Known(due=5.0), now="2023-03-04T12:00:00Z", reports=7)
    with alerts.deciding():
        alerts.fire(Kept(id="a1", rule="r", fired_at="2023-03-04T12:00:00Z", title="Shelling", json="{}"), [], 0.0)
    copy_ledger(path, tmp_path / "copy.ledger")  # while both are open
    watched.close()
    alerts.close()
    copy_ledger(tmp_path / "copy.ledger", tmp_path / "back.ledger")
    names = {one.name for one in tmp_path.iterdir()}
    assert {f"{name}.ledger{beside}" for name in ("copy", "back") for beside in ("", "-watch", "-alerts")} <= names
    assert not any("unfinished" in name for name in names)
    watched, alerts = (
        WatchState(watch_beside(tmp_path / "back.ledger")),
        AlertMemory(alerts_beside(tmp_path / "back.ledger")),
    )
    assert watched.health("https://courier.example/rss", "2023-03-04").today == 7
    assert [one.id for one in alerts.alerts(most=5)] == ["a1"]
    watched.close()
    alerts.close()


def test_what_lies_beside_is_not_overwritten_and_its_damage_not_copied(tmp_path):
    path = tmp_path / "war.ledger"
    with open_ledger(path) as opened:
        opened.writer().add([entry()])
    watch_beside(tmp_path / "copy.ledger").write_text("mine")
    with pytest.raises(QueryError, match=r"copy\.ledger-watch: exists already"):
        copy_ledger(path, tmp_path / "copy.ledger")
    alerts_beside(path).write_text("no database " * 200)
    with pytest.raises(LedgerDamaged, match="-alerts: cannot be copied"):
        copy_ledger(path, tmp_path / "other.ledger")
    assert not [one.name for one in tmp_path.iterdir() if "other" in one.name]
