"""A part of a picture: what a few happenings, the statuses of one place or the quotations of one utterance add up to.

Comes in: the claims of the part and what is known of all reports (`Known`). Goes out: a `Part`. No claim outside the
part has a say in it: that is what makes a part a part (`plan`).
"""

from __future__ import annotations

import collections
import dataclasses
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from fogline.model.claim import Claim
from fogline.model.codec import canonical, parsed
from fogline.model.picture import Conflict, Development, Status
from fogline.picture import conflicts, developments
from fogline.picture.bulletins import claim_origin
from fogline.picture.dates import dated
from fogline.picture.developments import Happening
from fogline.picture.facts import Basis, development
from fogline.picture.homes import Home
from fogline.picture.joining import anchored, counted, denied_by, has_figures, only_denied
from fogline.picture.judgements import Ruling
from fogline.picture.origins import Origin
from fogline.picture.scenes import Named, named
from fogline.picture.statuses import statuses
from fogline.picture.tellings import NO_HAPPENING, Telling, telling
from fogline.picture.terms import UNDATED
from fogline.picture.tolls import tolls

LEFT = "tells no happening, figure or status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a part adds up to; `loose`: its claims that tell no happening, each with the reason."""

    developments: tuple[Development, ...] = ()
    statuses: tuple[Status, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    loose: tuple[tuple[str, str], ...] = ()


def to_bytes(part: Part) -> bytes:
    """A part as it is kept."""
    return zlib.compress(canonical(part), 1)


def from_bytes(kept: bytes) -> Part:
    """A part out of what was kept."""

    return parsed(Part, zlib.decompress(kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of all reports that count."""

    published: Mapping[str, str | None]
    titles: Mapping[str, str | None]  # of the reports of the part
    homes: Mapping[str, Home]  # of the reports' outlets, by report, where one is known
    texts_from: Mapping[str, Origin]
    story_of: Mapping[str, str]
    fighting: frozenset[str]
    rule: Ruling


@dataclass(slots=True)
class Told:
    """What one story tells: its happenings, and the claims that tell none."""

    happenings: list[Happening]
    anchors: dict[str, str]  # claim → the claim with which it stands in one development
    left: dict[str, str]  # claim → why it tells no happening
    report_of: dict[str, str]  # the same claims → their reports
    denied: dict[int, int]  # a happening that is only denied → the one that it denies, where that is clear
    belonging: dict[int | None, list[str]]  # by the place of a happening, the claims that tell it or belong to it


@dataclass(slots=True)
class Share:
    """What of a story belongs to one part: some of its happenings with their claims; `rest`: the other claims."""

    happenings: list[Happening]
    anchors: dict[str, str]
    left: dict[str, str]
    denies: dict[str, str]  # claim of a happening that is only denied → a claim of the one that it denies
    claims: frozenset[str]


class _Claiming(Protocol):
    @property
    def claims(self) -> Sequence[str]: ...


class Tells(Protocol):
    """What one story tells, whether or not its claims are at hand."""

    @property
    def happenings(self) -> Sequence[_Claiming]: ...
    @property
    def anchors(self) -> Mapping[str, str]: ...
    @property
    def left(self) -> Mapping[str, str]: ...
    @property
    def denied(self) -> Mapping[int, int]: ...
    @property
    def belonging(self) -> Mapping[int | None, Sequence[str]]: ...


def share(story: Tells, taken: Mapping[int, Happening], *, rest: bool) -> Share:
    """Some of what a story tells. `taken`: the happenings by their places in it."""
    chosen = sorted(taken)
    among = {*chosen, None} if rest else set(chosen)
    claims = frozenset(claim for at in among for claim in story.belonging.get(at, ()))
    return Share(
        happenings=[taken[at] for at in chosen],
        anchors={claim: story.anchors[claim] for claim in claims if claim in story.anchors},
        left={claim: story.left[claim] for claim in claims if claim in story.left},
        denies={
            claim: story.happenings[target].claims[0]
            for at in chosen
            if (target := story.denied.get(at)) is not None
            for claim in story.happenings[at].claims
        },
        claims=claims,
    )


def told(claims: Mapping[str, Sequence[Claim]], published: Mapping[str, str | None], rule: Ruling) -> Told:
    """What the reports of one story tell. `claims`: by report."""
    found = Told([], {}, {}, {}, {}, {})
    single: list[Happening] = []
    for report in sorted(claims):
        tellings = _tellings(claims[report], published[report] or UNDATED, found)
        own = developments.in_report(tellings, rule)
        main = next((one for one in own if one.mainly), None)
        if main is not None:
            _point_back(claims[report], main, found)
        single += own
    found.happenings = developments.in_story(sorted(single, key=lambda one: one.order), rule)
    found.denied = denied_by(found.happenings, rule)
    found.belonging = _belonging(found)
    return found


def _belonging(story: Told) -> dict[int | None, list[str]]:
    home = {claim: at for at, one in enumerate(story.happenings) for claim in one.claims}
    found: dict[int | None, list[str]] = collections.defaultdict(list)
    for claim, at in home.items():
        found[at].append(claim)
    for claim in story.left:
        found[home.get(_led(claim, story.anchors, home))].append(claim)
    return dict(found)


def _tellings(claims: Sequence[Claim], published: str, to: Told) -> list[Telling]:
    """The tellings of one report; what tells none is anchored to one, or its reason noted."""
    found: list[Telling] = []
    others: list[Claim] = []
    for claim in claims:
        one = telling(claim, published) if claim.about is None else "answers what cannot be found"
        if isinstance(one, Telling):
            found.append(one)
        else:
            to.left[claim.id] = one
            to.report_of[claim.id] = claim.report
            others.append(claim)
    for claim in others:
        if claim.about is not None:
            to.anchors[claim.id] = claim.about
        elif has_figures(claim) and to.left[claim.id] not in NO_HAPPENING:
            anchor = counted(claim, found)
            if anchor is not None:
                to.anchors[claim.id] = anchor
            else:
                to.left[claim.id] = "counts what no claim of its report tells of"
    return found


def _point_back(claims: Sequence[Claim], main: Happening, to: Told) -> None:
    """Gives "it happened on Friday" to what its report mainly tells of."""
    for claim in claims:
        pointing = claim.kind is None and claim.trigger is not None and claim.id in to.left
        if pointing and claim.id not in to.anchors and to.left[claim.id] not in NO_HAPPENING:
            to.anchors[claim.id] = main.tellings[0].claim.id


@dataclass(frozen=True, slots=True)
class Beside:
    """What else one report tells that has a say in where and when its happenings were."""

    dated: Sequence[Claim]
    named: Named


def beside(claims: Sequence[Claim], report: str, known: Known) -> Beside:
    """What else a report tells, by all of its claims."""
    return Beside(dated(claims), named(claims, known.titles[report], known.homes.get(report)))


def of_happenings(
    shares: Sequence[Share], claims: Mapping[str, Sequence[Claim]], around: Mapping[str, Beside], known: Known
) -> Part:
    """What happenings that can be one add up to. The happenings are used up.

    `claims`: all of their reports; `around`: what else these tell.
    """
    own = {claim for one in shares for claim in one.claims}
    some = {claim.id: claim for each in claims.values() for claim in each}
    some = {name: some[name] for name in sorted(some)}
    kept = {name: claim for name, claim in some.items() if name in own}
    found = _groups(shares, kept, known)
    basis = Basis(
        claims=some,
        published=known.published,
        texts_from=known.texts_from,
        origin_of=_Origins(some, known),
        dated={name: around[name].dated for name in claims},
        names={name: around[name].named for name in claims},
        fighting=known.fighting,
    )
    made, contradicted = _facts(found, kept, basis, known)
    happened = {claim for one in made for claim in one.claims}
    left = {claim: why for one in shares for claim, why in one.left.items()}
    return Part(
        developments=tuple(sorted(made, key=lambda one: one.id)),
        conflicts=tuple(contradicted),
        loose=tuple((claim, left.get(claim, LEFT)) for claim in kept if claim not in happened),
    )


class _Origins(dict[str, str]):
    """The origin of each claim, worked out when it is asked for: of most claims of its reports nobody asks."""

    def __init__(self, claims: Mapping[str, Claim], known: Known) -> None:
        super().__init__()
        self._claims, self._known = claims, known

    def __missing__(self, claim: str) -> str:
        found = claim_origin(self._claims[claim], self._known.texts_from, self._known.published)
        self[claim] = found
        return found


@dataclass(frozen=True, slots=True)
class _Group:
    """A happening with the claims that belong to it without telling it."""

    happening: Happening
    also: list[Claim]


def _groups(shares: Sequence[Share], claims: Mapping[str, Claim], known: Known) -> list[_Group]:
    """All happenings once, each with the claims that belong to it."""
    rule = known.rule
    anchors = {claim: anchor for one in shares for claim, anchor in one.anchors.items()}
    denies = {claim: denied for one in shares for claim, denied in one.denies.items()}
    single = sorted((one for some in shares for one in some.happenings), key=lambda one: one.order)
    found = developments.judged(developments.across_stories(single, rule), rule)
    home = {claim: one for one in found for claim in one.claims}
    denied: set[int] = set()
    for one in found:
        target = next((home[denies[claim]] for claim in one.claims if denies.get(claim) in home), None)
        if target is not None and target is not one and only_denied(one):
            denied.add(id(one))
            anchors.update(dict.fromkeys(one.claims, target.claims[0]))
    kept = [one for one in found if id(one) not in denied]
    home = {claim: one for one in kept for claim in one.claims}
    also: dict[int, list[Claim]] = collections.defaultdict(list)
    for name, anchor in sorted(anchored(anchors, rule, home).items()):
        target_of = home.get(_led(anchor, anchors, home))
        if target_of is not None and name not in home:
            also[id(target_of)].append(claims[name])
    return [_Group(one, also[id(one)]) for one in kept]


def _led(anchor: str, anchors: Mapping[str, str], home: Mapping[str, object]) -> str:
    """From anchor to anchor to a claim that tells a happening; in a circle, nowhere."""
    seen: set[str] = set()
    while anchor not in home and anchor in anchors and anchor not in seen:
        seen.add(anchor)
        anchor = anchors[anchor]
    return anchor


def _facts(
    found: Sequence[_Group], kept: Mapping[str, Claim], basis: Basis, known: Known
) -> tuple[list[Development], list[Conflict]]:
    """Developments and their conflicts. `kept`: the claims that the part is made of."""
    groups = [[*(telling.claim for telling in one.happening.tellings), *one.also] for one in found]
    for group in groups:
        group.sort(key=lambda claim: (basis.published[claim.report] or UNDATED, claim.report, claim.start, claim.id))
    by_claim: dict[str, list[Conflict]] = collections.defaultdict(list)
    everywhere = conflicts.denials(kept, groups)
    for one in everywhere:
        for claim in one.claims:
            by_claim[claim].append(one)
    by_report: dict[str, list[Claim]] = collections.defaultdict(list)
    for told in basis.claims.values():
        by_report[told.report].append(told)
    made: list[Development] = []
    for each, group in zip(found, groups, strict=True):
        past = each.happening.past
        whole = {
            report: [claim for claim in by_report[report] if claim.id not in past]
            for report in sorted(each.happening.alone)
        }
        headed = (each.happening.alone | each.happening.mainly) - each.happening.unheaded
        heads = {report: known.titles[report] for report in headed}
        counts = tolls(group, basis.published, basis.origin_of, whole, heads)
        own = [conflict for toll in counts for conflict in conflicts.figures(toll, basis.claims)]
        own += conflicts.attributions(group)
        everywhere += own
        against = {one.id: one for one in own}
        against.update((one.id, one) for claim in group for one in by_claim.get(claim.id, ()))
        story = known.story_of[each.happening.tellings[0].claim.report]
        one_made = development(each.happening, each.also, counts, list(against.values()), basis, story)
        accepted = known.rule.accepted
        by = next((accepted[claim].by for claim in one_made.claims if claim in accepted), None)
        if by is not None:
            one_made = dataclasses.replace(one_made, why=(*one_made.why, f"accepted by {by}"))
        made.append(one_made)
    return made, everywhere


def of_place(claims: Iterable[Claim], wheres: frozenset[str], known: Known) -> Part:
    """How things stand at one place, and who contradicts whom on who holds it. `wheres`: its keys (`standings`)."""
    some = sorted((claim for claim in claims if claim.statuses), key=lambda claim: claim.id)
    origin_of = {claim.id: claim_origin(claim, known.texts_from, known.published) for claim in some}
    standing = statuses(some, known.published, origin_of, known.fighting, wheres)
    return Part(statuses=standing, conflicts=tuple(conflicts.controls(standing)))


def of_utterance(claims: Iterable[Claim], spoken: tuple[str, str], known: Known) -> Part:
    """Where reports differ in the words of one speaker on one day."""
    some = [one for one in claims if conflicts.utterance(one, known.published[one.report]) == spoken]
    return Part(conflicts=tuple(conflicts.quotations(sorted(some, key=lambda one: one.id), known.published)))
