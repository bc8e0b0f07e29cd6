"""The map: places with how they stand and what happened there, over its base, through time, and as a list."""

from __future__ import annotations

from fogline.model.errors import QueryError
from fogline.model.picture import Picture
from fogline.outputs.tables import status_rows
from fogline.serve.desk.asked import Asked, mark_parts, mark_text
from fogline.serve.desk.drawn import AtPlace, by_place, drawn, points
from fogline.serve.desk.ground import ground
from fogline.serve.desk.moments import moments, within
from fogline.serve.desk.page import Page
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.window import Window, fitting, read

LAYERS = ("both", "claimed", "assessed", "none")
_MOST_DAYS = 366
_LISTED = 100


def page(sight: Sight, asked: Asked) -> Page:
    """The window that is asked for, or the one that shows all; of all days, or of the stretch that is brushed."""
    wanted, layer = asked.filters(), asked.text("layer") or "both"
    if layer not in LAYERS:
        raise QueryError(f"layer {layer}: no such layer. Ask for {', '.join(LAYERS)}.")
    developments = sight.rows(wanted, "developments").developments
    standing = sight.rows(wanted, "statuses").statuses
    statuses = tuple(one for one in standing if layer in ("both", one.layer))
    whole = by_place(developments, statuses)
    window = read(text) if (text := asked.text("view")) else fitting(points(whole))
    since, until = wanted.since or sight.first, wanted.until or sight.day
    strip = moments(whole, window, since, until) if since and until else None
    first, days = asked.day("from"), _days(asked)
    if first is not None:
        developments = tuple(one for one in developments if within(one, first, days))
    places = whole if first is None else by_place(developments, statuses)
    listed = _in_order(places, window)
    begin = int(mark_parts(after, 1)[0]) if (after := asked.text("after")) else 0
    return Page(
        title="Map",
        template="map.html",
        shown={
            "drawn": drawn(places, window) if window else None, "ground": ground(window) if window else None,
            "strip": strip, "places": listed[begin : begin + _LISTED], "number": len(listed),
            "after": mark_text(str(begin + _LISTED)) if len(listed) > begin + _LISTED else None,
            "layer": layer, "layers": LAYERS, "wanted": wanted, "brushed": first, "days": days,
            "nowhere": sum(one.place is None for one in developments), "total": len(developments),
        },
        told={"view": window.text if window else None, "developments": developments, "statuses": statuses},
        rows=status_rows(statuses),
        picture=Picture(as_of=sight.day, developments=developments, statuses=statuses),
    )  # fmt: skip


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
