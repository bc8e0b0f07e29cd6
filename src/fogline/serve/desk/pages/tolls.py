"""Tolls: figures over time, the list, and those of one development with every figure's words in their paragraph."""

from __future__ import annotations

from dataclasses import replace

from fogline.model.picture import Toll
from fogline.outputs.tables import toll_rows
from fogline.picture.policies import Given, Policy, given, is_official
from fogline.serve.desk.asked import Asked, NotThere
from fogline.serve.desk.chart import charts
from fogline.serve.desk.language import speaking
from fogline.serve.desk.page import Page
from fogline.serve.desk.pages.developments import paged
from fogline.serve.desk.said import all_said
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.words import label
from fogline.serve.glimpses import Figures
from fogline.serve.selection import Material


def listed(sight: Sight, asked: Asked) -> Page:
    """Figures over time, the developments with the latest ones first."""
    found = [_latest(one) for one in sight.tolled(asked.filters())]
    rows, more = paged(found, sight, asked)
    return Page(
        title="Tolls",
        template="tolls.html",
        shown={"tolls": [(one, charts(one.tolls, asked)) for one in rows], "number": len(found), "after": more},
        told={"tolls": [{"development": one.id, "tolls": list(one.tolls)} for one in rows], "after": more},
        rows=toll_rows(rows),
    )


def one(sight: Sight, asked: Asked) -> Page:
    """The tolls of one development, or that of one measure and group: as a line, by each policy, in their words."""
    id = asked.path.partition("/tolls/")[2]
    found = sight.development(id)
    measure, group = asked.text("measure"), asked.text("group")
    tolls = [
        toll
        for toll in (found.tolls if found is not None else ())
        if measure in (None, toll.measure) and (measure is None or group == toll.group)
    ]
    if found is None or not tolls:
        raise NotThere(f"{id}: no toll of that development is known{' by that day' if sight.as_of else ''}.")
    material = sight.material([found])
    lines = sight.lines(found.reports)
    said = {one.id: one for one in all_said((entry.claim for toll in tolls for entry in toll.series), material, lines)}
    with speaking("en"):  # the title by which it is cited is the same whoever looks
        title = ", ".join([label(found.kind), *(place.name for place in found.places)])
    return Page(
        title=title,
        template="toll.html",
        shown={
            "one": found,
            "tolls": [(chart, _by_policy(chart.toll, material)) for chart in charts(tolls, asked)],
            "said": said,
        },
        told={"development": found.id, "tolls": tolls, "given": [_by_policy(toll, material) for toll in tolls]},
        rows=toll_rows([replace(found, tolls=tuple(tolls))]),
    )


def _by_policy(toll: Toll, material: Material) -> dict[str, Given]:
    """The figure that each policy gives."""
    official = {entry.claim for entry in toll.series if _is_official(entry.claim, material)}
    return {policy.value: given(toll, policy, official) for policy in Policy}


def _is_official(id: str, material: Material) -> bool:
    return id in material.claims and is_official(material.claims[id])


def _latest(one: Figures) -> tuple[str, str]:
    return max((entry.published or "" for toll in one.tolls for entry in toll.series), default="")[:10], one.id
