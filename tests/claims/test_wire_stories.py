"""What was misread in stories as agencies, charities and think tanks print them; every sentence is our own."""

import pytest

from fogline.claims.extract import extract
from fogline.model.claim import Claim, Stage
from fogline.model.picture import Development
from fogline.model.report import Capture, Facts, Report
from fogline.picture.fuse import fuse
from fogline.reports.read import read

BODY = "\n\nIt was a long night for all who live there, and nobody in the town slept before the morning came at last."


def report(text: str, published: str | None = "2024-09-20", name: str = "r") -> Report:
    facts = Facts(id=name, published=published, lang="en")
    return read(Capture(body=text.encode(), source=name, media_type="text/plain", facts=facts))


def claims(text: str, published: str | None = "2024-09-20") -> list[Claim]:
    return list(extract(report(text, published)).claims)


def told(text: str, words: str) -> Claim:
    return min((claim for claim in claims(text) if words in claim.quote), key=lambda claim: len(claim.quote))


def developments(*texts: str, published: str | None = "2024-09-20") -> list[Development]:
    reports = [report(text, published, f"r{number}") for number, text in enumerate(texts)]
    return list(fuse(reports, [claim for one in reports for claim in extract(one).claims]).developments)


# ---- who says it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Bombs struck a store, injuring 43, the regional governor, Oleh Koval, said.", "injuring 43", "Oleh Koval"),
        ("A drone damaged a depot, injuring 3, Ivan Petrenko, the mayor of Tver, said.", "injuring 3", "Ivan Petrenko"),
        ("Shells hit Nikopol, wounding 5, a spokesman for the army said.", "wounding 5", "Army"),
        ("On Thursday the joint forces, former rebel groups, said they had left Golo.", "had left", "joint forces"),
    ],
)  # fmt: skip
def test_whoever_stands_right_before_the_verb_says_it(text: str, words: str, speaker: str) -> None:
    assert [one.name for one in told(text, words).speakers] == [speaker]


def test_a_thing_that_somebody_asks_for_does_not_speak() -> None:
    text = "President Ivan Koval, who again asked allies for more Patriot systems, called the attack “vile”."
    assert [one.name for one in told(text, "the attack").speakers] == ["Ivan Koval"]


def test_behind_a_headlines_dash_stands_who_says_it() -> None:
    claim = told("Glide bombs hit Kharkiv store, at least 12 dead - governor" + BODY, "Glide bombs")
    assert [one.name for one in claim.speakers] == ["governor"]
    assert [(one.measure, one.group, one.best) for one in claim.figures] == [("killed", None, 12.0)]
    assert not told("Glide bombs hit Kharkiv store, at least 12 dead - Steppe Courier" + BODY, "Glide").speakers


def test_a_bare_number_that_somebody_reports_is_a_claim() -> None:
    claim = told("Israel says it hit Beirut; Lebanon reports nine dead" + BODY, "nine dead")
    assert [one.name for one in claim.speakers] == ["Lebanon"]
    assert [(one.measure, one.best) for one in claim.figures] == [("killed", 9.0)]


@pytest.mark.parametrize(
    ("text", "outlet", "published"),
    [
        ("Carrow Institute - Daily Update, 14 February 2024\n\nFighting went on.", "Carrow Institute", "2024-02-14"),
        ("STATEMENT OF THE MINISTRY OF DEFENCE OF ARMENIA\n\nIt is calm.", "Ministry of Defence of Armenia", None),
        ("KHARKIV, Ukraine, May 25 (Northline) - Two bombs struck a store on Saturday.", "Northline", "XXXX-05-25"),
        ("Shelling in Kherson - live update\n\nFighting went on.", None, None),
    ],
)  # fmt: skip
def test_a_report_says_itself_who_issued_it(text: str, outlet: str | None, published: str | None) -> None:
    found = report(text, None)
    assert (found.outlet, found.published) == (outlet, published)


def test_the_institute_is_the_one_whose_paper_it_is() -> None:
    text = "Carrow Institute - Daily Assessment, 14 February 2024\n\nThe Institute assesses that Ukraine may withdraw."
    assert [one.name for one in told(text, "may withdraw").speakers] == ["Carrow Institute"]


