"""What "the city", "the villages", "there" and "both" stand for: earlier places of the same report.

In: parsed passages and the places found by name. Out: `Place`s worded as the text words them ("the city"), with the
fields of the place that they go back to. Where two places fit about equally well, the reference stays without
coordinates. Refused: nothing. References serve the claims; they are no toponyms.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Token

from fogline.claims.parse import Passage, lemma
from fogline.data.gazetteer import SETTLEMENTS, Entry, Gazetteer, default_gazetteer, table
from fogline.data.kinds import kind_table
from fogline.data.word_lists import word_lists
from fogline.model.claim import Place, PlaceRole
from fogline.model.report import SectionKind

_LISTS = word_lists("place_words", "references")
_PARTS_OF_TOWNS = _LISTS.words("parts_of_towns")
_NOUNS = _LISTS.pairs("nouns")
_PLURALS = _LISTS.pairs("plurals")
_POINTING = _LISTS.words("pointing")
_KIND_GROUPS = {
    "city": SETTLEMENTS, "town": SETTLEMENTS, "village": SETTLEMENTS, "settlement": SETTLEMENTS,
    "region": frozenset({"region", "area"}), "area": frozenset({"region", "area"}),
    "district": frozenset({"district"}), "country": frozenset({"country"}),
}  # fmt: skip
ONLY_ONE_BACK = 12  # the same, where a report names no other
PASSAGES_BACK = 3  # a place named no later than that many paragraphs ago can be meant
MOST_REMEMBERED = 120  # mentions that an antecedent is sought among
CLEAR_BY = 0.35  # the best antecedent must be this much better than the next, else the reference is unclear
# What speaks for an antecedent. Set by hand on our own example reports.
OFTEN, SAME_SENTENCE, SAME_PASSAGE, SUBJECT, RIGHT_KIND, CALLED_OTHERWISE = 1.0, 0.5, 0.5, 0.8, 0.7, 2.5
TITLED = 0.6  # for what the report's title names
FAR_END = 1.0  # against a place that was only named for where a road or a move leads, or where the report was issued
_WIDE = frozenset({"region", "country", "district", "area"})
_WAY_TOKENS = 10
_ONWARD = _LISTS.words("onward")
_PASSAGES = _LISTS.words("passages")
_TAKEN, _TAKEN_BACK = _LISTS.words("taken"), _LISTS.words("taken_back")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A place by name, where it stands in the parse, and what the text calls it ("a salt-mining town")."""

    place: Place
    passage: int
    sentence: int
    subject: bool
    called: str | None
    far_end: bool
    issued: bool  # in the dateline
    titled: bool  # in the report's title


def find_place_references(
    passages: Sequence[Passage], places: Sequence[Place], gazetteer: Gazetteer | None = None
) -> list[Place]:
    """Every phrase that stands for a place named earlier, in order.

    >>> from fogline.claims.parse import parse
    >>> from fogline.claims.places import find_places
    >>> from fogline.model.report import Report
    >>> report = Report(id="r", text="Kupiansk was shelled again. Two people died in the city.")
    >>> passages = parse(report)
    >>> [(one.as_worded, one.name) for one in find_place_references(passages, find_places(passages, report))]
    [('the city', 'Kupiansk')]
    """
    gazetteer = gazetteer or default_gazetteer()
    seen = _where_seen(passages, places)
    found: list[Place] = []
    starts = [one.place.start for one in seen]
    again: list[_Seen] = []  # what a reference was led back to is spoken of once more
    for number, passage in enumerate(passages):
        end = bisect.bisect_left(starts, passage.start + len(passage.text))
        lately = [*seen[max(0, end - MOST_REMEMBERED) : end], *again[-MOST_REMEMBERED:]]
        lately.sort(key=lambda one: one.place.start)
        for token in passage.doc:
            referred = list(_referred(token, number, passage, lately, gazetteer))
            found += referred
            if len(referred) == 1 and (known := _known(referred[0], lately)) is not None:
                again.append(replace(known, place=referred[0], passage=number, sentence=token.sent.start))
    return found


