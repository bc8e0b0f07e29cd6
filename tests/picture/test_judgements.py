"""Judgements: a person's word wins, in order of time, and can be undone; old ids still lead to what became of them."""

from __future__ import annotations

import pytest
from made_claims import claim, day, report

from fogline.model.errors import QueryError
from fogline.model.picture import Judgement, Picture, Verb
from fogline.picture.fuse import fuse
from fogline.picture.judgements import development_id

REPORTS = [report("r1"), report("r2")]
CLAIMS = [
    claim("c1", "r1", where="Kherson", when=day("2023-03-02")),
    claim("c2", "r1", where="Nikopol", when=day("2023-03-02"), start=90),
    claim("c3", "r2", where="Kherson", when=day("2023-03-02"), kind="drone_strike"),
    claim("c4", "r1", "attack", where="Kherson", when=day("2023-03-02"), start=150),
]


def judge(number: int, verb: Verb, *subjects: str, by: str = "ana", **more: str) -> Judgement:
    return Judgement(
        id=f"j{number}", verb=verb, subjects=subjects, by=by, made_at=f"2023-03-05T10:0{number}:00Z", **more
    )


def told(*judgements: Judgement) -> list[tuple[str, ...]]:
    return sorted(one.claims for one in picture(*judgements).developments)


def picture(*judgements: Judgement) -> Picture:
    return fuse(REPORTS, CLAIMS, judgements)


def test_unjudged() -> None:
    assert told() == [("c1", "c4"), ("c2",), ("c3",)]


def test_merge_by_development_ids() -> None:
    merge = judge(1, Verb.MERGE, development_id("c1"), development_id("c3"))
    assert told(merge) == [("c1", "c4", "c3"), ("c2",)]
    assert "merged by ana" in next(one.why for one in picture(merge).developments if "c3" in one.claims)
    assert told(merge, judge(2, Verb.UNDO, "j1")) == told()
    assert told(merge, judge(2, Verb.UNDO, "j1"), judge(3, Verb.UNDO, "j2")) == told(merge)


def test_split_and_never_merge() -> None:
    assert told(judge(1, Verb.SPLIT, "c4")) == [("c1",), ("c2",), ("c3",), ("c4",)]
    assert told(judge(1, Verb.NEVER_MERGE, "c1", "c4")) == [("c1",), ("c2",), ("c3",), ("c4",)]


def test_the_later_word_holds_and_a_person_outweighs_a_rule() -> None:
    merge, apart = judge(1, Verb.MERGE, "c1", "c3"), judge(2, Verb.NEVER_MERGE, "c1", "c3")
    assert told(merge, apart) == told()
    late_rule = judge(3, Verb.NEVER_MERGE, "c1", "c3", by="rule: other kind")
    assert told(merge, late_rule) == told(merge)


def test_set_aside_and_accept_again() -> None:
    aside = judge(1, Verb.SET_ASIDE, "r2", why="a hoax site")
    assert told(aside) == [("c1", "c4"), ("c2",)]
    assert {one.source: one.reason for one in picture(aside).set_aside}["r2"] == "set aside by ana: a hoax site"
    assert told(aside, judge(2, Verb.ACCEPT, "r2")) == told()


def test_correct() -> None:
    kind = judge(1, Verb.CORRECT, "c3", field="kind", value="shelling")
    assert any(one.kind == "shelling" and "c3" in one.claims for one in picture(kind).developments)
    when = judge(1, Verb.CORRECT, "c2", field="when", value="2023-02-11")
    assert {one.when.begin for one in picture(when).developments} == {"2023-02-11", "2023-03-02"}


def test_a_correction_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(QueryError, match="j1"):
        picture(judge(1, Verb.CORRECT, "c3", field="stage", value="nearly"))
    with pytest.raises(QueryError, match="cannot be corrected"):
        picture(judge(1, Verb.CORRECT, "c3", field="quote", value="new words"))


def test_unknown_subjects_have_no_effect() -> None:
    assert told(judge(1, Verb.MERGE, "c1", "c77"), judge(2, Verb.SPLIT, "c99")) == told()
