"""The ledger: captures, reports, claims and judgements in one SQLite file, insert-only; WARC files beside it.

In: entries, set-asides and judgements, a batch at a time. Out: views and a verification. Refused: see `schema`; a batch
that cannot be written whole is not written at all (`LedgerUnsafe`, `LedgerError`).

A batch is one transaction in WAL mode with full sync, and is acknowledged by returning after the commit: a process that
is killed in between leaves the ledger as it was before the batch.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from json import loads
from pathlib import Path
from typing import Self

import apsw

from fogline.model.claim import Claim, Method
from fogline.model.codec import canonical
from fogline.model.errors import QueryError
from fogline.model.picture import Judgement
from fogline.model.report import Capture, Report, SetAside
from fogline.store.captures import CaptureFiles, captures_folder
from fogline.store.chain import START, digest, link
from fogline.store.contract import (
    Added,
    Entry,
    Verification,
    instant,
    parties,
    place_names,
    published_day,
)
from fogline.store.identity import reading_digest, same_report
from fogline.store.schema import connect, told, transaction
from fogline.store.verify import verify
from fogline.store.view import LedgerView
from fogline.store.warc_records import Original

Clock = Callable[[], datetime]
_LATEST_REPORT = "SELECT seq, same FROM reports WHERE id = ? ORDER BY seq DESC LIMIT 1"
_LATEST_READING = "SELECT digest, method, version FROM readings WHERE report = ? ORDER BY seq DESC LIMIT 1"


def _now() -> datetime:
    return datetime.now(UTC)


def open_ledger(path: str | Path, *, create: bool = True, reading: bool = False, clock: Clock = _now) -> Ledger:
    """Opens the ledger at a path, and makes it where there is none (unless `create` is False).

    `reading`: nothing can be written through it, whatever is tried.
    Raises `LedgerError` and its kin where the file cannot be used.
    """
    connection = connect(Path(path), create=create and not reading)
    if reading:
        connection.pragma("query_only", True)
    return Ledger(Path(path), connection, clock)


class Ledger:
    """A store in one SQLite file. It keeps the contract `Store`."""

    def __init__(self, path: Path, connection: apsw.Connection, clock: Clock) -> None:
        self.path = path
        self._connection = connection
        self._clock = clock
        self._files = CaptureFiles(captures_folder(path), clock)

    def view(
        self, *, recorded_by: str | None = None, published_by: str | None = None, batch: int | None = None
    ) -> LedgerView:
        """What was recorded by an instant, of reports published by a day; or up to a batch that is known."""
        if batch is not None:
            return LedgerView(self._connection, batch, published_by)
        bound = instant(recorded_by) if recorded_by else "9999"
        with told(self.path):
            latest = "SELECT coalesce(max(seq), 0) FROM batches WHERE recorded_at <= ?"
            return LedgerView(self._connection, self._connection.execute(latest, (bound,)).get, published_by)

    def writer(self) -> LedgerWriter:
        """A writer on this ledger."""
        return LedgerWriter(self.path, self._connection, self._clock, self._files)

    def verify(self) -> Verification:
        """Checks every capture's hash, its WARC records, the chain, and that claims' quotes stand in their reports."""
        with told(self.path):
            return verify(self._connection, captures_folder(self.path))

    def close(self) -> None:
        """Closes the file, and the one beside it that was written on."""
        self._files.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class LedgerWriter:
    """Adds batches to a ledger, one at a time, from any thread. It keeps the contract `Writer`."""

    def __init__(self, path: Path, connection: apsw.Connection, clock: Clock, files: CaptureFiles) -> None:
        self._path = path
        self._connection = connection
        self._clock = clock
        self._files = files
        self._one = threading.Lock()

    def knows(self, report: Report, method: Method) -> bool:
        """Whether this very report was last read by this very reader."""
        with self._one, told(self._path):
            row = self._connection.execute(_LATEST_REPORT, (report.id,)).fetchone()
            if row is None or row[1] != same_report(report):
                return False
            reading = self._connection.execute(_LATEST_READING, (row[0],)).fetchone()
            return reading is not None and reading[1:] == (method.name, method.version)

    def add(self, entries: Sequence[Entry], set_aside: Sequence[SetAside] = ()) -> Added:
        """Keeps one batch in one transaction."""
        with self._one, told(self._path), transaction(self._connection):
            batch = _Batch(self._connection, self._clock, self._files)
            for entry in entries:
                batch.entry(entry)
            for one in set_aside:
                batch.set_aside(one)
            return batch.close()

    def judge(self, judgements: Sequence[Judgement]) -> Added:
        """Records decisions in one transaction."""
        with self._one, told(self._path), transaction(self._connection):
            batch = _Batch(self._connection, self._clock, self._files)
            for judgement in judgements:
                batch.judgement(judgement)
            return batch.close()


def _names(claim: Claim) -> dict[str, Iterable[str]]:
    """The names that a claim is found by, by their table."""
    speakers = {speaker.name.casefold() for speaker in claim.speakers}
    return {"claim_places": place_names(claim), "claim_speakers": speakers, "claim_parties": parties(claim)}


class _Batch:
    """Rows of one transaction on their way in. The batch's own row comes last, since its hash covers the others."""

    def __init__(self, connection: apsw.Connection, clock: Clock, files: CaptureFiles) -> None:
        self._connection, self._write, self._files = connection, connection.execute, files
        self._originals: dict[str, Original] = {}  # of payloads that this batch keeps
        last = self._write("SELECT seq, recorded_at, hash FROM batches ORDER BY seq DESC LIMIT 1").fetchone()
        self._seq: int = last[0] + 1 if last else 1
        self._previous: str = last[2] if last else START
        earliest = last[1] if last else ""
        self._recorded_at = max(instant(clock()), earliest)  # a clock that was set back does not reorder the past
        self._contents: dict[str, list[str]] = {}
        self._added = Added()

    def entry(self, entry: Entry) -> None:
        report, new_report = self._report(entry)
        claims = [canonical(claim) for claim in entry.reading.claims]
        digests = [digest(json) for json in claims]
        reading = reading_digest(entry, digests)
        last = self._write(_LATEST_READING, (report,)).fetchone()
        if last is not None and last[0] == reading:
            self._added += Added(already=1)
            return
        row = (report, reading, entry.method.name, entry.method.version, entry.reading.lang, entry.reading.unread)
        reading_seq = self._row("readings", "report, digest, method, version, lang, unread", row, reading)
        named: dict[str, list[tuple[str, int]]] = {}
        for claim, json, claim_digest in zip(entry.reading.claims, claims, digests, strict=True):
            row_of_claim = (reading_seq, claim.id, claim_digest, claim.kind, json.decode())
            seq = self._row("claims", "reading, id, digest, kind, json", row_of_claim, claim_digest)
            for table, names in _names(claim).items():
                named.setdefault(table, []).extend((name, seq) for name in sorted(names))
        for table, rows in named.items():
            self._connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)  # noqa: S608 - names are ours
        self._added += Added(reports=int(new_report), already=int(not new_report), claims=len(claims))

    def set_aside(self, one: SetAside) -> None:
        json = canonical(one)
        if self._write("SELECT 1 FROM set_aside WHERE digest = ?", (digest(json),)).fetchone() is None:
            self._row("set_aside", "digest, json", (digest(json), json.decode()), digest(json))
            self._added += Added(set_aside=1)

    def judgement(self, judgement: Judgement) -> None:
        json = canonical(judgement)
        kept = self._write("SELECT digest FROM judgements WHERE id = ?", (judgement.id,)).fetchone()
        if kept is not None and kept[0] != digest(json):
            raise QueryError(f"judgement {judgement.id}: kept before with other contents. Give it an id of its own.")
        if kept is None:
            self._row("judgements", "id, digest, json", (judgement.id, digest(json), json.decode()), digest(json))
            self._added += Added(judgements=1)

    def close(self) -> Added:
        """Seals the batch. A batch that holds nothing leaves no trace; what it names beside the ledger is on disk."""
        if self._contents:
            self._files.sync()
            sealed = link(self._previous, self._seq, self._recorded_at, self._contents)
            row = (self._seq, self._recorded_at, self._previous, sealed)
            self._write("INSERT INTO batches VALUES (?, ?, ?, ?)", row)
        return self._added

    def _report(self, entry: Entry) -> tuple[int, bool]:
        """The report's row, and whether it is new: the latest revision may be this very report."""
        same = same_report(entry.report)
        last = self._write(_LATEST_REPORT, (entry.report.id,)).fetchone()
        if last is not None and last[1] == same:
            return last[0], False
        self._capture(entry.capture)
        if entry.capture.exchanges:
            self._fetched(entry.capture, entry.report.id)
        json = canonical(entry.report)
        published = published_day(entry.report.published)
        row = (entry.report.id, digest(json), same, entry.capture.digest, published, json.decode())
        return self._row("reports", "id, digest, same, capture, published, json", row, digest(json)), True

    def _capture(self, capture: Capture) -> None:
        if self._write("SELECT 1 FROM captures WHERE digest = ?", (capture.digest,)).fetchone() is not None:
            return
        packed = zlib.compress(capture.body, 6)
        encoding, body = ("zlib", packed) if len(packed) < len(capture.body) else ("none", capture.body)
        facts = canonical(capture.facts).decode()
        row = (capture.digest, encoding, body, capture.source, capture.media_type, facts)
        self._row("captures", "digest, encoding, body, source, media_type, facts", row, capture.digest)

    def _fetched(self, capture: Capture, report: str) -> None:
        """Where the records of how it was fetched lie, once they are written."""
        placed = self._files.place(capture.exchanges, original=self._original, acknowledged=self._acknowledged)
        if placed.revisit is None:
            self._originals[placed.payload] = Original(id=placed.record, url=placed.url, at=placed.at)
        json = canonical([capture.digest, report, placed])
        row = (digest(json), capture.digest, report, placed.file, placed.start, placed.size,
               None if placed.revisit else placed.payload, json.decode())  # fmt: skip
        self._row("fetched", "digest, capture, report, file, start, size, payload, json", row, digest(json))

    def _original(self, payload: str) -> Original | None:
        """The record in which a payload is kept already."""
        row = self._write("SELECT json FROM fetched WHERE payload = ? ORDER BY seq LIMIT 1", (payload,)).fetchone()
        if row is None:
            return self._originals.get(payload)
        placed = loads(row[0])[-1]
        return Original(id=placed["record"], url=placed["url"], at=placed["at"])

    def _acknowledged(self, file: str) -> int:
        """Up to where the ledger names the bytes of a file."""
        return int(self._write("SELECT coalesce(max(start + size), 0) FROM fetched WHERE file = ?", (file,)).get)

    def _row(self, table: str, columns: str, row: tuple[object, ...], row_digest: str) -> int:
        marks = ", ".join("?" * (len(row) + 1))
        sql = f"INSERT INTO {table} (batch, {columns}) VALUES ({marks})"  # noqa: S608 - names are ours
        self._contents.setdefault(table, []).append(row_digest)
        self._write(sql, (self._seq, *row))
        return self._connection.last_insert_rowid()
