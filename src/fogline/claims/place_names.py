"""Which words of a report may name a place: capitalised runs that the gazetteer knows, with the clues beside them.

In: parsed passages and a gazetteer. Out: `Candidate`s in order, each with every gazetteer entry of its name and the clues
for and against its being a place ("in" before it, a given name before it, a state after it …). Refused: nothing; whether
a candidate is a place is decided in `places`, which place it is in `place_resolution`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import cast

from spacy.tokens import Doc

from fogline.claims.parse import Passage, lemma
from fogline.data.gazetteer import SETTLEMENTS, Entry, Gazetteer, table
from fogline.data.gazetteer_names import name_key

LONGEST_NAME = 6  # tokens: "the Democratic Republic of the Congo"
_JOINERS = frozenset(
    {
        "of",
        "the",
        "de",
        "la",
        "del",
        "da",
        "do",
        "du",
        "des",
        "el",
        "al",
        "upon",
        "on",
        "am",
        "sur",
        "and",
        "-",
        "–",
        "'s",
    }
)
_ABBREVIATED = frozenset({"US", "CA", "AU", "PR"})  # countries whose divisions the tables abbreviate
_ENDS = frozenset({".", "!", "?", ":", ";", '"', "''", "``", "(", ")", "-", "–", "—", "*", "•", "'"})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """The tables of `place_words.toml` as sets."""

    titles: frozenset[str]
    bearers: frozenset[str]
    of_place: frozenset[str]
    features: frozenset[str]
    feature_heads: frozenset[str]
    directions: frozenset[str]
    never: frozenset[str]
    acting: frozenset[str]
    targeting: frozenset[str]
    target_nouns: frozenset[str]
    kind_words: dict[str, str]
    prepositions: dict[str, str]
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

    names = files("fogline.data").joinpath("first_names.txt").read_text(encoding="utf-8").splitlines()
    return PlaceWords(
        titles=listed("titles") | {title + "." for title in listed("titles")},
        bearers=listed("bearers"),
        of_place=listed("of_place"),
        features=listed("features"),
        feature_heads=listed("feature_heads"),
        directions=listed("directions"),
        never=listed("never", "words"),
        acting=listed("acting", "words"),
        targeting=listed("targeting", "words"),
        target_nouns=listed("targeting", "nouns"),
        kind_words={
            word: kind for kind, ws in cast(dict[str, str], words["kind_words"]).items() for word in ws.split()
        },
        prepositions={
            word: kind for kind, ws in cast(dict[str, str], words["prepositions"]).items() for word in ws.split()
        },
        given=frozenset(name for name in names if name and not name.startswith("#")),
    )


def candidates(passages: Sequence[Passage], gazetteer: Gazetteer) -> list[Candidate]:
    """Every run of words in the passages that the gazetteer knows as a name, longest first, none overlapping."""
    found: list[Candidate] = []
    surnames = _surnames(passages)
    for number, passage in enumerate(passages):
        here = list(_in_passage(number, passage, gazetteer))
        texts = [token.text for token in passage.doc]
        headline = _is_headline(texts)
        for n, candidate in enumerate(here):
            container = _container(candidate, here[n + 1] if n + 1 < len(here) else None, texts)
            before = found[-1] if n else None
            clues, hint = _clues(candidate, passage.doc, texts, surnames, before, headline)
            if container:
                clues.append("container after")
            if before is not None and before.container == len(found):
                clues.append("container of one before")
            found.append(
                Candidate(
                    passage=number,
                    first=candidate.first,
                    last=candidate.last,
                    start=candidate.start,
                    end=candidate.end,
                    text=candidate.text,
                    entries=candidate.entries,
                    clues=tuple(clues),
                    hint=hint,
                    container=len(found) + 1 if container else None,
                )
            )
    return found


def _is_headline(texts: list[str]) -> bool:
    words = [text for text in texts if text[0].isalpha() and len(text) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _in_passage(number: int, passage: Passage, gazetteer: Gazetteer) -> Iterator[Candidate]:
    doc = passage.doc
    whole, texts = doc.text, [token.text for token in doc]
    starts = [token.idx for token in doc]
    n, size = 0, len(texts)
    while n < size:
        word = texts[n]
        if not word[0].isupper():
            n += 1
            continue
        found = _longest(whole, texts, starts, n, gazetteer)
        if found is None:
            n += 1
            continue
        last, end, entries = found
        text = whole[starts[n] : end]
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


def _longest(
    whole: str, texts: list[str], starts: list[int], first: int, gazetteer: Gazetteer
) -> tuple[int, int, tuple[Entry, ...]] | None:
    """The longest name that begins at a token: where it ends, and whose name it is."""
    last, capital = first + 1, first + 1
    while last < len(texts) and last - first < LONGEST_NAME:
        word = texts[last]
        if word[0].isupper():
            capital = last + 1
        elif word not in _JOINERS:
            break
        last += 1
    for stop in range(capital, first, -1):
        if stop < capital and not (texts[stop - 1][0].isupper()):
            continue
        end = starts[stop - 1] + len(texts[stop - 1])
        text = whole[starts[first] : end]
        if "\n" in text:
            continue
        entries = _fitting(text, texts, first, gazetteer.lookup(text))
        if entries:
            return stop, end, entries
    head, dash, _ = texts[first].partition("-")
    if dash and head and head[0].isupper():
        entries = _fitting(head, texts, first, gazetteer.lookup(head))
        if entries:
            return first + 1, starts[first] + len(head), entries
    return None


def _fitting(text: str, texts: list[str], first: int, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries that words so written can mean: "IN" alone is no Indiana, "Us" no United States."""
    if len(text) > 6 or not entries:
        return entries
    key = name_key(text)
    if len(key) > 4:
        return entries
    after_comma = first > 0 and texts[first - 1] in {",", "(", "-", "–"}
    kept = []
    for entry in entries:
        if entry.kind == "region" and entry.country in _ABBREVIATED and key != name_key(entry.name):
            if not ("." in text or (text.isupper() and (len(key) > 2 or after_comma))):
                continue
        elif len(key) <= 3 and not text.isupper() and key != name_key(entry.name):
            continue
        elif len(key) <= 3 and text.isupper() and entry.kind in SETTLEMENTS:
            continue
        kept.append(entry)
    return tuple(kept)


