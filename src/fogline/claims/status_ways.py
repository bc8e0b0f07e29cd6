"""How routes, crossings and ports stand: open, under fire, cut; and places that cannot be reached.

In: a clause with the places that its tokens name. Out: `StatusSaid`s of access. Refused: a way of no known name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from fogline.claims.clauses import Clause, objects_of, phrase, subject_of
from fogline.claims.happening_kinds import prepositional
from fogline.claims.parse import lemma
from fogline.claims.status_words import WIDE, StatusWords, bears_arms, place_of, status_words, trend
from fogline.data.word_lists import word_lists
from fogline.model.claim import Place, StatusSaid

_LISTS = word_lists("statuses", "ways")
_SHARES = _LISTS.words("shares")
_LEADS = _LISTS.words("leads")
_LIES = _LISTS.words("lies")
_LINKS = _LISTS.words("links")
_BEARINGS = word_lists("place_words", "roles").words("bearings")
_TRAFFIC = _LISTS.words("traffic")
_ALONG = _LISTS.phrases("along")
_LINES = _LISTS.words("lines")
_FRONTS = _LISTS.words("fronts")
_USES = _LISTS.words("uses")
_AIRPORTS = _LISTS.words("airports")
_REOPENS = _LISTS.words("reopens")
_ENTRY, _KEEPING_OUT = _LISTS.words("entry"), _LISTS.words("keeping_out")
_GROUND = _LISTS.words("ground")
_GOERS = _LISTS.words("goers")
_ROAD = _LISTS.pattern("road_by_number")

_NUMBERED = re.compile(r"[A-Z]{1,3}-?\d{1,4}$")  # roads by number: "the RN6 between Bla and San"
_NAMES = frozenset({"NNP", "NNPS"})
_DASHES = frozenset({"-", "–", "—", "/"})
_REACH = 25  # tokens before "the one to Sake", in which a road is named
_LONGEST_NAME = 5  # tokens from a thing to the end of its name


def access_of_routes(
    clause: Clause, text: str, places: Mapping[int, Place], near: Place | None, words: StatusWords
) -> Iterator[StatusSaid]:
    """What a clause says of ways in and out; `near`: the settlement last spoken of, for a way that names none."""
    if is_over(clause) and lemma(clause.head) not in _REOPENS:
        return  # "the airport had been closed since March", before it reopened
    verb, shared = clause.head, []
    if verb.dep_ == "conj" and verb.tag_[0] == "V" and not any(one.dep_.startswith("nsubj") for one in verb.children):
        shared = [one for one in (subject_of(verb),) if one is not None]  # "was reopened but came under fire again"
    for subject in (*clause.tokens(), *shared):
        told = subject.dep_ in ("nsubj", "nsubjpass", "dobj") or _is_farther_on(subject) or _has_no_verb(subject)
        if not told:
            continue
        token = _its_way(subject, words)
        for each in _several_ways(token, places, words):
            value = _route_value(token, clause, words)
            if value in ("open", "cut"):
                yield StatusSaid(subject=each, aspect="access", value=value, trend=trend(text, words))
        some = _some_of(token, words)
        if (
            some is not None
            and _route_value(token, clause, words) in ("cut", "limited")
            and (name := named_thing(some))
        ):
            yield StatusSaid(subject=name, aspect="access", value="limited", trend=trend(text, words))
        named = (
            _named_way(token, places, near, words)
            or _called_a_way(token, places, words)
            or _numbered_road(token, clause)
        )
        if named is not None:
            value = _route_value(token, clause, words)
            if value in ("open", "cut"):
                yield StatusSaid(subject=named, aspect="access", value=value, trend=trend(text, words))
            continue
        if not _is_route(token, words):
            continue
        value = _route_value(token, clause, words)
        if value is None or lemma(clause.head) in words.tries:
            continue
        name = _route_name(token, places, near)
        if name:
            yield StatusSaid(subject=name, aspect="access", value=value, trend=trend(text, words))
    yield from _listed(clause, places, near, words)
    yield from _out_of_reach(clause, places, words)
    yield from _kept_out(clause, places, words)


def is_over(clause: Clause) -> bool:
    """Whether a report itself tells of how things stood in the past perfect: "had been under siege" before it fell."""
    verb = clause.head
    said = verb.dep_ in ("ccomp", "xcomp")  # "the mayor said the town had been encircled": it is
    return not said and any(one.lower_ == "had" and one.dep_ == "aux" for one in verb.children)


def _its_way(token: Token, words: StatusWords) -> Token:
    """The way whose traffic is told of: "traffic on the road to Bure has been suspended"."""
    if lemma(token) not in _TRAFFIC:
        return token
    ways = prepositional(token, _ALONG)
    return next((one for one in ways if lemma(one) in words.routes), token)


def _is_farther_on(token: Token) -> bool:
    """ "Farther west, the road is blocked": the parse may take the direction for what is blocked."""
    above = token.head
    before = above.i and token.doc[above.i - 1].lower_ in ("farther", "further")
    return token.dep_ == "appos" and bool(before) and above.dep_ in ("nsubj", "nsubjpass")


def _listed(
    clause: Clause, places: Mapping[int, Place], near: Place | None, words: StatusWords
) -> Iterator[StatusSaid]:
    """A line of a list: "Sake road: open", "Rafah crossing: closed since Monday"."""
    doc = clause.head.doc
    colon = next((i for i in range(clause.start + 1, clause.end) if doc[i].text == ":"), None)
    if colon is None:
        return
    way, rest = doc[colon - 1], " ".join(token.lower_ for token in doc[colon + 1 : clause.end])
    value = next((value for value, pattern in words.values if pattern.match(rest)), None)
    if value is None or any(token.tag_[0] == "V" for token in doc[clause.start : colon]):
        return
    name = _named_way(way, places, near, words)
    if name is None and _is_route(way, words):
        name = _route_name(way, places, None) or named_thing(way) or _route_name(way, places, near)
    if name:
        yield StatusSaid(subject=name, aspect="access", value=value)


def _out_of_reach(clause: Clause, places: Mapping[int, Place], words: StatusWords) -> Iterator[StatusSaid]:
    """Towns to which nobody gets through: "trucks can no longer reach Lashio"; an army that fails to is none."""
    verb = clause.head
    able = _can(verb)
    negated = any(child.dep_ == "neg" or child.lower_ == "longer" for child in verb.children)
    if lemma(verb) not in words.reaching or not able or not negated:
        return
    passive = any(child.dep_ == "nsubjpass" for child in verb.children)
    subject = subject_of(verb)
    if subject is None or (not passive and bears_arms(subject)):
        return
    for thing in [subject] if passive else objects_of(verb):
        place = place_of(thing, places)
        if place is not None and place.kind not in WIDE:
            yield StatusSaid(subject=f"routes into {place.name}", aspect="access", value="cut")


def _kept_out(clause: Clause, places: Mapping[int, Place], words: StatusWords) -> Iterator[StatusSaid]:
    """Towns by what is said of access to them: "humanitarian access is denied", "aid workers have no access"."""
    for token in clause.tokens():
        if lemma(token) not in _ENTRY or token.dep_ not in ("nsubj", "nsubjpass", "dobj", "dative", "attr"):
            continue
        verb = token.head
        negated = any(child.dep_ == "neg" for child in verb.children)
        none = any(child.lower_ == "no" for child in token.lefts)
        value = "cut" if lemma(verb) in _KEEPING_OUT and not negated else _route_value(token, clause, words)
        value = "cut" if none and not negated else value
        for thing in prepositional(token, ("to", "into")):
            place = place_of(thing, places)
            if value is not None and place is not None and place.kind not in WIDE:
                yield StatusSaid(subject=f"routes into {place.name}", aspect="access", value=value)


def _can(verb: Token) -> bool:
    return any(child.tag_ == "MD" and child.lower_ in ("can", "could", "ca") for child in verb.children)


def _named_way(token: Token, places: Mapping[int, Place], near: Place | None, words: StatusWords) -> str | None:
    """A crossing, port or bridge by the name of its place: "the Rafah crossing", "the port of Hodeidah"."""
    word = lemma(token)
    if word not in words.named_ways or token.tag_ not in ("NN", "NNP"):
        return None
    if word == "bridge" and lemma(token.head) in words.destroyed | words.damaged:
        return None  # that it is gone is said of the bridge, not of the way
    for child in token.children:
        if child.dep_ in ("compound", "nmod", "poss") and child.i in places and places[child.i].kind not in WIDE:
            return f"{word} in {places[child.i].name}"
        if child.dep_ == "prep" and child.lower_ in ("at", "of", "in"):
            for thing in child.children:
                if thing.i in places and places[thing.i].kind not in WIDE:
                    return f"{word} in {places[thing.i].name}"
        if child.dep_ == "prep" and child.lower_ == "between" and word == "crossing":
            ends = [one.text for thing in child.children for one in (thing, *thing.children) if one.tag_ == "NNP"]
            if len(ends) == 2:
                return f"{word} between {ends[0]} and {ends[1]}"
    if word != "crossing":
        # An airport or port may be of any kind; a crossing is a way.
        alone = all(child.dep_ == "det" and child.lower_ == "the" for child in token.children)
        return (
            named_thing(token) or (f"{word} in {near.name}" if near and alone else None) if word in _AIRPORTS else None
        )
    if (named := named_thing(token)) is not None:
        return named
    return f"{word} in {near.name}" if near and any(child.lower_ == "border" for child in token.children) else None


def _numbered_road(token: Token, clause: Clause) -> str | None:
    """A road by its number: "National Road No. 2", where the parse ends a sentence after "No" now and then."""
    if token.text.isalpha() and token.tag_ != "NNP":
        return None
    doc = clause.head.doc
    start = doc[clause.start].idx
    text = doc[clause.start : clause.end].text
    at = token.idx - start
    return next((found.group() for found in _ROAD.finditer(text) if found.start() <= at < found.end()), None)


def _called_a_way(token: Token, places: Mapping[int, Place], words: StatusWords) -> str | None:
    """A place that is called a crossing: "Rafah, the only crossing to Egypt, has been shut"."""
    if token.i not in places or places[token.i].kind in WIDE:
        return None
    called = [lemma(child) for child in token.children if child.dep_ == "appos"]
    # "Masnaa remains open to travellers on foot": only a crossing is open to somebody.
    goers = [one for child in token.head.children for to in (child, *child.children) if to.lower_ in ("to", "for")
             for one in to.children if lemma(one) in _GOERS]  # fmt: skip
    called += ["crossing"] if goers and token.dep_ == "nsubj" else []
    word = next((one for one in called if one in ("crossing", "checkpoint")), None)
    return f"{word} in {places[token.i].name}" if word else None


def _several_ways(token: Token, places: Mapping[int, Place], words: StatusWords) -> list[str]:
    """Crossings or ports of several places in one phrase: "the crossings of Torkham and Chaman"."""
    word = lemma(token)
    if word not in words.named_ways or token.tag_ != "NNS":
        return []
    at = [thing for child in token.children if child.dep_ == "prep" and child.lower_ in ("at", "of", "in")
          for thing in child.subtree]  # fmt: skip
    named = [places[thing.i].name for thing in at if thing.i in places and places[thing.i].kind not in WIDE]
    return [f"{word} in {name}" for name in dict.fromkeys(named)]


def _some_of(token: Token, words: StatusWords) -> Token | None:
    """The ways of which some are told: "two of the three crossings over the Oskil"."""
    if lemma(token) in words.routes and any(child.lower_ in _SHARES for child in token.lefts):
        return token if token.tag_ == "NNS" else None
    if token.lower_ not in _SHARES:
        return None
    return next((one for one in prepositional(token, ("of",)) if lemma(one) in words.routes), None)


def _is_route(token: Token, words: StatusWords) -> bool:
    word = lemma(token)
    if _NUMBERED.match(token.text):
        # "The N380 has been closed", "the RN6 between Bla and San".
        named = any(child.lower_ == "the" for child in token.lefts) and token.dep_ != "compound"
        return named or any(child.dep_ == "prep" and child.lower_ in _LEADS for child in token.children)
    led = any(child.dep_ == "acl" and lemma(child) in _LINKS for child in token.children)
    if token.lower_ == "one" and (led or any(k.dep_ == "prep" and k.lower_ in _LEADS for k in token.children)):
        # "The road to Masisi is open. The one to Sake has been cut", "the one leading to Sake".
        return any(lemma(one) in words.routes for one in token.doc[max(0, token.i - _REACH) : token.i])
    if word not in words.routes or token.tag_ not in ("NN", "NNS"):
        return False
    if word in _LINES and {"from", "to"} <= {one.lower_ for one in token.subtree if one.dep_ == "prep"}:
        return all(child.lower_ not in _FRONTS for child in token.lefts)  # "the line from Kharkiv to Dnipro"
    if word in words.general_routes:
        return any(child.lower_ in words.route_marks for child in token.lefts) or _way_below(token, words) is not None
    return True


def _way_below(token: Token, words: StatusWords) -> Token | None:
    """The road that a bridge is part of: "a bridge on the road to Bahatyr"."""
    # "Blew up a bridge on the road to Pyay": the parse hangs what follows on the verb now and then.
    behind = [child for child in token.head.children if child.i == token.i + 1] if token.head.tag_[0] == "V" else []
    for child in (*token.children, *behind):
        if child.dep_ == "prep" and child.lower_ in ("on", "along", "across"):
            return next((one for one in child.children if lemma(one) in words.routes), None)
    return None


def lies_in(token: Token, places: Mapping[int, Place]) -> Place | None:
    """The town on whose edge a thing stands: "a bridge on the western outskirts of the town"."""
    return next(
        (
            places[one.i]
            for child in token.children
            if child.dep_ == "prep" and child.lower_ in (*_LIES, "on") and _way_below(token, status_words()) is None
            for one in child.subtree
            if one.i in places and places[one.i].kind not in WIDE
        ),
        None,
    )


def on_a_way(token: Token, places: Mapping[int, Place]) -> str | None:
    """A bridge by the road that it is part of: "a bridge on the road to Pyay"."""
    way = _way_below(token, status_words())
    name = _route_name(way, places, None) if way is not None else None
    return f"{lemma(token)} on {name.replace('routes ', 'the road ', 1)}" if name else None


def _has_no_verb(token: Token) -> bool:
    """Whether a title leaves out the verb: "Only road into the town under fire, soldiers say"."""
    return token.tag_[:1] == "N" and token.dep_ in ("ROOT", "dep") and token.i < token.doc[-1].i


def _route_value(route: Token, clause: Clause, words: StatusWords) -> str | None:
    """What the predicate says of the route: the words of the clause outside the route's own phrase."""
    start, end = phrase(route)
    rest = " ".join(token.lower_ for token in clause.tokens() if not start <= token.i < end)
    negated = any(child.dep_ == "neg" for child in clause.head.children)
    if negated and _can(clause.head) and lemma(clause.head) in _USES and route.dep_ in ("dobj", "nsubjpass"):
        return "cut"  # "convoys cannot use the road"
    for value, pattern in words.values:
        if pattern.search(rest):
            if not negated:
                return value
            return {"cut": "open", "open": "cut"}.get(value)
    return None


