"""Developments and statuses by day. In: a picture. Out: days in order, each with its lines. Refused: what has no day.

What is planned or only possible is marked as such; it stands on the day it is said to be for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fogline.data.kinds import kinds
from fogline.model.claim import Stage
from fogline.model.picture import Development, Picture, Status
from fogline.outputs.dates import day_words
from fogline.outputs.naming import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a day."""

    text: str
    about: str  # id of the development or status
    place: str | None
    until: str | None  # last day, where it lasted or is only known within days
    happened: bool
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineDay:
    """One day."""

    day: str  # ISO, or EDTF where the year is not known
    moments: tuple[Moment, ...]


def timeline(
    picture: Picture, *, since: str | None = None, until: str | None = None, place: str | None = None
) -> tuple[TimelineDay, ...]:
    """What happened on which day, and from which day a status holds."""
    days: dict[str, list[Moment]] = {}
    for development in picture.developments:
        begin = development.when.begin or development.when.edtf
        if begin and _wanted([one.name for one in development.places], begin, since, until, place):
            days.setdefault(begin[:10], []).append(_happening(development))
    for status in picture.statuses:
        if status.since and _wanted(
            [status.place.name if status.place else status.subject], status.since, since, until, place
        ):
            days.setdefault(status.since[:10], []).append(_standing(status))
    return tuple(
        TimelineDay(day=day, moments=tuple(sorted(days[day], key=lambda one: (one.place or "~", one.about))))
        for day in sorted(days)
    )


def timeline_text(days: tuple[TimelineDay, ...]) -> str:
    """The days as plain text."""
    lines: list[str] = []
    for one in days:
        lines += [day_words(one.day) or one.day, *(f"  {moment.text}" for moment in one.moments)]
    return "\n".join(lines) + ("\n" if lines else "")


def _wanted(names: Sequence[str], day: str, since: str | None, until: str | None, place: str | None) -> bool:
    if place is not None and place.casefold() not in map(str.casefold, names):
        return False
    return (since or "") <= day[:10] <= (until or "Z")


def _happening(development: Development) -> Moment:
    kind = kinds().get(development.kind or "")
    happened = development.stage in (None, Stage.HAPPENED, Stage.ONGOING) and development.certainty in (
        "certain",
        "probable",
    )
    stage = "" if happened or development.stage is None else f" ({development.stage.value})"
    if not happened and not stage.strip(" ()").startswith(("planned", "threatened", "hyp", "did", "att", "rep")):
        stage = f" ({development.certainty})"
    place = joined([one.name for one in development.places]) or None
    label = kind.label if kind else "happening"
    tolls = [
        f"{toll.measure} {toll.best:,.0f}" for toll in development.tolls if toll.best is not None and not toll.group
    ]
    text = f"{place or 'place not said'}: {label}{stage}" + (f"; {', '.join(tolls)}" if tolls else "")
    finish = development.when.finish
    return Moment(
        text=text,
        about=development.id,
        place=place,
        until=finish[:10] if finish else None,
        happened=happened,
        claims=development.claims,
    )


def _standing(status: Status) -> Moment:
    by = f" by {status.by}" if status.by and status.by != status.value else ""
    trend = f", {status.trend}" if status.trend else ""
    place = status.place.name if status.place else status.subject
    return Moment(
        text=f"{status.subject}: {status.aspect} {status.value}{by}{trend} ({status.layer})",
        about=status.id,
        place=place,
        until=status.last_confirmed[:10] if status.last_confirmed else None,
        happened=True,
        claims=status.claims,
    )
