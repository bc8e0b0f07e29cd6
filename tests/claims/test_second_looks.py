"""What fresh reports of many wars got wrong at first: our own sentences, in other words."""

import pytest

from fogline.claims.extract import extract
from fogline.model.claim import Claim, Reading, Scope, Stage, Stance
from fogline.model.report import Capture, Facts
from fogline.reports.read import read


def reading(text: str, title: str | None = None) -> Reading:
    facts = Facts(id="r", title=title, published="2025-06-10", lang="en")
    return extract(read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts)))


def titled(title: str) -> Reading:
    return reading(f"{title}\n\nThere is no more to tell here for now.", title)


def told(text: str, kind: str) -> Claim:
    return next(claim for claim in reading(text).claims if claim.kind == kind)


def figures(text: str) -> list[tuple[str | None, float | None, Scope, float | None]]:
    return [(one.measure, one.best, one.scope, one.of) for claim in reading(text).claims for one in claim.figures]


def standing(text: str) -> set[tuple[str, str, str | None]]:
    return {(one.subject, one.value, one.by) for claim in reading(text).claims for one in claim.statuses}


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Russian forces advanced near Siversk and Ukrainian forces recently advanced in Lyman.", "Russia", "Ukraine"),
        ("Sudanese troops attacked near Bara and RSF fighters pulled out of Babanusa.", "Sudan", "Rapid Support"),
    ],
)
def test_two_sides_in_one_sentence_each_do_their_own(text: str, first: str, second: str) -> None:
    one, other = [claim for claim in reading(text).claims if claim.kind and claim.initiators][:2]
    assert (one.initiators[0].party or "").startswith(first)
    assert (other.initiators[0].party or other.initiators[0].name).startswith(second)


def test_who_governs_a_place_is_of_the_land_in_which_it_lies() -> None:
    text = (
        "Ukraine's army said it had struck a depot in Kursk. Belgorod Governor Pavel Rybin said that a woman was hurt. "
        "The governor of Sumy Oblast, Taras Hai, said that two men were hurt."
    )
    spoken = [claim.speakers[0] for claim in reading(text).claims if claim.figures]
    assert [(one.name, one.party) for one in spoken] == [("Pavel Rybin", "Russia"), ("Taras Hai", "Ukraine")]


def test_those_who_were_killed_themselves_are_no_part_of_the_dead() -> None:
    text = "The army put the death toll at nine. It said troops had chased the raiders and killed four of them."
    assert ("killed", 4.0, Scope.TOTAL, None) in figures(text)


def test_a_part_is_of_what_was_counted_last() -> None:
    text = (
        "At least 70 patients were killed in Bara. Tawila has received 900 new arrivals; some 80 of them are wounded."
    )
    assert ("injured", 80.0, Scope.SUBSET, 900.0) in figures(text)


def test_the_wounded_who_die_come_to_the_dead() -> None:
    text = "A bomb in Quetta killed six. Two of the wounded died later, a doctor said, bringing the toll to eight."
    assert [one for one in figures(text) if one[0] == "killed"] == [
        ("killed", 6.0, Scope.TOTAL, None),
        ("killed", 2.0, Scope.INCREMENT, None),
        ("killed", 8.0, Scope.TOTAL, None),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('"We have buried 19 people," the village head said.', [("killed", 19.0)]),
        ("The men buried 14 bodies in a mosque's yard on Monday.", [("killed", 14.0)]),
        ("Five victims were buried in Bunia on Monday.", []),
    ],
)
def test_those_who_bury_people_count_them(text: str, count: list[tuple[str, float]]) -> None:
    assert [one[:2] for one in figures(text)] == count


