"""An alert: what became known, in a few plain sentences, with the claims it stands on.

In: what was found for a rule, and what stands around it. Out: `Alert`s, their text for a telephone, their JSON.
Refused: nothing. The sentences are those of a brief of that one thing; words between “ ” are a report's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fogline.model.alert import Rule
from fogline.model.claim import When
from fogline.model.codec import canonical
from fogline.model.picture import Conflict, Development, Picture, Status
from fogline.outputs.alert_match import Around, Found, days_between, first_day, last_day
from fogline.outputs.attribution import quotable, quoting, voice
from fogline.outputs.brief import Note, brief, note_of
from fogline.outputs.dates import day_words, when_words
from fogline.outputs.headings import theme_heading
from fogline.outputs.items import Item
from fogline.outputs.lines import counted_words, credibility_words, development_line, status_line
from fogline.outputs.material import Material, Sentence
from fogline.outputs.telling import tell_conflict
from fogline.outputs.terminal import LABELS
from fogline.outputs.visible import visible
from fogline.outputs.withheld import opened

_LATE = 2  # days from which it is said how late something became known
_MOST_CLAIMS = 200  # of one subject, the latest
_MOST_NOTES = 20  # claims that an alert carries
_SHOWN_NOTES = 6  # … of them in its text
_LONGEST = 280  # characters of one quotation in a text; an alert's JSON has it whole
NOT_ASSESSED = "What reports say, not what is known to be so."


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """When something became known: printed first and last, kept in the ledger."""

    first_printed: str | None
    last_printed: str | None
    recorded_at: str | None  # None: in a trial over the past
    on: str  # the day on which it was looked at (ISO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing that became known and that somebody wanted to be told."""

    id: str  # the same for the same thing under the same rule: what a receiver knows a repetition by
    rule: str
    conditions: str
    sort: str  # happening, status, conflict, silence
    title: str
    sentences: tuple[str, ...]
    happened: When
    known: Known
    timing: str  # both in words, and how late
    line: str  # origins, credibility and figures in plain fields
    since: str | None = None  # of a status or a silence
    place: str | None = None
    kind: str | None = None
    figure: float | None = None
    measure: str | None = None
    about: str | None = None  # id of the development, status or conflict
    claims: tuple[Note, ...] = ()  # the exact words, whose, where printed
    fresh: tuple[str, ...] = ()  # the claims among them for which it fired


def told(rule: Rule, found: Found, around: Around, known: Known) -> Alert:
    """The alert for what was found."""
    subject, development = found.subject, found.development
    standing = (development or subject).claims
    held = around.material(standing).at_hand(standing)[-_MOST_CLAIMS:]
    ids = list(dict.fromkeys([*(claim.id for claim in held), *found.claims, *subject.claims]))
    conflicts = around.conflicts_of(ids) if development is not None or isinstance(subject, Status) else []
    if isinstance(subject, Conflict):
        conflicts = [subject, *(one for one in conflicts if one.id != subject.id)]
    whole = around.material(dict.fromkeys([*ids, *(name for one in conflicts for name in one.claims)]))
    found, picture, material = _opened(found, conflicts, whole, around)
    subject, development = found.subject, found.development
    title, sentences, notes = _sentences(found, picture, material)
    cited = {note.claim for note in notes}
    more = [claim for claim in material.at_hand(found.claims) if claim.id not in cited][-_MOST_NOTES:]
    numbered = [note_of(claim, number, material.reports) for number, claim in enumerate(more, len(notes) + 1)]
    place = development.place if development else subject.place if isinstance(subject, Status) else None
    return Alert(
        id=alert_id(rule, [min(found.claims), found.figure if rule.rises else None]),
        rule=rule.name,
        conditions=rule.said,
        sort=rule.sort,
        title=visible(title + _late(found, known)),
        sentences=tuple(visible(one) for one in sentences),
        happened=found.when,
        since=found.since,
        known=known,
        timing=timing(found.when, found.since, known),
        line=visible(_line(found, material)),
        place=place.name if place else None,
        kind=development.kind if development else None,
        figure=found.figure,
        measure=rule.measure if found.figure is not None else None,
        about=subject.id,
        claims=(*notes, *numbered),
        fresh=found.claims,
    )


