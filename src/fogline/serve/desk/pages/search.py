"""Search: words in claims and reports, the developments that are told with them, names of places and speakers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from fogline.data.terms import looked_for
from fogline.model.errors import QueryError
from fogline.outputs.exports.evidence import QUOTE, cut
from fogline.outputs.tables import Row
from fogline.serve.desk.asked import Asked, mark_parts, mark_text
from fogline.serve.desk.page import Page
from fogline.serve.desk.pages.claims import said_of
from fogline.serve.desk.pages.reports import without_text
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.words import label
from fogline.store.contract import Facets, Mark
from fogline.store.words import Named

MOST = 10  # of each sort; each has a list of its own for the rest
_SORTS = ("place", "speaker", "report", "claim")  # in the order of a list
_LEAST_BEGINNING = 3  # letters
_MOST_CLAIMS = 50  # newest ones whose developments are told


def page(sight: Sight, asked: Asked) -> Page:
    """What has the words that are asked for, some of each sort, the newest first."""
    words = asked.words()
    claims = [claim for _, claim in islice(sight.view.newest(Facets(words=words)), _MOST_CLAIMS)] if words else []
    reports = list(islice(sight.view.found(Facets(words=words)), MOST)) if words else []
    places, speakers = (sight.view.named(what, words)[:MOST] if words else [] for what in ("place", "speaker"))
    developments = sight.told_with([claim.id for claim in claims])[:MOST]
    heads = [without_text(one) for one in reports]
    return Page(
        title="Search",
        template="search.html",
        shown={
            "q": asked.text("q") or "", "claims": said_of(sight, claims[:MOST]),
            "reports": reports, "developments": developments, "places": places, "speakers": speakers,
            "begins": None if claims or reports else _begins(sight, asked.text("q") or ""),
        },
        told={
            "claims": claims[:MOST], "reports": heads, "developments": developments,
            "places": [one.name for one in places], "speakers": [one.name for one in speakers],
        },
        rows=[
            *(_row("claim", one.id, one.quote) for one in claims[:MOST]),
            *(_row("report", one.id, one.title) for one in reports),
            *(_row("development", one.id, label(one.kind)) for one in developments),
            *_names("place", places),
            *_names("speaker", speakers),
        ],
    )  # fmt: skip


def _begins(sight: Sight, q: str) -> str | None:
    """What might be meant where nothing has some words: beginnings of them that something has, if any."""
    words = q.split()
    if not words or not all(word.isalpha() and len(word) > _LEAST_BEGINNING for word in words):
        return None
    for less in (0, 1):  # "bridge" for bridges, and "bridges" for a bridge
        asked = " ".join(f"{word[: len(word) - less]}*" for word in words)
        facets = Facets(words=looked_for(asked))
        if next(iter(sight.view.newest(facets)), None) or next(iter(sight.view.found(facets)), None):
            return asked
    return None


def found(sight: Sight, asked: Asked) -> Iterator[tuple[str, Row]]:
    """All that has the words, each with its mark: names, then reports, then claims, the latest first."""
    words = asked.words()
    if words is None:
        raise QueryError("q: say which words are looked for.")
    sort, *at = mark_parts(asked.text("after") or "", 4) if asked.text("after") else ("", "", "", "")
    if sort not in ("", *_SORTS):
        raise QueryError("after: no mark of this list. Follow the link to the next page, or leave it out.")
    left = _SORTS[_SORTS.index(sort) if sort else 0 :]
    for what in (one for one in left if one in ("place", "speaker")):
        names = sight.view.named(what, words)
        known = [one.name for one in names]
        for one in names[known.index(at[0]) + 1 if what == sort and at[0] in known else 0 :]:
            yield mark_text(what, one.name, "", ""), _found(what, one.name, one.about, one.last)
    if "report" in left:
        for report in sight.view.found(Facets(words=words), at[0] if sort == "report" else None):
            yield mark_text("report", report.id, "", ""), _found("report", report.id, report.title, report.published)
    after = Mark(day=at[0], report=at[1], claim=at[2]) if sort == "claim" else None
    claims = sight.view.newest(Facets(words=words), after)
    while some := list(islice(claims, _MOST_CLAIMS)):
        told = {claim: one.id for one in sight.told_with([claim.id for _, claim in some]) for claim in one.claims}
        for mark, claim in some:
            row = _found("claim", claim.id, cut(claim.quote, QUOTE), mark.day or None, told.get(claim.id))
            yield mark_text("claim", mark.day, mark.report, mark.claim), row


def rows_page(sight: Sight, asked: Asked) -> Page:
    """The same, a page of it."""
    some = list(islice(found(sight, asked), asked.many() + 1))
    rows = [row for _, row in some[: asked.many()]]
    after = some[asked.many() - 1][0] if len(some) > asked.many() else None
    return Page(title="Search", template="", shown={}, told={"search": rows, "after": after})


def _found(what: str, id: str, text: str | None, day: str | None, development: str | None = None) -> Row:
    return {"what": what, "id": id, "text": text, "day": day, "development": development}


def _names(what: str, some: list[Named]) -> list[Row]:
    return [_row(what, one.name, one.about) for one in some]


def _row(what: str, id: str, text: str | None) -> Row:
    return {"what": what, "id": id, "text": text}
