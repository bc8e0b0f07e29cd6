"""Who a title's "governor says" is: the one governor who speaks below.

In: all speech of a report, in text order, and its passages as `Words`. Out: the same; a speaker whom a title names by
an office or a noun alone has the name, role and side of the one speaker below who holds it. Refused: nothing; where
two below could be meant, or nobody, the title's words stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fogline.claims.speech_words import Words
from fogline.data.parties import bare
from fogline.data.party_tables import tables
from fogline.model.claim import UNRESOLVED, Speaker
from fogline.model.report import SectionKind

if TYPE_CHECKING:
    from fogline.claims.speech import Speech


def named_below(every: Sequence[Speech], made: Sequence[Words]) -> list[Speech]:
    """Speech with the speakers of titles as the text below names them."""
    titled = [made[one.passage].passage.section.kind is SectionKind.TITLE for one in every]
    below = [speaker for one, title in zip(every, titled, strict=True) if not title for speaker in one.speakers]
    return [
        replace(one, speakers=tuple(_as_below(speaker, below) for speaker in one.speakers)) if title else one
        for one, title in zip(every, titled, strict=True)
    ]


def _as_below(speaker: Speaker, below: Sequence[Speaker]) -> Speaker:
    words = bare(speaker.as_worded).lower().split()
    if len(words) != 1 or (speaker.name != UNRESOLVED and speaker.name.lower() != words[0]):
        return speaker
    holders = {one.name: one for one in _holders(words[0], speaker, below)}
    if len(holders) != 1:
        return speaker
    (one,) = holders.values()
    return replace(speaker, name=one.name, role=one.role, party=one.party or speaker.party)


def _holders(word: str, speaker: Speaker, below: Sequence[Speaker]) -> Iterator[Speaker]:
    """Speakers whose office is a word's, or whose name or words end with it and say more."""
    role = tables().roles.get(word)
    for one in below:
        if one.name == UNRESOLVED or (speaker.party and one.party != speaker.party):
            continue
        called = {one.name.lower().split()[-1], *bare(one.as_worded).lower().split()[-1:]}
        if word in called or (role is not None and one.role == role):
            yield one
