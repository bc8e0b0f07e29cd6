"""The map: windows, clusters, layers, the brush through days, and that nothing is drawn finer than its evidence."""

import math
import re
import time

import pytest
from command_line import fogline
from desks import EXAMPLES, desk, links, text

from fogline.model.claim import Place, When
from fogline.model.picture import Development
from fogline.serve.desk.drawn import by_place, drawn, points
from fogline.serve.desk.happenings import Happening, happenings
from fogline.serve.desk.moments import moments
from fogline.serve.desk.window import LADDER, Window, fitting, read
from fogline.serve.options import Source


def happened(number: int, *, lat: float = 48.0, lon: float = 37.0, apart: float = 0.01) -> list[Happening]:
    side = math.isqrt(number - 1) + 1
    return happenings(
        Development(
            id=f"d_{one:06}", kind="shelling", stage=None, when=When(begin=f"2024-{one % 12 + 1:02}-{one % 28 + 1:02}"),
            place=Place(start=0, end=0, name=f"Village {one}", as_worded="", lat=lat + one // side * apart,
                        lon=lon + one % side * apart, radius_km=1.0, geonameid=one + 1),
        )
        for one in range(number)
    )  # fmt: skip


def test_near_places_are_one_cluster_and_come_apart_nearer():
    places = by_place(happened(9), ())
    wide = drawn(places, Window(lat=48.0, lon=37.0, km=1000))
    assert [len(one.places) for one in wide.clusters] == [9] and wide.circles == ()
    assert "+8" in wide.clusters[0].name
    seen = {one.at.place.name for one in wide.circles}
    view = read(wide.clusters[0].nearer)
    assert view.km < 1000
    while drawn(places, view).clusters:
        view = read(drawn(places, view).clusters[0].nearer)
    seen = {one.at.place.name for one in drawn(places, view).circles}
    assert len(seen) == 9


def test_each_place_is_drawn_once_or_counted_as_outside():
    places = by_place(happened(2_000, apart=0.05), ())
    for km in (40, 250, 4_000):
        found = drawn(places, Window(lat=48.5, lon=37.5, km=km))
        clustered = sum(len(one.places) for one in found.clusters)
        assert len(found.circles) + clustered + found.outside == 2_000
    assert drawn(places, Window(lat=48.5, lon=37.5, km=4_000)).outside == 0


def test_a_hundred_thousand_developments_make_a_small_drawing():
    places = by_place(happened(100_000, lat=44.0, lon=22.0, apart=0.05), ())
    window = fitting(points(places))
    found = drawn(places, window)
    assert len(found.circles) + len(found.clusters) < 2_000
    assert not moments(places, window, "2024-01-01", "2024-12-31").played  # too much to play: it says so


def test_no_circle_is_narrower_than_its_evidence_and_no_two_names_meet():
    places = by_place(happened(400, apart=0.08), ())
    window = fitting(points(places))
    found = drawn(places, window)
    km = window.km / found.wide
    assert all(one.radius * km >= 0.99 for one in found.circles)
    boxes = [(one.name_at - (8 * len(one.name) if one.anchor == "end" else 0), one.y, 8 * len(one.name))
             for one in (*found.circles, *found.clusters) if one.name_at is not None]  # fmt: skip
    assert boxes
    for number, (x, y, wide) in enumerate(boxes):
        for other, down, width in boxes[number + 1 :]:
            assert abs(y - down) >= 16 or x + wide <= other or other + width <= x


@pytest.mark.parametrize("km", LADDER)
def test_the_ladder_goes_nearer_and_back(km):
    window = Window(lat=10.0, lon=20.0, km=km)
    assert read(window.text) == window
    if closer := window.nearer():
        assert closer.nearer(-1) == window


@pytest.fixture(scope="module")
def client():
    with desk(Source(paths=[str(EXAMPLES)])) as client:
        yield client