def _container(one: Candidate, other: Candidate | None, texts: list[str]) -> bool:
    """Whether the text goes on to name what a place lies in: "Paris, Texas", "Lyman (Donetsk Oblast)"."""
    if other is None or other.first - one.last != 1 or texts[one.last] not in {",", "("}:
        return False
    return any(contains(larger, smaller) for larger in other.entries for smaller in one.entries)


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


def _surnames(passages: Sequence[Passage]) -> frozenset[str]:
    """Last words of people's names: after a given name, a title or an initial, or before an age."""
    words = place_words()
    found: set[str] = set()
    for passage in passages:
        texts = [token.text for token in passage.doc]
        for n, text in enumerate(texts[:-1]):
            after = texts[n + 1]
            if not text[0].isupper() or not after[0].isupper() or not after[-1].isalpha():
                continue
            if text in words.given or text in words.titles or _initial(text):
                last = texts[n + 2] if n + 2 < len(texts) else ""
                full = last if last[:1].isupper() and last.isalpha() and last not in words.of_place else after
                if _initial(after) or after in words.given or text not in words.titles:
                    found.add(full)
                found.add(after)
            elif (
                texts[n + 2 : n + 3] == [","] and len(texts) > n + 4 and texts[n + 3].isdigit() and texts[n + 4] == ","
            ):
                if 9 < int(texts[n + 3]) < 110:
                    found.add(after)
    return frozenset(found - words.of_place - words.features)


def _initial(text: str) -> bool:
    return len(text) == 2 and text[1] == "." and text[0].isupper()


