"""Questions to a picture: developments and statuses by place, kind, party and day.

Comes in: a picture and what is asked for. Goes out: the parts that fit, in the picture's order. Refused: a date that
does not exist (`QueryError`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from fogline.data.calendar import interval
from fogline.model.claim import Place
from fogline.model.errors import QueryError
from fogline.model.picture import Development, Picture, Status
from fogline.picture.days import day_number, minutes_of


def developments_where(
    picture: Picture,
    *,
    place: str | None = None,
    kind: str | None = None,
    party: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> tuple[Development, ...]:
    """The developments at a place, of a kind, with a party, in a span of days; those of unknown time fit no span."""
    first, last = _edge(since, 0), _edge(until, 1)
    return tuple(
        one
        for one in picture.developments
        if (place is None or _at(one.place, place))
        and (kind is None or one.kind == kind)
        and (party is None or _has_party(one, party))
        and ((first is None and last is None) or _within(one, first, last))
    )


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


def _has_party(development: Development, party: str) -> bool:
    name = party.casefold()
    return name in _names(actor.party or actor.name for actor in (*development.initiators, *development.recipients))


def _names(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}


def _within(development: Development, first: int | None, last: int | None) -> bool:
    minutes = minutes_of(development.when)
    if minutes is None:
        return False
    begin, finish = minutes[0] // 1440, minutes[1] // 1440
    return (first is None or finish >= first) and (last is None or begin <= last)
