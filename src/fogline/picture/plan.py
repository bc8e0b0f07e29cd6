"""How a picture falls into parts that have nothing to do with each other.

Comes in: a shelf of reports and claims, the judgements in force, a memo. Goes out: a `Plan`: for each report its origin
and story, and the parts, each with a key that covers all that it is made of; `Plan.parts` makes them.

A part is one of three:

* stories that may share a development: a happening of the one and one of the other agree in place, time, kind and
  words (no more than the `MOST_COMPARED` before it at one place and time are looked at), or a judgement names claims of
  both, or a claim of the one speaks of a claim of the other;
* the statuses of one place, by its key in the gazetteer or its name;
* what one speaker is quoted with on one day, where two reports quote him.

What is the same for all parts is small: which parties fight, and of those a part is given only the ones that speak in
it.
"""

from __future__ import annotations

import collections
import functools
import itertools
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy
import numpy.typing

from fogline.model.codec import canonical
from fogline.picture import faces
from fogline.picture.clusters import Clusters
from fogline.picture.desk import Desk
from fogline.picture.developments import MOST_COMPARED, can_cross, glance, keys_of, one_across
from fogline.picture.faces import Face, face
from fogline.picture.homes import Home, homes
from fogline.picture.judgements import NONE
from fogline.picture.memo import Memo, key, remembered
from fogline.picture.origins import PERMUTATIONS, Origin, candidates, copied, traced
from fogline.picture.parts import Known, Part, Told, from_bytes, of_place, of_stories, of_utterance, to_bytes, told
from fogline.picture.periods import Dated, stories_of
from fogline.picture.terms import UNDATED, stable_id

Order = tuple[str, str, int, str]
_HELD_TELLINGS = 60_000  # of stories told that are kept between finding the parts and making them


@dataclass(frozen=True, slots=True)
class _Shown:
    """A happening of a story as the others see it: when it comes, and where it is looked up."""

    order: Order
    keys: tuple[int, ...]
    glance: tuple[bool, frozenset[str]]


@dataclass(slots=True)
class Plan:
    """The parts of a picture."""

    known: Known
    keys: Mapping[str, str]  # of all reports, those that do not count among them
    desk: Desk
    memo: Memo | None
    members: dict[str, list[str]]  # by story: its reports in time
    makers: dict[bytes, Callable[[], Part]] = field(default_factory=dict)  # by the part's key

    def parts(self, wanted: Iterable[bytes] | None = None) -> Iterator[tuple[bytes, Part]]:
        """The parts with these keys, or all, made where the memo does not hold them."""

        def make(keys: Sequence[bytes]) -> Iterator[tuple[bytes, Part]]:
            for one in keys:
                yield one, self.makers[one]()

        names = self.makers if wanted is None else wanted
        yield from remembered(self.memo, lambda one: one, names, make, (to_bytes, from_bytes))


def planned(desk: Desk, used: Mapping[str, Face], keys: Mapping[str, str], memo: Memo | None) -> Plan:
    """The plan of a picture. `used`: the reports that count, by id; `keys`: of all reports (`report_keys`)."""
    published = {name: one.published for name, one in used.items()}
    texts_from, story_of = _compared(desk, used, keys, memo)
    members: dict[str, list[str]] = collections.defaultdict(list)
    for name in sorted(used, key=lambda name: (published[name] or UNDATED, name)):
        members[story_of[name]].append(name)
    known = Known(
        published=published,
        titles={name: one.title for name, one in used.items()},
        homes=_homes(used),
        texts_from=texts_from,
        story_of=story_of,
        fighting=frozenset(party for one in used.values() for party in one.sides),
        rule=desk.rule,
    )
    plan = Plan(known, keys, desk, memo, members)
    _Stories(plan, used, keys).plan()
    _standings(plan, used, keys)
    _utterances(plan, used, keys)
    return plan


def _homes(used: Mapping[str, Face]) -> dict[str, Home]:
    """The homes of the reports' outlets, by report."""
    found = homes((one.outlet, one.named) for _, one in sorted(used.items()))
    return {name: found[one.outlet] for name, one in used.items() if one.outlet in found}


