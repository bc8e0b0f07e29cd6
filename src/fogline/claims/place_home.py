"""Where an outlet is at home: its country, and the first-order division that its name or its site's name tells.

In: a report's outlet, address and title, and a gazetteer. Out: a `Home`, with None for what is not told. An address
tells a country by its ending ("ukrinform.ua"), a division by a name in it ("houstontribune.example"); so does what a
title says of the site behind a dash ("Two hurt in crash - KXYZ Memphis, Tennessee"). A name that several towns of note
bear tells no division. Refused: nothing.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fogline.claims.place_names import place_words
from fogline.data.gazetteer import SETTLEMENTS, Entry, Gazetteer
from fogline.data.gazetteer_names import name_key
from fogline.data.word_lists import word_lists
from fogline.model.report import Report

Division = tuple[str, str]  # country and first-order division
_SECOND_LEVEL = frozenset({"com", "net", "org", "gov", "edu", "ac", "co"})
_OF_NOTE = 100_000  # people of a town after which an outlet is called without more words
_FAR_ABOVE = 8  # times the people of the next town of the name, so that the name alone tells it
_SHORTEST = 6  # letters of a name inside a longer word: "houstontribune"
_TOWN = 5_000  # people of a town that has a paper or a station of its own
_SITE = re.compile(r"\s[-–—|]\s|\s?\|\s?|(?<=\.com)-|(?<=\.tv)-")
_CODE = re.compile(r",\s*([A-Z]{2})\b")  # "Columbus, GA"
_RUN = re.compile(r"[A-Z][\w.'’]*(?:[ -][A-Z][\w.'’]*){0,2}")
_PAPERS = word_lists("place_words", "papers")
_PRESS = "|".join(sorted(word.lower() for word in _PAPERS.words("names") | _PAPERS.words("more")))
_PAPER = _PAPERS.pattern("called_after", 0, press=f"(?:{_PRESS})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where an outlet is at home, as far as that is told."""

    country: str | None = None
    division: Division | None = None


def home_of(report: Report, gazetteer: Gazetteer) -> Home:
    """Where the outlet of a report is at home."""
    division = _division(report, gazetteer)
    return Home(country=_country(report, gazetteer) or (division[0] if division else None), division=division)


def _country(report: Report, gazetteer: Gazetteer) -> str | None:
    """The outlet's country, by its address or by a country or large city in its name."""
    for address in (report.url or "", report.outlet or ""):
        if (country := _country_of(address, gazetteer)) is not None:
            return country
    for word in (report.outlet or "").split():
        for entry in gazetteer.lookup(word):
            if entry.kind == "country" or entry.population > 1_000_000:
                return entry.country
    return None


def _country_of(address: str, gazetteer: Gazetteer) -> str | None:
    """The country in whose domain an address lies; some domains are sold to the whole world."""
    *_, before, ending = ("", "", *_host(address).split("."))
    code = {"uk": "GB"}.get(ending, ending.upper())
    if not before or len(ending) != 2 or gazetteer.country_name(code) is None:
        return None
    return code if ending not in place_words().worldwide or before in _SECOND_LEVEL else None


def _host(address: str) -> str:
    return address.rpartition("//")[2].partition("/")[0].lower()


def _division(report: Report, gazetteer: Gazetteer) -> Division | None:
    for names in _of_the_site(report.title or ""):
        if (found := _of_names(names, gazetteer)) is not None:
            return found
    for address in (report.outlet or "", report.url or ""):
        for label in _host(address).split(".")[:-1]:
            for name in _inside(label):
                if (found := _of_name(name, gazetteer)) is not None:
                    return found
            if (found := _of_a_paper(label, gazetteer)) is not None:
                return found
    return None


def _of_the_site(title: str) -> Iterator[list[str]]:
    """The names in what a title says of the site, behind the headline: divisions come last, so they are asked first."""
    for piece in reversed(_SITE.split(title)[1:]):
        yield from ([code[1]] for code in _CODE.finditer(piece))
        runs = [run[0] for run in _RUN.finditer(piece)]
        if len(runs) > 1:
            yield runs
        for run in reversed(runs):
            words = run.split()
            yield from ([" ".join(words[a:b])] for b in range(len(words), 0, -1) for a in range(b))


def _of_names(names: Sequence[str], gazetteer: Gazetteer) -> Division | None:
    """The division of a name, or the one in which towns of several names lie: "Dothan, Enterprise, Ozark"."""
    if len(names) == 1:
        return _of_name(names[0], gazetteer)
    shared = collections.Counter(
        division
        for name in dict.fromkeys(names)
        for division in {
            (one.country, one.admin1)
            for one in gazetteer.lookup(name)
            if one.kind in SETTLEMENTS and one.country and one.admin1 and name_key(one.name) == name_key(name)
            if one.population >= _TOWN
        }
    )
    best = shared.most_common(2)
    alone = bool(best) and best[0][1] > 1 and (len(best) == 1 or best[1][1] < best[0][1])
    return best[0][0] if alone else None


def _of_a_paper(label: str, gazetteer: Gazetteer) -> Division | None:
    """The division of the town after which a paper is called: "dothandailynews" is no name of anything else."""
    named = _PAPER.fullmatch(label)
    if named is None:
        return None
    return _of_name(named["town"].capitalize(), gazetteer, of_note=_TOWN)


def _inside(label: str) -> Iterator[str]:
    """The longest beginnings and ends of a word of an address that can be a name."""
    for piece in re.findall(r"[a-z]+", label):  # "live5detroit"
        for size in range(len(piece), _SHORTEST - 1, -1):
            if not piece[size:].startswith("city"):  # "kansascity" is not called after Kansas
                yield piece[:size].capitalize()
            yield piece[-size:].capitalize()


def _of_name(name: str, gazetteer: Gazetteer, of_note: int = _OF_NOTE) -> Division | None:
    """The division that a name is or whose chief town bears it; None where towns of note share it."""
    if name in place_words().directions:
        return None
    code = len(name) == 2 and name.isupper()
    entries = [
        one for one in gazetteer.lookup(name) if name_key(one.name) == name_key(name) or (code and one.kind == "region")
    ]
    region = next((one for one in entries if one.kind == "region"), None)
    towns: list[Entry] = sorted((one for one in entries if one.kind in SETTLEMENTS), key=lambda one: -one.population)
    chief = towns[0] if towns else None
    if chief is not None and chief.population >= of_note:
        alone = all(chief.population >= _FAR_ABOVE * other.population or _same(other, chief) for other in towns[1:])
        return (chief.country, chief.admin1) if alone and chief.country and chief.admin1 else None
    return (region.country, region.admin1) if region is not None and region.country and region.admin1 else None


def _same(one: Entry, other: Entry) -> bool:
    return (one.country, one.admin1) == (other.country, other.admin1)
