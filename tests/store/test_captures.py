"""WARC files beside a ledger: durable before the ledger names them, read by other tools, whole after a kill."""

from __future__ import annotations

import errno
import gzip
import io
import itertools
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from kept_entries import entry
from warcio.archiveiterator import ArchiveIterator

from fogline.model.errors import LedgerDamaged, LedgerUnsafe, QueryError
from fogline.model.report import Exchange
from fogline.sources.opened import Opened, buffered
from fogline.sources.warc import read_warc
from fogline.store import open_ledger
from fogline.store.backup import copy_ledger
from fogline.store.captures import CaptureFiles, captures_folder, whole_until
from fogline.store.evidence import write_evidence

PAGE = b"<html><body><p>Shelling hit Nikopol overnight.</p></body></html>"
NUMBERS = itertools.count()


def exchange(body: bytes = PAGE, *, url: str = "https://courier.example/a", head: bytes = b"", **more) -> Exchange:
    number = next(NUMBERS)
    response = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: reader=7; Path=/\r\n" + head
                + b"Content-Length: %d\r\n\r\n" % len(body) + body)  # fmt: skip
    return Exchange(id=f"urn:uuid:00000000-0000-4000-8000-{number:012}", url=url, at="2023-03-04T12:00:00Z",
                    request=b"GET /a HTTP/1.1\r\nHost: courier.example\r\nAuthorization: Basic eDp5\r\n\r\n",
                    response=response, address="192.0.2.7", **more)  # fmt: skip


def fetched(*exchanges: Exchange, id: str = "r1", body: bytes = PAGE):
    made = entry(id=id, text=f"Officials in Nikopol said shelling had cut the power ({id}).")
    capture = replace(made.capture, body=body, exchanges=exchanges or (exchange(body),))
    return replace(made, capture=capture, report=replace(made.report, capture=capture.digest))


def files(ledger: Path) -> list[Path]:
    return sorted(captures_folder(ledger).iterdir())


def records(path: Path) -> list[tuple[str, str, bytes]]:
    """Kind, address and block of each record, as warcio reads them, its digests checked."""
    with path.open("rb") as opened:
        found = []
        for record in ArchiveIterator(opened, check_digests="raise", no_record_parse=False):
            body = record.raw_stream.read()
            found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), body))
        return found


def test_other_tools_read_what_went_over_the_wire(tmp_path):
    path = tmp_path / "war.ledger"
    away = replace(exchange(b"moved", url="https://courier.example/old"), response=b"HTTP/1.1 301 Moved\r\n"
                   b"Location: /a\r\nContent-Length: 5\r\n\r\nmoved")  # fmt: skip
    with open_ledger(path) as opened:
        opened.writer().add([fetched(away, exchange())])
        assert opened.verify().fetched == 1
        assert not opened.verify().problems
    (file,) = files(path)
    kinds = [(kind, url) for kind, url, _ in records(file)]
    assert kinds == [("warcinfo", None), ("response", "https://courier.example/old"),
                     ("request", "https://courier.example/old"), ("response", "https://courier.example/a"),
                     ("request", "https://courier.example/a")]  # fmt: skip
    assert records(file)[3][2] == PAGE
    plain = gzip.decompress(file.read_bytes())
    assert b"reader=7" not in plain
    assert b"eDp5" not in plain
    assert plain.count(b"Fogline-Withheld: set-cookie") == 1
    assert b"WARC-IP-Address: 192.0.2.7" in plain
    for parsed in (False, True):  # fastwarc checks a block before it is taken apart, and a payload after
        with file.open("rb") as stream:
            for record in FastIterator(stream, parse_http=parsed):
                if record.headers["WARC-Type"] == "response":
                    assert record.verify_payload_digest() if parsed else record.verify_block_digest()
    with file.open("rb") as stream:  # and so does fogline itself
        captures = list(read_warc(Opened(stream=buffered(io.BytesIO(gzip.decompress(stream.read()))), source="x")))
    assert [one.body for one in captures] == [PAGE]


