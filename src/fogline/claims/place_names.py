"""Which words of a report may name a place: capitalised runs that the gazetteer knows.

In: a parsed passage and a gazetteer. Out: `Candidate`s in order, each with every gazetteer entry of its name. Refused:
nothing; the clues beside the words are read in `place_clues`, whether a candidate is a place is decided in `places`,
which place it is in `place_resolution`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from fogline.claims.parse import Passage
from fogline.data.gazetteer import SETTLEMENTS, Entry, Gazetteer, table
from fogline.data.gazetteer_names import name_key
from fogline.data.given_names import given_names
from fogline.data.parties import canonical
from fogline.data.party_tables import ARMED_GROUP, key, tables
from fogline.data.word_lists import word_lists

_LISTS = word_lists("place_words", "names")
PART = "part"  # the hint of a part of a town: "the Bordeaux neighborhood"
LONGEST_NAME = 6  # tokens: "the Democratic Republic of the Congo"
_SIDES = {side: side + "ern" for side in _LISTS.phrases("sides")}
_SIDES |= {long: short for short, long in _SIDES.items()}
_ARMED = ARMED_GROUP  # of one word, too: "Fano" is a militia's before it is a town's
_OPENS = frozenset({"(", "[", "/"})
_COMPASS = _LISTS.words("compass")
_JOINERS = _LISTS.words("joiners")
_ARTICLES = _LISTS.words("articles")
_HYPHENS = frozenset({"-", "‑", "–"})
_ABBREVIATED = frozenset({"US", "CA", "AU", "PR"})  # countries whose divisions the tables abbreviate


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Words that may name a place. `first` and `last` are tokens of the passage, `last` exclusive."""

    passage: int
    first: int
    last: int
    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    clues: tuple[str, ...] = ()
    hint: str | None = None  # region, district, settlement, country: the word for its kind beside the name
    container: int | None = None  # index of the candidate that the text names as its container: "Paris, Texas"
    sibling: bool = False  # stands in one list with the candidate before: "Bakhmut, Vuhledar and Lyman"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """The tables of `place_words.toml` as sets."""

    titles: frozenset[str]
    bearers: frozenset[str]
    of_place: frozenset[str]
    houses: frozenset[str]
    parks: frozenset[str]
    groups: frozenset[str]
    streets: frozenset[str]
    streets_after_on: frozenset[str]
    features: frozenset[str]
    feature_heads: frozenset[str]
    directions: frozenset[str]
    ways: frozenset[str]
    never: frozenset[str]
    acting: frozenset[str]
    befalls: frozenset[str]
    governments_own: frozenset[str]
    targeting: frozenset[str]
    target_nouns: frozenset[str]
    people: frozenset[str]
    towns_own: frozenset[str]
    regions_own: frozenset[str]
    parts: frozenset[str]
    kind_words: dict[str, str]
    prepositions: dict[str, str]
    worldwide: frozenset[str]
    given: frozenset[str]


@functools.cache
def place_words() -> PlaceWords:
    """The word lists that tell places from people and firms, read once."""
    words = table("place_words.toml")

    def listed(key: str, *inner: str) -> frozenset[str]:
        found = words[key]
        for step in inner:
            found = cast(dict[str, object], found)[step]
        return frozenset(str(found).split())

    return PlaceWords(
        titles=listed("titles") | {title + "." for title in listed("titles")},
        bearers=listed("bearers") | listed("papers", "names"),
        of_place=listed("of_place"),
        houses=listed("houses"),
        parks=listed("parks"),
        groups=listed("groups"),
        streets=listed("streets"),
        streets_after_on=listed("streets_after_on"),
        features=listed("features"),
        feature_heads=listed("feature_heads"),
        directions=listed("directions"),
        ways=listed("ways"),
        never=listed("never", "words"),
        acting=listed("acting", "words"),
        befalls=listed("acting", "befalls"),
        governments_own=listed("acting", "governments_own"),
        targeting=listed("targeting", "words"),
        target_nouns=listed("targeting", "nouns"),
        people=listed("people", "words"),
        towns_own=listed("people", "of_a_town"),
        regions_own=listed("people", "of_a_region"),
        parts=listed("people", "parts_of_a_town"),
        kind_words={
            word: kind for kind, ws in cast(dict[str, str], words["kind_words"]).items() for word in ws.split()
        },
        prepositions={
            word: kind for kind, ws in cast(dict[str, str], words["prepositions"]).items() for word in ws.split()
        },
        worldwide=listed("worldwide"),
        given=given_names(),
    )


