"""Where a claim's happening is: the places in its words, else the one that its sentence or the text before is about.

In: a claim's words and the marks of its passage. Out: places, each once, in the order of the text. A country that acts
or owns ("Russia is massing troops") is no place of what happens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Token

from fogline.claims.happening_kinds import RING, answered, is_charged_with, prepositional
from fogline.claims.happenings import Happening
from fogline.claims.marks import Marks, by_name, has_house, is_wide
from fogline.claims.parse import lemma
from fogline.claims.pointing import comes_after, goes_to
from fogline.claims.scene_names import names_where
from fogline.claims.status_words import place_of
from fogline.data.given_names import given_names
from fogline.data.kinds import INTERCEPTED, kind_table
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists
from fogline.model.claim import Place, PlaceRole, Span

_LISTS = word_lists("happening_words", "over")

# Families of kinds that happen at one spot. Flight, aid and talk of a whole war have none that could be inherited.
_SOMEWHERE = frozenset({"assault", "control", "infrastructure", "unrest", "crime"})
VIOLENT = frozenset({"assault", "control"})
_FAR = 12  # words from a name up to what is answered
_GOES_ON = frozenset({"prep", "pobj", "conj", "compound", "nmod"})
_ACROSS = word_lists("place_words", "scenes").pattern("across")
_A_SWARM = 20  # drones: so many were shot down over more than one town
_SPOTS = word_lists("place_words", "scenes").words("spots")
_OVER = _LISTS.words("words")
_SENT = word_lists("place_words", "scenes").words("sent")
_COMES, _AFTER = _LISTS.words("comes"), _LISTS.words("after")
_ADDRESSED = frozenset({"accusation", "sanctions"})
_DESCRIBES = frozenset({"compound", "nmod", "amod"})
_DESCRIBED_BY = frozenset({"pobj", "prep", "appos", "compound", "poss"})
_OWNERS = frozenset({"poss", "nsubj", "nsubjpass", "agent"})


def places_of(
    span: Span, happening: Happening | None, marks: Marks, near: Place | None, apart: Sequence[Span] = ()
) -> tuple[Place, ...]:
    """The places of a claim. `near`: the settlement last spoken of, for what happens where nothing nearer is named.

    `apart`: stretches of its words that tell something else.
    """
    inside = [
        place
        for place in marks.places
        if span.start <= place.start and place.end <= span.end and place.role is not PlaceRole.ACTOR
        if not any(one.start <= place.start < one.end for one in apart)
        if not (place.kind == "country" and (_acts(place, marks) or _is_whose_blow(place, marks)))
        if not _is_whence(place, happening, marks)
        if not _is_part_of_a_description(place, marks)
        if happening is None
        or not (_is_of_what_came_before(place, happening, marks) or _is_end_of_a_way(place, happening, marks))
    ]
    if happening is not None:
        whom = [place for token in happening.patients if (place := place_of(token, marks.place_at))]
        targets = [place for place in whom if not _is_whence(place, happening, marks)]
        if happening.kind.name in _ADDRESSED:
            # Whoever is accused is a government, not a scene.
            inside = [place for place in inside if place.kind != "country" or place not in targets]
            targets = [place for place in targets if place.kind != "country"]
        inside += [place for place in targets if place not in inside]
        on = [place for place in _continued(happening.trigger, marks) if place not in inside]
        inside += [place for place in on if not (_is_sent_from(place, marks) or _in_a_name(place, marks))]
        if names_where(happening, marks):
            # "Near Namtu, some 70 km north of Lashio": where it was is not known, and not there.
            inside = [place for place in inside if place.role is not PlaceRole.REFERENCE]
    inside = [
        place
        for place in inside
        if not (_is_where_it_answers(marks.root(place), happening) or _is_a_flag(place, marks))
    ]
    if happening is not None and happening.kind.name == RING:
        inside = [place for place in inside if not is_wide(place)]  # "the besieged Donetsk Oblast town"
    wide = _spread(happening.trigger, marks) if happening is not None else None
    if wide is not None:
        # "31 were killed across Ukraine, including two in Kyiv": what is counted was everywhere.
        inside = [place for place in inside if is_wide(place) or place.start < wide.start]
    unique = by_name(sorted(inside, key=lambda place: (place.start, place.end)))
    if unique and happening is not None and all(one.role is PlaceRole.REFERENCE for one in unique.values()):
        unique = _measured_from(unique, happening, marks)
    if unique or happening is None or happening.kind.family not in _SOMEWHERE:
        return tuple(unique.values())
    if answered(happening.trigger) or is_charged_with(happening.trigger):
        return ()  # "in retaliation for the air strikes": those were somewhere else
    near = None if _is_all_over(happening) else near
    if near is not None and comes_after(happening.trigger):
        return (near,)  # "the bridge at Zatoka was closed after the strike", which was on the town spoken of before
    sentence = happening.trigger.sent
    if wide is not None:
        return (wide,)
    struck = [*happening.patients, *(thing for thing in prepositional(happening.trigger, ("on", "against", "at")))]
    if near is not None and any(child.lower_ == "its" for thing in struck for child in thing.children):
        return (near,)  # "Kosti has troubles of its own. A strike on its power station stopped the pumps"
    elsewhere = {i for one in apart for i in marks.tokens(one.start, one.end)}
    spots = [i for i in range(sentence.start, sentence.end) if i not in elsewhere]
    here = [i for i in spots if not (i in marks.place_at and (marks.where_said(i) or marks.is_base(i)))]
    here = [i for i in here if i not in marks.place_at or not _is_where_it_answers(sentence.doc[i], happening)]
    # Neither where a body sits, nor the hospital to which they were brought from the town that is spoken of.
    here = [i for i in here if i not in marks.place_at or not (marks.is_seat(i) or (near and marks.whose_house(i)))]
    here = [i for i in here if (at := marks.place_at.get(i)) is None or not _is_whence(at, happening, marks)]
    here = [i for i in here if i not in marks.place_at or not _is_gone_to(i, happening.trigger, marks)]
    here = [i for i in here if i not in marks.place_at or not _is_anothers_word(sentence.doc[i], happening, marks)]
    here = list(_where_it_may_be(here, spots, happening, marks))
    around = marks.settlements(here)
    around = [one for one in around if one.role is not PlaceRole.REFERENCE] or around
    if len(around) > 1 and (same := _of_the_blow(happening.trigger, around, marks)):
        return same
    if len(around) != 1:
        # Any other place that the sentence names, even one that no gazetteer knows, speaks against the one before.
        named = by_name([place for i in here if (place := marks.place_at.get(i)) and _may_be_scene(place, marks)])
        around = [one for one in named.values() if not one.name[:1].islower()] if not around else []
    if happening.kind.name == RING:
        around = [place for place in around if not is_wide(place)]
    if around or any((place := marks.place_at.get(i)) and not _in_a_name(place, marks) for i in here):
        return (around[0],) if len(around) == 1 else ()
    if names_where(happening, marks) or _ACROSS.search(sentence.text):
        return ()
    # Where somebody spoke is the last that the text offers.
    told_at = marks.settlements(spots, where_said=True)
    return (near,) if near else tuple(told_at) if len(told_at) == 1 else ()


def _where_it_may_be(here: Sequence[int], spots: Sequence[int], happening: Happening, marks: Marks) -> Iterator[int]:
    """The tokens of a sentence without those of places that it names as something else than where it was."""
    # "A missile launched from Yemen; sirens sounded in the country": that is not whence it came.
    origins = {at.name for i in spots if (at := marks.place_at.get(i)) and _is_sent_from(at, marks)}
    for i in here:
        at = marks.place_at.get(i)
        if at is None or not (
            at.name in origins or _is_end_of_a_way(at, happening, marks) or _is_part_of_a_description(at, marks)
        ):
            yield i


def _is_all_over(happening: Happening) -> bool:
    """Whether what is told was in many places: "shot down 61 of 76 drones", "15 hit nine locations"."""
    if happening.kind.name == INTERCEPTED:
        numbers = (int(token.text) for token in happening.trigger.subtree if token.text.isdecimal())
        return max(numbers, default=0) >= _A_SWARM
    return any(
        lemma(thing) in _SPOTS and any(child.tag_ == "CD" and child.lower_ != "one" for child in thing.lefts)
        for thing in happening.patients
    )


def _of_the_blow(trigger: Token, around: Sequence[Place], marks: Marks) -> tuple[Place, ...]:
    """The place of what a participle goes on from: "hit the Dahiyeh suburb of Beirut, killing nine" was in the suburb.

    Towns that stand beside each other are told of at once: what is counted over all of them is of none.
    """
    verb = trigger.head
    if trigger.dep_ != "advcl" or trigger.tag_ != "VBG" or verb.i > trigger.i or verb.tag_[:1] != "V":
        return ()
    if len(around) != 2 or around[1].start > marks.passage.start + trigger.idx:
        return ()
    part, town = around
    between = marks.passage.text[part.end - marks.passage.start : town.start - marks.passage.start].split()
    return (part,) if len(between) == 2 and between[1] == "of" else ()


def _is_anothers_word(name: Token, happening: Happening, marks: Marks) -> bool:
    """Whether a place is named by another speaker: "said 14 died, while an official reported a death in Samraong"."""
    theirs = marks.speech_at(name)
    if theirs is None or marks.speech_at(happening.trigger) in (None, theirs):
        return False
    at = marks.passage.start + happening.trigger.idx
    return not any(span.start <= at < span.end for span in theirs.attribution.content)


def _is_gone_to(at: int, trigger: Token, marks: Marks) -> bool:
    """Whether a sentence names a place only as where others went: "six were killed and dozens fled toward Sake"."""
    name = marks.root(marks.place_at[at])
    verb = name.head.head if name is not None else None
    return verb is not None and verb.i != trigger.i and goes_to(verb, name)


def counted_at(predicate: Token, marks: Marks, near: Place | None) -> tuple[Place, ...]:
    """Where people were counted by words that tell no happening: "brought the number of dead to six"."""
    if predicate.tag_[0] != "V" or predicate.dep_ in ("relcl", "acl", "pcomp"):
        return ()
    sentence = predicate.sent
    named = any(
        (place := marks.place_at.get(i)) and not marks.where_said(i) and _may_be_scene(place, marks)
        for i in range(sentence.start, sentence.end)
    )
    return () if named or near is None else (near,)


def _measured_from(
    unique: Mapping[tuple[str, float | None], Place], happening: Happening, marks: Marks
) -> Mapping[tuple[str, float | None], Place]:
    """ "In Bat Yam, south of Tel Aviv, where a missile struck": not the place that another is measured from."""
    sentence = happening.trigger.sent
    told_of = marks.settlements(range(sentence.start, sentence.end))
    others = [one for one in told_of if one.role is not PlaceRole.REFERENCE]
    return by_name(others) if len(others) == 1 else unique


def _spread(trigger: Token, marks: Marks) -> Place | None:
    """The country or region over which a sentence says that it was spread: "in strikes across Ukraine on Monday"."""
    for token in trigger.sent:
        if token.lower_ in _OVER and token.dep_ == "prep":
            for thing in token.children:
                place = marks.place_at.get(thing.i)
                if place is not None and is_wide(place):
                    return place
    return None


def _is_where_it_answers(name: Token | None, happening: Happening | None) -> bool:
    """Whether a name is of where was what something answers: "struck in response to the killing in Pahalgam"."""
    trigger = happening.trigger if happening is not None else None
    for _ in range(_FAR):
        if name is None or name.head.i == name.i:
            return False
        if answered(name):
            return trigger is None or not (name.i == trigger.i or name.is_ancestor(trigger))
        name = name.head
    return False


def _is_of_what_came_before(place: Place, happening: Happening, marks: Marks) -> bool:
    """Whether a place is that of what a clause dates the happening by: "the attack came days after talks in Jeddah"."""
    token, trigger = marks.root(place), happening.trigger
    if trigger.dep_ != "nsubj" or lemma(trigger.head) not in _COMES:
        return False
    while token is not None and token.head.i != token.i:
        if token.dep_ == "advcl" and any(one.dep_ == "mark" and one.lower_ in _AFTER for one in token.children):
            return not token.is_ancestor(trigger)
        token = token.head
    return False


def _is_end_of_a_way(place: Place, happening: Happening, marks: Marks) -> bool:
    """Whether a place only says which road a happening has cut: "the attack cut the road to Birao"."""
    token, trigger = marks.root(place), happening.trigger
    if trigger.tag_[0] != "N" or trigger.dep_ != "nsubj":
        return False
    while token is not None and token.head.i not in (token.i, trigger.head.i):
        token = token.head
    ways = token is not None and lemma(token) in kind_table().classes["routes"]
    return ways and token is not None and token.dep_ == "dobj" and token.head.i == trigger.head.i


def _is_whence(place: Place, happening: Happening | None, marks: Marks) -> bool:
    """Whether a place only tells where people or things come from: "peacekeepers from Uruguay were killed"."""
    root = marks.root(place)
    if root is None:
        return False
    while root.dep_ in ("conj", "appos"):
        root = root.head
    if _is_elsewhere(place, marks):
        return True
    if root.dep_ != "pobj" or root.head.lower_ != "from":
        return False
    whose = root.head.head
    if happening is not None and happening.kind.name == "evacuation" and place.kind != "country":
        return False  # "evacuated dozens of people from Tibú"
    return whose.tag_[0] == "N" and (happening is None or whose.i != happening.trigger.i)


def _is_elsewhere(place: Place, marks: Marks) -> bool:
    """Whether a place is named for what it is to somebody or something, not as where it was."""
    return _is_home(place, marks) or _is_sent_from(place, marks)


def _is_sent_from(place: Place, marks: Marks) -> bool:
    """Whether something was sent from a place, and hit elsewhere: "missiles fired from Belgorod struck a hotel"."""
    root = marks.root(place)
    return root is not None and root.dep_ == "pobj" and root.head.lower_ == "from" and lemma(root.head.head) in _SENT


def _is_home(place: Place, marks: Marks) -> bool:
    """Whether somebody is at home there: "Ivan Koval, 24, of Kherson, was shot"."""
    root = marks.root(place)
    if root is None or root.dep_ != "pobj" or root.head.lower_ != "of":
        return False
    whose = root.head.head
    return _is_person(whose.head if whose.tag_ == "CD" else whose)


def _is_person(name: Token) -> bool:
    """Whether a name is a person's: a given name is in it, or a man, a woman bears it ("a man, Veron Black")."""
    if name.tag_ != "NNP":
        return False
    if name.dep_ == "appos" and name.head.lower_ in tables().male | tables().female:
        return True
    return any(one.dep_ == "compound" and one.tag_ == "NNP" and one.text in given_names() for one in name.lefts)


