"""The written rule of what leads a brief: reasons with points, added up.

Comes in: a development or a status with what surrounds it. Goes out: the reasons with their points. Refused: nothing.
The points stand in `data/importance.toml`; there is no other weight, and each line of a brief can explain itself.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from fogline.data.kinds import kinds
from fogline.model.claim import Stage
from fogline.model.picture import Development, Status

_UNREAL = {Stage.PLANNED, Stage.THREATENED, Stage.HYPOTHETICAL}
_PEOPLE = {"remaining_people", "displacement", "evacuation"}
BACKGROUND_DAYS = 14  # a happening this long before the window is background: two editions of a weekly brief
_REMEMBERED_DAYS = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a line stands where it stands."""

    why: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What surrounds a line: the window, and how many outlets carry it."""

    since: str | None = None
    until: str | None = None
    published: tuple[str, ...] = ()  # days on which the reports of the line were published
    outlets: int = 1


@functools.cache
def points() -> Mapping[str, float]:
    """The points in use, by reason."""
    text = resources.files("fogline.data").joinpath("importance.toml").read_text("utf-8")
    return {name: float(value) for name, value in tomllib.loads(text)["points"].items()}


def explain_development(development: Development, setting: Setting) -> tuple[Reason, ...]:
    """The reasons for which a development leads or follows, largest first.

    >>> from fogline.model.claim import When
    >>> march = When(begin="2023-03-03", finish="2023-03-03", basis="explicit")
    >>> shelling = Development(id="d1", kind="shelling", stage=Stage.HAPPENED, when=march, place=None)
    >>> [(one.why, one.points) for one in explain_development(shelling, Setting(since="2023-03-01"))]
    [('new', 4.0), ('people can come to harm', 2.0), ('no place is known', -2.0)]
    """
    table, kind = points(), kinds().get(development.kind or "")
    happened = development.stage not in _UNREAL and development.certainty in ("certain", "probable")
    found = [*_age(development.when.begin, development.when.finish, setting), *_support(development.origins, setting)]
    if happened and kind is not None and development.stage is not Stage.DID_NOT_HAPPEN:
        if kind.harm:
            found.append(Reason(why="people can come to harm", points=table["harm"]))
        if kind.territory:
            found.append(Reason(why="who holds what changes", points=table["territory"]))
    elif kind is not None and kind.territory and development.stage is not Stage.DID_NOT_HAPPEN:
        found.append(Reason(why="who holds what may change", points=table["territory_possible"]))
    if kind is not None and kind.name in _PEOPLE:
        found.append(Reason(why="tells of people who stay or flee", points=table["people"]))
    if kind is not None and kind.family == "diplomacy":
        found.append(Reason(why="talks, visits, agreements", points=table["diplomacy"]))
    # What a whole war has cost is no news of the day, however many it were.
    long_ago = _is_remembered(development.when.finish or development.when.begin, setting)
    counts = kind is None or kind.harm or kind.name in _PEOPLE
    found += _harm(development) if counts and not long_ago else []
    if development.disputed:
        found.append(Reason(why="disputed", points=table["disputed"]))
    if development.stage is Stage.DID_NOT_HAPPEN:
        found.append(Reason(why="did not happen", points=table["did_not_happen"]))
    elif not happened:
        found.append(Reason(why="is not said to have happened", points=table["not_happened"]))
    if development.place is None:
        found.append(Reason(why="no place is known", points=table["no_place"]))
    return _ordered(found)


def explain_status(status: Status, setting: Setting, *, disputed: bool = False) -> tuple[Reason, ...]:
    """The reasons for which a status leads or follows, largest first.

    >>> road = Status(id="s1", place=None, subject="routes into Lyman", aspect="access", value="limited",
    ...               layer="assessed", trend="worsening")
    >>> [(one.why, one.points) for one in explain_status(road, Setting())]
    [('tells how access stands', 2.5), ('gets worse', 2.0)]
    """
    table = points()
    aspect = Reason(why=f"tells how {status.aspect} stands", points=table.get(f"aspect_{status.aspect}", 1.0))
    found = [aspect, *_support(status.origins, setting)]
    if status.aspect == "control" and status.value == "lost" and status.layer == "claimed":
        found.append(Reason(why="a side says itself that it lost it", points=table["conceded"]))
    steps = [step for step in status.history[1:] if step.since]
    if any(_within(step.since, setting) for step in steps):
        found.append(Reason(why="changed in the window", points=table["changed"]))
    elif _within(status.last_confirmed, setting):
        found += _age(status.since, status.last_confirmed, setting)
    if status.trend == "worsening":
        found.append(Reason(why="gets worse", points=table["worsening"]))
    if status.trend == "improving":
        found.append(Reason(why="gets better", points=table["improving"]))
    if disputed:
        found.append(Reason(why="disputed", points=table["disputed"]))
    if status.stale:
        found.append(Reason(why="nothing was heard of it for long", points=table["stale"]))
    return _ordered(found)


def total(reasons: Iterable[Reason]) -> float:
    """The points together.

    >>> total([Reason(why="new", points=4.0), Reason(why="stale", points=-3.0)])
    1.0
    """
    return round(math.fsum(one.points for one in reasons), 3)


def reasons_words(reasons: Sequence[Reason]) -> str:
    """The points and their reasons in one line.

    >>> reasons_words([Reason(why="new", points=4.0), Reason(why="no place is known", points=-2.0)])
    '2 points: +4 new, −2 no place is known'
    """
    parts = [f"{'+' if one.points > 0 else '−'}{abs(one.points):g} {one.why}" for one in reasons]
    return f"{total(reasons):g} points: " + ", ".join(parts)


def _ordered(found: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted((one for one in found if one.points), key=lambda one: (-one.points, one.why)))


def _within(day: str | None, setting: Setting) -> bool:
    """Whether a day lies in the window; a window without an end is open."""
    if not day or not (setting.since or setting.until):
        return False
    return (setting.since or "") <= day[:10] <= (setting.until or "9999")


def _age(begin: str | None, finish: str | None, setting: Setting) -> list[Reason]:
    table = points()
    if not (setting.since or setting.until):
        return []
    if begin is None and finish is None:
        if any(_within(day, setting) for day in setting.published):
            return [Reason(why="first reported in the window", points=table["new"])]
        return []
    if _within(begin, setting) or _within(finish, setting):
        return [Reason(why="new", points=table["new"])]
    last, since = (finish or begin or "")[:10], (setting.since or "")[:10]
    if since and last < since and _days(last, since) > BACKGROUND_DAYS:
        return [Reason(why="long before the window", points=table["background"])]
    return []


def _is_remembered(last: str | None, setting: Setting) -> bool:
    """Whether something was over a month before the window: a massacre of years ago leads no brief by its dead."""
    since = (setting.since or (setting.published[0] if setting.published else ""))[:10]
    return bool(last and since) and (last or "")[:10] < since and _days((last or "")[:10], since) > _REMEMBERED_DAYS


def _days(one: str, other: str) -> int:
    from datetime import date

    try:
        return abs((date.fromisoformat(other) - date.fromisoformat(one)).days)
    except ValueError:
        return 0  # a year that is not known: no age can be told


def _support(origins: int, setting: Setting) -> list[Reason]:
    table, found = points(), []
    more = min((origins - 1) * table["origin"], table["origins_at_most"])
    if more > 0:
        found.append(Reason(why=f"{origins} origins", points=more))
    spread = min((setting.outlets - 1) * table["outlets"], table["outlets_at_most"])
    if spread > 0:
        found.append(Reason(why=f"{setting.outlets} outlets", points=spread))
    return found


def _harm(development: Development) -> list[Reason]:
    table, found = points(), []
    for measure, reason in (("killed", "dead"), ("injured", "injured")):
        most = max((toll.best or toll.low or 0 for toll in development.tolls if toll.measure == measure), default=0)
        if most > 0:
            weight = min(table[reason] * math.log2(1 + most), table["dead_at_most"])
            found.append(Reason(why=f"{most:,.0f} {reason}", points=round(weight, 2)))
    return found
