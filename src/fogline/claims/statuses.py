"""Clauses to statuses: how things are said to stand at a place or on a route.

In: a clause with its happenings, and the places that its tokens name or stand for. Out: `StatusSaid`s: control,
encirclement, access, infrastructure. A status of no known place or route is not made.

What follows from what: who captures or liberates a place is said to hold it; who withdraws is said to have lost it;
fighting in a place leaves it contested. That a route is cut, under fire or open is said of the route, with the place
that it leads to. The words are those of `data/statuses.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from spacy.tokens import Token

from fogline.claims.clauses import Clause, objects_of, phrase, subject_of
from fogline.claims.happenings import LOSING, Happening, under_it
from fogline.claims.parse import lemma
from fogline.data.measures import measures
from fogline.model.claim import Place, PlaceRole, Stage, StatusSaid

PartyOf = Callable[[Token], str | None]
_WIDE = frozenset({"country", "continent", "region"})
_LONGEST_NAME = 5  # tokens from a thing to the end of its name
_SETTLED = {Stage.HAPPENED, None}


@dataclass(frozen=True, slots=True)
class StatusWords:
    """The words of `statuses.toml`, ready to be looked up."""

    held_suffixes: frozenset[str]
    hold_verbs: frozenset[str]
    holders: frozenset[str]
    contested_nouns: frozenset[str]
    under: re.Pattern[str]
    ours: re.Pattern[str]
    partial: re.Pattern[str]
    closing: re.Pattern[str]
    broken: re.Pattern[str]
    routes: frozenset[str]
    general_routes: frozenset[str]
    route_marks: frozenset[str]
    named_ways: frozenset[str]
    isolated: frozenset[str]
    values: tuple[tuple[str, re.Pattern[str]], ...]
    worsening: re.Pattern[str]
    improving: re.Pattern[str]
    things: frozenset[str]
    destroyed: frozenset[str]
    damaged: frozenset[str]


@functools.cache
def status_words() -> StatusWords:
    """The table that ships, read once."""
    table = tomllib.loads(resources.files("fogline.data").joinpath("statuses.toml").read_text("utf-8"))
    control, ring, access, trend, built = (
        table[name] for name in ("control", "encirclement", "access", "trend", "infrastructure")
    )
    return StatusWords(
        held_suffixes=frozenset(control["held_suffixes"]),
        hold_verbs=frozenset(control["hold_verbs"]),
        holders=frozenset(control["holders"]),
        contested_nouns=frozenset(control["contested_nouns"]),
        under=_any(control["under_phrases"]),
        ours=re.compile(r"\b(?:in|under)\s+(?P<whose>our|their)\s+(?:\w+\s+)?(?:hands|control)\b"),
        partial=_any(ring["partial_words"]),
        closing=_any(ring["worsening_words"]),
        broken=_any(ring["broken_words"]),
        routes=frozenset(access["routes"]),
        general_routes=frozenset(access["general_routes"]),
        route_marks=frozenset(access["route_marks"]),
        named_ways=frozenset(access["named_ways"]),
        isolated=frozenset(access["place_isolated"]),
        values=tuple((row["value"], _any(row["phrases"])) for row in access["value"]),
        worsening=_any(trend["worsening"]),
        improving=_any(trend["improving"]),
        things=frozenset(built["things"]),
        destroyed=frozenset(built["destroyed"]),
        damaged=frozenset(built["damaged"]),
    )


def _any(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])")


def statuses(
    clause: Clause,
    told: list[tuple[Happening, Stage | None]],
    places: Mapping[int, Place],
    near: Place | None,
    party_of: PartyOf,
) -> list[StatusSaid]:
    """All statuses that a clause says. `places`: by token position; `near`: the settlement last spoken of, if any."""
    words = status_words()
    text = clause.head.doc[clause.start : clause.end].text.lower()
    found = [
        *_held_by_adjective(clause, places, party_of, words),
        *_held_by_verb(clause, text, places, party_of, words),
        *(one for happening, stage in told for one in _of_happening(happening, stage, text, places, party_of, words)),
        *_access_of_routes(clause, text, places, near, words),
        *_isolated(clause, text, places, words),
    ]
    return list(dict.fromkeys(found))


def place_of(token: Token, places: Mapping[int, Place]) -> Place | None:
    """The place that a noun phrase names: itself, what stands before it in a compound, or after "of" or "in"."""
    if token.i in places:
        return places[token.i]
    if token.dep_ == "appos" and token.head.i in places:
        return places[token.head.i]
    start, end = phrase(token)
    inside = [places[i] for i in range(start, end) if i in places]
    # In "Ukraine's routes into the city" the country only says whose they are.
    exact = [place for place in inside if place.kind not in _WIDE] or inside
    return exact[-1] if exact else None


def _trend(text: str, words: StatusWords) -> str | None:
    if words.worsening.search(text):
        return "worsening"
    return "improving" if words.improving.search(text) else None


def _held_by_adjective(
    clause: Clause, places: Mapping[int, Place], party_of: PartyOf, words: StatusWords
) -> Iterator[StatusSaid]:
    """ "Russian-occupied Donetsk": the tokens are Russian, -, occupied, Donetsk."""
    doc = clause.head.doc
    for i in range(clause.start, clause.end - 2):
        if doc[i + 1].text != "-" or doc[i + 2].lower_ not in words.held_suffixes:
            continue
        party = party_of(doc[i])
        place = next((places[j] for j in range(i + 3, min(i + 6, len(doc))) if j in places), None)
        if party and place and doc[i].text[:1].isupper():
            yield StatusSaid(subject=place.name, aspect="control", value="held", by=party)


def _held_by_verb(
    clause: Clause, text: str, places: Mapping[int, Place], party_of: PartyOf, words: StatusWords
) -> Iterator[StatusSaid]:
    verb = clause.head
    negated = any(child.dep_ == "neg" for child in verb.children)
    if lemma(verb) in words.hold_verbs and verb.tag_[0] == "V" and not negated:
        subject = subject_of(verb)
        party = party_of(subject) if subject is not None else None
        for thing in objects_of(verb):
            place = place_of(thing, places) or _pointed_at(thing, places)
            armed = subject is not None and thing.i in places and _bears_arms(subject)
            if (party or armed) and place and verb.tag_ in ("VBZ", "VBP", "VBD") and not _modal(verb):
                yield StatusSaid(subject=place.name, aspect="control", value="held", by=party)
    under = words.under.search(text)
    if under and not negated and not _modal(verb):
        subject = subject_of(verb) or (verb.head if verb.dep_ == "acl" else None)
        place = place_of(subject, places) if subject is not None else None
        start = clause.head.doc[clause.start].idx
        after = [t for t in clause.tokens() if t.idx >= start + under.end()]
        by = next((party for t in after if (party := party_of(t))), None) or _by_name(after)
        if place and by:
            yield StatusSaid(subject=place.name, aspect="control", value="held", by=by)
    ours = words.ours.search(text)
    if ours and not negated and not _modal(verb) and (subject := subject_of(verb)) is not None:
        place, start = place_of(subject, places), clause.head.doc[clause.start].idx
        who = next((t for t in clause.tokens() if t.idx == start + ours.start("whose")), None)
        by = party_of(who) if who is not None else None
        if place:
            yield StatusSaid(subject=place.name, aspect="control", value="held", by=by)


def _by_name(after: list[Token]) -> str | None:
    """The holder by a name that no table of parties has: "under the control of M23"."""
    first = next((t for t in after if t.tag_ not in ("DT", "JJ")), None)
    if first is None or first.tag_ not in ("NNP", "NNPS"):
        return None
    end = first.i
    while end + 1 < len(first.doc) and first.doc[end + 1].tag_ in ("NNP", "NNPS"):
        end += 1
    return first.doc[first.i : end + 1].text


def _pointed_at(token: Token, places: Mapping[int, Place]) -> Place | None:
    """What "it" points at in "it had retaken the town; the rebels say they still hold it": the town named last."""
    if token.lower_ != "it":
        return None
    for i in range(token.i - 1, token.sent.start - 1, -1):
        if i in places and places[i].kind not in _WIDE and places[i].role is not PlaceRole.ACTOR:
            return places[i]
    return None


def _bears_arms(subject: Token) -> bool:
    """ "Rebels control Bunia": whoever they are, they are such as can hold a town."""
    return (
        measures().groups.get(lemma(subject)) in ("soldiers", "militants") or subject.lower_ in status_words().holders
    )


def _modal(verb: Token) -> bool:
    return any(child.tag_ == "MD" for child in verb.children)


def _of_happening(
    happening: Happening,
    stage: Stage | None,
    text: str,
    places: Mapping[int, Place],
    party_of: PartyOf,
    words: StatusWords,
) -> Iterator[StatusSaid]:
    kind = happening.kind.name
    targets = [place for token in happening.patients if (place := place_of(token, places))]
    by = next((party for token in happening.agents if (party := party_of(token))), None)
    if kind in ("territory_captured", "territory_regained") and stage in _SETTLED:
        if lemma(happening.trigger) in LOSING:
            loser = subject_of(happening.trigger)
            whose = party_of(loser) if loser is not None else None
            for place in targets:
                yield StatusSaid(subject=place.name, aspect="control", value="lost", by=whose)
            return
        entered = lemma(happening.trigger) in ("enter", "storm")
        for place in targets or _scene(happening, places):
            yield StatusSaid(
                subject=place.name,
                aspect="control",
                value="contested" if entered else "held",
                by=None if entered else by,
            )
    elif kind == "withdrawal" and stage in _SETTLED:
        for place in _scene(happening, places, ("from", "of")) or targets:
            yield StatusSaid(subject=place.name, aspect="control", value="lost", by=by)
    elif kind == "encirclement":
        yield from _ring(happening, stage, text, targets or _scene(happening, places, ("of",)), words)
    elif kind == "advance" and stage in (Stage.HAPPENED, Stage.ONGOING):
        for place in _scene(happening, places, ("into", "inside", "within")):
            yield StatusSaid(subject=place.name, aspect="control", value="contested")
    elif kind == "armed_clash" and stage in (Stage.HAPPENED, Stage.ONGOING):
        if lemma(happening.trigger) in words.contested_nouns:
            for place in _scene(happening, places, ("in", "for", "inside", "over", "of")):
                yield StatusSaid(subject=place.name, aspect="control", value="contested")
    elif happening.kind.harm and stage in _SETTLED:
        yield from _built(happening, places, words)


def _scene(happening: Happening, places: Mapping[int, Place], words: tuple[str, ...] = ()) -> list[Place]:
    anchors = [token for token in (happening.trigger, happening.carrier) if token is not None]
    return [
        place
        for anchor in anchors
        for child in anchor.children
        if child.dep_ == "prep" and (child.lower_ in words or not words)
        for thing in child.children
        if thing.dep_ == "pobj" and (place := place_of(thing, places))
    ]


def _ring(
    happening: Happening, stage: Stage | None, text: str, targets: list[Place], words: StatusWords
) -> Iterator[StatusSaid]:
    partial, closing = bool(words.partial.search(text)), bool(words.closing.search(text))
    if stage is Stage.DID_NOT_HAPPEN:
        value = "none"
    elif words.broken.search(text):
        value = "broken"
    elif partial or (closing and stage is not Stage.ATTEMPTED):
        value = "partial"
    elif stage in (Stage.ATTEMPTED, Stage.PLANNED):
        value = "attempted"
    elif stage is Stage.ONGOING:
        value = "partial"
    elif stage is Stage.HAPPENED and (happening.trigger.tag_ in ("VBN", "VBD") or under_it(happening.trigger)):
        value = "complete"
    else:
        return
    if lemma(happening.trigger) == "isolate":
        return
    trend = "worsening" if closing or (value == "partial" and stage is Stage.ONGOING and not partial) else None
    for place in targets:
        yield StatusSaid(subject=place.name, aspect="encirclement", value=value, trend=trend)


def _built(happening: Happening, places: Mapping[int, Place], words: StatusWords) -> Iterator[StatusSaid]:
    verb = lemma(happening.trigger)
    value = "destroyed" if verb in words.destroyed else "damaged" if verb in words.damaged else None
    if not value:
        return
    for token in happening.patients:
        if lemma(token) not in words.things:
            continue
        place = place_of(token, places) or next(iter(_scene(happening, places)), None)
        subject = f"{token.lower_} in {place.name}" if place else _named_thing(token)
        if subject:
            yield StatusSaid(subject=subject, aspect="infrastructure", value=value)


def _named_thing(token: Token) -> str | None:
    """A thing by a name that no gazetteer has: "the Goktwin bridge", "the bridge at Mubambiro"."""
    doc = token.doc
    for child in token.children:
        if child.dep_ == "compound" and child.tag_ == "NNP":
            return doc[child.left_edge.i : token.i + 1].text
        if child.dep_ == "prep" and child.lower_ in ("at", "in", "over", "of", "near"):
            for name in child.children:
                if name.tag_ == "NNP" and name.right_edge.i - token.i <= _LONGEST_NAME:
                    return doc[token.i : name.right_edge.i + 1].text
    return None


def _access_of_routes(
    clause: Clause, text: str, places: Mapping[int, Place], near: Place | None, words: StatusWords
) -> Iterator[StatusSaid]:
    for token in clause.tokens():
        if token.dep_ not in ("nsubj", "nsubjpass", "dobj"):
            continue
        named = _named_way(token, places, near, words)
        if named is not None:
            value = _route_value(token, clause, words)
            if value in ("open", "cut"):
                yield StatusSaid(subject=named, aspect="access", value=value, trend=_trend(text, words))
            continue
        if not _is_route(token, words):
            continue
        value = _route_value(token, clause, words)
        if value is None:
            continue
        name = _route_name(token, places, near)
        if name:
            yield StatusSaid(subject=name, aspect="access", value=value, trend=_trend(text, words))


def _named_way(token: Token, places: Mapping[int, Place], near: Place | None, words: StatusWords) -> str | None:
    """A crossing, port or bridge by the name of its place: "the Rafah crossing", "the port of Hodeidah"."""
    word = lemma(token)
    if word not in words.named_ways or token.tag_ not in ("NN", "NNP"):
        return None
    for child in token.children:
        if child.dep_ in ("compound", "nmod") and child.i in places and places[child.i].kind not in _WIDE:
            return f"{word} in {places[child.i].name}"
        if child.dep_ == "prep" and child.lower_ in ("at", "of", "in"):
            for thing in child.children:
                if thing.i in places and places[thing.i].kind not in _WIDE:
                    return f"{word} in {places[thing.i].name}"
    if word != "crossing":
        return None  # an airport or port may be of any kind; a crossing is a way
    if near and any(child.lower_ == "border" for child in token.children):
        return f"{word} in {near.name}"
    return _named_thing(token)


def _is_route(token: Token, words: StatusWords) -> bool:
    word = lemma(token)
    if word not in words.routes or token.tag_ not in ("NN", "NNS"):
        return False
    if word in words.general_routes:
        return any(child.lower_ in words.route_marks for child in token.lefts)
    return True


def _route_value(route: Token, clause: Clause, words: StatusWords) -> str | None:
    """What the predicate says of the route: the words of the clause outside the route's own phrase."""
    start, end = phrase(route)
    rest = " ".join(token.lower_ for token in clause.tokens() if not start <= token.i < end)
    negated = any(child.dep_ == "neg" for child in clause.head.children)
    for value, pattern in words.values:
        if pattern.search(rest):
            if not negated:
                return value
            return {"cut": "open", "open": "cut"}.get(value)
    return None


