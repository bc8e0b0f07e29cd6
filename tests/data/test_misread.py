"""UTF-8 that was read as Windows-1252: read as it was meant, told as it is printed."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fogline.claims.extract import extract
from fogline.data.misread import mend
from fogline.model.claim import claim_id
from fogline.model.report import Capture, Facts, Report
from fogline.reports.read import read

LETTERS = st.sampled_from([*"abn't â€™œ”ÂÃ©ÐÑ", "\x9d", "\x80", "â€™", "â€œ", "Ã©", "nâ€™t", "ðŸ˜¢", " "])
TEXT = (
    "KYIV, March 4 (Wire) â€” Ukraineâ€™s army said two soldiers were killed in Siversk on Friday. It didnâ€™t say why "
    "â€” or how.\n\nâ€œShelling cut the road to LiÃ¨geville,â€\x9d the governor, Ivan KovÃ¡l, told reporters. "
    "â€œNobody left.â€\x9d"
)


@given(st.one_of(st.lists(LETTERS, max_size=30).map("".join), st.text(max_size=60)))
def test_every_letter_has_its_place_in_the_printed_text(text: str) -> None:
    mended = mend(text)
    places = [mended.as_printed(offset) for offset in range(len(mended.text) + 1)]
    assert (places[0], places[-1]) == (0, len(text))
    for offset, (start, end) in enumerate(pairwise(places)):
        assert mend(text[start:end]).text == mended.text[offset] or text[start:end] == mended.text[offset]
        assert {mended.as_meant(place) for place in range(start, end)} == {offset}


def test_what_is_no_such_sequence_stays() -> None:
    for text in ("Ukraine’s army", "château â la carte", "Ñandú", "5 £ and 6 €"):
        assert mend(text).text == text


def report(text: str) -> Report:
    body = json.dumps({"id": "r1", "text": text, "published": "2023-03-04"}).encode()
    return read(Capture(body=body, source="-", media_type="application/json", facts=Facts(lang="en")))


def test_a_scrambled_report_is_read_as_the_one_that_was_meant() -> None:
    scrambled, meant = report(TEXT), report(mend(TEXT).text)
    assert scrambled.text == TEXT, "the text stays as it was given"
    way = mend(TEXT)
    one, other = extract(scrambled), extract(meant)
    assert [way.as_meant(section.start) for section in scrambled.sections] == [
        section.start for section in meant.sections
    ]
    for layer in ("attributions", "places", "times", "figures", "claims", "event_words"):
        assert len(getattr(one, layer)) == len(getattr(other, layer)) > 0 or layer == "figures"
    assert [(way.as_meant(claim.start), claim.kind, claim.stance) for claim in one.claims] == [
        (claim.start, claim.kind, claim.stance) for claim in other.claims
    ]


def test_what_is_read_is_told_at_its_printed_words() -> None:
    reading = extract(report(TEXT))
    assert any("â€" in claim.quote for claim in reading.claims)
    assert all(claim.quote == TEXT[claim.start : claim.end] for claim in reading.claims)
    assert all(place.as_worded == TEXT[place.start : place.end] for place in reading.places)
    assert all(quote.text == TEXT[quote.start : quote.end] for claim in reading.claims for quote in claim.direct_quotes)
    named = {TEXT[one.start : one.end] for claim in reading.claims for one in claim.speakers}
    assert any(words.endswith("KovÃ¡l") for words in named)
    for claim in reading.claims:
        names = tuple(speaker.name for speaker in claim.speakers)
        assert claim.id == claim_id(
            report="r1", start=claim.start, end=claim.end, speakers=names, kind=claim.kind, method=claim.method.name
        )


UKRAINIAN = (
    "Ð¡Ð¸Ð»Ð¸ Ð¾Ð±Ð¾Ñ€Ð¾Ð½Ð¸ Ð²Ñ–Ð´Ð±Ð¸Ð»Ð¸ Ð°Ñ‚Ð°ÐºÑƒ Ð±Ñ–Ð»Ñ Ð¡Ñ–Ð²ÐµÑ€ÑÑŒÐºÐ° Ð²Ñ‡"
    "Ð¾Ñ€Ð° Ð²Ð²ÐµÑ‡ÐµÑ€Ñ–, ÑÐºÐ°Ð·Ð°Ð»Ð¸ Ð²Ñ–Ð¹ÑÑŒÐºÐ¾Ð²Ñ–."
)


def test_a_scrambled_ukrainian_report_is_in_ukrainian() -> None:
    assert report(UKRAINIAN).lang == "uk"
