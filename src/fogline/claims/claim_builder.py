"""Clauses and layers of one report to its claims.

In: the parsed passages and the layers found in them (speech, places, times, figures, relations). Out: claims in the
order of the text. A clause becomes a claim where somebody is said to say it, or where it tells a happening, a status, a
figure with a known measure, or where a place lies. What is nobody's words and tells none of these is no claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from fogline.claims.actors import accused, charged, initiators, recipients, who_acts
from fogline.claims.blame import blame
from fogline.claims.certainty import certainty_of, polarity_of, stance_of
from fogline.claims.claim_parts import (
    denied_within,
    figures_told,
    held,
    held_by,
    holds_its_own,
    inside,
    is_history,
    is_sentence_like,
    is_within,
    is_word_of_another,
    noun_end,
    of_another_day,
    of_the_day,
    own_side,
    side_of,
    statuses_once,
    touches,
    with_days,
    with_pointed_at,
    without_mark,
    without_scraps,
)
from fogline.claims.claim_times import (
    as_past,
    day_of_when,
    hours_said,
    is_dated,
    is_planned,
    lone_day,
    only_day,
    times_of_clause,
    times_told,
)
from fogline.claims.clauses import CHARGES, Clause, clauses, is_charge, objects_of, phrase
from fogline.claims.confidence import confidence
from fogline.claims.corrected import corrected
from fogline.claims.counted_back import counted_back
from fogline.claims.figure_binding import HARMS
from fogline.claims.genre import genre_of_claim, genre_of_report
from fogline.claims.happening_kinds import NAMING
from fogline.claims.happenings import Happening, bare_deed, happenings, under_it
from fogline.claims.homeland import Homeland
from fogline.claims.links import linked
from fogline.claims.marks import Layers, Marks, is_settlement, marks
from fogline.claims.own_voice import RETRACTS
from fogline.claims.parse import Passage, lemma
from fogline.claims.place_unknown import named_again
from fogline.claims.pointing import occurs
from fogline.claims.running_tolls import is_running, since_when
from fogline.claims.scene_names import strange_scenes
from fogline.claims.scenes import counted_at, places_of
from fogline.claims.speech import Speech
from fogline.claims.speech_tail import EXAMPLES
from fogline.claims.spoken_of import SpokenOf, is_long_ago, mayors, only_town, when_beside
from fogline.claims.stages import asks, harms_nobody, is_rehearsed, stage
from fogline.claims.statuses import statuses
from fogline.claims.time_tense import SAYS
from fogline.claims.times import when_of
from fogline.claims.topics import is_label, is_question
from fogline.claims.unverified import is_called_false, is_so_called, unverified
from fogline.data.cues import cues
from fogline.data.gazetteer import default_gazetteer
from fogline.data.kinds import RUNNING_TOLL, kind_table
from fogline.model.claim import (
    Actor,
    Certainty,
    Claim,
    Figure,
    Genre,
    Method,
    Place,
    PlaceRole,
    Span,
    Speaker,
    Stage,
    Stance,
    StatusSaid,
    Time,
    When,
    claim_id,
)
from fogline.model.report import Report, SectionKind

_METHOD = Method(name="rules", version="14")
_ANSWERS = frozenset({Stance.DENIES, Stance.DOUBTS, Stance.CANNOT_VERIFY})
_BARE = _ANSWERS | {Stance.DEMANDS, Stance.WARNS}  # what can be said in a clause that tells of nothing else
_LONGEST_ANSWER = 300  # code points from a speaker to the end of what it denies
_PEOPLE = frozenset({"killed", "injured", "missing", "captured", "displaced"})
_COUNTED = ("dobj", "nsubjpass")
_SHORTEST = 2  # tokens: a clause of one word says nothing that could be checked


def method() -> Method:
    """What reads. A gazetteer of the user's own is part of it, so that a ledger tells its readings from others."""
    own = default_gazetteer().fingerprint
    return _METHOD if own is None else replace(_METHOD, version=f"{_METHOD.version}+{own}")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a passage that may become a claim. `start` and `end` are token positions."""

    clause: Clause
    start: int
    end: int
    predicate: Token
    happening: Happening | None
    speech: Speech | None
    apart: tuple[Span, ...] = ()  # what other happenings of the clause hold: their places and figures are not its own
    blamed: Token | None = None  # who is said to have done it


def build_claims(report: Report, passages: Sequence[Passage], layers: Layers) -> list[Claim]:
    """All claims of a report, in the order of the text."""
    found: dict[str, Claim] = {}
    marked, genre = marks(passages, layers), genre_of_report(report)
    spoken = SpokenOf(published=report.published, only=only_town(marked), mayors=mayors(marked))
    strange: set[str] = set()
    for number, here in enumerate(marked):
        for place in list(named_again(strange, [here.passage], here.places)):
            here.add(place)
        spoken.begin(number, anew=number > 0 and here.topic != marked[number - 1].topic)
        if here.passage.section.kind is SectionKind.TITLE and spoken.titled is None:
            spoken.headed(here)
        if (here.topic and here.topic == here.passage.start and is_question(here.passage)) or is_label(here.passage):
            spoken.asked(here)
            continue
        here.speeches[:] = _going_on(here, number, marked)
        cues = frozenset(
            speech.cue_token for speech in here.speeches if speech.cue_token is not None and speech.passage == number
        )
        cut = clauses(number, here.passage.doc, cues)
        told: dict[int, list[Happening]] = {}
        for happening in happenings(cut, frozenset(here.named), frozenset(here.timed)):
            told.setdefault(happening.clause.head.i, []).append(happening)
            for scene in list(strange_scenes(happening, here)):
                here.add(scene)
                root = here.root(scene)
                if root is not None and root.head.lower_ != "on":  # "the attack on Petrenko" may be on a man
                    strange.add(scene.name)
        made: list[Claim] = []
        for clause in cut:
            happened, before = told.get(clause.head.i, []), len(made)
            for piece in _pieces(here, clause, happened, _is_frame(clause.head, cues)):
                claim = _claim(report, genre, marked, here, piece, spoken, layers.home)
                if claim is not None:
                    made.append(claim)
            made[before:] = statuses_once(made[before:])
            spoken.after(clause, here, happened, made[before:])
        if made:
            denying = [one for one in here.speeches if _denies(one, marked)]
            made = denied_within(made, denying)
        if here.passage.section.kind is SectionKind.TITLE:
            made = without_scraps(made)
        made += _bare_answers(report, genre, marked, number, made)
        for claim in made:
            found.setdefault(claim.id, claim)
    claims = corrected(list(found.values()), report)
    return with_days(linked(sorted(claims, key=lambda claim: (claim.start, claim.end, claim.id))))


def _going_on(here: Marks, number: int, marked: list[Marks]) -> Iterator[Speech]:
    """The speeches of a passage; who denies something also says what he goes on to say.

    In "denied that Uvira had fallen, saying troops held it" the parse has Uvira say it.
    """
    denials = [one for one in here.speeches if _denies(one, marked)]
    for speech in here.speeches:
        cue = here.passage.doc[speech.cue_token] if speech.passage == number and speech.cue_token is not None else None
        at = here.passage.start + cue.idx if cue is not None else -1
        around = (one for one in denials if any(span.start <= at < span.end for span in one.attribution.content))
        denial = next(around, None) if cue is not None and _goes_on_to_say(cue) else None
        yield replace(speech, speakers=denial.speakers) if denial is not None else speech


def _is_frame(head: Token, cues: frozenset[int]) -> bool:
    """Whether a clause only says who speaks: its verb is a cue, or it is the name before a colon that is one."""
    after = head.i + 1
    return head.i in cues or (after in cues and head.doc[after].text == ":")


def _bare_answers(report: Report, genre: Genre, marked: list[Marks], number: int, made: Sequence[Claim]) -> list[Claim]:
    """Denials, doubts, demands and warnings whose content is no clause are claims of their own.

    "The army denied responsibility", "the ministry called for an inquiry".

    `made` are the claims that the passage's clauses gave.
    """
    answers: list[Claim] = []
    here = marked[number]
    passage = here.passage
    last = passage.start + len(passage.text)
    held = [(claim.start, claim.end, claim.speakers) for claim in made if claim.speakers]
    for speech in here.speeches:
        if speech.passage != number or not speech.speakers:
            continue
        stance = _stance(speech, marked, Certainty())
        cue = speech.attribution.cue
        # "It had hit no homes and called for an inquiry": whose the call is stands in what was told before it.
        source = [one for one in speech.attribution.source if not _told_before(one, cue, held)]
        content = speech.attribution.content
        answered = stance is Stance.DENIES and any(
            is_word_of_another(who, speech)
            for a, b, who in held
            if any(a < one.end and one.start < b and len(here.tokens(one.start, one.end)) > 1 for one in content)
        )
        parts = (*cue, *source, *(() if answered else content))
        start, end = min(part.start for part in parts), max(part.end for part in parts)
        if answered and speech.cue_token is not None:  # the "it" of "denied it"
            thing = objects_of(passage.doc[speech.cue_token])
            end = max([end, *(passage.span(one).end for one in thing)])
        # "Troops fired first, the army said, something the mayor denied": it stands in what the army says.
        mine = [(a, b) for a, b, who in held if stance is not Stance.DENIES or who == speech.speakers]
        told = any(a < span.end and span.start < b for a, b in mine for span in content)
        if stance not in _BARE or told or end > last or start < passage.start or end - start > _LONGEST_ANSWER:
            continue
        answer = _answer(report, genre, here, Span(start=start, end=end), stance, speech.speakers)
        answers.append(replace(answer, cue=speech.cue, said_on=_said_on(speech, marked, report.published)))
    for span, stance in unverified(passage.text):
        start, end = passage.start + span.start, passage.start + span.end
        if not any(one.start < end and start < one.end and one.stance in _ANSWERS for one in (*made, *answers)):
            covered = here.tokens(start, end)
            around = here.speech_at(passage.doc[covered[0]]) if covered else None
            speakers = around.speakers if around is not None else ()
            answers.append(_answer(report, genre, here, Span(start=start, end=end), stance, speakers))
    return answers


def _told_before(source: Span, cue: Sequence[Span], told: Sequence[tuple[int, int, tuple[Speaker, ...]]]) -> bool:
    """Whether a claim lies between the words that name a speaker and the word of what is said, or holds the former."""
    begin = min(one.start for one in cue)
    return any(source.start < end <= begin for _, end, _ in told)


def _answer(
    report: Report, genre: Genre, here: Marks, span: Span, stance: Stance, speakers: tuple[Speaker, ...]
) -> Claim:
    """A claim that only answers another one."""
    names = tuple(speaker.name for speaker in speakers)
    return Claim(
        id=claim_id(report=report.id, start=span.start, end=span.end, speakers=names, kind=None, method=_METHOD.name),
        report=report.id,
        start=span.start,
        end=span.end,
        quote=report.text[span.start : span.end],
        kind=None,
        method=method(),
        speakers=speakers,
        stance=stance,
        polarity="negative" if stance is Stance.DENIES else "positive",
        places=tuple(
            place for place in here.places if is_settlement(place) and inside(place, span) and _told_of(place)
        ),
        genre=genre_of_claim(genre, here.passage.section.kind, ""),
        topic=here.topic,
        confidence=confidence(speakers, None, ()),
    )


def _told_of(place: Place) -> bool:
    return place.role not in (PlaceRole.ACTOR, PlaceRole.REFERENCE)


def _pieces(here: Marks, clause: Clause, told: list[Happening], is_frame: bool) -> Iterator[_Piece]:
    """What a clause says: the clause itself with its main happening, and each noun that tells another.

    A frame of speech ("the ministry said") says nothing of its own; only nouns in it that somebody speaks of do.
    """
    tally = _tally(here, clause) if is_frame and lemma(clause.head) not in CHARGES else None
    if tally is not None:
        main = next((one for one in told if one.trigger.dep_ in _COUNTED), None)
        start, end = _within(here, clause, tally)
        if here.passage.section.kind is SectionKind.TITLE and _holds_all(here, clause, tally, counts=True):
            covered = [i for one in tally.attribution.content for i in here.tokens(one.start, one.end)]
            start, end = covered[0], covered[-1] + 1  # all of "three dead, ten wounded in shelling"
        if end - start < _SHORTEST:
            start = min(start, clause.head.i)  # "spoken of six"
        yield _Piece(clause, start, end, main.trigger if main else clause.head, main, tally)
    else:
        main = None if is_frame else _main(told)
    if is_frame and (examples := _examples(here, clause)) is not None:
        yield examples
    blamed = _blamed(here, clause, told) if is_frame else None
    if blamed is not None:
        yield blamed
    past = tuple(of_another_day(here, clause))
    for happening in told:
        if blamed is not None and happening.trigger.i == blamed.predicate.i:
            continue
        if happening is not main:
            token = happening.trigger
            start, end = phrase(token)
            undergone = token.dep_ == "nsubjpass" or (token.dep_ == "xcomp" and token.tag_ == "VBN")
            if is_frame and undergone and token.head.i == clause.head.i:
                start, end = clause.start, clause.end  # "Fighting was reported near Goma" is all of it told
            if lemma(token) in CHARGES and token.i == clause.head.i:
                end = clause.end  # all of "accused Russia of having mined the dam"
            end = max(end, noun_end(token, clause))
            yield _Piece(clause, start, end, token, happening, here.speech_at(token), past)
    # Rescuers who "were called" or "responded" spoke to nobody.
    if (not is_frame or occurs(clause)) and clause.end - clause.start >= _SHORTEST:
        predicate = main.trigger if main else clause.head
        speech = here.speech_at(predicate)
        apart = [held(here, one, clause) for one in told if main and holds_its_own(one, main, clause)]
        yield _Piece(clause, *_within(here, clause, speech), predicate, main, speech, (*apart, *past))


def _tally(here: Marks, clause: Clause) -> Speech | None:
    """The speech of a frame that itself tells a number: "put the toll at seven" has no other clause for it."""
    counts = any(figure.measure in _PEOPLE for figure in here.figures)
    mine = (
        one
        for one in here.speeches
        if one.cue_token in (clause.head.i, clause.head.i + 1)
        if one.cue_lemma in cues().tallies
        or (counts and _reports(clause.head))
        or _holds_all(here, clause, one, counts=counts)
    )
    speech = next(mine, None)
    if speech is None or any(
        child.dep_ in ("ccomp", "xcomp") and child.i > clause.head.i for child in clause.head.children
    ):
        return None
    start, end = _within(here, clause, speech)
    span = here.passage.span(here.passage.doc[start:end])
    who = speech.attribution.source  # "three residents told the agency" counts none but those
    told = [one for one in here.figures if one.measure and inside(one, span)]
    counted = any(not any(source.start <= one.start < source.end for source in who) for one in told)
    return speech if counted or here.passage.section.kind is SectionKind.TITLE else None


def _holds_all(here: Marks, clause: Clause, speech: Speech, *, counts: bool) -> bool:
    """Whether what is said has no verb of its own: "Two dead after mine blast near Izium, police say".

    Of a title a count without one is enough, or none at all. `counts`: whether the passage counts people.
    """
    covered = [i for one in speech.attribution.content for i in here.tokens(one.start, one.end)]
    if not covered or here.passage.section.kind is not SectionKind.TITLE:
        return counts and bool(covered) and clause.own.issuperset(covered)
    people = (here.tokens(one.start, one.end) for one in here.figures if one.measure in _PEOPLE)
    held = (count for count in people if clause.own.issuperset(count) and set(count) <= set(covered))
    return clause.own.issuperset(covered) or any(held)


def _examples(here: Marks, clause: Clause) -> _Piece | None:
    """What a frame's speaker counts behind it: "killed 45, the ministry said, including 11 women and six medics"."""
    doc, offset = here.passage.doc, here.passage.start
    for speech in here.speeches:
        last = speech.attribution.content[-1] if speech.attribution.content else None
        if last is None or speech.cue_token != clause.head.i or last.start < offset + clause.head.idx:
            continue
        inside_it = here.tokens(last.start, last.end)
        nouns = [i for i in inside_it if doc[i].tag_[0] == "N"]
        if nouns and doc[inside_it[0]].lower_ in EXAMPLES:
            return _Piece(clause, inside_it[0] + 1, inside_it[-1] + 1, doc[nouns[0]], None, speech)
    return None


