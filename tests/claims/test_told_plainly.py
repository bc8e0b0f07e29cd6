"""What was misread in ten more reports of our own: blame, bare denials, ways, who lived where, what weapons do.

Every sentence is written for these tests, and none stands in those reports.
"""

import pytest

from fogline.claims.extract import extract
from fogline.claims.homeland import homeland
from fogline.data.gazetteer import default_gazetteer
from fogline.model.claim import Claim, PlaceRole, Scope, Stage, Stance
from fogline.model.report import Capture, Facts
from fogline.reports.read import read


def claims(text: str) -> list[Claim]:
    facts = Facts(id="r", published="2024-03-03", lang="en")
    return list(extract(read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts))).claims)


def told(text: str, words: str) -> Claim:
    return next(claim for claim in claims(text) if words in claim.quote)


def names(claim: Claim) -> list[str]:
    return [one.name for one in claim.speakers]


# ---- who is blamed, and who says it is not so ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "speaker", "blamed"),
    [
        ("A market in Sumy was hit. The governor blamed the attack on Russian forces.", "the attack on", "governor",
         "Russian forces"),
        ("Moscow blamed a stray Ukrainian missile.", "stray", "Russia", "Ukraine"),
        ("Two clinics in Goma were hit. The M23 attributed both attacks to Rwandan troops.", "both attacks", "M23",
         "Rwandan troops"),
    ],
)  # fmt: skip
def test_blame_is_the_word_of_who_lays_it(text: str, words: str, speaker: str, blamed: str) -> None:
    claim = next(one for one in claims(text) if words in one.quote and one.speakers)
    assert names(claim) == [speaker]
    assert [one.name for one in claim.initiators] == [blamed]


def test_where_the_blamed_sit_nothing_was() -> None:
    claim = next(one for one in claims("Kyiv blamed Russia for the strike.") if one.speakers)
    assert [one.name for one in claim.places] == []


@pytest.mark.parametrize(
    ("denial", "words"),
    [
        ('"Nonsense from beginning to end," said Serhii Bilyk, a brigade spokesman.', "Nonsense"),
        ('"That is a lie," the governor said.', "a lie"),
        ('"It is not true," said the mayor.', "not true"),
    ],
)
def test_a_word_that_it_is_not_so_denies_what_was_said_before(denial: str, words: str) -> None:
    found = claims(f"Russia said its troops had taken Vuhledar. {denial}")
    taken = next(one for one in found if "taken Vuhledar" in one.quote)
    claim = next(one for one in found if words in one.quote)
    assert (claim.stance, claim.about) == (Stance.DENIES, taken.id)


def test_praise_and_agreement_deny_nothing() -> None:
    text = 'Soldiers left Lyman, the army said. "It is true," the mayor said. "True heroes," said the governor.'
    assert all(one.stance is not Stance.DENIES for one in claims(text))


def test_a_charge_that_is_called_baseless_is_denied() -> None:
    claim = told("Kinshasa accused Rwanda of sending troops, a charge that Kigali called baseless.", "called baseless")
    assert (names(claim), claim.stance) == (["Rwanda"], Stance.DENIES)


def test_what_is_denied_in_a_message_did_not_happen() -> None:
    claim = told("The Zetas gang denied in a voice message that its members had killed any civilians.", "killed any")
    assert (claim.stage, claim.stance, claim.speakers[0].via) == (
        Stage.DID_NOT_HAPPEN,
        Stance.DENIES,
        "voice message",
    )


# ---- who speaks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Sixty wounded had been brought to Kassala Hospital, its director, Amina Yusuf Ali, said by phone.",
         "Sixty wounded", "Amina Yusuf Ali"),
        ("Around 300 people are thought to be left in Lyman, the head of its administration, Petro Koval, told Sky.",
         "300 people", "Petro Koval"),
        ("The African Union mission, AMISOM, said none of its men was hurt.", "none of its men", "AMISOM"),
        ("Nine people died in Goma, according to justice of the peace Jean Kasongo, who recorded the deaths.", "Nine",
         "justice of the peace Jean Kasongo"),
        ("The Institute for the Study of War sees no pullout. Losses may force a pause, the think tank wrote.",
         "a pause", "Institute for the Study of War"),
    ],
)  # fmt: skip
def test_who_speaks(text: str, words: str, speaker: str) -> None:
    assert names(told(text, words)) == [speaker]


