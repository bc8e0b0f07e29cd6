"""Votes on how many were hurt: who gives a count and how."""

from __future__ import annotations

from made_claims import claim, figure

from fogline.model.claim import Claim
from fogline.picture.report_tolls import incident_toll
from fogline.picture.toll_votes import Counted, marks, voted


def counted(*claims: Claim, headline: float | None = None) -> Counted:
    figures = [one for told in claims for one in told.figures]
    return Counted(headline=headline, added=incident_toll(figures, "injured"), claims=claims)


def test_what_the_rules_hold_stands_without_reports() -> None:
    assert voted("injured", 3.0, []) == 3.0


def test_all_that_is_given_can_be_meant_and_nothing_else() -> None:
    two = counted(claim("c1", kind="shooting", figures=(figure("injured", 2.0),)), headline=3.0)
    found = marks("injured", 2.0, [two])
    assert set(found) == {2.0, 3.0}
    assert "headline" in found[3.0] and {"added", "rule"} <= set(found[2.0])


def test_what_most_say_goes_before_what_one_says() -> None:
    of_two = [counted(claim(f"c{n}", f"r{n}", figures=(figure("injured", 2.0),)), headline=2.0) for n in range(3)]
    of_nine = counted(claim("c9", "r9", figures=(figure("injured", 9.0),)))
    assert voted("injured", 2.0, [*of_two, of_nine]) == 2.0
