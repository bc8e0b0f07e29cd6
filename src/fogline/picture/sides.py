"""Who is a side in the fighting, and whether a claim is a side's word (claimed) or anybody else's (assessed).

Comes in: claims. Goes out: the parties that, by these claims, fight; and the layer of a claim. A ministry of a third
country assesses; the same words out of a fighting party's mouth, of itself or its enemy, are a claim.
"""

from __future__ import annotations

from collections.abc import Iterable

from fogline.model.claim import Claim
from fogline.picture.bulletins import resolved_speaker
from fogline.picture.tellings import group_of, kind_row

CLAIMED = "claimed"
ASSESSED = "assessed"


def sides(claims: Iterable[Claim]) -> frozenset[str]:
    """The parties that are said to attack, to take or to hold places."""
    found: set[str] = set()
    for claim in claims:
        row = kind_row(claim.kind)
        if row is not None and (row.territory or group_of(row) in {"violence", "fighting"}):
            found.update(actor.party for actor in claim.initiators if actor.party)
        found.update(said.by for said in claim.statuses if said.by)
    return frozenset(found)


def layer(claim: Claim, fighting: frozenset[str]) -> str:
    """Claimed where a side speaks, assessed where anybody else does, the outlet in its own voice among them."""
    speaker = resolved_speaker(claim)
    if speaker is None or speaker.party is None:
        return ASSESSED
    concerned = fighting | {actor.party for actor in (*claim.initiators, *claim.recipients) if actor.party}
    return CLAIMED if speaker.party in concerned else ASSESSED
