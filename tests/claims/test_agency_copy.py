"""Speakers, houses and blows as agencies put them: our own sentences."""

import pytest

from fogline.claims.extract import extract
from fogline.model.claim import Claim, Reading, Stage, Stance
from fogline.model.report import Capture, Facts, Report
from fogline.reports.read import read


def reading(text: str) -> Reading:
    facts = Facts(id="r", published="2025-06-10", lang="en")
    return extract(read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts)))


def titled(title: str) -> Reading:
    more = "There is no more to tell here for now."
    report = Report(id="r", text=f"{title}\n\n{more}", title=title, published="2025-06-10", lang="en")
    return extract(read(Capture(body=report.text.encode(), source="r", media_type="text/plain", facts=Facts(
        id="r", title=title, published="2025-06-10", lang="en"))))  # fmt: skip


def told(text: str, kind: str) -> Claim:
    return next(claim for claim in reading(text).claims if claim.kind == kind)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Wreckage burned two houses in Poltava, the regional governor, Danylo Rybak, wrote on Telegram.",
            "Danylo Rybak",
        ),
        ("Four people were hurt in Sumy, the head of the city council, Oksana Lysenko, said.", "Oksana Lysenko"),
    ],
)
def test_a_speaker_is_named_between_commas(text: str, who: str) -> None:
    [claim] = [one for one in reading(text).claims if one.kind]
    assert [one.name for one in claim.speakers] == [who]
    assert claim.quote.endswith(("Poltava", "Sumy"))


@pytest.mark.parametrize(
    ("text", "words", "who", "stance"),
    [
        (
            "Hanoi said two of its sailors were hurt and denied that its ships had fired.",
            "its ships",
            "Vietnam",
            Stance.DENIES,
        ),
        (
            "Baku said nine drones were shot down and warned that more would come.",
            "more would",
            "Azerbaijan",
            Stance.WARNS,
        ),
    ],
)
def test_those_who_underwent_it_say_nothing(text: str, words: str, who: str, stance: Stance) -> None:
    claim = next(one for one in reading(text).claims if words in one.quote)
    assert ([one.name for one in claim.speakers], claim.stance) == ([who], stance)


def test_a_joint_statement_is_of_all_who_made_it() -> None:
    [claim] = reading("A joint statement by Norway, Spain and Ireland said that Mali had not replied.").claims
    assert [one.name for one in claim.speakers] == ["Norway", "Spain", "Ireland"]
    assert {one.via for one in claim.speakers} == {"statement"}


def test_who_does_not_answer_has_not_said_what_stands_before() -> None:
    text = (
        '"They came at dawn," said Hawa Musa, a trader in Kutum. "Most of the dead are men." The Rapid Support '
        "Forces did not reply to a question."
    )
    claim = next(one for one in reading(text).claims if "Most of the dead" in one.quote)
    assert [one.name for one in claim.speakers] == ["Hawa Musa"]


def test_what_we_counted_is_counted_by_who_says_we() -> None:
    claim = next(one for one in reading('"We counted 31 dead," said Ali Bello, a driver.').claims if one.figures)
    assert [one.name for one in claim.speakers] == ["Ali Bello"]


def test_their_administration_is_the_citys() -> None:
    text = "Rebels move on Uvira. The city of 300,000 before the war has no water, its administration says."
    claim = next(one for one in reading(text).claims if "no water" in one.quote)
    assert [one.name for one in claim.speakers] == ["the city's administration"]


def test_a_suicide_bomber_is_no_aircraft() -> None:
    claim = told("A suicide bomber blew himself up outside the barracks in Gao on Sunday.", "suicide_bombing")
    assert (claim.figures, [one.as_worded for one in claim.initiators]) == ((), ["A suicide bomber"])


