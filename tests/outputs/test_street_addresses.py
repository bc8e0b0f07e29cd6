"""Street addresses are known in many ways of writing; what only looks like one stays to be read."""

from __future__ import annotations

import time

import pytest

from fogline.data.streets import ENVIRONMENT, read_streets, table_text
from fogline.model.claim import Actor
from fogline.model.errors import TableError
from fogline.model.picture import Development, When
from fogline.model.report import Report
from fogline.outputs.street_addresses import street_addresses
from fogline.outputs.withheld import BLOT, blotted, open_development, open_report

# Between ⟦ and ⟧ is what is withheld.
ADDRESSES = [
    "A shell hit ⟦National Avenue, 14⟧.",
    "He lived at ⟦Regional Street, 9⟧.",
    "A drone hit ⟦12 Shevchenko Street⟧, the mayor said.",
    "The couple lived at ⟦45 Khreshchatyk St., apt 7⟧.",
    "He was found in ⟦Building 5, Mira Avenue⟧, police said.",
    "A fire broke out in ⟦house number 14 on Sadova Street⟧ at night.",
    "Rescuers went to ⟦vulytsia Sadova 14⟧.",
    "Загинула жінка, яка жила на ⟦вул. Садова, 14⟧.",
    "Обстріл пошкодив будинок на ⟦вул. Садовій, 14⟧ не вперше.",
    "На ⟦вулиці Садовій, 14⟧, вибиті вікна.",
    "Пошкоджено ⟦будинок 14 по вулиці Садовій⟧.",
    "Снаряд попал в дом на ⟦ул. Ленина, д. 5, кв. 12⟧.",
    "Пожар на ⟦ул.Ленина,5⟧, пострадавших нет.",
    "Взрыв прогремел в ⟦доме № 26 по Большому Садовому переулку⟧.",
    "Она живёт на ⟦Южном проспекте, дом 18⟧.",
    "Лист надійшов на ⟦вул. 8 Березня, 14а⟧, наступного дня.",
    "Удар по ⟦вул. академіка Орлова, 3/5⟧.",
    "Her flat at ⟦Rue de la Paix 5⟧ stands empty.",
    "They met at ⟦12, rue de la Paix⟧, a witness said.",
    "The shell landed in front of ⟦Gartenstraße 12⟧.",
    "Write to ⟦P.O. Box 123⟧, Kyiv.",
    "Пишіть на ⟦а/с 45⟧, Київ.",
    "Адреса: ⟦вул. Садова, 14, Київ, 01001⟧.",
    "Адреса: ⟦01001, м. Київ, вул. Садова, 14⟧.",
    "She lives at ⟦12 Sadova Street, Kyiv 01001⟧.",
    "Police searched ⟦200 W. 42nd Street⟧ and left.",
    "Shots were fired in the ⟦2100 block of E 30th Street⟧ on Friday.",
    "Shots were fired in the ⟦3100 block of Berlin Way⟧ on Friday.",
    "A man aged 19, of ⟦19 St Ailbe's Drive⟧, was hurt.",
    "⟦Apartment 7 at 45 Sadova Street⟧ burned out.",
    "Two bodies lay in ⟦apartment 304⟧.",
    "ONE BOMB WENT OFF AT ⟦16 WEST STREET⟧ IN THE CAPITAL.",
    "A drone hit ⟦12\nShevchenko Street⟧ at dawn.",
    "The house at ⟦Sadova Street 14⟧ was hit.",
    "He lived at ⟦66 Harbour St.⟧ Police found him there.",
    "A rocket hit ⟦22 Khreshchatyk⟧ in Kyiv.",
]
NONE = [
    "National Road No. 2 is closed at Gressier.",
    "Federal Highway No. 12 was cut near Goma.",
    "The convoy took Highway M03 and then Route 66.",
    "Downing Street said it would send 12 tanks.",
    "10 Downing Street said it would send tanks.",
    "Wall Street fell 5 percent; 24 Wall Street banks closed.",
    "The 93rd Brigade held Victory Square for 5 days.",
    "On 12 March Street protests began in Kherson.",
    "On March 12, Main Street was closed. On March 12 Main Street was closed.",
    "Mines lie in 5 Bakhmut streets.",
    "There was fighting in 3 streets, and 12 Sadova Street residents were hurt.",
    "Shelling killed 5 at Central Avenue market.",
    "The blast killed 5. Central Avenue market burned.",
    "It killed 12, Main Street traders said.",
    "On Sadova Street 14 people died. On Sadova Street, 14 people died.",
    "On Sadova Street, 14, including two children, were hurt.",
    "In 2014 Instytutska Street became a symbol; вулиця Садова, 2014 рік.",
    "12 Orthodox St Nicholas churches stand 5 km from St. Petersburg.",
    "State Road 408, near Pine Hills, is closed; Interstate 5 Main Street exit too.",
    "The mayor said 9 Supreme Court justices left; Federal Court No. 1 ruled.",
    "The parade on Red Square, 9 May 2022, was short.",
    "A blast was heard on Main Street, 14:30. A 14-year-old ran.",
    "На вулиці Садовій 14 людей загинуло; на вул. Садовій, 14 людей поранено.",
    "Площа 5 гектарів замінована, 3 вулиці без світла.",
    "It hit the roof of hospital No. 1 on Volyn Avenue.",
    "Prices stayed flat 5 points below the peak.",
    "The meeting is to take place May 8 in Odesa.",
    "Missiles hit 3 Mykolaiv apartment blocks and a 12-storey building.",
    "Ms. Lane, 77, and Virginia L. Lane, 79, were not hurt.",
    "Two brigades, the 5th and the 14th, hold the road to Bakhmut 12 km away.",
]


