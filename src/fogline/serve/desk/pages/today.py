"""Today: the brief of a day with numbered claims, what changed since the day before, and what came since a moment."""

from __future__ import annotations

from dataclasses import dataclass

from fogline.model.errors import QueryError
from fogline.model.picture import Conflict, Development, Picture, Status
from fogline.outputs.brief import Brief, as_known, brief
from fogline.outputs.citation import citations, of_picture
from fogline.outputs.material import Material as Told
from fogline.outputs.news import Brought, brought, published_on
from fogline.outputs.paper import Paper
from fogline.outputs.tables import Row
from fogline.outputs.terminal import LABELS, footer_lines
from fogline.serve.desk.asked import Asked
from fogline.serve.desk.language import speaking
from fogline.serve.desk.page import News, Page, program
from fogline.serve.desk.said import all_said
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.words import many, shifted
from fogline.serve.lookup import MOST_OF_ONE
from fogline.serve.options import Filters
from fogline.serve.selection import Material
from fogline.store.contract import Question, instant

WIDTHS = {"day": 0, "week": -6, "all": None}
_MOST_CHANGES = 30
_MOST_REPORTS = 300  # that came since a moment, the last ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came after a moment: how many reports, how many of them were too many to look at, what they brought."""

    since: str
    reports: int
    left: int
    brought: tuple[Brought, ...]


def page(sight: Sight, asked: Asked) -> Page:
    """The brief of the day, the week that ends with it, or all that is known."""
    width = asked.text("span") or "day"
    if width not in WIDTHS:
        raise QueryError(f"span {width}: no such span. Ask for {', '.join(WIDTHS)}.")
    back = WIDTHS[width]
    wanted = Filters() if back is None else Filters(since=shifted(sight.day, back), until=sight.day)
    picture, material, beyond = sight.leading(wanted)
    made = brief(
        picture, list(material.reports.values()), list(material.claims.values()), since=wanted.since,
        until=wanted.until, beyond=beyond,
    )  # fmt: skip
    day_only = wanted.since is not None and wanted.since == wanted.until
    changes = _changes(sight, (picture, material) if day_only else None)
    since = asked.text("since")
    came = None if since is None else _came(sight, instant(since))
    lines = sight.lines(note.report for note in made.notes)
    notes = {one.id: one for one in all_said((note.claim for note in made.notes), material, lines)}
    key = f"brief-{sight.day or 'empty'}-{width}"
    return Page(
        title=made.title,
        template="today.html",
        shown={
            "cite": citations(of_picture(key, made.title, sight.day, _stands(made, sight.stamp), program())),
            "brief": made, "known": as_known(made), "labels": LABELS, "footer": footer_lines(made), "width": width,
            "widths": list(WIDTHS), "changes": changes[:_MOST_CHANGES], "more": max(0, len(changes) - _MOST_CHANGES),
            "since": instant(since) if since else None, "came": came,
            "came_shown": came.brought[:_MOST_CHANGES] if came else (),
            "notes": {note.number: notes[note.claim] for note in made.notes if note.claim in notes},
            "yesterday": shifted(sight.day, -1), "tomorrow": shifted(sight.day, 1),
        },
        told={"brief": made, "changes": changes, "since": came},
        rows=_rows(made),
        paper=lambda: Paper(brief=made),
        news=[_news(number, made, asked) for number in range(len(made.items))],
    )  # fmt: skip


def _stands(made: Brief, state: str) -> str:
    """On what a brief stands, so that it can be told again: its claims, and the state of the ledger."""
    with speaking("en"):  # a citation is the same whoever looks
        claims = many(len(made.notes), "claim")
    return f"Brief on {claims}, told by {program()} from state {state.partition(' ')[0][:12]}"


def _changes(sight: Sight, of_day: tuple[Picture, Material] | None) -> tuple[Brought, ...]:
    """What the day brought; of very much, what leads. `of_day`: the rows of the day, where they are at hand."""
    if sight.day is None:
        return ()
    picture, material = of_day or sight.leading(Filters(since=sight.day, until=sight.day))[:2]
    told = Told(claims=material.claims, reports=material.reports)
    return brought(picture, told, published_on(told, sight.day))


def _came(sight: Sight, moment: str) -> Came | None:
    """What came into the ledger after a moment, whatever day it is of; of very much, what came last."""
    if sight.came is None:
        return None
    known = (report for id in sight.came(moment) if (report := sight.view.report(id)) is not None)
    fresh = [report.id for report in known]
    looked_at = frozenset(fresh[:_MOST_REPORTS])
    claims = [claim.id for id in sorted(looked_at) for claim in sight.view.claims(Question(report=id))]
    picture = sight.of_part(claims)
    rows: list[Development | Status | Conflict] = [*picture.developments, *picture.statuses, *picture.conflicts]
    standing = dict.fromkeys(claim for one in rows for claim in one.claims[:MOST_OF_ONE])
    material = sight.of_claims([*dict.fromkeys(claims), *standing])
    told = Told(claims=material.claims, reports=material.reports)
    return Came(since=moment, reports=len(fresh), left=len(fresh) - len(looked_at),
                brought=brought(picture, told, looked_at))  # fmt: skip


def _rows(made: Brief) -> list[Row]:
    """One row a sentence."""
    claims = {note.number: note.claim for note in made.notes}
    return [
        {
            "item": number, "heading": item.heading, "place": item.place, "role": one.role, "sentence": one.text,
            "claims": "; ".join(claims[note] for note in one.notes),
        }
        for number, item in enumerate(made.items, 1)
        for one in item.sentences
    ]  # fmt: skip


def _news(number: int, made: Brief, asked: Asked) -> News:
    one = made.items[number]
    day = (made.as_of or "1970-01-01")[:10]
    about = one.lines[0].about if one.lines else str(number)
    return News(
        id=f"{day}:{about}",
        title=one.heading,
        day=day,
        link=asked.link("today", as_of=day),
        text=" ".join(sentence.text for sentence in one.sentences),
    )
