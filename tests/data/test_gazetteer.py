"""The gazetteer: names in many spellings, what it holds, and files made of GeoNames' own dumps."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.data.gazetteer import SHIPPED, Gazetteer, bearing_degrees, compass, default_gazetteer, kilometres
from fogline.data.gazetteer_names import may_hold, name_key, sieve, slavic_key
from fogline.data.gazetteer_writer import GazetteerRow, write_gazetteer
from fogline.model.errors import TableError


@pytest.mark.parametrize(
    ("name", "lat", "lon", "country"),
    [
        ("Bakhmut", 48.59, 38.00, "UA"),
        ("Artemivsk", 48.59, 38.00, "UA"),
        ("Бахмут", 48.59, 38.00, "UA"),
        ("Kiev", 50.45, 30.52, "UA"),
        ("Zaporizhia", 47.85, 35.12, "UA"),
        ("Zaporizhzhya", 47.85, 35.12, "UA"),
        ("Ivanivs'ke", 48.57, 37.92, "UA"),
        ("Ivanivs’ke", 48.57, 37.92, "UA"),
        ("Klishchiyivka", 48.53, 37.95, "UA"),
        ("Avdiyivka", 48.14, 37.74, "UA"),
        ("Kostyantynivka", 48.53, 37.71, "UA"),
        ("Robotyne", 47.45, 35.84, "UA"),
        ("Donetsk Oblast", 48.1, 37.75, "UA"),
        ("Paris", 48.85, 2.35, "FR"),
        ("St. Louis", 38.63, -90.2, "US"),
        ("Fayette County", 38.0, -84.5, "US"),
        ("Calif.", 37.25, -119.75, "US"),
        ("Gaza Strip", 31.4, 34.35, "PS"),
        ("U.K.", 54.75, -2.7, "GB"),
    ],
)
def test_a_name_leads_to_its_place(name: str, lat: float, lon: float, country: str) -> None:
    entries = default_gazetteer().lookup(name)
    assert any(entry.country == country and kilometres(entry.lat, entry.lon, lat, lon) < 25 for entry in entries)


def test_an_unknown_name_has_no_place() -> None:
    assert default_gazetteer().lookup("Qwxzyvka Nulla") == ()


def test_entries_say_where_they_lie_and_how_far_they_reach() -> None:
    [soledar] = default_gazetteer().lookup("Soledar")
    assert (soledar.kind, soledar.country_name, soledar.admin1) == ("town", "Ukraine", "Donetsk Oblast")
    assert 0.5 < soledar.radius_km < 5
    ukraine = default_gazetteer().lookup("Ukraine")[0]
    assert ukraine.kind == "country"
    assert ukraine.radius_km > 300


def test_capitals_are_known() -> None:
    assert {code: default_gazetteer().capital(code).name for code in ("UA", "US", "IL")} == {
        "UA": "Kyiv",
        "US": "Washington",
        "IL": "Jerusalem",
    }
    assert default_gazetteer().capital(None) is None


def test_the_same_rows_in_any_order_give_the_same_file(tmp_path: Path) -> None:
    rows = [
        GazetteerRow(geonameid=n, name=f"Town {n}", lat=n / 7, lon=n / 3, kind="town", country="PL", population=n * 10)
        for n in range(20)
    ]
    for name, order in (("a", rows), ("b", rows[::-1])):
        write_gazetteer(order, tmp_path / name, sources=[])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@given(st.text(max_size=30))
def test_a_key_is_trimmed_and_single_spaced(name: str) -> None:
    key = name_key(name)
    assert key == " ".join(key.split())


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x4FF), max_size=30))
def test_keys_ignore_case_and_never_fail(name: str) -> None:
    slavic_key(name)
    if name.isascii():
        assert name_key(name.upper()) == name_key(name)


@given(st.lists(st.text(max_size=12), max_size=50))
def test_the_sieve_lets_all_its_keys_through(keys: list[str]) -> None:
    bits = sieve(keys, len(keys))
    assert all(may_hold(bits, key) for key in keys)


@pytest.mark.parametrize(("degrees", "point"), [(0, "north"), (44, "north-east"), (182, "south"), (359, "north")])
def test_compass(degrees: float, point: str) -> None:
    assert compass(degrees) == point


def test_bearing() -> None:
    assert compass(bearing_degrees(50.0, 30.0, 50.0, 31.0)) == "east"


def test_what_the_disk_does_not_give_is_no_unknown_place(tmp_path: Path) -> None:
    cut = Path(shutil.copy(SHIPPED, tmp_path))
    opened = Gazetteer(cut)
    os.truncate(cut, 100_000)
    with pytest.raises(TableError, match="cannot be read"):
        opened.lookup("Bakhmut")