def _known(place: Place, seen: Sequence[_Seen]) -> _Seen | None:
    """The mention by name that a reference was led back to."""
    return next((one for one in reversed(seen) if (one.place.name, one.place.lat) == (place.name, place.lat)), None)


def _where_seen(passages: Sequence[Passage], places: Sequence[Place]) -> list[_Seen]:
    seen: list[_Seen] = []
    ordered, at = sorted(places, key=lambda place: place.start), 0
    for number, passage in enumerate(passages):
        end = passage.start + len(passage.text)
        while at < len(ordered) and ordered[at].start < end:
            place = ordered[at]
            at += 1
            piece = passage.doc.char_span(
                place.start - passage.start, place.end - passage.start, alignment_mode="expand"
            )
            if piece is None:
                continue
            root = piece.root
            seen.append(
                _Seen(
                    place=place,
                    passage=number,
                    sentence=root.sent.start,
                    subject=root.dep_ in {"nsubj", "nsubjpass"},
                    called=_called(root),
                    far_end=_is_far_end(root) or place.role is PlaceRole.REFERENCE,
                    issued=passage.section.kind is SectionKind.DATELINE,
                    titled=passage.section.kind is SectionKind.TITLE,
                )
            )
    return seen


def _called(root: Token) -> str | None:
    """What the text calls a place: "Soledar, a salt-mining town" and "the village of Spirne" say so."""
    for child in root.children:
        if child.dep_ == "appos" and child.lower_ in _NOUNS:
            return _NOUNS[child.lower_]
    for near in (root.head, root.head.head):
        if near.lower_ in _NOUNS and (root.dep_ in {"appos", "compound"} or root.head.lower_ == "of"):
            return _NOUNS[near.lower_]
    return None


def _is_far_end(root: Token) -> bool:
    """Whether a place is only where a way leads that begins elsewhere: "the road from Lyman to Siversk"."""
    while root.dep_ in ("conj", "compound", "appos"):
        root = root.head
    if root.dep_ != "pobj" or root.head.lower_ not in _ONWARD:
        return False
    # The parse hangs "to" on the road, on "from" or on the verb; the words stand in this order in any case.
    routes = kind_table().classes["routes"]
    if lemma(root.head.head) in _PASSAGES:
        return True  # "gives its officers safe passage to Damascus"
    before = root.doc[max(root.sent.start, root.i - _WAY_TOKENS) : root.head.i]
    return any(
        token.lower_ == "from" and token.i > before.start and lemma(root.doc[token.i - 1]) in routes for token in before
    )


def _referred(
    token: Token, number: int, passage: Passage, seen: Sequence[_Seen], gazetteer: Gazetteer
) -> Iterator[Place]:
    low = token.lower_
    if low == "there" and token.tag_ == "RB" and token.dep_ == "advmod":
        start, kind, plural = token, None, False
    elif low == "both" and token.dep_ in {"nsubj", "nsubjpass"}:
        start, kind, plural = token, "settlement", True
    elif low == "it" and token.dep_ == "dobj" and _is_taken(token.head):
        start, kind, plural = token, "settlement", False
    elif low in _NOUNS or low in _PLURALS:
        first = _phrase_start(token) or (_whose_capital(token) if passage.section.kind is SectionKind.TITLE else None)
        if first is None:
            return
        start, kind, plural = first, _NOUNS.get(low) or _PLURALS[low], low in _PLURALS
    else:
        return
    begin, end = passage.start + start.idx, passage.start + token.idx + len(token.text)
    if any(begin < one.place.end and one.place.start < end for one in seen):
        return
    words = passage.text[start.idx : token.idx + len(token.text)]
    if kind == "capital":
        chosen = _capital(token, gazetteer, begin, seen)
    elif plural:
        chosen = _group(begin, number, kind or "settlement", seen)
    else:
        chosen = _antecedent(begin, number, token.sent.start, kind, seen)
        if not chosen and kind == "country":
            chosen = _country(gazetteer, begin, seen)
    if not chosen:
        if kind is not None and low != "both":
            yield Place(start=begin, end=end, name=words, as_worded=words)
        return
    for place in chosen:
        yield replace(place, start=begin, end=end, as_worded=words)


