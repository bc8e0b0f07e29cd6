"""What stands under one heading is not where, or of whom, the text before it was; every text here is our own."""

from test_wire_stories import claims, developments, report, told

from fogline.claims.extract import extract
from fogline.claims.parse import parse
from fogline.claims.topics import topics

LIVE = """LIVE: Rebels advance on the capital
7 December 2024

17:45 Israel's military says it helped UN forces to repel an attack on a UN post near Nawa.

14:00 Rebel commander Samir Qadri says his fighters are in full control of Homs. The defence ministry calls the
reports "baseless".

11:15 The death toll since 27 November has risen to 826, among them 111 civilians, the Observatory says.
"""
EXPLAINED = """What we know about the strikes

Published 7 May 2025, 09.40 GMT · Updated 7 May 2025, 18.15 GMT

Where did they hit?
The army spokesman said a mosque in Bahawalpur was struck and that 13 people were killed there.

How many people were killed?
The defence ministry said 31 people had been killed and 57 injured across the country on Wednesday.

What happens next?
The president said the army would answer at a time of its own choosing, and nobody knows when that is.
"""
POINTS = """Daily Assessment, October 28, 2025
Carrow Institute

Key Takeaways
1. Russian forces likely hold parts of southern Pokrovsk but have not encircled Ukrainian forces in the town.
2. President Vladimir Putin claimed on October 26 that Russian forces encircled Ukrainian soldiers near Kupyansk. We
have observed no evidence to support these claims.
3. Ukrainian forces recently advanced near Dobropillya.
"""


def test_each_update_point_and_headed_stretch_is_a_topic_of_its_own() -> None:
    for text, count in ((LIVE, 3), (EXPLAINED, 3), (POINTS, 3)):
        found = [topic for topic in topics(parse(report(text, None))) if topic]
        assert len(set(found)) >= count
    assert set(topics(parse(report("A raid\n\nShells hit Lyman on Friday.\n\nTwo people died, police said.")))) == {0}


def test_a_toll_of_another_update_is_not_of_the_town_named_last() -> None:
    found = {one.place.name if one.place else None: one for one in developments(LIVE, published=None)}
    assert not found["Nawa"].tolls
    [toll] = [one for one in developments(LIVE, published=None) if one.tolls]
    assert (toll.kind, toll.place, toll.tolls[0].best) == ("running_toll", None, 826)


def test_dead_under_another_heading_are_not_the_towns() -> None:
    found = {one.place.name if one.place else None: one for one in developments(EXPLAINED, published=None)}
    assert [toll.best for toll in found["Bahawalpur"].tolls if toll.measure == "killed"] == [13]


def test_a_stamp_with_two_moments_says_when_it_was_published() -> None:
    assert report(EXPLAINED, None).published == "2025-05-07T09:40:00Z"


def test_no_claim_begins_with_the_mark_of_its_point() -> None:
    found = extract(report(POINTS, None)).claims
    assert found and not [one.quote for one in found if one.quote[0].isdigit()]
    assert report(POINTS, None).outlet == "Carrow Institute"


def test_who_leads_is_in_control() -> None:
    [said] = told(LIVE, "full control of Homs").statuses
    assert (said.subject, said.aspect, said.value) == ("Homs", "control", "held")


# ---- what nobody could check ---------------------------------------------------------------------------------------


def test_the_claim_could_not_be_verified_is_said_of_the_claim() -> None:
    for words in (
        "The claim could not be verified.",
        "Neither account could be independently verified.",
        "The army's claim has not been independently confirmed.",
        "It was not possible to verify this.",
        "There was no independent confirmation.",
    ):
        found = claims(f"The army said it had killed 40 fighters in Djibo on Friday. {words}")
        [answer] = [one for one in found if one.stance.value == "cannot verify"]
        assert not answer.speakers and answer.about == next(one.id for one in found if one.kind == "killing")


def test_what_was_verified_is_no_doubt() -> None:
    found = claims(
        "The army said it had killed 40 fighters in Djibo on Friday. The claim was verified by two agencies."
    )
    assert {one.stance.value for one in found} == {"asserts"}


