"""Places in sentences of several wars: invented sentences, real geography.

A row names a place as worded and what it must be: a country and a point within 60 km (wider for regions), "null" where
it is named but has no point, "none" where it is no place at all. A role after the point must be it, or with "not" not.
"""

import pytest

from fogline.claims.parse import parse
from fogline.claims.places import find_places
from fogline.data.gazetteer import kilometres
from fogline.model.claim import Place
from fogline.model.report import Report

NEAR_KM = 60.0
ADJECTIVES = [
    ("Russian and Sudanese officials met in Port Sudan on Monday.", "Russian", "none"),
    ("Russian and Sudanese officials met in Port Sudan on Monday.", "Port Sudan", "SD 19.6 37.2"),
    ("The Israeli army said Lebanese fighters had fired at Metula.", "Lebanese", "none"),
    ("The Israeli army said Lebanese fighters had fired at Metula.", "Metula", "IL 33.3 35.6"),
    ("A Beirut-based analyst said the truce would not hold.", "Beirut", "LB 33.9 35.5 not scene"),
    ("The Kachin Independence Army shelled an outpost near Bhamo.", "Kachin", "none"),
    ("The Kyiv Independent and the Sudan Tribune carried the story.", "Sudan", "none"),
]
GOVERNMENTS = [
    ("Moscow said its forces had taken Vuhledar.", "Moscow", "RU 55.8 37.6 actor"),
    ("Khartoum rejected the offer and accused Abu Dhabi of arming its foes.", "Khartoum", "SD 15.6 32.5 actor"),
    ("Khartoum rejected the offer and accused Abu Dhabi of arming its foes.", "Abu Dhabi", "AE 24.5 54.4 not scene"),
    ("Naypyitaw blamed the rebels for the blast in Loikaw.", "Naypyitaw", "MM 19.7 96.1 actor"),
    ("Bogotá broke off talks with the guerrillas.", "Bogotá", "CO 4.6 -74.1 actor"),
    ("According to Beirut, two soldiers were killed in Naqoura.", "Beirut", "LB 33.9 35.5 actor"),
    ("Talks between Kyiv and Moscow broke down.", "Kyiv", "UA 50.5 30.5 not scene"),
    ("Jerusalem has not commented; Damascus called it an act of war.", "Damascus", "SY 33.5 36.3 actor"),
    ("Beijing brokered a truce in Laukkai.", "Laukkai", "MM 23.7 98.8 scene"),
    ("Hundreds marched in Bogotá on Thursday.", "Bogotá", "CO 4.6 -74.1 scene"),
    ("Three people were killed in Moscow.", "Moscow", "RU 55.8 37.6 scene"),
    ("Tel Aviv was hit by two missiles.", "Tel Aviv", "IL 32.1 34.8 not actor"),
    ("Weapons supplied by Ankara reached Tripoli.", "Ankara", "TR 39.9 32.9 actor"),
]
CHAINS = [
    ("A drone hit Ivanivske, Donetsk Oblast.", "Ivanivske", "UA 48.57 37.92"),
    ("A drone hit Ivanivske in Luhansk Oblast.", "Ivanivske", "UA 48.53 38.92"),
    ("Shells landed in Kutum, North Darfur.", "North Darfur", "SD 14 25.4"),
    ("Gunmen attacked a post in Argelia, Cauca.", "Argelia", "CO 2.26 -77.25"),
    ("Gunmen killed four people in San José, Guaviare.", "Guaviare", "CO 2 -72.5"),
    ("A blast shook Hpakant, Kachin State.", "Hpakant", "MM 25.6 96.3"),
    ("The strike hit Rafah, in the southern Gaza Strip.", "Rafah", "PS 31.3 34.25"),
    ("He was born in Odessa, Texas, and died in Odesa, Ukraine.", "Odessa", "US 31.9 -102.4"),
    ("A car bomb went off in Suárez (Cauca).", "Suárez", "CO 2.95 -76.7"),
    ("Jets hit a monastery in Kawlin township, Sagaing Region.", "Kawlin", "MM 23.8 95.7"),
    ("Shelling hit Marjayoun, Nabatieh Governorate, Lebanon.", "Marjayoun", "LB 33.36 35.59"),
    ("The village of Pokrovske, Dnipropetrovsk Oblast, was hit.", "Pokrovske", "UA 47.98 36.24"),
]
RELATIONS = [
    ("The depot lies 8 km west of Soledar.", "Soledar", "UA 48.7 38.1 reference"),
    ("Troops gathered 30 kilometres north of El Fasher.", "El Fasher", "SD 13.6 25.4 reference"),
    ("A convoy was ambushed south of Sidon.", "Sidon", "LB 33.6 35.4 reference"),
    ("The camp is about ten miles from Lashio.", "Lashio", "MM 22.9 97.8 reference"),
    ("A mine went off on the outskirts of Tumaco.", "Tumaco", "CO 1.8 -78.8 scene"),
]
REGIONS = [
    ("The war in Sudan has spread to Kordofan and Darfur.", "Darfur", "SD 13 25"),
    ("Fighting went on in the Donbas and in Rakhine State.", "Rakhine State", "MM 19.5 94"),
    ("Villages in Sagaing Region and Shan State were burned.", "Sagaing Region", "MM 23 95"),
    ("Rockets fell on the Upper Galilee and southern Lebanon.", "Upper Galilee", "IL 33 35.5"),
    ("Guerrillas fought in Catatumbo, in Norte de Santander.", "Catatumbo", "CO 8.7 -73"),
    ("The Bekaa Valley was calm.", "Bekaa Valley", "LB 33.9 36"),
    ("Gezira state is cut off, Sudan said.", "Gezira", "SD 14.7 33.2"),
]
NAMESAKES = [
    ("Marchers crossed New York on Saturday.", "New York", "US 40.7 -74"),
    ("The envoy said in New York that rebels had taken Goma.", "New York", "US 40.7 -74"),
    ("New York's governor spoke in Kyiv on Friday.", "New York", "US 43 -75.5"),
    ("Floods hit Texas and New York.", "New York", "US 43 -75.5"),
    ("Two people died in Buffalo, New York, the coroner said.", "New York", "US 43 -75.5"),
    ("Rebels from Congo crossed near Goma on Monday.", "Congo", "CD -2.5 23.5"),
    ("The army of Congo denied it.", "Congo", "CD -2.5 23.5"),
    ("Brazzaville is calm, the president of Congo said.", "Congo", "CG -1 15"),
]
SMALL = [
    ("Troops held Klishchiivka and Kurdiumivka near Bakhmut.", "Kurdiumivka", "UA 48.46 37.96"),
    ("Shells hit Netailove and Umanske, west of Avdiivka.", "Netailove", "UA 48.1 37.55"),
    ("Jets struck Tawila at dawn.", "Tawila", "SD 13.5 24.9"),
    ("The army shelled Maungdaw and Buthidaung.", "Maungdaw", "MM 20.8 92.4"),
    ("Soldiers blew up houses in Aita al-Shaab and Yaroun.", "Aita al-Shaab", "LB 33.1 35.3"),
    ("Tanks rolled into Shujaiya and Zeitoun.", "Shujaiya", "PS 31.5 34.5"),
]
OTHER_NAMES = [
    ("Artyomovsk and Dzerzhinsk lie in the Donetsk region.", "Dzerzhinsk", "UA 48.4 37.85"),
    ("Trains from Kharkov to Dnepropetrovsk and Nikolayev were late, Ukraine said.", "Nikolayev", "UA 46.97 32"),
    ("Ukraine lost Avdeevka, Ugledar and Selidovo.", "Ugledar", "UA 47.8 37.25"),
    ("Ukraine holds Chasov Yar, Konstantinovka and Krasnoarmeysk.", "Krasnoarmeysk", "UA 48.3 37.2"),
    ("Rangoon, Mandalay and Moulmein were quiet, Burma said.", "Moulmein", "MM 16.5 97.6"),
    ("The army left El Geneina, Al-Fashir and Wad Medani, Sudan said.", "Wad Medani", "SD 14.4 33.5"),
    ("Saida, Sour and Baalbek were hit, Lebanon said.", "Sour", "LB 33.3 35.2"),
    ("Khan Yunis, Beit Hanun and Deir el-Balah lie in Gaza.", "Beit Hanun", "PS 31.5 34.5"),
]
UNKNOWN = [
    ("Four people died in the village of Umm Hashaba Gharb.", "Umm Hashaba Gharb", "null"),
    ("Mortars fell on the hamlet of Novi Luzhky near Kreminna.", "Novi Luzhky", "null"),
    ("Two people were killed in Tell Zubaydiya, Lebanon.", "Tell Zubaydiya", "null"),
    ("A bus burned in the hamlet of La Esperanza Honda, Antioquia.", "La Esperanza Honda", "null"),
    ("Rockets struck Deir Zahrun village in southern Lebanon.", "Deir Zahrun", "null"),
    ("Houses burned down in Mala Vovcha, Donetsk Oblast.", "Mala Vovcha", "null"),
]
PEOPLE = [
    ('"Nobody saw it," said Denise Jordan, a neighbor. Jordan heard six shots.', "Jordan", "none"),
    ("Austin, 19, and his brother Cody were arrested in Tulsa.", "Austin", "none"),
    ('"I heard it," Israel Torres said.', "Israel", "none"),
    ("Jackson was pronounced dead. Jackson, 26, had two children.", "Jackson", "none"),
    ("Madison Reed, 23, and Troy Lincoln, 31, were held in Erie, Pennsylvania.", "Lincoln", "none"),
    ("Lawyer Carlos Bogota said so on Monday.", "Bogota", "none"),
    ("Hezbollah chief Hassan Nasrallah spoke in Dahiyeh.", "Hassan", "none"),
    ("Kyiv mayor Vitali Klitschko said the city was calm.", "Kyiv", "UA 50.5 30.5"),
]
ROWS = [*ADJECTIVES, *GOVERNMENTS, *CHAINS, *RELATIONS, *REGIONS, *NAMESAKES, *SMALL, *OTHER_NAMES, *UNKNOWN, *PEOPLE]


