"""Search: words in claims and reports, the developments that are told with them, names of places and speakers."""

from __future__ import annotations

from itertools import islice

from fogline.outputs.tables import Row
from fogline.serve.desk.asked import Asked
from fogline.serve.desk.page import Page
from fogline.serve.desk.pages.claims import said_of
from fogline.serve.desk.pages.reports import without_text
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.words import label
from fogline.store.contract import Facets
from fogline.store.words import Named

MOST = 10  # of each sort; each has a list of its own for the rest
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


def _names(what: str, some: list[Named]) -> list[Row]:
    return [_row(what, one.name, one.about) for one in some]


def _row(what: str, id: str, text: str | None) -> Row:
    return {"what": what, "id": id, "text": text}
