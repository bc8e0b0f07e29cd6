"""Which developments and statuses a brief is asked for, with their points.

In: a picture, a span, a place. Out: `Entry`s, most important first. Refused: a line none of whose claims is at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fogline.data.word_lists import word_lists
from fogline.model.claim import Place
from fogline.model.picture import Development, Picture, Status
from fogline.outputs.importance import Reason, Setting, explain_development, explain_status, total
from fogline.outputs.lines import theme_of, theme_of_development
from fogline.outputs.material import Material

_LISTS = word_lists("wording", "ways")
_WAYS = _LISTS.phrases("words")
_LEADS = _LISTS.pattern("leads", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A development or a status with what decides its place in the brief."""

    subject: Development | Status
    place: str  # all of several that it is told of at once
    theme: str
    reasons: tuple[Reason, ...]
    points: float
    first: str  # the name of its place, the first of several: under it it counts in a title

    @property
    def order(self) -> tuple[float, str, str]:
        return -self.points, self.place, self.subject.id


def entries_of(
    picture: Picture,
    material: Material,
    since: str | None,
    until: str | None,
    place: str | None,
    span: tuple[str | None, str | None] = (None, None),
) -> Iterable[Entry]:
    """What is asked for, with its points; `span`: the days that the brief tells of, by which things are new or old."""
    at_once: dict[str, tuple[set[str], str, str]] = {}  # by claim, what tells of several places, and their names
    for development in picture.developments:
        if not _at_place(development.places, development.claims, material, place):
            continue
        setting = _setting(development.reports, material, since, until)
        if material.at_hand(development.claims) and _in_window(
            development.when.begin, development.when.finish, setting
        ):
            reasons = explain_development(development, replace(setting, since=span[0], until=span[1]))
            where, first = material.places(development), material.place(development.place)
            theme = theme_of_development(development, material)
            if development.also_at:
                at_once |= dict.fromkeys(development.claims, (set(development.claims), where, first))
            yield Entry(subject=development, place=where, theme=theme, reasons=reasons,
                         points=total(reasons), first=first)  # fmt: skip
    disputed = {claim for conflict in picture.conflicts for claim in conflict.claims}
    for status in picture.statuses:
        held = material.at_hand(status.claims)
        if not held or not _at_place([status.place] if status.place else [], status.claims, material, place):
            continue
        setting = _setting([claim.report for claim in held], material, since, until)
        if _in_window(status.since, status.last_confirmed, setting):
            told = replace(setting, since=span[0], until=span[1])
            reasons = explain_status(status, told, disputed=bool(disputed & set(status.claims)))
            way = status.aspect == "access" and _place_in(status.subject) != status.subject
            where = material.place(status.place) if status.place and not way else _place_in(status.subject)
            # "Captured Rivne, Sukhe and Zelene": that each is held follows from it, and needs no item of its own.
            claims, places, first = at_once.get(status.claims[0], (set(), "", ""))
            where, first = (places, first) if claims.issuperset(status.claims) else (where, where)
            yield Entry(subject=status, place=where, theme=_theme(status), reasons=reasons,
                         points=total(reasons), first=first)  # fmt: skip


def _theme(status: Status) -> str:
    if status.aspect == "infrastructure" and status.subject.lower().startswith(_WAYS):
        return "access"
    return theme_of(aspect=status.aspect)


def _setting(reports: Iterable[str], material: Material, since: str | None, until: str | None) -> Setting:
    at_hand = [material.reports[one] for one in dict.fromkeys(reports) if one in material.reports]
    return Setting(
        since=since,
        until=until,
        published=tuple(sorted(report.published[:10] for report in at_hand if report.published)),
        outlets=len({report.outlet for report in at_hand if report.outlet}) or 1,
    )


def _in_window(begin: str | None, finish: str | None, setting: Setting) -> bool:
    """Whether it happened, or was reported, within the window; a brief without a window takes everything."""
    if not (setting.since or setting.until):
        return True
    first, last = setting.since or "", setting.until or "9999"
    if any(first <= day <= last for day in setting.published):
        return True
    begin, finish = begin or finish, finish or begin
    return bool(begin and finish and begin[:10] <= last and finish[:10] >= first)


def _at_place(places: Sequence[Place], claims: Sequence[str], material: Material, wanted: str | None) -> bool:
    if wanted is None:
        return True
    mentioned = [one for claim in material.at_hand(claims) for one in claim.places]
    names = [name for one in [*places, *mentioned] for name in (one.name, one.as_worded, one.admin1)]
    return wanted.casefold() in {name.casefold() for name in names if name}


def _place_in(subject: str) -> str:
    """The place that a status without coordinates is about: "routes into Lyman" are told under Lyman."""
    found = _LEADS.search(subject)
    return found.group(1) if found else subject
