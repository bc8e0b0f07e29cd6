"""The desk over a real ledger: every page answers, every number leads to its words, a past day knows nothing later."""

import csv
import io
import json
import re
import time
import xml.etree.ElementTree as ElementTree
from html import unescape

import pytest
from command_line import fogline
from desks import desk, links, text

from fogline.serve.desk.pages import developments, places
from fogline.serve.options import Source
from fogline.store.sqlite import open_ledger

LISTS = ("today", "map", "timeline", "developments", "places", "claims", "reports", "speakers", "outlets", "conflicts",
         "tolls", "review")  # fmt: skip


@pytest.fixture(scope="session")
def examples(with_examples, tmp_path_factory):
    return with_examples(tmp_path_factory.mktemp("examples"))


@pytest.fixture(scope="session")
def client(examples):
    with desk(Source(ledger=examples)) as client:
        yield client


def good(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[-300:])
    return answer


@pytest.mark.parametrize("name", [*LISTS, "method"])
def test_every_page_has_its_twins_and_no_dead_link(client, name):
    page = good(client, f"/{name}").text
    assert good(client, f"/{name}.json").json()["page"] == f"/{name}"
    rows = list(csv.reader(io.StringIO(good(client, f"/{name}.csv").text)))
    assert len({len(row) for row in rows}) == 1
    for link in sorted(set(links(page))):
        good(client, link)


def test_every_development_place_and_report_has_a_page(client):
    developments = good(client, "/developments.json").json()["developments"]
    assert len(developments) > 40
    for one in developments:
        page = text(good(client, f"/developments/{one['id']}").text)
        assert page.count("in the report") >= len(one["claims"])
    for kind in ("places", "speakers", "outlets"):
        rows = good(client, f"/{kind}.json").json()[kind]
        assert rows
        for row in rows:
            good(client, f"/{kind}/{row['name']}")
    for one in good(client, "/reports.json").json()["reports"]:
        good(client, f"/reports/{one['id']}")


def test_a_report_is_shown_word_for_word(client, examples):
    with open_ledger(examples) as ledger:
        for report in ledger.view().reports():
            page = good(client, f"/reports/{report.id}").text
            shown = page.partition('<div class="text"')[2].partition("</div>")[0].partition(">")[2]
            shown = re.sub(r'<a class="number".*?</a>|<span class="sort">.*?</span>', "", shown)
            assert "".join(text(re.sub(r"<[^>]+>", "", shown)).split()) == "".join(report.text.split())


def test_from_a_number_to_the_sentence_in_the_report_in_two_steps(client):
    page = good(client, "/today?span=all").text
    number = re.search(
        r'<a class="number" href="(/claims/c_\w+)">(\d+)</a><span class="words" role="note">(.*?)</span>\s*</span>',
        page, re.DOTALL,
    )  # fmt: skip
    claim = good(client, f"{number[1]}.json").json()["claim"]
    assert claim["quote"] in " ".join(text(number[3]).split())  # already beside the number
    first = good(client, number[1]).text
    second = next(link for link in links(first) if link.startswith("/reports/") and "#" in link)
    chosen = re.findall(r'<mark class="chosen">(.*?)</mark>', good(client, second).text, re.DOTALL)
    sentence = "".join(text(re.sub(r"<[^>]+>", "", one)) for one in chosen)
    assert sentence.replace(" ", "") == claim["quote"].replace(" ", "")


def test_the_desk_as_of_a_day_knows_nothing_later(client):
    day = "2023-03-02"
    known = good(client, f"/reports.json?as_of={day}").json()["reports"]
    later = [one for one in good(client, "/reports.json").json()["reports"] if one not in known]
    assert known and later and all(one["published"] <= f"{day}T99" for one in known)
    for name in LISTS:
        page = good(client, f"/{name}?as_of={day}").text
        told = json.dumps(good(client, f"/{name}.json?as_of={day}").json(), ensure_ascii=False)
        assert not any(one["id"] in page or one["id"] in told for one in later), name
        inside = [link for link in links(page) if not link.startswith(("/assets", f"/{name}"))]
        assert inside and all(f"as_of={day}" in link for link in inside)
    assert client.get(f"/reports/{later[0]['id']}?as_of={day}").status_code == 404
    gone = good(client, f"/claims.json?outlet={later[0]['outlet']}").json()["claims"][0]["id"]
    assert client.get(f"/claims/{gone}?as_of={day}").status_code == 404


def test_of_very_much_a_page_shows_some_and_leads_to_all(client, monkeypatch):
    told = good(client, "/developments.json").json()["developments"]
    largest = f"/developments/{max(told, key=lambda one: len(one['claims']))['id']}"
    before = {address: good(client, address).text for address in ("/places/Bakhmut", largest)}
    monkeypatch.setattr(places, "_MOST_STEPS", 1)
    monkeypatch.setattr(places, "_MOST_CITED", 1)
    monkeypatch.setattr(developments, "_MOST_SAID", 1)
    cut = 0
    for address, whole in before.items():
        assert "all=1" not in " ".join(links(whole))
        some = good(client, f"{address}?lang=en").text  # an address that was not asked for before
        further = next((one for one in links(some) if "all=1" in one), None)
        if further is None:
            continue
        cut += 1
        every = good(client, further.partition("#")[0]).text
        counts = [sum(one.startswith("/claims/c_") for one in links(page)) for page in (some, every, whole)]
        assert counts[0] < counts[1] == counts[2], address
        name = "statuses" if "places" in address else "claims"
        assert good(client, f"{address}.json?lang=en").json()[name] == good(client, f"{address}.json").json()[name]
    assert cut