def _route_name(route: Token, places: Mapping[int, Place], near: Place | None) -> str | None:
    """The route by the place that it leads to; None for "the road to peace" and where no place is known."""
    route = _way_below(route, status_words()) or route
    ends = _joined_ends(route, places)
    if len(ends) > 1:
        return f"{_called(route)} between {ends[0]} and {ends[-1]}"
    sides = [one for child in route.children if child.dep_ == "advmod" for one in child.children]  # "north to Rutshuru"
    led = [one for child in route.children if child.dep_ == "acl" and lemma(child) in _LINKS for one in child.children]
    for child in [*route.children, *sides, *led]:
        if child.dep_ == "prep" and child.lower_ in _LEADS:
            out = child.lower_ in ("out", "from")
            ends = list(dict.fromkeys(_ends(child, places)))
            if len(ends) == 1 and child.lower_ == "from":
                ends += _far_ends(route, places)
            if child.lower_ in ("between", "from") and len(ends) > 1:
                return f"{_called(route)} between {ends[0]} and {ends[1]}"
            for token in child.subtree:
                if token.i in places:
                    return f"routes {'out of' if out else 'into'} {places[token.i].name}"
            ends_in = [thing for thing in child.children if thing.tag_ in ("NN", "NNP")]
            nowhere = any(thing.lower_ not in _BEARINGS and lemma(thing) not in _GROUND for thing in ends_in)
            if nowhere and not _NUMBERED.match(route.text):
                return None  # "the road to peace"
    if _NUMBERED.match(route.text):
        return route.text
    for child in route.children:
        if child.dep_ == "acl" and lemma(child) in _LINKS:  # "the road linking Toretsk with Kostiantynivka"
            ends = list(dict.fromkeys(places[token.i].name for token in child.subtree if token.i in places))
            if len(ends) > 1:
                return f"{_called(route)} between {ends[0]} and {ends[1]}"
    inside = place_of(route, places)
    if inside and inside.kind not in WIDE:
        return f"routes into {inside.name}"
    for token in route.subtree:  # "the road across the dam at Nova Kakhovka"
        if token.i in places and places[token.i].kind not in WIDE and token.head.lower_ in _LIES:
            return f"routes into {places[token.i].name}"
    # "The Khanasser road" leads to a place that nobody knows, not to the town spoken of.
    return named_thing(route) or (f"routes into {near.name}" if near else None)


