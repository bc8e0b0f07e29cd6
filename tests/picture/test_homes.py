"""Where outlets are at home, and what that says of where things happened."""

from __future__ import annotations

from dataclasses import replace

from made_claims import claim, day, place, report

from fogline.model.claim import Claim, Place
from fogline.picture.fuse import fuse
from fogline.picture.homes import Home, at_home, homes, in_headline, town_of
from fogline.picture.place_votes import Spoken, marks

MISSISSIPPI = ("US", "Mississippi")
HOME = Home(division=MISSISSIPPI, town=("Jackson", None))


def at(name: str, division: str, **more: object) -> Place:
    return place(name, country="US", admin1=division, kind="city", geonameid=None, lat=1.0, lon=1.0, **more)


def test_a_home_needs_three_reports_and_most_of_them() -> None:
    own = [("daily", (("Jackson", 1, *MISSISSIPPI),))] * 3
    assert homes(own)["daily"] == Home(division=MISSISSIPPI, town=("Jackson", 1))
    assert homes(own[:2]) == {}
    abroad = [("world", ((f"town {n}", n, "US", f"division {n}"),)) for n in range(6)]
    assert homes(abroad) == {}


def test_a_namesake_is_the_one_of_the_outlets_division() -> None:
    [told] = at_home([claim("c1", places=(at("Meridian", "Idaho"),))], HOME)
    assert told.places[0].admin1 == "Mississippi"


def test_a_town_across_the_border_is_no_namesake() -> None:
    new_york = Home(division=("US", "New York"), town=("New York", 5128581))
    across = place("Newark", country="US", admin1="New Jersey", kind="city", geonameid=None, lat=40.7, lon=-74.2)
    told = [claim("c1", places=(across,))]
    assert at_home(told, new_york) == told


def test_a_division_that_the_report_speaks_of_stands() -> None:
    told: list[Claim] = [
        claim("c1", places=(at("Meridian", "Idaho"),)),
        claim("c2", start=90, places=(at("Boise", "Idaho"),)),
    ]
    assert at_home(told, HOME) == told
    assert at_home(told, None) == told


def test_a_headline_names_a_town_of_the_division() -> None:
    found = in_headline("Boy hurt in Meridian mill - Daily", HOME, {})
    assert [(one.name, one.admin1) for one in found] == [("Meridian", "Mississippi")]
    assert in_headline("Boy hurt in Meridian mill", None, {}) == []
    assert town_of(None) is None


def test_a_happening_whose_report_names_no_town_has_that_of_the_headline() -> None:
    named = [
        claim(f"n{n}", f"n{n}", kind="shooting", when=day(f"2023-0{n}-02"), places=(at("Jackson", "Mississippi"),))
        for n in (1, 2, 3)
    ]
    told = claim("c1", "r1", kind="shooting", when=day("2023-05-02"))
    reports = [report(f"n{n}", outlet="daily", published=f"2023-0{n}-03") for n in (1, 2, 3)]
    reports.append(report("r1", outlet="daily", published="2023-05-03", title="Boy hurt in Meridian mill"))
    [one] = [one for one in fuse(reports, [*named, told]).developments if "c1" in one.claims]
    assert one.place is not None and one.place.name == "Meridian"


def test_an_outlets_town_is_no_scene_that_nobody_names() -> None:
    towns = [place("Kherson", country="UA", admin1="Kherson Oblast")]
    named = [claim(f"n{n}", f"n{n}", when=day(f"2023-0{n}-02"), places=tuple(towns)) for n in (1, 2, 3)]
    told = claim("c1", "r1", kind="shooting", when=day("2023-05-02"))
    reports = [report(f"n{n}", outlet="daily", published=f"2023-0{n}-03") for n in (1, 2, 3)]
    reports.append(report("r1", outlet="daily", published="2023-05-03", title="Boy hurt in mill"))
    [one] = [one for one in fuse(reports, [*named, told]).developments if "c1" in one.claims]
    assert one.place is None


def test_a_city_is_meant_wherever_the_paper_is() -> None:
    indiana = Home(division=("US", "Indiana"), town=None)
    nashville = place(
        "Nashville", country="US", admin1="Tennessee", kind="city", geonameid=4644585, lat=36.2, lon=-86.8
    )
    told = [claim("c1", places=(nashville,))]
    assert at_home(told, indiana) == told


def test_a_name_has_one_bearer_among_the_reports_of_one_happening() -> None:
    ohio = at("Windsor", "Ohio")
    bermuda = place("Windsor", country="BM", admin1="Windsor", kind="city", geonameid=None, lat=32.0, lon=-64.0)
    ohio, bermuda = replace(ohio, geonameid=1), replace(bermuda, geonameid=2)
    told = [
        claim("c1", "r1", places=(ohio, at("Cincinnati", "Ohio"))),
        claim("c2", "r2", places=(bermuda,)),
        claim("c3", "r3", places=(bermuda,)),
    ]
    spoken = {one.report: Spoken([one], "") for one in told}
    found, _ = marks(told, spoken)
    assert {one.admin1 for one in found.values() if one.name == "Windsor"} == {"Ohio"}
