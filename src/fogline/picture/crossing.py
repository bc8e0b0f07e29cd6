"""Which happenings of a story can be one with happenings of others: the groups from which developments are made.

Comes in: for each story its reports, each with a key and its origin, and where to take what a story tells from. Goes
out: groups of places in stories (`Place`), each with all that it is made of. A happening is in the group of another
where the two agree in place, time, kind and words (no more than the `MOST_COMPARED` before it at one place and time are
looked at), or where the one only denies the other. What a story tells of no happening is a group of its own. Stories
that a judgement or a claim ties to others as wholes stay whole.

A group holds happenings, not stories: reports that look back on something else would else chain all stories of a war
into one.
"""

from __future__ import annotations

import collections
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy
from msgspec import msgpack

from fogline.picture.agreement import Side, can_cross, glance, keys_of, one_across, side
from fogline.picture.clusters import Clusters
from fogline.picture.developments import MOST_COMPARED
from fogline.picture.judgements import NONE
from fogline.picture.memo import Memo, key, key_beside, remembered
from fogline.picture.parts import Told
from fogline.picture.told import REST, Tellings

_HELD_SIDES = 60_000  # happenings of some 3 kB
Place = tuple[str, int]  # a story and the place of a happening in it
Order = tuple[str, str, int, str]
Members = Sequence[tuple[str, str, str]]  # reports of a story, each with its key and its origin


@dataclass(frozen=True, slots=True)
class Shown:
    """A happening of a story as the others see it: when it comes, where it is looked up, what it is made of."""

    order: Order
    keys: tuple[int, ...]
    glance: tuple[bool, frozenset[str]]
    reports: tuple[int, ...]  # places of its reports in the story's
    made_of: str  # changes when anything of it does


@dataclass(frozen=True, slots=True)
class Story:
    """What a story shows to the others."""

    happenings: tuple[Shown, ...]
    denied: Mapping[int, int]
    rest: bool  # whether it has claims that tell no happening

    @property
    def places(self) -> range:
        """All its places, `REST` among them where there is one."""
        return range(REST if self.rest else 0, len(self.happenings))


class Sides:
    """What the happenings of a story show to be compared with others', kept for when it is asked for again.

    A happening can be looked back on months later. To read all that its story tells each time was more than half of
    fusing a million claims.
    """

    def __init__(self, told: Tellings, keys: Mapping[str, str], memo: Memo | None) -> None:
        """`keys`: by story, what covers all that it tells."""
        self._tellings = told
        self._keys = keys
        self._memo = memo
        self._held: dict[str, tuple[Side, ...]] = {}
        self._size = 0

    def of(self, story: str) -> tuple[Side, ...]:
        """By the place of each happening in the story."""
        if story in self._held:
            self._held[story] = self._held.pop(story)  # asked for last
            return self._held[story]
        under = self._key(story)
        kept = self._memo.get([under]) if self._memo is not None else {}
        found = (
            msgpack.decode(zlib.decompress(kept[under]), type=tuple[Side, ...]) if under in kept else self._made(story)
        )
        self._held[story] = found
        self._size += len(found)
        while self._size > _HELD_SIDES and len(self._held) > 2:
            self._size -= len(self._held.pop(next(iter(self._held))))
        return found

    def to_keep(self, story: str) -> dict[bytes, bytes]:
        """Those of a story under their key, for the memo."""
        return {self._key(story): zlib.compress(msgpack.encode(self._made(story)), 1)}

    def needed(self) -> None:
        """Those of all stories are needed still, whether or not they were asked for."""
        if self._memo is not None:
            self._memo.needed([self._key(story) for story in self._keys])

    def _made(self, story: str) -> tuple[Side, ...]:
        return tuple(side(one) for one in self._tellings.of(story).happenings)

    def _key(self, story: str) -> bytes:
        return key_beside("sides", self._keys[story])


def story_keys(made_of: Mapping[str, Members]) -> dict[str, str]:
    """By story, a key that covers all that it tells. `made_of`: its reports in time."""
    return {story: key("story", [list(one[1:]) for one in reports]).hex() for story, reports in made_of.items()}


