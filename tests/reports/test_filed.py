"""Lines that say when and where a story was filed, and datelines between slashes."""

import pytest

from fogline.model.report import SectionKind
from fogline.reports.dateline import inline_dateline
from fogline.run.one import read

BODY = "\n\nShells hit a market in Duk on Sunday, killing nine people, the county's commissioner told this station.\n"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("News | BOR - 4 February 2025", "2025-02-04"),
        ("Updated - April 09, 2025 09:52 pm IST - RAIPUR", "2025-04-09"),
        ("KHARTOUM | Tuesday, 11 March 2025", "2025-03-11"),
    ],
)
def test_a_filed_line_dates_its_story(line: str, day: str) -> None:
    found = read(text=f"Nine die in Duk\n\n{line}{BODY}", id="r")
    assert (found.published or "")[:10] == day


def test_a_sentence_with_a_date_is_no_such_line() -> None:
    found = read(text=f"Nine die in Duk\n\nThe truce of 4 February 2025 is broken.{BODY}", id="r")
    assert found.published is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("MOSCOW, June 10. /Wire/. Shells hit a market in Kursk on Monday.", "XXXX-06-10"),
        ("MINSK, June 10, 2025 /North Wire/ - Shells hit a market on Monday.", "2025-06-10"),
    ],
)
def test_a_dateline_between_slashes(text: str, date: str) -> None:
    found = inline_dateline(text)
    assert found is not None and found.date == date
    assert text[found.goes_on :].startswith("Shells")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Men carry a stretcher past a wall on Friday. © Ann Bell, Wire", SectionKind.CAPTION),
        ("kd-ol/am/rh", SectionKind.BOILERPLATE),
        ("Kindly share this story: WhatsApp | Facebook", SectionKind.BOILERPLATE),
        ("(With inputs from Ann Bell in Bor)", SectionKind.BOILERPLATE),
    ],
)
def test_what_is_no_report(line: str, kind: SectionKind) -> None:
    text = f"Nine die in Duk\n\n{line}{BODY}\n{line}\n"
    found = read(text=text, id="r")
    assert kind in {one.kind for one in found.sections if line in text[one.start : one.end]}
