"""Peers answer in the contract's form, so that the corpora's scorers run on them; judges on made-up cases."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import beside  # noqa: E402
from peers import judges, shapes, table  # noqa: E402
from peers.contests import CONTESTS  # noqa: E402

REPORT = {
    "id": "r1",
    "published": "2023-03-04",
    "title": "Bridge hit in Sumy",
    "text": (
        "SUMY, Ukraine. Two people were killed on Saturday when shells hit the bridge in Sumy, officials said.\n"
        '"We held the road all night and nobody left," said Olena Kovalenko, a spokeswoman for the city.\n'
        "The road to Kharkiv has been closed since 3 March 2023."
    ),
}
COPY = {**REPORT, "id": "r2", "published": "2023-03-05"}
OTHERS = [
    {"id": f"o{number}", "published": "2023-03-04", "text": text}
    for number, text in enumerate(
        (
            "Grain prices fell in Chicago after a good harvest, traders said.",
            "The museum in Lyon opens a hall for its clocks and maps next spring.",
            "A storm closed schools along the coast, and ferries stayed in port.",
            "Parliament debates a new law on rents; tenants marched in the capital.",
        )
    )
]
RUSSIAN = {"id": "r3", "text": "В Воронеже 4 марта 2023 года закрыли мост, сообщили власти России."}
KEYS = {
    "attributions": {"cue", "source", "content"},
    "places": {"start", "end", "name", "lat", "lon", "geonameid"},
    "times": {"start", "end", "type", "value"},
}
needs_peers = pytest.mark.skipif(
    not beside.VENV.exists(), reason="the peers are not installed (python bench/beside.py --install)"
)


def answers(peer: str, reports: list[dict[str, str]], folder: Path) -> list[dict[str, object]]:
    given, out = folder / "given.jsonl", folder / "out.jsonl"
    given.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in reports), "utf-8")
    assert beside.ask(peer, given, out) is not None
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


@needs_peers
@pytest.mark.parametrize(
    ("peer", "field", "said"),
    [
        ("textacy_quotes", "attributions", "We held the road"),
        ("heideltime", "times", "Saturday"),
        ("recognizers", "times", "Saturday"),
        ("dateparser_search", "times", "on Saturday"),
        ("spacy_populous", "places", "Kharkiv"),
        ("natasha_names", "places", "Воронеже"),
    ],
)
def test_a_peer_that_reads_answers_as_annotate_does(peer: str, field: str, said: str, tmp_path: Path) -> None:
    report = RUSSIAN if peer == "natasha_names" else REPORT
    (record,) = answers(peer, [report], tmp_path)
    assert record["id"] == report["id"]
    found = record[field]
    assert found and all(set(one) == KEYS[field] for one in found)
    spans = [span for one in found for span in one["content"]] if field == "attributions" else []
    spans = spans or [[one["start"], one["end"]] for one in found]
    assert all(0 <= start < end <= len(report["text"]) for start, end in spans)
    assert any(said in report["text"][start:end] for start, end in spans)
    if peer == "heideltime":
        values = {report["text"][one["start"] : one["end"]]: one["value"] for one in found}
        assert (values["Saturday"], values["3 March 2023"]) == ("2023-03-04", "2023-03-03")


@needs_peers
@pytest.mark.parametrize("peer", ["tfidf_stories", "minhash_copies", "tfidf_copies", "plain_picture"])
def test_a_peer_that_fuses_answers_as_picture_does(peer: str, tmp_path: Path) -> None:
    lines = answers(peer, [REPORT, COPY, *OTHERS], tmp_path)
    of = {line["id"]: line for line in lines if line["is"] == "report"}
    assert {"id", "origin", "story", "is"} == set(of["r1"])
    assert of["r1"]["story"] == of["r2"]["story"] != of["o0"]["story"]
    for line in lines:
        if line["is"] == "development":
            assert set(line["reports"]) <= set(of)
            assert all(toll["measure"] in ("killed", "injured") and toll["series"] for toll in line["tolls"])
    if peer == "plain_picture":
        (shelling,) = (line for line in lines if line["is"] == "development" and "r1" in line["reports"])
        assert [toll["best"] for toll in shelling["tolls"]] == [2]


def test_pairs_are_the_same_where_the_picture_has_one_development() -> None:
    gold = [{"id": "1", "a": "x", "b": "y", "gold": True}, {"id": "2", "a": "x", "b": "z", "gold": False}]
    picture = [
        {"is": "development", "id": "d1", "reports": ["x", "y"]},
        {"is": "development", "id": "d2", "reports": ["z"]},
    ]
    assert judges.same(gold, picture, "balanced") == {"accuracy": 1.0, "balanced": 1.0, "f1": 1.0}
    scores = [{"id": "1", "score": 0.2}, {"id": "2", "score": 0.9}]
    assert judges.same(gold, scores, "balanced")["balanced"] == 0.5
    said = [{"id": "1", "same": True}, {"id": "2", "same": True}]
    assert judges.same(gold, said, "balanced") == {"accuracy": 0.5, "balanced": 0.5, "f1": 0.6667}


def test_a_denial_is_a_stance() -> None:
    gold = [{"id": "1", "a": "head", "b": "body", "gold": "disagree"}]
    said = [
        {"is": "development", "id": "d1", "reports": ["head", "body"], "claims": ["c1", "c2"]},
        {"is": "conflict", "kind": "denial", "claims": ["c1", "c2"]},
        {"id": "head", "claims": [{"id": "c1"}]},
        {"id": "body", "claims": [{"id": "c2"}]},
    ]
    assert judges.stance(gold, said, "score")["score"] == 1.0
    assert judges.stance(gold, said[:1], "score")["score"] == 0.25


def test_the_day_of_an_event_is_its_claims_then_its_sentences_then_the_reports() -> None:
    text = "Shells hit Sumy on Friday.\nThe mayor left on Thursday.\nA bridge fell."
    marks = [(7, 10, "2023-03-03"), (37, 41, "2023-03-02"), (64, 68, "2023-03-04")]
    gold = [{"id": "r", "text": text, "published": "2023-03-04", "gold": marks}]
    when = {"begin": "2023-03-03", "finish": "2023-03-03"}
    line = {
        "id": "r",
        "claims": [{"id": "c", "start": 0, "end": 25, "when": when}],
        "times": [{"start": 45, "end": 53, "value": "2023-03-02"}],
    }
    assert judges.days(gold, [line], "") == {"exact": 1.0, "within_7": 1.0, "by_claim": 0.3333}


def test_only_what_stands_in_quotation_marks_is_a_quotation() -> None:
    row = {"text": 'He said "we go" and that they stay.'}
    inside, outside = {"content": [[9, 14]]}, {"content": [[20, 34]]}
    assert shapes.only_quotations(row, [inside, outside]) == [inside]


def test_every_peer_of_a_contest_is_in_the_table() -> None:
    named = {peer for contest in CONTESTS for peer in contest.peers}
    assert named == set(table.systems())
    assert all((ROOT / f"bench/peers/{peer}.py").exists() for peer in named)


def test_the_page_follows_from_the_figures() -> None:
    kept = json.loads(beside.FIGURES.read_text("utf-8"))
    assert table.page(kept) == beside.PAGE.read_text("utf-8"), "python bench/beside.py --page"