def report_keys(desk: Desk) -> dict[str, str]:
    """A key for each report that covers the report, its claims and every judgement that names them."""
    found = dict(desk.shelf.keys())
    touched: dict[str, list[str]] = collections.defaultdict(list)
    homes = desk.shelf.homes(desk.rule.touching)
    for subject, judgements in desk.rule.touching.items():
        report = homes.get(subject, subject)
        if report in found:
            touched[report] += [subject, *(canonical(one).decode() for one in judgements)]
    for report, said in touched.items():
        found[report] = key("judged", found[report], sorted(said)).hex()
    return found


def faces_of(desk: Desk, keys: Mapping[str, str], memo: Memo | None) -> dict[str, Face]:
    """The face of each report that no judgement sets aside."""
    names = [name for name in keys if name not in desk.rule.set_aside]
    alone = len(names) == 1

    def make(some: Sequence[str]) -> Iterator[tuple[str, Face]]:
        reports, claims = desk.shelf.reports(some), desk.claims(some)
        texts = {one.report: one for one in desk.texts(some)} if not alone else {}
        for name in some:
            yield name, face(reports[name], claims[name], texts.get(name))

    form = (faces.to_bytes, faces.from_bytes)
    found = remembered(memo, lambda name: key("face", alone, keys[name]), names, make, form)
    return dict(sorted(found))


# ---- origins and stories -----------------------------------------------------------------------------------------


def _compared(
    desk: Desk, used: Mapping[str, Face], keys: Mapping[str, str], memo: Memo | None
) -> tuple[dict[str, Origin], dict[str, str]]:
    """The origin and the story of each report. One report alone is its own, and is not looked at."""
    if len(used) <= 1:
        return {one: Origin(report=one) for one in used}, {one: stable_id("s", one) for one in used}
    order = sorted(used, key=lambda name: (used[name].published or UNDATED, name))
    texts_from = _origins(desk, order, used, keys, memo)
    first = [
        Dated(published=used[name].published or UNDATED, report=name, key=keys[name], days=used[name].days)
        for name in order
        if texts_from[name].report == name
    ]
    found = stories_of(first, desk.texts, memo)
    return texts_from, {name: found[texts_from[name].report] for name in order}


def _origins(
    desk: Desk, order: Sequence[str], used: Mapping[str, Face], keys: Mapping[str, str], memo: Memo | None
) -> dict[str, Origin]:
    digests = numpy.frombuffer(b"".join(used[name].sketch for name in order), numpy.uint32)
    pairs = candidates(digests.reshape(len(order), PERMUTATIONS))

    def compare(later: str, earlier: str) -> float | None:
        return copied(desk.sketched(later), desk.sketched(earlier))

    if memo is None:
        return traced(order, pairs, compare)
    pair_keys = {(order[a], order[b]): key("copy", keys[order[a]], keys[order[b]]) for a, b in pairs}
    held = memo.get(list(pair_keys.values()))
    fresh: dict[bytes, bytes] = {}

    def remembered_or_compared(later: str, earlier: str) -> float | None:
        pair = pair_keys[later, earlier]
        if pair not in held:
            covered = compare(later, earlier)
            held[pair] = fresh[pair] = json.dumps(covered).encode()
            return covered
        found: float | None = json.loads(held[pair])
        return found

    found = traced(order, pairs, remembered_or_compared)
    memo.put(fresh)
    return found


# ---- stories that may share a development ------------------------------------------------------------------------