def test_it_is_the_group_that_speaks() -> None:
    claim = told(
        "JNIM attacked Djibo. In an audio message the group claimed it had killed 44 soldiers.", "it had killed"
    )
    assert ([one.party for one in claim.initiators], claim.speakers[0].via) == (["JNIM"], "audio message")


def test_who_holds_an_office_of_the_land_holds_it_of_the_land() -> None:
    text = (
        "A bomb hit Mogadishu. President Ali Warsame said nine had died. Former President Musa Abdi said ten had died."
    )
    assert told(text, "nine had died").speakers[0].party == "Somalia"
    assert told(text, "ten had").speakers[0].party is None


def test_the_army_beside_another_lands_military_is_the_lands_own() -> None:
    text = "The army has left Homs and Daraa. The Israeli military said it had hit Hama."
    places = [one for claim in claims(text) for one in claim.places]
    home = homeland(text, places, default_gazetteer())
    assert (home.side("the army"), home.side("the military")) == ("Syria", "Israel")


def test_a_day_behind_late_is_when_it_was_said() -> None:
    assert told("The army said late on Friday that seven soldiers had died.", "seven").said_on == "2024-03-01"


# ---- what happened -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Rockets slammed into a school in Kharkiv.", "slammed", "missile_strike"),
        ("A shell tore off the corner of a hotel in Sumy.", "tore off", "shelling"),
        ("The plane tore through power lines near Sumy.", "tore through", None),
        ("The charges have torn his family apart.", "torn", None),
        ("Soldiers blew up a bridge on the road to Kreminna.", "blew up", "destruction"),
        ("Rebels blew up a police station in Bogota.", "blew up", "remote_explosive"),
        ("Partisans brought a bridge near Melitopol down.", "brought", "destruction"),
        ("Warplanes destroyed the bridge at Senkivka.", "Warplanes", "destruction"),
        ("Heavily armed men swept into Tawila before dawn.", "swept into", "attack"),
        ("Officers poured into the stadium in Goma.", "poured", None),
        ("A lorry packed with explosives was driven into a hotel in Kassala.", "driven into", "remote_explosive"),
        ("Russia seized Lyman in May. Ukrainian forces took it back in June.", "took it back", "territory_regained"),
        ("Shells hit Marinka, which Russian forces captured in December.", "captured", "territory_captured"),
        ("A depot in Odesa was set on fire by a drone.", "set on fire", "drone_strike"),
        ("A ferry was sunk by a missile at Kherson.", "sunk", "missile_strike"),
        ("A ferry sank off Kherson.", "sank", "accident"),
    ],
)  # fmt: skip
def test_kinds(text: str, words: str, kind: str | None) -> None:
    found = [one.kind for one in claims(text) if words in one.quote]
    assert kind in (found or [None])


def test_what_was_taken_back_is_the_town_spoken_of() -> None:
    claim = told("Russia seized Lyman in May. Ukrainian forces took it back in June.", "took it back")
    assert [one.name for one in claim.places] == ["Lyman"]


def test_what_is_unlikely_has_not_happened() -> None:
    claim = told("Analysts said Russian forces were unlikely to encircle Kupiansk before May.", "encircle")
    assert (claim.stage, [one.party for one in claim.initiators]) == (Stage.HYPOTHETICAL, ["Russia"])


def test_who_would_be_flown_out_on_a_day_to_come_is_planned() -> None:
    assert told("Four, whose state was critical, would be flown to Kassala on Tuesday.", "flown").stage is Stage.PLANNED


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The institute had seen no indication that Ukraine was withdrawing from Lyman.", "withdrawing"),
        ("There was no sign that troops had left Siversk.", "had left"),
        ("Kyiv has not seen any evidence that rebels shelled Sumy.", "shelled"),
    ],
)
def test_of_what_there_is_no_sign_has_not_happened(text: str, words: str) -> None:
    claim = told(text, words)
    assert (claim.stage, claim.statuses) == (Stage.HYPOTHETICAL, ())


