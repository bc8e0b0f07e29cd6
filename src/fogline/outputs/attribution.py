"""Who says it: a clause with its speakers, or the claim's own words with theirs.

In: clauses and claims. Out: `Sentence`s. Refused: nothing; a nameless speaker is said to be nameless.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fogline.data.kinds import kinds
from fogline.data.word_lists import word_lists
from fogline.model.claim import UNRESOLVED, Claim, Stance
from fogline.model.picture import Development
from fogline.outputs.dates import day_words
from fogline.outputs.material import Material, Piece, Sentence
from fogline.outputs.naming import head, is_plural, listed, sentence, speaker_words, voices, words
from fogline.outputs.wording import own_side, quoted, stance_verb

_LISTS = word_lists("wording", "attribution")
_SCRAP = 4  # words; fewer do not tell anything without their sentence
_LONG = 40  # words; more are a paragraph
_STARTS_AS_SCRAP = _LISTS.pattern("starts_as_scrap")
_NAMED_AIM = _LISTS.pattern("named_aim")
_SUBORDINATE = _LISTS.pattern("subordinate")
_PRONOUN = _LISTS.pattern("pronoun")
_BORDERS = (", ", "; ", ": ", " that ")
_OPENING = re.compile(r"[A-Z][\w’'-]* [^,“”]{1,60}, ")  # where and when, before a sentence's subject
_VERB = _LISTS.pattern("verb", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A clause, on whose word it stands, and what is told beside it."""

    clause: str
    claims: Sequence[Claim]
    development: Development | None = None
    beside: Sequence[Piece] = ()
    whose: str = "word"
    place: str = ""
    shorter: str = ""  # the clause behind another that has named the place

    def sentence(self, material: Material) -> Sentence:
        """The clause with those who say it, and what is beside it."""
        made = attributed(self.clause, self.claims, self.development, material, whose=self.whose)
        return with_pieces(made, self.beside)


def told_together(parts: Sequence[Told], material: Material) -> list[Sentence]:
    """Sentences in order; what one voice says of one happening is one sentence."""
    runs: list[tuple[tuple[str, str] | None, list[Told]]] = []
    for part in parts:
        by = _by_whom(part, material)
        if by is not None and runs and runs[-1][0] == by and not runs[-1][1][-1].beside:
            runs[-1][1].append(part)
        else:
            runs.append((by, [part]))
    return [_in_one(*by, run, material) if by and len(run) > 1 else run[0].sentence(material) for by, run in runs]


def _by_whom(part: Told, material: Material) -> tuple[str, str] | None:
    """Who says a clause and with which verb, without one for outlets in their own voice; None where it is mixed."""
    named, own = _named_and_own(part.claims)
    if named and not own:
        return voice(_same_manner(named, part.development), part.development, material)
    if own and len(own) == len(part.claims):
        return listed([material.outlet(claim) for claim in own], rest="other outlets"), ""
    return None


def _of_itself(who: str, clause: str) -> str:
    """What a body says of itself: "the Armed Forces claim that they struck", not that the Armed Forces did."""
    if not clause.lower().startswith(f"{who.lower()} "):
        return clause
    plural = is_plural(who)
    if not plural and head(who).lower() not in words("naming", "the"):
        return clause  # a person, who may be she or he
    return f"{'they' if plural else 'it'}{clause[len(who) :]}"


def _in_one(who: str, verb: str, run: Sequence[Told], material: Material) -> Sentence:
    """ "The mayor says that A ¹, that B ² and that C ³"; "A ¹, B ² and C ³, the Herald reports"."""
    first, last = run[0], run[-1]
    # An echo in the outlet's own voice is not the word of who says it.
    stands_on = [material.noted(claim for claim in one.claims if claim.speakers or not verb) for one in run]
    begin = f"{who} {verb} that {_of_itself(who, first.clause)}" if verb else first.clause
    pieces = [Piece(text=sentence(begin).removesuffix("."), notes=stands_on[0])]
    for one, notes in zip(run[1:], stands_on[1:], strict=True):
        clause = one.shorter if one.place == first.place and one.shorter else one.clause
        link = f"{' and ' if one is last else ', '}{'that ' if verb else ''}"
        pieces.append(Piece(text=f"{link}{clause}", notes=notes))
    if not verb:
        says = f", {who} {'report' if is_plural(who) else 'reports'}"
        pieces[-1] = Piece(text=pieces[-1].text + says, notes=pieces[-1].notes)
    return ended([*pieces, *last.beside])