def _joined_ends(route: Token, places: Mapping[int, Place]) -> list[str]:
    """The towns that a way joins, by their names before it: "the Tawila-El Fasher road"."""
    first = route.i
    while first > route.sent.start and (route.doc[first - 1].tag_ in _NAMES or route.doc[first - 1].text in _DASHES):
        first -= 1
    parts: list[list[Token]] = [[]]
    for token in route.doc[first : route.i]:
        if token.text in _DASHES:
            parts.append([])
        else:
            parts[-1].append(token)
    if not all(parts) or not any(one.i in places for part in parts for one in part):
        return []
    named = ((next((places[one.i] for one in part if one.i in places), None), part) for part in parts)
    return [place.name if place else " ".join(one.text for one in part) for place, part in named]


def _ends(between: Token, places: Mapping[int, Place]) -> Iterator[str]:
    """The towns below a preposition, by the gazetteer's name or as worded: "between Yantumaki and Runka"."""
    named = any(token.i in places for token in between.subtree)
    for token in between.subtree:
        if token.i in places:
            yield places[token.i].name
        elif named and between.lower_ == "between" and token.tag_ == "NNP" and token.dep_ in ("pobj", "conj"):
            yield token.doc[token.left_edge.i : token.i + 1].text


def _far_ends(route: Token, places: Mapping[int, Place]) -> list[str]:
    """Where a way leads that begins elsewhere: "the road from Bamako to Ségou"."""
    below = [one for child in (route, *route.children) for one in child.children if one.dep_ == "prep"]
    return [places[one.i].name for to in below if to.lower_ == "to" for one in to.children if one.i in places][:1]


