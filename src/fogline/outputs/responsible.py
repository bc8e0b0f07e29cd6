"""Who says of himself that he did it: "Al-Shabaab claimed responsibility", "nobody has claimed responsibility".

Comes in: claims that answer for a happening, and the `Material` around them. Goes out: one `Sentence`. Refused:
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from fogline.model.claim import Claim, Stance
from fogline.outputs.material import Material, Piece, Sentence
from fogline.outputs.naming import actor_words, is_plural, listed, sentence, speaker_words

_ACCUSATION = "accusation"


def answers_for(claim: Claim) -> bool:
    """Whether a claim owns up to what it leads to; a denial, a doubt and a charge against others do not."""
    return claim.stance is Stance.ASSERTS and claim.kind in (None, _ACCUSATION)


def tell_responsible(claims: Sequence[Claim], material: Material) -> Sentence:
    """Who claimed responsibility, each once; else that nobody did, by the word of the outlet."""
    ordered = sorted(claims, key=lambda one: (one.report, one.start, one.id))
    yes = [claim for claim in ordered if claim.polarity == "positive"]
    if named := [(one, name) for one in yes if (name := _who(one))]:
        text = f"{listed([name for _, name in named])} claimed responsibility"
        notes = material.noted(one for one, _ in named)
    else:
        outlets = listed([material.outlet(claim) for claim in ordered], rest="other outlets")
        nobody = listed([name for one in ordered if one.speakers and (name := _who(one))]) or "nobody"
        had = "had" if nobody == "nobody" else "have not" if is_plural(nobody) else "has not"
        text = f"{nobody} {had} claimed responsibility, by the word of {outlets}" if not yes else ""
        text = text or f"responsibility was claimed, {outlets} reports"
        notes = material.noted(ordered)
    return Sentence(pieces=(Piece(text=sentence(text), notes=notes),))


def _who(claim: Claim) -> str:
    """The doer as the claim names him; of "it was behind the attack", who says so."""
    doers = [words for actor in claim.initiators if (words := actor_words(actor))]
    said = [words for words in map(speaker_words, claim.speakers) if words]
    return listed(doers or said)
