"""What fits a rule, what never counts as new, and how an alert reads."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest

from fogline.model.alert import Rule
from fogline.model.claim import Place, Stage, When
from fogline.model.picture import Conflict, Development
from fogline.outputs.alert_feed import atom
from fogline.outputs.alert_match import AHEAD, LONG_AGO, NO_DATE, NO_DAY, Found, Passed, matches
from fogline.outputs.alerting import Known, roundup, text, told
from fogline.outputs.material import Material
from fogline.outputs.withheld import PrivateNames

from .material import CLAIMS, DENIAL, FIRST, FOUR, PICTURE, REPORTS, SECOND, SHELLED, SIX

SHELLING = replace(
    PICTURE.developments[0],
    tolls=tuple(
        replace(toll, series=tuple(replace(one, published="2023-02-10" if one.report == "r1" else "2023-02-12")
                                   for one in toll.series))
        for toll in PICTURE.developments[0].tolls
    ),
)  # fmt: skip
ROWS = [SHELLING, *PICTURE.developments[1:], *PICTURE.statuses, *PICTURE.conflicts]
DONETSK = Place(start=0, end=1, name="Donetsk Oblast", as_worded="Donetsk Oblast", lat=48.1, lon=37.7, kind="region",
                radius_km=120.0)  # fmt: skip
OUTLET = REPORTS[0].outlet
NEAR = {"place": "Bakhmut", "lat": 48.5942, "lon": 37.9989}  # some 31 km from Siversk


class World:
    """The small world, with its reports as they are given."""

    def __init__(self, reports=REPORTS, conflicts=PICTURE.conflicts):
        self.reports, self.conflicts = {one.id: one for one in reports}, conflicts
        self.private = PrivateNames(lambda report: [one for one in CLAIMS if one.report == report])

    def material(self, claims):
        wanted = set(claims)
        return Material(claims={one.id: one for one in CLAIMS if one.id in wanted}, reports=self.reports)

    def development_of(self, claim) -> Development | None:
        return next((one for one in ROWS if isinstance(one, Development) and claim in one.claims), None)

    def conflicts_of(self, claims) -> list[Conflict]:
        return [one for one in self.conflicts if set(one.claims) & set(claims)]


def fits(rows=ROWS, world=None, on="2023-02-12", **conditions) -> list[str]:
    found = matches(Rule(name="a rule", **conditions), rows, world or World(), on)
    return [one.subject.id for one in found if isinstance(one, Found)]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"kinds": ("shelling",)}, ["d1"]),
        ({"kinds": ("drone_strike",)}, []),
        ({"place": "Siversk", "kinds": ("shelling",)}, ["d1"]),
        ({"place": "siversk", "geonameids": (693942,), "kinds": ("shelling",)}, ["d1"]),
        ({**NEAR, "radius_km": 40.0, "kinds": ("shelling",)}, ["d1"]),
        ({**NEAR, "radius_km": 25.0, "kinds": ("shelling",)}, []),
        ({"parties": ("russia",), "kinds": ("shelling",)}, ["d1"]),
        ({"parties": ("Wagner",)}, []),
        ({"said_by": ("Donetsk Oblast governor",)}, ["d1"]),
        ({"said_by": ("Ukraine",)}, ["d1"]),
        ({"said_by": ("Dnipro Institute",)}, []),
        ({"speakers": ("donetsk oblast governor",)}, ["d1"]),
        ({"speakers": ("Ukraine",)}, []),  # a party is no name
        ({"speakers": ("Donetsk Oblast governor",), "said_by": ("Russia",)}, []),  # of one claim
        ({"outlets": (OUTLET.casefold(),), "kinds": ("shelling",)}, ["d1"]),
        ({"outlets": ("No such outlet",)}, []),
        ({"stances": ("asserts",), "kinds": ("shelling",)}, ["d1"]),
        ({"stances": ("doubts",)}, []),
        ({"certainties": ("certain",), "kinds": ("shelling",)}, ["d1"]),
        ({"certainties": ("possible",), "kinds": ("shelling",)}, []),
        ({"words": "siversk", "kinds": ("shelling",)}, ["d1"]),
        ({"words": "nowhere at all"}, []),
        ({"toll_over": 5.0}, ["d1"]),
        ({"toll_over": 6.0}, []),  # over, not at least
        ({"toll_over": 0.0, "measure": "injured"}, []),
        ({"toll_over": 5.0, "said_by": ("Donetsk Oblast governor",)}, []),  # the governor counted four
        ({"origins": 2}, ["d1"]),
        ({"origins": 3}, []),
        ({"conflict": "any"}, ["k1"]),
        ({"conflict": "figure"}, []),
        ({"conflict": "denial", "toll_over": 5.0, "place": "Siversk", "kinds": ("shelling",)}, ["k1"]),
        ({"conflict": "denial", "toll_over": 9.0}, []),
        ({"status": "any"}, ["s1"]),
        ({"status": "access", "place": "Siversk"}, ["s1"]),
        ({"status": "control"}, []),
        ({"told_within_days": 1}, ["d1"]),
        ({"told_within_days": 0}, []),
    ],
)
def test_all_conditions_must_hold(conditions, expected) -> None:
    assert fits(**conditions) == expected


def test_a_province_is_not_its_middle() -> None:
    """Something in Donetsk Oblast did not happen at the point by which maps show it."""
    there = replace(SHELLING, place=DONETSK)
    middle = {"lat": 48.1, "lon": 37.7, "radius_km": 30.0}
    assert fits([there], place="Makiivka", **middle) == []
    assert fits([there], place="Makiivka", lat=48.1, lon=37.7, radius_km=150.0) == ["d1"]
    assert fits([there], place="Donetsk Oblast") == ["d1"]
    assert fits([replace(SHELLING, place=None)], place="Makiivka", **middle) == []


def test_what_is_planned_or_unlikely_is_not_told_as_real() -> None:
    assert fits([replace(SHELLING, stage=Stage.PLANNED)]) == []
    assert fits([replace(SHELLING, stage=Stage.PLANNED)], stages=("planned",)) == ["d1"]
    assert fits([replace(SHELLING, stage=Stage.PLANNED)], stages=("any",)) == ["d1"]
    assert fits([replace(SHELLING, certainty="unknown")]) == []


def reasons(row, world=None, on="2023-02-12", **conditions) -> list[str]:
    found = list(matches(Rule(name="a rule", **conditions), [row], world or World(), on))
    return [one.reason for one in found if isinstance(one, Passed)] if len(found) == 1 else ["nothing"]


def test_without_a_date_nothing_is_new() -> None:
    kind = {"kinds": ("shelling",)}
    undated = World([replace(FIRST, published=None), replace(SECOND, published="XXXX-02-12")])
    assert reasons(SHELLING, undated, **kind) == [NO_DATE]
    assert reasons(replace(SHELLING, when=When()), **kind) == [NO_DAY]
    by_then = replace(SHELLING, when=When(finish="2023-02-12", basis="published by"))
    assert reasons(by_then, **kind) == [NO_DAY]
    assert fits([by_then], undated=True, **kind) == ["d1"]
    assert reasons(replace(SHELLING, when=When(edtf="XXXX-02-09", begin="XXXX-02-09")), **kind) == [NO_DAY]
    half = World([replace(FIRST, published=None), SECOND])
    (found,) = matches(Rule(name="a", **kind), [SHELLING], half, "2023-02-12")
    assert isinstance(found, Found)
    assert SHELLED.id not in found.claims  # the undated report gives no reason
    assert SIX.id in found.claims


def test_a_day_that_lies_ahead_is_no_day() -> None:
    kind = {"kinds": ("shelling",)}
    assert reasons(SHELLING, on="2023-02-01", **kind) == [AHEAD]
    ahead = World([replace(one, published="2031-01-01") for one in REPORTS])
    assert reasons(SHELLING, ahead, **kind) == [AHEAD]
    assert reasons(PICTURE.conflicts[0], World([replace(FIRST, published=None), SECOND]), conflict="any") == [NO_DATE]
    assert reasons(PICTURE.statuses[0], ahead, status="any") == [AHEAD]
    assert reasons(SHELLING, told_within_days=0, **kind) == [LONG_AGO]


def test_an_undated_figure_does_not_pass_the_bound() -> None:
    toll = SHELLING.tolls[0]
    series = tuple(replace(one, published=None) for one in toll.series)
    undated = World([FIRST, replace(SECOND, published=None)])  # the one that counts six
    assert reasons(replace(SHELLING, tolls=(replace(toll, series=series),)), undated, toll_over=5.0) == [NO_DATE]


def alert(on="2023-02-12", recorded=None, row=SHELLING, **conditions):
    rule = Rule(name="Siversk", **conditions)
    (found,) = (one for one in matches(rule, [row], World(), on) if isinstance(one, Found))
    known = Known(first_printed="2023-02-10", last_printed="2023-02-12", recorded_at=recorded, on=on)
    return told(rule, found, World(), known)


def test_an_alert_tells_numbers_who_when_and_the_exact_words() -> None:
    made = alert(toll_over=5.0)
    assert made.title == "Siversk: six reported dead, two children among them"
    whole = text(made)
    assert "shelled Siversk" in whole
    assert "Six people were killed in Siversk" in whole
    assert "the text does not say whose figure it is" in whole
    assert "Happened on 9 February 2023, first printed on 10 February 2023, last on 12 February 2023." in whole
    assert "“The toll in Siversk has risen to six” · printed 12 February 2023" in whole
    assert "Disputed:" in whole
    assert "What reports say, not what is known to be so." in whole
    assert (made.figure, made.measure, made.about) == (6, "killed", "d1")
    assert {note.claim for note in made.claims} >= {SIX.id, SHELLED.id, DENIAL.id, FOUR.id}
    for note in made.claims:
        report = {"r1": FIRST, "r2": SECOND}[note.report]
        assert note.words == report.text[note.start : note.end]
    assert len(whole) < 2_500


def test_it_says_how_late_it_became_known() -> None:
    late = alert(recorded="2023-06-01T10:20:30.000000Z", kinds=("shelling",))
    assert late.title.endswith(" (printed 109 days ago)")
    assert "In this ledger since 1 June 2023, 10:20 UTC, 109 days after it was printed." in text(late)
    old = alert(row=replace(SHELLING, when=When(begin="2022-10-09", finish="2022-10-09")), kinds=("shelling",))
    assert old.title.endswith(" (told 124 days late)")
    assert "told 124 days late." in text(old)


def test_one_alert_is_the_same_whoever_makes_it_again() -> None:
    assert alert(kinds=("shelling",)).id == alert(on="2023-03-12", kinds=("shelling",)).id
    assert alert(toll_over=5.0, rises=True).id != alert(toll_over=5.0).id


def test_the_feed_is_one_that_readers_know() -> None:
    made = replace(alert(toll_over=5.0), title="Six \x1b[31m & <dead>\x0b")
    feed_id = "urn:uuid:7c9a1c0e-52a8-4f0c-9a55-0d3f2f4f4d11"
    written = atom(feed_id, [("2023-02-12T10:00:00Z", made)], updated="2023-02-13T00:00:00Z")
    root = fromstring(written)
    space = {"a": "http://www.w3.org/2005/Atom"}
    (entry,) = root.findall("a:entry", space)
    assert entry.findtext("a:title", None, space) == "Six [31m & <dead>"
    assert (entry.findtext("a:id", "", space)).startswith("urn:uuid:")
    assert root.findtext("a:updated", None, space) == "2023-02-12T10:00:00Z"
    assert "Six people were killed" in (entry.findtext("a:content", None, space) or "")
    assert written == atom(feed_id, [("2023-02-12T10:00:00Z", made)], updated="2023-02-14T00:00:00Z")
    assert fromstring(atom(feed_id, [], updated="2023-02-13T00:00:00Z")).findall("a:entry", space) == []


def test_many_at_once_fit_in_one_message() -> None:
    title, words = roundup([replace(alert(toll_over=5.0), id=f"a_{n}") for n in range(7)], again=True)
    assert title == "7 alerts at once: Siversk"
    assert words.count("six reported dead") == 7
    assert "a_6" in words
    assert "cut off" in words
