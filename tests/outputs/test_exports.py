"""Each export: its columns and codes, what it leaves empty, and that its own tool or schema takes it."""

from __future__ import annotations

import io
import json
import random
import re
from dataclasses import replace

import geojson as geojson_library
import geopandas
import hxl as hxl_library
import jsonschema
import pandas
import pytest
import stix2

from fogline.model.claim import Speaker
from fogline.model.errors import InputError
from fogline.model.picture import Picture
from fogline.outputs.exports.acled import acled_figure
from fogline.outputs.exports.columns import Written
from fogline.outputs.exports.evidence import evidence
from fogline.outputs.exports.formats import FORMATS, ExportFormat, formats
from fogline.outputs.exports.rows import TABLES

from .exported import CLAIMS, PICTURE, REPORTS, made
from .plover_schema import PLOVER_SCHEMA

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
# Of field.md: ACLED's and UCDP GED's columns, in their order.
THEIRS = {
    "acled": """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1
        assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region
        country admin1 admin2 admin3 location latitude longitude geo_precision source source_scale
        notes fatalities tags timestamp""",
    "ucdp": """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id
        conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a
        side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office
        source_date source_headline source_original where_prec where_coordinates where_description
        adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity
        date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high
        low gwnoa gwnob""",
}


def written(name: str, **fields: object) -> Written:
    return formats()[name].write(made(**fields))


def frame(name: str, **fields: object) -> pandas.DataFrame:
    """The export in pandas, as a user would read it; rows by their first column."""
    read = pandas.read_csv(io.StringIO(written(name, **fields).text))
    return read.set_index(read.columns[0], drop=False)


def known(table: pandas.DataFrame, row: str, *columns: str) -> list[object]:
    return [None if pandas.isna(value) else value for value in table.loc[row, list(columns)]]


@pytest.mark.parametrize("form", [one for one in FORMATS if one.ending == ".csv"], ids=lambda one: one.name)
def test_each_table_loads_in_pandas_with_its_columns(form: ExportFormat) -> None:
    text = form.write(made()).text
    read = pandas.read_csv(io.StringIO(text), skiprows=[1] if form.name == "hxl" else None)
    assert list(read.columns) == [column.name for column in form.columns]
    assert len(read) == form.write(made()).rows > 0
    for column in form.columns:
        if column.type in ("integer", "number"):
            assert pandas.api.types.is_numeric_dtype(read[column.name]), column.name
        if column.type == "integer":
            assert (read[column.name].dropna() % 1 == 0).all(), column.name
        if column.cell is None:
            assert read[column.name].isna().all(), column.name
            assert column.source.startswith("empty: ")


def test_columns_of_others_are_theirs_in_their_order_and_ours_come_after() -> None:
    for name, listed in THEIRS.items():
        theirs = listed.split()
        columns = [column.name for column in formats()[name].columns]
        assert columns[: len(theirs)] == theirs
        assert all(column.startswith("fogline_") for column in columns[len(theirs) :])


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_a_table_tells_the_meaning_of_each_of_its_columns(table) -> None:
    names = [column.name for column in table.columns]
    rows = table.rows(made())
    assert rows
    assert all(set(names) <= set(row) for row in rows)
    left = set(rows[0]) - set(names)
    assert left <= {"source"}  # where a report lay on somebody's disk is nobody's business


def test_a_type_of_acleds_holds_by_who_does_it() -> None:
    table = frame("acled")
    assert known(table, "d2", "event_type", "sub_event_type") == ["Battles", "Non-state actor overtakes territory"]
    assert known(table, "d3", "event_type", "sub_event_type") == ["Battles", "Government regains territory"]
    assert known(table, "d7", "sub_event_type", "civilian_targeting") == ["Attack", "Civilian targeting"]
    assert "d4" not in table.index
    out = written("acled").left_out
    assert out["not mapped to a type of ACLED's: territory_captured without other side or own side"] == 1
    assert out["not mapped to a type of ACLED's: no kind"] == 1
    assert out["no event: planned"] == 1
    assert out["no event: whether it happened is not said"] == 1
    assert written("acled").rows + sum(out.values()) == len(PICTURE.developments)


