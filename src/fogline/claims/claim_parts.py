"""What parts of a passage are to a claim that is made of it: its day by the heading, its side, its places and figures.

In: marks of a passage, a clause, what is said of it. Out: values of a claim's fields. Refused: nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from fogline.claims.actors import actor
from fogline.claims.clauses import Clause, phrase
from fogline.claims.happenings import Happening
from fogline.claims.homeland import Homeland
from fogline.claims.marks import Marks
from fogline.claims.parse import Passage
from fogline.claims.speech import Speech
from fogline.claims.status_words import status_words
from fogline.data.parties import country_in
from fogline.data.points import POINT
from fogline.data.word_lists import word_lists
from fogline.model.claim import (
    UNRESOLVED,
    Actor,
    Claim,
    DirectQuote,
    Figure,
    Place,
    PlaceRole,
    Span,
    Speaker,
    Stage,
    Stance,
    StatusSaid,
    Time,
    When,
)
from fogline.model.report import Section, SectionKind

_LISTS = word_lists("happening_words", "scope")
_ALL_OVER = _LISTS.pattern("all_over")
_SINCE_WHEN = _LISTS.pattern("since_when")
_HISTORY = 15  # years
_HAPPENED = frozenset({Stage.HAPPENED, Stage.REPELLED, Stage.ATTEMPTED})


def is_history(when: When, published: str | None) -> bool:
    """Whether what is told was so long ago that it says nothing of how things stand: a town overrun in 1995."""
    last, now = (when.finish or "")[:4], (published or "")[:4]
    return last.isdecimal() and now.isdecimal() and int(now) - int(last) >= _HISTORY


def of_the_day(section: Section, got: Stage | None) -> When:
    """Under a timeline's heading for a day all that happened was on that day, unless it says otherwise."""
    day = section.date if section.kind is SectionKind.BODY and got in _HAPPENED else None
    return When(edtf=day, begin=day, finish=day, basis="the section's dateline") if day else When()


def own_side(speakers: Sequence[Speaker]) -> str | None:
    """Who "we" and "it" are where a body speaks that no table of parties has: the body itself."""
    one = speakers[0] if len(speakers) == 1 else None
    if one is None or one.name == UNRESOLVED:
        return None
    words = one.name.split()
    armed = words[-1].lower() in status_words().holders
    body = one.role == "armed group" or (len(words) == 1 and one.name.isupper())
    return one.name if armed or body else None


def side_of(token: Token, own: str | None, home: Homeland) -> str | None:
    """The side that a noun phrase means; "it", "we", "they" and "its fighters" are who speaks (`own`)."""
    if token.tag_ == "PRP" and own:
        return own
    name, party = actor(token, own, own)
    if party is None and token.tag_[0] == "N":
        start, end = phrase(token)
        party = home.side(token.doc[start:end].text)
    return party or (own if name == own else None)


def held_by(status: StatusSaid, doers: Sequence[Actor]) -> StatusSaid:
    """A place that is held, by whoever took it, where one party did."""
    sides = {one.party for one in doers}
    only = next(iter(sides)) if len(sides) == 1 else None
    return replace(status, by=only) if status.value == "held" and status.by is None and only else status


def with_pointed_at(places: tuple[Place, ...], said: Sequence[StatusSaid], here: Marks) -> tuple[Place, ...]:
    """The places of a claim with those that it only points at: "still hold it", "[the road] came under fire again"."""
    for one in said:
        if not any(place.name in one.subject for place in places):
            named = tuple(
                place for place in here.places if one.subject.endswith((f"to {place.name}", f"of {place.name}"))
            )
            pointed = (tuple(place for place in here.places if place.name == one.subject) or named)[-1:]
            # "The attack has cut the road to Birao" was not there.
            places += tuple(replace(place, role=PlaceRole.MENTION) for place in pointed) if places else pointed
    return places


def only_where_issued(passage: Passage) -> bool:
    """Whether a passage only says where a paper was issued: "Vienna, Austria"; an agency's "KYIV -" is where it was."""
    alone = passage.section.kind is SectionKind.DATELINE and passage.section.date is None
    return alone and passage.text.strip()[-1:].isalpha() and country_in(passage.text.partition(",")[2]) is not None


