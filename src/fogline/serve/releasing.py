"""A release of a ledger's data: what was withdrawn since the last one, and the folder.

In: holdings, what is said of the release, an earlier release's folder. Out: the folder, complete. Refused: a folder
that exists (`QueryError`), an earlier release that cannot be read (`InputError`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from fogline.model.errors import InputError
from fogline.outputs.exports.evidence import Evidence
from fogline.outputs.exports.release import Deletion, Release, release
from fogline.picture.judgements import development_id
from fogline.serve.exporting import figures
from fogline.serve.holdings import Holdings
from fogline.serve.options import Given
from fogline.serve.whole import whole_folder
from fogline.serve.withdrawn import by_judgement

_KEPT = (("report", "data/reports.csv"), ("claim", "data/claims.csv"), ("development", "data/developments.csv"))


def write_release(
    held: Holdings, evidence: Evidence, about: Release, folder: Path, earlier: Path | None
) -> dict[str, int]:
    """Writes the folder; how many files, reports, claims, developments and deletions are in it."""
    deletions = withdrawn(held, evidence, about.made_on, earlier)
    with whole_folder(folder) as unfinished:
        files = release(evidence, about, deletions, lambda policy: figures(Given(policy), evidence.claims))
        for path, text in files.items():
            (unfinished / path).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / path).write_bytes(text.encode())
    return {
        "files": len(files),
        "reports": len(evidence.listed_reports),
        "claims": len(evidence.listed_claims),
        "developments": len(evidence.picture.developments),
        "deletions": len(deletions),
    }


def withdrawn(held: Holdings, evidence: Evidence, today: str, earlier: Path | None) -> list[Deletion]:
    """What reviewers set aside or took down, and what an earlier release held and this one does not; each id once."""
    now = {
        "report": {one.id for one in evidence.listed_reports},
        "claim": {one.id for one in evidence.listed_claims},
        "development": {one.id for one in evidence.picture.developments},
    }
    became = {development_id(claim): one.id for one in evidence.picture.developments for claim in one.claims}
    found: dict[str, Deletion] = {}
    for gone in by_judgement(held.view.judgements(), held.view.is_claim):
        found[gone.id] = gone
    for one in _deletions(earlier) if earlier else ():
        if one.id not in now.get(one.what, set()):
            found.setdefault(one.id, one)
    for what, path in _KEPT if earlier else ():
        for id in _ids(earlier / path if earlier else Path(path)):
            if id not in now[what] and id not in found:
                instead = became.get(id) if what == "development" else None
                why = "merged into another" if instead else "no longer in what is released"
                found[id] = Deletion(id=id, what=what, on=today, why=why, instead=instead)
    return list(found.values())


def _deletions(earlier: Path) -> Iterator[Deletion]:
    for row in _rows(earlier / "deletions.csv"):
        yield Deletion(
            id=row["id"], what=row["what"], on=row["on"] or None, why=row["why"], instead=row["instead"] or None
        )


def _ids(file: Path) -> Iterator[str]:
    for row in _rows(file):
        yield row["id"]


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{file}: no part of a release ({error}). Name the folder of an earlier release.") from None
    if rows and "id" not in rows[0]:
        raise InputError(f"{file}: no part of a release (no column id). Name the folder of an earlier release.")
    return rows