def test_codes_of_time_are_never_finer_than_the_span() -> None:
    acled, ucdp = frame("acled"), frame("ucdp")
    columns = ("event_date", "year", "time_precision")
    assert known(acled, "d6", *columns) == ["2023-02-09", 2023, 1]
    assert known(acled, "d1", *columns) == ["2023-02-06", 2023, 2]
    assert known(acled, "d2", *columns) == ["2023-01-20", 2023, 3]
    assert known(acled, "d5", *columns) == [None, None, None]  # three months
    assert known(acled, "d3", *columns) == [None, None, None]  # by then: since when is not known
    assert known(ucdp, "d1", "date_start", "date_end", "date_prec", "event_clarity") == [
        "2023-02-06",
        "2023-02-10",
        2,
        None,
    ]
    assert known(ucdp, "d7", "date_prec", "event_clarity") == [1, 1]
    assert "when: not known to 2023-02-10" in acled.loc["d3", "notes"]


def test_codes_of_place_are_never_finer_than_the_words() -> None:
    acled, ucdp = frame("acled"), frame("ucdp")
    columns = ("latitude", "longitude", "geo_precision", "fogline_radius_km")
    assert known(acled, "d1", *columns) == [48.99, 37.81, 2, 2.5]  # "near Lyman"
    assert known(acled, "d2", *columns) == [48.68, 38.09, 1, 2.5]
    assert known(acled, "d5", *columns) == [48.9, 38.9, 3, 90]
    assert known(acled, "d6", *columns) == [None, None, None, None]  # no country's middle
    assert known(ucdp, "d1", "where_prec", "where_description") == [2, "near Lyman, Donetsk Oblast, Ukraine"]
    assert known(ucdp, "d7", "where_prec", "geom_wkt") == [1, "POINT (37.27 49.2)"]


def test_sides_have_codes_only_where_the_words_tell_them() -> None:
    acled, ucdp = frame("acled"), frame("ucdp")
    columns = ("actor1", "inter1", "actor2", "inter2", "interaction")
    assert known(acled, "d1", *columns) == ["Wagner", 8, "Ukrainian forces", 1, 18]
    assert known(acled, "d6", *columns) == ["Russia", 8, None, None, None]  # a weapon is no actor: its side is
    assert known(acled, "d7", *columns) == [None, None, "two civilians; a private person", None, None]
    assert known(ucdp, "d1", "type_of_violence", "side_a", "side_b") == [1, "Russia", "Ukraine"]
    assert known(ucdp, "d7", "type_of_violence", "side_a", "side_b") == [None, None, None]
    assert written("ucdp").empty["type_of_violence: not mapped"] == 2


def test_a_range_and_a_vague_number_are_no_figure() -> None:
    acled, ucdp = frame("acled"), frame("ucdp")
    assert known(acled, "d1", "fatalities") == [None]
    assert "only in words: killed soldiers: “Dozens of soldiers”" in acled.loc["d1", "notes"]
    assert known(frame("acled", figure=acled_figure), "d1", "fatalities") == [12]
    assert known(ucdp, "d1", "best", "low", "high", "deaths_unknown") == [None, 24, 99, None]
    assert known(ucdp, "d9", "best", "low", "high") == [None, 5, 9]
    assert known(ucdp, "d7", "best", "deaths_civilians", "deaths_unknown", "deaths_a") == [2, 2, 0, None]
    assert sorted(ucdp.index) == ["d1", "d7", "d9"]


@pytest.mark.parametrize("form", FORMATS, ids=lambda one: one.name)
def test_every_row_stands_on_claims_and_nothing_private_gets_out(form: ExportFormat) -> None:
    made_now = form.write(made())
    text = made_now.text or pandas.read_parquet(io.BytesIO(made_now.body or b"")).to_csv()
    for private in ("Olena", "Shevchuk", "255 7333", "Sadova", "/home/", "javascript:"):
        assert private not in text, private
    assert "48.987" not in text  # finer than a settlement
    if form.name.partition("-")[0] not in ("reports", "conflicts", "statuses", "tolls"):
        assert all(claim.id in text for claim in CLAIMS[: 1 if form.name == "ucdp" else 2])
    if form.name in ("acled", "ucdp", "plover", "geojson", "stix", "hxl", "claims-csv"):
        assert "https://river.example/week" in text


