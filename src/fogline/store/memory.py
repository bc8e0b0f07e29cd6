"""A store without a file: what a command keeps while it works on paths alone.

In and out: as the contract says. Refused: nothing. It is gone with the process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from fogline.model.claim import Claim, Method
from fogline.model.codec import canonical
from fogline.model.errors import QueryError
from fogline.model.picture import Judgement
from fogline.model.report import Capture, Report, SetAside
from fogline.store.chain import digest
from fogline.store.contract import (
    EVERYTHING,
    Added,
    Entry,
    Facets,
    Heard,
    Mark,
    Question,
    Revision,
    Verification,
    answers,
    fits,
    instant,
    place_names,
    published_day,
)
from fogline.store.identity import reading_digest, same_report


@dataclass(slots=True)
class _Kept:
    """Lists that only grow; each thing with the number of its batch."""

    recorded_at: list[str] = field(default_factory=list)  # of batch 1, 2, …
    captures: dict[str, tuple[int, Capture]] = field(default_factory=dict)
    reports: dict[str, list[tuple[int, str, Entry]]] = field(default_factory=dict)  # by id: revisions and readings
    set_aside: dict[SetAside, int] = field(default_factory=dict)
    judgements: dict[str, tuple[int, Judgement]] = field(default_factory=dict)


class MemoryStore:
    """A store in memory. It keeps the contract `Store`."""

    def __init__(self, *, clock: Callable[[], datetime] | None = None) -> None:
        self._kept = _Kept()
        self._clock = clock or (lambda: datetime.now(UTC))

    def view(self, *, recorded_by: str | None = None, published_by: str | None = None) -> MemoryView:
        """What was recorded by an instant, of reports published by a day."""
        bound = instant(recorded_by) if recorded_by else "9999"
        return MemoryView(self._kept, sum(moment <= bound for moment in self._kept.recorded_at), published_by)

    def writer(self) -> MemoryWriter:
        """A writer on this store."""
        return MemoryWriter(self._kept, self._clock)

    def verify(self) -> Verification:
        """Checks that each capture has its hash and each claim's quote stands at its place in its report."""
        kept, problems, claims = self._kept, [], 0
        problems += [f"capture {key}: its bytes are not the ones that were kept"
                     for key, (_, capture) in kept.captures.items() if capture.digest != key]  # fmt: skip
        for entries in kept.reports.values():
            for *_, entry in entries:
                claims += len(entry.reading.claims)
                problems += _misquoted(entry)
        return Verification(
            batches=len(kept.recorded_at),
            captures=len(kept.captures),
            reports=sum(len({same for _, same, _ in entries}) for entries in kept.reports.values()),
            claims=claims,
            judgements=len(kept.judgements),
            problems=tuple(problems),
        )

    def close(self) -> None:
        """Nothing to let go of."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _misquoted(entry: Entry) -> list[str]:
    return [
        f"claim {claim.id}: its quote is not what report {entry.report.id} says there"
        for claim in entry.reading.claims
        if entry.report.text[claim.start : claim.end] != claim.quote
    ]


class MemoryWriter:
    """Adds to a memory. It keeps the contract `Writer`."""

    def __init__(self, kept: _Kept, clock: Callable[[], datetime]) -> None:
        self._kept = kept
        self._clock = clock

    def knows(self, report: Report, method: Method) -> bool:
        """Whether this very report was last read by this very reader."""
        revisions = self._kept.reports.get(report.id)
        return revisions is not None and revisions[-1][1] == same_report(report) and revisions[-1][2].method == method

    def add(self, entries: Sequence[Entry], set_aside: Sequence[SetAside] = ()) -> Added:
        """Keeps one batch."""
        batch = len(self._kept.recorded_at) + 1
        added = Added()
        for entry in entries:
            added += self._entry(batch, entry)
        for one in set_aside:
            if one not in self._kept.set_aside:
                self._kept.set_aside[one] = batch
                added += Added(set_aside=1)
        self._close(added)
        return added

    def judge(self, judgements: Sequence[Judgement]) -> Added:
        """Records decisions."""
        fresh: dict[str, Judgement] = {}
        for judgement in judgements:
            kept = self._kept.judgements.get(judgement.id, (0, fresh.get(judgement.id)))[1]
            if kept is not None and kept != judgement:
                raise QueryError(
                    f"judgement {judgement.id}: kept before with other contents. Give it an id of its own."
                )
            if kept is None:
                fresh[judgement.id] = judgement
        batch = len(self._kept.recorded_at) + 1
        self._kept.judgements.update({key: (batch, judgement) for key, judgement in fresh.items()})
        added = Added(judgements=len(fresh))
        self._close(added)
        return added

    def _entry(self, batch: int, entry: Entry) -> Added:
        revisions = self._kept.reports.setdefault(entry.report.id, [])
        same = same_report(entry.report)
        known = bool(revisions) and revisions[-1][1] == same
        if known and _reading(revisions[-1][2]) == _reading(entry):
            return Added(already=1)
        self._kept.captures.setdefault(entry.capture.digest, (batch, entry.capture))
        revisions.append((batch, same, entry))
        return Added(reports=int(not known), already=int(known), claims=len(entry.reading.claims))

    def _close(self, added: Added) -> None:
        if added != Added(already=added.already):
            last = self._kept.recorded_at[-1] if self._kept.recorded_at else ""
            self._kept.recorded_at.append(max(instant(self._clock()), last))


def _reading(entry: Entry) -> str:
    return reading_digest(entry, [digest(canonical(claim)) for claim in entry.reading.claims])


class MemoryView:
    """What a memory holds as of one batch. It keeps the contract `View`."""

    def __init__(self, kept: _Kept, batch: int, published_by: str | None) -> None:
        self._kept = kept
        self._batch = batch
        self._published_by = published_by

    def reports(self, question: Question = EVERYTHING) -> Iterator[Report]:
        """The reports, by published day and id; those of unknown date come last."""
        for entry in self._entries(question):
            if not question.asks_claims or any(answers(claim, question) for claim in entry.reading.claims):
                yield entry.report

    def claims(self, question: Question = EVERYTHING) -> Iterator[Claim]:
        """The claims, by their report's published day and id, then by their place in it."""
        for entry in self._entries(question):
            yield from (claim for claim in entry.reading.claims if answers(claim, question))

    def judgements(self) -> Iterator[Judgement]:
        """The judgements, in the order in which they were recorded."""
        yield from (judgement for batch, judgement in self._kept.judgements.values() if batch <= self._batch)

    def set_aside(self) -> Iterator[SetAside]:
        """What was not used and why, in the order in which it was recorded."""
        yield from (one for one, batch in self._kept.set_aside.items() if batch <= self._batch)

    def report(self, report_id: str) -> Report | None:
        """One report, or None."""
        return next(self.reports(Question(report=report_id)), None)

    def claim(self, claim_id: str) -> Claim | None:
        """One claim, or None."""
        return next((claim for claim in self.claims() if claim.id == claim_id), None)

    def newest(self, facets: Facets, after: Mark | None = None) -> Iterator[tuple[Mark, Claim]]:
        """The claims of the latest reports first, those of one report in its order; of unknown date last."""
        passed = after is None
        day = published_day
        for entry in sorted(self._entries(facets), key=lambda one: (day(one.report.published) or "", one.report.id))[
            ::-1
        ]:
            here = day(entry.report.published) or "", entry.report.id
            for claim in entry.reading.claims if after is None or here <= (after.day, after.report) else ():
                if passed or after is None or here < (after.day, after.report):
                    if answers(claim, facets) and fits(claim, entry.report.outlet, facets):
                        yield Mark(day=here[0], report=here[1], claim=claim.id), claim
                else:
                    passed = claim.id == after.claim

    def claim_ids(self) -> Iterator[str]:
        """The ids of all claims, in no order."""
        yield from (claim.id for claim in self.claims())

    def capture(self, digest: str) -> Capture | None:
        """The bytes that a report was read from, or None."""
        batch, capture = self._kept.captures.get(digest, (0, None))
        return capture if batch <= self._batch else None

    def revisions(self, report_id: str | None = None) -> Iterator[Revision]:
        """All revisions of that report, or of every report that has more than one; those of one report together."""
        for one in sorted(self._kept.reports) if report_id is None else [report_id]:
            told: list[tuple[int, str, Entry]] = []
            for batch, same, entry in self._kept.reports.get(one, ()):
                if batch <= self._batch and (not told or told[-1][1] != same):
                    told.append((batch, same, entry))
            for batch, _, entry in told if report_id is not None or len(told) > 1 else ():
                yield Revision(recorded_at=self._kept.recorded_at[batch - 1], report=entry.report)

    def heard(self, only: str | None = None) -> Iterator[Heard]:
        """On which days which outlets, speakers and places were heard, in how many reports, in no order."""
        counts: Counter[tuple[str, str, str]] = Counter()
        for entry in self._entries(EVERYTHING):
            day, claims = published_day(entry.report.published), entry.reading.claims
            names = {("place", name) for claim in claims for name in place_names(claim)}
            names |= {("speaker", speaker.name.casefold()) for claim in claims for speaker in claim.speakers}
            names |= {("outlet", entry.report.outlet)} if entry.report.outlet else set()
            counts.update((what, name, day) for what, name in names if day)
        for (what, name, day), reports in counts.items():
            if only in (None, what):
                yield Heard(what=what, name=name, day=day, reports=reports)

    def _entries(self, question: Question) -> list[Entry]:
        latest = []
        kept = self._kept.reports
        for revisions in kept.values() if question.report is None else [kept.get(question.report, [])]:
            seen = [entry for batch, _, entry in revisions if batch <= self._batch]
            if seen and self._asked(published_day(seen[-1].report.published), question):
                latest.append(seen[-1])
        return sorted(latest, key=_order)

    def _asked(self, published: str | None, question: Question) -> bool:
        bounds = [bound for bound in (question.until, self._published_by) if bound]
        if published is None:
            return not bounds and not question.since
        return published >= (question.since or "") and all(published <= bound for bound in bounds)


def _order(entry: Entry) -> tuple[bool, str, str]:
    published = published_day(entry.report.published)
    return published is None, published or "", entry.report.id
