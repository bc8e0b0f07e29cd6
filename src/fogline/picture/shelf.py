"""Where reports and claims are taken from while a picture is made: some at a time, never all.

In: what is asked for by report. Out: reports, their claims, a key that changes where either does. A shelf in memory
serves those who have everything at hand; a ledger has its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from fogline.model.claim import Claim
from fogline.model.report import Report


class Shelf(Protocol):
    """Reports and claims, by the ids of reports. What it gives is the same whenever it is asked."""

    def keys(self) -> Mapping[str, str]:
        """All reports, each with a key that covers the report and its claims; sorted by id."""

    def reports(self, names: Sequence[str]) -> dict[str, Report]:
        """The reports of these ids."""

    def claims(self, names: Sequence[str]) -> dict[str, list[Claim]]:
        """The claims of these reports, by report."""

    def some(self, claims: Iterable[tuple[str, str]]) -> list[Claim]:
        """Single claims, each asked for by its report and its id."""

    def homes(self, claims: Iterable[str]) -> dict[str, str]:
        """The reports of these claims, those that are known."""


class Table:
    """A shelf in memory. It keeps the contract `Shelf`."""

    def __init__(self, reports: Mapping[str, Report], claims: Mapping[str, Claim]) -> None:
        self._reports = reports
        self._claims: dict[str, list[Claim]] = {name: [] for name in reports}
        self._home: dict[str, str] = {}
        for claim in claims.values():
            if claim.report in self._claims:
                self._claims[claim.report].append(claim)
                self._home[claim.id] = claim.report

    def keys(self) -> Mapping[str, str]:
        """All reports; their ids serve as keys, since nothing outlives this shelf."""
        return {name: name for name in sorted(self._reports)}

    def reports(self, names: Sequence[str]) -> dict[str, Report]:
        """The reports of these ids."""
        return {name: self._reports[name] for name in names}

    def claims(self, names: Sequence[str]) -> dict[str, list[Claim]]:
        """The claims of these reports, by report."""
        return {name: self._claims[name] for name in names}

    def some(self, claims: Iterable[tuple[str, str]]) -> list[Claim]:
        """Single claims, each asked for by its report and its id."""
        wanted = set(claims)
        names = sorted({name for name, _ in wanted})
        return [one for name in names for one in self._claims[name] if (name, one.id) in wanted]

    def homes(self, claims: Iterable[str]) -> dict[str, str]:
        """The reports of these claims, those that are known."""
        return {claim: self._home[claim] for claim in claims if claim in self._home}
