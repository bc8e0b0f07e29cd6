"""Who says it: a clause with its speakers, or the claim's own words with theirs.

In: clauses and claims. Out: `Sentence`s. Refused: nothing; a nameless speaker is said to be nameless.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fogline.model.claim import UNRESOLVED, Claim, Stance
from fogline.model.picture import Development
from fogline.outputs.dates import day_words
from fogline.outputs.material import Material, Piece, Sentence
from fogline.outputs.naming import is_plural, listed, sentence, speaker_words
from fogline.outputs.wording import own_side, quoted, stance_verb

_SCRAP = 6  # words; fewer do not tell anything without their sentence
_LONG = 40  # words; more are a paragraph


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
    named = [claim for claim in claims if any(speaker_words(one) for one in claim.speakers)]
    nameless = [claim for claim in claims if is_nameless(claim)]
    own = [claim for claim in claims if not claim.speakers]
    if named:
        strongest = _same_manner(named, development)
        who, verb = voice(strongest, development, material, claimed=claimed)
        pieces = [Piece(text=sentence(f"{who} {verb} that {clause}")[:-1], notes=material.noted(strongest))]
        too = listed([material.outlet(claim) for claim in own], rest="other outlets")
        if too:
            report = "report" if len({material.outlet(claim) for claim in own}) > 1 else "reports"
            pieces.append(Piece(text=f"; {too} {report} it too", notes=material.noted(own)))
    elif own:
        outlets = list(dict.fromkeys(material.outlet(claim) for claim in own))
        names = listed(outlets, rest="other outlets")
        report = "report" if len(outlets) > 1 else "reports"
        pieces = [Piece(text=sentence(f"{clause}, {names} {report}")[:-1], notes=material.noted(own))]
    else:
        pieces = [
            Piece(text=sentence(clause)[:-1], notes=material.noted(nameless or claims)),
            Piece(text=f"; the text does not say whose {whose} it is"),
        ]
    last = pieces.pop()
    return Sentence(pieces=(*pieces, Piece(text=last.text + ".", notes=last.notes)))


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
    names = list(dict.fromkeys(words for claim in claims for words in map(speaker_words, claim.speakers) if words))
    initiators = development.initiators if development else ()
    who = listed(names)
    if not who:
        outlets = listed([material.outlet(claim) for claim in claims if not claim.speakers], rest="other outlets")
        return outlets, "report" if is_plural(outlets) else "reports"
    plural = len(names) > 1 or is_plural(names[0])
    speaks_of_own = claimed or all(own_side(claim, initiators) for claim in claims if claim.speakers)
    verb = stance_verb(claims[0], own_side=speaks_of_own, plural=plural)
    return who, verb


def with_pieces(made: Sentence, more: Sequence[Piece]) -> Sentence:
    """A sentence with more pieces after its first, before its full stop."""
    first, *rest = made.pieces
    if not more:
        return made
    pieces = [Piece(text=first.text.removesuffix("."), notes=first.notes), *more, *rest]
    end = pieces.pop()
    return Sentence(pieces=(*pieces, Piece(text=end.text.removesuffix(".") + ".", notes=end.notes)), role=made.role)


def quoting(claim: Claim, material: Material) -> Sentence:
    """The claim in its own words."""
    return Sentence(pieces=(Piece(text=sentence(said_shortly(claim, material)), notes=material.noted([claim])),))


def said_shortly(claim: Claim, material: Material) -> str:
    """Who says it and the words, without a full stop: "the governor warns: “…”".

    A scrap of a sentence, and words that name their own speaker, are quoted within their sentence, as the outlet's.
    """
    text = words_of(claim, material)
    who, verb = voice([claim], None, material)
    told_inside = bool(claim.cue) and re.search(rf"\b{re.escape(claim.cue or '')}\b", text) is not None
    scrap = len(text.split()) < _SCRAP
    if not claim.speakers or told_inside or not who or (scrap and claim.stance is not Stance.DENIES):
        return f"{material.outlet(claim)} reports: {quoted(material.around(claim) if scrap else text)}"
    said = day_words(claim.said_on, year=material.year)
    on = f" on {said}" if said and len(claim.said_on or "") == 10 else ""
    if claim.stance is Stance.ASSERTS and verb in ("says", "say"):
        return f"according to {who}{on}, {quoted(text)}"
    colon = "" if claim.stance in (Stance.DENIES, Stance.CANNOT_VERIFY, Stance.DOUBTS) else ":"
    return f"{who} {verb}{on}{colon} {quoted(text)}"


def words_of(claim: Claim, material: Material) -> str:
    return material.reports[claim.report].text[claim.start : claim.end]


def is_nameless(claim: Claim) -> bool:
    return bool(claim.speakers) and all(one.name == UNRESOLVED or not speaker_words(one) for one in claim.speakers)


def quotable(claim: Claim) -> tuple[float, ...]:
    """A claim whose words can stand alone: neither a scrap nor a paragraph, by a named speaker first."""
    length = len(claim.quote.split())
    return float(_SCRAP <= length <= 40), float(bool(claim.speakers) and not is_nameless(claim)), -float(length)
