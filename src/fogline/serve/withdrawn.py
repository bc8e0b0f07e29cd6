"""What is no longer shown: reports that were taken down, what was set aside, developments that became others.

In: judgements, a view, a ledger's picture. Out: what is withheld with a report that was taken down, and a list of what
went: when, why, what stands for it now. Refused: nothing.

A takedown is a judgement, so it is undone as one. The ledger keeps what it holds; pages, API and exports show neither
the report nor its claims' words, and say that it was taken down, when and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from fogline.model.picture import Development, Judgement, Picture, Toll, Verb
from fogline.outputs.exports.release import Deletion
from fogline.picture.judgements import in_force
from fogline.store.contract import Question, View


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDown:
    """The reports that are taken down, each with the judgement; their claims, each with its report."""

    reports: Mapping[str, Judgement] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)

    def shown(self, picture: Picture) -> Picture:
        """A picture without what stands on nothing else, and without words of what is taken down."""
        if not self.reports:
            return picture
        return replace(
            picture,
            developments=tuple(found for one in picture.developments if (found := self.development(one)) is not None),
            statuses=tuple(one for one in picture.statuses if not self.claims.keys() >= set(one.claims)),
            conflicts=tuple(one for one in picture.conflicts if not self.claims.keys() & set(one.claims)),
        )

    def development(self, one: Development) -> Development | None:
        """A development without words of what is taken down; None where it stands on nothing else."""
        gone = self.reports.keys() & set(one.reports)
        if not gone:
            return one
        if gone == set(one.reports):
            return None
        return replace(one, tolls=tuple(self._toll(toll) for toll in one.tolls))

    def why(self, id: str) -> str | None:
        """What is said in the place of a report, or of a claim of one; None: it is not taken down."""
        judgement = self.reports.get(self.claims.get(id, id))
        if judgement is None:
            return None
        return f"{id}: taken down on {judgement.made_at[:10]}: {judgement.why or 'no reason was given'}"

    def _toll(self, toll: Toll) -> Toll:
        series = (replace(one, as_worded="") if one.report in self.reports else one for one in toll.series)
        return replace(toll, series=tuple(series))


def taken_down(view: View) -> TakenDown:
    """What is taken down of what a view shows."""
    reports = {
        subject: judgement
        for judgement in in_force(view.judgements())
        if judgement.verb is Verb.TAKE_DOWN
        for subject in judgement.subjects
    }
    claims = {claim.id: report for report in reports for claim in view.claims(Question(report=report))}
    return TakenDown(reports=reports, claims=claims)


def by_judgement(judgements: Iterable[Judgement], is_claim: Callable[[str], bool]) -> Iterator[Deletion]:
    """What reviewers set aside or took down."""
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
    for id, instead in became:
        why = "merged into another, or told from an earlier claim" if instead else "its claims are not used any more"
        yield Deletion(id=id, what="development", on=None, why=why, instead=instead)
