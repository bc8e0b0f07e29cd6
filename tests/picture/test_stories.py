"""Reports on the same happenings are one story, in any order; look-alikes of another place and day are not."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.model.report import Report
from fogline.picture.stories import stories
from fogline.picture.terms import terms

NIKOPOL = [
    "Artillery hit the Nikopol district hospital on Monday evening. Nurse Iryna Savchenko, 41, was hurt by glass. "
    "Governor Serhii Lysak wrote that forty windows and a pharmacy in Trubnykiv Avenue were shattered.",
    "A nurse was hurt as shells struck the hospital of Nikopol, governor Lysak wrote on Monday. Iryna Savchenko is in "
    "a stable state, colleagues from the Trubnykiv Avenue pharmacy said.",
    "Windows of the Nikopol hospital are being boarded up after Monday's shelling on Trubnykiv Avenue, in which "
    "the nurse Iryna Savchenko was wounded, according to governor Serhii Lysak.",
]
KUPIANSK = [
    "A glide bomb destroyed the grain elevator of Kupiansk on Sunday. Driver Mykola Bondar, 63, died in his lorry, "
    "prosecutor Dmytro Chubenko said. Volunteers put out the fire in the Oskil street by night.",
    "Prosecutors in Kupiansk opened a case over the death of the lorry driver Mykola Bondar, killed Sunday as a bomb "
    "fell on the grain elevator in Oskil street.",
]


def made(texts: list[str], prefix: str, day: int) -> list[Report]:
    return [Report(id=f"{prefix}{n}", text=text, published=f"2023-05-{day + n:02}") for n, text in enumerate(texts)]


REPORTS = made(NIKOPOL, "n", 15) + made(KUPIANSK, "k", 14)


def test_reports_on_one_shelling_are_one_story() -> None:
    found = stories([terms(report) for report in REPORTS])
    assert len({found[f"n{n}"] for n in range(3)}) == 1
    assert len({found[f"k{n}"] for n in range(2)}) == 1
    assert found["n0"] != found["k0"]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 999))
def test_any_order_gives_the_same_stories(seed: int) -> None:
    shuffled = REPORTS[:]
    random.Random(seed).shuffle(shuffled)
    assert stories([terms(one) for one in shuffled]) == stories([terms(one) for one in REPORTS])


def test_reports_without_dates_or_words_are_placed_too() -> None:
    found = stories([terms(Report(id="a", text="")), terms(Report(id="b", text=NIKOPOL[0]))])
    assert set(found) == {"a", "b"}
