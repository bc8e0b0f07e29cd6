"""What stands under one heading is not where, or of whom, the text before it was; every text here is our own."""

from test_wire_stories import claims, developments, report, told

from fogline.claims.extract import extract
from fogline.claims.parse import parse
from fogline.claims.topics import topics

LIVE = """LIVE: Rebels advance on the capital
7 December 2024

17:45 Israel's military says it helped UN forces to repel an attack on a UN post near Hader.

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
    assert not found["Hader"].tolls
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
        assert answer.speakers[0].name == "Defense Ministry"
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
    assert answer.speakers[0].name.lower() == "government"


def test_a_byline_names_the_outlet() -> None:
    text = (
        "Rebels enter Goma\n\nBy Ana Mbala | Lakeside Wire\nGOMA, Democratic Republic of Congo, Jan 27, 2025\n\nRebels"
    )
    found = report(
        f"{text} of the M23 movement entered the centre of Goma on Monday, two residents of the city said.", None
    )
    assert (found.outlet, found.published) == ("Lakeside Wire", "2025-01-27")
