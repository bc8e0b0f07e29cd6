"""Which claims of one report tell of one incident: what speaks for and against it, and the groups that follow.

Comes in: the claims of one report that tell of violence, and how the picture put them together. Goes out: groups of
claims, each one incident, by a small model (`[same]` in `data/incidents.toml`, made by `training/incidents.py`) that
looks at two claims at a time: how near they stand, whether they name the same victims, doers, towns and days, whether
the later one points back ("the attack") or to something else ("another"). It knows no names.
"""

from __future__ import annotations

import collections
import math
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.data.word_lists import word_lists
from fogline.model.claim import Actor, Claim, Place, Stage, When
from fogline.model.picture import Development
from fogline.picture.choosing import Features, weights
from fogline.picture.days import DAY, Minutes, minutes_of
from fogline.picture.incident_features import is_violence
from fogline.picture.mentions import ROLES, Told
from fogline.picture.perpetrators import sentence_ends
from fogline.picture.places import FIRM, is_coarse, place_key, same_place, scene, spot_key
from fogline.picture.tellings import GENERAL, kind_row

_LISTS = word_lists("incident_words", "sameness")
_WORD = re.compile(r"[^\W\d_]{4,}")
_AGAIN = _LISTS.pattern("again")
_NEW = _LISTS.pattern("new")
_OTHER = _LISTS.pattern("other")
_FALSE = frozenset({Stage.DID_NOT_HAPPEN, Stage.HYPOTHETICAL, Stage.PLANNED, Stage.THREATENED})
_BREAK = re.compile(r"\n\s*\n")
_STAGES = (
    Stage.HAPPENED,
    Stage.REPELLED,
    Stage.ONGOING,
    Stage.ATTEMPTED,
    Stage.PLANNED,
    Stage.THREATENED,
    Stage.HYPOTHETICAL,
)
# Log odds against one incident where the words of both name its scene, and these are two towns. The reports that the
# weights are learnt from mostly tell of one place; those of a war tell of many.
ELSEWHERE = 6.0
MOST_BEFORE = 40  # claims before it with which a claim is compared: a report of 400 words has about ten in all


@dataclass(frozen=True, slots=True)
class Mention:
    """A claim that tells of violence, with what is compared."""

    claim: Claim
    row: int  # its sentence
    paragraph: int
    family: str
    type: str
    general: bool
    untrue: bool
    again: bool
    new: bool
    other: bool
    plural: bool
    word: str  # that tells it
    victims: frozenset[str]
    roles: frozenset[str]
    doers: frozenset[str]
    towns: tuple[Place, ...]
    scenes: tuple[Place, ...]  # towns that its own words say it was in
    keys: frozenset[str]
    regions: frozenset[str]
    days: Minutes | None
    counts: frozenset[tuple[str | None, float]]
    speakers: frozenset[str]
    words: frozenset[str]


def mention(claim: Claim, text: str, ends: Sequence[int], breaks: Sequence[int]) -> Mention:
    """A claim as it is compared. `ends`: of the report's sentences; `breaks`: of its paragraphs."""
    kind = kind_row(claim.kind)
    at = claim.trigger.start if claim.trigger else claim.start
    before = text[max(0, at - 40) : at].replace("\n", " ")
    word = text[claim.trigger.start : claim.trigger.end].casefold() if claim.trigger else ""
    inside = [p for p in claim.places if claim.start - 120 <= p.start and p.end <= claim.end]
    towns = tuple(place for place in inside if not is_coarse(place))
    minutes = minutes_of(claim.when)
    exact = minutes is not None and minutes[1] - minutes[0] <= 2 * DAY
    to, by = _words(claim.recipients), _words(claim.initiators)
    return Mention(
        claim=claim,
        row=bisect_right(ends, at),
        paragraph=bisect_right(breaks, at),
        family=claim.kind or "",
        type=(kind.muc4 if kind else "") or "none",
        general=kind is None or kind.name in GENERAL,
        untrue=claim.stage in _FALSE,
        again=bool(_AGAIN.search(before)),
        new=bool(_NEW.search(before)),
        other=bool(_OTHER.search(text[max(0, claim.start - 30) : claim.end][:160])),
        plural=word.endswith("s") and not word.endswith("ss"),
        word=word,
        victims=to - ROLES,
        roles=to & ROLES,
        doers=by,
        towns=towns,
        scenes=tuple(p for p in towns if claim.start <= p.start and p.role in FIRM),
        keys=frozenset(spot_key(place) for place in towns),
        regions=frozenset(place_key(place) for place in inside if is_coarse(place)),
        days=minutes if exact else None,
        counts=frozenset((f.measure, f.best) for f in claim.figures if f.measure and f.best),
        speakers=frozenset(speaker.name for speaker in claim.speakers),
        words=frozenset(word for word in _WORD.findall(claim.quote.casefold()) if word not in ROLES),
    )