@pytest.mark.parametrize(
    "text",
    [
        "The health ministry reports 13 dead in a raid on Tyre.",
        "Police reported 13 dead in clashes at Tyre.",
        "The mayor reported 13 bodies from an airstrike on the market in Tyre.",
    ],
)
def test_who_reports_the_dead_says_where_they_died(text: str) -> None:
    dead = next(claim for claim in reading(text).claims if any(one.measure == "killed" for one in claim.figures))
    assert [one.name for one in dead.places] == ["Tyre"] or [one.as_worded for one in dead.places] == ["Tyre"]
    assert all(claim.speakers for claim in reading(text).claims)


def test_what_only_dates_a_clause_is_not_its_own() -> None:
    text = "Since 2012, when rebels seized 30 nurses in Kidal, at least 600 people have been abducted, a charity said."
    every = next(claim for claim in reading(text).claims if claim.quote.endswith("abducted"))
    assert [one.best for one in every.figures] == [600.0]
    assert not every.places


@pytest.mark.parametrize(
    ("text", "kind", "measure"),
    [
        ("Some 90 pupils were seized from a school in Zaria.", "abduction", "abducted"),
        ("Bandits whisked away scores of women from a market in Zaria.", "abduction", "abducted"),
        ("Militants are holding nine nurses captive near Goma.", "abduction", "abducted"),
        ("Rebels seized three soldiers near Bara.", "prisoners_taken", "captured"),
        ("Rebels seized the mining town of Bara, residents said.", "territory_captured", None),
    ],
)
def test_people_are_seized_and_towns(text: str, kind: str, measure: str | None) -> None:
    assert [one.measure for one in told(text, kind).figures] == ([measure] if measure else [])


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("The Goma-Sake road remains unsafe.", {("road between Goma and Sake", "limited", None)}),
        ("The Tawila-El Fasher highway was closed on Monday.", {("highway between Tawila and El Fasher", "cut", None)}),
        ("Goma-Sake road: open to light vehicles.", {("road between Goma and Sake", "limited", None)}),
        ("Humanitarian access to Kadugli is denied by the army.", {("routes into Kadugli", "cut", None)}),
        ("The army denied doctors access to Kadugli for a month.", {("routes into Kadugli", "cut", None)}),
        ("Aid workers have no access to Kadugli.", {("routes into Kadugli", "cut", None)}),
        ("Access to Kadugli remains limited.", {("routes into Kadugli", "limited", None)}),
        ("The road to Kadugli is unsafe but still open.", {("routes into Kadugli", "open", None)}),
    ],
)
def test_how_ways_and_access_stand(text: str, stands: set[tuple[str, str, str | None]]) -> None:
    assert standing(text) == stands
    assert all(claim.stance is not Stance.DENIES for claim in reading(text).claims)


@pytest.mark.parametrize("title", ["Bandits kidnap 40 from Nigerian village", "Many dead in raid on Malian village"])
def test_a_countrys_adjective_is_no_village(title: str) -> None:
    assert not [place for place in titled(title).places if place.lat is None]


def test_a_title_names_a_capital_without_an_article() -> None:
    [claim] = titled("Suicide bomber kills four in Somali capital").claims
    assert [one.name for one in claim.places] == ["Mogadishu"]


def test_who_denies_losing_a_bridge_answers_who_took_it() -> None:
    text = "Sudan's army said it had retaken the bridge at Bahri. The RSF denied losing the bridge."
    taken, denied = reading(text).claims[0], reading(text).claims[-1]
    assert (denied.stance, denied.about) == (Stance.DENIES, taken.id)


def test_nobody_claims_what_soldiers_did_or_those_who_fled() -> None:
    text = (
        "Gunmen shot dead nine farmers in Bunia. Troops later killed two of the raiders. Some 400 people have fled. "
        "No group has claimed responsibility."
    )
    claims = reading(text).claims
    owned = next(one for one in claims if one.kind == "accusation")
    assert owned.about == next(one for one in claims if "nine farmers" in one.quote).id


