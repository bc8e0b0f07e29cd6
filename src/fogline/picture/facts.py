"""One happening's tellings to a development: what most origins tell, then the most exact, then the earliest.

Comes in: a happening, the claims that belong to it, and what is known of all claims. Goes out: a `Development`.
"""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fogline.data.kinds import FROM_AFAR
from fogline.model.claim import Actor, Claim, Stage, Stance, When
from fogline.model.picture import Conflict, Development, Toll
from fogline.picture.bulletins import independent
from fogline.picture.credibility import credibility, surest
from fogline.picture.dates import NIGHT, ONE_DAY, days_of, likeliest, marks
from fogline.picture.days import DAY, day_number, day_of, day_text, minutes_of
from fogline.picture.developments import LONG_DAYS, Happening
from fogline.picture.judgements import development_id
from fogline.picture.origins import Origin
from fogline.picture.scenes import Named, voted
from fogline.picture.tellings import GENERAL, Settled

_STAGES = (Stage.HAPPENED, Stage.REPELLED, Stage.ONGOING, Stage.ATTEMPTED, Stage.PLANNED, Stage.THREATENED)
MONTH = 31 * DAY
LONG_AGO = 60  # days before a report, from which a month that it gives outweighs all days that it names
FEW_DAYS = 2
_BASES = {"explicit": 0, "the section's dateline": 1, "relative to the report": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What is known of all claims."""

    claims: Mapping[str, Claim]
    published: Mapping[str, str | None]
    texts_from: Mapping[str, Origin]
    origin_of: Mapping[str, str]
    names: Mapping[str, Named]  # by report
    dated: Mapping[str, Sequence[Claim]]  # by report, the claims that give a day
    fighting: frozenset[str]


def development(
    one: Happening,
    also: Sequence[Claim],
    tolls: tuple[Toll, ...],
    against: Sequence[Conflict],
    basis: Basis,
    story: str,
) -> Development:
    """What happened, once. `also`: figures and denials that belong to it; `against`: its conflicts."""
    tellings = sorted(one.tellings, key=lambda telling: telling.order)
    told = [telling.claim for telling in tellings]
    claims = [
        *told,
        *sorted(also, key=lambda claim: (basis.published[claim.report] or "", claim.report, claim.start, claim.id)),
    ]
    asserting = [claim for claim in claims if claim.stance not in {Stance.DENIES, Stance.CANNOT_VERIFY, Stance.DOUBTS}]
    origins = independent(asserting or claims, basis.texts_from, basis.published)
    initiators, recipients = _actors(c.initiators for c in told), _actors(c.recipients for c in told)
    concerned = basis.fighting | {actor.party for actor in (*initiators, *recipients) if actor.party}
    listed = tuple(one.several.values()) or (tuple(one.wide.values())[:1] if one.at_large else ())
    number, why = credibility(claims, basis.origin_of, origins, concerned, disputed=bool(against))
    return Development(
        id=development_id(told[0].id),
        kind=_kind(told),
        stage=_stage(told, one.settled),
        when=_when(told, basis, one),
        place=listed[0]
        if listed
        else voted(claims, basis.names, main=one.main, alone=one.alone, mainly=one.mainly - one.alone),
        also_at=listed[1:],
        initiators=initiators,
        recipients=recipients,
        reports=tuple(sorted({claim.report for claim in claims}, key=lambda r: (basis.published[r] or "9999", r))),
        claims=tuple(dict.fromkeys(claim.id for claim in claims)),
        origins=len(origins),
        origin_ids=tuple(sorted(origins)),
        credibility=number,
        credibility_why=why,
        disputed=bool(against),
        certainty=surest(claims),
        tolls=tolls,
        story=story,
        why=tuple(sorted(one.why)),
    )


def _kind(told: Sequence[Claim]) -> str | None:
    """The kind that most reports tell, a particular one before a general one."""
    reports: dict[str, set[str]] = collections.defaultdict(set)
    for claim in told:
        if claim.kind:
            reports[claim.kind].add(claim.report)
    first = {claim.kind: place for place, claim in reversed(list(enumerate(told)))}
    return min(reports, key=lambda kind: (kind in GENERAL, -len(reports[kind]), first[kind]), default=None)


def _stage(told: Sequence[Claim], settled: Settled) -> Stage | None:
    if settled is Settled.DENIED:
        return Stage.DID_NOT_HAPPEN
    counts = collections.Counter(claim.stage for claim in told if claim.stage is not None)
    fit = [stage for stage in (*_STAGES, Stage.HYPOTHETICAL) if counts[stage]]
    return max(fit, key=lambda stage: (counts[stage], -fit.index(stage)), default=None)


def _when(told: Sequence[Claim], basis: Basis, one: Happening) -> When:
    """The day that most reports give; else an interval that ends when it was published.

    What a report mainly tells of has its day from other sentences too: "it happened on Friday".
    """
    reports = {claim.report for claim in told}
    # A report of one strike from afar mostly tells of others too, and of a war; of a shooting it tells nothing else.
    afar = any(claim.kind in FROM_AFAR for claim in told)
    if (afar or not (one.alone or one.mainly or one.main)) and (own := _one_day(told, nights=afar)) is not None:
        return own  # its report tells of other things, with days of their own
    published = {report: day for report in reports if (day := day_number(basis.published[report])) is not None}
    text_of = {report: basis.texts_from[report].report for report in reports}
    around, apart = _dated_around(told, basis, one)
    marked = marks(told, around, published, text_of, apart)
    named = any(mark in marked[day] for day in marked for mark in (ONE_DAY, NIGHT))
    if named and (found := likeliest(marked)) is not None and not _is_beside(found, told, published):
        return _on_day(found, [claim.when for some in around.values() for claim in some if found in days_of(claim)])
    longer = [
        (span[1] - span[0], span[0], claim.when) for claim in told if (span := minutes_of(claim.when)) is not None
    ]
    if longer:
        return min(longer, key=lambda one: one[:2])[2]
    days = [told_on for claim in told if (told_on := day_of(basis.published[claim.report])) and told_on[0] != "X"]
    if one.settled is Settled.REAL and days:
        return When(edtf=f"../{min(days)}", finish=min(days), basis="published by")
    undated = [claim.when for claim in told if claim.when.edtf]
    return undated[0] if undated else When()


def _is_beside(day: int, told: Sequence[Claim], published: Mapping[str, int]) -> bool:
    """Whether a happening's own claims give a month or a year long ago, and none of them a day, and it was not then."""
    spans = [span for claim in told if (span := minutes_of(claim.when)) is not None]
    if not spans or not published or any(days_of(claim) for claim in told):
        return False
    if any(min(published.values()) - last // DAY < LONG_AGO for _, last in spans):
        return False
    return not any(first <= day * DAY <= last for first, last in spans)


def _one_day(told: Sequence[Claim], *, nights: bool) -> When | None:
    """The most exact time of the one day, or of the one night (`nights`), that all dated claims give."""
    dated = [(days, claim.when) for claim in told if (days := days_of(claim))]
    if len({days for days, _ in dated}) != 1 or len(dated[0][0]) > 1 + nights:
        return None
    return _on_day(dated[0][0][0], [when for _, when in dated])


def _dated_around(
    told: Sequence[Claim], basis: Basis, one: Happening
) -> tuple[Mapping[str, Sequence[Claim]], frozenset[str]]:
    """The claims with a day that can speak for a happening, by report, and which of them may tell of other things.

    Its own speak, and all of reports on it alone; the rest of what a report mainly tells, and of one that names few
    days at all, speaks as from elsewhere. Where its own give an interval and no day, only days inside it do, and beside
    one of few days, which is as exact as anybody is, only "it happened on Friday".
    """
    own = {claim.id for claim in told}
    spans = [span for claim in told if (span := minutes_of(claim.when)) is not None and span[1] - span[0] < MONTH]
    vague = bool(spans) and not any(days_of(claim) for claim in told)
    close = vague and any(span[1] - span[0] < LONG_DAYS * DAY for span in spans)

    def speaks(claim: Claim) -> bool:
        if claim.id in own:
            return True
        if claim.report not in one.alone:
            # Of what else a report tells only "it happened" and what has no kind of its own can be on the same day.
            return claim.report in one.mainly and claim.kind is None
        if not vague or (claim.kind is None and claim.trigger is not None):
            return True
        return not close and any(first <= day * DAY <= last for day in days_of(claim) for first, last in spans)

    everything = {report: basis.dated.get(report, ()) for report in {claim.report for claim in told}}
    found = {report: [claim for claim in some if speaks(claim)] for report, some in everything.items()}
    if close or not (one.main or (not any(found.values()) and _names_few_days(everything))):
        return found, frozenset()
    speaking = {claim.id for some in found.values() for claim in some}
    return everything, frozenset(claim.id for some in everything.values() for claim in some) - speaking


def _names_few_days(around: Mapping[str, Sequence[Claim]]) -> bool:
    """Whether reports name one day or two: then what they tell in passing was on one of them too."""
    return 1 <= len({day for some in around.values() for claim in some for day in days_of(claim)[:1]}) <= FEW_DAYS


def _on_day(day: int, given: Sequence[When]) -> When:
    """The most exact time given for a day; a night is told by the day on which it begins."""
    text = day_text(day)
    within = [when for when in given if (when.begin or "").startswith(text) and (when.finish or "").startswith(text)]
    if within:
        return min(within, key=lambda when: (-len(when.begin or ""), _BASES.get(when.basis, 9), when.edtf or ""))
    basis = min((when.basis for when in given), key=lambda basis: _BASES.get(basis, 9))
    exact = min(given, key=lambda when: (_BASES.get(when.basis, 9), when.edtf or "", when.begin or ""))
    starts = (exact.begin or "").startswith(text)
    return When(edtf=exact.edtf if starts else text, begin=text, finish=text, basis=basis)


def _actors(groups: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Each party or name once, the most often told first; a name with a party stands for one without."""
    counts: collections.Counter[str] = collections.Counter()
    first: dict[str, Actor] = {}
    for actors in groups:
        for actor in actors:
            key = actor.party or actor.name.casefold()
            counts[key] += 1
            first.setdefault(key, actor)
    return tuple(first[key] for key in sorted(first, key=lambda key: (-counts[key], key)))
