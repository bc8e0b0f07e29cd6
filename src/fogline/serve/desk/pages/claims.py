"""Claims: the list by facets, newest first, and one claim in its paragraph."""

from __future__ import annotations

from itertools import islice

from fogline.model.claim import CERTAINTIES, Claim, Stance
from fogline.outputs.citation import citations, of_claim
from fogline.outputs.tables import claim_rows
from fogline.serve.desk.asked import Asked, Gone, NotThere, claim_mark, mark_text
from fogline.serve.desk.page import News, Page, program
from fogline.serve.desk.reviewing import FIELDS, about_claim
from fogline.serve.desk.said import Said, all_said, said
from fogline.serve.desk.sight import Sight
from fogline.store.contract import Mark

FACETS = ("q", "place", "party", "speaker", "kind", "stance", "certainty", "outlet", "since", "until", "valid_at")


def listed(sight: Sight, asked: Asked) -> Page:
    """The claims that are asked for, the newest first."""
    many = asked.many()
    found = list(islice(sight.view.newest(asked.facets(), claim_mark(asked.text("after"))), many + 1))
    claims = [claim for _, claim in found[:many]]
    after = _text(found[many - 1][0]) if len(found) > many else None
    shown = said_of(sight, claims)
    return Page(
        title="Claims",
        template="claims.html",
        shown={
            "claims": shown, "after": after, "facets": {name: asked.text(name) or "" for name in FACETS},
            "wanted": {name: value for name in FACETS if (value := asked.text(name))},
            "stances": [one.value for one in Stance], "certainties": CERTAINTIES,
        },
        told={"claims": claims, "after": after},
        rows=(row for claim in claims for row in claim_rows([claim])),
        news=(_news(one, asked) for one in shown),
    )  # fmt: skip


def one(sight: Sight, asked: Asked) -> Page:
    """One claim: who, when, how sure, the exact words in their paragraph, and what it is a part of."""
    id = asked.path.partition("/claims/")[2]
    claim = sight.claim(id)
    report = sight.view.report(claim.report) if claim else None
    if why := sight.taken.why(id):
        raise Gone(why)
    if claim is None or report is None:
        raise NotThere(f"{id}: no claim of that id is known{' by that day' if sight.as_of else ''}.")
    line = sight.lines([report.id]).get(report.id)
    near = sight.of_part([claim.id])
    about = sight.claim(claim.about) if claim.about else None
    return Page(
        title="Claim",
        template="claim.html",
        shown={
            "claim": claim, "said": said(claim, report, line), "near": near, "line": line,
            "first": sight.view.report(line.origin) if line else None,
            "against": all_said((claim for one in near.conflicts for claim in one.claims),
                                sight.material(near.conflicts)),
            "about": said_of(sight, [about])[0] if about else None,
            "cite": citations(of_claim(claim, report, program())),
            "decisions": about_claim(sight, claim), "fields": FIELDS,
        },
        told={"claim": claim, "report": {"id": report.id, "outlet": report.outlet, "published": report.published}},
        rows=claim_rows([claim]),
    )  # fmt: skip


def said_of(sight: Sight, claims: list[Claim]) -> list[Said]:
    """Claims as they are shown, in the order in which they are given."""
    reports = {one: sight.view.report(one) for one in dict.fromkeys(claim.report for claim in claims)}
    lines = sight.lines(reports)
    return [
        said(claim, report, lines.get(claim.report))
        for claim in claims
        if (report := reports[claim.report]) is not None
    ]


def _text(mark: Mark) -> str:
    return mark_text(mark.day, mark.report, mark.claim)


def _news(one: Said, asked: Asked) -> News:
    return News(
        id=one.id, title=f"{one.who} {one.stance}: {one.words[:80]}", day=(one.published or "1970-01-01")[:10],
        link=asked.link("claims", one.id), text=f"“{one.words}” ({one.outlet or 'outlet not given'})",
    )  # fmt: skip
