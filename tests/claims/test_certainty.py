"""How sure, denied or not, how far, and what the speaker does: rows of (sentence, word, expected)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Token

from fogline.claims.certainty import certainty_of, polarity_of, stage_of, stance_of
from fogline.claims.parse import Passage, parse
from fogline.model.report import Report


def at(text: str, word: str) -> tuple[Passage, Token]:
    """The passage of a one-sentence report and the first token of that form."""
    passage = parse(Report(id="r", text=text))[0]
    return passage, next(token for token in passage.doc if token.text == word)


STAGES = [
    ("Russian forces captured the village on Monday.", "captured", "happened"),
    ("Rockets were fired at the port city overnight.", "fired", "happened"),
    ("Troops are advancing along the river.", "advancing", "ongoing"),
    ("The army continues to shell the town.", "shell", "ongoing"),
    ("The column tried to cross the river near the dam.", "cross", "attempted"),
    ("Separatists failed to take the airport.", "take", "attempted"),
    ("The brigade made an attempt to storm the plant.", "storm", "attempted"),
    ("Two assaults near Kupiansk were repelled.", "assaults", "repelled"),
    ("Two assaults near Kupiansk were repelled.", "repelled", "repelled"),
    ("Defenders beat back an attack on the bridgehead.", "attack", "repelled"),
    ("The governor plans to evacuate the district.", "evacuate", "planned"),
    ("The general vowed to retake the peninsula.", "retake", "planned"),
    ("The corps will withdraw from the city.", "withdraw", "planned"),
    ("The corps is going to withdraw from the city.", "withdraw", "planned"),
    ("The militia is preparing to attack the border post.", "attack", "planned"),
    ("The rebels threatened to bomb the pipeline.", "bomb", "threatened"),
    ("The army could withdraw from the salient.", "withdraw", "hypothetical"),
    ("If the enemy attacks the town, it will fall.", "attacks", "hypothetical"),
    ("There is a risk of an attack on the dam.", "attack", "hypothetical"),
    ("Police arrested him for the attempted murder of a judge.", "murder", "attempted"),
    ("The army did not shell the hospital.", "shell", "did not happen"),
    ("No civilians were killed in the raid.", "killed", "did not happen"),
    ("The ministry denied shelling the market.", "shelling", "did not happen"),
    ("The garrison never surrendered.", "surrendered", "did not happen"),
    ("Police foiled a plot to blow up the embassy.", "blow", "repelled"),
    ("The ministry said it had thwarted an attempt to cross the river.", "cross", "repelled"),
    ("Fighting continued in the suburbs.", "Fighting", "ongoing"),
    ("Shelling is under way in the city.", "Shelling", "ongoing"),
    ("Had the bridge been destroyed, the town would have fallen.", "destroyed", "hypothetical"),
    ("It is not clear whether the bridge was destroyed.", "destroyed", "hypothetical"),
    ("The president did not rule out a withdrawal.", "withdrawal", "hypothetical"),
    ("The army promised to investigate the killing of the students.", "killing", "happened"),
    ("The soldiers were unable to cross the river.", "cross", "did not happen"),
    ("The army has yet to retake the village.", "retake", "did not happen"),
    ("The guards prevented the rebels from entering the town.", "entering", "did not happen"),
    ("Ten people may have been killed in the strike.", "killed", "happened"),
]


@pytest.mark.parametrize(("text", "word", "stage"), STAGES)
def test_stage(text: str, word: str, stage: str) -> None:
    assert str(stage_of(*at(text, word))) == stage


POLARITIES = [
    ("The army entered the village.", "entered", "positive"),
    ("The army did not enter the village.", "enter", "negative"),
    ("The troops never left the plant.", "left", "negative"),
    ("Nobody was killed in the blast.", "killed", "negative"),
    ("No bridges were destroyed.", "destroyed", "negative"),
    ("The army was not defeated or encircled.", "encircled", "negative"),
    ("The pilot was not hurt but lost his aircraft.", "lost", "positive"),
    ("Moscow denied that its forces had shelled the market.", "shelled", "negative"),
    ("Moscow did not deny that its forces had shelled the market.", "shelled", "positive"),
    ("Kyiv denied reports that its troops had withdrawn.", "withdrawn", "negative"),
    ("The president ruled out a withdrawal.", "withdrawal", "negative"),
    ("The mayor did not condemn the attack.", "attack", "positive"),
    ("The mayor did not comment on the attack.", "attack", "positive"),
    ("The mayor does not believe that the army will attack.", "attack", "negative"),
    ("The army refused to leave the town.", "leave", "negative"),
]


@pytest.mark.parametrize(("text", "word", "polarity"), POLARITIES)
def test_polarity(text: str, word: str, polarity: str) -> None:
    assert polarity_of(*at(text, word)) == polarity


CERTAINTIES = [
    ("Russian forces captured the village.", "captured", "certain", (), None),
    ("Russian forces appear to be massing near the border.", "massing", "probable", ("appear to",), None),
    ("The brigade might be planning to leave.", "planning", "possible", ("might",), None),
    ("The brigade might be planning to leave.", "leave", "possible", ("might",), None),
    ("Russian troops could withdraw from the bank.", "withdraw", "possible", ("could",), None),
    ("The drone was reportedly shot down.", "shot", "unknown", ("reportedly",), None),
    ("The general was allegedly killed.", "killed", "unknown", ("allegedly",), None),
    ("The army is likely to attack in spring.", "attack", "probable", ("likely",), (55, 75)),
    ("It is highly likely that the army attacked.", "attacked", "probable", ("highly likely",), (80, 90)),
    ("The army is highly unlikely to attack.", "attack", "possible", ("highly unlikely",), (10, 20)),
    ("The army will almost certainly attack.", "attack", "probable", ("almost certainly",), (95, 100)),
    ("The army possibly withdrew.", "withdrew", "possible", ("possibly",), None),
    ("Twelve miners are believed to have died.", "died", "probable", ("believed",), None),
]


@pytest.mark.parametrize(("text", "word", "value", "signals", "probability"), CERTAINTIES)
def test_certainty(
    text: str, word: str, value: str, signals: tuple[str, ...], probability: tuple[int, int] | None
) -> None:
    found = certainty_of(*at(text, word))
    assert (found.value, found.signals, found.probability) == (value, signals, probability)


STANCES = [
    ("The ministry said the town had fallen.", "said", "say", "asserts"),
    ("The ministry claims the town has fallen.", "claims", "claim", "asserts"),
    ("Russia denies hitting the hospital.", "denies", "deny", "denies"),
    ("Analysts doubt that the bridge was hit.", "doubt", "doubt", "doubts"),
    ("The agency could not verify the report.", "verify", "verify", "cannot verify"),
    ("The agency was unable to confirm the toll.", "confirm", "confirm", "cannot verify"),
    ("It was not possible to confirm the toll.", "confirm", "confirm", "cannot verify"),
    ("The mayor confirmed the toll.", "confirmed", "confirm", "asserts"),
    ("Analysts believe the army will attack.", "believe", "believe", "assesses"),
    ("Officials do not believe the army will attack.", "believe", "believe", "doubts"),
    ("According to the think tank, the army will attack.", "According", "according", "assesses"),
    ("According to the mayor, the shelling stopped.", "According", "according", "asserts"),
    ("The president vowed to fight on.", "vowed", "vow", "intends"),
    ("Kyiv urged its allies to send jets.", "urged", "urge", "demands"),
    ("The minister warned that winter would be hard.", "warned", "warn", "warns"),
    ("A reporter asked whether the city would hold.", "asked", "ask", "asks"),
]


@pytest.mark.parametrize(("text", "word", "lemma", "stance"), STANCES)
def test_stance(text: str, word: str, lemma: str, stance: str) -> None:
    passage, cue = at(text, word)
    assert str(stance_of(lemma, passage, cue)) == stance


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for passage in parse(Report(id="r", text=text)):
        for token in passage.doc:
            certainty_of(passage, token)
            polarity_of(passage, token)
            stage_of(passage, token)
            stance_of("say", passage, token)
