"""Clauses to statuses: how things are said to stand at a place or on a route.

In: a clause with its happenings, and the places that its tokens name or stand for. Out: `StatusSaid`s: control,
encirclement, access, infrastructure. A status of no known place or route is not made.

What follows from what: who captures or liberates a place is said to hold it; who withdraws is said to have lost it;
fighting in a place leaves it contested. That a route is cut, under fire or open is said of the route, with the place
that it leads to. The words are those of `data/statuses.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from spacy.tokens import Token

from fogline.claims.clauses import Clause, objects_of, phrase, subject_of
from fogline.claims.happening_kinds import prepositional
from fogline.claims.happenings import LOSING, Happening, under_it
from fogline.claims.parse import lemma
from fogline.claims.status_ways import access_of_routes, is_over, isolated, lies_in, named_thing, on_a_way
from fogline.claims.status_words import WIDE, StatusWords, bears_arms, place_of, status_words
from fogline.data.kinds import kind_table
from fogline.data.word_lists import word_lists
from fogline.model.claim import Place, PlaceRole, Stage, StatusSaid

_LISTS = word_lists("statuses", "ways")
_FOUGHT_OVER = _LISTS.phrases("fought_over")
_GARRISONS = _LISTS.words("garrisons")

PartyOf = Callable[[Token], str | None]
_LONGEST_DESCRIPTION = 4  # tokens
_SETTLED = {Stage.HAPPENED, None}


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
        *_held_by_verb(clause, text, places, party_of, words, near),
        *_contested(clause, places, words),
        *(
            one
            for happening, stage in told
            for one in _of_happening(happening, stage, text, places, party_of, words, near)
        ),
        *access_of_routes(clause, text, places, near, words),
        *isolated(clause, text, places, words),
    ]
    known = {(one.subject, one.aspect, one.value) for one in found if one.by}
    return [one for one in dict.fromkeys(found) if one.by or (one.subject, one.aspect, one.value) not in known]


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
    clause: Clause,
    text: str,
    places: Mapping[int, Place],
    party_of: PartyOf,
    words: StatusWords,
    near: Place | None,
) -> Iterator[StatusSaid]:
    verb = clause.head
    negated = any(child.dep_ == "neg" for child in verb.children)
    if lemma(verb) in words.hold_verbs and verb.tag_[0] == "V" and not negated:
        subject = subject_of(verb)
        party = party_of(subject) if subject is not None else None
        for thing in objects_of(verb):
            place = place_of(thing, places) or _pointed_at(thing, places)
            partly = lemma(thing) in words.partly
            if not (partly or thing.i in places or thing.lower_ == "it" or _is_ground(thing, words)):
                continue  # "officials hold talks in Naqoura"
            armed = subject is not None and (partly or thing.i in places) and bears_arms(subject)
            shared = verb.tag_ == "VB" and verb.dep_ == "conj" and not any(one.dep_ == "aux" for one in verb.children)
            if not place or not (shared or verb.tag_ in ("VBZ", "VBP", "VBD")) or _modal(verb):
                continue
            if (party or armed) and partly:
                yield StatusSaid(subject=place.name, aspect="control", value="contested")
            elif party or armed:
                yield StatusSaid(subject=place.name, aspect="control", value="held", by=party)
            elif subject is not None and any(child.lower_ == "neither" for child in subject.children):
                yield StatusSaid(subject=place.name, aspect="control", value="contested")
    under = words.under.search(text)
    if under and not negated and not _modal(verb):
        subject = subject_of(verb) or (verb.head if verb.dep_ == "acl" else None)
        place = place_of(subject, places) if subject is not None else None
        start = clause.head.doc[clause.start].idx
        after = [t for t in clause.tokens() if t.idx >= start + under.end()]
        by = next((party for t in after if (party := party_of(t))), None) or _by_name(after)
        if place and by:
            yield StatusSaid(subject=place.name, aspect="control", value="held", by=by)
    yield from _in_control(verb, places, party_of, near, negated=negated)
    whose = words.ours.search(text) or words.theirs.search(text)
    if whose and not negated and not _modal(verb):
        start = clause.head.doc[clause.start].idx
        place = _before(start + whose.start(), subject_of(verb), clause, places)
        who = next((t for t in clause.tokens() if t.idx == start + whose.start("whose")), None)
        by = _side(who, party_of) if who is not None else None
        if place and (by or whose.re is words.ours):
            yield StatusSaid(subject=place.name, aspect="control", value="held", by=by)


def _is_ground(thing: Token, words: StatusWords) -> bool:
    return lemma(thing) in kind_table().classes["ground"] | words.whole or thing.tag_ in ("NNP", "NNPS", "CD")


def _before(start: int, subject: Token | None, clause: Clause, places: Mapping[int, Place]) -> Place | None:
    """The place that is said to be in somebody's hands: the subject, or in a title the name right before the words.

    `start`: where the words are, in characters of the passage.
    """
    if subject is not None and subject.idx < start:
        return place_of(subject, places)
    before = [one for one in clause.tokens() if one.idx < start and one.tag_ != "RB"]
    return places.get(before[-1].i) if before else None


def _side(who: Token, party_of: PartyOf) -> str | None:
    """Whose hands a place is in: a party's, or those of a sort of armed people ("rebel hands")."""
    return party_of(who) or (f"{lemma(who)}s" if bears_arms(who) else None)


