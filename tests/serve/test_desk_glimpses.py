"""What is read of developments where many are looked at says what the whole of them say: maps, timelines, lists."""

import json
import threading

import pytest
from desks import EXAMPLES, desk

from fogline.model.claim import Actor, Place, When
from fogline.model.codec import encode, parsed
from fogline.model.picture import Development
from fogline.outputs.withheld import NOBODY
from fogline.serve.desk.happenings import happenings
from fogline.serve.desk.lanes import lanes
from fogline.serve.desk.opened import Kept
from fogline.serve.desk.sight import OpenView
from fogline.serve.glimpses import Glimpse
from fogline.serve.options import Source

PAGES = ("timeline", "timeline?by=kind", "timeline?by=party", "timeline?by=party&kind=shelling", "developments",
         "developments?limit=5", "developments?place=Bakhmut&limit=3", "developments?party=Russia", "tolls",
         "tolls?limit=2", "map?view=48.50,37.50,400")  # fmt: skip


@pytest.fixture(scope="module")
def both(with_examples, tmp_path_factory):
    """A desk on a ledger, which reads rows one at a time, and one on paths, which holds the whole picture."""
    path = with_examples(tmp_path_factory.mktemp("glimpses"))
    with desk(Source(ledger=path)) as kept, desk(Source(paths=[str(EXAMPLES)])) as held:
        yield kept, held


@pytest.mark.parametrize("address", PAGES)
def test_a_ledger_tells_what_the_whole_picture_tells(both, address):
    path, _, asked = address.partition("?")
    told = [client.get(f"/{path}.json?{asked}").json() for client in both]
    assert told[0].pop("stamp") and told[1].pop("stamp")
    assert told[0] == told[1]
    assert told[0].get("lanes") or told[0].get("developments") or told[0].get("tolls")


def test_a_list_goes_on_where_it_ended_until_all_of_it_is_told(both):
    for client in both:
        for name in ("developments", "tolls"):
            whole = client.get(f"/{name}.json?limit=1000").json()[name]
            found, after = [], ""
            while after is not None:
                page = client.get(f"/{name}.json", params={"limit": 3, "after": after}).json()
                found, after = found + page[name], page["after"]
            assert found == whole and len(whole) > 3


def happening(**more):
    place = Place(start=3, end=9, name="Siversk", as_worded="the town", lat=48.8712, lon=38.0923, radius_km=0.2)
    when = When(finish="2023-03-02T14:00")
    return Development(id="d_1", kind="shelling", stage=None, when=when, place=place, reports=("r1",), **more)


def test_a_glimpse_has_no_finer_point_and_no_private_name():
    anna, army = Actor(name="Anna Kovalenko", as_worded="a man"), Actor(name="Wagner", as_worded="", party="Russia")
    one = happening(initiators=(anna, army, Actor(name="gunmen", as_worded="gunmen")))
    glimpse = parsed(Glimpse, json.dumps(encode(one)))
    asked = []

    def private(reports):
        asked.append(tuple(reports))
        return frozenset({"Anna Kovalenko"})

    for told in (one, glimpse):
        (found,) = happenings([told], private)
        assert found.parties == (NOBODY, "Russia", "gunmen")
        assert (found.place.lat, found.place.lon, found.place.radius_km) == (48.87, 38.09, 1.0)
        assert found.within(found.day, 1) and not found.within(found.day + 1, 5)
        assert happenings([told])[0].parties == ()
    assert asked == [("r1",)] * 2


def test_ticks_of_a_timeline_stand_evenly_apart():
    found = lanes(happenings([happening()]), "place", "2023-02-05", "2023-03-04")
    steps = {round(later[0] - one[0]) for one, later in zip(found.ticks, found.ticks[1:], strict=False)}
    assert len(found.ticks) > 3 and max(steps) - min(steps) <= 1


def test_who_asks_for_another_thing_need_not_wait_for_one_that_takes_long():
    kept, ends, made = Kept[str](4), threading.Event(), []

    def slow() -> str:
        made.append("slow")
        assert ends.wait(20)
        return "slow"

    threads = [threading.Thread(target=kept.get, args=("slow", slow)) for _ in range(3)]
    for one in threads:
        one.start()
    assert kept.get("quick", lambda: "quick") == "quick"  # while the other is being made
    ends.set()
    for one in threads:
        one.join(20)
    assert made == ["slow"] and kept.get("slow", lambda: "again") == "slow"


def test_the_list_of_conflicts_looks_for_private_persons_in_the_reports_of_its_page_alone(both, monkeypatch):
    looked = []
    names = OpenView.names
    monkeypatch.setattr(OpenView, "names", lambda self, report: looked.append(report) or names(self, report))
    kept = both[0]
    whole = kept.get("/conflicts.json?limit=1000").json()["conflicts"]
    assert len(whole) > 3
    looked.clear()
    page = kept.get("/conflicts.json?limit=1").json()
    of_page = set(looked)
    pair = {kept.get(f"/claims/{one}.json").json()["claim"]["report"] for one in page["conflicts"][0]["claims"]}
    assert page["conflicts"] == whole[:1] and of_page and of_page <= pair
    assert both[1].get("/conflicts.json?limit=1000").json()["conflicts"] == whole