def test_a_toll_rises_on_the_day_it_rose(client):
    changes = good(client, "/today.json?as_of=2023-03-04").json()["changes"]
    moved = [one["text"] for one in changes if one["what"] == "figure moved"]
    assert sorted(moved) == ["evacuated: 11, now 20", "killed: four, now ten"]
    page = good(client, f"/developments/{next(one for one in changes if one['what'] == 'figure moved')['about']}").text
    drawing = page.partition("<svg")[2].partition("</svg>")[0]
    assert re.search(r'class="steps" d="M[\d.]+ [\d.]+(H[\d.]+V[\d.]+)+"', drawing)
    for link in links(drawing):
        good(client, link)


def test_claims_go_on_where_the_page_before_ended(client):
    whole = [one["id"] for one in good(client, "/claims.json").json()["claims"]]
    asked, paged = "/claims.json?limit=40", []
    while asked:
        told = good(client, asked).json()
        paged += [one["id"] for one in told["claims"]]
        asked = f"/claims.json?limit=40&after={told['after']}" if told["after"] else None
    assert paged == whole and len(set(whole)) == len(whole) > 100


def test_facets_narrow(client):
    def found(asked):
        return good(client, f"/claims.json?{asked}").json()["claims"]

    denials = found("stance=denies")
    assert denials and all(one["stance"] == "denies" for one in denials)
    assert all("bridge" in one["quote"].lower() for one in found("q=BRIDGE"))
    assert 0 < len(found("party=ukraine&since=2023-03-03")) < len(found("party=ukraine"))
    assert found("outlet=nobody") == []


def test_geojson_and_feeds_are_what_they_say(client):
    for address in ("/map.geojson", "/places/Bakhmut.geojson", "/developments.geojson"):
        told = good(client, address)
        assert told.headers["content-type"] == "application/geo+json"
        for feature in told.json()["features"]:
            at = feature["geometry"]["coordinates"]
            points = at if feature["geometry"]["type"] == "MultiPoint" else [at]
            assert all(round(number, 2) == number for point in points for number in point)
            assert feature["properties"]["radius_km"] >= 1
    for address in ("/today.atom", "/claims.atom?q=bridge", "/developments.atom"):
        feed = ElementTree.fromstring(good(client, address).text)
        entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
        assert entries and len({one[0].text for one in entries}) == len(entries)


def test_an_unchanged_page_is_not_sent_again_and_a_changed_ledger_is_seen(tmp_path, examples):
    path = tmp_path / "war.ledger"
    path.write_bytes(examples.read_bytes())
    with desk(Source(ledger=path)) as client:
        first = good(client, "/reports")
        mark = {"if-none-match": first.headers["etag"]}
        assert client.get("/reports", headers=mark).status_code == 304
        note = tmp_path / "note.txt"
        note.write_text("Russian forces shelled Nikopol on Friday, killing two people, the mayor said.")
        assert fogline("add", note, "--ledger", path, "--published", "2023-03-10", "--outlet", "River Post").status == 0
        for _ in range(600):
            answer = client.get("/reports", headers=mark)
            if answer.status_code == 200:
                break
            time.sleep(0.1)  # it looks once a second, and then adds up
        else:
            pytest.fail("the desk did not see the new report")
        assert "River Post" in answer.text
        assert "River Post" not in good(client, "/reports?as_of=2023-03-09").text
        assert "Nikopol" in text(good(client, "/today").text)


def test_the_desk_opens_on_paths_too(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Russian forces shelled Nikopol on Friday, killing two people, the mayor said.")
    with desk(Source(paths=(str(note),))) as client:
        assert "Nikopol" in text(good(client, "/today?span=all").text)
        for name in LISTS:
            good(client, f"/{name}")


def test_a_toll_has_a_page_with_its_line_each_policy_and_every_figure_in_its_words(client):
    told = [(toll, one) for one in client.get("/tolls.json").json()["tolls"] for toll in one["tolls"]]
    toll, of = max((pair for pair in told if not pair[0]["group"]), key=lambda pair: len(pair[0]["series"]))
    assert f"/tolls/{of['development']}?" in client.get(f"/developments/{of['development']}").text
    at = f"/tolls/{of['development']}?measure={toll['measure']}"
    page = client.get(at).text
    for entry in toll["series"]:
        assert f"/claims/{entry['claim']}" in page
        assert client.get(f"/claims/{entry['claim']}.json").json()["claim"]["quote"][:20] in text(page)
    assert re.search(r"conservative .* informative .* latest-official", text(page))
    rows = client.get(at.replace("?", ".csv?")).text.splitlines()
    assert len(rows) == 1 + len(toll["series"])
    whole = client.get(f"/tolls/{of['development']}.json").json()
    assert len(whole["tolls"]) == len(of["tolls"]) == len(whole["given"])
    assert client.get(f"/tolls/{of['development']}?measure=attacks&group=x").status_code == 404
    assert client.get("/tolls/d_none").status_code == 404


@pytest.mark.parametrize(
    "path", ["places/Bakhmut", "speakers/Russia", "outlets/Steppe%20Courier", "map", "routes", "claims?kind=shelling"]
)
def test_every_page_can_be_cited_the_same_in_every_language(client, path):
    cited = re.compile(r'(?s)<details class="cite-as">.*?</details>')
    told = [re.findall(r"(?s)<pre[^>]*>(.*?)</pre>", cited.search(client.get(f"/{path}").text)[0])]
    assert len(told[0]) == 3 and f"/{path}".replace("%20", " ") in unescape(told[0][0]).replace("%20", " ")
    for code in ("uk", "ru"):
        other = client.get(f"/{path}{'&' if '?' in path else '?'}lang={code}").text
        told.append(re.findall(r"(?s)<pre[^>]*>(.*?)</pre>", cited.search(other)[0]))
    assert told[0] == told[1] == told[2]
