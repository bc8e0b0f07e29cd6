"""What every bench over the corpora needs: texts without their gold, fogline's own commands, a scorer's figures.

In: a corpus file and a scorer of the corpora's folder. Out: paths of files and figures by name. Refused: a command that
fails (SystemExit with what it said); gold never reaches whoever is asked.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOGLINE = Path(sysconfig.get_path("scripts")) / "fogline"
_GIVEN = ("id", "text", "title", "published", "outlet", "url", "lang")


def gold_lines(path: Path, limit: int = 0) -> Iterator[str]:
    """The lines of a corpus file, the first `limit` of them where that is not 0."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit and number >= limit:
                return
            yield line


def given(row: dict[str, object]) -> dict[str, object]:
    """A corpus's row as a report: nothing but what the contract's input knows."""
    return {name: row[name] for name in _GIVEN if row.get(name) is not None}


def without_gold(lines: Iterable[str], path: Path) -> int:
    """Writes the texts without their gold, so that nothing can be read off them; how many they are."""
    number = 0
    with path.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(given(json.loads(line)), ensure_ascii=False) + "\n")
            number += 1
    return number


def run_fogline(verb: str, reports: Path, out: Path) -> tuple[Path, float]:
    """What the command writes, and its seconds; kept for the next task on the same corpus."""
    start = time.monotonic()
    if not out.exists():
        with out.open("wb") as written:
            done = subprocess.run([FOGLINE, verb, reports], stdout=written, stderr=subprocess.PIPE, check=False)
        if done.returncode not in (0, 3):
            raise SystemExit(f"fogline {verb} failed on {reports.name}: {done.stderr.decode()[-400:]}")
    return out, time.monotonic() - start


def scored(name: str, scorer: Path, order: Iterable[str | Path], wanted: tuple[str, ...]) -> dict[str, float]:
    """The wanted figures (paths into the scorer's JSON, or "*") of one scorer's run."""
    done = subprocess.run([sys.executable, scorer, *order], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name}: the scorer failed: {done.stderr.strip()[-400:]}")
    return dict(figures_of([json.loads(line) for line in objects(done.stdout)], wanted))


def objects(text: str) -> Iterator[str]:
    """The JSON objects of a scorer: one on many lines, or one a line."""
    decoder, place = json.JSONDecoder(), 0
    while place < len(text.rstrip()):
        place += len(text[place:]) - len(text[place:].lstrip())
        _, end = decoder.raw_decode(text, place)
        yield text[place:end]
        place = end


def figures_of(said: list[object], wanted: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    """The wanted numbers of a scorer's objects by their paths, in the order in which they are wanted."""
    flat = {name: value for one in said for name, value in _flat(one, "")}
    for path in wanted:
        if path == "*":
            yield from flat.items()
        elif path in flat:
            yield path, flat[path]


def _flat(value: object, path: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        named = [
            str(value[name])
            for name in ("gold", "by", "measure", "incidents", "name")
            if isinstance(value.get(name), str)
        ]
        inside = ".".join([path, *named]).strip(".") if named else path
        for name, one in value.items():
            yield from _flat(one, f"{inside}.{name}".strip("."))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, float(value)
