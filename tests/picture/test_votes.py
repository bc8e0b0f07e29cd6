"""Votes on when and where: the day that a report gives for what happened, the town that is the scene."""

from __future__ import annotations

from made_claims import claim, day, place, report

from fogline.model.claim import PlaceRole, Span
from fogline.picture.dates import days_of, likeliest, marks
from fogline.picture.days import day_number
from fogline.picture.fuse import fuse


def test_a_night_has_two_days_and_a_fortnight_none() -> None:
    assert len(days_of(claim("c1", when=day("2023-03-02T18:00", "2023-03-03T06:00")))) == 2
    assert days_of(claim("c1", when=day("2023-03-01", "2023-03-14"))) == ()


def test_a_day_after_publication_is_none_where_an_earlier_one_is_given() -> None:
    told = [claim("c1", when=day("2023-03-09")), claim("c2", when=day("2023-03-01"), start=90)]
    marked = marks(told, {"r1": told}, {"r1": day_number("2023-03-03")}, {"r1": "r1"})
    assert list(marked) == [day_number("2023-03-01")] and likeliest(marked) == day_number("2023-03-01")


def test_it_happened_on_friday_dates_what_was_told_without_a_day() -> None:
    claims = [
        claim("c1", kind="shooting", where="Kherson"),
        claim("c2", kind=None, start=60, trigger=Span(start=63, end=71), when=day("2023-03-03")),
    ]
    [one] = fuse([report("r1")], claims).developments
    assert (one.when.begin, one.when.finish) == ("2023-03-03", "2023-03-03")


def test_the_scene_goes_before_where_somebody_comes_from() -> None:
    home = place("Bakhmut", PlaceRole.MENTION, at=620)
    claims = [
        claim("c1", kind="shooting", where="Kherson", when=day("2023-03-02")),
        claim("c2", kind=None, start=600, places=(home,)),
    ]
    [one] = fuse([report("r1")], claims).developments
    assert one.place is not None and one.place.name == "Kherson"
