"""The picture of a ledger that grew is, byte for byte, the one that is fused afresh, whatever came when."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fogline.model.claim import (
    Claim,
    DirectQuote,
    Figure,
    Method,
    Place,
    PlaceRole,
    Reading,
    Speaker,
    Stage,
    Stance,
    StatusSaid,
    When,
)
from fogline.model.codec import canonical
from fogline.model.picture import Judgement, Picture, Verb
from fogline.model.report import Capture, Report
from fogline.outputs.importance import Setting, explain_development, points, total
from fogline.picture import periods
from fogline.picture.fuse import fuse
from fogline.picture.judgements import development_id
from fogline.run.fusing import kept_up, picture_of
from fogline.serve import lookup
from fogline.serve.holdings import holdings
from fogline.serve.options import Filters, source
from fogline.serve.selection import Material, select
from fogline.store.contract import Entry
from fogline.store.fused import Fused, beside
from fogline.store.sqlite import open_ledger

BY_HAND = Method(name="by hand", version="1")
TOWNS = {"Kherson": (46.66, 32.62, 1), "Bakhmut": (48.6, 38.0, 2), "Nikopol": (47.57, 34.39, 3)}
TEXTS = [
    "Shells fell on the central market of Kherson on Thursday and killed three traders, the governor wrote.",
    "Three traders were killed as shells hit Kherson's central market on Thursday, said the regional governor.",
    "Fighting went on around Bakhmut, where two bridges over the Bakhmutka were blown up, the ministry wrote.",
    "Officials in Nikopol counted ten dead under an apartment block that a missile had torn open at night.",
]
QUOTES = ["we will hold the town", "we will not hold the town"]
DAYS = ["2023-03-01", "2023-03-02", "2023-03-03", "2023-03-09", None]


def claim(report: str, number: int, chance: random.Random, text: str) -> Claim:
    town = chance.choice(list(TOWNS))
    lat, lon, geonameid = TOWNS[town]
    party = chance.choice(["Russia", "Ukraine", None])
    day = chance.choice(DAYS)
    best = float(chance.choice([1, 3, 10]))
    scene = Place(start=0, end=7, name=town, as_worded=town, role=PlaceRole.SCENE, lat=lat, lon=lon,
                  geonameid=geonameid, kind="city")  # fmt: skip
    return Claim(
        id=f"c_{report}_{number}",
        report=report,
        start=0,
        end=len(text),
        quote=text,
        kind=chance.choice(["shelling", "missile_strike", "killing", "territory_captured", None]),
        method=BY_HAND,
        places=chance.choice([(scene,), (scene,), ()]),
        stage=chance.choice([Stage.HAPPENED, Stage.HAPPENED, Stage.PLANNED, Stage.DID_NOT_HAPPEN]),
        stance=chance.choice([Stance.ASSERTS, Stance.ASSERTS, Stance.DENIES]),
        speakers=(Speaker(name=f"Ministry of {party}", as_worded="the ministry", party=party),) if party else (),
        when=When(edtf=day, begin=day, finish=day, basis="explicit") if day else When(),
        figures=chance.choice(
            [(Figure(start=0, end=1, measure="killed", group=None, best=best, low=best, high=best),), ()]
        ),
        statuses=chance.choice([(StatusSaid(subject=town, aspect="control", value="held", by=party),), ()]),
        about=chance.choice([None, None, None, "c_r1_0"]),
        direct_quotes=chance.choice(
            [(), (DirectQuote(start=0, end=30, text=chance.choice(QUOTES)),)]
        ),
    )  # fmt: skip


def entry(name: str, chance: random.Random) -> Entry:
    text = chance.choice(TEXTS)
    capture = Capture(body=f"{name} {text}".encode(), source=f"{name}.txt", media_type="text/plain")
    report = Report(id=name, text=text, published=chance.choice(DAYS), outlet="Steppe Wire", capture=capture.digest)
    claims = tuple(claim(name, number, chance, text) for number in range(chance.randint(0, 4)))
    return Entry(capture=capture, report=report, reading=Reading(report=name, lang="en", claims=claims), method=BY_HAND)


def judgement(number: int, chance: random.Random, claims: list[str]) -> Judgement:
    verb = chance.choice([verb for verb in Verb if verb is not Verb.UNDO])
    subjects = tuple(chance.choice([one, development_id(one)]) for one in chance.sample(claims, min(2, len(claims))))
    correct = verb is Verb.CORRECT
    return Judgement(id=f"j{number}", verb=verb, subjects=subjects, by=chance.choice(["ana", "rule: same bulletin"]),
                     made_at=f"2023-03-05T10:{number:02}:00Z", field="kind" if correct else None,
                     value="shelling" if correct else None)  # fmt: skip


def afresh(path: Path, as_of: str | None = None) -> Picture:
    with open_ledger(path) as ledger:
        view = ledger.view()
        return fuse(list(view.reports()), list(view.claims()), list(view.judgements()), as_of=as_of)


@pytest.fixture(autouse=True)
def _small_periods(monkeypatch):
    """Periods so small that a handful of reports falls into several."""
    monkeypatch.setattr(periods, "MOST", 3)
    monkeypatch.setattr(periods, "BEFORE", 2)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), size=st.integers(1, 5), as_of=st.sampled_from([None, "2023-03-02"]))
def test_any_batches_with_restarts_between_give_the_picture_that_is_fused_afresh(tmp_path_factory, seed, size, as_of):
    chance = random.Random(seed)
    path = tmp_path_factory.mktemp("grown") / "war.ledger"
    entries = [entry(f"r{number}", chance) for number in range(chance.randint(1, 9))]
    claims = [one.id for each in entries for one in each.reading.claims]
    for first in range(0, len(entries), size):
        with open_ledger(path) as ledger, Fused(beside(path)) as fused:
            ledger.writer().add(entries[first : first + size])
            if claims and chance.random() < 0.5:
                ledger.writer().judge([judgement(first, chance, claims)])
            kept_up(ledger.view(), fused)
            grown = picture_of(ledger.view(), fused, as_of=as_of)
        assert canonical(grown) == canonical(afresh(path, as_of))
        with open_ledger(path) as ledger, Fused(beside(path)) as fused:
            assert kept_up(ledger.view(), fused).made == 0
            rows = {(what, id) for what, id in fused._execute("SELECT what, id FROM rows")}
            now = picture_of(ledger.view(), fused)
        shown = (("development", now.developments), ("status", now.statuses), ("conflict", now.conflicts))
        assert rows == {(what, one.id) for what, some in shown for one in some}
        aside, used = {one.source for one in now.set_aside}, _used(now)
        known = {one.id for each in entries[: first + size] for one in each.reading.claims}
        assert known <= aside | used
        assert not aside & used


def _used(picture: Picture) -> set[str]:
    return {claim for some in (picture.developments, picture.statuses, picture.conflicts) for one in some
            for claim in one.claims}  # fmt: skip


def test_undoing_all_judgements_gives_the_unjudged_picture(tmp_path):
    chance = random.Random(4)
    path = tmp_path / "war.ledger"
    entries = [entry(f"r{number}", chance) for number in range(8)]
    claims = [one.id for each in entries for one in each.reading.claims]
    with open_ledger(path) as ledger, Fused(beside(path)) as fused:
        ledger.writer().add(entries)
        before = picture_of(ledger.view(), fused)
        judged = [judgement(number, chance, claims) for number in range(6)]
        ledger.writer().judge(judged)
        assert canonical(picture_of(ledger.view(), fused)) != canonical(before)
        undo = Judgement(id="undo", verb=Verb.UNDO, subjects=tuple(one.id for one in judged), by="ana",
                         made_at="2023-03-06T10:00:00Z")  # fmt: skip
        ledger.writer().judge([undo])
        assert canonical(picture_of(ledger.view(), fused)) == canonical(before)


def test_a_new_report_reaches_only_what_it_can_change(tmp_path):
    path = tmp_path / "war.ledger"
    chance = random.Random(1)
    texts = {"r1": TEXTS[0], "r2": TEXTS[2], "r3": TEXTS[3]}
    entries = []
    for name, text in texts.items():
        one = entry(name, chance)
        report = dataclasses.replace(one.report, text=text, published="2023-03-01")
        made = dataclasses.replace(claim(name, 0, random.Random(ord(name[1])), text), about=None, direct_quotes=(),
                                   statuses=(), kind="shelling")  # fmt: skip
        entries.append(dataclasses.replace(one, report=report, reading=Reading(report=name, lang="en", claims=(made,))))
    with open_ledger(path) as ledger, Fused(beside(path)) as fused:
        ledger.writer().add(entries[:2])
        assert kept_up(ledger.view(), fused).made == 2
        ledger.writer().add(entries[2:])
        kept = kept_up(ledger.view(), fused)
        assert (kept.parts, kept.made) == (3, 1)


def captured(name: str, text: str, *towns: str) -> Entry:
    """A report by which towns were captured."""
    day = When(edtf="2023-03-01", begin="2023-03-01", finish="2023-03-01", basis="explicit")
    made = []
    for number, town in enumerate(towns):
        lat, lon, geonameid = TOWNS[town]
        scene = Place(start=0, end=7, name=town, as_worded=town, role=PlaceRole.SCENE, lat=lat, lon=lon,
                      geonameid=geonameid, kind="city")  # fmt: skip
        made.append(Claim(id=f"c_{name}_{number}", report=name, start=number, end=len(text), quote=text[number:],
                          kind="territory_captured", method=BY_HAND, places=(scene,), stage=Stage.HAPPENED,
                          when=day))  # fmt: skip
    capture = Capture(body=f"{name} {text}".encode(), source=f"{name}.txt", media_type="text/plain")
    report = Report(id=name, text=text, published="2023-03-01", outlet="Steppe Wire", capture=capture.digest)
    reading = Reading(report=name, lang="en", claims=tuple(made))
    return Entry(capture=capture, report=report, reading=reading, method=BY_HAND)


def test_a_report_on_two_happenings_does_not_make_one_part_of_them(tmp_path):
    path = tmp_path / "war.ledger"
    with open_ledger(path) as ledger, Fused(beside(path)) as fused:
        ledger.writer().add([captured("r1", TEXTS[0], "Kherson"), captured("r2", TEXTS[2], "Kherson", "Bakhmut")])
        assert kept_up(ledger.view(), fused).parts == 2
        ledger.writer().add([captured("r3", TEXTS[3], "Bakhmut")])
        kept = kept_up(ledger.view(), fused)
        assert (kept.parts, kept.made, kept.gone) == (2, 1, 1)
        told = picture_of(ledger.view(), fused).developments
        assert sorted(one.reports for one in told) == [("r1", "r2"), ("r2", "r3")]


def test_where_very_much_answers_a_brief_is_told_from_what_leads(tmp_path, monkeypatch):
    chance = random.Random(8)
    path = tmp_path / "war.ledger"
    with open_ledger(path) as ledger:
        ledger.writer().add([entry(f"r{number}", chance) for number in range(9)])
    for filters in (Filters(), Filters(since="2023-03-01", until="2023-03-03"), Filters(place="kherson")):
        with holdings(source(None, path)) as held:
            everything, material = held.selected(filters)
            assert held.leading(filters) == (everything, material, 0)
            monkeypatch.setattr(lookup, "MOST_CLAIMS", 8)
            leading, material, beyond = held.leading(filters)
            monkeypatch.undo()
        shown = [*leading.developments, *leading.statuses]
        assert len(shown) > 0
        assert len(shown) + beyond == len(everything.developments) + len(everything.statuses)
        assert {claim for one in shown for claim in one.claims} == {*material.claims}
        assert {*leading.developments} <= {*everything.developments}
        first, last = filters.since or "2023-03-01", filters.until or "2023-03-09"
        setting = Setting(since=first, until=last)
        least = min(total(explain_development(one, setting)) for one in leading.developments)
        left = [one for one in everything.developments if one not in leading.developments]
        # How many outlets carry a line is not asked when lines are ranked, and the last to fit may be any of its rank.
        assert all(total(explain_development(one, setting)) <= least + points()["outlets_at_most"] for one in left)


def test_what_was_fused_can_be_thrown_away_and_damaged(tmp_path):
    path = tmp_path / "war.ledger"
    with open_ledger(path) as ledger:
        ledger.writer().add([entry(f"r{number}", random.Random(number)) for number in range(4)])
        with Fused(beside(path)) as fused:
            before = canonical(picture_of(ledger.view(), fused))
        beside(path).write_bytes(b"no database at all" * 100)
        with Fused(beside(path)) as fused:
            assert canonical(picture_of(ledger.view(), fused)) == before
        beside(path).unlink()
        with Fused(beside(path)) as fused:
            assert canonical(picture_of(ledger.view(), fused)) == before


def test_questions_to_a_ledger_are_answered_as_to_the_whole_picture(tmp_path):
    chance = random.Random(8)
    path = tmp_path / "war.ledger"
    with open_ledger(path) as ledger:
        ledger.writer().add([entry(f"r{number}", chance) for number in range(9)])
    asked = [
        Filters(place="kherson"),
        Filters(since="2023-03-02"),
        Filters(until="2023-03-02", place="Bakhmut"),
        Filters(party="Russia"),
        Filters(speaker="Ministry of Ukraine", kind="shelling"),
        Filters(kind="control"),
        Filters(kind="denial"),
        Filters(since="2023-03-03", until="2023-03-05"),
    ]
    with holdings(source(None, path)) as held:
        for filters in asked:
            whole = held.whole(Material.of(held.view.claims(), held.view.reports()))
            wanted = select(whole, Material.of(held.view.claims(), held.view.reports()), filters)
            for found in (held.chosen(filters), held.selected(filters)[0]):
                assert found.developments == wanted.developments
                assert found.statuses == wanted.statuses
                assert found.conflicts == wanted.conflicts
    assert any(wanted.developments for _ in asked)
