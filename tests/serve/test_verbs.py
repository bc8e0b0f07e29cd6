"""Each verb on good input: what it prints, over paths and over a ledger, and how it ends."""

import csv
import io
import json

import pytest
from command_line import RESIDENT, fogline

from fogline.serve.verbs.brief import Written

LINES = [
    {"id": "a", "text": "Shelling hit Nikopol on Friday, officials said.", "published": "2023-03-04", "outlet": "Wire"},
    {"id": "b", "text": "Two people were killed in Orikhiv, the mayor said.", "published": "2023-03-05"},
]
JSONL = "".join(json.dumps(line) + "\n" for line in LINES).encode()


def test_annotate_gives_a_line_a_report_in_order_with_the_contracts_fields():
    ended = fogline("annotate", stdin=JSONL)
    assert ended.status == 0
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert [line["id"] for line in lines] == ["a", "b"]
    for line, given in zip(lines, LINES, strict=True):
        assert {"id", "lang", "published", "published_basis", "attributions", "places", "times", "figures", "claims",
                "developments"} <= set(line)  # fmt: skip
        assert line["published_basis"] == "metadata"
        for claim in line["claims"]:
            assert given["text"][claim["start"] : claim["end"]] == claim["quote"]
        for place in line["places"]:
            assert given["text"][place["start"] : place["end"]] == place["as_worded"]
        for attribution in line["attributions"]:
            for start, end in attribution["cue"]:
                assert given["text"][start:end].strip()
    assert "2 reports read, 0 set aside" in ended.err


def test_a_bad_line_is_told_with_its_number_and_stops_nothing(tmp_path):
    bad = b"no json\n" + JSONL + b'{"id": "c"}\n{"id": "d", "text": "Calm.", "published": "2023-02-30"}\n'
    (tmp_path / "few.jsonl").write_bytes(bad)
    for ended in (fogline("annotate", tmp_path / "few.jsonl"), fogline("picture", tmp_path / "few.jsonl")):
        assert ended.status == 3
        told = ended.err.splitlines()
        assert [line.partition(".jsonl:")[2][:2] for line in told[:3]] == ["1:", "4:", "5:"]
        assert "2023-02-30" in told[2]
        assert "2 reports read, 3 set aside" in told[3]
        assert ended.out


def test_picture_gives_the_same_bytes_in_any_order_and_each_line_says_what_it_is():
    one = fogline("picture", stdin=JSONL)
    other = fogline("picture", stdin=b"\n".join(reversed(JSONL.splitlines())) + b"\n")
    assert one.status == 0
    assert one.out == other.out
    lines = [json.loads(line) for line in one.out.splitlines()]
    assert [line["id"] for line in lines if line["is"] == "report"] == ["a", "b"]
    assert [line["is"] for line in lines] == sorted(line["is"] for line in lines)


def test_picture_as_of_a_day_leaves_out_what_came_later():
    ended = fogline("picture", "--as-of", "2023-03-04", stdin=JSONL)
    assert {json.loads(line)["id"] for line in ended.out.splitlines() if '"is": "report"' in line} == {"a"}


def test_different_reports_under_one_id_the_same_is_kept_in_any_order():
    twice = [LINES[0], {**LINES[0], "text": "Shelling hit Kherson on Friday, officials said."}]
    outs = {fogline("picture", stdin="\n".join(map(json.dumps, order)).encode()).out for order in (twice, twice[::-1])}
    assert len(outs) == 1
    assert fogline("picture", stdin="\n".join(map(json.dumps, twice)).encode()).status == 3


def test_add_twice_changes_nothing_and_verify_says_whole(inbox):
    assert "2 reports added" in fogline("add", inbox, "--ledger", "war.ledger").err
    again = fogline("add", inbox, "--ledger", "war.ledger")
    assert again.status == 0
    assert "0 reports added with 0 claims, 2 known already" in again.err
    whole = fogline("verify", "--ledger", "war.ledger")
    assert whole.status == 0
    assert "2 captures, 2 reports" in whole.out


@pytest.mark.parametrize("where", ["ledger", "paths"])
@pytest.mark.parametrize("verb", ["reports", "claims", "developments", "toll", "timeline", "conflicts", "place"])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_the_same_verbs_over_a_ledger_and_over_paths(verb, form, where, request):
    holdings = (
        ["--ledger", request.getfixturevalue("ledger")] if where == "ledger" else [request.getfixturevalue("inbox")]
    )
    ended = fogline(verb, *(["Soledar"] if verb == "place" else []), *holdings, "--format", form)
    assert ended.status == 0, ended.err
    assert ended.err == ""
    if form == "json":
        assert json.loads(ended.out)
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(ended.out)))
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1
    else:
        assert "Soledar" in ended.out or "Kherson" in ended.out or verb == "reports"


def test_filters_choose_rows(ledger):
    def claims(*asked):
        return json.loads(fogline("claims", "--ledger", ledger, "--format", "json", *asked).out)

    everything = claims()
    for asked in (["--place", "Soledar"], ["--speaker", "Wagner"], ["--since", "2023-01-16"], ["--until", "2023-01-15"],
                  ["--as-of", "2023-01-15"], ["--party", "Russia"]):  # fmt: skip
        some = claims(*asked)
        assert 0 < len(some) < len(everything), asked
        assert all(claim in everything for claim in some)
    assert fogline("claims", "--ledger", ledger, "--place", "Atlantis").status == 1
    assert fogline("claims", "--ledger", ledger, "--recorded-by", "2001-01-01").status == 1


