"""Checking a ledger again: captures' hashes, their WARC records, rows' digests, the chain, claims' words in reports.

In: an open ledger. Out: what was counted and each thing that does not hold, in words. Refused: nothing; damage is told,
not raised.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import apsw

from fogline.model.codec import canonical
from fogline.store.captures import damage
from fogline.store.chain import CHAINED, START, digest, link
from fogline.store.contract import Verification

MOST_PROBLEMS = 100  # a ledger with more is not better understood by reading them all


def verify(connection: apsw.Connection, folder: Path) -> Verification:
    """Checks everything that can be checked without reading the reports anew; `folder`: where the WARC files lie."""
    connection.execute("BEGIN")  # one snapshot, while others write
    try:
        problems = []
        for problem in _problems(connection, folder):
            problems.append(problem)
            if len(problems) >= MOST_PROBLEMS:
                problems.append("and perhaps more; checking stopped here")
                break
        counts = {table: connection.execute(f"SELECT count(*) FROM {table}").get  # noqa: S608
                  for table in ("batches", "captures", "reports", "claims", "judgements", "fetched")}  # fmt: skip
    finally:
        connection.execute("ROLLBACK")
    return Verification(**counts, problems=tuple(problems))


def _problems(connection: apsw.Connection, folder: Path) -> Iterator[str]:
    for (told,) in connection.execute("PRAGMA integrity_check(10)"):
        if told != "ok":
            yield f"file: {told}"
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"{table} row {row}: refers to a row of {parent} that is not there"
    yield from _captures(connection)
    yield from _fetched(connection, folder)
    yield from _texts(connection)
    yield from _readings(connection)
    yield from _chain(connection)
    yield from _quotes(connection)


def _captures(connection: apsw.Connection) -> Iterator[str]:
    for expected, encoding, body in connection.execute("SELECT digest, encoding, body FROM captures ORDER BY seq"):
        try:
            found = digest(zlib.decompress(body) if encoding == "zlib" else body)
        except zlib.error:
            found = ""
        if found != expected:
            yield f"capture {expected}: its bytes are not the ones that were kept"


def _fetched(connection: apsw.Connection, folder: Path) -> Iterator[str]:
    """The WARC records of how captures were fetched; those of one place are read once."""
    place, why = None, None
    for capture, file, start, size, text in connection.execute(
        "SELECT capture, file, start, size, json FROM fetched ORDER BY file, start, size, seq"
    ):
        told_capture, _, told = json.loads(text)
        if (told_capture, told["file"], told["start"], told["size"]) != (capture, file, start, size):
            yield f"capture {capture}: where its WARC records lie is not what was kept"
            continue
        if place != (file, start, size):
            place, why = (file, start, size), damage(folder, file, start, size, told["sha256"])
        if why:
            yield f"capture {capture}: its WARC records {why} ({folder.name}/{file}, byte {start:,})"


def _texts(connection: apsw.Connection) -> Iterator[str]:
    for table in ("reports", "claims", "set_aside", "judgements", "fetched"):
        for seq, expected, text in connection.execute(f"SELECT seq, digest, json FROM {table} ORDER BY seq"):  # noqa: S608
            if digest(text.encode()) != expected:
                yield f"{table} row {seq}: its text is not the one that was kept"


def _readings(connection: apsw.Connection) -> Iterator[str]:
    rows = connection.execute("SELECT seq, digest, method, version, lang, unread FROM readings ORDER BY seq")
    for seq, expected, method, version, lang, unread in rows:
        claims = [
            one for (one,) in connection.execute("SELECT digest FROM claims WHERE reading = ? ORDER BY seq", (seq,))
        ]
        if digest(canonical([{"name": method, "version": version}, lang, unread, claims])) != expected:
            yield f"readings row {seq}: its claims are not the ones that were kept"


def _chain(connection: apsw.Connection) -> Iterator[str]:
    previous, expected_seq = START, 1
    for seq, recorded_at, before, sealed in connection.execute("SELECT * FROM batches ORDER BY seq"):
        if seq != expected_seq or before != previous:
            yield f"batch {seq}: does not follow the batch before it"
        if link(before, seq, recorded_at, _contents(connection, seq)) != sealed:
            yield f"batch {seq}: its contents are not the ones that were kept"
        previous, expected_seq = sealed, seq + 1
    for table in CHAINED:
        sql = f"SELECT count(*) FROM {table} WHERE batch NOT IN (SELECT seq FROM batches)"  # noqa: S608 - ours
        if strays := connection.execute(sql).get:
            yield f"{table}: {strays} rows belong to no batch"


def _contents(connection: apsw.Connection, batch: int) -> dict[str, list[str]]:
    contents = {}
    for table in CHAINED:
        sql = f"SELECT digest FROM {table} WHERE batch = ? ORDER BY seq"  # noqa: S608 - the table is ours
        contents[table] = [one for (one,) in connection.execute(sql, (batch,))]
    return contents


def _quotes(connection: apsw.Connection) -> Iterator[str]:
    sql = """SELECT r.seq, r.id, r.json, c.json FROM reports r JOIN readings g ON g.report = r.seq
        JOIN claims c ON c.reading = g.seq ORDER BY r.seq, c.seq"""
    current, text = None, ""
    for seq, report_id, report_json, claim_json in connection.execute(sql):
        if seq != current:
            current, text = seq, json.loads(report_json)["text"]
        claim = json.loads(claim_json)
        if text[claim["start"] : claim["end"]] != claim["quote"]:
            yield f"claim {claim['id']}: its quote is not what report {report_id} says there"
        if claim["report"] != report_id:
            yield f"claim {claim['id']}: belongs to report {claim['report']}, kept with {report_id}"
