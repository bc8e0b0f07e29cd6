"""What was misread in reports of other wars than the one that the reader grew up with; every sentence is our own."""

import pytest

from fogline.claims.extract import extract
from fogline.model.claim import Claim, Scope, Stage, Stance
from fogline.model.report import Capture, Facts, Report
from fogline.reports.read import read

TOTAL, SUBSET = Scope.TOTAL, Scope.SUBSET


def claims(text: str, published: str | None = "2024-11-12") -> list[Claim]:
    facts = Facts(id="r", published=published, lang="en")
    return list(extract(read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts))).claims)


def told(text: str, words: str, published: str | None = "2024-11-12") -> Claim:
    return next(claim for claim in claims(text, published) if words in claim.quote)


def statuses(claim: Claim) -> list[tuple[str, str, str, str | None]]:
    return [(one.subject, one.aspect, one.value, one.by) for one in claim.statuses]


# ---- who says it ---------------------------------------------------------------------------------------------------


def test_a_speaker_after_the_name_of_a_place_is_no_part_of_it() -> None:
    text = (
        "At least 14 people were killed when shells hit a market in El Fasher, the capital of North Darfur, a local "
        "relief committee said."
    )
    assert [one.name for one in told(text, "14 people were killed").speakers] == ["local relief committee"]


def test_a_source_at_the_end_says_all_of_the_sentence() -> None:
    text = "The war has killed tens of thousands of people and displaced millions, according to the United Nations."
    assert [one.name for one in told(text, "killed tens of thousands").speakers] == ["United Nations"]


def test_what_an_earlier_version_said_is_taken_back() -> None:
    one = told("Correction: an earlier version of this article said five people had died in Kharkiv.", "five people")
    assert (one.speakers, one.stance, one.polarity, one.stage) == ((), Stance.DENIES, "negative", Stage.DID_NOT_HAPPEN)


def test_a_denial_of_something_else_answers_no_attack() -> None:
    text = "Israel said it had struck a Hamas compound. A Hamas official denied that the group had left the talks."
    assert told(text, "left the talks").about is None
    text = "The army said that rebels shelled Goma. The rebels denied any involvement."
    assert told(text, "denied any involvement").about is not None


# ---- where ---------------------------------------------------------------------------------------------------------


def test_what_stands_before_the_kind_of_a_place_holds_it() -> None:
    text = (
        "An air strike on a camp in the Gaza city of Rafah killed 45 people. A guard was shot near the Rafah crossing."
    )
    found = [place for claim in claims(text) for place in claim.places if place.as_worded == "Rafah"]
    assert {place.country for place in found} == {"PS"}
    gaza = next(place for place in told(text, "45 people").places if place.as_worded == "Gaza")
    assert gaza.name == "Gaza Strip"


def test_a_country_in_an_armys_name_is_no_scene() -> None:
    text = "A strike killed 45 people in Rafah. The Israel Defense Forces said they had struck a compound."
    assert "Israel" not in {place.name for place in told(text, "struck a compound").places}


def test_a_town_that_trucks_pass_through_does_not_move_the_scene() -> None:
    text = (
        "A strike killed 45 people in Rafah on Sunday.\n\nAid trucks entered through Kerem Shalom instead.\n\n"
        "A hospital treated 180 wounded after the strike."
    )
    assert "Kerem Shalom" not in {place.name for claim in claims(text)[-2:] for place in claim.places}


def test_the_next_update_of_a_live_page_is_elsewhere() -> None:
    text = (
        "Live: the war\n\n14:05 Shelling in Kharkiv kills two\nShelling killed two people in Kharkiv, police said.\n\n"
        "13:10 Part of the grid is down\nA drone hit a power plant, the operator said.\n"
    )
    assert told(text, "hit a power plant").places == ()


# ---- what happened -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("China urged all parties to cease fire.", "cease fire", "ceasefire_agreement"),
        ("The army lost control of Wad Madani.", "lost control", "territory_captured"),
        ("A mortar shell landed in a schoolyard in Goma.", "landed", "shelling"),
        ("Two rockets fell on Kiryat Shmona.", "fell", "missile_strike"),
        ("Troops withdrew from the town.", "withdrew", "withdrawal"),
        ("About 5,000 civilians remain in Avdiivka.", "remain", "remaining_people"),
        ("Some 12,000 people remain without electricity in Odesa, the utility said.", "remain", None),
        ("The war has killed more than 10,000 civilians since 2022.", "killed", "running_toll"),
        ("Since the start of the war, 1,200 people have been killed.", "killed", "running_toll"),
        ("Two men have been killed since Friday.", "killed", "killing"),
        ("It was the first strike since the war began, and it killed 12 people.", "killed 12", "killing"),
        ("It was the deadliest strike since January, when 13 people died.", "13 people", "killing"),
    ],
)
def test_kinds(text: str, words: str, kind: str | None) -> None:
    assert told(text, words).kind == kind


def test_who_leaves_a_deal_leaves_no_ground() -> None:
    assert "withdrawal" not in {claim.kind for claim in claims("Russia withdrew from the grain deal on Monday.")}