@pytest.mark.parametrize("form", list(Written))
def test_a_brief_in_each_form_names_its_sources(ledger, form, tmp_path):
    ended = fogline("brief", "--ledger", ledger, "--format", form.value)
    assert ended.status == 0, ended.err
    written = fogline("brief", "--ledger", ledger, "--format", form.value, "--out", tmp_path / "brief.out")
    assert written.status == 0
    for body in (ended.out.encode(errors="surrogateescape"), (tmp_path / "brief.out").read_bytes()):
        assert body.startswith(b"%PDF-") if form.value == "pdf" else b"Dnipro Courier" in body
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_a_brief_of_one_file_with_flags(tmp_path):
    (tmp_path / "one.txt").write_text("Russian forces shelled Nikopol, the mayor said.")
    ended = fogline("brief", "one.txt", "--published", "2023-03-04", "--outlet", "Dnipro Courier")
    assert ended.status == 0, ended.err
    assert "Dnipro Courier" in ended.out


def test_the_ledger_of_this_folder_and_of_the_environment(ledger, tmp_path, monkeypatch):
    monkeypatch.setenv("FOGLINE_LEDGER", str(ledger))
    assert fogline("reports").status == 0
    monkeypatch.delenv("FOGLINE_LEDGER")
    assert fogline("reports").status == 2
    ledger.rename(tmp_path / "fogline.ledger")
    assert fogline("reports").status == 0


def test_judging_changes_the_picture_and_undoing_brings_it_back(ledger):
    def conflicts():
        return fogline("conflicts", "--ledger", ledger, "--format", "json").out

    before = conflicts()
    [denial] = [one for one in json.loads(before) if one["kind"] == "denial"]
    judged = fogline("judge", "set-aside", denial["claims"][0], "--why", "misread", "--by", "Olha", "--ledger", ledger)
    assert judged.status == 0, judged.err
    assert conflicts() != before
    assert fogline("judge", "undo", judged.out.strip(), "--ledger", ledger).status == 0
    assert conflicts() == before
    listed = json.loads(fogline("judge", "list", "--ledger", ledger, "--format", "json").out)
    assert (listed[0]["verb"], listed[0]["by"]) == ("set aside", "Olha")
    assert fogline("verify", "--ledger", ledger).status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("set-aside", "c_0"),
        ("merge", "d_0", "d_1"),
        ("merge", "d_0"),
        ("undo", "j_0"),
        ("correct", "c_0", "kind=shelling"),
        ("correct", "c_0", "nothing"),
    ],
)
def test_a_judgement_that_leads_nowhere_is_not_recorded(ledger, arguments):
    assert fogline("judge", *arguments, "--ledger", ledger).status == 2
    assert fogline("judge", "list", "--ledger", ledger).status == 1


def test_a_correction_that_makes_no_sense_is_not_recorded(ledger):
    claim = json.loads(fogline("claims", "--ledger", ledger, "--format", "json").out)[0]["id"]
    for change in ("stance=sings", "quote=other words", "when=2023-02-30"):
        assert fogline("judge", "correct", claim, change, "--ledger", ledger).status == 2
    assert fogline("judge", "correct", claim, "kind=air_strike", "--ledger", ledger).status == 0


def test_export_writes_every_table_with_its_hash_and_never_over_anything(ledger, tmp_path):
    assert fogline("export", "--to", "out", "--ledger", ledger, "--as-of", "2023-01-15").status == 0
    said = json.loads((tmp_path / "out" / "export.json").read_text())
    assert said["as_of"] == "2023-01-15"
    assert set(said["sha256"]) | {"export.json"} == {file.name for file in (tmp_path / "out").iterdir()}
    assert len((tmp_path / "out" / "reports.jsonl").read_text().splitlines()) == 1
    assert fogline("export", "--to", "out", "--ledger", ledger).status == 2


def test_a_cell_that_looks_like_a_formula_is_no_formula(tmp_path):
    line = json.dumps({"id": "=cmd()", "text": "=HYPERLINK(1), officials in Nikopol said.", "outlet": "@home"})
    (tmp_path / "odd.jsonl").write_text(line + "\n")
    ended = fogline("reports", "odd.jsonl", "--format", "csv")
    assert "'=cmd()" in ended.out
    assert "'@home" in ended.out


def test_a_report_cannot_move_the_cursor(tmp_path):
    (tmp_path / "odd.txt").write_text("Officials \x1b[31min Nikopol\x1b[0m said shelling had hit Orikhiv.")
    for verb in ("claims", "brief", "reports", "timeline"):
        assert "\x1b" not in fogline(verb, "odd.txt").out


def test_claims_are_found_by_their_words(ledger, inbox):
    for where in (["--ledger", ledger], [inbox]):
        found = fogline("claims", "--words", "shel* -bridge", *where, "--format", "json")
        assert found.status == 0
        quotes = [one["quote"].casefold() for one in json.loads(found.out)]
        assert quotes and all("shel" in one and "bridge" not in one for one in quotes)
        assert fogline("claims", "--words", "-nothing", *where).status == 2
    assert fogline("claims", "--words", '"" NEAR(', "--ledger", ledger).status == 1
    assert ledger.with_name("war.ledger-words").exists()


@pytest.mark.parametrize("form", [one.value for one in Written if one is not Written.PDF])
def test_a_brief_can_be_handed_on_and_names_nobody_private(tmp_path, form):
    line = {"id": "p", "published": "2023-03-05", "outlet": "River Post", "text": RESIDENT}
    (tmp_path / "one.jsonl").write_text(json.dumps(line) + "\n")
    assert fogline("add", "one.jsonl", "--ledger", "war.ledger").status == 0
    for given in (["one.jsonl"], ["--ledger", "war.ledger"]):
        told = fogline("brief", *given, "--format", form)
        days = fogline("timeline", *given)
        assert told.status == days.status == 0
        for planted in ("Kovalenko", "Sadova", "255 73 33"):
            assert planted not in told.out + days.out
        assert "Saiuk" in told.out
