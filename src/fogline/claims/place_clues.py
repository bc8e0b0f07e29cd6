"""The clues beside a name: what speaks for and against its being a place, and what kind of place it is said to be.

In: parsed passages and a gazetteer. Out: `Candidate`s with their clues ("in" before it, a given name before it, a
state after it ...), the kind that the text says, the container that it names and the list in which it stands. Refused:
nothing. No clue is a name or a word of the text, so that the weights fitted to them hold for other texts.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from fogline.claims.parse import Passage, lemma, word_classes
from fogline.claims.place_names import PART, Candidate, contains, in_blocks, named_runs, place_words
from fogline.data.gazetteer import SETTLEMENTS, Gazetteer
from fogline.data.gazetteer_display import printed_names
from fogline.data.gazetteer_names import name_key
from fogline.data.word_lists import word_lists

_LISTS = word_lists("place_words", "clues")
_ENDS = frozenset({".", "!", "?", ":", ";", '"', "''", "``", "(", ")", "–", "—", "*", "•", "'"})
_BETWEEN = _LISTS.words("between")
_SPANS = _LISTS.words("spans")
_SMALL_WORDS = _LISTS.words("small_words")
_PARTS = _LISTS.words("parts")
_PARTIES = frozenset({"D", "R", "I"})
_LARGE = frozenset({"country", "region"})
_WIDE = _LARGE | {"area"}
RIVER = "river by its article"  # the table of rivers has it, so that it is a place whatever else stands beside it
HOLDS = "container of one after"
STREET = "street"  # a place, but not the one that gave it its name: without a point, since no gazetteer has streets
HOUSE = "house after"  # a hospital or a school bears the name
GROUP = "a group's"  # "Fano fighters": whose name else, the rest of the report tells
PERSON = "a person's"  # the words leave no doubt of it
FEW = 3  # a name that no more entries bear is seldom anything but a place's
_ON_A_STREET = _LISTS.words("on_a_street")
_STREETS = _LISTS.words("streets")
_AGES = frozenset(str(age) for age in range(10, 110))
_LONGEST_HOUSE = 4  # words behind the name
_AGED = _LISTS.words("aged")
_KIN = word_lists("figure_words", "report_tolls").pattern("kin", 0)  # in small letters: "Sister Bay" is a town
_COMMON = frozenset({"verb", "adj", "adv"})  # the dictionary's nouns hold names too
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SAID = _LISTS.words("said")
_SAYS = _LISTS.words("says")
_PLURALS = _LISTS.pairs("plurals")


def candidates(passages: Sequence[Passage], gazetteer: Gazetteer) -> list[Candidate]:
    """Every run of words in the passages that may name a place, with its clues."""
    found: list[Candidate] = []
    surnames, never = _surnames(passages, gazetteer), place_words().never
    for number, passage in enumerate(passages):
        texts = [token.text for token in passage.doc]
        headline = _is_headline(texts)
        here = [run for run in named_runs(number, passage, gazetteer) if not _is_spanned(run, texts)]
        base = len(found)
        for n, run in enumerate(here):
            if (street := _street(run, passage, texts)) is not None:
                found.append(street)
                continue
            candidate = _river(run, passage.doc, texts, gazetteer)
            before = found[-1] if n and STREET not in found[-1].clues else None
            sibling = before is not None and _beside(before, candidate, texts)
            container = n + 1 < len(here) and _container(candidate, here[n + 1], before if sibling else None, texts)
            clues, hint = _clues(candidate, passage.doc, texts, surnames, before, headline)
            if candidate is not run:
                clues.append(RIVER)
            hint = hint or _wide(candidate, texts)
            holder = found[-1] if n and _is_container(here[n - 1], candidate, texts) else None
            if holder is not None:
                # "The Gaza city of Rafah": what stands before is the larger place, and no city.
                larger = next(one for one in holder.entries if any(contains(one, x) for x in candidate.entries))
                found[-1] = replace(holder, clues=(*holder.clues, HOLDS), hint=larger.kind)
            if container:
                clues.append("container after")
            elif n + 1 < len(here) and here[n + 1].first == candidate.last and here[n + 1].text not in never:
                clues.append("name after")
            if before is not None and before.container == len(found):
                clues.append("container of one before")
                sibling = False
            elif sibling:
                clues.append("beside another")
            found.append(
                replace(
                    candidate,
                    clues=tuple(clues),
                    hint=hint,
                    container=len(found) + 1 if container else len(found) - 1 if holder is not None else None,
                    sibling=sibling,
                )
            )
        _share_hints(found, base, texts)
    return found


def _is_spanned(one: Candidate, texts: list[str]) -> bool:
    """Whether a bridge leads over what has a name: "the bridge over the Samara" is in no city of that name."""
    before = [text.lower() for text in texts[max(0, one.first - 3) : one.first]]
    over = len(before) == 3 and before[0] in _SPANS and before[1] in ("over", "across") and before[2] == "the"
    return over and all(entry.kind in SETTLEMENTS or entry.kind == "region" for entry in one.entries)


def _river(one: Candidate, doc: Doc, texts: list[str], gazetteer: Gazetteer) -> Candidate:
    """ "Crossed the Dnipro": with an article and nothing behind that it could belong to, a name is the river's."""
    if not one.first or texts[one.first - 1].lower() != "the" or one.last - one.first != 1:
        return one
    head = doc[one.first].head
    if one.first < head.i <= one.last + 2 and head.tag_[:1] == "N":
        return one
    rivers = tuple(entry for entry in gazetteer.lookup(f"{one.text} River") if entry.kind == "river")
    return replace(one, entries=rivers) if rivers else one


