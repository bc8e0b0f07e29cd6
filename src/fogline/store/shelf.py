"""A ledger as the shelf from which a picture is made: reports and claims of one moment, some at a time.

In: a view's moment. Out: all reports' ids with a key each, and reports and claims by the ids of reports. Refused:
nothing; an id that is not there has no answer.
"""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping, Sequence

import apsw

from fogline.model.claim import Claim
from fogline.model.codec import parsed
from fogline.model.report import Report


class LedgerShelf:
    """The reports of one moment with the claims that were read in them by then. The moment does not move."""

    def __init__(self, connection: apsw.Connection, rows: Iterable[tuple[str, int, str, int, str]]) -> None:
        """`rows`: of each report its id, row and digest, and the row and digest of its reading."""
        self._execute = connection.execute
        self._keys: dict[str, str] = {}
        self._rows: dict[str, tuple[int, int]] = {}
        for name, report, report_digest, reading, reading_digest in rows:
            self._keys[name] = report_digest[:32] + reading_digest[:32]
            self._rows[name] = report, reading
        self._keys = dict(sorted(self._keys.items()))
        self._read_in = {reading: name for name, (_, reading) in self._rows.items()}

    def keys(self) -> Mapping[str, str]:
        """All reports, each with a key that covers the report and its claims; sorted by id."""
        return self._keys

    def reports(self, names: Sequence[str]) -> dict[str, Report]:
        """The reports of these ids."""
        sql = "SELECT json FROM reports WHERE seq = ?"
        texts = {name: self._execute(sql, (self._rows[name][0],)).get for name in names if name in self._rows}
        return {name: parsed(Report, text) for name, text in texts.items()}

    def claims(self, names: Sequence[str]) -> dict[str, list[Claim]]:
        """The claims of these reports, by report."""
        sql = "SELECT json FROM claims WHERE reading = ? ORDER BY seq"
        return {
            name: [parsed(Claim, text) for (text,) in self._execute(sql, (self._rows[name][1],))]
            for name in names
            if name in self._rows
        }

    def some(self, claims: Iterable[tuple[str, str]]) -> list[Claim]:
        """Single claims, each asked for by its report and its id."""
        wanted: dict[int, set[str]] = collections.defaultdict(set)
        for name, claim in claims:
            if name in self._rows:
                wanted[self._rows[name][1]].add(claim)
        found: list[Claim] = []
        for reading, ids in sorted(wanted.items()):  # as they lie in the file: what came in together is read together
            marks = ", ".join("?" * len(ids))
            sql = f"SELECT json FROM claims WHERE reading = ? AND id IN ({marks}) ORDER BY seq"  # noqa: S608
            found += [parsed(Claim, text) for (text,) in self._execute(sql, (reading, *sorted(ids)))]
        return found

    def homes(self, claims: Iterable[str]) -> dict[str, str]:
        """The reports of these claims, those that are known."""
        found: dict[str, str] = {}
        for claim in claims:
            for (reading,) in self._execute("SELECT reading FROM claims WHERE id = ?", (claim,)):
                if reading in self._read_in:
                    found[claim] = self._read_in[reading]
        return found
