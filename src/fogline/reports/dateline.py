"""The dateline with which an agency's copy begins.

In: a paragraph. Out: where its dateline ends and the date in it, or None. Refused: nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fogline.data.gazetteer import SETTLEMENTS, default_gazetteer
from fogline.data.stamps import find_date

_REACH = 160  # characters: the longest dateline of muc4's open part, with its tags, has 141
_DASH = re.compile(r"\s+(?:-{1,3}|–|—)\s+|(?<=[\w.)])(?:—|--)(?=[\w\"'“‘\[])|(?<=\))\s?(?:-|–)\s?(?=[A-Z])")
_COLON = re.compile(r"(?P<town>[A-Z][A-Z .'’-]{1,30}[A-Z])(?:\s\([^()]{2,40}\))?:\s+(?=[A-Z\"“‘])")
# As TASS and others have it: "MOSCOW, June 10. /Agency/. Text".
_SLASHED = re.compile(
    r"(?P<place>[A-Z][A-Z .'’-]{1,30}[A-Z])(?P<date>[,.] [^/\n]{3,24}?)?\.?\s*/[A-Z][\w .&-]{1,30}/[.:]?\s*"
    r"(?:[-–—]\s*)?(?=[\"“‘A-Z])"
)
_TAG = re.compile(r"\s*\[[^\]]{2,90}\]")
_AGENCY = re.compile(r"\(([^()]{2,60})\)\s*$")
_BRACKETED = re.compile(r"\(([A-Z][^()]{2,60})\)")  # as organisations for human rights have it: "(Beirut) – "
_LONGEST_AGENCY = 4  # words
_SMALL = frozenset({"de", "la", "el", "of", "the", "del", "al", "and", "le", "les", "sur", "da", "do"})


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the start of a paragraph: where it stops, where the paragraph goes on, and its date in EDTF."""

    stop: int
    goes_on: int
    date: str | None


def inline_dateline(text: str, *, first: bool = True) -> Dateline | None:
    """The dateline that a paragraph begins with; one of a bare place only counts in a report's first paragraph.

    >>> inline_dateline("KYIV, March 4 (Wire) - Shelling cut the power in Vuhledar on Saturday.").date
    'XXXX-03-04'
    >>> inline_dateline("(Nairobi, May 14, 2025) – Shelling cut the power in Merawi.").date
    '2025-05-14'
    >>> inline_dateline("The road - the last one open - was under fire, the brigade said.")
    """
    dash = _DASH.search(text, 0, _REACH)
    if first and not text.isupper() and (slashed := _SLASHED.match(text)) is not None:
        date = find_date(slashed["date"] or "")
        return Dateline(slashed.end(), slashed.end(), date.date if date else None)
    if first and (colon := _of_a_colon(text)) is not None:
        return colon
    if not dash:
        return None
    head = text[: dash.start()].strip()
    bracketed = _BRACKETED.fullmatch(head)
    head = bracketed[1] if bracketed else head
    agency = _AGENCY.search(head)
    place = head[: agency.start()].strip() if agency else head
    place, _, rest = place.partition(",")
    if not _is_place(place):
        return None
    date = find_date(rest)
    rest = (rest[: date.start] + rest[date.end :] if date else rest).strip(" ,.")
    if not (agency or date or bracketed or (first and place.isupper() and not text.isupper())):
        return None
    if rest and rest != "NO DATE" and not all(_is_place(part.strip()) for part in rest.split(",")):
        return None
    stop = dash.end() - (len(dash[0]) - len(dash[0].rstrip()))
    tag = _TAG.match(text, dash.end())
    while tag:
        stop = tag.end()
        tag = _TAG.match(text, stop)
    if agency and not date:
        date = find_date(agency[1])
    goes_on = stop + len(text[stop:]) - len(text[stop:].lstrip())
    return Dateline(stop, goes_on, date.date if date else None) if goes_on < len(text) else None


def _of_a_colon(text: str) -> Dateline | None:
    """ "BEIRUT: Five people were killed": a town in capitals before a colon, as some papers have it."""
    found = _COLON.match(text)
    if found is None or text[:_REACH].isupper():
        return None
    town = found["town"].title()
    known = any(entry.kind in SETTLEMENTS for entry in default_gazetteer().lookup(town))
    return Dateline(found.end(), found.end(), None) if known else None


def agency_of(dateline: str) -> str | None:
    """The agency that a dateline names.

    >>> agency_of("KHARKIV, Ukraine, May 25 (Northline) -"), agency_of("KYIV (May 25) -")
    ('Northline', None)
    """
    dash = _DASH.search(f"{dateline} ", 0, _REACH)
    agency = _AGENCY.search(dateline[: dash.start()] if dash else dateline)
    name = agency[1].strip() if agency else ""
    named = bool(name) and name[0].isupper() and len(name.split()) <= _LONGEST_AGENCY
    return name if named and find_date(name) is None and not any(map(str.isdigit, name)) else None


def _is_place(words: str) -> bool:
    """Whether words may name a place: one to five of them, each with a capital."""
    parts = words.split()
    return 1 <= len(parts) <= 5 and len(words) > 2 and all(part[:1].isupper() or part in _SMALL for part in parts)
