"""What was corrected, word by word."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.outputs.changes import shown, word_changes

LEAD = "The mayor of the town said on Sunday that"
_TEXT = st.lists(st.sampled_from(["two", "three", "people", "hurt", "\n\n", "said"])).map(" ".join)


@given(_TEXT, _TEXT)
def test_kept_and_gone_are_the_old_text_kept_and_come_the_new(before: str, after: str) -> None:
    found = word_changes(before, after)
    for text, other in ((before, "gone"), (after, "come")):
        assert [word for one in found if one.sort in ("kept", other) for word in one.words] == text.split()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Two hurt.", "Two hurt.", "Two hurt."),
        (f"{LEAD} two were hurt.", f"{LEAD} five were hurt.", "… said on Sunday that [-two-] {+five+} were hurt."),
        ("Calm.", "Calm.\n\nCorrection: not calm.", "Calm. {+Correction: not calm.+}"),
        ("Calm.\n\nOne died.", "Calm.", "Calm. [-One died.-]"),
    ],
)  # fmt: skip
def test_changes_are_shown_in_a_line(before: str, after: str, told: str) -> None:
    assert shown(word_changes(before, after)) == told


def test_long_texts_do_not_cost_the_square() -> None:
    begin = time.process_time()
    word_changes(" ".join(map(str, range(60_000))), " ".join(map(str, range(60_000, 0, -1))))
    word_changes("siege\n" * 60_000, "siege \nof\n" * 40_000)
    assert time.process_time() - begin < 2
