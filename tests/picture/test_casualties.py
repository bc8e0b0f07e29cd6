"""How many an incident killed, injured or took: what can be meant, and what is chosen."""

from __future__ import annotations

import pytest

from fogline.claims.extract import extract
from fogline.picture.casualties import Count, all_choices, chosen, page
from fogline.picture.fuse import fuse
from fogline.picture.harm import tolls
from fogline.picture.incidents import incidents
from fogline.picture.mentions import by_claims
from fogline.picture.perpetrators import sentence_ends
from fogline.run.one import read


def offered(text: str, measure: str) -> set[Count | None]:
    """All counts that the first incident of a text can have."""
    report = read(text=text, published="2021-03-04", lang="en", id="r1")
    reading = extract(report)
    told = by_claims(fuse([report], reading.claims).developments, {claim.id: claim for claim in reading.claims})
    first = min(told, key=lambda one: one.start)
    given = page(report.text, sentence_ends(report.text), reading.figures, [one.claims for one in told])
    found = all_choices(tolls(first.one.tolls, first.claims), first.one.kind or "", first.claims, given)
    return {count for count, _ in found[measure]}


def test_figures_of_the_incident_and_none_are_offered() -> None:
    found = offered("A car bomb killed four people and wounded nine in Bogota on Monday.", "injured")
    assert {None, Count(9.0, 9.0)} <= found


def test_members_of_a_list_are_no_counts_of_their_own() -> None:
    found = offered("Three nurses and two drivers were shot dead in the clinic on Tuesday.", "killed")
    assert Count(5.0, 5.0) in found
    assert Count(3.0, 3.0) not in found


def test_figures_of_another_incident_are_not_offered() -> None:
    text = "Gunmen shot dead a judge in Ravo on Monday.\n\nA bomb killed seven soldiers in Marn on Thursday."
    assert Count(7.0, 7.0) not in offered(text, "killed")


def test_a_count_that_is_not_told_makes_no_toll() -> None:
    assert chosen((), {"killed": None, "injured": Count(2.0, None)})[0].measure == "injured"
    assert chosen((), {"killed": None}) == ()


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A car bomb killed four people in Bogota on Monday, police said.", 4.0),
        ("Gunmen murdered the mayor of Ravo, Luis Andrade, outside his house on Tuesday.", 1.0),
        ("Three nurses and two drivers were shot dead in the clinic on Tuesday, police said.", 5.0),
    ],
)
def test_how_many_were_killed(text: str, killed: float) -> None:
    report = read(text=text, published="2021-03-04", lang="en", id="r1")
    reading = extract(report)
    found = incidents(report, reading, fuse([report], reading.claims).developments)
    assert [toll.best for one in found for toll in one.tolls if (toll.measure, toll.group) == ("killed", None)] == [
        killed
    ]