@pytest.mark.parametrize("form", [one for one in FORMATS if one.ending == ".csv"], ids=lambda one: one.name)
def test_no_cell_is_a_formula(form: ExportFormat) -> None:
    read = pandas.read_csv(io.StringIO(form.write(made()).text), dtype=str, keep_default_na=False)
    cells = [cell for row in read.itertuples(index=False) for cell in row]
    assert not [cell for cell in cells if re.match(r"\s*[=+@\t]|\s*-\D", cell)]


def test_quotations_keep_to_their_length() -> None:
    for length in (0, 10, 40):
        quotes = pandas.read_csv(io.StringIO(written("claims-csv", quote=length).text), keep_default_na=False)["quote"]
        assert all(len(quote.lstrip("'")) <= length for quote in quotes)
    assert "Wagner took Soledar" in set(frame("claims-csv")["quote"])


@pytest.mark.parametrize("form", FORMATS, ids=lambda one: one.name)
def test_the_same_input_in_any_order_gives_the_same_bytes(form: ExportFormat) -> None:
    once = form.write(made()).text
    for seed in range(3):
        claims, reports = list(CLAIMS), list(REPORTS)
        random.Random(seed).shuffle(claims)
        random.Random(seed).shuffle(reports)
        assert form.write(evidence(PICTURE, claims, reports)).text == once


@pytest.mark.parametrize("form", FORMATS, ids=lambda one: one.name)
def test_an_empty_picture_is_an_export_too(form: ExportFormat) -> None:
    empty = form.write(evidence(Picture(as_of=None), (), ()))
    assert empty.rows == 0
    if form.ending == ".csv":
        assert empty.text.splitlines()[0].split(",")[0] == form.columns[0].name


def test_stix_is_taken_by_its_library_and_says_no_more_than_stix_defines() -> None:
    text = written("stix").text
    bundle = stix2.parse(text, allow_custom=False)
    sorts = {one.type for one in bundle.objects}
    assert sorts == {"identity", "incident", "location", "note", "relationship"}
    incidents = {one.external_references[0].external_id: one for one in bundle.objects if one.type == "incident"}
    assert incidents["d1"].confidence == 50
    assert "confidence" not in incidents["d9"]  # 6: cannot be judged
    there = {one.id for one in bundle.objects}
    for one in bundle.objects:
        refs = [*one.get("object_refs", []), *(one[name] for name in ("source_ref", "target_ref") if name in one)]
        assert set(refs) <= there
    notes = [one for one in bundle.objects if one.type == "note"]
    assert {one.external_references[0].external_id for one in notes} >= {CLAIMS[0].id, CLAIMS[1].id}
    lyman = next(one for one in bundle.objects if one.type == "location" and one.name == "Lyman")
    assert (lyman.latitude, lyman.longitude, lyman.precision) == (48.99, 37.81, 2500)


def test_geojson_is_valid_and_loads_as_a_table() -> None:
    collection = geojson_library.loads(written("geojson").text)
    assert collection.is_valid, collection.errors()
    table = pandas.json_normalize([dict(one) for one in collection["features"]])
    assert (table["properties.radius_km"] >= 1).all()
    assert len(table) == written("geojson").rows
    assert set(table["properties.is"]) == {"development", "status"}
    assert all(isinstance(quotes, list) and quotes for quotes in table["properties.quotes"])


