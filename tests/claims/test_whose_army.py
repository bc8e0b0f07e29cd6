"""What was misread in sixteen more reports of our own: whose "the army" is, counts, charges, plans, routes.

Every sentence is written for these tests, and none stands in those reports.
"""

import pytest

from fogline.claims.extract import extract
from fogline.claims.homeland import homeland
from fogline.data.gazetteer import default_gazetteer
from fogline.model.claim import Claim, Scope, Stage, Stance
from fogline.model.report import Capture, Facts, Report
from fogline.picture.fuse import fuse
from fogline.reports.read import read


def report(text: str, published: str | None = "2024-11-12") -> Report:
    facts = Facts(id="r", published=published, lang="en")
    return read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts))


def claims(text: str, published: str | None = "2024-11-12") -> list[Claim]:
    return list(extract(report(text, published)).claims)


def told(text: str, words: str) -> Claim:
    return next(claim for claim in claims(text) if words in claim.quote)


def counted(claim: Claim) -> set[tuple[str | None, float | None, str | None, Scope]]:
    return {(one.measure, one.best, one.group, one.scope) for one in claim.figures}


def statuses(claim: Claim) -> set[tuple[str, str, str, str | None]]:
    return {(one.subject, one.aspect, one.value, one.by) for one in claim.statuses}


# ---- whose it is ---------------------------------------------------------------------------------------------------


def test_an_army_is_that_of_the_land_whose_army_the_report_names() -> None:
    text = "Shells hit Nyala as Mali's army fought on. Captain Oumar Keita, a military spokesman, said Gao was calm."
    [speaker] = told(text, "Gao was calm").speakers
    assert (speaker.name, speaker.role, speaker.party) == ("Oumar Keita", "spokesperson", "Mali")


def test_a_ministry_is_that_of_the_land_of_the_places_and_a_mayor_nobodys() -> None:
    text = "Shells hit Homs and Idlib. Nine people died in Aleppo, the health ministry said. The mayor said four did."
    assert [(one.name, one.party) for one in told(text, "Nine people").speakers] == [
        ("Syrian Health Ministry", "Syria")
    ]
    assert told(text, "four did").speakers[0].party is None


def test_a_report_of_two_lands_has_no_army_of_its_own() -> None:
    both = homeland("Pakistan's army and India's army traded fire.", [], default_gazetteer())
    assert both.side("the army") is None


def test_government_troops_are_of_the_land() -> None:
    text = "Nyala and Zalingei were quiet. Government soldiers shelled El Geneina on Monday."
    assert [(one.name, one.party) for one in told(text, "shelled").initiators] == [("Government soldiers", "Sudan")]


def test_initials_in_brackets_stand_for_the_name() -> None:
    text = "The Arakan Army (AA) fights on. Sittwe has been held by the AA since July, traders say."
    assert statuses(told(text, "Sittwe has been held")) == {("Sittwe", "control", "held", "Arakan Army")}


def test_who_is_named_is_the_side_and_not_who_backs_it() -> None:
    text = "Rwandan-backed M23 fighters seized Masisi on Monday."
    [status] = told(text, "seized").statuses
    assert status.by == "M23"


def test_the_ministry_there_is_that_of_the_place_named_before() -> None:
    text = (
        "Egypt's health ministry sent doctors. More than 300 people have been killed in Gaza, the health ministry "
        "there said."
    )
    assert told(text, "300 people").speakers[0].name == "Gaza Health Ministry"


def test_whoever_announces_a_capture_captured_the_town() -> None:
    claim = told("The Arakan Army announced the capture of Sittwe on Monday.", "the capture")
    assert (claim.stage, [one.party for one in claim.initiators]) == (Stage.HAPPENED, ["Arakan Army"])
    assert statuses(claim) == {("Sittwe", "control", "held", "Arakan Army")}


def test_who_a_town_falls_to_has_taken_it() -> None:
    claim = told("Saraqib and Idlib were shelled. Kafranbel fell to government troops on Sunday.", "fell to")
    assert [one.party for one in claim.initiators] == ["Syria"]


def test_words_for_the_armed_before_a_blow_deal_it() -> None:
    assert [one.name for one in told("At dawn rebel shelling killed two in Aleppo.", "shelling").initiators] == [
        "rebel"
    ]


