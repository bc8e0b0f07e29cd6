"""Parses that are put right, areas that say where towns are, headings that move no scene: our own sentences."""

import pytest

from fogline.claims.extract import extract
from fogline.claims.parse import parse
from fogline.claims.rehung import rehang
from fogline.model.claim import Reading
from fogline.model.report import Capture, Facts, Report
from fogline.reports.read import read


def reading(text: str) -> Reading:
    facts = Facts(id="r", published="2025-06-10", lang="en")
    return extract(read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts)))


@pytest.mark.parametrize(
    ("text", "who", "place"),
    [
        (
            "Marines entered the settlement of Rivnopil, Russia's Defense Ministry announced on Thursday.",
            "Russian Defense Ministry",
            "Rivnopil",
        ),
        (
            "Mortar bombs hit the city of Tartus, Syria's state news agency reported late on Friday.",
            "Syria's state news agency",
            "Tartus",
        ),
        ("Drones struck Sumy and Konotop, Ukraine reported on Monday.", "Ukraine", "Sumy"),
        ("Rebels took the village of Sake, Rwanda's army announced on Monday.", "Rwandan Army", "Sake"),
    ],
)
def test_who_says_it_stands_behind_the_last_comma(text: str, who: str, place: str) -> None:
    [claim] = reading(text).claims
    assert [one.name for one in claim.speakers] == [who]
    assert claim.quote.endswith(("Rivnopil", "Tartus", "Konotop", "Sake"))
    assert claim.places[0].name == place
    assert claim.places[0].country != "US"


@pytest.mark.parametrize(
    "text", ["They shelled Nikopol, a town attacked on Monday.", "Fire destroyed the market in Goma, hit in March."]
)
def test_what_is_told_of_a_town_is_nobodys_word(text: str) -> None:
    assert all(not claim.speakers for claim in reading(text).claims)


def test_losses_in_killed_and_wounded_are_one_count() -> None:
    [claim] = reading("Losses in killed and wounded came to 240 servicemen near Tokmak.").claims
    assert [(one.measure, one.group, one.best) for one in claim.figures] == [("casualties", "soldiers", 240)]
    assert claim.kind is None


def test_soldiers_that_a_garrison_grows_to_are_no_losses() -> None:
    [claim] = reading("After heavy losses, the garrison was raised to 900 soldiers.").claims
    assert [one.measure for one in claim.figures] == ["troops"]


def test_a_self_proclaimed_state_is_a_place_where_things_are_and_says_where_its_towns_lie() -> None:
    text = (
        "Troops have entered Rivnopil and Selydove in the Donetsk People's Republic (DPR), Russia's Defense Ministry "
        "said. Ukraine denied it. Two attacks near Krasnoarmeysk were repelled."
    )
    found = {(place.name, place.country) for place in reading(text).places}
    assert {("Pokrovsk", "UA"), ("Donetsk People's Republic", "UA")} <= found
    spoken = reading("The Donetsk People's Republic said its forces had taken Rivnopil.").claims
    assert {one.name for claim in spoken for one in claim.speakers} == {"Donetsk People's Republic"}


def test_under_another_heading_nothing_is_set_in_the_titles_town() -> None:
    text = """Troops enter Rivnopil, ministry says

Troops have entered the village of Rivnopil, the Russian Defence Ministry said on Tuesday.

Air defence

Overnight, air defence systems shot down 102 drones. Two people were wounded by falling debris, the ministry said.

Prisoners

Two hundred prisoners were exchanged at the border in the course of the special military operation, it added. The
exchange was the third one of its sort in a month, and another one is planned.
"""
    made = [claim for claim in reading(text).claims if "drones" in claim.quote or "debris" in claim.quote]
    assert made
    assert all(place.name != "Rivnopil" for claim in made for place in claim.places)
    assert not [claim for claim in reading(text).claims if "operation" in claim.quote and claim.kind == "attack"]