def test_hxl_is_taken_by_its_library(tmp_path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(written("hxl").text)
    with hxl_library.data(str(file), hxl_library.InputOptions(allow_local=True)) as data:
        assert data.display_tags == [column.tag for column in formats()["hxl"].columns]
        rows = [dict(zip(data.display_tags, row.values, strict=True)) for row in data]
    with hxl_library.data(str(file), hxl_library.InputOptions(allow_local=True)) as data:
        assert hxl_library.validate(data)["is_valid"]
    codes = {row["#event+id"]: row["#adm1+code+v_pcode"] for row in rows}
    assert (codes["d1"], codes["d3"], codes["d5"], codes["d6"]) == ("UA14", "UA63", "UA44", "")


def test_plover_records_have_its_types_and_required_fields() -> None:
    records = [json.loads(line) for line in written("plover").text.splitlines()]
    validator = jsonschema.Draft202012Validator(PLOVER_SCHEMA)
    for record in records:
        assert not list(validator.iter_errors(record)), record["id"]
    by_id = {record["id"]: record for record in records}
    assert by_id["d6"]["actor"] == [{"code": "RUS", "entity_text": "Missiles", "identifier_text": "Russia"}]
    assert by_id["d7"]["size"] == {"dead": 2}
    assert "size" not in by_id["d9"]
    assert "d3" not in by_id  # since when is not known
    assert by_id["d1"]["recipient"][0] | {"entity_text": ""} == {
        "code": "UKR", "sector": "MIL", "entity_text": "", "identifier_text": "Ukrainian forces",
    }  # fmt: skip


def test_a_format_of_somebody_else_is_one_of_the_table(tmp_path, monkeypatch) -> None:
    (tmp_path / "counted.py").write_text(
        "from fogline.outputs.exports.columns import Written\n"
        "from fogline.outputs.exports.formats import ExportFormat\n"
        "def count(evidence):\n"
        "    return Written(text=f'{len(evidence.picture.developments)}\\n', rows=1)\n"
        "counted = ExportFormat(name='count', about='how many', media_type='text/plain', ending='.txt', columns=(),\n"
        "                       write=count)\n"
        "wrong = 3\n"
    )
    info = tmp_path / "counted-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: counted\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[fogline.exports]\ncount = counted:counted\n")
    monkeypatch.syspath_prepend(tmp_path)
    try:
        formats.cache_clear()
        assert written("count").text == f"{len(PICTURE.developments)}\n"
        (info / "entry_points.txt").write_text("[fogline.exports]\ncount = counted:wrong\n")
        formats.cache_clear()
        with pytest.raises(InputError, match="no ExportFormat"):
            formats()
    finally:
        monkeypatch.undo()
        formats.cache_clear()


@pytest.mark.parametrize("form", [one for one in FORMATS if one.ending == ".parquet"], ids=lambda one: one.name)
def test_each_table_loads_from_parquet_as_from_csv(form: ExportFormat) -> None:
    body = written(form.name).body
    assert body is not None and body == written(form.name).body
    columns = [column.name for column in form.columns]
    read = pandas.read_parquet(io.BytesIO(body))
    as_csv = pandas.read_csv(io.StringIO(written(form.name.replace("-parquet", "-csv")).text))
    assert list(read.columns)[: len(columns)] == columns and len(read) == len(as_csv) > 0
    for column in form.columns:
        if column.type in ("integer", "number"):
            assert read[column.name].astype(float).equals(as_csv[column.name].astype(float)), column.name
    if "geometry" in read:
        placed = geopandas.read_parquet(io.BytesIO(body))
        assert placed.crs is not None and list(placed.geometry.x.dropna()) == list(placed["lon"].dropna())


def test_a_conflicts_reason_names_nobody_private() -> None:
    quarrel = replace(PICTURE.conflicts[0], why="Anna Kovalenko and the ministry contradict each other")
    witness = Speaker(name="Anna Kovalenko", as_worded="Anna Kovalenko", role="witness")
    claims = [replace(one, speakers=(witness,)) if one.id == quarrel.claims[0] else one for one in CLAIMS]
    held = evidence(replace(PICTURE, conflicts=(quarrel,)), claims, REPORTS)
    assert "Kovalenko" not in held.picture.conflicts[0].why
    assert "ministry" in held.picture.conflicts[0].why
