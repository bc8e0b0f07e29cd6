"""Clauses and layers of one report to its claims.

In: the parsed passages and the layers found in them (speech, places, times, figures, relations). Out: claims in the order
of the text. A clause becomes a claim where somebody is said to say it, or where it tells a happening, a status, a figure
with a known measure or where a place lies. What is nobody's words and tells none of these is no claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from fogline.claims.certainty import certainty_of, polarity_of, stage_of, stance_of
from fogline.claims.clauses import Clause, clauses, phrase
from fogline.claims.happenings import Happening, happenings
from fogline.claims.nominal_stage import nominal_stage
from fogline.claims.parse import Passage
from fogline.claims.speech import Speech
from fogline.claims.statuses import place_of, statuses
from fogline.claims.times import times_of_clause, when_of
from fogline.data.parties import actor_of
from fogline.model.claim import (
    UNRESOLVED,
    Actor,
    Certainty,
    Claim,
    DirectQuote,
    Figure,
    Genre,
    Method,
    Place,
    PlaceRole,
    Relation,
    Span,
    Speaker,
    Stage,
    Stance,
    Time,
    When,
    claim_id,
)
from fogline.model.report import Report, SectionKind

METHOD = Method(name="rules", version="1")
_GENRES = {SectionKind.LIVE_UPDATE: Genre.LIVE_UPDATE, SectionKind.CAPTION: Genre.CAPTION}
_WORDS = frozenset({"speech", "denial", "writing", "according-to"})
_NOT_WORDS = frozenset({"seeming", "evidence", "intent", "feeling", "adverb"})
_SHOWING = frozenset({"suggest", "indicate", "show", "mean", "imply", "signal", "reveal", "demonstrate", "point_out"})
_NO_ACTORS = frozenset({"PRP", "WDT", "WP", "EX", "DT", "CD", "IN"})  # tags of what names nobody
_SHORTEST = 2  # tokens: a clause of one word says nothing that could be checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """What was found in a report before claims are built."""

    speeches: Sequence[Speech]
    places: Sequence[Place]
    references: Sequence[Place]  # "the city", "the two villages": places that definite descriptions stand for
    times: Sequence[Time]
    figures: Sequence[Figure]
    relations: Sequence[Relation]


@dataclass(slots=True)
class _Piece:
    """A stretch of a passage that may become a claim."""

    clause: Clause
    start: int  # token positions
    end: int
    predicate: Token
    happening: Happening | None
    speech: Speech | None


class ClaimBuilder:
    """Builds the claims of one report. Holds what the clauses share; used once."""

    def __init__(self, report: Report, passages: Sequence[Passage], layers: Layers) -> None:
        self._report = report
        self._passages = passages
        self._layers = layers
        self._speeches = [speech for speech in layers.speeches if _is_voice(speech)]
        said = [span for speech in self._speeches for span in speech.said_when]
        self._times = [
            time for time in layers.times if not any(time.start < span.end and span.start < time.end for span in said)
        ]
        self._near: Place | None = None
        self._said: dict[str, set[str]] = {}

    def build(self) -> list[Claim]:
        """All claims of the report, in the order of the text."""
        found: dict[str, Claim] = {}
        for number, passage in enumerate(self._passages):
            for claim in self._of_passage(number, passage):
                found.setdefault(claim.id, claim)
        claims = sorted(found.values(), key=lambda claim: (claim.start, claim.end, claim.id))
        return [self._with_day(claim) for claim in _linked(claims)]

    def _of_passage(self, number: int, passage: Passage) -> Iterator[Claim]:
        speeches = self._speeches_in(number, passage)
        cues = frozenset(
            speech.cue_token for speech in speeches if speech.cue_token is not None and speech.passage == number
        )
        marked = self._tokens_of(passage, [*self._layers.references, *self._layers.places])
        named = frozenset(self._tokens_of(passage, self._layers.places))
        found = clauses(number, passage.doc, cues)
        told: dict[int, list[Happening]] = {}
        for happening in happenings(found, named, self._time_tokens(passage)):
            told.setdefault(happening.clause.head.i, []).append(happening)
        for clause in found:
            happened = told.get(clause.head.i, [])
            for piece in self._pieces(passage, clause, happened, speeches, clause.head.i in cues):
                claim = self._claim(passage, piece, marked)
                if claim is not None:
                    yield claim
            self._near = self._settlement_of(clause, marked) or self._near

    def _speeches_in(self, number: int, passage: Passage) -> list[Speech]:
        start, end = passage.start, passage.start + len(passage.text)
        return [
            speech
            for speech in self._speeches
            if speech.passage == number
            or any(span.start < end and start < span.end for span in speech.attribution.content)
        ]

    def _tokens_of(self, passage: Passage, places: Sequence[Place]) -> dict[int, Place]:
        """Places by the positions of the tokens that they cover; later ones win."""
        start, end = passage.start, passage.start + len(passage.text)
        covered: dict[int, Place] = {}
        for place in places:
            if start <= place.start < end:
                span = passage.doc.char_span(place.start - start, place.end - start, alignment_mode="expand")
                if span is not None:
                    covered |= dict.fromkeys(range(span.start, span.end), place)
        return covered

    def _time_tokens(self, passage: Passage) -> frozenset[int]:
        start, end = passage.start, passage.start + len(passage.text)
        covered: set[int] = set()
        for time in self._layers.times:
            if start <= time.start < end:
                span = passage.doc.char_span(time.start - start, time.end - start, alignment_mode="expand")
                covered |= set(range(span.start, span.end)) if span is not None else set()
        return frozenset(covered)

    def _settlement_of(self, clause: Clause, marked: Mapping[int, Place]) -> Place | None:
        return next(
            (place for i in sorted(clause.own) if (place := marked.get(i)) and _is_settlement(place)),
            None,
        )

    def _pieces(
        self, passage: Passage, clause: Clause, told: list[Happening], speeches: list[Speech], is_frame: bool
    ) -> Iterator[_Piece]:
        main = next((one for one in told if one.trigger.tag_[0] == "V"), None)
        if main is None and not is_frame:
            main = next(
                (one for one in told if one.carrier is not None or one.trigger.dep_ in ("nsubj", "ROOT", "attr")), None
            )
        for happening in told:
            if happening is main and not is_frame:
                continue
            token = happening.trigger
            start, end = phrase(token)
            end = max(end, _noun_end(token, clause))
            yield _Piece(clause, start, end, token, happening, self._speech_at(passage, token, speeches))
        if not is_frame and clause.end - clause.start >= _SHORTEST:
            predicate = main.trigger if main else clause.head
            speech = self._speech_at(passage, predicate, speeches)
            start, end = self._within(passage, clause, speech)
            yield _Piece(clause, start, end, predicate, main, speech)

    def _speech_at(self, passage: Passage, token: Token, speeches: list[Speech]) -> Speech | None:
        """The innermost speech whose content holds the token."""
        position = passage.start + token.idx
        around = [
            (sum(span.end - span.start for span in speech.attribution.content), -speech.attribution.content[0].start, i)
            for i, speech in enumerate(speeches)
            if any(span.start <= position < span.end for span in speech.attribution.content)
        ]
        return speeches[min(around)[2]] if around else None

    def _within(self, passage: Passage, clause: Clause, speech: Speech | None) -> tuple[int, int]:
        """The clause's range, cut to the content of the speech that it is part of."""
        start, end = clause.start, clause.end
        if speech is None:
            return start, end
        inside = [
            i
            for i in range(start, end)
            if any(
                span.start <= passage.start + clause.head.doc[i].idx < span.end for span in speech.attribution.content
            )
        ]
        return (inside[0], inside[-1] + 1) if inside else (start, end)

    def _claim(self, passage: Passage, piece: _Piece, marked: Mapping[int, Place]) -> Claim | None:
        doc = passage.doc
        span = passage.span(doc[piece.start : piece.end])
        figures = tuple(
            one for one in self._layers.figures if _inside(one, span) and one.measure and not self._is_place(one)
        )
        relations = tuple(one for one in self._layers.relations if span.start < one.end and one.start < span.end)
        happening, speech = piece.happening, piece.speech
        stage = self._stage(passage, piece)
        speakers = speech.speakers if speech else ()
        party = speakers[0].party if len({one.party for one in speakers}) == 1 else None

        def party_of(token: Token) -> str | None:
            return self._actor(token, party)[1]

        told = [(happening, stage)] if happening else []
        said = (
            statuses(piece.clause, told, marked, self._near, party_of) if piece.predicate.tag_[0] != "N" or told else []
        )
        spoken = speech is not None and _is_sentence_like(piece.clause)
        if piece.end - piece.start < _SHORTEST or not (spoken or happening or figures or relations or said):
            return None
        kind = happening.kind.name if happening else None
        certainty = certainty_of(passage, piece.predicate)
        head = piece.clause.head
        if certainty.value == "certain" and piece.start <= head.i < piece.end and head.i != piece.predicate.i:
            # The noun tells what happens, the verb above it how sure that is: "appear to be intensifying their assault".
            certainty = certainty_of(passage, head)
        stance = self._stance(passage, speech, certainty)
        if stance is Stance.INTENDS and stage is not None:
            stage = Stage.PLANNED
        if stance is Stance.DENIES and happening:
            stage = Stage.DID_NOT_HAPPEN
        times = self._times_of(passage, piece, span)
        quotes = tuple(
            quote for quote in (speech.quotes if speech else ()) if quote.start < span.end and span.start < quote.end
        )
        names = tuple(speaker.name for speaker in speakers)
        return Claim(
            id=claim_id(
                report=self._report.id, start=span.start, end=span.end, speakers=names, kind=kind, method=METHOD.name
            ),
            report=self._report.id,
            start=span.start,
            end=span.end,
            quote=self._report.text[span.start : span.end],
            kind=kind,
            method=METHOD,
            speakers=speakers,
            cue=speech.cue if speech else None,
            said_on=self._said_on(speech),
            stance=stance,
            polarity="positive" if _asks(piece.clause.head) else polarity_of(passage, piece.predicate),
            certainty=certainty,
            stage=stage,
            trigger=passage.span(happening.trigger) if happening else None,
            initiators=self._initiators(happening, speakers, party, certainty, stance, stage),
            recipients=self._actors(happening.patients if happening else (), party, marked),
            places=self._places(piece, span, happening, marked),
            when=when_of(times) if times else When(),
            figures=figures,
            relations=relations,
            statuses=tuple(said),
            direct_quotes=quotes,
            genre=_GENRES.get(passage.section.kind, Genre.REPORT),
            confidence=_confidence(speakers, happening, said),
        )

    def _times_of(self, passage: Passage, piece: _Piece, span: Span) -> list[Time]:
        """The times of a claim: those in its own words, else those that hang on its predicate; never when it was said."""
        inside = [time for time in self._times if span.start <= time.start and time.end <= span.end]
        return inside or times_of_clause(passage, piece.predicate, self._times)

    def _is_place(self, figure: Figure) -> bool:
        """Whether what looks like one captured person is the name of a captured place."""
        return any(place.start <= figure.start and figure.end <= place.end for place in self._layers.places)

    def _stage(self, passage: Passage, piece: _Piece) -> Stage | None:
        if piece.happening is None:
            return None
        stage = stage_of(passage, piece.predicate, piece.happening.kind.name)
        head = piece.clause.head
        if piece.predicate.tag_[0] == "N" and stage in (Stage.HAPPENED, Stage.ONGOING):
            return nominal_stage(piece.predicate) or stage
        if _asks(head) and stage is Stage.DID_NOT_HAPPEN:
            # "It is not clear who blew it up": it was blown up.
            return Stage.HAPPENED
        if piece.predicate.dep_ == "pcomp" and piece.predicate.head.lower_ in ("toward", "towards", "on"):
            # "Progress toward encircling the city" has not encircled it.
            return Stage.ONGOING if stage is Stage.HAPPENED else stage
        purpose = head.dep_ == "advcl" and any(child.tag_ == "TO" for child in head.children)
        # "Massing forces to break through": what is done for a purpose has not reached it.
        return Stage.PLANNED if purpose and stage in (Stage.HAPPENED, Stage.ONGOING) else stage

    def _stance(self, passage: Passage, speech: Speech | None, certainty: Certainty) -> Stance:
        if speech is None:
            return Stance.ASSERTS
        stance = Stance.ASSERTS
        if speech.cue_token is not None:
            told = self._passages[speech.passage]
            stance = stance_of(speech.cue_lemma, told, told.doc[speech.cue_token])
        analyst = any(speaker.role == "think tank" for speaker in speech.speakers)
        # What analysts say hedged is their assessment, whatever verb brings it.
        return Stance.ASSESSES if stance is Stance.ASSERTS and analyst and certainty.value != "certain" else stance

    def _said_on(self, speech: Speech | None) -> str | None:
        if speech is None:
            return None
        for span in speech.said_when:
            for time in self._layers.times:
                if time.start < span.end and span.start < time.end and time.edtf:
                    day = time.edtf.split("T")[0]
                    for speaker in speech.speakers:
                        self._said.setdefault(speaker.name, set()).add(day)
                    return day
        return None

    def _with_day(self, claim: Claim) -> Claim:
        """A claim whose cue gives no day takes the one day on which its speaker is said to have spoken in this report."""
        if claim.said_on or not claim.speakers or claim.speakers[0].name == UNRESOLVED:
            return claim
        days = self._said.get(claim.speakers[0].name, set())
        return replace(claim, said_on=next(iter(days))) if len(days) == 1 else claim

    def _actor(self, token: Token, speaker_party: str | None) -> tuple[str, str | None]:
        start, end = phrase(token)
        words = token.doc[start:end].text
        name, party = actor_of(words, speaker_party)
        if party is None and end - start > 1:
            party = actor_of(token.text, speaker_party)[1]
        if party is None and (owner := next((child for child in token.children if child.tag_ == "PRP$"), None)):
            named = {found[1] for found in self._named_before(owner, speaker_party)}
            if owner.lower_ in ("his", "her", "its", "their") and len(named) == 1:
                party = named.pop()
                name = f"{party} {token.lower_}"
        return name, party

    def _named_before(self, token: Token, speaker_party: str | None) -> list[tuple[str, str | None]]:
        """The names with a party that the sentence has before a pronoun, in order; for "his", those that are subjects."""
        person = token.lower_ in ("he", "she", "his", "her")
        return [
            found
            for one in token.doc[token.sent.start : token.i]
            if one.tag_ in ("NNP", "NNPS", "NNS", "NN") and one.dep_ != "compound"
            if (one.dep_ in ("nsubj", "nsubjpass")) or not person
            if (found := self._actor(one, speaker_party))[1]
        ]

    def _actors(
        self, tokens: Sequence[Token], speaker_party: str | None, marked: Mapping[int, Place]
    ) -> tuple[Actor, ...]:
        made = []
        for token in tokens:
            if (
                token.tag_ in _NO_ACTORS
                or token.lower_ in ("that", "which", "all", "part", "place")
                or (token.i in marked and place_of(token, marked) is None)
            ):
                continue
            start, end = phrase(token)
            name, party = self._actor(token, speaker_party)
            made.append(Actor(name=name, as_worded=token.doc[start:end].text, party=party))
        return tuple(dict.fromkeys(made))

    def _initiators(
        self,
        happening: Happening | None,
        speakers: tuple[Speaker, ...],
        speaker_party: str | None,
        certainty: Certainty,
        stance: Stance,
        stage: Stage | None,
    ) -> tuple[Actor, ...]:
        if happening is None:
            return ()
        actors = self._actors(happening.agents, speaker_party, {})
        if not actors and happening.agents and happening.agents[0].tag_ == "PRP":
            actors = self._pronoun(happening.agents[0], speaker_party)
        if not actors and stage is Stage.REPELLED and speaker_party:
            # Whoever says that attacks were repelled says that the other side attacked.
            name, party = actor_of("the enemy", speaker_party)
            actors = (Actor(name=name, as_worded="", party=party),) if party else ()
        sure = _how_surely(speakers, speaker_party, certainty, stance)
        return tuple(
            replace(
                one,
                confidence="claimed or admitted"
                if sure != "possible" and speakers and one.party and one.party == speaker_party
                else sure,
            )
            for one in actors
        )

    def _pronoun(self, pronoun: Token, speaker_party: str | None) -> tuple[Actor, ...]:
        """ "We" is the speaker's side; "it" and "they" are the one party that the sentence named before, or nobody."""
        word = pronoun.lower_
        if word == "we":
            return (Actor(name=speaker_party, as_worded=pronoun.text, party=speaker_party),) if speaker_party else ()
        if word not in ("it", "they"):
            return ()
        before = self._named_before(pronoun, speaker_party)
        if len({party for _, party in before}) != 1:
            return ()
        name, party = before[-1]
        return (Actor(name=name, as_worded=pronoun.text, party=party),)

    def _places(
        self, piece: _Piece, span: Span, happening: Happening | None, marked: Mapping[int, Place]
    ) -> tuple[Place, ...]:
        inside = [
            place
            for place in [*self._layers.places, *self._layers.references]
            if span.start <= place.start and place.end <= span.end and place.role is not PlaceRole.ACTOR
            if not (place.kind == "country" and self._acts(piece, place))
        ]
        if happening is not None:
            for token in happening.patients:
                place = place_of(token, marked)
                if place and place not in inside:
                    inside.append(place)
        inside.sort(key=lambda place: (place.start, place.end))
        unique: dict[tuple[str, float | None], Place] = {}
        for place in inside:
            unique.setdefault((place.name, place.lat), place)
        if not unique and happening is not None and (happening.kind.harm or happening.kind.territory):
            nearby = self._scene_nearby(piece, marked)
            return (nearby,) if nearby else ()
        return tuple(unique.values())

    def _acts(self, piece: _Piece, place: Place) -> bool:
        """Whether a country is named for what it does or owns, not for where it lies: "Russia is massing troops"."""
        doc, start = piece.clause.head.doc, self._passages[piece.clause.passage].start
        words = doc.char_span(place.start - start, place.end - start, alignment_mode="expand")
        return words is not None and words.root.dep_ in ("poss", "nsubj", "nsubjpass", "agent")

    def _scene_nearby(self, piece: _Piece, marked: Mapping[int, Place]) -> Place | None:
        """A happening that names no place takes the one settlement of its sentence, else the one last spoken of."""
        sentence = piece.predicate.sent
        around = {
            (place.name, place.lat): place
            for i in range(sentence.start, sentence.end)
            if (place := marked.get(i)) and _is_settlement(place)
        }
        if len(around) == 1:
            return next(iter(around.values()))
        return self._near if not around else None


