"""The holdings that a verb works on: a ledger, or the reports at some paths, under one contract.

In: a `Source`. Out: reports, claims, judgements and the picture of them. Refused: neither paths nor a ledger, or both
(`QueryError`); what a store or a path refuses.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fogline.data.terms import Terms
from fogline.model.claim import Claim
from fogline.model.errors import NoReports, QueryError
from fogline.model.picture import Conflict, Development, Picture, Status
from fogline.model.report import SetAside
from fogline.outputs.withheld import PrivateNames
from fogline.serve.glimpses import Figures, Glimpsed
from fogline.serve.lookup import Lookup, What, indexed_words, up_to_date
from fogline.serve.notices import counted, progress, tell, tell_set_aside
from fogline.serve.options import Filters, Source
from fogline.serve.selection import Material, select
from fogline.serve.withdrawn import NOTHING_TAKEN, Remaining, ShownView, TakenDown, taken_down
from fogline.store.contract import Facets, Question, Store, View
from fogline.store.search import Search

if TYPE_CHECKING:
    from fogline.store.view import LedgerView

DEFAULT = Path("fogline.ledger")
UNREAD = "not a kind of file that is read"  # as `sources.files` words it


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What there is to ask, as of the moment that was asked for."""

    view: ShownView  # of what is taken down nothing shows in it
    as_of: str | None
    aside: tuple[SetAside, ...] = ()  # what was set aside while reading the paths just now
    ledger: OfLedger | None = None
    at_hand: tuple[Picture, Material] | None = None  # everything, where it was added up before

    def private(self) -> PrivateNames:
        """The names that are withheld from what is told to others."""
        return PrivateNames(lambda report: self.view.claims(Question(report=report)))

    def newest(self, asked: Facets) -> Iterator[Claim]:
        """The claims that are asked for, the newest first; of a ledger, by the index of its words."""
        if self.ledger is None:
            yield from (claim for _, claim in self.view.newest(asked))
            return
        gone = self.ledger.taken.reports
        with indexed_words(self.ledger.lookup.path, self.ledger.view) as words:
            found = Search(self.ledger.view, words).newest(asked)
            yield from (claim for _, claim in found if claim.report not in gone)

    def everything(self) -> tuple[Picture, Material]:
        """What everything adds up to, and what it stands on."""
        if self.at_hand is not None:
            return self.at_hand
        material = Material.of(self.view.claims(), self.view.reports())
        return self.whole(material), material

    def selected(self, filters: Filters, *, place: str | None = None) -> tuple[Picture, Material]:
        """The rows that are asked for, and what they stand on: of a ledger as of now, only their claims and reports.

        `place`: where whoever asks looks at no row that has nothing to do with that place.
        """
        near = filters if place is None else dataclasses.replace(filters, place=place)
        if self.ledger is not None and self.ledger.now and near != Filters() and near.valid_at is None:
            picture = self.ledger.lookup.rows(near)
            material = self.ledger.lookup.material(picture)
            return select(picture, material, filters), material
        picture, material = self.everything()
        return select(picture, material, filters), material

    def leading(self, filters: Filters, *, place: str | None = None) -> tuple[Picture, Material, int]:
        """As `selected`; where very much answers, only the most important rows. And how many rows are left out."""
        near = filters if place is None else dataclasses.replace(filters, place=place)
        one_claim = bool(filters.speaker and filters.party)
        if self.ledger is not None and self.ledger.now and near.valid_at is None and not one_claim:
            found = self.ledger.lookup.leading(near)
            if found is not None:
                return found
        return *self.selected(filters, place=place), 0

    def chosen(self, filters: Filters, only: What | None = None) -> Picture:
        """The rows that are asked for, by look-up where that is enough; `only`: those of one sort will be looked at."""
        one_claim = bool(filters.speaker and filters.party)  # both must be true of one claim: it has to be looked at
        if self.ledger is not None and self.ledger.now and not one_claim:
            lookup = self.ledger.lookup
            return lookup.rows(filters, only) if filters.valid_at is None else lookup.rows_at(filters, only)
        return self.selected(filters)[0]

    def each(self, filters: Filters, only: What) -> Iterator[Development | Status | Conflict]:
        """The rows of one sort that are asked for, in no order; of a ledger as of now, one at a time."""
        if (lookup := self._one_by_one(filters)) is not None:
            return lookup.each(filters, only)
        chosen = self.chosen(filters, only)
        rows: tuple[Development | Status | Conflict, ...] = chosen.developments
        if only in ("statuses", "conflicts"):
            rows = chosen.statuses if only == "statuses" else chosen.conflicts
        return (one for one in rows if only != "tolls" or (isinstance(one, Development) and one.tolls))

    def glimpsed(self, filters: Filters) -> Iterator[Glimpsed]:
        """The developments that are asked for, in no order: of a ledger as of now, only what all are looked at for."""
        lookup = self._one_by_one(filters)
        return iter(self.chosen(filters, "developments").developments) if lookup is None else lookup.glimpsed(filters)

    def tolled(self, filters: Filters) -> Iterator[Figures]:
        """The same, of those with tolls, by the days of their figures."""
        if (lookup := self._one_by_one(filters)) is not None:
            return lookup.tolled(filters)
        return (one for one in self.chosen(filters, "tolls").developments if one.tolls)

    def some(self, ids: Sequence[str]) -> list[Development]:
        """The developments that have these ids, in their order."""
        if self.ledger is not None and self.ledger.now:
            return self.ledger.lookup.some(ids)
        wanted = set(ids)
        found = {one.id: one for one in self.everything()[0].developments if one.id in wanted}
        return [found[id] for id in ids if id in found]

    def _one_by_one(self, filters: Filters) -> Lookup | None:
        """Where the rows that are asked for can be looked up one at a time, and none need be held beside another."""
        one_claim = bool(filters.speaker and filters.party)
        if self.ledger is not None and self.ledger.now and filters.valid_at is None and not one_claim:
            return self.ledger.lookup
        return None

    def development(self, id: str) -> Development | None:
        """The development that has this id, or that took in what once had it."""
        if self.ledger is not None and self.ledger.now:
            return self.ledger.lookup.development(id)
        from fogline.picture.judgements import development_id

        told = self.everything()[0].developments
        has = next((one for one in told if one.id == id), None)
        had = (one for one in told if any(development_id(claim) == id for claim in one.claims))
        return has or next(had, None)

    def whole(self, material: Material) -> Picture:
        """What everything adds up to."""
        from fogline.picture.fuse import fuse

        if self.ledger is not None:
            return self.ledger.lookup.whole(self.ledger.view, self.as_of, self.ledger.taken)
        reports, claims = material.reports.values(), material.claims.values()
        return fuse(reports, claims, tuple(self.view.judgements()), as_of=self.as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLedger:
    """What only a ledger has: its picture can be looked up, as it stands now."""

    lookup: Lookup
    view: LedgerView
    now: bool  # neither an earlier day nor an earlier moment is asked for
    taken: TakenDown  # today, whatever moment is asked for


def facets(filters: Filters, words: Terms | None) -> Facets:
    """The filters and words as a question to what finds claims by them."""
    return Facets(**dataclasses.asdict(filters), words=words)


def question(filters: Filters) -> Question:
    """The filters as a question to a store."""
    return Question(
        place=filters.place,
        speaker=filters.speaker,
        party=filters.party,
        kind=filters.kind,
        since=filters.since,
        until=filters.until,
    )


def ledger_path(source: Source) -> Path:
    """The ledger that is meant: the option, the environment, or the one in this folder."""
    if source.ledger is not None:
        return source.ledger
    if DEFAULT.exists():
        return DEFAULT
    raise QueryError("No ledger here. Name one with --ledger, or make one: fogline init")


@contextlib.contextmanager
def holdings(source: Source) -> Iterator[Holdings]:
    """Opens what was asked for: the paths, where there are any, else the ledger."""
    if source.paths:
        if source.ledger_typed:
            raise QueryError("Both PATHs and --ledger. Leave one out, or add the PATHs first: fogline add PATH")
        yield _of_paths(source)
        return
    if source.ledger is None and not DEFAULT.exists():
        raise QueryError("No reports to work on. Name PATHs, or a ledger with --ledger.")
    from fogline.store.sqlite import open_ledger

    path = ledger_path(source)
    with open_ledger(path, create=False) as ledger:
        view = ledger.view(recorded_by=source.recorded_by, published_by=source.as_of)
        taken = taken_down(ledger.view())
        shown = Remaining(view, taken)
        now = source.as_of is None and source.recorded_by is None
        with contextlib.closing(Lookup(path, shown, lambda: up_to_date(path, view))) as lookup:
            of_ledger = OfLedger(lookup=lookup, view=view, now=now, taken=taken)
            yield Holdings(view=shown, as_of=source.as_of, ledger=of_ledger)


def _of_paths(source: Source) -> Holdings:
    store, aside = read_paths(source)
    return Holdings(view=Remaining(_view(store, source), NOTHING_TAKEN), as_of=source.as_of, aside=aside)


def read_paths(source: Source) -> tuple[Store, tuple[SetAside, ...]]:
    """The reports at the paths, read into memory, and what was set aside; each of it is told on standard error."""
    from fogline.run.add import add
    from fogline.sources.files import collect
    from fogline.store.memory import MemoryStore

    store, reports, aside = MemoryStore(), 0, list[SetAside]()
    with progress() as moving:
        for added, set_aside in add(collect(source.paths, facts=source.facts), store.writer(), jobs=source.jobs):
            reports += added.reports
            aside += set_aside
            moving.step(f"{counted(reports, 'report')} read")
    unread = [one for one in aside if one.reason == UNREAD]  # what lies beside the reports is no fault of theirs
    aside = [one for one in aside if one.reason != UNREAD]
    for one in aside:
        tell_set_aside(one)
    if unread:
        names = ", ".join(Path(one.source).name for one in unread[:3]) + (", …" if len(unread) > 3 else "")
        tell(f"fogline: {counted(len(unread), 'file')} of other kinds passed over ({names})")
    if not reports:
        raise NoReports(f"{', '.join(source.paths)}: no report that can be read. Name other files or folders.")
    return store, tuple(aside)


def _view(store: Store, source: Source) -> View:
    return store.view(recorded_by=source.recorded_by, published_by=source.as_of)
