"""What is at hand while a picture is made: claims as they are to be read, terms and sketches of reports.

Comes in: a shelf and the judgements in force. Goes out: what is asked for by report. What was asked for last is
kept, no more than `HELD` reports of each, so that a ledger of any size needs the same memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from fogline.model.claim import Claim
from fogline.picture.judgements import Ruling, corrected
from fogline.picture.origins import Sketch, sketch
from fogline.picture.shelf import Shelf
from fogline.picture.terms import Terms, terms

HELD = 8_000  # reports: their claims are some 0.5 GB; a day of a large ledger is no more than that
Kept = TypeVar("Kept")


class Desk:
    """Takes from a shelf, corrected, and keeps what it took last."""

    def __init__(self, shelf: Shelf, rule: Ruling) -> None:
        self.shelf = shelf
        self.rule = rule
        self._claims: _Last[list[Claim]] = _Last(self._fetched)
        self._terms: _Last[Terms] = _Last(
            lambda names: {name: terms(one) for name, one in shelf.reports(names).items()}
        )
        self._sketches: _Last[Sketch] = _Last(lambda names: {one.report: sketch(one) for one in self.texts(names)})

    def claims(self, names: Sequence[str]) -> dict[str, list[Claim]]:
        """The claims of these reports that count, corrected, by id."""
        return self._claims.of(names)

    def some(self, claims: Iterable[tuple[str, str]]) -> list[Claim]:
        """Single claims that count, corrected, each asked for by its report and its id."""
        return [self._read(one) for one in self.shelf.some(claims) if one.id not in self.rule.set_aside]

    def texts(self, names: Sequence[str]) -> list[Terms]:
        """The terms of these reports, in the order asked for."""
        found = self._terms.of(names)
        return [found[name] for name in names]

    def sketched(self, name: str) -> Sketch:
        """A report as it is compared with others for copies."""
        return self._sketches.of([name])[name]

    def _fetched(self, names: Sequence[str]) -> Mapping[str, list[Claim]]:
        aside = self.rule.set_aside
        return {
            name: sorted((self._read(one) for one in claims if one.id not in aside), key=lambda one: one.id)
            for name, claims in self.shelf.claims(names).items()
        }

    def _read(self, claim: Claim) -> Claim:
        return corrected(claim, self.rule.corrections.get(claim.id, ()))


class _Last(Generic[Kept]):
    """The things asked for last, by name."""

    def __init__(self, fetch: Callable[[Sequence[str]], Mapping[str, Kept]]) -> None:
        self._fetch = fetch
        self._kept: dict[str, Kept] = {}

    def of(self, names: Sequence[str]) -> dict[str, Kept]:
        missing = [name for name in names if name not in self._kept]
        found = {name: self._kept[name] for name in names if name in self._kept}
        if missing:
            fetched = self._fetch(missing)
            found.update(fetched)
            self._kept.update(fetched)
            for name in list(self._kept)[: max(0, len(self._kept) - HELD)]:
                del self._kept[name]
        return found
