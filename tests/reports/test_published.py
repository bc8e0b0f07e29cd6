"""When a report was published, and how that is known."""

import pytest

from fogline.data.stamps import find_date, find_time, nearest_year
from fogline.model.errors import UnreadableReport
from fogline.reports.published import lenient_date, metadata_date, published, url_date
from fogline.reports.sections import cut


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("2023-03-04", "2023-03-04"),
        ("2023-03", "2023-03"),
        ("2023", "2023"),
        ("XXXX-02-05", "XXXX-02-05"),
        ("2023-XX-XX", "2023-XX-XX"),
        ("2023-03-04?", "2023-03-04?"),
        ("2023-03-04/2023-03-05", "2023-03-04/2023-03-05"),
        ("2023-03-04T10:15:00Z", "2023-03-04T10:15:00Z"),
        ("2023-03-04t10:15:00.250+02:00", "2023-03-04T10:15:00.250+02:00"),
        ("2023-03-04 10:15", "2023-03-04T10:15:00"),
        ("2023-03-04T10:15:00+0200", "2023-03-04T10:15:00+02:00"),
        ("March 4, 2023", "2023-03-04"),
        ("Sat, 04 Mar 2023 10:15:00 GMT", "2023-03-04T10:15:00Z"),
        ("20230304", "2023-03-04"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_dates_of_metadata(stated: str, date: str) -> None:
    assert metadata_date(stated, "feed") == date


@pytest.mark.parametrize(
    "stated",
    ["2023-02-30", "2023-02-29", "2023-13-01", "2023-00-10", "XXXX-02-30", "2023-03-04T25:00:00Z", "0000-01-01", "soon",
     "March 2023 was cold", "1677920000", "2023-03-04/2023-02-30", "04.13.2023", "", "-"],
)  # fmt: skip
def test_dates_that_do_not_exist(stated: str) -> None:
    with pytest.raises(UnreadableReport, match=r"(?s)line 7: .*is no date"):
        metadata_date(stated, "line 7")


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://courier.example/2023/02/05/bakhmut", "2023-02-05"),
        ("https://courier.example/world/2023/feb/5/bakhmut", "2023-02-05"),
        ("https://courier.example/world-2023-02-05-bakhmut.html", "2023-02-05"),
        ("https://courier.example/a/20230205/bakhmut", "2023-02-05"),
        ("https://courier.example/2023/02/bakhmut", "2023-02"),
        ("https://courier.example/2023/02/30/bakhmut", "2023-02"),
        ("https://2023-02-05.example/bakhmut", None),
        ("https://courier.example/story-1220230205887", None),
        ("https://courier.example/bakhmut", None),
        (None, None),
    ],
)
def test_dates_of_addresses(url: str | None, date: str | None) -> None:
    assert url_date(url) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Key developments on Feb. 5:\n\nThe town held, the army said.", "XXXX-02-05"),
        ("KYIV, March 4 (Wire) — The town held, the army said on Saturday.", "XXXX-03-04"),
        ("Town holds\n\nFebruary 5, 2023\n\nThe town held, the army said.", "2023-02-05"),
        ("BOGOTA, 15 JAN 90 (EFE) -- [TEXT] POLICE DEFUSED A CAR BOMB NEAR THE AIRPORT.", "1990-01-15"),
        (
            "Town holds\n\nUpdated: 6 March 2023\n\nPublished: 4 March 2023\n\nThe town held, the army said.",
            "2023-03-04",
        ),
        ("Town holds\n\nUpdated: 6 March 2023, 10:15\n\nThe town held, the army said.", "2023-03-06T10:15:00"),
        ("Town holds\n\nPublished 4 March, 10:15 GMT\n\nThe town held, the army said.", "XXXX-03-04"),
        ("Live\n\n14:05\nThe town held, the army said.\n\n13:00\nShells fell on the town, police said.", None),
        ("4 March 2022 - 6 March 2023\n\nThe town held out for a year and two days, the army said.", None),
        ("KYIV, February 30 (Wire) — The town held, the army said on Saturday.", None),
        ("The town held on March 4, 2023, the army said, after a week of attacks from three sides.", None),
        ("A house burns, March 1, 2022. (Photo: Wire)\n\nThe town held, the army said on Saturday.", None),
    ],
)
def test_dates_of_text(text: str, date: str | None) -> None:
    assert published(None, None, text, cut(text), "-") == (date, "text" if date else "none")


def test_a_lone_date_between_paragraphs_dates_nothing() -> None:
    text = (
        "The town held through Friday night, the army said, although the shelling was heavier than on any other day "
        "of the week and two depots burned.\n\nMarch 1, 2022 00:41\n\nTwo people were wounded by shelling, police said."
    )
    assert published(None, None, text, cut(text), "-") == (None, "none")


def test_the_best_witness_wins() -> None:
    text = "KYIV, March 4 (Wire) — The town held, the army said on Saturday."
    url = "https://courier.example/2023/03/05/held"
    assert published("2023-03-06", url, text, cut(text), "-") == ("2023-03-06", "metadata")
    assert published(None, url, text, cut(text), "-") == ("2023-03-05", "url")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("on Saturday, 4 March 2023, at noon", "2023-03-04"),
        ("the 3rd of March 2023", "2023-03-03"),
        ("March 3", "XXXX-03-03"),
        ("5 лютого 2023 року", "2023-02-05"),
        ("13/02/2023", "2023-02-13"),
        ("3/4/2023", None),
        ("in March 12:30", None),
        ("may 5 people", "XXXX-05-05"),
        ("10 marchers", None),
        ("Feb. 29", "XXXX-02-29"),
        ("Feb. 30", None),
    ],
)
def test_printed_dates(text: str, date: str | None) -> None:
    found = find_date(text)
    assert (found.date if found else None) == date


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:05", "14:05:00"),
        ("11.32am GMT", "11:32:00Z"),
        ("9 p.m.", "21:00:00"),
        ("12:15 a.m.", "00:15:00"),
        ("18:40 EET", "18:40:00+02:00"),
        ("24:10", None),
        ("1:75", None),
        ("3.50 percent", None),
        ("7.62", None),
    ],
)
def test_printed_times(text: str, time: str | None) -> None:
    found = find_time(text)
    assert (found.time if found else None) == time


@pytest.mark.parametrize(
    ("date", "known", "year"),
    [
        ("XXXX-12-30", "2023-01-02", "2022-12-30"),
        ("XXXX-01-02", "2022-12-30T10:00:00Z", "2023-01-02"),
        ("XXXX-02-29", "2023-03-01", "2024-02-29"),
        ("XXXX-02-05", None, "XXXX-02-05"),
        ("XXXX-02-05", "2023", "2023-02-05"),
        ("XXXX-12-30", "2023-01", "2022-12-30"),
        ("XXXX-02-05", "XXXX-02-06", "XXXX-02-05"),
        ("2021-02-05", "2023-02-05", "2021-02-05"),
    ],
)
def test_years_from_the_published_date(date: str, known: str | None, year: str) -> None:
    assert nearest_year(date, known) == year


def test_lenient_date_takes_whole_statements_only() -> None:
    assert lenient_date("updated 4 March 2023 by our correspondents") is None
