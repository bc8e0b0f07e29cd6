"""Conflicts, what was withdrawn, the method: the pages that are about all of the picture."""

from __future__ import annotations

import json
import tomllib
from importlib import metadata, resources
from pathlib import Path

from fogline.data.kinds import kinds
from fogline.model.claim import Stance
from fogline.model.codec import Json
from fogline.outputs.exports.columns import row_of
from fogline.outputs.exports.release import DELETIONS as WITHDRAWN
from fogline.outputs.importance import points
from fogline.outputs.tables import Row, conflict_rows
from fogline.picture import credibility
from fogline.serve.desk.asked import Asked, mark_parts, mark_text
from fogline.serve.desk.page import Page
from fogline.serve.desk.said import all_said
from fogline.serve.desk.sight import Sight


def conflicts(sight: Sight, asked: Asked) -> Page:
    """What cannot both hold, each with both claims in their words."""
    found = sorted(sight.conflicting(asked.filters()), key=lambda one: (one.kind, one.id))
    sort = asked.text("sort")
    sorts = sorted({one.kind for one in found})
    rows = [one for one in found if sort in (None, one.kind)]
    many = asked.many()
    if after := asked.text("after"):
        rows = [one for one in rows if (one.kind, one.id) > tuple(mark_parts(after, 2))]
    more = mark_text(rows[many - 1].kind, rows[many - 1].id) if len(rows) > many else None
    rows = [*sight.shown(rows[:many])]
    material = sight.material(rows)
    lines = sight.lines(material.reports)
    return Page(
        title="Conflicts",
        template="conflicts.html",
        shown={
            "conflicts": [(one, all_said(one.claims, material, lines)) for one in rows], "number": len(found),
            "sorts": sorts, "sort": sort or "", "after": more,
        },
        told={"conflicts": rows, "after": more},
        rows=conflict_rows(rows, material.claims),
    )  # fmt: skip


def deletions(sight: Sight, asked: Asked) -> Page:
    """What is no longer shown, with the day, the reason, and what stands for it."""
    found = sight.deletions()
    rows, many = found, asked.many()
    if after := asked.text("after"):
        rows = [one for one in rows if (one.what, one.id) > tuple(mark_parts(after, 2))]
    more = mark_text(rows[many - 1].what, rows[many - 1].id) if len(rows) > many else None
    rows = rows[:many]
    return Page(
        title="What was withdrawn",
        template="deletions.html",
        shown={"deletions": rows, "number": len(found), "after": more},
        told={"deletions": rows, "after": more},
        rows=[dict(row_of(WITHDRAWN, one)) for one in rows],
    )


def method(sight: Sight, asked: Asked) -> Page:
    """How it is read and added up: from the same tables as the code."""
    certainty = tomllib.loads(resources.files("fogline.data").joinpath("certainty.toml").read_text("utf-8"))
    rows: list[Row] = [{"kind": one.name, "label": one.label, "family": one.family, "plover": one.plover_type,
             "acled": " / ".join(filter(None, (one.acled_event, one.acled_sub_event))), "cameo": one.cameo_root,
             "harm": one.harm, "territory": one.territory} for one in kinds().values()]  # fmt: skip
    found = scores()
    return Page(
        title="Method",
        template="method.html",
        shown={
            "kinds": rows, "points": points(), "credibility": credibility.__doc__ or "", "scores": found,
            "stances": [one.value for one in Stance], "certainty": certainty, "version": metadata.version("fogline"),
        },
        told={"kinds": rows, "points": dict(points()), "credibility": credibility.__doc__, "scores": found},
        rows=rows,
    )  # fmt: skip


def scores() -> dict[str, dict[str, Json]]:
    """The reader's scores as they were measured, with corpus and date: shipped beside the tables."""
    shipped = resources.files("fogline.data").joinpath("scores.json")
    text = shipped.read_text("utf-8") if shipped.is_file() else ""
    if not text:  # in a working copy they stand where they are written
        written = Path(__file__).parents[5] / "docs" / "scores.json"
        text = written.read_text("utf-8") if written.is_file() else "{}"
    found: dict[str, dict[str, Json]] = json.loads(text)
    return found
