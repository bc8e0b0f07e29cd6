"""The contract that every store keeps: what is written, what is asked, what comes back.

In: entries (a capture, the report read from it, what the report says), what was set aside, and judgements. Out: a
`View` of them as of a recorded instant and as of a published day, streamed. Refused: nothing by the contract itself; a
store that cannot write raises a `LedgerError` and has then written nothing of the batch.

Nothing is rewritten. A report that comes again with other bytes or facts is a later revision; a report that is read
again by another extractor has a later reading. A view shows the latest of both, as of the instant asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol, Self

from fogline.data.calendar import OPEN
from fogline.data.terms import Terms
from fogline.model.claim import Claim, Method, Reading, When
from fogline.model.errors import QueryError
from fogline.model.picture import Judgement
from fogline.model.report import Capture, Report, SetAside

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One report to be kept: the bytes it came from, its text, and what the given reader made of it."""

    capture: Capture
    report: Report
    reading: Reading
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a batch changed. `already` counts the entries that were kept before and changed nothing."""

    reports: int = 0
    already: int = 0
    claims: int = 0
    set_aside: int = 0
    judgements: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(
            reports=self.reports + other.reports,
            already=self.already + other.already,
            claims=self.claims + other.claims,
            set_aside=self.set_aside + other.set_aside,
            judgements=self.judgements + other.judgements,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which reports or claims are asked for. Names compare without regard to case; days are inclusive.

    `since` and `until` compare the day that a report was published; a report of unknown date answers neither.
    """

    report: str | None = None
    place: str | None = None
    speaker: str | None = None
    party: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None

    @property
    def asks_claims(self) -> bool:
        """Whether a claim must be looked at to answer, not only the report."""
        return any((self.place, self.speaker, self.party, self.kind))


EVERYTHING = Question()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets(Question):
    """A question about claims that also asks how they are said, by which outlet, when it was, for words of the quote.

    `valid_at`: a day on which what is claimed was so, or happened.
    """

    outlet: str | None = None
    stance: str | None = None
    certainty: str | None = None
    valid_at: str | None = None
    words: Terms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a claim stands among the newest: its report's published day ("": not known) and id, and its own."""

    day: str
    report: str
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was checked again, and each thing that does not hold, in words. No problems: the store is whole."""

    batches: int = 0
    captures: int = 0
    reports: int = 0
    claims: int = 0
    judgements: int = 0
    fetched: int = 0  # captures whose WARC records lie beside the ledger
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """In how many reports of one day an outlet, a speaker or a place was heard; names compare in lower case."""

    what: str  # outlet, speaker, place
    name: str
    day: str
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A report as it was from one moment on."""

    recorded_at: str
    report: Report


class View(Protocol):
    """What a store holds, as of one moment. Later writes do not show in it. All is streamed, in a fixed order."""

    def reports(self, question: Question = EVERYTHING) -> Iterator[Report]:
        """The reports, by published day and id; those of unknown date come last."""

    def claims(self, question: Question = EVERYTHING) -> Iterator[Claim]:
        """The claims, by their report's published day and id, then by their place in it."""

    def judgements(self) -> Iterator[Judgement]:
        """The judgements, in the order in which they were recorded."""

    def set_aside(self) -> Iterator[SetAside]:
        """What was not used and why, in the order in which it was recorded."""

    def report(self, report_id: str) -> Report | None:
        """One report, or None."""

    def claim(self, claim_id: str) -> Claim | None:
        """One claim, or None."""

    def newest(self, facets: Facets, after: Mark | None = None) -> Iterator[tuple[Mark, Claim]]:
        """The claims of the latest reports first, those of one report in its order; reports of unknown date come last.

        `after`: only what comes after that claim.
        """

    def claim_ids(self) -> Iterator[str]:
        """The ids of all claims, in no order."""

    def capture(self, digest: str) -> Capture | None:
        """The bytes that a report was read from, or None."""

    def revisions(self, report_id: str | None = None) -> Iterator[Revision]:
        """All revisions of that report, or of every report that has more than one; those of one report together."""

    def heard(self, only: str | None = None) -> Iterator[Heard]:
        """On which days which outlets, speakers and places were heard, in how many reports, in no order.

        `only`: outlets, speakers or places alone, by the word in `Heard.what`.
        """