def test_a_road_that_came_under_fire_again_is_the_one_before_the_but() -> None:
    found = reading("The road to Kosti was reopened on Sunday but came under fire again on Monday.").claims
    said = [(one.subject, one.value) for claim in found for one in claim.statuses]
    assert ("routes into Kosti", "under fire") in said
    assert all(any(place.name == "Kosti" for place in claim.places) for claim in found if claim.statuses)


def test_who_remains_in_control_there_holds_the_town_spoken_of() -> None:
    found = reading("Rebels shelled Babanusa. The Sudanese army said its troops remained in full control there.").claims
    said = [(one.subject, one.aspect, one.value, one.by) for claim in found for one in claim.statuses]
    assert said == [("Babanusa", "control", "held", "Sudan")]


def test_a_peoples_name_is_no_town() -> None:
    assert not reading("Rebels seized a base near the Thai border on Sunday.").places


def test_whose_fighters_come_from_an_army_are_of_its_side() -> None:
    [claim] = reading("Fighters from the Karen National Liberation Army overran a base in Myawaddy.").claims
    assert [one.party for one in claim.initiators] == ["Karen National Union"]


def test_what_a_raid_left_is_told_of_the_raid() -> None:
    found = reading("Troops pulled back from Jenin after a raid that left 21 people dead.").claims
    [claim] = [one for one in found if one.figures]
    assert (claim.kind, [place.name for place in claim.places]) == ("attack", ["Jenin"])


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("Heavy clashes broke out in El Fasher on Sunday.", []),
        (
            "Heavy clashes broke out between the army and the RSF in El Fasher.",
            ["Sudanese Army", "Rapid Support Forces"],
        ),
        ("Fierce fighting erupted between the army and M23 rebels in Goma.", ["Congolese Army", "M23"]),
        ("Russian shelling hit Kherson.", ["Russia"]),
    ],
)
def test_how_heavy_a_fight_is_fights_nobody(text: str, doers: list[str]) -> None:
    [claim] = reading(text).claims
    assert [one.name for one in claim.initiators] == doers


def test_speakers_behind_a_comma_are_none_of_the_dead() -> None:
    [claim] = reading(
        "Boko Haram militants killed 19 farmers and traders near Gwoza, residents and a militia said."
    ).claims
    assert [one.name for one in claim.speakers] == ["residents", "militia"]
    assert [one.name for one in claim.initiators] == ["Boko Haram militants"]
    assert [(one.measure, one.best) for one in claim.figures] == [("killed", 19)]


def test_a_village_that_no_gazetteer_has_is_taken_and_a_man_is_caught() -> None:
    [taken] = reading("Rebels captured Nyabiondo on Sunday.").claims
    assert (taken.kind, [(one.subject, one.value) for one in taken.statuses]) == (
        "territory_captured",
        [("Nyabiondo", "held")],
    )
    [caught] = reading("Troops captured Ivan Koval on Sunday.").claims
    assert caught.kind == "prisoners_taken"


def test_where_others_fled_nobody_died() -> None:
    found = reading("At least six civilians have died and dozens have fled toward Sake.").claims
    [dead] = [claim for claim in found if claim.kind == "killing"]
    assert not dead.places


def test_a_town_of_the_name_in_another_country_is_not_the_one_in_the_state() -> None:
    found = {(place.name, place.country) for place in reading("Nine died near Baga in Borno State.").places}
    assert ("Borno", "NG") in found
    assert all(country in (None, "NG") for _, country in found)