def test_an_aircraft_is_nobody() -> None:
    assert not told("An F-16 bombed a bridge near Kherson on Monday.", "bombed").initiators


# ---- who says it ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Its field coordinator, Anne Delvaux, said the clinic in Goma had been looted.", "the clinic", "Anne Delvaux"),
        ("Troops may pull out but may also wait, the Institute for the Study of War assessed on Friday.", "pull out",
         "Institute for the Study of War"),
        ("A truce before winter is unlikely, in the view of Ana Reyes, an analyst.", "unlikely", "Ana Reyes"),
        ("Some 900 people have been killed in Goma, by the health ministry's count.", "900 people",
         "Congolese Health Ministry"),
        ("An envoy confirmed that the bridge had been hit but denied that buses were on it.", "buses", "envoy"),
    ],
)  # fmt: skip
def test_who_speaks(text: str, words: str, speaker: str) -> None:
    assert told(text, words).speakers[0].name == speaker


def test_few_are_no_woman() -> None:
    text = "Rosa Lima runs the ward in Goma, where few expected it to last. None of the nurses was hurt, she added."
    assert told(text, "None of the nurses").speakers[0].name == "Rosa Lima"


def test_what_is_rejected_is_not_what_stands_before_the_as() -> None:
    text = "Toll of Kherson strike climbs to nine as Moscow rejects blame\n\nKHERSON - Nine people died in the strike."
    assert all(one.stance is not Stance.DENIES for one in claims(text) if "strike" in one.quote)


def test_what_somebody_is_accused_of_is_the_accusers_word() -> None:
    found = claims("On Monday Zelensky accused Russia of having mined the dam at Oskil.")
    claim = next(one for one in found if one.quote == "having mined the dam at Oskil")
    assert ([one.name for one in claim.speakers], [one.party for one in claim.initiators]) == (
        ["Volodymyr Zelensky"],
        ["Russia"],
    )


def test_which_somebody_disputes_is_what_was_said_before() -> None:
    found = claims("The army of Israel said it had hit a depot in Tyre, which Mayor Hassan Dib disputed.")
    answer = next(one for one in found if one.stance is Stance.DENIES)
    assert answer.about == next(one.id for one in found if "depot" in one.quote and one is not answer)


def test_what_counts_behind_its_speaker_is_his_word_too() -> None:
    claim = told("Strikes killed 31 people, the governor said, including nine women and two medics.", "nine women")
    assert claim.speakers[0].name == "governor"
    assert {("killed", 9.0, "women", Scope.SUBSET), ("killed", 2.0, "medics", Scope.SUBSET)} <= counted(claim)


# ---- counts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Eight people were killed and 12 hurt in Kherson. Three of the eight were teachers.", "Three of the eight",
         ("killed", 3.0, "workers", Scope.SUBSET)),
        ("Eight people were killed and 12 hurt in Kherson. Two of the 12 were women.", "Two of the 12",
         ("injured", 2.0, "women", Scope.SUBSET)),
        ("Crews found a body in Kherson, bringing to nine the number of people killed.", "bringing to nine",
         ("killed", 9.0, None, Scope.TOTAL)),
        ("The staff counted 90 clashes, 41 of them near Kupiansk.", "90 clashes",
         ("attacks", 41.0, None, Scope.SUBSET)),
        ("Some 40,000 people have been driven from their homes near Goma.", "driven",
         ("displaced", 40000.0, None, Scope.TOTAL)),
        ("In Masisi, 40 km from Goma, at least 70 people were reported killed.", "reported killed",
         ("killed", 70.0, None, Scope.TOTAL)),
        ("The ministry put the number of villagers killed since it began at more than 600.", "600",
         ("killed", None, None, Scope.TOTAL)),
        ("Ten people died in Sumy. The mayor had earlier put the figure at six.", "six",
         ("killed", 6.0, None, Scope.TOTAL)),
        ("Ten people died in Sumy, the mayor said, having spoken of six at noon.", "spoken of six",
         ("killed", 6.0, None, Scope.TOTAL)),
        ("All 23 Shahed drones were shot down over Odesa.", "shot down", ("shot_down", 23.0, "drones", Scope.TOTAL)),
        ("Around 7,000 people have been ferried across the river since Monday, an official told a channel.", "7,000",
         ("evacuated", 7000.0, None, Scope.TOTAL)),
    ],
)  # fmt: skip
def test_figures(text: str, words: str, expected: tuple[str, float | None, str | None, Scope]) -> None:
    assert expected in counted(told(text, words))


