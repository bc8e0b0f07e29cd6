"""Developments and statuses in one line of plain fields, and the theme under which each is told.

In: nouns of the picture. Out: text. Refused: nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from fogline.data.kinds import kinds
from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim, Scope, Stage
from fogline.model.picture import Development, Status, Toll
from fogline.outputs.dates import day_words
from fogline.outputs.figures import amount_words, number_words
from fogline.outputs.material import Material
from fogline.outputs.naming import is_plural, joined, table, words

_LISTS = word_lists("wording", "counted")
THINGS, _WAYS = _LISTS.words("things"), _LISTS.words("ways")


def development_line(development: Development, material: Material) -> str:
    """The development in one line of plain fields."""
    stage = development.stage.value if development.stage else "stage not said"
    sure = "" if development.certainty == "certain" else f", {development.certainty}"
    kind = kinds().get(development.kind or "")
    label = kind.label if kind else "happening"
    place = f" · {joined([one.name for one in development.places])}" if development.places else ""
    parts = [
        f"{label}: {stage}{sure}{place}",
        counted_words(development.origins, "origin"),
        credibility_words(development.credibility),
    ]
    return " · ".join([*parts, *_toll_lines(development, material)])


def credibility_words(credibility: int) -> str:
    """The number with its meaning.

    >>> credibility_words(3)
    'credibility 3, possibly true'
    """
    return f"credibility {credibility}, {table()['credibility'][str(credibility)]}"


def _toll_lines(development: Development, material: Material) -> list[str]:
    """Each measure once: its total, and after ⊃ the parts that stand inside it."""
    lines = []
    for measure in dict.fromkeys(toll.measure for toll in development.tolls):
        kind = kinds().get(development.kind or "")
        thing = measure in THINGS and kind is not None and kind.harm
        if measure not in table()["measures"] and not thing:
            continue  # a count that no reader could name; it stands in the claim's words
        if not any(tells_harm(toll, material) for toll in development.tolls if toll.measure == measure):
            continue
        tolls = [toll for toll in development.tolls if toll.measure == measure and toll.best != 0]
        if not tolls:
            continue
        whole = [toll for toll in tolls if not is_inside(toll)] or tolls[:1]
        most = max(toll.best or toll.low or 0 for toll in whole)
        inside = [toll for toll in tolls if toll not in whole and (toll.best or toll.low or 0) <= most]
        lines += [_toll_line(toll, inside if toll is whole[0] else [], material) for toll in whole]
    return lines


def tells_harm(toll: Toll, material: Material) -> bool:
    """Whether a figure can be told as its measure: no survivors as dead, none as injured who only stayed."""
    claims = material.at_hand(entry.claim for entry in toll.series)
    if toll.measure == "killed" and claims and all(survivors(claim.quote) for claim in claims):
        return False
    stayed = claims and all(claim.kind in ("remaining_people", "evacuation", "displacement") for claim in claims)
    return not (stayed and toll.measure in ("killed", "injured", "missing"))


def harmed(claims: Iterable[Claim]) -> tuple[bool, bool]:
    """Whether claims count dead, and whether they count hurt; "no one was hurt" counts neither."""
    counts = {figure.measure for claim in claims for figure in claim.figures if figure.best != 0}
    return "killed" in counts, "injured" in counts


def survivors(text: str) -> bool:
    """Whether words tell of survivors.

    >>> survivors("two were pulled out alive"), survivors("two were killed")
    (True, False)
    """
    return any(word in words("care", "survivors") for word in text.lower().replace(",", " ").split())


def is_inside(toll: Toll) -> bool:
    """Whether a figure is a part of another: it counts a group, and each of its claims gives it as a part."""
    named = bool(toll.group) and toll.group != toll.measure
    return named and (toll.group in ("children", "women") or all(one.state == "inside" for one in toll.series))


def _toll_line(toll: Toll, inside: list[Toll], material: Material) -> str:
    day = day_words(toll.as_of, year=material.year)
    added = sorted({entry.best for entry in toll.series if entry.scope is Scope.INCREMENT and entry.best})
    group = f" {toll.group}" if toll.group and toll.group != toll.measure else ""
    parts = ", ".join(f"{part.group} {_amount(part)}" for part in inside)
    newly = f"{number_words(added[-1])} newly counted" if added and toll.best and added[-1] < toll.best else ""
    facts = "; ".join(one for one in (f"total, {day}" if day else "total", newly) if one)
    return f"{toll.measure}{group}: {_amount(toll)} ({facts})" + (f" ⊃ {parts}" if parts else "")


def _amount(toll: Toll) -> str:
    return f"{toll.best:,.0f}" if toll.best is not None else amount_words(None, toll.low, toll.high)


def status_line(status: Status, material: Material) -> str:
    """The status in one line of plain fields."""
    link = {"access": "to", "control": "of"}.get(status.aspect, "of")
    if status.aspect == "access" and is_plural(status.subject):
        link = "by"
    value = status.value if not status.trend else f"{status.value}, {status.trend}"
    holder = f" by {status.by}" if status.by and status.by != status.value else ""
    parts = [f"{status.aspect} {link} {status.subject}: {value}{holder}", status.layer]
    since, confirmed = (day_words(day, year=material.year) for day in (status.since, status.last_confirmed))
    parts += [f"since {since}"] if since else []
    parts += [f"last confirmed {confirmed}"] if confirmed and confirmed != since else []
    parts += [counted_words(status.origins, "origin"), credibility_words(status.credibility)]
    return " · ".join([*parts, "stale: not heard of since"] if status.stale else parts)


def counted_words(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def theme_of_development(development: Development, material: Material) -> str:
    """The theme of a happening: a fight in which nobody is counted belongs to who holds the place, destroyed bridges
    and roads to the ways in."""
    counted = {figure.measure for claim in material.at_hand(development.claims) for figure in claim.figures}
    measures = {toll.measure for toll in development.tolls}
    if development.kind in ("attack", "armed_clash") and not measures & {"killed", "injured", "missing"}:
        return "control"
    if development.kind == "destruction" and counted & _WAYS:
        return "access"
    if development.kind == "withdrawal" and development.stage is Stage.HAPPENED:
        return "control"
    return theme_of(kind=development.kind)


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