def silent(rule: Rule, outlet: str, said: str, last: str, usual: float, known: Known) -> Alert:
    """The alert that an outlet is no longer heard."""
    return Alert(
        id=alert_id(rule, [outlet, last]),
        rule=rule.name,
        conditions=rule.said,
        sort="silence",
        title=visible(f"No report from {outlet} since {day_words(last)}"),
        sentences=(visible(f"{said[:1].upper()}{said[1:]}."),),
        happened=When(),
        since=last,
        known=known,
        timing=f"Last heard on {day_words(last)}, looked at on {day_words(known.on)}.",
        line=f"before: {usual:g} reports a day",
        about=outlet,
    )


def alert_id(rule: Rule, what: Sequence[str | float | None]) -> str:
    """The same for the same thing under the same rule."""
    return "a_" + hashlib.sha256(canonical([rule.name, rule.sort, *what])).hexdigest()[:16]


def timing(when: When, since: str | None, known: Known) -> str:
    """When it happened, was printed and became known, and how late that is.

    >>> known = Known(first_printed="2023-03-09", last_printed="2023-03-09", recorded_at=None, on="2023-03-09")
    >>> timing(When(begin="2023-03-02", finish="2023-03-02"), None, known)
    'Happened on 2 March 2023, printed on 9 March 2023: told 7 days late.'
    >>> timing(When(finish="2023-03-09", basis="published by"), None, known)
    'Day not said, printed on 9 March 2023.'
    """
    happened = f"Since {day_words(since)}" if since else "Day not said"
    if first_day(when) is not None:
        happened = f"Happened {when_words(when)}"
    printed = _printed(known)
    words = ", ".join(part for part in (happened, printed) if part)
    late = days_between(since or last_day(when), known.first_printed)
    if late is not None and late >= _LATE:
        words += f": told {late:,} days late"
    if known.recorded_at is None:
        return f"{words}."
    came = f"{known.recorded_at[:10]}, {known.recorded_at[11:16]} UTC"
    after = days_between(known.last_printed, known.recorded_at)
    long = f", {after:,} days after it was printed" if after is not None and after >= _LATE else ""
    return f"{words}. In this ledger since {day_words(came)}{came[10:]}{long}."


def text(alert: Alert, *, again: bool = False) -> str:
    """The alert to be read on a telephone, below its title."""
    parts = [" ".join(alert.sentences), alert.timing, alert.line]
    first = sorted(alert.claims, key=lambda note: (note.claim not in alert.fresh, note.number))[:_SHOWN_NOTES]
    notes = [_note(note) for note in sorted(first, key=lambda note: note.number)]
    left = len(alert.claims) - len(notes)
    notes += [f"… and {left:,} more"] if left else []
    foot = [NOT_ASSESSED] if alert.claims else []
    foot.append(f"Rule “{alert.rule}”: {alert.conditions}. Alert {alert.id}.")
    foot += ["You may have had this one before: the last try to send it was cut off."] if again else []
    return "\n\n".join(part for part in ("\n".join(filter(None, parts)), "\n".join(notes), "\n".join(foot)) if part)


def roundup(alerts: Sequence[Alert], *, again: bool = False) -> tuple[str, str]:
    """Title and text of many alerts of one rule in one message."""
    title = f"{len(alerts):,} alerts at once: {alerts[0].rule}"
    rows = [
        f"{one.title} ({when_words(one.happened) or day_words(one.since) or 'day not said'}) {one.id}" for one in alerts
    ]
    foot = f"{NOT_ASSESSED}\nEach with its claims: fogline alert log ID"
    if again:
        foot += "\nYou may have had this before: the last try to send it was cut off."
    return title, "\n".join(rows) + "\n\n" + foot


def _opened(
    found: Found, conflicts: Sequence[Conflict], material: Material, around: Around
) -> tuple[Found, Picture, Material]:
    """What was found, as rows of a picture, and what it stands on, without what is withheld."""
    subject, development = found.subject, found.development
    rows = Picture(
        as_of=None,
        developments=(development,) if development is not None else (),
        statuses=(subject,) if isinstance(subject, Status) else (),
        conflicts=tuple(conflicts),
    )
    picture, (claims, reports) = opened(rows, (material.claims, material.reports), around.private)
    about = next(iter(picture.developments), None)
    same: Sequence[Development | Status | Conflict] = (*picture.developments, *picture.statuses, *picture.conflicts)
    shown = replace(found, subject=next(one for one in same if one.id == subject.id), development=about)
    return shown, picture, Material(claims=claims, reports=reports)


