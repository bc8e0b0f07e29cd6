"""Who is said to say what: an example table of our own sentences, and properties that hold for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.claims.parse import parse
from fogline.claims.speech import Speech, find_speech
from fogline.model.claim import UNRESOLVED
from fogline.model.report import Report


def read(text: str, *, nested: bool = False) -> list[Speech]:
    report = Report(id="r", text=text)
    return find_speech(parse(report), report, nested=nested)


def told(text: str) -> list[tuple[str, str, str]]:
    """Speakers, cue and content of each speech."""
    return [
        (
            " + ".join(speaker.name for speaker in one.speakers),
            one.cue,
            " … ".join(text[span.start : span.end] for span in one.attribution.content),
        )
        for one in read(text)
    ]


ONE_SPEECH = [
    # direct, indirect and mixed speech
    (
        "The bridge was hit by two rockets, the Polish Defense Ministry said on Monday.",
        ("Polish Defense Ministry", "said", "The bridge was hit by two rockets"),
    ),
    (
        "“We will hold the line,” General Marek Nowak said. “Nobody is leaving.”",
        ("Marek Nowak", "said", "“We will hold the line,” … “Nobody is leaving.”"),
    ),
    (
        "The British Ministry of Defence said that the brigade had “lost most of its tanks” in a week.",
        ("U.K. Defense Ministry", "said", "that the brigade had “lost most of its tanks” in a week"),
    ),
    # "according to", a point of view, a headline
    (
        "According to Amnesty International, the market was full.",
        ("Amnesty International", "According to", "the market was full"),
    ),
    ("The road is open again, according to Reuters.", ("Reuters", "according to", "The road is open again")),
    ("Zelensky: the town is ours", ("Volodymyr Zelensky", ":", "the town is ours")),
    ("Winter will slow the advance, says Shoigu", ("Sergei Shoigu", "says", "Winter will slow the advance")),
    # thought, intention, fear, denial
    (
        "The Institute for the Study of War assesses that the attack has stalled.",
        ("Institute for the Study of War", "assesses", "that the attack has stalled"),
    ),
    ("Putin vowed to rebuild the port.", ("Vladimir Putin", "vowed", "to rebuild the port")),
    ("Villagers fear that the wells are poisoned.", ("villagers", "fear", "that the wells are poisoned")),
    ("Russia denies shelling the hospital.", ("Russia", "denies", "shelling the hospital")),
    # nobody is named
    ("The commander was reportedly wounded.", ("", "reportedly", "The commander was … wounded")),
]


@pytest.mark.parametrize(("text", "expected"), ONE_SPEECH)
def test_one_speech(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(text)


def test_two_speakers_joined_by_and() -> None:
    (one,) = read("The Ukrainian Defense Ministry and the Red Cross said the convoy had arrived.")
    assert [speaker.name for speaker in one.speakers] == [
        "Ukrainian Defense Ministry",
        "International Committee of the Red Cross",
    ]


def test_a_joined_verb_has_the_same_subject() -> None:
    said = told("Kuleba praised the deal but warned that shells were running out.")
    assert [speaker for speaker, *_ in said] == ["Dmytro Kuleba", "Dmytro Kuleba"]
    assert said[1][2] == "that shells were running out"


def test_a_sentence_that_only_names_the_source() -> None:
    said = told("Two villages have changed hands since Sunday. This was according to the Norwegian Army.")
    assert said == [("Norwegian Army", "according to", "Two villages have changed hands since Sunday")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "The Finnish Defense Ministry said a drone had crashed. It added that nobody was hurt.",
            "Finnish Defense Ministry",
        ),
        ("Podolyak called the talks useless. He also said that aid was late.", "Mykhailo Podolyak"),
        (
            "The Kenyan Foreign Ministry denied the report. The ministry said the envoy was safe.",
            "Kenyan Foreign Ministry",
        ),
        (
            "Britain's Defence Ministry said in its bulletin that fuel was short. The bulletin said it rained.",
            "U.K. Defense Ministry",
        ),
        ("Sweden's defense minister flew to Lviv, his ministry said on Friday.", "Swedish Defense Ministry"),
        ("The Georgian government closed the pass. The country's army said the pass was mined.", "Georgian Army"),
        (
            "Amnesty International's report, published on Thursday, concluded that the attack was a crime.",
            "Amnesty International",
        ),
        ("The mayor of Ternivka, Ivan Koval, said the school had burned down.", "Ivan Koval"),
        ("A spokesman for the Turkish Foreign Ministry said the ship was safe.", "Turkish Foreign Ministry"),
        ("Colonel Petro Hrytsak arrived at noon. Hrytsak said the depot was empty.", "Petro Hrytsak"),
    ],
)
def test_led_back_to_the_speaker(text: str, name: str) -> None:
    assert read(text)[-1].speakers[0].name == name


@pytest.mark.parametrize(
    "text",
    [
        "It added that the toll had risen to 12.",
        "Firefighters searched the ruins all night. It added that the toll had risen to 12.",
        "The ministry said that the road was closed.",
        "He said the town would hold.",
    ],
)
def test_a_pronoun_or_description_that_points_at_nobody(text: str) -> None:
    (speaker,) = read(text)[-1].speakers
    assert (speaker.name, speaker.role, speaker.party) == (UNRESOLVED, None, None)


def test_it_is_never_a_person() -> None:
    assert read("Zelensky arrived on Monday. It said the visit was short.")[-1].speakers[0].name == UNRESOLVED


def test_channel_and_day_of_the_saying() -> None:
    text = "On March 3, Putin said in his evening address that the dam was safe."
    (one,) = read(text)
    assert one.speakers[0].via == "evening address"
    assert (one.speakers[0].role, one.speakers[0].party) == ("president", "Russia")
    assert [text[span.start : span.end] for span in one.said_when] == ["On March 3"]


def test_a_bulletin_with_its_date() -> None:
    text = "The U.K. MoD reported in its March 4 intelligence bulletin that two bridges were gone."
    (one,) = read(text)
    assert one.speakers[0].via == "intelligence bulletin"
    assert [text[span.start : span.end] for span in one.said_when] == ["March 4"]


def test_a_source_that_cannot_verify() -> None:
    text = "Sky News cannot verify the claims."
    (one,) = read(text)
    assert (one.speakers[0].name, one.cue_lemma) == ("Sky News", "verify")


def test_what_troops_do_is_no_talk() -> None:
    assert read("Russian forces attacked the village and Ukraine defended the bridge.") == []


def test_a_quotation_that_goes_on_in_the_next_paragraph() -> None:
    text = "“The shelling began at dawn,” Kuleba said. “It has not stopped.\n\n“Nobody can leave.”\n"
    (one,) = read(text)
    assert [quote.text for quote in one.quotes] == [
        "The shelling began at dawn,",
        "It has not stopped.",
        "Nobody can leave.",
    ]


def test_only_the_outermost_speech_unless_asked() -> None:
    text = "Kuleba said that Russia denies the attack."
    assert [one.cue for one in read(text)] == ["said"]
    assert [one.cue for one in read(text, nested=True)] == ["said", "denies"]


WORDS = st.sampled_from(
    [
        "Kuleba",
        "said",
        "that",
        "“",
        "”",
        '"',
        "the",
        "army",
        "it",
        ",",
        ".",
        "according",
        "to",
        "his",
        "ministry",
        "claim",
        ":",
        "\n\n",
        "on",
        "Monday",
        "denied",
        "and",
        "é🙂",
        "Ї",
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_every_span_lies_in_the_text_and_no_cue_is_content(text: str) -> None:
    for one in read(text, nested=True):
        spans = [*one.attribution.cue, *one.attribution.source, *one.attribution.content, *one.said_when]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert one.attribution.content
        for quote in one.quotes:
            assert text[quote.start : quote.end] == quote.text
        for speaker in one.speakers:
            assert speaker.start is not None and speaker.as_worded == text[speaker.start : speaker.end]
        cue = {at for span in one.attribution.cue for at in range(span.start, span.end)}
        assert not cue & {at for span in one.attribution.content for at in range(span.start, span.end)}


@pytest.mark.parametrize("text", ["Shelling hit Lyman.", "Artillery hit two villages near Orikhiv."])
def test_a_blow_at_a_sentences_start_is_no_talk(text: str) -> None:
    report = Report(id="r", text=text)
    assert find_speech(parse(report), report) == []