def test_who_is_blamed_is_blamed_for_what_was_told() -> None:
    text = "A shell hit a market in Omdurman on Monday. The army blamed the RSF for the shelling."
    blamed = [one for one in reading(text).claims if one.kind == "shelling"][-1]
    assert ([one.party for one in blamed.initiators], [one.name for one in blamed.places]) == (
        ["Rapid Support Forces"],
        ["Omdurman"],
    )
    assert blamed.initiators[0].confidence == "suspected or accused by authorities"


@pytest.mark.parametrize(
    ("text", "kind", "doers"),
    [
        ("Hezbollah fired a volley of rockets at Metula.", "missile_strike", ["Hezbollah"]),
        ("A boy was wounded by shrapnel in Metula.", "killing", []),
        ("Falling debris damaged a school in Poltava.", "destruction", []),
    ],
)
def test_weapons_and_their_pieces_do_nothing_themselves(text: str, kind: str, doers: list[str]) -> None:
    assert [one.name for one in told(text, kind).initiators] == doers


def test_a_police_chief_is_somebody_to_whom_he_points() -> None:
    text = "District police chief Omar Khattak said seven had died. The toll may rise, he said."
    assert [one.speakers[0].name for one in reading(text).claims] == ["Omar Khattak", "Omar Khattak"]


def test_a_bomb_that_is_defused_hit_nobody() -> None:
    claim = told("A roadside bomb targeting a patrol in Quetta was defused.", "remote_explosive")
    assert claim.stage is Stage.ATTEMPTED


@pytest.mark.parametrize(
    "text",
    [
        "Congo accuses Rwanda of arming the rebels, a charge Kigali denies.",
        "Congo accuses Rwanda of arming the rebels, an accusation that Kigali rejects.",
    ],
)
def test_a_charge_is_answered_in_its_own_sentence(text: str) -> None:
    charge, denial = reading(text).claims[0], reading(text).claims[-1]
    assert (charge.kind, charge.stance, charge.polarity) == ("accusation", Stance.ASSERTS, "positive")
    assert (denial.stance, [one.party for one in denial.speakers]) == (Stance.DENIES, ["Rwanda"])
    assert denial.about is not None


def test_who_held_a_town_before_leaving_has_lost_it() -> None:
    text = "Insurgents attacked Macomia and occupied it for a day, burning shops and a clinic, before withdrawing."
    claims = reading(text).claims
    assert [one.kind for one in claims] == ["attack", "territory_captured", "arson", "withdrawal"]
    assert [(one.value, one.subject) for one in claims[-1].statuses] == [("lost", "Macomia")]


def test_a_titles_topic_does_nothing() -> None:
    text = "Mozambique: insurgents overrun Macomia, army says it is back in control\n\nMacomia was quiet on Monday."
    taken, back = reading(text, text.partition("\n")[0]).claims[:2]
    assert [one.name for one in taken.initiators] == ["insurgents"]
    assert [(one.subject, one.value, one.by) for one in back.statuses] == [("Macomia", "held", "Mozambique")]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The rebel-run Al Nahar television said two men had died.", "Al Nahar"),
        ("Iraq's Rudaw channel reported two men dead.", "Rudaw"),
        ("The Mash Telegram channel said two men had died.", "Mash"),
        ("State television said two men had died.", "state television"),
    ],
)
def test_a_channel_may_bear_a_name(text: str, who: str) -> None:
    assert {one.name for claim in reading(text).claims for one in claim.speakers} == {who}


@pytest.mark.parametrize(
    "text",
    [
        "Volunteers took food to Tumaco, the hardest-hit municipality.",
        "The army has not given a toll.",
        "Tragedy struck the family twice, a neighbour said.",
        "Four of them were vigilantes.",
    ],
)
def test_words_that_tell_no_harm(text: str) -> None:
    assert not [claim for claim in reading(text).claims if claim.kind]


def test_figures_that_cannot_be_confirmed_are_those_of_the_dead() -> None:
    text = (
        "Strikes on Hodeidah killed 30 people, the Houthis said. They said they had fired a missile at Eilat. "
        "The figures could not be independently confirmed."
    )
    claims = reading(text).claims
    dead = next(one for one in claims if any(figure.measure == "killed" for figure in one.figures))
    assert claims[-1].about == dead.id


