"""A ledger copied while somebody writes to it."""

import threading

import pytest
from kept_entries import entry

from fogline.model.errors import LedgerDamaged, LedgerError, QueryError
from fogline.store import open_ledger
from fogline.store.backup import copy_ledger


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