# ---- what happened ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Firefighters fought a blaze for 12 hours, the mayor said.", "fought", None),
        ("Jets bombed Goma on Friday.", "bombed", "air_strike"),
        ("Two guided bombs struck a store in Kharkiv.", "struck", "air_strike"),
        ("Ukrainian naval drones sank the landing ship off Alupka.", "sank", "drone_strike"),
        ("The ferry sank off Alupka.", "sank", "accident"),
        ("Russian troops captured the Zenit strongpoint.", "captured", "territory_captured"),
        ("Since Tuesday, 206 people have died in the hospital in Goma.", "206", "killing"),
    ],
)
def test_what_it_was(text: str, words: str, kind: str | None) -> None:
    assert told(text, words).kind == kind


def test_a_headline_leaves_out_the_auxiliary() -> None:
    claim = told("Hospital in Sudanese city shelled for the third time" + BODY, "shelled")
    assert ([one.name for one in claim.initiators], [one.as_worded for one in claim.recipients][:1]) == (
        [], ["Hospital in Sudanese city"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "stage"),
    [
        ("Ukrainian forces have stopped the Russian advance near Vovchansk.", "stopped", Stage.REPELLED),
        ("The White House said it had not been told of the strike in advance.", "the strike", Stage.HAPPENED),
    ],
)
def test_how_far_it_got(text: str, words: str, stage: Stage) -> None:
    assert told(text, words).stage is stage


def test_a_count_since_weeks_ago_is_no_toll_of_the_day() -> None:
    text = (
        "Two children died when a shell landed in a hospital in El Fasher on Thursday.\n\n"
        "Since 10 August, 206 people have died of their wounds in the hospital."
    )
    assert told(text, "206").kind == "running_toll"
    killed = {toll.best for one in developments(text) if one.kind == "shelling" for toll in one.tolls}
    assert 206.0 not in killed


def test_what_came_days_before_is_dated_by_counting_back() -> None:
    text = (
        "An air strike on Beirut on Friday killed nine people.\n\n"
        "The strike comes two days after pagers exploded across Lebanon, killing 37 people."
    )
    assert told(text, "killing 37").when.edtf == "2024-09-17/2024-09-18"
    tolls = [{toll.best for toll in one.tolls if toll.measure == "killed"} for one in developments(text)]
    assert not any({9.0, 37.0} <= found for found in tolls)


def test_the_city_centre_is_that_of_the_city_and_not_of_a_government() -> None:
    text = "Bombs hit Kharkiv.\n\nMoscow denies it.\n\nA rocket wounded 25 people in the city centre, police said."
    assert [place.name for place in told(text, "wounded 25").places] == ["Kharkiv"]


# ---- how it stands ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit El Fasher. The city's water reservoir was captured by the rebels.",
        "Fighting went on in Vovchansk. Troops had taken the northern bank of the river.",
        "Troops are attempting to cut the last paved road into Avdiivka.",
    ],
)
def test_what_is_only_a_part_or_tried_gives_no_town_and_cuts_no_road(text: str) -> None:
    assert not [one for claim in claims(text) for one in claim.statuses if one.value in ("held", "cut")]


# ---- what is one -----------------------------------------------------------------------------------------------------


def test_strikes_on_towns_of_two_countries_are_never_one() -> None:
    found = developments(
        "An air strike on Beirut killed nine people and wounded 59, officials said. Rescuers searched the rubble.",
        "An air strike on Kharkiv killed twelve people and wounded 43, officials said. Rescuers searched the rubble.",
        published=None,
    )
    towns = [{one.place.name for one in found if one.place and one.id == each.id} for each in found]
    assert {"Beirut"} in towns
    assert {"Kharkiv"} in towns


def test_accusations_of_two_wars_are_not_told_together() -> None:
    found = developments("Hezbollah blamed Israel for the blasts.", "The RSF accused the army of using hospitals.")
    assert len([one for one in found if one.kind == "accusation"]) == 2