def test_a_number_that_is_put_right_is_of_its_claim() -> None:
    text = "Nine people were killed in Sumy, the governor said. It was later corrected to seven."
    claim = told(text, "Nine people")
    assert [(one.best, one.when) for one in claim.figures] == [(7.0, None), (9.0, "earlier")]
    text = "Nine people were killed in Sumy, the mayor said. That figure was later revised to five by prosecutors."
    assert [one.best for one in told(text, "Nine people").figures] == [9.0]


def test_one_of_them_who_speaks_is_not_counted() -> None:
    text = 'Eight officers were hurt in Goma. "We will stay," one of them, who gave no name, said.'
    assert all(one.best != 1 for claim in claims(text) for one in claim.figures)


# ---- plans and demands ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The council plans to reopen the clinic in Goma on November 20.", "plans to reopen"),
        ("The crossing is due to reopen on November 20, the army said.", "due to reopen"),
        ("A convoy of 12 lorries is to leave Kosti on November 20.", "is to leave"),
    ],
)
def test_what_is_to_be_on_a_day_is_planned(text: str, words: str) -> None:
    claim = told(text, words)
    assert (claim.stage, claim.when.begin) == (Stage.PLANNED, "2024-11-20")
    assert not claim.statuses


def test_a_demand_is_a_claim_that_counts_nobody() -> None:
    claim = told("The governor urged families of four miners to leave Goma.", "leave Goma")
    assert (claim.stance, claim.figures) == (Stance.DEMANDS, ())


# ---- places and routes ---------------------------------------------------------------------------------------------


def test_a_town_in_capitals_before_a_colon_is_where_it_was_written() -> None:
    text = "Rockets kill five\n\nBEIRUT: Five people were killed in Metula on Monday when rockets hit an orchard."
    assert [one.name for one in told(text, "Five people").places] == ["Metula"]


def test_from_where_missiles_come_is_no_scene() -> None:
    text = "Two missiles launched from Belgorod struck a hotel in Kharkiv."
    assert {place.name for claim in claims(text) for place in claim.places} == {"Kharkiv"}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The road connecting Huliaipole with Orikhiv is under steady drone fire.", "road",
         ("road between Huliaipole and Orikhiv", "access", "under fire", None)),
        ("The crossing between Chaman and Spin Boldak has been closed since Monday.", "crossing",
         ("crossing between Chaman and Boldak", "access", "cut", None)),
        ("Adré, the last crossing into Sudan, has been shut for weeks.", "Adré",
         ("crossing in Adré", "access", "cut", None)),
        ("The road to Masisi is open. The one to Rutshuru has been cut.", "The one to",
         ("routes into Rutshuru", "access", "cut", None)),
        ("The last bridge into Lysychansk was blown up on Monday.", "bridge",
         ("bridge into Lysychansk", "infrastructure", "destroyed", None)),
        ("Nyala has been cut off for ten days.", "cut off", ("Nyala", "access", "cut", None)),
        ("Sudan's army holds El Fasher. It has been besieged since May.", "besieged",
         ("El Fasher", "encirclement", "complete", None)),
    ],
)  # fmt: skip
def test_how_routes_and_towns_stand(text: str, words: str, expected: tuple[str, str, str, str | None]) -> None:
    assert expected in statuses(told(text, words))


# ---- one happening or two ------------------------------------------------------------------------------------------


def happenings(text: str) -> list[set[str]]:
    one = report(text)
    found = list(extract(one).claims)
    quotes = {claim.id: claim.quote for claim in found}
    return [{quotes[name] for name in each.claims} for each in fuse([one], found).developments]


def test_blows_of_two_days_are_two() -> None:
    text = (
        "KHERSON, Nov 12 - Rockets struck the pier late on Friday, killing four people.\n\n"
        "Russia launched 36 missiles at Ukraine overnight, the air force said."
    )
    assert not [some for some in happenings(text) if "pier" in str(some) and "36 missiles" in str(some)]


def test_what_was_shot_down_killed_nobody() -> None:
    text = "Nine people died in Kharkiv. All 16 Shahed drones were intercepted over the south."
    assert not [some for some in happenings(text) if "Nine people" in str(some) and "16 Shahed" in str(some)]
