"""Who did it is only called unknown where no side is named near the words."""

from __future__ import annotations

from dataclasses import replace

from fogline.model.report import Report
from fogline.outputs.brief import brief

from .material import BRIDGE, CLAIMS, PICTURE, REPORTS, SECOND


def told(text: str) -> str:
    moved = replace(BRIDGE, start=text.index(BRIDGE.quote), end=text.index(BRIDGE.quote) + len(BRIDGE.quote))
    report: Report = replace(SECOND, text=text)
    claims = [moved if one is BRIDGE else one for one in CLAIMS]
    made = brief(PICTURE, [*REPORTS[:1], report], claims)
    return " ".join(one.text for item in made.items for one in item.sentences)


def test_nobody_is_named() -> None:
    assert "Nobody says who destroyed it." in told(SECOND.text)


def test_a_side_that_is_named_keeps_it_silent() -> None:
    assert "Nobody says" not in told(SECOND.text.replace("A bridge near", "After Ukraine shelled it, A bridge near"))
