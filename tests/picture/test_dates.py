"""On which day a happening was: what claims give a day for it."""

from __future__ import annotations

from fogline.claims.extract import extract
from fogline.model.report import Report
from fogline.picture.dates import dated, days_of
from fogline.picture.days import day_text, days_told
from fogline.picture.fuse import fuse


def report(text: str) -> Report:
    return Report(id="r", lang="en", published="2023-02-14", text=text)


def test_since_a_day_is_no_day_on_which_it_happened() -> None:
    claims = extract(report("Rebels have shelled Vuhledar since 1 January.")).claims
    assert dated(claims) == ()


def test_a_day_told_with_victims_holds_beside_what_goes_on() -> None:
    text = "Shelling of Vuhledar has gone on since 1 January. Two residents were injured on Monday, police said."
    one = report(text)
    picture = fuse([one], extract(one).claims)
    assert {found.when.begin for found in picture.developments if found.tolls} == {"2023-02-13"}


def test_after_six_and_before_midnight_are_on_their_day() -> None:
    for text in ("A man was shot shortly after 6 p.m. Monday.", "A man was shot just before midnight Monday."):
        claims = extract(report(text)).claims
        assert {day_text(day) for claim in dated(claims) for day in days_of(claim)} == {"2023-02-13"}


def test_a_day_within_a_vague_interval_is_the_day() -> None:
    text = "A guard was shot last week at his mill.\n\nThe Feb. 8 death of the guard was ruled a homicide."
    one = report(text)
    days = {found.when.begin for found in fuse([one], extract(one).claims).developments if found.kind == "shooting"}
    assert days == {"2023-02-08"}


def when_told(text: str, kind: str | None) -> set[str | None]:
    return {claim.when.begin for claim in extract(report(text)).claims if claim.kind == kind and claim.when.begin}


def test_what_came_a_day_after_another_thing_gives_its_day() -> None:
    text = "A guard was arrested on Thursday, two days after he shot a miller near Vuhledar."
    assert when_told(text, "shooting") == {"2023-02-07"}
    text = "A guard was arrested, two days after he shot a miller near Vuhledar."
    assert when_told(text, "shooting") == {"2023-02-11"}  # near the day of the report: an interval that begins then


def test_a_clause_that_gives_a_day_of_the_past_is_a_claim() -> None:
    text = "Two boys went hunting on Saturday near Vuhledar. A guard shot one of them."
    assert when_told(text, None) == {"2023-02-11"}
    one = report(text)
    [shooting] = [found for found in fuse([one], extract(one).claims).developments if found.kind == "shooting"]
    assert shooting.when.begin == "2023-02-11"
    [plan] = extract(report("Two boys will go hunting on Saturday.")).claims
    assert (plan.stage, plan.when.begin) == ("planned", "2023-02-18")
    assert when_told("Two boys like hunting.", None) == set()


def test_an_hour_is_its_clauses_though_a_sentence_seems_to_end_within_it() -> None:
    assert when_told("A guard shot a miller around 12:50 a.m. Monday.He was taken into custody.", "shooting") == {
        "2023-02-13T00:50"
    }


def test_where_a_victim_is_at_home_is_no_scene() -> None:
    text = (
        "Police are looking for whoever fired shots at four people in Nikopol at 2:30 a.m. on Tuesday.\n\n"
        "A 20-year-old man, Ivan Koval of Marhanets, was shot several times."
    )
    claims = extract(report(text)).claims
    assert {place.name for claim in claims for place in claim.places} == {"Nikopol"}
    from_there = extract(report("Ivan Koval, the mayor of Marhanets, was shot in Nikopol on Tuesday.")).claims
    assert "Nikopol" in {place.name for claim in from_there for place in claim.places}


def test_a_day_on_which_nothing_known_happened_says_little_of_a_report() -> None:
    claims = extract(report("Two boys went hunting on Saturday. A guard was shot on Monday.")).claims
    assert [day_text(day) for day in days_told(claims)] == ["2023-02-13"]
