"""What only the ledger promises: insert-only, chained, refusing what it cannot keep safe, whole after any end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import apsw
import pytest
from kept_entries import entry, judgement

from fogline.model.errors import LedgerDamaged, LedgerError, LedgerTooNew, LedgerUnsafe
from fogline.store import open_ledger
from fogline.store.schema import check_library, migrations

TABLES = ("batches", "captures", "reports", "readings", "claims", "claim_places", "judgements", "migrations")


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "war.ledger"
    with open_ledger(made) as ledger:
        ledger.writer().add([entry()])
        ledger.writer().judge([judgement()])
    return made


def raw(path: Path, sql: str, *row: object) -> None:
    connection = apsw.Connection(str(path))
    connection.execute(sql, row)
    connection.close()


def damage(path: Path, sql: str, *row: object) -> None:
    """Changes a ledger behind its back, as somebody who knows SQLite would."""
    connection = apsw.Connection(str(path))
    for (name,) in list(connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(sql, row)
    connection.close()


@pytest.mark.parametrize("table", TABLES)
def test_nothing_can_be_deleted_or_changed(path, table):
    with pytest.raises(apsw.ConstraintError, match="insert-only"):
        raw(path, f"DELETE FROM {table}")
    connection = apsw.Connection(str(path))
    column = connection.execute(f"SELECT name FROM pragma_table_info('{table}')").get[0]
    with pytest.raises(apsw.ConstraintError, match="insert-only"):
        connection.execute(f"UPDATE {table} SET {column} = {column}")
    connection.close()


def test_the_file_is_set_to_lose_nothing(path):
    with open_ledger(path) as ledger:
        connection = ledger._connection
        assert connection.pragma("journal_mode") == "wal"
        assert connection.pragma("synchronous") == 2
        assert connection.pragma("foreign_keys") == 1


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE captures SET body = zeroblob(9), encoding = 'none'", "bytes"),
        ("UPDATE claims SET json = replace(json, 'cut', 'hit')", "claims row"),
        ("UPDATE reports SET json = replace(json, 'Nikopol', 'Kherson')", "reports row"),
        ("UPDATE judgements SET json = replace(json, 'Olha', 'Ivan')", "judgements row"),
        ("DELETE FROM judgements", "batch 2"),
        ("UPDATE batches SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE seq = 1", "batch 1"),
        ("DELETE FROM batches WHERE seq = 1", "batch 2: does not follow"),
        ("INSERT INTO set_aside (batch, digest, json) VALUES (9, 'x', '{}')", "belong to no batch"),
        ("UPDATE readings SET unread = 'nothing to see'", "readings row"),
    ],
)
def test_verify_tells_of_every_change(path, sql, told):
    damage(path, sql)
    with open_ledger(path) as ledger:
        assert any(told in problem for problem in ledger.verify().problems)


def test_a_ledger_of_a_later_fogline_is_refused(path):
    raw(path, "PRAGMA user_version = 99")
    with pytest.raises(LedgerTooNew, match="Upgrade fogline"):
        open_ledger(path)


def test_a_ledger_with_other_migrations_is_refused(path):
    damage(path, "UPDATE migrations SET sha256 = 'x'")
    with pytest.raises(LedgerDamaged, match="backup"):
        open_ledger(path)


def test_another_programs_database_is_refused(tmp_path):
    raw(tmp_path / "theirs.db", "CREATE TABLE birds (name)")
    with pytest.raises(LedgerError, match="not a ledger"):
        open_ledger(tmp_path / "theirs.db")


def test_a_text_file_is_refused_and_left_alone(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("Call the press office about Vuhledar.\n" * 100)
    before = file.read_bytes()
    with pytest.raises(LedgerDamaged):
        open_ledger(file)
    assert file.read_bytes() == before


def test_a_ledger_that_is_not_there_is_told(tmp_path):
    with pytest.raises(LedgerError, match="init"):
        open_ledger(tmp_path / "none.ledger", create=False)
    with pytest.raises(LedgerError, match="folder"):
        open_ledger(tmp_path / "none" / "none.ledger")


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.50.9"])
def test_a_sqlite_with_the_wal_bug_is_refused(version):
    with pytest.raises(LedgerUnsafe, match=version.replace(".", r"\.")):
        check_library(version)


def test_migrations_are_numbered_without_gaps():
    assert [number for number, *_ in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_full_disk_keeps_what_was_acknowledged_and_nothing_of_the_rest(path):
    with open_ledger(path) as ledger:
        pages = ledger._connection.pragma("page_count")
        ledger._connection.pragma("max_page_count", pages + 3)
        noise = os.urandom(60_000).hex()
        with pytest.raises(LedgerUnsafe, match="full"):
            ledger.writer().add(
                [entry(id="small"), entry(f"Officials in Nikopol said shelling had cut the power. {noise}", id="big")]
            )
        assert [report.id for report in ledger.view().reports()] == ["r1"]
        assert ledger.verify().problems == ()
        assert ledger.writer().add([entry("Officials in Nikopol: shelling had cut the power", id="r2")]).reports == 1


def test_two_writers_take_turns(path):
    with open_ledger(path) as one, open_ledger(path) as other:
        for number in range(10):
            (one, other)[number % 2].writer().add([entry(id=f"w{number}")])
        assert len(list(one.view().reports())) == 11
        assert one.verify().problems == ()


def test_no_key_is_checked_by_searching_a_whole_table(path):
    """A foreign key without an index on its column makes adding take the square of what is kept."""
    with open_ledger(path) as ledger:
        execute = ledger._connection.execute
        for (table,) in list(execute("SELECT name FROM sqlite_schema WHERE type = 'table'")):
            for key in list(execute(f"SELECT * FROM pragma_foreign_key_list('{table}')")):
                assert "batches" not in key, "the batch's row comes last"


KILLED = """
import sys
sys.path.insert(0, sys.argv[2])
from kept_entries import entry
from fogline.store import open_ledger
with open_ledger(sys.argv[1]) as ledger:
    writer = ledger.writer()
    for batch in range(10_000):
        writer.add([entry(id=f"k{batch}-{number}") for number in range(5)])
        print(batch, flush=True)
"""


@pytest.mark.parametrize("after", [0.0, 0.013, 0.037, 0.071])
def test_a_killed_process_leaves_whole_batches(path, after):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), str(Path(__file__).parent)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    acknowledged = 1 + len(process.stdout.read().splitlines())
    process.wait()
    process.stdout.close()
    with open_ledger(path) as ledger:
        kept = [report.id for report in ledger.view().reports() if report.id.startswith("k")]
        assert len(kept) % 5 == 0
        assert len(kept) >= 5 * acknowledged
        assert ledger.verify().problems == ()
