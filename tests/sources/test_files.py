"""Files, folders and standard input: what becomes a capture, what is set aside and why, what is refused."""

import gzip
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.model.errors import InputError, NoReports
from fogline.model.report import Capture, Facts, SetAside
from fogline.sources import opened as bounds
from fogline.sources.files import collect

STORY = "Shelling hit the market in Kostiantynivka on Sunday, wounding two people, the governor said.\n"
LINE = json.dumps({"id": "k1", "text": STORY})


def captures(*paths: object, **more: object) -> list[Capture]:
    return [found for found in collect([str(path) for path in paths], **more) if isinstance(found, Capture)]


def set_aside(*paths: object, **more: object) -> list[SetAside]:
    return [found for found in collect([str(path) for path in paths], **more) if isinstance(found, SetAside)]


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("a.txt", STORY, "text/plain"),
        ("notes", STORY, "text/plain"),
        ("lines", LINE, "application/json"),
        ("a.html", "<p>Shelling hit Kostiantynivka.</p>", "text/html"),
        ("a.HTM", "<p>Shelling hit Kostiantynivka.</p>", "text/html"),
        ("saved.txt", "\n<!DOCTYPE html><html><body><p>Shelling.</p></body></html>", "text/html"),
        ("a.jsonl", LINE, "application/json"),
        ("a.ndjson", LINE, "application/json"),
        ("a.json", LINE, "application/json"),
        ("pretty.json", json.dumps({"text": STORY}, indent=2), "application/json"),
    ],
)
def test_kinds_of_files(tmp_path: Path, name: str, body: str, media_type: str) -> None:
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")
    (capture,) = captures(path)
    assert capture.media_type == media_type
    assert capture.source.startswith(str(path))
    assert captures(tmp_path) == [capture]


def test_json_lines_one_capture_a_line(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_text(f'{LINE}\n\nno json\n{{"id": "x"}}\n[1]\n{{"text": "  "}}\n{LINE}\n', encoding="utf-8")
    assert [capture.source for capture in captures(path)] == [f"{path}:1", f"{path}:7"]
    assert captures(path)[0].body == LINE.encode()
    assert [(found.source, found.reason) for found in set_aside(path)] == [
        (f"{path}:3", "no JSON"),
        (f"{path}:4", "no text"),
        (f"{path}:5", "no JSON object"),
        (f"{path}:6", "no text"),
    ]


def test_gzip(tmp_path: Path) -> None:
    for name, body in (("a.jsonl.gz", LINE), ("b.txt.gz", STORY)):
        (tmp_path / name).write_bytes(gzip.compress(body.encode()))
    assert [capture.media_type for capture in captures(tmp_path)] == ["application/json", "text/plain"]


def test_broken_gzip_is_set_aside_and_the_rest_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress((LINE + "\n").encode() * 9)[:-12])
    (tmp_path / "b.txt").write_text(STORY, encoding="utf-8")
    assert [found.reason for found in set_aside(tmp_path)] == ["is cut off"]
    assert captures(tmp_path)[-1].source.endswith("b.txt")


def test_folder_is_sorted_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY, encoding="utf-8")
    (tmp_path / "map.tiff").write_bytes(b"II*")
    assert [Path(capture.source).name for capture in captures(tmp_path)] == ["a.txt", "b.txt", "c.txt"]
    assert [found.reason for found in set_aside(tmp_path)] == ["not a kind of file that is read"]


def test_a_link_in_a_circle_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(captures(tmp_path)) == 1


def test_a_broken_link_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    assert len(captures(tmp_path)) == 1
    assert [found.reason for found in set_aside(tmp_path)] == ["cannot be read"]