def _blamed(here: Marks, clause: Clause, told: Sequence[Happening]) -> _Piece | None:
    """What a frame says of who did what: "Moscow blamed the strike on a Ukrainian missile"."""
    found = blame(clause.head)
    speech = next((one for one in here.speeches if one.cue_token == clause.head.i), None)
    if found is None or speech is None:
        return None
    deed = next((one for one in told if found.deed is not None and one.trigger.i == found.deed.i), None)
    if deed is None and found.deed is not None:
        # "Blamed rebels for the shelling" tells of no further shelling, but of who did the one that was told of.
        deed = bare_deed(clause, found.deed)
    predicate = found.deed or found.doer
    done = replace(deed, agents=(found.doer,), patients=()) if deed is not None else None
    doc, start, end = here.passage.doc, found.doer.left_edge.i, found.doer.right_edge.i + 1
    if found.deed is not None and found.deed.i > start:
        end = min(end, found.deed.left_edge.i)
    who = here.passage.span(doc[start:end])
    return _Piece(clause, *found.tokens, predicate, done, speech, (who,), found.doer)  # where they are, nothing was


def _reports(verb: Token) -> bool:
    """Whether a verb reports a bare number of people: "Lebanon reports nine dead", "had spoken of six dead"."""
    return verb.tag_[0] == "V" and any(
        child.dep_ in ("dobj", "attr", "oprd", "acomp")
        or (child.lower_ == "of" and any(token.tag_ == "CD" for token in child.subtree))
        for child in verb.children
    )