def _clues(
    one: Candidate, doc: Doc, texts: list[str], surnames: frozenset[str], before: Candidate | None, headline: bool
) -> tuple[list[str], str | None]:
    words = place_words()
    clues = _clues_of_name(one, doc, texts, surnames, headline)
    previous = texts[one.first - 1] if one.first else ""
    following = texts[one.last] if one.last < len(texts) else ""
    joined = before is not None and before.passage == one.passage and before.last == one.first
    starts_sentence = one.first == 0 or doc[one.first].is_sent_start or previous in _ENDS
    if starts_sentence:
        clues.append("starts sentence")
    hint = _clues_before(one, texts, clues, joined=joined, starts=starts_sentence)
    if before is not None and one.first - before.last in {1, 2} and texts[before.last] in {",", "and", "or", "&"}:
        clues.append("beside another")
    if following[:1].isupper() and following not in {"I"}:
        if following in words.bearers:
            clues.append("bearer after")
        elif following in words.features:
            clues.append("feature after")
        elif following in words.of_place:
            clues.append("its own after")
        else:
            clues.append("capital after")
            if one.last - one.first == 1 and texts[one.first] in words.given:
                clues.append("given name itself")
    elif following in {"'s", "'"}:
        clues.append("possessive")
    low = following.lower()
    if low in words.kind_words and low != "capital":
        hint = words.kind_words[low]
        clues.append("kind after")
    elif following[:1].isupper() and low in {"counties", "provinces", "oblasts", "regions"}:
        hint = words.kind_words.get(low, hint)
    root = doc[one.last - 1]
    if root.dep_ == "nsubj" and lemma(root.head) in {
        "say",
        "tell",
        "add",
        "note",
        "explain",
        "think",
        "recall",
        "know",
    }:
        clues.append("says")
    return clues, hint


def _clues_of_name(one: Candidate, doc: Doc, texts: list[str], surnames: frozenset[str], headline: bool) -> list[str]:
    """What the name itself tells: the kind of its chief bearer, its size, its form."""
    words = place_words()
    chief = max(one.entries, key=lambda entry: (entry.kind == "country", entry.kind == "region", entry.population))
    clues = ["kind " + (chief.kind if chief.kind not in SETTLEMENTS else "settlement")]
    if chief.kind in SETTLEMENTS:
        clues.append(f"people {len(str(chief.population)) if chief.population else 0}")
    key = name_key(one.text)
    if all(name_key(entry.name) != key for entry in one.entries) and chief.kind in SETTLEMENTS:
        clues.append("other name")
    if one.last - one.first > 1:
        clues.append("words")
    elif one.text in words.never:
        clues.append("never")
    if doc[one.last - 1].tag_ not in {"NNP", "NNPS"}:
        clues.append("no proper noun")
    if texts[one.last - 1] in surnames:
        clues.append("surname")
    if headline:
        clues.append("headline")
    if one.text.isupper() and len(one.text) > 4:
        clues.append("upper case")
    if len(key) <= 3:
        clues.append("short")
    return clues


def _clues_before(one: Candidate, texts: list[str], clues: list[str], *, joined: bool, starts: bool) -> str | None:
    words = place_words()
    at = one.first - 1
    previous = texts[at] if at >= 0 else ""
    if previous[:1].isupper() and not starts:
        if previous in words.titles:
            clues.append("title before")
        elif previous in words.given or _initial(previous):
            clues.append("given name before")
        elif previous in words.directions:
            at -= 1
        elif not joined:
            clues.append("feature before" if previous in words.feature_heads else "capital before")
    while at >= 0 and (
        texts[at] in words.directions
        or texts[at].lower()
        in {
            "the",
            "nearby",
            "neighboring",
            "central",
            "downtown",
            "eastern",
            "western",
            "northern",
            "southern",
            "rural",
            "war-torn",
            "city",
        }
    ):
        if texts[at] == "the":
            clues.append("the before")
        at -= 1
    preposition = texts[at].lower() if at >= 0 else ""
    kind = words.prepositions.get(preposition)
    if kind:
        clues.append("after " + kind)
    if preposition == "of" and at > 0 and texts[at - 1].lower() in words.kind_words:
        clues.append("kind before")
        return words.kind_words[texts[at - 1].lower()]
    if at == one.first - 1 and preposition in words.kind_words:
        clues.append("kind before")
        return words.kind_words[preposition]
    return None
