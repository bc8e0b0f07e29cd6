"""The map: places with how they stand and what happened there, over its base, through time, and as a list."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fogline.model.errors import QueryError
from fogline.model.picture import Picture, Status
from fogline.outputs.tables import status_rows
from fogline.picture.days import day_number
from fogline.serve.desk.asked import Asked, mark_parts, mark_text
from fogline.serve.desk.drawn import AtPlace, by_place, drawn, in_order, points
from fogline.serve.desk.ground import ground
from fogline.serve.desk.happenings import Happening, happenings
from fogline.serve.desk.moments import moments
from fogline.serve.desk.page import Page
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.window import Window, fitting, read
from fogline.serve.options import Filters

LAYERS = ("both", "claimed", "assessed", "none")
_MOST_DAYS = 366
_LISTED = 100


def page(sight: Sight, asked: Asked) -> Page:
    """The window that is asked for, or the one that shows all; of all days, or of the stretch that is brushed."""
    wanted, layer = asked.filters(), asked.text("layer") or "both"
    if layer not in LAYERS:
        raise QueryError(f"layer {layer}: no such layer. Ask for {', '.join(LAYERS)}.")
    first, days = asked.day("from"), _days(asked)
    told = _told(sight, wanted, layer)
    whole = told.places
    window = read(text) if (text := asked.text("view")) else fitting(points(whole))
    since, until = wanted.since or sight.first, wanted.until or sight.day
    strip = moments(whole, window, since, until) if since and until else None
    places, nowhere = (whole, told.nowhere) if first is None else told.brushed(day_number(first) or 0, days)
    listed = _in_order(places, window)
    begin = int(mark_parts(after, 1)[0]) if (after := asked.text("after")) else 0
    rows = Picture(as_of=None) if asked.form == "html" else sight.rows(wanted, "developments")
    if first is not None:
        days_of = zip(rows.developments, happenings(rows.developments), strict=True)
        inside = (one for one, when in days_of if when.within(day_number(first) or 0, days))
        rows = replace(rows, developments=tuple(inside))
    return Page(
        title="Map",
        template="map.html",
        shown={
            "drawn": drawn(places, window) if window else None, "ground": ground(window) if window else None,
            "strip": strip, "places": listed[begin : begin + _LISTED], "number": len(listed),
            "after": mark_text(str(begin + _LISTED)) if len(listed) > begin + _LISTED else None,
            "layer": layer, "layers": LAYERS, "wanted": wanted, "brushed": first, "days": days,
            "nowhere": len(nowhere),
            "total": len(nowhere) + sum(at.counts(one) for at in places for one in at.developments),
        },
        told={"view": window.text if window else None, "developments": rows.developments, "statuses": told.statuses},
        rows=status_rows(told.statuses) if asked.form == "csv" else (),
        picture=replace(rows, as_of=sight.day, statuses=told.statuses),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """All that a map is drawn of: the same for every window."""

    places: list[AtPlace]
    nowhere: list[Happening]  # what has no place
    statuses: tuple[Status, ...]

    def brushed(self, first: int, days: int) -> tuple[list[AtPlace], list[Happening]]:
        """What happened within some days, beside how places stand."""
        some = (
            AtPlace(one.place, [each for each in one.developments if each.within(first, days)], one.statuses)
            for one in self.places
        )
        there = in_order(one for one in some if one.developments or one.statuses)
        return there, [one for one in self.nowhere if one.within(first, days)]


def _told(sight: Sight, wanted: Filters, layer: str) -> _Told:
    """What is drawn; kept for whoever looks aside, nearer, or at other days."""

    happened = sight.happened(wanted)

    def made() -> _Told:
        standing = sight.rows(wanted, "statuses").statuses
        statuses = tuple(one for one in standing if layer in ("both", one.layer))
        nowhere = [one for one in happened if one.place is None]
        return _Told(places=by_place(happened, statuses), nowhere=nowhere, statuses=statuses)

    key = ("map", sight.stamp, sight.as_of, wanted, layer)
    return made() if sight.kept is None else sight.kept.get(key, made)


def _days(asked: Asked) -> int:
    text = asked.text("days") or "1"
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_DAYS):
        raise QueryError(f"days {text}: ask for 1 to {_MOST_DAYS}.")
    return int(text)


def _in_order(places: list[AtPlace], window: Window | None) -> list[AtPlace]:
    """What is in the window, then the rest, each with the most to tell first."""

    def beyond(one: AtPlace) -> bool:
        lat, lon = one.place.lat, one.place.lon
        return not (one.drawn and window and lat is not None and lon is not None and window.holds(lat, lon))

    return sorted(places, key=beyond)