def _is_taken(verb: Token) -> bool:
    """Whether only ground is taken so: "took it back", "recaptured it"."""
    back = lemma(verb) in _TAKEN_BACK and any(child.lower_ == "back" for child in verb.children)
    return back or lemma(verb) in _TAKEN


def _is_wider(name: Token, noun: Token) -> bool:
    """Whether a name before a noun is that of the region in which the place lies: "the Donetsk Oblast town"."""
    last = noun.doc[noun.i - 1]
    return _NOUNS.get(noun.lower_) not in _WIDE and _NOUNS.get(last.lower_) == "region" and name.i <= last.i


def _phrase_start(noun: Token) -> Token | None:
    """The first word of "the embattled city", or None where the phrase names its place itself or points at none."""
    part = noun.head if noun.dep_ == "compound" and noun.head.lower_ in _PARTS_OF_TOWNS else None  # "the city centre"
    determiner = next((child for child in (part or noun).children if child.dep_ == "det"), None)
    if determiner is None or determiner.lower_ not in _POINTING or determiner.i > noun.i:
        return None
    names = (child for child in noun.children if child.dep_ in {"compound", "nmod", "appos"})
    if any(child.tag_.startswith("NNP") and not _is_wider(child, noun) for child in names):
        return None
    after = noun.nbor(1) if noun.i + 1 < len(noun.doc) else None
    if after is not None and after.tag_.startswith("NNP"):
        return None
    if after is not None and after.lower_ == "of" and after.i + 1 < len(noun.doc):
        named = noun.doc[after.i + 1 : after.i + 3]
        if any(token.tag_.startswith("NNP") for token in named):
            return None
    if (
        part is None and after is not None and after.tag_ in {"NN", "NNS"}
    ):  # "the city council", "the state broadcaster"
        return None
    return determiner


def _antecedent(begin: int, number: int, sentence: int, kind: str | None, seen: Sequence[_Seen]) -> list[Place]:
    """The one earlier place that is clearly meant, or nothing."""
    group = _KIND_GROUPS.get(kind or "")
    scores: dict[tuple[str, float | None], tuple[float, Place]] = {}
    called = {one.place.name: one.called for one in seen if one.called and one.place.start < begin}
    earlier = [one for one in seen if one.place.start < begin and (group is None or _is_one(one, kind, group, called))]
    if any(one.place.role is not PlaceRole.ACTOR for one in earlier):  # "Moscow denies": a government is no city
        earlier = [one for one in earlier if one.place.role is not PlaceRole.ACTOR]
    if kind is None:  # "there": countries are rarely meant, and only what stands near
        earlier = [one for one in earlier if one.passage == number and one.place.kind != "country"]
    for one in earlier:
        key = (one.place.name, one.place.lat)
        if key in scores:
            continue
        mine = [other for other in earlier if (other.place.name, other.place.lat) == key]
        if number - mine[-1].passage > PASSAGES_BACK:
            continue
        scores[key] = (_fitness(mine, number, sentence, kind), mine[-1].place)
    ranked = sorted(scores.values(), key=lambda item: (-item[0], -item[1].start))
    only = {(one.place.name, one.place.lat) for one in earlier}
    if not ranked and kind is not None and len(only) == 1 and number - earlier[-1].passage <= ONLY_ONE_BACK:
        return [earlier[-1].place]  # no other town has been named at all
    titled = {(one.place.name, one.place.lat): one.place for one in earlier if one.titled}
    if not ranked and kind is not None and len(titled) == 1 and number <= ONLY_ONE_BACK:
        return list(titled.values())
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEAR_BY):
        return []
    return [ranked[0][1]]


def _is_one(one: _Seen, kind: str | None, group: frozenset[str], called: Mapping[str, str]) -> bool:
    """Whether a place is of the kind; one that no gazetteer has, by what the text calls it: "the town of Namtok"."""
    return one.place.kind in group or (one.place.kind is None and called.get(one.place.name) == kind)


