"""Whole lists flow, in forms that others' tools read; what was taken down is gone from all of it and says so."""

import csv
import io
import itertools
import json

import geopandas
import pandas
import pytest
from command_line import fogline
from desks import desk
from pyarrow import parquet as pyarrow_parquet

from fogline.outputs.exports.parquet import ROWS_AT_ONCE, parquet
from fogline.outputs.exports.rows import TABLES
from fogline.serve.desk.flow import flowing
from fogline.serve.desk.lists import CLAIMS
from fogline.serve.holdings import holdings
from fogline.serve.options import Filters, Source
from fogline.serve.selection import select

LISTS = ("reports", "claims", "developments", "statuses", "conflicts", "tolls", "places", "speakers", "outlets",
         "deletions")  # fmt: skip
PLACED = ("developments", "statuses")
REPORTS = [
    {
        "id": "r1", "outlet": "River Post", "published": "2023-03-04", "url": "https://river.example/1",
        "title": "A market day", "text": "Russian forces shelled the market of Kherson on Friday, killing three "
        "traders, the mayor said. =cmd() was painted there, officials said.",
    },
    {
        "id": "r2", "outlet": "Steppe Wire", "published": "2023-03-05", "title": "Toll in Kherson",
        "text": "The death toll from Friday's shelling of Kherson's market rose to five, the governor said.",
    },
    {
        "id": "r3", "outlet": "Steppe Wire", "published": "2023-03-06", "title": "A bridge",
        "text": "A bridge near Siversk was blown up on Sunday, the General Staff said.\n\nWagner said it had captured "
        "Soledar.\n\nUkraine's General Staff denied that Soledar had been captured.",
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    (folder / "reports.jsonl").write_text("".join(json.dumps(one) + "\n" for one in REPORTS))
    assert fogline("add", folder / "reports.jsonl", "--ledger", folder / "war.ledger").status == 0
    return folder / "war.ledger"


@pytest.fixture(scope="module")
def client(ledger):
    with desk(Source(ledger=ledger)) as client:
        yield client


def ids(rows):
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


@pytest.mark.parametrize("name", LISTS)
def test_a_stream_is_the_whole_list_in_each_form(client, name):
    rows = client.get(f"/api/v1/{name}?limit=1000").json()["rows"]
    lines = client.get(f"/api/v1/{name}.ndjson")
    assert lines.headers["content-type"] == "application/x-ndjson"
    assert ids(json.loads(line) for line in lines.text.splitlines()) == ids(rows)
    number = sum(len(toll["series"]) for row in rows for toll in row["tolls"]) if name == "tolls" else len(rows)
    table = list(csv.reader(io.StringIO(client.get(f"/api/v1/{name}.csv").text)))
    assert len(table) == number + 1 and len({len(row) for row in table}) == 1
    read = pandas.read_parquet(io.BytesIO(client.get(f"/api/v1/{name}.parquet").content))
    assert len(read) == number and list(read.columns)[: len(table[0])] == table[0]
    accepted = client.get(f"/api/v1/{name}", headers={"accept": "text/csv, application/json;q=0.5"})
    assert accepted.text == client.get(f"/api/v1/{name}.csv").text and accepted.headers["vary"] == "Accept"
    mark = accepted.headers["etag"]
    assert client.get(f"/api/v1/{name}.csv", headers={"if-none-match": mark}).status_code == 304
    assert client.get(f"/api/v1/{name}.ndjson?limit=1").text.count("\n") == min(1, len(rows))
    assert client.get(f"/api/v1/{name}.csv?after=x").status_code == 400
    points = client.get(f"/api/v1/{name}.geojson")
    assert points.status_code == (200 if name in PLACED else 404)


@pytest.mark.parametrize("asked", ["speakers?", "outlets?", "search?q=kherson&", "search?q=kill*&", "deletions?"])
def test_pages_of_a_list_make_up_the_whole(client, asked):
    whole = client.get(f"/api/v1/{asked}limit=1000").json()
    assert whole["next"] is None and (whole["rows"] or asked == "deletions?")
    found, after = [], ""
    while after is not None:
        page = client.get(f"/api/v1/{asked}limit=1&after={after}").json()
        found += page["rows"]
        after = page["next"]
    assert found == whole["rows"]
    if whole["rows"]:
        assert client.get(f"/api/v1/{asked}after=bm8").status_code == 400  # no mark of this list
        assert client.get(f"/api/v1/{asked}as_of=2001-01-01").json()["rows"] == []


def test_a_search_finds_names_reports_and_claims_with_what_they_are_told_in(client):
    rows = client.get("/api/v1/search?q=kherson").json()["rows"]
    assert {"place", "report", "claim"} <= {one["what"] for one in rows}
    claim = next(one for one in rows if one["what"] == "claim")
    told = client.get(f"/api/v1/developments/{claim['development']}").json()
    assert claim["id"] in told["claims"] and "kherson" in claim["text"].casefold()
    place = next(one for one in rows if one["what"] == "place")
    assert client.get(f"/places/{place['id']}").status_code == 200
    assert client.get("/api/v1/search.csv?q=kherson").text.count("\n") == len(rows) + 1
    lines = client.get("/api/v1/search?q=kherson", headers={"accept": "application/x-ndjson"}).text.splitlines()
    assert [json.loads(line) for line in lines] == rows
    for wrong, status in (("", 422), ("?q=", 400), ("?q=--", 400), ("?q=x&place=Kherson", 422)):
        refused = client.get(f"/api/v1/search{wrong}")
        assert refused.status_code == status and refused.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("name", PLACED)
def test_points_load_in_geopandas(client, name):
    rows = client.get(f"/api/v1/{name}?limit=1000").json()["rows"]
    placed = [one for one in rows if one["place"] and one["place"]["lat"] is not None]
    assert placed
    read = geopandas.read_parquet(io.BytesIO(client.get(f"/api/v1/{name}.parquet").content))
    assert read.crs.to_epsg() is None or read.crs.to_epsg() == 4326
    assert len(read) == len(rows) and read.geometry.notna().sum() == len(placed)
    shown = geopandas.GeoDataFrame.from_features(client.get(f"/api/v1/{name}.geojson").json())
    assert sorted(zip(shown.geometry.x, shown.geometry.y, strict=True)) == sorted(
        zip(read.geometry.dropna().x, read.geometry.dropna().y, strict=True)
    )


def test_cells_are_no_formulas_and_quotes_are_cut(client):
    table = list(csv.DictReader(io.StringIO(client.get("/api/v1/claims.csv").text)))
    assert any(row["quote"].startswith("'=") for row in table) or all(not row["quote"].startswith("=") for row in table)
    assert all(len(row["quote"]) <= 201 for row in table)
    assert {row["url"] for row in table} == {"https://river.example/1", ""}


def test_little_of_a_long_list_is_held(client):
    taken = itertools.count()
    claim = client.get("/api/v1/claims?limit=1").json()["rows"][0]

    def endless():
        while True:
            next(taken)
            yield claim

    pieces = flowing(CLAIMS.shape, None, endless(), "ndjson")
    assert next(pieces).count(b"\n") == next(taken)
    table = next(one for one in TABLES if one.name == "reports")
    some = parquet(table.columns, ({"id": f"r{number}"} for number in taken), about="")
    next(some)
    assert next(taken) < ROWS_AT_ONCE + 1_000


def test_a_parquet_of_many_row_groups_is_whole():
    table = next(one for one in TABLES if one.name == "developments")
    rows = ({"id": f"d{n}", "lat": 48.5, "lon": 38.0 + n / 1e5, "killed": n} for n in range(2 * ROWS_AT_ONCE + 7))
    body = b"".join(parquet(table.columns, rows, about="made"))
    assert pyarrow_parquet.ParquetFile(io.BytesIO(body)).num_row_groups == 3
    read = geopandas.read_parquet(io.BytesIO(body))
    assert list(read["killed"]) == list(range(2 * ROWS_AT_ONCE + 7)) and read.geometry.x.is_monotonic_increasing


@pytest.mark.parametrize("day", ["2023-03-03", "2023-03-04", "2023-03-05", "2023-03-06", "2024-01-01"])
def test_what_held_on_a_day_is_found_as_by_looking_at_everything(ledger, day):
    wanted = Filters(valid_at=day)
    with holdings(Source(ledger=ledger)) as held:
        whole = select(*held.everything(), wanted)
        found = held.chosen(wanted)
        for what in ("developments", "statuses", "conflicts"):
            assert ids(one.id for one in getattr(found, what)) == ids(one.id for one in getattr(whole, what))
            assert ids(one.id for one in held.each(wanted, what)) == ids(one.id for one in getattr(whole, what))


def test_one_noun_of_a_day(client):
    one = client.get("/api/v1/developments?limit=1000").json()["rows"]
    dated = next(row for row in one if row["when"]["begin"] == row["when"]["finish"] and row["when"]["begin"])
    day = dated["when"]["begin"]
    claim = client.get(f"/api/v1/claims?valid_at={day}").json()["rows"][0]
    for address in (f"developments/{dated['id']}", f"claims/{claim['id']}", f"reports/{claim['report']}"):
        assert client.get(f"/api/v1/{address}?valid_at={day}").status_code == 200
        assert client.get(f"/api/v1/{address}?valid_at=1999-01-01").status_code == 404


def test_what_is_taken_down_is_gone_and_says_so_until_it_is_undone(ledger, tmp_path):
    path = tmp_path / "war.ledger"
    path.write_bytes(ledger.read_bytes())
    with desk(Source(ledger=path)) as client:
        claims = [one["id"] for one in client.get("/claims.json?outlet=River%20Post").json()["claims"]]
        assert claims
    assert fogline("judge", "take-down", "r1", "--ledger", path).status == 2  # without a reason
    assert fogline("judge", "take-down", claims[0], "--why", "x", "--ledger", path).status == 2  # no report
    done = fogline("judge", "take-down", "r1", "--why", "the family asked", "--ledger", path)
    assert done.status == 0
    with desk(Source(ledger=path)) as client:
        for address in ("/reports/r1", "/api/v1/reports/r1", f"/claims/{claims[0]}", f"/api/v1/claims/{claims[0]}"):
            for asked in ("", "?as_of=2023-03-04"):
                answer = client.get(address + asked)
                assert answer.status_code == 410 and "the family asked" in answer.text, address
        page = client.get("/deletions").text
        assert "the family asked" in page and "<code>r1</code>" in page
        assert "r1,report," in client.get("/deletions.csv").text
        assert client.get("/deletions.json").json()["deletions"][-1]["id"] == "r1"
        told = client.get("/api/v1/deletions").json()["rows"]
        assert [(one["id"], one["what"], one["why"]) for one in told][-1] == (
            "r1",
            "report",
            "taken down: the family asked",
        )
        pages = "today?span=all claims reports developments places/Kherson tolls search?q=market outlets conflicts map"
        for page in pages.split():
            for form in ("", ".json"):
                path_, _, query = page.partition("?")
                body = client.get(f"/{path_}{form}?{query}")
                assert body.status_code in (200, 404), page
                assert not any(planted in body.text for planted in ("A market day", "killing three", "river.example"))
        for name in LISTS:
            for form in ("ndjson", "csv"):
                assert "killing three" not in client.get(f"/api/v1/{name}.{form}").text
        for one in client.get("/api/v1/developments?limit=1000").json()["rows"]:
            assert set(one["reports"]) != {"r1"}
            assert client.get(f"/developments/{one['id']}").status_code == 200
    for form in ("claims-csv", "reports-csv", "acled", "geojson"):
        assert "market" not in fogline("export", "--format", form, "--ledger", path).out.replace("Kherson's market", "")
    undone = fogline("judge", "undo", done.out.strip(), "--ledger", path)
    assert undone.status == 0
    with desk(Source(ledger=path)) as client:
        assert client.get("/reports/r1").status_code == 200
        left = client.get("/api/v1/deletions").json()["rows"]
        assert {one["what"] for one in left} <= {"development"}  # ids of meanwhile