def test_no_evidence_for_a_claim_is_a_doubt_about_it() -> None:
    found = claims(POINTS, None)
    [doubt] = [one for one in found if one.stance.value == "doubts"]
    assert doubt.about == next(one.id for one in found if "near Kupyansk" in one.quote)


def test_who_calls_a_report_baseless_denies_it() -> None:
    for words in ('called the reports "baseless"', "said the claim was false", "says the accounts are fabricated"):
        found = claims(f"The rebels said they had taken Homs. The defence ministry {words}.")
        [answer] = [one for one in found if one.stance.value == "denies"]
        assert answer.speakers[0].name == "Syrian Defense Ministry"  # of Homs, where the report is
        assert answer.about == next(one.id for one in found if one.kind == "territory_captured")


# ---- where it was --------------------------------------------------------------------------------------------------


def test_what_only_describes_a_town_is_not_the_scene() -> None:
    text = "Rebels entered the centre of Goma, the largest city in eastern Congo, on Monday, residents said."
    assert [place.name for place in told(text, "entered").places] == ["Goma"]


def test_whose_man_speaks_is_not_where_it_is() -> None:
    text = 'US President Donald Trump said he hoped the fighting would "end very quickly".'
    assert not told(text, "the fighting").places


def test_the_red_cross_is_no_town() -> None:
    text = "The Red Cross said shells had hit the hospital. The road north to Rutshuru has been cut since last week."
    assert "Red Cross" not in {place.name for place in extract(report(text)).places}
    assert [one.subject for claim in claims(text) for one in claim.statuses] == ["routes into Rutshuru"]


def test_another_town_attacked_a_day_later_is_another_attack() -> None:
    text = (
        "OUAGADOUGOU, May 14, 2025 (Harmattan Press) - Militants overran a base in the northern town of Djibo on "
        "Sunday, killing dozens of soldiers and civilians and holding the town for several hours, sources said.\n\n"
        "On Monday they attacked the town of Diapaga in the east, where 15 members of a militia were killed, an "
        "official said."
    )
    found = {one.place.name: one for one in developments(text, published=None) if one.place and one.tolls}
    assert [toll.best for toll in found["Diapaga"].tolls] == [15] and "Djibo" in found


def test_a_town_named_by_the_tellings_stands_for_the_country_of_the_headline() -> None:
    text = (
        "Dozens of soldiers feared dead in attack on base in northern Burkina Faso\n\nMilitants overran a base in the "
        "town of Djibo on Sunday, killing more than 100 people, security sources said."
    )
    found = [one for one in developments(text) if any(toll.measure == "killed" for toll in one.tolls)]
    assert [one.place.name for one in found if one.place] == ["Djibo"]


# ---- how it stands -------------------------------------------------------------------------------------------------


def test_a_road_between_two_towns_is_known_by_both() -> None:
    text = (
        "The road between Hinche and Mirebalais in Haiti is accessible with restrictions. "
        "The road between Port-au-Prince and Mirebalais is impassable."
    )
    found = {(one.subject, one.value) for claim in claims(text) for one in claim.statuses}
    assert found == {
        ("road between Hinche and Mirebalais", "limited"),
        ("road between Port-au-Prince and Mirebalais", "cut"),
    }


def test_what_is_administered_by_custom_is_nobodys_claim() -> None:
    text = "India said it struck nine sites in Pakistan-administered Kashmir in the early hours of Wednesday."
    assert not [one for claim in claims(text) for one in claim.statuses]


def test_a_destroyed_group_of_soldiers_is_no_infrastructure() -> None:
    text = "Ukrainian forces destroyed a Russian reconnaissance group in Pokrovsk on Friday, the corps said."
    assert told(text, "destroyed").kind == "armed_clash"


# ---- who says it ---------------------------------------------------------------------------------------------------


def test_their_governments_are_the_peacekeepers() -> None:
    text = "Thirteen peacekeepers have been killed in Goma since Thursday, according to their governments."
    assert told(text, "killed").speakers[0].name == "the peacekeepers' governments"


def test_the_government_is_not_government_forces() -> None:
    text = (
        "Human Rights Watch said that government forces had killed civilians near Solenzo. "
        "The government dismissed the report as a tissue of lies."
    )
    [answer] = [one for one in claims(text) if one.stance.value == "denies"]
    assert answer.speakers[0].name == "Burkinabe Government"


