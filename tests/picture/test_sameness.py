"""Which claims of one report are put together as one incident."""

from __future__ import annotations

import pytest

from fogline.claims.extract import extract
from fogline.picture.fuse import fuse
from fogline.picture.incident_features import is_violence
from fogline.picture.mentions import Told, by_claims, joined
from fogline.picture.sameness import grouped, mentions, pair_features, regrouped
from fogline.run.one import read


def told(text: str) -> tuple[list[Told], str]:
    """The developments of a text, as the picture has them."""
    report = read(text=text, published="2021-03-04", lang="en", id="r1")
    claims = extract(report).claims
    return by_claims(fuse([report], claims).developments, {claim.id: claim for claim in claims}), report.text


def incidents(text: str) -> list[list[str]]:
    """The quotes of each incident of violence."""
    fused, text = told(text)
    some = regrouped(fused, joined(fused, text), text)
    return [[claim.quote for claim in one.claims] for one in some if is_violence(one.one.kind)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "Gunmen killed three miners near Tarija on Wednesday. The miners were shot on their way to work, and the"
            " killing of the miners shocked the town.",
            1,
        ),
        (
            "Rebels kidnapped two engineers in Arauca on Monday.\n\nA bomb exploded outside a bank in Bilbao on Friday,"
            " wounding a guard.",
            2,
        ),
    ],
)
def test_what_is_one_incident_and_what_is_two(text: str, count: int) -> None:
    assert len(incidents(text)) == count


def test_no_claim_is_lost_or_told_twice() -> None:
    fused, text = told(
        "Rebels shelled the port of Arkesh on Monday and killed four dockers. Two more died in hospital. Police said"
        " another bomb was found in Tal Dera, and that gunmen had burned a bus there on Sunday."
    )
    some = regrouped(fused, joined(fused, text), text)
    before = sorted(claim.id for one in fused for claim in one.claims)
    assert sorted(claim.id for one in some for claim in one.claims) == before
    assert all(set(one.one.claims) == {claim.id for claim in one.claims} for one in some)


def test_features_tell_shared_victims_and_another() -> None:
    fused, text = told("Gunmen killed a judge in Ravo on Monday. Another judge was killed in Marn on Tuesday.")
    first, second = mentions(fused, text)
    found = pair_features(first, second, False, False)
    assert found["other"] == 1.0
    assert "gap 1" in found
    assert "fused" not in found


def test_each_joins_the_group_that_it_is_most_like() -> None:
    fused, text = told("Rebels killed a man in Ravo. Rebels shelled a bridge in Marn. Rebels bombed a bank in Telo.")
    some = mentions(fused, text)[:3]
    ties = {(0, 1): -1.0, (0, 2): 0.5, (1, 2): 2.0}
    assert grouped(some, lambda before, place: ties[before, place]) == [[0], [1, 2]]