def test_people_are_evacuated_from_where_it_was() -> None:
    claim = told("The army has evacuated dozens of people by helicopter from Tumaco.", "evacuation")
    assert [one.name for one in claim.places] == ["Tumaco"]


def test_who_claims_an_assault_has_done_it_by_his_own_word() -> None:
    claim = told("JNIM claimed the assault on the base at Djibo, saying it had seized arms there.", "attack")
    assert [(one.name, one.confidence) for one in claim.initiators] == [
        ("Jama'at Nusrat al-Islam wal-Muslimin", "claimed or admitted")
    ]


def test_one_of_the_largest_attacks_is_an_attack_with_a_doer() -> None:
    claim = told("Russia launched one of its largest drone attacks of the war on Poltava overnight.", "drone_strike")
    assert [one.party for one in claim.initiators] == ["Russia"]
    assert (claim.figures, [one.name for one in claim.recipients]) == ((), [])


def test_who_was_hurt_is_not_who_says_so() -> None:
    text = "Rivne Mayor Ivan Rybak called it cruel. One person was hurt, he said."
    assert [one.name for one in reading(text).claims[-1].speakers] == ["Ivan Rybak"]


def test_what_a_mayor_tells_was_in_his_town() -> None:
    text = "In Odesa two people died. Rivne Mayor Ivan Rybak called it cruel. One person was hurt, he said."
    assert [one.name for one in reading(text).claims[-1].places] == ["Rivne"]


def test_what_is_told_after_a_list_of_towns_was_in_none_of_them_for_sure() -> None:
    text = "Drones hit Poltava, Sumy and Rivne. Four people were killed, the interior ministry said."
    assert not next(one for one in reading(text).claims if one.figures).places


def test_a_boat_that_capsizes_drowns_people() -> None:
    text = "A boat capsized near Malakal on Monday, drowning at least 11, most of them children, an aid group said."
    claims = reading(text).claims
    assert [(one.measure, one.best) for claim in claims for one in claim.figures] == [("killed", 11.0)]
    assert {claim.kind for claim in claims} == {"accident"}
    assert not [one for claim in claims for one in claim.initiators]


def test_a_son_is_of_no_side() -> None:
    claim = told("An Israeli air strike on Tyre killed a cook, Ali Nasr, and his son on Tuesday.", "air_strike")
    assert all(one.party is None for one in claim.recipients)


def test_another_day_and_its_place_are_not_those_of_a_strike() -> None:
    text = (
        "There was no warning before the strike on Tyre, residents said, unlike on Friday, when people in Hadath left."
    )
    claim = told(text, "attack")
    assert ([one.name for one in claim.places], claim.when.edtf) == (["Tyre"], None)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Indian and Pakistani soldiers exchanged fire near Skardu.", ["India", "Pakistan"]),
        ("U.S. and British warplanes bombed Hodeidah.", ["United States", "United Kingdom"]),
    ],
)
def test_two_peoples_are_two_doers(text: str, sides: list[str]) -> None:
    assert [one.party for one in reading(text).claims[0].initiators] == sides


def test_a_title_joins_two_peoples_by_a_comma() -> None:
    claim = titled("Armenian, Azerbaijani troops clash near Goris").claims[0]
    assert [one.party for one in claim.initiators] == ["Armenia", "Azerbaijan"]


def test_what_was_struck_is_not_who_died() -> None:
    text = "Rockets struck a school in Surin, killing five people, and a hospital in Sisaket."
    struck, dead = reading(text).claims[:2]
    assert [one.as_worded for one in struck.places] == ["Surin", "Sisaket"]
    assert dead.quote == "killing five people"


def test_people_who_are_moved_to_safety_are_evacuated() -> None:
    assert told("Some 4,000 villagers have been moved to safer places near Surin.", "evacuation").figures


