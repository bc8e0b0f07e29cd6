"""Several mentions of one incident in one report, made one.

Comes in: the developments of one report with their claims, in the order of the text. Goes out: the same, those that are
mentions of an earlier one merged into it: "the attack" after an attack, "the peasants were killed by …" after five
peasants were killed, the victims that a clause adds to the blast before it. Kept apart: what differs in kind, day, town
or victims, "another", "a second", and what is told as a fact from what is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim, Place, Stage
from fogline.model.picture import Development
from fogline.picture.days import DAY, minutes_of
from fogline.picture.places import is_coarse, same_place
from fogline.picture.tellings import GENERAL, group_of, kind_row

_LISTS = word_lists("incident_words", "mentions")
_WORD = re.compile(r"[^\W\d_]{4,}")
_AGAIN = _LISTS.pattern("again")
_OTHER = _LISTS.pattern("other")
_NEAR = 350  # characters, two sentences: what is told so near is told of one thing unless something parts it
_LATELY = 60  # developments before it that one is compared with; polnear, 100 texts: no report tells of more than 11
_FALSE = frozenset({Stage.DID_NOT_HAPPEN, Stage.HYPOTHETICAL, Stage.PLANNED, Stage.THREATENED})
# Words that many victims share: they make nobody the same.
ROLES = _LISTS.words("roles")


@dataclass(frozen=True, slots=True)
class Told:
    """A development of one report with its claims."""

    one: Development
    claims: tuple[Claim, ...]

    @property
    def start(self) -> int:
        """Where it is first told."""
        return min((claim.start for claim in self.claims), default=0)


def joined(found: Sequence[Told], text: str) -> list[Told]:
    """The developments of a report, mentions merged."""
    done: list[Told] = []
    for told in sorted(found, key=lambda one: one.start):
        lately = range(max(0, len(done) - _LATELY), len(done))
        likely = [place for place in lately if _is_one(done[place], told, text)]
        if likely:
            place = max(likely, key=lambda i: (_shared(done[i], told), -abs(_end(done[i], told.start) - told.start)))
            done[place] = _merged(done[place], told)
        else:
            done.append(told)
    return done


def _end(told: Told, before: int) -> int:
    return max((claim.end for claim in told.claims if claim.start <= before), default=told.start)


def _is_one(before: Told, told: Told, text: str) -> bool:
    one, other = before.one, told.one
    if not _kinds_fit(one.kind, other.kind) or (one.stage in _FALSE) != (other.stage in _FALSE):
        return False
    if _days_apart(one, other) or _towns_apart(before, told):
        return False
    first = min(told.claims, key=lambda claim: claim.start)
    if _OTHER.search(text[max(0, first.start - 30) : first.end][:160]):
        return False
    if _shared(before, told):
        return True
    if _victims(told) and _victims(before):
        return False
    near = 0 <= told.start - _end(before, told.start) < _NEAR
    return near and all(_is_again(claim, text) for claim in told.claims if claim.kind is not None)


def _kinds_fit(one: str | None, other: str | None) -> bool:
    a, b = kind_row(one), kind_row(other)
    if a is None or b is None or group_of(a) != group_of(b):
        return False
    killing = {"execution", "shooting", "killing", "attack", "beating", "torture"}
    return one == other or a.name in GENERAL or b.name in GENERAL or {a.name, b.name} <= killing


def _days_apart(one: Development, other: Development) -> bool:
    a, b = minutes_of(one.when), minutes_of(other.when)
    exact = [span for span in (a, b) if span is not None and span[1] - span[0] <= 2 * DAY]
    return len(exact) == 2 and (exact[0][0] - exact[1][1] > DAY or exact[1][0] - exact[0][1] > DAY)


def _towns_apart(before: Told, told: Told) -> bool:
    """Whether the words of both name towns, and none of one can be one of the other."""
    a, b = _towns(before), _towns(told)
    return bool(a and b) and not any(same_place(x, y) is not False for x in a for y in b)


def _towns(told: Told) -> list[Place]:
    return [
        place
        for claim in told.claims
        for place in claim.places
        if claim.start <= place.start and place.end <= claim.end and not is_coarse(place)
    ]


def _victims(told: Told) -> frozenset[str]:
    words = (word.casefold() for actor in told.one.recipients for word in _WORD.findall(actor.name))
    return frozenset(word for word in words if word not in ROLES)


def _shared(before: Told, told: Told) -> int:
    """How many words of the names or descriptions of victims both have."""
    return len(_victims(before) & _victims(told))


def _is_again(claim: Claim, text: str) -> bool:
    if claim.trigger is None:
        return False
    before = text[max(0, claim.trigger.start - 40) : claim.trigger.start].replace("\n", " ")
    return bool(_AGAIN.search(before))


def _merged(before: Told, told: Told) -> Told:
    one, other = before.one, told.one
    claims = tuple({claim.id: claim for claim in (*before.claims, *told.claims)}.values())
    kind = other.kind if one.kind in GENERAL and other.kind not in GENERAL else one.kind
    known = {(toll.measure, toll.group) for toll in one.tolls}
    merged = replace(
        one,
        kind=kind,
        when=one.when if one.when.begin or not other.when.begin else other.when,
        place=_better(one.place, other.place),
        initiators=tuple({actor.name: actor for actor in (*other.initiators, *one.initiators)}.values())[::-1],
        recipients=tuple({actor.name: actor for actor in (*one.recipients, *other.recipients)}.values()),
        claims=tuple(dict.fromkeys((*one.claims, *other.claims))),
        tolls=(*one.tolls, *(toll for toll in other.tolls if (toll.measure, toll.group) not in known)),
        why=tuple(sorted({*one.why, *other.why, "one report mentions it again"})),
    )
    return Told(merged, claims)


def _better(one: Place | None, other: Place | None) -> Place | None:
    if one is None or (other is not None and is_coarse(one) and not is_coarse(other)):
        return other
    return one


def by_claims(found: Sequence[Development], by_id: Mapping[str, Claim]) -> list[Told]:
    """Developments with their claims."""
    return [Told(one, tuple(by_id[name] for name in one.claims if name in by_id)) for one in found]
