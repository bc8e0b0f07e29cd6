"""Who is named as the doer of an incident, and who is not."""

from __future__ import annotations

import pytest

from fogline.picture.doers import NAMED, likeliest


@pytest.mark.parametrize(
    ("scores", "likely", "name"),
    [
        ([0.0, 3.0], 0.9, "River Dawn Movement"),
        ([3.0, 0.0], 0.9, None),  # nobody is likelier
        ([0.0, 3.0], NAMED / 2, None),  # what may be no incident has no doer
        ([0.0, 0.1], NAMED, None),
    ],
)
def test_a_doer_is_named_where_it_is_likely_enough(scores: list[float], likely: float, name: str | None) -> None:
    assert likeliest([(None, {}), ("River Dawn Movement", {})], scores, likely) == name
