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


# ---- what answers, and for what -------------------------------------------------------------------------------------

BLAST = "MOGADISHU (AP) — A suicide bomber detonated a car at a hotel in Mogadishu on Friday, killing nine people.\n\n"


@pytest.mark.parametrize(
    "answer",
    [
        "Al-Shabab claimed responsibility in a statement on its radio.",
        "No group has claimed responsibility for the attack.",
        "The Tanzim Brigade said it was behind the attack.",
        "The Tanzim Brigade took credit for the bombing on Saturday.",
        "The Tanzim Brigade denied that its fighters were responsible.",
    ],
)
def test_who_owns_up_leads_to_the_attack(answer: str) -> None:
    told = claims(BLAST + answer)
    counts = {claim.id for claim in told if any(figure.best == 9 for figure in claim.figures)}
    assert {claim.about for claim in told if claim.about} <= counts
    assert [claim for claim in told if claim.about]


def test_responsibility_for_an_attack_is_no_further_attack() -> None:
    told = claims(BLAST + "No group has claimed responsibility for the attack.")
    assert [claim.kind for claim in told if "responsibility" in claim.quote or claim.quote == "the attack"] == [
        "accusation"
    ]


@pytest.mark.parametrize(
    "text",
    [
        'The spokesman says reports that Iran asked Oman to mediate a ceasefire are "totally false".',
        "Iran denies asking for a ceasefire.",
    ],
)
def test_what_is_called_false_is_denied(text: str) -> None:
    told = [claim for claim in claims(text) if claim.kind in ("ceasefire_agreement", "negotiation")]
    assert told
    assert {(claim.stance, claim.polarity) for claim in told} == {("denies", "negative")}


# ---- where ----------------------------------------------------------------------------------------------------------


def scenes(text: str, words: str, published: str = "2024-09-20") -> list[str]:
    [told] = [claim for claim in claims(text, published) if words in claim.quote and claim.kind]
    return [place.name for place in told.places]


def test_what_was_long_ago_moves_no_scene() -> None:
    text = (
        "Gunmen attacked a market in Lubero on Thursday, residents said.\n\n"
        "In February 2023, soldiers executed 45 civilians in Kisangani.\n\nThe shelling went on at night."
    )
    assert scenes(text, "shelling") == ["Lubero"]


def test_doctors_tell_of_the_town_that_was_hit() -> None:
    text = (
        "A strike hit a school in Merawi on Thursday, witnesses said.\n\n"
        "Doctors at the hospital in Debre Markos said they had received 73 wounded.\n\n"
        "A local official said 30 people were killed."
    )
    assert scenes(text, "30 people were killed") == ["Merawi"]


def test_a_group_is_not_based_where_people_die() -> None:
    assert scenes("The Washington-based group Rights Watch put the death toll at 406.", "406") == []


def test_the_attack_is_the_first_one_told_of() -> None:
    text = (
        "TUZLA (Reuter) - Shells hit a square in Tuzla on Thursday, killing 71 people.\n\n"
        "Two people were wounded in Gorazde on Friday.\n\nThe prime minister demanded that NATO answer the attack."
    )
    assert scenes(text, "the attack") == ["Tuzla"]


def test_a_place_that_another_is_measured_from_is_not_the_scene() -> None:
    text = "Crews dig through the rubble in Bat Yam, south of Tel Aviv, where a missile struck at 2.30am."
    assert scenes(text, "missile struck") == ["Bat Yam"]


def test_what_answers_a_blow_is_not_where_it_fell() -> None:
    text = "In Gorazde, shelled on Thursday in retaliation for the air strikes, two people were wounded."
    [told] = [claim for claim in claims(text) if claim.quote == "the air strikes"]
    assert told.places == ()


def test_a_siege_of_a_hotel_rings_no_town() -> None:
    told = claims("Security forces ended a siege at a hotel in Mogadishu on Saturday, police said.")
    assert [(claim.kind, claim.statuses) for claim in told if claim.kind] == [("attack", ())]


@pytest.mark.parametrize(
    ("text", "subject", "value"),
    [
        ("The road from Bamako to Ségou was now closed to all traffic.", "road between Bamako and Ségou", "cut"),
        ("The RN6 between Bla and San has been impassable.", "RN6", "cut"),
        ("The airport at Bamako-Sénou remains open.", "airport at Bamako-Sénou", "open"),
        ("The junta has retaken Kyaukme and Hsipaw in three weeks.", "Hsipaw", "held"),
    ],
)
def test_more_of_how_things_stand(text: str, subject: str, value: str) -> None:
    assert (subject, value) in {(one.subject, one.value) for claim in claims(text) for one in claim.statuses}


