"""What a ledger told once it tells again: old ids, past days, past readers; and who is no longer heard."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta

import pytest
from command_line import fogline

from fogline.model.claim import Claim, Figure, Method, Place, PlaceRole, Reading, Speaker, Stage, When
from fogline.model.picture import Judgement, Verb
from fogline.model.report import Capture, Report
from fogline.picture.judgements import development_id
from fogline.store.contract import Entry
from fogline.store.sqlite import open_ledger

FIRST = Method(name="reader", version="1")
TEXT = "Shells hit the central market of Kherson on {day}, killing {dead} traders, the governor said."
MARKET = Place(start=30, end=37, name="Kherson", as_worded="Kherson", role=PlaceRole.SCENE, lat=46.66, lon=32.62,
               geonameid=706448, kind="city")  # fmt: skip


class Clock:
    """A day that goes on when told to."""

    def __init__(self):
        self.now = datetime(2023, 3, 10, 12, tzinfo=UTC)

    def __call__(self):
        return self.now


def entry(name, published, *, dead=3, method=FIRST, outlet="Steppe Wire", day="Thursday"):
    text = TEXT.format(day=day, dead=dead)
    capture = Capture(body=f"{name} {text}".encode(), source=f"{name}.txt", media_type="text/plain")
    report = Report(id=name, text=text, published=published, outlet=outlet, capture=capture.digest)
    figure = Figure(start=50, end=51, measure="killed", group=None, best=dead, low=dead, high=dead)
    claim = Claim(
        id=f"c_{name}_{method.version}", report=name, start=0, end=len(text), quote=text, kind="shelling",
        method=method,
        speakers=(Speaker(name="Governor", as_worded="the governor", role="governor", party="Ukraine"),),
        stage=Stage.HAPPENED, places=(MARKET,), figures=(figure,),
        when=When(edtf="2023-03-02", begin="2023-03-02", finish="2023-03-02", basis="explicit"),
    )  # fmt: skip
    return Entry(
        capture=capture, report=report, reading=Reading(report=name, lang="en", claims=(claim,)), method=method
    )


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def war(tmp_path, clock):
    with open_ledger(tmp_path / "war.ledger", clock=clock) as ledger:
        ledger.writer().add([entry("r1", "2023-03-04"), entry("r2", "2023-03-05", dead=4, outlet="Dnipro Courier")])
        yield ledger


def shown(*arguments):
    ended = fogline(*arguments, "--ledger", "war.ledger", "--format", "json")
    return json.loads(ended.out), ended


def test_a_development_keeps_its_id_as_later_reports_arrive(war):
    (before,), _ = shown("developments")
    war.writer().add([entry("r3", "2023-03-06", dead=5)])
    (after,), _ = shown("developments")
    assert after["id"] == before["id"]
    assert len(after["reports"]) == 3


def test_an_id_once_shown_leads_to_what_it_became(war, clock):
    (before,), _ = shown("developments")
    clock.now += timedelta(days=1)
    war.writer().add([entry("r0", "2023-03-03")])
    (after,), _ = shown("developments")
    assert after["id"] != before["id"]
    (found,), ended = shown("development", before["id"])
    assert found["id"] == after["id"]
    assert f"{before['id']} became {after['id']}" in ended.err
    (then,), _ = shown("development", before["id"], "--as-of", "2023-03-04", "--recorded-by", "2023-03-10")
    assert (then["id"], then["claims"]) == (before["id"], ["c_r1_1"])
    assert shown("development", after["id"], "--recorded-by", "2023-03-10")[1].status == 1  # nobody knew of it then
    assert shown("development", "d_0")[1].status == 1


def test_an_id_leads_through_merges_and_splits(war, clock):
    far = dataclasses.replace(entry("r9", "2023-03-05"))
    moved = dataclasses.replace(far.reading.claims[0], places=(), kind="missile_strike", when=When())
    war.writer().add([dataclasses.replace(far, reading=dataclasses.replace(far.reading, claims=(moved,)))])
    war.writer().judge(
        [Judgement(id="j1", verb=Verb.SPLIT, subjects=(moved.id,), by="ana", made_at="2023-03-10T10:00:00Z")]
    )
    alone = development_id(moved.id)
    assert [one["id"] for one in shown("development", alone)[0]] == [alone]
    clock.now += timedelta(days=1)
    war.writer().judge([Judgement(id="j2", verb=Verb.UNDO, subjects=("j1",), by="ana", made_at="2023-03-11T10:00:00Z"),
                        Judgement(id="j3", verb=Verb.MERGE, subjects=("c_r1_1", moved.id), by="ana",
                                  made_at="2023-03-11T11:00:00Z")])  # fmt: skip
    (found,), ended = shown("development", alone)
    assert moved.id in found["claims"]
    assert f"{alone} became {found['id']}" in ended.err
    assert shown("development", alone, "--recorded-by", "2023-03-10")[0][0]["id"] == alone


@pytest.mark.parametrize("form", ["json", "markdown", "html"])
def test_a_published_brief_can_be_made_again_byte_for_byte(war, clock, tmp_path, form):
    asked = (
        "brief",
        "--ledger",
        "war.ledger",
        "--as-of",
        "2023-03-05",
        "--recorded-by",
        "2023-03-10",
        "--format",
        form,
    )
    assert fogline(*asked, "--out", "then").status == 0
    clock.now += timedelta(days=1)
    later = Method(name="reader", version="2")
    war.writer().add([entry("r1", "2023-03-04", dead=9, method=later), entry("r3", "2023-03-05", dead=7)])
    war.writer().judge(
        [Judgement(id="j1", verb=Verb.SET_ASIDE, subjects=("r2",), by="ana", made_at="2023-03-11T10:00:00Z")]
    )
    assert fogline(*asked, "--out", "again").status == 0
    assert (tmp_path / "again").read_bytes() == (tmp_path / "then").read_bytes()
    now = fogline("brief", "--ledger", "war.ledger", "--as-of", "2023-03-05", "--format", form, "--out", "now")
    assert now.status == 0
    assert (tmp_path / "now").read_bytes() != (tmp_path / "then").read_bytes()


def test_a_toll_by_each_policy_has_the_same_range(war):
    rows = [shown("toll", "--policy", policy)[0][0] for policy in ("conservative", "informative", "latest-official")]
    assert {(row["low"], row["high"]) for row in rows} == {(rows[0]["low"], rows[0]["high"])}
    assert [row["policy"] for row in rows] == ["conservative", "informative", "latest-official"]
    assert all(row["figure"] is not None for row in rows)
    assert fogline("toll", "--ledger", "war.ledger", "--policy", "boldest").status == 2


def test_an_outlet_that_stopped_is_told_and_one_that_goes_on_is_not(war):
    days = [f"2023-02-{day:02}" for day in range(1, 29)]
    stopped = [entry(f"a{day}", day, outlet="Lowland Post") for day in days[:20]]
    on = [entry(f"b{day}", day, outlet="Meridian Wire") for day in days]
    war.writer().add([*stopped, *on])
    found, ended = shown("silence", "--as-of", "2023-02-28")
    assert [(one["name"], one["said"]) for one in found if one["what"] == "outlet"] == [
        ("Lowland Post", "no report from Lowland Post since 2023-02-20: the outlet stopped, or is no longer read")
    ]
    assert ended.status == 0
    heard, _ = shown("silence", "--as-of", "2023-02-28", "--all", "--place", "kherson")
    assert [(one["what"], one["state"]) for one in heard] == [("place", "heard")]
    assert shown("silence", "--as-of", "2023-02-10")[1].status == 1


def test_judgements_are_exported_and_replayed(war, tmp_path, clock):
    assert len(shown("developments")[0]) == 1
    assert fogline("judge", "split", "c_r2_1", "--ledger", "war.ledger", "--why", "another day").status == 0
    judged, _ = shown("developments")
    assert len(judged) == 2
    (tmp_path / "decided.json").write_text(fogline("judge", "list", "--ledger", "war.ledger", "-f", "json").out)
    with open_ledger(tmp_path / "other.ledger", clock=clock) as other:
        other.writer().add([entry("r2", "2023-03-05", dead=4, outlet="Dnipro Courier"), entry("r1", "2023-03-04")])
    for known in ("1 decision recorded, 0 known before", "0 decisions recorded, 1 known before"):
        assert known in fogline("judge", "replay", "decided.json", "--ledger", "other.ledger").err
    again = fogline("developments", "--ledger", "other.ledger", "--format", "json")
    assert json.loads(again.out) == judged
    (tmp_path / "decided.json").write_text("[1]")
    assert fogline("judge", "replay", "decided.json", "--ledger", "other.ledger").status == 1
