"""Figures to tolls: increments and subsets lie inside, corrections supersede, rivals stand beside."""

from __future__ import annotations

from dataclasses import replace

from made_claims import claim, figure, speaker, worded

from fogline.model.claim import Bound, Claim, Scope
from fogline.model.picture import Toll
from fogline.picture.tolls import tolls

DAYS = {"r1": "2023-03-02", "r2": "2023-03-03", "r3": "2023-03-04", "r4": "2023-03-04"}


def made(*claims: Claim) -> dict[str, Toll]:
    origins = {one.id: one.speakers[0].name if one.speakers else one.report for one in claims}
    return {f"{toll.measure} {toll.group or ''}".strip(): toll for toll in tolls(claims, DAYS, origins)}


def states(toll: Toll) -> dict[str, str]:
    return {entry.claim: entry.state for entry in toll.series}


def test_a_toll_that_rises_over_three_reports() -> None:
    found = made(
        claim("c1", "r1", figures=(figure("killed", 4.0),)),
        claim("c2", "r2", figures=(figure("killed", 7.0),)),
        claim("c3", "r3", figures=(figure("killed", 3.0, scope=Scope.INCREMENT),)),
        claim("c4", "r3", figures=(figure("killed", 10.0),), start=90),
        claim("c5", "r3", figures=(figure("killed", 1.0, group="children", scope=Scope.SUBSET, of=10.0),), start=120),
    )
    toll = found["killed"]
    assert (toll.best, toll.low, toll.high, toll.as_of) == (10.0, 10.0, 10.0, "2023-03-04")
    assert states(toll) == {"c1": "superseded", "c2": "superseded", "c3": "inside", "c4": "stands"}
    assert states(found["killed children"]) == {"c5": "inside"}


def test_a_correction_by_the_same_speaker_supersedes_downwards() -> None:
    mayor = (speaker("Mayor of Nikopol"),)
    toll = made(
        claim("c1", "r1", figures=(figure("injured", 9.0),), speakers=mayor),
        claim("c2", "r2", figures=(figure("injured", 6.0),), speakers=mayor),
    )["injured"]
    assert (toll.best, toll.high) == (6.0, 6.0)
    assert states(toll) == {"c1": "superseded", "c2": "stands"}


def test_rivals_of_one_day_stand_beside_each_other() -> None:
    toll = made(
        claim("c1", "r3", figures=(figure("killed", 5.0),), speakers=(speaker("Kyiv", "Ukraine"),)),
        claim("c2", "r4", figures=(figure("killed", 60.0),), speakers=(speaker("Moscow", "Russia"),)),
        claim("c3", "r4", figures=(figure("killed", 5.0),), speakers=(speaker("United Nations"),)),
    )["killed"]
    assert (toll.best, toll.low, toll.high) == (5.0, 5.0, 60.0)
    assert states(toll)["c2"] == "rival"


def test_dozens_keep_their_range() -> None:
    dozens = figure("killed", None, low=24.0, high=99.0, bound=Bound.ABOUT)
    toll = made(claim("c1", "r1", figures=(dozens,)))["killed"]
    assert (toll.best, toll.low, toll.high) == (None, 24.0, 99.0)


def test_increments_alone_give_a_lower_bound_only() -> None:
    toll = made(claim("c1", "r1", figures=(figure("killed", 3.0, scope=Scope.INCREMENT),)))["killed"]
    assert (toll.best, toll.low, toll.high) == (None, 3.0, None)


def test_sizes_and_rates_are_no_tolls() -> None:
    assert not made(
        claim("c1", "r1", figures=(figure("population", 70000.0), figure("killed", 50.0, scope=Scope.RATE))),
        claim("c2", "r1", figures=(figure("distance_km", 15.0),)),
    )


def test_a_report_that_tells_of_nothing_else_counts_with_all_that_it_says_of_harm() -> None:
    one = claim("c1", "r1", figures=(replace(figure("killed", 1.0), start=4, end=9, as_worded="a man"),))
    wife = replace(figure("killed", 1.0), start=60, end=68, as_worded="his wife")
    other = claim("c2", "r1", start=50, figures=(wife,))
    [alone] = tolls([one], DAYS, {"c1": "r1", "c2": "r1"})
    [whole] = tolls([one], DAYS, {"c1": "r1", "c2": "r1"}, {"r1": [one, other]})
    assert (alone.best, whole.best) == (1.0, 2.0)


def test_who_dies_by_his_own_hand_after_his_victims_is_one_more() -> None:
    first = claim("c1", figures=(worded("seven people", 10, 7.0),), start=0, end=23)
    then = claim("c2", figures=(worded("himself", 29, 1.0, scope=Scope.INCREMENT),), start=24)
    assert made(first, then)["killed"].best == 8.0