def attributed(
    clause: str,
    claims: Sequence[Claim],
    development: Development | None,
    material: Material,
    *,
    whose: str = "word",
    claimed: bool = False,
) -> Sentence:
    """A clause with those who say it: named speakers lead, an outlet's own voice follows, a nameless one is told so."""
    named, own = _named_and_own(claims)
    nameless = [claim for claim in claims if is_nameless(claim)]
    if named:
        strongest = _same_manner(named, development)
        who, verb = voice(strongest, development, material, claimed=claimed)
        pieces = [
            Piece(
                text=sentence(f"{who} {verb} that {_of_itself(who, clause)}").removesuffix("."),
                notes=material.noted(strongest),
            )
        ]
        too = listed([material.outlet(claim) for claim in own], rest="other outlets")
        if too:
            report = "report" if len({material.outlet(claim) for claim in own}) > 1 else "reports"
            pieces.append(Piece(text=f"; {too} {report} it too", notes=material.noted(own)))
    elif own:
        outlets = list(dict.fromkeys(material.outlet(claim) for claim in own))
        names = listed(outlets, rest="other outlets")
        report = "report" if len(outlets) > 1 else "reports"
        pieces = [Piece(text=sentence(f"{clause}, {names} {report}").removesuffix("."), notes=material.noted(own))]
    else:
        pieces = [
            Piece(text=sentence(clause).removesuffix("."), notes=material.noted(nameless or claims)),
            Piece(text=f"; the text does not say whose {whose} it is"),
        ]
    return ended(pieces)


