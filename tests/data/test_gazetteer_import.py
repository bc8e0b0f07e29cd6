"""Gazetteer files of the user's own: made of small dumps and extracts that these tests write."""

import bz2
import gzip
import json
import zipfile
from pathlib import Path

import pytest

from fogline.data.gazetteer import CHOICE, SHIPPED, Gazetteer, default_gazetteer
from fogline.data.gazetteer_check import check_gazetteer
from fogline.data.gazetteer_import import Imported, Wanted, import_files
from fogline.data.gazetteer_lines import Aside
from fogline.model.errors import InputError, TableError


def dump_line(number, name, others="", lat=49.0, lon=37.0, code="PPL", people=0, country="UA", admin1="05", admin2=""):
    feature_class = "P" if code.startswith("PPL") else "A" if code.startswith(("ADM", "PCL")) else "H"
    where = [str(lat), str(lon), feature_class, code, country, "", admin1, admin2, "", ""]
    return "\t".join([str(number), name, name, others, *where, str(people), "", "100", "Europe/Kyiv", "2023-01-01"])


DUMP = [
    dump_line(11, "Donets'ka Oblast'", "Donetsk Oblast", 48.0, 37.8, "ADM1", 4_000_000),
    dump_line(12, "Sukhyi Raion", "", 49.1, 37.3, "ADM2", admin2="0507"),
    dump_line(1, "Mala Vovcha", "Malaya Volchya", 49.1, 37.2, people=40, admin2="0507"),
    dump_line(2, "Velyka Hora", "", 49.3, 37.4, people=9_000),
    dump_line(3, "Stara Hrebla", code="DAM"),
    dump_line(4, "Tykha Richka", code="STM"),
    dump_line(5, "Wad Sakina", "", 13.4, 30.1, country="SD", admin1="99"),
]


def imported(folder: Path, *files: Path, **wanted) -> tuple[Gazetteer, Imported, list[Aside]]:
    aside: list[Aside] = []
    out = folder / "own.gazetteer"
    told = import_files(files, out, wanted=Wanted(**wanted), told=lambda w: isinstance(w, Aside) and aside.append(w))
    assert check_gazetteer(out).faults == ()
    return Gazetteer(out), told, aside


