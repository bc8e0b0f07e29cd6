"""Transcripts: who has the floor, and what is no speaker's label."""

import pytest

from fogline.claims.extract import extract
from fogline.claims.turns import turns, with_labels_cased
from fogline.model.report import Report

BRIEFING = (
    "MODERATOR: Good morning. Who shelled the town?\n\n"
    "GOVERNOR KOVAL: Rebels shelled Lyman on Friday, killing four people.\n\n"
    "Rebels burned a clinic in Siversk.\n\n"
    "Q: Was anybody else hurt?\n\n"
    "A: Two children were wounded in Lyman.\n\n"
    "GOVERNOR: Soldiers captured Siversk.\n\n"
    "Later, an airstrike hit Kutum."
)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (BRIEFING, ["MODERATOR", "GOVERNOR KOVAL", "Q", "A", "GOVERNOR"]),
        ("GEN. IVAN KOVAL (through a translator): No.\n\nKOVAL: We left.", ["GEN. IVAN KOVAL (through a translator)",
                                                                           "KOVAL"]),
        (">> REPORTER: Why?\n>> Mr. PETRENKO: Ask them.", ["REPORTER", "Mr. PETRENKO"]),
        ("UPDATE: Shells hit Lyman.\n\nKILLED: Four people.\n\nKYIV: An alert.", []),
        ("GOVERNOR KOVAL: One label makes no transcript.", []),
        ("Killed: four. Wounded: nine.\nMissing: two.", []),
        ("THE BISHOP SAID: Two were killed.\n\nGENERAL SAID: All is calm.", []),
        ("READ MORE: Shells hit Lyman.\n\nREAD MORE: Shells hit Siversk.", []),
        ("14:05: Shells hit Lyman.\n\nRUSSIA: No comment.", []),
    ],
)  # fmt: skip
def test_labels_are_told_from_other_words_before_a_colon(text: str, labels: list[str]) -> None:
    assert [text[turn.start : turn.end] for turn in turns(text)] == labels


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Rebels shelled Lyman", "Koval"),
        ("Rebels burned a clinic", "Koval"),
        ("Two children were wounded", "unresolved"),
        ("Soldiers captured Siversk", "Koval"),
        ("an airstrike hit Kutum", None),
    ],
)
def test_a_turn_is_said_by_whom_its_label_names(words: str, speaker: str | None) -> None:
    claims = extract(Report(id="r1", text=BRIEFING, lang="en", published="2023-03-04")).claims
    [claim] = [claim for claim in claims if words in claim.quote]
    assert [one.name for one in claim.speakers] == ([] if speaker is None else [speaker])


def test_labels_are_read_as_names_at_their_length() -> None:
    text = "GOVERNOR KOVAL: No.\n\nQ: Why?"
    assert with_labels_cased(text, text) == "Governor Koval: No.\n\nQ: Why?"


def test_only_a_label_that_names_somebody_is_an_attribution() -> None:
    reading = extract(Report(id="r1", text=BRIEFING, lang="en", published="2023-03-04"))
    sources = {BRIEFING[span.start : span.end] for one in reading.attributions for span in one.source}
    assert {"GOVERNOR KOVAL", "GOVERNOR"} <= sources
    assert {"MODERATOR", "Q", "A"}.isdisjoint(sources)
