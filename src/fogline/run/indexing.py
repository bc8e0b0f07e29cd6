"""The index of a ledger's words, kept up: what was read since is added to it, as far as it may be shown.

In: a ledger's view and the index beside it (`store.words`). Out: how many readings were added. Refused: nothing of its
own. Private persons' names, telephone numbers and addresses are blotted out before: they are not in the index, and
nobody finds out by searching whether they are in the ledger.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import os
from collections.abc import Callable, Iterable
from importlib import resources

from fogline.data import given_names
from fogline.data.streets import ENVIRONMENT, table_text
from fogline.model.claim import UNRESOLVED, Claim, Speaker
from fogline.model.report import Report
from fogline.outputs.withheld import NOBODY, open_claim, open_report, private_names
from fogline.store.contract import published_day
from fogline.store.search import marks_of
from fogline.store.view import LedgerView, Recorded
from fogline.store.words import LAYOUT, MOST_AT, Count, Entry, Named, Spot, Words

# Readings of one transaction: some 30,000 claims, half a minute at most that is done again where it is ended.
AT_ONCE = 2_000


def indexed(view: LedgerView, words: Words, step: Callable[[int], None] = lambda done: None) -> int:
    """Adds what was recorded since; tells how many readings. `step` is told how many are done so far."""
    rules, done = _rules(), 0
    words.begin(rules)
    after = words.until(rules)
    rest = view.recorded(after)
    while some := list(itertools.islice(rest, AT_ONCE)):
        last = some[-1].reading
        claims, reports, counts = [], [], _Counts()
        for one in some:
            shown = _shown(one)
            for at, claim in enumerate(shown[: MOST_AT + 1]):
                marks = tuple(marks_of(claim, one.report.outlet) - {("speaker", NOBODY)})
                spot = Spot(day=one.day, reading=one.reading, at=at)
                claims.append(Entry(spot=spot, words=claim.quote, marks=marks))
            reports.append(_report(one, shown))
            counts.add(one.day, one.report.outlet, shown, 1)
            if one.instead_of is not None:
                earlier = _earlier(view, one)
                counts.add(earlier.day, earlier.report.outlet, _shown(earlier), -1)
        if not words.add(claims, reports, counts.all(), after=after, reading=last):
            return done + indexed(view, words, step)
        done += len(some)
        after = last
        step(done)
    return done


def _shown(one: Recorded) -> list[Claim]:
    names = private_names(one.claims)
    return [open_claim(claim, names) for claim in one.claims]


def _report(one: Recorded, shown: list[Claim]) -> Entry:
    report = open_report(one.report, private_names(one.claims))
    marks = {mark for claim in shown for mark in marks_of(claim, one.report.outlet)}
    marks |= {("outlet", one.report.outlet)} if one.report.outlet else set()
    words = f"{report.title or ''}\n{report.text}"
    return Entry(spot=Spot(day=one.day, reading=one.reading), words=words, marks=tuple(marks - {("speaker", NOBODY)}))


def _earlier(view: LedgerView, one: Recorded) -> Recorded:
    return next(view.recorded((one.instead_of or 0) - 1))


def counted(claims: Iterable[tuple[Claim, Report]]) -> dict[str, list[Named]]:
    """By place, speaker and outlet: the names of claims as the index counts them, those with the most claims first."""
    counts = _Counts()
    for claim, report in claims:
        counts.add(published_day(report.published) or "", report.outlet, [claim], 1)
    found: dict[str, dict[str, Named]] = {"place": {}, "speaker": {}, "outlet": {}}
    for one in counts.all():
        before = found[one.what].get(one.name)
        found[one.what][one.name] = Named(
            name=one.name,
            claims=one.claims + (before.claims if before else 0),
            last=max(one.day, before.last or "" if before else "") or None,
            about=one.about or (before.about if before else None),
        )
    return {what: sorted(some.values(), key=lambda one: (-one.claims, one.name)) for what, some in found.items()}


class _Counts:
    """How many claims of which day have which names."""

    def __init__(self) -> None:
        self._claims: dict[tuple[str, str, str], int] = {}
        self._about: dict[tuple[str, str, str], str] = {}

    def add(self, day: str, outlet: str | None, shown: list[Claim], each: int) -> None:
        """Adds a reading's claims, or takes them away."""
        for claim in shown:
            for what, name, about in _named(claim, outlet):
                key = what, name, day
                self._claims[key] = self._claims.get(key, 0) + each
                if about:
                    self._about.setdefault(key, about)

    def all(self) -> list[Count]:
        """The counts."""
        return [
            Count(what=what, name=name, day=day, claims=many, about=self._about.get((what, name, day)))
            for (what, name, day), many in sorted(self._claims.items())
        ]


def _named(claim: Claim, outlet: str | None) -> set[tuple[str, str, str | None]]:
    found: set[tuple[str, str, str | None]] = {("outlet", outlet, None)} if outlet else set()
    places = {one.name: one.admin1 or one.country_name for one in claim.places}
    found |= {("place", name, about) for name, about in places.items()}
    speakers = {one.name: _about(one) for one in claim.speakers if one.name not in (UNRESOLVED, NOBODY)}
    return found | {("speaker", name, about) for name, about in speakers.items()}


def _about(speaker: Speaker) -> str | None:
    return ", ".join(filter(None, (speaker.role, speaker.party))) or None


@functools.cache
def _rules() -> str:
    """A digest of what decides what is indexed: these rules, and those of what is withheld."""
    whole = hashlib.blake2b(f"{LAYOUT}".encode(), digest_size=16)
    for room, name in (
        ("fogline.run", "indexing.py"),
        ("fogline.store", "search.py"),
        ("fogline.outputs", "withheld.py"),
        ("fogline.outputs", "street_addresses.py"),
        ("fogline.data", given_names.TABLE),
    ):
        whole.update(resources.files(room).joinpath(name).read_bytes())
    whole.update(table_text(os.environ.get(ENVIRONMENT) or None).encode())
    return whole.hexdigest()
