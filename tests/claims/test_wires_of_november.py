"""Forms of wire stories and digests that a reader has to get right: tolls far from their number, names that are no
scenes, who is freed, since when a count runs.
"""

from __future__ import annotations

import pytest

from fogline.claims.extract import extract
from fogline.data.stamp_lines import stamp_alone
from fogline.model.claim import Claim
from fogline.model.report import Report
from fogline.run.one import read


def claims(text: str, published: str = "2025-06-13") -> list[Claim]:
    report = read(text=text, id="r", published=published)
    assert isinstance(report, Report)
    return list(extract(report).claims)


def counted(text: str) -> set[tuple[str | None, float | None]]:
    return {(one.measure, one.best or one.low) for claim in claims(text) for one in claim.figures}


def scenes(text: str) -> set[str]:
    return {place.name for claim in claims(text) for place in claim.places if place.role.value != "actor"}


@pytest.mark.parametrize(
    ("text", "measure", "count"),
    [
        ("On 16 May, 18 people were killed in Merawi.", "killed", 18),
        ("The toll from Friday's rocket strike on a row of houses in Kryvyi Rih rose to nine.", "killed", 9),
        ("The army said that it had lost five soldiers near Tessalit.", "casualties", 5),
        ("The army neutralised 20 militants near Kidal.", "casualties", 20),
        ("Guards eliminated three gunmen at Gao airport.", "killed", 3),
        ("About 900 people are still in the town.", "remaining", 900),
    ],
)
def test_who_is_counted(text: str, measure: str, count: float) -> None:
    assert (measure, count) in counted(text)


@pytest.mark.parametrize(
    "text",
    [
        "The blast wounded 129 people, 38 still in hospital.",
        "Fifty people, nine of them children, left the town of Bilopillia yesterday.",
        "The wounded are still in hospital, 38 of them.",
    ],
)
def test_who_is_in_hospital_or_has_left_does_not_remain(text: str) -> None:
    assert not {one for one in counted(text) if one[0] == "remaining"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The acting mayor, Artem Kobzar, says that five people died on the spot.", "Artem"),
        ("Missiles struck the command staff of the Siversk group, killing 60 soldiers.", "Siversk"),
        ("Rockets landed near Green Village base in Deir ez-Zor province.", "The Village"),
    ],
)
def test_names_that_are_no_scenes(text: str, name: str) -> None:
    assert name not in scenes(text)


def test_fighting_in_a_direction_does_not_contest_the_town() -> None:
    held = [one for c in claims("There were 11 clashes in the Kursk direction.") for one in c.statuses]
    assert not held
    assert [one.value for c in claims("There were 11 clashes in Kursk.") for one in c.statuses] == ["contested"]


def test_factions_without_a_table_hold_what_they_took() -> None:
    found = claims("Opposition factions led by HTS reached Hama after taking Halfaya and Suran.")
    assert {(one.subject, one.by) for c in found for one in c.statuses} == {
        ("Halfaya", "Opposition factions"), ("Suran", "Opposition factions"),
    }  # fmt: skip


def test_who_was_abducted_abducted_nobody_and_is_freed() -> None:
    kinds = {
        c.kind: c for c in claims("Two nurses and an Emirati abducted near Bamako in May were released on Monday.")
    }
    assert not kinds["abduction"].initiators
    assert "United Arab Emirates" not in {actor.name for actor in kinds["abduction"].recipients}
    assert kinds["captives_released"].when.begin == "2025-06-09"
    [exchange] = [c for c in claims("The two sides exchanged 12 bodies in Marib on Monday.") if c.kind]
    assert exchange.kind == "prisoner_exchange"


def test_fighters_who_march_in_protest_against_nothing() -> None:
    told = {c.kind for c in claims("The airport fell a day after the fighters marched in.")}
    assert told <= {None, "territory_captured"}
    assert {c.kind for c in claims("Teachers marched in Kinshasa.")} == {"peaceful_protest"}


def test_a_count_since_violence_began_is_of_no_town() -> None:
    text = (
        "Guards destroyed three bunkers in Churachandpur.\n\n"
        "More than 225 people have died and 60,000 have been displaced since ethnic violence erupted in May 2023."
    )
    [dead] = [c for c in claims(text, "2024-09-07") if any(one.measure == "killed" for one in c.figures)]
    assert (dead.kind, dead.places, dead.when.edtf) == ("running_toll", (), "2023-05-01/..")


def test_a_purpose_whose_day_is_over_was_on_that_day() -> None:
    text = "At least 31 people were killed on their way to collect flour in Rafah early on Sunday, medics say."
    assert [c.when.begin for c in claims(text) if c.kind == "killing"] == ["2025-06-08"]