def _contested(clause: Clause, places: Mapping[int, Place], words: StatusWords) -> Iterator[StatusSaid]:
    """ "Kupiansk is contested", "is a grey zone", "control of Kupiansk is disputed", "showed the town as contested"."""
    verb = clause.head
    if verb.tag_[0] != "V" or _modal(verb) or any(child.dep_ == "neg" for child in verb.children):
        return
    behind = (child for child in verb.children if child.dep_ in ("acomp", "attr", "oprd", "prep", "advcl"))
    said = [one for child in behind for one in (child, *child.children)]
    if verb.lower_ in words.contested_words:
        said.append(verb)
    if not any(one.lower_ in words.contested_words or _is_grey(one, words) for one in said):
        return
    subject = subject_of(verb)
    passive = [child for child in verb.children if child.dep_ == "nsubjpass"]
    for thing in {one.i: one for one in (*passive, *objects_of(verb), subject) if one is not None}.values():
        of = prepositional(thing, ("of", "over")) if lemma(thing) == "control" else []
        for one in of or [thing]:
            place = place_of(one, places)
            if place is not None and place.role is not PlaceRole.ACTOR and place.kind not in WIDE:
                yield StatusSaid(subject=place.name, aspect="control", value="contested")


def _is_grey(token: Token, words: StatusWords) -> bool:
    """A "grey zone", where nobody holds the ground for sure."""
    zones = [token, *(child for child in token.children if child.dep_ == "pobj")]
    return any(lemma(one) == "zone" and any(left.lower_ in words.grey for left in one.lefts) for one in zones)


def _in_control(
    verb: Token, places: Mapping[int, Place], party_of: PartyOf, near: Place | None, *, negated: bool
) -> Iterator[StatusSaid]:
    """ "His fighters are in full control of Homs", "its troops remained in control there"."""
    subject = subject_of(verb)
    if subject is None or negated or _modal(verb):
        return
    party = party_of(subject)
    backs = [child for child in verb.children if child.lower_ == "back"]
    for control in [thing for one in (verb, *backs) for thing in prepositional(one, ("in",))]:
        if lemma(control) != "control" or not (party or bears_arms(subject)):
            continue
        around = {child.lower_ for one in (verb, control) for child in one.children}
        bare = bool(backs) and not any(child.dep_ == "prep" for child in control.children)
        if near is not None and (bare or "there" in around):  # "is in control there", "is back in control"
            yield StatusSaid(subject=near.name, aspect="control", value="held", by=party)
        for thing in prepositional(control, ("of", "over")):
            place = place_of(thing, places)
            partly = lemma(thing) in status_words().partly and thing.i not in places
            if place is not None:
                value = "contested" if partly else "held"
                yield StatusSaid(subject=place.name, aspect="control", value=value, by=None if partly else party)


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
        if i in places and places[i].kind not in WIDE and places[i].role is not PlaceRole.ACTOR:
            return places[i]
    return None