# ---- bulletins and updates of other wars -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "outlet", "published"),
    [
        ("General Staff of the Armed Forces of Ukraine\nInformation as of 22:00, 3 October 2024\n\nIt is calm.",
         "General Staff of the Armed Forces of Ukraine", "2024-10-03"),
        ("HAITI: Displacement\nFlash Update No. 4 (as of 18 November 2024)\n\nPeople fled.", None, "2024-11-18"),
    ],
)  # fmt: skip
def test_a_bulletins_head_gives_its_day(text: str, outlet: str | None, published: str) -> None:
    found = report(text, None)
    assert (found.outlet, found.published) == (outlet, published)


def test_a_name_that_is_another_towns_other_name_far_away_is_nobodys() -> None:
    text = "More than 30 soldiers were killed when fighters overran a camp in Boni, in central Mali, officials said."
    found = [place for place in told(text, "30 soldiers").places if place.kind != "country"]
    assert [(place.as_worded, place.lat) for place in found] == [("Boni", None)]


def test_in_a_sector_is_where_it_happens() -> None:
    text = (
        "In the Kharkiv sector, the enemy attacked three times near Vovchansk.\n\n"
        "In the Pokrovsk sector, the enemy attacked 32 times. Our forces stopped 27 assaults."
    )
    assert [place.name for place in told(text, "27 assaults").places] == ["Pokrovsk"]


def test_who_is_cut_off_from_the_telephone_is_in_no_ring() -> None:
    claim = told("Tigray was cut off from communications for most of the war.", "cut off")
    assert (claim.kind, claim.statuses) == ("outage", ())


def test_data_say_nothing() -> None:
    assert not told("According to preliminary data, 174 invaders were killed near Lyman.", "174").speakers
    assert [one.group for one in told("174 invaders were killed near Lyman.", "174").figures] == ["soldiers"]


def test_the_dead_do_not_say_who_killed_them() -> None:
    text = "Hours later, a drone strike killed at least three people in Maychew, a hospital director and a medic said."
    assert [one.name for one in told(text, "three people").speakers] == ["hospital director", "medic"]


def test_what_a_clause_says_of_another_happening_is_not_its_own() -> None:
    text = "The strikes follow the killing of 26 people in Pahalgam on 22 April."
    claim = next(one for one in claims(text) if one.kind == "attack")
    assert (claim.figures, [place.name for place in claim.places]) == ((), [])


def test_a_target_is_where_it_was_however_often_another_town_is_named() -> None:
    text = (
        "Troops advanced in Avdiivka. Avdiivka is not surrounded, a commander said. Avdiivka may fall.\n\n"
        "Missiles struck Selydove on the night of 13 February, killing three people."
    )
    places = [one.place.name for one in developments(text) if one.kind == "missile_strike" and one.place]
    assert places == ["Selydove"]


def test_the_displaced_whom_a_school_shelters_did_not_flee_today() -> None:
    kinds = {claim.kind for claim in claims("An air strike hit a school sheltering displaced families in Nuseirat.")}
    assert kinds == {"air_strike"}


def test_the_toll_of_an_offensive_is_no_toll_of_the_day() -> None:
    text = "More than 38,000 people have been killed in Israel's offensive, health officials said."
    assert told(text, "38,000").kind == "running_toll"


def test_who_refuses_a_hospital_is_no_building() -> None:
    text = "The number of injured has risen to 5, the governor said. Three of them refused hospital treatment."
    assert {one.group for one in told(text, "Three of them").figures} == {None}


def test_a_development_is_on_the_day_that_its_own_claims_give() -> None:
    text = (
        "Three soldiers were wounded this morning when a tank fired at a tower in Naqoura.\n\n"
        "At least 23 people died in Kutum in Darfur when the market there was bombed on Tuesday.\n\n"
        "Troops have retaken Lashio, the army said."
    )
    days = {one.when.edtf for one in developments(text) if one.place and one.place.name == "Kutum"}
    assert days == {"2024-09-17"}


# ---- courts, exercises, anniversaries --------------------------------------------------------------------------------


