"""`/api/v1` keeps its promise: what OpenAPI describes is what comes."""

import json

import pytest
from desks import desk
from pydantic import TypeAdapter

from fogline.model.claim import Claim
from fogline.model.picture import Conflict, Development, Status
from fogline.model.report import Report
from fogline.serve.desk.flow import FORMS
from fogline.serve.desk.shapes import DevelopmentTolls, HeardPlace, Listed, ReportHead
from fogline.serve.options import Source

SHAPES = {
    "claims": Claim,
    "developments": Development,
    "statuses": Status,
    "conflicts": Conflict,
    "tolls": DevelopmentTolls,
    "places": HeardPlace,
    "reports": ReportHead,
}


@pytest.fixture(scope="module")
def client(_filled, tmp_path_factory):
    path = tmp_path_factory.mktemp("api") / "war.ledger"
    path.write_bytes(_filled)
    with desk(Source(ledger=path)) as client:
        yield client


@pytest.mark.parametrize("name", SHAPES)
def test_lists_are_as_described_and_go_on(client, name):
    whole = client.get(f"/api/v1/{name}?limit=1000")
    listed = TypeAdapter(Listed[SHAPES[name]]).validate_json(whole.content)
    assert listed.rows and listed.next is None and listed.as_of == "2023-01-16"
    if name == "places":
        return
    rows, after = [], ""
    while after is not None:
        page = client.get(f"/api/v1/{name}?limit=1{after}").json()
        rows += page["rows"]
        after = f"&after={page['next']}" if page["next"] else None
    assert rows == whole.json()["rows"]


def test_one_noun_is_the_noun(client):
    for name, shape in (("claims", Claim), ("developments", Development), ("reports", Report)):
        id = client.get(f"/api/v1/{name}").json()["rows"][0]["id"]
        one = client.get(f"/api/v1/{name}/{id}")
        assert TypeAdapter(shape).validate_json(one.content).id == id
        assert client.get(f"/api/v1/{name}/{id}", headers={"if-none-match": one.headers["etag"]}).status_code == 304
        assert client.get(f"/api/v1/{name}/none").status_code == 404


@pytest.mark.parametrize("path", ["claims", "claims.csv", "developments.geojson"])
def test_head_is_answered_as_get_without_a_body(client, path):
    asked, told = client.head(f"/api/v1/{path}"), client.get(f"/api/v1/{path}")
    assert (asked.status_code, asked.headers["etag"]) == (200, told.headers["etag"])
    assert asked.headers["content-type"] == told.headers["content-type"]
    assert client.head("/api/v1/claims/c_none").status_code == 404


def test_as_of_and_filters_are_kept_to(client):
    early = client.get("/api/v1/claims?as_of=2023-01-15").json()
    assert early["as_of"] == "2023-01-15"
    assert 0 < len(early["rows"]) < len(client.get("/api/v1/claims").json()["rows"])
    assert all(one["stance"] == "denies" for one in client.get("/api/v1/claims?stance=denies").json()["rows"])


@pytest.mark.parametrize(
    "asked", ["limit=0", "limit=x", "since=yesterday", "colour=red", "as_of=2023-02-31", "after=%3D"]
)
def test_what_is_wrong_is_a_problem(client, asked):
    answer = client.get(f"/api/v1/claims?{asked}")
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} == set(answer.json())


def test_openapi_describes_every_answer(client):
    told = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/claims", "/api/v1/developments/{id}"} <= set(told["paths"])
    assert all(path.startswith("/api/v1/") for path in told["paths"])
    for path, methods in told["paths"].items():
        answers = methods["get"]["responses"]
        assert list(answers["400"]["content"]) == ["application/problem+json"]
        assert "$ref" in json.dumps(answers["200"]) or path.rpartition(".")[2] in FORMS
        asked = {one["name"] for one in methods["get"]["parameters"]}
        assert "as_of" in asked and ("valid_at" in asked or "deletions" in path or "search" in path)