def test_sidecar_gives_what_files_lack_and_flags_win(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "reports.yaml").write_text(
        "- file: a.txt\n  outlet: Steppe Courier\n  published: 2023-02-30\n"
        "- file: sub/b.txt\n  outlet: Halyard Dispatch\n- file: gone.txt\n- outlet: nobody\n",
        encoding="utf-8",
    )
    first, second = captures(tmp_path)
    assert first.facts == Facts(outlet="Steppe Courier", published="2023-02-30")  # judged by the reader, not here
    assert second.facts.outlet == "Halyard Dispatch"
    assert captures(tmp_path / "a.txt") == [first]
    assert captures(tmp_path / "a.txt", facts=Facts(published="2023-03-01"))[0].facts == Facts(
        outlet="Steppe Courier", published="2023-03-01"
    )
    assert [(found.reason, found.detail) for found in set_aside(tmp_path)] == [
        ("sidecar row names a missing file", "gone.txt"),
        ("sidecar row without a file", "row 4"),
    ]


def test_sidecar_in_the_folder_where_one_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "reports.yaml").write_text("- {file: a.txt, outlet: Steppe Courier}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert captures("a.txt")[0].facts.outlet == "Steppe Courier"
    assert captures(".")[0].facts.outlet == "Steppe Courier"


@pytest.mark.parametrize("written", ["- file: [", "just words", "file: a.txt", "\x00"])
def test_a_malformed_sidecar_is_refused_with_its_name(tmp_path: Path, written: str) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "reports.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(InputError, match=r"reports\.yaml"):
        captures(tmp_path)


def test_what_is_not_there() -> None:
    with pytest.raises(InputError, match="no-such-place: no such file"):
        captures("no-such-place")


def test_a_folder_without_reports(tmp_path: Path) -> None:
    with pytest.raises(NoReports, match="holds no report"):
        captures(tmp_path)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(NoReports, match="1 files set aside"):
        captures(tmp_path)


@pytest.mark.parametrize(
    ("given", "media_type", "source"),
    [
        (LINE.encode(), "application/json", "-:1"),
        (b"\xef\xbb\xbf" + LINE.encode(), "application/json", "-:1"),
        (b"\n\n" + LINE.encode(), "application/json", "-:3"),
        (b"  <html><body>Shelling</body></html>", "text/html", "-"),
        (STORY.encode(), "text/plain", "-"),
        (b"{sic} was all that the statement said.\n", "text/plain", "-"),
    ],
)
def test_standard_input_is_told_by_its_start(given: bytes, media_type: str, source: str) -> None:
    (capture,) = captures("-", stdin=io.BytesIO(given))
    assert (capture.media_type, capture.source) == (media_type, source)


def test_too_large_a_file_and_line_are_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LARGEST", 1_000)
    (tmp_path / "a.txt").write_text("no end " * 1_000, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(f'{LINE}\n{{"text": "{"no end " * 1_000}"}}\n{LINE}\n', encoding="utf-8")
    assert [capture.source.rsplit(":")[-1] for capture in captures(tmp_path)] == ["1", "3"]
    assert [found.reason for found in set_aside(tmp_path)] == ["too large", "too large"]


def test_fifty_megabytes_in_one_line_stay_out_of_memory(tmp_path: Path) -> None:
    path = tmp_path / "one-line.jsonl"
    with path.open("wb") as opened:
        opened.write(b'{"text": "')
        for _ in range(50):
            opened.write(b"x" * 1_000_000)
        opened.write(b'"}\n' + LINE.encode())
    tracemalloc.start()
    assert [type(found).__name__ for found in collect([str(path)])] == ["SetAside", "Capture"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * bounds.LARGEST


def test_collecting_streams(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_text((LINE + "\n") * 3 + "broken\n", encoding="utf-8")
    stream = collect([str(path)])
    assert isinstance(next(stream), Capture)
    path.unlink()
    assert len(list(stream)) == 3


@given(
    st.lists(
        st.sampled_from([LINE, "", "  ", "no json", "{", "[]", '{"text": ""}', '{"id": 7}', "7", "\x00", "\ufeff"])
    )
)
def test_every_line_is_used_or_set_aside(lines: list[str]) -> None:
    given_lines = [LINE, *lines]
    found = list(collect(["-"], stdin=io.BytesIO("\n".join(given_lines).encode())))
    assert [one.source for one in found] == [f"-:{n}" for n, line in enumerate(given_lines, start=1) if line.strip()]
    assert sum(isinstance(one, Capture) for one in found) == given_lines.count(LINE)
