"""How things are said to stand: control, encirclement, access, infrastructure."""

import pytest

from fogline.claims.extract import extract
from fogline.model.report import Report

SAID = [
    ("Russian forces captured Soledar on 11 January.", ("Soledar", "control", "held", None, "Russia")),
    ("Ukraine retook Lyman in October.", ("Lyman", "control", "held", None, "Ukraine")),
    ("Ukrainian troops withdrew from Soledar.", ("Soledar", "control", "lost", None, "Ukraine")),
    ("Heavy fighting continued in Bakhmut.", ("Bakhmut", "control", "contested", None, None)),
    ("Russian troops are trying to encircle Bakhmut.", ("Bakhmut", "encirclement", "attempted", None, None)),
    ("Russian troops have nearly encircled Bakhmut.", ("Bakhmut", "encirclement", "partial", None, None)),
    ("The road to Bakhmut was cut on Friday.", ("routes into Bakhmut", "access", "cut", None, None)),
    ("Supply routes into Bakhmut remain open.", ("routes into Bakhmut", "access", "open", None, None)),
    ("The highway to Bakhmut is under fire.", ("routes into Bakhmut", "access", "under fire", None, None)),
    (
        "Bakhmut is increasingly isolated.",
        ("Bakhmut", "access", "degrading", "worsening", None),
    ),
    ("Shelling destroyed a bridge in Kupiansk.", ("bridge in Kupiansk", "infrastructure", "destroyed", None, None)),
    ("He lives in Russian-occupied Donetsk.", ("Donetsk", "control", "held", None, "Russia")),
    ("Ukraine controls the town of Vuhledar.", ("Vuhledar", "control", "held", None, "Ukraine")),
]

NOT_SAID = [
    "Russian forces could capture Soledar.",
    "Russia plans to capture Vuhledar.",
    "Russian forces did not capture Soledar.",
    "The road to peace remains open.",
]


def said(sentence: str) -> list[tuple[str, str, str, str | None, str | None]]:
    reading = extract(Report(id="r1", text=sentence, lang="en", published="2023-03-04"))
    return [
        (one.subject, one.aspect, one.value, one.trend, one.by) for claim in reading.claims for one in claim.statuses
    ]


@pytest.mark.parametrize(("sentence", "status"), SAID)
def test_status(sentence: str, status: tuple[str, str, str, str | None, str | None]) -> None:
    assert status in said(sentence)


@pytest.mark.parametrize("sentence", NOT_SAID)
def test_no_status_of_what_is_not_so(sentence: str) -> None:
    assert not [one for one in said(sentence) if one[2] in ("held", "open", "complete")]