def written(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def dump(tmp_path):
    return written(tmp_path / "UA.txt", DUMP)


def test_a_dump_gives_places_with_their_divisions(tmp_path, dump) -> None:
    own, told, aside = imported(tmp_path, dump)
    assert (told.places, told.left_out, aside) == (5, 2, [])
    [village] = own.lookup("Malaya Volchya")
    assert (village.name, village.geonameid, village.kind, village.country) == ("Mala Vovcha", 1, "village", "UA")
    # The first division is named as the shipped gazetteer names it, so that both can be joined.
    assert (village.admin1, village.admin2) == ("Donetsk Oblast", "Sukhyi Raion")
    assert [entry.kind for entry in own.lookup("Donetsk Oblast")] == ["region"]
    assert own.lookup("Stara Hrebla") == own.lookup("Tykha Richka") == ()
    assert own.lookup("Wad Sakina")[0].admin1 is None  # no table says what "99" is


def test_a_zip_is_read_as_it_was_downloaded(tmp_path, dump) -> None:
    packed = tmp_path / "UA.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "The format is as follows")
        archive.write(dump, "UA.txt")
    own, told, aside = imported(tmp_path, packed)
    assert (told.places, aside) == (5, [])
    assert own.lookup("Velyka Hora")


def test_tables_name_divisions_countries_and_more_names(tmp_path) -> None:
    files = [
        written(tmp_path / "SD.txt", [DUMP[-1], dump_line(6, "Republic of the Sudan", code="PCLI", country="SD")]),
        written(tmp_path / "admin1CodesASCII.txt", ["SD.99\tNorth Sand\tNorth Sand\t77", "nothing here"]),
        written(
            tmp_path / "countryInfo.txt",
            ["# ISO", "\t".join(["SD", "SDN", "729", "SU", "Sudan", "K", "1861484", *["x"] * 9, "6", "", ""])],
        ),
        written(
            tmp_path / "alternateNamesV2.txt",
            [
                "77\t5\tuk\tВад-Сакіна\t\t\t\t",
                "78\t5\tlink\thttps://example.org\t\t\t\t",
                "79\t5\t\tWad as Sakinah\t\t\t\t1\t\t",
                "80\t404\ten\tNowhere\t\t\t\t",
            ],
        ),
    ]
    own, told, aside = imported(tmp_path, *files)
    assert [(one.number, one.source) for one in aside] == [(2, "admin1CodesASCII.txt")]
    assert told.names == 2
    for name in ("Вад-Сакіна", "Wad as Sakinah", "Wad Sakina"):
        assert [(one.name, one.admin1, one.country_name) for one in own.lookup(name)] == [
            ("Wad Sakina", "North Sand", "Sudan")
        ]
    [sudan] = own.lookup("Republic of the Sudan")
    assert (sudan.name, sudan.kind, sudan.radius_km) == ("Sudan", "country", pytest.approx(770, abs=1))


def test_bad_rows_are_set_aside_with_line_and_reason(tmp_path) -> None:
    lines = [
        DUMP[2],
        "1\tMala",
        dump_line("x1", "A"),
        dump_line(8, "B", lat=91),
        dump_line(9, ""),
        dump_line(10, "C\xa0"),
    ]
    path = written(tmp_path / "UA.txt", lines)
    path.write_bytes(path.read_bytes() + b"11\tD\xff\n" + b"x" * 1_100_000 + b"\n" + dump_line(7, "Kut").encode())
    own, told, aside = imported(tmp_path, path)
    assert [(one.number, one.reason) for one in aside] == [
        (2, "2 fields, a GeoNames dump has 19"),
        (3, "geonameid 'x1' is no number"),
        (4, "latitude 91 is off the globe"),
        (5, "no name"),
        (7, "no UTF-8"),
        (8, "longer than 1,048,576 bytes"),
    ]
    assert told.places == 3
    assert own.lookup("Kut")


def test_countries_and_population_choose(tmp_path, dump) -> None:
    own, _, _ = imported(tmp_path, dump, countries=frozenset({"UA"}), min_population=1000)
    assert own.lookup("Velyka Hora")
    assert own.lookup("Mala Vovcha") == own.lookup("Wad Sakina") == ()
    assert own.lookup("Donetsk Oblast")


def test_nothing_wanted_leaves_the_old_file(tmp_path, dump) -> None:
    imported(tmp_path, dump)
    before = (tmp_path / "own.gazetteer").read_bytes()
    with pytest.raises(InputError, match="no place that is wanted"):
        imported(tmp_path, dump, countries=frozenset({"MM"}))
    assert (tmp_path / "own.gazetteer").read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["UA.txt", "own.gazetteer"]


NODE = {"type": "node", "id": 5, "lat": 48.6, "lon": 37.9}
TAGS = {
    "place": "hamlet",
    "name": "Тиха Балка",
    "name:ru": "Тихая Балка",
    "old_name": "Красный Хутор;Krasnyi Khutir",
    "population": "12",
}
XML = (
    '<?xml version="1.0"?><osm version="0.6"><node id="5" lat="48.6" lon="37.9">'
    + "".join(f'<tag k="{key}" v="{value}"/>' for key, value in TAGS.items())
    + '</node><node id="6" lat="1" lon="1"><tag k="amenity" v="cafe"/></node>'
    + '<way id="7"><center lat="48.7" lon="37.8"/><tag k="place" v="town"/><tag k="name:en" v="Long Row"/></way></osm>'
)
FEATURE = {
    "type": "Feature",
    "id": "node/5",
    "properties": TAGS,
    "geometry": {"type": "Point", "coordinates": [37.9, 48.6]},
}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("x.osm", XML.encode()),
        ("x.osm.gz", gzip.compress(XML.encode())),
        ("x.osm.bz2", bz2.compress(XML.encode())),
        ("overpass.json", json.dumps({"version": 0.6, "elements": [{**NODE, "tags": TAGS}]}, indent=1).encode()),
        ("x.geojson", json.dumps({"type": "FeatureCollection", "features": [FEATURE]}).encode()),
        ("x.geojsonl", (json.dumps(FEATURE) + "\n").encode()),
    ],
)
def test_extracts_of_openstreetmap_are_read(tmp_path, name, body) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    own, _, aside = imported(tmp_path, path)
    assert aside == []
    for spelling in ("Тиха Балка", "Tikhaya Balka", "Krasny Khutor", "Krasnyi Khutir"):
        [hamlet] = own.lookup(spelling)
        assert (hamlet.name, hamlet.kind, hamlet.population) == ("Tykha Balka", "village", 12)
        # No tag says where it lies; the nearest settlement of the shipped gazetteer does.
        assert (hamlet.country, hamlet.admin1, hamlet.origin) == ("UA", "Donetsk Oblast", "osm node 5")
    assert check_gazetteer(tmp_path / "own.gazetteer").sources[0].licence == "ODbL 1.0"


