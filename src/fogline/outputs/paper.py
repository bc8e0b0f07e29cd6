"""A brief, or one development, as PDF by typst: data beside the markup, never in it.

In: a `Brief`, or `Paper` that was put together. Out: bytes of a tagged PDF with its fonts. Refused with `FoglineError`:
a machine without the package `typst` (extra `pdf`). Typst gets the data as JSON text in `sys.inputs`, a folder of
its own for root and no fonts of the machine: a brief is the same file everywhere, and no report's text can read one.
"""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import resources, util
from pathlib import Path

from fogline.model.codec import Json
from fogline.model.errors import FoglineError, extra
from fogline.outputs.brief import Brief, Note, as_known
from fogline.outputs.terminal import LABELS, footer_lines, note_tail
from fogline.outputs.visible import visible, web

FOOT = "fogline: who says what, not what is true"
_NOTES = "Claims by their numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A claim in its paragraph."""

    who: str
    sure: str
    before: str
    words: str
    after: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is set: a brief, and for a development facts and passages by side."""

    brief: Brief
    title: str | None = None  # where it is not the brief's
    known: str | None = None
    ranked: bool = True
    facts: Sequence[tuple[str, str]] = ()
    sections: Mapping[str, Sequence[Passage]] = field(default_factory=dict)


def is_there() -> bool:
    """Whether typst is installed."""
    return util.find_spec("typst") is not None


def pdf(paper: Paper) -> bytes:
    """The paper as a PDF of A4 pages."""
    try:
        import typst
    except ImportError:
        raise FoglineError(f"PDF needs the package typst: install it, {extra('pdf')}") from None
    told = json.dumps(_told(paper), ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)  # nothing is in it but the template
        template = root / "paper.typ"
        template.write_bytes(_template())
        made = typst.compile(
            template, root=root, ignore_system_fonts=True, format="pdf", sys_inputs={"told": told},
            package_path=root, package_cache_path=root, timestamp=_moment(paper.brief.as_of),
        )  # fmt: skip
    return bytes(made)


@functools.cache
def _template() -> bytes:
    return resources.files("fogline.outputs").joinpath("templates", "paper.typ").read_bytes()


def _moment(as_of: str | None) -> datetime:
    """The day as of which it is told: no clock is read, so that the same picture is the same file."""
    try:
        return datetime.fromisoformat((as_of or "")[:10]).replace(tzinfo=UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def _told(paper: Paper) -> dict[str, Json]:
    made = paper.brief
    numbers = {note.number for note in made.notes}
    items: list[Json] = [
        {
            "heading": f"{number} · {visible(item.heading)}" if paper.ranked else None,
            "sentences": [
                {
                    "label": LABELS.get(one.role),
                    "pieces": [
                        {"text": visible(piece.text), "notes": [note for note in piece.notes if note in numbers]}
                        for piece in one.pieces
                    ],
                }
                for one in item.sentences
            ],
            "lines": [visible(line.text) for line in item.lines] if paper.ranked else [],
        }
        for number, item in enumerate(made.items, 1)
    ]
    empty = None if made.items or paper.sections else made.empty or "Nothing was found for this question."
    return {
        "title": visible(paper.title or made.title), "known": visible(paper.known or as_known(made)), "lang": "en",
        "foot": FOOT, "facts": [[name, visible(value)] for name, value in paper.facts], "items": items,
        "empty": empty, "notes_heading": _NOTES, "notes": [_note(note) for note in made.notes],
        "sections": [
            {"heading": visible(heading), "entries": [_passage(one) for one in passages]}
            for heading, passages in paper.sections.items()
        ],
        "closing": [visible(line) for line in footer_lines(made)] if paper.ranked else [],
    }  # fmt: skip


def _note(note: Note) -> dict[str, Json]:
    return {
        "number": note.number, "source": visible(note.source), "words": visible(" ".join(note.words.split())),
        "tail": visible(note_tail(note)), "url": web(note.url) or None,
    }  # fmt: skip


def _passage(one: Passage) -> dict[str, Json]:
    names = ("who", "sure", "before", "words", "after")
    told: dict[str, Json] = {name: visible(str(getattr(one, name))) for name in names}
    return {**told, "from": visible(one.source)}