def test_a_robbery_after_which_work_was_suspended_happened() -> None:
    one = told("The charity suspended its work in El Geneina after an armed robbery.", "an armed robbery")
    assert (one.stage, [place.name for place in one.places]) == (Stage.HAPPENED, ["El Geneina"])


def test_a_strike_that_could_have_effects_was() -> None:
    one = told("Qatar warned that the strike could complicate the talks.", "the strike could")
    assert one.stage is Stage.HAPPENED
    assert told("Qatar warned that an attack could begin soon.", "attack could").stage is Stage.HYPOTHETICAL


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Indian missiles hit nine sites.", "India"),
        ("Shelling by the paramilitary Rapid Support Forces hit a market.", "Rapid Support Forces"),
        ("RSF shelling killed 14 people.", "Rapid Support Forces"),
        ("Artillery fire killed 14 people.", None),
    ],
)
def test_who_did_it(text: str, doer: str | None) -> None:
    found = [one.party or one.name for claim in claims(text) for one in claim.initiators]
    assert found[:1] == ([doer] if doer else [])


def test_an_uprisings_army_is_not_its_countrys() -> None:
    [one] = claims("The Myanmar National Democratic Alliance Army seized two towns.")
    assert [actor.party for actor in one.initiators] == ["Myanmar National Democratic Alliance Army"]


# ---- figures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The hospital received 11 bodies, two of them women.", [("killed", 11, TOTAL), ("killed", 2, SUBSET)]),
        ("Seven people were killed, including a monk and two girls.", [("killed", 7, TOTAL), ("killed", 2, SUBSET)]),
        ("Since 13 September, 105 servicemen have been killed.", [("killed", 105, TOTAL)]),
        ("Fourteen people were killed and 38 others wounded.", [("killed", 14, TOTAL), ("injured", 38, TOTAL)]),
    ],
)  # fmt: skip
def test_figures(text: str, expected: list[tuple[str, float, Scope]]) -> None:
    found = {(one.start, one.measure, one.best, one.scope) for claim in claims(text) for one in claim.figures}
    assert [row[1:] for row in sorted(found)] == expected


# ---- how things stand ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("El Fasher has been under siege since May.", "siege", ("El Fasher", "encirclement", "complete", None)),
        ("The junta lost control of Lashio.", "lost", ("Lashio", "control", "lost", "Myanmar")),
        ("Goma remains under the control of M23.", "Goma", ("Goma", "control", "held", "M23")),
        ("The Rafah crossing remained closed.", "crossing", ("crossing in Rafah", "access", "cut", None)),
        ("The Attari-Wagah crossing remains closed.", "crossing", ("Attari-Wagah crossing", "access", "cut", None)),
        ("The Goktwin bridge was destroyed.", "bridge", ("Goktwin bridge", "infrastructure", "destroyed", None)),
    ],
)
def test_statuses(text: str, words: str, expected: tuple[str, str, str, str | None]) -> None:
    assert statuses(told(text, words)) == [expected]


def test_who_says_that_it_still_holds_it_holds_the_place_named_before() -> None:
    one = told("The army said it had retaken the Mellit road; the RSF says it still controls it.", "still controls")
    assert statuses(one) == [("Mellit", "control", "held", "Rapid Support Forces")]
    assert [place.name for place in one.places] == ["Mellit"]


# ---- when ----------------------------------------------------------------------------------------------------------


def test_after_an_attack_of_last_night_is_not_from_last_night_on() -> None:
    one = told("Power was restored after last night's drone attack.", "drone attack", "2025-06-15")
    assert one.when.finish is not None


def test_the_day_on_which_fighting_was_reported_is_its_own() -> None:
    one = told("Fighting was reported on 4 February near Goma.", "Fighting", "2025-02-05")
    assert one.when.edtf == "2025-02-04"


def test_under_a_timelines_heading_all_is_of_that_day() -> None:
    text = (
        "Timeline: three days\n\nTuesday, May 6\n\nA drill was held in Amritsar.\n\n"
        "Wednesday, May 7\n\nShells hit a bus in Srinagar.\n\nFriday, May 9\n\nA rocket killed one woman in Jammu.\n"
    )
    days = {one.kind: one.when.edtf for one in claims(text, "2025-05-11") if one.kind in ("shelling", "missile_strike")}
    assert days == {"shelling": "2025-05-07", "missile_strike": "2025-05-09"}


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Strike kills 45\nPublished 27 May 2024\n\nA strike killed 45 people in Rafah.", "2024-05-27"),
        ("STATEMENT\n\nYerevan, 14 September 2022, 11:00\n\nUnits opened fire near Jermuk.", "2022-09-14"),
        ("SITUATION REPORT\n\nDate: 5 February 2025\nPrepared by: Relief\n\nGoma was shelled.", "2025-02-05"),
        ("Port hit\n\nDrones hit the port of Odesa.\n\nUpdated 15 June 2025, 15:01 BST", "2025-06-15"),
    ],
)  # fmt: skip
def test_days_of_publication(text: str, published: str) -> None:
    report: Report = read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=Facts(id="r")))
    assert (report.published or "")[:10] == published
