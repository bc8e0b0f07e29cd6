"""What is at hand while a picture is made: claims as they are to be read, terms and sketches of reports.

Comes in: a shelf and the judgements in force. Goes out: what is asked for by report. What was asked for last is
kept, no more than `HELD` reports of each, so that a ledger of any size needs the same memory.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from fogline.model.claim import Claim
from fogline.picture.judgements import Ruling, corrected
from fogline.picture.origins import Sketch, sketch
from fogline.picture.shelf import Shelf
from fogline.picture.terms import Terms, terms

HELD = 8_000  # reports: their claims are some 0.5 GB; a day of a large ledger is no more than that
Pair = tuple[str, str]  # a report and one of its claims
Name = TypeVar("Name", bound=Hashable)
Kept = TypeVar("Kept")


class Desk:
    """Takes from a shelf, corrected, and keeps what it took last."""

    def __init__(self, shelf: Shelf, rule: Ruling) -> None:
        self.shelf = shelf
        self.rule = rule
        self._claims: Last[str, list[Claim]] = Last(self._fetched)
        self._terms: Last[str, Terms] = Last(
            lambda names: {name: terms(one) for name, one in shelf.reports(names).items()}
        )
        self._sketches: Last[str, Sketch] = Last(lambda names: {one.report: sketch(one) for one in self.texts(names)})
        self._single: Last[Pair, Claim] = Last(self._fetched_single)

    def claims(self, names: Sequence[str]) -> dict[str, list[Claim]]:
        """The claims of these reports that count, corrected, by id."""
        return self._claims.of(names)

    def some(self, claims: Iterable[Pair]) -> list[Claim]:
        """Single claims that count, corrected, each asked for by its report and its id; in that order."""
        found = self._single.of(sorted(set(claims)))
        return [found[pair] for pair in sorted(found)]

    def texts(self, names: Sequence[str]) -> list[Terms]:
        """The terms of these reports, in the order asked for."""
        found = self._terms.of(names)
        return [found[name] for name in names]

    def sketched(self, names: Sequence[str]) -> dict[str, Sketch]:
        """Reports as they are compared with others for copies."""
        return self._sketches.of(names)

    def _fetched(self, names: Sequence[str]) -> Mapping[str, list[Claim]]:
        aside = self.rule.set_aside
        return {
            name: sorted((self._read(one) for one in claims if one.id not in aside), key=lambda one: one.id)
            for name, claims in self.shelf.claims(names).items()
        }

    def _fetched_single(self, pairs: Sequence[Pair]) -> Mapping[Pair, Claim]:
        aside = self.rule.set_aside
        return {(one.report, one.id): self._read(one) for one in self.shelf.some(pairs) if one.id not in aside}

    def _read(self, claim: Claim) -> Claim:
        return corrected(claim, self.rule.corrections.get(claim.id, ()))


class Last(Generic[Name, Kept]):
    """The things asked for last, by name, no more than `held`."""

    def __init__(self, fetch: Callable[[Sequence[Name]], Mapping[Name, Kept]], held: int = HELD) -> None:
        self._fetch = fetch
        self._held = held
        self._kept: dict[Name, Kept] = {}

    def of(self, names: Sequence[Name]) -> dict[Name, Kept]:
        """The things of these names, those that there are."""
        missing = [name for name in names if name not in self._kept]
        kept = self._kept
        found = {name: kept.setdefault(name, kept.pop(name)) for name in names if name in kept}  # asked for last
        if missing:
            fetched = self._fetch(missing)
            found.update(fetched)
            self._kept.update(fetched)
            for name in list(itertools.islice(self._kept, max(0, len(self._kept) - self._held))):
                del self._kept[name]
        return found