@pytest.mark.parametrize(
    ("text", "kind", "whom"),
    [
        ("The granary burned down on Sunday.", "arson", "granary"),
        ("The base at Lyman was overrun by rebels.", "territory_captured", "base"),
        ("Three farmers, including a boy, were slain inside a barn.", "execution", "Three farmers"),
        ("Konotop was left without power after the attack.", "outage", "Konotop"),
        ("Rockets left the town without water.", "outage", None),
        ("The clinic was put out of service in May.", "destruction", "clinic"),
        ("The post at Kerak was overrun by rebels on Sunday.", "territory_captured", "post"),
        ("Police retook a telephone hub in Kenscoff.", "territory_regained", "telephone hub in Kenscoff"),
    ],
)
def test_what_is_done_to_what(text: str, kind: str, whom: str | None) -> None:
    claim = told(text, kind)
    assert whom is None or any(one.as_worded.endswith(whom) for one in claim.recipients)
    assert not any("granary" in one.as_worded for one in claim.initiators)


@pytest.mark.parametrize(
    "text",
    ["The truce in Gao collapsed on Sunday.", "The ceasefire was broken on Sunday.", "Shelling broke the truce."],
)
def test_a_broken_truce_is_none(text: str) -> None:
    assert not {one.kind for one in reading(text).claims} & {"ceasefire_agreement", "destruction"}


def test_what_a_participle_goes_on_from_was_in_the_same_place() -> None:
    text = "Jets struck the Nabatieh suburb of Tyre on Sunday, killing nine."
    claim = next(one for one in reading(text).claims if one.figures)
    assert [place.as_worded for place in claim.places] == ["Nabatieh"]
    text = "Jets struck Qana and Tyre on Sunday, killing nine."
    claim = next(one for one in reading(text).claims if one.figures)
    assert not claim.places  # in both together


def test_a_bridge_over_a_river_lies_at_its_town() -> None:
    claim = told("The bridge over the Oskil at Kupiansk was destroyed in May.", "destruction")
    assert [one.subject for one in claim.statuses] == ["bridge in Kupiansk"]


@pytest.mark.parametrize(
    ("title", "kind", "speakers"),
    [
        ("Tartus harbour hit, fuel tanks ablaze", "attack", []),
        ("Police post overrun in Djibo, nine soldiers dead", "territory_captured", []),
        ("Villagers told to flee as Goma airport bombed", "evacuation", []),
    ],
)
def test_titles_leave_out_auxiliaries(title: str, kind: str, speakers: list[str]) -> None:
    claim = next(one for one in titled(title).claims if one.kind == kind)
    assert [one.name for one in claim.speakers] == speakers


def test_a_countrys_nameless_town_has_no_name() -> None:
    claims = titled("Rebels claim capture of key Congo town").claims
    assert not [one for claim in claims for one in claim.statuses]
    assert {place.country for claim in claims for place in claim.places} <= {"CD"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Residents of Rafah were told to leave, the Israeli military said.", ["Israeli Armed Forces"]),
        ("Ukraine ordered families to leave Kupiansk.", ["Ukraine"]),
        ("Villagers in Sudzha were told to flee.", []),
        ("New evacuation orders cover parts of Lyman.", []),
    ],
)
def test_whoever_is_told_to_leave_has_not_left(text: str, who: list[str]) -> None:
    claim = told(text, "evacuation")
    assert (claim.stage, [one.name for one in claim.speakers]) == (Stage.PLANNED, who)
    assert not claim.initiators or claim.initiators[0].name == "Ukraine"


def test_who_is_joined_by_and_says_his_own() -> None:
    text = "Hamas said nine of the dead were its men and Islamic Jihad said three were its members."
    assert [[one.name for one in claim.speakers] for claim in reading(text).claims if claim.figures] == [
        ["Hamas"],
        ["Palestinian Islamic Jihad"],
    ]


def test_who_the_dead_are_stands_behind_a_colon() -> None:
    [claim] = [
        one for one in reading("Clashes left 90 dead: 50 farmers, 30 herders and 10 soldiers.").claims if one.kind
    ]
    assert [(one.measure, one.best, one.scope.value) for one in claim.figures] == [
        ("killed", 90.0, "total"),
        ("killed", 50.0, "subset"),
        ("killed", 30.0, "subset"),
        ("killed", 10.0, "subset"),
    ]
