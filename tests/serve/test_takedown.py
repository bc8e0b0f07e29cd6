"""What is taken down is in nothing that goes out: not in what verbs print, files that are handed on, or alerts."""

import json
from pathlib import Path

import pytest
from command_line import fogline
from desks import desk

from fogline.serve.options import Source

LEDGER = ("--ledger", "war.ledger")
PLANTED = ("Orlenko", "orchard", "Marhanets")  # only the first report has these
WHY = "the family asked"


def keep(*rows: dict[str, str]) -> None:
    Path("given.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert fogline("add", "given.jsonl", *LEDGER).status == 0


@pytest.fixture
def taken(tmp_path):
    """A ledger with two reports of one strike, of which the first is taken down; and what was alerted before."""
    first = "Shells hit an orchard in Marhanets on Friday, killing seven people, Mayor Ihor Orlenko said."
    keep({"id": "r1", "outlet": "Orchard Post", "published": "2023-03-03", "text": first})
    keep(
        {"id": "r1", "outlet": "Orchard Post", "published": "2023-03-03", "text": first.replace("seven", "eight")},
        {"id": "r2", "outlet": "River Post", "published": "2023-03-04",
         "text": "A drone struck a depot in Nikopol on Saturday, Ukraine's General Staff said."},
    )  # fmt: skip
    Path("alerts.toml").write_text('[alerts]\nfeed = "out.atom"\n')
    assert fogline("alert", "add", "Later", "--place", "Tokmak").status == 0
    assert fogline("alert", "add", "All", "--stage", "any").status == 0
    # What is known at a rule's first look is not told: a ledger that grows is.
    assert fogline("alert", "run", *LEDGER).status == 0
    later = "Rockets destroyed a school beside an orchard in Marhanets on 18 May, Mayor Ihor Orlenko said."
    keep({"id": "r3", "outlet": "Harbour Post", "published": "2023-05-19", "text": later})
    assert fogline("alert", "run", *LEDGER).status == 0
    assert "Marhanets" in fogline("alert", "log", *LEDGER).out and "Marhanets" in Path("out.atom").read_text()
    before = fogline("brief", *LEDGER)
    assert "Marhanets" in before.out
    done = fogline("judge", "take-down", "r1", "r3", "--why", WHY, *LEDGER)
    assert done.status == 0
    return done.out.strip()


def _printed(*arguments: object) -> str:
    done = fogline(*arguments, *LEDGER)
    assert done.status in (0, 1), done.err  # 1: nothing answers
    return done.out


def test_no_verb_prints_a_word_of_it(taken):
    for verb in (
        "brief", "brief --format json", "brief --format html", "claims --format json", "claims --speaker Orlenko",
        "reports --format json", "developments --format json", "timeline", "toll --format json", "conflicts",
        "place Marhanets", "changes", "silence", "claims --as-of 2023-03-05", "brief --as-of 2023-03-05",
        "brief --recorded-by 2099-01-01", "export --format claims-csv", "export --format reports-csv",
        "export --format developments-csv", "export --format acled", "export --format stix", "export --format geojson",
    ):  # fmt: skip
        told = _printed(*verb.split()).replace("place Marhanets", "")
        assert not any(word in told for word in PLANTED), (verb, told)
    assert "Nikopol" in _printed("brief")


def test_no_file_that_is_handed_on_has_a_word_of_it(taken):
    assert "export" not in _printed("export", "--to", "all")
    _printed("release", "--out", "release", "--made-on", "2023-04-01")
    _printed("judge", "gold", "--out", "gold")
    for folder in ("all", "release", "gold"):
        for file in Path(folder).rglob("*"):
            if file.is_file():
                text = file.read_bytes().decode(errors="replace")
                assert not any(word in text for word in PLANTED), file
    stone = Path("release/deletions.csv").read_text()
    assert f"r1,report,{stone.split('r1,report,')[1][:10]},taken down: {WHY}" in stone


def test_an_alert_that_fired_says_only_that_it_was_taken_down(taken):
    log = json.loads(_printed("alert", "log", "--format", "json"))
    gone = [one for one in log if one["title"] == "This alert was taken down"]
    assert gone and all(WHY in " ".join(one["sentences"]) and not one["claims"] for one in gone)
    for told in (_printed("alert", "log"), _printed("alert", "log", gone[0]["id"]), _printed("alert", "feed")):
        assert not any(word in told for word in PLANTED), told
    assert fogline("alert", "run", *LEDGER).status == 0  # the feed's file follows
    assert not any(word in Path("out.atom").read_text() for word in PLANTED)
    past = _printed("alert", "test", "--whole")
    assert "Nikopol" in past and not any(word in past for word in PLANTED)


def test_the_desk_names_nobody_out_of_it_and_undoing_brings_it_back(taken):
    with desk(Source(ledger=Path("war.ledger"))) as client:
        for page in ("speakers", "outlets", "places", "developments", "search?q=orchard"):
            told = client.get(f"/{page}").text.replace('value="orchard"', "").replace("q=orchard", "")
            assert not any(word in told for word in PLANTED), page
    assert fogline("judge", "undo", taken, *LEDGER).status == 0
    assert "Marhanets" in _printed("brief") and "Orlenko" in _printed("claims")
    assert "This alert was taken down" not in _printed("alert", "log")
