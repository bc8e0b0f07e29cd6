"""Which developments a report tells of as incidents, who did them, where, and how many they harmed."""

from __future__ import annotations

import pytest

from fogline.claims.extract import extract
from fogline.model.picture import Development
from fogline.picture.fuse import fuse
from fogline.picture.grounds import ground
from fogline.picture.incidents import incidents
from fogline.picture.perpetrators import groups
from fogline.run.one import read


def shown(text: str, published: str = "2021-03-04") -> tuple[Development, ...]:
    """What `annotate` shows of a text."""
    report = read(text=text, published=published, lang="en", id="r1")
    reading = extract(report)
    return incidents(report, reading, fuse([report], reading.claims).developments)


def test_two_mentions_are_one_incident() -> None:
    found = shown(
        "Gunmen killed three miners near Tarija, Bolivia, on Wednesday, police said. The killing of the miners was the"
        " second this month."
    )
    assert len([one for one in found if one.kind in ("killing", "shooting", "execution", "attack")]) == 1


def test_talk_of_violence_is_no_incident() -> None:
    found = shown(
        "We cannot accept terrorism, the minister said in a speech. Our people have lived with acts of violence and"
        " with the fear of attacks for too long, and we must all fight against it."
    )
    assert found == ()


@pytest.mark.parametrize(
    ("text", "name", "confidence"),
    [
        (
            "Two bombs exploded outside a bank in Bilbao on Tuesday. ETA claimed responsibility for the attack.",
            "ETA",
            "claimed or admitted",
        ),
        (
            "Five farmers were killed in Gwoza on Tuesday by Boko Haram fighters.",
            "Boko Haram",
            "reported as fact",
        ),
        (
            "A car bomb killed four people in Bogota on Monday. Police blamed the attack on the FARC.",
            "FARC",
            "suspected or accused by authorities",
        ),
    ],
)
def test_who_did_it_and_how_surely(text: str, name: str, confidence: str) -> None:
    doers = [(actor.name, actor.confidence) for one in shown(text) for actor in one.initiators]
    assert (name, confidence) in doers


def test_a_group_of_no_table_is_known_by_its_initials() -> None:
    known = groups("The People's Dawn Movement (PDM) said on Friday that PDM fighters had blown up the bridge.")
    assert known.known_people == "People's Dawn Movement"


def test_victims_are_added_up() -> None:
    found = shown("Three nurses and two drivers were shot dead in the clinic on Tuesday, police said.")
    assert [toll.best for one in found for toll in one.tolls if (toll.measure, toll.group) == ("killed", None)] == [5.0]


def test_a_town_in_a_country_of_which_nothing_is_said_is_no_scene() -> None:
    found = shown("SAN SALVADOR, March 4 (Wire) - Rebels of the Liberation Army killed two soldiers on Thursday.")
    assert all(one.place is None or one.place.country == "SV" for one in found)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thousands marched through the capital on Sunday to demand new elections.", "peaceful_protest"),
        ("Police arrested three men on suspicion of planning an attack.", "arrest"),
        ("A strong earthquake shook the coast on Sunday and buried dozens under their homes.", "natural_disaster"),
    ],
)
def test_what_an_opening_is_about(text: str, kind: str) -> None:
    assert shown(text)[0].kind == kind


def test_the_main_happening_comes_first() -> None:
    found = shown(
        "Thousands of people marched through Minsk on Sunday to demand new elections, and police detained 30 of them. A"
        " bomb had killed two people in the city a year ago."
    )
    assert found[0].kind == "peaceful_protest"


def test_a_group_without_brackets_is_known_by_the_make_of_its_name() -> None:
    known = groups("The bridge was blown up on Friday by the Western Liberation Front, police said.")
    assert [body.name for body in known.bodies if body.sort == "group"] == ["Western Liberation Front"]


def test_victims_without_a_number_count() -> None:
    found = shown("Gunmen killed Maria Lopez near Tarija, Bolivia, on Tuesday, police said.")
    killed = [toll for one in found for toll in one.tolls if (toll.measure, toll.group) == ("killed", None)]
    assert [toll.best for toll in killed] == [1.0]


def test_a_bare_plural_is_two_or_more() -> None:
    found = shown("Gunmen murdered the priests in Tarija, Bolivia, on Tuesday, police said.")
    killed = [toll for one in found for toll in one.tolls if (toll.measure, toll.group) == ("killed", None)]
    assert [(toll.best, toll.low, toll.high) for toll in killed] == [(None, 2.0, None)]


def test_the_day_beside_an_incident_is_its_day() -> None:
    found = shown("A bomb exploded outside a bank in Tarija, Bolivia, on 2 March, police said. It hurt four people.")
    assert found[0].when.begin == found[0].when.finish == "2021-03-02"


def test_the_sides_of_a_known_conflict_stay() -> None:
    found = shown("Russian forces shelled Vuhledar on Friday, killing two people, the Ukrainian army said.")
    assert [actor.party for actor in found[0].initiators] == ["Russia"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # A name is what the table has, not what stands before it in copy without lower case.
        (
            "LAST NIGHT BY THE REVOLUTIONARY ARMED FORCES OF COLOMBIA (FARC). FARC MEMBERS FLED.",
            "REVOLUTIONARY ARMED FORCES OF COLOMBIA",
        ),
        ("POLICE ATTRIBUTED IT TO THE RIVER DAWN MOVEMENT (RDM).", "RIVER DAWN MOVEMENT"),
        ("The Movement of the Northern Left (MNL) said so. MNL's men left.", "Movement of the Northern Left"),
    ],
)
def test_a_group_is_named_in_full_and_no_further(text: str, name: str) -> None:
    assert groups(text).known_people == name


def test_the_verb_let_is_no_group() -> None:
    assert groups("LET US SAY IT PLAINLY: THE POLICE LET THEM GO. They let the men pass.").known_people is None
    assert groups("Fighters of LeT crossed the river, the army said.").known_people == "LeT"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two shops were burned in the Altos neighborhood of Cali on Monday, police said.", "Altos, Cali"),
        ("GUNMEN KILLED TWO MEN IN THE VERDAL NEIGHBORHOOD IN LIMA, PERU, TODAY.", "VERDAL, Lima"),
    ],
)
def test_a_part_of_a_town_is_offered_as_the_place(text: str, name: str) -> None:
    report = read(text=text, published="2021-03-04", lang="en", id="r1")
    assert name in {key[0] for key in ground(report, extract(report).places).options}


def test_a_poor_neighborhood_is_no_name() -> None:
    report = read(text="It was in a poor neighborhood of Lima, in the same village.", lang="en", id="r1")
    kinds = {some[0].place.kind for some in ground(report, extract(report).places).options.values()}
    assert "neighborhood" not in kinds
