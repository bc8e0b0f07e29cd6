"""A brief as Markdown. In: a `Brief`. Out: text with notes linked both ways. Refused: nothing; marks are escaped."""

from __future__ import annotations

import re

from fogline.outputs.brief import Brief, Note, as_known
from fogline.outputs.importance import reasons_words
from fogline.outputs.items import Item
from fogline.outputs.material import Sentence
from fogline.outputs.terminal import LABELS, footer_lines, note_tail

_MARKS = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(made: Brief, *, explain: bool = False) -> str:
    """The brief as one Markdown page; on request with the reasons for the order of its lines."""
    head = [f"# {_plain(made.title)}", "", _plain(as_known(made)) + "  ", f"*{_plain(made.counts)}*", ""]
    items = [line for number, item in enumerate(made.items, 1) for line in _item(number, item, explain=explain)]
    notes = [line for note in made.notes for line in (_note(note), "")]
    footer = [f"*{_plain(line)}*  " for line in footer_lines(made)]
    if not items:
        items = [_plain(made.empty or "Nothing was found for this question."), ""]
    return "\n".join([*head, *items, *footer, "", "## Claims", "", *notes]).rstrip() + "\n"


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _item(number: int, item: Item, *, explain: bool) -> list[str]:
    lines = [f"## {number} · {_plain(item.heading)}", "", " ".join(_sentence(one) for one in item.sentences), ""]
    for line in item.lines:
        lines.append(f"- `{line.text.replace('`', chr(39))}`")
        lines += [f"  {_plain(reasons_words(line.reasons))}"] if explain else []
    return [*lines, ""]


def _sentence(one: Sentence) -> str:
    label = LABELS.get(one.role, "")
    words = "".join(
        _plain(piece.text) + "".join(f" [{note}](#note-{note})" for note in piece.notes) for piece in one.pieces
    )
    return f"**{label}** {words}" if label else words


def _note(note: Note) -> str:
    words = _plain(" ".join(note.words.split()))
    return (
        f'<a id="note-{note.number}"></a>**{note.number}** {_plain(note.source)}: “{words}” · {_plain(note_tail(note))}'
    )
