"""A report that tells of several places and blows has them apart, and a headline's number stands with its own."""

from __future__ import annotations

from .told import headings, made, words

MANIPUR = (
    "Six killed in fresh Manipur violence\n\n"
    "At least six people were killed in Manipur's Jiribam district on Saturday in renewed clashes "
    "between armed groups, police said.\n\n"
    "On Friday a rocket hit a house in Moirang, killing a man of 78 who was at prayer and injuring five others.\n\n"
    "A second rocket fell on open ground in Bishnupur."
)


def test_a_headlines_number_stands_with_those_who_count_as_many() -> None:
    said = headings(MANIPUR)
    assert "Jiribam: six reported dead" in said
    assert not [one for one in said if one.startswith("Moirang") and "six" in one]


def test_a_strip_of_land_is_no_town_in_it() -> None:
    text = (
        "33 killed near aid centre in Gaza\n\n"
        "At least 33 people were killed near an aid centre in Rafah on Sunday, rescuers said.\n\n"
        "Meanwhile an Israeli strike on a house in Deir al-Balah killed three people of one family, medics said."
    )
    said = headings(text)
    assert any(one.startswith("Deir al-Balah: three") for one in said)


def test_two_towns_at_a_border_are_two() -> None:
    text = (
        "Rebels seized the airport of Goma on Monday.\n\n"
        "At least 17 people were killed in Goma on Monday, two hospitals said. Five civilians died in Gisenyi, across "
        "the border, when shells landed there on Monday, the army said."
    )
    said = headings(text)
    assert any(one.startswith("Goma: 17") for one in said) and any(one.startswith("Gisenyi: five") for one in said)


def test_a_mine_is_not_the_shelling_that_goes_on() -> None:
    text = (
        "Landmine kills four children in Taiz as shelling resumes\n\n"
        "A landmine exploded on Thursday in a field near Taiz, killing four children, officials said.\n\n"
        "Separately, Houthi artillery hit a fuel station in Taiz on Wednesday night, two officials said. They said one "
        "worker was killed."
    )
    assert "four children among them" in words(text)
    lines = {line.text.partition(":")[0]: line.text for item in made(text).items for line in item.lines}
    assert "workers" in lines["shelling"] and "workers" not in lines["landmine explosion"]


def test_the_toll_of_a_strike_that_is_named_is_not_that_of_another_point() -> None:
    text = (
        "- Two crossings in Kupiansk were hit by glide bombs, the head of the town said.\n\n"
        "- The toll from Monday's missile strike on a block of flats in Kryvyi Rih rose to four, prosecutors said.\n"
    )
    said = words(text)
    assert "Kryvyi Rih was struck with missiles on 2 June and that four people were killed" in said
    assert "Kryvyi Rih was struck from the air" not in said


def test_abducted_people_are_people() -> None:
    assert "two abducted" not in words("Gunmen abducted two near Bamako on Monday.")


def test_a_strike_on_a_country_is_not_the_assault_on_a_town() -> None:
    text = (
        "Russia launched 405 drones and 28 missiles at Ukraine on Sunday night, killing at least six people.\n\n"
        "Russian forces attacked near Pokrovsk on Sunday night but did not advance."
    )
    said = headings(text)
    assert not [one for one in said if one.startswith("Pokrovsk") and "dead" in one]


def test_posts_under_a_place_are_of_that_place() -> None:
    text = (
        "Kharkiv regional channel\n\n02.06.2025\n08:45 Kupiansk: 3 dead, 10 injured after this morning's strike by a "
        "missile on a residential quarter.\n14:05 UPD Kupiansk: rescue work is finished. 4 dead, 13 injured.\n"
        "19:00 The bridge in Staryi Saltiv is closed to traffic until further notice.\n21:15 Explosions in Kharkiv."
    )
    said = headings(text)
    assert "Kupiansk: four reported dead" in said
    assert "Bridge in Staryi Saltiv: cut" in said


def test_a_regions_dead_are_not_those_of_its_town() -> None:
    text = (
        "At least two civilians died and six were wounded by shelling in Donetsk Oblast on Saturday, the regional "
        "governor said. One of the dead and two of the wounded were in Bakhmut."
    )
    said = headings(text)
    assert any(one.startswith("Donetsk Oblast: ") and "two" in one for one in said)
    assert not [one for one in said if one.startswith("Bakhmut")]


def test_a_strike_of_last_year_has_its_own_dead() -> None:
    text = (
        "A missile hit a block of flats in Zaporizhzhia on Thursday, killing ten people, the council said.\n\n"
        "The attack was one of the deadliest since 9 October, when a strike on another estate killed at least 13 "
        "people.\n\nSome 20 residents have been rescued since the building fell."
    )
    assert "Zaporizhzhia: ten reported dead" in headings(text)
    lines = {line.text.partition(":")[0]: line.text for item in made(text).items for line in item.lines}
    assert "killed: 10" in lines["missile strike"] and "evacuated: 20" in lines["missile strike"]
    assert "evacuated" not in lines.get("attack", "")
