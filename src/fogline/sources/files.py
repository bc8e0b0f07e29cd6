"""Files, folders, addresses and standard input to captures.

In: paths (`-`: standard input) and web addresses. Out: one `Capture` a report, one at a time, and a `SetAside` with its
reason for what could not be used. Refused: a path that does not exist (`InputError`), a folder without reports
(`NoReports`).

What is read, stands in the table of `formats`; each file may be gzipped. A folder is walked in sorted order, hidden
files left out. A sidecar `reports.yaml` says what a file lacks; `facts` (from flags) win over it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from fogline.model.errors import InputError, NoReports
from fogline.model.report import Capture, Facts, SetAside
from fogline.sources.formats import endings, read_opened
from fogline.sources.inflate import unpacked
from fogline.sources.opened import Opened, buffered
from fogline.sources.sidecar import NAME as SIDECAR
from fogline.sources.sidecar import over, read_sidecar
from fogline.sources.urls import is_url

if TYPE_CHECKING:
    from fogline.sources.columns import Columns
    from fogline.sources.web import Web

_NOTHING = Facts()


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    """What is the same for all paths of a call."""

    columns: Columns | None
    web: Web | None


def collect(
    paths: Sequence[str],
    *,
    facts: Facts = _NOTHING,
    stdin: BinaryIO | None = None,
    columns: Columns | None = None,
    web: Web | None = None,
) -> Iterator[Capture | SetAside]:
    """Every report that the paths hold, one at a time, in the order of the paths.

    >>> import io
    >>> lines = io.BytesIO(b'{"text": "Shelling hit Vuhledar overnight."}')
    >>> [capture.source for capture in collect(["-"], stdin=lines)]
    ['-:1']
    """
    for path in paths:
        if path != "-" and not is_url(path) and not Path(path).exists():
            raise InputError(f"{path}: no such file or folder. Check the name; `-` reads from standard input.")
    how = _How(columns=columns, web=web)
    for path in paths:
        if path == "-":
            stream = buffered(stdin or sys.stdin.buffer)
            yield from read_opened(Opened(stream=stream, source="-", facts=facts, columns=columns, web=web))
        elif is_url(path):
            yield from _address(path, facts, how)
        elif Path(path).is_dir():
            yield from _folder(Path(path), facts, how)
        else:
            yield from _single(Path(path), facts, how)


def _address(address: str, facts: Facts, how: _How) -> Iterator[Capture | SetAside]:
    from fogline.sources.web import Web, read_address

    if how.web is not None:
        yield from read_address(address, how.web, facts=facts, columns=how.columns)
        return
    with Web() as web:
        yield from read_address(address, web, facts=facts, columns=how.columns)


def _single(path: Path, facts: Facts, how: _How) -> Iterator[Capture | SetAside]:
    sidecar = read_sidecar(path.parent)
    yield from _file(path, over(facts, sidecar.facts.get(path, Facts())), how)


def _folder(folder: Path, facts: Facts, how: _How) -> Iterator[Capture | SetAside]:
    captures = left = 0
    for found in _walk(folder, facts, {}, how):
        captures += isinstance(found, Capture)
        left += isinstance(found, SetAside)
        yield found
    if not captures:
        aside = f" ({left} files set aside)" if left else ""
        raise NoReports(
            f"{folder}: holds no report{aside}. Put .txt, .html or .jsonl files there, or name another folder."
        )


def _walk(folder: Path, facts: Facts, known: dict[Path, Facts], how: _How) -> Iterator[Capture | SetAside]:
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
                yield from _walk(path, facts, known, how)
        elif _ending(path) and _ending(path) not in endings() and path not in known:
            yield SetAside(source=str(path), reason="not a kind of file that is read", detail=path.suffix)
        else:
            yield from _file(path, over(facts, known.get(path, Facts())), how)


def _file(path: Path, facts: Facts, how: _How) -> Iterator[Capture | SetAside]:
    try:
        with path.open("rb") as raw:
            packed = path.suffix.lower() == ".gz"
            opened = Opened(
                stream=unpacked(raw, str(path)) if packed else raw,
                source=str(path),
                name=path.name[:-3] if packed else path.name,
                facts=facts,
                path=None if packed else path,
                columns=how.columns,
                web=how.web,
            )
            yield from read_opened(opened)
    except OSError as error:
        yield _refused(path, error)


def _ending(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix


def _refused(path: Path, error: Exception) -> SetAside:
    return SetAside(source=str(path), reason="cannot be read", detail=str(error))
