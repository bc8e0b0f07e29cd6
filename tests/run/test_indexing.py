"""The index beside a ledger finds what looking at every claim finds, whatever came when, and nothing private."""

from __future__ import annotations

import random
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fogline.data.terms import looked_for
from fogline.model.claim import Certainty, Claim, Method, Place, Reading, Speaker, Stance, When, claim_id
from fogline.model.report import Capture, Facts, Report
from fogline.run import indexing
from fogline.run.indexing import indexed
from fogline.store.contract import Entry, Facets
from fogline.store.search import Search
from fogline.store.sqlite import Ledger, open_ledger
from fogline.store.words import Spot, Words, words_beside

DAYS = ["2023-03-01", "2023-03-02", "2023-03-30", "2024-02-30", None]
SENTENCES = ["Shells cut the power of Nikopol.", "Обстріл зруйнував міст у Лимані.", "The bridge fell at night."]
WHENS = [When(), When(begin="2023-03-02", finish="2023-03-03"), When(begin="2022-01-01", finish="..")]


def entry(number: int, chance: random.Random, version: str = "1") -> Entry:
    """A report that says some sentences."""
    outlet = chance.choice(["Steppe Wire", "Ріка", None])
    said = chance.choices(SENTENCES, k=chance.randint(1, 4))
    text = "\n".join(said)
    report_id = f"r{number}"
    method = Method(name="by hand", version=version)
    claims, at = [], 0
    for sentence in said:
        speaker = chance.choice(["Mayor", "Ministry", "Anna Kovalenko"])
        kind = chance.choice(["shelling", "outage", None])
        start, at = at, at + len(sentence) + 1
        made = claim_id(report=report_id, start=start, end=at - 1, speakers=(speaker,), kind=kind, method=version)
        claims.append(
            Claim(
                id=made, report=report_id, start=start, end=at - 1, quote=sentence, kind=kind, method=method,
                speakers=(Speaker(name=speaker, as_worded=speaker, party=chance.choice([None, "Ukraine"]),
                                  role="witness" if speaker.startswith("Anna") else "mayor"),),
                places=(Place(start=start, end=start, name=chance.choice(["Nikopol", "Лиман"]), as_worded="it"),),
                stance=chance.choice([Stance.ASSERTS, Stance.DENIES]), certainty=Certainty(value="probable"),
                when=chance.choice(WHENS),
            )
        )  # fmt: skip
    capture = Capture(body=text.encode() + str(number).encode(), source="x", media_type="text/plain", facts=Facts())
    report = Report(
        id=report_id, text=text, outlet=outlet, published=chance.choice(DAYS), capture=capture.digest, source="x"
    )
    return Entry(
        capture=capture,
        report=report,
        reading=Reading(report=report_id, lang="en", claims=tuple(claims)),
        method=method,
    )


ASKED = [
    Facets(words=looked_for("power")),
    Facets(words=looked_for("міст -bridge")),
    Facets(words=looked_for("shel*"), place="nikopol"),
    Facets(stance="denies", party="ukraine", since="2023-03-02"),
    Facets(outlet="ріка", kind="outage", until="2023-03-02"),
    Facets(valid_at="2023-03-03", speaker="mayor"),
    Facets(report="r1", certainty="probable"),
    Facets(since="2023-03-02"),
    Facets(words=looked_for('"at night"'), valid_at="2023-03-03", place="Лиман"),
]


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "war.ledger") as made:
        yield made


def same(ledger: Ledger, words: Words, *, published_by: str | None = None) -> int:
    """Compares what is found with what looking at all finds; tells how many were found."""
    view, number = ledger.view(published_by=published_by), 0
    for asked in ASKED:
        found = list(Search(view, words).newest(asked))
        looked = list(view.newest(asked))
        assert sorted(mark.claim for mark, _ in found) == sorted(mark.claim for mark, _ in looked), asked
        assert [mark.day for mark, _ in found] == [mark.day for mark, _ in looked]
        paged, after = [], None
        while page := list(islice(Search(view, words).newest(asked, after), 2)):
            paged += page
            after = page[-1][0]
        assert paged == found
        number += len(found)
    return number


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), sizes=st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_it_finds_what_looking_at_every_claim_finds(tmp_path_factory, seed, sizes):
    chance = random.Random(seed)
    path = tmp_path_factory.mktemp("found") / "war.ledger"
    with open_ledger(path) as ledger:
        for size in sizes:
            version = chance.choice(["1", "2"])
            ledger.writer().add([entry(chance.randint(1, 8), chance, version) for _ in range(size)])
            if chance.random() < 0.7:
                with Words(words_beside(path)) as words:
                    indexed(ledger.view(), words)
        with Words(words_beside(path)) as words:
            indexed(ledger.view(), words)
            same(ledger, words)
            same(ledger, words, published_by="2023-03-02")
            counted = {one.name: one.claims for one in words.names("place")}
        there = [place.name for claim in ledger.view().claims() for place in claim.places]
        assert counted == {name: there.count(name) for name in set(there)}


def test_a_name_that_is_withheld_is_not_in_it(ledger):
    chance = random.Random(2)
    ledger.writer().add([entry(number, chance) for number in range(12)])
    with Words(words_beside(ledger.path)) as words:
        indexed(ledger.view(), words)
        assert {one.name for one in words.names("speaker")} == {"Mayor", "Ministry"}
        search = Search(ledger.view(), words)
        assert list(ledger.view().newest(Facets(speaker="Anna Kovalenko")))
        assert not list(search.newest(Facets(speaker="Anna Kovalenko")))
        assert [one.name for one in search.names("place", looked_for("niko*"))] == ["Nikopol"]
        assert {one.id for one in search.reports(Facets(words=looked_for("power")))} == {
            claim.report for claim in ledger.view().claims() if "power" in claim.quote
        }
    assert b"kovalenko" not in words_beside(ledger.path).read_bytes().lower()


def test_it_is_made_anew_by_other_rules_and_after_damage(ledger, monkeypatch):
    ledger.writer().add([entry(number, random.Random(number)) for number in range(6)])
    path = words_beside(ledger.path)
    with Words(path) as words:
        assert indexed(ledger.view(), words) == 6
        assert indexed(ledger.view(), words) == 0
        assert same(ledger, words)
        monkeypatch.setattr(indexing, "_rules", lambda: "others")
        assert indexed(ledger.view(), words) == 6
        assert same(ledger, words)
    path.write_bytes(b"no index at all, but long enough to be looked at as one" * 99)
    with Words(path) as words:
        assert indexed(ledger.view(), words) == 6
        assert same(ledger, words)


def test_some_at_a_time_and_by_two_at_once(ledger, monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    ledger.writer().add([entry(number, random.Random(number)) for number in range(7)])
    done = []
    with Words(words_beside(ledger.path)) as words, Words(words_beside(ledger.path)) as other:

        def step(number):
            done.append(number)
            if number == 2:
                indexed(ledger.view(), other)  # meanwhile, the rest

        indexed(ledger.view(), words, step)
        assert same(ledger, words)
    assert done


def test_numbers_are_in_the_order_of_days():
    spots = [Spot(day="", reading=9), Spot(day="2023-02-28", reading=2), Spot(day="2023-02-30", reading=1)]
    spots += [Spot(day="2023-03-01", reading=1, at=1), Spot(day="2023-03-01", reading=1, at=0)]
    assert [one.number for one in spots] == sorted(one.number for one in spots)
    assert [Spot.of(one.number) for one in spots] == spots
