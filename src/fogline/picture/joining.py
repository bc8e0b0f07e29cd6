"""Claims that tell no happening themselves but belong to one: bare figures, denials, doubts.

Comes in: the tellings of reports and the claims that are none. Goes out: for each such claim the claim (its anchor)
with which it stands in one development; where there is none, nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from fogline.data.measures import measures
from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim, Place, Scope, Stance
from fogline.model.picture import Verb
from fogline.picture.agreement import can_be_one, words_agree
from fogline.picture.developments import Happening, happening
from fogline.picture.judgements import Ruling
from fogline.picture.other_times import is_long_ago
from fogline.picture.places import same_place, scene
from fogline.picture.tellings import Settled, Telling

HARM_GROUPS = frozenset({"violence", "fighting", "disaster", "unrest"})
FREEING = frozenset({"prisoner_exchange", "captives_released"})
HARM = frozenset({"killed", "injured", "casualties", "missing", "captured", "abducted"})
_NOW = word_lists("incident_words", "tellings").words("now")


def counted(claim: Claim, tellings: Sequence[Telling]) -> str | None:
    """The claim whose happening some bare figures count: of harm for the dead and hurt, the nearest in the text.

    "Some 20 residents have been rescued" counts nothing of what is told of a year ago, however near.
    """
    harm = any(figure.measure in HARM for figure in claim.figures)
    freed = any(figure.measure == "exchanged" for figure in claim.figures)
    wanted = HARM_GROUPS if harm else FREEING if freed else None
    here = scene(claim.places)
    now = not _NOW.isdisjoint(claim.quote.casefold().split())
    best: tuple[tuple[int, int, int], str] | None = None
    for one in tellings:
        if wanted is not None and one.group not in wanted:
            continue
        if one.settled is not Settled.REAL or (same := _is_there(one, here)) is False:
            continue
        if not same and one.claim.topic not in (0, claim.topic):
            continue
        if now and is_long_ago([one]):
            continue
        distance = abs(one.claim.start - claim.start)
        before = one.claim.start <= claim.start
        rank = (0 if same else 1, distance if before else 2 * distance, one.claim.start)
        if best is None or (rank, one.claim.id) < best:
            best = (rank, one.claim.id)
    return best[1] if best else None


def _is_there(one: Telling, here: Place | None) -> bool | None:
    """Whether a telling can be of a place, or of one of several."""
    if not one.several:
        return same_place(one.place, here)
    among = {same_place(place, here) for place in one.several}
    return True if True in among else None if None in among else False


def has_figures(claim: Claim) -> bool:
    """Whether a claim counts harm: people or things; ages, sums and sizes belong to no happening."""
    harms = measures().harms
    return any(figure.measure in harms and figure.scope is not Scope.RATE for figure in claim.figures)


def denied_by(found: Sequence[Happening], rule: Ruling) -> dict[int, int]:
    """For each happening of a story that is only denied (by its place), the one that it denies, where that is clear."""
    real: dict[str, list[int]] = {}
    for place, one in enumerate(found):
        if one.settled is Settled.REAL:
            real.setdefault(one.group, []).append(place)
    linked: dict[int, int] = {}
    for place, one in enumerate(found):
        if not only_denied(one):
            continue
        as_fact = happening(one.tellings)
        as_fact.settled = Settled.REAL
        fit = (
            other
            for other in real.get(one.group, ())
            if can_be_one(found[other], as_fact, rule) and _one_deed(found[other], as_fact)
        )
        first = list(itertools.islice(fit, 2))
        if len(first) == 1:
            linked[place] = first[0]
    return linked


def _one_deed(told: Happening, denied: Happening) -> bool:
    """Whether what is denied is of the kind that is told, or told in the same words: a strike on the airport is not
    the bridge that was blown up in the same town."""
    if not denied.kinds or denied.kinds & told.kinds:
        return True
    return words_agree(told, denied) or any(one.claim.kind == "attack" for one in told.tellings)


def only_denied(one: Happening) -> bool:
    """Whether a happening is told by nobody but those who deny it."""
    return one.settled is Settled.DENIED and all(told.claim.stance is Stance.DENIES for told in one.tellings)


def anchored(anchors: Mapping[str, str], rule: Ruling, told: Iterable[str]) -> dict[str, str]:
    """The anchors after judgements that move anchored claims themselves: each goes where it is put."""
    known = frozenset(told)
    moved = dict(anchors)
    for claims, judgement in rule.moves:
        if judgement.verb not in {Verb.MERGE, Verb.SPLIT}:
            continue
        leads = [claim for claim in claims if claim in known]
        for claim in claims:
            if claim not in moved:
                continue
            if leads:
                moved[claim] = leads[0]
            elif judgement.verb is Verb.SPLIT:
                del moved[claim]
    return moved
