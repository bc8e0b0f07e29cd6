"""UTF-8 that was read as Windows-1252: read as it was meant, told as it is printed."""

from hypothesis import given
from hypothesis import strategies as st

from fogline.claims.extract import extract
from fogline.data.misread import same_length
from fogline.model.report import Report

LETTERS = st.sampled_from([*"abn't â€™œ”ÂÃ©ÐÑ", "\x9d", "\x80", "â€™", "â€œ", "Ã©", "nâ€™t", "ðŸ˜¢", " "])


@given(st.one_of(st.lists(LETTERS, max_size=30).map("".join), st.text(max_size=60)))
def test_every_offset_holds(text: str) -> None:
    assert len(same_length(text)) == len(text)


def test_what_is_no_such_sequence_stays() -> None:
    for text in ("Ukraine’s army", "château â la carte", "Ñandú", "5 £ and 6 €"):
        assert same_length(text) == text


def test_a_scrambled_report_says_the_same_at_its_own_words() -> None:
    text = "Ukraineâ€™s army said two soldiers were killed in Siversk on Friday. It didnâ€™t say why â€” or how."
    reading = extract(Report(id="r1", text=text, lang="en", published="2023-03-04"))
    [killing] = [claim for claim in reading.claims if claim.kind == "killing"]
    assert [speaker.name for speaker in killing.speakers] == ["Ukrainian Army"]
    assert all(claim.quote == text[claim.start : claim.end] for claim in reading.claims)
    assert all(place.as_worded == text[place.start : place.end] for place in reading.places)
