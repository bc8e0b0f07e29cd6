"""Review at the desk: the queue, decisions by plain forms, the same record as the command line's, what is refused."""

import json
import re

import pytest
from command_line import fogline
from desks import EXAMPLES, csrf, decide, desk, enter, house, links, text

from fogline.model.picture import Verb
from fogline.serve.options import Source
from fogline.store.sqlite import open_ledger


@pytest.fixture
def examples(with_examples, tmp_path):
    return with_examples(tmp_path)


@pytest.fixture
def client(examples):
    with house(examples, reviewer="ana") as client:
        enter(client)
        yield client


def recorded(path):
    with open_ledger(path, reading=True) as ledger:
        return list(ledger.view().judgements())


def developments(client):
    return {one["id"]: one for one in client.get("/developments.json").json()["developments"]}


def open_doubts(client, **asked):
    return client.get("/review.json", params=asked).json()["doubts"]


def test_the_queue_tells_what_is_unsure_and_why(examples):
    with desk(Source(ledger=examples)) as reader:
        found = open_doubts(reader, since="2023-01-01")
        assert {"altered quotation", "may be one", "contradiction"} <= {one["rule"] for one in found}
        assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
        page = reader.get("/review?since=2023-01-01").text
        outlets = {one["id"]: one["outlet"] for one in reader.get("/reports.json").json()["reports"]}
        for one in found:
            why = re.sub(r"report ([\w-]+)", lambda id: outlets[id[1]], one["why"])  # a reader knows outlets, not ids
            assert why in text(page)
        for link in sorted(set(links(page))):
            assert reader.get(link).status_code == 200, link
        scripts = re.findall(
            r'<script src="([^"]*)" defer>', page
        )  # the slider of days, what copies; nothing that judges
        assert scripts == ["/assets/asof.js", "/assets/copy.js"]
        assert "csrf" not in page and "--review NAME" in text(page)
        few = open_doubts(reader, since="2023-01-01", rule="contradiction")
        assert few == [one for one in found if one["rule"] == "contradiction"]
        assert open_doubts(reader, place="Atlantis") == []
        first = reader.get("/review.json?since=2023-01-01&limit=2").json()
        rest = reader.get(f"/review.json?since=2023-01-01&after={first['after']}").json()["doubts"]
        assert [*first["doubts"], *rest] == found
        assert len(reader.get("/review.csv?since=2023-01-01").text.splitlines()) == len(found) + 1


def test_a_merge_by_a_form_is_the_command_lines_merge(client, examples):
    one = next(one for one in open_doubts(client, since="2023-01-01") if one["rule"] == "may be one")
    before = developments(client)
    answer = decide(client, "merge", *one["subjects"], why="one battle", back="/review#next")
    assert answer.status_code == 303 and answer.headers["location"] == "/review#next"
    (judgement,) = recorded(examples)
    assert (judgement.verb, judgement.by, judgement.why) == (Verb.MERGE, "ana", "one battle")
    assert set(judgement.subjects) == set(one["subjects"])
    after = developments(client)  # the picture has followed before the answer came
    assert len(after) == len(before) - 1
    page = text(client.get("/review").text)
    assert "Reviewing as ana" in page and "the picture is up to date" in page and "Last decision: merge" in page
    listed = json.loads(fogline("judge", "list", "--format", "json", "--ledger", examples).out)
    assert [one["id"] for one in listed] == [judgement.id]
    assert all(set(other["subjects"]) != set(one["subjects"]) for other in open_doubts(client, since="2023-01-01"))
    shown = text(client.get(f"/developments/{one['subjects'][0]}").text)
    assert "merge by ana" in shown and "“one battle”" in shown and "merged by ana" in shown

    assert decide(client, "undo", judgement.id).status_code == 303
    assert developments(client) == before
    assert one in open_doubts(client, since="2023-01-01")
    assert "(taken back)" in client.get("/review/decisions").text
    again = client.get("/review/decisions.json").json()["judgements"]
    assert [each["verb"] for each in again] == ["merge", "undo"]


def test_every_decision_can_be_taken_by_its_form(client, examples):
    (id, one) = next((id, one) for id, one in developments(client).items() if len(one["claims"]) > 3)
    other = next(other for other in developments(client) if other != id)
    claim = one["claims"][1]
    page = client.get(f"/developments/{id}").text
    assert page.count('name="chosen"') == len(one["claims"])
    assert decide(client, "accept", id).status_code == 303
    assert decide(client, "split", id, chosen=[claim]).status_code == 303
    assert claim not in developments(client)[id]["claims"]
    assert decide(client, "never merge", id, **{"with": [other, ""]}).status_code == 303
    assert decide(client, "correct", claim, field="kind", value="air_strike").status_code == 303
    assert "air_strike" in {each["kind"] for each in developments(client).values()}
    assert decide(client, "set aside", claim).status_code == 303
    assert all(claim not in each["claims"] for each in developments(client).values())
    assert [each.verb.value for each in recorded(examples)] == [
        "accept", "split", "never merge", "correct", "set aside"
    ]  # fmt: skip
    page = text(client.get(f"/claims/{claim}").text)
    assert "set aside by ana" in page and "correct: kind is “air_strike” by ana" in page
    assert "split by ana" in page
    ended = fogline("judge", "replay", "nowhere.json", "--ledger", examples)
    assert ended.status != 0  # the page of decisions as JSON is such a file
    download = examples.parent / "decisions.json"
    download.write_text(client.get("/review/decisions.json").text)
    ended = fogline("judge", "replay", download, "--ledger", examples)
    assert ended.status == 0 and "5 known before" in ended.err


