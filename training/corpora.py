"""What trainers need of the public corpora: rows with gold, the reports and claims that fogline reads, scorers.

In: the folder of corpora. Out: rows, entries, modules. How far the reading is stands on standard error.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from fogline.model.report import Capture, SetAside
from fogline.run.read import read_all
from fogline.store.contract import Entry

Row = dict[str, Any]
FOLDS = 5
_KEEP = ("id", "text", "title", "published", "outlet", "url", "lang")
_EVERY = 250  # reports between two words on how far it is


def rows(path: Path) -> list[Row]:
    """The rows of a corpus, with their gold."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def entries(some: Sequence[Row]) -> Iterator[Entry]:
    """What is read in each row's report, without its gold; what cannot be read is left out."""
    captures = (
        Capture(
            body=json.dumps({name: row[name] for name in _KEEP if row.get(name) is not None}).encode(),
            source=row["id"],
            media_type="application/json",
        )
        for row in some
    )
    for number, entry in enumerate(read_all(captures), 1):
        if number % _EVERY == 0 or number == len(some):
            print(f"read {number} of {len(some)} reports", file=sys.stderr)
        if not isinstance(entry, SetAside):
            yield entry


def scorer(corpora: Path, name: str) -> ModuleType:
    """One of the corpora's own scorers."""
    spec = importlib.util.spec_from_file_location(name, corpora / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def half_of(name: str) -> int:
    """In which half of a corpus something is, by its name."""
    return int(hashlib.sha256(str(name).encode()).hexdigest(), 16) % 2


def fold_of(name: str) -> int:
    """In which of the five folds of a corpus something is, by its name."""
    return zlib.crc32(str(name).encode()) % FOLDS
