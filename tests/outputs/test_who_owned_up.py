"""A brief tells who claimed responsibility, keeps "dozens" as a word, and says of one hall no more than of one hall."""

from __future__ import annotations

import pytest

from .told import made, words

BLAST = "MOGADISHU — A suicide bomber detonated a car at a hotel in Mogadishu on Sunday, killing nine people.\n\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Al-Shabab claimed responsibility in a statement on its radio.", "Al-Shabaab claimed responsibility."),
        ("No group has claimed responsibility for the attack.", "Nobody had claimed responsibility"),
    ],
)
def test_who_claimed_responsibility_is_told(text: str, told: str) -> None:
    said = words(BLAST + text)
    assert told in said
    assert "Nobody says who" not in said


def test_guards_who_kill_attackers_contradict_nobody() -> None:
    text = (
        "Al-Shabab gunmen stormed a hotel in Mogadishu on Sunday, killing nine people, police said.\n\n"
        "Somali security forces killed all five attackers in Mogadishu, police said."
    )
    assert "Disputed" not in words(text)


def test_dozens_stay_dozens() -> None:
    one = made("A drone strike killed dozens of civilians in Merawi on Sunday, Rights Watch said.")
    assert (
        "dozens of civilians were killed"
        in words("A drone strike killed dozens of civilians in Merawi on Sunday.").lower()
    )
    assert one.items[0].heading == "Merawi: dozens reported dead"


def test_of_one_hall_no_more_is_said() -> None:
    said = words("There has been no attack on the underground hall at Natanz, the agency said on Sunday.")
    assert "Natanz was not attacked" not in said and "underground hall" in said


def test_a_road_is_no_town_to_get_into() -> None:
    assert made("The RN6 between Bla and San has been impassable.").items[0].heading == "RN6: cut"


def test_a_live_pages_heading_is_no_part_of_the_sentence_below() -> None:
    text = (
        "14:22 GMT\nHealth Ministry counts 224 dead\nHealth Ministry spokesman Hossein Kermanpour says attacks on "
        "Tehran have killed 224 people and wounded more than a thousand since they began on Friday.\n\n"
        "13:50 GMT\nMissile hits Bat Yam\nRescue crews are digging through the rubble of an apartment block in Bat "
        "Yam, where a missile struck at half past two in the morning, the fire service says."
    )
    assert not [one.text for item in made(text).items for one in item.sentences if "Bat Yam Rescue" in one.text]


def test_what_others_count_stands_beside_the_toll() -> None:
    said = words(
        "Rebels killed at least 43 people in Komanda on Sunday, the UN mission said.\n\n"
        "Ivan Munye, coordinator of a rights group, gave a provisional toll of 38 dead."
    )
    assert "43 people were killed" in said and "Ivan Munye says 38" in said


def test_a_count_that_was_replaced_is_called_an_earlier_one() -> None:
    said = words(
        "A strike on Ras Isa killed at least 74 people on Sunday, the health ministry said.\n\n"
        "The ministry's spokesman, Anees Asbahi, had earlier put the toll at 38 dead."
    )
    assert "an earlier count was 38" in said


def test_an_attack_of_last_month_is_another_one() -> None:
    text = (
        "A strike killed eight people in Bahawalpur on Sunday, the army said. It answered an attack by militants that "
        "killed 25 tourists in Pahalgam last month."
    )
    told = [" ".join(one.text for one in item.sentences) for item in made(text).items]
    assert not [one for one in told if "eight" in one and "25" in one]


def test_a_sentence_that_begins_a_claim_is_quoted_alone() -> None:
    said = words("In Bara 50 civilians were killed on Sunday, the UN said. The army withdrew from the town on 1 June.")
    assert "the UN said. The army" not in said


def test_nobody_was_not_killed() -> None:
    assert "no people were not" not in words("There were no casualties in Moscow on Sunday, the mayor said.").lower()


def test_several_thousand_is_no_range() -> None:
    assert (
        "several thousand people were injured"
        in words("Pagers exploded across Beirut on Sunday, wounding several thousand people, officials said.").lower()
    )


def test_boys_and_girls_are_children() -> None:
    said = words("Five boys, four girls and a woman died in Khost on Sunday, a spokesman said.")
    assert "nine children among them" in said


def test_whoever_says_i_leaves_no_gap() -> None:
    said = words("I condemn the killing of five journalists in Khan Younis on Sunday, and of three medics in Rafah.")
    assert "  " not in said and ";  reports" not in said


def test_nobody_is_behind_a_flight() -> None:
    assert "who is behind the flight" not in words("More than 5,000 people have fled Chiure since Sunday, IOM says.")


def test_the_dead_of_years_ago_lead_no_brief() -> None:
    told = made(
        "Gunmen killed four soldiers in Munai on Sunday, the army said.\n\n"
        "Marawi was besieged for five months in 2017; more than 1,100 people died."
    )
    assert "Munai" in told.items[0].heading


def test_a_claim_of_another_town_is_told_of_that_town() -> None:
    said = words(
        "A medical source in El-Obeid said six people were killed by a drone strike on a funeral on Sunday.\n\n"
        "More than 89,000 people have fled El Fasher since its fall, the UN said.\n\n"
        "Survivors say RSF fighters executed hundreds of civilians."
    )
    assert "executed hundreds of civilians in El-Obeid" not in said
