"""Questions to a picture: how things stood on a day.

Comes in: a picture and what is asked for. Goes out: the parts that fit, in the picture's order. Refused: a date that
does not exist (`QueryError`).
"""

from __future__ import annotations

import dataclasses

from fogline.data.calendar import interval
from fogline.model.claim import Place
from fogline.model.errors import QueryError
from fogline.model.picture import Picture, Status
from fogline.picture.days import day_number


def statuses_at(picture: Picture, day: str, *, place: str | None = None) -> tuple[Status, ...]:
    """How things stood on a day, by all that the picture knows: the last step of each history up to that day."""
    asked = _edge(day, 1)
    found: list[Status] = []
    for status in picture.statuses:
        if place is not None and not _at(status.place, place):
            continue
        steps = [
            step for step in status.history if (known := day_number(step.since)) is not None and known <= (asked or 0)
        ]
        if not steps:
            continue
        last = steps[-1]
        found.append(
            dataclasses.replace(
                status,
                value=last.value,
                trend=last.trend,
                by=last.by,
                since=last.since,
                claims=last.claims,
                history=tuple(steps),
            )
        )
    return tuple(found)


def _edge(day: str | None, which: int) -> int | None:
    if day is None:
        return None
    days = interval(day)
    number = day_number(days[which]) if days else None
    if number is None:
        raise QueryError(f"{day!r} is no day that exists; write it as 2023-03-04")
    return number


def _at(found: Place | None, asked: str) -> bool:
    name = asked.casefold()
    return found is not None and name in {found.name.casefold(), found.as_worded.casefold(), str(found.geonameid)}
