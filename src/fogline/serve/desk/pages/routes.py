"""Routes, bridges and other ways and works: how they stand, by whose word, and what is inferred from what."""

from __future__ import annotations

from fogline.model.picture import Status
from fogline.outputs.tables import status_rows
from fogline.picture.statuses import INFERENCE
from fogline.serve.desk.asked import Asked, NotThere
from fogline.serve.desk.drawn import by_place, drawn, points
from fogline.serve.desk.page import Page
from fogline.serve.desk.said import all_said
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.window import fitting

ASPECTS = ("access", "infrastructure")


def listed(sight: Sight, asked: Asked) -> Page:
    """All routes and works of which anybody says how they stand."""
    found = _statuses(sight, asked)
    by_subject: dict[str, list[Status]] = {}
    for one in found:
        by_subject.setdefault(one.subject, []).append(one)
    ordered = sorted(by_subject.items(), key=lambda pair: (_last(pair[1]), pair[0]), reverse=True)
    return Page(
        title="Routes",
        template="routes.html",
        shown={"subjects": ordered, "wanted": asked.filters()},
        told={"statuses": found},
        rows=status_rows(found),
    )


def one(sight: Sight, asked: Asked) -> Page:
    """One route or work: each layer with its history, and the premises of what is inferred."""
    subject = asked.path.partition("/routes/")[2]
    found = [one for one in _statuses(sight, asked) if one.subject.casefold() == subject.casefold()]
    if not found:
        raise NotThere(f"{subject}: nobody says how it stands{' by that day' if sight.as_of else ''}.")
    ids = [
        claim
        for one in found
        for claim in (*one.claims, *one.inferred_from, *(id for step in one.history for id in step.claims))
    ]
    material = sight.of_claims(ids)
    said = {one.id: one for one in all_said(material.claims, material, sight.lines(material.reports))}
    places = by_place((), found)
    window = fitting(points(places))
    return Page(
        title=found[0].subject,
        template="route.html",
        shown={
            "statuses": found, "said": said, "drawn": drawn(places, window) if window else None,
            "rule": INFERENCE, "places": sorted({one.place.name for one in found if one.place}),
        },
        told={"subject": found[0].subject, "statuses": found},
        rows=status_rows(found),
    )  # fmt: skip


def _statuses(sight: Sight, asked: Asked) -> tuple[Status, ...]:
    return tuple(one for one in sight.rows(asked.filters(), "statuses").statuses if one.aspect in ASPECTS)


def _last(some: list[Status]) -> str:
    return max((one.last_confirmed or one.since or "" for one in some), default="")