def _named_and_own(claims: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Claims of named speakers, and those of outlets in their own voice.

    A report that has somebody's word on it, and tells it in its title too, only echoes that.
    """
    named = [claim for claim in claims if any(speaker_words(one) for one in claim.speakers)]
    told = {claim.report for claim in named}
    return named, [claim for claim in claims if not claim.speakers and claim.report not in told]


def _same_manner(named: Sequence[Claim], development: Development | None) -> list[Claim]:
    """The claims that can share one verb: those of the first that does not speak for its own side, else all."""
    initiators = development.initiators if development else ()
    apart = [claim for claim in named if not own_side(claim, initiators) and claim.stance is Stance.ASSERTS]
    chosen = apart or list(named)
    return [claim for claim in chosen if claim.stance is chosen[0].stance]


def voice(
    claims: Sequence[Claim], development: Development | None, material: Material, *, claimed: bool = False
) -> tuple[str, str]:
    """Who says it and with which verb; an outlet "reports"; an unresolved speaker is no name."""
    names = voices(speaker_words(one) for claim in claims for one in claim.speakers)
    initiators = development.initiators if development else claims[0].initiators if claims else ()
    who = listed(names)
    if not who:
        own = [claim for claim in claims if not claim.speakers] or claims  # of "I" only the outlet is known
        outlets = listed([material.outlet(claim) for claim in own], rest="other outlets")
        return outlets, "report" if is_plural(outlets) else "reports"
    plural = len(names) > 1 or is_plural(names[0])
    row = kinds().get(claims[0].kind or "")
    civil = row is not None and row.family in ("diplomacy", "politics")  # a ministry tells of its minister's visit
    speaks_of_own = claimed or (not civil and all(own_side(claim, initiators) for claim in claims if claim.speakers))
    verb = stance_verb(claims[0], own_side=speaks_of_own, plural=plural)
    return who, verb


def with_pieces(made: Sentence, more: Sequence[Piece]) -> Sentence:
    """A sentence with more pieces after its first, before its full stop."""
    first, *rest = made.pieces
    if not more:
        return made
    return ended([Piece(text=first.text.removesuffix("."), notes=first.notes), *more, *rest], role=made.role)


def ended(pieces: Sequence[Piece], *, role: str = "told") -> Sentence:
    """A sentence of pieces, with its full stop."""
    *first, last = pieces
    return Sentence(pieces=(*first, Piece(text=last.text.removesuffix(".") + ".", notes=last.notes)), role=role)


def quoting(claim: Claim, material: Material) -> Sentence:
    """The claim in its own words."""
    return Sentence(pieces=(Piece(text=sentence(said_shortly(claim, material)), notes=material.noted([claim])),))


def said_shortly(claim: Claim, material: Material) -> str:
    """Who says it and the words, without a full stop: "the governor warns: “…”".

    A scrap of a sentence, and words that name their own speaker, are quoted within their sentence, as the outlet's.
    """
    text = _SUBORDINATE.sub("", words_of(claim, material))
    who, verb = voice([claim], None, material)
    told_inside = bool(claim.cue) and re.search(rf"\b{re.escape(claim.cue or '')}\b", text) is not None
    aim = text.lower().startswith("to ") and verb not in ("says", "say")  # "Wagner claims “to have taken …”"
    scrap = claim.stance is not Stance.DENIES and not (aim and claim.speakers) and is_scrap(text)
    if told_inside and claim.speakers and not is_nameless(claim) and not scrap and _PRONOUN.match(text):
        return f"{material.outlet(claim)} reports of {who}: {quoted(text)}"  # "It denied striking homes"
    if not claim.speakers or told_inside or not who or scrap:
        return f"{material.outlet(claim)} reports: {_whole(claim, text, material) if scrap else quoted(text)}"
    if _PRONOUN.match(text):
        whole = material.around(claim)
        named = claim.speakers[0].as_worded in whole or re.search(rf"\b{re.escape(claim.cue or 'said')}\b", whole)
        text = text if named or len(whole.split()) > _LONG - 6 else whole
    said = day_words(claim.said_on, year=material.year) if len(claim.said_on or "") == 10 else ""
    on = f" on {said}" if said else ""
    if claim.stance is Stance.ASSERTS and verb in ("says", "say"):
        return f"according to {who}{on}, {quoted(text)}"
    bare = aim or claim.stance in (Stance.DENIES, Stance.CANNOT_VERIFY, Stance.DOUBTS)
    link = " that" if _follows_that(claim, material) else "" if bare else ":"
    return f"{who} {verb}{f' ({said})' if said and not bare else ''}{link} {quoted(text)}"


def _follows_that(claim: Claim, material: Material) -> bool:
    """Whether a claim's words begin with a "that", or go on behind one."""
    text = material.reports[claim.report].text
    return text[max(0, claim.start - 6) : claim.start].split()[-1:] == ["that"] or text.startswith("that ", claim.start)


def is_scrap(text: str) -> bool:
    """Whether words do not tell anything without their sentence: too few, or without a verb that can be found.

    >>> is_scrap("to encircle the town"), is_scrap("capturing the town of Izium, a rail hub")
    (True, True)
    >>> is_scrap("two bridges were destroyed in the past day")
    False
    """
    if _NAMED_AIM.match(text):
        return True
    opening = _OPENING.match(text)
    if opening is not None and _STARTS_AS_SCRAP.match(text) is not None:
        return is_scrap(text[opening.end() :])  # "In Sumy Region, units kept advancing"
    return len(text.split()) < _SCRAP or _STARTS_AS_SCRAP.match(text) is not None or _VERB.search(text) is None


def _whole(claim: Claim, text: str, material: Material) -> str:
    """The claim's sentence; from the claim on, where the sentence is longer than a quotation."""
    whole = material.around(claim)
    if len(whole.split()) <= _LONG - 6 or text not in whole:
        return quoted(whole)
    start = whole.index(text)
    if len(whole[: start + len(text)].split()) <= _LONG - 6:
        return quoted(whole)  # what is cut comes after the claim
    return quoted(
        whole[max((at + len(one) for one in _BORDERS if (at := whole.rfind(one, 0, start)) >= 0), default=0) :]
    )


def words_of(claim: Claim, material: Material) -> str:
    return material.reports[claim.report].text[claim.start : claim.end]


def is_nameless(claim: Claim) -> bool:
    return bool(claim.speakers) and all(one.name == UNRESOLVED or not speaker_words(one) for one in claim.speakers)


def quotable(claim: Claim) -> tuple[float, ...]:
    """A claim whose words can stand alone: of a happening, neither a scrap nor a paragraph, by a named speaker."""
    length = len(claim.quote.split())
    told = claim.kind is not None or bool(claim.statuses)
    named = bool(claim.speakers) and not is_nameless(claim)
    return float(told), float(length <= _LONG and not is_scrap(claim.quote)), float(named), -float(length)
