"""The timeline: developments on lanes by place, party or kind, with bursts, each bar leading to what it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fogline.model.errors import QueryError
from fogline.outputs.tables import Row
from fogline.picture.days import day_number
from fogline.serve.desk.asked import Asked
from fogline.serve.desk.lanes import BY, Lane, Lanes, lanes
from fogline.serve.desk.page import Page
from fogline.serve.desk.sight import Sight

_MOST_LISTED = 200  # developments of a bar


def page(sight: Sight, asked: Asked) -> Page:
    """Lanes between two days; `lane` and `from` choose a bar, whose developments are listed below."""
    by = asked.text("by") or "place"
    if by not in BY:
        raise QueryError(f"by {by}: no such lanes. Ask for {', '.join(BY)}.")
    wanted = asked.filters()
    since, until = wanted.since or sight.first, wanted.until or sight.day
    found = sight.happened(replace(wanted, since=None, until=None), parties=by == "party")
    known = since is not None and until is not None
    drawn = lanes(found, by, since, until, asked.text("only")) if known and since and until else None
    chosen = sight.some(_chosen(drawn, asked.text("lane"), asked.day("from")))
    return Page(
        title="Timeline",
        template="timeline.html",
        shown={
            "drawn": drawn, "by": by, "ways": list(BY), "wanted": wanted, "since": since or "", "until": until or "",
            "chosen": chosen, "lane": asked.text("lane"), "from_day": asked.day("from"), "only": asked.text("only"),
        },
        told={"by": by, "since": since, "until": until, "lanes": [_told(one) for one in drawn.lanes] if drawn else []},
        rows=_rows(drawn),
    )  # fmt: skip


def _chosen(drawn: Lanes | None, lane: str | None, first: str | None) -> list[str]:
    """The ids of the developments of one bar."""
    bars = (bar for one in (drawn.lanes if drawn else ()) if one.name == lane for bar in one.bars)
    return next(([one.id for one in bar.held[:_MOST_LISTED]] for bar in bars if bar.first == first), [])


def _told(lane: Lane) -> dict[str, object]:
    bars = [
        {"first": bar.first, "last": bar.last, "burst": bar.burst, "developments": [one.id for one in bar.held]}
        for bar in lane.bars
    ]
    return {"lane": lane.name, "developments": lane.number, "bars": bars}


def _rows(drawn: Lanes | None) -> Iterator[Row]:
    """One row a bar."""
    for lane in drawn.lanes if drawn else ():
        for bar in lane.bars:
            days = (day_number(bar.last) or 0) - (day_number(bar.first) or 0) + 1
            yield {
                "lane": lane.name, "first": bar.first, "days": days, "developments": len(bar.held),
                "burst": bar.burst, "ids": "; ".join(one.id for one in bar.held),
            }  # fmt: skip
