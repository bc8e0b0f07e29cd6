"""The items of a brief: what stands together, what is told of it in sentences and what in plain fields.

In: entries, most important first. Out: `Item`s and how many lines found no room. Refused: an item without a sentence.
What stands at one place under one theme is one item, whatever its claims are called; what was told once in an item is
not told again in other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fogline.model.claim import Stance
from fogline.model.picture import Conflict, Development, Status
from fogline.outputs.choice import Entry
from fogline.outputs.figures import number_words
from fogline.outputs.headings import heading
from fogline.outputs.importance import Reason
from fogline.outputs.lines import development_line, status_line
from fogline.outputs.material import Material, Sentence
from fogline.outputs.responsible import answers_for, tell_responsible
from fogline.outputs.telling import tell_conflict, tell_development, tell_status, tell_unknown, tell_unverified

_TOLD = 3  # plain sentences an item
_ADDED = 2  # sentences more for what is disputed, unverified or not known
_LINES = 6  # lines of plain fields an item
_ELSEWHERE = 4  # sentences in the last item, where there is more than the brief holds
_APART = 3  # days between two attacks on one place from which each is an item of its own
NAMELESS = "the text does not say whose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Plain fields of one development or status, and why it stands where it stands."""

    text: str
    about: str  # id of the development or status
    points: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to know: a heading, a few sentences, the plain fields below."""

    heading: str
    sentences: tuple[Sentence, ...]
    lines: tuple[Line, ...] = ()
    place: str | None = None
    points: float = 0.0


def items_of(
    entries: Sequence[Entry], conflicts: Sequence[Conflict], material: Material, limit: int
) -> tuple[list[Item], int]:
    """Items until the limit; the next few lines share a last item, what is left is counted."""
    items, told_conflicts, used = list[Item](), set[str](), set[str]()
    beside: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        beside.setdefault((entry.place, entry.theme), []).append(entry)
    left = 0
    said: list[Sentence] = []
    for lead in entries:
        if lead.subject.id in used:
            continue
        if len(items) >= limit:
            break
        group = [one for one in beside[lead.place, lead.theme] if one.subject.id not in used and _together(lead, one)]
        item, lost = _item(lead, group, said, conflicts, told_conflicts, material)
        used |= {one.subject.id for one in group}
        left += lost
        if item is not None:
            items.append(item)
            said += item.sentences
    open_entries = [one for one in entries if one.subject.id not in used]
    sentences: list[Sentence] = []
    lines: list[Line] = []
    cited = set[str]()
    while open_entries and len(sentences) < _ELSEWHERE:
        entry = open_entries.pop(0)
        if cited & set(entry.subject.claims):
            continue  # told a moment ago, as a happening or as how things stand
        told = [one for one in _tell(entry, material)[:1] if not _repeats(one, [*said, *sentences])]
        sentences += told
        cited |= set(entry.subject.claims)
        lines += [_line(entry, material)] if told else []
    if sentences:
        items.append(Item(heading="Elsewhere", sentences=tuple(sentences), lines=tuple(lines)))
    return items, left + len(open_entries)


def _together(lead: Entry, other: Entry) -> bool:
    """Whether two lines are one item: the same place and theme; attacks, where they are days apart, are not."""
    if (lead.place, lead.theme) != (other.place, other.theme):
        return False
    if not lead.place and other is not lead and not _akin(lead, other):
        return False  # accusations of two wars have no more in common than that nobody says where
    one, two = _day(lead), _day(other)
    return lead.theme != "harm" or one is None or two is None or abs((one - two).days) < _APART


def _akin(one: Entry, other: Entry) -> bool:
    """Whether two lines without a place have a report or a party in common."""
    a, b = one.subject, other.subject
    if not isinstance(a, Development) or not isinstance(b, Development):
        return True
    parties = [{actor.party or actor.name for actor in each.initiators} for each in (a, b)]
    return bool(set(a.reports) & set(b.reports) or parties[0] & parties[1])


def _day(entry: Entry) -> date | None:
    when = entry.subject.when.begin if isinstance(entry.subject, Development) else entry.subject.since
    try:
        return date.fromisoformat((when or "")[:10])
    except ValueError:
        return None  # no day, or a year that is not known


def _item(
    lead: Entry,
    group: Sequence[Entry],
    said: Sequence[Sentence],
    conflicts: Sequence[Conflict],
    told_conflicts: set[str],
    material: Material,
) -> tuple[Item | None, int]:
    """One item: the leading line and what stands beside it; and how many lines found no room in it."""
    sentences: list[Sentence] = []
    told, members = set[str](), list[Entry]()
    happened = {claim for one in group if isinstance(one.subject, Development) for claim in one.subject.claims}
    for entry in sorted(group, key=lambda one: _follows(one, happened)):
        claims = {claim.id for claim in material.at_hand(entry.subject.claims)}
        if len(sentences) >= _TOLD or claims <= told or (isinstance(entry.subject, Status) and claims & told):
            continue  # the plain fields are enough
        room = min(_TOLD - len(sentences), 2 if entry is lead else 1)
        fresh = [one for one in _tell(entry, material) if not _repeats(one, [*said, *sentences])][:room]
        if fresh:
            sentences += fresh
            members.append(entry)
            told |= claims
    if not sentences:
        return None, len(group)
    numbers = {number for one in sentences for number in one.notes}
    cited = frozenset(claim for claim, number in material.numbers.items() if number in numbers)
    sentences += _added(members, sentences, frozenset(told), cited, conflicts, told_conflicts, material)
    lines = [_line(entry, material) for entry in [*members, *(one for one in group if one not in members)]]
    return Item(
        heading=heading(lead, members, group, material),
        sentences=tuple(sentences),
        lines=tuple({line.text: line for line in reversed(lines)}.values())[::-1][:_LINES],
        place=lead.place or None,
        points=lead.points,
    ), max(0, len(group) - _LINES)


def _follows(entry: Entry, happened: set[str]) -> bool:
    """Whether a status only follows from a happening of its item, which tells more: then that comes first."""
    return (
        isinstance(entry.subject, Status)
        and entry.subject.aspect in ("control", "infrastructure")
        and bool(happened & set(entry.subject.claims))
    )


def _counts_told(conflict: Conflict, sentences: Sequence[Sentence], material: Material) -> bool:
    """Whether both figures of a conflict stand in an item already, side by side."""
    if conflict.kind != "figure":
        return False
    measures = [
        {one.measure: one.best for one in claim.figures if one.best} for claim in material.at_hand(conflict.claims)
    ]
    both = [(one, two) for key, one in measures[0].items() if (two := measures[-1].get(key))] if measures else []
    text = " ".join(one.text for one in sentences).lower()
    return any(all(f" {number_words(each)}" in f" {text}" for each in pair) for pair in both)


def _repeats(one: Sentence, told: Sequence[Sentence]) -> bool:
    """Whether a sentence quotes or says what another has told."""
    words = one.text.partition("“")[2].rpartition("”")[0]
    return any(one.text == other.text or (words and words in other.text) for other in told)


def _tell(entry: Entry, material: Material) -> list[Sentence]:
    subject = entry.subject
    return tell_status(subject, material) if isinstance(subject, Status) else tell_development(subject, material)


def _line(entry: Entry, material: Material) -> Line:
    subject = entry.subject
    text = status_line(subject, material) if isinstance(subject, Status) else development_line(subject, material)
    return Line(text=text, about=subject.id, points=entry.points, reasons=entry.reasons)


def _added(
    members: Sequence[Entry],
    sentences: Sequence[Sentence],
    told: frozenset[str],
    cited: frozenset[str],
    conflicts: Sequence[Conflict],
    told_conflicts: set[str],
    material: Material,
) -> list[Sentence]:
    """What is disputed, unverified or not known about an item's lines, in this order, at most two sentences."""
    added: list[Sentence] = []
    for conflict in conflicts:
        if len(added) < _ADDED and conflict.id not in told_conflicts and told & set(conflict.claims):
            one = (
                tell_conflict(conflict, material, told=cited)
                if not _counts_told(conflict, sentences, material)
                else None
            )
            if one is not None and not _repeats(one, [*sentences, *added]):
                told_conflicts.add(conflict.id)
                added.append(one)
    answers = material.answers(told)
    for claim in answers:
        if claim.stance is Stance.CANNOT_VERIFY and len(added) < _ADDED:
            nameless = any(NAMELESS in one.text for one in sentences)
            about = material.at_hand([claim.about] if claim.about else [])
            one = tell_unverified(claim, about, material, nameless_told=nameless)
            if not _repeats(one, [*sentences, *added]):
                added.append(one)
    owned_up = [claim for claim in answers if claim.about in told and answers_for(claim)]
    if owned_up and len(added) < _ADDED:
        added.append(tell_responsible(owned_up, material))
        return added  # nor does it say then that nobody is known to have done it
    for entry in members:
        if isinstance(entry.subject, Development) and len(added) < _ADDED:
            unknown = tell_unknown(entry.subject, material)
            if unknown is not None and not _repeats(unknown, added):
                added.append(unknown)
    return added
