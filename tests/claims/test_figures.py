"""Numbers and what they count: rows of (sentence, expected figures), then what one report adds up to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.claims.figure_numbers import find_numbers
from fogline.claims.figures import find_figures
from fogline.claims.parse import parse
from fogline.data.measures import measures
from fogline.model.claim import Bound, Figure, Scope
from fogline.model.report import Report
from fogline.picture.report_tolls import incident_toll


def figures(text: str) -> list[Figure]:
    """The figures of a short report."""
    report = Report(id="r", text=text)
    return find_figures(parse(report), report)


def shown(figure: Figure) -> str:
    """A figure in one line: measure/group value bound scope of."""
    value = (
        f"{figure.best:g}"
        if figure.best is not None
        else f"{'' if figure.low is None else f'{figure.low:g}'}..{'' if figure.high is None else f'{figure.high:g}'}"
    )
    words = [figure.measure or "-", figure.group or "", value]
    if figure.bound is not Bound.EXACTLY:
        words.append(str(figure.bound))
    if figure.scope is not Scope.TOTAL:
        words.append(str(figure.scope))
    if figure.of is not None:
        words.append(f"of {figure.of:g}")
    return " ".join(word for word in words if word)


NUMBERS = [
    ("twenty-one", 21, 21, 21, "exactly"),
    ("two hundred and five", 205, 205, 205, "exactly"),
    ("half a million", 500_000, 500_000, 500_000, "exactly"),
    ("1.2 million", 1_200_000, 1_200_000, 1_200_000, "exactly"),
    ("12,500", 12_500, 12_500, 12_500, "exactly"),
    ("three thousand five hundred", 3_500, 3_500, 3_500, "exactly"),
    ("a dozen", 12, 12, 12, "exactly"),
    ("dozens", None, 24, 99, "exactly"),
    ("scores", None, 40, 99, "exactly"),
    ("hundreds", None, 200, 999, "exactly"),
    ("tens of thousands", None, 20_000, 99_999, "exactly"),
    ("several", None, 3, 9, "exactly"),
    ("a couple", 2, 2, 3, "exactly"),
    ("10 to 15", None, 10, 15, "exactly"),
    ("10-15", None, 10, 15, "exactly"),
    ("10–15", None, 10, 15, "exactly"),
    ("between 5 and 7", None, 5, 7, "exactly"),
    ("five or six", None, 5, 6, "exactly"),
    ("1 to 2 million", None, 1_000_000, 2_000_000, "exactly"),
    ("at least 21", 21, 21, None, "at least"),
    ("no fewer than 21", 21, 21, None, "at least"),
    ("more than 100", None, 100, None, "more than"),
    ("up to 30", None, None, 30, "at most"),
    ("as many as 30", None, None, 30, "at most"),
    ("fewer than 30", None, None, 30, "less than"),
    ("nearly 40", 40, 40, 40, "about"),
    ("some 4,300", 4_300, 4_300, 4_300, "about"),
    ("around two dozen", 24, 24, 24, "about"),
    ("an estimated 300", 300, 300, 300, "about"),
    ("50 or so", 50, 50, 50, "about"),
    ("50 or more", 50, 50, None, "at least"),
]


@pytest.mark.parametrize(("worded", "best", "low", "high", "bound"), NUMBERS)
def test_number(worded: str, best: float | None, low: float | None, high: float | None, bound: str) -> None:
    [number] = find_numbers(f"The mayor spoke of {worded} people.")
    assert (number.best, number.low, number.high, str(number.bound)) == (best, low, high, bound)


NOT_NUMBERS = [
    "On March 21, 2016, at 9:30 p.m. the siren fell silent.",
    "The 600 block of Foster Street, off Interstate 43, was closed.",
    "A T-72 and a 152mm howitzer of the 93rd brigade stood at No. 5.",
    "No one spoke on 5 May, and by 2014 it was over; call 555-123-4567.",
    "The two-day truce of the 1990s began at 7 a.m.",
]


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert find_numbers(text) == []


FIGURES = [
    ("At least 21 people were killed and 14 others wounded.", ["killed 21 at least", "injured 14"]),
    ("The blast killed three people and injured dozens.", ["killed 3", "injured 24..99"]),
    ("Six people died and 14 others were injured.", ["killed 6", "injured 14"]),
    ("The shelling left 12 dead.", ["killed 12"]),
    ("3 dead, 10-15 injured in overnight shelling", ["killed 3", "injured 10..15"]),
    ("3 PEASANTS WERE KILLED IN THE VALLEY", ["killed peasants 3"]),
    ("Nobody was hurt.", ["injured 0"]),
    ("No one was killed in the raid.", ["killed 0"]),
    ("The strike caused no casualties.", ["injured 0", "killed 0"]),
    ("There were no deaths.", ["killed 0"]),
    ("The shelling caused 20 casualties.", ["casualties 20"]),
    ("A 22-year-old man was shot and killed on Sunday.", ["killed men 1", "age 22"]),
    ("The shooting death of a woman shocked the town.", ["killed women 1"]),
    ("The gunman killed her husband and two children.", ["killed men 1", "killed children 2"]),
    ("His brother was wounded.", ["injured men 1"]),
    ("Both victims died.", ["killed 2"]),
    ("The two men died later at a hospital.", ["killed men 2"]),
    (
        "The mine exploded, killing a policeman, two civilians and three soldiers.",
        ["killed police 1", "killed civilians 2", "killed soldiers 3"],
    ),
    (
        "At least 21 people, three of them children, were killed.",
        ["killed 21 at least", "killed children 3 subset of 21"],
    ),
    (
        "About 4,300 civilians remain in the town, including some 150 children.",
        ["remaining civilians 4300 about", "remaining children 150 about subset of 4300"],
    ),
    (
        "The death toll climbed to 14, and a child was among the dead.",
        ["killed 14", "killed children 1 subset of 14"],
    ),
    ("The toll rose by two to 17.", ["killed 2 increment", "killed 17"]),
    ("The death toll rose from 8 to 10.", ["killed 10"]),
    ("The raid went on overnight, bringing the death toll to 10.", ["killed 10"]),
    ("Rescuers found the bodies of three more people.", ["killed 3 increment"]),
    ("Three more bodies were found under the rubble.", ["killed 3 increment"]),
    ("Another five people were wounded.", ["injured 5 increment"]),
    ("The flood claimed 40 lives.", ["killed 40"]),
    ("Between 5 and 7 soldiers were taken prisoner.", ["captured soldiers 5..7"]),
    ("Guerrillas kidnapped four engineers.", ["abducted workers 4"]),
    ("More than 8 million people have fled the country.", ["displaced 8e+06.. more than"]),
    ("Some 300 residents were evacuated.", ["evacuated 300 about"]),
    ("Police arrested 30 protesters.", ["arrested 30"]),
    ("Eleven sailors are missing.", ["missing soldiers 11"]),
    ("The town had a pre-war population of over 41,000.", ["population 41000.. more than"]),
    ("Russia fires 1,000 shells a day.", ["fired shells 1000 rate"]),
    ("Air defence shot down 12 drones and 3 missiles.", ["shot_down drones 12", "shot_down missiles 3"]),
    ("Two bridges had been destroyed.", ["bridges bridges 2"]),
    ("The battery destroyed two tanks.", ["destroyed tanks 2"]),
    ("The army repelled 14 attacks.", ["attacks 14"]),
    ("The village lies 15 kilometers north.", ["distance_km 15"]),
    ("Some 4,000 civilians are still in the town.", ["remaining civilians 4000 about"]),
    ("The UN recorded 8,006 civilian deaths.", ["killed civilians 8006"]),
    ("Eleven people remain missing.", ["missing 11"]),
    ("Air defence downed 24 out of 35 drones.", ["shot_down 24 subset of 35", "- drones 35"]),
    ("Fewer than one in ten residents remain in the city.", ["percent ..10 less than"]),
    ("Nine out of 10 houses were destroyed.", ["percent 90"]),
    ("Shelling killed two in three days.", ["killed 2"]),
    ("Some 40 square kilometers were recaptured.", ["area_km2 40 about"]),
    ("Two women aged 62 and 71 were killed.", ["killed women 2", "age 62", "age 71"]),
    ("An officer was struck in the arm.", ["injured officers 1"]),
    ("The clash left 30 soldiers dead and two wounded.", ["killed soldiers 30", "injured 2"]),
    ("The court convicted him of the murder of two students.", ["killed students 2"]),
    ("It was not known whether there were any casualties.", []),
    ("Rebels tried to kill two judges.", []),
    ("Two other teenagers were not hurt.", []),
    ("The aid is worth $40 million, 12 percent more.", ["money 4e+07", "percent 12"]),
    ("The talks lasted two hours and three days.", []),
    ("The general said that he might kill a man.", []),
    (
        "Eleven miners were pulled out alive, among them a foreman.",
        ["evacuated workers 11", "evacuated 1 subset of 11"],
    ),
    ("Rescuers pulled three children alive from the rubble.", ["evacuated children 3"]),
    (
        "Fewer than 3,000 civilians remain in the town, among them about 50 children.",
        ["remaining civilians ..3000 less than", "remaining children 50 about subset"],
    ),
    ("The death toll rose to 16, among them one child.", ["killed 16", "killed children 1 subset of 16"]),
    ("Ten people died. One of those killed was a child.", ["killed 10", "killed children 1 subset of 10"]),
    ("Two of the wounded were children.", ["injured children 2 subset"]),
    ("It was one of the deadliest strikes of the war. Five are missing.", ["missing 5"]),
    ("Air defence shot down 14 of 20 drones.", ["shot_down drones 14 subset of 20", "- drones 20"]),
    ("The army has lost 3,000 men killed and wounded.", ["casualties men 3000"]),
    ("Buses stopped running, with about 900 people still in the town.", ["remaining 900 about"]),
    (
        "About 900 of the town's 40,000 inhabitants have stayed.",
        ["remaining 900 about subset of 40000", "population 40000"],
    ),
    ("The number of people killed in Rafah has risen to 50.", ["killed 50"]),
    ("The bodies of 12 miners were laid out in a school.", ["killed workers 12"]),
    ("Ukraine brought home 130 prisoners of war.", ["exchanged prisoners 130"]),
    ("Officers look for a driver after a deadly shooting.", ["killed 1.. at least"]),
    ("Police are looking into an apparent murder-suicide.", ["killed 2.. at least"]),
    ("It was not a double homicide.", []),
    ("An officer's Kevlar helmet was hurt.", []),
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures(text: str, expected: list[str]) -> None:
    assert [shown(figure) for figure in figures(text)] == expected


def test_the_words_stay_beside_the_number() -> None:
    [figure] = figures("Officials say some 4,300 civilians remain.")
    assert figure.as_worded == "some 4,300 civilians"


def test_before_the_war_is_a_time_of_its_own() -> None:
    [figure] = figures("The town had a pre-war population of 10,000.")
    assert (figure.measure, figure.when) == ("population", "pre-war")


TOLLS = [
    ("Two people were killed. Two people died at the scene.", "killed", 2),
    ("The blast killed a policeman, two civilians and three soldiers.", "killed", 6),
    ("A man was shot on Friday. The man died at a hospital, police said.", "killed", 1),
    ("A man was found dead. A woman was found dead nearby.", "killed", 2),
    ("Ten people were killed, three of them children.", "killed", 10),
    ("Two people were killed on Monday. A third person died on Tuesday.", "killed", 3),
    ("Rescuers found three more bodies. The death toll is now at 10.", "killed", 10),
    ("Five people were shot and two of them died.", "injured", 3),
    ("Nobody was killed.", "killed", 0),
    ("A man killed his wife and then himself.", "killed", 2),
    ("A gunman shot dead two clerks, then himself, police said.", "killed", 3),
    ("A man shot his wife before taking his own life. She died at the scene.", "killed", 2),
    ("Two people are dead after a man shot his wife and turned the gun on himself.", "killed", 2),
    ("Two brothers died in a double homicide. Ivan Petrenko, 40, was a miller.", "killed", 2),
    ("The death of Ivan Petrenko, 40, is a riddle. Petrenko was killed in his mill.", "killed", 1),
    ("8 men shot, 2 dead", "killed", 2),
    ("A triple shooting left one man dead.", "injured", 2),
    ("The strike killed a man, a woman and two children.", "killed", 4),
    ("Rescuers found the bodies of a man, a woman and two children.", "killed", 4),
    ("Two soldiers, a woman and a child were killed.", "killed", 4),
    ("Rockets killed an officer, three soldiers, a driver and two children.", "killed", 7),
    ("A woman, 34, and two men were killed in Kherson.", "killed", 3),
    ("A mother and five children ages 2 to 12 died in the strike.", "killed", 6),
    (
        "The bodies of Anna Bilyk, 43, Olha Bilyk, 48, and their mother, 73, were discovered by a neighbour.",
        "killed",
        3,
    ),
    ("Shelling killed a 13-year-old and his father in Toretsk.", "killed", 2),
    ("He is charged with the killing of a nurse and two of her children.", "killed", 3),
    ("A shell killed his 12- and 10-year-old sons.", "killed", 2),
    ("The blast killed her sons, ages 3 and 4, on Sunday.", "killed", 2),
    ("The blast killed a soldier, a father of two and a veteran of two wars.", "killed", 1),
    ("Four bodies, two males and two females, were found in the cellar.", "killed", 4),
    ("Shells killed a miner and her two children, Ivan and Olha.", "killed", 3),
    ("A shell killed a man and his wife was wounded.", "killed", 1),
    ("They found three dead soldiers and two unhurt guards.", "killed", 3),
    ("The strike, which left Anton Bilyk dead and three others injured, hit a mill.", "killed", 1),
    ("Both Petrenko and Bilyk were killed.", "killed", 2),
    ("A woman and her granddaughter both died of their wounds.", "killed", 2),
    ("A man fatally shot seven people before killing himself.", "killed", 8),
    ("The attack left seven people dead before the gunman killed himself.", "killed", 8),
    ("Five people were shot dead by a man who then killed himself.", "killed", 6),
    ("A soldier killed two men before taking his own life.", "killed", 3),
    ("Four people are dead after a man killed his family and then himself.", "killed", 4),
    ("A blast left five dead. A guard fatally shot his wife, then killed three more people.", "killed", 5),
    ("A third victim died on Sunday.", "killed", 3),
    ("Two people were wounded and a third died.", "killed", 1),
    ("Four people were killed Christmas Eve.", "killed", 4),
]


@pytest.mark.parametrize(("text", "measure", "expected"), TOLLS)
def test_what_one_report_adds_up_to(text: str, measure: str, expected: float) -> None:
    toll = incident_toll(figures(text), measure)
    assert toll is not None
    assert toll.best == expected


def test_nobody_counted_is_unknown_not_zero() -> None:
    assert incident_toll(figures("The town was shelled overnight."), "killed") is None


def test_every_measure_of_the_table_is_known_by_some_word() -> None:
    table = measures()
    named = {*table.done_to.values(), *table.does.values(), *table.counts.values(), *table.tolls.values()}
    named |= {measure for measure, _ in table.units.values()}
    assert {"killed", "injured", "missing", "captured", "displaced", "population", "distance_km"} <= named


_PIECES = st.sampled_from(
    ["at least", "21", "people", "were", "killed", ",", "three", "of them", "children", "the death toll", "rose", "to",
     "10", "no one", "dozens", "a man", "died", ".", "“", "\n", "\u0130", "５", "½", "including", "-", "$", "%", "them"]
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=4), max_size=25))
def test_every_figure_is_its_words(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.as_worded
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        assert figure.measure or figure.group
