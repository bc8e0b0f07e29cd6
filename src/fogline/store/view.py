"""Reading a ledger as of one moment: streamed, in a fixed order, by indexes.

In: a question. Out: reports, claims, judgements, set-asides. Refused: nothing; what is not there is not in the answer.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import apsw

from fogline.model.claim import Claim
from fogline.model.codec import parsed
from fogline.model.picture import Judgement
from fogline.model.report import Capture, Facts, Report, SetAside
from fogline.store.contract import EVERYTHING, Facets, Heard, Mark, Question, Revision, fits
from fogline.store.shelf import LedgerShelf
from fogline.store.words import Spot

# A report's latest revision, and its latest reading, as of the batch that the view was opened at.
_LATEST_REPORT = """r.batch <= :batch AND NOT EXISTS
  (SELECT 1 FROM reports later WHERE later.id = r.id AND later.seq > r.seq AND later.batch <= :batch)"""
_LATEST_READING = """g.batch <= :batch AND NOT EXISTS
  (SELECT 1 FROM readings later WHERE later.report = g.report AND later.seq > g.seq AND later.batch <= :batch)"""
_ORDER = "r.published IS NULL, r.published, r.id"
# After a claim, where the latest come first: further down its report, another report of the day, an earlier day, none.
_FURTHER = """r.id < :mark_report OR (r.id = :mark_report AND c.seq >
  (SELECT m.seq FROM claims m WHERE m.reading = g.seq AND m.id = :mark_claim))"""
_AFTER_UNDATED = f"r.published IS NULL AND ({_FURTHER})"
_AFTER_DATED = f"(r.published < :day OR r.published IS NULL OR (r.published = :day AND ({_FURTHER})))"

_TOLD = "coalesce(r.published, ''), r.id, json_extract(r.json, '$.outlet'), c.id, c.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A report as it was read once; `instead_of`: the reading of the same report whose place it took."""

    reading: int
    day: str  # on which it was published; "": not known
    report: Report
    claims: list[Claim]
    instead_of: int | None


