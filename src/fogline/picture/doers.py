"""Which organisation did an incident, and how surely a report says so.

Comes in: a report's armed groups and forces (`Groups`), the claims of an incident. Goes out: the initiators of the
incident: the organisation that a small model finds likeliest of all that the report names, or nobody; with the degree
of the contract that a second one finds: reported as fact, claimed or admitted, suspected or accused by authorities,
suspected or accused, possible. The models (`[doer]` and `[surety …]` in `data/incidents.toml`, made by
`training/incidents.py`) look at who does it by the words of the incident, where the organisation stands from them, and
whether the sentence there claims, blames, supposes or tells; they know no names.
"""

from __future__ import annotations

import functools
import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.data.kinds import kind_table
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists
from fogline.model.claim import Actor, Claim
from fogline.model.picture import Development
from fogline.picture.choosing import Features, score
from fogline.picture.perpetrators import Body, Groups, is_of_it

_LISTS = word_lists("incident_words", "doers")
SURETIES = (
    "reported as fact",
    "claimed or admitted",
    "suspected or accused by authorities",
    "suspected or accused",
    "possible",
)
# How likely an incident with its doer must be for the doer to be named: F is greatest where all is said that is more
# likely than half the F that is reached (Lipton, Elkan and Naryanaswamy 2014), which is 0.53 over all slots of muc4.
NAMED = 0.26
_CLAIMED = _LISTS.pattern("claimed")
_ACCUSED = _LISTS.pattern("accused")
_IS_ACCUSED = _LISTS.pattern("is_accused")
_BY = _LISTS.pattern("done_by")
_ALLEGED = _LISTS.pattern("alleged")
_OFFICIAL = _LISTS.pattern("official")
_MAYBE = _LISTS.pattern("maybe")
_DENIED = _LISTS.pattern("denied")
_SAID = _LISTS.pattern("said")
_DONE = _LISTS.pattern("done")
_OPENING = 400  # characters
_BEFORE = 160  # characters of its sentence before an organisation that are looked at
_MOST, _FAR = 300, 5_000  # mentions from which on only those within so many characters are looked at
_UNKNOWN = _LISTS.pattern("unknown")
_OURS, _TALK = _LISTS.pattern("ours"), _LISTS.pattern("talk")


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where an incident is told, and by whose hands."""

    spans: tuple[tuple[int, int], ...]
    rows: tuple[int, ...]  # its sentences, by number
    by: str  # the words of who does it
    to: str  # the words of whom it is done to
    said_by: str
    words: str  # its sentences


def _scene(told: Sequence[Claim], known: Groups) -> _Scene:
    return _Scene(
        spans=tuple((claim.start, claim.end) for claim in told),
        rows=tuple(sorted({_row(claim.trigger.start if claim.trigger else claim.start, known) for claim in told})),
        by=" ; ".join(actor.as_worded or actor.name for claim in told for actor in claim.initiators),
        to=" ; ".join(actor.as_worded or actor.name for claim in told for actor in claim.recipients),
        said_by=" ; ".join(speaker.as_worded for claim in told for speaker in claim.speakers),
        words=" ".join(known.text[a:b] for a, b in sorted({known.sentence(claim.start) for claim in told})),
    )


def _row(position: int, known: Groups) -> int:
    return bisect_right(known.ends, position)


def initiators(one: Development, told: Sequence[Claim], known: Groups, likely: float) -> tuple[Actor, ...]:
    """The organisation that did an incident, or nobody; the sides of a conflict's own table stay as they are read.

    So do other parties where the likeliest organisation is one to whom it was done.

    `likely`: how likely it is an incident at all.
    """
    sides = tuple(actor for actor in one.initiators if actor.party in tables().against)
    offered = choices(one, told, known)
    doer = likeliest(offered, [score(features, "doer") for _, features in offered], likely)
    if doer is None or sides:
        return sides
    hit = any(doer.casefold() in one.as_worded.casefold() for claim in told for one in claim.recipients)
    if hit and (read := tuple(actor for actor in one.initiators if actor.party)):
        return read
    found = sure_features(doer, told, known)
    sure = plainly(found) or max(SURETIES, key=lambda degree: score(found, f"surety {degree}"))
    named = next((actor for actor in one.initiators if actor.name.casefold() == doer.casefold()), None)
    if named is not None:
        return (replace(named, confidence=sure),)
    return (Actor(name=doer, as_worded=doer, confidence=sure),)


def likeliest(offered: Sequence[tuple[str | None, Features]], scores: Sequence[float], likely: float) -> str | None:
    """The likeliest of all that can have done it; nobody where that is less likely than `NAMED`, all in all."""
    place = max(range(len(scores)), key=scores.__getitem__)
    share = 1 / math.fsum(math.exp(other - scores[place]) for other in scores)
    return offered[place][0] if likely * share >= NAMED else None


def plainly(found: Features) -> str | None:
    """How surely, where a sentence of the incident or one after it blames it or has it claim responsibility."""

    def said(what: str) -> bool:
        return f"{what} with it" in found or f"{what} after" in found

    if said("is accused") and not said("denies"):
        return SURETIES[2] if said("official") else SURETIES[3]
    return SURETIES[1] if said("claims") else None


def choices(one: Development, told: Sequence[Claim], known: Groups) -> list[tuple[str | None, Features]]:
    """Nobody, and every organisation that the report names, each with what speaks for its having done it."""
    scene = _scene(told, known)
    hands = _hands(scene)
    nobody: Features = {"nobody": 1.0, f"nobody {one.kind}": 1.0, **{f"nobody {name}": 1.0 for name in hands}}
    groups = sum(each.sort == "group" for each in known.bodies)
    nobody["nobody groups"] = min(3.0, groups)
    made: list[tuple[str | None, Features]] = [(None, nobody)]
    every = sum(len(each.mentions) for each in known.bodies)
    marks = _marks(known)
    for each in known.bodies:
        body = _nearby(each, scene, every)
        sort = body.sort
        rows = [_row(start, known) for start, _ in body.mentions]
        near = [_near(start, row, scene) for (start, _), row in zip(body.mentions, rows, strict=True)]
        closest = min(near, key=_ORDER.__getitem__)
        found: Features = {sort: 1.0, f"{sort} {closest}": 1.0, f"{sort} {one.kind}": 1.0}
        found[f"{sort} share"] = len(body.mentions) / every
        found[f"{sort} often"] = math.log(len(body.mentions))
        found["usual"] = float(body.name == known.known_people)
        found["only group"] = float(sort == "group" and groups == 1)
        found["opening"] = float(body.mentions[0][0] < _OPENING)
        found["voice"] = float(body.key == known.voice)
        found["known"] = float(body.known)
        found[f"{sort} does it"] = float(known.names(body, scene.by))
        found[f"{sort} stands for who does it"] = float(known.stands_for(body, scene.by))
        found[f"{sort} stands for somebody there"] = float(known.stands_for(body, scene.words))
        found[f"{sort} by those it stands for"] = float(known.by_those_of(body, scene.words))
        found["first of its sort"] = float(each.key in known.first)
        found["most of its sort"] = float(len(each.mentions) == known.most[sort])
        found[f"{sort} suffers it"] = float(known.names(body, scene.to))
        found[f"{sort} stands for who suffers it"] = float(known.stands_for(body, scene.to))
        found[f"{sort} says it"] = float(known.names(body, scene.said_by))
        found.update((f"{sort} where {name}", 1.0) for name in hands)
        for (start, _), how in zip(body.mentions, near, strict=True):
            where = _AROUND.get(how, "elsewhere")
            for name in marks[start]:
                found[f"{name} {where}"] = 1.0
                if start < _OPENING:
                    found[f"{name} opening"] = 1.0
        made.append((body.name, {name: value for name, value in found.items() if value}))
    return made


def _nearby(body: Body, scene: _Scene, every: int) -> Body:
    """An organisation with the mentions that can matter: in a long report, those around the incident."""
    if every <= _MOST or not scene.spans:
        return body
    first, last = scene.spans[0][0] - _FAR, scene.spans[-1][1] + _FAR
    near = tuple(mention for mention in body.mentions if first <= mention[0] <= last)
    return replace(body, mentions=near or body.mentions[:1])


_ORDER = {
    name: place
    for place, name in enumerate(
        ("inside", "sentence", "after 1", "before 1", "after 2", "before 2", "after", "before", "nowhere")
    )
}
_AROUND = {"inside": "with it", "sentence": "with it", "after 1": "after", "after 2": "after", "before 1": "before"}


def _near(start: int, row: int, scene: _Scene) -> str:
    if any(first <= start < last for first, last in scene.spans):
        return "inside"
    gap = min((row - one for one in scene.rows), key=lambda d: (abs(d), -d), default=9)
    if gap == 0:
        return "sentence"
    side = "after" if gap > 0 else "before"
    return f"{side} {abs(gap)}" if abs(gap) <= 2 else side


@functools.lru_cache(maxsize=4)
def _marks(known: Groups) -> Mapping[int, tuple[str, ...]]:
    """What its sentence says of an organisation at each mention."""
    return {
        start: (*_signs(start, end, known), *_tone(start, known))
        for body in known.bodies
        for start, end in body.mentions
    }


def _tone(start: int, known: Groups) -> Iterator[str]:
    first, last = known.sentence(start)
    whole = known.text[first:last]
    for name, pattern in (("official", _OFFICIAL), ("maybe", _MAYBE), ("alleged there", _ALLEGED)):
        if pattern.search(whole):
            yield name


def _signs(start: int, end: int, known: Groups) -> Iterator[str]:
    """What the sentence says of an organisation that stands in it."""
    first, last = known.sentence(start)
    first = max(first, start - _BEFORE)
    before, after, whole = known.text[first:start], known.text[end:last], known.text[first:last]
    if is_of_it(before, after):
        yield "only of it"
    if _CLAIMED.search(whole):
        yield "claims"
    if _ACCUSED.search(before) or _IS_ACCUSED.search(after):
        yield "is accused"
    if _BY.search(before):
        yield "by"
    if _ALLEGED.search(before[-60:]) or _ALLEGED.search(after[:60]):
        yield "alleged"
    if _SAID.search(after):
        yield "says"
    if _DONE.search(after):
        yield "does"
    if _DENIED.search(whole):
        yield "denies"


def _hands(scene: _Scene) -> list[str]:
    """Of what sort those are who do it, and those to whom it is done, by their words."""
    armed = kind_table().classes["armed"]
    by, to = scene.by.lower(), scene.to.lower()
    found = []
    if not by:
        found.append("no hands")
    if _UNKNOWN.search(by):
        found.append("unknown hands")
    if any(word.rstrip("s") in armed for word in re.findall(r"[^\W\d_]+", to)):
        found.append("armed victims")
    return found


def sure_features(doer: str, told: Sequence[Claim], known: Groups) -> Features:
    """What tells how surely an organisation is said to have done it."""
    scene = _scene(told, known)
    body = next(each for each in known.bodies if each.name == doer)
    found: Features = {"bias": 1.0, body.sort: 1.0, "voice": float(body.key == known.voice)}
    found["does it"] = float(known.names(body, scene.by) or known.stands_for(body, scene.by))
    for start, _ in body.mentions:
        how = _near(start, _row(start, known), scene)
        for name in _marks(known)[start]:
            found[f"{name} {_AROUND.get(how, 'elsewhere')}"] = 1.0
    for claim in told:
        found[f"speakers {'none' if not claim.speakers else 'some'}"] = 1.0
        for speaker in claim.speakers:
            found[f"speaker {'official' if _OFFICIAL.search(speaker.as_worded) else 'other'}"] = 1.0
        found[f"certainty {claim.certainty.value}"] = 1.0
        found[f"stance {claim.stance}"] = 1.0
        for actor in claim.initiators:
            if actor.confidence:
                found[f"read {actor.confidence}"] = 1.0
    found["own words"] = float(bool(_OURS.search(known.text[:3000])))
    found["talk"] = float(bool(_TALK.search(known.text[:300])))
    if known.claimed:
        found["claimed somewhere"] = 1.0
    return {name: value for name, value in found.items() if value}