def _main(told: list[Happening]) -> Happening | None:
    verbs = (one for one in told if one.trigger.tag_[0] == "V")
    nouns = (
        one
        for one in told
        if one.carrier is not None or one.trigger.dep_ in ("nsubj", "ROOT", "attr") or under_it(one.trigger) is not None
    )
    return next(verbs, None) or next(nouns, None)


def _within(here: Marks, clause: Clause, speech: Speech | None) -> tuple[int, int]:
    """The clause's range, cut to the content of the speech that it is part of."""
    if speech is None:
        return clause.start, clause.end
    doc, offset, content = here.passage.doc, here.passage.start, speech.attribution.content
    inside = [
        i for i in range(clause.start, clause.end) if any(s.start <= offset + doc[i].idx < s.end for s in content)
    ]
    if not inside:
        return clause.start, clause.end
    # What the parse gave to the verb of saying: "a strike killed [three people in Maychew], a doctor said".
    end, cue = inside[-1] + 1, speech.cue_token if speech.passage == clause.passage else None
    last = end
    while cue is not None and last < cue and any(s.start <= offset + doc[last].idx < s.end for s in content):
        last += 1
    while last > end and doc[last - 1].is_punct:
        last -= 1
    return inside[0], end if any(token.tag_[0] == "V" for token in doc[end:last]) else last


