"""A claim as the pages show it: who, when, how sure, the exact words within their paragraph, outlet and origin.

In: claims and their reports. Out: `Said`. Refused: nothing; a claim whose report is not at hand is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fogline.model.claim import UNRESOLVED, Claim
from fogline.model.picture import ReportLine
from fogline.model.report import Report
from fogline.outputs.naming import speaker_words
from fogline.serve.selection import Material

AROUND = 320  # characters of a paragraph that are shown before and after the words; of some reports it is all one
OWN_VOICE = "the outlet's own voice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One claim with what surrounds it."""

    id: str
    who: str
    speakers: tuple[str, ...]  # names that have a page
    party: str | None
    via: str | None
    stance: str
    certainty: str
    signals: tuple[str, ...]
    said_on: str | None
    kind: str | None
    stage: str | None
    begin: str | None
    finish: str | None
    places: tuple[str, ...]
    figures: tuple[str, ...]
    before: str
    words: str
    after: str
    outlet: str | None
    published: str | None
    report: str
    title: str | None
    url: str | None
    origin: str | None  # the report that its report copies, where it copies one
    confidence: float


def said(claim: Claim, report: Report, line: ReportLine | None = None) -> Said:
    """A claim as it is shown."""
    before, after = around(report.text, claim.start, claim.end)
    names = [one.name for one in claim.speakers if one.name != UNRESOLVED]
    shown = [speaker_words(one) or "somebody the text does not name" for one in claim.speakers]
    return Said(
        id=claim.id,
        who=", ".join(shown) or OWN_VOICE,
        speakers=tuple(dict.fromkeys(names)),
        party=next((one.party for one in claim.speakers if one.party), None),
        via=next((one.via for one in claim.speakers if one.via), None),
        stance=claim.stance.value,
        certainty=claim.certainty.value,
        signals=claim.certainty.signals,
        said_on=claim.said_on,
        kind=claim.kind,
        stage=claim.stage.value if claim.stage else None,
        begin=claim.when.begin,
        finish=claim.when.finish,
        places=tuple(dict.fromkeys(one.name for one in claim.places)),
        figures=tuple(dict.fromkeys(one.as_worded for one in claim.figures if one.as_worded)),
        before=before,
        words=report.text[claim.start : claim.end],
        after=after,
        outlet=report.outlet,
        published=report.published,
        report=report.id,
        title=report.title,
        url=report.url,
        origin=line.origin if line is not None and line.origin != report.id else None,
        confidence=claim.confidence,
    )


def all_said(claims: Iterable[str], material: Material, lines: Mapping[str, ReportLine] | None = None) -> list[Said]:
    """Claims as they are shown, earliest report first."""
    held = [claim for claim in material.held(list(claims)) if claim.report in material.reports]
    held.sort(key=lambda one: (material.reports[one.report].published or "9999", one.report, one.start, one.id))
    return [said(one, material.reports[one.report], (lines or {}).get(one.report)) for one in held]


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after some words in their paragraph.

    >>> around("KYIV -\\nShells fell on Kherson. Two died.\\nMore soon.", 7, 30)
    ('', ' Two died.')
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    before, after = text[first:start], text[end : last if last >= 0 else len(text)]
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + " …"
    return before, after
