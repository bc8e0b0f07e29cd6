"""The desk keeps to itself: nothing that a report says runs, nobody private is named, nobody else can ask."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import pytest
from command_line import fogline
from desks import desk

from fogline.model.errors import QueryError
from fogline.serve.desk.asked import mark_parts
from fogline.serve.desk.housekeeping import check_host
from fogline.serve.options import Source

EVIL = "<script>alert(1)</script>"
STRANGE = (
    "<svg onload=alert(1)><a xlink:href=javascript:alert(1)>\"'`--></title></style>{{ 7*7 }}{% raw %}\u202e\x1b[31m"
)
REPORTS = [
    {
        "id": f"r1{EVIL}",
        "title": f"Shelling of Nikopol {STRANGE}",
        "outlet": f"=HYPERLINK(1){EVIL}",
        "url": "javascript:alert(document.domain)",
        "published": "2023-03-04",
        "text": f"NIKOPOL {EVIL} - Russian forces shelled Nikopol on Friday, killing three people {STRANGE}, the mayor "
        "said.\n\n"
        '@SUM(1+1)*cmd|"/C calc"!A0: "=1+1 was destroyed in Nikopol," the governor said.',
    },
    {
        "id": "r2",
        "outlet": "River Post",
        "url": "https://river.example/1",
        "published": "2023-03-05",
        "text": "A shell killed two people in Nikopol on Saturday, said Anna Kovalenko, a resident. Kovalenko can be "
        "called at +380 44 255 73 33 or anna.k@post.example. A shell hit 12 Sadova Street in Nikopol, killing tenants "
        "of 45 Lisova Avenue, the mayor said. Five people were killed, President Volodymyr Zelensky "
        "said.",
    },
]
PAGES = (
    "today?span=all",
    "map",
    "developments",
    "places",
    "claims",
    "reports",
    "speakers",
    "outlets",
    "conflicts",
    "tolls",
    "review",
    "review/decisions",
    "review/agreement",
    "review/second",
    "method",
    "places/Nikopol",
    "reports/r2",
)
PLAYED = {"animate", "set"}
PLAYED_WITH = {"attributename", "begin", "end", "dur", "to", "values", "keytimes", "calcmode"}
ALLOWED = {
    "hidden",
    "min",
    "max",
    "data-view",
    "data-unit",
    "data-squeeze",
    "data-source",
    "data-copied",
    "data-selected",
    "aria-live",
    "href",
    "width",
    "height",
    "visibility",
    "aria-hidden",
    "hreflang",
    "class",
    "id",
    "name",
    "value",
    "type",
    "action",
    "method",
    "rel",
    "content",
    "charset",
    "lang",
    "role",
    "title",
    "aria-label",
    "aria-current",
    "scope",
    "tabindex",
    "colspan",
    "open",
    "selected",
    "maxlength",
    "viewbox",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "d",
    "text-anchor",
}


class Seen(HTMLParser):
    """What a browser makes of a page: its elements, their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evil")
    lines = folder / "reports.jsonl"
    lines.write_text("".join(json.dumps(one) + "\n" for one in REPORTS))
    assert fogline("add", lines, "--ledger", folder / "war.ledger").status == 0
    return folder / "war.ledger"


@pytest.fixture(scope="module")
def client(ledger):
    with desk(Source(ledger=ledger)) as client:
        yield client


def addresses(client):
    """All pages there are, the ones that reports name among them."""
    found = [f"/{one}" for one in PAGES]
    for page in list(found):
        body = client.get(page).text
        found += [
            value
            for _, attributes in Seen(body).found
            for name, value in attributes.items()
            if name == "href" and value and value.startswith("/") and not value.startswith("/assets")
        ]
    return sorted(set(found))


def test_nothing_that_a_report_says_runs(client):
    seen = 0
    for address in addresses(client):
        answer = client.get(address)
        assert answer.status_code == 200, address
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for tag, attributes in Seen(answer.text).found:
            if tag == "script":  # the map's own island, the slider of days, and what copies
                own = "/assets/map.js" if address.startswith("/map") else "/assets/asof.js"
                assert attributes["src"] in {own, "/assets/asof.js", "/assets/copy.js"} and set(attributes) == {
                    "src",
                    "defer",
                }, attributes
                continue
            assert tag not in {"style", "iframe", "object", "embed", "base", "img"}, address
            if tag in PLAYED:  # of a map that plays: what is changed is how a thing looks, never where it leads
                assert attributes["attributename"] in {"opacity", "visibility"}, (address, attributes)
                assert set(attributes) <= PLAYED_WITH, (address, attributes)
                continue
            assert set(attributes) <= ALLOWED, (address, tag, attributes)
            assert re.match(r"/|#|https://river\.example/", attributes.get("href") or "/"), (address, attributes)
        assert "49" not in re.findall(r"\{\{ ?7\*7|>49<", answer.text)
        assert "\u202e" not in answer.text and "\x1b" not in answer.text
        seen += EVIL.replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert seen > 5  # it is shown, as text


