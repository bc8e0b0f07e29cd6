"""What is no longer shown: reports that were taken down, what was set aside, developments that became others.

In: judgements, a view, a ledger's picture. Out: a view without what was taken down, and a list of what went: when, why,
what stands for it now. Refused: nothing.

A takedown is a judgement, so it is undone as one. It is heeded in two places that all else goes through: the picture is
added up without the report (`picture.judgements`), and views that are read to be shown leave it and its claims out
(`Remaining`). Here, too, is what is said in its place. The ledger keeps what it holds: `verify`, `capture` and `judge`
work on that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from fogline.model.claim import Claim
from fogline.model.picture import Judgement, Verb
from fogline.model.report import Capture, Report, SetAside
from fogline.picture.judgements import in_force
from fogline.store.contract import EVERYTHING, Facets, Heard, Mark, Question, Revision, View, published_day

if TYPE_CHECKING:
    from fogline.outputs.exports.release import Deletion
    from fogline.store.words import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDown:
    """The reports that are taken down, each with the judgement; their claims, each with its report.

    `names`: by outlet, place or speaker and day, in how many of those claims it stands; `heard`: whom those reports let
    be heard, and when.
    """

    reports: Mapping[str, Judgement] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    heard: Mapping[tuple[str, str, str], int] = field(default_factory=dict)

    def why(self, id: str) -> str | None:
        """What is said in the place of a report, or of a claim of one; None: it is not taken down."""
        judgement = self.reports.get(self.claims.get(id, id))
        if judgement is None:
            return None
        return f"{id}: taken down on {judgement.made_at[:10]}: {judgement.why or 'no reason was given'}"

    def named(self, what: str, found: list[Named], until: str | None) -> list[Named]:
        """Names as an index counts them, without the claims that are taken down. `until`: only those of by that day."""
        gone = Counter[str]()
        for (sort, name, day), claims in self.names.items():
            if sort == what and (until is None or day <= until):
                gone[name] += claims
        if not gone:
            return found
        left = [replace(one, claims=one.claims - gone[one.name]) for one in found]
        return sorted((one for one in left if one.claims > 0), key=lambda one: (-one.claims, one.name))


NOTHING_TAKEN = TakenDown()


def taken_down(view: View) -> TakenDown:
    """What is taken down of what a view holds."""
    reports = {
        subject: judgement
        for judgement in in_force(view.judgements())
        if judgement.verb is Verb.TAKE_DOWN
        for subject in judgement.subjects
    }
    if not reports:
        return NOTHING_TAKEN
    from fogline.run.indexing import counted

    claims: dict[str, str] = {}
    names, heard = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for id in reports:
        report, some = view.report(id), list(view.claims(Question(report=id)))
        claims |= {claim.id: id for claim in some}
        if report is not None:
            day = published_day(report.published) or ""
            for what, found in counted((claim, report) for claim in some).items():
                names.update({(what, one.name, day): one.claims for one in found})
            heard.update({(what, name.casefold(), day) for what, name in _heard_in(report, some)})
    return TakenDown(reports=reports, claims=claims, names=names, heard=heard)


def _heard_in(report: Report, claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
    if report.outlet:
        yield "outlet", report.outlet
    for claim in claims:
        yield from (("speaker", one.name) for one in claim.speakers)
        yield from (("place", name) for one in claim.places for name in (one.name, one.as_worded) if name)


class ShownView(View, Protocol):
    """A view of what may be shown."""

    def is_claim(self, id: str) -> bool:
        """Whether something is a claim, shown or not."""


class Remaining:
    """A view without what is taken down. It keeps the contract `View`; judgements and what was set aside stay."""

    def __init__(self, view: View, taken: TakenDown) -> None:
        self._view = view
        self.taken = taken

    def reports(self, question: Question = EVERYTHING) -> Iterator[Report]:
        """The reports, as the contract says."""
        return (one for one in self._view.reports(question) if one.id not in self.taken.reports)

    def claims(self, question: Question = EVERYTHING) -> Iterator[Claim]:
        """The claims, as the contract says."""
        return (one for one in self._view.claims(question) if one.report not in self.taken.reports)

    def newest(self, facets: Facets, after: Mark | None = None) -> Iterator[tuple[Mark, Claim]]:
        """The newest claims, as the contract says."""
        return (one for one in self._view.newest(facets, after) if one[1].report not in self.taken.reports)

    def report(self, report_id: str) -> Report | None:
        """One report, or None."""
        return None if report_id in self.taken.reports else self._view.report(report_id)

    def claim(self, claim_id: str) -> Claim | None:
        """One claim, or None."""
        return None if claim_id in self.taken.claims else self._view.claim(claim_id)

    def is_claim(self, id: str) -> bool:
        """Whether something is a claim, shown or not."""
        return self._view.claim(id) is not None

    def claim_ids(self) -> Iterator[str]:
        """The ids of all claims, in no order."""
        return (one for one in self._view.claim_ids() if one not in self.taken.claims)

    def judgements(self) -> Iterator[Judgement]:
        """The judgements, as the contract says."""
        return self._view.judgements()

    def set_aside(self) -> Iterator[SetAside]:
        """What was not used, as the contract says."""
        return self._view.set_aside()

    def capture(self, digest: str) -> Capture | None:
        """The bytes that a report was read from, or None."""
        return self._view.capture(digest)

    def revisions(self, report_id: str | None = None) -> Iterator[Revision]:
        """The texts of reports, as the contract says."""
        return (one for one in self._view.revisions(report_id) if one.report.id not in self.taken.reports)

    def heard(self, only: str | None = None) -> Iterator[Heard]:
        """Which outlets, speakers and places were heard, as the contract says."""
        for one in self._view.heard(only):
            left = one.reports - self.taken.heard.get((one.what, one.name.casefold(), published_day(one.day) or ""), 0)
            if left > 0:
                yield replace(one, reports=left)


def by_judgement(judgements: Iterable[Judgement], is_claim: Callable[[str], bool]) -> Iterator[Deletion]:
    """What reviewers set aside or took down."""
    from fogline.outputs.exports.release import Deletion

    for judgement in in_force(judgements):
        said = {Verb.SET_ASIDE: "set aside by a reviewer", Verb.TAKE_DOWN: "taken down"}.get(judgement.verb)
        for subject in judgement.subjects if said else ():
            down = judgement.verb is Verb.TAKE_DOWN and judgement.why
            yield Deletion(
                id=subject,
                what="claim" if is_claim(subject) else "report",
                on=judgement.made_at[:10],
                why=f"{said}: {judgement.why}" if down else str(said),
            )


def moved(became: Iterable[tuple[str, str | None]]) -> Iterator[Deletion]:
    """Developments that are no longer told under an id that they had: each with what it became."""
    from fogline.outputs.exports.release import Deletion

    for id, instead in became:
        why = "merged into another, or told from an earlier claim" if instead else "its claims are not used any more"
        yield Deletion(id=id, what="development", on=None, why=why, instead=instead)
