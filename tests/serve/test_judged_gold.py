"""Judged claims as gold: what was looked at and no more, as corrected, in rows that the corpora's scorers take."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import fogline

from fogline.store.sqlite import open_ledger

SCORER = Path(__file__).parents[3] / "shared" / "corpora" / "score_reading.py"


def rows(folder, name):
    with gzip.open(folder / name / "open.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def judge(ledger, *arguments):
    ended = fogline("judge", *arguments, "--ledger", ledger)
    assert ended.status == 0, ended.err
    return ended


@pytest.fixture
def claims(ledger):
    with open_ledger(ledger, reading=True) as kept:
        return list(kept.view().claims())


def test_only_what_was_judged_and_as_it_was_corrected(ledger, claims, tmp_path):
    shelling = [one for one in claims if one.kind == "shelling"]
    report = shelling[0].report
    here = [one for one in claims if one.report == report]
    judge(ledger, "accept", shelling[0].id)
    judge(ledger, "gold", "--out", tmp_path / "one")
    (row,) = rows(tmp_path / "one", "case2021")
    assert (row["id"], row["text"], row["gold"]["kind"]) == (shelling[0].id, shelling[0].quote, "shelling")
    assert rows(tmp_path / "one", "polnear") == []  # not every claim of the report was looked at
    judge(ledger, "correct", shelling[0].id, "kind=air_strike")
    judge(ledger, "set-aside", here[-1].id)
    judge(ledger, "accept", *(one.id for one in here[1:-1]), shelling[0].id)
    judge(ledger, "gold", "--out", tmp_path / "all")
    told = {row["id"]: row["gold"] for row in rows(tmp_path / "all", "case2021")}
    assert told[shelling[0].id]["kind"] == "air_strike" and here[-1].id not in told
    (whole,) = rows(tmp_path / "all", "polnear")
    assert whole["id"] == report and whole["gold"]["attributions"]
    for one in whole["gold"]["attributions"]:
        assert one["source"] and one["content"]
        assert all(0 <= start < end <= len(whole["text"]) for part in one.values() for start, end in part)
    places = rows(tmp_path / "all", "lgl")[0]["gold"]["places"]
    assert all(whole["text"][one["start"] : one["end"]] == one["text"] for one in places) and places
    ended = fogline("judge", "gold", "--out", tmp_path / "all", "--ledger", ledger)
    assert ended.status == 2 and "is there already" in ended.err


def test_nothing_judged_is_nothing(ledger, tmp_path):
    ended = fogline("judge", "gold", "--out", tmp_path / "none", "--ledger", ledger)
    assert ended.status == 1 and rows(tmp_path / "none", "case2021") == []


@pytest.mark.skipif(not SCORER.is_file(), reason="the corpora and their scorer are not here")
def test_the_corpora_s_scorer_takes_it(ledger, claims, tmp_path):
    judge(ledger, "accept", *(one.id for one in claims))
    judge(ledger, "gold", "--out", tmp_path / "gold")
    for name, task in (("case2021", "case2021"), ("polnear", "attribution"), ("lgl", "places")):
        path = tmp_path / "gold" / name / "open.jsonl.gz"
        told = tmp_path / f"{name}.jsonl"
        wanted = rows(tmp_path / "gold", name)
        told.write_text("".join(json.dumps({"id": row["id"], **row["gold"]}) + "\n" for row in wanted))
        command = [sys.executable, str(SCORER), task, str(path), str(told)]
        figures = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        whole = {"case2021": figures.get("accuracy"), "polnear": (figures.get("whole") or {}).get("f"),
                 "lgl": (figures.get("tagging") or {}).get("f")}[name]  # fmt: skip
        assert whole == 1.0, (name, figures)
