"""Fitted weights are read by mark, in order, or not at all."""

from __future__ import annotations

import pytest

from fogline.data.weights import in_order, number, weights
from fogline.model.errors import TableError


def test_weights_come_in_the_order_of_the_marks() -> None:
    marks = tuple(weights("votes", "dates"))
    assert in_order("votes", marks[::-1], "dates") == tuple(weights("votes", "dates").values())[::-1]


@pytest.mark.parametrize("ask", [
    lambda: weights("votes", "tides"),
    lambda: in_order("votes", ("told by the moon",), "dates"),
    lambda: number("stories", "weights"),
    lambda: number("stories", "most"),
])  # fmt: skip
def test_what_a_table_lacks_is_no_weight(ask) -> None:
    with pytest.raises(TableError, match="missing"):
        ask()
