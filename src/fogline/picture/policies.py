"""Which figure of a toll is given when one is asked for: three written rules. The range is always given beside it.

Comes in: a toll, a policy, and which of its claims are official. Goes out: the figure, by whose claim. The rules:

conservative      the lowest figure that still stands
informative       the figure that most origins give, then the latest, then the highest: what a toll shows anywhere else
latest-official   the latest total that an official gave (a speaker of a party, or with an office), superseded or not
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from fogline.model.claim import Claim
from fogline.model.picture import Toll, TollEntry

_STANDING = frozenset({"stands", "rival"})
_TOTALS = _STANDING | {"superseded"}


class Policy(StrEnum):
    """Which figure of a toll is given."""

    CONSERVATIVE = "conservative"
    INFORMATIVE = "informative"
    LATEST_OFFICIAL = "latest-official"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The figure that a policy gives, and the entry of the series that gives it; None: the policy finds none."""

    figure: float | None
    entry: TollEntry | None


def given(toll: Toll, policy: Policy, official: Collection[str] = ()) -> Given:
    """The figure of a toll by a policy. `official`: ids of claims by officials (`is_official`).

    >>> from fogline.model.claim import Scope
    >>> four, six = (TollEntry(claim=f"c{n}", report="r", published="2023-03-02", best=n, low=n, high=n,
    ...                        scope=Scope.TOTAL, state=state) for n, state in ((4.0, "rival"), (6.0, "stands")))
    >>> toll = Toll(measure="killed", group=None, best=6.0, low=4.0, high=6.0, as_of="2023-03-02", series=(four, six))
    >>> [given(toll, policy, {"c4.0"}).figure for policy in Policy]
    [4.0, 6.0, 4.0]
    """
    if policy is Policy.INFORMATIVE:
        stands = [one for one in toll.series if one.state == "stands" and one.best == toll.best]
        return Given(figure=toll.best, entry=max(stands, key=_in_time, default=None))
    if policy is Policy.CONSERVATIVE:
        standing = [one for one in toll.series if one.state in _STANDING and _value(one) is not None]
        least = min(standing, key=lambda one: (_value(one) or 0.0, *_in_time(one)), default=None)
        return Given(figure=toll.low if least is None else _value(least), entry=least)
    said = [one for one in toll.series if one.claim in official and one.state in _TOTALS and _value(one) is not None]
    last = max(said, key=lambda one: (*_in_time(one)[:1], _value(one) or 0.0, one.claim), default=None)
    return Given(figure=None if last is None else _value(last), entry=last)


def is_official(claim: Claim) -> bool:
    """Whether an official says it: a speaker of a party, or one with an office ("the governor")."""
    return any(speaker.party or speaker.role for speaker in claim.speakers)


def _value(entry: TollEntry) -> float | None:
    return next((edge for edge in (entry.best, entry.low, entry.high) if edge is not None), None)


def _in_time(entry: TollEntry) -> tuple[str, str]:
    return entry.published or "", entry.claim
