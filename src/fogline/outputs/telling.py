"""What is told of one development, status or conflict, with the numbers of the claims it stands on.

Comes in: nouns of the picture and the `Material` around them. Goes out: `Sentence`s, each with at least one claim
number. Refused: a line none of whose claims is at hand is not told.
"""

from __future__ import annotations

from collections.abc import Sequence

from fogline.data.kinds import PRIVATION, kinds
from fogline.data.measures import measures
from fogline.model.claim import Claim, Stage, Stance
from fogline.model.picture import Conflict, Development, Status, StatusStep
from fogline.outputs.attribution import (
    Told,
    attributed,
    ended,
    is_nameless,
    is_scrap,
    quotable,
    quoting,
    said_shortly,
    told_together,
    voice,
    words_of,
)
from fogline.outputs.dates import day_words
from fogline.outputs.figures import number_words
from fogline.outputs.frames import frame, licensed
from fogline.outputs.lines import harmed
from fogline.outputs.material import Material, Piece, Sentence
from fogline.outputs.naming import listed, sentence
from fogline.outputs.tolls import tell_tolls
from fogline.outputs.wording import claim_clause, own_side, quoted, status_clause

_SAID = {Stance.ASSERTS, Stance.ASSESSES}
_WISHES = {Stance.INTENDS, Stance.DEMANDS, Stance.WARNS, Stance.ASKS}
_NO_DOER = ("disaster", "unrest", "humanitarian")  # nobody is "behind the flight of people"
_COUNTS_ONLY = frozenset({"killing", PRIVATION})  # a sentence of its own tells their dead
_TRIED = 8  # claims, fullest first, whose fields are tried for a sound clause
_AFTER_BY = 60  # characters in which a passive names its doer
_STEM = 5  # letters of a side's name that its adjective shares: "Russi", "Ukrai"


def tell_development(development: Development, material: Material) -> list[Sentence]:
    """A development in one or two plain sentences: what, where, when, by whose word; then the toll.

    The clause is that of one claim, attributed to those who say just that; other outlets only "also report on it".
    """
    claims = material.at_hand(development.claims)
    said = sorted((claim for claim in claims if claim.stance in _SAID), key=_fullness, reverse=True)
    wished = [claim for claim in claims if claim.stance in _WISHES]
    if not said:
        return [quoting(max(wished, key=quotable), material)] if wished else []
    if development.certainty == "unknown" and not wished:
        return []  # nobody says that it is so, nor that it may be
    tolls = tell_tolls(development, material)
    if not tolls and not any(licensed(claim) for claim in said if claim.kind == development.kind):
        return []  # its claims do not bear out what it is taken for; the plain fields show it
    if not tolls or any(claim.kind not in _COUNTS_ONLY for claim in said):
        # A sentence of its own tells the dead and injured; a claim that only counts them has no more to say here.
        happenings = [claim for claim in said if not (development.tolls and claim.kind in _COUNTS_ONLY)] or said
        happenings = [claim for claim in happenings if claim.kind is not None] or happenings
        happenings = [claim for claim in happenings if licensed(claim)] or happenings
        happenings = _before_counts(happenings) if development.tolls else happenings
        clauses = ((one, _clause(one, development, material)) for one in happenings[:_TRIED])
        own = [claim for claim in happenings if claim.kind == development.kind] or happenings
        claim, clause = next(((one, text) for one, text in clauses if text), (max(own, key=quotable), None))
        counts = clause is not None and _gives_a_number(clause, claim)
        alike = [one for one in said if _says_the_same(one, claim) and (not counts or one.figures == claim.figures)]
        claimants = _claimants(claim, said, material)
        if not clause:
            return [quoting(claim, material), *told_together(tolls, material), *claimants]
        # What is quoted is one speaker's own words: others may say less.
        where = material.where(claim, development)
        happened = Told(clause=clause, claims=alike, place=where, beside=_also(alike, said, material))
        return told_together([happened, *tolls], material) + claimants
    return told_together(tolls, material)


def _claimants(told: Claim, said: Sequence[Claim], material: Material) -> list[Sentence]:
    """What a side claims for itself beside the word of somebody else."""
    if own_side(told, told.initiators):
        return []
    claimed = [one for one in said if one.kind == told.kind and own_side(one, one.initiators) and one.speakers]
    return [quoting(max(claimed, key=quotable), material)] if claimed else []


def _clause(claim: Claim, development: Development, material: Material) -> str | None:
    return claim_clause(claim, material.where(claim, development), year=material.year)