def test_what_is_wanted_is_said_by_who_wants_it() -> None:
    for claim in reading("Guterres urged both sides to agree to a truce.").claims:
        assert ([one.name for one in claim.speakers], claim.stance) == (["Guterres"], Stance.DEMANDS)


@pytest.mark.parametrize(
    "text",
    [
        'Activists said Sudan\'s army had bombed Kutum. "No jet of ours flew over Kutum," its spokesman said.',
        "Baku said Armenian forces had shelled Kelbajar. Yerevan said its units did not fire at Kelbajar.",
        'Al-Shabaab said it had killed nine Ethiopian soldiers. "Not one of our men died," Ethiopia\'s army said.',
        'Kyiv said it had hit a train near Tokmak. "There was no train," the Russian defence ministry said.',
    ],
)
def test_a_side_says_it_was_not_so(text: str) -> None:
    first, last = reading(text).claims[0], reading(text).claims[-1]
    assert last.about is not None
    assert last.about in {claim.id for claim in reading(text).claims if claim.speakers == first.speakers}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Israel accused Hamas of hiding arms in Rafah, a charge the group called baseless.", "Hamas"),
        ("Congo accused the M23 rebels of killing six in Goma. The group denied it.", "M23"),
        ("The clinic said 90 had died. The health ministry of Gaza said that figure was exaggerated.", None),
        ("Kyiv says 300 people were taken from Izium. Moscow calls the claim fake.", "Russia"),
    ],
)
def test_what_is_called_false_is_what_was_said(text: str, who: str | None) -> None:
    last = reading(text).claims[-1]
    assert last.stance is Stance.DENIES
    assert last.about is not None
    assert who is None or [one.name for one in last.speakers] == [who]


def test_a_day_earlier_is_counted_from_the_day_on_which_one_spoke() -> None:
    text = (
        "The commission said on Monday that 21 had died. A witness in her fifties saw it. "
        "A day earlier it had put the dead at 15."
    )
    last = reading(text).claims[-1]
    assert (last.said_on, last.when.edtf, [one.best for one in last.figures]) == ("2025-06-08", None, [15.0])


def test_a_strange_village_stays_one() -> None:
    text = "A patrol was attacked near Gomeko on Monday.\n\nThe road to Gomeko is blocked, a pastor said."
    assert ("routes into Gomeko", "cut", None) in standing(text)


@pytest.mark.parametrize(
    "text",
    [
        "The attack on Petrenko shocked his party. Petrenko was shot in the arm.",
        "Gunmen fired on Khatib, who survived.",
    ],
)
def test_a_man_is_no_scene(text: str) -> None:
    assert not [place for claim in reading(text).claims for place in claim.places]


def test_a_rank_ends_no_sentence() -> None:
    text = "Army spokesman Lt. Jean Mbala confirmed the attack on Beni. Col. Ali Nasr said two men had died."
    spoken = {one.name: one.role for claim in reading(text).claims for one in claim.speakers}
    assert spoken == {"Jean Mbala": "spokesperson", "Ali Nasr": "commander"}


def test_the_dead_of_a_wreck_are_of_its_kind() -> None:
    assert [one.kind for one in titled("Twelve killed when boat capsizes off Libya").claims] == ["accident", "accident"]


def test_counts_over_hours_are_of_no_town() -> None:
    text = "Troops blew up houses in Rafah. Medics said 41 bodies had been brought in over the past 24 hours."
    counted = next(claim for claim in reading(text).claims if claim.figures)
    assert (counted.kind, counted.places) == ("running_toll", ())


def test_what_somebody_is_accused_of_has_no_place_of_its_own() -> None:
    text = "Fighting went on in Tumaco. The president accused the rebels of war crimes."
    assert not [place for claim in reading(text).claims if "war crimes" in claim.quote for place in claim.places]


