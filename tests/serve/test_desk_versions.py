"""A report's earlier texts, its times and its capture; routes with what is inferred and from what."""

import json

import pytest
from command_line import fogline
from desks import EXAMPLES, desk, links, text

from fogline.serve.options import Source

BEFORE = "Shelling killed two people in Nikopol on Thursday, the mayor said. Olena Shevchuk, 34, died in the street."
AFTER = "Shelling killed five people in Nikopol on Thursday, the mayor said. Power lines were damaged."


@pytest.fixture(scope="module")
def corrected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corrected")
    for said in (BEFORE, AFTER):
        row = {"id": "post-1", "text": said, "title": "Nikopol", "published": "2023-03-04", "outlet": "River Post"}
        (folder / "feed.jsonl").write_text(json.dumps(row) + "\n")
        assert fogline("add", folder / "feed.jsonl", "--ledger", folder / "war.ledger").status == 0
    with desk(Source(ledger=folder / "war.ledger")) as client:
        yield client


def test_what_a_report_said_before_is_shown_word_by_word(corrected):
    page = corrected.get("/reports/post-1").text
    said = page.partition('id="versions"')[2].partition("What it says")[0]
    assert "<del>two</del>" in said and "<ins>five</ins>" in said and "<ins>Power" in said
    assert "came 2 times" in text(said)


def test_a_name_that_was_taken_out_of_a_report_stays_out(corrected):
    for address in ("/reports/post-1", "/reports/post-1.json", "/reports/post-1?times=yes"):
        assert "Shevchuk" not in corrected.get(address).text
    assert "34, died in the street" in text(corrected.get("/reports/post-1").text)


def test_times_are_marked_on_request_with_what_they_are_on_the_calendar(corrected):
    assert 'class="time"' not in corrected.get("/reports/post-1").text
    page = corrected.get("/reports/post-1?times=yes").text
    assert '<span class="time" title="2 March 2023 (relative to the report)">' in page
    shown = text(page.partition('<div class="text"')[2].partition("</div>")[0].partition(">")[2])
    assert "".join(AFTER.split()) == "".join(shown.split()).translate(str.maketrans("", "", "12345"))


def test_a_capture_is_named_by_its_hash_and_not_given_away(corrected):
    page = corrected.get("/reports/post-1").text
    assert "fogline capture post-1" in text(page) and "SHA-256" in page


@pytest.fixture(scope="module")
def client():
    with desk(Source(paths=[str(EXAMPLES)])) as client:
        yield client


def test_every_route_has_a_page_with_its_words(client):
    told = client.get("/routes.json").json()["statuses"]
    assert told and {one["aspect"] for one in told} <= {"access", "infrastructure"}
    for one in told:
        page = client.get(f"/routes/{one['subject']}")
        assert page.status_code == 200
        for claim in one["claims"]:
            assert f"/claims/{claim}" in links(page.text)
    assert client.get("/routes/the moon").status_code == 404


def test_what_is_inferred_says_so_and_shows_its_premises(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text(
        "The last supply routes into Bakhmut are under fire, the Ukrainian army said on Friday. "
        "A bridge in Bakhmut was destroyed on Friday, the Ukrainian army said."
    )
    ledger = tmp_path / "war.ledger"
    assert fogline("add", note, "--ledger", ledger, "--published", "2023-03-04", "--outlet", "A").status == 0
    with desk(Source(ledger=ledger)) as client:
        told = client.get("/routes.json").json()["statuses"]
        inferred = [one for one in told if one["layer"] == "inferred"]
        assert len(inferred) == 1 and inferred[0]["inferred_from"]
        page = client.get(f"/routes/{inferred[0]['subject']}").text
        assert "it is inferred from what stands below" in text(page)
        for premise in inferred[0]["inferred_from"]:
            assert f"/claims/{premise}" in links(page)