def _before_counts(happenings: Sequence[Claim]) -> list[Claim]:
    """Claims of the same kind that count nobody first, where they name no doer less: the count has its own sentence."""
    plain = [
        one
        for one in happenings
        if one.kind == happenings[0].kind
        and not any(figure.measure in measures().people_only for figure in one.figures)
        if one.speakers == happenings[0].speakers and one.initiators == happenings[0].initiators
        if one.stage is happenings[0].stage
    ]
    return [*plain, *(one for one in happenings if one not in plain)]


def _gives_a_number(clause: str, claim: Claim) -> bool:
    """Whether a clause tells how many: who only speaks of the blow has not said so."""
    told = set(clause.lower().split())
    numbers = {number for one in claim.figures if (number := one.best or one.low)}
    return any(number_words(number) in told or f"{number:g}" in told for number in numbers)


def _says_the_same(one: Claim, other: Claim) -> bool:
    names = {actor.party or actor.name for actor in other.initiators}
    if own_side(one, one.initiators) != own_side(other, other.initiators):
        return False
    return (
        (one.kind, one.stage, one.stance, one.certainty.value)
        == (other.kind, other.stage, other.stance, other.certainty.value)
        and {actor.party or actor.name for actor in one.initiators} <= names
        and (one is other or not one.figures or one.figures == other.figures)
    )


def _also(used: Sequence[Claim], said: Sequence[Claim], material: Material) -> list[Piece]:
    """Outlets that report on it beside those already named; none beside a nameless voice, nor among mixed ones."""
    named = {material.outlet(claim) for claim in used}
    kinds_told = {claim.kind for claim in used}
    others = [claim for claim in said if material.outlet(claim) not in named and claim.kind in kinds_told]
    others = [claim for claim in others if claim.stage in {one.stage for one in used}]
    outlets = list(dict.fromkeys(material.outlet(claim) for claim in others))
    voices = {bool(claim.speakers) for claim in used}
    if not outlets or len(voices) > 1 or all(map(is_nameless, used)):
        return []
    verb = "report" if len(outlets) > 1 else "reports"
    return [Piece(text=f"; {listed(outlets, rest='other outlets')} also {verb} on it", notes=material.noted(others))]


def tell_status(status: Status, material: Material) -> list[Sentence]:
    """How things stand, by whose word, and how they stood before."""
    claims = material.at_hand(status.claims)
    said = [claim for claim in claims if claim.stance in _SAID]
    if not said:
        return [quoting(claims[-1], material)] if claims else []
    latest = list(reversed(said))
    steps = [step for step in status.history if set(step.claims) & set(status.claims)]
    current = [claim for claim in latest if steps and claim.id in steps[-1].claims] or latest
    clause = status_clause(status) if _plainly(status, current) else None
    if clause is None:
        told = [quoting(max(current, key=quotable), material)]
    else:
        told = [attributed(clause, current, None, material, claimed=status.layer == "claimed")]
    others = [step for step in reversed(steps) if (step.value, step.by) != (status.value, status.by)]
    return told + [one for step in others[:1] for one in _before(step, current, material)]


def _plainly(status: Status, claims: Sequence[Claim]) -> bool:
    """Whether a clause says no more than the claims: who holds what can be told, what is part of a way there cannot."""
    held = status.aspect == "control" and bool(status.by)
    sure = all(claim.certainty.value == "certain" for claim in claims)
    return (held or status.aspect == "infrastructure") and sure and not status.trend


def _before(step: StatusStep, current: Sequence[Claim], material: Material) -> list[Sentence]:
    """How it stood before, in the words of that time."""
    claims = [claim for claim in material.at_hand(step.claims) if claim not in current and claim.stance in _SAID]
    if not claims:
        return []
    claim = max(claims, key=quotable)
    if is_scrap(claim.quote):
        return []
    text = said_shortly(claim, material)
    text = text if text.startswith(("according to", "the ")) else text[:1].upper() + text[1:]
    day = day_words(step.since, year=material.year)
    when = f" ({day})" if day and f" on {day}" not in text and day not in text else ""
    return [Sentence(pieces=(Piece(text=sentence(f"Before{when}: {text}"), notes=material.noted([claim])),))]