def test_a_payload_is_kept_once(tmp_path):
    path = tmp_path / "war.ledger"
    shared = exchange()
    with open_ledger(path) as opened:
        opened.writer().add([fetched(id="r1"), fetched(id="r2")])  # in one batch, and in a later one
        opened.writer().add([fetched(exchange(url="https://courier.example/b"), id="r3")])
        opened.writer().add([fetched(shared, id="r4"), fetched(shared, id="r5")])  # two reports of one page
        assert opened.verify() == replace(opened.verify(), fetched=5, problems=())
    kinds = [kind for kind, _, _ in records(files(path)[0])]
    assert (kinds.count("response"), kinds.count("revisit"), kinds.count("request")) == (1, 3, 4)
    write_evidence(path, "r3", tmp_path / "evidence.warc.gz", at="2023-03-05T00:00:00Z")
    handed_on = records(tmp_path / "evidence.warc.gz")
    assert [kind for kind, _, _ in handed_on] == ["warcinfo", "response", "request", "metadata", "revisit", "request",
                                                  "metadata"]  # fmt: skip
    assert handed_on[1][2] == PAGE


def test_evidence_of_a_file_is_its_bytes(tmp_path):
    path, out = tmp_path / "war.ledger", tmp_path / "evidence.warc.gz"
    with open_ledger(path) as opened:
        opened.writer().add([entry()])
    assert not captures_folder(path).exists()
    assert write_evidence(path, "r1", out, at="2023-03-05T00:00:00Z").fetched == 0
    assert [(kind, body) for kind, _, body in records(out)][1] == ("resource", entry().capture.body)
    with pytest.raises(QueryError, match="exists already"):
        write_evidence(path, "r1", out, at="2023-03-05T00:00:00Z")
    with pytest.raises(QueryError, match="no such report"):
        write_evidence(path, "r9", tmp_path / "x", at="2023-03-05T00:00:00Z")


def damage_byte(file: Path, at: int) -> None:
    body = bytearray(file.read_bytes())
    body[at] ^= 1
    file.write_bytes(body)


def test_damage_is_told_by_capture(tmp_path):
    path = tmp_path / "war.ledger"
    first, second = fetched(id="r1"), fetched(id="r2", body=PAGE + b"<!-- second -->")
    with open_ledger(path) as opened:
        opened.writer().add([first, second])
    (file,) = files(path)
    damage_byte(file, file.stat().st_size - 20)
    with open_ledger(path) as opened:
        (problem,) = opened.verify().problems
    assert second.capture.digest in problem
    assert "are not the ones that were kept" in problem
    assert file.name in problem
    with pytest.raises(LedgerDamaged):
        write_evidence(path, "r2", tmp_path / "e.warc.gz", at="2023-03-05T00:00:00Z")
    assert not list(tmp_path.glob(".*unfinished"))
    write_evidence(path, "r1", tmp_path / "e.warc.gz", at="2023-03-05T00:00:00Z")
    with file.open("r+b") as opened_file:
        opened_file.truncate(file.stat().st_size - 30)
    with open_ledger(path) as opened:
        assert "are cut off" in opened.verify().problems[0]
    file.unlink()
    with open_ledger(path) as opened:
        assert [one.split("records ")[1].split(" (")[0] for one in opened.verify().problems] == ["are missing"] * 2
    with pytest.raises(LedgerDamaged, match="missing"):
        copy_ledger(path, tmp_path / "copy.ledger")
    assert not [one.name for one in tmp_path.iterdir() if "copy" in one.name]


@pytest.mark.parametrize("torn", [1, 9, 60, 400])
def test_a_torn_record_is_cut_and_the_file_goes_on(tmp_path, torn):
    path = tmp_path / "war.ledger"
    with open_ledger(path) as opened:
        opened.writer().add([fetched(id="r1")])
    (file,) = files(path)
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:torn])  # what a killed process had begun
    with open_ledger(path) as opened:
        assert not opened.verify().problems
        opened.writer().add([fetched(id="r2", body=PAGE * 2)])
        assert not opened.verify().problems
    assert files(path) == [file]
    assert [kind for kind, _, _ in records(file)].count("response") == 2