def test_where_a_sentence_names_a_country_alone_the_next_is_not_in_the_town_before() -> None:
    text = (
        "Five civilians died in Gisenyi when shells landed there, the army said.\n\n"
        "South Africa's defence ministry said that four of its soldiers had been killed. "
        "Three of them died when a shell hit their base."
    )
    three = next(c for c in claims(text) if c.quote.startswith("Three"))
    assert not three.places


@pytest.mark.parametrize(
    "line", ["Updated: September 7, 2024 21:14 IST", "Published - September 07, 2024 09:14 pm IST"]
)
def test_stamps_of_papers_in_other_zones(line: str) -> None:
    stamp = stamp_alone(line)
    assert stamp is not None and (stamp.date, stamp.time) == ("2024-09-07", "21:14:00")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("SOHR counted 13 dead in Idlib.", "Syrian Observatory for Human Rights"),
        ("OCHA: 280,000 displaced since 27 November.", "U.N. Humanitarian Office"),
        ("Police: two killed, five wounded in a blast in Quetta.", "police"),
        ("Sumy, 14:20. Regional administration: the death toll has reached 35.", "Regional administration"),
    ],
)
def test_who_counts_and_who_speaks_before_a_colon(text: str, speaker: str) -> None:
    told = [c for c in claims(text) if c.figures]
    assert told and all([one.name for one in c.speakers] == [speaker] for c in told)


def test_what_a_line_is_about_does_not_speak() -> None:
    assert not [s for c in claims("Hama: Rebels reached the outskirts of the city.") for s in c.speakers]


@pytest.mark.parametrize(
    ("text", "subject", "value", "by"),
    [
        ("Kupiansk is a contested area.", "Kupiansk", "contested", None),
        ("Kupiansk is in the grey zone.", "Kupiansk", "contested", None),
        ("DeepState marks the town of Kupiansk as a grey zone.", "Kupiansk", "contested", None),
        ("Kupiansk is under Russian control.", "Kupiansk", "held", "Russia"),
        ("Goma is in rebel hands.", "Goma", "held", "rebels"),
        (
            "Two of the three crossings over the Oskil are no longer passable.",
            "crossings over the Oskil",
            "limited",
            None,
        ),
        ("The road to Kupiansk is passable only for tracked vehicles.", "routes into Kupiansk", "limited", None),
        ("Shells hit Aleppo. The Khanasser road was severed on Friday.", "routes into Khanasir", "cut", None),
    ],
)
def test_how_places_and_ways_stand(text: str, subject: str, value: str, by: str | None) -> None:
    assert [(one.subject, one.value, one.by) for c in claims(text) for one in c.statuses] == [(subject, value, by)]


def test_a_contested_vote_contests_no_town() -> None:
    assert not [one for c in claims("A contested election in Kupiansk was held.") for one in c.statuses]


def test_a_number_that_is_put_right_stands_for_the_wrong_one() -> None:
    text = "Our report no. 13 said 20 people had died in the strike on Aleppo. The correct figure is 12. Rain fell."
    [dead] = [c for c in claims(text) if c.figures]
    assert [(one.best, one.when) for one in dead.figures] == [(12, None), (20, "earlier")]
    assert dead.quote.endswith("The correct figure is 12") and text[dead.start : dead.end] == dead.quote
    taken = "An earlier version of this story said nine people were killed in Tripoli; the correct number is seven."
    [told] = [c for c in claims(taken) if c.figures]
    assert (told.stance.value, told.figures[0].best) == ("asserts", 7)
    [not_so] = [c for c in claims("The death toll is 12, not 20 as we reported on Monday.") if c.figures]
    assert [(one.best, one.when) for one in not_so.figures] == [(12, None), (20, "earlier")]


def test_a_district_is_that_of_the_town_that_has_it() -> None:
    text = "A man was killed when a drone hit a minibus in Kherson's Dniprovskyi district."
    here = [place for c in claims(text) for place in c.places]
    assert next(place.name for place in here if place.role.value == "scene") == "Kherson"
    assert not [place for place in here if place.admin1 == "Kyiv City"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("At least 27 people were killed, eight of them Hamas members, hospital sources said.", "hospital sources"),
        ("Some 460 patients were killed at the hospital in El Fasher, WHO said.", "World Health Organization"),
        ("The commander of a drone battalion said that Pokrovsk was shelled.", "commander of a drone battalion"),
    ],
)
def test_speakers_behind_a_comma_in_capitals_and_described_anew(text: str, speaker: str) -> None:
    assert {one.name for c in claims(text) if c.kind for one in c.speakers} == {speaker}


def test_what_is_answered_was_somewhere_else() -> None:
    text = "India struck nine sites in response to the killing of 26 men in Pahalgam on April 22."
    told = {c.kind: [place.name for place in c.places] for c in claims(text, "2025-05-10")}
    assert told == {"attack": [], "killing": ["Pahalgam"]}


