"""Questions to a ledger's picture as it stands now, answered by look-up instead of by fusing.

In: a ledger's path and view; filters, ids. Out: the rows that answer, and their claims and reports. Refused: nothing.
What is new in the ledger since the last question is fused first; the rest is found by name, day or id.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from fogline.model.codec import parsed
from fogline.model.picture import Conflict, Development, Picture, ReportLine, Status
from fogline.serve.glimpses import Glimpse, Tolled
from fogline.serve.options import Filters
from fogline.serve.selection import Material, select
from fogline.store.contract import Question, View

if TYPE_CHECKING:
    from fogline.serve.withdrawn import TakenDown
    from fogline.store.fused import Fused, Wanted
    from fogline.store.view import LedgerView
    from fogline.store.words import Words

Noun = TypeVar("Noun", Development, Status, Conflict, Glimpse, Tolled)
What = Literal["developments", "statuses", "conflicts", "tolls"]
# A brief reads no more than about so many claims: a thousand take some 0.1 s of one core, and its dozen items stand on
# fewer. Where more answer, it is told from the most important rows.
MOST_CLAIMS = 1_500
MOST_OF_ONE = 200  # of one row: how a town was held for a year stands on thousands


class Lookup:
    """The picture of all that a view shows. `opened`: gives its rows, when it is first asked (`up_to_date`)."""

    def __init__(self, path: Path, view: View, opened: Callable[[], Fused]) -> None:
        self.path = path
        self._view = view
        self._opens = opened
        self._opened: Fused | None = None

    def rows(self, filters: Filters, only: What | None = None) -> Picture:
        """The developments, statuses and conflicts that are asked for; without origins, stories, what is left out.

        `only`: rows of one sort; of "tolls", the developments that have any.
        """
        developments = self._found(Development, "development", filters, tolled=only == "tolls")
        return self._picture(
            developments if only in (None, "developments", "tolls") else (),
            self._found(Status, "status", filters) if only in (None, "statuses") else (),
            self._found(Conflict, "conflict", filters) if only in (None, "conflicts") else (),
        )

    def rows_at(self, filters: Filters, only: What | None = None) -> Picture:
        """As `rows`, of what held or happened on the day `filters.valid_at`."""
        plain = dataclasses.replace(filters, valid_at=None)
        spanned = bool(filters.since or filters.until)
        # What happened on a day is among what happened or was published on it.
        on_day = plain if spanned else dataclasses.replace(plain, since=filters.valid_at, until=filters.valid_at)
        developments = self._found(Development, "development", on_day, tolled=only == "tolls")
        picture = self._picture(
            developments if only in (None, "developments", "tolls") else (),
            self._found(Status, "status", plain) if only in (None, "statuses") else (),
            self._found(Conflict, "conflict", plain) if only in (None, "conflicts") else (),
        )
        named = {claim for one in picture.conflicts for claim in one.claims}
        claims = (claim for one in sorted(named) if (claim := self._view.claim(one)) is not None)
        return select(picture, Material.of(claims, ()), Filters(valid_at=filters.valid_at))

    def each(self, filters: Filters, only: What) -> Iterator[Development | Status | Conflict]:
        """The rows of one sort, one at a time, in no order."""
        if only == "conflicts":
            yield from self._found(Conflict, "conflict", filters)
        elif only == "statuses":
            for one in self._found(Status, "status", filters):
                yield from self._picture((), [one], ()).statuses
        else:
            yield from self._found(Development, "development", filters, tolled=only == "tolls")

    def glimpsed(self, filters: Filters) -> Iterator[Glimpse]:
        """The developments that are asked for, as far as they are looked at where all are."""
        yield from self._found(Glimpse, "development", filters)

    def tolled(self, filters: Filters) -> Iterator[Tolled]:
        """The developments with tolls that are asked for, by the days of their figures."""
        yield from self._found(Tolled, "development", filters, tolled=True)

    def some(self, ids: Iterable[str]) -> list[Development]:
        """The developments that have these ids now, in their order."""
        texts = (self._fused().row("development", id) for id in ids)
        return [parsed(Development, text) for text in texts if text is not None]

    def leading(self, filters: Filters) -> tuple[Picture, Material, int] | None:
        """The most important rows that are asked for, what they stand on, and how many others there are.

        None where no more claims answer than a brief reads.
        """
        from fogline.outputs.importance import BACKGROUND_DAYS, points
        from fogline.picture.days import day_number, day_text
        from fogline.store.fused import Ages

        facts = self._fused().facts()
        first, last = filters.since or str(facts["first"] or ""), filters.until or str(facts["last"] or "9999")
        table = points()
        old = day_text(max(1, (day_number(first) or 1) - BACKGROUND_DAYS))
        ages = Ages(first=first, last=last, old=old, new=table["new"], background=table["background"])
        found = self._fused().leading(_wanted("", filters), most=MOST_CLAIMS, of_one=MOST_OF_ONE, ages=ages)
        if found.claims <= MOST_CLAIMS:
            return None
        told = [parsed(Development, text) for what, text in found.rows if what == "development"]
        standing = [parsed(Status, text) for what, text in found.rows if what == "status"]
        both: list[Development | Status] = [*told, *standing]
        claims = sorted({claim for one in both for claim in one.claims[:MOST_OF_ONE]})
        against = [parsed(Conflict, text) for text in self._fused().of_claims("conflict", claims)]
        picture = self._picture(told, standing, against)
        return picture, self._material(claims), found.known - len(found.rows)

    def _picture(
        self, developments: Iterable[Development], statuses: Iterable[Status], conflicts: Iterable[Conflict]
    ) -> Picture:
        from fogline.picture.days import day_number
        from fogline.picture.statuses import aged, in_order

        today = day_number(str(self._fused().facts()["today_on"] or ""))
        return Picture(
            as_of=None,
            developments=tuple(sorted(developments, key=_development_order)),
            statuses=tuple(sorted((aged(one, today) for one in statuses), key=in_order)),
            conflicts=tuple(sorted(conflicts, key=lambda one: (one.kind, one.id))),
        )

    def material(self, picture: Picture) -> Material:
        """The claims that rows stand on, with their reports; and the first and last report, which tell the span."""
        told: tuple[Development | Status | Conflict, ...] = (
            *picture.developments,
            *picture.statuses,
            *picture.conflicts,
        )
        return self._material(sorted({claim for one in told for claim in one.claims}))

    def _material(self, ids: Sequence[str]) -> Material:
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
        return None if text is None else parsed(Development, text)

    def of_claims(self, claims: Sequence[str], only: What | None = None) -> Picture:
        """The rows that any of some claims belongs to; `only`: of one sort."""
        fused = self._fused()
        developments = fused.of_claims("development", claims) if only in (None, "developments") else ()
        statuses = fused.of_claims("status", claims) if only in (None, "statuses") else ()
        conflicts = fused.of_claims("conflict", claims) if only in (None, "conflicts") else ()
        return self._picture(
            [parsed(Development, text) for text in developments],
            [parsed(Status, text) for text in statuses],
            [parsed(Conflict, text) for text in conflicts],
        )

    def with_claims(self, claims: Iterable[str]) -> list[Development]:
        """The developments that claims belong to, in the order of the claims."""
        return [parsed(Development, text) for text in self._fused().of_claims("development", claims)]

    def moved(self) -> Iterator[tuple[str, str | None]]:
        """The ids of developments that are told no more, each with what it became."""
        return self._fused().moved()

    def lines(self, reports: Iterable[str]) -> list[ReportLine]:
        """Where these reports belong."""
        found = self._fused().lines(reports)
        return [ReportLine(id=id, origin=origin, story=story, why=why) for id, origin, story, why in found]

    def lines_from(self, origin: str) -> list[ReportLine]:
        """The reports that go back to one: itself, its copies and rewrites."""
        return self.lines(line[0] for line in self._fused().lines_from(origin))

    def facts(self) -> dict[str, str | int | None]:
        """The first and the last day of reports, and the day on which the picture stands."""
        return self._fused().facts()

    def whole(self, view: LedgerView, as_of: str | None, taken: TakenDown) -> Picture:
        """The whole picture of what another view of the same ledger shows; what was fused before is not fused again.

        `taken`: what is taken down today, whatever moment the view is of.
        """
        from fogline.run.fusing import picture_of
        from fogline.store.fused import Fused, beside

        with Fused(beside(self.path)) as fused:
            return picture_of(view, fused, as_of=as_of, later=taken.reports.values())

    def close(self) -> None:
        """Closes the file beside the ledger."""
        if self._opened is not None:
            self._opened.close()

    def _fused(self) -> Fused:
        if self._opened is None:
            self._opened = self._opens()
        return self._opened

    def _found(self, noun: type[Noun], what: str, filters: Filters, *, tolled: bool = False) -> Iterator[Noun]:
        for text in self._fused().find(_wanted(what, filters, tolled=tolled)):
            yield parsed(noun, text)


def up_to_date(path: Path, view: LedgerView) -> Fused:
    """What was fused of a ledger, with what is new in it fused too."""
    from fogline.run.fusing import kept_up
    from fogline.store.fused import Fused, beside

    fused = Fused(beside(path))
    kept_up(view, fused)
    return fused


def indexed_words(path: Path, view: LedgerView) -> Words:
    """The index of a ledger's words, with what is new in it indexed too."""
    from fogline.run.indexing import indexed
    from fogline.serve.notices import counted, progress
    from fogline.store.words import Words, words_beside

    words = Words(words_beside(path))
    with progress() as moving:
        indexed(view, words, lambda done: moving.step(f"the words of {counted(done, 'report')} indexed"))
    return words


def _wanted(what: str, filters: Filters, *, tolled: bool = False) -> Wanted:
    from fogline.store.fused import Wanted

    asked = {"place": filters.place, "speaker": filters.speaker, "party": filters.party, "kind": filters.kind}
    names = tuple((name, value.casefold()) for name, value in asked.items() if value)
    return Wanted(what=what, names=names, since=filters.since, until=filters.until, tolled=tolled)


def _development_order(one: Development) -> tuple[str, str]:
    return one.when.begin or one.when.finish or "9999", one.id
