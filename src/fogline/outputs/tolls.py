"""The dead, the injured and the missing of a development in a sentence each, with whose figure it is.

In: a development. Out: what is `Told`, clause by clause. Refused: a figure none of whose claims is at hand.
"""

from __future__ import annotations

from collections.abc import Sequence

from fogline.data.kinds import PRIVATION, RUNNING_TOLL
from fogline.model.claim import EARLIER, Bound
from fogline.model.picture import Development, Toll, TollEntry
from fogline.outputs.attribution import Told, voice
from fogline.outputs.figures import amount_words, counted, number_words, vague_word
from fogline.outputs.lines import is_inside, survivors, tells_harm
from fogline.outputs.material import Material, Piece
from fogline.outputs.naming import in_sentence, words

_SOLDIERS = "soldiers"
_MEASURES = ("killed", "injured", "missing")
_PEOPLE = "people"
_MOST_RIVALS = 2
_MOST_BESIDE = 2  # what is told beside one figure


def tell_tolls(development: Development, material: Material) -> list[Told]:
    """The dead and the injured: the figure and whose it is; then what stands inside it, and from what it rose."""
    told: list[Told] = []
    placed = ""
    counting = [claim for claim in material.at_hand(development.claims) if claim.figures]
    if development.kind == RUNNING_TOLL and len(counting) == 1:
        return told  # what tells it is the count itself
    for measure in _MEASURES:
        toll = main_toll(development.tolls, measure)
        amount = _amount(toll) if toll else ""
        sources = material.at_hand(entry.claim for entry in _standing(toll)) if toll else []
        if toll is None or not amount or toll.best == 0 or not sources:
            continue
        if not tells_harm(toll, material) or (measure == "killed" and dead(development, material) is None):
            continue
        name = material.where(sources[0], development)
        where, placed = (f"in {in_sentence(name)}" if name and name != placed else ""), name
        one = _one(toll)
        auxiliary = ("is" if one else "are") if measure == "missing" else ("was" if one else "were")
        verb = f"{auxiliary} {measure}" if (development.kind, measure) != (PRIVATION, "killed") else "died"
        group = _as_named(toll, toll.group or _all_of(toll, development.tolls))
        noun = counted(measure, group, one=one)
        again = told and noun == _PEOPLE  # "three people were killed and seven were injured"
        told.append(
            Told(
                clause=f"{amount} {noun} {verb} {where}".strip(),
                claims=sources,
                development=development,
                beside=_beside(toll, group, development.tolls, material),
                whose="figure",
                place=name,
                shorter=f"{amount}{'' if again else f' {noun}'} {verb}",
            )
        )
    return told


def dead_words(development: Development) -> str | None:
    """How many dead in the reports' own word, where they give no number: "dozens"."""
    toll = main_toll(development.tolls, "killed")
    return vague_word(" ".join(entry.as_worded for entry in _standing(toll))) if toll and toll.best is None else None


def dead(development: Development, material: Material) -> float | None:
    """How many are told as dead; None where nobody counts them, or where the words rather tell of survivors."""
    toll = main_toll(development.tolls, "killed")
    sources = material.at_hand(entry.claim for entry in _standing(toll)) if toll else []
    if toll is None or not sources or all(survivors(claim.quote) for claim in sources):
        return None
    return toll.best or toll.low


def _beside(toll: Toll, group: str | None, tolls: Sequence[Toll], material: Material) -> list[Piece]:
    """What stands inside a figure, and the figure that it replaced. `group`: whom the figure is told to count."""
    pieces = []
    for part in tolls:
        amount = _amount(part)
        claims = material.at_hand(entry.claim for entry in _standing(part))
        most = toll.best or toll.low or 0
        fits = (part.best or part.low or 0) <= most  # what is more than all is no part of it
        parts = {entry.claim for entry in _standing(part)}
        of_more = any(entry.claim in parts and (entry.best or 0) > most for entry in toll.series)
        fits = fits and not (of_more and toll.best)  # nor is what is part of a higher count
        named = part.group and part.group != group
        if part.measure == toll.measure and part is not toll and named and amount and claims and fits:
            who = counted(part.measure, part.group, one=_one(part))
            if _gives_both(part, toll):
                words = f", {amount} {who} among them"
            elif len({(entry.best, entry.low) for entry in _standing(part)}) > 1:
                continue  # several counts of a group, and none of them is of this figure
            else:
                speaker, verb = voice(claims, None, material)
                words = f"; {speaker} {verb} {amount} {who}"
            pieces.append(Piece(text=words, notes=material.noted(claims)))
    pieces += _higher(toll, material)
    last = {entry.report for entry in _standing(toll)}  # what the same report counts besides was no count before it
    before = [
        entry
        for entry in toll.series
        if entry.state == "superseded" and entry.best and entry.best < (toll.best or 0)
        if entry.report not in last or _called_earlier(entry, material)
    ]
    claims = material.at_hand(entry.claim for entry in before[-1:])
    if claims and before[-1].best:
        pieces.append(
            Piece(text=f"; an earlier count was {number_words(before[-1].best)}", notes=material.noted(claims))
        )
    return [*pieces[:_MOST_BESIDE], *_rivals(toll, material)[:_MOST_RIVALS]]


