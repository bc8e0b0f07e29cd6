"""Questions to a ledger's picture as it stands now, answered by look-up instead of by fusing.

In: a ledger's path and view; filters, ids. Out: the rows that answer, and their claims and reports. Refused: nothing.
What is new in the ledger since the last question is fused first; the rest is found by name, day or id.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fogline.model.codec import decode
from fogline.model.picture import Conflict, Development, Picture, Status
from fogline.serve.options import Filters
from fogline.serve.selection import Material
from fogline.store.contract import Question

if TYPE_CHECKING:
    from fogline.store.fused import Fused
    from fogline.store.view import LedgerView

Noun = TypeVar("Noun", Development, Status, Conflict)


class Lookup:
    """The picture of all that a view shows, brought up to date when it is first asked."""

    def __init__(self, path: Path, view: LedgerView) -> None:
        self._path = path
        self._view = view
        self._opened: Fused | None = None

    def rows(self, filters: Filters) -> Picture:
        """The developments, statuses and conflicts that are asked for; without origins, stories, what is left out."""
        from fogline.picture.days import day_number
        from fogline.picture.statuses import aged, in_order

        today = day_number(str(self._fused().facts()["today_on"] or ""))
        developments = sorted(self._found(Development, "development", filters), key=_development_order)
        statuses = (aged(one, today) for one in self._found(Status, "status", filters))
        conflicts = sorted(self._found(Conflict, "conflict", filters), key=lambda one: (one.kind, one.id))
        return Picture(
            as_of=None,
            developments=tuple(developments),
            statuses=tuple(sorted(statuses, key=in_order)),
            conflicts=tuple(conflicts),
        )

    def material(self, picture: Picture) -> Material:
        """The claims that rows stand on, with their reports; and the first and last report, which tell the span."""
        told: tuple[Development | Status | Conflict, ...] = (
            *picture.developments,
            *picture.statuses,
            *picture.conflicts,
        )
        ids = sorted({claim for one in told for claim in one.claims})
        claims = [claim for one in ids if (claim := self._view.claim(one)) is not None]
        reports = {name: self._view.report(name) for name in sorted({claim.report for claim in claims})}
        facts = self._fused().facts()
        for day in (facts["first"], facts["last"]):
            edge = next(self._view.reports(Question(since=str(day), until=str(day))), None) if day else None
            if edge is not None:
                reports.setdefault(edge.id, edge)
        return Material.of(claims, [report for report in reports.values() if report is not None])

    def development(self, id: str) -> Development | None:
        """The development that has this id now, or that took in what once had it."""
        from fogline.picture.judgements import development_id

        fused = self._fused()
        text = fused.row("development", id)
        if text is None:
            of_id = (claim for claim in self._view.claim_ids() if development_id(claim) == id)
            claim = fused.first_claim(id) or next(of_id, None)
            text = None if claim is None else fused.with_claim("development", claim)
        return None if text is None else decode(Development, json.loads(text))

    def whole(self, view: LedgerView, as_of: str | None) -> Picture:
        """The whole picture of what another view of the same ledger shows; what was fused before is not fused again."""
        from fogline.run.fusing import picture_of
        from fogline.store.fused import Fused, beside

        with Fused(beside(self._path)) as fused:
            return picture_of(view, fused, as_of=as_of)

    def close(self) -> None:
        """Closes the file beside the ledger."""
        if self._opened is not None:
            self._opened.close()

    def _fused(self) -> Fused:
        from fogline.run.fusing import kept_up
        from fogline.store.fused import Fused, beside

        if self._opened is None:
            self._opened = Fused(beside(self._path))
            kept_up(self._view, self._opened)
        return self._opened

    def _found(self, noun: type[Noun], what: str, filters: Filters) -> Iterator[Noun]:
        from fogline.store.fused import Wanted

        asked = {"place": filters.place, "speaker": filters.speaker, "party": filters.party, "kind": filters.kind}
        names = tuple((name, value.casefold()) for name, value in asked.items() if value)
        wanted = Wanted(what=what, names=names, since=filters.since, until=filters.until)
        for text in self._fused().find(wanted):
            yield decode(noun, json.loads(text))


def _development_order(one: Development) -> tuple[str, str]:
    return one.when.begin or one.when.finish or "9999", one.id
