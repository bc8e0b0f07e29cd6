"""A town that changes hands, told by both sides over two weeks: what the brief makes of it. Our own sentences."""

import pytest

from fogline.claims.extract import extract
from fogline.model.claim import Claim
from fogline.model.report import Capture, Facts, Report
from fogline.outputs.brief import Brief, brief
from fogline.picture.fuse import fuse
from fogline.reports.read import read

FIRST = (
    "Russian forces have almost encircled Velyka Novosilka, and the only road still open to its defenders is under "
    "constant drone fire, Ukrainian soldiers said on Monday.\n\nA bridge over the Mokri Yaly river was destroyed "
    "on Saturday, according to both sides."
)
SECOND = (
    "Russia said on Sunday that its forces had taken full control of Velyka Novosilka, its biggest gain in Donetsk "
    "region this year.\n\nA bridge on the road to Bahatyr is no longer passable, DeepState, a mapping group, reported."
)
THIRD = (
    "Ukraine confirmed on Monday that its troops had left Velyka Novosilka.\n\n"
    "“The decision to withdraw was taken on 27 January,” General Oleksandr Syrskyi said."
)


def reports() -> list[Report]:
    days = ("2025-01-20", "2025-01-26", "2025-02-03")
    made = []
    for day, text in zip(days, (FIRST, SECOND, THIRD), strict=True):
        facts = Facts(id=day, published=day, outlet="Northline", lang="en")
        made.append(read(Capture(body=text.encode(), source=day, media_type="text/plain", facts=facts)))
    return made


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    return [claim for report in reports() for claim in extract(report).claims]


@pytest.fixture(scope="module")
def told(claims: list[Claim]) -> Brief:
    return brief(fuse(reports(), claims), reports(), claims)


def statuses(claims: list[Claim], words: str) -> list[tuple[str, str, str, str | None]]:
    found = next(claim for claim in claims if words in claim.quote)
    return [(one.subject, one.aspect, one.value, one.by) for one in found.statuses]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("constant drone fire", ("routes into Velyka Novosilka", "access", "under fire", None)),
        ("full control", ("Velyka Novosilka", "control", "held", "Russia")),
        ("no longer passable", ("routes into Bahatyr", "access", "cut", None)),
        ("had left", ("Velyka Novosilka", "control", "lost", "Ukraine")),
    ],
)
def test_each_report_says_how_it_stands(
    claims: list[Claim], words: str, status: tuple[str, str, str, str | None]
) -> None:
    assert statuses(claims, words) == [status]


def test_a_gain_of_this_year_is_none_of_the_first_of_january(claims: list[Claim]) -> None:
    found = next(claim for claim in claims if "full control" in claim.quote)
    assert found.when.begin is None
    assert not [claim for claim in claims if claim.kind == "advance"]


def test_the_heading_says_that_both_sides_say_so(told: Brief) -> None:
    headings = [item.heading for item in told.items]
    assert "Velyka Novosilka is in Russian hands, by the word of both sides" in headings
    assert not any("encircled" in one or "none is reported" in one for one in headings)


def test_both_sides_are_named_as_both(told: Brief) -> None:
    text = " ".join(one.text for item in told.items for one in item.sentences)
    assert "Both sides say that a bridge over the Mokri Yaly river is destroyed" in text


def test_ways_are_headed_by_where_they_lead(told: Brief) -> None:
    assert "Ways into Bahatyr are reported to be cut" in [item.heading for item in told.items]


def test_troops_that_stay_are_not_those_who_live_there() -> None:
    text = "The institute saw no evidence that Ukrainian troops remained east of the river near Lyman."
    found = extract(read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=Facts(lang="en"))))
    assert "remaining_people" not in {claim.kind for claim in found.claims}
