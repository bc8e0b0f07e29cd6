"""What the layers mark in one passage: places, times, figures, relations and speech, by token where that is asked.

In: the passages of a report and its layers. Out: one `Marks` a passage, so that a claim looks only at its own
paragraph, however long the report is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from fogline.claims.certainty import is_what_to_do, stance_of
from fogline.claims.homeland import Homeland
from fogline.claims.parse import Passage, lemma
from fogline.claims.speech import Speech
from fogline.claims.topics import topics
from fogline.data.party_tables import tables
from fogline.data.times import time_table
from fogline.data.word_lists import word_lists
from fogline.model.claim import Figure, Place, PlaceRole, Relation, Span, Speaker, Stance, Time

_LISTS = word_lists("cues", "showing")

# Speech as it was heard: what makes somebody a speaker. See `_is_voice`.
_WORDS = frozenset({"speech", "denial", "writing", "according-to"})
_NOT_WORDS = frozenset({"seeming", "intent", "feeling", "adverb"})
_HOUSES = word_lists("place_words", "scenes").words("houses")
_SEATS = word_lists("place_words", "scenes").words("seats")
_SHOWING = _LISTS.words("verbs")
_OF_A_SETTING = frozenset({"pobj", "prep", "dobj", "conj", "compound", "nmod", "appos"})
_WIDE = frozenset({"country", "region", "continent", "district", "sea", "area"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """What was found in a report before claims are built."""

    speeches: Sequence[Speech]
    places: Sequence[Place]
    references: Sequence[Place]  # "the city", "the two villages": places that definite descriptions stand for
    times: Sequence[Time]
    figures: Sequence[Figure]
    relations: Sequence[Relation]
    home: Homeland = field(default_factory=Homeland)  # whose "the army" is


@dataclass(slots=True, kw_only=True)
class Marks:
    """The marks of one passage. Token positions are of the passage's parse."""

    passage: Passage
    topic: int  # where the passage's topic begins in the report
    speeches: list[Speech] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)  # names and what stands for them
    times: list[Time] = field(default_factory=list)  # without those that tell when something was said
    said_times: list[Time] = field(default_factory=list)  # those that do
    figures: list[Figure] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    place_at: dict[int, Place] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)  # tokens of names of places
    timed: set[int] = field(default_factory=set)  # tokens of times

    def tokens(self, start: int, end: int) -> range:
        """The positions of the tokens that a stretch of the report covers."""
        span = self.passage.doc.char_span(start - self.passage.start, end - self.passage.start, alignment_mode="expand")
        return range(span.start, span.end) if span is not None else range(0)

    def root(self, place: Place) -> Token | None:
        """The word of a place's name on which the parse hangs the others."""
        covered = self.tokens(place.start, place.end)
        return self.passage.doc[covered.start : covered.stop].root if covered else None

    def add(self, place: Place) -> None:
        """Takes up a place that only the clause around its name shows to be one."""
        self.places.append(place)
        self.place_at.update(dict.fromkeys(self.tokens(place.start, place.end), place))

    def speech_at(self, token: Token) -> Speech | None:
        """The innermost speech whose content holds the token."""
        position = self.passage.start + token.idx
        around = [
            (sum(span.end - span.start for span in speech.attribution.content), -speech.attribution.content[0].start, i)
            for i, speech in enumerate(self.speeches)
            if any(span.start <= position < span.end for span in speech.attribution.content)
        ]
        return self.speeches[min(around)[2]] if around else None

    def settlements(self, positions: Sequence[int], *, where_said: bool = False) -> list[Place]:
        """The settlements that some tokens name, each once, in order: those that are told of, or where it is told."""
        found = ((i, place) for i in positions if (place := self.place_at.get(i)) and not self.is_base(i))
        named = (place for i, place in found if (self.where_said(i) or self.whose_house(i)) is where_said)
        return list(by_name([place for place in named if is_settlement(place)]).values())

    def is_base(self, position: int) -> bool:
        """Whether a place only tells where somebody works from: "the Washington-based group"."""
        return [token.lower_ for token in self.passage.doc[position + 1 : position + 3]] == ["-", "based"]

    def whose_house(self, position: int) -> bool:
        """Whether a place is only where the speaker sits: "doctors at the hospital in Debre Markos"."""
        source = self._source_around(position)
        return source is not None and has_house(self.passage.doc[i] for i in self.tokens(source.start, source.end))

    def is_seat(self, position: int) -> bool:
        """Whether a place is only where a body that speaks has its seat: "the UN human rights office in Geneva"."""
        preposition = self.passage.doc[position].head
        body = preposition.head
        if preposition.dep_ != "prep":
            return False
        # A sheriff's office sits where it happened; what is of the world or of a state sits in a capital.
        far = body.lower_ in _SEATS or any(child.lower_ in tables().from_outside for child in body.lefts)
        return far and self._source_around(position) is not None

    def _source_around(self, position: int) -> Span | None:
        """The words for a speaker in which a token stands."""
        begin = self.passage.start + self.passage.doc[position].idx
        sources = (span for speech in self.speeches for span in speech.attribution.source)
        return next((span for span in sources if span.start <= begin < span.end), None)

    def where_said(self, position: int) -> bool:
        """Whether a place is where somebody spoke: "told reporters in Kinshasa". What they tell of may be elsewhere."""
        token = self.passage.doc[position]
        if self.speech_at(token) is not None:
            return False
        cues = {speech.cue_token for speech in self.speeches}
        for _ in range(6):
            if token.i in cues:
                return True
            if token.dep_ not in _OF_A_SETTING:
                return False
            token = token.head
        return False


