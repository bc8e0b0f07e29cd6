"""Who does what comes of a blow, who dies without one, and names that begin in lower case: our own sentences."""

import pytest

from fogline.claims.extract import extract
from fogline.model.claim import Claim
from fogline.model.report import Capture, Facts, Report
from fogline.picture.fuse import fuse
from fogline.reports.read import read


def report(text: str) -> Report:
    facts = Facts(id="r", published="2025-07-23", lang="en")
    return read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts))


def told(text: str) -> tuple[Claim, ...]:
    return extract(report(text)).claims


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("A school was bombed in Toretsk on Friday, killing six children.", []),
        ("Kherson was shelled overnight, killing two and wounding nine.", []),
        ("Kherson was shelled by Russian troops, killing two people.", ["Russian troops"]),
        ("Russian troops shelled Kherson, killing two people.", ["Russian troops"]),
    ],
)
def test_what_is_hit_does_not_kill(text: str, doers: list[str]) -> None:
    killed = [claim for claim in told(text) if "killing" in claim.quote and "illing" in claim.quote[:8]]
    assert killed
    assert [[one.name for one in claim.initiators] for claim in killed] == [doers] * len(killed)


@pytest.mark.parametrize(
    "text",
    [
        "Ten people died of hunger in Toretsk over the past day, doctors said.",
        "Five cholera deaths were reported in Port Sudan.",
        "Measles has killed 12 children in the camp.",
        "Seven people were killed by hunger in Toretsk.",
        "Two women froze to death in Toretsk.",
    ],
)
def test_who_dies_of_hunger_or_cholera_was_hit_by_nobody(text: str) -> None:
    (one,) = [claim for claim in told(text) if claim.kind is not None]
    assert (one.kind, one.initiators) == ("privation", ())


def test_who_dies_of_wounds_was_hit() -> None:
    kinds = {claim.kind for claim in told("A driver died of his wounds in Toretsk on Friday.")}
    assert "privation" not in kinds and "killing" in kinds


def test_deaths_from_hunger_are_no_toll_of_the_strike_beside_them() -> None:
    text = (
        "An air strike on Kupiansk killed three people on Tuesday, police said. Ten people died of hunger over "
        "the past day, the health office said."
    )
    made = report(text)
    (strike,) = [one for one in fuse([made], extract(made).claims).developments if one.kind == "air_strike"]
    assert [toll.best for toll in strike.tolls if toll.measure == "killed"] == [3.0]


@pytest.mark.parametrize(("name", "found"), [("el-Obeid", "El Obeid"), ("al-Hasakah", "Hasakah")])
def test_a_name_may_begin_with_its_article(name: str, found: str) -> None:
    places = [place.name for claim in told(f"Shells hit a market in {name} on Friday.") for place in claim.places]
    assert found in str(places)


def test_the_toll_of_a_land_is_none_of_its_towns() -> None:
    text = (
        "At least 26 people were killed by air strikes and shootings in Donetsk Oblast on Wednesday, police said.\n\n"
        "An air strike on Toretsk killed nine people on Wednesday morning, police said.\n\n"
        "Two women were shot dead in Lyman on Wednesday evening, police said."
    )
    made = report(text)
    found = fuse([made], extract(made).claims).developments
    dead = {
        one.place.name if one.place else "": max(toll.best or 0 for toll in one.tolls if toll.measure == "killed")
        for one in found
        if any(toll.measure == "killed" for toll in one.tolls)
    }
    assert dead == {"Donetsk Oblast": 26.0, "Toretsk": 9.0, "Lyman": 2.0}


def test_a_ships_flag_is_not_where_it_burned() -> None:
    text = "A drone hit a tanker under the flag of Liberia near Mykolaiv and set a crane on fire, a pilot said."
    assert not [place.name for claim in told(text) for place in claim.places if place.name == "Liberia"]


def test_all_of_a_ministrys_name_speaks() -> None:
    text = "Rebel forces capture Bria in CAR, Interior Ministry reports\n\nThe town fell on Sunday.\n"
    (named,) = {speaker.as_worded for claim in told(text) for speaker in claim.speakers}
    assert named == "Interior Ministry"
