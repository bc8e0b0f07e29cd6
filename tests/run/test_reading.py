"""Captures to entries and to lines of the contract: on one process and on several, the same bytes."""

import errno
import io
import json
import os
import time
import zipfile
import zoneinfo
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.model.errors import FoglineError, TableError
from fogline.model.report import Capture, SetAside
from fogline.run.add import add, unknown_only
from fogline.run.annotate import annotate
from fogline.run.lines import captures
from fogline.run.read import FAULT, read_all, read_one
from fogline.store import Added, Entry, MemoryStore

LINES = [
    {"id": f"r{number}", "text": f"Shelling killed {number + 2} people in Nikopol on Friday, the mayor said.",
     "published": "2023-03-04"} for number in range(30)
]  # fmt: skip
JSONL = "\n".join(map(json.dumps, LINES)).encode()


def made() -> list[Capture | SetAside]:
    return list(captures(io.BytesIO(JSONL), "few.jsonl"))


def test_one_process_and_a_pool_give_the_same_bytes():
    one = list(annotate(made(), jobs=1))
    assert one == list(annotate(made(), jobs=2))
    assert [json.loads(line)["id"] for line in one] == [line["id"] for line in LINES]


PIECES = st.sampled_from(
    ["Rebels", "said", "that", "ten people", "were killed", "in Lyman", "on Friday", "“", "”", ".", ",", "\n\n", "—",
     "the mayor of Lyman, Petro Lysenko,", "denied", "8 km west of Lyman", "It", "\u200b", "🚀", "e\u0301", "İ", "ß",
     "three of them children", "\r\n", "\u00a0", "BREAKING:", "12:05", "&amp;", "â€™", "\u202e", "Ã©",
     "â€œWe holdâ€\x9d", "\n\nGOVERNOR KOVAL:", "\n\nQ:", "put the toll at 12", "‘’", "\0", "\u0301"]
)  # fmt: skip
WORDS = {"quote", "as_worded", "text"}  # the fields that repeat the words of a span


def spans(part: object) -> Iterator[dict[str, object]]:
    """Every object with a span, however deep."""
    if isinstance(part, dict):
        if isinstance(part.get("start"), int):
            yield part
        for inner in part.values():
            yield from spans(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from spans(inner)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=40).map(" ".join), st.text(max_size=200)))
def test_every_span_of_the_whole_line_is_the_words_it_stands_for(text: str):
    text = "".join(char for char in text if not 0xD800 <= ord(char) < 0xE000) or "x"
    body = json.dumps({"id": "r1", "text": text, "published": "2023-03-04", "lang": "en"}).encode()
    [line] = annotate([Capture(body=body, source="few.jsonl:1", media_type="application/json")], jobs=1)
    if isinstance(line, SetAside):
        assert not text.strip() or "text" in line.reason
        return
    read = json.loads(line)
    for name in ("attributions", "claims", "places", "times", "figures", "developments"):
        for one in spans(read[name]):
            start, end = one["start"], one["end"]
            assert 0 <= start < end <= len(text), (name, one)
            for word in WORDS & one.keys():
                assert one[word] == text[start:end], (name, one)
    for attribution in read["attributions"]:
        assert all(0 <= start < end <= len(text) for part in attribution.values() for start, end in part)


def test_what_cannot_be_read_keeps_its_place():
    bad = Capture(body=b"\x00\x01", source="bad.txt", media_type="text/plain")
    aside = SetAside(source="x.pdf", reason="not a kind of file that is read")
    results = list(read_all([made()[0], bad, aside, made()[1]], jobs=1))
    assert [type(result) for result in results] == [Entry, SetAside, SetAside, Entry]
    assert results[1].source == "bad.txt"
    assert results[2] == aside


def test_lines_too_long_are_passed_over_without_being_held(monkeypatch):
    monkeypatch.setattr("fogline.run.lines.LARGEST", 100)
    opened = io.BytesIO(b'{"text": "a"}\n' + b"x" * 1_000 + b"\n\n" + b'{"text": "b"}')
    found = list(captures(opened, "-"))
    assert [type(one) for one in found] == [Capture, SetAside, Capture]
    assert [one.source for one in found] == ["-:1", "-:2", "-:4"]


def test_adding_counts_what_is_new_and_reads_nothing_twice():
    store = MemoryStore()
    bad = SetAside(source="x.pdf", reason="not a kind of file that is read")
    [(first, aside)] = add([*made()[:3], bad], store.writer(), jobs=1)
    assert first == Added(reports=3, claims=first.claims, set_aside=1)
    assert aside == [bad]
    marked = list(unknown_only(made()[:4], store))
    assert [type(one).__name__ for one in marked] == ["Known", "Known", "Known", "Capture"]
    [(again, _)] = add(marked, store.writer(), jobs=1)
    assert (again.reports, again.already) == (1, 3)


def test_what_is_read_is_kept_within_a_time_though_the_batch_is_not_full():
    def read_slowly(capture: Capture | SetAside) -> Entry | SetAside:
        time.sleep(0.1)
        return SetAside(source=capture.source, reason="too much to tell")

    def kept(**how: float) -> list[int]:
        return [len(aside) for _, aside in add(made()[:4], MemoryStore().writer(), jobs=1, read=read_slowly, **how)]

    assert kept() == [4]
    assert kept(within=0.05) == [1, 1, 1, 1, 0]


def test_a_machine_that_refuses_is_not_the_reports_fault(monkeypatch: pytest.MonkeyPatch):
    """Each would meet every report; a watch would set all of them aside, and never ask for them again."""
    capture = Capture(body=b"Calm in Lyman.", source="a.txt", media_type="text/plain")
    refused = OSError(errno.EIO, os.strerror(errno.EIO))

    def no_zip(_: object) -> None:
        try:
            raise refused
        except OSError:
            raise zipfile.BadZipFile("File is not a zip file")  # noqa: B904 - as zipfile does

    def no_code(_: object) -> None:
        raise refused

    def no_table(_: object) -> None:
        raise TableError("kinds.toml: cannot be read as a table of kinds")

    for fails, said in ((no_zip, "machine refuses"), (no_code, "machine refuses"), (no_table, "kinds.toml")):
        for place in ("fogline.claims.extract.extract", "fogline.reports.read.read"):
            with monkeypatch.context() as patched, pytest.raises(FoglineError, match=said):
                patched.setattr(place, fails)
                read_one(capture)


def test_a_fault_that_has_a_missing_file_behind_it_is_of_one_report(monkeypatch: pytest.MonkeyPatch):
    """A report may name what no file is found for, such as a time zone; it must not end a watch."""

    def no_zone(_: object) -> None:
        zoneinfo.ZoneInfo("Europe/Lyman")

    monkeypatch.setattr("fogline.reports.read.read", no_zone)
    aside = read_one(Capture(body=b"Calm in Lyman.", source="a.txt", media_type="text/plain"))
    assert isinstance(aside, SetAside)
    assert aside.reason == FAULT
