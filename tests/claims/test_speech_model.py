"""The trained tagger of attributions: what it must find, the same every time, in pieces that lie in the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.claims.parse import parse
from fogline.claims.speech import find_speech, hear
from fogline.claims.speech_features import PAIR_COLUMNS, TOKEN_COLUMNS, pairs, sheet
from fogline.claims.speech_model import WEIGHTS, tag, weights
from fogline.claims.speech_words import words
from fogline.model.report import Report


def told(text: str) -> list[tuple[str, str, str]]:
    """Source, cue and content of each attribution that the contract names."""
    report = Report(id="r", text=text)

    def printed(spans: tuple[object, ...]) -> str:
        return " … ".join(text[one.start : one.end] for one in spans)  # type: ignore[attr-defined]

    found = [one.attribution for one in find_speech(parse(report), report)]
    return [(printed(one.source), printed(one.cue), printed(one.content)) for one in found]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The regional governor said two schools were hit overnight.",
            "The regional governor",
            "said",
            "two schools were hit overnight",
        ),
        (
            "“We will not leave this town,” the mayor told reporters.",
            "the mayor",
            "told",
            "We will not leave this town",
        ),
        (
            "According to the fire service, the depot burned for six hours.",
            "the fire service",
            "According to",
            "the depot burned for six hours",
        ),
        (
            "Poland has denied that it closed the crossing.",
            "Poland",
            "denied",
            "that it closed the crossing",
        ),
        (
            "Engineers believe the dam will hold until spring.",
            "Engineers",
            "believe",
            "the dam will hold until spring",
        ),
        (
            "The two bridges are still standing, an army spokeswoman added on Friday.",
            "an army spokeswoman",
            "added",
            "The two bridges are still standing",
        ),
    ],
)
def test_what_every_reader_finds(text: str, source: str, cue: str, content: str) -> None:
    (one,) = told(text)
    assert source in one[0] and cue in one[1] and content in one[2]


def test_a_plain_telling_has_no_attribution() -> None:
    assert told("Snow fell in the hills. Two lorries slid off the road and blocked it until noon.") == []


def test_a_cue_that_no_table_holds() -> None:
    """The tagger knows cues by the words around them too; here the rules alone have nothing."""
    found = told("The consul volunteered to reporters that the talks had failed, and the clerk agreed that they had.")
    assert any("that the talks had failed" in content for _, _, content in found)


def test_the_same_every_time() -> None:
    report = Report(
        id="r", text="The army said the road was open. Villagers doubted it.\n\n“It is mined,” one of them said."
    )
    made = [words(passage) for passage in parse(report)]
    assert tag(made, report.text) == tag(made, report.text)


def test_without_weights_the_rules_decide() -> None:
    report = Report(id="r", text="The army said that the road was open.")
    (one,) = hear([words(passage) for passage in parse(report)], report, {})
    assert one.outermost == one.attribution


def test_other_names_change_nothing() -> None:
    shape = "{} said on Monday that the shelling of {} had stopped."
    found = {told(shape.format(who, where))[0][1] for who, where in (("Kovalenko", "Orikhiv"), ("Smith", "Boston"))}
    assert found == {"said"}


def test_codes_fit_their_tables() -> None:
    report = Report(
        id="r", text="He said: “No.” She said, “Yes” – then left; it was, according to him, a 3rd ‘no’.\n\n“And so"
    )
    made = [words(passage) for passage in parse(report)]
    whole = sheet(made, report.text)
    assert (whole.codes.min(axis=0) >= 0).all() and (whole.codes.max(axis=0) < list(TOKEN_COLUMNS.values())).all()
    for number, one in enumerate(made):
        for token in range(len(one.lower)):
            codes = pairs(whole, number, token, token + 1).codes
            if len(codes):
                assert (codes.min(axis=0) >= 0).all() and (codes.max(axis=0) < list(PAIR_COLUMNS.values())).all()


def test_weights_are_small_and_load_fast() -> None:
    assert WEIGHTS.stat().st_size < 5_000_000
    began = time.process_time()
    weights.__wrapped__(WEIGHTS)
    assert time.process_time() - began < 0.5  # 30 ms on a free machine


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "said",
                "He",
                "the army",
                "“",
                "”",
                '"',
                ",",
                ".",
                ":",
                "that",
                "is",
                "\n\n",
                "according to",
                "ї",
                "💥",
                "claims",
            ]
        )
        | st.text(max_size=6),
        max_size=24,
    ).map(" ".join)
)
def test_every_piece_lies_in_its_passage(text: str) -> None:
    report = Report(id="r", text=text)
    made = [words(passage) for passage in parse(report)]
    tags = tag(made, text)
    assert [len(one.lower) for one in made] == [len(one) for one in tags.likely]
    for number, found in enumerate(tags.found):
        for one in found:
            assert one.passage == number and 0 <= one.sure <= 1
            for low, high in (one.cue, *([one.source] if one.source else []), *one.content):
                assert 0 <= low < high <= len(made[number].lower)
    for speech in find_speech(parse(report), report):
        for span in (*speech.attribution.cue, *speech.attribution.source, *speech.attribution.content):
            assert 0 <= span.start < span.end <= len(text)