class Crossing:
    """Finds the groups."""

    def __init__(
        self, made_of: Mapping[str, Members], keys: Mapping[str, str], told: Tellings, memo: Memo | None
    ) -> None:
        """`made_of`: by story, its reports in time; `keys`: of the stories (`story_keys`)."""
        self._made_of = made_of
        self._told = told
        self._memo = memo
        self._keys = keys
        self._sides = Sides(told, keys, memo)
        self.stories = self._shown()

    def groups(self, whole: Iterable[tuple[str, str]]) -> list[list[Place]]:
        """All groups, in the order of their first stories. `whole`: pairs of stories that are tied as wholes."""
        tied: Clusters[Place] = Clusters((story, at) for story, one in self.stories.items() for at in one.places)
        for one, other in self._links():
            tied.join(one, other)
        for story, shown in self.stories.items():
            for at, target in shown.denied.items():
                tied.join((story, at), (story, target))
        for pair in whole:
            both = [(story, at) for story in pair for at in self.stories[story].places]
            for place in both[1:]:
                tied.join(place, both[0])
        return tied.groups()

    def made_of(self, group: Sequence[Place]) -> list[object]:
        """All that a group is made of, in an order that depends on nothing else."""
        found: list[list[object]] = []
        for story, at in group:
            if at == REST:
                found.append([self._keys[story], REST])
                continue
            target = self.stories[story].denied.get(at)
            found.append([self.happening(story, at), "" if target is None else self.happening(story, target)])
        return sorted(found, key=repr)

    def happening(self, story: str, at: int) -> str:
        """What one happening is made of."""
        return self.stories[story].happenings[at].made_of

    def reports(self, group: Iterable[Place]) -> list[str]:
        """The reports of a group, each once."""
        found: dict[str, None] = {}
        for story, at in group:
            members = self._made_of[story]
            some = range(len(members)) if at == REST else self.stories[story].happenings[at].reports
            found.update((members[place][0], None) for place in some)
        return list(found)

    def _shown(self) -> dict[str, Story]:
        def make(some: Sequence[str]) -> Iterator[tuple[str, Story]]:
            kept: dict[bytes, bytes] = {}
            for story in some:
                yield story, _story(story, self._told.of(story), self._made_of[story])
                if self._memo is not None:
                    kept |= self._sides.to_keep(story) | self._told.to_keep(story)
            if self._memo is not None:
                self._memo.put(kept)

        found = dict(remembered(self._memo, self._shown_key, self._made_of, make, (_to_bytes, _from_bytes)))
        self._sides.needed()
        self._told.needed()
        return {story: found[story] for story in self._made_of}

    def _shown_key(self, story: str) -> bytes:
        return key_beside("shown", self._keys[story])

    def _links(self) -> Iterator[tuple[Place, Place]]:
        """Pairs of happenings of two stories that can be one."""
        names = list(self.stories)
        near = _neighbours([self.stories[name].happenings for name in names])
        asked = {
            names[place]: [(own, names[other], theirs) for own, other, theirs in some] for place, some in near.items()
        }

        def pairs(story: str) -> list[str]:
            return [f"{self.happening(story, own)}{self.happening(one, at)}" for own, one, at in asked[story]]

        def make(some: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
            tested = {story: key("tested", story) for story in some}
            held = self._memo.get(list(tested.values())) if self._memo is not None else {}
            fresh: dict[bytes, bytes] = {}
            for story in some:
                before: dict[str, bool] = json.loads(held.get(tested[story], b"{}"))
                answers = {
                    pair: before[pair] if pair in before else self._tested(story, *asked[story][number])
                    for number, pair in enumerate(pairs(story))
                }
                fresh[tested[story]] = json.dumps(answers).encode()
                yield story, [number for number, crosses in enumerate(answers.values()) if crosses]
            if self._memo is not None:
                self._memo.put(fresh)

        form = (lambda some: json.dumps(some).encode(), lambda kept: [int(one) for one in json.loads(kept)])
        for story, found in remembered(self._memo, lambda story: key("links", pairs(story)), asked, make, form):
            for number in found:
                own, other, at = asked[story][number]
                yield (story, own), (other, at)

    def _tested(self, story: str, own: int, other: str, at: int) -> bool:
        return one_across(self._sides.of(other)[at], self._sides.of(story)[own], NONE)


def _story(story: str, told: Told, members: Members) -> Story:
    place = {report: at for at, (report, _, _) in enumerate(members)}
    found = []
    for at, one in enumerate(told.happenings):
        also = sorted(claim for claim in told.belonging[at] if claim in told.left)
        telling = {each.claim.report for each in one.tellings} | {told.report_of[claim] for claim in also}
        reports = tuple(sorted(place[report] for report in telling))
        made_of = key("happening", story, one.claims, also, [list(members[report][1:]) for report in reports]).hex()
        found.append(Shown(one.order, _hashed(keys_of(one)), glance(one), reports, made_of))
    return Story(tuple(found), told.denied, None in told.belonging)


def _hashed(keys: Iterable[tuple[object, ...]]) -> tuple[int, ...]:
    return tuple(zlib.crc32(repr(one).encode()) << 32 | zlib.adler32(repr(one).encode()) for one in keys)


def _to_bytes(story: Story) -> bytes:
    rows = [[one.order, one.keys, one.glance[0], sorted(one.glance[1]), one.reports, one.made_of]
            for one in story.happenings]  # fmt: skip
    return json.dumps([rows, list(story.denied.items()), story.rest], separators=(",", ":")).encode()


def _from_bytes(kept: bytes) -> Story:
    rows, denied, rest = json.loads(kept)
    found = (
        Shown((a, b, c, d), tuple(keys), (whole, frozenset(once)), tuple(reports), made_of)
        for (a, b, c, d), keys, whole, once, reports, made_of in rows
    )
    return Story(tuple(found), dict(denied), rest)


def _neighbours(shown: Sequence[Sequence[Shown]]) -> dict[int, list[tuple[int, int, int]]]:
    """For each story's place: which happening of its own meets which of which other story, by a key that both have."""
    happenings = [(one.order, story, at) for story, some in enumerate(shown) for at, one in enumerate(some)]
    happenings.sort()
    sizes = [len(shown[story][at].keys) for _, story, at in happenings]
    keys = numpy.array([one for _, story, at in happenings for one in shown[story][at].keys], numpy.uint64)
    rank = numpy.repeat(numpy.arange(len(happenings)), sizes)
    in_key = numpy.lexsort((rank, keys))
    keys, rank = keys[in_key], rank[in_key]
    story_of = numpy.array([story for _, story, _ in happenings], numpy.int64)
    met = [numpy.empty(0, numpy.int64)]
    for back in range(1, MOST_COMPARED + 1):
        same = numpy.flatnonzero(keys[back:] == keys[:-back])
        later, earlier = rank[same + back], rank[same]
        other = story_of[later] != story_of[earlier]
        met.append(later[other] * len(happenings) + earlier[other])
    found: dict[int, list[tuple[int, int, int]]] = collections.defaultdict(list)
    for pair in numpy.unique(numpy.concatenate(met)).tolist():
        _, story, own = happenings[pair // len(happenings)]
        _, other_story, theirs = happenings[pair % len(happenings)]
        if can_cross(shown[story][own].glance, shown[other_story][theirs].glance):
            found[story].append((own, other_story, theirs))
    return found