@pytest.mark.parametrize(("text", "worded", "expected"), ROWS)
def test_places_of_several_wars(text: str, worded: str, expected: str) -> None:
    report = Report(id="r", text=text)
    _is_as_expected([place for place in find_places(parse(report), report) if place.as_worded == worded], expected)


@pytest.mark.parametrize(
    ("text", "outlet", "url", "expected"),
    [
        ("Three men were shot dead in Córdoba on Sunday.", None, "https://nota.com.co/x", "CO 8.3 -75.6"),
        ("Three men were shot dead in Córdoba on Sunday.", None, "https://diario.example.es/x", "ES 37.9 -4.8"),
        ("Two were hurt in Tripoli on Sunday.", "Beirut Daily Courier", None, "LB 34.4 35.8"),
        ("Two were hurt in Tripoli on Sunday.", None, "https://news.example.ly/x", "LY 32.9 13.2"),
        ("Two were hurt in Paris on Sunday.", None, "https://example.io/x", "FR 48.9 2.35"),
    ],
)
def test_an_outlet_writes_of_its_own_country(text: str, outlet: str | None, url: str | None, expected: str) -> None:
    report = Report(id="r", text=text, outlet=outlet, url=url)
    _is_as_expected(find_places(parse(report), report), expected)


def _is_as_expected(found: list[Place], expected: str) -> None:
    if expected == "none":
        assert found == []
        return
    assert found
    place = found[0]
    if expected == "null":
        assert (place.lat, place.geonameid) == (None, None)
        return
    country, lat, lon, *role = expected.split()
    assert place.country == country
    assert place.lat is not None
    assert place.lon is not None
    wide = max(NEAR_KM, place.radius_km or 0.0)
    assert kilometres(place.lat, place.lon, float(lat), float(lon)) < wide
    if role:
        assert (place.role.value == role[-1]) is (len(role) == 1)
