"""Search: words find claims, reports, developments and names; nothing typed breaks out; nobody private is found."""

import json

import pytest
from command_line import REPORTS, fogline
from desks import desk, links, text

from fogline.serve.options import Source

PRIVATE = "Two people were killed in Nikopol on Saturday, said Anna Kovalenko, a resident."
BREAKS_OUT = (
    '"',
    "NEAR(a b)",
    "a OR b",
    "quote:x",
    "marks : x",
    "*",
    "a*b",
    '" OR 1=1 --',
    "'; DROP TABLE claims; --",
    "{words}: shel*",
    "^shelled",
    "shelled + market",
    "-shelled",
    "\\",
    "%",
    "_" * 200,
    "\u202eshelled",
    "<script>alert(1)</script>",
    '" "" """ shelled',
    "(" * 150,
    "shelled" + " NOT" * 9,
)


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    folder = tmp_path_factory.mktemp("searched")
    lines = folder / "reports.jsonl"
    told = [*REPORTS.values(), PRIVATE]
    rows = [
        {"id": f"r{day}", "text": one, "published": f"2023-01-{day}", "outlet": "River Post", "title": f"Day {day}"}
        for day, one in enumerate(told, 15)
    ]
    lines.write_text("".join(json.dumps(one) + "\n" for one in rows))
    assert fogline("add", lines, "--ledger", folder / "war.ledger").status == 0
    return folder


@pytest.fixture(scope="module", params=["ledger", "paths"])
def client(request, where):
    source = Source(ledger=where / "war.ledger") if request.param == "ledger" else Source(paths=(str(where),))
    with desk(source) as client:
        yield client


def test_words_find_claims_reports_developments_and_names(client):
    found = client.get("/search.json?q=Kherson").json()
    assert all("Kherson" in one["quote"] for one in found["claims"]) and len(found["claims"]) >= 2
    assert [one["id"] for one in found["reports"]] == ["r16", "r15"]
    assert any(one["place"]["name"] == "Kherson" for one in found["developments"])
    assert found["places"] == ["Kherson"]
    page = client.get("/search?q=Kherson")
    assert page.status_code == 200 and "Day 16" in text(page.text)
    for link in set(links(page.text)):
        assert client.get(link).status_code == 200, link
    assert client.get("/search.json?q=wagner").json()["speakers"] == ["Wagner"]
    assert [one["id"] for one in client.get("/reports.json?q=%22Day%2017%22").json()["reports"]] == ["r17"]
    assert client.get("/reports.json?q=Kherson&outlet=river%20post&limit=1").json()["after"]
    assert client.get("/search").status_code == 200
    assert client.get("/search.csv?q=Kherson").text.startswith("what,id,text\n")


def test_phrases_beginnings_and_what_must_not_be_there(client):
    def found(q):
        return {one["quote"] for one in client.get("/claims.json", params={"q": q}).json()["claims"]}

    assert found("shell*") >= found("shelled") != set()
    assert found("shel* -toll") < found("shel*")
    assert found('"market of Kherson"') and not found('"Kherson of market"')


def test_a_past_day_knows_nothing_later(client):
    assert client.get("/search.json?q=Kherson&as_of=2023-01-15").json()["reports"][0]["id"] == "r15"
    assert client.get("/search.json?q=rose&as_of=2023-01-15").json()["claims"] == []
    assert client.get("/search.json?q=wagner&as_of=2023-01-14").json()["speakers"] == []


def test_what_held_on_a_day(client):
    days = client.get("/claims.json?valid_at=2023-01-15").json()["claims"]
    assert days and all(one["when"]["begin"] <= "2023-01-15" <= one["when"]["finish"] for one in days)
    assert client.get("/claims.json?valid_at=2020-01-01").json()["claims"] == []


def test_nobody_private_is_found(client):
    assert "Anna Kovalenko" not in client.get("/search?q=killed").text
    for q in ("Kovalenko", "kovalenk*", "Anna", "█"):
        for page in ("search", "claims", "reports"):
            answer = client.get(f"/{page}.json", params={"q": q})
            assert answer.status_code == 400 or not any(
                answer.json().get(name) for name in ("claims", "reports", "developments", "places", "speakers")
            )


@pytest.mark.parametrize("typed", BREAKS_OUT)
def test_nothing_typed_breaks_out(client, typed):
    for address in ("/search", "/claims", "/reports", "/api/v1/claims", "/api/v1/reports", "/search.csv"):
        answer = client.get(address, params={"q": typed})
        assert answer.status_code in (200, 400, 422), (address, answer.text)
        assert "<script>" not in answer.text or "html" not in answer.headers["content-type"]
        assert "\u202e" not in answer.text
