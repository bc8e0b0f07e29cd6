"""The picture in sentences, each with the claims it stands on.

Comes in: a picture, its reports and claims, and a question (a span, a place). Goes out: a `Brief`, most important
first by the rule of `importance`. Refused: a line whose claims are not at hand; a claim whose words are not in its
report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fogline.data.kinds import kinds
from fogline.model.claim import Claim, Stance
from fogline.model.picture import Conflict, Development, Picture, Status
from fogline.model.report import Report, SetAside
from fogline.outputs.choice import Entry, entries_of
from fogline.outputs.dates import day_words, read_day, span_words
from fogline.outputs.importance import Reason
from fogline.outputs.lines import development_line, status_line
from fogline.outputs.material import Material, Sentence
from fogline.outputs.naming import joined, sentence, speaker_words
from fogline.outputs.telling import tell_conflict, tell_development, tell_status, tell_unknown, tell_unverified
from fogline.outputs.tolls import dead

_TOLD = 2  # plain sentences an item
_ADDED = 2  # sentences more for what is disputed, unverified or not known
_ELSEWHERE = 4  # sentences in the last item, where there is more than the brief holds
_IN_TITLE = 3  # places in the title


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A claim under its number: who, where printed, when said, how sure, the exact words."""

    number: int
    claim: str
    speakers: tuple[str, ...]  # empty: the outlet's own voice
    via: str | None
    outlet: str | None
    said_on: str | None
    published: str | None
    stance: str
    certainty: str
    signals: tuple[str, ...]
    words: str
    report: str
    title: str | None
    url: str | None
    start: int
    end: int

    @property
    def source(self) -> str:
        """Speaker ← outlet, as told under the number."""
        outlet = self.outlet or "outlet not given"
        via = f", {self.via}" if self.via and self.speakers else ""
        return f"{joined(list(self.speakers))}{via} ← {outlet}" if self.speakers else outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What the brief stands on, what was set aside and why, what is not known."""

    reports: int
    outlets: int
    origins: int
    claims: int
    conflicts: int
    not_shown: int  # developments and statuses that the limit left out
    set_aside: tuple[SetAside, ...] = ()
    not_known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Key developments of a span or a place, each sentence with numbered claims."""

    title: str
    span: str
    as_of: str | None
    items: tuple[Item, ...]
    notes: tuple[Note, ...]
    footer: Footer

    @property
    def counts(self) -> str:
        """What it stands on, in one line."""
        footer = self.footer
        each = ((footer.reports, "report"), (footer.outlets, "outlet"), (footer.origins, "origin"))
        said = [f"{number:,} {noun}{'' if number == 1 else 's'}" for number, noun in each]
        conflicts = f"{footer.conflicts:,} conflict{'' if footer.conflicts == 1 else 's'}"
        return ", ".join(said) + f" · {conflicts}"


def brief(
    picture: Picture,
    reports: Sequence[Report],
    claims: Sequence[Claim],
    *,
    since: str | None = None,
    until: str | None = None,
    place: str | None = None,
    limit: int = 12,
) -> Brief:
    """Key developments of the picture between two days (ISO, both included) and at a place, most important first."""
    by_id = {report.id: report for report in reports}
    usable = {one.id: one for one in claims if one.report in by_id and one.end <= len(by_id[one.report].text)}
    first, last = _span(reports, since, until)
    material = Material(claims=usable, reports=by_id, year=_year(first, last))
    entries = sorted(entries_of(picture, material, since, until, place), key=lambda entry: entry.order)
    conflicts = [one for one in picture.conflicts if set(one.claims) <= set(usable)]
    drafts, left = _items(entries, conflicts, material, limit)
    items, numbers = _renumbered(drafts, material)
    return Brief(
        title=_title(entries[: 2 * limit], place),
        span=span_words(first, last),
        as_of=picture.as_of,
        items=items,
        notes=tuple(_note(usable[claim], number, by_id) for claim, number in numbers.items()),
        footer=_footer(picture, entries, conflicts, material, left),
    )


