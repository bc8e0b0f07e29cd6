"""What one voice says of one happening is one sentence, and words are quoted so that they can be read."""

from __future__ import annotations

from .told import claims, made, words

SHELLED = (
    "Four killed in shelling of Siversk, governor says\n\n"
    "Four people were killed and nine wounded when Russian forces shelled Siversk on Sunday evening, Donetsk's "
    "governor said. Russia's defence ministry denied that it had aimed at homes and called for an inquiry.\n"
)


def test_a_title_s_governor_is_the_one_who_speaks_below() -> None:
    said = claims(SHELLED)
    assert {speaker.name for claim in said for speaker in claim.speakers if "overnor" in speaker.name} == {
        "Donetsk's governor"
    }
    assert "1 origin" in " ".join(line.text for item in made(SHELLED).items for line in item.lines)


def test_a_title_s_governor_of_two_stays_open() -> None:
    text = (
        "Shelling kills four, governor says\n\nTwo people were killed in Siversk, the governor of Donetsk Oblast said. "
        "Two died in Kupiansk, the governor of Kharkiv Oblast said.\n"
    )
    said = claims(text)
    names = {speaker.name for claim in said for speaker in claim.speakers}
    assert len(names) == 3


def test_one_voice_tells_the_blow_the_dead_and_the_injured_at_once() -> None:
    said = words(SHELLED)
    assert "Siversk was shelled, that four people were killed and that nine were injured" in said
    assert said.count("governor says") == 1


def test_an_outlet_tells_them_at_once_in_its_own_voice() -> None:
    said = words("Toretsk was shelled on Sunday. Two women were killed and three men were injured in Toretsk.")
    assert "Toretsk was shelled on 1 June, two women were killed and three men were injured, Steppe Courier re" in said


def test_a_denial_goes_on_behind_its_that() -> None:
    assert "ussian Defense Ministry denies that “it had aimed at homes”" in words(SHELLED)


def test_a_quotation_does_not_begin_with_when() -> None:
    assert "“when " not in words(SHELLED)


def test_what_is_called_for_in_the_same_breath_is_a_claim_of_its_own() -> None:
    said = claims(SHELLED)
    assert "called for an inquiry" in [claim.quote for claim in said if claim.stance.value == "demands"]


PORT = (
    "Death toll from Odesa strike rises to eight\n\n"
    "Eight people were killed and 20 wounded in a missile strike on Odesa on Sunday night, mayor Ivan Koval said on "
    "Monday.\n\nThe bridge at Zatoka was closed after the strike, the regional administration said.\n"
)


def test_a_title_in_the_outlet_s_voice_only_echoes_who_is_quoted_below() -> None:
    said = words(PORT)
    assert "it too" not in said
    assert "that eight people were killed and that" in said


def test_the_strike_after_which_a_bridge_was_closed_was_where_it_was_told_before() -> None:
    told = claims(PORT)
    assert {place.name for claim in told if claim.kind == "attack" for place in claim.places} <= {"Odesa"}
    [closed] = [claim for claim in told if claim.statuses]
    assert closed.quote == "The bridge at Zatoka was closed after the strike"


def test_a_pronoun_that_denies_is_told_of_whom_it_stands_for() -> None:
    said = words(
        "Russia's defence ministry said its forces had hit a depot in Odesa. It denied striking homes in Odesa."
    )
    assert "of the Russian Defense Ministry: “It denied striking homes" in said
