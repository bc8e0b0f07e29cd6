"""What a claim goes back to: a text's origin for an outlet's own voice, a bulletin, speech or post for a speaker.

Comes in: claims and the text origins of their reports. Goes out: for each claim an origin's id. The rule:

* The outlet's own voice goes back to the report that its text was copied from.
* A speaker of a party goes back to that party on that day: a ministry's bulletin, its spokesman and its channel are not
  independent of each other, by whatever outlet they are carried.
* A named speaker without a party goes back to that speaker on that day.
* A speaker who points at nobody ("officials", "it") goes back to the report's text: nothing is known of a further one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fogline.model.claim import UNRESOLVED, Claim, Speaker
from fogline.picture.days import day_of
from fogline.picture.origins import Origin


def claim_origin(claim: Claim, origins: Mapping[str, Origin], published: Mapping[str, str | None]) -> str:
    """The origin of one claim: `report …`, or `speaker …, day`."""
    speaker = resolved_speaker(claim)
    if speaker is None:
        return f"report {origins[claim.report].report}"
    day = day_of(claim.said_on) or day_of(published.get(claim.report))
    voice = speaker.party or speaker.name
    return f"{voice}, {day}" if day else voice


def independent(
    claims: Iterable[Claim], origins: Mapping[str, Origin], published: Mapping[str, str | None]
) -> set[str]:
    """The independent origins among claims on one happening.

    A report that carries a speaker's word on a happening tells it in its own voice too (its headline): that is an echo
    and counts only where no speaker is named. One party's word on several days is one origin.
    """
    own: dict[str, str] = {}
    carried: set[str] = set()
    voices: dict[str, str] = {}
    for claim in claims:
        speaker = resolved_speaker(claim)
        if speaker is None:
            own[claim.report] = claim_origin(claim, origins, published)
            continue
        carried.add(origins[claim.report].report)
        voice = speaker.party or speaker.name
        found = claim_origin(claim, origins, published)
        voices[voice] = min(found, voices.get(voice, found))
    return {*voices.values(), *(one for one in own.values() if one.removeprefix("report ") not in carried)}


def resolved_speaker(claim: Claim) -> Speaker | None:
    """The first speaker who points at somebody."""
    return next((speaker for speaker in claim.speakers if speaker.name != UNRESOLVED), None)
