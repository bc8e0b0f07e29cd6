"""Two statements say the same in whatever words, and other statements do not."""

from __future__ import annotations

import pytest

from fogline.picture.same_claim import SAME, base_form, same_claim, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The strike on the depot killed two people.", "Two people were murdered in a strike on the depot."),
        ("The ministry purchased 40 trucks.", "Forty trucks were bought by the ministry."),
        ("The mayor resigned on Monday.", "On Monday the mayor announced her resignation."),
    ],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    assert same_claim(one, other) >= SAME
    assert same_claim(one, other) == same_claim(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The strike on the depot killed two people.", "Grain exports from the port resumed."),
        ("The mayor resigned on Monday.", ""),
        ("", ""),
    ],
)
def test_something_else(one: str, other: str) -> None:
    assert same_claim(one, other) < SAME


def test_what_a_question_gives_need_not_be_said() -> None:
    question = "Why was the bridge closed?"
    one, other = "The bridge was closed because of ice.", "The bridge was closed because of a protest."
    assert same_claim(one, other, given=question) < same_claim(one, other)


def test_words_come_in_their_base_form() -> None:
    assert base_form("bombings") == "bombing"
    assert base_form("stopped") == "stop"
    assert words("They were killed, killed!") == (("kill", "kill"),)