class LedgerView:
    """What a ledger holds as of one batch. It keeps the contract `View`."""

    def __init__(self, connection: apsw.Connection, batch: int, published_by: str | None) -> None:
        self._connection = connection
        self._batch = batch
        self._published_by = published_by

    def reports(self, question: Question = EVERYTHING) -> Iterator[Report]:
        """The reports, by published day and id; those of unknown date come last."""
        where = self._report_terms(question)
        if question.asks_claims:
            inside = " AND ".join([_LATEST_READING, "g.report = r.seq", *_claim_terms(question)])
            where.append(f"EXISTS (SELECT 1 FROM readings g JOIN claims c ON c.reading = g.seq WHERE {inside})")  # noqa: S608
        sql = f"SELECT r.json FROM reports r WHERE {' AND '.join(where)} ORDER BY {_ORDER}"  # noqa: S608
        for (text,) in self._connection.execute(sql, self._bound(question)):
            yield parsed(Report, text)

    def claims(self, question: Question = EVERYTHING) -> Iterator[Claim]:
        """The claims, by their report's published day and id, then by their place in it."""
        where = " AND ".join([*self._report_terms(question), _LATEST_READING, *_claim_terms(question)])
        sql = f"""SELECT c.json FROM claims c JOIN readings g ON g.seq = c.reading JOIN reports r ON r.seq = g.report
            WHERE {where} ORDER BY {_ORDER}, c.seq"""  # noqa: S608 - terms are ours, values are bound
        for (text,) in self._connection.execute(sql, self._bound(question)):
            yield parsed(Claim, text)

    def judgements(self) -> Iterator[Judgement]:
        """The judgements, in the order in which they were recorded."""
        for text in self._texts("judgements"):
            yield parsed(Judgement, text)

    def set_aside(self) -> Iterator[SetAside]:
        """What was not used and why, in the order in which it was recorded."""
        for text in self._texts("set_aside"):
            yield parsed(SetAside, text)

    def report(self, report_id: str) -> Report | None:
        """One report, or None."""
        return next(self.reports(Question(report=report_id)), None)

    def claim(self, claim_id: str) -> Claim | None:
        """One claim, or None."""
        sql = f"""SELECT c.json FROM claims c JOIN readings g ON g.seq = c.reading JOIN reports r ON r.seq = g.report
            WHERE c.id = :id AND {_LATEST_REPORT} AND {_LATEST_READING}"""  # noqa: S608
        row = self._connection.execute(sql, {"id": claim_id, "batch": self._batch}).fetchone()
        return parsed(Claim, row[0]) if row else None

    def revisions(self, report_id: str | None = None) -> Iterator[Revision]:
        """All revisions of that report, or of every report that has more than one; those of one report together."""
        which = (
            "r.id = :report"
            if report_id is not None
            else ("r.id IN (SELECT id FROM reports WHERE batch <= :batch GROUP BY id HAVING count(*) > 1)")
        )
        sql = f"""SELECT b.recorded_at, r.json FROM reports r JOIN batches b ON b.seq = r.batch
            WHERE r.batch <= :batch AND {which} ORDER BY r.id, r.seq"""  # noqa: S608 - terms are ours
        for recorded_at, text in self._connection.execute(sql, {"batch": self._batch, "report": report_id}):
            yield Revision(recorded_at=recorded_at, report=parsed(Report, text))

    def heard(self, only: str | None = None) -> Iterator[Heard]:
        """On which days which outlets, speakers and places were heard, in how many reports, in no order."""
        where = " AND ".join([*self._report_terms(EVERYTHING), "r.published IS NOT NULL"])
        outlets = f"""SELECT 'outlet', json_extract(r.json, '$.outlet') AS name, r.published, count(*) FROM reports r
            WHERE {where} AND name IS NOT NULL GROUP BY name, r.published"""  # noqa: S608 - terms are ours
        named = """SELECT '{what}', n.name, r.published, count(DISTINCT r.seq) FROM reports r
            JOIN readings g ON g.report = r.seq JOIN claims c ON c.reading = g.seq
            JOIN claim_{what}s n ON n.claim = c.seq
            WHERE {where} GROUP BY n.name, r.published"""
        inside = f"{where} AND {_LATEST_READING}"
        asked = {"outlet": outlets} | {what: named.format(what=what, where=inside) for what in ("speaker", "place")}
        for sql in (sql for sort, sql in asked.items() if only in (None, sort)):
            for what, name, day, reports in self._connection.execute(sql, self._bound(EVERYTHING)):
                yield Heard(what=what, name=name, day=day, reports=reports)

    def newest(self, facets: Facets, after: Mark | None = None) -> Iterator[tuple[Mark, Claim]]:
        """The claims of the latest reports first, those of one report in its order; of unknown date last."""
        where = [*self._report_terms(facets), _LATEST_READING, *_claim_terms(facets)]
        bound = self._bound(facets)
        if after is not None:
            where.append(_AFTER_UNDATED if not after.day else _AFTER_DATED)
            bound |= {"day": after.day, "mark_report": after.report, "mark_claim": after.claim}
        sql = f"""SELECT {_TOLD} FROM reports r
            JOIN readings g ON g.report = r.seq JOIN claims c ON c.reading = g.seq WHERE {" AND ".join(where)}
            ORDER BY r.published DESC, r.id DESC, c.seq"""  # noqa: S608 - terms are ours, values are bound
        for row in self._connection.execute(sql, bound):
            mark, claim, outlet = _told(row)
            if fits(claim, outlet, facets):
                yield mark, claim

    def spotted(self, spot: Spot) -> tuple[Mark, Claim, str | None] | None:
        """The claim at a spot with its report's outlet; None where it is not the latest reading, or not known yet."""
        where = " AND ".join([*self._report_terms(EVERYTHING), _LATEST_READING])
        sql = f"""SELECT {_TOLD} FROM claims c JOIN readings g ON g.seq = c.reading JOIN reports r ON r.seq = g.report
            WHERE c.seq = (SELECT seq FROM claims WHERE reading = :reading ORDER BY seq LIMIT 1 OFFSET :at)
            AND {where}"""  # noqa: S608 - terms are ours, values are bound
        bound = {**self._bound(EVERYTHING), "reading": spot.reading, "at": spot.at}
        row = self._connection.execute(sql, bound).fetchone()
        return _told(row) if row else None

    def report_at(self, spot: Spot) -> Report | None:
        """The report at a spot; None where it is not the latest reading, or not known yet."""
        where = " AND ".join([*self._report_terms(EVERYTHING), _LATEST_READING])
        sql = f"""SELECT r.json FROM readings g JOIN reports r ON r.seq = g.report
            WHERE g.seq = :reading AND {where}"""  # noqa: S608 - terms are ours, values are bound
        row = self._connection.execute(sql, {**self._bound(EVERYTHING), "reading": spot.reading}).fetchone()
        return parsed(Report, row[0]) if row else None

    def spot(self, report: str, claim: str | None = None) -> Spot | None:
        """Where a report is, or one of its claims."""
        where = " AND ".join([*self._report_terms(Question(report=report)), _LATEST_READING])
        at = """SELECT count(*) FROM claims b WHERE b.reading = g.seq AND b.seq <
            (SELECT m.seq FROM claims m WHERE m.reading = g.seq AND m.id = :claim)"""
        sql = f"""SELECT coalesce(r.published, ''), g.seq, ({at}) FROM reports r JOIN readings g ON g.report = r.seq
            WHERE {where}"""  # noqa: S608 - terms are ours, values are bound
        row = self._connection.execute(sql, {**self._bound(Question(report=report)), "claim": claim}).fetchone()
        return Spot(day=row[0], reading=row[1], at=row[2]) if row else None

    def recorded(self, after: int) -> Iterator[Recorded]:
        """The readings that were recorded after one, in that order, whether or not later ones took their place."""
        sql = """SELECT g.seq, coalesce(r.published, ''), r.json, (SELECT max(e.seq) FROM readings e
            JOIN reports o ON o.seq = e.report WHERE o.id = r.id AND e.seq < g.seq)
            FROM readings g JOIN reports r ON r.seq = g.report WHERE g.seq > ? AND g.batch <= ? ORDER BY g.seq"""
        for reading, day, text, before in self._connection.execute(sql, (after, self._batch)):
            yield Recorded(
                reading=reading, day=day, report=parsed(Report, text), claims=self.read_in(reading), instead_of=before
            )

    def read_since(self, batch: int) -> set[str]:
        """The ids of the reports that were read after a batch."""
        sql = """SELECT r.id FROM readings g JOIN reports r ON r.seq = g.report
            WHERE g.batch > ? AND g.batch <= ?"""
        return {id for (id,) in self._connection.execute(sql, (batch, self._batch))}

    def came_since(self, batch: int) -> list[str]:
        """The ids of the reports that came, or came with another text, after a batch; the last to come first."""
        sql = "SELECT id FROM reports WHERE batch > ? AND batch <= ? GROUP BY id ORDER BY max(seq) DESC"
        return [id for (id,) in self._connection.execute(sql, (batch, self._batch))]

    def read_in(self, reading: int) -> list[Claim]:
        """The claims of a reading."""
        sql = "SELECT json FROM claims WHERE reading = ? ORDER BY seq"
        return [parsed(Claim, text) for (text,) in self._connection.execute(sql, (reading,))]

    @property
    def published_by(self) -> str | None:
        """The day by which all that is seen was published, where one was asked for."""
        return self._published_by

    def claim_ids(self) -> Iterator[str]:
        """The ids of all claims, in no order."""
        where = " AND ".join([*self._report_terms(EVERYTHING), _LATEST_READING])
        sql = f"""SELECT c.id FROM claims c JOIN readings g ON g.seq = c.reading JOIN reports r ON r.seq = g.report
            WHERE {where}"""  # noqa: S608 - terms are ours, values are bound
        yield from (row[0] for row in self._connection.execute(sql, self._bound(EVERYTHING)))

    def capture(self, digest: str) -> Capture | None:
        """The bytes that a report was read from, or None."""
        sql = "SELECT encoding, body, source, media_type, facts FROM captures WHERE digest = ? AND batch <= ?"
        row = self._connection.execute(sql, (digest, self._batch)).fetchone()
        if row is None:
            return None
        encoding, body, source, media_type, facts = row
        bytes_as_read = zlib.decompress(body) if encoding == "zlib" else body
        return Capture(body=bytes_as_read, source=source, media_type=media_type, facts=parsed(Facts, facts))

    @property
    def batch(self) -> int:
        """The last batch that the view sees."""
        return self._batch

    def shelf(self) -> LedgerShelf:
        """What the view sees, to make a picture of."""
        where = " AND ".join([*self._report_terms(EVERYTHING), _LATEST_READING])
        sql = f"""SELECT r.id, r.seq, r.digest, g.seq, g.digest FROM reports r JOIN readings g ON g.report = r.seq
            WHERE {where}"""  # noqa: S608 - terms are ours, values are bound
        return LedgerShelf(self._connection, self._connection.execute(sql, self._bound(EVERYTHING)))

    def _texts(self, table: str) -> Iterator[str]:
        sql = f"SELECT json FROM {table} WHERE batch <= ? ORDER BY seq"  # noqa: S608 - the table is ours
        for (text,) in self._connection.execute(sql, (self._batch,)):
            yield text

    def _report_terms(self, question: Question) -> list[str]:
        terms = [_LATEST_REPORT]
        if question.report:
            terms.append("r.id = :report")
        if question.since:
            terms.append("r.published >= :since")
        if question.until:
            terms.append("r.published <= :until")
        if self._published_by:
            terms.append("r.published <= :published_by")
        return terms

    def _bound(self, question: Question) -> dict[str, str | int | None]:
        names = {"place": question.place, "speaker": question.speaker, "party": question.party}
        return {
            "batch": self._batch,
            "published_by": self._published_by,
            "report": question.report,
            "kind": question.kind,
            "since": question.since,
            "until": question.until,
            **{key: value.casefold() if value else None for key, value in names.items()},
        }


def _claim_terms(question: Question) -> list[str]:
    terms = []
    if question.kind:
        terms.append("c.kind = :kind COLLATE NOCASE")
    for asked, table in (("place", "claim_places"), ("speaker", "claim_speakers"), ("party", "claim_parties")):
        if getattr(question, asked):
            terms.append(f"c.seq IN (SELECT claim FROM {table} WHERE name = :{asked})")  # noqa: S608
    return terms


def _told(row: tuple[str, str, str | None, str, str]) -> tuple[Mark, Claim, str | None]:
    day, report, outlet, claim, text = row
    return Mark(day=day, report=report, claim=claim), parsed(Claim, text), outlet
