"""Bad input of every sort: told with the file and the way out, a status that is not 0, everything good still done."""

import json
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import apsw
import pytest
from command_line import fogline

BINARY = bytes(range(256)) * 40
COMMAND = [sys.executable, "-m", "fogline.serve.cli"]


def one_line(err: str) -> str:
    """The error, which must be one line and no traceback."""
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("binary.txt", BINARY, ""),
        ("nothing.html", b"<!doctype html><html><head><title></title></head><body><nav></nav></body></html>", ""),
        ("list.json", b"[1, 2]", "JSON"),
        ("bad.jsonl", b'{"text": 3}\n', "text"),
        ("notext.jsonl", b'{"id": "a"}\n', "text"),
        ("feb30.jsonl", b'{"text": "Calm in Nikopol.", "published": "2023-02-30"}\n', "2023-02-30"),
    ],
)
def test_a_bad_file_is_told_by_name_and_the_good_one_is_kept(inbox, name, content, told):
    (inbox / name).write_bytes(content)
    ended = fogline("add", inbox, "--ledger", "war.ledger")
    assert ended.status == 3
    [line] = [line for line in one_line(ended.err).splitlines() if name in line]
    assert told in line
    assert "2 reports added" in ended.err
    assert fogline("verify", "--ledger", "war.ledger").status == 0
    alone = fogline("brief", inbox / name)
    assert alone.status in (1, 3)
    assert name in one_line(alone.err)
    assert alone.out == ""


def test_a_wrong_encoding_is_read_or_told_but_never_fails(tmp_path):
    (tmp_path / "cp1251.txt").write_bytes("Обстріл Нікополя, повідомили в адміністрації.".encode("cp1251") * 5)
    (tmp_path / "latin.txt").write_bytes("Officials in Nikopol said caf\xe9s were hit by shelling.".encode("latin-1"))
    ended = fogline("claims", tmp_path)
    assert ended.status in (0, 3)
    assert "Nikopol" in ended.out
    one_line(ended.err)


def test_dates_that_do_not_exist(inbox):
    assert "2023-02-30" in fogline("brief", inbox, "--since", "2023-02-30").err
    assert fogline("brief", inbox, "--as-of", "yesterday").status == 2
    assert fogline("brief", inbox, "--since", "2023-03-02", "--until", "2023-03-01").status == 2
    wrong = fogline("brief", inbox / "first.txt", "--published", "2023-13-01")
    assert wrong.status != 0
    one_line(wrong.err)


def test_a_folder_without_reports(tmp_path):
    (tmp_path / "bare").mkdir()
    ended = fogline("brief", "bare")
    assert ended.status == 1
    assert "bare" in one_line(ended.err)
    assert ended.out == ""


def test_a_path_that_does_not_exist(inbox):
    for ended in (
        fogline("brief", "nowhere"),
        fogline("add", inbox, "nowhere", "--ledger", "war.ledger"),
        fogline("annotate", "nowhere"),
    ):
        assert ended.status == 1
        assert "nowhere" in one_line(ended.err)


def test_neither_paths_nor_ledger_and_both(ledger, inbox):
    assert fogline("brief").status == 2
    assert fogline("verify").status == 2
    assert fogline("brief", inbox, "--ledger", ledger).status == 2
    assert fogline("brief", "--ledger", "none.ledger").status == 1


def test_a_ledger_of_a_later_version_is_left_alone(ledger):
    connection = apsw.Connection(str(ledger))
    connection.pragma("user_version", 99)
    connection.close()
    for arguments in (["verify"], ["brief"], ["judge", "list"]):
        ended = fogline(*arguments, "--ledger", ledger)
        assert ended.status == 1
        assert "later fogline" in one_line(ended.err)
        assert "Upgrade" in ended.err


def test_a_damaged_ledger_is_told(ledger):
    content = bytearray(ledger.read_bytes())
    place = content.index(b"Wagner said")
    content[place : place + 6] = b"Nobody"
    ledger.write_bytes(bytes(content))
    ended = fogline("verify", "--ledger", ledger)
    assert ended.status == 1
    assert "damaged" in one_line(ended.err)


def test_fifty_megabytes_of_one_line(tmp_path):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as out:
        for _ in range(50):
            out.write(b"shelling of Nikopol " * 50_000)
    ended = fogline("add", huge, "--ledger", "war.ledger")
    assert ended.status in (1, 3)
    assert "huge.txt" in one_line(ended.err)
    line = tmp_path / "huge.jsonl"
    line.write_bytes(b'{"id": "a", "text": "' + huge.read_bytes() + b'"}\n{"id": "b", "text": "Calm in Nikopol."}\n')
    ended = fogline("annotate", line)
    assert ended.status == 3
    assert [json.loads(one)["id"] for one in ended.out.splitlines()] == ["b"]
    assert "huge.jsonl:1" in one_line(ended.err)


def _many(count: int) -> str:
    texts = (f"Shelling hit Nikopol {number} times, officials said." for number in range(count))
    return "\n".join(json.dumps({"id": f"r{number}", "text": text, "lang": "en"}) for number, text in enumerate(texts))


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))


def test_a_full_disk_keeps_what_was_there_and_says_so(ledger, tmp_path):
    """A file that cannot grow is what a full disk is to a program: writing fails."""
    (tmp_path / "more.jsonl").write_text(_many(40))
    ended = subprocess.run(
        [*COMMAND, "add", "more.jsonl", "--ledger", str(ledger)],
        preexec_fn=_small_files, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert "disk" in one_line(ended.stderr)
    assert str(ledger) in ended.stderr
    assert fogline("verify", "--ledger", ledger).status == 0
    assert len(json.loads(fogline("reports", "--ledger", ledger, "--format", "json").out)) == 2


def test_a_killed_process_leaves_a_whole_ledger_that_can_be_gone_on_with(tmp_path):
    (tmp_path / "many.jsonl").write_text(_many(130))
    process = subprocess.Popen(
        [*COMMAND, "add", "many.jsonl", "--ledger", "war.ledger", "--jobs", "1"], stderr=subprocess.DEVNULL
    )
    wal = Path("war.ledger-wal")
    while process.poll() is None and not (wal.exists() and wal.stat().st_size > 200_000):
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert fogline("verify", "--ledger", "war.ledger").status == 0
    kept = json.loads(fogline("reports", "--ledger", "war.ledger", "--format", "json").out)
    assert len(kept) % 100 == 0
    assert fogline("add", "many.jsonl", "--ledger", "war.ledger").status == 0
    assert len(json.loads(fogline("reports", "--ledger", "war.ledger", "--format", "json").out)) == 130


def test_a_closed_pipe_and_ctrl_c_are_quiet(tmp_path):
    line = b'{"id": "a", "text": "Shelling hit Nikopol, officials said."}\n'
    process = subprocess.Popen(
        [*COMMAND, "annotate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdin.write(line)
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == "a"  # answered before the next line comes
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == b""
    (tmp_path / "many.jsonl").write_bytes(line * 60)
    piped = subprocess.run(
        f"{sys.executable} -m fogline.serve.cli annotate many.jsonl --jobs 1 | head -1",
        shell=True, capture_output=True, check=False,
    )  # fmt: skip
    assert piped.stderr == b""