def _route_name(route: Token, places: Mapping[int, Place], near: Place | None) -> str | None:
    """The route by the place that it leads to; None for "the road to peace" and where no place is known."""
    for child in route.children:
        if child.dep_ == "prep" and child.lower_ in ("into", "to", "out", "from", "around", "through", "between"):
            out = child.lower_ in ("out", "from")
            for token in child.subtree:
                if token.i in places:
                    return f"routes {'out of' if out else 'into'} {places[token.i].name}"
            if any(thing.tag_ in ("NN", "NNP") for thing in child.children):
                return None
    inside = place_of(route, places)
    if inside and inside.kind not in _WIDE:
        return f"routes into {inside.name}"
    return f"routes into {near.name}" if near else None


def _isolated(clause: Clause, text: str, places: Mapping[int, Place], words: StatusWords) -> Iterator[StatusSaid]:
    head = clause.head
    for token in clause.tokens():
        if token.lower_ not in words.isolated or token.dep_ not in (
            "acomp",
            "ROOT",
            "ccomp",
            "advcl",
            "conj",
            "oprd",
            "xcomp",
        ):
            continue
        subject = subject_of(token) or subject_of(head)
        place = place_of(subject, places) if subject is not None else None
        if not place:
            continue
        trend = _trend(text, words)
        if token.lower_ in ("isolated", "inaccessible"):
            value = "degrading" if trend == "worsening" else "limited"
            yield StatusSaid(subject=place.name, aspect="access", value=value, trend=trend)
