"""Names of scenes that no gazetteer has: "an airstrike on Namtu", "fighting near Kalonge".

In: a happening and the marks of its passage. Out: a `Place` with null coordinates for the name by which its clause says
where it was. Refused: names of bodies, parties and things, and what is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from fogline.claims.happening_kinds import prepositional
from fogline.claims.happenings import Happening
from fogline.claims.marks import Marks
from fogline.claims.parse import is_dictionary_word, lemma
from fogline.claims.place_names import place_words
from fogline.data.kinds import FROM_AFAR
from fogline.data.parties import actor_of, country_in
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists
from fogline.model.claim import Place, PlaceRole

_LISTS = word_lists("happening_words", "scenes")
_WHERE = _LISTS.words("where")
_RAIDED = _LISTS.words("raided")
_INTO = _LISTS.phrases("into")
_PERSON = _LISTS.pattern("person")
_NAMES = ("NNP", "NNPS")


def names_where(happening: Happening, marks: Marks) -> bool:
    """Whether the clause names where it was; what it was done to does so, too: "the bridge at Mubambiro"."""
    for thing in happening.patients:
        for child in thing.children:
            if thing.tag_ in ("NN", "NNS") and child.dep_ == "compound" and child.tag_ == "NNP":
                return True
    return any(True for _ in _names(happening, marks))


def strange_scenes(happening: Happening, marks: Marks) -> Iterator[Place]:
    """The scenes by names that no gazetteer has.

    A name behind "in" may be anybody's where nothing happens; here something does, in the same clause.
    """
    if not happening.kind.harm and happening.kind.family not in ("assault", "control"):
        return
    names = [*_names(happening, marks), *_struck(happening, marks)]
    yield from (place for name in names if (place := _place(name, marks)) is not None)


def _names(happening: Happening, marks: Marks) -> Iterator[Token]:
    told = [one for one in (happening.trigger, happening.carrier, happening.instrument) if one is not None]
    around = [thing for one in told for thing in prepositional(one, _INTO) if thing.tag_ in ("NN", "NNS")]
    for anchor in (*told, *happening.patients, *around):
        for child in anchor.children:
            if child.dep_ == "prep" and child.lower_ in _WHERE:
                for thing in child.children:
                    if thing.tag_ == "NNP" and thing.i not in marks.timed:
                        yield thing


def _struck(happening: Happening, marks: Marks) -> Iterator[Token]:
    """What is hit by what hits no single person: "drones struck Mirovanka", "the army bombed Namtok"."""
    if happening.kind.territory:
        # "Captured Nyabiondo", "has retaken Kyaukme and Hsipaw".
        yield from (thing for thing in happening.patients if thing.tag_ == "NNP" and thing.i not in marks.place_at)
        return
    raided = lemma(happening.trigger) in _RAIDED
    if not raided and (happening.kind.name not in FROM_AFAR or lemma(happening.trigger) not in place_words().targeting):
        return
    for thing in happening.patients:
        if thing.tag_ == "NNP" and thing.i not in marks.timed and thing.text not in place_words().given:
            yield thing


def _place(name: Token, marks: Marks) -> Place | None:
    doc, start = name.doc, name.i
    while start > name.sent.start and doc[start - 1].tag_ in _NAMES and doc[start - 1].head.i == name.i:
        start -= 1
    words = doc[start : name.i + 1]
    if any(token.i in marks.place_at for token in words) or not all(_is_name(token) for token in words):
        return None
    if start > name.sent.start and doc[start - 1].tag_ in ("DT", "PRP$", "POS", *_NAMES):
        return None  # "at the Pentagon"
    after = doc[name.i + 1] if name.i + 1 < len(doc) else None
    if after is not None and (after.tag_ in ("NN", "NNS", "POS", *_NAMES) or after.text == "-"):
        return None  # "in Tesla cars", "at Boeing's plant"
    if name.head.lower_ == "on" and _is_somebody(words.text, marks.passage.text):
        return None  # "the attack on Petrenko shocked the party. Petrenko was shot in the arm"
    if actor_of(words.text, None)[1] is not None or country_in(words.text) is not None:
        return None  # "from Nigerian village", in a title
    span = marks.passage.span(words)
    return Place(start=span.start, end=span.end, name=words.text, as_worded=words.text, role=PlaceRole.SCENE)


def _is_somebody(name: str, text: str) -> bool:
    """Whether a paragraph tells of a name what is only told of a person."""
    return any(_PERSON.match(text, found.end()) for found in re.finditer(rf"\b{re.escape(name)}\b", text))


def _is_name(token: Token) -> bool:
    if not (token.text[:1].isupper() and token.is_alpha and not token.text.isupper() and len(token) > 2):
        return False
    return token.lower_ not in tables().bodies and not is_dictionary_word(token.lower_)