def _passed_on_by(speech: Speech, here: Marks) -> tuple[Speaker, ...]:
    """Who tells what nobody in particular said: "residents were told to leave, the military said"."""
    content = speech.attribution.content
    first, last = min((span.start for span in content), default=-1), max((span.end for span in content), default=-1)
    around = [
        (span.end - span.start, number)
        for number, other in enumerate(here.speeches)
        if other is not speech and other.speakers
        for span in other.attribution.content
        if span.start <= first and last <= span.end
    ]
    return here.speeches[min(around)[1]].speakers if around else ()


def _claim(
    report: Report,
    genre: Genre,
    marked: list[Marks],
    here: Marks,
    piece: _Piece,
    spoken: SpokenOf,
    home: Homeland,
) -> Claim | None:
    """The claim of a piece, or None where it says nothing that could be checked."""
    passage, happening, speech = here.passage, piece.happening, piece.speech
    span = without_mark(passage.span(passage.doc[piece.start : piece.end]), passage)
    speakers = (speech.speakers or _passed_on_by(speech, here)) if speech else ()
    party = speakers[0].party if len({one.party for one in speakers}) == 1 else None
    certainty = _certainty(passage, piece)
    stance = _stance(speech, marked, certainty, piece.predicate)
    then = day_of_when(passage, piece.clause, here.times)  # of what "since 9 October, when 13 died" tells
    figures = figures_told(here, span, piece.apart, of_then=then is not None)
    times = [then] if then is not None else times_told(here, piece.clause, piece.predicate, speech, span)
    times = [one for one in times if not is_within(one, piece.apart)]
    when = when_of(times, passage) if times else When()
    in_a_town = any(is_settlement(one) and inside(one, span) for one in here.places)
    running = then is None and is_running(
        happening, figures, when, report.published, sentence=passage.sentence(piece.predicate), in_a_town=in_a_town
    )
    if happening is not None and running:
        happening = replace(happening, kind=kind_table().kinds[RUNNING_TOLL], agents=())
    got = stage(passage, piece.clause, happening, stance) or (Stage.HAPPENED if running else None)
    relations = tuple(one for one in here.relations if span.start < one.end and one.start < span.end)
    told = [(happening, got)] if happening else []
    said = _stands(here, piece, told, spoken, party or own_side(speakers), home, denied=stance is Stance.DENIES)
    in_words = speech is not None and (_is_sentence(piece, stance) or _names_a_side(piece, party, home))
    # A verb that only says when and where gives both to what was told before it.
    pointing = occurs(piece.clause) if happening is None and piece.predicate is piece.clause.head else None
    if not times and (pointing or (happening and happening.kind.harm)):
        times = only_day(here, piece.predicate, report.published) or hours_said(here, piece.predicate)
        times = [one for one in times if not is_within(one, piece.apart)]
    if pointing and not times:
        times = [time for time in here.said_times if span.start <= time.start and time.end <= span.end]
    when = _when(report, here, piece, times, got, of_then=then is not None)
    if when.edtf is None:
        when = when_beside(here, piece.predicate, happening, report.published, running=running)
    when = as_past(when, report.published, got, " ".join(report.text[one.start : one.end] for one in times))
    if is_long_ago(when, report.published):
        # Who fought or rang a town then, and which road was shut, tells nothing of today.
        said = [one for one in said if one.aspect in ("control", "infrastructure") and one.value != "contested"]
    near = _where_the_mayor_is(speakers, spoken.near(happening, when), spoken)
    places = places_of(span, happening, here, near, piece.apart)
    if not (places or happening or running) and any(_is_a_count(one) for one in figures):
        places = counted_at(piece.predicate, here, near)
    places = with_pointed_at(places, said, here)
    pointing = pointing if times or any(is_settlement(place) for place in places) else None
    planned = happening is None and bool(times) and is_planned(piece.clause, when, report.published)
    dated = planned or (bool(times) and is_dated(piece.clause, when))
    says = in_words or happening or figures or relations or said or pointing or dated
    if piece.end - piece.start < _SHORTEST or not says:
        return None
    got = got or (Stage.PLANNED if planned or stance is Stance.INTENDS else None)
    kind = happening.kind.name if happening else RUNNING_TOLL if running else None
    found = initiators(
        happening, speakers, party, certainty, stance, got, home, here.place_at, own_side(speakers),
        blamed=piece.blamed is not None,
    )  # fmt: skip
    doers = found or _charged(piece, party, home)
    if happening is not None and happening.kind.territory:
        said = [held_by(one, doers) for one in said]
    names = tuple(speaker.name for speaker in speakers)
    return Claim(
        id=claim_id(report=report.id, start=span.start, end=span.end, speakers=names, kind=kind, method=_METHOD.name),
        report=report.id,
        start=span.start,
        end=span.end,
        quote=report.text[span.start : span.end],
        kind=kind,
        method=method(),
        speakers=speakers,
        cue=speech.cue if speech else None,
        said_on=_said_on(speech, marked, report.published),
        stance=stance,
        polarity=_polarity(passage, piece),
        certainty=certainty,
        stage=got,
        trigger=passage.span(happening.trigger) if happening else passage.span(pointing) if pointing else None,
        initiators=doers,
        recipients=recipients(happening, party, here.place_at, home),
        places=places,
        when=since_when(when, report.published) if running else when,
        # Who is to be paid for four dead is no count of them.
        figures=() if happening is None and stance in (Stance.DEMANDS, Stance.INTENDS) else figures,
        relations=relations,
        statuses=() if is_history(when, report.published) else tuple(said),
        direct_quotes=tuple(one for one in (speech.quotes if speech else ()) if touches(one, span)),
        genre=genre_of_claim(genre, passage.section.kind, passage.sentence(piece.predicate)),
        topic=here.topic,
        confidence=confidence(speakers, kind, said),
    )


