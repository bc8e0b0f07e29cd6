"""A reading of a mended text, led back to the text as printed.

In: a reading, and the text that was read with its way back to the printed one. Out: the reading at the printed text's
offsets, every quoted stretch as printed, claims with the ids of these spans. Refused: nothing; words that stand for no
stretch, such as a speaker's name, stay as they were read.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from fogline.data.misread import Mended
from fogline.model.claim import Claim, Reading, claim_id

Noun = TypeVar("Noun")


def as_printed(reading: Reading, read: Mended, printed: str) -> Reading:
    """The reading at the words of the printed text."""
    led = _led_back(reading, read, printed)
    ids = {before.id: _id(after) for before, after in zip(reading.claims, led.claims, strict=True)}
    claims = tuple(
        replace(claim, id=ids[claim.id], about=ids.get(claim.about, claim.about) if claim.about else None)
        for claim in led.claims
    )
    return replace(led, claims=claims)


def _led_back(noun: Noun, read: Mended, printed: str) -> Noun:
    """A noun and all inside it, with the printed text's offsets and, where its words are those of its span, words."""
    if isinstance(noun, tuple):
        return type(noun)(_led_back(one, read, printed) for one in noun)
    if not is_dataclass(noun) or isinstance(noun, type):
        return noun
    start, end = getattr(noun, "start", None), getattr(noun, "end", None)
    at: dict[str, int] = {}
    words = own = ""
    if isinstance(start, int) and isinstance(end, int):
        at = {"start": read.as_printed(start), "end": read.as_printed(end)}
        words, own = read.text[start:end], printed[at["start"] : at["end"]]
    changed: dict[str, object] = {}
    for field in fields(noun):
        value = getattr(noun, field.name)
        if field.name in at:
            new: object = at[field.name]
        elif isinstance(value, str):
            new = own if words and value == words else value
        else:
            new = _led_back(value, read, printed)
        if new is not value:
            changed[field.name] = new
    return replace(noun, **changed) if changed else noun


def _id(claim: Claim) -> str:
    return claim_id(
        report=claim.report,
        start=claim.start,
        end=claim.end,
        speakers=tuple(speaker.name for speaker in claim.speakers),
        kind=claim.kind,
        method=claim.method.name,
    )