def _renumbered(items: Sequence[Item], material: Material) -> tuple[tuple[Item, ...], dict[str, int]]:
    """The items with their claims numbered from 1 as they stand, and the numbers; a sentence that was cut took some."""
    cited = dict.fromkeys(number for item in items for one in item.sentences for number in one.notes)
    new = {old: number for number, old in enumerate(cited, 1)}
    claims = {number: claim for claim, number in material.numbers.items()}

    def again(one: Sentence) -> Sentence:
        pieces = (replace(piece, notes=tuple(sorted(new[number] for number in piece.notes))) for piece in one.pieces)
        return replace(one, pieces=tuple(pieces))

    told = tuple(replace(item, sentences=tuple(again(one) for one in item.sentences)) for item in items)
    return told, {claims[old]: number for old, number in new.items()}


def _span(reports: Sequence[Report], since: str | None, until: str | None) -> tuple[str | None, str | None]:
    days = sorted(report.published[:10] for report in reports if read_day(report.published) and report.published)
    known = [day for day in days if not day.startswith("X")] or days
    return since or (known[0] if known else None), until or (known[-1] if known else None)


def _year(first: str | None, last: str | None) -> int | None:
    """The year that goes without saying: the brief's only one."""
    years = {day.year for day in map(read_day, (first, last)) if day is not None}
    return years.pop() if len(years) == 1 else None


def _items(
    entries: Sequence[Entry], conflicts: Sequence[Conflict], material: Material, limit: int
) -> tuple[list[Item], int]:
    """Items until the limit; the next few lines share a last item, what is left is counted."""
    open_entries, items, told_conflicts = list(entries), list[Item](), set[str]()
    while open_entries and len(items) < limit:
        lead = open_entries[0]
        group = [one for one in open_entries if (one.place, one.theme) == (lead.place, lead.theme)]
        item, used = _item(lead, group, conflicts, told_conflicts, material)
        open_entries = [one for one in open_entries if one.subject.id not in used]
        if item is not None:
            items.append(item)
    sentences: list[Sentence] = []
    lines: list[Line] = []
    while open_entries and len(sentences) < _ELSEWHERE:
        entry = open_entries.pop(0)
        told = _tell(entry, material)[:1]
        sentences += told
        lines += [_line(entry, material)] if told else []
    if sentences:
        items.append(Item(heading="Elsewhere", sentences=tuple(sentences), lines=tuple(lines)))
    return items, len(open_entries)


def _item(
    lead: Entry, group: Sequence[Entry], conflicts: Sequence[Conflict], told_conflicts: set[str], material: Material
) -> tuple[Item | None, set[str]]:
    """One item: the leading line and what stands beside it, and the ids it used up."""
    sentences: list[Sentence] = []
    lines, used, told = list[Line](), set[str](), set[str]()
    members: list[Entry] = []
    for entry in [lead, *(one for one in group if one is not lead)]:
        claims = {claim.id for claim in material.at_hand(entry.subject.claims)}
        if claims <= told:  # the same words were told already: the plain fields are enough
            used.add(entry.subject.id)
            lines.append(_line(entry, material))
            continue
        if len(sentences) >= _TOLD:
            continue
        fresh = [one for one in _tell(entry, material) if one.text not in {other.text for other in sentences}]
        used.add(entry.subject.id)
        if fresh:
            sentences += fresh[: _TOLD - len(sentences)]
            lines.append(_line(entry, material))
            members.append(entry)
            told |= claims
    if not sentences:
        return None, used or {lead.subject.id}
    numbers = {number for one in sentences for number in one.notes}
    cited = frozenset(claim for claim, number in material.numbers.items() if number in numbers)
    sentences += _added(members, frozenset(told), cited, conflicts, told_conflicts, material)
    heading = _heading(lead, members, material)
    return Item(
        heading=heading, sentences=tuple(sentences), lines=tuple(lines), place=lead.place or None, points=lead.points
    ), used


def _tell(entry: Entry, material: Material) -> list[Sentence]:
    subject = entry.subject
    return tell_status(subject, material) if isinstance(subject, Status) else tell_development(subject, material)


def _line(entry: Entry, material: Material) -> Line:
    subject = entry.subject
    text = status_line(subject, material) if isinstance(subject, Status) else development_line(subject, material)
    return Line(text=text, about=subject.id, points=entry.points, reasons=entry.reasons)