def test_gangs_are_not_their_country() -> None:
    [taken] = [c for c in claims("Haiti gangs seized Mirebalais.") if c.kind]
    assert [(one.name, one.party) for one in taken.initiators] == [("Haiti gangs", None)]
    assert [one.by for one in taken.statuses] == ["Haiti gangs"]


def test_a_ring_that_had_been_is_over() -> None:
    assert not [one for c in claims("El Fasher had been under siege since May 2024.") for one in c.statuses]
    held = [one for c in claims("El Fasher has been under siege since May 2024.") for one in c.statuses]
    assert [one.value for one in held] == ["complete"]


def test_until_further_notice_gets_nothing_worse() -> None:
    [one] = [one for c in claims("The Rafah crossing will stay closed until further notice.") for one in c.statuses]
    assert (one.subject, one.value, one.trend) == ("crossing in Rafah", "cut", None)


def test_no_toll_is_nobody_unhurt() -> None:
    assert "killing" not in {c.kind for c in claims("The government confirmed the attack but gave no toll.")}


@pytest.mark.parametrize(
    "text",
    [
        "The ministry put the total number of dead since 7 October 2023 at 67,869.",
        "More than 4,200 people were killed in Haiti between July and February, the U.N. said.",
    ],
)
def test_tolls_of_many_months_are_of_no_day(text: str) -> None:
    assert [c.kind for c in claims(text) if c.figures] == ["running_toll"]


def test_a_brigade_denies_what_was_said_right_before() -> None:
    text = (
        "Russia fired 405 drones at Ukraine overnight.\n\n"
        "Russia's Ministry of Defense claimed that its forces seized Pavlivka. A Ukrainian brigade denied the report."
    )
    found = {c.id: c for c in claims(text)}
    [denial] = [c for c in found.values() if c.stance.value == "denies"]
    assert "Pavlivka" in found[denial.about or ""].quote


def test_lines_with_labels_are_topics_and_turns_are_not() -> None:
    digest = "Raids: Gunmen killed two people.\n\nClashes: Nine people were killed.\n\nBodies: Teams found 12 bodies."
    assert len({c.topic for c in claims(digest)}) == 3
    turns = "MR. HALE: Nine people were killed.\n\nMR. REED: Where was it?\n\nMR. HALE: Shells hit Bakhmut."
    assert {c.topic for c in claims(turns)} == {0}


@pytest.mark.parametrize("line", ["Compiled 13 October 2025, 20:00", "ISLAMABAD/NEW DELHI, October 13, 2025"])
def test_stamps_of_digests_and_of_two_towns(line: str) -> None:
    stamp = stamp_alone(line)
    assert stamp is not None and stamp.date == "2025-10-13"


def test_who_denies_that_a_town_is_in_their_hands_says_not_who_holds_it() -> None:
    text = "Ukraine's military denied on Friday that the town of Soledar was in Russian hands."
    assert not [one for c in claims(text) for one in c.statuses]


BURIED = (
    "A missile destroyed part of a house in Zaporizhzhia on Thursday, killing at least four people, officials said. "
)


@pytest.mark.parametrize(
    ("text", "counts", "not_counted"),
    [
        (BURIED + "Eleven people were pulled out alive by noon, among them a pregnant woman.",
         {("evacuated", 11), ("evacuated", 1)}, {("killed", 1)}),
        (BURIED + "Six were taken to hospital and five others were unaccounted for.",
         {("injured", 6), ("missing", 5)}, {("missing", 6)}),
        ("Rescuers said 12 people were saved from the rubble in Kharkiv; a child was among them.",
         {("evacuated", 12), ("evacuated", 1)}, {("killed", 1)}),
        ("Nine people were killed in Dnipro. A child was among them.", {("killed", 9), ("killed", 1)}, set()),
    ],
)  # fmt: skip
def test_who_is_saved_is_not_dead(text: str, counts: set[tuple[str, float]], not_counted: set[tuple[str, float]]):
    assert counts <= counted(text)
    assert not not_counted & counted(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (BURIED + "Eleven people were pulled out alive by noon.", set()),
        ("Eleven were pulled out of the rubble in Dnipro.", set()),
        ("Ukraine pulled its people out of Sudan.", {"evacuation"}),
        ("Wagner has pulled its men out of Bakhmut.", {"withdrawal"}),
        ("The brigade was pulled out of Soledar.", {"withdrawal"}),
    ],
)
def test_who_lies_under_a_house_does_not_withdraw(text: str, kinds: set[str]):
    assert {one.kind for one in claims(text) if one.kind in ("evacuation", "withdrawal")} == kinds


def test_what_is_unlikely_to_be_turned_into_an_advance_is_none():
    text = "Russian commanders are very unlikely to turn a capture of Bakhmut into a rapid advance on Kramatorsk."
    assert {str(one.stage) for one in claims(text)} == {"hypothetical"}
    assert "happened" in {str(one.stage) for one in claims("The protest turned into a gun battle in Sadr City.")}
