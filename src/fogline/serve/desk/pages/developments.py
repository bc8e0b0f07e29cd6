"""Developments: the list, and one happening: who says what side by side, tolls, conflicts, copies, related ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fogline.model.picture import Conflict, Development, Picture, ReportLine
from fogline.outputs.brief import Brief, brief
from fogline.outputs.citation import citations, of_picture
from fogline.outputs.lines import development_line
from fogline.outputs.material import Material as Told
from fogline.outputs.paper import Paper, Passage
from fogline.outputs.tables import claim_rows, development_rows
from fogline.picture.days import day_number
from fogline.serve.desk.asked import Asked, NotThere, mark_parts, mark_text
from fogline.serve.desk.chart import charts
from fogline.serve.desk.language import speaking
from fogline.serve.desk.page import News, Page, program
from fogline.serve.desk.reviewing import about_development
from fogline.serve.desk.said import OWN_VOICE, Said, all_said
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.words import count, day, label, many, number, span, trust
from fogline.serve.glimpses import Glimpsed
from fogline.serve.options import Filters
from fogline.serve.selection import Material

NO_SIDE = "no side named"
_MOST_RELATED = 12
_MOST_SAID = 25  # claims of one side that a page shows, the earliest; with `?all=1` all of them


def listed(sight: Sight, asked: Asked) -> Page:
    """The developments that are asked for, the latest first."""
    found = [day_and_id(one) for one in sight.glimpsed(asked.filters())]
    rows, after = paged(found, sight, asked)
    return Page(
        title="Developments",
        template="developments.html",
        shown={"developments": rows, "after": after, "number": len(found), "wanted": asked.filters()},
        told={"developments": rows, "after": after},
        rows=development_rows(rows),
        picture=Picture(as_of=sight.day, developments=tuple(rows)),
        news=[_news(one, sight, asked) for one in rows],
    )


def paged(found: list[tuple[str, str]], sight: Sight, asked: Asked) -> tuple[list[Development], str | None]:
    """One page of developments, the latest day first, and the mark of the next one. `found`: day and id of each."""
    rows, many = sorted(found, reverse=True), asked.many()
    if after := asked.text("after"):
        last = tuple(mark_parts(after, 2))
        rows = [one for one in rows if one < last]
    return [*sight.some([id for _, id in rows[:many]])], mark_text(*rows[many - 1]) if len(rows) > many else None


def one(sight: Sight, asked: Asked) -> Page:
    """One happening, by any id that it ever had."""
    id = asked.path.partition("/developments/")[2]
    found = sight.development(id)
    if found is None:
        raise NotThere(f"{id}: no development of that id is known{' by that day' if sight.as_of else ''}.")
    material = sight.material([found])
    lines = sight.lines(found.reports)
    said = all_said(found.claims, material, lines)
    conflicts = _conflicts(sight, found)
    others = sight.material(conflicts)
    told = brief(Picture(as_of=sight.day, developments=(found,), conflicts=tuple(conflicts)),
                 list(material.reports.values()), list(material.claims.values()), limit=1)  # fmt: skip
    notes = {one.id: one for one in said}
    sides = _sides(said)
    most = len(said) if asked.text("all") else _MOST_SAID
    line = development_line(found, _told(material))
    title = told.items[0].heading if told.items else line
    with speaking("en"):  # a citation is the same whoever looks
        stands = f"Development {found.id}, {many(len(found.claims), 'claim')} of {many(found.origins, 'origin')}"
    stands += f", added up by {program()}"
    return Page(
        title=title,
        template="development.html",
        shown={
            "cite": citations(of_picture(found.id, title, sight.day, stands, program())),
            "one": found, "asked_id": id, "line": line,
            "cut": any(len(claims) > most for claims in sides.values()),
            "sides": {side: (len(claims), claims[:most]) for side, claims in sides.items()},
            "said": said, "by_id": notes, "charts": charts(found.tolls, asked), "brief": told,
            "notes": {note.number: notes[note.claim] for note in told.notes if note.claim in notes},
            "conflicts": [(conflict, all_said(conflict.claims, others)) for conflict in conflicts],
            "chains": _chains(found, lines), "reports": material.reports, "lines": lines,
            "related": _related(sight, found), "decisions": about_development(sight, found),
        },
        told={
            "development": found, "claims": material.held(found.claims), "conflicts": conflicts,
            "copies": sorted(lines.values(), key=lambda line: line.id),
        },
        rows=claim_rows(material.held(found.claims)),
        picture=Picture(as_of=sight.day, developments=(found,)),
        paper=lambda: _paper(found, title, told, sides),
    )  # fmt: skip


def _paper(found: Development, title: str, told: Brief, sides: Mapping[str, list[Said]]) -> Paper:
    """The development on paper: its line, who says what by side, every figure."""
    place = "; ".join(f"{one.name}, within {number(one.radius_km)} km" for one in found.places) or "not said"
    facts = [
        ("What", label(found.kind)), ("When", span(found.when.begin, found.when.finish)), ("Where", place),
        ("Stands on", f"{many(len(found.claims), 'claim')} of {many(found.origins, 'origin')}"),
        ("Credibility", f"{trust(found.credibility)}: {found.credibility_why}"),
        *((toll.measure + (f", {toll.group}" if toll.group else ""), count(toll)) for toll in found.tolls),
        ("Address", f"/developments/{found.id}"),
    ]  # fmt: skip
    sections = {side: [_passage(one) for one in claims] for side, claims in sides.items()}
    return Paper(brief=told, title=title, ranked=False, facts=facts, sections=sections)


def _passage(one: Said) -> Passage:
    source = f"{one.outlet or 'outlet not given'}, {day(one.published)}"
    sure = one.stance + (f", {one.certainty}" if one.certainty != "certain" else "")
    return Passage(who=one.who, sure=sure, before=one.before, words=one.words, after=one.after, source=source)


def _told(material: Material) -> Told:
    return Told(claims=material.claims, reports=material.reports)


def day_and_id(one: Glimpsed) -> tuple[str, str]:
    """What lists are ordered by: the first day that it can have been, then its id."""
    return (one.when.begin or one.when.finish or "")[:10], one.id


def _sides(said: Iterable[Said]) -> dict[str, list[Said]]:
    """The claims by the side of their speakers: parties first, then whoever has none, then outlets' own voices."""
    sides: dict[str, list[Said]] = {}
    for one in said:
        sides.setdefault(OWN_VOICE if one.who == OWN_VOICE else one.party or NO_SIDE, []).append(one)
    last = {NO_SIDE: 1, OWN_VOICE: 2}
    return dict(sorted(sides.items(), key=lambda pair: (last.get(pair[0], 0), -len(pair[1]), pair[0])))


