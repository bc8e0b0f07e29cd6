"""What titles tell: without articles or verbs, with their speaker behind a comma or a dash, or before a colon."""

from __future__ import annotations

import pytest
from test_told_plainly import claims

from fogline.model.claim import Claim


def titled(title: str) -> list[Claim]:
    return claims(f"{title}\n\nThere is no more to tell here for now.\n")


@pytest.mark.parametrize(
    ("title", "speaker", "killed"),
    [
        ("Six killed in shelling of Nikopol, governor says", "governor", 6),
        ("Five dead after mine blast near Balakliia, rescuers say", "rescuers", 5),
        ("Mortar fire kills two in Malakal - mayor", "mayor", 2),
        ("Governor: drone strike on Kupiansk kills three", "governor", 3),
        ("Police: four dead after grenade attack in Bangui", "police", 4),
        ("Governor: three dead, ten wounded in Kramatorsk shelling", "governor", 3),
    ],
)
def test_who_says_how_many(title: str, speaker: str, killed: int) -> None:
    counts = [
        claim for claim in titled(title) for one in claim.figures if (one.measure, one.best) == ("killed", killed)
    ]
    assert counts
    assert {one.name for claim in counts for one in claim.speakers} == {speaker}


@pytest.mark.parametrize(
    "title",
    [
        "Nine killed in Khan Younis strike",
        "Toll of Kashmir gunbattle rises to eight",
        "The Bangui massacre was not forgotten",
        "Dozens killed in Darfur market bombing",
        "Beirut strike kills five",
        "Grad rockets hit Kherson market",
        "Shahed drones hit Odesa port",
    ],
)
def test_where_it_was_or_with_what_is_not_who_did_it(title: str) -> None:
    assert not [one for claim in titled(title) for one in claim.initiators]


def test_a_capital_strikes_elsewhere() -> None:
    assert {one.party for claim in titled("Moscow attack on Odesa kills two") for one in claim.initiators} == {"Russia"}


def test_a_strike_in_which_people_are_feared_dead_has_happened() -> None:
    [strike] = [claim for claim in titled("At least 40 feared dead in Rafah strike") if claim.kind == "attack"]
    assert strike.stage is not None
    assert strike.stage.value == "happened"


@pytest.mark.parametrize(
    ("told", "doer"),
    [
        ("The Tanzim Brigade claimed responsibility for the bombing of a barracks in Gao.", "Tanzim Brigade"),
        ("Israel admitted the strike on a convoy near Rafah.", "Israel"),
        ("No group has claimed responsibility for the bombing of a barracks in Gao.", None),
    ],
)
def test_who_claims_a_deed_that_is_told_with_it_did_it(told: str, doer: str | None) -> None:
    found = [claim for claim in titled(told) if claim.kind not in (None, "accusation")]
    assert found
    assert {one.name for claim in found for one in claim.initiators} == ({doer} if doer else set())


@pytest.mark.parametrize("told", ["Rebels claim capture of Bunagana; army denies it",
                                  "The rebels claimed the capture of Bunagana; the army denied it."])  # fmt: skip
def test_what_one_claims_and_another_denies_are_two_claims(told: str) -> None:
    [taken] = [claim for claim in titled(told) if claim.kind == "territory_captured"]
    assert [one.name for one in taken.speakers] == [one.name.lower() for one in taken.initiators] == ["rebels"]
    [denial] = [claim for claim in titled(told) if claim.stance.value == "denies"]
    assert denial.about == taken.id


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Thousands flee Bariire as insurgents advance", "displacement"),
        ("Insurgents overrun army base near Bariire", "territory_captured"),
        ("Houthis seize ship off Hodeidah", "hijacking"),
        ("Georgia and Russia exchange prisoners", "prisoner_exchange"),
        ("Ceasefire between Chad and rebels takes effect", "ceasefire_agreement"),
    ],
)
def test_verbs_of_the_present_behind_a_plural_are_no_nouns(title: str, kind: str) -> None:
    assert kind in {claim.kind for claim in titled(title)}


def test_strikes_on_a_town_kill() -> None:
    counts = [one for claim in titled("Israeli strikes on Rafah kill 30") for one in claim.figures]
    assert [(one.measure, one.best) for one in counts] == [("killed", 30)]


@pytest.mark.parametrize("title", ["Damascus strike kills five", "Hamas attack kills five in Sderot"])
def test_a_name_that_ends_as_plurals_do_makes_no_verb(title: str) -> None:
    assert {claim.kind for claim in titled(title)} == {"attack"}


def test_storming_is_an_attack() -> None:
    kinds = {claim.kind for claim in titled("Gunmen storm village in Plateau, kill 14")}
    assert not kinds & {"natural_disaster", "territory_captured"}


def test_the_accused_did_it_wherever_the_parse_hangs_it() -> None:
    [burnt] = [claim for claim in titled("Monitors accuse Myanmar army of torching homes in Sagaing")
               if claim.kind == "arson"]  # fmt: skip
    assert [one.as_worded for one in burnt.initiators] == ["Myanmar army"]


@pytest.mark.parametrize("title", ["Three dead, ten wounded in shelling of Toretsk",
                                   "Gaza health ministry: 61 killed in past 24 hours"])  # fmt: skip
def test_a_count_is_told_once(title: str) -> None:
    counts = [(one.measure, one.best) for claim in titled(title) for one in claim.figures]
    assert len(counts) == len(set(counts))


def test_whose_a_weapon_with_a_name_is() -> None:
    [strike] = [claim for claim in titled("A Russian S-300 missile struck a block of flats in Izium")
                if claim.kind == "missile_strike"]  # fmt: skip
    assert [one.party for one in strike.initiators] == ["Russia"]


def test_what_a_semicolon_parts_is_not_denied() -> None:
    told = titled("Toll in Izium missile strike climbs to 13; Russia denies aiming at civilians")
    assert {claim.stance.value for claim in told if claim.figures} == {"asserts"}
    assert [claim.quote for claim in told if claim.stance.value == "denies"]


@pytest.mark.parametrize(
    "title", ["Only road into Chasiv Yar under fire", "Only road into Chasiv Yar under fire, troops say"]
)
def test_how_a_road_stands_needs_no_verb(title: str) -> None:
    said = [(one.subject, one.value) for claim in titled(title) for one in claim.statuses]
    assert said == [("routes into Chasiv Yar", "under fire")]