def tell_conflict(conflict: Conflict, material: Material, *, told: frozenset[str] = frozenset()) -> Sentence | None:
    """Two claims that cannot both hold, side by side; `told` are claims that the item has cited already."""
    pair = [material.claims[one] for one in conflict.claims if one in material.claims]
    if len(pair) < 2:
        return None
    if conflict.kind == "denial" and pair[0].stance in (Stance.DENIES, Stance.DOUBTS):
        pair.reverse()
    if pair[1].id in told and pair[0].id not in told:
        pair.reverse()
    first, second = pair
    notes = [material.noted([claim]) for claim in pair]
    one_voice = {one.name for one in first.speakers} == {one.name for one in second.speakers} != set()
    prints = [f"{material.outlet(claim)} prints {quoted(words_of(claim, material))}" for claim in pair]
    if conflict.kind == "quotation":
        texts = [f"An altered quotation is suspected: {prints[0]}", prints[1]]
    elif conflict.kind == "figure" and one_voice and material.outlet(first) != material.outlet(second):
        texts = [f"One voice is given with two figures: {prints[0]}", prints[1]]
    elif first.id in told:
        texts, notes = [sentence(said_shortly(second, material)).removesuffix(".")], notes[1:]
    else:
        texts = [sentence(said_shortly(first, material)).removesuffix("."), said_shortly(second, material)]
    words = [texts[0], *(f"; {text}" for text in texts[1:])]
    words[-1] += "."
    pieces = (Piece(text=text, notes=note) for text, note in zip(words, notes, strict=True))
    return Sentence(pieces=tuple(pieces), role="disputed")


def tell_unverified(
    claim: Claim, about: Sequence[Claim], material: Material, *, nameless_told: bool = False
) -> Sentence:
    """Who could not verify it; and, where nobody knows, that the text does not say whose word it is."""
    who, _ = voice([claim], None, material)
    counts = (figure.measure for one in about for figure in one.figures)
    what = "the figure" if any(measure in ("killed", "injured", "missing") for measure in counts) else "this"
    verb = "did not confirm" if "confirm" in (claim.cue or "") else "could not verify"
    pieces = [
        Piece(
            text=sentence(f"{who or material.outlet(claim)} {verb} {what}").removesuffix("."),
            notes=material.noted([claim]),
        )
    ]
    nameless = [one for one in about if is_nameless(one)]
    if nameless and not nameless_told:
        thing = "figure" if what == "the figure" else "word"
        pieces.append(Piece(text=f"; the text does not say whose {thing} it is", notes=material.noted(nameless)))
    return ended(pieces, role="unverified")


def tell_unknown(development: Development, material: Material) -> Sentence | None:
    """Who did it, where something was destroyed or somebody harmed and nobody says by whom.

    A sentence that names a side, here or in what the same reports tell of harm at the same place, may name the doer in
    a way that was not read: then nothing is said.
    """
    kind, row = kinds().get(development.kind or ""), frame(development.kind)
    claims = material.at_hand(development.claims)
    if kind is None or row is None or not kind.harm or kind.family in _NO_DOER or row.noun == "fighting":
        return None
    real = development.stage in (Stage.HAPPENED, Stage.ONGOING) and development.certainty in ("certain", "probable")
    if not claims or not real or development.initiators:
        return None
    if any(one.stage is Stage.REPELLED for one in claims):
        return None  # who says that attacks were repelled leaves no doubt of whose they were
    if any(one.initiators or _names_a_side(one, material) for one in [*claims, *_near(development, material)]):
        return None
    many = any((figure.best or 0) > 1 for claim in claims for figure in claim.figures)
    destroyed = "destroyed them" if many else "destroyed it"
    dead, hurt = harmed(claims)
    thing = {"destruction": destroyed, "killing": "killed them" if dead or not hurt else "hurt them"}.get(
        kind.name, f"is behind the {row.noun}"
    )
    return Sentence(pieces=(Piece(text=f"Nobody says who {thing}.", notes=material.noted(claims)),), role="not known")


def _near(development: Development, material: Material) -> list[Claim]:
    """What the development's reports tell of harm at its place."""
    reports, names = set(development.reports), {place.name for place in development.places}
    harms = {kind.name for kind in kinds().values() if kind.harm}
    told = (claim for claim in material.claims.values() if claim.report in reports and claim.kind in harms)
    return [claim for claim in told if any(place.name in names for place in claim.places)]


def _names_a_side(claim: Claim, material: Material) -> bool:
    """Whether a side is named in the claim's sentence up to its end, or after a "by"."""
    sentence_words = material.around(claim)
    head, _, tail = sentence_words.partition(claim.quote)
    after = tail.partition(" by ")[2][:_AFTER_BY]
    return any(side[:_STEM] in f"{head} {claim.quote} {after}" for side in material.sides())


def _fullness(claim: Claim) -> tuple[float, ...]:
    return (
        float(bool(claim.speakers) and not is_nameless(claim)),
        float(not own_side(claim, claim.initiators)),
        float(bool(claim.figures)),
        float(bool(claim.initiators)) + float(bool(claim.recipients)) + float(bool(claim.places)),
        claim.confidence,
        -float(len(claim.quote)),
    )
