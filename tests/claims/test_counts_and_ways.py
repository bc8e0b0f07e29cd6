"""What was misread in reports of November's last week: counts without a word for the dead, ways, whose ministry it is.

Every sentence is written for these tests, and none stands in those reports.
"""

import pytest
from test_told_plainly import claims, names, told

from fogline.claims.parse import parse
from fogline.claims.times import find_times
from fogline.model.claim import Claim, Stage, Stance
from fogline.model.report import Report


def figures(claim: Claim) -> list[tuple[str | None, float | None]]:
    return [(one.measure, one.best if one.best is not None else one.high) for one in claim.figures]


# ---- who is counted ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "measure", "number"),
    [
        ("Divers reported 14 bodies on Monday.", "14 bodies", "killed", 14),
        ("A nurse said she had seen 31 bodies in the yard.", "31 bodies", "killed", 31),
        ("A day earlier the governor had put the dead at 22.", "22", "killed", 22),
        ("Shelling killed nine people in Nyala, said the union, which had counted five at dawn.", "five", "killed", 5),
        ("A doctor said 17 people with shrapnel wounds were brought in.", "17 people", "injured", 17),
        ('The army claimed that "up to 90" Russian servicemen had been killed.', "90", "killed", 90),
    ],
)
def test_who_is_counted_without_a_word_for_it(text: str, words: str, measure: str, number: int) -> None:
    assert (measure, number) in figures(told(text, words))


def test_kin_of_known_age_are_children_or_not() -> None:
    young = told("Two brothers, aged five and 11, were killed in Sumy.", "brothers")
    old = told("His two sons, aged 29 and 31, were killed in Sumy.", "sons")
    assert [one.group for one in young.figures if one.measure == "killed"] == ["children"]
    assert [one.group for one in old.figures if one.measure == "killed"] == [None]
    [dead] = [
        one for one in told("Three sisters, the eldest 12, died in Nyala.", "sisters").figures if one.measure != "age"
    ]
    assert dead.best == 3


# ---- who says it, and whose it is ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Kyiv's air force said the missiles came from Kursk.\n\nMoscow's account has changed. On Monday its defence "
         "ministry denied having fired at Sumy.", "having fired", "Russian Defense Ministry"),
        ("A paramedic gave another number. She had counted 20 bodies, she said.", "20 bodies", "paramedic"),
        ("Five villagers spoke to the paper. The shootings, they said, began at dawn on Friday.", "shootings",
         "Five villagers"),
        ("The Governor of Borno State, Musa Ali Goni, said 12 farmers were killed in Bama.", "12 farmers",
         "Musa Ali Goni"),
        ("The grid operator Svitlo said rockets hit Lozova.", "rockets", "Svitlo"),
        ("Drones hit three depots in Libya, killing two guards, Turkey's defence ministry said on Monday.",
         "Drones hit", "Turkish Defense Ministry"),
    ],
)  # fmt: skip
def test_who_says_it(text: str, words: str, speaker: str) -> None:
    assert names(told(text, words)) == [speaker]


def test_its_forces_are_those_of_who_speaks() -> None:
    claim = told("Russia's defence ministry said on Friday that its troops had hit a train.", "hit a train")
    assert [one.party for one in claim.initiators] == ["Russia"]


@pytest.mark.parametrize(
    ("text", "words", "stance"),
    [
        ("The French foreign ministry called for an independent inquiry.", "independent inquiry", Stance.DEMANDS),
        ("The envoy warned of a wider war.", "wider war", Stance.WARNS),
    ],
)
def test_who_demands_or_warns_says_so(text: str, words: str, stance: Stance) -> None:
    assert told(text, words).stance is stance


# ---- what happened all the same --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "The massacre of 3 May at Solhan has never been investigated.",
        "The attack in Dori has not been claimed by any group.",
        "The strike on Sumy was not mentioned.",
    ],
)
def test_what_nobody_claims_or_looks_into_did_happen(text: str) -> None:
    [claim] = [one for one in claims(text) if one.kind]
    assert claim.stage is Stage.HAPPENED
    assert names(claim) == []


def test_what_was_never_launched_did_not() -> None:
    assert told("The offensive has not been launched.", "offensive").stage is Stage.DID_NOT_HAPPEN


def test_a_clause_about_a_dated_happening_has_its_day() -> None:
    claim = told("Rescuers search the ruins after Sunday's strike on a market in Tora, which killed 54 people.", "54")
    assert claim.when.edtf == "2024-03-03"


def test_the_same_year_is_that_of_the_date_before() -> None:
    text = (
        "The war began in March 2011. On 9 July of that year, and in November of the same year, the army shelled Hama."
    )
    values = [one.value for one in find_times(parse(Report(id="r", text=text)), Report(id="r", text=text))]
    assert values == ["2011-03", "2011-07-09", "2011-11"]


# ---- ways ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "subject", "value"),
    [
        ("Traffic on the road from Bamako to Ségou has been suspended.", "road between Bamako and Ségou", "cut"),
        ("By noon soldiers had reopened the road between Bunia and Mahagi.", "road between Bunia and Mahagi", "open"),
        (
            "The road to Goma is open. The one leading from Goma to Sake is cut.",
            "road between Goma and Sake",
            "cut",
        ),
        ("The line from Kharkiv to Sumy is cut.", "line between Kharkiv and Sumy", "cut"),
        (
            "Farther west, the road from Dori to Djibo remains cut by fighters.",
            "road between Dori and Djibo",
            "cut",
        ),
    ],
)
def test_how_ways_stand(text: str, subject: str, value: str) -> None:
    assert (subject, value) in [(one.subject, one.value) for claim in claims(text) for one in claim.statuses]


def test_a_town_is_ringed_with_its_garrison() -> None:
    [status] = [
        one for claim in claims("In Babanusa, a garrison has been surrounded for a year.") for one in claim.statuses
    ]
    assert (status.subject, status.aspect) == ("Babanusa", "encirclement")
