"""How a picture falls into parts that have nothing to do with each other.

Comes in: a shelf of reports and claims, the judgements in force, a memo. Goes out: a `Plan`: for each report its origin
and story, and the parts, each with a key that covers all that it is made of; `Plan.parts` makes them.

A part is one of three:

* happenings of stories that can be one (`crossing`), or what a story tells of no happening;
* the statuses of one place, by its key in the gazetteer or its name;
* what one speaker is quoted with on one day, where two reports quote him.

What is the same for all parts is small: which parties fight, and of those a part is given only the ones that speak in
it.
"""

from __future__ import annotations

import collections
import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy
import numpy.typing

from fogline.model.codec import canonical
from fogline.picture import faces
from fogline.picture.clusters import Clusters
from fogline.picture.crossing import Crossing, Place, story_keys
from fogline.picture.desk import Desk, Last, Pair
from fogline.picture.faces import Face, face
from fogline.picture.homes import Home, homes
from fogline.picture.memo import Memo, key, remembered
from fogline.picture.origins import PERMUTATIONS, Origin, candidates, copied, traced
from fogline.picture.parts import (
    Beside,
    Known,
    Part,
    Told,
    beside,
    from_bytes,
    of_happenings,
    of_place,
    of_utterance,
    to_bytes,
    told,
)
from fogline.picture.periods import Dated, stories_of
from fogline.picture.tellings import Telling, telling
from fogline.picture.terms import UNDATED, stable_id
from fogline.picture.told import Tellings

PARTS_AT_ONCE = 10  # so few that the claims of their reports are still at hand when their rows are written


@dataclass(slots=True)
class Plan:
    """The parts of a picture."""

    known: Known
    keys: Mapping[str, str]  # of all reports, those that do not count among them
    desk: Desk
    memo: Memo | None
    members: dict[str, list[str]]  # by story: its reports in time
    makers: dict[bytes, Callable[[], Part]] = field(default_factory=dict)  # by the part's key
    pairs: dict[bytes, Iterable[Pair]] = field(default_factory=dict)  # of places and utterances: reports and claims
    around: Last[str, Beside] = field(init=False)  # by report

    def __post_init__(self) -> None:
        self.around = Last(
            lambda names: {name: beside(some, name, self.known) for name, some in self.desk.claims(names).items()}
        )

    def parts(self, wanted: Iterable[bytes] | None = None) -> Iterator[tuple[bytes, Part]]:
        """The parts with these keys, or all, made where the memo does not hold them."""

        def make(keys: Sequence[bytes]) -> Iterator[tuple[bytes, Part]]:
            for one in keys:
                yield one, self.makers[one]()

        names = self.makers if wanted is None else wanted
        form = (to_bytes, from_bytes)
        yield from remembered(self.memo, lambda one: one, names, make, form, at_once=PARTS_AT_ONCE)


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
    _crossed(plan, used, keys)
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
        sketches = desk.sketched(some) if not alone else {}
        for name in some:
            yield name, face(reports[name], claims[name], sketches.get(name))

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
        some = desk.sketched((later, earlier))
        return copied(some[later], some[earlier])

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


# ---- happenings that can be one ----------------------------------------------------------------------------------


def _crossed(plan: Plan, used: Mapping[str, Face], keys: Mapping[str, str]) -> None:
    """One part for each group of happenings that can be one."""
    known, desk = plan.known, plan.desk

    def read(story: str) -> Told:
        return told(desk.claims(plan.members[story]), known.published, known.rule)

    def tell(pairs: Iterable[Pair]) -> dict[Pair, Telling]:
        wanted = set(pairs)
        claims = desk.claims(sorted({report for report, _ in wanted}))
        single = {(name, one.id): one for name, some in claims.items() for one in some if (name, one.id) in wanted}
        found = {pair: telling(one, known.published[pair[0]] or UNDATED) for pair, one in single.items()}
        return {pair: one for pair, one in found.items() if isinstance(one, Telling)}

    made_of = {
        story: [(name, keys[name], known.texts_from[name].report) for name in names]
        for story, names in plan.members.items()
    }
    stories = story_keys(made_of)
    tellings = Tellings(read, tell, stories, plan.memo)
    crossing = Crossing(made_of, stories, tellings, plan.memo)
    for group in crossing.groups(_named_together(plan, used)):
        reports = crossing.reports(group)
        voices = {voice for name in reports for voice in used[name].voices}
        fighting = frozenset(known.fighting & voices)
        own = ((name, known.homes[name]) for name in sorted(reports) if name in known.homes)
        at_home = [[name, home.division, home.town] for name, home in own]
        part = key("part", crossing.made_of(group), sorted(fighting), at_home)
        plan.makers[part] = functools.partial(_of_group, plan, tellings, group, reports, fighting)


def _of_group(
    plan: Plan, tellings: Tellings, group: Sequence[Place], reports: Sequence[str], fighting: frozenset[str]
) -> Part:
    places: dict[str, list[int]] = collections.defaultdict(list)
    for story, at in group:
        places[story].append(at)
    claims = plan.desk.claims(reports)  # at hand then for what is told
    shares = [tellings.taken(story, some) for story, some in places.items()]
    return of_happenings(shares, claims, plan.around.of(reports), replace(plan.known, fighting=fighting))


def _named_together(plan: Plan, used: Mapping[str, Face]) -> Iterator[tuple[str, str]]:
    """Pairs of stories whose claims a judgement moves together, or of which one's claims speak of the other's.

    A story that is so named alone is paired with itself.
    """
    story_of, shelf = plan.known.story_of, plan.desk.shelf
    moved = [claims for claims, _ in plan.known.rule.moves]
    abouts = [pair for one in used.values() for pair in one.abouts]
    homes = shelf.homes({claim for claims in (*moved, *abouts) for claim in claims})
    for claims in (*moved, *abouts):
        stories = [story_of[homes[claim]] for claim in claims if homes.get(claim) in story_of]
        yield from ((stories[0], story) for story in stories)


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
        plan.pairs[part] = claims


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
            plan.pairs[part] = claims


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
