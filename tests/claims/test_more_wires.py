"""Forms of wire stories about many wars that a reader has to get right: who is counted, which names are places."""

from __future__ import annotations

import pytest

from fogline.claims.extract import extract
from fogline.model.claim import Claim
from fogline.model.report import Report
from fogline.run.one import read


def claims(text: str, published: str = "2024-09-20") -> list[Claim]:
    report = read(text=text, id="r", published=published)
    assert isinstance(report, Report)
    return list(extract(report).claims)


def counted(text: str) -> set[tuple[str | None, str | None, float | None]]:
    return {(one.measure, one.group, one.best or one.low) for claim in claims(text) for one in claim.figures}


def places(text: str) -> set[str]:
    return {place.name for claim in claims(text) for place in claim.places}


@pytest.mark.parametrize(
    ("text", "measure", "group", "count"),
    [
        ("Gunmen killed at least 40 people, including six soldiers, in a raid on Bama.", "killed", "soldiers", 6),
        ("A raid killed 30 people in Djibo. Another 90 were wounded, 12 of them gravely.", "injured", None, 90),
        ('"I counted 28 bodies in the yard," said a farmer in Merawi.', "killed", None, 28),
        ("Nine civilians and seven military personnel were wounded in Surin.", "injured", "soldiers", 7),
        ("Four civilians and two members of the security forces died in Lido.", "killed", "security personnel", 2),
        ("Some 4,000 villagers from Kantuot have been moved to safer places.", "evacuated", "villagers", 4000),
        ("Fighters set fire to at least 30 lorries near Sikasso.", "damaged", "vehicles", 30),
        ("Serb gunmen on Friday took hostage a further 21 soldiers in Gorazde.", "abducted", "soldiers", 21),
        ("Guards killed all four attackers at the gate of the base in Baidoa.", "killed", "militants", 4),
    ],
)
def test_who_is_counted(text: str, measure: str, group: str | None, count: float) -> None:
    assert (measure, group, count) in counted(text)


def test_witnesses_whom_nobody_hurt_are_no_wounded() -> None:
    text = "The strike on Gedeb injured 80 people. The group interviewed 19 people, among them four witnesses."
    assert {one for one in counted(text) if one[0] == "injured"} == {("injured", None, 80.0)}


def test_a_number_does_not_speak() -> None:
    assert not [one for claim in claims("Shells hit Tuzla cafe square, 71 reported dead") for one in claim.speakers]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The army said that it had killed more than 200 Fano fighters in the East Gojjam zone.", "Fano"),
        ("Witnesses said that Lubero militiamen had fired on a convoy.", "Lubero"),
        ("Islamic State West Africa Province said that it had shelled a barracks.", "West Africa"),
        ("The U.S. Africa Command said that it had conducted no airstrikes.", "Africa"),
    ],
)
def test_what_a_group_is_called_is_no_place(text: str, name: str) -> None:
    assert name not in places(text)


def test_a_group_may_bear_the_name_of_a_town_that_is_told_of() -> None:
    assert "Lubero" in places("Lubero militiamen fired on a convoy in Lubero on Friday.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Troops recaptured the port of Harardhere in January.", "Harardhere"),
        ("Al-Shabab retook Adan Yabaal, a logistics hub north of Mogadishu, in April.", "Adan Yabaal"),
        ("The rebels overran Nampawng on Friday, residents said.", "Nampawng"),
    ],
)
def test_ground_that_no_gazetteer_has_is_a_place(text: str, name: str) -> None:
    assert name in places(text)


def test_the_town_is_the_one_called_a_town_though_no_gazetteer_has_it() -> None:
    text = (
        "MAIDUGURI, Nigeria, Sept 20 - Gunmen killed 40 people in an attack on the town of Darul Jamal, "
        "residents said.\n\n"
        "The governor, who visited the town on Saturday, said that 43 people had died."
    )
    told = [claim for claim in claims(text) if any(figure.best == 43 for figure in claim.figures)]
    assert [[place.name for place in claim.places] for claim in told] == [["Darul Jamal"]]


def test_groups_of_many_wars_are_parties() -> None:
    told = claims("The Houthis said that they had fired a missile at a tanker near Hodeidah.")
    assert {speaker.party for claim in told for speaker in claim.speakers} == {"Houthis"}
