"""Names of speakers and sides: by table, by composition, by the table that the user puts in their place."""

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.data.cues import cues
from fogline.data.parties import actor_of, bare, canonical, party_of
from fogline.data.party_tables import key, read_tables
from fogline.model.errors import TableError


@pytest.mark.parametrize(
    ("wordings", "name", "party"),
    [
        (
            [
                "the U.K. Defense Ministry",
                "Britain's Defence Ministry",
                "the British Ministry of Defence",
                "UK MoD",
                "Britain’s MoD",
            ],
            "U.K. Defense Ministry",
            "United Kingdom",
        ),
        (["Poland's defence ministry", "the Polish Ministry of National Defense"], "Polish Defense Ministry", "Poland"),
        (["Russia’s Wagner mercenary group", "the Wagner Group", "PMC Wagner"], "Wagner", "Russia"),
        (
            ["President Volodymyr Zelensky", "Zelenskyy", "Ukrainian President Zelenskiy"],
            "Volodymyr Zelensky",
            "Ukraine",
        ),
        (["Wagner chief Yevgeny Prigozhin", "Yevgeny Prigozhin, the head of Wagner"], "Yevgeny Prigozhin", "Russia"),
        (["ISW", "the Institute for the Study of War, based in Washington"], "Institute for the Study of War", None),
        (["Ukraine's General Staff", "the Ukrainian military's General Staff"], "Ukrainian General Staff", "Ukraine"),
        (["Kenya's army", "the Kenyan Army"], "Kenyan Army", "Kenya"),
        (["Moscow", "Russia", "the Russian Federation"], "Russia", "Russia"),
    ],
)
def test_one_name_for_all_wordings(wordings: list[str], name: str, party: str | None) -> None:
    for wording in wordings:
        known = canonical(wording)
        assert known is not None and (known.name, known.party) == (name, party), wording


def test_another_countrys_office_is_not_the_one_of_the_table() -> None:
    known = canonical("the Russian General Staff")
    assert known is not None and known.party == "Russia"


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("Russian-backed separatists", "Russia"),
        ("a Russian-held town", None),
        ("Ukrainian border guards", "Ukraine"),
        ("villagers", None),
        ("they told us", None),
    ],
)
def test_party(words: str, party: str | None) -> None:
    assert party_of(words) == party


@pytest.mark.parametrize(
    ("words", "speaker", "expected"),
    [
        ("the enemy", "Ukraine", ("Russia", "Russia")),
        ("the occupiers", "Ukraine", ("Russia", "Russia")),
        ("the enemy", "Russia", ("Ukraine", "Ukraine")),
        ("the enemy", None, ("enemy", None)),
        ("the enemy", "Poland", ("enemy", None)),
        ("Ukrainian troops", None, ("Ukrainian troops", "Ukraine")),
        ("Wagner fighters", None, ("Wagner", "Russia")),
        ("a gunman", "Ukraine", ("gunman", None)),
    ],
)
def test_actor(words: str, speaker: str | None, expected: tuple[str, str | None]) -> None:
    assert actor_of(words, speaker) == expected


def test_a_users_own_table(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "parties.toml"
    table.write_text('[[parties]]\nname = "Reds"\nagainst = "Blues"\nmembers = ["red guards"]\n', encoding="utf-8")
    monkeypatch.setenv("FOGLINE_PARTIES", str(table))
    assert party_of("the red guards") == "Reds"
    assert actor_of("the enemy", "Reds") == ("Blues", "Blues")
    assert canonical("Zelensky") is None


def test_a_table_that_cannot_be_read(tmp_path: pathlib.Path) -> None:
    broken = tmp_path / "parties.toml"
    broken.write_text("[[parties", encoding="utf-8")
    with pytest.raises(TableError, match=r"parties\.toml"):
        read_tables(str(broken))


def test_every_speaker_has_one_name() -> None:
    table = read_tables(None)
    names = {known.name for known in table.speakers.values()}
    assert all(table.speakers[key(name)].name == name for name in names)


def test_cues_have_a_known_stance() -> None:
    stances = {"asserts", "denies", "doubts", "cannot verify", "assesses", "intends", "demands", "warns", "asks"}
    table = cues()
    for words in (table.verbs, table.nouns, table.adjectives, table.adverbs):
        assert {word.stance for word in words.values()} <= stances
    claim = table.find("claim")
    assert claim is not None and claim.distances


@given(st.text(max_size=60))
def test_any_text_has_a_name_or_none(text: str) -> None:
    known = canonical(text)
    assert known is None or known.name
    assert bare(text) == bare(bare(text)) or len(bare(text)) >= len(bare(bare(text)))
    actor_of(text, "Ukraine")
