"""Claims of a report: who says what, how surely, at which words."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.claims.extract import extract
from fogline.model.claim import Claim, Stage, Stance
from fogline.model.report import Report, Section, SectionKind


def claims(text: str, published: str | None = "2023-03-04", **facts: str) -> tuple[Claim, ...]:
    return extract(Report(id="r1", text=text, lang="en", published=published, **facts)).claims


def test_the_outlets_own_voice_has_no_speaker() -> None:
    [claim] = claims("Russian forces shelled Vuhledar on Friday.")
    assert claim.speakers == ()
    assert claim.when.begin == "2023-03-03"
    assert [place.name for place in claim.places] == ["Vuhledar"]


def test_a_ministry_says_it() -> None:
    [claim] = claims("The Polish Defence Ministry said on Friday that Russian troops had entered Kreminna.")
    assert [speaker.party for speaker in claim.speakers] == ["Poland"]
    assert claim.said_on == "2023-03-03"
    assert claim.when.begin is None, "the day on which it was said is not the day on which it happened"


def test_a_pronoun_without_antecedent_stays_unresolved() -> None:
    found = claims("It said later that the toll had climbed to 14 dead.")
    assert found[0].speakers[0].name == "unresolved"
    assert found[0].figures[0].best == 14


def test_a_denial_leads_to_what_it_denies() -> None:
    found = claims(
        "Russian forces shelled a hospital in Kherson on Friday. Russia denied shelling the hospital in Kherson."
    )
    denial = next(claim for claim in found if claim.stance is Stance.DENIES)
    assert denial.stage is Stage.DID_NOT_HAPPEN
    assert denial.about == next(claim.id for claim in found if not claim.speakers)


def test_what_could_not_be_verified_leads_to_the_figure() -> None:
    found = claims("The governor said 12 people were killed. Reuters could not verify the death toll.")
    doubt = next(claim for claim in found if claim.stance is Stance.CANNOT_VERIFY)
    assert doubt.about == next(claim.id for claim in found if claim.figures and claim.stance is Stance.ASSERTS)


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("Zelensky vowed that Ukraine would retake Donetsk.", Stage.PLANNED),
        ("Ukraine's army said that attacks on Vuhledar had been repelled.", Stage.REPELLED),
        ("Russian forces may attack Vuhledar in spring.", Stage.HYPOTHETICAL),
        ("Officials saw no sign of a withdrawal.", Stage.DID_NOT_HAPPEN),
        ("Residents fear an attack on Kherson.", Stage.HYPOTHETICAL),
        ("Russia was massing troops to break through the defences.", Stage.ONGOING),
        ("Has the army withdrawn from Lyman?", Stage.HYPOTHETICAL),
        ("Why has the army withdrawn from Lyman?", Stage.HAPPENED),
    ],
)
def test_stage(sentence: str, stage: Stage) -> None:
    assert stage in {claim.stage for claim in claims(sentence)}


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("The town of Lyman is about to be cut off.", Stage.PLANNED),
        ("Rebels are close to encircling Lyman.", Stage.ONGOING),
        ("Rebels nearly encircled Lyman.", Stage.ONGOING),
        ("Rebels are on the brink of capturing Lyman.", Stage.HYPOTHETICAL),
    ],
)
def test_what_is_near_has_not_happened(sentence: str, stage: Stage) -> None:
    assert {claim.stage for claim in claims(sentence)} == {stage}


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("The rebels had promised to halt attacks from July 6.", Stage.DID_NOT_HAPPEN),
        ("Zelensky vowed not to withdraw from Lyman.", Stage.DID_NOT_HAPPEN),
        ("A car bomb that failed to explode was found outside a police station in Lyman.", Stage.ATTEMPTED),
    ],
)
def test_what_is_forsworn_or_fails_has_not_happened(sentence: str, stage: Stage) -> None:
    assert {claim.stage for claim in claims(sentence)} == {stage}


def test_what_is_left_in_a_state_is_not_left() -> None:
    found = claims("Rebels cut the road to Kutum, leaving the city almost fully besieged.")
    assert "withdrawal" not in {claim.kind for claim in found}


def test_a_denial_answers_what_is_said_of_the_same_body_by_its_initials() -> None:
    found = claims("The Rapid Support Forces shelled a hospital in Kutum. The RSF denied targeting the hospital.")
    denial = next(claim for claim in found if claim.stance is Stance.DENIES)
    assert denial.about == next(claim.id for claim in found if claim.kind == "shelling")


def test_a_happening_at_a_place_nobody_knows_is_not_put_where_the_sentence_before_was() -> None:
    found = claims("Fighting raged around Lyman. An airstrike on Namtuville killed seven villagers on Thursday.")
    strike = next(claim for claim in found if claim.kind == "air_strike")
    assert [place.name for place in strike.places if place.lat is not None] == []


def test_where_somebody_spoke_is_not_where_it_happened() -> None:
    found = claims('Rebels entered Goma on Monday. "We are fighting on," a spokesman told reporters in Kinshasa.')
    fight = next(claim for claim in found if claim.kind == "armed_clash")
    assert [place.name for place in fight.places] == ["Goma"]


def test_where_people_come_from_is_not_where_they_died() -> None:
    found = claims("Thirteen peacekeepers from Malawi and Uruguay have been killed, the army said.")
    assert [place.name for claim in found for place in claim.places] == []


def test_whoever_is_accused_is_no_scene() -> None:
    found = claims("Rwanda accused Uganda of firing artillery across the frontier.")
    accusation = next(claim for claim in found if claim.kind == "accusation")
    assert accusation.places == ()


def test_some_of_many_drones_are_drones() -> None:
    found = claims("Air defences shot down 33 of 39 drones, the air force said.")
    assert {claim.kind for claim in found} == {"weapons_intercepted"}


def test_who_cannot_verify_a_toll_does_not_say_that_nobody_died() -> None:
    found = claims("At least 12 people were killed in a strike on Lyman. The River Post could not verify the toll.")
    [unverified] = [claim for claim in found if claim.stance is Stance.CANNOT_VERIFY]
    assert unverified.stage is Stage.HAPPENED


def test_an_attempt_does_nothing_but_whoever_makes_it() -> None:
    [claim] = claims("Wagner's attempt to surround Lyman failed.")
    assert [one.name for one in claim.initiators] == ["Wagner"]


def test_a_share_of_people_remains() -> None:
    [claim] = claims("About 10 percent of residents remain in Lyman.")
    assert claim.kind == "remaining_people"


def test_whoever_repels_says_that_the_other_side_attacked() -> None:
    [claim] = claims("Ukraine's army said that attacks on Vuhledar had been repelled.")
    assert [actor.party for actor in claim.initiators] == ["Russia"]


def test_boilerplate_makes_no_claims() -> None:
    text = "Russian forces shelled Vuhledar.\n\nRussian forces shelled Kherson."
    sections = (
        Section(start=0, end=32, kind=SectionKind.BODY),
        Section(start=34, end=len(text), kind=SectionKind.BOILERPLATE),
    )
    reading = extract(Report(id="r1", text=text, lang="en", sections=sections))
    assert {claim.quote for claim in reading.claims} == {"Russian forces shelled Vuhledar"}


def test_a_language_without_reader_is_not_misread() -> None:
    reading = extract(Report(id="r1", text="Росія обстріляла Вугледар.", lang="uk"))
    assert reading.claims == ()
    assert reading.unread


def test_upper_case_wire_copy_is_read() -> None:
    found = claims(
        "SAN SALVADOR, 3 JAN 90 -- THREE SOLDIERS WERE KILLED BY GUERRILLAS NEAR SAN MIGUEL YESTERDAY.", "1990-01-03"
    )
    assert any(figure.measure == "killed" and figure.best == 3 for claim in found for figure in claim.figures)


def test_the_same_report_gives_the_same_claims() -> None:
    text = "The army said two bridges were destroyed in Bakhmut. It said the attackers were beaten back."
    assert claims(text) == claims(text)


PIECES = st.sampled_from(
    ["Russia", "said", "that", "ten", "people", "were killed", "in", "Bakhmut", "“", "”", ".", ",", "\n\n", "—", "’s",
     "it", "on Friday", "\u200b", "😀", "Ё", "«", "»", "(", ")", "3", "no one", "denied", "the ministry", "\t",
     "e\u0301", "ß", "İ"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.lists(PIECES, max_size=40).map(" ".join), st.text(max_size=200), st.text(string.printable, max_size=200)
    )
)
def test_every_span_is_the_words_it_stands_for(text: str) -> None:
    reading = extract(Report(id="r1", text=text, lang="en", published="2023-03-04"))
    spans = [
        (one.start, one.end)
        for layer in (reading.places, reading.times, reading.figures, reading.claims)
        for one in layer
    ]
    spans += [
        (s.start, s.end) for one in reading.attributions for part in (one.cue, one.source, one.content) for s in part
    ]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(claim.quote == text[claim.start : claim.end] for claim in reading.claims)
    assert all(place.as_worded == text[place.start : place.end] for place in reading.places)
    assert len({claim.id for claim in reading.claims}) == len(reading.claims)


def test_we_are_the_outlet_that_publishes() -> None:
    found = claims("We assess that Ukrainian forces may withdraw from Vuhledar.", outlet="British Ministry of Defence")
    assert {speaker.name for claim in found for speaker in claim.speakers} == {"U.K. Defense Ministry"}


def test_we_without_a_known_outlet_stay_unresolved() -> None:
    found = claims("We said that the road to Vuhledar was cut.")
    assert {speaker.name for claim in found for speaker in claim.speakers} == {"unresolved"}


@pytest.mark.parametrize(
    ("text", "facts", "genre"),
    [
        ("Russian forces shelled Vuhledar.", {"title": "Opinion: Vuhledar must not fall"}, "opinion"),
        ("Russian forces shelled Vuhledar.", {"outlet": "Institute for the Study of War"}, "analysis"),
        ("A ceremony marked the anniversary of the massacre that killed 400 people in Bucha.", {}, "anniversary"),
        ("Russian forces shelled Vuhledar.", {"title": "Editorial board meets mayor"}, "report"),
    ],
)
def test_genre(text: str, facts: dict[str, str], genre: str) -> None:
    assert {claim.genre for claim in claims(text, **facts)} == {genre}


def test_a_denial_without_a_clause_is_a_claim_and_leads_to_the_accusation() -> None:
    found = claims("A lawyers' group blamed the army for the strike on the market. The army denied responsibility.")
    denial = next(claim for claim in found if claim.stance is Stance.DENIES)
    accusation = next(claim for claim in found if claim.kind == "accusation")
    assert denial.about == accusation.id


def test_flight_from_a_whole_war_is_not_put_where_the_text_was_last() -> None:
    found = claims(
        "In Omdurman, 65 people died in shelling of a bus. More than 11 million people have been displaced by the war."
    )
    flight = next(claim for claim in found if claim.kind == "running_toll")
    assert flight.places == ()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "The army claims to be advancing in the Kupiansk sector, "
            "in the forests around Kreminna and toward Siversk.",
            "advancing",
            ["Kupiansk", "Kreminna", "Siversk"],
        ),
        ("Its troops had captured Marinka, the ministry said on Friday in Moscow.", "captured", ["Marinka"]),
        ("Kyiv struck a fuel depot in Belgorod, the governor said.", "struck", ["Belgorod"]),
    ],
)
def test_a_claim_has_the_places_of_all_its_phrases(text: str, words: str, expected: list[str]) -> None:
    report = Report(id="r", text=text, lang="en", published="2023-03-04")
    [claim] = [one for one in extract(report).claims if words in one.quote and one.kind]
    assert [place.name for place in claim.places] == expected


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Rebels probably control Bunia; the army has not left Goma.", "positive"),
        ("Rebels probably control Bunia, but the army has not left Goma.", "positive"),
        ("Rebels do not hold Bunia, and militias probably control Goma.", "positive"),
    ],
)
def test_a_negation_stays_in_its_own_half_of_the_sentence(text: str, polarity: str) -> None:
    report = Report(id="r", text=text, lang="en", published="2023-03-04")
    found = [one for one in extract(report).claims if "probably control" in one.quote]
    assert [one.polarity for one in found] == [polarity]
    assert [(one.aspect, one.value) for claim in found for one in claim.statuses] == [("control", "held")]


def test_a_paragraph_in_capitals_among_others_is_read() -> None:
    found = claims(
        "Calm held in Izium.\n\n"
        "RUSSIAN FORCES SHELLED LYMAN ON FRIDAY, KILLING TWO PEOPLE, THE MAYOR OF KRAMATORSK SAID."
    )
    assert {speaker.name for claim in found for speaker in claim.speakers} == {"Mayor of Kramatorsk"}
    assert {place.name for claim in found for place in claim.places if claim.kind == "shelling"} == {"Lyman"}


@pytest.mark.parametrize(("name", "country"), [("KHARKIV", "UA"), ("NEW JERSEY", "US"), ("HUNAN", "CN")])
def test_places_that_are_dictionary_words_are_found_in_capitals(name: str, country: str) -> None:
    text = f"TWO PEOPLE WERE KILLED WHEN SHELLS HIT A MARKET IN {name} ON FRIDAY, POLICE SAID."
    reading = extract(Report(id="r1", text=text, lang="en", published="2023-03-04"))
    assert [(place.as_worded, place.country) for place in reading.places] == [(name, country)]


def test_us_is_a_country_where_it_has_what_a_state_has() -> None:
    text = "THE REBELS TOLD US THAT US TROOPS WERE LEAVING THE BASE NEAR THE BORDER ON MONDAY."
    reading = extract(Report(id="r1", text=text, lang="en"))
    assert [text[place.start - 5 : place.end] for place in reading.places] == ["THAT US"]


def test_thousands_parted_by_a_blank_that_does_not_break() -> None:
    found = claims("The floods killed 1\u00a0200 people in Kherson, the governor said.")
    assert [figure.best for claim in found for figure in claim.figures] == [1200]


@pytest.mark.parametrize(
    ("sentence", "speaker", "figure"),
    [
        ("Two hours later his office put the number of dead at seven, among them a nurse.", "unresolved", 7),
        ("The governor put the toll at 12 on Friday.", "governor", 12),
        ("The death toll was put at seven by the police.", "Police", 7),
        ("The Health Ministry raised the number of missing to 40.", "Health Ministry", 40),
        ("The mayor said the toll had been put at 12.", "mayor", 12),
    ],
)
def test_whoever_puts_a_toll_says_it(sentence: str, speaker: str, figure: int) -> None:
    said = [claim for claim in claims(sentence) if claim.figures]
    assert [(claim.speakers[0].name, claim.figures[0].best) for claim in said] == [(speaker, figure)]


def test_a_storm_that_raises_a_toll_says_nothing() -> None:
    [claim] = claims("A rocket raised the toll to 12.")
    assert (claim.speakers, claim.figures[0].best) == ((), 12)


def test_who_calls_a_raid_a_crime_does_not_call_for_it() -> None:
    [claim] = claims("The minister called the raid a crime.")
    assert (claim.stance, claim.stage) == (Stance.ASSERTS, Stage.HAPPENED)
    assert claims("The minister called for a raid on Lyman.")[0].stance is Stance.DEMANDS


def test_what_is_met_with_doubt_meets_nobody() -> None:
    assert {claim.kind for claim in claims("The plan was met with scepticism.")} <= {None}