def _sentences(found: Found, picture: Picture, material: Material) -> tuple[str, list[str], tuple[Note, ...]]:
    subject = found.subject
    made = brief(picture, tuple(material.reports.values()), tuple(material.claims.values()), limit=1)
    disputed = isinstance(subject, Conflict)
    if made.items and not (disputed and not any(one.role == "disputed" for one in made.items[0].sentences)):
        return _titled(made.items[0], disputed=disputed), [_cited(one) for one in made.items[0].sentences], made.notes
    return _own_words(found, material)


def _own_words(found: Found, material: Material) -> tuple[str, list[str], tuple[Note, ...]]:
    """What a brief does not tell: in the claims' own words."""
    subject = found.subject
    alone = Material(claims=material.claims, reports=material.reports)
    claims = alone.at_hand(found.claims)
    made = tell_conflict(subject, alone) if isinstance(subject, Conflict) else None
    one = made or quoting(max(claims, key=quotable), alone)
    notes = [note_of(material.claims[name], number, material.reports) for name, number in alone.numbers.items()]
    place = found.development.place if found.development else subject.place if isinstance(subject, Status) else None
    named = place or next((where for claim in claims for where in claim.places), None)
    kind = subject.kind if not isinstance(subject, Status) else subject.aspect
    who, _ = voice([claims[0]], None, alone)
    title = theme_heading(named.name, kind) if named else f"what {who} said"
    return (f"Disputed: {title}" if isinstance(subject, Conflict) else title), [_cited(one)], tuple(notes)


def _titled(item: Item, *, disputed: bool) -> str:
    return f"Disputed: {item.heading}" if disputed and "disputed" not in item.heading else item.heading


def _cited(one: Sentence) -> str:
    words = "".join(
        piece.text.removesuffix(".")
        + (" [" + ", ".join(map(str, piece.notes)) + "]" if piece.notes else "")
        + ("." if piece.text.endswith(".") else "")
        for piece in one.pieces
    )
    return f"{LABELS[one.role]} {words}" if one.role in LABELS else words


def _line(found: Found, material: Material) -> str:
    if isinstance(found.subject, Status):
        return status_line(found.subject, material)
    one: Development | None = found.development
    if one is None:
        return ""
    whole = development_line(one, material)
    fixed = f"{counted_words(one.origins, 'origin')} · {credibility_words(one.credibility)}"
    return f"{fixed}{whole.partition(fixed)[2]}"


def _late(found: Found, known: Known) -> str:
    """What a title says of something that is not fresh: nobody reads on at night."""
    told_after = days_between(found.since or last_day(found.when), known.first_printed)
    came_after = days_between(known.last_printed, known.recorded_at)
    if told_after is not None and told_after >= _LATE:
        return f" (told {told_after:,} days late)"
    return f" (printed {came_after:,} days ago)" if came_after is not None and came_after >= _LATE else ""


def _printed(known: Known) -> str:
    first, last = day_words(known.first_printed), day_words(known.last_printed)
    if not first:
        return ""
    return f"printed on {first}" if first == last else f"first printed on {first}, last on {last}"


def _note(note: Note) -> str:
    words = " ".join(note.words.split())
    cut = words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"
    said, printed = day_words(note.said_on) if note.speakers else "", day_words(note.published)
    days = [f"said {said}"] if said and said != printed else []
    days.append(f"printed {printed}" if printed else "day of printing not known")
    stance = [note.stance] if note.stance != "asserts" else []
    signals = f" (“{'”, “'.join(note.signals)}”)" if note.signals else ""
    sure = [note.certainty + signals] if note.certainty != "certain" else []
    link = f" {note.url}" if note.url else ""
    return visible(f"[{note.number}] {note.source}: “{cut}” · {', '.join([*stance, *sure, *days])}{link}")
