"""Which figure of a toll is given: by three rules, from one series, beside one range."""

from __future__ import annotations

import pytest
from made_claims import claim, figure, speaker

from fogline.picture.policies import Policy, given, is_official
from fogline.picture.tolls import tolls

SAID = [
    ("c1", "r1", 3.0, speaker("the governor", "Ukraine")),
    ("c2", "r2", 6.0, None),
    ("c3", "r3", 4.0, speaker("a witness")),
    ("c4", "r4", 6.0, None),
]
CLAIMS = [
    claim(name, where_from, where="Kherson", figures=(figure("killed", best),), speakers=(who,) if who else ())
    for name, where_from, best, who in SAID
]


def toll_of(claims):
    (toll,) = tolls(claims, {one.report: "2023-03-04" for one in claims}, {one.id: one.report for one in claims})
    return toll


@pytest.mark.parametrize(
    ("policy", "figure_given", "by"),
    [
        (Policy.CONSERVATIVE, 3.0, "c1"),
        (Policy.INFORMATIVE, 6.0, "c4"),
        (Policy.LATEST_OFFICIAL, 3.0, "c1"),
    ],
)
def test_each_policy_gives_its_figure_from_one_series(policy, figure_given, by):
    toll = toll_of(CLAIMS)
    official = {one.id for one in CLAIMS if is_official(one)}
    found = given(toll, policy, official)
    assert (found.figure, found.entry.claim if found.entry else None) == (figure_given, by)
    assert (toll.low, toll.high) == (3.0, 6.0)


def test_without_an_official_the_policy_finds_nothing():
    found = given(toll_of(CLAIMS[1:]), Policy.LATEST_OFFICIAL, set())
    assert (found.figure, found.entry) == (None, None)