def test_what_makes_no_sense_is_said_and_nothing_is_recorded(client, examples):
    claim = next(iter(developments(client).values()))["claims"][0]
    for verb, subjects, more, said in (
        ("merge", [claim], {}, "tick the other one"),
        ("set aside", ["d_1", "d_2"], {}, "tick the claims"),
        ("set aside", [next(iter(developments(client)))], {}, "made of its claims"),
        ("split", [next(iter(developments(client)))], {}, "tick the claims that leave"),
        ("accept", ["c_none"], {}, "no such id"),
        ("accept", [], {}, "nothing is said to be meant"),
        ("correct", [claim], {"field": "kind\x00"}, "cannot be printed"),
        ("correct", [claim], {"field": "quote", "value": "x"}, "cannot be corrected"),
        ("correct", [claim], {"field": "stage", "value": "maybe"}, "maybe"),
        ("correct", [claim], {"field": "", "value": "x"}, "which field"),
        ("correct", [claim], {"field": "kind", "value": "airstrike"}, "Perhaps air_strike"),
        ("undo", ["j_none"], {}, "no such id"),
        ("burn", [claim], {}, "Choose what to decide"),
        ("accept", [claim], {"why": "x" * 1_001}, "longer than"),
    ):
        answer = decide(client, verb, *subjects, **more)
        assert answer.status_code == 400 and said in text(answer.text), (verb, text(answer.text))
    assert recorded(examples) == []


def test_a_second_reading_does_not_show_the_first_and_agreement_follows(examples):
    with house(examples, reviewer="ana") as ana:
        enter(ana)
        claims = [one["id"] for one in ana.get("/claims.json").json()["claims"]][:12]
        for at, claim in enumerate(claims):
            decide(ana, "accept" if at else "set aside", claim, why="seen-by-ana")
        assert "unknown: two have decided 0" in text(ana.get("/review/agreement").text)
        assert ana.get("/review/second.json").json()["left"] == 0
    with house(examples, reviewer="ben") as ben:
        enter(ben)
        page = ben.get("/review/second").text
        assert ben.get("/review/second.json").json()["left"] == 12
        assert "seen-by-ana" not in page and "set aside by" not in page
        for at, claim in enumerate(claims):
            assert decide(ben, "accept" if at > 1 else "set aside", claim).status_code == 303
        assert ben.get("/review/second.json").json()["left"] == 0
        readings = ben.get("/review/agreement.json").json()["agreement"][0]
        assert (readings["shared"], readings["pairs"][0]["same"]) == (12, 11)
        assert readings["alpha"] == pytest.approx(0.635, abs=0.01)
        assert "ana" in text(ben.get("/review/agreement").text)
    told = fogline("judge", "agreement", "--ledger", examples, "--format", "json")
    assert json.loads(told.out)[0]["alpha"] == readings["alpha"]


def test_a_past_day_shows_no_forms(client):
    address = f"/developments/{next(iter(developments(client)))}"
    assert 'action="/review/decide"' in client.get(address).text
    assert 'action="/review/decide"' not in client.get(f"{address}?as_of=2023-03-05").text


def test_a_persons_pages_are_kept_nowhere_and_a_readers_are(client):
    assert client.get("/review").headers["cache-control"] == "no-store"
    assert "etag" not in client.get("/today").headers
    client.cookies.clear()
    assert "etag" in client.get("/today").headers


def test_whoever_has_not_come_in_reads_and_decides_nothing(client, examples):
    held = csrf(client)
    one = next(iter(developments(client)))
    cookies = dict(client.cookies)
    client.cookies.clear()
    assert client.get("/review").status_code == 200 and "csrf" not in client.get("/review").text
    fields = {"csrf": held, "verb": "accept", "subject": one}
    assert client.post("/review/decide", data=fields).status_code == 403
    assert client.get("/enter/not-the-token").status_code == 404
    client.cookies.update(cookies)
    assert client.post("/review/decide", data=fields).status_code == 303
    left = client.post("/logout", data={"csrf": held})
    assert left.status_code == 303 and "Max-Age=0" in left.headers["set-cookie"]
    client.cookies.update(cookies)
    assert client.post("/review/decide", data=fields).status_code == 403  # the session has ended, not only its cookie
    assert len(recorded(examples)) == 1


def test_private_persons_stay_private_in_the_queue(tmp_path):
    lines = tmp_path / "reports.jsonl"
    lines.write_text(
        json.dumps(
            {"id": "r1", "outlet": "River Post", "published": "2023-03-05",
             "text": "A shell killed two people in Nikopol on Saturday, said Anna Kovalenko, a resident. She said "
                     "four were hurt. No shell hit Nikopol, the defence ministry said."}
        ) + "\n"
    )  # fmt: skip
    path = tmp_path / "war.ledger"
    assert fogline("add", lines, "--ledger", path).status == 0
    with house(path, reviewer="ana") as client:
        enter(client)
        for address in ("/review?since=2023-01-01", "/review.json?since=2023-01-01", "/review.csv?since=2023-01-01"):
            assert "Kovalenko" not in client.get(address).text


def test_reports_without_a_ledger_are_read_only():
    with desk(Source(paths=(str(EXAMPLES),))) as reader:
        assert re.search(r'class="card"', reader.get("/review?since=2023-01-01").text)
        assert reader.post("/review/decide", data={"verb": "accept"}).status_code == 405
    ended = fogline("serve", EXAMPLES, "--review", "ana", "--port", "0")
    assert ended.status == 2 and "kept in a ledger" in ended.err
