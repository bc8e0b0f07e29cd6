"""The page of an outlet: how it is heard, when it tells what others tell, what of it was contradicted or put right."""

import json
import os
from datetime import UTC, datetime

import pytest
from command_line import fogline
from desks import decide, desk, enter, house, text

from fogline.serve.desk.leads import Lead, counted
from fogline.serve.options import Source
from fogline.sources.watch_state import Known, Seen, WatchState
from fogline.store.backup import watch_beside

HERALD, COURIER = "Saltmarsh Herald", "Steppe Courier"


@pytest.fixture(scope="module")
def examples(with_examples, tmp_path_factory):
    return with_examples(tmp_path_factory.mktemp("outlets"))


@pytest.fixture
def own(with_examples, tmp_path):
    return with_examples(tmp_path)


def told(client, name):
    return client.get(f"/outlets/{name}.json").json()


def test_it_says_when_it_tells_what_others_tell(examples):
    with desk(Source(ledger=examples)) as client:
        herald, courier = told(client, HERALD), told(client, COURIER)
        page = client.get(f"/outlets/{HERALD}").text
        strikes = [one for one in herald["leads"] if one["outlet"] == COURIER]
        assert [one["days"] for one in strikes] == [3.0]  # the 5th, after the 2nd
        assert herald["lead"]["first"] == 0 and herald["lead"]["later"] == len(herald["leads"]) > 0
        assert courier["lead"]["first"] > 0
        assert {one["development"] for one in strikes} <= {one["development"] for one in courier["leads"]}
        assert "3 days later" in text(page) and "There is no score of an outlet here" in text(page)


def test_whoever_is_alone_neither_leads_nor_lags():
    assert counted([]).middle is None
    apart = [Lead(development="d", own="", other="", outlet="x", days=days) for days in (-2.0, 0.02, 1.0)]
    assert (counted(apart).first, counted(apart).together, counted(apart).later, counted(apart).middle) == (
        1,
        1,
        1,
        0.02,
    )


def test_it_counts_what_is_contradicted_superseded_and_put_right(own):
    with house(own, reviewer="ana") as client:
        enter(client)
        before = told(client, HERALD)
        denials = {one["sort"]: one["own"] + one["carried"] for one in before["contradicted"]}
        named = {one for conflict in client.get("/conflicts.json?limit=1000").json()["conflicts"]
                 if conflict["kind"] == "denial" for one in conflict["claims"]}  # fmt: skip
        mine = {one["id"] for one in client.get(f"/claims.json?outlet={HERALD}&limit=1000").json()["claims"]}
        assert denials["denial"] == len(named & mine) > 0
        assert 0 < before["mended"]["superseded"] < before["mended"]["figures"]
        assert (before["mended"]["corrected"], before["mended"]["set_aside"]) == (0, 0)
        one, other = sorted(mine)[:2]
        assert decide(client, "correct", one, field="kind", value="air_strike").status_code == 303
        decide(client, "set aside", other)
        after = told(client, HERALD)
        assert (after["mended"]["corrected"], after["mended"]["set_aside"]) == (1, 1)
        assert "corrected 1, set aside 1" in text(client.get(f"/outlets/{HERALD}").text)


def test_a_text_that_changed_after_publication_counts(tmp_path):
    path, feed = tmp_path / "war.ledger", tmp_path / "feed.jsonl"
    for dead in ("Two", "Four"):
        said = f"{dead} people were killed when Russian forces shelled Kherson on Tuesday, the police said."
        row = {"id": "r1", "text": said, "title": "Kherson", "published": "2023-02-08", "outlet": COURIER}
        feed.write_text(json.dumps(row) + "\n")
        assert fogline("add", feed, "--ledger", path).status == 0
    with desk(Source(ledger=path)) as client:
        assert told(client, COURIER)["mended"]["changed"] == 1


def test_it_says_how_its_feed_is_where_it_is_watched(own):
    with desk(Source(ledger=own)) as client:
        assert told(client, HERALD)["health"] is None  # nobody watches it
        report = told(client, HERALD)["reports"][0]
        feed, now = "https://herald.example/rss", datetime.now(UTC).isoformat()
        state = WatchState(watch_beside(own))
        seen = [Seen(key="1", print="p", report=report)]
        state.record(feed, Known(due=1.0, last_success="2023-03-05T08:00:00Z"), now=now, seen=seen, reports=1)
        assert told(client, HERALD)["health"]["state"] == "well"
        failing = Known(due=1.0, failures=4, last_error="503", last_success="2023-03-05T08:00:00Z")
        state.record(feed, failing, now=now, aside=[("no text", None)])
        state.close()
        minute_later = watch_beside(own).stat().st_mtime + 60  # pages tell it by the minute
        os.utime(watch_beside(own), (minute_later, minute_later))
        health = told(client, HERALD)["health"]
        assert (health["state"], health["failures"], health["set_aside"]) == ("failing", 4, 1)
        page = text(client.get(f"/outlets/{HERALD}").text)
        assert "failures in a row: 4" in page and "5 March 2023, 08:00 UTC" in page
        assert told(client, COURIER)["health"] is None
        past = client.get(f"/outlets/{HERALD}.json?as_of=2023-03-05").json()
        assert past["health"] is None and past["leads"]


def test_a_silence_is_told_against_its_own_past(tmp_path):
    path = tmp_path / "war.ledger"
    for day in range(1, 13):
        report = tmp_path / f"r{day}.txt"
        report.write_text(f"Russian forces shelled Kherson on {day} February 2023, the police said. {day} were hurt.")
        outlet = COURIER if day < 8 else "Meridian Wire"
        facts = "--published", f"2023-02-{day:02}", "--outlet", outlet
        assert fogline("add", report, *facts, "--ledger", path).status == 0
    with desk(Source(ledger=path)) as client:
        assert told(client, COURIER)["heard"]["state"] == "silent"
        assert told(client, "Meridian Wire")["heard"]["state"] == "heard"
        assert "silent: 1 reports a day as a rule" in text(client.get(f"/outlets/{COURIER}").text)