def test_a_shelling_that_is_blamed_is_the_one_that_was_told_of() -> None:
    text = (
        "Rebels attacked a base in Bara on Monday.\n\nA shell hit a clinic in Babanusa, killing two.\n\n"
        "The army blamed the RSF for the shelling."
    )
    assert [one.name for one in reading(text).claims[-1].places] == ["Babanusa"]


def test_what_a_missile_was_launched_from_is_not_where_it_fell() -> None:
    text = "Israel's army confirmed intercepting a missile launched from Yemen; sirens sounded in parts of the country."
    assert not [place for claim in reading(text).claims for place in claim.places]


def test_an_attack_that_cuts_a_road_was_not_at_its_end() -> None:
    text = "Gunmen attacked a patrol in Bria on Friday. The attack has cut the only road between Birao and the border."
    claim = reading(text).claims[-1]
    assert claim.places[0].name == "Bria"
    assert [(one.subject, one.value) for one in claim.statuses] == [("routes into Birao", "cut")]


def test_a_party_that_bears_a_lands_name_is_no_place() -> None:
    text = "Thirty fighters of the Kurdistan Workers' Party burned their weapons near Dukan on Friday."
    [claim] = reading(text).claims
    assert [one.name for one in claim.places] == ["Dukan"]
    assert [one.measure for one in claim.figures] == ["troops"]


def test_a_mission_is_what_it_said() -> None:
    text = "Two men were wounded on Friday, the United Nations mission MINUSCA said. One later died, it said."
    assert {one.name for claim in reading(text).claims for one in claim.speakers} == {"MINUSCA"}


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers kept an ambulance from reaching the wounded.",
        "Islamic State has claimed similar attacks.",
    ],
)
def test_who_is_spoken_of_is_not_harmed_anew(text: str) -> None:
    claims = reading(f"A car bomb went off in Jaramana on Sunday. {text}").claims
    assert {one.kind for one in claims} <= {"remote_explosive", None}
    assert not [one for claim in claims for one in claim.figures]


def test_who_denies_goes_on_to_say_how_it_is() -> None:
    text = "An army spokesman denied that Uvira had fallen, saying troops and allied militia were still fighting there."
    claims = reading(text).claims
    assert claims[0].stance is Stance.DENIES
    assert (claims[-1].kind, claims[-1].stance, claims[-1].stage) == ("armed_clash", Stance.ASSERTS, Stage.ONGOING)


def test_what_was_shot_down_all_over_was_in_no_town() -> None:
    text = "A drone hit a house in Bohodukhiv. Air defences shot down 61 of 76 drones; 15 hit nine locations."
    assert [bool(claim.places) for claim in reading(text).claims] == [True, False, False]


def test_people_who_cross_a_border_are_displaced() -> None:
    claim = told("More than 30,000 people had crossed into Burundi by Wednesday, an aid group said.", "displacement")
    assert [(one.measure, one.low) for one in claim.figures] == [("displaced", 30000.0)]
    assert not [one for one in reading("Rwandan soldiers had crossed into Congo.").claims if one.kind == "displacement"]


def test_a_suburb_is_where_it_was_and_not_its_city() -> None:
    text = "A bomb killed a colonel and wounded three guards in Jaramana, a suburb of the Syrian capital, on Sunday."
    assert {one.name for claim in reading(text).claims for one in claim.places[:1]} == {"Jaramana"}


def test_schools_that_are_closed_in_a_town_ring_nobody() -> None:
    assert not [claim for claim in reading("Schools were closed in Srinagar.").claims if claim.kind]


def test_drones_that_are_destroyed_are_shot_down() -> None:
    claim = reading("Russia's defence ministry said 90 Ukrainian drones were destroyed overnight.").claims[0]
    assert claim.kind == "weapons_intercepted"
    assert told("Shelling destroyed a drone factory in Poltava.", "shelling")


def test_paramilitaries_of_a_land_are_not_its_side() -> None:
    claim = titled("Sudan paramilitaries shell camp, killing 40").claims[0]
    assert [one.party for one in claim.initiators] == [None]