def _conflicts(sight: Sight, found: Development) -> list[Conflict]:
    return [*sight.shown(sight.looked_at(found.claims, "conflicts").conflicts)]


def _chains(found: Development, lines: Mapping[str, ReportLine]) -> dict[str, list[str]]:
    """The reports by the one that they go back to."""
    chains: dict[str, list[str]] = {}
    for report in found.reports:
        chains.setdefault(lines[report].origin if report in lines else report, []).append(report)
    return chains


def _related(sight: Sight, found: Development) -> list[Development]:
    """Developments of the same story, then others at its place, the nearest in time first."""
    if found.place is None:
        return []
    around = (one for place in found.places for one in sight.glimpsed(Filters(place=place.name)))
    near = [*{one.id: one for one in around if one.id != found.id}.values()]
    day = day_and_id(found)[0]
    near.sort(key=lambda one: (one.story != found.story, _far(day_and_id(one)[0], day), one.id))
    return [*sight.some([one.id for one in near[:_MOST_RELATED]])]


def _far(day: str, other: str) -> int:
    first, second = day_number(day), day_number(other)
    return abs(first - second) if first and second else 1_000_000


def _news(one: Development, sight: Sight, asked: Asked) -> News:
    day = day_and_id(one)[0] or (sight.day or "1970-01-01")
    place = f": {', '.join(at.name for at in one.places)}" if one.places else ""
    return News(
        id=one.id, title=f"{label(one.kind)}{place}", day=day, link=asked.link("developments", one.id),
        text=f"{one.stage.value if one.stage else 'stage not said'}, {one.certainty}, {many(one.origins, 'origin')}",
    )  # fmt: skip
