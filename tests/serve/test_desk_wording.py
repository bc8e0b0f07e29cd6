"""What readers stumble over: who holds a place, whose report it is, colours in other tongues, where nothing answers."""

import json
import re

import pytest
from command_line import fogline
from desks import desk, links, text

from fogline.serve.options import Source

FAR = "Shells fell on Ivanivske on Friday. The village is located less than five miles west of Bakhmut, officials said."


@pytest.fixture(scope="module")
def client(with_examples, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wording")
    with_examples(folder)
    (folder / "far.txt").write_text(FAR)
    assert (
        fogline("add", folder / "far.txt", "--ledger", folder / "war.ledger", "--published", "2023-03-04").status == 0
    )
    with desk(Source(ledger=folder / "war.ledger")) as client:
        yield client


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_layers_have_their_colours_in_every_language(client, lang):
    drawn = client.get(f"/map?lang={lang}").text
    assert {one.split()[-1] for one in re.findall(r'class="((?:at|cluster) [^"]*)"', drawn)} <= {
        "claimed", "assessed", "both", "none",
    }  # fmt: skip
    held = client.get(f"/places/Bakhmut?lang={lang}").text
    layers = {one["layer"] for one in client.get("/places/Bakhmut.json").json()["statuses"]}
    assert set(re.findall(r'class="status (\w+)"', held)) <= layers


def test_the_map_says_who_holds_a_place(client):
    held = [one for one in client.get("/map.json").json()["statuses"] if one["value"] == "held"]
    assert held
    listed = text(client.get("/map").text.partition("The same as a list")[2])
    for one in held:
        assert f"control held by {one['by']}" in listed


def test_the_map_lists_the_latest_of_a_place_first(client):
    row = client.get("/map?place=Bakhmut").text.partition("The same as a list")[2].partition("<tbody>")[2]
    ids = [one.partition("/developments/")[2] for one in links(row.partition("</tr>")[0]) if "/developments/" in one]
    told = {one["id"]: one["when"] for one in client.get("/map.json?place=Bakhmut").json()["developments"]}
    days = [told[id]["begin"] or told[id]["finish"] or "" for id in ids]
    assert len(days) > 1 and days == sorted(days, reverse=True)


def test_reasons_name_outlets_and_no_ids_of_reports(client):
    claims = {one for pair in client.get("/conflicts.json").json()["conflicts"] for one in pair["claims"]}
    places = {place["name"] for one in claims for place in client.get(f"/claims/{one}.json").json()["claim"]["places"]}
    reports = [one["id"] for one in client.get("/reports.json").json()["reports"]]
    pages = ["/review?since=2000-01-01", *(f"/claims/{one}" for one in claims), *(f"/places/{one}" for one in places),
             *(f"/reports/{one}" for one in reports)]  # fmt: skip
    assert len(pages) > 5
    for address in pages:
        shown = text(re.sub(r"<code>.*?</code>|<pre.*?</pre>", "", client.get(address).text, flags=re.DOTALL))
        assert not [one for one in reports if f"report {one}" in shown], address


def test_a_figure_of_which_only_a_bound_is_known_is_told_as_one(client):
    found = next(one for one in client.get("/claims.json?place=Ivanivske").json()["claims"] if one["figures"])
    shown = text(client.get(f"/claims/{found['id']}").text)
    assert "distance km: at most 8.05 (“less than five miles”" in shown
    assert "відстань, км: щонайбільше 8,05" in text(client.get(f"/claims/{found['id']}?lang=uk").text)


def test_where_nothing_answers_it_says_what_to_do(client):
    empty = client.get("/developments?place=Nowhere").text
    assert "Leave a facet out" in text(empty) and "<table" not in empty
    found = client.get("/search?q=bridg").text
    assert "bridg*" in text(found) and "/search?q=bridg%2A" in " ".join(links(found))
    bridge = client.get("/search?q=bridge%2A").text
    assert "Nothing has these words" not in bridge and "in the report" in text(bridge)
    assert "Leave one out" in text(client.get("/search?q=zzyzx").text)


def test_how_a_day_is_known_is_told_in_the_readers_language(client):
    of_sections = [
        one for one in client.get("/developments.json").json()["developments"]
        if one["when"]["basis"] == "the section's dateline"
    ]  # fmt: skip
    assert of_sections
    address = f"/developments/{of_sections[0]['id']}"
    assert "(the section's dateline)" in text(client.get(address).text)
    assert "(за датою розділу)" in text(client.get(f"{address}?lang=uk").text)


def test_a_days_section_is_dated_in_words(client):
    for one in client.get("/reports.json").json()["reports"]:
        shown = client.get(f"/reports/{one['id']}").text
        dated = re.findall(r'<span class="sort">([^<]*)</span>', shown)
        assert not [words for words in dated if re.search(r"\d{4}-\d{2}-\d{2}", words)], json.dumps(dated)
