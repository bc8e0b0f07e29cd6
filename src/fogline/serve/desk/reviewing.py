"""What a page shows to whoever has come in: who they are, their last decision, whether the picture has followed.

In: a sight, a caller, how far the picture is behind. Out: `Reviewing`; the decisions on a claim or a development.
Refused: nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fogline.model.claim import Claim
from fogline.model.picture import Development, Judgement, Verb
from fogline.picture.judgements import correctable, development_id, in_force
from fogline.serve.desk.door import Caller
from fogline.serve.desk.sight import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """Who has come in."""

    name: str
    judges: bool
    csrf: str
    behind: int  # batches that are recorded and in no page yet
    last: Judgement | None  # their last decision that holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision as a page shows it. `holds`: nobody took it back."""

    judgement: Judgement
    holds: bool


def reviewing(sight: Sight, caller: Caller, behind: int) -> Reviewing:
    """What is shown to a caller."""
    mine = [one for one in in_force(sight.view.judgements()) if one.by == caller.name] if caller.judges else []
    return Reviewing(
        name=caller.name or "",
        judges=caller.judges,
        csrf=caller.csrf,
        behind=behind,
        last=max(mine, key=lambda one: (one.made_at, one.id), default=None),
    )


def decisions(judgements: Iterable[Judgement]) -> list[Decision]:
    """Decisions as they are shown, the latest first."""
    held = list(judgements)
    holds = {one.id for one in in_force(held)}
    undone = {subject for one in held if one.verb is Verb.UNDO for subject in one.subjects}
    shown = [
        Decision(
            judgement=one,
            holds=one.id in holds or (one.verb is Verb.UNDO and one.id not in undone),
        )
        for one in held
    ]
    return sorted(shown, key=lambda one: (one.judgement.made_at, one.judgement.id), reverse=True)


def about(sight: Sight, names: Iterable[str]) -> list[Decision]:
    """The decisions that name any of these, and what took them back."""
    wanted = set(names)
    held = list(sight.view.judgements())
    while True:  # who undoes an undoing speaks of the same thing
        found = [one for one in held if wanted.intersection(one.subjects)]
        more = {one.id for one in found} - wanted
        if not more:
            return decisions(found)
        wanted |= more


def about_claim(sight: Sight, claim: Claim) -> list[Decision]:
    """The decisions on a claim: on itself, on its report, or on the development that is called after it."""
    return about(sight, {claim.id, claim.report, development_id(claim.id)})


def about_development(sight: Sight, one: Development) -> list[Decision]:
    """The decisions on a development: by any id that it ever had, or on one of its claims."""
    return about(sight, {one.id, *one.claims, *map(development_id, one.claims)})


FIELDS = correctable()