def test_the_plot_of_an_exercise_did_not_happen() -> None:
    text = "In the first scenario, missiles destroyed the port of Taichung and cut the highway to Taipei."
    found = claims(text)
    assert {claim.stage for claim in found if claim.kind} == {Stage.HYPOTHETICAL}
    assert not [one for claim in found for one in claim.statuses]


def test_an_attack_that_never_took_place_did_not_happen() -> None:
    assert told("The attack never took place: police arrested the men.", "The attack").stage is Stage.DID_NOT_HAPPEN


def test_a_massacre_that_is_remembered_was_long_ago() -> None:
    text = "Thousands gathered in Srebrenica on Friday to mark 30 years since the massacre of 8,000 people."
    assert (told(text, "the massacre").when.begin or "")[:4] in ("1993", "1994")
    assert not told("Serb forces overran Srebrenica on July 11, 1995.", "overran").statuses


def test_victims_who_are_buried_are_not_counted_again() -> None:
    assert not [one for claim in claims("Seven victims were buried in Goma on Friday.") for one in claim.figures]


def test_who_is_told_to_stay_indoors_is_not_left_behind() -> None:
    found = claims("Residents of Taipei were told to stay indoors for half an hour as sirens sounded.")
    assert "remaining_people" not in {claim.kind for claim in found}


def test_a_happening_of_a_month_is_not_put_on_a_day_of_another_thing() -> None:
    text = (
        "A court on Thursday sentenced two men to 12 years in prison in Rotterdam.\n\n"
        "Judges ordered the state to pay relatives of four civilians who were killed by an air strike on Hawija in "
        "Iraq in June 2015."
    )
    assert {one.when.edtf for one in developments(text) if one.place and one.place.name == "Hawija"} == {"2015-06"}


def test_a_dateline_on_a_line_of_its_own_gives_day_and_agency() -> None:
    found = report("Taiwan begins drills\nTAIPEI, July 9 2025 (Northline)\n\nIt is calm in the city.", None)
    assert (found.outlet, found.published) == ("Northline", "2025-07-09")


# ---- ships, plants, hostages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["set ablaze", "fired by"])
def test_what_is_done_with_a_missile_is_a_missile_strike(words: str) -> None:
    text = "A bulk carrier was set ablaze by two cruise missiles fired by Yemen's Houthis in the Gulf of Aden."
    assert told(text, words).kind == "missile_strike"


def test_nobody_is_no_speaker() -> None:
    found = claims("No group has claimed the kidnapping in Kuriga.")
    assert not [one for claim in found for one in claim.speakers]


def test_the_first_attack_since_november_is_not_of_november() -> None:
    text = "Drones struck the plant on Tuesday, in the first direct attack on the site since November 2022."
    assert told(text, "first direct attack").when.begin != "2022-11-01"


@pytest.mark.parametrize(
    ("text", "dead", "day"),
    [
        (
            "Four people died on Friday in the worst strike on Odesa since May 3, when 21 were killed there.",
            21,
            "05-03",
        ),
        ("The strike killed four on Friday, the worst since May 3, when 21 people had died in Kherson.", 21, "05-03"),
        ("It was the deadliest attack since 9 October, when 13 people were killed.", 13, "10-09"),
    ],
)
def test_since_a_day_when_others_died_they_died_on_that_day(text: str, dead: int, day: str) -> None:
    found = told(text, f"when {dead}")
    assert found.kind == "killing" and [one.best for one in found.figures] == [dead]
    assert (found.when.begin or "")[5:] == (found.when.finish or "")[5:] == day


def test_what_has_been_so_since_7_october_is_since_one_that_was() -> None:
    text = "Israeli attacks have killed more than 40,000 people in Gaza since 7 October, the health ministry said."
    assert told(text, "40,000").when.edtf == "2023-10-07/.."


def test_a_toll_since_a_day_when_fighting_broke_out_is_no_days() -> None:
    text = "More than 300 people have been killed in Sudan since 15 April, when fighting broke out."
    assert (told(text, "300").kind, told(text, "300").when.edtf) == ("running_toll", "2024-04-15/..")
    assert (told(text, "broke out").kind, told(text, "broke out").when.edtf) == ("armed_clash", "2024-04-15")
