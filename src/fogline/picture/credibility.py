"""How far what is told can be believed: Admiralty's 1 to 6, by a written rule.

Comes in: the claims of one development, their independent origins, what contradicts them. Goes out: the number and the
reason in words. The rule, top to bottom; the first line that fits holds:

6 cannot be judged   nobody asserts it: it is only asked, demanded, planned, or told as possible
5 improbable         as many origins deny it as assert it, or more
4 doubtful           it is denied, or disputed, or its only origin is a party to it that speaks of itself or its enemy
3 possibly true      one origin that is no party to it, or several of one side alone; or nobody is sure of it
2 probably true      two independent origins that are not of one side; nobody denies it
1 confirmed          three or more such origins; nobody denies it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fogline.model.claim import Claim, Stance
from fogline.picture.bulletins import resolved_speaker

_ASSERTING = frozenset({Stance.ASSERTS, Stance.ASSESSES})
_DENYING = frozenset({Stance.DENIES})
_CERTAINTIES = ("certain", "probable", "possible", "unknown")


def surest(claims: Iterable[Claim]) -> str:
    """The surest that any speaker is."""
    said = {claim.certainty.value for claim in claims if claim.stance in _ASSERTING}
    return next((value for value in _CERTAINTIES if value in said), "unknown")


def credibility(
    claims: Sequence[Claim],
    origin_of: Mapping[str, str],
    independent: set[str],
    sides: frozenset[str],
    *,
    disputed: bool,
) -> tuple[int, str]:
    """The number from 1 to 6 and why. `sides`: the parties that do or suffer it, or fight."""
    asserting = [claim for claim in claims if claim.stance in _ASSERTING]
    denying = {origin_of[claim.id] for claim in claims if claim.stance in _DENYING}
    count = len(independent)
    if not asserting or surest(claims) in {"possible", "unknown"}:
        return 6, "nobody says that it is so, only that it may be"
    if denying and len(denying) >= count:
        denial = _number(len(denying), "origin denies", "origins deny")
        return 5, f"{denial} it, {_number(count, 'says', 'say')} that it is so"
    speakers = [resolved_speaker(claim) for claim in asserting]
    voices = {(speaker.party or speaker.name) if speaker else "" for speaker in speakers}
    interested = all(voice in sides for voice in voices)
    if denying or disputed:
        return 4, "it is denied" if denying else "the claims contradict each other"
    if count == 1 and interested:
        return 4, f"only {', '.join(sorted(voices))}, a party to it, says so"
    if count == 1 or (interested and len(voices) == 1) or surest(claims) != "certain":
        return 3, f"{_number(count, 'origin says', 'independent origins say')} so" + (
            "" if surest(claims) == "certain" else ", none of them sure"
        )
    if count == 2:
        return 2, "two independent origins say so, nobody denies it"
    return 1, f"{count} independent origins say so, nobody denies it"


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