def _wide(one: Candidate, texts: list[str]) -> str | None:
    """A name that stands for more than the city: "Gaza"; "the Sahel", where a part of it is spoken of."""
    areas = [entry for entry in one.entries if entry.kind == "area"]
    if not areas or len(areas) == len(one.entries):
        return None
    parted = one.first > 0 and texts[one.first - 1].lower() in _PARTS
    return "area" if parted or printed_names().wide.get(name_key(one.text)) == "area" else None


def _is_headline(texts: list[str]) -> bool:
    words = [text for text in texts if text[0].isalpha() and len(text) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _beside(before: Candidate, one: Candidate, texts: list[str]) -> bool:
    """Whether two names stand in one list, with no more between them than commas and an "and"."""
    between = texts[before.last : one.first]
    return 0 < len(between) <= 4 and all(text in _BETWEEN for text in between)


def _container(one: Candidate, other: Candidate, before: Candidate | None, texts: list[str]) -> bool:
    """Whether the text goes on to name what a place lies in: "Paris, Texas", "Lyman (Donetsk Oblast)"."""
    if other.first - one.last != 1 or texts[one.last] not in {",", "("}:
        return False
    # In "Ohio, Oregon and Utah" the comma parts equals: none of them is a town in the next.
    own = _divisions(one)
    if own & _divisions(other) and "." not in other.text and texts[one.last] == ",":
        following = texts[other.last] if other.last < len(texts) else ""
        if following in {",", "and", "or"} or (before is not None and own & _divisions(before)):
            return False
    return any(contains(larger, smaller) for larger in other.entries for smaller in one.entries)


def _is_container(one: Candidate, other: Candidate, texts: list[str]) -> bool:
    """Whether what a place lies in stands before it: "the Donetsk region's town of Lyman", "the Gaza city of Rafah"."""
    between = [text.lower() for text in texts[one.last : other.first]]
    kinds = place_words().kind_words
    if not 2 <= len(between) <= 4 or between[-1] != "of" or between[-2] not in kinds:
        return False
    if not all(text in kinds or text == "'s" for text in between[:-1]):
        return False
    return any(contains(larger, smaller) for larger in one.entries for smaller in other.entries)


def _divisions(one: Candidate) -> set[tuple[str, str | None]]:
    """What a name can stand for beside its equals: a country, or a region of a country."""
    return {
        (entry.kind, entry.country if entry.kind == "region" else None) for entry in one.entries if entry.kind in _LARGE
    }


def _share_hints(found: list[Candidate], base: int, texts: list[str]) -> None:
    """Gives a list's kind to all its names: "Navarro and Ellis counties", "the villages of Spirne and Vesele"."""
    for n in range(len(found) - 1, base - 1, -1):
        one = found[n]
        following = texts[one.last].lower() if one.last < len(texts) else ""
        kind = _PLURALS.get(following)
        if kind and one.sibling:
            at = n
            while at >= base:
                found[at] = replace(found[at], hint=kind, clues=(*found[at].clues, "kind shared"))
                if not found[at].sibling:
                    break
                at -= 1
    for n in range(base + 1, len(found)):
        # No land is a town: "the settlement of Rivnopil, Russia's Defence Ministry said".
        land = any(entry.kind == "country" for entry in found[n].entries)
        told = found[n - 1].hint is not None and "kind before" in found[n - 1].clues
        if found[n].sibling and told and found[n].hint is None and (not land or found[n - 1].hint == "country"):
            found[n] = replace(found[n], hint=found[n - 1].hint, clues=(*found[n].clues, "kind shared", "kind before"))


def _surnames(passages: Sequence[Passage], gazetteer: Gazetteer) -> frozenset[str]:
    """Last words of people's names: after a given name, a title or an initial, before an age or a word for saying."""
    words = place_words()
    found: set[str] = set()
    for passage in passages:
        texts = [token.text for token in passage.doc]
        for n, text in enumerate(texts[:-1]):
            after = texts[n + 1]
            before = texts[n - 1].lower() if n else ""
            if text[0].isupper() and _age_follows(texts, n + 1) and before not in words.prepositions:
                found.add(text)
            if before in _AGED and text[0].isupper() and after[0].isupper() and text not in words.of_place:
                found.add(after)  # "10-year-old Marko Burlington"
            if not text[0].isupper() or not after[0].isupper() or not after[-1].isalpha():
                continue
            if text in words.given or text in words.titles or _initial(text):
                last = texts[n + 2] if n + 2 < len(texts) else ""
                placed = words.prepositions.get(before) in {"in", "from"}
                if text in words.given and not placed and _is_full_name(after, last):
                    found.add(text)
                full = last if last[:1].isupper() and last.isalpha() and last not in words.of_place else after
                if _initial(after) or after in words.given or text not in words.titles:
                    found.add(full)
                found.add(after)
            elif _age_follows(texts, n + 2) or _says(texts, n, gazetteer):
                found.add(after)
    return frozenset(found - words.of_place - words.features)


def _is_full_name(after: str, last: str) -> bool:
    """Whether the word after a given name ends the name of a person: "Austin Hedrick was", not "Austin Police were"."""
    words = place_words()
    others = words.of_place | words.features | words.bearers | words.directions | words.streets | words.titles
    return after not in others and after.isalpha() and not after.isupper() and not last[:1].isupper()


def _street(one: Candidate, passage: Passage, texts: list[str]) -> Candidate | None:
    """The street that bears the name: "Lincoln Street", "on Dallas Court", "at Lincoln and Jackson streets"."""
    words = place_words()
    following = [*texts[one.last : one.last + 3], "", "", ""]
    before = {text.lower() for text in texts[max(0, one.first - 3) : one.first]}
    last = one.last
    if last - one.first > 1 and texts[last - 1].lower() in words.kind_words:
        return None  # "Douglas County Road 4"
    if following[0] in words.streets or (following[0] in words.streets_after_on and before & _ON_A_STREET):
        last += 1
    elif not (
        following[0] in _STREETS or (following[0] == "and" and following[2] in _STREETS) or in_blocks(one, texts)
    ):
        return None
    end = passage.doc[last - 1].idx + len(texts[last - 1])
    text = passage.text[one.start - passage.start : end]
    return replace(one, last=last, end=passage.start + end, text=text, entries=(), clues=(STREET,))


def _says(texts: list[str], n: int, gazetteer: Gazetteer) -> bool:
    """Whether two words alone name somebody who says a thing: "Israel Torres said", but not "Hong Kong said"."""
    words = place_words()
    if n + 2 >= len(texts) or texts[n + 2] not in _SAID or (n and texts[n - 1][:1].isupper()):
        return False
    pair = {texts[n], texts[n + 1]}
    if pair & (words.of_place | words.features | words.directions | words.never | words.bearers):
        return False
    return all(word.isalpha() and not word.isupper() for word in pair) and not gazetteer.lookup(
        " ".join(texts[n : n + 2])
    )


def _age_follows(texts: list[str], at: int) -> bool:
    """Whether ", 34," follows, as it does people's names."""
    following = texts[at : at + 3]
    return len(following) == 3 and following[0] == following[2] == "," and following[1] in _AGES


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
    joined = joined and not (before and before.text in words.never)
    starts_sentence = one.first == 0 or doc[one.first].is_sent_start or previous in _ENDS
    if starts_sentence:
        clues.append("starts sentence")
    if joined:
        clues.append("name before")
    hint = _clues_before(one, texts, clues, joined=joined, starts=starts_sentence)
    if previous == "-":
        clues.append("party before" if one.first > 1 and texts[one.first - 2] in _PARTIES else "hyphen before")
    if following[:1].isupper() and following not in {"I"}:
        if _goes_on_to_a_house(texts, one.last):
            clues.append(HOUSE)
        if following in words.bearers:
            clues.append("bearer after")
        elif following in words.features:
            clues.append("feature after")
        elif following in words.of_place:
            clues.append("its own after")
        else:
            clues.append("capital after")
            if following in surnames:
                clues.append("surname after")
            if "title before" in clues:
                clues.append("title before, capital after")
            if one.last - one.first == 1 and texts[one.first] in words.given:
                clues.append("given name itself")
    elif following == "'s" or (following == "'" and one.text.endswith("s")):
        clues.append("possessive")
        if one.text.startswith("St") and _goes_on_to_a_house(texts, one.last + 1):
            clues.append(HOUSE)  # "St. Anne's Medical Center"
    if _is_person(one, doc, texts, surnames, clues):
        clues.append(PERSON)
    low = following.lower()
    if following in words.towns_own:
        clues.append("town's own after")
    if (texts[one.last + 1] if following == "'s" and one.last + 1 < len(texts) else following) in words.regions_own:
        clues.append("region's own after")
    hint = _clues_behind(one, low, following, clues) or hint
    root = doc[one.last - 1]
    if root.dep_ in {"dobj", "nsubjpass"} and lemma(root.head) in words.targeting:
        clues.append("target of a verb")
    # Governments speak by the names of countries and capitals; towns do not, people of their names do.
    if root.dep_ == "nsubj" and lemma(root.head) in _SAYS and not _may_speak(one):
        clues.append("says")
    return clues, hint


def _goes_on_to_a_house(texts: list[str], at: int) -> bool:
    """Whether a hospital or a school bears the name: "Clifton High School", "Mount Carmel Hospital"."""
    run = itertools.takewhile(lambda text: text[:1].isupper(), texts[at : at + _LONGEST_HOUSE])
    return not place_words().houses.isdisjoint(run)


def _clues_behind(one: Candidate, low: str, following: str, clues: list[str]) -> str | None:
    """The clues of a small word behind a name, and the kind of place that it says."""
    words, hint = place_words(), None
    if low in words.people and following.islower():
        clues.append("people after")
    if low in words.kind_words and low != "capital":
        clues.append("kind after")
        # "A key Congo town" is one of the country's, and none that is called Congo.
        whose = words.kind_words[low] == "settlement" and any(entry.kind == "country" for entry in one.entries)
        hint = None if whose else words.kind_words[low]
    if low in words.groups and not any(entry.kind in _WIDE for entry in one.entries):
        clues.append(GROUP)
    if low in words.parts:
        hint = PART
        clues.append("part after")
    return hint


def _is_person(one: Candidate, doc: Doc, texts: list[str], surnames: frozenset[str], clues: list[str]) -> bool:
    """Whether a person of that name is meant: "Austin, 19,", "Denise Jordan", later "Jordan heard", "Israel Torres"."""
    if one.last - one.first > 1 and "title before" in clues and texts[one.first] in place_words().given:
        return True  # "Defence Minister Pedro Sánchez", whatever town is called so
    if one.last - one.first > 1 or {"after in", "after from", "after of", "container after"} & set(clues):
        return False
    if _is_kin(one, texts):
        return True
    if {"age after", "title before, capital after"} & set(clues):
        return True
    if "surname after" in clues and one.text.isalpha():
        further = texts[one.last + 1] if one.last + 1 < len(texts) else ""
        return not further[:1].isupper()
    if one.text not in surnames:
        return False
    return (
        bool({"given name before", "title before", "capital before"} & set(clues)) or doc[one.first].dep_ in _SUBJECTS
    )


def _is_kin(one: Candidate, texts: list[str]) -> bool:
    """Whether a name is that of somebody's relative: "his brother Tyrone", "her 8-year-old son, Burnley,"."""
    before = one.first - 1
    closed = one.last < len(texts) and texts[one.last] in {",", ".", "and"}
    if before > 0 and texts[before] == "," and closed:
        before -= 1
    return before >= 0 and _KIN.match(texts[before]) is not None


def _may_speak(one: Candidate) -> bool:
    return any(entry.kind in _LARGE or entry.capital or entry.population > 1_000_000 for entry in one.entries)


def _clues_of_name(one: Candidate, doc: Doc, texts: list[str], surnames: frozenset[str], headline: bool) -> list[str]:
    """What the name itself tells: the kind of its chief bearer, its size, its form."""
    words = place_words()
    chief = max(one.entries, key=lambda entry: (entry.kind == "country", entry.kind == "region", entry.population))
    clues = ["kind " + (chief.kind if chief.kind not in SETTLEMENTS else "settlement")]
    clues.append("bearers " + ("1" if len(one.entries) == 1 else "few" if len(one.entries) <= FEW else "many"))
    if chief.kind in SETTLEMENTS:
        clues.append(f"people {len(str(chief.population)) if chief.population else 0}")
    key = name_key(one.text)
    if all(name_key(entry.name) != key for entry in one.entries) and chief.kind in SETTLEMENTS:
        clues.append("other name")
    if one.last - one.first > 1:
        clues.append("words")
    elif one.text in words.never or one.text.capitalize() in words.never:
        clues.append("never")
    elif word_classes(one.text.lower()) & _COMMON:
        clues.append("common word")
    if doc[one.last - 1].tag_ not in {"NNP", "NNPS"}:
        clues.append("no proper noun")
    if one.last - one.first == 1 and one.text in surnames:
        clues.append("surname" if chief.kind not in _LARGE else "surname of a country")
    if one.last - one.first == 1 and _age_follows(texts, one.last):
        clues.append("age after")
    if headline:
        clues.append("headline")
    if one.text.isupper() and len(one.text) > 4:
        clues.append("upper case")
    if len(key) <= 3:
        clues.append("short country" if chief.kind == "country" else "short")
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
        elif not joined and previous.lower() not in _SMALL_WORDS:  # "The Khanasir road"
            clues.append("feature before" if previous in words.feature_heads else "capital before")
    while at >= 0 and (texts[at] in words.directions or texts[at].lower() in _SMALL_WORDS):
        if texts[at].lower() == "the":
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
