"""Which claims of a development count what it did: not those of months, nor a country beside its town.

Comes in: the claims of a development. Goes out: those that count, or for each whether it does. Where nobody counts the
town, the wider count is all that is known, and stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fogline.data.kinds import RUNNING_TOLL
from fogline.model.claim import Claim
from fogline.picture.days import DAY, minutes_of
from fogline.picture.places import is_coarse, scene
from fogline.picture.tellings import Settled, settled

LONG_DAYS = 28


def counts_here(claims: Sequence[Claim]) -> list[bool]:
    """For each claim whether it counts where the others do."""
    town = any(map(is_of_a_town, claims))
    return [not (town and is_of_a_country(claim)) for claim in claims]


def is_of_a_town(claim: Claim) -> bool:
    return (place := scene(claim.places)) is not None and not is_coarse(place)


def is_of_a_country(claim: Claim) -> bool:
    """Whether a claim counts a whole country; a county or a district is often only another name of the scene."""
    return (place := scene(claim.places)) is not None and place.kind in ("country", "continent")


def of_the_happening(claims: Iterable[Claim]) -> list[Claim]:
    """The claims without those that count over months ("126 people this year") beside others that give a day.

    What somebody denies counts nothing: "an earlier version said that five died".
    """
    some = [claim for claim in claims if settled(claim) is not Settled.DENIED]
    # A count since the war began or over weeks is of no one day; where nothing else is told, it is all that counts.
    some = [claim for claim in some if claim.kind != RUNNING_TOLL] or some
    spans = [(minutes_of(claim.when), claim) for claim in some]
    if not any(span is not None and span[1] - span[0] < DAY for span, _ in spans):
        return some
    return [claim for span, claim in spans if span is None or span[1] - span[0] <= LONG_DAYS * DAY]
