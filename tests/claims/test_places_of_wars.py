"""Places as news of a war names them: in spellings of its own, behind the words of powers, in other people's names."""

from __future__ import annotations

import pytest

from fogline.claims.extract import extract
from fogline.data.gazetteer import default_gazetteer
from fogline.data.gazetteer_names import arabic_key
from fogline.model.claim import Place
from fogline.run.one import read


def places(text: str) -> dict[str, Place]:
    return {place.as_worded: place for place in extract(read(text=text, id="r")).places}


@pytest.mark.parametrize(
    ("printed", "name", "country"),
    [
        ("Qamishli", "Qamishli", "SY"),
        ("Amadiya", "Al Amadiyah", "IQ"),
        ("Albukamal", "Abu Kamal", "SY"),
        ("Deir el-Zour", "Deir ez-Zor", "SY"),
        ("Dhusamareb", "Dhuusamarreeb", "SO"),
    ],
)
def test_a_romanisation_that_no_table_has_is_found(printed: str, name: str, country: str) -> None:
    found = default_gazetteer().lookup(printed)
    assert (name, country) in {(entry.name, entry.country) for entry in found}


def test_what_only_sounds_like_a_place_is_asked_for_where_no_spelling_is_known() -> None:
    gazetteer = default_gazetteer()
    assert gazetteer.sounding_like("Amadiyya") and not gazetteer.sounding_like("Aleppo")
    assert arabic_key("Deir ez-Zor") == arabic_key("Dayr az Zawr")
    assert arabic_key("Taiz") is None


def test_a_person_whose_name_sounds_like_a_place_is_none() -> None:
    found = places("According to Huseyin Aslan, who heads the clinic, four people died near Amadiya on Monday.")
    assert "Amadiya" in found and "Huseyin" not in found


def test_powers_that_speak_draw_no_town_to_their_land() -> None:
    found = places(
        "In Geneva, the U.N. human rights office urged calm. A State Department official in Washington said the U.S. "
        "was concerned."
    )
    assert found["Geneva"].country == "CH"
    assert found["Washington"].kind == "city"


def test_where_others_come_from_is_not_where_they_fight() -> None:
    told = extract(read(text="The Rwanda-backed alliance seized Walikale on Monday, residents said.", id="r"))
    [claim] = [claim for claim in told.claims if claim.kind == "territory_captured"]
    assert [place.name for place in claim.places] == ["Walikale"]
    assert [one.party for one in claim.initiators] == [None]


def test_a_joined_name_is_one_place() -> None:
    assert places("Fighters attacked a base in Deir ez-Zor on Monday.")["Deir ez-Zor"].country == "SY"
