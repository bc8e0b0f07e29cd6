"""Whose an armed group is, where wire copy says in which land it is; and what happens at sea: our own sentences."""

import pytest

from fogline.claims.extract import extract
from fogline.data.parties import canonical
from fogline.model.claim import Claim
from fogline.model.report import Capture, Facts
from fogline.reports.read import read


def told(text: str) -> tuple[Claim, ...]:
    facts = Facts(id="r", published="2025-07-09", lang="en")
    return extract(read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts))).claims


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("Lebanon's Hezbollah", "Hezbollah"),
        ("Yemen's Iran-aligned Houthi rebels", "Houthis"),
        ("the Lebanese group Hezbollah", "Hezbollah"),
        ("Syria's Kurdish-led SDF", "Syrian Democratic Forces"),
        ("Congo's M23 rebels", "M23"),
        ("Pakistan's Taliban", "Tehrik-i-Taliban Pakistan"),
        ("Poland's army", "Poland"),
        ("the Russian General Staff", "Russia"),
    ],
)
def test_where_a_group_is_is_not_whose_it_is(words: str, party: str) -> None:
    known = canonical(words)
    assert known is not None
    assert known.party == party


def test_a_ship_that_rebels_sink_is_attacked_by_them() -> None:
    [claim] = told("Yemen's Houthi rebels said they had sunk a cargo ship on Tuesday.")
    assert (claim.kind, [one.party for one in claim.speakers]) == ("attack", ["Houthis"])
    assert [one.party for one in claim.initiators] == ["Houthis"]


def test_who_says_it_in_the_middle_of_a_sentence() -> None:
    found = told("At least four sailors were killed, the naval mission Aspides said, while six remain missing.")
    [dead] = [claim for claim in found if claim.kind == "killing"]
    assert dead.quote == "At least four sailors were killed"
    assert ["Aspides" in one.name for one in dead.speakers] == [True]


def test_positions_come_under_fire_and_roads_are_under_it() -> None:
    [blow] = told("The army said its positions in Kalbajar had come under fire.")
    assert blow.kind == "attack"
    [road] = told("The road to Kalbajar came under fire.")
    assert (road.kind, [one.value for one in road.statuses]) == (None, ["under fire"])


def test_who_takes_a_town_is_told_once() -> None:
    [claim] = [one for one in told("The town of Bariire fell to the Islamists in June.") if one.kind]
    assert [(one.subject, one.value, one.by) for one in claim.statuses] == [("Bariire", "held", "Islamists")]


def test_drones_that_are_launched_and_how_many_are_shot_down() -> None:
    found = told("Russian forces launched 40 drones at Odesa, the air force said, adding that 33 were shot down.")
    assert [(claim.kind, [figure.measure for figure in claim.figures]) for claim in found] == [
        ("drone_strike", ["fired"]),
        ("weapons_intercepted", ["shot_down"]),
    ]


def test_a_governor_of_another_land_is_not_of_the_homeland() -> None:
    found = told(
        "Drones hit Odesa, Sumy and Nikopol. A strike on Russia's Smolensk region killed one person, acting Governor "
        "Ivan Petrov said."
    )
    [dead] = [claim for claim in found if claim.speakers]
    assert [(one.name, one.party) for one in dead.speakers] == [("Ivan Petrov", None)]


def test_rebels_said_to_advance_say_nothing() -> None:
    found = told("Clashes went on near Bukavu; M23 said to be advancing on the airport.")
    assert all(not claim.speakers for claim in found)


def test_heavy_weapons_fire_is_no_accident() -> None:
    assert {claim.kind for claim in told("Heavy weapons fire was heard in Masisi.")} == {"shelling"}


def test_a_government_that_has_only_its_word_is_no_homeland() -> None:
    found = told("Poland shot down drones on Wednesday, Prime Minister Donald Tusk said. Moscow denied responsibility.")
    [tusk] = {one for claim in found for one in claim.speakers if one.name == "Donald Tusk"}
    assert tusk.party is None


def test_a_siege_that_is_tightened_is_worse() -> None:
    [claim] = told("The RSF tightened a siege of Dilling on Monday.")
    assert [(one.value, one.trend) for one in claim.statuses] == [("partial", "worsening")]
