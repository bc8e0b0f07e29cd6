"""What is told of several places at once, and counted over all of them: every sentence is our own."""

import json

import pytest

from fogline.claims.extract import extract
from fogline.model.picture import Development
from fogline.model.report import Capture, Facts, Report
from fogline.outputs.geojson import geojson
from fogline.outputs.timeline import timeline
from fogline.picture.fuse import fuse
from fogline.picture.places import scenes
from fogline.reports.read import read

from .told import claims, headings, words

DIGEST = (
    "Russian forces shelled Kherson, Nikopol and Beryslav overnight, killing three people and wounding seven, the "
    "Ukrainian military said on Sunday.\n\nUkrainian troops captured Klishchiivka, Andriivka and Kurdiumivka on "
    "Saturday, the General Staff said.\n"
)
TOWN = (
    "Two people were killed and four wounded in the shelling of Nikopol in the night to Sunday, the regional governor, "
    "Serhiy Lysak, said on Monday.\n"
)


def report(text: str, day: str) -> Report:
    facts = Facts(id=day, published=day, lang="en")
    return read(Capture(body=text.encode(), source=day, media_type="text/plain", facts=facts))


def developments(*texts: tuple[str, str]) -> list[Development]:
    reports = [report(text, day) for text, day in texts]
    return list(fuse(reports, [claim for one in reports for claim in extract(one).claims]).developments)


def places(one: Development) -> list[str]:
    return [place.name for place in one.places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fighting went on in the villages of Pyshne, Robotyne and Verbove.", ["Pyshne", "Robotyne", "Verbove"]),
        ("Drones hit Bucha, Kyiv Oblast, and Irpin on Thursday.", ["Bucha", "Irpin"]),
        ("Troops attacked near Kupiansk as well as in the town of Lyman.", ["Kupiansk", "Lyman"]),
        ("A missile struck Izium, Kharkiv Oblast, on Thursday.", []),
        ("The road between Lyman and Siversk was shelled.", []),
        ("Troops advanced from Lyman to Kreminna on Friday.", []),
        ("A shell hit Lyman after fighting had gone on in Siversk.", []),
    ],
)
def test_places_in_one_list_are_told_of_at_once(text: str, expected: list[str]) -> None:
    found = [[place.name for place in scenes(claim)] for claim in claims(text)]
    assert max(found, key=len) == expected


def test_all_of_them_are_where_it_was_and_each_can_be_asked_for() -> None:
    (shelled,) = [one for one in developments((DIGEST, "2023-05-14")) if one.kind == "shelling"]
    assert places(shelled) == ["Kherson", "Nikopol", "Beryslav"]
    picture = fuse([made := report(DIGEST, "2023-05-14")], extract(made).claims)
    for name in places(shelled):
        assert any(moment.about == shelled.id for day in timeline(picture, place=name) for moment in day.moments)


def test_the_toll_of_three_towns_is_no_towns_and_no_other_count_of_one() -> None:
    found = [one for one in developments((DIGEST, "2023-05-14"), (TOWN, "2023-05-15")) if one.kind == "shelling"]
    dead = {tuple(places(one)): [toll.best for toll in one.tolls if toll.measure == "killed"] for one in found}
    assert dead == {("Kherson", "Nikopol", "Beryslav"): [3.0], ("Nikopol",): [2.0]}
    assert not any(one.disputed for one in found)


def test_two_reports_of_the_same_places_tell_of_one_happening() -> None:
    again = "Shells fell on Kherson, Beryslav and Nikopol in the night to Sunday, the governor said."
    found = [one for one in developments((DIGEST, "2023-05-14"), (again, "2023-05-15")) if one.kind == "shelling"]
    assert [one.reports for one in found] == [("2023-05-14", "2023-05-15")]


def test_a_brief_names_all_of_them_and_none_alone() -> None:
    said = words(DIGEST)
    assert "that Russian forces shelled Kherson, Nikopol and Beryslav" in said
    assert "killed in Kherson" not in said
    assert headings(DIGEST) == [
        "Kherson, Nikopol and Beryslav: three reported dead",
        "Klishchiivka, Andriivka and Kurdiumivka are said to be in Ukrainian hands",
    ]


def test_a_long_list_is_cut() -> None:
    text = "Russian shells hit Kherson, Nikopol, Beryslav, Marhanets and Zaporizhzhia on Sunday, police said.\n"
    assert headings(text)[0].startswith("Kherson, Nikopol, Beryslav and two other places: ")


def test_a_map_has_a_point_for_each() -> None:
    picture = fuse([made := report(DIGEST, "2023-05-14")], extract(made).claims)
    features = json.loads(geojson(picture))["features"]
    (shelled,) = [one for one in features if one["properties"].get("kind") == "shelling"]
    assert shelled["geometry"]["type"] == "MultiPoint"
    assert len(shelled["geometry"]["coordinates"]) == 3
    assert shelled["properties"]["also_at"] == ["Nikopol", "Beryslav"]


def test_a_town_is_not_called_by_a_part_of_it() -> None:
    text = (
        "Kharkiv was shelled on Sunday, the mayor said.\n\nA drone killed one person in the Kholodna Hora "
        "neighbourhood, and another hit a shop in the Kholodna Hora neighbourhood, on Saturday.\n"
    )
    assert all(heading.startswith("Kharkiv") for heading in headings(text))


def test_blows_in_two_parts_of_a_town_are_two() -> None:
    text = (
        "Shells hit Omdurman all weekend.\n\nA shell killed three people in the Ombada neighbourhood on Sunday.\n\n"
        "A shell killed five people in the Karari neighbourhood on Sunday.\n"
    )
    tolls = [toll.best for one in developments((text, "2025-06-02")) for toll in one.tolls if toll.measure == "killed"]
    assert sorted(tolls) == [3.0, 5.0]
