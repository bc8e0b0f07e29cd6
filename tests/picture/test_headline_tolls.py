"""Numbers of headlines: what they count, and that they are a report's last word."""

from __future__ import annotations

import pytest
from made_claims import claim, day, figure, report, worded

from fogline.model.claim import Scope
from fogline.picture.fuse import fuse
from fogline.picture.headline_tolls import counted


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2 dead, three others wounded in mill fire - Dover News", {"killed": 2.0, "injured": 3.0}),
        ("2 adults, one child dead in mill", {"killed": 3.0}),
        ("Woman, 2 children dead after blast", {"killed": 3.0}),
        ("Five people shot outside mill", {"casualties": 5.0}),
        ("2-year-old dies; 3 year old dies", {}),
        ("Father of 5 killed in mill", {}),
        ("Hall with 400 people closes", {}),
        ("7 dead in weekend shootings", {}),  # not of one
        ("Shooting at mill kills 3, wounds 2, police say", {"killed": 3.0, "injured": 2.0}),
        ("Father kills wife, 2 young sons, then himself", {"killed": 4.0}),
        ("Shelling kills at least five civilians in Kherson", {"killed": 5.0}),
        ("Explosion kills man, 23, at mill", {}),  # nobody says that he is alone
        ("Miller gets life for killing 3-year-old", {}),
        ("4th victim of mill shooting dies after several days in hospital", {"killed": 4.0}),
        ("Police find second body in ditch", {"killed": 2.0}),
        ("4th shooting victim found at mill", {}),  # he may live
        ("Third child dies in Dover in just two days", {}),  # not of one
        ("Second suspect held after man dies", {}),
        ("Father kills sons, 10 and 12, at mill", {"killed": 2.0}),
        ("Mother kills husband, infant son", {"killed": 2.0}),
        (None, {}),
    ],
)
def test_what_a_headline_counts(title: str | None, expected: dict[str, float]) -> None:
    assert counted(title) == expected


def test_a_headline_is_its_reports_last_word_on_the_toll() -> None:
    told = claim("c1", kind="shooting", where="Kherson", when=day("2023-03-02"), figures=(figure("killed", 2.0),))
    [one] = fuse([report("r1", title="3 dead in Kherson shooting")], [told]).developments
    [toll] = [toll for toll in one.tolls if toll.measure == "killed"]
    assert toll.best == 3.0 and "3 dead in Kherson shooting" in {entry.as_worded for entry in toll.series}


def test_a_text_that_counts_others_beside_the_victims_of_its_headline_is_heard() -> None:
    killed = (
        worded("six of his children", 10, 6.0),
        worded("his sister", 31, 1.0),
        worded("himself", 45, 1.0, scope=Scope.INCREMENT),
    )
    told = claim("c1", kind="shooting", where="Kherson", when=day("2023-03-02"), figures=killed)
    for title in ("Man kills his 6 children in Kherson", "6 children dead in Kherson"):
        [one] = fuse([report("r1", title=title)], [told]).developments
        [toll] = [toll for toll in one.tolls if toll.measure == "killed" and toll.group is None]
        assert toll.best == 8.0