def _where_the_mayor_is(speakers: tuple[Speaker, ...], near: Place | None, spoken: SpokenOf) -> Place | None:
    """The place for what a mayor tells without naming one: his town, where no other has been named since.

    "Odesa was hit, too. Rivne Mayor Ivan Rybak called it the largest attack yet. One man was hurt, he said."
    """
    own = spoken.mayors.get(speakers[0].name) if len(speakers) == 1 else None
    if own is None or own.start >= (speakers[0].end or 0):
        return near
    return own if near is None or near.start < own.start else near


def _is_a_count(figure: Figure) -> bool:
    """Whether a figure counts several who were harmed, and not only who one of them was."""
    return figure.measure in HARMS and (figure.best or figure.low or 0) > 1


def _charged(piece: _Piece, party: str | None, home: Homeland) -> tuple[Actor, ...]:
    """Who is accused or blamed, or does something, in a piece that tells no happening of the table."""
    if piece.blamed is not None:
        return accused(piece.blamed, party, home)
    return charged(piece.clause, party, home) or (() if piece.happening else who_acts(piece.clause, party, home))


def _names_a_side(piece: _Piece, party: str | None, home: Homeland) -> bool:
    """Whether a piece puts the blame on a side: "Moscow blamed a Ukrainian missile"."""
    return piece.blamed is not None and any(one.party for one in accused(piece.blamed, party, home))


