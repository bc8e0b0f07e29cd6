"""A folder's `reports.yaml`: what is known of its files from outside their text.

In: a folder. Out: the facts it states, by file, and the rows that name no file, set aside. Refused: a sidecar that is
no list of rows (`InputError` with the way out), since reading on without it would lose dates silently.

    - file: bulletin.txt
      outlet: Dnipro Courier
      published: 2023-02-05
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path

from fogline.model.errors import InputError
from fogline.model.report import Facts, SetAside

NAME = "reports.yaml"
_LONGEST_NAME = 300  # characters of a name that no file has, as it is told
_SAID = tuple(field.name for field in fields(Facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """The facts of one `reports.yaml`: by file, with the rows that could not be used."""

    facts: dict[Path, Facts]
    set_aside: tuple[SetAside, ...] = ()


def read_sidecar(folder: Path) -> Sidecar:
    """The facts that a folder's `reports.yaml` states; none where it has no such file."""
    path = folder / NAME
    if not path.is_file():
        return Sidecar(facts={})
    facts: dict[Path, Facts] = {}
    left: list[SetAside] = []
    for number, row in enumerate(_rows(path), start=1):
        if not isinstance(row, dict) or not isinstance(row.get("file"), str) or not row["file"].strip():
            left.append(SetAside(source=str(path), reason="sidecar row without a file", detail=f"row {number}"))
            continue
        file = folder / row["file"]
        if not os.path.isfile(file):  # noqa: PTH113 - a name that no file can have is that of none, and no error
            named = row["file"][:_LONGEST_NAME]
            left.append(SetAside(source=str(path), reason="sidecar row names a missing file", detail=named))
            continue
        facts[file] = _facts(row)
    return Sidecar(facts=facts, set_aside=tuple(left))


def _rows(path: Path) -> list[object]:
    import yaml

    try:
        # The base loader leaves every scalar a string: a date such as 2023-02-30 must reach the reader as written.
        rows = yaml.load(path.read_text("utf-8-sig"), Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError, OSError, RecursionError) as error:
        why = " ".join(str(error).split())
        raise InputError(
            f"{path}: cannot be read as YAML ({why}). Correct it, or remove it to go on without."
        ) from error
    if rows is None or rows == "":
        return []
    if isinstance(rows, dict) and isinstance(rows.get("reports"), list):
        rows = rows["reports"]
    if not isinstance(rows, list):
        raise InputError(f"{path}: is no list of rows. Write one `- file: NAME` a report, or remove it.")
    return rows


def _facts(row: dict[str, object]) -> Facts:
    said = {name: row[name] for name in _SAID if isinstance(row.get(name), str)}
    return Facts(**{name: str(value).strip() or None for name, value in said.items()})


def over(first: Facts, second: Facts) -> Facts:
    """The first facts, filled up with the second where they say nothing.

    >>> over(Facts(outlet="Dnipro Courier"), Facts(outlet="Wire", published="2023-02-05")).published
    '2023-02-05'
    """
    return Facts(**{name: getattr(first, name) or getattr(second, name) for name in _SAID})
