"""Places: which ones the newest claims name, and one place with how it stood, what happened there, and its tolls."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from fogline.model.claim import Place
from fogline.model.picture import Development, Picture, Status
from fogline.outputs.tables import Row, status_rows
from fogline.serve.desk.asked import Asked, NotThere
from fogline.serve.desk.chart import charts
from fogline.serve.desk.page import Page
from fogline.serve.desk.pages.developments import day_and_id, paged
from fogline.serve.desk.pages.heard import heard, page
from fogline.serve.desk.said import all_said
from fogline.serve.desk.sight import Sight
from fogline.serve.options import Filters
from fogline.store.contract import Facets

_MOST_TOLLS = 12
_MOST_LOOKED_AT = 40  # with figures, for those that are at the place itself, not only told with it
_MOST_CLAIMS = 20
_MOST_CONFLICTS = 20
# Of a long history a page shows the newest steps, and of each as many claims; with `?all=1` all of them.
_MOST_STEPS, _MOST_CITED = 12, 8


def listed(sight: Sight, asked: Asked) -> Page:
    """The places that the newest claims name."""
    return page(heard_places(sight, asked), "places")


def heard_places(sight: Sight, asked: Asked) -> list[Row]:
    """The places that are named, one row each."""
    return heard(sight, asked, "places")


def one(sight: Sight, asked: Asked) -> Page:
    """One place: statuses with their history, developments, tolls."""
    name = asked.path.partition("/places/")[2]
    wanted = Filters(place=name, valid_at=asked.day("valid_at"))
    happened = sorted(map(day_and_id, sight.glimpsed(wanted)), reverse=True)
    standing = sight.rows(wanted, "statuses").statuses
    named = [claim.id for _, claim in islice(sight.view.newest(Facets(place=name)), _MOST_CLAIMS)]
    if not (happened or standing or named):
        raise NotThere(f"{name}: nothing is told of a place of that name{' by that day' if sight.as_of else ''}.")
    statuses = [one for one in standing if _here(one.place, one.subject, name)]
    developments, after = paged(happened, sight, asked)
    tolled = _tolled(sight, wanted, happened, name)
    places = [*(one.place for one in statuses), *(place for one in (*developments, *tolled) for place in one.places)]
    shown = statuses if asked.text("all") else [_newest(one) for one in statuses]
    conflicts = sight.conflicting(wanted)
    against = sight.shown(conflicts if asked.form == "json" else conflicts[:_MOST_CONFLICTS])
    cited = [claim for one in shown for step in one.history for claim in step.claims]
    material = sight.of_claims([*cited, *named])
    lines = sight.lines(material.reports)
    said = {claim.id: claim for claim in all_said(dict.fromkeys(cited), material, lines)}
    return Page(
        title=name,
        template="place.html",
        shown={
            "name": name,
            "newest": all_said(named, material, lines)[::-1],
            "place": next((one for one in places if one is not None and _here(one, "", name)), None),
            "statuses": shown, "cut": shown != statuses, "said": said,
            "beside": [one for one in standing if one not in statuses],
            "developments": developments, "after": after, "number": len(happened),
            "conflicts": against, "more_conflicts": len(conflicts) > len(against),
            "valid_at": wanted.valid_at or "",
            "against": all_said((claim for one in against for claim in one.claims), sight.material(against)),
            "tolls": [(one, charts(one.tolls, asked)) for one in tolled],
        },
        told={"place": name, "statuses": standing, "developments": developments, "after": after,
              "conflicts": against},
        rows=status_rows(standing),
        # A map has all of them; what is not asked for need not be opened.
        picture=sight.rows(wanted) if asked.form == "geojson" else Picture(as_of=sight.day),
    )  # fmt: skip


def _tolled(sight: Sight, wanted: Filters, happened: list[tuple[str, str]], name: str) -> list[Development]:
    """The latest developments at the place itself that have figures."""
    have = {one.id for one in sight.tolled(wanted)}
    latest = [id for _, id in happened if id in have][:_MOST_LOOKED_AT]
    return [one for one in sight.some(latest) if any(_here(place, "", name) for place in one.places)][:_MOST_TOLLS]


def _newest(one: Status) -> Status:
    """A status with the newest of its history."""
    steps = (replace(step, claims=step.claims[-_MOST_CITED:]) for step in one.history[-_MOST_STEPS:])
    return replace(one, history=tuple(steps))


def _here(place: Place | None, subject: str, name: str) -> bool:
    """Whether a row is about the place itself, not only told with it."""
    names = {subject} | ({place.name, place.as_worded} if place else set())
    return name.casefold() in {one.casefold() for one in names if one}
