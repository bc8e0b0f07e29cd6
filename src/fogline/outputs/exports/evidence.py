"""What an export is written from: a picture and all that it stands on, without what is withheld, in a fixed order.

In: a picture, its claims and reports. Out: `Evidence`. Refused: nothing. Private persons' names, telephone numbers and
addresses are blotted out before a format sees a noun; quotations are cut to a set length. The same input in any order
gives the same evidence.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from fogline.data.schemes import schemes
from fogline.model.claim import UNRESOLVED, Claim, Place, Speaker
from fogline.model.picture import Development, Picture, Toll
from fogline.model.report import Report
from fogline.outputs.material import Material
from fogline.outputs.visible import web
from fogline.outputs.withheld import (
    is_private,
    names_in,
    opened,
    private_names,
)

Noun = TypeVar("Noun")
QUOTE = 200  # characters of a quotation: a sentence and a half, well within what may be quoted
Figures = Callable[[Toll], float | None]


def best_figure(toll: Toll) -> float | None:
    """The figure that the picture gives; None where only a range is known."""
    return toll.best


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A picture, and the claims and reports by id; `listed`: the claims and reports that are asked for themselves."""

    picture: Picture
    claims: Mapping[str, Claim]
    reports: Mapping[str, Report]
    listed_claims: tuple[Claim, ...]
    listed_reports: tuple[Report, ...]
    figure: Figures = best_figure
    material: Material

    def by(self, figure: Figures) -> Evidence:
        """The same evidence, with figures given by another policy."""
        return replace(self, figure=figure)

    def standing(self, ids: Iterable[str]) -> list[Claim]:
        """The claims with these ids that are at hand, earliest report first."""
        return self.material.at_hand(ids)

    def links(self, claims: Sequence[Claim]) -> list[str]:
        """The addresses of the claims' reports, each once, in order; only those that a browser opens."""
        found = (web(self.reports[claim.report].url) for claim in claims if claim.report in self.reports)
        return list(dict.fromkeys(filter(None, found)))

    def outlets(self, claims: Sequence[Claim]) -> list[str]:
        """Who published the claims, each once, in order."""
        found = (self.reports[claim.report].outlet for claim in claims if claim.report in self.reports)
        return list(dict.fromkeys(outlet for outlet in found if outlet))

    def near(self, development: Development) -> bool:
        """Whether every claim that names the place puts the happening beside it ("near Siversk"), none at it."""
        said = [
            self._beside(claim, place)
            for claim in self.standing(development.claims)
            for place in claim.places
            if place.name in {one.name for one in development.places}
        ]
        return bool(said) and all(said)

    def _beside(self, claim: Claim, place: Place) -> bool:
        report = self.reports.get(claim.report)
        return report is not None and bool(
            _near(schemes().near.words).search(report.text[max(0, place.start - 40) : place.start])
        )


def evidence(
    picture: Picture,
    claims: Iterable[Claim],
    reports: Iterable[Report],
    *,
    listed_claims: Iterable[str] | None = None,
    listed_reports: Iterable[str] | None = None,
    quote: int = QUOTE,
    figure: Figures = best_figure,
) -> Evidence:
    """What may be shown of a picture and of what it stands on. `quote`: characters of a quotation.

    `listed_claims`, `listed_reports`: ids of those that tables of claims and reports list; None: all.
    """
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in {claim.id: claim for claim in claims}.values():
        by_report[claim.report].append(claim)
    known = {report.id: report for report in reports}
    public = _public(by_report)
    names = {
        one: private_names(said) | names_in(_texts(known.get(one), said), public) for one, said in by_report.items()
    }
    none: frozenset[str] = frozenset()
    whole = {claim.id: claim for _, said in sorted(by_report.items()) for claim in said}
    rows, (told, read) = opened(picture, (whole, dict(sorted(known.items()))), lambda one: names.get(one, none))
    shown = {id: replace(claim, quote=cut(claim.quote, quote)) for id, claim in told.items()}
    return Evidence(
        picture=rows,
        claims=shown,
        reports=read,
        listed_claims=tuple(sorted(_chosen(shown, listed_claims), key=lambda one: (one.report, one.start, one.id))),
        listed_reports=tuple(sorted(_chosen(read, listed_reports), key=lambda one: (one.published or "9999", one.id))),
        figure=figure,
        material=Material(claims=shown, reports=read),
    )


def cut(text: str, most: int) -> str:
    """A quotation of at most so many characters, cut at a blank.

    >>> cut("Shelling hit the market of Kherson.", 20), cut("Calm.", 20)
    ('Shelling hit the …', 'Calm.')
    """
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = text[: max(most - 2, 0)]
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;:") + " …" if most > 2 else ""


def speakers(claim: Claim) -> list[str]:
    """The names of those who say it, "not said who" for one who is nobody; empty for the outlet's own voice."""
    return list(dict.fromkeys("not said who" if one.name == UNRESOLVED else one.name for one in claim.speakers))


def _chosen(all_of: Mapping[str, Noun], ids: Iterable[str] | None) -> list[Noun]:
    return list(all_of.values()) if ids is None else [all_of[one] for one in dict.fromkeys(ids) if one in all_of]


def _public(by_report: Mapping[str, Sequence[Claim]]) -> frozenset[str]:
    """Names to which any claim gives a public role."""
    said: Iterable[Speaker] = (one for claims in by_report.values() for claim in claims for one in claim.speakers)
    return frozenset(name for one in said if not is_private(one) for name in (one.name, one.as_worded))


def _texts(report: Report | None, claims: Sequence[Claim]) -> str:
    """Whatever of a report can get into an export: its title and what is quoted."""
    return "\n".join([report.title or "" if report else "", *sorted({claim.quote for claim in claims})])


@functools.cache
def _near(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of the words, at the end of what stands before a place ("on the outskirts of the town of")."""
    longest_first = sorted(words, key=lambda one: (-len(one), one))
    listed = "|".join(map(re.escape, longest_first))
    return re.compile(rf"\b(?:{listed})\s+(?:the\s+)?(?:\w+\s+of\s+)?$", re.IGNORECASE)
