"""Clauses that say only when and where: they give both to what was told before; and days that cannot be to come."""

from __future__ import annotations

import pytest

from fogline.claims.extract import extract
from fogline.model.report import Report


def days(text: str) -> list[tuple[str | None, str | None]]:
    found = extract(Report(id="r", lang="en", published="2023-03-03", text=text)).claims
    return [(claim.kind, claim.when.edtf) for claim in found if claim.when.edtf]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It happened at 9 p.m. on Monday in the north of the town.", (None, "2023-02-27T21:00")),
        ("Rescuers were called to a mill near the river on Tuesday.", (None, "2023-02-28")),
        ("Two men are wanted for a Wednesday attack on a mill.", ("attack", "2023-03-01")),
        ("A girl is recovering after being shot in the arm Wednesday.", ("shooting", "2023-03-01")),
        ("The first shots were reported around 9 p.m. on Monday.", (None, "2023-02-27T21:00")),
        ("Three of the men were found by officers on Tuesday.", (None, "2023-02-28")),
        ("It was about 3 a.m. on Tuesday when neighbors heard a blast.", (None, "2023-02-28T03:00")),
        ("On Tuesday, police say, they received a call about a body.", (None, "2023-02-28")),
        ("A guard was shot at the mill while he locked the gate on Tuesday.", ("shooting", "2023-02-28")),
        ("A guard was shot after surprising a burglar Tuesday.", ("shooting", "2023-02-28")),
        ("A guard was shot and taken to a hospital on Tuesday, police said.", ("shooting", "2023-02-28")),
        ("Police said around 7 p.m. on Tuesday a man opened fire at a mill.", ("shooting", "2023-02-28T19:00")),
        (
            "Police are investigating a shooting involving a guard Tuesday night.",
            ("shooting", "2023-02-28T18:00/2023-03-01T06:00"),
        ),
        ("The 911 call came in about 9 p.m. on Tuesday.", (None, "2023-02-28T21:00")),
        ("Neighbors alerted authorities about the blast on Tuesday.", (None, "2023-02-28")),
        ("Around 9 p.m. Tuesday, there were reports of gunfire at the mill.", (None, "2023-02-28T21:00")),
        ("At about 3:58 p.m., on Tuesday, officers responded to a call.", (None, "2023-02-28T15:58")),
        ("The shooting happened shortly after midnight on Tuesday.", ("shooting", "2023-02-28T00:00/..")),
    ],
)
def test_when_it_was(text: str, wanted: tuple[str | None, str]) -> None:
    assert wanted in days(text)


@pytest.mark.parametrize(
    "text",
    [
        "Police said Tuesday that a guard was shot.",
        "A man accused of shooting a guard was arrested Tuesday.",
        "The mother of a guard who was shot will attend a vigil on Tuesday.",
    ],
)
def test_a_day_of_words_or_of_what_came_of_it_is_not_that_of_the_harm(text: str) -> None:
    assert not [kind for kind, _ in days(text) if kind == "shooting"]


def test_an_hour_in_the_next_paragraph_is_one_of_the_day_before() -> None:
    text = "A miller died late Wednesday.\n\nAbout 9 p.m., he was stabbed in his mill."
    assert any(when and when.startswith("2023-03-01T21:00") for _, when in days(text))


@pytest.mark.parametrize(
    "text",
    [
        "Two brothers were arraigned Wednesday in a shooting that hurt a miller.",
        "Man charged in mill shooting Posted: Wednesday, March 1, 2023 9:15 AM EST",
    ],
)
def test_what_the_court_does_and_when_the_page_was_made_date_no_shooting(text: str) -> None:
    assert all(kind != "shooting" for kind, _ in days(text))


def test_who_responds_with_words_came_nowhere() -> None:
    assert days("The ministry responded on Friday that it knew nothing of it.") in ([], [(None, "2023-03-03")])