def named_runs(number: int, passage: Passage, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Every run of words in the passage that the gazetteer knows as a name, longest first, none overlapping."""
    doc = passage.doc
    whole, texts = passage.text, [token.text for token in doc]
    starts = [token.idx for token in doc]
    n, size = 0, len(texts)
    while n < size:
        word = texts[n]
        if not (word[0].isupper() or _is_article(texts, starts, n)) or word in {"The", "THE"}:
            n += 1
            continue
        found = _longest(whole, texts, starts, n, gazetteer)
        if found is None or (word[0].islower() and found[0] == n + 1):
            n += 1
            continue
        last, end, entries = found
        side = last - n == 1 and word in place_words().directions and last < size and texts[last][:1].isupper()
        if side and _longest(whole, texts, starts, last, gazetteer) is not None:
            n = last  # "West Philadelphia" is a side of a town, no place called West beside another
            continue
        if (
            _goes_on(texts, starts, n, last)
            and not any(entry.kind in ("country", "region") for entry in entries)
            and _longest(whole, texts, starts, last + 1, gazetteer) is None
        ):
            n = last + 2  # "Petrivka-Nova" is no Petrivka
            continue
        text = whole[starts[n] : end]
        if is_a_peoples(text):
            n = last  # "the Thai border": not the town in Malaysia that goes by that name too
            continue
        known = canonical(text) if entries[0].kind == "area" and _is_where(texts, n) else None
        rules_there = known is not None and known.role == _ARMED  # "in the Donetsk People's Republic"
        if (_is_a_body(text, last - n, entries) and not rules_there) or _within_a_group(whole, texts, starts, n, last):
            n = last  # the Red Cross is no town of North Carolina
            continue
        yield Candidate(
            passage=number,
            first=n,
            last=last,
            start=passage.start + starts[n],
            end=passage.start + end,
            text=text,
            entries=entries,
        )
        n = last


def _is_article(texts: list[str], starts: list[int], at: int) -> bool:
    """Whether a word in lower case is the article with which a name begins: "el-Obeid", "al-Hasakah"."""
    if texts[at] not in _ARTICLES or at + 2 >= len(texts) or texts[at + 1] not in _HYPHENS:
        return False
    joined = starts[at + 1] == starts[at] + len(texts[at]) and starts[at + 2] == starts[at + 1] + 1
    return joined and texts[at + 2][:1].isupper()


def _is_a_body(text: str, words: int, entries: Sequence[Entry]) -> bool:
    """Whether a name is that of a body; a capital's name is a government's too, and a place all the same."""
    known = canonical(text)
    if words == 1:
        return known is not None and known.role == _ARMED
    seat = any(one.capital or one.kind not in SETTLEMENTS for one in entries)
    seats = {"country", "government"} if seat else {"country"}  # the White House is no town of Tennessee
    return known is not None and known.role in tables().body_roles - seats


def is_a_peoples(text: str) -> bool:
    """Whether a name is a country's adjective: "Thai", not "Thailand"."""
    country = tables().countries.get(key(text))
    return country is not None and text.isalpha() and text == country.adjective != country.name


def _is_where(texts: list[str], first: int) -> bool:
    """Whether something is said to be in what a name means."""
    before = first - 1 if first and texts[first - 1].lower() == "the" else first
    return before > 0 and place_words().prepositions.get(texts[before - 1].lower()) == "in"


_APOSTROPHES = frozenset({"'", "’"})  # in "Kurdistan Workers' Party"


def _within_a_group(whole: str, texts: list[str], starts: list[int], first: int, last: int) -> bool:
    """Whether a name is a part of an armed group's: "West Africa" in "Islamic State West Africa Province"."""
    begin, end = first, last
    while begin > 0 and first - begin < LONGEST_NAME and texts[begin - 1][0].isupper():
        begin -= 1
    while end < len(texts) and end - last < LONGEST_NAME and (texts[end][0].isupper() or texts[end] in _APOSTROPHES):
        end += 1
    if end - begin == last - first:
        return False
    spans = ((a, b) for a in range(begin, first + 1) for b in range(end, last - 1, -1) if (a, b) != (first, last))
    speakers = tables().speakers
    named = (speakers.get(key(whole[starts[a] : starts[b - 1] + len(texts[b - 1])])) for a, b in spans)
    return any(known is not None and known.role == _ARMED for known in named)


def _goes_on(texts: list[str], starts: list[int], first: int, last: int) -> bool:
    """Whether one word goes on behind a hyphen as a name does: "Petrivka-Nova", not "Moscow-based"."""
    if last - first != 1 or last + 1 >= len(texts) or texts[last] != "-" or not texts[last + 1][:1].isupper():
        return False
    joined = starts[last] == starts[first] + len(texts[first]) and starts[last + 1] == starts[last] + 1
    if not joined or texts[last + 1].isupper():
        return False
    return not _joins_a_way(texts, last)


def _joins_a_way(texts: list[str], hyphen: int) -> bool:
    """Whether a hyphen stands between the two towns that a road joins: "the Beni-Kasindi road"."""
    end = hyphen + 1
    while end < len(texts) and end - hyphen < LONGEST_NAME and (texts[end][:1].isupper() or texts[end] in _HYPHENS):
        end += 1
    return hyphen + 1 < end < len(texts) and texts[end] in place_words().ways


def in_blocks(one: Candidate, texts: list[str]) -> bool:
    """ "The 3700 block of South Wolcott": what is cut into blocks is a street, whatever else bears the name."""
    at = one.first - 1
    if one.text in _COMPASS:
        return False
    if at > 0 and (texts[at] in place_words().directions or texts[at].rstrip(".") in _COMPASS):
        at -= 1
    return at > 2 and texts[at] == "of" and texts[at - 1] in ("block", "blocks") and texts[at - 2][:1].isdigit()


def _longest(
    whole: str, texts: list[str], starts: list[int], first: int, gazetteer: Gazetteer
) -> tuple[int, int, tuple[Entry, ...]] | None:
    """The longest name that begins at a token: where it ends, and whose name it is."""
    last, capital = first + 1, first + 1
    while last < len(texts) and last - first < LONGEST_NAME:
        word = texts[last]
        if word[0].isupper():
            capital = last + 1
        elif word not in _JOINERS or (word in _HYPHENS and _joins_a_way(texts, last)):
            break
        last += 1
    for stop in range(capital, first, -1):
        if stop < capital and not (texts[stop - 1][0].isupper()):
            continue
        end = starts[stop - 1] + len(texts[stop - 1])
        text = whole[starts[first] : end]
        if "\n" in text:
            continue
        entries = _fitting(text, texts, first, gazetteer.lookup(text) or _division(text, gazetteer))
        if entries:
            return stop, end, entries
    head, dash, _ = texts[first].partition("-")
    if dash and head and head[0].isupper():
        entries = _fitting(head, texts, first, gazetteer.lookup(head))
        if entries:
            return first + 1, starts[first] + len(head), entries
    return None


def _division(text: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The regions that news calls "North Darfur" where the gazetteer has "Northern Darfur", and the other way round."""
    side, blank, rest = text.partition(" ")
    other = _SIDES.get(side)
    if not blank or other is None:
        return ()
    return tuple(entry for entry in gazetteer.lookup(f"{other} {rest}") if entry.kind in {"region", "district", "area"})


def _fitting(text: str, texts: list[str], first: int, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries that words so written can mean: "IN" alone is no Indiana, "Us" no United States."""
    if len(text) > 6 or not entries:
        return entries
    if text.isupper() and text[0] in "KW" and len(text) == 4 and first and texts[first - 1] in _OPENS:
        return ()  # a station's call sign: "DEER LODGE (WATE)"
    key = name_key(text)
    if len(key) > 4:
        return entries
    after_comma = first > 0 and texts[first - 1] in {",", "(", "-", "–"}
    kept = []
    for entry in entries:
        if entry.kind == "region" and entry.country in _ABBREVIATED and key != name_key(entry.name):
            if not ("." in text or (text.isupper() and (len(key) > 2 or after_comma))):
                continue
        elif len(key) <= 3 and (
            (not text.isupper() and key != name_key(entry.name))
            or (text.isupper() and "." not in text and entry.kind in SETTLEMENTS)
        ):
            continue
        kept.append(entry)
    return tuple(kept)


def contains(larger: Entry, smaller: Entry) -> bool:
    """Whether one entry is a country, region or district that the other lies in."""
    if larger.country is None or larger.country != smaller.country or larger == smaller:
        return False
    if larger.kind == "country":
        return smaller.kind != "country"
    if larger.kind in {"region", "area"} and smaller.kind not in {"country"}:
        if larger.kind == "area":
            return smaller.kind in SETTLEMENTS and larger.name != smaller.name and _within(larger, smaller)
        return larger.admin1 is not None and larger.admin1 == smaller.admin1 and smaller.kind != "region"
    if larger.kind == "district":
        return larger.admin1 == smaller.admin1 and larger.admin2 == smaller.admin2 and smaller.kind in SETTLEMENTS
    return False


def _within(larger: Entry, smaller: Entry) -> bool:
    reach = larger.radius_km / 80  # degrees, roughly
    return abs(larger.lat - smaller.lat) < reach and abs(larger.lon - smaller.lon) < 2 * reach