def _is_settlement(place: Place) -> bool:
    return (
        place.lat is not None
        and place.role is not PlaceRole.ACTOR
        and place.kind not in ("country", "region", "continent", "district", "sea", "area")
    )


def _is_voice(speech: Speech) -> bool:
    """Whether a cue makes somebody a speaker: words do, thoughts only where it is known whose they are, plans never.

    That "Russia plans to attack" is what the outlet says of Russia. Things that "suggest" or "show" something do not speak.
    """
    if not speech.attribution.content or speech.kind in _NOT_WORDS:
        return False
    known = any(one.role or one.party for one in speech.speakers)
    if speech.cue_lemma in _SHOWING:
        return any(one.role for one in speech.speakers)
    return speech.kind in _WORDS or known


def _asks(verb: Token) -> bool:
    """Whether a clause is an indirect question: what it asks about is taken as given."""
    return verb.dep_ in ("ccomp", "csubj", "pcomp") and any(
        child.tag_ in ("WP", "WDT", "WRB") and child.lower_ != "that" for child in verb.children
    )


def _is_sentence_like(clause: Clause) -> bool:
    """Whether a clause could stand alone; a bare infinitive or participle that tells nothing else is no claim."""
    return clause.head.tag_ in ("VBZ", "VBP", "VBD") or any(
        child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for child in clause.head.children
    )


