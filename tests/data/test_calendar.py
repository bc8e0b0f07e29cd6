"""Calendar arithmetic: rows of dates and their intervals, and properties of all dates."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.data import calendar

INTERVALS = [
    ("2023", "2023-01-01", "2023-12-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2023-02-05", "2023-02-05", "2023-02-05"),
    ("2023-02-XX", "2023-02-01", "2023-02-28"),
    ("2023-W05", "2023-01-30", "2023-02-05"),
    ("2023-W05-WE", "2023-02-04", "2023-02-05"),
    ("2022-Q4", "2022-10-01", "2022-12-31"),
    ("2022-H2", "2022-07-01", "2022-12-31"),
    ("2022-34", "2022-04-01", "2022-06-30"),
    ("2022-WI", "2022-12-01", "2023-02-28"),
    ("2022-24", "2022-12-01", "2023-02-28"),
    ("199", "1990-01-01", "1999-12-31"),
    ("199X", "1990-01-01", "1999-12-31"),
    ("19XX", "1900-01-01", "1999-12-31"),
    ("2023-03-02TNI", "2023-03-02T18:00", "2023-03-03T06:00"),
    ("2023-03-02T12:00", "2023-03-02T12:00", "2023-03-02T12:00"),
    ("2023-03-02T12", "2023-03-02T12:00", "2023-03-02T12:59"),
    ("2023-03-02T24:00", "2023-03-03T00:00", "2023-03-03T00:00"),
    ("2023-03-04T14:05:00Z", "2023-03-04T14:05", "2023-03-04T14:05"),
    ("2023-01-29/2023-02-05", "2023-01-29", "2023-02-05"),
    ("2022-02-24/..", "2022-02-24", ".."),
    ("2023-02-05~", "2023-02-05", "2023-02-05"),
]


@pytest.mark.parametrize(("value", "begin", "finish"), INTERVALS)
def test_interval(value, begin, finish):
    assert calendar.interval(value) == (begin, finish)


@pytest.mark.parametrize(
    "value",
    [
        "XXXX-02-05",
        "XXXX",
        "PAST_REF",
        "P2W",
        "",
        "2023-02-30",
        "2023-13",
        "2023-W60",
        "2023-02-05/2023-01-01",
        "../..",
    ],
)
def test_no_interval(value):
    assert calendar.interval(value) is None


EDTF = [
    ("2023-02-05", "2023-02-05"),
    ("2023-Q1", "2023-33"),
    ("2023-H2", "2023-41"),
    ("2023-WI", "2023-24"),
    ("2023-W05", "2023-01-30/2023-02-05"),
    ("2023-03-02T22:30", "2023-03-02T22:30"),
    ("XXXX-10", "XXXX-10"),
    ("XXXX-XX-XX", None),
    ("XXXX-WXX-6", None),
    ("PRESENT_REF", None),
    ("19", "19XX"),
]


@pytest.mark.parametrize(("value", "edtf"), EDTF)
def test_edtf(value, edtf):
    assert calendar.edtf(value) == edtf


days = st.dates(min_value=datetime.date(1000, 1, 1), max_value=datetime.date(9000, 1, 1))
values = st.one_of(
    days.map(str),
    days.map(lambda day: str(day)[:7]),
    days.map(lambda day: str(day)[:4]),
    days.map(lambda day: f"{day.isocalendar().year:04}-W{day.isocalendar().week:02}"),
    st.builds(lambda day, part: f"{day}T{part}", days, st.sampled_from(sorted(calendar.DAY_PARTS))),
    st.builds(lambda day, q: f"{day.year:04}-Q{q}", days, st.integers(1, 4)),
)


@given(values)
def test_an_interval_begins_before_it_ends_and_holds_its_own_day(value):
    begin, finish = calendar.interval(value)
    assert begin <= finish
    assert calendar.interval(f"{begin}/{finish}") == (begin, finish)
    assert calendar.is_before(value, value) is False


@given(values)
def test_edtf_has_the_same_interval(value):
    assert calendar.interval(calendar.edtf(value)) == calendar.interval(value)


@given(values, values)
def test_of_two_dates_at_most_one_is_before_the_other(one, other):
    assert [calendar.is_before(one, other), calendar.is_before(other, one)].count(True) <= 1


@given(values, values)
def test_what_readings_agree_on_is_in_each(one, other):
    common = calendar.agreed([one, other])
    assert common == calendar.agreed([one, one]) or "X" in common or len(one) != len(other)
    if one[:4] != other[:4]:
        assert calendar.interval(common) is None or common[:4] in (one[:4], other[:4])


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_none(value):
    edges = calendar.interval(value)
    assert edges is None or len(edges) == 2
    assert calendar.is_real_date(value) in (True, False)


@given(days.map(str), st.integers(-4000, 4000))
def test_days_shift_back(day, steps):
    moved = calendar.shift_days(day, steps)
    assert moved is not None
    assert calendar.shift_days(moved, -steps) == day


@given(days, st.integers(-600, 600))
def test_months_shift_to_a_day_no_later_in_the_month(day, months):
    moved = calendar.shift_months(day, months)
    assert moved.day <= day.day
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
