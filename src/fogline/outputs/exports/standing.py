"""What every row of events ends with: what it stands on, by fogline's own columns.

In: an event. Out: columns whose names begin with `fogline_`. Refused: nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from fogline.model.claim import Claim
from fogline.outputs.exports import events as seen
from fogline.outputs.exports.columns import Column
from fogline.outputs.exports.events import Event


def standing_columns() -> tuple[Column[Event], ...]:
    """The columns that lead from an event to its claims."""
    return (
        Column(name="fogline_id", source="the development", cell=lambda one: one.development.id),
        Column(name="fogline_kind", source="the kind of happening", cell=lambda one: one.development.kind),
        Column(name="fogline_stage", source="how far it got", cell=_stage),
        Column(name="fogline_begin", source="first day it can have happened; empty: not known", cell=_begin),
        Column(name="fogline_finish", source="last day it can have happened; empty: not known", cell=_finish),
        Column(name="fogline_certainty", source="the surest that a speaker is", cell=lambda one: one.development.certainty),
        Column(name="fogline_credibility", source="Admiralty 1 to 6, by the rule of the codebook", type="integer",
               cell=lambda one: one.development.credibility),
        Column(name="fogline_disputed", source="whether somebody denies it or figures differ", type="boolean",
               cell=lambda one: one.development.disputed),
        Column(name="fogline_origins", source="independent origins, not articles", type="integer",
               cell=lambda one: one.development.origins),
        Column(name="fogline_radius_km", source="by how far the point can be off", type="number", cell=seen.radius_km),
        Column(name="fogline_killed_low", source="least dead that stands", type="integer",
               cell=lambda one: seen.bounds(one, "killed")[0]),
        Column(name="fogline_killed_high", source="most dead that stands", type="integer",
               cell=lambda one: seen.bounds(one, "killed")[1]),
        Column(name="fogline_claims", source="ids of the claims", cell=lambda one: "; ".join(one.development.claims)),
        Column(name="fogline_reports", source="ids of the reports", cell=lambda one: "; ".join(one.development.reports)),
        Column(name="fogline_quote", source="the earliest claim's words, cut to a set length", cell=_quote),
        Column(name="fogline_links", source="addresses of the reports", cell=_links),
    )  # fmt: skip


def claims_of(event: Event) -> Sequence[Claim]:
    """The claims that an event stands on, the earliest report's first."""
    return event.evidence.standing(event.development.claims)


def _stage(event: Event) -> str | None:
    return event.development.stage.value if event.development.stage else None


def _begin(event: Event) -> str | None:
    return event.development.when.begin


def _finish(event: Event) -> str | None:
    return event.development.when.finish


def _quote(event: Event) -> str | None:
    return next((claim.quote for claim in claims_of(event) if claim.quote), None)


def _links(event: Event) -> str:
    return " ".join(event.evidence.links(claims_of(event)))