def _modal(verb: Token) -> bool:
    return any(child.tag_ == "MD" for child in verb.children)


def _of_happening(
    happening: Happening,
    stage: Stage | None,
    text: str,
    places: Mapping[int, Place],
    party_of: PartyOf,
    words: StatusWords,
    near: Place | None,
) -> Iterator[StatusSaid]:
    kind = happening.kind.name
    found = [(token, place) for token in happening.patients for place in _places_of(token, places)]
    targets = [place for _, place in found]
    if near is not None and happening.kind.territory and any(one.lower_ == "it" for one in happening.patients):
        targets = targets or [near]  # "it has been besieged since May", "took it back"
    by = next((party for token in happening.agents if (party := party_of(token))), None) or _described(happening)
    if kind in ("territory_captured", "territory_regained") and stage in _SETTLED:
        if lemma(happening.trigger) in LOSING:
            loser = _loser(happening.trigger)
            whose = party_of(loser) if loser is not None else None
            for place in targets:
                yield StatusSaid(subject=place.name, aspect="control", value="lost", by=whose)
            return
        entered = lemma(happening.trigger) in ("enter", "storm")
        whole = [place for token, place in found if token.i in places or lemma(token) in words.whole]
        whole = whole or ([] if found else targets)
        for token, place in found:
            if token.i not in places and lemma(token) in words.partly:
                yield StatusSaid(subject=place.name, aspect="control", value="contested")
        for place in whole or ([] if happening.patients else _scene(happening, places)):
            yield StatusSaid(
                subject=place.name,
                aspect="control",
                value="contested" if entered else "held",
                by=None if entered else by,
            )
    elif kind == "withdrawal" and stage in _SETTLED:
        left = _scene(happening, places, ("from", "of"), beyond=words.partly) or targets
        if not left and near is not None and happening.trigger.dep_ == "pcomp":
            left = [near]  # "occupied Macomia before withdrawing"
        for place in left:
            yield StatusSaid(subject=place.name, aspect="control", value="lost", by=by)
    elif kind == "encirclement":
        targets = [place for token, place in found if lemma(token) not in words.partly] or ([] if found else targets)
        ringed = targets or _scene(happening, places, ("of",))
        if not ringed and any(lemma(one) in _GARRISONS for one in happening.patients):
            ringed = _scene(happening, places, ("in", "at"))  # "in Babanusa, a garrison has been surrounded"
        yield from _ring(happening, stage, text, ringed, words)
    elif kind == "advance" and stage in (Stage.HAPPENED, Stage.ONGOING):
        for place in _scene(happening, places, ("into", "inside", "within")):
            yield StatusSaid(subject=place.name, aspect="control", value="contested")
    elif kind == "armed_clash" and stage in (Stage.HAPPENED, Stage.ONGOING):
        if lemma(happening.trigger) in words.contested_nouns:
            for place in _scene(happening, places, _FOUGHT_OVER, beyond=words.sectors):
                yield StatusSaid(subject=place.name, aspect="control", value="contested")
    elif happening.kind.harm and stage in _SETTLED:
        yield from _built(happening, places, words)


def _places_of(token: Token, places: Mapping[int, Place]) -> list[Place]:
    """The places that a phrase names: "the settlements of Ptyche and Vyimka" names two."""
    listed = [places[one.i] for one in prepositional(token, ("of",)) if one.i in places]
    if token.i not in places and len(listed) > 1:
        return listed
    place = place_of(token, places)
    return [place] if place is not None else []