def test_a_byline_names_the_outlet() -> None:
    text = (
        "Rebels enter Goma\n\nBy Ana Mbala | Lakeside Wire\nGOMA, Democratic Republic of Congo, Jan 27, 2025\n\nRebels"
    )
    found = report(
        f"{text} of the M23 movement entered the centre of Goma on Monday, two residents of the city said.", None
    )
    assert (found.outlet, found.published) == ("Lakeside Wire", "2025-01-27")


# ---- counts --------------------------------------------------------------------------------------------------------


def test_an_earlier_toll_is_not_the_last_word() -> None:
    text = "Twelve officers died near Amalfi, the governor said, correcting an earlier toll of eight."
    [one] = [one for one in developments(text) if one.tolls]
    assert [toll.best for toll in one.tolls if toll.measure == "killed"] == [12]
    text = "An air strike killed 14 people in Nabatieh, the ministry said. The ministry's initial toll was nine."
    [one] = [one for one in developments(text) if one.tolls]
    assert [toll.best for toll in one.tolls if toll.measure == "killed"] == [14]


def test_what_was_counted_since_a_month_or_a_truce_is_no_days_toll() -> None:
    for words in ("since the end of May", "since the truce", "since the ceasefire"):
        text = f"The UN has recorded 798 killings of people in Gaza {words}."
        assert told(text, "798").kind == "running_toll"


def test_what_only_dates_something_else_is_not_told() -> None:
    text = (
        "It was the deadliest attack in Nabatieh since a ceasefire between Israel and Hezbollah took effect a year ago."
    )
    assert "ceasefire_agreement" not in {claim.kind for claim in claims(text)}


def test_only_who_warns_is_told_by_alarms_and_nobody_is_freed_by_radiation() -> None:
    text = "Teams at the plants reported air raid alarms on most days. There was no radiation release."
    assert {claim.kind for claim in claims(text)} <= {None}
    assert told("The release of 12 captives was agreed on Friday.", "release").kind == "captives_released"


def test_points_may_be_marked_by_pictures() -> None:
    text = (
        "Governor of Kharkiv region\n21 October 2025, 21:10\n\n⚡️ In Kupiansk a man was killed by a drone. In the "
        "village of Podoly two houses burned down.\n\n🚑 Seven people were injured in Kharkiv on Monday.\n\n"
        "Over the past day 12 settlements of the region came under attack. Three people died and 16 were wounded."
    )
    found = {one.place.name: one for one in developments(text, published=None) if one.place}
    towns = [found[name] for name in ("Kupiansk", "Kharkiv")]
    assert not any(toll.best in (3, 16) for one in towns for toll in one.tolls)
    assert not [one for one in claims(text, None) if not one.quote[0].isalnum()]


def test_where_a_paper_was_issued_is_no_scene() -> None:
    text = (
        "Update on the situation\n14 October 2025\nVienna, Austria\n\nThe team at the plant heard shelling on nine "
        "days of the past week. One shell landed near the site perimeter, the plant said."
    )
    assert "Vienna" not in {one.place.name for one in developments(text, published=None) if one.place}


def test_where_people_flee_to_is_not_where_others_died() -> None:
    text = (
        "More than 89,000 people have fled El Fasher since its fall, the agency said. Only about 10,000 have reached "
        "Tawila, 60 kilometres away.\n\nSurvivors say fighters executed hundreds of civilians."
    )
    assert [place.name for place in told(text, "executed").places] == ["El Fasher"]


def test_a_headlines_topic_is_no_speaker() -> None:
    for title in (
        "Haiti: Displacement following armed attacks in Mirebalais and Saut d'Eau",
        "Gaza: what the two sides say about Saturday's shooting near Rafah",
    ):
        found = claims(f"{title}\n\nIt was a long night for all who live there, and nobody in the town slept.")
        assert not [one.name for claim in found for one in claim.speakers if one.name in ("Haiti", "Gaza")]


def test_an_agencys_dateline_is_where_it_was() -> None:
    text = (
        "KHARKIV (Northline) - A man is dead after shells hit a yard on Friday.\n\n"
        "The police said the man had been shot while he mended a fence."
    )
    assert "Kharkiv" in {place.name for claim in claims(text) if claim.kind for place in claim.places}