class _Stories:
    """Finds which stories may share a development, and keeps what they tell until the parts are made."""

    def __init__(self, plan: Plan, used: Mapping[str, Face], keys: Mapping[str, str]) -> None:
        self._plan = plan
        self._used = used
        texts_from = plan.known.texts_from
        self._keys = {
            story: key("story", [[keys[name], texts_from[name].report] for name in names]).hex()
            for story, names in plan.members.items()
        }
        self._told: dict[str, Told] = {}
        self._tellings = 0

    def plan(self) -> None:
        """Adds the parts to the plan."""
        linked: Clusters[str] = Clusters(self._plan.members)
        for one, other in self._links():
            linked.join(one, other)
        for one, other in self._named_together():
            linked.join(one, other)
        known = self._plan.known
        for stories in linked.groups():
            names = [name for story in stories for name in self._plan.members[story]]
            voices = {voice for name in names for voice in self._used[name].voices}
            fighting = frozenset(known.fighting & voices)
            own = ((name, known.homes[name]) for name in sorted(names) if name in known.homes)
            at_home = [[name, home.division, home.town] for name, home in own]
            part = key("part", [[story, self._keys[story]] for story in sorted(stories)], sorted(fighting), at_home)
            self._plan.makers[part] = functools.partial(self._made, stories, fighting)

    def _made(self, stories: Sequence[str], fighting: frozenset[str]) -> Part:
        plan = self._plan
        names = [name for story in stories for name in plan.members[story]]
        claims = plan.desk.claims(names)
        found = [self._taken(story) for story in stories]
        return of_stories(found, claims, replace(plan.known, fighting=fighting))

    def _read(self, story: str) -> Told:
        known = self._plan.known
        return told(self._plan.desk.claims(self._plan.members[story]), known.published, known.rule)

    def _held(self, story: str) -> Told:
        """What a story tells, kept for when it is asked for again."""
        if story not in self._told:
            self._told[story] = self._read(story)
            self._tellings += _size(self._told[story])
            while self._tellings > _HELD_TELLINGS and len(self._told) > 2:
                self._tellings -= _size(self._told.pop(next(iter(self._told))))
        return self._told[story]

    def _taken(self, story: str) -> Told:
        """What a story tells, to be used up."""
        held = self._told.pop(story, None)
        if held is None:
            return self._read(story)
        self._tellings -= _size(held)
        return held

    def _links(self) -> Iterator[tuple[str, str]]:
        """Pairs of stories of which a happening of the one can be one of the other."""
        shown = self._shown()
        names = sorted(shown)
        near = _neighbours([shown[name] for name in names])
        asked = {
            names[place]: [(own, names[other], theirs) for own, other, theirs in some] for place, some in near.items()
        }

        def keys(story: str) -> bytes:
            return key("links", self._keys[story], [[own, self._keys[other], at] for own, other, at in asked[story]])

        def make(some: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
            memo = self._plan.memo
            tested = {story: key("tested", self._keys[story]) for story in some}
            held = memo.get(list(tested.values())) if memo is not None else {}
            for story in some:
                before: dict[str, bool] = json.loads(held.get(tested[story], b"{}"))
                answers: dict[str, bool] = {}
                found, linked = [], set[str]()
                for number, (own, other, at) in enumerate(asked[story]):
                    if other in linked:
                        continue
                    pair = f"{own} {self._keys[other]} {at}"
                    if pair not in before:
                        # The earlier story first, so that the later one is still held when it is looked at.
                        one = self._held(other).happenings[at]
                        before[pair] = one_across(one, self._held(story).happenings[own], NONE)
                    answers[pair] = before[pair]
                    if before[pair]:
                        found.append(number)
                        linked.add(other)
                if memo is not None:
                    memo.put({tested[story]: json.dumps(answers).encode()})
                yield story, found

        form = (lambda some: json.dumps(some).encode(), lambda kept: [int(one) for one in json.loads(kept)])
        in_time = sorted(asked, key=lambda story: shown[story][0].order if shown[story] else ("", "", 0, ""))
        for story, found in remembered(self._plan.memo, keys, in_time, make, form):
            yield from ((story, asked[story][number][1]) for number in found)

    def _shown(self) -> dict[str, list[_Shown]]:
        def make(some: Sequence[str]) -> Iterator[tuple[str, list[_Shown]]]:
            self._plan.desk.claims([name for story in some for name in self._plan.members[story]])
            for story in some:
                found = self._held(story).happenings
                yield story, [_Shown(one.order, _hashed(keys_of(one)), glance(one)) for one in found]

        stories = sorted(self._plan.members, key=lambda story: self._when(story))
        form = (_shown_to_bytes, _shown_from_bytes)
        return dict(remembered(self._plan.memo, lambda one: key("shown", self._keys[one]), stories, make, form))

    def _when(self, story: str) -> tuple[str, str]:
        first = self._plan.members[story][0]
        return self._plan.known.published[first] or UNDATED, first

    def _named_together(self) -> Iterator[tuple[str, str]]:
        """Pairs of stories whose claims a judgement moves together, or of which one's claims speak of the other's."""
        story_of, shelf = self._plan.known.story_of, self._plan.desk.shelf
        moved = [claims for claims, _ in self._plan.known.rule.moves]
        abouts = [pair for one in self._used.values() for pair in one.abouts]
        homes = shelf.homes({claim for claims in (*moved, *abouts) for claim in claims})
        for claims in (*moved, *abouts):
            stories = [story_of[homes[claim]] for claim in claims if homes.get(claim) in story_of]
            yield from itertools.pairwise(stories)


def _size(story: Told) -> int:
    return sum(len(one.tellings) for one in story.happenings)


def _hashed(keys: Iterable[tuple[object, ...]]) -> tuple[int, ...]:
    return tuple(zlib.crc32(repr(one).encode()) << 32 | zlib.adler32(repr(one).encode()) for one in keys)


def _shown_to_bytes(shown: list[_Shown]) -> bytes:
    rows = [[one.order, one.keys, one.glance[0], sorted(one.glance[1])] for one in shown]
    return json.dumps(rows, separators=(",", ":")).encode()


def _shown_from_bytes(kept: bytes) -> list[_Shown]:
    rows = json.loads(kept)
    return [_Shown((a, b, c, d), tuple(keys), (whole, frozenset(once))) for (a, b, c, d), keys, whole, once in rows]


def _neighbours(shown: Sequence[Sequence[_Shown]]) -> dict[int, list[tuple[int, int, int]]]:
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


# ---- places and utterances ---------------------------------------------------------------------------------------


def _standings(plan: Plan, used: Mapping[str, Face], keys: Mapping[str, str]) -> None:
    """One part for each place that statuses are of: keys and names that go together."""
    pairs = sorted({(where, name) for one in used.values() for where, name, _ in one.standings})
    places: Clusters[tuple[str, str]] = Clusters(
        [*(("key", where) for where, _ in pairs), *(("name", name) for _, name in pairs)]
    )
    for where, name in pairs:
        places.join(("key", where), ("name", name))
    telling: dict[tuple[str, str], set[tuple[str, str]]] = collections.defaultdict(set)
    wheres: dict[tuple[str, str], set[str]] = collections.defaultdict(set)
    for report, one in used.items():
        for where, _, claim in one.standings:
            head = places.head(("key", where))
            telling[head].add((report, claim))
            wheres[head].add(where)
    for head, claims in telling.items():
        known, part = _parted(plan, used, keys, claims, "place", sorted(wheres[head]))
        plan.makers[part] = functools.partial(_of_place, plan, claims, frozenset(wheres[head]), known)


def _utterances(plan: Plan, used: Mapping[str, Face], keys: Mapping[str, str]) -> None:
    """One part for each speaker and day that several reports quote."""
    quoting: dict[tuple[str, str], set[tuple[str, str]]] = collections.defaultdict(set)
    for report, one in used.items():
        for speaker, day, claim in one.utterances:
            quoting[speaker, day].add((report, claim))
    for spoken, claims in quoting.items():
        if len({report for report, _ in claims}) > 1:
            known, part = _parted(plan, used, keys, claims, "utterance", list(spoken))
            plan.makers[part] = functools.partial(_of_utterance, plan, claims, spoken, known)


def _of_place(plan: Plan, claims: Iterable[tuple[str, str]], wheres: frozenset[str], known: Known) -> Part:
    return of_place(plan.desk.some(claims), wheres, known)


def _of_utterance(plan: Plan, claims: Iterable[tuple[str, str]], spoken: tuple[str, str], known: Known) -> Part:
    return of_utterance(plan.desk.some(claims), spoken, known)


def _parted(
    plan: Plan,
    used: Mapping[str, Face],
    keys: Mapping[str, str],
    claims: Iterable[tuple[str, str]],
    kind: str,
    what: list[str],
) -> tuple[Known, bytes]:
    reports = sorted({report for report, _ in claims})
    fighting = plan.known.fighting & {voice for name in reports for voice in used[name].voices}
    made_of = [[keys[name], plan.known.texts_from[name].report] for name in reports]
    return replace(plan.known, fighting=frozenset(fighting)), key(kind, what, made_of, sorted(fighting))