def _called(route: Token) -> str:
    """What a way is called: "road", or the number that it bears ("RN6"); "the one to Sake" is what was named before."""
    if _NUMBERED.match(route.text):
        return route.text
    before = route.doc[max(0, route.i - _REACH) : route.i] if route.lower_ == "one" else ()
    return next((word for one in reversed(list(before)) if (word := lemma(one)) in status_words().routes), lemma(route))


def isolated(clause: Clause, text: str, places: Mapping[int, Place], words: StatusWords) -> Iterator[StatusSaid]:
    """Places that a clause says are cut off: "the town is increasingly isolated"."""
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
        tends = trend(text, words)
        if token.lower_ in ("isolated", "inaccessible"):
            value = "degrading" if tends == "worsening" else "limited"
            yield StatusSaid(subject=place.name, aspect="access", value=value, trend=tends)


def named_thing(token: Token) -> str | None:
    """A thing by a name that no gazetteer has: "the Goktwin bridge", "the bridge at Mubambiro"."""
    doc = token.doc
    for child in token.children:
        if child.dep_ == "compound" and (child.tag_ == "NNP" or child.text[:1].isupper()):
            edge = child.left_edge.i
            while doc[edge].is_punct:
                edge += 1  # the mark of a list
            return doc[edge : token.i + 1].text
        if child.dep_ == "prep" and child.lower_ in _LIES:
            for name in child.children:
                if name.tag_ == "NNP" and name.right_edge.i - token.i <= _LONGEST_NAME:
                    return doc[token.i : name.right_edge.i + 1].text
    return None