def _called_earlier(entry: TollEntry, material: Material) -> bool:
    """Whether a figure's own text says that a newer one has replaced it: "had earlier put the toll at 38"."""
    figures = (one for claim in material.at_hand([entry.claim]) for one in claim.figures)
    return any(one.when == EARLIER and one.best == entry.best for one in figures)


def _all_of(toll: Toll, tolls: Sequence[Toll]) -> str | None:
    """The group that all of a figure are of: whoever counts 30 dead counts 30 civilians."""
    counting = {entry.claim for entry in _standing(toll)}
    for part in tolls:
        same = part.measure == toll.measure and (part.best, part.low) == (toll.best, toll.low)
        if same and part.group and {entry.claim for entry in _standing(part)} == counting:
            return part.group
    return None


def _as_named(toll: Toll, group: str | None) -> str | None:
    """Soldiers by the word that the reports have for them, where it is another: "83 RSF fighters"."""
    if group != _SOLDIERS:
        return group
    worded = (entry.as_worded.casefold().split() for entry in _standing(toll))
    named = words("naming", "soldiers").intersection(*worded)
    return min(named) if len(named) == 1 else group


def _gives_both(part: Toll, toll: Toll) -> bool:
    """Whether a group is told as a part of a figure: by whoever gives the figure, or in words that say so."""
    whole = {entry.claim for entry in _standing(toll)}
    return is_inside(part) or any(entry.claim in whole for entry in part.series)


def _rivals(toll: Toll, material: Material) -> list[Piece]:
    """Who gives another count in the same report: "; the ambulance service says 12"."""
    told = {entry.speaker for entry in _standing(toll)}
    here = {entry.report for entry in _standing(toll)}
    pieces: list[Piece] = []
    for entry in toll.series:
        rival = entry.state == "rival" and entry.report in here and entry.best and entry.best != toll.best
        if not rival or entry.speaker in told or not (claims := material.at_hand([entry.claim])):
            continue
        told.add(entry.speaker)
        who, verb = voice(claims, None, material)
        pieces.append(Piece(text=f"; {who} {verb} {number_words(entry.best or 0)}", notes=material.noted(claims)))
    return pieces


def _higher(toll: Toll, material: Material) -> list[Piece]:
    """Who says that it was more, where nobody gives more than a bound: "; the rebels say more than 100"."""
    more = [entry for entry in toll.series if (entry.low or 0) > (toll.low or 0) and entry.state in ("stands", "rival")]
    if toll.best is not None or not more:
        return []
    most = max(more, key=lambda entry: entry.low or 0)
    claims = material.at_hand([most.claim])
    if not claims:
        return []
    who, verb = voice(claims, None, material)
    amount = amount_words(most.best, most.low, most.high, Bound.MORE_THAN if most.best is None else Bound.EXACTLY)
    return [Piece(text=f"; {who} {verb} {amount}", notes=material.noted(claims))]


def _amount(toll: Toll) -> str:
    """How many; "dozens" keeps its word, where no number is known."""
    worded = " ".join(entry.as_worded for entry in _standing(toll)) if toll.best is None else ""
    return amount_words(toll.best, toll.low, toll.high, as_worded=worded)


def _one(toll: Toll) -> bool:
    return toll.best == 1 or (toll.best is None and toll.low == 1 and toll.high in (None, 1))


def main_toll(tolls: Sequence[Toll], measure: str) -> Toll | None:
    """The toll of a measure that tells most: the one of people at large before a group's, then the greatest."""
    found = [toll for toll in tolls if toll.measure == measure]
    return max(found, key=lambda toll: (toll.group is None, toll.best or toll.low or 0), default=None)


def _standing(toll: Toll) -> list[TollEntry]:
    if toll.best is None and toll.low is not None:
        # "More than 30" is not the word of another who says "over 100".
        bounds = [entry for entry in toll.series if entry.low == toll.low and entry.state in ("stands", "rival")]
        if bounds:
            return bounds
    standing = [entry for entry in toll.series if entry.state == "stands" and entry.best == toll.best]
    return standing or [entry for entry in toll.series if entry.state == "stands"] or list(toll.series[-1:])
