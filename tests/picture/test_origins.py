"""Copies and rewrites go back to one origin; quoting and independent reports do not."""

from __future__ import annotations

import random

from fogline.model.report import Report, Section, SectionKind
from fogline.picture.origins import origins
from fogline.picture.terms import terms

FIRST = """A power substation near Kryvyi Rih was hit by two drones early on Tuesday, the regional council said.

Crews from Dniproenergo restored electricity to 4,300 of 6,100 households by noon, engineer Olena Marchuk told Suspilne.

A watchman, 58-year-old Petro Hnatiuk, was taken to the Pokrovsk hospital with burns on both hands.

Council head Yurii Vilkul asked residents to limit the use of boilers until Thursday evening.

The same substation burned for six hours in October after a missile strike that left the tram depot without current."""
OTHER = """Residents of Kryvyi Rih woke to a blackout on Tuesday.

Drones crashed into electrical equipment on the outskirts, and trams stopped on four lines until midday.

Mayor's office staff handed out thermos flasks at the railway station, while a hospital ran on generators.

Power engineers hope to bring back all subscribers before night."""
SWAPS = {
    "hit": "struck", "restored": "brought back", "electricity": "power", "told": "informed",
    "residents": "inhabitants", "burned": "was on fire", "households": "homes", "asked": "urged",
    "limit": "restrict", "left": "put", "hospital": "clinic", "Crews": "Teams", "until": "till",
}  # fmt: skip


def found(*reports: Report) -> dict[str, str]:
    return {name: one.report for name, one in origins([terms(report) for report in reports]).items()}


def at(name: str, text: str, hour: int = 6, **more: object) -> Report:
    return Report(id=name, text=text, published=f"2023-01-17T{hour:02}:00:00Z", **more)  # type: ignore[arg-type]


def swapped(text: str) -> str:
    return " ".join(SWAPS.get(word, word) for word in text.split(" "))


def test_a_heavily_reworded_and_shortened_copy_goes_back_to_the_first() -> None:
    copy = "Local media have more on the blackout.\n\n" + swapped("\n\n".join(FIRST.split("\n\n")[:3]))
    assert found(at("late", copy, 9), at("first", FIRST), at("other", OTHER, 7)) == {
        "first": "first",
        "late": "first",
        "other": "other",
    }


def test_a_report_that_quotes_one_paragraph_is_no_copy() -> None:
    parts = OTHER.split("\n\n")
    quoting = "\n\n".join([*parts[:2], "Dnipro Today reported: " + FIRST.split("\n\n")[1], *parts[2:]])
    assert found(at("first", FIRST), at("quoting", quoting, 9))["quoting"] == "quoting"


def test_the_earliest_is_the_origin_whatever_its_id() -> None:
    assert found(at("a", FIRST, 12), at("b", FIRST, 8), at("c", swapped(FIRST), 10)) == dict.fromkeys("abc", "b")


def test_a_report_of_unknown_date_is_no_origin_of_a_dated_one() -> None:
    assert found(Report(id="a", text=FIRST), at("b", FIRST))["a"] == "b"


def test_a_bulletin_in_a_thousand_outlets_is_one_origin() -> None:
    dice = random.Random(5)
    reports = []
    for number in range(1000):
        words = [SWAPS.get(word, word) if dice.random() < number % 10 / 10 else word for word in FIRST.split(" ")]
        reports.append(Report(id=f"r{number:04}", text=" ".join(words), published=f"2023-01-{17 + number % 9}"))
    assert set(found(*reports).values()) == {"r0000"}


def test_what_pages_add_around_reports_does_not_count() -> None:
    tail = "\n\nSign up for our morning letter and never miss news about energy, trams and the weather in your city."

    def with_tail(name: str, text: str) -> Report:
        sections = (
            Section(start=0, end=len(text), kind=SectionKind.BODY),
            Section(start=len(text), end=len(text + tail), kind=SectionKind.BOILERPLATE),
        )
        return at(name, text + tail, sections=sections)

    short = "Shelling was heard in Nikopol at dawn, a reader wrote."
    assert found(with_tail("a", short), with_tail("b", "Kherson's market reopened after repairs, traders wrote.")) == {
        "a": "a",
        "b": "b",
    }


def test_the_reason_names_the_report() -> None:
    why = origins([terms(at("first", FIRST)), terms(at("late", swapped(FIRST), 9))])["late"].why
    assert why is not None
    assert "first" in why


def test_empty_reports_are_alone_or_equal() -> None:
    assert found(at("a", ""), at("b", FIRST)) == {"a": "a", "b": "b"}
