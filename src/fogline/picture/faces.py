"""What of one report the others must know: enough to say which other reports its claims can reach.

Comes in: a report and its claims. Goes out: its `Face`, small enough that those of all reports are held at once.
"""

from __future__ import annotations

import array
import functools
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from fogline.model.claim import Claim
from fogline.model.report import Report
from fogline.picture.bulletins import resolved_speaker
from fogline.picture.conflicts import utterance
from fogline.picture.days import days_told
from fogline.picture.homes import Named, named_in
from fogline.picture.origins import Sketch
from fogline.picture.sides import sides
from fogline.picture.statuses import standings

Pair = tuple[str, str]
Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What one report shows to the others."""

    published: str | None
    title: str | None
    outlet: str | None
    named: tuple[Named, ...]  # places that its claims name
    sketch: bytes  # by which copies are found: 64 numbers of four bytes
    days: tuple[int, ...]  # that its claims speak of
    sides: tuple[str, ...]  # parties that its claims say to fight
    voices: tuple[str, ...]  # parties or names of its speakers
    standings: tuple[Triple, ...]  # what its statuses are of: look-up key and name, and the claim that says so
    utterances: tuple[Triple, ...]  # who is quoted, on which day, and by which claim
    abouts: tuple[Pair, ...]  # its claims that speak of a claim of another report, and which


def face(report: Report, claims: Iterable[Claim], sketched: Sketch | None) -> Face:
    """The face of a report. `sketched`: its words as they are compared; None where it is alone, and nothing is."""
    some = sorted(claims, key=lambda claim: claim.id)
    own = {claim.id for claim in some}
    speakers = [speaker for claim in some if (speaker := resolved_speaker(claim))]
    return Face(
        published=report.published,
        title=report.title,
        outlet=report.outlet,
        named=named_in(some) if report.outlet else (),
        sketch=b"" if sketched is None else array.array("I", sketched.digest).tobytes(),
        days=days_told(some),
        sides=tuple(sorted(sides(some))),
        voices=tuple(sorted({speaker.party or speaker.name for speaker in speakers})),
        standings=tuple(sorted({pair for claim in some for pair in standings(claim)})),
        utterances=tuple((*found, claim.id) for claim in some if (found := utterance(claim, report.published))),
        abouts=tuple((claim.id, claim.about) for claim in some if claim.about and claim.about not in own),
    )


def to_bytes(one: Face) -> bytes:
    """A face as it is kept."""
    told = [one.days, one.sides, one.voices, one.standings, one.utterances, one.abouts]
    rest = [one.published, one.title, *told, one.outlet, one.named]
    return len(one.sketch).to_bytes(2, "big") + one.sketch + json.dumps(rest, separators=(",", ":")).encode()


@functools.lru_cache(maxsize=100_000)
def _once(place: Named) -> Named:
    """The same place for the same place: all reports of a war name few, and their faces are held at once."""
    return place


def from_bytes(kept: bytes) -> Face:
    """A face out of what was kept."""
    size = 2 + int.from_bytes(kept[:2], "big")
    published, title, days, sides_, voices, standings_, utterances, abouts, outlet, named = json.loads(kept[size:])
    return Face(
        published=published,
        title=title,
        outlet=outlet,
        named=tuple([_once((name, geonameid, country, division)) for name, geonameid, country, division in named]),
        sketch=kept[2:size],
        days=tuple(days),
        sides=tuple([sys.intern(one) for one in sides_]),
        voices=tuple([sys.intern(one) for one in voices]),
        standings=tuple((where, name, claim) for where, name, claim in standings_),
        utterances=tuple((who, day, claim) for who, day, claim in utterances),
        abouts=tuple((claim, about) for claim, about in abouts),
    )