def _added(
    members: Sequence[Entry],
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
            one = tell_conflict(conflict, material, told=cited)
            if one is not None:
                told_conflicts.add(conflict.id)
                added.append(one)
    for claim in sorted(material.claims.values(), key=lambda one: one.id):
        if claim.stance is Stance.CANNOT_VERIFY and (claim.about in told or claim.id in told) and len(added) < _ADDED:
            about = material.at_hand([claim.about] if claim.about else [])
            added.append(tell_unverified(claim, about, material))
    for entry in members:
        if isinstance(entry.subject, Development) and len(added) < _ADDED:
            one = tell_unknown(entry.subject, material)
            if one is not None and one.text not in {other.text for other in added}:
                added.append(one)
    return added


def _heading(lead: Entry, members: Sequence[Entry], material: Material) -> str:
    """The place and what is told of it; the dead, where there are any."""
    place = lead.place or "Place not said"
    labels: list[str] = []
    for entry in members:
        subject = entry.subject
        if isinstance(subject, Development):
            killed = dead(subject, material)
            if killed:
                return f"{place}: {killed:,.0f} reported dead"
            kind = kinds().get(subject.kind or "")
            labels.append(kind.label if kind else "what else is said")
        else:
            labels.append({"access": "ways in and out"}.get(subject.aspect, subject.aspect))
    return f"{place}: {joined(list(dict.fromkeys(labels)))}"


def _title(entries: Sequence[Entry], place: str | None) -> str:
    if place:
        return f"Key developments: {place}"
    weights: Counter[str] = Counter()
    for entry in entries:
        if entry.place:
            weights[entry.place] += max(int(entry.points * 100), 1)
    names = [name for name, _ in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_IN_TITLE]]
    return "Key developments" + (f": {', '.join(names)}" if names else "")


def _note(claim: Claim, number: int, reports: dict[str, Report]) -> Note:
    report = reports[claim.report]
    speakers = tuple(
        speaker_words(one).removeprefix("the ") or "speaker not named in the text" for one in claim.speakers
    )
    via = next((one.via for one in claim.speakers if one.via), None)
    return Note(
        number=number,
        claim=claim.id,
        speakers=speakers,
        via=via,
        outlet=report.outlet,
        said_on=claim.said_on,
        published=report.published,
        stance=claim.stance.value,
        certainty=claim.certainty.value,
        signals=claim.certainty.signals,
        words=report.text[claim.start : claim.end],
        report=report.id,
        title=report.title,
        url=report.url,
        start=claim.start,
        end=claim.end,
    )


def _footer(
    picture: Picture, entries: Sequence[Entry], conflicts: Sequence[Conflict], material: Material, left: int
) -> Footer:
    used = {claim for entry in entries for claim in entry.subject.claims if claim in material.claims}
    reports = {material.claims[claim].report for claim in used}
    outlets = {material.reports[report].outlet or report for report in reports}
    origins = {
        origin for entry in entries if isinstance(entry.subject, Development) for origin in entry.subject.origin_ids
    }
    if not origins:
        origins = {line.origin for line in picture.reports if line.id in reports} or reports
    return Footer(
        reports=len(reports),
        outlets=len(outlets),
        origins=len(origins),
        claims=len(used),
        conflicts=len(conflicts),
        not_shown=left,
        set_aside=picture.set_aside,
        not_known=tuple(_not_known(used, material)),
    )


def _not_known(used: Iterable[str], material: Material) -> Iterable[str]:
    """What no report says, as far as the brief's own claims go."""
    claims = [material.claims[one] for one in used]
    undated = {claim.report for claim in claims if material.reports[claim.report].published is None}
    if undated:
        yield sentence(f"when {_some(len(undated), 'report')} {'was' if len(undated) == 1 else 'were'} published")
    yearless = {claim.report for claim in claims if (material.reports[claim.report].published or "").startswith("X")}
    if yearless:
        yield sentence(f"the year of {_some(len(yearless), 'report')}")
    nameless = sum(1 for claim in claims if claim.speakers and not any(map(speaker_words, claim.speakers)))
    if nameless:
        yield sentence(f"who speaks in {_some(nameless, 'claim')}")
    nowhere = {claim.id for claim in claims for place in claim.places if place.lat is None}
    if nowhere:
        yield sentence(f"where a place named in {_some(len(nowhere), 'claim')} lies")


def _some(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def as_known(made: Brief) -> str:
    """The line under the title: the span and the day as of which it was known."""
    known = f"as known on {day_words(made.as_of)}" if day_words(made.as_of) else ""
    return " · ".join(part for part in (made.span, known) if part)