def marks(passages: Sequence[Passage], layers: Layers) -> list[Marks]:
    """The marks of each passage, in order."""
    made = [Marks(passage=one, topic=topic) for one, topic in zip(passages, topics(passages), strict=True)]
    starts = [passage.start for passage in passages]
    voices = [speech for speech in layers.speeches if _is_voice(speech) and not _is_only_wanted(speech, passages)]
    said = sorted((span.start, span.end) for speech in voices for span in speech.said_when)
    for speech in voices:
        numbers = {
            speech.passage,
            *(n for span in speech.attribution.content for n in _numbers(span, passages, starts)),
        }
        for number in sorted(numbers):
            made[number].speeches.append(speech)
    for figure in layers.figures:
        for number in _numbers(figure, passages, starts):
            made[number].figures.append(figure)
    for relation in layers.relations:
        for number in _numbers(relation, passages, starts):
            made[number].relations.append(relation)
    for time in layers.times:
        for number in _numbers(time, passages, starts):
            made[number].timed.update(made[number].tokens(time.start, time.end))
            told = any(time.start < end and start < time.end for start, end in _near(said, time))
            if _is_stamp(made[number].passage, time):
                continue
            (made[number].said_times if told else made[number].times).append(time)
    for place, is_name in [*((one, False) for one in layers.references), *((one, True) for one in layers.places)]:
        for number in _numbers(place, passages, starts):
            covered = made[number].tokens(place.start, place.end)
            made[number].places.append(place)
            made[number].place_at.update(dict.fromkeys(covered, place))
            if is_name:
                made[number].named.update(covered)
    return made


def _is_stamp(passage: Passage, time: Time) -> bool:
    """Whether a time is the page's own: "Posted: Friday, March 3", "(Published Sunday)". Nothing told was then."""
    before = passage.text[: max(0, time.start - passage.start)]
    stamped = "|".join(time_table("en").tense["stamped"])
    return re.search(rf"(?:^|[^\w'’-])(?:{stamped})(?: on| at)?:?\s*$", before[-30:]) is not None


def has_house(tokens: Iterable[Token]) -> bool:
    """Whether words for a speaker name a house to which people are brought: "doctors at the hospital in Bure"."""
    return not _HOUSES.isdisjoint(token.lower_ for token in tokens)


def is_settlement(place: Place) -> bool:
    """Whether a place is a town or village, named as a place: by a gazetteer, or by the words around its name."""
    known = place.lat is not None or (place.role is PlaceRole.SCENE and place.kind is None)
    return known and place.role is not PlaceRole.ACTOR and place.kind not in _WIDE


def is_wide(place: Place) -> bool:
    """Whether a place is a country, a region or wider."""
    return place.kind in _WIDE


def by_name(places: Sequence[Place]) -> Mapping[tuple[str, float | None], Place]:
    """Places by what makes them one, the first mention of each."""
    unique: dict[tuple[str, float | None], Place] = {}
    for place in places:
        unique.setdefault((place.name, place.lat), place)
    return unique


def _numbers(
    mark: Span | Figure | Relation | Time | Place, passages: Sequence[Passage], starts: list[int]
) -> Iterator[int]:
    """The passages that a mark lies in."""
    number = max(0, bisect_right(starts, mark.start) - 1)
    while number < len(passages) and passages[number].start < mark.end:
        if mark.start < passages[number].start + len(passages[number].text):
            yield number
        number += 1


def _near(said: list[tuple[int, int]], time: Time) -> list[tuple[int, int]]:
    """The stretches of `said` that can touch a time: those around its place in the sorted list."""
    at = bisect_right(said, (time.start, time.end))
    return said[max(0, at - 2) : at + 2]


def _is_voice(speech: Speech) -> bool:
    """Whether a cue makes somebody a speaker: words do, thoughts only where it is known whose they are, plans never.

    That "Russia plans to attack" is what the outlet says of Russia. Things that "suggest" or "show" do not speak.
    """
    if not speech.attribution.content or speech.kind in _NOT_WORDS:
        return False
    known = any(one.role or _is_body(one) for one in speech.speakers)
    if speech.kind == "evidence" or speech.cue_lemma in _SHOWING:
        return known
    return speech.kind in _WORDS or known or any(one.party for one in speech.speakers)


def _is_only_wanted(speech: Speech, passages: Sequence[Passage]) -> bool:
    """Whether somebody else wants it to be said or agreed: "urged both sides to agree to a truce"."""
    if speech.cue_token is None:
        return False
    cue = passages[speech.passage].doc[speech.cue_token]
    if not is_what_to_do(cue) or cue.head.i == cue.i:
        return False
    return stance_of(lemma(cue.head), passages[speech.passage], cue.head) is Stance.DEMANDS


def _is_body(speaker: Speaker) -> bool:
    """Whether a speaker is a body by its words: what "the court found" or "the commission estimates", it says."""
    words = speaker.as_worded.partition(",")[0].split()
    return bool(words) and words[-1].lower() in tables().bodies