def _stands(
    here: Marks,
    piece: _Piece,
    told: list[tuple[Happening, Stage | None]],
    spoken: SpokenOf,
    side: str | None,
    home: Homeland,
    *,
    denied: bool,
) -> list[StatusSaid]:
    """How a piece says that things stand; a rehearsal says nothing of that, nor a bare noun but a title's.

    `side`: who speaks; `denied`: whether it is said not to be so.
    """
    titled = here.passage.section.kind is SectionKind.TITLE and piece.predicate.i == piece.clause.head.i
    titled = titled or ":" in {token.text for token in piece.predicate.rights}  # "Goma-Sake road: open to lorries"
    if is_rehearsed(here.passage, piece.predicate) or not (told or piece.predicate.tag_[0] != "N" or titled):
        return []
    said = statuses(piece.clause, told, here.place_at, spoken.place, lambda token: side_of(token, side, home))
    # Who "denied that the town was in Russian hands" says nothing of whose it is.
    return [one for one in said if one.value == "none" or not denied]


def _is_sentence(piece: _Piece, stance: Stance) -> bool:
    """Whether a piece says something that could stand alone as somebody's word."""
    return piece.blamed is None and (
        is_sentence_like(piece.clause) or _means_to(piece, stance) or is_charge(piece.clause)
    )


