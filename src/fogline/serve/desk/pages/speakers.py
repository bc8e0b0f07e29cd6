"""Speakers: the list, and one of them with what it says and what contradicts that."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from fogline.model.picture import Conflict
from fogline.outputs.tables import claim_rows
from fogline.outputs.withheld import NOBODY
from fogline.serve.desk.asked import Asked, NotThere, claim_mark, mark_text
from fogline.serve.desk.page import Page
from fogline.serve.desk.pages.heard import heard, page
from fogline.serve.desk.said import all_said
from fogline.serve.desk.sight import Sight
from fogline.serve.options import Filters
from fogline.serve.selection import Material
from fogline.store.contract import Facets

_MOST_CONFLICTS = 50


def listed(sight: Sight, asked: Asked) -> Page:
    """The speakers that the newest claims have."""
    return page(heard(sight, asked, "speakers"), "speakers")


def one(sight: Sight, asked: Asked) -> Page:
    """One speaker: roles, party, claims, what contradicts them."""
    name = asked.path.partition("/speakers/")[2]
    many = asked.many()
    if name == NOBODY:
        raise NotThere("Private persons have no page.")
    found = list(islice(sight.view.newest(Facets(speaker=name), claim_mark(asked.text("after"))), many + 1))
    if not found:
        raise NotThere(f"{name}: no claim by a speaker of that name{' is known by that day' if sight.as_of else ''}.")
    claims = [claim for _, claim in found[:many]]
    mark = found[many - 1][0] if len(found) > many else None
    after = mark_text(mark.day, mark.report, mark.claim) if mark else None
    own = [one for claim in claims for one in claim.speakers if one.name.casefold() == name.casefold()]
    conflicts = sight.shown(sight.conflicting(Filters(speaker=name))[:_MOST_CONFLICTS])
    material = _material(sight, [claim.id for claim in claims], conflicts)
    lines = sight.lines(material.reports)
    return Page(
        title=name,
        template="speaker.html",
        shown={
            "name": name, "after": after,
            "roles": Counter(one.role for one in own if one.role).most_common(),
            "parties": Counter(one.party for one in own if one.party).most_common(),
            "stances": Counter(claim.stance.value for claim in claims).most_common(),
            "claims": all_said([claim.id for claim in claims], material, lines)[::-1],
            "conflicts": [(conflict, all_said(conflict.claims, material, lines)) for conflict in conflicts],
        },
        told={"speaker": name, "claims": claims, "conflicts": conflicts, "after": after},
        rows=claim_rows(claims),
    )  # fmt: skip


def _material(sight: Sight, claims: list[str], conflicts: tuple[Conflict, ...]) -> Material:
    return sight.of_claims([*claims, *(claim for one in conflicts for claim in one.claims)])
