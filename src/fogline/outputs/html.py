"""A brief as one HTML page that needs nothing else. In: a `Brief`. Out: a page without scripts, escaped by jinja2."""

from __future__ import annotations

import functools

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from fogline.outputs.brief import Brief, as_known
from fogline.outputs.terminal import LABELS, footer_lines, note_tail


@functools.cache
def _template() -> Template:
    loader = PackageLoader("fogline.outputs", "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template("brief.html")


def html(made: Brief) -> str:
    """The brief as a page that reads on a screen and on paper, its notes linked both ways."""
    uses: dict[int, list[str]] = {}
    anchors: dict[tuple[int, int, int, int], str] = {}
    for i, item in enumerate(made.items):
        for s, one in enumerate(item.sentences):
            for p, piece in enumerate(one.pieces):
                for note in piece.notes:
                    anchor = f"use-{i + 1}-{s + 1}-{p + 1}-{note}"
                    anchors[i, s, p, note] = anchor
                    uses.setdefault(note, []).append(anchor)
    return _template().render(
        brief=made,
        known=as_known(made),
        footer=footer_lines(made),
        labels=LABELS,
        tail=note_tail,
        uses=uses,
        anchors=anchors,
    )
