"""Scenes that no gazetteer has, and what nobody is to be taken for: every sentence is our own."""

import pytest

from fogline.claims.extract import extract
from fogline.model.claim import Claim, Stage
from fogline.model.report import Capture, Facts
from fogline.picture.fuse import fuse
from fogline.picture.incidents import incidents
from fogline.picture.places import same_place
from fogline.reports.read import read


def capture(text: str) -> Capture:
    facts = Facts(id="r", published="2024-05-10", lang="en")
    return Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts)


def told(text: str, words: str) -> Claim:
    found = [claim for claim in extract(read(capture(text))).claims if words in claim.quote]
    return min(found, key=lambda claim: len(claim.quote))


def scenes(text: str, words: str) -> list[tuple[str, float | None]]:
    return [(place.name, place.lat) for place in told(text, words).places if place.role != "reference"]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Shells hit Goma. Jets bombed Namtok, a hamlet east of Hsipaw, killing four.", "killing four", "Namtok"),
        ("Shells fell on Goma. Fighting was reported near Kalonge, about 40 km west of Bukavu.", "Kalonge", "Kalonge"),
        ("Goma is calm. A grenade was thrown into a market in Lumbishi, killing two.", "killing two", "Lumbishi"),
        ("Goma is calm. Drones struck Mirovanka overnight, wounding three people.", "wounding three", "Mirovanka"),
    ],
)  # fmt: skip
def test_where_it_was_is_unknown_and_not_the_town_named_before(text: str, words: str, name: str) -> None:
    assert scenes(text, words) == [(name, None)]


def test_what_follows_is_there_too() -> None:
    text = "A grenade was thrown into the market in Lumbishi. Earlier, armed men had robbed a car there."
    assert scenes(text, "robbed a car") == [("Lumbishi", None)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A strike hit workers at Boeing's plant on Monday.", "strike hit"),
        ("Fighting was reported in Parliament on Monday.", "Fighting"),
        ("Jets bombed Hamas positions on Monday.", "bombed"),
    ],
)
def test_a_body_or_a_word_is_no_scene(text: str, words: str) -> None:
    assert scenes(text, words) == []


def test_a_name_that_goes_on_behind_a_hyphen_is_not_its_first_half() -> None:
    text = "Drones struck Petrivka-Nova overnight. A Moscow-based analyst was in Moscow."
    assert {place.as_worded for place in extract(read(capture(text))).places} == {"Moscow"}


def test_attacks_in_two_towns_of_one_report_stay_two() -> None:
    text = (
        "Artillery shelled the town of Abu Gumra, killing nine people.\n\n"
        "Drones struck Mirovanka, wounding three people, the governor said."
    )
    report = read(capture(text))
    reading = extract(report)
    told_of = incidents(report, reading, fuse([report], reading.claims).developments)
    found = {one.place.name: one for one in told_of if one.place}
    assert set(found) == {"Abu Gumra", "Mirovanka"}
    assert {toll.best for toll in found["Abu Gumra"].tolls} == {9.0}


def test_two_names_that_nobody_could_spell_alike_are_two_places() -> None:
    def there(name: str) -> Claim:
        return told(f"Two people died in the village of {name}.", "Two people died")

    [one], [other], [alike] = (there(name).places for name in ("Verkhnie Zelene", "Abu Gumra", "Verkhnye Zelyone"))
    assert same_place(one, other) is False
    assert same_place(one, alike) is None


# ---- whose, and how far ----------------------------------------------------------------------------------------------


def test_its_fighters_are_those_of_the_body_that_speaks() -> None:
    claim = told("The Kachin Army said its fighters had captured Lashio.", "captured Lashio")
    assert [one.name for one in claim.initiators] == ["Kachin Army"]
    assert [(one.subject, one.value, one.by) for one in claim.statuses] == [("Lashio", "held", "Kachin Army")]


def test_the_health_ministry_is_not_the_foreign_ministry_that_spoke_before() -> None:
    text = "The foreign ministry said talks would go on. The health ministry said nine people had been killed."
    assert [one.name for one in told(text, "nine people").speakers] == ["Health Ministry"]


@pytest.mark.parametrize(
    ("text", "words", "stage"),
    [
        ("Qatar said it would host a new round of truce talks on Sunday.", "truce talks", Stage.PLANNED),
        ("The army said it would attack the town.", "attack the town", Stage.PLANNED),
        ("The general said an attack would cost lives.", "an attack", Stage.HYPOTHETICAL),
        ("The mayor said shelling would resume if the truce failed.", "shelling", Stage.HYPOTHETICAL),
    ],
)
def test_would_is_the_will_of_words_told_later_unless_there_is_an_if(text: str, words: str, stage: Stage) -> None:
    assert told(text, words).stage is stage


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        ("The rebels hold parts of Goma.", "hold parts", ("Goma", "control", "contested")),
        ("Neither side holds the whole of Lashio.", "Neither", ("Lashio", "control", "contested")),
        ("Trucks can no longer reach Lashio.", "Trucks", ("routes into Lashio", "access", "cut")),
        ("It is calm in Lashio. The town cannot be reached.", "reached", ("routes into Lashio", "access", "cut")),
        ("Roads\n\n- Goma road: open\n- Minova road: closed\n", "Goma road", ("Goma road", "access", "open")),
        ("Roads\n\n- Goma road: open\n- Minova road: closed\n", "Minova", ("Minova road", "access", "cut")),
    ],
)  # fmt: skip
def test_how_it_stands(text: str, words: str, status: tuple[str, str, str]) -> None:
    assert [(one.subject, one.aspect, one.value) for one in told(text, words).statuses] == [status]


def test_an_army_that_does_not_reach_a_town_closes_no_road() -> None:
    found = extract(read(capture("The army could not reach Lashio. Its troops could not enter Goma."))).claims
    assert not [one for claim in found for one in claim.statuses]


@pytest.mark.parametrize(
    ("text", "denied", "said"),
    [
        ("The rebels said they had captured Lashio. The junta denied the town had fallen.", "had fallen", "captured"),
        ("M23 broke the truce, a monitor said. The group denied it had broken the truce.", "had broken", "M23 broke"),
    ],
)  # fmt: skip
def test_a_denial_answers_what_was_said_of_the_same(text: str, denied: str, said: str) -> None:
    found = extract(read(capture(text))).claims
    answer = next(claim for claim in found if denied in claim.quote and claim.about)
    assert said in next(claim.quote for claim in found if claim.id == answer.about)
