"""The brief: every sentence stands on claims, every note on the report's own words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.model.claim import Actor, Certainty, Stage, When
from fogline.model.codec import canonical
from fogline.outputs.brief import Brief, brief
from fogline.outputs.wording import claim_clause

from .material import CLAIMS, PICTURE, REPORTS, SHELLED, SIX

TOOK, PULL = "Russian troops captured Siversk", "Russian troops will withdraw from Siversk"
POSSIBLE = Certainty(value="possible")
WHOLE = brief(PICTURE, REPORTS, CLAIMS, since="2023-02-01", until="2023-02-12")


def told(made: Brief) -> str:
    return " ".join(one.text for item in made.items for one in item.sentences)


def checked(made: Brief) -> None:
    texts = {report.id: report.text for report in REPORTS}
    assert [note.number for note in made.notes] == list(range(1, len(made.notes) + 1))
    cited = {number for item in made.items for one in item.sentences for number in one.notes}
    assert cited == {note.number for note in made.notes}
    for item in made.items:
        for one in item.sentences:
            assert one.notes, one.text
            assert one.text[-1] in ".”", one.text
            assert len(item.sentences) <= 5
            assert len(one.notes) <= 4
    for note in made.notes:
        assert note.words == texts[note.report][note.start : note.end]


def test_every_sentence_cites_and_every_note_quotes() -> None:
    checked(WHOLE)
    assert WHOLE.title == "Key developments: Siversk"
    assert WHOLE.span == "1 to 12 February 2023"
    assert WHOLE.counts.startswith("2 reports, 2 outlets")


@pytest.mark.parametrize(
    "words",
    [
        "The Donetsk Oblast governor says that Russian troops shelled Siversk on 9 February.",
        "Six people were killed in Siversk, two children among them; an earlier count was four; "
        "the text does not say whose figure it is.",
        "Herald TV could not verify the figure.",
        "The Dnipro Institute assesses that Ukraine could withdraw from Siversk.",
        "One bridge was destroyed in Siversk, Morning Herald reports. Nobody says who destroyed it.",
        "“The road from Sloviansk is barely usable”",
        "armed forces on 10 February, “The road from Sloviansk is under fire”",
        "denied that it fires on homes",
    ],
)
def test_wording(words: str) -> None:
    assert words in told(WHOLE)


def test_what_is_possible_is_never_told_as_done() -> None:
    assert "withdrew" not in told(WHOLE)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "attack", "stage": Stage.REPELLED}, None),
        ({"kind": "territory_captured", "stage": Stage.HAPPENED, "quote": TOOK}, "Russian troops captured Siversk"),
        (
            {"kind": "territory_captured", "stage": Stage.HAPPENED, "quote": TOOK, "certainty": POSSIBLE},
            "Russian troops may have captured Siversk",
        ),
        ({"kind": "encirclement", "stage": Stage.ATTEMPTED}, None),
        ({"kind": "withdrawal", "stage": Stage.PLANNED, "quote": PULL}, "Russian troops plan to withdraw from Siversk"),
        ({"kind": "shelling", "stage": Stage.HAPPENED, "polarity": "negative"}, "Russian troops did not shell Siversk"),
        ({"kind": "shelling", "stage": Stage.HAPPENED, "initiators": ()}, "Siversk was shelled"),
        ({"kind": "shelling", "stage": Stage.PLANNED, "initiators": ()}, None),
        ({"kind": "shelling", "stage": Stage.HAPPENED, "initiators": (Actor(name="noon", as_worded="noon"),)}, None),
        ({"kind": "shelling", "stage": Stage.HAPPENED, "quote": "Russian troops almost shelled Siversk"}, None),
        ({"kind": "territory_captured", "stage": Stage.HAPPENED, "quote": "its capture"}, None),
        ({"kind": "territory_captured", "stage": Stage.HAPPENED}, None),
        ({"kind": "shelling", "stage": Stage.HAPPENED, "quote": "Russian troops shelled the outskirts"}, None),
        ({"kind": "no_such_kind", "stage": Stage.HAPPENED}, None),
    ],
)
def test_clauses(fields: dict, words: str | None) -> None:
    assert claim_clause(replace(SHELLED, when=When(), **fields), "Siversk") == words


def test_a_disputed_shelling_says_so() -> None:
    roles = [one.role for item in WHOLE.items for one in item.sentences]
    assert roles.count("disputed") == 1
    assert roles.count("unverified") == 1


def test_the_dead_lead() -> None:
    assert WHOLE.items[0].heading == "Siversk: six reported dead, two children among them"
    assert WHOLE.items[0].lines[0].reasons


def test_place_and_window_filter() -> None:
    assert brief(PICTURE, REPORTS, CLAIMS, place="siversk").items
    assert not brief(PICTURE, REPORTS, CLAIMS, place="Odesa").items
    assert not brief(PICTURE, REPORTS, CLAIMS, since="2024-01-01").items


def test_limit_counts_what_it_leaves_out() -> None:
    short = brief(PICTURE, REPORTS, CLAIMS, limit=1)
    checked(short)
    assert [item.heading for item in short.items][-1] == "Elsewhere"


def test_a_claim_beyond_its_text_is_not_told() -> None:
    wrong = tuple(replace(one, end=9_999) if one.id == SIX.id else one for one in CLAIMS)
    checked(brief(PICTURE, REPORTS, wrong))


@settings(max_examples=40, deadline=None)
@given(kept=st.lists(st.sampled_from(CLAIMS), unique_by=lambda one: one.id), limit=st.integers(1, 5))
def test_any_claims_at_hand_make_a_sound_brief(kept: list, limit: int) -> None:
    made = brief(PICTURE, REPORTS, kept, limit=limit)
    checked(made)
    assert canonical(made) == canonical(brief(PICTURE, REPORTS, list(reversed(kept)), limit=limit))
