"""Who is named as the doer of an incident, and who is not."""

from __future__ import annotations

import pytest

from fogline.claims.extract import extract
from fogline.picture.doers import NAMED, choices, likeliest
from fogline.picture.fuse import fuse
from fogline.picture.perpetrators import groups
from fogline.run.one import read


@pytest.mark.parametrize(
    ("scores", "likely", "name"),
    [
        ([0.0, 3.0], 0.9, "River Dawn Movement"),
        ([3.0, 0.0], 0.9, None),  # nobody is likelier
        ([0.0, 3.0], NAMED / 2, None),  # what may be no incident has no doer
        ([0.0, 0.1], NAMED, None),
    ],
)
def test_a_doer_is_named_where_it_is_likely_enough(scores: list[float], likely: float, name: str | None) -> None:
    assert likeliest([(None, {}), ("River Dawn Movement", {})], scores, likely) == name


def signs(text: str, name: str) -> set[str]:
    """What speaks for an organisation's having done the killing that a text tells of."""
    report = read(text=text, published="2021-03-04", lang="en", id="r1")
    reading = extract(report)
    told = [claim for claim in reading.claims if claim.kind == "killing"]
    one = next(each for each in fuse([report], reading.claims).developments if told[0].id in each.claims)
    return set(dict(choices(one, told, groups(report.text)))[name])


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("Two judges were killed in Tarija on Monday. The police blamed the Western Liberation Front.", True),
        ("Two judges were killed in Tarija on Monday. People hold the Western Liberation Front responsible.", True),
        ("Two judges were killed in Tarija on Monday. The Western Liberation Front is accused of it.", True),
        ("Two judges were killed in Tarija on Monday. The Western Liberation Front left the town.", False),
    ],
)
def test_who_is_accused(text: str, accused: bool) -> None:
    assert ("is accused after" in signs(text, "Western Liberation Front")) is accused


def test_what_the_opening_says_of_a_group_counts_for_what_is_told_later() -> None:
    text = (
        "The Western Liberation Front claimed responsibility on Monday for two attacks. Its people were not seen. "
        + "The weather was good, and the markets were full of people from the villages. " * 4
        + "Two judges were killed in Tarija on Sunday."
    )
    assert {"claims opening", "claims elsewhere"} <= signs(text, "Western Liberation Front")


def test_a_name_has_no_article() -> None:
    text = "The Extraditables killed a judge in Medellin on Monday, police said."
    assert "Extraditables" in {body.name for body in groups(text).bodies}