def test_what_osm_says_of_divisions_goes_before_nearness(tmp_path) -> None:
    tags = {"place": "village", "name": "Kot Sehr", "is_in": "Kherson Oblast, Ukraine"}
    path = tmp_path / "o.json"
    unnamed = {**NODE, "id": 6, "tags": {"place": "village", "name": "قرية"}}
    path.write_text(json.dumps({"elements": [{**NODE, "tags": tags}, unnamed]}))
    own, _, aside = imported(tmp_path, path)
    assert [(one.country, one.admin1) for one in own.lookup("Kot Sehr")] == [("UA", "Kherson Oblast")]
    assert [(one.number, one.reason) for one in aside] == [(2, "node 6 has no name in Latin or Cyrillic letters")]


def test_a_pbf_is_read(tmp_path) -> None:
    osmium = pytest.importorskip("osmium")
    path = tmp_path / "x.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        writer.add_node(osmium.osm.mutable.Node(id=5, location=(37.9, 48.6), tags=TAGS))
        writer.add_node(osmium.osm.mutable.Node(id=6, location=(1, 1), tags={"amenity": "cafe"}))
    own, told, _ = imported(tmp_path, path)
    assert told.places == 1
    assert own.lookup("Tykha Balka")[0].lat == pytest.approx(48.6)


@pytest.mark.parametrize(
    ("name", "body", "error"),
    [
        ("x.osm", '<!DOCTYPE x [<!ENTITY a "b">]><osm/>', "document type"),
        ("x.json", '{"type": "Topology"}', "neither Overpass JSON nor GeoJSON"),
        ("x.zip", "PK no", "cannot be unpacked"),
        ("x.pdf", "", "neither a dump of GeoNames"),
        ("x.osm.pbf", "nothing", "cannot be read"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path, name, body, error) -> None:
    path = tmp_path / name
    path.write_text(body)
    with pytest.raises(InputError, match=error):
        imported(tmp_path, path)


def test_broken_extracts_give_what_they_hold(tmp_path) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [FEATURE, FEATURE]})[:-60])
    own, _, aside = imported(tmp_path, path)
    assert own.lookup("Tykha Balka")
    assert [one.reason for one in aside] == ["broken JSON from here on"]


def test_the_same_places_give_the_same_bytes(tmp_path) -> None:
    files = []
    for name, lines in (("a", DUMP), ("b", DUMP[::-1])):
        (tmp_path / name).mkdir()
        imported(tmp_path / name, written(tmp_path / name / "UA.txt", lines))
        files.append((tmp_path / name / "own.gazetteer").read_bytes())
    assert files[0] == files[1]


def test_an_own_file_is_joined_with_the_shipped_one(tmp_path, monkeypatch) -> None:
    bakhmut, region = default_gazetteer().lookup("Bakhmut")[0], default_gazetteer().lookup("Donetsk Oblast")[0]
    lines = [*DUMP, dump_line(bakhmut.geonameid, "Bakhmut", "Stare Misto", 48.5901, 38.0001, people=1)]
    imported(tmp_path, written(tmp_path / "UA.txt", lines))
    monkeypatch.setenv(CHOICE, str(tmp_path / "own.gazetteer"))
    both = default_gazetteer()
    [again] = [one for one in both.lookup("Bakhmut") if one.country == "UA"]
    assert (again.lat, again.population, again.geonameid) == (48.5901, bakhmut.population, bakhmut.geonameid)
    assert both.lookup("Mala Vovcha")[0].country_name == "Ukraine"
    [joined] = both.lookup("Donetsk Oblast")
    assert (joined.lat, joined.radius_km, joined.geonameid) == (region.lat, region.radius_km, 11)
    assert both.fingerprint
    assert Gazetteer(SHIPPED).fingerprint is None
    monkeypatch.setenv(CHOICE, f"only:{tmp_path / 'own.gazetteer'}")
    assert default_gazetteer().lookup("Paris") == ()
    assert default_gazetteer().fingerprint not in (None, both.fingerprint)


def test_what_is_no_gazetteer_is_told_in_a_line(tmp_path) -> None:
    path = written(tmp_path / "no.gazetteer", ["nothing"])
    with pytest.raises(TableError, match="no gazetteer"):
        Gazetteer(path)
    with pytest.raises(TableError, match="no gazetteer"):
        check_gazetteer(path)


def test_the_shipped_file_is_whole() -> None:
    found = check_gazetteer(SHIPPED)
    assert found.faults == ()
    assert found.places["village"] > 100_000