def test_zeros_that_a_power_cut_left_are_cut_and_whole_records_are_not(tmp_path):
    path = tmp_path / "war.ledger"
    with open_ledger(path) as opened:
        opened.writer().add([fetched(id="r1")])
    (file,) = files(path)
    more = gzip.compress(b"a record that no batch names")
    file.write_bytes(file.read_bytes() + more + bytes(5000))
    size = file.stat().st_size
    with open_ledger(path) as opened:
        opened.writer().add([fetched(id="r2", body=PAGE * 2)])
        assert not opened.verify().problems
    with file.open("rb") as stream:
        assert file.read_bytes()[size - 5000 - len(more) : size - 5000] == more
        assert whole_until(stream, 0) == file.stat().st_size


def test_files_have_a_bound_and_two_writers_two_files(tmp_path):
    folder = tmp_path / "captures"
    how = {"original": lambda _: None, "acknowledged": lambda _: 0}
    one, other = (CaptureFiles(folder, lambda: datetime(2023, 3, 4, tzinfo=UTC), largest=4_000) for _ in range(2))
    first = one.place([exchange(os.urandom(3_000))], **how)
    assert other.place([exchange()], **how).file != first.file
    names = {one.place([exchange(os.urandom(3_000))], **how).file for _ in range(4)}
    one.close()
    other.close()
    assert len(names | {first.file}) >= 3
    assert all(path.stat().st_size < 8_000 for path in folder.iterdir())


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path, monkeypatch):
    path = tmp_path / "war.ledger"
    with open_ledger(path) as opened:
        writer = opened.writer()
        writer.add([fetched(id="r1")])

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            with pytest.raises(LedgerUnsafe, match="the disk is full"):
                writer.add([fetched(id="r2", body=PAGE * 2)])
        assert [one.id for one in opened.view().reports()] == ["r1"]
        writer.add([fetched(id="r2", body=PAGE * 2)])
        assert [one.id for one in opened.view().reports()] == ["r1", "r2"]
        assert not opened.verify().problems


WRITER = """
    import sys
    sys.path[:0] = {ways!r}
    from test_captures import fetched
    from fogline.store import open_ledger
    from pathlib import Path
    with open_ledger(Path({ledger!r})) as opened:
        writer = opened.writer()
        for number in range(100_000):
            name = f"{start:02}-{{number:05}}"
            writer.add([fetched(id=name, body=f"<p>Shells hit Nikopol {{name}}</p>".encode() * 900)])
            print(name, flush=True)
"""


def test_kills_lose_nothing_that_was_acknowledged(tmp_path):
    path, acknowledged = tmp_path / "war.ledger", []
    for run in range(6):
        code = textwrap.dedent(WRITER.format(ways=[str(Path(__file__).parent), "src"], ledger=str(path), start=run))
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as writing:
            acknowledged += [writing.stdout.readline().strip() for _ in range(7 + run * 5)]
            writing.send_signal(signal.SIGKILL)
            acknowledged += writing.stdout.read().split()
        with open_ledger(path) as opened:
            assert not opened.verify().problems
            kept = [one.id for one in opened.view().reports()]
            assert opened.verify().fetched == len(kept)
        assert set(acknowledged) <= set(kept)
    with open_ledger(path) as opened:
        opened.writer().add([fetched(id="last")])
    assert len(files(path)) == 1
    assert all(records(file) for file in files(path))


def test_a_backup_holds_the_records_and_comes_back(tmp_path):
    path, copy, back = (tmp_path / name for name in ("war.ledger", "copy.ledger", "back.ledger"))
    with open_ledger(path) as opened:
        opened.writer().add([fetched(id="r1")])
        found = copy_ledger(path, copy)  # while it is written on
        assert (found.fetched, found.problems) == (1, ())
        opened.writer().add([fetched(id="r2", body=PAGE * 2)])
    copy_ledger(copy, back)
    with open_ledger(back, create=False) as opened:
        assert [one.id for one in opened.view().reports()] == ["r1"]
        opened.writer().add([fetched(id="r3", body=PAGE * 3)])
        assert not opened.verify().problems
    with pytest.raises(QueryError, match="exists already"):
        copy_ledger(path, copy)
    assert not [one.name for one in tmp_path.iterdir() if "unfinished" in one.name]