def _noun_end(token: Token, clause: Clause) -> int:
    """The end of a noun phrase with its prepositional phrases: "bombardment of an apartment block on Thursday"."""
    end = token.i + 1
    for child in token.subtree:
        if child.i == end and child.i in clause.own:
            end = child.i + 1
    while end > token.i + 1 and (token.doc[end - 1].is_punct or token.doc[end - 1].dep_ in ("cc", "mark")):
        end -= 1
    return end


def _inside(figure: Figure, span: Span) -> bool:
    return span.start <= figure.start and figure.end <= span.end


def _how_surely(speakers: tuple[Speaker, ...], speaker_party: str | None, certainty: Certainty, stance: Stance) -> str:
    if certainty.value == "possible":
        return "possible"
    if not speakers:
        return "reported as fact" if certainty.value == "certain" else "suspected or accused"
    official = any(
        speaker.role in ("ministry", "police", "army", "president", "official", "government") for speaker in speakers
    )
    if official and stance is not Stance.DENIES:
        return "suspected or accused by authorities"
    return "suspected or accused"


def _confidence(speakers: tuple[Speaker, ...], happening: Happening | None, said: Sequence[object]) -> float:
    sure = 0.8
    if any(speaker.name == UNRESOLVED for speaker in speakers):
        sure -= 0.2
    if happening is None and not said:
        sure -= 0.1
    if happening is not None and happening.trigger.tag_[0] == "N":
        sure -= 0.1
    return round(sure, 2)


