"""Developments and statuses in one line of plain fields, and the theme under which each is told.

In: nouns of the picture. Out: text. Refused: nothing.
"""

from __future__ import annotations

from fogline.data.kinds import kinds
from fogline.model.claim import Scope
from fogline.model.picture import Development, Status, Toll
from fogline.outputs.dates import day_words
from fogline.outputs.figures import amount_words
from fogline.outputs.material import Material
from fogline.outputs.naming import is_plural, table


def development_line(development: Development, material: Material) -> str:
    """The development in one line of plain fields."""
    stage = development.stage.value if development.stage else "stage not said"
    sure = "" if development.certainty == "certain" else f", {development.certainty}"
    kind = kinds().get(development.kind or "")
    label = kind.label if kind else "happening"
    place = f" · {development.place.name}" if development.place else ""
    parts = [
        f"{label}: {stage}{sure}{place}",
        counted_words(development.origins, "origin"),
        f"credibility {development.credibility}",
    ]
    parts += [_toll_line(toll, material) for toll in development.tolls]
    return " · ".join(parts)


def _toll_line(toll: Toll, material: Material) -> str:
    number = f"{toll.best:,.0f}" if toll.best is not None else amount_words(None, toll.low, toll.high)
    day = day_words(toll.as_of, year=material.year)
    extra = [f"increment {entry.best:,.0f}" for entry in toll.series if entry.scope is Scope.INCREMENT and entry.best]
    group = f" {toll.group}" if toll.group and toll.group != toll.measure else ""
    return f"{toll.measure}{group}: {number}" + (f" ({day})" if day else "") + "".join(f" · {one}" for one in extra[:2])


def status_line(status: Status, material: Material) -> str:
    """The status in one line of plain fields."""
    link = {"access": "to", "control": "of"}.get(status.aspect, "of")
    if status.aspect == "access" and is_plural(status.subject):
        link = "by"
    value = status.value if not status.trend else f"{status.value}, {status.trend}"
    holder = f" by {status.by}" if status.by and status.by != status.value else ""
    parts = [f"{status.aspect} {link} {status.subject}: {value}{holder}", status.layer]
    for words, day in (("since", status.since), ("last confirmed", status.last_confirmed)):
        if day_words(day):
            parts.append(f"{words} {day_words(day, year=material.year)}")
    parts += [counted_words(status.origins, "origin"), f"credibility {status.credibility}"]
    return " · ".join([*parts, "stale"] if status.stale else parts)


def counted_words(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def theme_of(*, kind: str | None = None, aspect: str | None = None) -> str:
    """Under which theme a kind of happening or an aspect of a status is told.

    >>> theme_of(kind="shelling"), theme_of(aspect="encirclement")
    ('harm', 'control')
    """
    themes = table()["theme_of"]
    by_aspect, by_kind, by_family = (themes[name] for name in ("aspect", "kind", "family"))
    row = kinds().get(kind or "")
    for rows, name in ((by_aspect, aspect), (by_kind, kind), (by_family, row.family if row else None)):
        if isinstance(rows, dict) and name in rows:
            return str(rows[name])
    return "other"
