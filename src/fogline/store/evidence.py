"""What a report stands on, as one WARC file that can be handed on and read with other tools.

In: a ledger, a report's id, a file that does not exist. Out: the file, with the records of how each capture of the
report was fetched, byte for byte as they lie beside the ledger; captures that came from files as resource records; and
for each, as metadata, what the ledger says of it. Refused: a report that is not there, a file that is (`QueryError`);
records that are damaged (`LedgerDamaged`).
"""

from __future__ import annotations

import dataclasses
import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import apsw

from fogline.model.codec import canonical
from fogline.model.errors import LedgerDamaged, QueryError
from fogline.store.captures import captures_folder, damage
from fogline.store.schema import connect, told
from fogline.store.view import LedgerView
from fogline.store.warc_records import write_info, write_metadata, write_resource

_ROWS = """SELECT f.json, b.seq, b.recorded_at, b.hash FROM fetched f JOIN batches b ON b.seq = f.batch"""
_OF_CAPTURE = """SELECT c.digest, b.seq, b.recorded_at, b.hash FROM captures c JOIN batches b ON b.seq = c.batch
    WHERE c.digest IN (SELECT capture FROM reports WHERE id = ?) ORDER BY c.seq"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was written: how many captures, how many of them with how they were fetched."""

    captures: int
    fetched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Records that are handed on, and what the ledger says of them."""

    told: dict[str, object]
    batch: dict[str, object]

    @property
    def stretch(self) -> tuple[str, int, int]:
        return str(self.told["file"]), int(str(self.told["start"])), int(str(self.told["size"]))


def write_evidence(ledger: Path, report: str, out: Path, *, at: str) -> Evidence:
    """Writes what a report stands on, in all its revisions; `at`: the time, as WARC has it (2023-03-04T12:00:00Z)."""
    connection = connect(ledger, create=False)
    try:
        with told(ledger):
            rows = list(connection.execute(_OF_CAPTURE, (report,)))
            if not rows:
                raise QueryError(f"{report}: no such report in {ledger}. Which there are: fogline reports")
            return _written(connection, captures_folder(ledger), report, rows, out, at)
    finally:
        connection.close()


def _written(
    connection: apsw.Connection, folder: Path, report: str, rows: list[tuple[str, int, str, str]], out: Path, at: str
) -> Evidence:
    if out.exists():
        raise QueryError(f"{out}: exists already. Name a file that does not, so that nothing is overwritten.")
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.unfinished")
    try:
        file = unfinished.open("xb")
    except OSError as error:
        raise QueryError(f"{out}: cannot be written ({error.strerror}). Name another file.") from None
    fetched, done = 0, set[tuple[str, int, int]]()
    view = LedgerView(connection, 1 << 60, None)
    try:
        with file:
            fields = {"software": f"fogline/{version('fogline')}", "format": "WARC File Format 1.1",
                      "description": f"What report {report} stands on"}  # fmt: skip
            write_info(file, fields, name=out.name, at=at)
            for capture, *batch in rows:
                places = list(_places(connection, capture, report))
                fetched += bool(places)
                for place in places:
                    if place.stretch not in done:
                        done.add(place.stretch)
                        _copy(folder, place, file)
                    said = {"report": report, "capture": capture, "ledger": place.batch, "kept": place.told}
                    record = str(place.told["record"])
                    write_metadata(file, canonical(said), of=record, url=str(place.told["url"]), at=at)
                kept = view.capture(capture)
                if not places and kept is not None:
                    record = uuid.uuid4().urn
                    write_resource(file, kept, id=record, at=at)
                    said = {"report": report, "capture": capture, "ledger": _batch(*batch), "source": kept.source,
                            "facts": dataclasses.asdict(kept.facts)}  # fmt: skip
                    write_metadata(file, canonical(said), of=record, url=f"urn:sha256:{capture}", at=at)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return Evidence(captures=len(rows), fetched=fetched)


def _places(connection: apsw.Connection, capture: str, report: str) -> Iterator[_Place]:
    """Where the records of a capture lie; before one that only refers to a body, where that body lies."""
    for text, *batch in connection.execute(
        f"{_ROWS} WHERE f.capture = ? AND f.report = ? ORDER BY f.seq", (capture, report)
    ).fetchall():
        told_of = json.loads(str(text))[-1]
        if told_of["revisit"]:
            first = f"{_ROWS} WHERE f.payload = ? ORDER BY f.seq LIMIT 1"
            for text_of_it, *its_batch in connection.execute(first, (told_of["payload"],)).fetchall():
                yield _Place(told=json.loads(str(text_of_it))[-1], batch=_batch(*its_batch))
        yield _Place(told=told_of, batch=_batch(*batch))


def _batch(seq: object, recorded_at: object, sealed: object) -> dict[str, object]:
    return {"batch": seq, "recorded_at": recorded_at, "hash": sealed}


def _copy(folder: Path, place: _Place, out: BinaryIO) -> None:
    file, start, size = place.stretch
    why = damage(folder, file, start, size, str(place.told["sha256"]))
    if why:
        raise LedgerDamaged(f"{folder / file}: the records at byte {start:,} {why}. See: fogline verify")
    with (folder / file).open("rb") as kept:
        kept.seek(start)
        out.write(kept.read(size))
