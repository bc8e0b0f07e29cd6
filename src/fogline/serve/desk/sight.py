"""What one request sees: the holdings as of its moment and its day, with what is private withheld.

In: holdings and a stamp that names their state. Out: rows, claims and reports that may be shown. Refused: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fogline.data.terms import Terms
from fogline.model.claim import Claim
from fogline.model.picture import Conflict, Development, Judgement, Picture, ReportLine, Status
from fogline.model.report import Capture, Report, SetAside
from fogline.outputs.exports.release import Deletion
from fogline.outputs.withheld import (
    PrivateNames,
    names_in,
    open_claim,
    open_development,
    open_picture,
    open_report,
    reports_of,
)
from fogline.run.indexing import counted
from fogline.serve.desk.happenings import Happening, happenings
from fogline.serve.glimpses import Figures, Glimpsed
from fogline.serve.holdings import Holdings
from fogline.serve.lookup import What
from fogline.serve.options import Filters
from fogline.serve.selection import Material
from fogline.serve.withdrawn import Remaining, TakenDown, by_judgement, moved
from fogline.store.contract import EVERYTHING, Facets, Heard, Mark, Question, Revision, View, published_day
from fogline.store.search import Search
from fogline.store.words import Named

if TYPE_CHECKING:
    from fogline.serve.desk.opened import Kept

Names = MutableMapping[str, frozenset[str]]  # by report: the names in it that are private
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n")


class OpenView:
    """A view that shows no private person. It keeps the contract `View`."""

    def __init__(
        self, view: View, names: Names, taken: TakenDown, *, search: Search | None = None, until: str | None = None
    ) -> None:
        """`taken`: what is taken down. `search`: where there is an index of what the view holds by the day `until`."""
        self._view = Remaining(view, taken)
        self.private = PrivateNames(lambda report: self._view.claims(Question(report=report)), names)
        self._search = search
        self._until = until
        self.taken = taken

    def names(self, report: str) -> frozenset[str]:
        """The names that are private in a report."""
        return self.private(report)

    def reports(self, question: Question = EVERYTHING) -> Iterator[Report]:
        """The reports, as the contract says."""
        for report in self._view.reports(question):
            by = replace(question, report=report.id)
            if not question.speaker or next(self.claims(by), None) is not None:
                yield open_report(report, self.names(report.id))

    def claims(self, question: Question = EVERYTHING) -> Iterator[Claim]:
        """The claims, as the contract says."""
        for claim in self._view.claims(question):
            shown = open_claim(claim, self.names(claim.report))
            if _said_by(shown, question.speaker):
                yield shown

    def newest(self, facets: Facets, after: Mark | None = None) -> Iterator[tuple[Mark, Claim]]:
        """The newest claims, as the contract says; words are looked for in what is shown."""
        for mark, claim in (self._search or self._view).newest(facets, after):
            shown = open_claim(claim, self.names(claim.report))
            told = facets.words is None or facets.words.stand_in(shown.quote)
            if told and claim.report not in self.taken.reports and _said_by(shown, facets.speaker):
                yield mark, shown

    def found(self, facets: Facets, after: str | None = None) -> Iterator[Report]:
        """The reports whose title or text has the words, one of whose claims is as is asked for; the latest first.

        `after`: the id of a report.
        """
        raw = self._search.reports(facets, after) if self._search else _latest(self._view, facets, after)
        for report in raw:
            shown = open_report(report, self.names(report.id))
            told = facets.words is None or facets.words.stand_in(f"{shown.title or ''}\n{shown.text}")
            of_it = replace(facets, report=report.id, words=None)
            if (
                told
                and report.id not in self.taken.reports
                and (not _asks_claims(facets) or next(self.newest(of_it), None) is not None)
            ):
                yield shown

    def named(self, what: str, words: Terms | None = None) -> list[Named]:
        """The places, speakers or outlets that were heard, those with the most claims first; `words`: in the name."""
        if self._search:
            return self.taken.named(what, self._search.names(what, words), self._until)
        pairs = ((claim, self._view.report(claim.report)) for claim in self.claims())
        counts = counted((claim, report) for claim, report in pairs if report is not None)
        return [one for one in counts[what] if words is None or words.stand_in(one.name)]

    def judgements(self) -> Iterator[Judgement]:
        """The judgements, as the contract says."""
        return self._view.judgements()

    def set_aside(self) -> Iterator[SetAside]:
        """What was not used, as the contract says."""
        return self._view.set_aside()

    def report(self, report_id: str) -> Report | None:
        """One report, or None."""
        report = self._view.report(report_id)
        return None if report is None else open_report(report, self.names(report.id))

    def published(self, report_id: str) -> tuple[str | None, str | None]:
        """When a report was published, and by which outlet: neither is private."""
        report = self._view.report(report_id)
        return (None, None) if report is None else (report.published, report.outlet)

    def versions(self, report_id: str) -> int:
        """With how many texts a report came."""
        return sum(1 for _ in self._view.revisions(report_id))

    def claim(self, claim_id: str) -> Claim | None:
        """One claim, or None."""
        claim = self._view.claim(claim_id)
        return None if claim is None else open_claim(claim, self.names(claim.report))

    def told(self, id: str) -> Claim | None:
        """A claim as it was read: to look at, not to show."""
        return self._view.claim(id)

    def is_claim(self, id: str) -> bool:
        """Whether something is a claim, shown or not."""
        return self._view.is_claim(id)

    def claim_ids(self) -> Iterator[str]:
        """The ids of all claims, in no order."""
        return self._view.claim_ids()

    def capture(self, digest: str) -> Capture | None:
        """None: bytes as they came hold what is withheld."""
        return None

    def revisions(self, report_id: str | None = None) -> Iterator[Revision]:
        """The texts of one report; none of all reports. A name that only an earlier text has is taken for private.

        Of an earlier text no claims tell who is private: what was taken out of a report may be a name.
        """
        now = None if report_id is None else self._view.report(report_id)
        if now is None or report_id is None:
            return
        shown = open_report(now, self.names(report_id))
        for revision in self._view.revisions(report_id):
            title, text = revision.report.title or "", revision.report.text
            told = _SENTENCE_ENDS.split(f"{title}\n{text}")  # else the office of one sentence's end would be a name's
            named = frozenset[str]().union(*map(names_in, told))
            gone = {name for name in named if name not in f"{shown.title} {shown.text}"}
            yield Revision(
                recorded_at=revision.recorded_at, report=open_report(revision.report, self.names(report_id) | gone)
            )

    def heard(self, only: str | None = None) -> Iterator[Heard]:
        """Which outlets and places were heard; of speakers a name alone does not tell who is private."""
        return (one for one in self._view.heard(only) if one.what != "speaker")


def _said_by(claim: Claim, speaker: str | None) -> bool:
    """Whether a claim as it is shown has that speaker: whoever is withheld cannot be asked for."""
    return speaker is None or speaker.casefold() in {one.name.casefold() for one in claim.speakers}


def _picture_of(one: Development | Status | Conflict) -> Picture:
    if isinstance(one, Development):
        return Picture(as_of=None, developments=(one,))
    return Picture(as_of=None, statuses=(one,)) if isinstance(one, Status) else Picture(as_of=None, conflicts=(one,))


def _asks_claims(facets: Facets) -> bool:
    return facets.asks_claims or any((facets.stance, facets.certainty, facets.valid_at))


def _latest(view: View, facets: Facets, after: str | None) -> Iterator[Report]:
    """All reports of an outlet within the days, the latest first, where there is no index to look in."""
    days = Question(since=facets.since, until=facets.until)
    found = sorted(view.reports(days), key=lambda one: (published_day(one.published) or "", one.id), reverse=True)
    if after is not None:
        found = found[next((at for at, one in enumerate(found, 1) if one.id == after), len(found)) :]
    wanted = (facets.outlet or "").casefold()
    return (one for one in found if not wanted or (one.outlet or "").casefold() == wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is seen in one request."""

    held: Holdings
    view: OpenView
    stamp: str  # of the state that is seen: the same stamp, the same pages
    first: str | None  # first and last day on which a report was published
    last: str | None
    newest: str | None = None  # the last day with a report, whatever day is asked for
    kept: Kept[Any] | None = None  # what is made of this state for more than one page
    keeps: bool = False  # whether whoever reads can keep searches
    came: Callable[[str], list[str]] | None = None  # the reports that came after a moment, where that is known
    watched: Path | None = None  # what watching remembers of outlets, where that is of the moment that is seen

    @property
    def taken(self) -> TakenDown:
        """What is taken down."""
        return self.view.taken

    @property
    def as_of(self) -> str | None:
        """The day that was asked for, if any."""
        return self.held.as_of

    @property
    def day(self) -> str | None:
        """The day as of which everything is told: the one asked for, else the last with a report."""
        return self.as_of or self.last

    def rows(self, filters: Filters, only: What | None = None) -> Picture:
        """The developments, statuses and conflicts that are asked for; `only`: of one sort."""
        if self._unheard(filters):
            return Picture(as_of=self.as_of)
        picture = self.held.chosen(filters, only)
        if only == "statuses":  # what is not looked at need not be opened
            picture = Picture(as_of=picture.as_of, statuses=picture.statuses)
        return self._open(picture)

    def each(self, filters: Filters, only: What) -> Iterator[Development | Status | Conflict]:
        """The rows of one sort that are asked for, one at a time, in no order: of very many, few are held."""
        if self._unheard(filters):
            return
        for one in self.held.each(filters, only):
            opened = self._open(_picture_of(one))
            yield from opened.developments or opened.statuses or opened.conflicts

    def happened(self, filters: Filters, *, parties: bool = False) -> Sequence[Happening]:
        """What happened of what is asked for, in no order; kept for whoever looks again. `parties`: with who did it."""

        def made() -> Sequence[Happening]:
            return happenings(self.glimpsed(filters), self._names_in if parties else None)

        key = ("happened", self.stamp, self.as_of, filters, parties)
        return made() if self.kept is None else self.kept.get(key, made)

    def glimpsed(self, filters: Filters) -> Iterator[Glimpsed]:
        """The developments that are asked for, in no order, to look at: who acts in them may be a private person."""
        return iter(()) if self._unheard(filters) else self.held.glimpsed(filters)

    def tolled(self, filters: Filters) -> Iterator[Figures]:
        """Those with tolls, in no order, to look at."""
        return iter(()) if self._unheard(filters) else self.held.tolled(filters)

    def conflicting(self, filters: Filters) -> tuple[Conflict, ...]:
        """The conflicts that are asked for, to choose among: their reasons may name private persons (see `shown`)."""
        return () if self._unheard(filters) else self.held.chosen(filters, "conflicts").conflicts

    def shown(self, conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
        """Conflicts that were chosen, as they may be shown: who is private is looked for in their reports alone."""
        return self._open(Picture(as_of=self.as_of, conflicts=tuple(conflicts))).conflicts

    def some(self, ids: Sequence[str]) -> tuple[Development, ...]:
        """The developments that have these ids, in their order, as they may be shown."""
        return self._open(Picture(as_of=self.as_of, developments=tuple(self.held.some(ids)))).developments

    def deletions(self) -> list[Deletion]:
        """What is no longer shown by the day asked for, by what it was and its id."""
        found = list(by_judgement(self.view.judgements(), self.view.is_claim))
        if self.held.at_hand is None and self.held.ledger is not None:
            found += moved(self.held.ledger.lookup.moved())
        if self.as_of:
            found = [one for one in found if one.on and one.on <= self.as_of]
        return sorted({(one.what, one.id): one for one in found}.values(), key=lambda one: (one.what, one.id))

    def leading(self, filters: Filters) -> tuple[Picture, Material, int]:
        """The most important rows that are asked for, what they stand on, and how many are left out."""
        picture, material, beyond = self.held.leading(filters)
        return self._open(picture), material, beyond

    def development(self, id: str) -> Development | None:
        """The development that has this id, or that took in what once had it."""
        found = self.held.development(id)
        return None if found is None else open_development(found, self._names_in(found.reports))

    def material(self, told: Iterable[Development | Status | Conflict]) -> Material:
        """The claims that rows stand on, and their reports."""
        return self.of_claims(claim for one in told for claim in one.claims)

    def of_claims(self, ids: Iterable[str]) -> Material:
        """These claims, as far as they are known by the day asked for, and their reports."""
        if self.held.at_hand is not None:
            known = self.held.at_hand[1]
            claims = [known.claims[one] for one in dict.fromkeys(ids) if one in known.claims]
            return Material.of(claims, [known.reports[one] for one in dict.fromkeys(claim.report for claim in claims)])
        claims = [claim for one in dict.fromkeys(ids) if (claim := self.view.claim(one)) is not None]
        reports = (self.view.report(one) for one in dict.fromkeys(claim.report for claim in claims))
        return Material.of(claims, [report for report in reports if report is not None])

    def claim(self, id: str) -> Claim | None:
        """One claim that is known by the day asked for."""
        return self.of_claims([id]).claims.get(id)

    def of_part(self, claims: Sequence[str]) -> Picture:
        """The rows that any of some claims belongs to."""
        return self._open(self.looked_at(claims))

    def looked_at(self, claims: Sequence[str], only: What | None = None) -> Picture:
        """The same, to look at and count: they may name private persons. `only`: of one sort."""
        if self.held.at_hand is None and self.held.ledger is not None:
            return self.held.ledger.lookup.of_claims(claims, only)
        whole, wanted = self.held.everything()[0], set(claims)
        return Picture(
            as_of=self.as_of,
            developments=tuple(one for one in whole.developments if wanted.intersection(one.claims)),
            statuses=tuple(one for one in whole.statuses if wanted.intersection(one.claims)),
            conflicts=tuple(one for one in whole.conflicts if wanted.intersection(one.claims)),
        )

    def told_with(self, claims: Iterable[str]) -> list[Development]:
        """The developments that claims belong to, each once, in the order of the claims."""
        wanted = list(claims)
        if self.held.at_hand is None and self.held.ledger is not None:
            found = self.held.ledger.lookup.with_claims(wanted)
        else:
            of = {claim: one for one in self.held.everything()[0].developments for claim in one.claims}
            found = [of[claim] for claim in wanted if claim in of]
        each = {one.id: one for one in found}
        return [open_development(one, self._names_in(one.reports)) for one in each.values()]

    def captured(self, report: str) -> str | None:
        """The hash of the bytes that a report was read from; the bytes themselves hold what is withheld."""
        found = self.view.report(report)
        return found.capture if found is not None else None

    def lines(self, reports: Iterable[str]) -> dict[str, ReportLine]:
        """Where reports belong, by id."""
        wanted = set(reports)
        if self.held.at_hand is not None:
            return {line.id: line for line in self.held.at_hand[0].reports if line.id in wanted}
        return (
            {} if self.held.ledger is None else {one.id: one for one in self.held.ledger.lookup.lines(sorted(wanted))}
        )

    def copies(self, origin: str) -> list[ReportLine]:
        """The reports that go back to one, itself among them."""
        if self.held.at_hand is not None:
            return [line for line in self.held.at_hand[0].reports if line.origin == origin]
        return [] if self.held.ledger is None else self.held.ledger.lookup.lines_from(origin)

    def _unheard(self, filters: Filters) -> bool:
        return bool(filters.speaker) and next(self.view.claims(Question(speaker=filters.speaker)), None) is None

    def _open(self, picture: Picture) -> Picture:
        """Rows as they may be shown. What is at hand was opened when it was added up."""
        if self.held.at_hand is not None:
            return picture
        return open_picture(picture, self._names_in(reports_of(picture, self.view.told)))

    def _names_in(self, reports: Iterable[str]) -> frozenset[str]:
        return self.view.private.of(reports)
