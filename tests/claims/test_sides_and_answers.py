"""Whose blow it is, and what answers what: "the junta's jets", "something the mayor denied".

Every sentence is written for these tests.
"""

import pytest
from test_told_plainly import claims, names, told

from fogline.data.parties import party_of
from fogline.model.claim import Stage


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


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("M23 captured Goma on Monday, it said in a statement.", "captured Goma", "M23"),
        ("Nine people died in Goma, the hospital said.", "Nine people", "hospital"),
        ("By its count, 40 drones were shot down, the Russian army said.", "40 drones", "Russian Army"),
    ],
)
def test_who_says_it_all_the_same(text: str, words: str, speaker: str) -> None:
    assert names(told(text, words)) == [speaker]


@pytest.mark.parametrize(
    "text",
    ["Rebels did not sign the ceasefire in Goma.", "The army did not perpetrate the massacre in Goma, it said."],
)
def test_what_is_not_done_was_not(text: str) -> None:
    assert {claim.stage for claim in claims(text) if claim.kind} == {Stage.DID_NOT_HAPPEN}


def test_a_siege_that_is_not_lifted_stands() -> None:
    assert [one.value for claim in claims("The siege of Goma was not lifted.") for one in claim.statuses] != ["broken"]


def test_long_rows_of_words_cost_little() -> None:
    rows = "Rebels attacked Goma, according to " + "U1-armed " * 700 + "officials. "
    owned = " and ".join(
        f"its {word}" for word in ["guards", "jets", "tanks", "boats", "drones", "scouts", "cooks"] * 4
    )
    assert claims(rows + f"The mayor said {owned} had moved and its guards attacked Goma.")
