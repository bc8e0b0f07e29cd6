"""Files, folders and standard input to captures.

In: paths (`-`: standard input). Out: one `Capture` a report, one at a time, and a `SetAside` with its reason for what
could not be used. Refused: a path that does not exist (`InputError`), a folder without reports (`NoReports`).

What is read: plain text, HTML pages, and JSON Lines (one capture a line, its source "path:line"); each also gzipped. A
folder is walked in sorted order, hidden files left out. A sidecar `reports.yaml` says what a file lacks; `facts` (from
flags) win over it.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from fogline.model.errors import InputError, NoReports
from fogline.model.report import Capture, Facts, SetAside
from fogline.sources.sidecar import NAME as SIDECAR
from fogline.sources.sidecar import over, read_sidecar

# The largest single report in bytes. trafilatura refuses pages above the same size; the largest page of the html corpus
# has 2.3 MB, and a report of 20 MB would keep the parser busy for minutes.
LARGEST = 20_000_000
_CHUNK = 1 << 20
_NOTHING = Facts()

_TEXT, _HTML, _JSON = "text/plain", "text/html", "application/json"
_BY_ENDING = {
    ".txt": _TEXT, ".text": _TEXT, ".md": _TEXT, ".html": _HTML, ".htm": _HTML, ".xhtml": _HTML,
    ".jsonl": _JSON, ".ndjson": _JSON, ".json": _JSON,
}  # fmt: skip
_MARKUP = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_JSON_START = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\{\s*(?:"|\}|$)')


def collect(
    paths: Sequence[str], *, facts: Facts = _NOTHING, stdin: BinaryIO | None = None
) -> Iterator[Capture | SetAside]:
    """Every report that the paths hold, one at a time, in the order of the paths.

    >>> lines = io.BytesIO(b'{"text": "Shelling hit Vuhledar overnight."}')
    >>> [capture.source for capture in collect(["-"], stdin=lines)]
    ['-:1']
    """
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise InputError(f"{path}: no such file or folder. Check the name; `-` reads from standard input.")
    for path in paths:
        if path == "-":
            yield from _stream(stdin or sys.stdin.buffer, "-", facts)
        elif Path(path).is_dir():
            yield from _folder(Path(path), facts)
        else:
            yield from _single(Path(path), facts)


def _single(path: Path, facts: Facts) -> Iterator[Capture | SetAside]:
    sidecar = read_sidecar(path.parent)
    yield from _file(path, over(facts, sidecar.facts.get(path, Facts())))


def _folder(folder: Path, facts: Facts) -> Iterator[Capture | SetAside]:
    captures = left = 0
    for found in _walk(folder, facts, {}):
        captures += isinstance(found, Capture)
        left += isinstance(found, SetAside)
        yield found
    if not captures:
        aside = f" ({left} files set aside)" if left else ""
        raise NoReports(
            f"{folder}: holds no report{aside}. Put .txt, .html or .jsonl files there, or name another folder."
        )


def _walk(folder: Path, facts: Facts, known: dict[Path, Facts]) -> Iterator[Capture | SetAside]:
    sidecar = read_sidecar(folder)
    yield from sidecar.set_aside
    known = {**known, **sidecar.facts}
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        yield _refused(folder, error)
        return
    for path in inside:
        if path.name.startswith(".") or path.name == SIDECAR:
            continue
        if path.is_dir():
            if not path.is_symlink():  # a link to a folder above would never end
                yield from _walk(path, facts, known)
        elif _ending(path) and _ending(path) not in _BY_ENDING and path not in known:
            yield SetAside(source=str(path), reason="not a kind of file that is read", detail=path.suffix)
        else:
            yield from _file(path, over(facts, known.get(path, Facts())))


def _file(path: Path, facts: Facts) -> Iterator[Capture | SetAside]:
    try:
        with path.open("rb") as raw:
            packed = path.suffix.lower() == ".gz"
            opened = io.BufferedReader(gzip.GzipFile(fileobj=raw)) if packed else raw
            yield from _stream(opened, str(path), facts, _BY_ENDING.get(_ending(path)))
    except (OSError, EOFError, zlib.error) as error:
        yield _refused(path, error)


def _stream(opened: BinaryIO, source: str, facts: Facts, kind: str | None = None) -> Iterator[Capture | SetAside]:
    """The captures of one opened file; what kind it is, is told from its start where the name does not say."""
    head = _first_line(opened)
    if (kind == _JSON and not _whole(source, head)) or (kind is None and _JSON_START.match(head)):
        yield from _lines(opened, head, source, facts)
        return
    rest = opened.read(LARGEST + 1 - len(head)) if len(head) <= LARGEST else b""
    body = head + rest
    if len(body) > LARGEST:
        yield _too_large(source)
    elif kind == _JSON:
        yield from _one_object(body, source, facts)
    else:
        page = kind == _HTML or _MARKUP.match(body[:4096])
        yield Capture(body=body, source=source, media_type=_HTML if page else _TEXT, facts=facts)


def _first_line(opened: BinaryIO) -> bytes:
    """The lines up to the first that is not blank, at most a little more than the largest report."""
    head = opened.readline(LARGEST + 1)
    while head and not head.strip() and len(head) <= LARGEST:
        more = opened.readline(LARGEST + 1 - len(head))
        if not more:
            break
        head += more
    return head


def _whole(source: str, head: bytes) -> bool:
    """Whether a .json file is one object over many lines, or a list, and not JSON Lines."""
    start = head.removeprefix(b"\xef\xbb\xbf").strip()
    return source.lower().removesuffix(".gz").endswith(".json") and (start[:1] == b"[" or start == b"{")


def _one_object(body: bytes, source: str, facts: Facts) -> Iterator[Capture | SetAside]:
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[":
        yield SetAside(source=source, reason="a JSON list", detail="write one object a line: jq -c '.[]'")
        return
    yield _object(body, source, facts)


def _lines(opened: BinaryIO, head: bytes, source: str, facts: Facts) -> Iterator[Capture | SetAside]:
    """One capture a line. A line that is too long is passed over in pieces, so that it never lies in memory whole."""
    number = max(1, head.rstrip(b"\r\n").count(b"\n") + 1)
    line = head[head.rstrip().rfind(b"\n") + 1 :].removeprefix(b"\xef\xbb\xbf") if head.strip() else b""
    while line:
        if len(line) > LARGEST:
            yield _too_large(f"{source}:{number}")
            while line and not line.endswith(b"\n"):
                line = opened.readline(_CHUNK)
        elif line.strip():
            yield _object(line.rstrip(b"\r\n"), f"{source}:{number}", facts)
        line = opened.readline(LARGEST + 1)
        number += 1


def _object(line: bytes, source: str, facts: Facts) -> Capture | SetAside:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return SetAside(source=source, reason="no JSON", detail=str(error)[:200])
    if not isinstance(value, dict):
        return SetAside(source=source, reason="no JSON object", detail=type(value).__name__)
    if not isinstance(value.get("text"), str) or not value["text"].strip():
        return SetAside(source=source, reason="no text", detail="each line needs a `text` that is not blank")
    return Capture(body=line, source=source, media_type=_JSON, facts=facts)


def _ending(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix


def _too_large(source: str) -> SetAside:
    return SetAside(source=source, reason="too large", detail=f"more than {LARGEST:,} bytes for one report; split it")


def _refused(path: Path, error: Exception) -> SetAside:
    return SetAside(source=str(path), reason="cannot be read", detail=str(error))