def without_mark(span: Span, passage: Passage) -> Span:
    """A stretch without the mark of the list that its passage is a point of: "1. Russian forces advanced"."""
    mark = POINT.match(passage.text)
    start = passage.start + mark.end() if mark is not None else span.start
    return Span(start=start, end=span.end) if span.start < start < span.end else span


def figures_told(here: Marks, span: Span, apart: Sequence[Span], *, of_then: bool) -> tuple[Figure, ...]:
    """The figures within a claim's words that count what it tells. `apart`: words in it that tell something else.

    `of_then`: the claim is of the day behind whose "when" it stands.
    """
    own = [
        one
        for one in here.figures
        if one.measure and inside(one, span) and not is_within(one, apart) and not _names_place(one, here)
    ]
    return tuple(
        one
        for one in own
        if not _is_of_the_country(one, own, here) and (of_then or not _is_of_the_day_before(one, span, here))
    )


def _names_place(figure: Figure, here: Marks) -> bool:
    """Whether what looks like one captured person is the name of a captured place."""
    return any(place.start <= figure.start and figure.end <= place.end for place in here.places)


def _is_of_the_country(figure: Figure, beside: Sequence[Figure], here: Marks) -> bool:
    """Whether a figure counts a whole country beside a town's: "has risen to 27, and to 41 across the country"."""
    if not any(one.measure == figure.measure and one.start < figure.start for one in beside):
        return False
    text, at = here.passage.text, figure.end - here.passage.start
    return _ALL_OVER.match(text, at) is not None


def _is_of_the_day_before(figure: Figure, span: Span, here: Marks) -> bool:
    """Whether a figure counts what was on the day of the one before: "the worst since May, when 13 died"."""
    offset = here.passage.start
    return any(
        span.start < offset + start and offset + end <= figure.start for start, end in _since_when(here.passage.text)
    )


@functools.lru_cache(maxsize=64)
def _since_when(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _SINCE_WHEN.finditer(text)]


def is_sentence_like(clause: Clause) -> bool:
    """Whether a clause could stand alone; a bare infinitive or participle that tells nothing else is no claim."""
    return clause.head.tag_ in ("VBZ", "VBP", "VBD") or any(
        child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for child in clause.head.children
    )


def noun_end(token: Token, clause: Clause) -> int:
    """The end of a noun phrase with its prepositional phrases: "bombardment of an apartment block on Thursday"."""
    end = token.i + 1
    for child in token.subtree:
        if child.i == end and child.i in clause.own:
            end = child.i + 1
    while end > token.i + 1 and (token.doc[end - 1].is_punct or token.doc[end - 1].dep_ in ("cc", "mark")):
        end -= 1
    return end


def holds_its_own(one: Happening, main: Happening, clause: Clause) -> bool:
    """Whether a noun tells another happening than its clause: "the strikes follow the killing of 26 in Pahalgam"."""
    noun = one.trigger
    if one is main or noun.tag_[0] != "N" or noun.dep_ not in ("dobj", "pobj", "nsubj", "nsubjpass", "appos"):
        return False
    first, last = phrase(noun)
    return not first <= main.trigger.i < max(last, noun_end(noun, clause))


_OTHER_DAY = _LISTS.words("other_day")
_DAYS_WORDS = 4  # tokens from "since" to the last of a day
_AFTER_A_DAY = 2  # tokens from a clause's last to a "when" that belongs to the day at its end


def of_another_day(here: Marks, clause: Clause) -> Iterator[Span]:
    """What a clause only dates itself by: "since 2014, when rebels seized 276 girls in Chibok, 1,400 were seized"."""
    doc, offset = here.passage.doc, here.passage.start
    for word in doc[clause.start : clause.end + _AFTER_A_DAY]:
        told = word.head
        if word.lower_ != "when" or word.i < 2 or told.i in clause.own or told.tag_[0] not in "VM":
            continue
        end = told.right_edge.i + 1
        before = doc[word.i - 1 - (doc[word.i - 1].text == ",")]
        dated = any(time.start <= offset + before.idx < time.end for time in (*here.times, *here.said_times))
        if dated and told.dep_ in ("relcl", "advcl") and not word.i <= clause.head.i < end:
            # "Nine died in 2022, when a bomb hit Bure" tells of the bomb; "since 2022, when" does not.
            near = doc[max(before.sent.start, before.i - _DAYS_WORDS) : before.i]
            other = next((one for one in near if one.lower_ in _OTHER_DAY), None)
            if other is not None:
                yield here.passage.span(doc[other.i if other.lower_ == "unlike" else word.i : end])