def test_an_hour_is_of_the_day_last_told_of() -> None:
    text = (
        "A drone strike on August 28 hit a school in Merawi, witnesses said.\n\n"
        "At about 10:30 a.m., a munition struck the yard."
    )
    [told] = [claim for claim in claims(text) if "munition struck" in claim.quote]
    assert told.when.edtf == "2024-08-28T10:30"


def test_a_dateline_in_brackets_is_one() -> None:
    report = read(text="(Beirut) – Forces struck a school in Nabatieh on Friday, killing 12 people.", id="r")
    assert [section.kind.value for section in report.sections][:1] == ["dateline"]


# ---- who, and how many ----------------------------------------------------------------------------------------------


def test_rebels_linked_to_a_group_are_not_the_group() -> None:
    told = claims("Rebels linked to the Islamic State group killed 43 people in Komanda on Sunday.")
    assert "Islamic State" not in {actor.party for claim in told for actor in claim.initiators}


def test_a_mission_there_is_a_mission() -> None:
    told = claims("Rebels killed 43 people in Komanda, the UN mission there said on Sunday.")
    assert {speaker.name for claim in told for speaker in claim.speakers} == {"UN mission"}


def test_whoever_gives_a_toll_tells_it() -> None:
    told = claims("Ivan Munye, coordinator of a rights group, gave a provisional toll of 38 dead.")
    assert {speaker.name for claim in told for speaker in claim.speakers} == {"Ivan Munye"}


@pytest.mark.parametrize(
    ("text", "count", "earlier"),
    [
        ("The spokesman had earlier put the toll in Ras Isa at 38 dead.", 38, True),
        ("Earlier, the police had said that three people were killed.", 3, True),
        ("A rights group gave a provisional toll of 38 dead.", 38, False),
    ],
)
def test_which_count_a_newer_one_has_replaced(text: str, count: float, earlier: bool) -> None:
    found = {one.when for claim in claims(text) for one in claim.figures if one.best == count}
    assert found == {"earlier" if earlier else None}


def test_a_part_is_not_all_of_those_who_were_killed() -> None:
    text = "In Bara at least 50 civilians were killed in recent days, among them five volunteers, the UN said."
    assert {("killed", "civilians", 50.0), ("killed", "workers", 5.0)} <= counted(text)


@pytest.mark.parametrize(
    "text", ["US strikes on a fuel port killed 74 people.", "The attack hit Ras Isa, on the Line of Control."]
)
def test_what_is_no_place(text: str) -> None:
    assert not places(text) & {"United States", "Line"}


def test_what_is_taken_together_is_taken() -> None:
    text = "Russian troops captured the settlements of Ptyche and Vyimka in Donetsk region."
    held = {one.subject for claim in claims(text) for one in claim.statuses}
    assert held == {"Ptyche", "Vyimka"}


def test_a_source_of_revenue_that_is_cut_off_is_not_encircled() -> None:
    kinds = {claim.kind for claim in claims("The strikes aimed to cut off a source of fuel for the Houthis.")}
    assert "encirclement" not in kinds
    assert "encirclement" in {claim.kind for claim in claims("Troops cut off the town of Lyman on Friday.")}


def test_the_deadliest_since_a_day_was_not_on_that_day() -> None:
    text = "The strike killed 74 people, making it the deadliest attack since the war began on March 15."
    assert "2024-03-15" not in {claim.when.edtf for claim in claims(text) if claim.kind}


def test_a_label_tells_nothing() -> None:
    text = "Hundreds killed in El Fasher\n\nHumanitarian Aid\n\nThe agency said on Friday that 460 people were killed."
    assert "Humanitarian Aid" not in {claim.quote for claim in claims(text)}


# ---- when, and who did it, in reports of other kinds ----------------------------------------------------------------


def test_what_a_war_has_cost_is_counted_since_it_began() -> None:
    text = "Since the conflict began in October 2017, 6,100 people have been killed in Cabo Delgado, ACLED said."
    [told] = [claim for claim in claims(text) if claim.kind == "running_toll"]
    assert told.when.begin == "2017-10-01"


@pytest.mark.parametrize(
    ("text", "published", "month"),
    [
        ("Rebels took Goma in January, and nobody expected it.", "2025-12-09", "2025-01"),
        ("Rebels took Goma in November, and nobody expected it.", "2025-12-09", "2025-11"),
    ],
)
def test_what_has_happened_was_in_the_month_that_is_over(text: str, published: str, month: str) -> None:
    assert [claim.when.edtf for claim in claims(text, published) if claim.kind] == [month]


