"""Whose blow it is, and what answers what: "the junta's jets", "something the mayor denied".

Every sentence is written for these tests.
"""

import pytest
from test_told_plainly import claims, names, told

from fogline.data.parties import party_of


@pytest.mark.parametrize(
    ("text", "words", "doer"),
    [
        (
            "Israeli air strikes killed at least 12 people across the Gaza Strip on Sunday, medics said.",
            "killed",
            "Israel",
        ),
        ("A Saudi-led air strike killed nine people in Saada.", "killed nine", "Saudi Arabia"),
        ("Drones launched by Ukraine struck a refinery in Ryazan.", "struck", "Ukraine"),
        ("A car bomb claimed by Islamic State killed eight people in Homs.", "killed eight", "Islamic State"),
        ("Rwandan soldiers had crossed the border at Kamanyola, the governor said.", "crossed", "Rwandan soldiers"),
    ],
)
def test_who_does_it(text: str, words: str, doer: str) -> None:
    assert [one.name for one in told(text, words).initiators] == [doer]


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("a doctor in Sudan", None),
        ("the UN mission in Haiti", None),
        ("officials in Kyiv", "Ukraine"),
        ("the armed forces of Ukraine", "Ukraine"),
        ("the U.S.-backed Syrian Democratic Forces", "Syrian Democratic Forces"),
        ("the Iran-backed militia", None),
    ],
)
def test_whose_people_they_are(words: str, party: str | None) -> None:
    assert party_of(words) == party


@pytest.mark.parametrize(
    ("text", "answer", "what"),
    [
        ("Russia's defence ministry said its forces had captured Orikhiv. Ukraine's army denied it the same evening.",
         "denied it", "captured Orikhiv"),
        ('Residents said soldiers had killed 20 people in Bure. "No civilian was killed in Bure," the mayor said.',
         "No civilian", "killed 20"),
        ("The army said youths threw stones at lorries in Sinjil, something the mayor denied.", "the mayor denied",
         "threw stones"),
        ("Two drivers had been held by the police at Usur, a lawyer said. Mr. Bilal denied this.", "denied this",
         "held by the police"),
    ],
)  # fmt: skip
def test_what_answers_what(text: str, answer: str, what: str) -> None:
    found = claims(text)
    one = next(claim for claim in found if answer in claim.quote and claim.about)
    assert what in next(claim.quote for claim in found if claim.id == one.about)


def test_who_speaks_last_is_not_who_was_told_of() -> None:
    text = "The PKK said it had gone. Turkey lost nine soldiers in Gara, it said in a statement."
    assert names(told(text, "lost nine")) == ["Kurdistan Workers' Party"]
    assert names(told('"Nobody crossed the river at Bor," he said on Monday.', "Nobody crossed")) == ["unresolved"]