def _means_to(piece: _Piece, stance: Stance) -> bool:
    """Whether a clause is what somebody means to do, or wants others to: "urged both sides to agree to a truce"."""
    own = piece.clause.head
    return (
        stance in (Stance.INTENDS, Stance.DEMANDS)
        and own.dep_ == "xcomp"
        and any(child.lower_ == "to" for child in own.children)
    )


def _when(
    report: Report, here: Marks, piece: _Piece, times: Sequence[Time], got: Stage | None, *, of_then: bool
) -> When:
    """When a piece says that it was. `of_then`: its time is that of what a clause with "when" tells."""
    when = when_of(times, None if of_then else here.passage) if times else When()
    behind = piece.predicate.dep_ == "pobj"  # "30 years since the massacre", marked on Friday
    if when.edtf is not None and not behind:
        return when

    def day_of(verb: Token) -> str | None:
        return lone_day(times_of_clause(here.passage, verb, here.times))

    back = counted_back(piece.predicate, report.published, day_of)
    if back.edtf is not None:
        return back
    return when if times else of_the_day(here.passage.section, got)


def _polarity(passage: Passage, piece: _Piece) -> str:
    if asks(piece.clause.head) or (piece.happening is not None and harms_nobody(piece.happening)):
        return "positive"
    if piece.speech is not None and piece.speech.cue_lemma == RETRACTS:
        return "negative"  # the words are those of a page that was wrong: "an earlier version said that ..."
    return polarity_of(passage, piece.predicate)


