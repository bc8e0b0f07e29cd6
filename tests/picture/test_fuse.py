"""The picture is a pure function: any order, the same bytes; nothing lost; undoing all judgements undoes all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_claims import TOWNS, actor, claim, day, figure, place, report, speaker, status, words

from fogline.model.claim import Claim, Genre, Stage, Stance
from fogline.model.codec import canonical
from fogline.model.errors import QueryError
from fogline.model.picture import Judgement, Picture, Verb
from fogline.model.report import Report
from fogline.picture.fuse import fuse
from fogline.picture.judgements import development_id

DAYS = ["2023-03-01", "2023-03-02", "2023-03-03"]
TEXTS = [
    "Shells fell on the central market of Kherson on Thursday and killed three traders, the governor wrote.",
    "Three traders were killed as shells hit Kherson's central market on Thursday, said the regional governor.",
    "Fighting went on around Bakhmut, where two bridges over the Bakhmutka were blown up, the ministry wrote.",
    "Officials in Zaporizhzhia counted ten dead under an apartment block that a missile had torn open.",
]

reports_made = st.builds(
    report,
    st.sampled_from([f"r{n}" for n in range(6)]),
    st.sampled_from(TEXTS),
    published=st.sampled_from([*DAYS, None, "XXXX-03-02"]),
)
claims_made = st.builds(
    lambda number, in_report, kind, where, when, stage, stance, genre, party, best, scope_group, about, said, quote: (
        claim(
            f"c{number}",
            in_report,
            kind,
            start=number * 50,
            end=number * 50 + 40,
            quote=quote,
            places=(place(where),) if where else (),
            stage=stage,
            stance=stance,
            genre=genre,
            speakers=(speaker(f"Ministry of {party}", party),) if party else (),
            initiators=(actor("army", party),) if party and number % 2 else (),
            figures=(figure("killed", best, group=scope_group),) if best is not None else (),
            about=about,
            said_on=said,
            statuses=(status(where, "control", "held", party),) if where and number % 3 == 0 else (),
            direct_quotes=(words(quote),) if number % 4 == 0 else (),
            **({"when": day(when)} if when else {}),
        )
    ),
    st.integers(0, 30),
    st.sampled_from([f"r{n}" for n in range(7)]),
    st.sampled_from(["shelling", "missile_strike", "killing", "territory_captured", "negotiation", None]),
    st.sampled_from([*TOWNS, None]),
    st.sampled_from([*DAYS, None]),
    st.sampled_from([None, Stage.HAPPENED, Stage.PLANNED, Stage.DID_NOT_HAPPEN, Stage.REPELLED]),
    st.sampled_from(list(Stance)),
    st.sampled_from([Genre.REPORT, Genre.REPORT, Genre.OPINION]),
    st.sampled_from(["Russia", "Ukraine", "United Kingdom", None]),
    st.sampled_from([None, 1.0, 3.0, 10.0]),
    st.sampled_from([None, "children"]),
    st.sampled_from([None, None, "c1", "c2", "c40"]),
    st.sampled_from([None, *DAYS]),
    st.sampled_from(["we will not leave the town today", "we will leave the town today", "shells hit the market hall"]),
)
judgements_made = st.builds(
    lambda number, verb, subjects, by: Judgement(
        id=f"j{number}",
        verb=verb,
        subjects=tuple(subjects),
        by=by,
        made_at=f"2023-03-05T10:{number:02}:00Z",
        field="kind" if verb is Verb.CORRECT else None,
        value="shelling" if verb is Verb.CORRECT else None,
    ),
    st.integers(0, 20),
    st.sampled_from([verb for verb in Verb if verb is not Verb.UNDO]),
    st.lists(st.sampled_from([f"c{n}" for n in range(31)] + [development_id(f"c{n}") for n in range(31)]), max_size=4),
    st.sampled_from(["ana", "rule: same bulletin"]),
)
lots = st.tuples(
    st.lists(reports_made, max_size=7), st.lists(claims_made, max_size=16), st.lists(judgements_made, max_size=4)
)


def claims_of(picture: Picture) -> set[str]:
    return {
        *(c for one in picture.developments for c in one.claims),
        *(c for one in picture.statuses for c in one.claims),
        *(c for one in picture.conflicts for c in one.claims),
    }


@settings(max_examples=150, deadline=None)
@given(lots, st.integers(0, 99), st.sampled_from([None, "2023-03-02"]))
def test_any_order_gives_the_same_bytes(
    lot: tuple[list[Report], list[Claim], list[Judgement]], seed: int, as_of: str | None
) -> None:
    shuffled = [list(some) for some in lot]
    for some in shuffled:
        random.Random(seed).shuffle(some)
    reports, claims, judgements = shuffled
    assert canonical(fuse(*lot, as_of=as_of)) == canonical(fuse(reports, claims, judgements, as_of=as_of))


@settings(max_examples=100, deadline=None)
@given(lots, st.sampled_from([None, "2023-03-02"]))
def test_every_claim_is_used_or_set_aside_with_a_reason(
    lot: tuple[list[Report], list[Claim], list[Judgement]], as_of: str | None
) -> None:
    reports, claims, judgements = lot
    picture = fuse(reports, claims, judgements, as_of=as_of)
    aside = {one.source for one in picture.set_aside}
    assert all(one.reason for one in picture.set_aside)
    assert claims_of(picture) | aside >= {one.id for one in claims}
    assert not claims_of(picture) & aside
    told = [c for one in picture.developments for c in one.claims]
    assert len(told) == len(set(told))
    assert {line.id for line in picture.reports} | aside >= {one.id for one in reports}


@settings(max_examples=60, deadline=None)
@given(lots)
def test_undoing_all_judgements_gives_the_unjudged_picture(
    lot: tuple[list[Report], list[Claim], list[Judgement]],
) -> None:
    reports, claims, judgements = lot
    undo = Judgement(
        id="undo", verb=Verb.UNDO, subjects=tuple(j.id for j in judgements), by="ana", made_at="2023-03-06T10:00:00Z"
    )
    assert canonical(fuse(reports, claims, [*judgements, undo])) == canonical(fuse(reports, claims))


def test_as_of_a_day_knows_nothing_of_later_reports() -> None:
    reports = [report("r1", published="2023-02-05"), report("r2", published="2023-03-04"), report("r3", published=None)]
    claims = [
        claim("c1", "r1", where="Bakhmut", when=day("2023-02-04")),
        claim("c2", "r2", "destruction", where="Bakhmut", when=day("2023-03-02")),
        claim("c3", "r3", where="Kherson"),
    ]
    picture = fuse(reports, claims, as_of="2023-02-05")
    assert [one.claims for one in picture.developments] == [("c1",)]
    reasons = {one.source: one.reason for one in picture.set_aside}
    assert reasons["r2"] == "published after the day asked for"
    assert reasons["r3"] == "not known to be published by the day asked for"
    assert reasons["c2"] == reasons["c3"] == "its report is not used"
    assert len(fuse(reports, claims).developments) == 3


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(QueryError, match="2023-02-30"):
        fuse([], [], as_of="2023-02-30")


def test_an_empty_picture() -> None:
    assert fuse([], []) == Picture(as_of=None)
