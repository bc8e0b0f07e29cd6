"""Who issued a report and when, where its own first lines say so.

In: a report's text and sections. Out: the outlet and the date of "Carrow Institute - Daily Assessment, 14 February
2024", of "Statement by the Ministry of Defence", of a dateline's "(Northline)". Refused: a first line that is news.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from fogline.data.parties import canonical
from fogline.data.party_tables import tables
from fogline.data.stamps import find_date
from fogline.model.report import Section, SectionKind
from fogline.reports.dateline import agency_of

_LONGEST = 120  # characters of a first line that only says whose paper it is
_ISSUES = (
    r"(?:assessment|update|bulletin|briefing|brief|report|statement|sitrep|summary|digest|communiqu[eé]|press release"
    r"|newsletter|flash|snapshot|overview|takeaways)"
)
_OF_WHOM = re.compile(rf"(?P<who>[A-Z][^|:,–—]{{2,70}}?)\s+[-–—|]\s+(?P<what>.*\b{_ISSUES}s?\b.*)", re.IGNORECASE)
_BY_WHOM = re.compile(
    rf"(?:\w+ ){{0,2}}{_ISSUES}s? (?:of|by|from) (?:the )?(?P<who>[A-Z].{{2,90}}?)(?:,? (?:on|of|for) \d.*|, .*)?",
    re.IGNORECASE,
)
_OF_OFFICE = re.compile(
    r"\W*(?P<who>[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){1,3})\s*[,(|–—-]\s*"
    r"(?:the )?(?:acting |deputy )?(?P<office>[A-Za-z]+) of .{3,70}"
)
_BYLINE = re.compile(r"By [A-Z][^|]{2,60}\|\s*(?P<who>[A-Z][\w’' .&-]{2,40})")
_ISSUE = re.compile(rf"\b(?:{_ISSUES}s?|information|as of|situation)\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:says?|said|claims?|denies|denied|reports|warns?|confirms?|vows?|is|are|was|were|has|have)\b")
_FIRST = 3  # lines that may tell whose paper it is, and its day
_SMALL = frozenset({"of", "the", "and", "for", "in", "de", "on"})


@dataclass(frozen=True, slots=True)
class Head:
    """Who issued a report, and its date in EDTF; None where its first lines do not say."""

    outlet: str | None
    date: str | None


def head_of(text: str, sections: Sequence[Section]) -> Head:
    """What a report's first lines say of who issued it.

    >>> line = "Carrow Institute - Daily Assessment, 14 February 2024"
    >>> head_of(line, [Section(start=0, end=len(line), kind=SectionKind.TITLE)])
    Head(outlet='Carrow Institute', date='2024-02-14')
    """
    lines = [line.strip() for line in text.lstrip()[: 4 * _LONGEST].split("\n") if line.strip()][:_FIRST]
    short = list(itertools.takewhile(lambda line: len(line) <= _LONGEST and line[-1] not in ".!?”", lines))
    who = _issuer(short[0]) or _body(short) or _holder(short[0]) if short else None
    who = who or next((found["who"] for line in lines[1:] if (found := _BYLINE.fullmatch(line))), None)
    date = next((date for line in short if _ISSUE.search(line) and (date := find_date(line))), None)
    agency = next(
        (
            name
            for section in sections[:4]
            if section.kind is SectionKind.DATELINE and (name := agency_of(text[section.start : section.end]))
        ),
        None,
    )
    day = date.date if date else None
    return Head(who or agency, day if day and "X" not in day else None)


def _body(lines: Sequence[str]) -> str | None:
    """The body that a paper's first or second line names and nothing else, where the other says what paper it is."""
    known = canonical(lines[0])
    named = known is not None and known.role not in (None, "country") and not _VERB.search(lines[0])
    if len(lines) < 2:
        return None
    if named and _ISSUE.search(lines[1]):
        return lines[0]
    # "Daily Assessment, 28 October 2025", and below it whose it is.
    below = _ISSUE.search(lines[0]) and lines[1].istitle() and lines[1].lower().split()[-1] in tables().bodies
    return lines[1] if below and not any(map(str.isdigit, lines[1])) else None


def _holder(line: str) -> str | None:
    """Who holds the office that the first line of a channel names: "Ivan Koval, head of the administration"."""
    found = _OF_OFFICE.fullmatch(line)
    if found is None or found["office"].lower() not in tables().roles or _VERB.search(line):
        return None
    return found["who"]


def _issuer(line: str) -> str | None:
    found = _OF_WHOM.fullmatch(line) or _BY_WHOM.fullmatch(line)
    if found is None:
        return None
    who = found["who"].strip()
    if not any(word in tables().bodies for word in who.lower().split()):
        return None  # "Shelling in Kherson - update": nobody's paper
    if not who.isupper():
        return who
    return " ".join(word.lower() if word.lower() in _SMALL else word.capitalize() for word in who.split())