def _linked(claims: list[Claim]) -> list[Claim]:
    """Denials, doubts and "cannot verify" are tied to the claim before them that they are about."""
    linked: list[Claim] = []
    for claim in claims:
        about = None
        if claim.stance in (Stance.DENIES, Stance.DOUBTS, Stance.CANNOT_VERIFY):
            about = _what_about(claim, linked)
        linked.append(replace(claim, about=about) if about else claim)
    return linked


def _what_about(claim: Claim, before: Sequence[Claim]) -> str | None:
    measured = {figure.measure for figure in claim.figures} | ({"killed"} if claim.kind == "killing" else set())
    own = {speaker.party for speaker in claim.speakers if speaker.party}
    for earlier in reversed(before):
        if earlier.speakers == claim.speakers and earlier.stance is claim.stance:
            continue
        if claim.stance is Stance.CANNOT_VERIFY:
            if measured & {figure.measure for figure in earlier.figures} and any(
                figure.scope == "total" for figure in earlier.figures
            ):
                return earlier.id
        elif earlier.kind and claim.kind and own & {actor.party for actor in earlier.initiators}:
            return earlier.id
    if claim.stance is Stance.CANNOT_VERIFY and before and claim.kind is None:
        return next((one.id for one in reversed(before) if one.kind and one.speakers != claim.speakers), None)
    return None
