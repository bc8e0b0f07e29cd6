"""How kinds of happening are told, by the rows of the table of words, and whether a claim's own words bear a row out.

Comes in: a claim, a place. Goes out: a `Frame`, yes or no. Refused: nothing.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from fogline.data.kinds import kinds
from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim, Stage
from fogline.outputs.naming import table, words

PLAIN = (Stage.HAPPENED, Stage.ONGOING, None)
_PARTLY = word_lists("wording", "reading").pattern("partly", 0)
_UNSEEN = word_lists("wording", "reading").pattern("unseen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How a kind of happening is told: a row of the table of words."""

    frame: str
    noun: str
    article: str = ""
    verb: str = ""
    prep: str = "in"
    people: bool = False
    needs: str = ""  # words of which one must stand in a claim, or the sentence would say what it does not

    @property
    def forms(self) -> tuple[str, str, str, str]:
        """Base, past, participle, gerund."""
        base, past, participle, gerund = self.verb.split("/")
        return base, past, participle, gerund


_AMONG = re.compile(r", | and ")


def names_in(places: str) -> list[str]:
    """The names in a row of places.

    >>> names_in("Kherson, Nikopol and Beryslav")
    ['Kherson', 'Nikopol', 'Beryslav']
    """
    return _AMONG.split(places)


def frame(kind: str | None) -> Frame | None:
    """The row of a kind, or None where the table has none."""
    row = table()["kinds"].get(kind or "")
    if not isinstance(row, dict):
        return None
    return Frame(**row)


def is_of_all(claim: Claim, place: str) -> bool:
    """Whether a claim is of a place as a whole: "no attack on the hall" does not say that its town was not attacked."""
    return all(bool(place) and place in actor.name for actor in claim.recipients)


def licensed(claim: Claim) -> bool:
    """Whether a claim's own words bear out its kind, where the table asks for certain words.

    >>> licensed(Claim(id="c", report="r", start=0, end=0, quote="two were saved", kind="withdrawal", method=None))
    False
    """
    row = frame(claim.kind)
    return row is None or not row.needs or _needed(row.needs).search(claim.quote) is not None


@functools.cache
def _needed(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def by_halves(claim: Claim) -> bool:
    """Whether a clause would say more, or other, than the words: an infinitive ("to take the town") tells an aim, a
    "part of the town" is not the town, a doubt elsewhere in the sentence may be about something else, and whoever sees
    "no evidence that the town was taken" does not say that it may be."""
    plain = claim.stage in PLAIN and claim.quote.lower().startswith("to ")
    signals = claim.certainty.signals
    doubted = claim.certainty.value != "certain" and bool(signals)
    elsewhere = doubted and not any(one.lower() in claim.quote.lower() for one in signals)
    unseen = claim.stage is Stage.HYPOTHETICAL and _UNSEEN.match(claim.quote) is not None
    return plain or elsewhere or unseen or _PARTLY.search(claim.quote) is not None


def of_a_part(claim: Claim, place: str) -> bool:
    """Whether what is taken is not the place, but something there: a reservoir, the bank of a river, a strongpoint."""
    kind = kinds().get(claim.kind or "")
    if kind is None or not kind.territory or not claim.recipients:
        return False
    places = [one.lower() for one in names_in(place) if one]
    return not any(
        any(name in f"{one.name} {one.as_worded}".lower() for name in places)
        or any(word in words("naming", "settlements") for word in one.as_worded.lower().split())
        for one in claim.recipients
    )