def test_layers_are_switched_by_links_and_kept_in_the_address(client):
    page = client.get("/map").text
    claimed = next(one for one in links(page) if "layer=claimed" in one)
    layers = {one["layer"] for one in client.get(claimed.replace("/map", "/map.json")).json()["statuses"]}
    assert layers == {"claimed"}
    assert client.get("/map.json?layer=none").json()["statuses"] == []
    assert all("layer=claimed" in one for one in links(client.get(claimed).text) if one.startswith("/map?view="))
    assert client.get("/map?layer=guessed").status_code == 400


def test_the_brush_shows_what_stands_on_its_days(client):
    page = client.get("/map").text
    bars = [one for one in links(page) if "from=2023" in one and "days=" in one]
    assert len(bars) > 4
    for bar in bars:
        told = client.get(bar.replace("/map?", "/map.json?")).json()["developments"]
        day = re.search(r"from=([\d-]+)", bar)[1]
        assert told and all((one["when"]["begin"] or one["when"]["finish"])[:10] == day for one in told)
        assert client.get(bar).status_code == 200


def test_a_page_counts_what_its_twin_lists_in_any_window_layer_and_brush(client):
    for asked in ("", "?layer=claimed", "?layer=none", "?kind=shelling", "?place=Bakhmut", "?view=48.00,37.00,400",
                  "?from=2023-03-01&days=3", "?view=48.00,37.00,400&kind=shelling&from=2023-03-01&days=7"):  # fmt: skip
        told = client.get(f"/map.json{asked}").json()["developments"]
        shown = text(client.get(f"/map{asked}").text)
        nowhere = sum(one["place"] is None for one in told)
        assert (
            f" {len(told)} development{'' if len(told) == 1 else 's'}, {nowhere} of them without a place." in shown
        ), asked
        linked = {one.partition("?")[0] for one in links(client.get(f"/map{asked}").text) if "/developments/d_" in one}
        assert linked <= {f"/developments/{one['id']}" for one in told}, asked


def test_what_is_added_while_the_desk_is_open_comes_to_the_map(tmp_path):
    ledger = tmp_path / "war.ledger"
    texts = {
        "Kherson": "Shells hit the market of Kherson on Saturday, killing two people, the governor said.",
        "Kupiansk": "A drone struck a bus depot in Kupiansk on Friday night; three drivers were hurt, police wrote.",
    }

    def add(place: str) -> None:
        (tmp_path / f"{place}.txt").write_text(texts[place])
        added = fogline("add", tmp_path / f"{place}.txt", "--published", "2023-01-15", "--ledger", ledger)
        assert added.status == 0, added

    add("Kherson")
    with desk(Source(ledger=ledger)) as client:

        def seen() -> str:
            return text(client.get("/map?view=48.00,35.00,2500", headers={"cache-control": "no-cache"}).text)

        assert "Kherson" in seen() and "Kupiansk" not in seen()
        add("Kupiansk")
        ends = time.monotonic() + 60
        while "Kupiansk" not in seen():
            assert time.monotonic() < ends, "it is not on the map after a minute"
            time.sleep(0.2)
        assert "Kherson" in seen()


def test_windows_that_make_no_sense_are_refused_with_what_to_do(client):
    for view in ("here", "48,37", "99,37,400", "48,37,5", "48,37,400,1", "nan,37,400", "48,inf,400"):
        answer = client.get("/map", params={"view": view})
        assert answer.status_code == 400 and "48.59,38.00,250" in text(answer.text), view
    assert client.get("/map?days=0").status_code == 400


def test_the_base_is_drawn_and_says_whose_borders_it_has(client):
    page = client.get("/map?view=48.00,37.00,1500").text
    for layer in ("land", "coasts", "borders", "rivers", "lakes", "provinces"):
        assert re.search(rf'<path class="{layer}" d="M[\d .LMZ-]+"', page), layer
    assert "maps of the UN" in text(page)
