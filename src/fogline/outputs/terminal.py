"""A brief on a terminal. In: a `Brief` and a console. Out: what rich prints. Refused: nothing; markup is escaped."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fogline.outputs.brief import Brief, Note, as_known
from fogline.outputs.dates import day_words
from fogline.outputs.importance import reasons_words
from fogline.outputs.items import Item
from fogline.outputs.lines import counted_words
from fogline.outputs.material import Sentence

LABELS = {"disputed": "Disputed:", "unverified": "Unverified:"}  # what is not known says so itself
_ASIDE = {
    "tells no happening": "claims that tell of nothing that happened",
    "tells no happening, figure or status": "claims that tell of nothing that happened",
    "a caption tells no happening of its own": "captions of pictures, whose dates are not the event's",
    "counts what no claim of its report tells of": "figures whose event their report does not tell",
    "not known to be published by the day asked for": "reports without a date, perhaps of a later day",
    "published after the day asked for": "reports published after the day asked for",
    "its report is not used": "claims of those reports",
}
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WIDEST = 96  # columns; longer lines are hard to read


def print_brief(made: Brief, console: Console | None = None, *, explain: bool = False) -> None:
    """Prints the brief, at most 96 columns wide; on request with the reasons for the order of its lines."""
    console = console or Console()
    console.print(rendered(made, explain=explain), width=min(console.width, _WIDEST), highlight=False)


def rendered(made: Brief, *, explain: bool = False) -> RenderableType:
    """The brief as something that rich prints."""
    parts: list[RenderableType] = [Text(made.title, style="bold"), Text(as_known(made), style="dim")]
    parts += [Text(made.counts, style="italic dim"), Text("")]
    if not made.items:
        parts += [Text(made.empty or "Nothing was found for this question."), Text("")]
    for number, item in enumerate(made.items, 1):
        parts += [*_item(number, item, explain=explain), Text("")]
    parts += [Text(line, style="dim") for line in footer_lines(made)]
    parts += [Text(""), *(_note(note) for note in made.notes)]
    return Group(*parts)


def _item(number: int, item: Item, *, explain: bool) -> list[RenderableType]:
    body = Text()
    for place, one in enumerate(item.sentences):
        body.append(" " if place else "")
        body.append(_sentence(one))
    lines: list[RenderableType] = []
    for line in item.lines:
        lines.append(Padding(Text(line.text, style="dim cyan"), (0, 0, 0, 4)))
        if explain:
            lines.append(Padding(Text(reasons_words(line.reasons), style="dim"), (0, 0, 0, 8)))
    return [Text(f"{number} · {item.heading}", style="bold"), Padding(body, (0, 0, 0, 4)), *lines]


def _sentence(one: Sentence) -> Text:
    text = Text()
    if one.role in LABELS:
        text.append(LABELS[one.role] + " ", style="bold yellow")
    for piece in one.pieces:
        text.append(piece.text, style="italic" if one.role == "not known" else "")
        if piece.notes:
            text.append(" " + " ".join(str(note).translate(_SUPERSCRIPT) for note in piece.notes), style="cyan")
    return text


def _note(note: Note) -> RenderableType:
    text = Text()
    text.append(note.source, style="bold")
    text.append(": “" + " ".join(note.words.split()) + "”", style="default")
    text.append(" · " + note_tail(note), style="dim")
    row = Table.grid(padding=(0, 1))
    row.add_column(width=3, justify="right")
    row.add_column()
    row.add_row(Text(str(note.number), style="cyan"), text)
    return row


def note_tail(note: Note) -> str:
    """When it was said and printed, how sure, and where the words stand."""
    said, printed = day_words(note.said_on), day_words(note.published)
    days = f"said {said}" if said and note.speakers else ""
    if printed != said or not days:
        days = " · ".join(
            part for part in (days, f"printed {printed}" if printed else "day of printing not known") if part
        )
    sure = note.certainty + (f" (“{'”, “'.join(note.signals)}”)" if note.signals else "")
    return " · ".join([days, note.stance, sure, f"report {note.report}, characters {note.start:,}–{note.end:,}"])


def footer_lines(made: Brief) -> list[str]:
    """What the brief stands on, what is not known, what was set aside and what the limit left out."""
    footer = made.footer
    stands_on = f"{made.counts.split(' · ')[0]} and {counted_words(footer.claims, 'claim')}"
    lines = [f"Stands on {stands_on}; words between “ ” are the report's."]
    if footer.not_known:
        lines.append(f"Not known: {'; '.join(footer.not_known)}.")
    if footer.set_aside:
        reasons: dict[str, int] = {}
        for one in footer.set_aside:
            reason = _ASIDE.get(one.reason, one.reason)
            reasons[reason] = reasons.get(reason, 0) + 1
        lines.append(
            "Set aside: " + "; ".join(f"{reason} ({number:,})" for reason, number in sorted(reasons.items())) + "."
        )
    if footer.not_shown:
        left = counted_words(footer.not_shown, "more line")
        lines.append(f"Not shown here: {left}; ask for a place, a shorter span or a higher limit.")
    return lines
