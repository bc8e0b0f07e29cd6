"""The picture in sentences, each with the claims it stands on.

Comes in: a picture, its reports and claims, and a question (a span, a place). Goes out: a `Brief`, most important
first by the rule of `importance`. Refused: a line whose claims are not at hand; a claim whose words are not in its
report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.model.claim import Claim
from fogline.model.picture import Conflict, Development, Picture
from fogline.model.report import Report, SetAside
from fogline.outputs.choice import Entry, entries_of
from fogline.outputs.dates import day_words, read_day, span_words
from fogline.outputs.items import Item, items_of
from fogline.outputs.material import Material, Sentence
from fogline.outputs.naming import joined, speaker_words

_MOST_NOTES = 4  # numbers a sentence; more do not read
_IN_TITLE = 3  # places in the title


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
    empty: str | None = None  # why there is nothing to tell, and what to do

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
    beyond: int = 0,
) -> Brief:
    """Key developments of the picture between two days (ISO, both included) and at a place, most important first.

    `beyond`: developments and statuses that fit too, and are less important than those of the picture.
    """
    by_id = {report.id: report for report in reports}
    usable = {one.id: one for one in claims if one.report in by_id and one.end <= len(by_id[one.report].text)}
    first, last = _span(reports, since, until)
    material = Material(claims=usable, reports=by_id, year=_year(first, last))
    entries = sorted(entries_of(picture, material, since, until, place, (first, last)), key=lambda entry: entry.order)
    conflicts = [one for one in picture.conflicts if set(one.claims) <= set(usable)]
    drafts, left = items_of(entries, conflicts, material, limit)
    items, numbers = _renumbered(drafts, material)
    return Brief(
        title=_title(entries[: 2 * limit], place),
        span=span_words(first, last),
        as_of=picture.as_of or _last_day(reports),
        items=items,
        notes=tuple(note_of(usable[claim], number, by_id) for claim, number in numbers.items()),
        footer=_footer(picture, entries, conflicts, material, left + beyond),
        empty=None if items else _why_empty(reports, material, since, until, place),
    )


def _why_empty(
    reports: Sequence[Report], material: Material, since: str | None, until: str | None, place: str | None
) -> str:
    """Why there is nothing to tell, and what to do about it."""
    days = sorted(report.published[:10] for report in reports if report.published)
    dated = f"The reports are dated {span_words(days[0], days[-1])}." if days else "No report is dated."
    if not reports:
        return "No report was known by the day asked for. Ask for a later day."
    if (since or until) and not any((since or "") <= day <= (until or "9999") for day in days):
        asked = span_words(since, until)
        within = f"between {asked.replace(' to ', ' and ')}" if since and until else asked
        return f"No report is dated {f'on {asked}' if since == until else within}. {dated} Widen the span."
    if place and not any(
        place.casefold() in (one.name.casefold(), one.as_worded.casefold(), (one.admin1 or "").casefold())
        for claim in material.claims.values()
        for one in claim.places
    ):
        return f"No report names {place}. Try another spelling; `fogline claims PATH` lists the places named."
    return f"The reports tell of nothing that fits the question. {dated} Widen the span or leave a filter out."


def _renumbered(items: Sequence[Item], material: Material) -> tuple[tuple[Item, ...], dict[str, int]]:
    """The items with their claims numbered from 1 as they stand, and the numbers; a sentence that was cut took some."""
    items = [replace(item, sentences=tuple(_few_notes(one) for one in item.sentences)) for item in items]
    cited = dict.fromkeys(number for item in items for one in item.sentences for number in one.notes)
    new = {old: number for number, old in enumerate(cited, 1)}
    claims = {number: claim for claim, number in material.numbers.items()}

    def again(one: Sentence) -> Sentence:
        return replace(one, pieces=tuple(replace(piece, notes=numbers(piece.notes)) for piece in one.pieces))

    def numbers(notes: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(new[number] for number in notes))

    told = tuple(replace(item, sentences=tuple(again(one) for one in item.sentences)) for item in items)
    return told, {claims[old]: number for old, number in new.items()}


def _last_day(reports: Sequence[Report]) -> str | None:
    """The day as of which it is known, where nobody asked for one: that of the latest report."""
    days = (report.published[:10] for report in reports if report.published and not report.published.startswith("X"))
    return max(days, default=None)


def _few_notes(one: Sentence) -> Sentence:
    """The sentence with at most four numbers, each of its pieces keeping one where it has any."""
    kept: list[tuple[int, ...]] = [piece.notes[:1] for piece in one.pieces]
    room = _MOST_NOTES - sum(map(len, kept))
    for place, piece in enumerate(one.pieces):
        more = piece.notes[1 : 1 + max(room, 0)]
        kept[place] += more
        room -= len(more)
    pieces = (replace(piece, notes=notes) for piece, notes in zip(one.pieces, kept, strict=True))
    return replace(one, pieces=tuple(pieces))


def _span(reports: Sequence[Report], since: str | None, until: str | None) -> tuple[str | None, str | None]:
    days = sorted(report.published[:10] for report in reports if read_day(report.published) and report.published)
    known = [day for day in days if not day.startswith("X")] or days
    if known and ((since and since > known[-1]) or (until and until < known[0])):
        return since, until  # nothing was published then
    return since or (known[0] if known else None), until or (known[-1] if known else None)


def _year(first: str | None, last: str | None) -> int | None:
    """The year that goes without saying: the brief's only one."""
    years = {day.year for day in map(read_day, (first, last)) if day is not None}
    return years.pop() if len(years) == 1 else None


def _title(entries: Sequence[Entry], place: str | None) -> str:
    if place:
        return f"Key developments: {place}"
    weights: Counter[str] = Counter()
    for entry in entries:
        if entry.first:
            weights[entry.first] += max(int(entry.points * 100), 1)
    names = [name for name, _ in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_IN_TITLE]]
    return "Key developments" + (f": {', '.join(names)}" if names else "")


def note_of(claim: Claim, number: int, reports: Mapping[str, Report]) -> Note:
    """A claim under its number."""
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
        conflicts=sum(1 for one in conflicts if used & set(one.claims)),
        not_shown=left,
        set_aside=picture.set_aside,
        not_known=tuple(_not_known(used, material)),
    )


def _not_known(used: Iterable[str], material: Material) -> Iterable[str]:
    """What no report says, as far as the brief's own claims go."""
    claims = [material.claims[one] for one in used]
    undated = {claim.report for claim in claims if material.reports[claim.report].published is None}
    if undated:
        yield f"when {_some(len(undated), 'report')} {'was' if len(undated) == 1 else 'were'} published"
    yearless = {claim.report for claim in claims if (material.reports[claim.report].published or "").startswith("X")}
    if yearless:
        yield f"the year of {_some(len(yearless), 'report')}"
    nameless = sum(1 for claim in claims if claim.speakers and not any(map(speaker_words, claim.speakers)))
    if nameless:
        yield f"whose word {_some(nameless, 'claim')} {'is' if nameless == 1 else 'are'}"
    nowhere = {claim.id for claim in claims for place in claim.places if place.lat is None}
    if nowhere:
        yield f"where a place named in {_some(len(nowhere), 'claim')} lies"


def _some(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def as_known(made: Brief) -> str:
    """The line under the title: the span and the day as of which it was known."""
    known = f"as known on {day_words(made.as_of)}" if day_words(made.as_of) else ""
    return " · ".join(part for part in (made.span, known) if part)
