"""The timeline: what is on which bar, what is a burst, and that each bar leads to what it stands for."""

import json

import pytest
from desks import EXAMPLES, desk, links, text

from fogline.model.claim import Place, When
from fogline.model.picture import Development
from fogline.serve.desk.happenings import Happening, happenings
from fogline.serve.desk.lanes import lanes
from fogline.serve.options import Source


def happening(number: int, place: str | None, day: str | None) -> Happening:
    where = None if place is None else Place(start=0, end=0, name=place, as_worded=place)
    one = Development(id=f"d_{number:04}", kind="shelling", stage=None, when=When(begin=day), place=where)
    return happenings([one])[0]


def test_a_day_far_above_the_mean_is_a_burst_and_nothing_is_lost():
    quiet = [happening(day, "Toretsk", f"2024-03-{day:02}") for day in range(1, 31)]
    loud = [happening(100 + number, "Toretsk", "2024-03-12") for number in range(9)]
    odd = [happening(200, None, "2024-03-05"), happening(201, "Toretsk", None), happening(202, "Toretsk", "2019-01-01")]
    drawn = lanes([*quiet, *loud, *odd], "place", "2024-03-01", "2024-03-30")
    assert [one.name for one in drawn.lanes] == ["Toretsk", "place not said"]
    assert [(bar.first, len(bar.held)) for bar in drawn.lanes[0].bursts] == [("2024-03-12", 10)]
    assert (drawn.number, drawn.undated, drawn.before, drawn.later) == (40, 1, 1, 0)
    assert sum(len(bar.held) for lane in drawn.lanes for bar in lane.bars) == 40


def test_an_even_lane_has_no_burst_and_years_are_drawn_in_wider_bars():
    even = [happening(number, "Toretsk", f"{2020 + number // 12}-{number % 12 + 1:02}-07") for number in range(48)]
    drawn = lanes(even, "place", "2020-01-01", "2023-12-31")
    assert drawn.days > 1 and len(drawn.lanes[0].bars) <= 62
    assert drawn.lanes[0].bursts == ()
    assert all(drawn.left <= bar.x and bar.x + bar.wide <= drawn.wide for bar in drawn.lanes[0].bars)


@pytest.fixture(scope="module")
def client():
    with desk(Source(paths=[str(EXAMPLES)])) as client:
        yield client


@pytest.mark.parametrize("by", ["place", "party", "kind"])
def test_each_bar_leads_to_all_that_it_stands_for(client, by):
    told = client.get(f"/timeline.json?by={by}").json()["lanes"]
    assert len(told) > 2
    page = client.get(f"/timeline?by={by}").text
    drawing = page.partition("<svg")[2].partition("</svg>")[0]
    assert len(links(drawing)) == sum(len(lane["bars"]) for lane in told)
    for link in links(drawing):
        assert client.get(link).status_code == 200
    lane, bar = max(((lane, bar) for lane in told for bar in lane["bars"]), key=lambda two: len(two[1]["developments"]))
    asked = {"by": by, "lane": lane["lane"], "from": bar["first"]}
    listed = client.get("/timeline", params=asked).text.partition('id="chosen"')[2].partition("<h2>")[0]
    assert {one.rpartition("/")[2] for one in links(listed) if one.startswith("/developments/")} == {
        *bar["developments"]
    }


def test_a_past_day_draws_nothing_that_was_told_later(client):
    early = client.get("/timeline.json?as_of=2023-02-12").json()
    assert early["until"] == "2023-02-12" and early["lanes"]
    assert "2023-03" not in json.dumps(early["lanes"])


def test_a_lane_alone_and_lanes_that_are_not_there(client):
    alone = client.get("/timeline.json?only=Bakhmut").json()["lanes"]
    assert [one["lane"] for one in alone] == ["Bakhmut"]
    assert client.get("/timeline?by=colour").status_code == 400
    empty = client.get("/timeline?place=Nowhere")
    assert empty.status_code == 200 and "Nothing that answers" in text(empty.text)
