"""Places by name: what is a place, which place it is, what part it has; and what "the city" stands for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.claims.parse import parse
from fogline.claims.place_home import home_of
from fogline.claims.place_references import find_place_references
from fogline.claims.places import find_places
from fogline.data.gazetteer import default_gazetteer
from fogline.model.claim import Place, PlaceRole
from fogline.model.report import Report


def places(text: str, outlet: str | None = None, url: str | None = None) -> list[Place]:
    report = Report(id="r", text=text, outlet=outlet, url=url)
    return find_places(parse(report), report)


def references(text: str) -> list[tuple[str, str]]:
    report = Report(id="r", text=text)
    passages = parse(report)
    return [(one.as_worded, one.name) for one in find_place_references(passages, find_places(passages, report))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two shells hit a school in Kramatorsk on Monday.", [("Kramatorsk", "UA")]),
        ("Officials in Paris, Texas, closed the bridge.", [("Paris", "US"), ("Texas", "US")]),
        ("Officials in Paris closed the bridge.", [("Paris", "FR")]),
        ("A storm hit Lexington, Ky., on Friday.", [("Lexington", "US"), ("Ky.", "US")]),
        (
            "Fighting went on in Rubizhne and Popasna, Ukraine said.",
            [("Rubizhne", "UA"), ("Popasna", "UA"), ("Ukraine", "UA")],
        ),
        ("The U.S. sent aid to Sudan and Chad.", [("U.S.", "US"), ("Sudan", "SD"), ("Chad", "TD")]),
        ("Troops crossed into the Gaza Strip from Israel.", [("Gaza Strip", "PS"), ("Israel", "IL")]),
    ],
)
def test_places_are_found_and_told_apart(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(place.as_worded, place.country) for place in places(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Houston told the court that he was at home.",
        "Police chief Kelly Hamilton said on Friday that nobody was hurt.",
        "The report was carried by the Herald on Monday in March.",
        "Russian and Belarusian forces trained together.",
        "He was reading the bill while more people came.",
        "The bar was full on Christmas. Side by side they fled the Metro.",
    ],
)
def test_people_days_and_adjectives_are_no_places(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Detective Marcus Washington said the gun was found. Washington said two men were held.",
        "The nurse, Tyrone Houston, 24, saw it. Houston ran home.",
        "Judge Virginia Kendall ruled on Monday. Virginia Kendall was appointed in 2006.",
        "The dead were Dakota James and Chelsea Reed.",
        "Larry London, a teacher, spoke first. London gave no reason.",
        "Fans of the Houston Rockets met a Washington Post reporter.",
    ],
)
def test_people_who_bear_a_places_name_are_no_places(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "streets"),
    [
        ("Two men were shot in the 1200 block of Cleveland Drive on Friday.", ["Cleveland Drive"]),
        ("It happened at the corner of Lincoln Street and Jackson Road.", ["Lincoln Street", "Jackson Road"]),
        ("She lives on Orlando Court.", ["Orlando Court"]),
        ("A car burned at Monroe and Lexington streets.", ["Monroe", "Lexington"]),
        ("A man was hit in the 3700 block of South Cambridge, police said.", ["Cambridge"]),
    ],
)
def test_a_street_is_not_the_place_that_it_is_named_for(text: str, streets: list[str]) -> None:
    assert [(place.as_worded, place.kind, place.lat) for place in places(text)] == [
        (street, "street", None) for street in streets
    ]


def test_a_town_of_a_dateline_that_nobody_knows_is_named_in_the_text_again() -> None:
    found = places("ZALKUTVILLE, Mo. (AP) - Two men were shot in Zalkutville on Friday.")
    assert [(place.name, place.lat) for place in found if place.name == "Zalkutville"] == [("Zalkutville", None)] * 2


@pytest.mark.parametrize(
    ("outlet", "title", "division"),
    [
        ("nbcphiladelphia.com", None, "Pennsylvania"),
        ("kxyz.com", "Boy hurt in Meridian - KXYZ Biloxi, Mississippi", "Mississippi"),
        ("kxyz.com", "Boy hurt in drive-by sho - KXYZ.com-Columbus, GA News Weather & Sports", "Georgia"),
        ("columbusledger.com", None, None),  # which Columbus, it does not say
        ("kansascitynews.com", None, None),
        ("meridianstarnews.com", None, None),  # nor which Meridian
        ("dothanherald.com", None, "Alabama"),
        ("southeastalabamanews.com", None, "Alabama"),
        ("wxyz4detroit.com", None, "Michigan"),
        ("kxyz.com", "Man hurt - KXYZ.com - Dothan, Enterprise, Ozark | News", "Alabama"),
        (None, None, None),
    ],
)
def test_where_an_outlet_is_at_home(outlet: str | None, title: str | None, division: str | None) -> None:
    home = home_of(Report(id="r", text="A boy was hurt.", outlet=outlet, title=title), default_gazetteer())
    assert home.division == (None if division is None else ("US", division))


def test_a_name_is_sooner_one_of_the_outlets_own_division() -> None:
    text, title = "A boy was hurt in Meridian.", "Boy hurt - KXYZ Biloxi, Mississippi"
    [found] = find_places(parse(report := Report(id="r", text=text, title=title)), report)
    assert (found.name, found.admin1) == ("Meridian", "Mississippi")


def test_a_later_bare_surname_is_no_place() -> None:
    found = places("Officer John Lyman was hurt in Salem, Oregon. Lyman, 34, is in hospital.")
    assert [place.as_worded for place in found] == ["Salem", "Oregon"]


def test_a_common_name_goes_to_the_village_near_the_others() -> None:
    text = "Russian forces shelled Chasiv Yar, Bakhmut, Ivanivske and nearby Bohdanivka, Ukraine said."
    found = {place.as_worded: place for place in places(text)}
    for name in ("Ivanivske", "Bohdanivka"):
        assert found[name].lat == pytest.approx(48.6, abs=0.1)
        assert found[name].lon == pytest.approx(37.9, abs=0.1)


def test_a_city_and_its_oblast_are_told_apart() -> None:
    found = places("Missiles struck Zaporizhzhia overnight. Two villages in Zaporizhzhia Oblast lost power.")
    assert [(place.as_worded, place.kind) for place in found] == [
        ("Zaporizhzhia", "city"),
        ("Zaporizhzhia Oblast", "region"),
    ]


def test_a_village_that_no_gazetteer_knows_stays_without_coordinates() -> None:
    [hamlet, _] = places("Three houses burned in the hamlet of Verkhnie Zelene near Kupiansk.")
    assert (hamlet.as_worded, hamlet.lat, hamlet.geonameid) == ("Verkhnie Zelene", None, None)


def test_a_part_of_a_town_is_not_a_far_place_of_its_name() -> None:
    found = {
        one.as_worded: one for one in places("A man was shot in the Bordeaux neighborhood of Nashville on Sunday.")
    }
    assert found.keys() == {"Nashville"}
    assert found["Nashville"].country == "US"


def test_a_lone_far_town_beside_the_city_of_a_report_is_rather_one_of_its_quarters() -> None:
    text = "NEW ORLEANS — Six people were shot in Central City on Sunday. The Orleans Parish coroner was called."
    found = {one.as_worded: one for one in places(text)}
    assert found["Central City"].lat is None
    assert found["NEW ORLEANS"].admin1 == "Louisiana"
    text = "NEW ORLEANS — The gunman fled to the city of Central City, Arizona, the Orleans Parish coroner said."
    assert {one.as_worded: one.admin1 for one in places(text)}["Central City"] == "Arizona"


def test_a_container_in_the_text_decides() -> None:
    [lyman, *_] = places("Russian troops entered Lyman, Donetsk Oblast, on Sunday.")
    assert (lyman.lat, lyman.country) == (pytest.approx(48.99, abs=0.05), "UA")


def test_the_outlets_country_decides_between_namesakes() -> None:
    [newport] = places("Three people were hurt in Newport on Saturday.", url="https://news.example.co.uk/1")
    assert newport.country == "GB"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Moscow said that the bridge was safe.", "Moscow", PlaceRole.ACTOR),
        ("Russian troops captured Soledar in January.", "Soledar", PlaceRole.TARGET),
        ("Two people were killed in Nikopol.", "Nikopol", PlaceRole.SCENE),
        ("The depot lies 20 km north of Melitopol.", "Melitopol", PlaceRole.REFERENCE),
        ("A shop burned down in Belgorod, Russia, at night.", "Russia", PlaceRole.CONTAINER),
    ],
)
def test_roles(text: str, name: str, role: PlaceRole) -> None:
    assert [place.role for place in places(text) if place.as_worded == name] == [role]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Kyiv", "“", "’s", "\n\n", "in", "Ukraine", ",", "U.S.-led", "Ⅳ", "\u0301", "Lviv.", " "]),
        max_size=14,
    )
)
def test_spans_are_the_words_of_the_report(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for place in places(text):
        assert text[place.start : place.end] == place.as_worded


def test_the_same_report_gives_the_same_places() -> None:
    text = "Shells fell on Springfield, Salem and Athens. Athens was dark. In Georgia, Columbus was calm."
    assert places(text) == places(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vovchansk was shelled. Ten people left the city.", [("the city", "Vovchansk")]),
        ("Shells hit Spirne and Vesele. Both villages burned. The villages are empty.", None),
        ("Drones hit Odesa. The Ukrainian capital was calm.", [("The Ukrainian capital", "Kyiv")]),
        ("The city of Kharkiv was dark.", []),
        ("Nobody was hurt in the village.", [("the village", "the village")]),
        (
            "Troops hold Bakhmut. The road from Bakhmut to Siversk is shelled. The city is dark.",
            [("The city", "Bakhmut")],
        ),
        (
            "Shells hit Bakhmut. The highway from the north to Kramatorsk is closed. The city is dark.",
            [("The city", "Bakhmut")],
        ),
        ("Rebels cut the road to Kutum. The city is dark.", [("The city", "Kutum")]),
        ("Rebels cut the road from Lyman to Kramatorsk. The city is dark.", [("The city", "The city")]),
        ("A convoy drove from Lyman to Kramatorsk. The city is dark.", [("The city", "Kramatorsk")]),
    ],
)
def test_references(text: str, expected: list[tuple[str, str]] | None) -> None:
    found = references(text)
    if expected is None:
        assert {name for _, name in found} >= {"Spirne", "Vesele"}
    else:
        assert found == expected


def test_an_unclear_reference_stays_unresolved() -> None:
    assert references("Drones flew over Odesa and Dnipro. Power failed in the city.")[-1] == (
        "the city",
        "the city",
    )


@pytest.mark.parametrize(
    ("text", "worded", "name", "kind"),
    [
        ("Marines crossed the Dnipro near Krynky on Tuesday.", "Dnipro", "Dnipro River", "river"),
        ("Shells fell on Dnipro and Nikopol.", "Dnipro", "Dnipro", "city"),
        ("Strikes in northern Gaza killed 23 people.", "Gaza", "Gaza Strip", "area"),
        ("Hospitals in Gaza ran out of fuel.", "Gaza", "Gaza Strip", "area"),
        ("Tanks entered Gaza City from the north.", "Gaza City", "Gaza City", "city"),
        ("Rebels entered Hama after the army withdrew.", "Hama", "Hama", "city"),
        ("The convoy left Mekelle on Sunday.", "Mekelle", "Mekelle", "city"),
        ("Dozens died in a blast near Stepanakert in Azerbaijan.", "Stepanakert", "Stepanakert", "village"),
        ("A missile hit Kryvyi Rih.", "Kryvyi Rih", "Kryvyi Rih", "city"),
        ("Residents fled Deir al-Balah.", "Deir al-Balah", "Deir al-Balah", "city"),
    ],
)
def test_names_stand_for_what_news_means_by_them(text: str, worded: str, name: str, kind: str) -> None:
    [found] = [place for place in places(text) if place.as_worded == worded]
    assert (found.name, found.kind) == (name, kind)


def test_a_stated_distance_decides_between_namesakes() -> None:
    text = "A drone hit Kostiantynivka, 20 km north of Melitopol."
    [first] = [place for place in places(text) if place.as_worded == "Kostiantynivka"]
    [second] = [place for place in places("A drone hit Kostiantynivka.") if place.as_worded == "Kostiantynivka"]
    assert (first.admin1, second.admin1) == ("Zaporizhzhia Oblast", "Donetsk Oblast")


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Kyiv struck a fuel depot in Belgorod.", True),
        ("Moscow's forces shelled Kherson.", True),
        ("The General Staff in Kyiv decided to hold the bank.", True),
        ("Moscow was behind the blast, the envoy said.", True),
        ("Kyiv woke to explosions on Monday.", False),
        ("Drones hit Kyiv on Monday.", False),
        ("A metro station in Kyiv was damaged.", False),
    ],
)
def test_a_capital_acts_for_its_country(text: str, acts: bool) -> None:
    [found] = [place for place in places(text) if place.name in ("Kyiv", "Moscow")]
    assert (found.role is PlaceRole.ACTOR) is acts
