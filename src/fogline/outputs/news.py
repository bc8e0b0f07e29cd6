"""What some reports brought, those of a day or those that came since a moment: what is new, whose figures moved, how
things stand otherwise, what was contradicted.

In: the rows of a picture that have to do with these reports, their claims and reports. Out: lines, most important
first. Refused: nothing. A row is new where it stands on no other report than these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from fogline.model.claim import Scope
from fogline.model.picture import Conflict, Development, Picture, Status, Toll, TollEntry
from fogline.outputs.figures import amount_words
from fogline.outputs.importance import Setting, explain_development, explain_status, total
from fogline.outputs.lines import development_line, status_line
from fogline.outputs.material import Material

NEW, MOVED, OTHERWISE, CONTRADICTED = "new", "figure moved", "stands otherwise", "contradicted"
_BACKED = ("stands", "superseded")  # states of figures that somebody gave for the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One thing that was brought."""

    what: str  # new, figure moved, stands otherwise, contradicted
    noun: str  # development, status, conflict
    about: str  # its id
    text: str
    place: str | None
    points: float
    claims: tuple[str, ...]  # those of the reports that brought it


def published_on(material: Material, day: str) -> frozenset[str]:
    """The reports that were published on a day; those without one are taken for earlier ones."""
    return frozenset(id for id, report in material.reports.items() if (report.published or "")[:10] == day)


def brought(picture: Picture, material: Material, fresh: Collection[str]) -> tuple[Brought, ...]:
    """What the reports `fresh` brought beside what others told, most important first."""
    found: list[Brought] = []
    for development in picture.developments:
        found += _development(development, material, fresh)
    for status in picture.statuses:
        found += _status(status, material, fresh)
    for conflict in picture.conflicts:
        found += _conflict(conflict, material, fresh)
    order = (NEW, MOVED, OTHERWISE, CONTRADICTED)
    return tuple(sorted(found, key=lambda one: (-one.points, order.index(one.what), one.about)))


def _development(one: Development, material: Material, fresh: Collection[str]) -> Iterator[Brought]:
    claims = _of(one.claims, material, fresh)
    if not claims:
        return
    place = material.places(one) or None
    points = total(explain_development(one, Setting()))
    if not _before(one.claims, material, fresh):
        text = development_line(one, material)
        yield Brought(what=NEW, noun="development", about=one.id, text=text, place=place, points=points, claims=claims)
        return
    for toll in one.tolls:
        moved = _moved(toll, fresh)
        if moved:
            yield Brought(
                what=MOVED, noun="development", about=one.id, text=moved, place=place, points=points, claims=claims
            )


def _moved(toll: Toll, fresh: Collection[str]) -> str | None:
    """From which figure to which some reports moved a toll.

    >>> from fogline.model.picture import TollEntry
    >>> def given(on, best):
    ...     return TollEntry(claim=on, report=on, published=on, best=best, low=None, high=None, scope=Scope.TOTAL)
    >>> series = given("2023-03-02", 3.0), given("2023-03-04", 10.0)
    >>> _moved(Toll(measure="killed", group=None, best=10.0, low=3, high=10, as_of=None, series=series), {"2023-03-04"})
    'killed: three, now ten'
    """
    whole = [one for one in toll.series if one.scope is Scope.TOTAL and one.state in _BACKED and one.published]
    then = [one for one in whole if one.report not in fresh]
    now = [one for one in whole if one.report in fresh and one.state == "stands"]
    if not then or not now:
        return None
    earlier = max(then, key=lambda one: ((one.published or "")[:10], _amount(one)))
    both = (earlier, max(now, key=_amount))
    old, new = (amount_words(one.best, one.low, one.high, as_worded=one.as_worded) for one in both)
    if not old or not new or old == new:
        return None
    group = f" {toll.group}" if toll.group and toll.group != toll.measure else ""
    return f"{toll.measure}{group}: {old}, now {new}"


def _amount(one: TollEntry) -> float:
    return next((value for value in (one.best, one.low, one.high) if value is not None), 0.0)


def _status(one: Status, material: Material, fresh: Collection[str]) -> Iterator[Brought]:
    claims = _of(one.claims, material, fresh)
    last = one.history[-1] if one.history else None
    if not claims or last is None or _before(last.claims, material, fresh):
        return
    earlier = one.history[-2].value if len(one.history) > 1 else None
    text = status_line(one, material) + (f" · before: {earlier}" if earlier and earlier != one.value else "")
    what = OTHERWISE if earlier else NEW
    yield Brought(
        what=what, noun="status", about=one.id, text=text, place=material.place(one.place) or one.subject,
        points=total(explain_status(one, Setting())), claims=claims,
    )  # fmt: skip


def _conflict(one: Conflict, material: Material, fresh: Collection[str]) -> Iterator[Brought]:
    claims = _of(one.claims, material, fresh)
    if claims:
        yield Brought(
            what=CONTRADICTED, noun="conflict", about=one.id, text=f"{one.kind}: {one.why}", place=None, points=0.0,
            claims=claims,
        )  # fmt: skip


def _of(claims: Sequence[str], material: Material, fresh: Collection[str]) -> tuple[str, ...]:
    return tuple(one.id for one in material.at_hand(claims) if one.report in fresh)


def _before(claims: Sequence[str], material: Material, fresh: Collection[str]) -> bool:
    return any(one.report not in fresh for one in material.at_hand(claims))
