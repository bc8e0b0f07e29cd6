"""Houses, relatives and parts of towns that bear a place's name, and the one town that a report names."""

import pytest

from fogline.claims.extract import extract
from fogline.claims.parse import parse
from fogline.claims.places import find_places
from fogline.model.claim import Reading
from fogline.model.report import Capture, Facts, Report
from fogline.reports.read import read


def reading(text: str) -> Reading:
    facts = Facts(id="r", published="2025-06-10", lang="en")
    return extract(read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts)))


def named(text: str) -> list[tuple[str, str]]:
    report = Report(id="r", text=text)
    return [(place.as_worded, place.name) for place in find_places(parse(report), report)]


def told_at(text: str) -> list[list[str]]:
    return [[place.name for place in claim.places] for claim in reading(text).claims if claim.kind]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (  # nothing else of the report lies near a Mount Carmel
            "Three people were shot in Detroit on Sunday. Two were taken to Mount Carmel Hospital. The third died "
            "on the way to Mount Carmel.",
            ["Detroit"],
        ),
        ("A boy was killed in Tulsa. He had attended Clifton High School since last year.", ["Tulsa"]),
        ("A blast shook Dayton. The hurt were taken to St. Anne's Medical Center.", ["Dayton"]),
        # A town that the report speaks of, or one beside it, has its hospital.
        ("Rockets hit Kramatorsk. The wounded were in Sloviansk City Hospital.", ["Kramatorsk", "Sloviansk"]),
        ("Shells fell on Lutsk. Some of the hurt are in Kharkiv Regional Hospital.", ["Lutsk", "Kharkiv"]),
        (
            "Ten die. MALAKAL — Malakal High School was closed. Clashes were heard in Bentiu.",
            ["Malakal", "Malakal", "Bentiu"],
        ),
    ],
)
def test_a_house_is_called_after_a_place_far_away(text: str, names: list[str]) -> None:
    assert [name.title() for name, _ in named(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "A man shot his 9-year-old son, Burnley, on Friday.",
        "Gunmen killed the farmer and his sister Florence.",
        "Her daughter Adelaide was hurt.",
        "Police found 12-year-old Marko Burlington dead. Burlington was shot twice.",
    ],
)
def test_a_relatives_name_is_no_towns(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Two men died when a shell hit the Pivnichna Saltivka neighbourhood of Kharkiv.", [("Kharkiv", "Kharkiv")]),
        (
            "Gunmen rode through Omdurman. In the Ombada neighbourhood they killed four.",
            [("Omdurman", "Omdurman"), ("Ombada", "Omdurman")],
        ),
        # What is a part of the town once is one wherever the name stands.
        (
            "DENVER - A man was shot in the Beaumont neighborhood on Monday. Police said that Beaumont was quiet now.",
            [("DENVER", "Denver"), ("Beaumont", "Denver"), ("Beaumont", "Denver")],
        ),
        (
            "A car blew up in Detroit. Windows broke on the West Side.",
            [("Detroit", "Detroit"), ("West Side", "Detroit")],
        ),
        ("Shells hit Kherson's Dniprovskyi district.", [("Kherson", "Kherson")]),
        ("Rebels held the Nyamitaba slum, a radio said.", []),  # nobody says of which town it is
    ],
)
def test_a_part_of_a_town_is_the_town(text: str, names: list[tuple[str, str]]) -> None:
    assert named(text) == names


def test_a_district_of_a_country_is_no_part_of_a_town() -> None:
    assert ("Beryslav", "Beryslav") in [(a, b.removesuffix(" Raion")) for a, b in named("Kherson's Beryslav was hit.")]


@pytest.mark.parametrize(
    "text",
    [
        "Two men were shot dead on Sunday. According to the Lysychansk Police Department, the gunman fled.",
        "Five people were killed when a house was hit on Sunday, rescuers said. The Lysychansk mayor was on the scene.",
    ],
)
def test_the_one_town_that_a_report_names_is_where_it_was(text: str) -> None:
    assert told_at(text)[0] == ["Lysychansk"]


@pytest.mark.parametrize(
    "text",
    [
        "The army had killed 30 insurgents on Sunday, it said. Its spokesman talked to reporters in Maiduguri.",
        "Two men were shot dead on Sunday. The gunman fled towards Lysychansk.",
        "Two men were shot dead on Sunday. Envoys signed an accord in Lysychansk.",
        "Two men were shot dead on Sunday. Lysychansk police and the Kreminna mayor said so.",
    ],
)
def test_where_somebody_spoke_or_went_nobody_was_killed(text: str) -> None:
    assert told_at(text)[0] == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A man was shot, the Lutsk Police Department said.", "Lutsk Police Department"),
        (
            "Three died, according to the Sumy Regional Military Administration.",
            "Sumy Regional Military Administration",
        ),
        ("The power is back, the grid operator Svitlo said.", "Svitlo"),
    ],
)
def test_a_body_keeps_its_whole_name(text: str, who: str) -> None:
    assert reading(text).claims[0].speakers[0].name == who


def test_a_town_in_capitals_keeps_its_saint() -> None:
    assert named("ST. LOUIS, Mo. - A man was shot on Sunday.")[0] == ("ST. LOUIS", "St. Louis")


def test_the_white_house_is_no_town_of_tennessee() -> None:
    assert [name for name, _ in named("Officials at the White House met envoys in New Delhi.")] == ["New Delhi"]


def test_a_park_is_in_no_town_of_its_first_name() -> None:
    assert named("A man was shot in Fairmount Park, Detroit police said.") == [("Detroit", "Detroit")]


def test_a_long_report_of_parts_of_towns_is_no_long_work() -> None:
    text = "DENVER - A man was shot in the Beaumont neighborhood of it. " * 1000
    assert set(named(text)) == {("DENVER", "Denver"), ("Beaumont", "Denver")}
    assert named("A" + "-Ab" * 3000 + " neighborhoo") == []


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Russian forces captured the Zarichnyi neighbourhood of Kupiansk on Sunday.", [("Kupiansk", "contested")]),
        ("Shells hit Omdurman. The army retook the Ombada neighbourhood on Sunday.", [("Omdurman", "contested")]),
        ("Ukrainian troops withdrew from the Zarichnyi neighbourhood of Kupiansk.", []),
        ("Shells hit Omdurman. The army encircled the Ombada neighbourhood.", []),
    ],
)
def test_who_holds_a_part_of_a_town_does_not_hold_the_town(text: str, stands: list[tuple[str, str]]) -> None:
    assert [(one.subject, one.value) for claim in reading(text).claims for one in claim.statuses] == stands