def _words(actors: Sequence[Actor]) -> frozenset[str]:
    return frozenset(word.casefold() for actor in actors for word in _WORD.findall(actor.as_worded or actor.name))


def pair_features(one: Mention, two: Mention, fused: bool, joint: bool) -> Features:
    """What speaks for and against two claims' telling of one incident; `two` is the later one.

    `fused`: whether the picture has them as one happening; `joint`: whether the rules for mentions do.
    """
    found: Features = {"bias": 1.0}
    gap = abs(two.row - one.row)
    near = (
        "0" if gap == 0 else "1" if gap == 1 else "2" if gap == 2 else "4" if gap <= 4 else "8" if gap <= 8 else "far"
    )
    found[f"gap {near}"] = 1.0
    found["paragraphs"] = min(6, abs(two.paragraph - one.paragraph)) / 3
    found[f"same paragraph {one.paragraph == two.paragraph}"] = 1.0
    if fused:
        found["fused"] = 1.0
    if joint:
        found["joint"] = 1.0
    a, b = sorted((one.type, two.type))
    found[f"types {a} {b}"] = 1.0
    found[f"kinds {'same' if one.family == two.family else 'general' if one.general or two.general else 'apart'}"] = 1.0
    if one.untrue != two.untrue:
        found["one untrue"] = 1.0
    for name, marked in (("again", two.again), ("new", two.new), ("other", two.other), ("plural", two.plural)):
        if marked:
            found[name] = 1.0
            found[f"{name} gap {near}"] = 1.0
    if one.plural:
        found["plural before"] = 1.0
    if one.word == two.word:
        found["same word"] = 1.0
    _compare(found, "victims", one.victims, two.victims)
    _compare(found, "roles", one.roles, two.roles)
    _compare(found, "doers", one.doers, two.doers)
    _compare(found, "regions", one.regions, two.regions)
    _compare(found, "speakers", one.speakers, two.speakers)
    _compare(found, "counts", one.counts, two.counts)
    if one.keys and two.keys:
        same = bool(one.keys & two.keys) or any(same_place(x, y) for x in one.towns for y in two.towns)
        found[f"towns {'same' if same else 'apart'}"] = 1.0
    elif one.keys or two.keys:
        found["towns one"] = 1.0
    if one.days and two.days:
        apart = one.days[0] - two.days[1] > 0 or two.days[0] - one.days[1] > 0
        found[f"days {'apart' if apart else 'same'}"] = 1.0
    elif one.days or two.days:
        found["days one"] = 1.0
    shared = len(one.words & two.words)
    found["words shared"] = min(4, shared) / 2
    found["words share"] = shared / max(1, min(len(one.words), len(two.words)))
    return found


def _elsewhere(one: Mention, two: Mention) -> bool:
    """Whether the words of both say where it was, and that was in two towns."""
    pairs = [same_place(x, y) for x in one.scenes for y in two.scenes]
    return bool(pairs) and not any(same is not False for same in pairs)


def _compare(found: Features, name: str, one: frozenset[object], two: frozenset[object]) -> None:
    if one and two:
        found[f"{name} {'same' if one & two else 'apart'}"] = 1.0
    elif one or two:
        found[f"{name} one"] = 1.0


def grouped(some: Sequence[Mention], likely: Callable[[int, int], float]) -> list[list[int]]:
    """Groups of mentions, by their numbers. `likely`: the log odds that two are of one incident.

    From first to last each joins the group to which it has the greatest mean likeness, where that is more than even.
    """
    found: list[list[int]] = []
    of: dict[int, int] = {}
    for place in range(len(some)):
        ties: dict[int, list[float]] = {}
        for before in range(max(0, place - MOST_BEFORE), place):
            ties.setdefault(of[before], []).append(likely(before, place))
        best = max(ties, key=lambda group: (sum(ties[group]) / len(ties[group]), group), default=None)
        if best is not None and sum(ties[best]) / len(ties[best]) > 0:
            found[best].append(place)
            of[place] = best
        else:
            of[place] = len(found)
            found.append([place])
    return found


