"""The brief's formats, tables, timeline and map."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from rich.console import Console

from fogline.model.codec import decode, encode
from fogline.outputs.brief import Brief, brief
from fogline.outputs.geojson import geojson
from fogline.outputs.html import html
from fogline.outputs.markdown import markdown
from fogline.outputs.tables import (
    claim_rows,
    conflict_rows,
    development_rows,
    report_rows,
    safe,
    status_rows,
    toll_rows,
)
from fogline.outputs.terminal import footer_lines, print_brief
from fogline.outputs.timeline import timeline, timeline_text
from fogline.serve.show import write_csv

from .material import CLAIMS, PICTURE, REPORTS
from .told import made

MADE = brief(PICTURE, REPORTS, CLAIMS)


def test_terminal_tells_everything_without_markup() -> None:
    out = io.StringIO()
    risky = replace(MADE, title="Key developments: [bold]x[/bold]")
    print_brief(risky, Console(file=out, width=100))
    text = out.getvalue()
    assert "[bold]x[/bold]" in text
    assert "Disputed:" in text
    assert "characters 0–44" in text


@pytest.mark.parametrize("written", ["terminal", "markdown"])
def test_each_line_gives_its_points_on_request(written: str) -> None:
    def lines(explain: bool) -> str:
        out = io.StringIO()
        print_brief(MADE, Console(file=out, width=400), explain=explain)
        return out.getvalue() if written == "terminal" else markdown(MADE, explain=explain)

    shown = [line for item in MADE.items for line in item.lines]
    assert lines(explain=True).count(" points: ") == len(shown)
    assert " points: " not in lines(explain=False)


def test_markdown_links_each_number_to_its_note() -> None:
    page = markdown(MADE)
    used = set(re.findall(r"\(#note-(\d+)\)", page))
    assert used == {str(note.number) for note in MADE.notes}
    assert all(f'<a id="note-{number}"></a>' in page for number in used)


def test_html_is_one_page_without_scripts_and_links_both_ways() -> None:
    page = html(replace(MADE, title="<script>alert(1)</script>"))
    assert "<script" not in page
    ids = set(re.findall(r' id="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= ids
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert {f"note-{note.number}" for note in MADE.notes} <= links


def test_json_round_trip() -> None:
    assert decode(Brief, json.loads(json.dumps(encode(MADE)))) == MADE


def test_an_empty_brief_says_so() -> None:
    empty = brief(PICTURE, REPORTS, CLAIMS, place="Nowhere")
    assert "No report names Nowhere" in markdown(empty)
    assert "No report names Nowhere" in html(empty)
    late = brief(PICTURE, REPORTS, CLAIMS, since="2024-01-01", until="2024-01-31")
    assert "No report is dated between 1 and 31 January 2024." in markdown(late)


def test_tables_are_flat_and_safe() -> None:
    known = {one.id: one for one in CLAIMS}
    tables = [
        report_rows(REPORTS),
        claim_rows(CLAIMS),
        development_rows(PICTURE.developments),
        toll_rows(PICTURE.developments),
        status_rows(PICTURE.statuses),
        conflict_rows(PICTURE.conflicts, known),
    ]
    for rows in tables:
        assert rows
        out = io.StringIO()
        assert write_csv(rows, list, out) == len(rows)
        read = list(csv.DictReader(io.StringIO(out.getvalue())))
        assert [list(one) for one in read] == [list(one) for one in rows]
    assert safe("+380") == "'+380"
    assert safe(" =x") == "' =x"


def test_map_points_are_settlements() -> None:
    points = json.loads(geojson(PICTURE))["features"]
    assert len(points) == 5
    for point in points:
        lon, lat = point["geometry"]["coordinates"]
        assert (lon, lat) == (38.1, 48.87)
        assert point["properties"]["radius_km"] >= 1


def test_timeline_by_day() -> None:
    days = timeline(PICTURE)
    assert [one.day for one in days] == ["2023-02-09", "2023-02-10"]
    assert "9 February 2023\n  Siversk: shelling; killed 6" in timeline_text(days)
    assert not timeline(PICTURE, place="Odesa")


@pytest.mark.parametrize("cell", ["=1+1", " @A1", "\u00a0=1", "\t=1", "\n-2", "seen\n=cmd", "\rx"])
def test_no_cell_becomes_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


def test_the_foot_of_a_brief_counts_one_as_one() -> None:
    [line] = footer_lines(made("Shells hit Bakhmut on Friday, police said."))
    assert line == "Stands on 1 report, 1 outlet, 1 origin and 1 claim; words between “ ” are the report's."
