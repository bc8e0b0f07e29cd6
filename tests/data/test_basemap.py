"""The base of the map: whose word on borders it draws, and that another's can be set."""

import numpy as np
import pytest

from fogline.data import basemap as module
from fogline.data.basemap import Basemap, basemap, read_borders
from fogline.model.errors import TableError

PEREKOP = (33.0, 45.9, 34.5, 46.4)  # where Natural Earth draws a border across the isthmus


@pytest.fixture(scope="module")
def world():
    return basemap()


@pytest.mark.parametrize(("place", "longitude", "latitude", "country"), [
    ("Simferopol", 34.1, 44.95, "Ukraine"), ("Sevastopol", 33.55, 44.6, "Ukraine"), ("Donetsk", 37.8, 48.0, "Ukraine"),
    ("Krasnodar", 38.98, 45.04, "Russia"), ("Hargeisa", 44.06, 9.56, "Somalia"), ("Kyrenia", 33.32, 35.3, "Cyprus"),
    ("Tskhinvali", 43.97, 42.23, "Georgia"), ("Tiraspol", 29.63, 46.84, "Moldova"), ("Sukhumi", 41.02, 43.0, "Georgia"),
    ("the Black Sea", 31.0, 43.0, None),
])  # fmt: skip
def test_places_lie_where_the_united_nations_say(world, place, longitude, latitude, country):
    assert world.owner(longitude, latitude) == country, place


def near(lines, box):
    """How many points of lines lie in a box."""
    return sum(
        int(np.count_nonzero((one[:, 0] > box[0]) & (one[:, 0] < box[2]) & (one[:, 1] > box[1]) & (one[:, 1] < box[3])))
        for one in lines
    )


def borders_near(world, box):
    found = world.base(box)
    return near((*found.borders, *found.contested), box)


def test_no_border_crosses_the_isthmus_of_perekop_unless_a_table_says_so(tmp_path, monkeypatch, world):
    assert borders_near(world, PEREKOP) == 0
    own = tmp_path / "own.toml"
    own.write_text('name = "as Natural Earth has it"\n')
    other = Basemap(read_borders(str(own)))
    assert other.owner(34.1, 44.95) == "Russia"
    assert borders_near(other, PEREKOP) > 0
    monkeypatch.setenv(module.ENVIRONMENT, str(own))
    assert basemap().borders.name == "as Natural Earth has it"


@pytest.mark.parametrize("box", [
    (73.5, 33.0, 76.0, 35.0), (34.9, 31.4, 35.6, 32.5), (20.0, 42.3, 21.9, 43.3), (-13.3, 27.5, -8.6, 27.8),
    (35.5, 32.6, 35.8, 33.3), (126.5, 37.6, 128.5, 38.7), (24.0, 9.0, 33.0, 12.0),
])  # fmt: skip
def test_what_the_united_nations_leave_open_is_drawn_as_contested(world, box):
    found = world.base(box)
    assert near(found.contested, box) > 1
    assert near(found.borders, box) == 0 or box[0] in (-13.3, 24.0, 35.5, 20.0, 34.9)  # others meet there


def test_the_berm_is_no_border(world):
    assert borders_near(world, (-12.9, 22.0, -9.5, 27.5)) == 0


def test_land_is_cut_to_the_window(world):
    window = (30.0, 44.0, 40.0, 50.0)
    for ring in world.base(window).land:
        assert ring[:, 0].min() >= 30 - 1e-9 and ring[:, 0].max() <= 40 + 1e-9
        assert ring[:, 1].min() >= 44 - 1e-9 and ring[:, 1].max() <= 50 + 1e-9
    inland = world.base((25.0, 49.0, 26.0, 50.0))  # all land: one ring, the window itself
    assert [len(ring) for ring in inland.land] == [4]
    assert world.base((-40.0, 30.0, -39.0, 31.0)).land == ()


def test_nothing_is_drawn_across_the_whole_world(world):
    base = world.base((-180.0, -55.0, 180.0, 85.0))  # without the Antarctic, which does go round
    for lines in (base.land, base.coasts, base.borders):
        assert max(float(np.abs(np.diff(line[:, 0])).max(initial=0.0)) for line in lines) < 180


@pytest.mark.parametrize(("text", "said"), [
    ("not toml [", "not a table of borders"),
    ('name = "x"\n[[move]]\nat = [34.1]\nto = "Ukraine"\n', "not a table of borders"),
    ('name = "x"\n[[move]]\nat = [34.1, 44.95]\nto = "Ruritania"\n', "no country is called 'Ruritania'"),
    ('name = "x"\n[[move]]\nat = [31.0, 43.0]\nto = "Ukraine"\n', "lies in no country"),
])  # fmt: skip
def test_a_table_that_is_wrong_is_told(tmp_path, text, said):
    own = tmp_path / "own.toml"
    own.write_text(text)
    with pytest.raises(TableError, match=said.replace("[", r"\[")):
        Basemap(read_borders(str(own)))