def test_no_cell_can_become_a_formula(client):
    cells = 0
    for name in ("today", "claims", "developments", "reports", "outlets", "places", "conflicts", "tolls"):
        for row in csv.reader(io.StringIO(client.get(f"/{name}.csv").text)):
            for cell in row:
                assert not any(line.lstrip().startswith(("=", "@")) for line in (cell, *cell.splitlines())), cell
                cells += cell.startswith("'")
    assert cells


def test_feeds_and_json_hold_what_breaks_out_elsewhere(client):
    for name in ("today", "claims", "developments"):
        ElementTree.fromstring(client.get(f"/{name}.atom").text)
        client.get(f"/{name}.json").json()


def test_every_answer_shuts_scripts_out(client):
    for address in ("/today", "/claims.json", "/nothing", "/assets/desk.css", "/api/v1/claims", "/claims?since=soon"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_it_only_reads_and_only_answers_this_machine(client):
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert client.request(method, "/today").status_code == 405
        refused = client.request(method, "/api/v1/claims")
        assert refused.status_code == 405 and refused.headers["allow"] == "GET, HEAD"
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["title"] == "Method Not Allowed"
    for host in ("evil.example", "127.0.0.1.evil.example", "10.0.0.1:8765", ""):
        assert client.get("/today", headers={"host": host}).status_code == 421
    for host in ("localhost:1", "127.0.0.1", "[::1]:8765"):
        assert client.get("/livez", headers={"host": host}).status_code == 200
    assert client.head("/today").status_code == 200
    for path in ("/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2fapp.py", "/assets/desk.css/"):
        assert client.get(path).status_code in (404, 307), path


def test_nobody_private_is_named_and_nobody_can_be_called(client):
    for address in [
        *addresses(client),
        *(f"/{name}.json" for name in ("claims", "developments", "tolls", "speakers")),
        "/reports/r2.json",
        "/api/v1/reports/r2",
        "/api/v1/claims",
        "/claims.csv",
        "/claims.atom",
    ]:
        body = client.get(address).text
        for planted in ("Kovalenko", "255 73 33", "anna.k@", "Sadova", "Lisova"):
            assert planted not in body, (address, planted)
    assert client.get("/speakers/Anna%20Kovalenko").status_code == 404
    for asked in ("q=Kovalenko", "q=Sadova", "speaker=Anna%20Kovalenko"):
        assert client.get(f"/claims.json?{asked}").json()["claims"] == []
    for name in ("developments", "conflicts", "tolls", "reports"):
        assert client.get(f"/{name}.json?speaker=Anna%20Kovalenko").json()[name] == []
    assert "Zelensky" in client.get("/reports/r2").text


def test_what_makes_no_sense_is_said_with_the_way_out(client):
    for address, status in (
        ("/today?as_of=2023-02-30", 400),
        ("/claims?after=xyz", 400),
        ("/claims?limit=0", 400),
        ("/claims?limit=99999", 400),
        ("/claims?since=2023-03-02&until=2023-03-01", 400),
        ("/developments/d_0", 404),
        ("/claims/c_0", 404),
        (f"/claims?q={'x' * 201}", 400),
        ("/claims?place=a%00b", 400),
        ("/today?span=year", 400),
        ("/conflicts.atom", 404),
        ("/claims/", 404),
        ("/../etc/passwd", 404),
        ("/places/Atlantis", 404),
        ("/speakers/Nobody.json", 404),
    ):
        answer = client.get(address)
        assert answer.status_code == status, address
        if ".json" in address or ".atom" in address:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == status
    with pytest.raises(QueryError, match="Follow the link"):
        mark_parts("W10", 2)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.com", ""])
def test_an_address_that_others_reach_is_refused(host):
    with pytest.raises(QueryError, match="no account or key yet"):
        check_host(host, [], closed=False)