def _may_be_scene(place: Place, marks: Marks) -> bool:
    asked = (_acts, _is_whose, _is_faced, _is_whose_blow, _is_a_flag)
    if place.kind == "country" and any(is_none(place, marks) for is_none in asked):
        return False
    return place.role is not PlaceRole.ACTOR


def _is_whose_blow(place: Place, marks: Marks) -> bool:
    """Whether a country's initials stand for an adjective: "US strikes on a port" fell on no US."""
    root = marks.root(place)
    initials = place.as_worded.replace(".", "").isupper()
    return initials and root is not None and root.dep_ in _DESCRIBES and root.head.tag_ in ("NN", "NNS", "NNPS")


def _is_faced(place: Place, marks: Marks) -> bool:
    """Whether a country is what another one has to do with: "sealed all crossings with Cambodia"."""
    root = marks.root(place)
    return root is not None and root.dep_ == "pobj" and root.head.lower_ in ("with", "against")


def _is_whose(place: Place, marks: Marks) -> bool:
    """Whether a country only says whose man speaks: "a US official said", "Syria's president said"."""
    root = marks.root(place)
    if root is None or root.dep_ not in _DESCRIBES | _OWNERS:
        return False
    sources = (span for speech in marks.speeches for span in speech.attribution.source)
    return any(span.start <= place.start and place.end <= span.end for span in sources)