def _loser(trigger: Token) -> Token | None:
    """Who loses a town, by the verb's subject or before the noun: "Ukraine's loss of the town"."""
    return subject_of(trigger) or next((child for child in trigger.children if child.dep_ == "poss"), None)


def _described(happening: Happening) -> str | None:
    """Who did it by a description that no table of parties has: "federal forces had retaken Shire"."""
    for token in happening.agents:
        start, _ = phrase(token)  # up to its noun: "opposition factions led by HTS"
        words = [one for one in token.doc[start : token.i + 1] if one.tag_ not in ("DT", "PRP$")]
        if bears_arms(token) and 1 < len(words) <= _LONGEST_DESCRIPTION:
            return "".join(one.text_with_ws for one in words).strip()
    return None


def _scene(
    happening: Happening, places: Mapping[int, Place], words: tuple[str, ...] = (), beyond: Collection[str] = ()
) -> list[Place]:
    """The places that hang on a happening by these prepositions, or any; none of which `beyond` is the head word."""
    anchors = [token for token in (happening.trigger, happening.carrier) if token is not None]
    return [
        place
        for anchor in anchors
        for child in anchor.children
        if child.dep_ == "prep" and (child.lower_ in words or not words or _out_of(child, words))
        for thing in (*child.children, *(one for of in child.children if of.dep_ == "prep" for one in of.children))
        if thing.dep_ == "pobj" and thing.lower_ not in beyond and (place := place_of(thing, places))
    ]


def _out_of(preposition: Token, words: tuple[str, ...]) -> bool:
    """Whether "out of" stands for the "from" that is looked for: "pulled out of Hama"."""
    return preposition.lower_ == "out" and "from" in words


def _ring(
    happening: Happening, stage: Stage | None, text: str, targets: list[Place], words: StatusWords
) -> Iterator[StatusSaid]:
    if is_over(happening.clause):
        return
    partial, closing = bool(words.partial.search(text)), bool(words.closing.search(text))
    if stage is Stage.DID_NOT_HAPPEN:
        value = "none"
    elif words.broken.search(text):
        verb = happening.trigger.head
        kept = verb.tag_[:1] == "V" and any(child.dep_ == "neg" for child in verb.children)
        value = "complete" if kept else "broken"  # "the siege was not lifted"
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
    if lemma(happening.trigger) == "cut" and value == "complete":
        # "The town has been cut off": nobody gets through; whether troops stand all around it is not said.
        yield from (StatusSaid(subject=place.name, aspect="access", value="cut") for place in targets)
        return
    trend = "worsening" if closing or (value == "partial" and stage is Stage.ONGOING and not partial) else None
    for place in targets:
        yield StatusSaid(subject=place.name, aspect="encirclement", value=value, trend=trend)


def _built(happening: Happening, places: Mapping[int, Place], words: StatusWords) -> Iterator[StatusSaid]:
    verb = lemma(happening.trigger)
    down = verb in ("bring", "take") and happening.kind.name == "destruction"  # "brought the bridge down"
    value = "destroyed" if down or verb in words.destroyed else "damaged" if verb in words.damaged else None
    if not value:
        return
    for token in happening.patients:
        if lemma(token) not in words.things:
            continue
        place = place_of(token, places) or next(iter(_scene(happening, places)), None) or lies_in(token, places)
        to = prepositional(token, ("into", "to"))
        leads = next((places[one.i] for one in to if one.i in places and places[one.i].kind not in WIDE), None)
        if place is not None and place.kind == "river":
            named = (places[one.i] for one in token.subtree if one.i in places)
            beside = [one for one in named if one.kind != "river"]
            place = beside[0] if beside else place  # "the bridge over the Oskil at Kupiansk"
        within = f"{token.lower_} {'over' if place.kind == 'river' else 'in'} {place.name}" if place else None
        subject = within or named_thing(token) or on_a_way(token, places)
        if not subject and leads is not None:
            subject = f"{token.lower_} into {leads.name}"
        if subject:
            yield StatusSaid(subject=subject, aspect="infrastructure", value=value)
