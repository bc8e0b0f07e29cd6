"""A toll over a land is no town's, and a wreck's dead are not those of a blow: our own reports."""

from fogline.claims.extract import extract
from fogline.model.picture import Picture
from fogline.model.report import Capture, Facts
from fogline.picture.fuse import fuse
from fogline.reports.read import read


def picture(text: str, title: str) -> Picture:
    facts = Facts(id="r", title=title, published="2025-06-10", lang="en")
    body = f"{title}\n\n{text}".encode()
    report = read(Capture(body=body, source="r", media_type="text/plain", facts=facts))
    return fuse([report], extract(report).claims)


def tolls(made: Picture) -> dict[str, float | None]:
    return {
        one.places[0].name if one.places else "": toll.best
        for one in made.developments
        for toll in one.tolls
        if toll.measure == "killed" and toll.group is None
    }


def test_a_toll_over_a_land_is_none_of_its_towns() -> None:
    text = (
        "Missiles hit Poltava, Sumy and Rivne overnight, officials said. In Sumy two people died, the governor said. "
        "Russia's defence ministry said it had struck an airfield near Dubno."
    )
    assert tolls(picture(text, "Russia's overnight attack on Ukraine kills 14")) == {"Ukraine": 14.0, "Sumy": 2.0}


def test_what_killed_across_a_land_is_none_of_its_towns() -> None:
    text = (
        "Israeli strikes killed at least 24 people across the Gaza Strip, medics said. In Rafah troops blew up houses."
    )
    assert tolls(picture(text, "Strikes go on in Gaza")) == {"Gaza Strip": 24.0}


def test_the_dead_of_a_wreck_are_not_those_of_a_shooting() -> None:
    text = (
        "A boat capsized on the White Nile on Monday night, drowning at least 15 people, an aid group said. "
        "Soldiers had opened fire on the bank near Nasiro, wounding two men, survivors said."
    )
    made = picture(text, "Aid group says 15 killed when boat capsizes in South Sudan")
    shot = next(one for one in made.developments if one.kind == "shooting")
    assert not [toll for toll in shot.tolls if toll.measure == "killed"]


def test_the_dead_of_a_named_town_are_not_those_of_a_fight_elsewhere() -> None:
    text = (
        "The army said it had retaken the bridge at Bara.\n\nThe RSF said it had repelled the assault.\n\n"
        "Seven people died when a shell hit a market in Omdurman, an activist group said."
    )
    assert tolls(picture(text, "Army claims gains near Bara")) == {"Omdurman": 7.0}
