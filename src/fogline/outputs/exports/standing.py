"""What every row of events ends with: what it stands on, by fogline's own columns.

In: an event. Out: columns whose names begin with `fogline_`. Refused: nothing.
"""

from __future__ import annotations

from fogline.outputs.exports import events as seen
from fogline.outputs.exports.columns import Column
from fogline.outputs.exports.events import Event


def standing_columns() -> tuple[Column[Event], ...]:
    """The columns that lead from an event to its claims."""
    return (
        Column(name="fogline_id", source="the development", cell=seen.development_id),
        Column(name="fogline_kind", source="the kind of happening", cell=lambda one: one.development.kind),
        Column(name="fogline_stage", source="how far it got", cell=seen.stage),
        Column(name="fogline_begin", source="first day it can have happened; empty: not known", cell=_begin),
        Column(name="fogline_finish", source="last day it can have happened; empty: not known", cell=_finish),
        Column(
            name="fogline_certainty", source="the surest that a speaker is", cell=lambda one: one.development.certainty
        ),
        Column(
            name="fogline_credibility",
            source="Admiralty 1 to 6, by the rule of the codebook",
            type="integer",
            cell=lambda one: one.development.credibility,
        ),
        Column(
            name="fogline_disputed",
            source="whether somebody denies it or figures differ",
            type="boolean",
            cell=lambda one: one.development.disputed,
        ),
        Column(
            name="fogline_origins",
            source="independent origins, not articles",
            type="integer",
            cell=lambda one: one.development.origins,
        ),
        Column(name="fogline_radius_km", source="by how far the point can be off", type="number", cell=seen.radius_km),
        Column(name="fogline_killed_low", source="least dead that stands", type="integer", cell=seen.least_killed),
        Column(name="fogline_killed_high", source="most dead that stands", type="integer", cell=seen.most_killed),
        Column(name="fogline_claims", source="ids of the claims", cell=seen.claim_ids),
        Column(name="fogline_reports", source="ids of the reports", cell=seen.report_ids),
        Column(name="fogline_quote", source="the earliest claim's words, cut to a set length", cell=_quote),
        Column(name="fogline_links", source="addresses of the reports", cell=seen.links),
    )


def _begin(event: Event) -> str | None:
    return event.development.when.begin


def _finish(event: Event) -> str | None:
    return event.development.when.finish


def _quote(event: Event) -> str | None:
    return next((claim.quote for claim in seen.claims_of(event) if claim.quote), None)
