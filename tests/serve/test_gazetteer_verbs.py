"""`fogline gazetteer`: a file made, asked, checked, and reports read with it."""

import json
import os

import pytest
from command_line import fogline

REPORT = {"id": "a", "text": "Three houses burned down in Mala Vovcha, Donetsk Oblast, on Sunday.", "lang": "en"}


@pytest.fixture
def dump(tmp_path, monkeypatch):
    monkeypatch.setenv("FOGLINE_GAZETTEER", "")  # so that what a verb sets is taken back
    row = ["1", "Mala Vovcha", "Mala Vovcha", "Malaya Volchya", "49.1", "37.2", "P", "PPL", "UA", "", "05", *[""] * 3]
    path = tmp_path / "UA.txt"
    path.write_text("\t".join([*row, "40", "", "100", "Europe/Kyiv", "2023-01-01"]) + "\nbroken\n")
    (tmp_path / "admin1CodesASCII.txt").write_text("UA.05\tDonetsk\tDonetsk\t709716\n")
    return path


def made(dump, *more):
    return fogline("gazetteer", "import", dump, "--admin1", "admin1CodesASCII.txt", "--out", "own.gazetteer", *more)


def test_import_tells_what_became_of_every_row(dump):
    ended = made(dump)
    assert ended.status == 3
    assert "UA.txt:2: 1 fields" in ended.err
    assert "own.gazetteer: 1 place, 0 further names" in ended.err
    assert "GeoNames (https://www.geonames.org), CC BY 4.0" in ended.err


def test_show_and_check(dump):
    made(dump)
    ended = fogline("gazetteer", "show", "malaya volchya", "--gazetteer", "own.gazetteer", "--format", "json")
    [row] = json.loads(ended.out)
    assert (row["name"], row["admin1"], row["radius_km"], row["lat"]) == ("Mala Vovcha", "Donetsk Oblast", 1.0, 49.1)
    assert "CC BY 4.0" in ended.err
    assert fogline("gazetteer", "show", "Mala Nihde").status == 1
    checked = fogline("gazetteer", "check", "own.gazetteer")
    assert checked.status == 0
    assert "1 place" in checked.out
    assert "CC BY 4.0" in checked.out


@pytest.mark.parametrize("how", ["option", "environment"])
def test_reports_are_read_with_it(dump, monkeypatch, how):
    made(dump)
    stdin = json.dumps(REPORT).encode()
    [before] = [p for p in json.loads(fogline("annotate", stdin=stdin).out)["places"] if p["name"] == "Mala Vovcha"]
    assert before["lat"] is None
    if how == "environment":
        monkeypatch.setenv("FOGLINE_GAZETTEER", "own.gazetteer")
    more = ["--gazetteer", "own.gazetteer"] if how == "option" else []
    line = json.loads(fogline("annotate", *more, stdin=stdin).out)
    [after] = [place for place in line["places"] if place["name"] == "Mala Vovcha"]
    assert (after["lat"], after["geonameid"]) == (49.1, 1)
    assert all("+" in claim["method"]["version"] for claim in line["claims"] if claim["kind"] != "other")
    assert os.environ["FOGLINE_GAZETTEER"].endswith("own.gazetteer")


@pytest.mark.parametrize(
    "arguments",
    [
        ("annotate", "--gazetteer", "nowhere.gazetteer"),
        ("gazetteer", "show", "Kyiv", "--gazetteer", "nowhere.gazetteer"),
        ("gazetteer", "import", "UA.txt", "--out", "o", "--countries", "Ukraine"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(dump, arguments):
    ended = fogline(*arguments)
    assert ended.status == 2
    assert ended.err.count("\n") == 1


def test_a_file_that_is_no_gazetteer_is_refused(dump):
    ended = fogline("annotate", "--gazetteer", dump, stdin=b"")
    assert ended.status == 1
    assert "no gazetteer" in ended.err