def _certainty(passage: Passage, piece: _Piece) -> Certainty:
    certainty, head = certainty_of(passage, piece.predicate), piece.clause.head
    if certainty.value == "certain" and piece.start <= head.i < piece.end and head.i != piece.predicate.i:
        # The noun tells what happens, the verb above it how sure that is: "seem to be stepping up their attacks".
        return certainty_of(passage, head)
    return certainty


def _goes_on_to_say(predicate: Token) -> bool:
    """Whether a word stands in what who denies something goes on to say: "denied that it had fallen, saying that"."""
    above = (one for one in (predicate, *predicate.ancestors) if one.tag_ == "VBG" and one.dep_ == "advcl")
    return any(one.i and one.nbor(-1).text == "," and lemma(one) in SAYS for one in above)


def _denies(speech: Speech, marked: list[Marks]) -> bool:
    return _stance(speech, marked, Certainty()) is Stance.DENIES


def _stance(speech: Speech | None, marked: list[Marks], certainty: Certainty, predicate: Token | None = None) -> Stance:
    if speech is None or (predicate is not None and _goes_on_to_say(predicate) and _denies(speech, marked)):
        return Stance.ASSERTS
    stance = Stance.ASSERTS
    if speech.cue_token is not None:
        told = marked[speech.passage].passage
        stance = stance_of(speech.cue_lemma, told, told.doc[speech.cue_token])
        said = [told.text[one.start - told.start : one.end - told.start] for one in speech.attribution.content]
        so_called = speech.cue_lemma in NAMING and bool(said) and is_so_called(said[-1])
        if stance is not Stance.DENIES and (so_called or any(map(is_called_false, said[:1]))):
            return Stance.DENIES
    analyst = any(speaker.role == "think tank" for speaker in speech.speakers)
    # What analysts say hedged is their assessment, whatever verb brings it.
    return Stance.ASSESSES if stance is Stance.ASSERTS and analyst and certainty.value != "certain" else stance


def _said_on(speech: Speech | None, marked: list[Marks], published: str | None) -> str | None:
    if speech is None:
        return None
    times = marked[speech.passage].said_times
    for span in speech.said_when:
        for time in times:
            if time.start < span.end and span.start < time.end and time.edtf:
                day = time.edtf.split("T")[0]
                return None if published and day[:1] != "X" and day[:10] > published[:10] else day
    return None