@pytest.mark.parametrize("told", [*ADDRESSES, *NONE])
def test_an_address_is_withheld_and_nothing_else(told: str) -> None:
    text = told.replace("⟦", "").replace("⟧", "")
    found = street_addresses(text)
    shown = text
    for start, end in reversed(found):
        shown = f"{shown[:start]}⟦{shown[start:end]}⟧{shown[end:]}"
    assert shown == told


@pytest.mark.parametrize("told", ADDRESSES)
def test_a_text_is_as_long_as_before_in_each_of_its_lines(told: str) -> None:
    text = told.replace("⟦", "").replace("⟧", "")
    assert [len(line) for line in blotted(text, frozenset()).split("\n")] == [len(line) for line in text.split("\n")]
    assert BLOT in blotted(text, frozenset())


def test_offsets_of_a_report_hold() -> None:
    text = "A drone hit 12 Sadova Street. Shelling of Nikopol went on (tel. +380 44 255 7333)."
    shown = open_report(Report(id="r", text=text, title="12 Sadova Street is hit", source="r.txt"), frozenset())
    assert shown.text[text.index("Nikopol") :].startswith("Nikopol")
    assert shown.text == f"A drone hit {BLOT * 16}. Shelling of Nikopol went on (tel. {BLOT * 16})."
    assert shown.title == f"{BLOT * 16} is hit"


def test_those_who_act_or_suffer_are_told_without_it() -> None:
    tenants = Actor(name="tenants of 12 Sadova Street", as_worded="The tenants of 12 Sadova Street")
    one = Development(id="d", kind=None, stage=None, when=When(), place=None, claims=(), reports=(),
                      recipients=(tenants,), credibility=3)  # fmt: skip
    shown = open_development(one, frozenset()).recipients[0]
    assert (shown.name, shown.as_worded) == (f"tenants of {BLOT * 16}", f"The tenants of {BLOT * 16}")


@pytest.mark.parametrize(
    "piece",
    ["12 ", "Street ", "12 Aa ", "12 Aa Street ", "A.", "№ ", "д. 5, ", "apt 7, ", "12 A.B. Street, ", "UA-01001, ",
     "вул. Садова ", "Aa, Aa ", "\n", " ", "1/", "block of "],
)  # fmt: skip
def test_the_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def took(many: int) -> float:
        text, least = piece * many + " at 1 Sadova Street", float("inf")
        for _ in range(3):
            begin = time.process_time()
            street_addresses(text)
            least = min(least, time.process_time() - begin)
        return least

    few = 6_000 // len(piece)
    assert took(8 * few) < 40 * took(few) + 0.02  # eight times the text: a square would take 64 times as long


def test_a_table_of_ones_own_takes_the_place_of_ours(tmp_path, monkeypatch) -> None:
    own = tmp_path / "own.toml"
    own.write_text(table_text().replace('after_name = """', 'after_name = """\nkatu '))
    assert not street_addresses("Hän asuu osoitteessa Mannerheimin Katu 5.")
    monkeypatch.setenv(ENVIRONMENT, str(own))
    assert street_addresses("Hän asuu osoitteessa Mannerheimin Katu 5.")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("after_name = [", "not a table of streets"),
        ('lanes = "lane"', "lanes is none of the lists"),
        ('roads = "road"', "is missing"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path, table: str, said: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(table)
    with pytest.raises(TableError, match=said):
        read_streets(str(own))
    with pytest.raises(TableError, match="not a table of streets"):
        read_streets(str(tmp_path / "none.toml"))