def test_a_region_is_not_ringed() -> None:
    text = "Troops hold Lyman. Two of the three ways into the besieged Luhansk Oblast town have been lost."
    assert [one.name for one in told(text, "besieged").places] == ["Lyman"]


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("Troops hold Lyman. The highway from Izium is under fire. Two men were killed.", "Two men", "Lyman"),
        ("Rebels took Daraa. A deal gives soldiers safe passage to Damascus. Fighters control the city.", "the city",
         "Daraa"),
        ("In Nikopol, across the Dnipro from Enerhodar, a market hit by shells on Friday reopened.", "market hit",
         "Nikopol"),
    ],
)  # fmt: skip
def test_where_a_way_leads_is_no_scene(text: str, words: str, place: str) -> None:
    assert [one.name for one in told(text, words).places if one.role is not PlaceRole.REFERENCE] == [place]


# ---- figures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("About 40,000 people lived in Bakhmut before the war.", "40,000", ("population", 40000.0, None, Scope.TOTAL)),
        ("Once home to 30,000 people, Avdiivka lies in ruins.", "30,000", ("population", 30000.0, None, Scope.TOTAL)),
        ("Three bakers were shot dead in Goma.", "bakers", ("killed", 3.0, None, Scope.TOTAL)),
        ("About 5,200 people, most of them women, have left Wad Madani since the raid.", "5,200",
         ("displaced", 5200.0, None, Scope.TOTAL)),
        ("A blast in Goma killed 14 people. Nine of the victims were women.", "Nine of",
         ("killed", 9.0, "women", Scope.SUBSET)),
        ("A nurse said 28 wounded people were admitted in Goma, seven of them soldiers.", "seven",
         ("injured", 7.0, "soldiers", Scope.SUBSET)),
    ],
)  # fmt: skip
def test_figures(text: str, words: str, expected: tuple[str, float | None, str | None, Scope]) -> None:
    assert expected in {(one.measure, one.best, one.group, one.scope) for one in told(text, words).figures}


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Ten families lived in the basement in Sumy.", "population"),
        ("The boy lived in Sumy with his aunt.", "population"),
        ("Four ministers left Kyiv on Friday.", "displaced"),
    ],
)
def test_few_are_no_town_and_no_flight(text: str, measure: str) -> None:
    assert measure not in {figure.measure for claim in claims(text) for figure in claim.figures}


def test_killed_or_wounded_are_one_count_with_one_time() -> None:
    claim = told("Some 250 people were killed or wounded in Kassala in the first quarter of 2023.", "killed or wounded")
    assert [(one.measure, one.best) for one in claim.figures] == [("casualties", 250.0)]
    assert (claim.when.begin, claim.when.finish) == ("2023-01-01", "2023-03-31")


def test_a_count_without_a_happening_is_where_the_one_before_it_was() -> None:
    text = "A hospital in Omdurman was hit on Friday. The bodies of 12 people were recovered by evening."
    assert [one.name for one in told(text, "bodies of 12").places] == ["Omdurman"]


# ---- how things stand ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Kassala's airport remained shut on Monday.", "airport", ("airport in Kassala", "access", "cut")),
        ("National Road No. 4, which links Khartoum to the east, is closed at Jebra.", "closed",
         ("National Road No. 4", "access", "cut")),
        ("Soldiers hold Lyman. The track through the fields to the south remains passable.", "track",
         ("routes into Lyman", "access", "open")),
        ("In Pakistan, Chaman stays open to pedestrians.", "Chaman", ("crossing in Chaman", "access", "open")),
        ("Soldiers blew up a bridge on the road to Kreminna.", "bridge",
         ("bridge on the road into Kreminna", "infrastructure", "destroyed")),
        ("Siversk was shelled. A bridge on the edge of the town was blown up.", "blown up",
         ("bridge in Siversk", "infrastructure", "destroyed")),
    ],
)  # fmt: skip
def test_how_ways_stand(text: str, words: str, expected: tuple[str, str, str]) -> None:
    assert expected in {(one.subject, one.aspect, one.value) for one in told(text, words).statuses}


def test_how_a_way_stood_before_is_no_news() -> None:
    text = "Kassala's airport reopened on Friday. It had been closed since March 1. The airport had been shut for days."
    assert {one.value for claim in claims(text) for one in claim.statuses} == {"open"}