def test_a_body_is_called_by_its_name() -> None:
    [claim] = reading("The monitoring project DeepState said that Russian troops had entered Lyman.").claims
    assert "DeepState" in claim.speakers[0].name


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("At least 11 people were killed in Russian drone and missile strikes on Kyiv.", {"Russia"}),
        ("Some 900 people were displaced by fighting in North Darfur.", set()),
        ("Nine soldiers were killed with American missiles in Goma.", set()),
    ],
)
def test_whose_strikes_they_are_and_who_only_underwent(text: str, doers: set[str]) -> None:
    fights = [
        claim for claim in reading(text).claims if claim.kind in ("drone_strike", "missile_strike", "armed_clash")
    ]
    assert fights
    assert {one.name for claim in fights for one in claim.initiators} == doers


def test_across_the_country_is_the_one_in_which_its_towns_lie() -> None:
    found = reading(
        "Drones hit Odesa and Sumy. The minister said 40 people had been wounded across the country."
    ).claims
    [hurt] = [claim for claim in found if claim.figures]
    assert [(place.name, place.kind) for place in hurt.places] == [("Ukraine", "country")]


def test_what_is_not_mentioned_is_neither_so_nor_not() -> None:
    found = reading("The army said it had hit a depot in Sumy. It did not mention civilian casualties.").claims
    assert not [claim for claim in found if claim.kind == "killing"]


def test_it_is_overrun() -> None:
    found = reading("Families fled Zamzam camp in North Darfur after the RSF overran it on Sunday.").claims
    assert "territory_captured" in {claim.kind for claim in found}


def test_who_counts_the_dead_of_a_fight_killed_nobody() -> None:
    text = "Clashes that the Syrian Observatory for Human Rights said had killed 99 people went on in Suwayda."
    [dead] = [claim for claim in reading(text).claims if claim.figures]
    assert [one.name for one in dead.speakers] == ["Syrian Observatory for Human Rights"]
    assert not dead.initiators


def test_what_is_claimed_in_a_statement_is_the_claimants() -> None:
    [claim] = [one for one in reading("JNIM claimed in a statement to have seized Niono.").claims if one.kind]
    assert [one.party for one in claim.speakers] == [one.party for one in claim.initiators] == ["JNIM"]
    assert [place.name for place in claim.places] == ["Niono"]


def test_two_lands_that_trade_fire_are_no_scenes() -> None:
    [claim] = reading("Thailand and Cambodia exchanged artillery fire on Friday.").claims
    assert [one.name for one in claim.initiators] == ["Thailand", "Cambodia"]
    assert not claim.places


def test_what_another_names_is_not_where_the_first_counts() -> None:
    text = "The ministry said 14 people had been killed, while the governor said one person had died in Poipet."
    [dead] = [claim for claim in reading(text).claims if any(figure.best == 14 for figure in claim.figures)]
    assert not dead.places


def test_what_a_bridge_leads_over_is_no_city() -> None:
    assert not reading("The bridge over the Samara was damaged on Sunday.").places


def test_a_ministers_name_is_no_town() -> None:
    found = reading("Defense Minister Pedro Sánchez blamed dissidents for the bombing in Cali.").places
    assert [place.name for place in found] == ["Cali"]


def test_the_head_of_an_administration_speaks_for_himself() -> None:
    [claim] = reading("The head of the city administration said Russian troops had entered Pokrovsk.").claims
    assert [one.name for one in claim.speakers] == ["head of the city administration"]


def test_on_the_road_to_a_capital_is_not_in_it() -> None:
    found = reading("A doctor was kidnapped on the Tripoli highway on Friday, relatives said.").claims
    [claim] = [one for one in found if one.kind == "abduction"]
    assert all(place.role == "reference" for place in claim.places)


def test_a_parse_is_not_bent_into_a_circle() -> None:
    [passage] = parse(Report(id="r", text="Rebels took the town."))
    before = [(token.head.i, token.dep_) for token in passage.doc]
    rehang(passage.doc, {1: (3, "dobj"), 3: (1, "nsubj")})
    assert [(token.head.i, token.dep_) for token in passage.doc] == before
    rehang(passage.doc, {2: (1, "dep")})
    assert (passage.doc[2].head.i, passage.doc[2].dep_) == (1, "dep")
