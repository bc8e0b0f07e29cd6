"""Whose "the army" and "the Health Ministry" are: the state that a report is about.

In: a report's text and its places. Out: a `Homeland`, which gives the side of a body of state that is named without its
state. Refused: the police, mayors, courts, of which a land has many; a report of two lands; words that name a side.

An army is that of the one land whose army the report names ("Sudan's army … the army"), else that of the land in which
its places lie; ministries, governors and the government are of that land.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fogline.data.gazetteer import SETTLEMENTS, Gazetteer
from fogline.data.parties import Known, bare, canonical, country_in, party_of
from fogline.data.word_lists import word_lists
from fogline.model.claim import Actor, Place, PlaceRole

_LISTS = word_lists("cues", "homeland")
_ARMY = _LISTS.pattern("army")
_STATE = _LISTS.pattern("state")
_OFFICES = _LISTS.words("offices")
_NO_OFFICE = _LISTS.pattern("no_office")
_SPEAKS_FOR = _LISTS.pattern("speaks_for")
_ARMED = _LISTS.pattern("any_armed", 0)
_WHOSE = _LISTS.pattern("whose", 0)
BODIES = ("army", "government", "ministry")  # roles of those whose name has their land: "Sudanese Army"
_BRACKETED = re.compile(r"\((?P<letters>[A-Z][A-Za-z]{0,6}[A-Z])\)")
_BEFORE = 80  # characters before an army or initials in which its land or the name stands: text may be one long word
_NAME_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_WITHOUT = _LISTS.words("without_army")
_MOST = 0.6  # of a report's towns, that lie in one land


@dataclass(frozen=True, slots=True, kw_only=True)
class Homeland:
    """The land of a report, and the one whose army it names; None where it is of several lands, or of none."""

    land: str | None = None
    army: str | None = None
    armies: Mapping[str, str | None] = field(default_factory=dict)  # "military": "Israel", by the report's own words
    called: Mapping[str, str] = field(default_factory=dict)  # "AA": "Arakan Army", by the report's own brackets
    lands: Mapping[int, str] = field(default_factory=dict)  # where a place is named, and in which land it lies

    def side(self, wording: str) -> str | None:
        """The side of a body that is named without one.

        >>> home = Homeland(land="Sudan", army="Sudan")
        >>> home.side("the army"), home.side("a rebel army")
        ('Sudan', None)
        """
        if _ARMY.match(wording) and (word := _ARMED.search(wording.lower())) is not None:
            return self.armies.get(word.group(), self.army)
        if _STATE.match(wording):
            return self.land
        first = bare(wording).partition(" ")[0]
        return party_of(self.called[first]) if first in self.called else None

    def side_of_office(self, role: str | None, words: str) -> str | None:
        """The side of somebody who holds an office of a state, by the words in which he is named.

        >>> home = Homeland(land="Somalia")
        >>> home.side_of_office("president", "President Ali"), home.side_of_office("president", "former President Ali")
        ('Somalia', None)
        """
        return self.land if role in _OFFICES and not _NO_OFFICE.search(words) else None

    def side_of_governor(self, role: str | None, words: str, start: int, end: int) -> str | None:
        """The side of who governs a place that is named with him between two offsets: "Saratov Governor Ivan Petrov".

        >>> Homeland(land="Ukraine", lands={10: "Russia"}).side_of_governor("governor", "Saratov Governor Ivan", 10, 31)
        'Russia'
        """
        if role not in _OFFICES or _NO_OFFICE.search(words):
            return None
        there = {land for at, land in self.lands.items() if start <= at < end}
        return there.pop() if len(there) == 1 else None

    def in_full(self, wording: str) -> str:
        """A wording with the name for its initials: "the AA" is the Arakan Army."""
        return self.called.get(bare(wording), wording)

    def side_behind(self, wording: str) -> str | None:
        """The side of somebody for whom an apposition says that he speaks for such a body."""
        return (self.army or self.land) if _SPEAKS_FOR.search(wording) else None


def as_named(side: str, wording: str) -> Known | None:
    """A body by its land and its words: "Congolese Health Ministry"."""
    land = country_in(side)
    return canonical(f"{land.adjective if land is not None and land.name == side else side} {bare(wording)}")


def sided(one: Actor, home: Homeland) -> Actor:
    """A doer or sufferer whose side only the homeland tells: "the army", "government soldiers"."""
    side = home.side(one.as_worded) if one.party is None else None
    if side is None:
        return one
    if (full := home.in_full(one.as_worded)) != one.as_worded:
        known = canonical(full)
        return replace(one, party=side, name=known.name if known else full)
    known = as_named(side, one.as_worded)
    return replace(one, party=side, name=known.name if known and known.role in BODIES else one.name)


def homeland(text: str, places: Sequence[Place], gazetteer: Gazetteer) -> Homeland:
    """The homeland of a report."""
    # "Moscow denied it": a government that only has its word is no town of the report.
    told_of = (place for place in places if place.role is not PlaceRole.ACTOR)
    towns = {(place.name, place.country) for place in told_of if place.country and place.kind in SETTLEMENTS}
    by_land = Counter(code for _, code in towns)
    land = None
    if by_land:
        code, most = by_land.most_common(1)[0]
        known = country_in(gazetteer.country_name(code) or "") if most >= _MOST * len(towns) else None
        land = known.name if known else None
    owners: dict[str, set[str]] = {}
    for found in _ARMED.finditer(text):
        whose = _WHOSE.search(text, max(0, found.start() - _BEFORE), found.start())
        country = country_in(whose["name"]) if whose is not None else None
        if country is not None:
            owners.setdefault(found.group(), set()).add(country.name)
    every = {owner for some in owners.values() for owner in some}
    # Where the one army that is named is another land's, "the army" in other words is the land's own, if it has one.
    only = next(iter(every)) if len(every) == 1 else None
    own = only if land in _WITHOUT or (only is not None and land in (None, only)) else land
    army = None if len(every) > 1 else own
    codes = {place.start: place.country for place in places if place.country and place.kind != "country"}
    named = {
        code: known.name for code in set(codes.values()) if (known := country_in(gazetteer.country_name(code) or ""))
    }
    lands = {start: named[code] for start, code in codes.items() if code in named}
    return Homeland(land=land, army=army, armies=dict.fromkeys(owners, only), called=_initials(text), lands=lands)


def _initials(text: str) -> dict[str, str]:
    """Names by the initials that a report gives them in brackets."""
    found: dict[str, str] = {}
    for match in _BRACKETED.finditer(text):
        letters = match["letters"]
        words = _NAME_WORD.findall(text, max(0, match.start() - _BEFORE), match.start())
        firsts = [(at, word[0]) for at, word in enumerate(words) if word[0].isupper()]
        for size in range(len(letters), 1, -1):
            last = firsts[-size:]
            if len(last) == size and [letter for _, letter in last] == [one for one in letters if one.isupper()]:
                found.setdefault(letters, " ".join(words[last[0][0] :]))
                break
    return found