def held(here: Marks, one: Happening, clause: Clause) -> Span:
    """The words of a noun that tells a happening."""
    first, last = phrase(one.trigger)
    return here.passage.span(here.passage.doc[first : max(last, noun_end(one.trigger, clause))])


def inside(one: Figure | Place, span: Span) -> bool:
    return span.start <= one.start and one.end <= span.end


def is_within(one: Figure | Place | Time, some: Sequence[Span]) -> bool:
    return any(span.start <= one.start < span.end for span in some)


def touches(mark: DirectQuote, span: Span) -> bool:
    return mark.start < span.end and span.start < mark.end


def statuses_once(claims: Sequence[Claim]) -> list[Claim]:
    """A clause's claims, each status on the one that holds the others: no bridge is closed by "the strike"."""

    def told_by_another(claim: Claim, said: StatusSaid) -> bool:
        around = (one for one in claims if one.start <= claim.start and claim.end <= one.end and said in one.statuses)
        return any((one.start, one.end) != (claim.start, claim.end) for one in around)

    return [
        replace(claim, statuses=kept)
        if len(kept := tuple(one for one in claim.statuses if not told_by_another(claim, one))) < len(claim.statuses)
        else claim
        for claim in claims
    ]


def without_scraps(claims: Sequence[Claim]) -> list[Claim]:
    """A title's claims without those that only count what others tell: the "One killed, dozens" of two counts."""

    def counts(claim: Claim) -> set[tuple[object, ...]]:
        return {(one.measure, one.group, one.best, one.low) for one in claim.figures}

    def is_scrap(claim: Claim) -> bool:
        if claim.kind or claim.statuses or claim.relations:
            return False
        others = [one for one in claims if one is not claim and one.kind and one.speakers == claim.speakers]
        if claim.figures:
            return counts(claim) <= set[tuple[object, ...]]().union(*map(counts, others))
        return not claim.when.edtf and any(one.start <= claim.start and claim.end <= one.end for one in others)

    return [claim for claim in claims if not is_scrap(claim)]


def denied_within(claims: Sequence[Claim], denying: Sequence[Speech]) -> list[Claim]:
    """What somebody denies with all that is in it: "says reports that Tehran asked for a truce are 'totally false'".

    `denying`: speeches whose speaker denies what they hold, within which somebody else, or he himself, says something.
    What another has said before ("the rebels claimed its capture; the army denied it") stays his word, and is answered.
    """
    done = list(claims)
    for speech in denying:
        for n, claim in enumerate(done):
            held = any(one.start <= claim.start and claim.end <= one.end for one in speech.attribution.content)
            same = {one.name for one in claim.speakers} == {one.name for one in speech.speakers}
            goes_on = same and (claim.cue or "").endswith("ing")  # "denied that it had fallen, saying that"
            if held and (goes_on or is_word_of_another(claim.speakers, speech)):
                continue
            if held and claim.kind and claim.stance is not Stance.DENIES and claim.cue != speech.cue:
                done[n] = replace(
                    claim,
                    speakers=speech.speakers,
                    stance=Stance.DENIES,
                    polarity="negative",
                    stage=Stage.DID_NOT_HAPPEN,
                    statuses=(),
                )
    return done


def is_word_of_another(speakers: Sequence[Speaker], denial: Speech) -> bool:
    """Whether what is denied was said before by others: "the rebels claimed its capture; the army denied it"."""
    before = max(one.end for one in denial.attribution.content) <= min(one.start for one in denial.attribution.cue)
    named = bool(speakers) and all(one.name != UNRESOLVED for one in speakers)
    return before and named and {one.name for one in speakers}.isdisjoint(one.name for one in denial.speakers)


def with_days(claims: list[Claim]) -> list[Claim]:
    """A claim whose cue gives no day takes the one day on which its speaker is said to have spoken in this report."""
    days: dict[str, set[str]] = {}
    for claim in claims:
        if claim.said_on:
            for speaker in claim.speakers:
                days.setdefault(speaker.name, set()).add(claim.said_on)
    return [
        replace(claim, said_on=next(iter(known)))
        if not claim.said_on
        and claim.speakers
        and claim.speakers[0].name != UNRESOLVED
        and len(known := days.get(claim.speakers[0].name, set())) == 1
        else claim
        for claim in claims
    ]
