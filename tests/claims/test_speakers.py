"""Who counts as a speaker, and under what name: things that show, descriptions that say which, capitals that stay."""

from __future__ import annotations

import pytest

from fogline.claims.parse import parse
from fogline.claims.speech import find_speech
from fogline.model.claim import UNRESOLVED
from fogline.model.report import Report


def speakers(text: str) -> list[str]:
    """The names of the speakers of a text's last speech."""
    report = Report(id="r", text=text)
    return [speaker.name for speaker in find_speech(parse(report), report, nested=True)[-1].speakers]


@pytest.mark.parametrize(
    "text",
    [
        "Footage confirmed that the bridge was hit.",
        "The evidence confirms that the group entered the village.",
        "Satellite images confirm that the base was hit.",
        "The latest Dutch reading says that fuel is short.",
        "Assessment: what a retreat would mean",
    ],
)
def test_things_that_show_are_no_speakers(text: str) -> None:
    assert speakers(text) == []


def test_whose_claim_it_is_speaks() -> None:
    assert speakers("The evidence confirms the group's claim to have entered the village.") == [UNRESOLVED]
    assert speakers("The evidence confirms Wagner's claim to have entered the village.") == ["Wagner"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The emergency service said two firefighters were hurt.", "Emergency Service"),
        ("The regional administration said nobody was hurt.", "regional administration"),
        ("According to the city council, a plant had been damaged.", "city council"),
        ("The governor said that three people died.", "governor"),
        ("Officials said the road was open again.", "officials"),
        ("Western officials said it was a limited gain.", "Western officials"),
        ("The Polish foreign ministry was silent. The same ministry said it was safe.", "Polish Foreign Ministry"),
        ("The ministry said that nothing had changed.", UNRESOLVED),
        ("The statement said that nothing had changed.", UNRESOLVED),
        ("The group said it lost five men.", UNRESOLVED),
    ],
)
def test_a_description_that_says_which_keeps_its_words(text: str, name: str) -> None:
    assert speakers(text) == [name]


def test_whoever_bears_a_title_behind_a_description_is_the_speaker() -> None:
    text = "Two soldiers died, the head of the regional administration, Petro Lysenko, wrote on Telegram."
    assert speakers(text) == ["Petro Lysenko"]


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("the head of the Dnipropetrovsk Oblast military administration, Serhii Lysenko,", "official"),
        ("the mayor of Nikopol, Oleksandr Soroka,", "mayor"),
        ("the head of the village council, Petro Koval,", "official"),
        ("the wife of the mayor, Olena Koval,", None),
        ("a resident, Olena Petrenko,", "witness"),
    ],
)
def test_an_office_before_a_name_is_its_bearers(who: str, role: str | None) -> None:
    """A name whose office is not seen would be withheld as a private person's."""
    report = Report(id="r", text=f"Shelling of Nikopol killed two people and wounded five on Saturday, {who} said.")
    [speaker] = find_speech(parse(report), report, nested=True)[-1].speakers
    assert speaker.role == role


def test_a_blank_that_the_parser_takes_for_a_word_is_no_fault() -> None:
    report = Report(id="r", text="\n\n that said said")
    assert all(not speech.speakers or speech.speakers[-1].name for speech in find_speech(parse(report), report))
