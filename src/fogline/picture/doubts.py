"""What the picture is unsure of, for a reviewer to look at: each doubt with its rule, its reason and a score.

Comes in: developments, conflicts and the claims they stand on, the judgements so far. Goes out: `Doubt`s, the worst
first; what a judgement has answered is none any more. Refused: nothing. The rules and their weights stand in
`data/doubts.toml`. Happenings are compared by the same questions by which they were put together (`agreement`).
"""

from __future__ import annotations

import collections
import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from fogline.data.gazetteer import table
from fogline.model.claim import Claim
from fogline.model.picture import Conflict, Development, Judgement, Verb
from fogline.picture.agreement import FEWEST_WORDS, can_be_one, places_agree, times_agree
from fogline.picture.developments import Happening, happening
from fogline.picture.judgements import Ruling, development_id, in_force, ruling
from fogline.picture.places import is_coarse, scene
from fogline.picture.tellings import Telling, telling
from fogline.picture.terms import stable_id

UNSURE = 0.5  # confidence below which a reading was wrong more often than right where that was measured
MOST_NEAR = 30  # developments of one sort at one place that one is compared with, the nearest in time
LEAST_SHARED = 0.15  # share of the shorter sentence's words in the other: below it, one place and day are a chance
DAYS_APART = 2  # between the reports of two developments of which one has no day
_OF_CONFLICT = {"quotation": "altered quotation", "figure": "figures differ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing to look at. `subjects`: the developments or claims that a judgement would name."""

    id: str
    rule: str
    score: float  # 0 to 1: the order of looking
    subjects: tuple[str, ...]
    claims: tuple[str, ...]  # the words to read
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the table: how soon to look, and what is asked."""

    name: str
    weight: float
    asks: str


@functools.cache
def rules() -> Mapping[str, Rule]:
    """The rules by name.

    >>> rules()["may be one"].asks
    'Same sort of happening, same place, no day against it. Are they one?'
    """
    rows = cast(list[dict[str, str | float]], table("doubts.toml")["rule"])
    made = (Rule(name=str(row["name"]), weight=float(row["weight"]), asks=str(row["asks"])) for row in rows)
    return {one.name: one for one in made}


def doubts(
    developments: Sequence[Development],
    conflicts: Iterable[Conflict],
    claims: Mapping[str, Claim],
    published: Mapping[str, str | None],
    judgements: Iterable[Judgement] = (),
) -> list[Doubt]:
    """All that is open, the highest score first. `published`: the day of each report."""
    held = list(judgements)
    rule = ruling(held, claims)
    told = [(one, seen) for one in developments if (seen := _happening(one, claims, published)) is not None]
    found = [
        *_one(told, rule),
        *(doubt for one, seen in told if (doubt := _two(one, seen))),
        *(_conflict(one) for one in conflicts),
        *(doubt for one in developments for doubt in _corrected(one)),
        *(doubt for claim in claims.values() for doubt in _claim(claim)),
    ]
    answered = _Answered(held, rule)
    still = {one.id: one for one in found if not answered.by_somebody(one, claims)}
    return sorted(still.values(), key=lambda one: (-one.score, one.rule, one.id))


def _doubt(rule: str, off: float, subjects: Sequence[str], claims: Sequence[str], why: str) -> Doubt:
    """`off`: from 0 to 1, how far the rule is off."""
    score = round(rules()[rule].weight * min(1.0, max(0.0, off)), 3)
    id = stable_id("q", rule, *sorted(subjects), *sorted(claims))
    return Doubt(id=id, rule=rule, score=score, subjects=tuple(subjects), claims=tuple(claims), why=why)


def _happening(one: Development, claims: Mapping[str, Claim], published: Mapping[str, str | None]) -> Happening | None:
    held = [claims[id] for id in one.claims if id in claims]
    made = (telling(claim, published.get(claim.report) or "9999") for claim in held)
    tellings = [each for each in made if isinstance(each, Telling)]
    return happening(tellings) if tellings else None


# ---- developments ------------------------------------------------------------------------------------------------


def _one(told: Sequence[tuple[Development, Happening]], rule: Ruling) -> Iterator[Doubt]:
    """Pairs that nothing keeps apart: the more words they share, the likelier they are one."""
    blocks: dict[tuple[object, ...], list[tuple[Development, Happening]]] = collections.defaultdict(list)
    for one, seen in told:
        for key in sorted(seen.places or seen.beside)[:3]:
            blocks[seen.group, seen.settled, key].append((one, seen))
    looked: set[tuple[str, str]] = set()
    for block in blocks.values():
        block.sort(key=lambda pair: (_day(pair[0]), pair[0].id))
        for at, (one, seen) in enumerate(block):
            for other, seen_other in block[at + 1 : at + 1 + MOST_NEAR]:
                pair = (min(one.id, other.id), max(one.id, other.id))
                if pair in looked or not _may_be_one(seen, seen_other, rule):
                    continue
                looked.add(pair)
                shared = _shared(seen, seen_other)
                if shared >= LEAST_SHARED:
                    yield _doubt(
                        "may be one", 0.3 + shared, (one.id, other.id), (one.claims[0], other.claims[0]),
                        _why_one(one, seen, seen_other, shared),
                    )  # fmt: skip


def _may_be_one(one: Happening, other: Happening, rule: Ruling) -> bool:
    if places_agree(one, other) is not True or not can_be_one(one, other, rule):
        return False
    known = times_agree(one, other)
    return known or (
        known is None
        and one.told_by is not None
        and other.told_by is not None
        and abs(one.told_by - other.told_by) <= DAYS_APART
    )


def _shared(one: Happening, other: Happening) -> float:
    """The greatest share of a sentence's words that stand in one of the other's, names of places left out."""
    named = one.named | other.named
    pairs = (sorted((a - named, b - named), key=len) for a, b in itertools.product(one.sentences, other.sentences))
    return max((len(few & many) / max(len(few), FEWEST_WORDS) for few, many in pairs), default=0.0)


def _why_one(development: Development, one: Happening, other: Happening, shared: float) -> str:
    place = development.place.name if development.place else "one place"
    days = "days that fit" if times_agree(one, other) else "one of them without a day, told within two days"
    return f"{place}, {days}; {round(shared * 100)} % of the words of one sentence stand in the other"


def _two(development: Development, seen: Happening) -> Doubt | None:
    """A development of which some claims, fewer than the others, name another place or another day."""
    if len(seen.tellings) < 2:
        return None
    away: list[tuple[Telling, str]] = []
    for one in seen.tellings:
        rest = happening([other for other in seen.tellings if other is not one])
        alone = happening([one])
        if one.own_place and places_agree(alone, rest) is False:
            away.append((one, f"another place, {one.place.name}" if one.place else "another place"))
        elif times_agree(alone, rest) is False:
            away.append((one, "another day"))
    if not away or 2 * len(away) > len(seen.tellings):
        return None
    off = 0.5 + len(away) / len(seen.tellings)
    claims = [one.claim.id for one, _ in away]
    why = "; ".join(dict.fromkeys(why for _, why in away))
    return _doubt("may be two", off, (development.id,), claims, f"{len(away)} of {len(seen.tellings)} claims: {why}")


def _corrected(development: Development) -> Iterator[Doubt]:
    for toll in development.tolls:
        ends = [entry for entry in toll.series if entry.state == "superseded"]
        stands = [entry for entry in toll.series if entry.state == "stands"]
        if ends and stands:
            before, now = ends[-1], stands[-1]
            what = f"{toll.measure}{f' ({toll.group})' if toll.group else ''}"
            why = f"{what}: {before.as_worded or 'a figure'}, later {now.as_worded or 'another'}"
            grown = 1 - before.best / now.best if before.best is not None and now.best else 0.5
            yield _doubt("figure corrected", 0.3 + grown, (now.claim,), (before.claim, now.claim), why)


def _day(one: Development) -> str:
    return (one.when.begin or one.when.finish or "")[:10]


# ---- conflicts and claims ----------------------------------------------------------------------------------------


def _conflict(one: Conflict) -> Doubt:
    rule = _OF_CONFLICT.get(one.kind, "contradiction")
    return _doubt(
        rule, 1.0 if rule != "contradiction" or one.kind != "denial" else 0.7, one.claims, one.claims, one.why
    )


def _claim(claim: Claim) -> Iterator[Doubt]:
    if claim.confidence < UNSURE:
        why = f"{round(claim.confidence * 100)} % of such claims were read right"
        yield _doubt("reader unsure", 1.0 - claim.confidence, (claim.id,), (claim.id,), why)
    wrong = next((one for one in claim.relations if one.consistent is False), None)
    if wrong is not None:
        said = " ".join(part for part in (wrong.stated, wrong.bearing) if part)
        far = "" if wrong.gazetteer_km is None else f"; by the gazetteer {wrong.gazetteer_km:g} km"
        far += f" {wrong.gazetteer_bearing}" if far and wrong.gazetteer_bearing else ""
        why = f"{', '.join(wrong.of)} is said to be {said or 'near'} of {wrong.to}{far}"
        yield _doubt("distance differs", 1.0, (claim.id,), (claim.id,), why)
    where = scene(claim.places)
    if claim.kind is not None and where is not None and where.lat is None and not is_coarse(where):
        yield _doubt(
            "place unknown", 1.0, (claim.id,), (claim.id,), f"“{where.as_worded}” leads to no place of the gazetteer"
        )


# ---- what is answered --------------------------------------------------------------------------------------------


class _Answered:
    """Which doubts a judgement in force has answered."""

    def __init__(self, judgements: Sequence[Judgement], rule: Ruling) -> None:
        self._rule = rule
        self._read: set[str] = set()  # subjects that were looked at: accepted, corrected, set aside
        for one in in_force(judgements):
            if one.verb in (Verb.ACCEPT, Verb.CORRECT, Verb.SET_ASIDE):
                self._read.update(one.subjects)

    def by_somebody(self, doubt: Doubt, claims: Mapping[str, Claim]) -> bool:
        """Whether it is answered. Who keeps two developments apart answers whether they are one, and so on."""
        if doubt.rule == "may be one":
            return False  # those kept apart are none: `can_be_one` has asked
        if doubt.rule == "may be two":
            names = {*doubt.subjects, *map(development_id, doubt.claims)}
            return bool(names & self._read) or set(doubt.claims) <= self._read
        return set(doubt.subjects) <= self._read or any(id in self._rule.set_aside for id in doubt.subjects)