class Writer(Protocol):
    """Adds to a store. What a call returns is kept; where it raises, nothing of that call is."""

    def knows(self, report: Report, method: Method) -> bool:
        """Whether this very report was last read by this very reader, so that it need not be read again."""

    def add(self, entries: Sequence[Entry], set_aside: Sequence[SetAside] = ()) -> Added:
        """Keeps one batch, all of it or nothing. What is already kept changes nothing."""

    def judge(self, judgements: Sequence[Judgement]) -> Added:
        """Records decisions, all of them or none."""


class Store(Protocol):
    """A ledger, whatever keeps it."""

    def view(self, *, recorded_by: str | None = None, published_by: str | None = None) -> View:
        """What was recorded by an instant, of reports published by a day. None: all of it, as of now."""

    def writer(self) -> Writer:
        """A writer on this store."""

    def verify(self) -> Verification:
        """Checks hashes, chain and quotes again."""

    def close(self) -> None:
        """Lets go of files. Closing twice does no harm."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def published_day(published: str | None) -> str | None:
    """The first day on which a report may have been published, or None where the year is not known.

    >>> published_day("2023-03-04T21:15:00Z"), published_day("2023-03"), published_day("XXXX-02-05")
    ('2023-03-04', '2023-03-01', None)
    """
    found = _DATE.match(published or "")
    return f"{found[1]}-{found[2] or '01'}-{found[3] or '01'}" if found else None


def first_and_last_day(when: When) -> tuple[str, str] | None:
    """The first and last day; an end that is open has no bound, an end that is not known is the other end.

    >>> first_and_last_day(When(begin="2023-03-02", finish="2023-03-04", basis="explicit"))
    ('2023-03-02', '2023-03-04')
    """
    begin, finish = when.begin or when.finish, when.finish or when.begin
    if begin is None or finish is None:
        return None
    first = "" if begin == OPEN else published_day(begin)
    last = "9999" if finish == OPEN else published_day(finish)
    return None if first is None or last is None else (first, last)


def instant(value: str | datetime) -> str:
    """An instant in the one form in which instants are kept and compared; a day means its last moment, UTC.

    >>> instant("2023-03-04")
    '2023-03-04T23:59:59.999999Z'
    >>> instant("2023-03-04T12:00:00+02:00")
    '2023-03-04T10:00:00.000000Z'
    """
    if isinstance(value, datetime):
        moment = value
    else:
        try:
            bare = len(value) == 10
            moment = datetime.combine(date.fromisoformat(value), time.max) if bare else datetime.fromisoformat(value)
        except ValueError:
            raise QueryError(f"{value}: no such moment. Write 2023-03-04 or 2023-03-04T12:00:00Z.") from None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def answers(claim: Claim, question: Question) -> bool:
    """Whether a claim is about the place, by the speaker or party, and of the kind that is asked for."""
    if question.kind and (claim.kind or "").casefold() != question.kind.casefold():
        return False
    if question.place and question.place.casefold() not in place_names(claim):
        return False
    if question.speaker and question.speaker.casefold() not in {one.name.casefold() for one in claim.speakers}:
        return False
    return not question.party or question.party.casefold() in parties(claim)


def place_names(claim: Claim) -> set[str]:
    """The names that a claim's places go by, as resolved and as worded, for comparing."""
    return {name.casefold() for place in claim.places for name in (place.name, place.as_worded) if name}


def parties(claim: Claim) -> set[str]:
    """The parties of a claim's speakers, for comparing."""
    return {speaker.party.casefold() for speaker in claim.speakers if speaker.party}


def fits(claim: Claim, outlet: str | None, facets: Facets) -> bool:
    """Whether a claim that an outlet published is said, dated and worded as is asked for."""
    if facets.outlet and (outlet or "").casefold() != facets.outlet.casefold():
        return False
    if facets.stance and claim.stance.value != facets.stance.casefold():
        return False
    if facets.certainty and claim.certainty.value != facets.certainty.casefold():
        return False
    if facets.valid_at:
        days = first_and_last_day(claim.when)
        if days is None or not days[0] <= facets.valid_at <= days[1]:
            return False
    return facets.words is None or facets.words.stand_in(claim.quote)
