"""An export: a folder of CSV files and JSON Lines, with what was asked for and each file's hash.

In: holdings, what was asked, a folder that does not exist. Out: the folder, complete. Refused with `QueryError`: a
folder that exists. It is written whole or not at all.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from fogline.model.codec import encode
from fogline.outputs.geojson import geojson
from fogline.outputs.tables import claim_rows, conflict_rows, development_rows, report_rows, status_rows, toll_rows
from fogline.serve.holdings import Holdings, question
from fogline.serve.options import Filters, Source
from fogline.serve.show import Rows, judgement_rows, write_csv
from fogline.serve.whole import whole_folder
from fogline.store.contract import instant

Noun = TypeVar("Noun")


def write_export(held: Holdings, asked: Source, wanted: Filters, folder: Path) -> dict[str, int]:
    """Writes the folder, and tells how many rows each file has."""
    chosen, material = held.selected(wanted)
    with whole_folder(folder) as unfinished:
        counts = {
            "reports": _write(unfinished, "reports", list(held.view.reports(question(wanted))), report_rows),
            "claims": _write(unfinished, "claims", list(held.view.claims(question(wanted))), claim_rows),
            "developments": _write(unfinished, "developments", chosen.developments, development_rows),
            "tolls": _write(unfinished, "tolls", toll_rows(chosen.developments), list),
            "statuses": _write(unfinished, "statuses", chosen.statuses, status_rows),
            "conflicts": _write(
                unfinished, "conflicts", chosen.conflicts, lambda some: conflict_rows(some, material.claims)
            ),
            "judgements": _write(unfinished, "judgements", list(held.view.judgements()), judgement_rows),
        }
        (unfinished / "map.geojson").write_text(geojson(chosen), encoding="utf-8")
        _manifest(unfinished, asked, wanted)
    return counts


def _write(folder: Path, name: str, nouns: Sequence[Noun], rows: Rows[Noun]) -> int:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
        write_csv(nouns, rows, out)
    with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(encode(noun), ensure_ascii=False) + "\n" for noun in nouns)
    return len(nouns)


def _manifest(folder: Path, asked: Source, wanted: Filters) -> None:
    files = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}
    said = {
        "made_by": f"fogline {version('fogline')}",
        "made_at": instant(datetime.now(UTC)),
        "paths": list(asked.paths),
        "ledger": None if asked.paths else str(asked.ledger or "fogline.ledger"),
        "as_of": asked.as_of,
        "recorded_by": asked.recorded_by,
        "filters": {name: value for name, value in dataclasses.asdict(wanted).items() if value is not None},
        "sha256": files,
    }
    (folder / "export.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
