"""How many one report says that a development killed or hurt: by its headline, or by its figures added up.

Comes in: the claims of a report on a development, all claims of a report that tells of nothing else, and its title.
Goes out: one figure of everyone, with the claim that holds it. Refused: groups beside others.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Sequence

from fogline.data.word_lists import word_lists
from fogline.model.claim import EARLIER, Claim, Figure, Scope
from fogline.picture.headline_tolls import counted, headline, names_victims
from fogline.picture.report_tolls import adds_up, incident_toll

_LISTS = word_lists("figure_words", "everyone")
EVERYONE = _LISTS.words("words")
_RAISED = _LISTS.pattern("raised")
_ADDRESS = re.compile(r"\d+ [NSEW]\.? [A-Z]")  # "9700 W Ferris Branch" is a house, not people


def group_of(figure: Figure) -> str | None:
    """The group that a figure counts; None: everyone."""
    return None if figure.group is None or figure.group in EVERYONE else figure.group


def is_address(figure: Figure) -> bool:
    """Whether a number is that of a house."""
    return bool(_ADDRESS.match(figure.as_worded))


def counted_by(
    measure: str, claims: Sequence[Claim], all_claims: Sequence[Claim], title: str | None
) -> Iterable[tuple[Claim, Figure]]:
    """The count of one report: its headline's, unless the text counts others beside those of the headline."""
    said = _of_headline(claims, all_claims, measure, title)
    told = list(added_up(all_claims, measure))
    raised = _raised(list(dict.fromkeys((*claims, *all_claims))), measure) if said else None
    if raised is not None and (raised[1].best or 0.0) > (said[0][1].best or 0.0):
        return [raised]  # the headline is older than what the text adds: "two more died, bringing the toll to nine"
    if not said or not told:
        return said or told
    count, whole = said[0][1].best or 0.0, told[0][1].best or 0.0
    more = names_victims(title, measure) and whole > count
    figures = [figure for _, figure in _placed(all_claims)]
    return told if more or adds_up(figures, measure, count) else said


def _raised(claims: Sequence[Claim], measure: str) -> tuple[Claim, Figure] | None:
    """The highest count to which a text says that the toll was raised, with its claim."""
    found = (
        (claim, figure)
        for claim, figure in _placed(claims)
        if figure.measure == measure and group_of(figure) is None and figure.scope is Scope.TOTAL
        if figure.best is not None and _RAISED.search(claim.quote)
    )
    return max(found, key=lambda one: (one[1].best or 0.0, -one[0].start), default=None)


def _of_headline(
    claims: Sequence[Claim], all_claims: Sequence[Claim], measure: str, title: str | None
) -> list[tuple[Claim, Figure]]:
    """The number that a report's headline gives, with the first claim that gives it: the report's last word.

    Where no claim does, with the one that tells of the happening first.
    """
    said = counted(title).get(measure)
    lead = min(claims, key=lambda claim: (claim.kind is None, claim.start, claim.id), default=None)
    if said is None or lead is None:
        return []
    giving = (claim for claim in all_claims if any(_gives(figure, measure, said) for figure in claim.figures))
    lead = min(giving, key=lambda claim: (claim.start, claim.id), default=lead)
    words = headline(title)
    at = lead.start
    figure = Figure(start=at, end=at, measure=measure, group=None, best=said, low=said, high=said, as_worded=words)
    return [(lead, figure)]


def _gives(figure: Figure, measure: str, count: float) -> bool:
    return figure.measure == measure and group_of(figure) is None and count in (figure.best, figure.low)


def added_up(claims: Sequence[Claim], measure: str) -> Iterable[tuple[Claim, Figure]]:
    """What a report that tells of one happening adds up to, with the claim that holds it: of all, not of a group."""
    placed = _placed(claims)
    figures = [figure for _, figure in placed]
    toll = incident_toll(figures, measure, anew=_begun(placed, measure))
    others = any(one.measure == measure and group_of(one) is None for one in figures)
    part = toll in figures and toll is not None and group_of(toll) is not None and toll.best != 1 and not others
    if toll is not None and not part:
        claim = next(one for one, figure in placed if figure.start == toll.start)
        yield claim, dataclasses.replace(toll, group=None, scope=Scope.TOTAL)


def _begun(placed: Sequence[tuple[Claim, Figure]], measure: str) -> frozenset[int]:
    """Where a figure stands in no claim with the one before it: no list goes on from one sentence to the next."""
    own = [(claim, figure) for claim, figure in placed if figure.measure == measure]
    return frozenset(
        figure.start
        for (claim, before), (_, figure) in itertools.pairwise(own)
        if figure.start >= claim.end and figure.scope is Scope.TOTAL and before.scope is Scope.TOTAL
    )


def _placed(claims: Sequence[Claim]) -> list[tuple[Claim, Figure]]:
    """The figures of a report, each once with the shortest claim that holds it, in the order of the text."""
    at: dict[tuple[int, int, str | None], tuple[Claim, Figure]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.end - claim.start, claim.start, claim.id)):
        for figure in claim.figures:
            if not is_address(figure) and figure.when != EARLIER:
                at.setdefault((figure.start, figure.end, figure.measure), (claim, figure))
    return [at[key] for key in sorted(at, key=lambda key: (key[0], key[1], key[2] or ""))]
