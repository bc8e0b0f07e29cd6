"""Words of one story that tell one event are one development of kind "other", in any order of reports."""

from __future__ import annotations

from fogline.claims.event_words import find_event_words
from fogline.claims.parse import parse
from fogline.model.claim import Claim, EventWord, Method, Span, Stage
from fogline.model.picture import ReportLine
from fogline.picture.events import events, stem_of, told_beside, word_id
from fogline.picture.fuse import fuse
from fogline.run.one import read

TEXTS = {
    "a": "The regional court jailed the banker Halyna Moroz for six years. Moroz will appeal, her lawyer said.",
    "b": "Judges jailed Halyna Moroz, a banker, for six years on Monday. The jailing of Moroz drew crowds.",
    "c": "A ferry of the Carrow Line sank off Elm. The sinking of the ferry cost no lives; the sinking is studied.",
}


def words(name: str) -> tuple[EventWord, ...]:
    return tuple(find_event_words(parse(read(text=TEXTS[name], id=name))))


WORDS = {name: words(name) for name in TEXTS}
LINES = [
    ReportLine(id="a", origin="a", story="trial"),
    ReportLine(id="b", origin="b", story="trial"),
    ReportLine(id="c", origin="c", story="ferry"),
]


def quoted(name: str, claim: str) -> str | None:
    return next((TEXTS[name][one.start : one.end] for one in WORDS[name] if word_id(name, one) == claim), None)


def test_words_of_one_report_tell_one_event() -> None:
    found = [one for one in events(WORDS, LINES) if one.reports == ("c",)]
    told = [{quoted("c", claim) for claim in one.claims} for one in found]
    assert {"sank off", "sinking"} in told


def test_reports_of_one_story_tell_one_event() -> None:
    found = [one for one in events(WORDS, LINES) if len(one.reports) == 2]
    assert any("jail" in one.why[0] for one in found)
    assert all(one.kind == "other" and one.story == "trial" and one.origins == 2 for one in found)


def test_any_order_gives_the_same_events() -> None:
    turned = dict(reversed(WORDS.items()))
    assert events(WORDS, LINES) == events(turned, LINES[::-1])


def test_words_of_two_stories_are_never_one_event() -> None:
    apart = [ReportLine(id=name, origin=name, story=name) for name in TEXTS]
    assert all(len(one.reports) == 1 for one in events(WORDS, apart))


def test_a_word_beside_what_a_claim_tells_is_an_event_alone() -> None:
    text = "A shell killed a nurse at the gate while the mayor resigned."
    report = read(text=text, id="n")
    word = next(one for one in find_event_words(parse(report)) if one.lemma == "resign")
    said = Claim(
        id="c1",
        report="n",
        start=0,
        end=len(text),
        quote=text,
        kind="shelling",
        stage=Stage.HAPPENED,
        trigger=Span(start=8, end=14),
        method=Method(name="by hand", version="1"),
    )
    (fired,) = fuse([report], [said]).developments
    beside = told_beside({"n": (word,)}, [said], [fired])
    (found,) = events({"n": (word,)}, [ReportLine(id="n", origin="n", story="s")], beside)
    assert found.claims == (word_id("n", word),)
    killed = next(one for one in find_event_words(parse(report)) if one.lemma == "kill")
    assert not told_beside({"n": (killed,)}, [said], [fired])


def test_a_report_without_words_or_line_is_no_trouble() -> None:
    assert events({"x": ()}, [ReportLine(id="x", origin="x", story="s")]) == ()
    assert events({"x": WORDS["a"]}, []) == ()


def test_a_verb_keeps_its_particle() -> None:
    text = "The actor checked herself into a clinic. Police broke up the prison riot."
    found = [text[one.start : one.end] for one in find_event_words(parse(read(text=text)))]
    assert "checked herself into" in found
    assert "broke up" in found


def test_stems_show_kin() -> None:
    assert stem_of("acquisition"[:-3] + "ion") == stem_of("acquisition")
    assert stem_of("killing") == stem_of("kill")
    assert stem_of("die") == "die"