def _is_a_flag(place: Place, marks: Marks) -> bool:
    """Whether a country only says whose flag a ship flies: "a tanker under the flag of Panama"."""
    root = marks.root(place)
    if root is None or root.dep_ not in ("pobj", "poss") or place.kind != "country":
        return False
    return lemma(root.head if root.dep_ == "poss" else root.head.head) == "flag"


def _is_part_of_a_description(place: Place, marks: Marks) -> bool:
    """Whether a country or region only describes a town: "Goma, the largest city in eastern Congo"."""
    # Or what stands for one: "Jaramana, a suburb of the Syrian capital".
    token = marks.root(place) if is_wide(place) or place.as_worded[:1].islower() else None
    while token is not None and token.head.i != token.i and token.dep_ in _DESCRIBED_BY:
        if token.dep_ == "appos":
            return token.tag_ in ("NN", "NNS") and token.head.i in marks.place_at
        token = token.head
    return False


def _continued(trigger: Token, marks: Marks) -> Iterator[Place]:
    """Places by which a happening goes on behind a comma: "is advancing in the Izium sector, … and toward Barvinkove".

    The parse hangs such phrases on the verb of speech: "claims to be advancing in …, in … and toward …".
    """
    anchors, said = [trigger], []
    if trigger.dep_ in ("xcomp", "ccomp"):
        said = [
            span
            for speech in marks.speeches
            if speech.cue_token == trigger.head.i
            for span in speech.attribution.content
        ]
        anchors += [trigger.head] if said else []
    for anchor in anchors:
        waiting = [child for child in anchor.children if child.dep_ == "prep" and child.i > trigger.i]
        waiting = [child for child in waiting if not _is_of_a_house(child)]
        while waiting:
            token = waiting.pop(0)
            place = marks.place_at.get(token.i)
            heard = anchor is trigger or (place and any(one.start <= place.start < one.end for one in said))
            if place is not None and heard and place.role not in (PlaceRole.ACTOR, PlaceRole.REFERENCE):
                yield place
            waiting += [child for child in token.children if child.dep_ in _GOES_ON and child.i > trigger.i]


def _is_of_a_house(preposition: Token) -> bool:
    """ "According to Al-Awda Hospital in Nuseirat": to where they were brought; what police say is where it was."""
    return preposition.lower_ == "according" and has_house(preposition.subtree)


def _acts(place: Place, marks: Marks) -> bool:
    """Whether a country is named for what it does or owns, not for where it lies: also in its army's name."""
    root = marks.root(place)
    while root is not None and root.dep_ == "conj" and root.head.tag_[:3] == "NNP":
        root = root.head  # "Thailand and Cambodia exchanged fire"
    return (root is not None and root.dep_ in _OWNERS) or _in_a_name(place, marks)


def _in_a_name(place: Place, marks: Marks) -> bool:
    """Whether a country only stands in the name of a body: "the Israel Defense Forces", "the Sudan Tribune group"."""
    root = marks.root(place) if place.kind in ("country", "region") else None
    while root is not None and root.dep_ in _DESCRIBES and root.head.i != root.i:
        root = root.head
        if root.lower_ in tables().bodies:
            return True
    return False