def _fitness(mine: Sequence[_Seen], number: int, sentence: int, kind: str | None) -> float:
    last = mine[-1]
    score = OFTEN * math.log(1 + len(mine))
    if last.passage == number:
        score += SAME_PASSAGE + (SAME_SENTENCE if last.sentence == sentence else 0.0)
    else:
        score -= 0.3 * (number - last.passage)
    if any(one.subject for one in mine if number - one.passage <= 1):
        score += SUBJECT
    if all(one.far_end or one.issued for one in mine):
        score -= FAR_END
    if any(one.titled for one in mine):
        score += TITLED
    called = next((one.called for one in reversed(mine) if one.called), None)
    if kind in {"city", "town", "village"}:
        if called in {"city", "town", "village"}:
            score += RIGHT_KIND if called == kind else -CALLED_OTHERWISE
        elif last.place.kind == kind:
            score += RIGHT_KIND
        elif {last.place.kind, kind} == {"city", "village"}:
            score -= RIGHT_KIND
    return score


def _group(begin: int, number: int, kind: str, seen: Sequence[_Seen]) -> list[Place]:
    """The places of the last list before "both" or "the villages": named together in one sentence."""
    group = _KIND_GROUPS.get(kind, SETTLEMENTS)
    earlier = [one for one in seen if one.place.start < begin and one.place.kind in group and one.passage >= number - 1]
    for last in reversed(earlier):
        together = [one for one in earlier if (one.passage, one.sentence) == (last.passage, last.sentence)]
        listed = [one.place for one in together if one.called == kind] or [one.place for one in together]
        distinct = list({(place.name, place.lat): place for place in listed}.values())
        if len(distinct) > 1 and all(b.start - a.end < 30 for a, b in pairwise(distinct)):
            return distinct
        by_list = _run_before(together)
        if len(by_list) > 1:
            return by_list
    return []


def _run_before(together: Sequence[_Seen]) -> list[Place]:
    """The last run of places that stand close to each other."""
    run: list[Place] = []
    for one in reversed(together):
        if run and run[-1].start - one.place.end > 12:
            break
        run.append(one.place)
    return list(reversed(run))


def _land(begin: int, seen: Sequence[_Seen]) -> str | None:
    """The code of the one country that the places before name or lie in."""
    before = [one.place for one in seen if one.place.start < begin and one.place.country]
    named = {place.country for place in before if place.kind == "country"} or {place.country for place in before}
    return next(iter(named)) if len(named) == 1 else None


def _capital(token: Token, gazetteer: Gazetteer, begin: int, seen: Sequence[_Seen]) -> list[Place]:
    """ "The Ukrainian capital": the country that the adjective names; else the one country named before."""
    country: str | None = None
    for child in (*token.children, token.doc[max(0, token.i - 1)]):
        if child.text in _demonyms():
            country = str(_demonyms()[child.text])
    entry = gazetteer.capital(country or _land(begin, seen))
    return [] if entry is None else [_as_place(entry)]


def _whose_capital(noun: Token) -> Token | None:
    """The word before "capital" that says of which country, where a title leaves out "the": "Somali capital hit"."""
    before = noun.doc[noun.i - 1] if noun.i else None
    known = before is not None and _NOUNS.get(noun.lower_) == "capital" and before.text in _demonyms()
    return before if known else None


def _demonyms() -> dict[str, object]:
    known = table("demonyms.toml")["demonyms"]
    return known if isinstance(known, dict) else {}


def _country(gazetteer: Gazetteer, begin: int, seen: Sequence[_Seen]) -> list[Place]:
    """ "Across the country", where only towns have been named: the one that all of them lie in."""
    code = _land(begin, seen)
    entries = gazetteer.lookup(gazetteer.country_name(code) or "") if code is not None else []
    return [_as_place(one) for one in entries if one.kind == "country" and one.country == code][:1]


def _as_place(entry: Entry) -> Place:
    return Place(
        start=0, end=0, name=entry.name, as_worded=entry.name, lat=entry.lat, lon=entry.lon, kind=entry.kind,
        geonameid=entry.geonameid, country=entry.country, country_name=entry.country_name, admin1=entry.admin1,
        radius_km=entry.radius_km,
    )  # fmt: skip