def test_who_is_accused_did_it() -> None:
    told = claims("Burundi accused Rwanda of shelling its town of Cibitoke, where two people were wounded.")
    assert [actor.name for claim in told if claim.kind == "shelling" for actor in claim.initiators] == ["Rwanda"]


def test_a_court_in_a_capital_stands_where_the_capital_is() -> None:
    assert scenes("An explosion outside a court in Islamabad killed 12 people on Tuesday.", "12 people") == [
        "Islamabad"
    ]


def test_who_claims_the_attack_says_that_it_was_he() -> None:
    told = claims("Bombers stormed a base in Peshawar on Monday, killing three. The Tanzim Brigade claimed the attack.")
    [one] = [claim for claim in told if claim.kind == "accusation"]
    assert (one.about is not None, [actor.name for actor in one.initiators]) == (True, ["Tanzim Brigade"])


def test_two_of_an_age_are_two() -> None:
    text = "Israeli troops shot and killed two 15-year-olds in Beit Ummar on Thursday, the ministry said."
    assert ("killed", None, 2.0) in counted(text)


def test_an_army_marches_and_protests_nothing() -> None:
    assert {claim.kind for claim in claims("The M23 is marching on Uvira.")} == {"advance"}


def test_crossings_of_two_towns_are_two() -> None:
    shut = {
        one.subject for claim in claims("The crossings of Torkham and Chaman have been shut.") for one in claim.statuses
    }
    assert shut == {"crossing in Torkham", "crossing in Chaman"}


def test_towns_taken_one_after_the_other_are_towns() -> None:
    text = "In December rebel fighters seized Luvungi, Katogota and Sange on the road to the border."
    held = {one.subject for claim in claims(text) for one in claim.statuses}
    assert {"Luvungi", "Katogota", "Sange"} <= held


def test_where_an_accord_was_signed_nobody_died() -> None:
    text = (
        "Fighters took Sange last week, officers said.\n\n"
        "The presidents signed a peace accord in Washington on Friday.\n\n"
        "At least 74 civilians have been killed, the UN says."
    )
    assert "Washington" not in scenes(text, "74 civilians")


def test_an_answer_is_of_the_place_that_was_asked_about() -> None:
    text = (
        "Remarks to the press\n\nThe operation in Rafah goes on, officials say.\n\n"
        "Question: Russia struck Kyiv. Your reaction?\n\n"
        "Secretary-General: At least 21 people were killed there, and that must stop."
    )
    assert "Rafah" not in scenes(text, "21 people")


# ---- answers, and what is over --------------------------------------------------------------------------------------


def test_who_has_not_claimed_an_attack_has_not_stopped_it() -> None:
    told = claims("A drone hit the airport of Port Sudan on Tuesday. The RSF has not claimed the strikes.")
    assert {claim.stage for claim in told if claim.kind != "accusation"} <= {None, "happened"}
    assert [claim.polarity for claim in told if claim.kind == "accusation"] == ["negative"]


def test_a_ring_that_is_denied_denies_no_attack() -> None:
    told = claims(
        "Ukraine attacked the port of Novorossiysk with drones on Friday, Moscow said. "
        "Kyiv denies that its soldiers are surrounded."
    )
    strikes = {claim.id for claim in told if claim.kind == "drone_strike"}
    assert not strikes & {claim.about for claim in told}


def test_the_town_is_taken_and_not_its_region() -> None:
    text = "The RSF said it had taken full control of the town of Al Nahud in West Kordofan."
    assert "Kordofan" not in {one.subject for claim in claims(text) for one in claim.statuses}


def test_a_siege_of_years_ago_is_over() -> None:
    text = "Marawi was besieged for five months in 2017; more than 1,100 people, most of them militants, died."
    told = claims(text, "2024-03-13")
    assert not [one for claim in told for one in claim.statuses]
    assert {claim.when.begin for claim in told if claim.figures and claim.kind} == {"2017-01-01"}


def test_a_district_of_one_country_is_no_town_of_another() -> None:
    text = "Pakistani forces bombed a house in the Gurbuz district of Khost province, Afghanistan's government said."
    assert "TR" not in {place.country for claim in claims(text) for place in claim.places}


def test_forces_that_are_ringed_are_no_place() -> None:
    assert "Ukrainian" not in places("Russian forces have not encircled Ukrainian forces in Pokrovsk.")
