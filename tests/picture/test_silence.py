"""Who fell silent: each against its own past, and nobody of whom too little is known."""

from __future__ import annotations

import pytest

from fogline.picture.days import day_number
from fogline.picture.silence import silences

TODAY = day_number("2023-03-31") or 0


def state(days: dict[int, int], what: str = "outlet") -> str | None:
    """`days`: how many days ago → reports."""
    found = silences({(what, "Steppe Wire"): {TODAY - ago: number for ago, number in days.items()}}, TODAY)
    return found[0].state if found else None


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (dict.fromkeys(range(28), 3), "heard"),
        (dict.fromkeys(range(2, 30), 3), "heard"),  # two days are a weekend
        (dict.fromkeys(range(3, 31), 3), "silent"),
        (dict.fromkeys(range(3, 8), 1), "heard"),  # five days are soon over by themselves
        (dict.fromkeys(range(20, 200, 7), 1), "heard"),  # a weekly that is two weeks late
        (dict.fromkeys(range(60, 260, 7), 1), "silent"),
        (dict.fromkeys(range(5, 9), 1), None),  # heard on four days only
        ({ago: 10 if ago > 6 else 1 for ago in range(35)}, "quieter"),
        ({ago: 10 if ago > 6 else 8 for ago in range(35)}, "heard"),
        (dict.fromkeys(range(0, 60, 2), 1), "heard"),
    ],
)
def test_the_rule(days, expected):
    assert state(days) == expected


def test_what_comes_after_the_day_asked_for_is_not_known_then():
    days = {TODAY - ago: 2 for ago in range(40)}
    (found,) = silences({("outlet", "Steppe Wire"): days}, TODAY - 20)
    assert (found.state, found.days_since) == ("heard", 0)


def test_it_is_said_of_whom_nothing_is_heard_and_since_when():
    days = {TODAY - ago: 2 for ago in range(5, 40)}
    said = {
        one.what: one.said
        for one in silences({(what, "Lyman"): days for what in ("outlet", "speaker", "place")}, TODAY)
    }
    assert said == {
        "outlet": "no report from Lyman since 2023-03-26: the outlet stopped, or is no longer read",
        "speaker": "nobody quotes Lyman since 2023-03-26",
        "place": "no report names Lyman since 2023-03-26",
    }
