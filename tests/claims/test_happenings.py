"""What happens in a sentence, who does it and to whom."""

import pytest

from fogline.claims.clauses import clauses, phrase
from fogline.claims.happenings import happenings
from fogline.claims.parse import parse
from fogline.data.gazetteer import default_gazetteer
from fogline.model.report import Report

SENTENCES = [
    ("Russian forces shelled Vuhledar on Friday.", "shelling", ["Russian forces"], ["Vuhledar"]),
    ("A missile hit an apartment block in Dnipro.", "missile_strike", [], ["an apartment block in Dnipro"]),
    ("Two bridges were destroyed overnight.", "destruction", [], ["Two bridges"]),
    ("Ukrainian troops liberated Lyman in October.", "territory_regained", ["Ukrainian troops"], ["Lyman"]),
    ("Rebels captured the town of Soledar.", "territory_captured", ["Rebels"], ["the town of Soledar"]),
    ("Rebels captured three soldiers near the border.", "prisoners_taken", ["Rebels"], ["three soldiers"]),
    ("The army withdrew from the village.", "withdrawal", ["The army"], []),
    ("Police arrested 20 protesters in Minsk.", "arrest", ["Police"], ["20 protesters"]),
    ("A suicide bomber killed five people in Kabul.", "suicide_bombing", [], ["five people in Kabul"]),
    ("Gunmen kidnapped the mayor.", "abduction", ["Gunmen"], ["the mayor"]),
    ("The guerrillas launched an attack on the barracks.", "attack", ["The guerrillas"], ["the barracks"]),
    ("Ukraine repelled attacks on the village.", "attack", [], ["the village"]),
    ("The Russian bombardment of Kherson continued.", "shelling", ["Russian"], ["Kherson"]),
    ("Two drones were shot down over Odesa.", "weapons_intercepted", [], ["Two drones"]),
    ("Thousands of residents fled the city.", "displacement", [], ["Thousands of residents"]),
    ("The two sides agreed on a ceasefire.", "ceasefire_agreement", [], []),
    ("The defence minister visited the front line.", "diplomatic_visit", ["The defence minister"], ["the front line"]),
    ("Troops are trying to encircle Bakhmut.", "encirclement", ["Troops"], ["Bakhmut"]),
    ("Russia is massing troops near the border.", "mobilization", ["Russia"], ["troops"]),
    ("Protesters marched through Tbilisi.", "peaceful_protest", ["Protesters"], []),
]


def read(sentence: str) -> list[tuple[str, list[str], list[str]]]:
    [passage] = parse(Report(id="r1", text=sentence))
    named = frozenset(
        token.i for token in passage.doc if token.tag_ == "NNP" and default_gazetteer().lookup(token.text)
    )

    def words(token) -> str:
        start, end = phrase(token)
        return passage.doc[start:end].text

    return [
        (one.kind.name, [words(token) for token in one.agents], [words(token) for token in one.patients])
        for one in happenings(clauses(0, passage.doc, frozenset()), named)
    ]


@pytest.mark.parametrize(("sentence", "kind", "agents", "patients"), SENTENCES)
def test_what_happens(sentence: str, kind: str, agents: list[str], patients: list[str]) -> None:
    found = read(sentence)
    assert [one[0] for one in found] == [kind]
    assert found[0][1] == agents
    if patients:
        assert found[0][2][: len(patients)] == patients


@pytest.mark.parametrize(
    "sentence",
    [
        "The committee will meet the deadline.",
        "She took the bus to work.",
        "The talks were held in a small hall built in 1930.",
        "The minister said the budget was balanced.",
    ],
)
def test_nothing_of_war_happens(sentence: str) -> None:
    assert all(kind in ("negotiation", "diplomatic_visit") for kind, *_ in read(sentence))
