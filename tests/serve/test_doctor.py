"""What the doctor finds in a machine that is well, and in one that is not."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_line import fogline

from fogline.data.gazetteer import SHIPPED
from fogline.model.report import SetAside
from fogline.store.sqlite import open_ledger


def findings(*options: object) -> tuple[int, dict[str, tuple[str, str, str | None]]]:
    """The exit status, and the state, what was found and what to do of each check."""
    ended = fogline("doctor", "--format", "json", *options)
    rows = json.loads(ended.out)
    assert all(row["to_do"] for row in rows if row["state"] != "good")
    return ended.status, {row["check"]: (row["state"], row["found"], row["to_do"]) for row in rows}


def test_a_machine_that_is_well(ledger) -> None:
    Path("outlets.toml").write_text('[[outlet]]\nurl = "https://localhost/rss"\n')
    before = ledger.read_bytes()
    status, found = findings("--ledger", ledger)
    assert (status, {state for state, _, _ in found.values()}) == (0, {"good"})
    assert {
        "python", "packages", "sqlite", "configuration", "ledger", "rights", "disk", "clock", "gazetteer", "parser",
        "tables", "models", "outlets", "names", "transport",
    } == set(found)  # fmt: skip
    assert "1 batch, the last of 20" in found["ledger"][1]
    assert ledger.read_bytes() == before
    assert not [path for path in Path().iterdir() if path.name.endswith(".probe")]
    assert "all is well" in fogline("doctor", "--ledger", ledger).err


def test_a_new_machine_is_told_how_to_begin() -> None:
    status, found = findings()
    assert status == 0
    assert found["ledger"][::2] == ("warning", "fogline init fogline.ledger; or watch, which makes it")
    assert found["outlets"][::2] == ("warning", "fogline outlet add URL")
    assert not Path("fogline.ledger").exists()


def test_a_ledger_that_is_damaged_or_none(ledger) -> None:
    body = bytearray(ledger.read_bytes())
    for page in range(4096, len(body), 4096):
        body[page : page + 8] = b"\xff" * 8
    Path("broken.ledger").write_bytes(body)
    status, found = findings("--ledger", "broken.ledger")
    assert (status, found["ledger"][0]) == (1, "bad")
    assert "fogline restore" in found["ledger"][2]
    Path("none.ledger").write_text("a note about the war " * 400)
    assert findings("--ledger", "none.ledger")[1]["ledger"][0] == "bad"
    shutil.copy(SHIPPED, "other.ledger")
    assert findings("--ledger", "other.ledger")[1]["ledger"][1].endswith("is no ledger of fogline")


def test_a_clock_that_was_set_back() -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)
    with open_ledger("fogline.ledger", clock=lambda: ahead) as ledger:
        ledger.writer().add([], [SetAside(source="a", reason="b")])
    status, found = findings()
    assert (status, found["clock"][0]) == (1, "bad")
    assert "timedatectl" in found["clock"][2]


def test_a_folder_that_is_not_there_and_a_disk_without_room(ledger) -> None:
    status, found = findings("--ledger", "nowhere/war.ledger")
    assert (status, found["rights"][0]) == (1, "bad")
    assert found["rights"][2].startswith("mkdir -p")
    status, found = findings("--ledger", ledger, "--least-free-mb", "1000000000")
    assert (status, found["disk"][0]) == (1, "bad")


@pytest.mark.parametrize("text", ["[[outlet]\n", "[[outlet]]\nurl = 'ftp://a.example/'\n"])
def test_outlets_that_cannot_be_read(text: str) -> None:
    Path("outlets.toml").write_text(text)
    status, found = findings()
    assert (status, found["outlets"][0]) == (1, "bad")


def test_outlets_whose_names_nobody_knows() -> None:
    Path("outlets.toml").write_text('[[outlet]]\nurl = "https://nobody.invalid/rss"\n')
    status, found = findings()
    assert (status, found["names"][0]) == (1, "bad")
    assert "nobody.invalid" in found["names"][1]
    Path("outlets.toml").write_text(
        '[[outlet]]\nurl = "https://nobody.invalid/rss"\n[[outlet]]\nurl = "https://localhost/rss"\n'
    )
    assert findings()[1]["names"][0] == "warning"


def test_settings_that_are_wrong_are_told_and_do_not_keep_it(monkeypatch) -> None:
    monkeypatch.setenv("FOGLINE_LEDGR", "war.ledger")
    status, found = findings()
    assert (status, found["environment"]) == (
        0, ("warning", "FOGLINE_LEDGR means nothing to fogline", "write FOGLINE_LEDGER"))  # fmt: skip
    Path("fogline.toml").write_text("[watch]\nonec = true\n")
    status, found = findings()
    assert (status, found["configuration"][0]) == (1, "bad")
    assert "Did you mean once?" in found["configuration"][1]
    Path("fogline.toml").write_text("[watch]\nhealth-token = 'hunter22secret'\n")
    Path("fogline.toml").chmod(0o644)
    ended = fogline("doctor", "--format", "json")
    assert "others may read it" in ended.out
    assert "hunter22secret" not in ended.out + ended.err
    Path("token").write_text("hunter22secret")
    Path("token").chmod(0o640)
    Path("fogline.toml").write_text("[watch]\nhealth-token-file = 'token'\n")
    assert findings()[1]["secrets"] == (
        "warning",
        "token holds health-token, and others may read it",
        "chmod 600 token",
    )
    Path("token").chmod(0o600)
    assert "secrets" not in findings()[1]


def test_a_gazetteer_of_ones_own_that_is_broken() -> None:
    body = bytearray(SHIPPED.read_bytes()[: 4096 * 40])
    Path("own.gazetteer").write_bytes(body)
    status, found = findings("--gazetteer", "own.gazetteer")
    assert (status, found["gazetteer"][0]) == (1, "good")  # the shipped one, which comes last
    ended = fogline("doctor", "--gazetteer", "own.gazetteer", "--format", "csv")
    assert "gazetteer,bad,own.gazetteer: no gazetteer" in ended.out