def mentions(fused: Sequence[Told], text: str) -> list[Mention]:
    """The claims of a report that tell of violence, in the order of the text. `fused`: its developments."""
    ends = sentence_ends(text)
    breaks = [found.end() for found in _BREAK.finditer(text)]
    claims = [claim for told in fused if is_violence(told.one.kind) for claim in told.claims if is_violence(claim.kind)]
    claims.sort(key=lambda claim: (claim.trigger.start if claim.trigger else claim.start, claim.id))
    return [mention(claim, text, ends, breaks) for claim in claims]


def regrouped(
    fused: Sequence[Told], joint: Sequence[Told], text: str, table: Mapping[str, float] | None = None
) -> list[Told]:
    """The developments of a report, those of violence put together anew by the model.

    `fused`: as the picture has them; `joint`: as the rules for mentions have them.
    """
    table = weights("same") if table is None else table
    some = mentions(fused, text)
    in_fused, in_joint = _home(fused), _home(joint)
    ids = [one.claim.id for one in some]

    def likely(before: int, place: int) -> float:
        a, b = ids[before], ids[place]
        found = pair_features(some[before], some[place], in_fused[a] == in_fused[b], in_joint[a] == in_joint[b])
        likeness = math.fsum(table.get(name, 0.0) * value for name, value in found.items())
        return likeness - (ELSEWHERE if _elsewhere(some[before], some[place]) else 0.0)

    group_of = {ids[place]: number for number, group in enumerate(grouped(some, likely)) for place in group}
    made: list[Told] = []
    parts: dict[int, list[Claim]] = collections.defaultdict(list)
    for told in fused:
        violent = [claim for claim in told.claims if claim.id in group_of]
        if not violent:
            made.append(told)
            continue
        for claim in told.claims:
            at = claim.start
            # What only counts or denies goes with the nearest claim that tells.
            near = claim if claim.id in group_of else min(violent, key=lambda one: (abs(one.start - at), one.start))
            parts[group_of[near.id]].append(claim)
    made += [
        _put_together(sorted(some, key=lambda one: (one.start, one.id)), fused, in_fused) for some in parts.values()
    ]
    return sorted(made, key=lambda one: one.start)


def _home(found: Sequence[Told]) -> dict[str, int]:
    return {claim.id: place for place, told in enumerate(found) for claim in told.claims}


def _put_together(claims: Sequence[Claim], fused: Sequence[Told], home: Mapping[str, int]) -> Told:
    """An incident of claims of one or several developments of the picture."""
    first = next(claim for claim in claims if is_violence(claim.kind))
    base = fused[home[first.id]].one
    if set(base.claims) == {claim.id for claim in claims}:
        return Told(base, tuple(claims))
    told = [claim for claim in claims if claim.kind is not None]
    known = {(toll.measure, toll.group): toll for claim in claims for toll in fused[home[claim.id]].one.tolls}
    ids = {claim.id for claim in claims}
    one = replace(
        base,
        kind=_kind(told),
        stage=_stage(told, base),
        when=next((claim.when for claim in told if claim.when.begin or claim.when.finish), When()),
        place=next((place for claim in told if (place := scene(claim.places)) is not None), None),
        also_at=(),
        initiators=tuple({actor.name: actor for claim in told for actor in claim.initiators}.values()),
        recipients=tuple({actor.name: actor for claim in told for actor in claim.recipients}.values()),
        claims=tuple(claim.id for claim in claims),
        tolls=tuple(toll for toll in known.values() if any(entry.claim in ids for entry in toll.series)),
        why=tuple(sorted({*base.why, "what one report says of it goes together"})),
    )
    return Told(one, tuple(claims))


def _kind(told: Sequence[Claim]) -> str | None:
    """The kind of violence that is told most often, a particular one before a general one.

    Who claims responsibility, or is accused, says so of what was done.
    """
    told = [claim for claim in told if is_violence(claim.kind)] or told
    counts = collections.Counter(claim.kind for claim in told)
    first = {claim.kind: place for place, claim in reversed(list(enumerate(told)))}
    return min(counts, key=lambda kind: (kind in GENERAL, -counts[kind], first[kind]))


def _stage(told: Sequence[Claim], base: Development) -> Stage | None:
    if base.stage is Stage.DID_NOT_HAPPEN and all(_is_denied(claim) for claim in told):
        return Stage.DID_NOT_HAPPEN
    counts = collections.Counter(claim.stage for claim in told if claim.stage is not None)
    fit = [stage for stage in _STAGES if counts[stage]]
    return max(fit, key=lambda stage: (counts[stage], -fit.index(stage)), default=base.stage)


def _is_denied(claim: Claim) -> bool:
    return claim.stage is Stage.DID_NOT_HAPPEN or claim.polarity == "negative"
