"""Which developments of one report are incidents of their own, the main one first; the others are only mentioned.

Comes in: a report, its claims and its developments. Goes out: the developments that `annotate` shows. A report names
much that it does not tell: the war that goes on, terrorism at large, what a speaker fears, a murder of last year that
is before a court, the same attack in other words. Claims keep all of it; a development of the report is what it tells
of as an incident: of one happening, with a place or a day or a victim, told as a fact. Which claims of violence tell of
one happening is said anew for the report alone (`sameness`).

How sure that is, is the word of small models (`data/incidents.toml` and `.npz`, made by `training/incidents.py`): what
the development has, what the words of its sentences say, and whether the report is one that tells of incidents at all.
They know no names. They judge violence only; protests, talks, arrests and the like stay as they are. Fighting is judged
by what they learned of other violence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.data.calendar import day_of
from fogline.model.claim import Claim, Reading, Stage, When
from fogline.model.picture import Development
from fogline.model.report import Report
from fogline.picture.casualties import Page, counted, page
from fogline.picture.choosing import Features, score, threshold
from fogline.picture.dating import Calendar, calendar, when_of
from fogline.picture.doers import initiators
from fogline.picture.grounds import Ground, ground, place_of
from fogline.picture.harm import tolls
from fogline.picture.incident_features import Setting, features, judged, pieces, setting
from fogline.picture.incident_words import kind_told, report_score, sentence_score, sentence_words
from fogline.picture.leads import OPENING, LeadModel, kinds_told
from fogline.picture.mentions import by_claims, joined
from fogline.picture.perpetrators import Groups, groups
from fogline.picture.places import place_key
from fogline.picture.sameness import regrouped
from fogline.picture.tellings import GENERAL, group_of, kind_row
from fogline.picture.terms import stable_id

_ELSE = 0.5
_SURE = 0.7
SHORT = 500  # characters: two or three sentences
CUT = 0.25  # how sure the words of an opening must be to say what it is about: best in all five folds of case2021


def likelihood(one: Development, told: Sequence[Claim], where: Setting, report: float, words: Features) -> float:
    """How likely a development is an incident of its own, from 0 to 1.

    `report`: what its report's words say; `words`: those of its own sentences.
    """
    found = score({**features(one, told, where), "report": report}, "incident") + sentence_score(words)
    return 1 / (1 + math.exp(-found))


def incidents(
    report: Report,
    reading: Reading,
    found: Sequence[Development],
    *,
    leads: LeadModel | None = None,
    cut: float = CUT,
) -> tuple[Development, ...]:
    """The developments that a report tells of, its main one first: what its opening is about, then the likeliest."""
    claims = reading.claims
    by_id = {claim.id: claim for claim in claims}
    fused = by_claims(found, by_id)
    joint = regrouped(fused, joined(fused, report.text), report.text)
    where = setting(report, claims, [each.one for each in joint])
    told = kinds_told(report.text, claims, leads)
    about, sure = max(told.items(), key=lambda row: row[1])
    known = groups(report.text)
    given = Given(
        ground(report, reading.places),
        known,
        calendar(report, reading.times),
        page(report.text, known.ends, reading.figures, [each.claims for each in joint if judged(each.one)]),
    )
    about_it = report_score(report.text, told)
    ranked: list[_Ranked] = []
    for place, each in enumerate(joint):
        if not judged(each.one):
            ranked.append(_Ranked(each.one, each.claims, None, place, each.one.kind))
            continue
        told_by = [claim for claim in each.claims if claim.kind is not None] or list(each.claims)
        words = sentence_words(told_by, report.text, pieces(told_by, where))
        likely = likelihood(each.one, each.claims, where, about_it, words)
        kind = kind_told(each.one.kind, words) if each.one.kind else None
        ranked.append(_Ranked(replace(each.one, kind=kind), each.claims, likely, place, each.one.kind))
    first = _about(ranked, about, sure, cut)
    # What a short piece is about is told by all its words; a longer one tells its incidents by their own.
    short = len(report.text) <= SHORT
    if not short and first is not None and first.likely is not None and first.likely < threshold():
        first = None
    kept = [one for one in ranked if one is first or one.likely is None or one.likely >= threshold()]
    kept.sort(key=lambda one: (one is not first, -_share(one, told), -(one.likely or 0.0), one.place))
    made = [_finished(one, given) for one in kept]
    if first is None and about and sure >= cut and (short or _is_peaceful(about)):
        made.insert(0, _opening(report, claims, about, given.ground))
    elif first is not None and (short or first.likely is None) and _class(first.one.kind) != _class(about):
        made[0] = replace(made[0], kind=about)
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Ranked:
    one: Development
    claims: Sequence[Claim]
    likely: float | None  # None: the model of incidents has no say
    place: int
    read: str | None  # its kind as its claims have it

    @property
    def start(self) -> int:
        """Where the report first tells of it."""
        return min((claim.start for claim in self.claims), default=0)


def _is_peaceful(kind: str) -> bool:
    """Whether a whole page can be about a kind without one word that tells it: a protest is, an earthquake is not."""
    row = kind_row(kind)
    return row is not None and row.family in ("unrest", "diplomacy", "politics")


def _class(kind: str | None) -> str:
    row = kind_row(kind)
    return row.case2021 if row and row.case2021 != "OTHER" else ""


def _share(one: _Ranked, told: Mapping[str, float]) -> float:
    """How much the opening is about developments of this kind; nothing where it is first told later."""
    if one.start >= OPENING:
        return 0.0
    return math.fsum(share for kind, share in told.items() if kind and _class(kind) == _class(one.one.kind))


def _about(ranked: Sequence[_Ranked], about: str, sure: float, cut: float) -> _Ranked | None:
    """The development that the opening is about: one of its kind, else one told by a general kind."""
    opening = [one for one in ranked if one.start < OPENING]
    same = [one for one in opening if _class(one.one.kind) == _class(about)]
    if same and (sure >= _SURE or any((one.likely or 1.0) >= threshold() for one in same)):
        return max(same, key=lambda one: (one.likely or 0.0, -one.start))
    if not about or sure < cut:
        return None
    group = group_of(row) if (row := kind_row(about)) else ""
    fits = group in ("violence", "fighting") or (group in ("disaster", "unrest") and sure >= _ELSE)
    general = [one for one in opening if fits and one.one.kind in GENERAL]
    return max(general, key=lambda one: (one.likely or 0.0, -one.start), default=None)


@dataclass(frozen=True, slots=True)
class Given:
    """What a report gives to choose from: its places, organisations and days."""

    ground: Ground
    groups: Groups
    calendar: Calendar
    page: Page


def _finished(one: _Ranked, given: Given) -> Development:
    if one.likely is None:
        return one.one
    told = [claim for claim in one.claims if claim.kind is not None] or list(one.claims)
    ends = given.groups.ends
    place = place_of(told, ends, given.ground)
    others = {place_key(each): each for each in one.one.places}
    here = others.pop(place_key(place), None) if place is not None else None
    return replace(
        one.one,
        initiators=initiators(replace(one.one, kind=one.read), told, given.groups, one.likely),
        when=when_of(one.one.when, one.one.stage, told, ends, given.calendar),
        place=place,
        also_at=tuple(others.values()) if here is not None else (),
        tolls=counted(tolls(one.one.tolls, one.claims), one.read or "", one.claims, given.page),
    )


def _opening(report: Report, claims: Sequence[Claim], kind: str, lie: Ground) -> Development:
    """What the opening tells by its words together, where no one of them tells it."""
    return Development(
        id=stable_id("d", report.id, "opening", kind),
        kind=kind,
        stage=Stage.HAPPENED,
        when=When(edtf=f"../{day}", finish=day, basis="published by") if (day := day_of(report.published)) else When(),
        place=place_of(list(claims[:1]), (), lie) if claims else None,
        reports=(report.id,),
        claims=tuple(claim.id for claim in claims[:1]),
        origin_ids=(report.id,),
        why=("the words of its opening together tell it",),
    )
